use std::fs;

use super::*;
use crate::registrar::examples::resident;

fn key(byte: u8) -> SecretBytes {
    SecretBytes::new([byte; 32])
}

/// Residents with these ids; all vote in district 0, those with an even number in district 1 too.
fn residents(count: usize) -> Vec<Resident> {
    let one = |number: usize| {
        let districts = if number.is_multiple_of(2) { vec![0, 1] } else { vec![0] };
        Resident { id: format!("r{number}"), districts, ..resident("fr") }
    };
    (0..count).map(one).collect()
}

fn ids(key: &SecretBytes, district: u16, residents: &[Resident]) -> Vec<String> {
    order(key, district, residents).iter().map(|&index| residents[index].id.clone()).collect()
}

#[test]
fn the_order_is_that_of_the_specification() {
    let residents = residents(5);
    let hash = |id: &str| -> [u8; 32] {
        let bytes =
            [b"isoloir/v1 roll order".as_slice(), &[7; 32], &[0, 0], id.as_bytes()].concat();
        Sha3_256::digest(bytes).into()
    };
    let mut expected: Vec<String> = residents.iter().map(|resident| resident.id.clone()).collect();
    expected.sort_by_key(|id| hash(id));
    assert_eq!(ids(&key(7), 0, &residents), expected);
    // Computed once with another program.
    assert_eq!(expected, FROZEN_ORDER);
    assert_eq!(hex::encode(digest(&key(7), &[vec!["a", "bc"], vec!["a"]])), FROZEN_DIGEST);
}

const FROZEN_ORDER: [&str; 5] = ["r3", "r1", "r0", "r4", "r2"];
const FROZEN_DIGEST: &str = "2c5fbe488b0c1f699fa8bb734cc56f28b08425dca6a8a0229003b1278e0c03ed";

#[test]
fn the_order_depends_on_the_key_and_the_district_and_not_on_the_table() {
    let mut residents = residents(40);
    let before = ids(&key(7), 0, &residents);
    assert_ne!(before, ids(&key(8), 0, &residents));
    let second = ids(&key(7), 1, &residents);
    let in_both: Vec<String> = before.iter().filter(|id| second.contains(id)).cloned().collect();
    assert_eq!((second.len(), in_both.len()), (20, 20));
    assert_ne!(second, in_both, "the order of one district shows that of another");
    residents.reverse();
    assert_eq!(ids(&key(7), 0, &residents), before);
}

#[test]
fn the_digest_tells_another_table_another_order_and_another_key() {
    let same = digest(&key(1), &[vec!["a", "b"], vec!["c"]]);
    for (number, districts) in [
        vec![vec!["b", "a"], vec!["c"]],
        vec![vec!["a"], vec!["b", "c"]],
        vec![vec!["ab"], vec!["c"]],
        vec![vec!["a", "b"]],
        vec![vec!["a", "b"], vec!["c"], vec![]],
        vec![vec!["a", "b"], vec!["C"]],
    ]
    .into_iter()
    .enumerate()
    {
        assert_ne!(digest(&key(1), &districts), same, "{number}");
    }
    assert_ne!(digest(&key(2), &[vec!["a", "b"], vec!["c"]]), same);
}

#[test]
fn a_key_is_read_as_it_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("order");
    let made = make(&path).unwrap();
    assert_eq!(read(&path).unwrap().expose(), made.expose());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_key_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("order");
    make(&path).unwrap();
    let before = fs::read(&path).unwrap();
    let refused = make(&path).map(|_| ()).unwrap_err().to_string();
    assert!(refused.contains("is there already"), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_damaged_key_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("order");
    make(&path).unwrap();
    let whole = fs::read_to_string(&path).unwrap();
    let digits = &whole[FILE_LABEL.len()..];
    for text in [
        "",
        digits,
        &whole[..whole.len() - 3],
        &format!("{}00\n", whole.trim_end()),
        &whole.replace("order ", "order x"),
        &whole.replace("isoloir roll", "isoloir"),
    ] {
        fs::write(&path, text).unwrap();
        let refused = read(&path).map(|_| ()).unwrap_err().to_string();
        assert!(refused.contains("is not the file for --shuffle, or it is damaged"), "{refused}");
    }
}
