use std::fs;
use std::process::Command;
use std::thread;

use proptest::prelude::*;
use tempfile::{NamedTempFile, TempDir};

use crate::source::{Source, SourceError, TarRule, open};

/// An archive that is written item by item.
#[derive(Clone, Default)]
struct Archive(Vec<u8>);

impl Archive {
    /// Adds a header of these fields, with its checksum, and the bytes after it.
    fn item(mut self, name: &str, kind: u8, bytes: &[u8]) -> Self {
        let mut header = [0; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..108].copy_from_slice(b"0000644\0");
        header[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
        header[136..148].copy_from_slice(b"00000000000\0");
        header[156] = kind;
        header[257..265].copy_from_slice(b"ustar\x0000");
        self.0.extend(sealed(header));
        self.0.extend(bytes);
        self.0.resize(self.0.len().next_multiple_of(512), 0);
        self
    }

    fn file(self, name: &str, bytes: &[u8]) -> Self {
        self.item(name, b'0', bytes)
    }

    fn end(mut self) -> Vec<u8> {
        self.0.extend([0; 1024]);
        self.0
    }
}

/// The header with its right checksum.
fn sealed(mut header: [u8; 512]) -> [u8; 512] {
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}

fn open_bytes(bytes: &[u8]) -> Result<(NamedTempFile, Box<dyn Source>), SourceError> {
    let file = NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    let source = open(file.path().to_str().unwrap())?;
    Ok((file, source))
}

fn refused(bytes: &[u8]) -> (u64, TarRule) {
    match open_bytes(bytes) {
        Err(SourceError::Tar { offset, rule, .. }) => (offset, rule),
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it opens"),
    }
}

/// The rule by which an archive with `checkpoint` and then this item is refused.
fn refused_item(name: &str, kind: u8, bytes: &[u8]) -> TarRule {
    let (offset, rule) =
        refused(&Archive::default().file("checkpoint", b"text").item(name, kind, bytes).end());
    assert_eq!(offset, 1024);
    rule
}

/// The same, for a plain file whose header `change` damages after it was sealed or before.
fn refused_header(change: impl Fn(&mut [u8; 512]), seal: bool) -> TarRule {
    let mut archive = Archive::default().file("checkpoint", b"text").end();
    let header: &mut [u8; 512] = archive.first_chunk_mut().unwrap();
    change(header);
    if seal {
        *header = sealed(*header);
    }
    let (offset, rule) = refused(&archive);
    assert_eq!(offset, 0);
    rule
}

#[test]
fn files_are_read_by_their_paths() {
    let archive = Archive::default()
        .item("./", b'5', b"")
        .item("./tile/0/", b'5', b"")
        .file("./tile/0/000", &[7; 8192])
        .file("checkpoint", b"text")
        .item("empty", 0, b"");
    let (_file, source) = open_bytes(&archive.end()).unwrap();
    assert_eq!(source.list().unwrap().unwrap(), ["checkpoint", "empty", "tile/0/000"]);
    assert_eq!(source.read("checkpoint", 4).unwrap().unwrap(), b"text");
    assert_eq!(source.read("tile/0/000", 8192).unwrap().unwrap(), [7; 8192]);
    assert_eq!(source.read("empty", 0).unwrap().unwrap(), b"");
    assert_eq!(source.read("tile/0/001", 10).unwrap(), None);
    let error = source.read("checkpoint", 3).unwrap_err();
    assert!(matches!(error, SourceError::TooLarge { most: 3, .. }), "{error}");
}

#[test]
fn several_threads_read_at_once() {
    let mut archive = Archive::default();
    for i in 0..100_u8 {
        archive = archive.file(&format!("tile/0/{i:03}"), &[i; 600]);
    }
    let (_file, source) = open_bytes(&archive.end()).unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for i in 0..100_u8 {
                    let bytes = source.read(&format!("tile/0/{i:03}"), 600).unwrap().unwrap();
                    assert_eq!(bytes, [i; 600]);
                }
            });
        }
    });
}

