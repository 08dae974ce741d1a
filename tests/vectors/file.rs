//! The files: what a case looks like in JSON, and how it is compared and written.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::PathBuf;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An area of the specification with a file of valid and one of invalid cases.
pub(crate) trait Area {
    /// The name of its files.
    const NAME: &'static str;
    /// Which text specifies it.
    const SPEC: &'static str;
    /// Whether there is anything to refuse: some areas only compute.
    const REFUSES: bool = true;
    /// All that it takes to judge a case.
    type Input: Serialize + DeserializeOwned;
    /// What comes of a valid case.
    type Output: Serialize + DeserializeOwned + PartialEq + Debug;

    /// Cases to be accepted.
    fn valid() -> Vec<Valid<Self::Input>>;

    /// Cases to be refused.
    fn invalid() -> Vec<Invalid<Self::Input>>;

    /// What comes of a case, or the category of its refusal.
    fn judge(input: &Self::Input) -> Result<Self::Output, String>;
}

/// A case to be accepted.
pub(crate) struct Valid<I> {
    pub(crate) name: String,
    pub(crate) input: I,
}

/// A case to be refused, and as what.
pub(crate) struct Invalid<I> {
    pub(crate) name: String,
    pub(crate) refused_as: String,
    pub(crate) input: I,
}

pub(crate) fn valid<I>(name: &str, input: I) -> Valid<I> {
    Valid { name: name.into(), input }
}

pub(crate) fn invalid<I>(name: &str, refused_as: &str, input: I) -> Invalid<I> {
    Invalid { name: name.into(), refused_as: refused_as.into(), input }
}

/// Which of the two folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folder {
    Valid,
    Invalid,
}

impl Folder {
    pub(crate) fn path(self) -> PathBuf {
        let name = match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
        };
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("spec/vectors").join(name)
    }

    /// Whether the area has a file here.
    pub(crate) fn has<A: Area>(self) -> bool {
        self == Self::Valid || A::REFUSES
    }

    fn file<A: Area>(self) -> PathBuf {
        self.path().join(A::NAME).with_extension("json")
    }
}

/// A file as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(bound = "", deny_unknown_fields)]
pub(crate) struct Stored<A: Area> {
    spec: String,
    pub(crate) cases: Vec<StoredCase<A>>,
}

/// A case as it is stored: of `expected` and `refused_as` it has one.
#[derive(Serialize, Deserialize)]
#[serde(bound = "", deny_unknown_fields)]
pub(crate) struct StoredCase<A: Area> {
    pub(crate) name: String,
    pub(crate) input: A::Input,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expected: Option<A::Output>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refused_as: Option<String>,
}

impl<A: Area> Stored<A> {
    /// The file of an area in a folder; without cases where there can be none.
    pub(crate) fn read(folder: Folder) -> Self {
        if !folder.has::<A>() {
            return Self { spec: A::SPEC.into(), cases: Vec::new() };
        }
        let path = folder.file::<A>();
        let text = fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}; run `make vectors`", path.display()));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

/// How many cases of an area are stored in a folder.
pub(crate) fn count<A: Area>(folder: Folder) -> usize {
    Stored::<A>::read(folder).cases.len()
}

/// A file as this code makes it.
pub(crate) struct Made<A: Area> {
    folder: Folder,
    file: Stored<A>,
}

impl<A: Area> Made<A> {
    pub(crate) fn in_folder(folder: Folder) -> Self {
        let cases: Vec<StoredCase<A>> = match folder {
            Folder::Valid => A::valid().into_iter().map(accepted).collect(),
            Folder::Invalid => A::invalid().into_iter().map(refused).collect(),
        };
        let mut names = BTreeSet::new();
        for case in &cases {
            assert!(names.insert(&case.name), "two cases of {} are named {}", A::NAME, case.name);
        }
        Self { folder, file: Stored { spec: A::SPEC.into(), cases } }
    }

    pub(crate) fn write(&self) {
        fs::create_dir_all(self.folder.path()).unwrap();
        fs::write(self.folder.file::<A>(), self.text()).unwrap();
    }

    pub(crate) fn compare(&self) {
        let path = self.folder.file::<A>();
        let stored = fs::read_to_string(&path).unwrap_or_default();
        if stored == self.text() {
            return;
        }
        let same = |case: &&StoredCase<A>| !stored.contains(&to_json(case));
        let changed: Vec<&str> =
            self.file.cases.iter().filter(same).map(|case| case.name.as_str()).collect();
        panic!(
            "{} is not what this code makes; cases that differ or are new: {changed:?}. The bytes \
             of past elections must verify for ever: think first, then run `make vectors`",
            path.display()
        );
    }

    /// One line for each case: a difference then shows which cases changed.
    fn text(&self) -> String {
        let cases: Vec<String> = self.file.cases.iter().map(to_json).collect();
        let spec = serde_json::to_string(&self.file.spec).unwrap();
        format!("{{\"spec\":{spec},\"cases\":[\n{}\n]}}\n", cases.join(",\n"))
    }
}

fn accepted<A: Area>(case: Valid<A::Input>) -> StoredCase<A> {
    let expected = A::judge(&case.input)
        .unwrap_or_else(|category| panic!("{} {} is refused: {category}", A::NAME, case.name));
    StoredCase { name: case.name, input: case.input, expected: Some(expected), refused_as: None }
}

fn refused<A: Area>(case: Invalid<A::Input>) -> StoredCase<A> {
    let refused_as = Some(case.refused_as);
    StoredCase { name: case.name, input: case.input, expected: None, refused_as }
}

fn to_json<A: Area>(case: &StoredCase<A>) -> String {
    serde_json::to_string(case).unwrap()
}

/// Bytes; in JSON lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hex(pub(crate) Vec<u8>);

impl Hex {
    /// The bytes, whose number must be right: it is part of the form of the file.
    pub(crate) fn array<const N: usize>(&self) -> [u8; N] {
        self.0.as_slice().try_into().unwrap()
    }
}

impl<T: AsRef<[u8]>> From<T> for Hex {
    fn from(bytes: T) -> Self {
        Self(bytes.as_ref().to_vec())
    }
}

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = hex::decode(&text).map_err(D::Error::custom)?;
        if hex::encode(&bytes) == text {
            Ok(Self(bytes))
        } else {
            Err(D::Error::custom("hexadecimal is lower-case here"))
        }
    }
}
