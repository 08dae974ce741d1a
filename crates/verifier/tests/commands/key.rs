//! `isoloir-verify key`.

use std::fs;

use isoloir_verify::log::key::{KeyType, VerifierKey};

use super::{path, run};

#[test]
fn a_key_is_written_for_its_owner_alone_and_its_public_part_printed() {
    let folder = tempfile::tempdir().unwrap();
    for (kind, flag) in [(KeyType::Log, None), (KeyType::Witness, Some("--witness"))] {
        let file = folder.path().join(kind.to_string());
        let fixed = ["key", "witness.example/w1", "--out", path(&file)];
        let ran = run(&fixed.into_iter().chain(flag).collect::<Vec<_>>());
        ran.says(0, &["The secret key is in"]);
        let public = VerifierKey::parse(kind, ran.out.trim_end()).unwrap();
        assert_eq!(public.name(), "witness.example/w1");
        let secret = fs::read_to_string(&file).unwrap();
        let id = hex::encode(public.id());
        assert!(secret.starts_with(&format!("PRIVATE+KEY+witness.example/w1+{id}+")), "{kind}");
        assert!(!format!("{}{}", ran.out, ran.err).contains("PRIVATE"), "it does not print");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        run(&fixed).says(2, &["it must not exist"]);
        assert_eq!(fs::read_to_string(&file).unwrap(), secret, "it was not overwritten");
    }
}

#[test]
fn a_name_that_no_key_can_have_is_refused_before_a_file_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    for name in ["", "a b", "a+b", &"a".repeat(256)] {
        run(&["key", name, "--out", path(&file)]).says(2, &["the name of a key"]);
    }
    assert!(!file.exists());
}
