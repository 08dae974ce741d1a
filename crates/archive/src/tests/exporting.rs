//! What a copy for good is made of.

use tempfile::tempdir;

use super::*;
use crate::ArchiveError;

fn export(reader: &Reader) -> Result<Vec<(String, Vec<u8>)>, ArchiveError> {
    let mut files = Vec::new();
    reader.export(|path, bytes| {
        files.push((path.to_owned(), bytes.to_vec()));
        Ok::<(), ArchiveError>(())
    })?;
    Ok(files)
}

#[test]
fn a_copy_has_every_file_of_the_tree_in_the_order_of_their_paths() {
    for sizes in [&[][..], &[1], &[256], &[270], &[256, 300]] {
        let folder = tempdir().unwrap();
        drop(archive(folder.path(), sizes));
        let reader = Reader::open(folder.path()).unwrap();
        let files = export(&reader).unwrap();
        assert!(files.is_sorted_by(|(first, _), (second, _)| first < second), "{sizes:?}");
        for (path, bytes) in &files {
            assert_eq!(fs::read(folder.path().join(path)).unwrap(), *bytes, "{path}");
        }
        let copy = tempdir().unwrap();
        for (path, bytes) in files {
            let path = copy.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        assert_eq!(audited(copy.path()), audited(folder.path()));
    }
}

#[test]
fn a_changed_entry_or_tile_gives_no_copy() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[270]));
    let bundle = folder.path().join("tile/entries/000");
    let mut bytes = fs::read(&bundle).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&bundle, bytes).unwrap();
    let reader = Reader::open(folder.path()).unwrap();
    assert!(matches!(
        export(&reader),
        Err(ArchiveError::WrongLeaf { .. } | ArchiveError::BrokenChain { .. })
    ));
}
