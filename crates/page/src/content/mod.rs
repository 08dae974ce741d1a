//! What a town says of its projects beside the definition: pictures, descriptions, categories, places. None of it is signed, and
//! nothing depends on it.
//!
//! It is a folder with a table, `projects.csv`, and the pictures that the table names.

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result, bail, ensure};
use csv::StringRecord;
use isoloir_election::definition::District;

use crate::language::LANGUAGES;

/// The table in the folder.
pub const TABLE: &str = "projects.csv";

/// The longest table, in bytes, and the longest picture.
const MAX_TABLE_BYTES: u64 = 64 << 20;
const MAX_PICTURE_BYTES: u64 = 1 << 20;

/// The longest text of a cell, in bytes.
const MAX_TEXT_BYTES: usize = 20_000;

/// Pictures, by how their names end.
const PICTURES: [(&str, &str); 5] = [
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("svg", "image/svg+xml"),
];

/// The columns, of which each but the first two and the picture may stand once more for a language: `description.fr`.
const COLUMNS: [&str; 7] =
    ["district", "id", "category", "place", "description", "picture", "alternative"];

/// What there is of all projects.
#[derive(Default)]
pub struct Content {
    folder: PathBuf,
    extras: HashMap<(u16, u16), Extra>,
    pictures: BTreeSet<String>,
}

/// What there is of a project.
#[derive(Default)]
pub struct Extra {
    pub(crate) category: Option<Text>,
    pub(crate) place: Option<Text>,
    /// Paragraphs, with an empty line between two.
    pub(crate) description: Option<Text>,
    /// The name of a file.
    pub(crate) picture: Option<String>,
    /// What the picture shows, for those who do not see it.
    pub(crate) alternative: Option<Text>,
}

/// A text, perhaps in several languages.
pub(crate) struct Text {
    plain: String,
    in_languages: Vec<(&'static str, String)>,
}

impl Text {
    /// In this language, or as it is.
    pub(crate) fn in_language(&self, code: &str) -> &str {
        let found = self.in_languages.iter().find(|(language, _)| *language == code);
        found.map_or(&self.plain, |(_, text)| text)
    }
}

impl Content {
    /// What is in a folder of the projects of these districts. A folder that is not there is an empty one.
    ///
    /// # Errors
    /// What is wrong, in which line of the table, and what to do.
    pub fn read(folder: &Path, districts: &[District]) -> Result<Self> {
        let file = folder.join(TABLE);
        let length = match fs::metadata(&file) {
            Ok(found) => found.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error).with_context(|| file.display().to_string()),
        };
        ensure!(length <= MAX_TABLE_BYTES, "{}: it is longer than 64 MB", file.display());
        let mut content = Self { folder: folder.into(), ..Self::default() };
        let mut reader = csv::ReaderBuilder::new()
            .from_path(&file)
            .with_context(|| file.display().to_string())?;
        let columns =
            Columns::read(reader.headers()?).with_context(|| file.display().to_string())?;
        for row in reader.records() {
            let row = row.with_context(|| file.display().to_string())?;
            let line = row.position().map_or(0, csv::Position::line);
            content
                .take(&columns, &row, districts)
                .with_context(|| format!("{}:{line}", file.display()))?;
        }
        Ok(content)
    }

    fn take(
        &mut self,
        columns: &Columns,
        row: &StringRecord,
        districts: &[District],
    ) -> Result<()> {
        let place = find(districts, columns.cell(row, "district"), columns.cell(row, "id"))?;
        let extra = Extra {
            category: columns.text(row, "category")?,
            place: columns.text(row, "place")?,
            description: columns.text(row, "description")?,
            picture: self.picture(columns.cell(row, "picture"))?,
            alternative: columns.text(row, "alternative")?,
        };
        ensure!(
            extra.picture.is_none() || extra.alternative.is_some(),
            "the picture has no alternative: say in that column what it shows, for those who do not see it"
        );
        ensure!(
            self.extras.insert(place, extra).is_none(),
            "this project stands twice: remove one"
        );
        Ok(())
    }

