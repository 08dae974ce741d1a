use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use anyhow::{Context, anyhow};
use base64ct::{Base64, Encoding};
use ed25519_dalek::SigningKey;
use isoloir_board::keys::{LogKey, LogSigner};
use isoloir_board::merkle::TreeHead;
use isoloir_board::note::KeyName;
use isoloir_service::board::{self, Board, remembered};
use isoloir_service::clock::Clock;
use isoloir_service::config::{Config, DatabaseUrl, FILE_VARIABLE, Overrides, SAMPLE};
use isoloir_service::store::{self, Store, StoreError, Stored};
use rand_core::{OsRng, RngCore};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::host::local::{Reading, no_board, runtime};
use crate::safe_file::{self, Access};

/// What a private key of a log begins with, as Go's `note` package writes them: name, id, key follow.
const PREFIX: &str = "PRIVATE+KEY+";

/// The type of a log's key (`spec/board.md`, section 6), which precedes its 32 bytes.
const TYPE_LOG: u8 = 1;

const KEY_FILE: &str = "board.key";
const CONFIG_FILE: &str = "board.toml";
/// What the folder's server has signed.
const HEAD_FILE: &str = "board.head";
/// What the voting page says of projects beside the definition.
const CONTENT_FOLDER: &str = "content";
const MAX_CONFIG_BYTES: u64 = 1 << 20;
const MAX_KEY_BYTES: u64 = 1_024;

/// The folder in which a board is kept.
pub(crate) struct BoardFolder(PathBuf);

impl BoardFolder {
    pub(crate) fn new(folder: &Path) -> Self {
        Self(folder.to_path_buf())
    }

    /// The private key of the log. Not under a passphrase: a server starts when nobody is there.
    pub(crate) fn key_file(&self) -> PathBuf {
        self.0.join(KEY_FILE)
    }

    /// Makes an empty board with a fresh key. An attempt that was interrupted goes on with the key it made.
    pub(crate) fn create(
        &self,
        origin: &KeyName,
        database: Option<&DatabaseUrl>,
    ) -> Result<LogKey, Failure> {
        fs::create_dir_all(&self.0)
            .with_context(|| format!("the folder {} can't be made", self.0.display()))
            .map_err(Failure::system)?;
        self.check_own()?;
        if !self.key_file().exists() {
            let mut secret = Zeroizing::new([0; 32]);
            OsRng.fill_bytes(secret.as_mut());
            self.write_key(origin, &SigningKey::from_bytes(&secret))?;
        }
        let signer = self.signer()?;
        if signer.key().name() != origin {
            return Err(Failure::input(anyhow!(
                "{} is the key of {}: remove it, or take that name",
                self.key_file().display(),
                signer.key().name()
            )));
        }
        let config = self.first_config(database)?;
        let made = runtime()?.block_on(async {
            let store = connect(&config).await?;
            let made = board::create(&*store, &signer).await.map_err(Failure::system);
            store.close().await;
            made
        })?;
        match made {
            Stored::Done => Ok(signer.key().clone()),
            Stored::Overtaken => Err(Failure::input(anyhow!(
                "{} holds a board already: choose another folder, or another database",
                self.0.display()
            ))),
        }
    }

    /// Makes a folder, which must be absent or empty, for a board that is there already and has this key.
    pub(crate) fn adopt(&self, origin: &KeyName, key: &SigningKey) -> Result<(), Failure> {
        fs::create_dir_all(&self.0)
            .with_context(|| format!("the folder {} can't be made", self.0.display()))
            .map_err(Failure::system)?;
        self.check_own()?;
        self.write_key(origin, key)?;
        self.first_config(None).map(drop)
    }

    /// Where the voting page has what the town says of its projects.
    pub(crate) fn content(&self) -> PathBuf {
        self.0.join(CONTENT_FOLDER)
    }

    /// The settings that a board begins with. They are written first, so that a database that has a board is one that the
    /// folder names; and never written over.
    fn first_config(&self, database: Option<&DatabaseUrl>) -> Result<Config, Failure> {
        let path = self.0.join(CONFIG_FILE);
        if !path.exists() {
            let sample = database.map_or_else(|| SAMPLE.to_owned(), with_database);
            safe_file::create(&path, sample.as_bytes(), Access::Owner)?;
        }
        let config = self.config(None, Overrides::default())?;
        let flags = Overrides { database: database.cloned(), ..Overrides::default() };
        if self.config(None, flags)? != config {
            return Err(Failure::input(anyhow!(
                "{} names another database: write the one that you mean there",
                path.display()
            )));
        }
        Ok(config)
    }

    /// The board, open for writing, in the database that the settings name.
    pub(crate) async fn open(&self, config: &Config, clock: Clock) -> Result<Board, Failure> {
        let shown = self.0.display();
        let signer = self.signer()?;
        let store = connect(config).await?;
        if store.head().await.map_err(Failure::system)?.is_none() {
            return Err(no_board(&self.0));
        }
        let (witnesses, reading) = (config.witnesses.clone(), Reading::default());
        let tell = |done, of| reading.tell(done, of);
        let board = Board::open_telling(store, signer, witnesses, clock, &tell).await;
        reading.finish();
        board
            .and_then(|board| board.remembering(self.0.join(HEAD_FILE)))
            .with_context(|| format!("the board in {shown} can't be opened"))
            .map_err(Failure::system)
    }

