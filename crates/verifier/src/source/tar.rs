//! A tar archive of the files of a log, read by position (`spec/board.md`, section 9.3; POSIX.1-2017,
//! pax, *ustar Interchange Format*).
//!
//! The crate `tar` reads an archive as a stream and takes many forms, among them links and several
//! ways to say a name. Here one form is enough, and one archive must mean one set of files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Mutex, PoisonError};

use thiserror::Error;

use super::header::{BLOCK_BYTES, Block, Header, Kind, check_pax_records, is_zero};
use super::{MAX_FILES, Source, SourceError, read_at_most};

/// Headers of an archive, at most: those of files, of folders, and pax headers.
const MAX_HEADERS: usize = 2 * MAX_FILES;
/// Bytes of a pax header's records, at most.
const MAX_PAX_BYTES: u64 = 65_536;
/// Bytes after the two zero blocks that end an archive, at most; writers fill up their last record.
const MAX_FILL_BYTES: usize = 1 << 20;

/// A rule of the form that an archive breaks.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TarRule {
    /// Compressed.
    #[error("it is compressed ({0}); uncompress it first")]
    Compressed(&'static str),
    /// Not the magic of a header.
    #[error("no header of a tar archive is here")]
    Magic,
    /// The header's checksum is wrong.
    #[error("the checksum of this header is wrong; the file is damaged")]
    Checksum,
    /// A field of a header is not in its form.
    #[error("the {0} in this header is not in its form")]
    Field(&'static str),
    /// A path that is no plain relative path.
    #[error("the path {0} is absolute, leads upwards, or has an empty part")]
    Path(String),
    /// The same path twice.
    #[error("the path {0} comes a second time")]
    Repeated(String),
    /// A link, a device or an extension.
    #[error("an item of type {0:?}; only files and folders are allowed")]
    Kind(char),
    /// A pax header that changes more than dates and owners.
    #[error("a pax header that sets {0}, which changes what the archive holds")]
    Pax(String),
    /// Too many headers.
    #[error("more than {MAX_HEADERS} items")]
    TooMany,
    /// The file ends before the archive does.
    #[error("the archive breaks off here; copy or download it again")]
    Truncated,
    /// Something follows the end of the archive.
    #[error("something follows the end of the archive, perhaps another one")]
    Trailing,
    /// The files are not at the top.
    #[error("its checkpoint is in the folder {0}; pack it with: tar -C FOLDER -cf FILE.tar .")]
    NotAtTop(String),
}

/// A source that is a tar archive.
pub(super) struct Tar {
    location: String,
    file: Mutex<File>,
    /// Where the bytes of each file begin, and how many there are.
    places: BTreeMap<String, (u64, u64)>,
}

impl Tar {
    /// Goes from header to header and notes where each file is.
    pub(super) fn open(location: &str) -> Result<Self, SourceError> {
        let io_failed = |error: io::Error| SourceError::io(location, &error);
        let file = File::open(location).map_err(io_failed)?;
        let length = file.metadata().map_err(io_failed)?.len();
        let mut scan = Scan { file, length, offset: 0, places: BTreeMap::new() };
        match scan.run() {
            Ok(()) => Ok(Self {
                location: location.to_owned(),
                file: Mutex::new(scan.file),
                places: scan.places,
            }),
            Err(ScanError::Io(error)) => Err(io_failed(error)),
            Err(ScanError::Rule(rule)) => {
                Err(SourceError::Tar { location: location.to_owned(), offset: scan.offset, rule })
            }
        }
    }
}

impl Source for Tar {
    fn read(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let Some(&(offset, length)) = self.places.get(path) else { return Ok(None) };
        let place = || format!("{path} in {}", self.location);
        if length > most as u64 {
            return Err(SourceError::TooLarge { place: place(), most });
        }
        let mut bytes = vec![0; length as usize];
        // A thread that panicked holding the file left nothing behind but its position.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(offset))
            .and_then(|_| file.read_exact(&mut bytes))
            .map_err(|error| SourceError::io(place(), &error))?;
        Ok(Some(bytes))
    }

    fn list(&self) -> Result<Option<Vec<String>>, SourceError> {
        if self.places.len() > MAX_FILES {
            return Err(SourceError::TooManyFiles(self.location.clone()));
        }
        Ok(Some(self.places.keys().cloned().collect()))
    }

    fn location(&self) -> &str {
        &self.location
    }
}

/// Why an archive can't be opened.
enum ScanError {
    Io(io::Error),
    Rule(TarRule),
}

impl From<io::Error> for ScanError {
    fn from(error: io::Error) -> Self {
        // The file has shrunk while it was read, or is shorter than its headers say.
        if error.kind() == io::ErrorKind::UnexpectedEof {
            Self::Rule(TarRule::Truncated)
        } else {
            Self::Io(error)
        }
    }
}

impl From<TarRule> for ScanError {
    fn from(rule: TarRule) -> Self {
        Self::Rule(rule)
    }
}

/// The way through an archive.
struct Scan {
    file: File,
    length: u64,
    /// Where the block begins that is looked at.
    offset: u64,
    places: BTreeMap<String, (u64, u64)>,
}

impl Scan {
    fn run(&mut self) -> Result<(), ScanError> {
        for number in 0..=MAX_HEADERS {
            let block = self.block()?;
            if number == 0 {
                refuse_compressed(&block)?;
            }
            if is_zero(&block) {
                self.end()?;
                return Ok(self.check_top()?);
            }
            let header = Header::parse(&block)?;
            self.item(header)?;
        }
        Err(TarRule::TooMany.into())
    }

    /// Notes the file of a header, and goes to the next header.
    fn item(&mut self, header: Header) -> Result<(), ScanError> {
        let data = self.offset + BLOCK_BYTES as u64;
        let blocks = header.size.div_ceil(BLOCK_BYTES as u64);
        let next = blocks.checked_mul(BLOCK_BYTES as u64).and_then(|bytes| data.checked_add(bytes));
        let next = next.filter(|next| *next <= self.length).ok_or(TarRule::Truncated)?;
        match header.kind {
            Kind::Folder => (),
            Kind::File => {
                if self.places.contains_key(&header.path) {
                    return Err(TarRule::Repeated(header.path).into());
                }
                self.places.insert(header.path, (data, header.size));
            }
            Kind::Pax => {
                if header.size > MAX_PAX_BYTES {
                    return Err(TarRule::Field("size").into());
                }
                let mut records = vec![0; header.size as usize];
                self.file.read_exact(&mut records)?;
                check_pax_records(&records)?;
            }
        }
        self.file.seek(SeekFrom::Start(next))?;
        self.offset = next;
        Ok(())
    }

    fn block(&mut self) -> io::Result<Block> {
        let mut block = [0; BLOCK_BYTES];
        self.file.read_exact(&mut block)?;
        Ok(block)
    }

    /// A second zero block, and nothing but zeros after it.
    fn end(&mut self) -> Result<(), ScanError> {
        self.offset += BLOCK_BYTES as u64;
        if !is_zero(&self.block()?) {
            return Err(TarRule::Truncated.into());
        }
        match read_at_most(&mut self.file, MAX_FILL_BYTES)? {
            Some(fill) if is_zero(&fill) => Ok(()),
            _ => Err(TarRule::Trailing.into()),
        }
    }

    /// Names the usual mistake: the folder was packed, not what is in it.
    fn check_top(&self) -> Result<(), TarRule> {
        let folder = self.places.keys().find_map(|path| path.strip_suffix("/checkpoint"));
        match folder {
            Some(folder) if !self.places.contains_key("checkpoint") => {
                Err(TarRule::NotAtTop(folder.to_owned()))
            }
            _ => Ok(()),
        }
    }
}

fn refuse_compressed(block: &Block) -> Result<(), TarRule> {
    const FORMS: [(&[u8], &str); 4] = [
        (&[0x1f, 0x8b], "gzip"),
        (&[0x28, 0xb5, 0x2f, 0xfd], "zstd"),
        (&[0xfd, b'7', b'z', b'X', b'Z'], "xz"),
        (b"BZh", "bzip2"),
    ];
    match FORMS.iter().find(|(magic, _)| block.starts_with(magic)) {
        Some((_, name)) => Err(TarRule::Compressed(name)),
        None => Ok(()),
    }
}