    fn picture(&mut self, name: &str) -> Result<Option<String>> {
        if name.is_empty() {
            return Ok(None);
        }
        ensure!(
            type_of(name).is_some() && name.bytes().all(is_plain) && !name.starts_with('.'),
            "the picture {name:?} is none: take a file .jpg, .png, .webp, .avif or .svg in the same folder, whose \
             name has no other characters than a-z, 0-9, - and ."
        );
        let file = self.folder.join(name);
        let found = fs::metadata(&file).with_context(|| {
            format!("the picture {} can't be read: put it there, or empty the cell", file.display())
        })?;
        ensure!(
            found.is_file() && found.len() <= MAX_PICTURE_BYTES,
            "the picture {name} is larger than 1 MB: make it smaller, 640 pixels wide are enough"
        );
        self.pictures.insert(name.to_owned());
        Ok(Some(name.to_owned()))
    }

    /// What there is of a project.
    #[must_use]
    pub fn of(&self, district: u16, position: u16) -> Option<&Extra> {
        self.extras.get(&(district, position))
    }

    /// Where a picture lies, and its media type; none, if the table names no such picture.
    #[must_use]
    pub fn picture_file(&self, name: &str) -> Option<(PathBuf, &'static str)> {
        let name = self.pictures.get(name)?;
        Some((self.folder.join(name), type_of(name)?))
    }

    /// The names of all pictures.
    pub fn pictures(&self) -> impl Iterator<Item = &str> {
        self.pictures.iter().map(String::as_str)
    }
}

/// Where the columns of a table are.
struct Columns(HashMap<String, usize>);

impl Columns {
    fn read(header: &StringRecord) -> Result<Self> {
        let mut columns = HashMap::new();
        for (at, name) in header.iter().map(str::trim).enumerate() {
            let (plain, language) = name.split_once('.').unwrap_or((name, ""));
            let has_languages = !matches!(plain, "district" | "id" | "picture");
            let is_language = LANGUAGES.iter().any(|it| it.code == language);
            if !COLUMNS.contains(&plain)
                || !(language.is_empty() || has_languages && is_language)
                || columns.insert(name.to_owned(), at).is_some()
            {
                bail!(
                    "the column {name:?} is not known, or stands twice; the columns are {COLUMNS:?}"
                );
            }
        }
        for needed in ["district", "id"] {
            ensure!(columns.contains_key(needed), "the column {needed} is missing: add it");
        }
        Ok(Self(columns))
    }

    fn cell<'a>(&self, row: &'a StringRecord, name: &str) -> &'a str {
        self.0.get(name).and_then(|&at| row.get(at)).unwrap_or_default().trim()
    }

    fn text(&self, row: &StringRecord, name: &str) -> Result<Option<Text>> {
        let cell = |name: &str| -> Result<Option<String>> {
            let text = self.cell(row, name);
            ensure!(text.len() <= MAX_TEXT_BYTES, "{name} is longer than 20,000 bytes: shorten it");
            Ok((!text.is_empty()).then(|| text.to_owned()))
        };
        let Some(plain) = cell(name)? else { return Ok(None) };
        let mut in_languages = Vec::new();
        for language in LANGUAGES {
            let text = cell(&format!("{name}.{}", language.code))?;
            in_languages.extend(text.map(|text| (language.code, text)));
        }
        Ok(Some(Text { plain, in_languages }))
    }
}

/// The project with this id in the district with this name.
fn find(districts: &[District], name: &str, id: &str) -> Result<(u16, u16)> {
    let mut named = (0..).zip(districts).filter(|(_, district)| district.name == name);
    let (index, district) =
        named.next().with_context(|| format!("there is no district {name:?}: mend its name"))?;
    let mut projects = (0..).zip(&district.projects);
    let found = projects.find(|(_, project)| project.id == id);
    let (position, _) =
        found.with_context(|| format!("{name:?} has no project {id:?}: mend the id"))?;
    Ok((index, position))
}

fn type_of(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    PICTURES.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind)
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.')
}