#[test]
fn what_gnu_tar_writes_is_read_in_each_of_its_forms() {
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("log/tile/entries/000.p")).unwrap();
    fs::write(folder.path().join("log/checkpoint"), "text").unwrap();
    fs::write(folder.path().join("log/tile/entries/000.p/3"), [9; 1000]).unwrap();
    for format in ["gnu", "ustar", "posix"] {
        for what in [".", "checkpoint tile"] {
            let file = folder.path().join("log.tar");
            let status = Command::new("tar")
                .arg(format!("--format={format}"))
                .arg("-C")
                .arg(folder.path().join("log"))
                .arg("-cf")
                .arg(&file)
                .args(what.split(' '))
                .status()
                .unwrap();
            assert!(status.success());
            let source = open(file.to_str().unwrap()).unwrap();
            assert_eq!(source.read("checkpoint", 4).unwrap().unwrap(), b"text", "{format}");
            let bundle = source.read("tile/entries/000.p/3", 1000).unwrap().unwrap();
            assert_eq!(bundle, [9; 1000], "{format}");
        }
    }
}

#[test]
fn a_path_in_two_fields_is_joined() {
    let mut archive = Archive::default().file("000", b"text").end();
    let header: &mut [u8; 512] = archive.first_chunk_mut().unwrap();
    header[345..351].copy_from_slice(b"tile/0");
    *header = sealed(*header);
    let (_file, source) = open_bytes(&archive).unwrap();
    assert_eq!(source.list().unwrap().unwrap(), ["tile/0/000"]);
}

#[test]
fn links_devices_and_extensions_are_refused() {
    for kind in *b"1234678LKSVMN" {
        assert_eq!(refused_item("link", kind, b""), TarRule::Kind(kind.into()));
    }
}

#[test]
fn paths_that_lead_elsewhere_are_refused() {
    for path in [
        "/checkpoint",
        "../checkpoint",
        "a/../b",
        "a//b",
        "a/./b",
        "a/",
        "",
        ".",
        "..",
        "././a",
        "a\nb",
    ] {
        let rule = refused_item(path, b'0', b"");
        assert!(matches!(rule, TarRule::Path(_)), "{path}: {rule}");
    }
    for path in ["/", "../", "a//", "/tile/"] {
        let rule = refused_item(path, b'5', b"");
        assert!(matches!(rule, TarRule::Path(_)), "{path}: {rule}");
    }
}

#[test]
fn a_path_that_comes_twice_is_refused() {
    for path in ["checkpoint", "./checkpoint"] {
        let rule = refused_item(path, b'0', b"other");
        assert_eq!(rule, TarRule::Repeated("checkpoint".to_owned()));
    }
}

#[test]
fn pax_headers_may_set_dates_and_owners_only() {
    let records = b"30 mtime=1790000000.123456789\n12 uid=1000\n17 comment=a=b=c\n";
    for kind in *b"xg" {
        let archive = Archive::default().item("pax", kind, records).file("checkpoint", b"text");
        let (_file, source) = open_bytes(&archive.end()).unwrap();
        assert_eq!(source.list().unwrap().unwrap(), ["checkpoint"]);
    }
    for (keyword, record) in [
        ("path", "19 path=checkpoint\n"),
        ("size", "8 size=\n"),
        ("linkpath", "14 linkpath=a\n"),
        ("GNU.sparse.major", "22 GNU.sparse.major=1\n"),
        ("hdrcharset", "21 hdrcharset=BINARY\n"),
    ] {
        assert_eq!(record.len().to_string(), record.split(' ').next().unwrap());
        assert_eq!(refused_item("pax", b'x', record.as_bytes()), TarRule::Pax(keyword.to_owned()));
    }
}

#[test]
fn pax_records_in_another_form_are_refused() {
    for records in [
        "mtime=1\n",
        "0 mtime=1\n",
        "10 mtime=1\n",
        "12 mtime=1\n",
        "999999999999999999999 mtime=1\n",
        "11 mtime=1 ",
        "8 mtime\n",
        "3 \n",
        "11\tmtime=1\n",
        "-1 mtime=1\n",
        "\0",
    ] {
        let rule = refused_item("pax", b'x', records.as_bytes());
        assert_eq!(rule, TarRule::Field("pax record"), "{records:?}");
    }
    assert_eq!(refused_item("pax", b'x', &[b' '; 65_537]), TarRule::Field("size"));
}