    /// The settings: of the file that is named, or else of `board.toml` if it is there; of the environment; of flags.
    pub(crate) fn config(&self, file: Option<&Path>, flags: Overrides) -> Result<Config, Failure> {
        let usual = self.0.join(CONFIG_FILE);
        let named =
            file.map(Path::to_path_buf).or_else(|| env::var_os(FILE_VARIABLE).map(Into::into));
        let file = named.or_else(|| usual.exists().then_some(usual));
        let text = file.as_deref().map(read_text).transpose()?;
        let file = file.as_deref().zip(text.as_deref());
        let variables = env::vars_os().filter_map(|(name, value)| {
            // A name that is no text is none of ours; a value that is none is found wrong.
            Some((name.into_string().ok()?, value.to_string_lossy().into_owned()))
        });
        Config::load(&self.0, file, variables, flags).map_err(Failure::input)
    }

    /// The database, by the same settings, to read it.
    pub(crate) async fn store_to_read(&self) -> Result<Arc<dyn Store>, Failure> {
        let config = self.config(None, Overrides::default())?;
        let opened = store::open_to_read(config.database.expose()).await;
        opened.map_err(|error| match error {
            StoreError::Absent(_) => no_board(&self.0),
            other => Failure::system(other),
        })
    }

    /// The database, by the same settings, to put a board into it; it is made if it is not there.
    pub(crate) async fn store(&self) -> Result<Arc<dyn Store>, Failure> {
        connect(&self.config(None, Overrides::default())?).await
    }

    /// Size and root of what the server of this folder has signed or found, as far as it remembers.
    pub(crate) fn remembered(&self) -> Result<Option<TreeHead>, Failure> {
        remembered(self.0.join(HEAD_FILE), self.public_key()?).map_err(Failure::input)
    }

    /// The key that verifies its checkpoints.
    pub(crate) fn public_key(&self) -> Result<LogKey, Failure> {
        Ok(self.signer()?.key().clone())
    }

    /// A server shows its folder to nobody, but what lies beside a board is soon taken for a part of it.
    fn check_own(&self) -> Result<(), Failure> {
        let files = fs::read_dir(&self.0)
            .with_context(|| format!("{} can't be looked into", self.0.display()))
            .map_err(Failure::system)?;
        // What an interrupted attempt leaves.
        let own = [
            KEY_FILE,
            CONFIG_FILE,
            "board.key.tmp",
            "board.toml.tmp",
            "board.db",
            "board.db-wal",
            "board.db-shm",
            HEAD_FILE,
            CONTENT_FOLDER,
        ];
        let names = files.filter_map(Result::ok).map(|file| file.file_name());
        match names.into_iter().find(|name| own.iter().all(|own| name != *own)) {
            None => Ok(()),
            Some(other) => Err(Failure::input(anyhow!(
                "{} holds other files, such as {}: choose a folder that is absent or empty",
                self.0.display(),
                other.display()
            ))),
        }
    }

    fn write_key(&self, origin: &KeyName, key: &SigningKey) -> Result<(), Failure> {
        let public = LogKey::new(origin.clone(), key.verifying_key().as_bytes());
        let public = public.map_err(Failure::system)?;
        let mut typed = Zeroizing::new(vec![TYPE_LOG]);
        typed.extend_from_slice(key.as_bytes());
        let encoded = Zeroizing::new(Base64::encode_string(&typed));
        let line = format!("{PREFIX}{origin}+{}+{}\n", public.id(), encoded.as_str());
        safe_file::create(&self.key_file(), Zeroizing::new(line).as_bytes(), Access::Owner)
    }

    /// The secret of the key that signs checkpoints: 32 bytes.
    pub(crate) fn secret(&self) -> Result<Zeroizing<[u8; 32]>, Failure> {
        self.key().map(|(_, secret)| secret)
    }

    /// The key that signs checkpoints.
    fn signer(&self) -> Result<LogSigner, Failure> {
        self.key().map(|(signer, _)| signer)
    }

    fn key(&self) -> Result<(LogSigner, Zeroizing<[u8; 32]>), Failure> {
        let path = self.key_file();
        if !path.exists() {
            return Err(Failure::input(anyhow!(
                "no board is kept in {}, for its key, board.key, is not there: correct the path, or make a board \
                 with isoloir board init. A copy of a board has no key",
                self.0.display()
            )));
        }
        let bytes = safe_file::read(&path, MAX_KEY_BYTES).map(Zeroizing::new)?;
        parse_key(&bytes).ok_or_else(|| {
            Failure::input(anyhow!(
                "{} is not the private key of a board; take it from your backup",
                path.display()
            ))
        })
    }
}

async fn connect(config: &Config) -> Result<Arc<dyn Store>, Failure> {
    store::open(config.database.expose()).await.map_err(Failure::system)
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = safe_file::read(path, MAX_CONFIG_BYTES)?;
    String::from_utf8(bytes).map_err(|_| {
        Failure::input(anyhow!("{} is not a text in UTF-8: write it anew", path.display()))
    })
}

/// The sample with this database set.
fn with_database(database: &DatabaseUrl) -> String {
    let line = toml::Value::from(database.expose());
    SAMPLE.replacen("#database = \"sqlite:board.db\"", &format!("database = {line}"), 1)
}

fn parse_key(bytes: &[u8]) -> Option<(LogSigner, Zeroizing<[u8; 32]>)> {
    let line = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?.strip_prefix(PREFIX)?;
    // Names have no plus, base64 has.
    let (name, rest) = line.split_once('+')?;
    let (id, encoded) = rest.split_once('+')?;
    let typed = Zeroizing::new(Base64::decode_vec(encoded).ok()?);
    let (&key_type, secret) = typed.split_first()?;
    let secret = Zeroizing::new(<[u8; 32]>::try_from(secret).ok()?);
    let signer = LogSigner::new(name.parse().ok()?, SigningKey::from_bytes(&secret)).ok()?;
    (key_type == TYPE_LOG && signer.key().id().to_string() == id).then_some((signer, secret))
}
