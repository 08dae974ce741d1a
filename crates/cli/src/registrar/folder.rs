use std::fs::{self, DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use isoloir_election::code::VotingCode;

use crate::failure::Failure;
use crate::registrar::codes_table;
use crate::registrar::letters::Mailing;
use crate::registrar::roll_file::Resident;
use crate::safe_file::{self, Access, beside};
use crate::secret_text::SecretText;

/// The table of the codes.
const CODES_FILE: &str = "codes.csv";

/// The signed number of residents.
const COUNT_FILE: &str = "roll-count.txt";

/// A folder with letters. It is made beside its place, under a name that ends in `.tmp`, and takes its own name
/// when everything that has to last does.
pub(super) struct Folder {
    path: PathBuf,
    unfinished: PathBuf,
}

impl Folder {
    /// A new one: nothing may be in its place.
    pub(super) fn new(path: &Path) -> Result<Self, Failure> {
        let absolute = std::path::absolute(path)
            .with_context(|| format!("{} can't be used for letters", path.display()))
            .map_err(Failure::input)?;
        match fs::read_dir(&absolute) {
            Ok(mut files) => {
                if files.next().is_some() {
                    return Err(Failure::input(anyhow!(
                        "{} is not empty: give another folder for the letters",
                        path.display()
                    )));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let what = format!("{} can't be used for letters", path.display());
                return Err(Failure::input(anyhow::Error::new(error).context(what)));
            }
        }
        Ok(Self::of(&absolute))
    }

    /// The one that was written for this place.
    pub(super) fn of(path: &Path) -> Self {
        Self { path: path.to_path_buf(), unfinished: beside(path, ".tmp") }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes letters, the table of their codes, and the count if there is one, under the unfinished name. On the
    /// disk when this returns, and readable by their owner alone.
    pub(super) fn write(
        &self,
        mailing: &Mailing<'_>,
        letters: &[(&Resident, &VotingCode)],
        count: Option<&str>,
    ) -> Result<(), Failure> {
        self.clear()
            .and_then(|()| make_private(&self.unfinished))
            .with_context(|| format!("{} can't be made anew", self.unfinished.display()))
            .map_err(Failure::system)?;
        let file = |name: &str, bytes: &[u8]| {
            safe_file::create(&self.unfinished.join(name), bytes, Access::Owner)
        };
        for letters in mailing.files(letters.iter().copied()) {
            let letters = letters.map_err(Failure::input)?;
            file(&letters.name, letters.html.as_bytes())?;
        }
        let mut table = SecretText::default();
        for row in codes_table::rows(mailing.districts, mailing.page, letters.iter().copied()) {
            table.push_str(&row);
        }
        file(CODES_FILE, table.finish().as_bytes())?;
        count.map_or(Ok(()), |count| file(COUNT_FILE, count.as_bytes()))?;
        self.sync_parent()
    }

    /// Gives the folder its name, unless it has it.
    pub(super) fn publish(&self) -> Result<(), Failure> {
        if !self.unfinished.is_dir() {
            return Ok(());
        }
        let renamed = match fs::remove_dir(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::rename(&self.unfinished, &self.path),
        };
        renamed
            .with_context(|| {
                format!(
                    "the letters are in {} and can't be moved to {}: make room there and run this again",
                    self.unfinished.display(),
                    self.path.display()
                )
            })
            .map_err(Failure::system)?;
        self.sync_parent()
    }

    /// Removes what an interrupted command left: codes that no roll has.
    fn clear(&self) -> io::Result<()> {
        let files = match fs::read_dir(&self.unfinished) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            files => files?,
        };
        for file in files {
            let file = file?;
            let name = file.file_name().to_string_lossy().into_owned();
            let name = name.strip_suffix(".tmp").unwrap_or(&name);
            let is_ours = name == CODES_FILE || name == COUNT_FILE || name.starts_with("letters-");
            if !is_ours {
                return Err(io::Error::other(format!("{name} in it is not of isoloir; remove it")));
            }
            fs::remove_file(file.path())?;
        }
        fs::remove_dir(&self.unfinished)
    }

    fn sync_parent(&self) -> Result<(), Failure> {
        let Some(parent) = self.path.parent() else { return Ok(()) };
        // Elsewhere a folder can't be opened, and renaming is durable by the file system's journal.
        let synced =
            if cfg!(unix) { File::open(parent).and_then(|it| it.sync_all()) } else { Ok(()) };
        synced
            .with_context(|| format!("{} can't be written", parent.display()))
            .map_err(Failure::system)
    }
}

/// A folder that only its owner can look into.
fn make_private(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