#[test]
fn headers_that_are_damaged_are_refused() {
    assert_eq!(refused_header(|header| header[0] ^= 1, false), TarRule::Checksum);
    assert_eq!(refused_header(|header| header[148] = b'x', false), TarRule::Checksum);
    assert_eq!(refused_header(|header| header[257] = b'U', true), TarRule::Magic);
    assert_eq!(refused_header(|header| header[263] = b'1', true), TarRule::Magic);
    for size in [
        *b"            ",
        *b"0000000000z\0",
        *b"-0000000004\0",
        *b"+0000000004\0",
        *b"0000 0004\0\0\0",
    ] {
        let rule = refused_header(|header| header[124..136].copy_from_slice(&size), true);
        assert_eq!(rule, TarRule::Field("size"));
    }
    // A size in base 256, as GNU tar writes it from 8 GiB on.
    let rule = refused_header(
        |header| header[124..136].copy_from_slice(&[0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4]),
        true,
    );
    assert_eq!(rule, TarRule::Field("size"));
    let rule = refused_header(|header| header[50] = b'x', true);
    assert_eq!(rule, TarRule::Field("path"));
    let rule = refused_header(|header| header[0] = 0xff, true);
    assert_eq!(rule, TarRule::Field("path"));
    assert_eq!(refused_header(|header| header[156] = b'5', true), TarRule::Field("size"));
}

#[test]
fn an_archive_that_breaks_off_anywhere_is_refused() {
    let archive = Archive::default().file("checkpoint", &[1; 700]).file("b", b"").end();
    for length in 0..archive.len() {
        let (_, rule) = refused(&archive[..length]);
        assert_eq!(rule, TarRule::Truncated, "{length}");
    }
    assert!(open_bytes(&archive).is_ok());
}

#[test]
fn a_size_beyond_the_end_of_the_archive_is_refused() {
    for size in [*b"77777777777\0", *b"777777777777", *b"00000010000\0"] {
        let rule = refused_header(|header| header[124..136].copy_from_slice(&size), true);
        assert_eq!(rule, TarRule::Truncated);
    }
}

#[test]
fn only_zeros_may_follow_the_end() {
    let archive = Archive::default().file("checkpoint", b"text").end();
    let filled = [archive.clone(), vec![0; 8 * 1024]].concat();
    assert!(open_bytes(&filled).is_ok());
    assert_eq!(refused(&[archive.clone(), archive.clone()].concat()).1, TarRule::Trailing);
    assert_eq!(refused(&[archive, vec![0; (1 << 20) + 1]].concat()).1, TarRule::Trailing);
}

#[test]
fn compressed_archives_are_named_as_such() {
    for (magic, name) in [
        (&b"\x1f\x8b"[..], "gzip"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"\xfd7zXZ", "xz"),
        (b"BZh", "bzip2"),
    ] {
        let mut bytes = magic.to_vec();
        bytes.resize(512, 1);
        assert_eq!(refused(&bytes).1, TarRule::Compressed(name));
    }
}

#[test]
fn an_archive_of_the_folder_itself_is_named_as_such() {
    let archive = Archive::default().file("log/checkpoint", b"text").end();
    assert_eq!(refused(&archive).1, TarRule::NotAtTop("log".to_owned()));
}

proptest! {
    #[test]
    fn no_change_makes_the_opening_panic(at: usize, byte: u8, seal: bool) {
        let mut archive = Archive::default()
            .item("pax", b'x', b"12 uid=1000\n")
            .file("checkpoint", b"text")
            .end();
        let at = at % archive.len();
        archive[at] = byte;
        if seal {
            let header = *archive.first_chunk().unwrap();
            archive[..512].copy_from_slice(&sealed(header));
        }
        if let Ok((_file, source)) = open_bytes(&archive) {
            let _ = source.read("checkpoint", 100);
        }
    }
}
