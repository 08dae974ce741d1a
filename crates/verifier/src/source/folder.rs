//! A folder with the files of a log (`spec/board.md`, section 9).

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use super::{MAX_FILES, Source, SourceError, read_at_most};

/// How deep folders lie in each other, at most. Those of a log lie 9 deep.
const MAX_DEPTH: usize = 16;

/// A source that is a folder.
pub(super) struct Folder {
    location: String,
    root: PathBuf,
}

impl Folder {
    pub(super) fn open(location: &str) -> Self {
        Self { location: location.to_owned(), root: location.into() }
    }
}

impl Source for Folder {
    fn read(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let place = self.root.join(path);
        let failed = |error: &io::Error| SourceError::io(place.display(), error);
        // Looked at before it is opened: to open a pipe would wait for its other end.
        match place.metadata() {
            Ok(metadata) if metadata.is_file() => (),
            Ok(_) => return Err(SourceError::NotAFile(place.display().to_string())),
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(failed(&error)),
        }
        let file = match File::open(&place) {
            Err(error) if is_absent(&error) => return Ok(None),
            opened => opened.map_err(|error| failed(&error))?,
        };
        let too_large = || SourceError::TooLarge { place: place.display().to_string(), most };
        let bytes = read_at_most(file, most).map_err(|error| failed(&error))?;
        bytes.ok_or_else(too_large).map(Some)
    }

    fn list(&self) -> Result<Option<Vec<String>>, SourceError> {
        let mut paths = Vec::new();
        let mut folders = vec![(self.root.clone(), String::new(), 0)];
        let mut seen = 0;
        while let Some((folder, prefix, depth)) = folders.pop() {
            let failed = |error: io::Error| SourceError::io(folder.display(), &error);
            for entry in fs::read_dir(&folder).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let name =
                    entry.file_name().to_string_lossy().replace(char::is_control, "\u{FFFD}");
                let path = format!("{prefix}{name}");
                seen += 1;
                if seen > MAX_FILES || depth > MAX_DEPTH {
                    return Err(SourceError::TooManyFiles(self.location.clone()));
                }
                // A link to a folder is named and not followed.
                if entry.file_type().map_err(failed)?.is_dir() {
                    folders.push((entry.path(), format!("{path}/"), depth + 1));
                } else {
                    paths.push(path);
                }
            }
        }
        Ok(Some(paths))
    }

    fn location(&self) -> &str {
        &self.location
    }
}

/// Whether nothing is there: `a/b` is absent, too, where `a` is a file.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
