//! The territory's keys: a root that signs the key set, an issuer that signs credentials.
//!
//! Files in a folder of their own (`<data>/keys`, `0700`): `root.key` and `issuer-<n>.key`, each the 32-byte seed in
//! hexadecimal (`0600`). The first start makes them; or the environment brings them (`GUICHET_ROOT_KEY`,
//! `GUICHET_ISSUER_KEY`). The signed key set and the root's public key are in the database, so that every node and a
//! restored backup give the same. Invariants: the set's version only rises; a root is never replaced by itself.
//! Once the set is signed, `root.key` may leave the machine until the next rotation.
//!
//! Keys inside the database were rejected: a backup would then be able to sign cards.

use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use shared::card::{IssuerKey, KeySet, PublicKey, Signer, from_hex, to_hex, verify_signature};
use shared::domain::UnixSeconds;
use zeroize::Zeroizing;

use crate::config::Config;
use crate::entropy;
use crate::storage::{Storage, StorageError};

/// Names of the settings that hold the public half.
const SET: &str = "card_keys";
const ROOT: &str = "card_root";

/// Seconds for which a key stays in the set after its last credential ended: what a shop sends late is still verified.
const LINGER: i64 = 8 * 86_400;

/// Why cards cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A file or variable holds no key.
    #[error("{0} is not a key: 64 hexadecimal digits")]
    NotAKey(String),
    /// The key set was signed by another root.
    #[error("the key set in the database was signed by another root key; see docs/youth-card.md")]
    OtherRoot,
    /// The root's private key is not here.
    #[error("the root key is not here: bring {0} back to rotate")]
    NoRoot(PathBuf),
    /// No private key of the set is here.
    #[error("no issuer key of the key set is here; see docs/youth-card.md")]
    NoIssuer,
    /// All 255 numbers are taken.
    #[error("the key set is full")]
    Full,
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// No random bytes.
    #[error(transparent)]
    Entropy(#[from] getrandom::Error),
}

/// The keys in force.
#[derive(Debug)]
pub struct CardKeys {
    /// The root's public key.
    pub root: PublicKey,
    /// The signed set.
    pub set: KeySet,
    /// The key that signs now.
    pub issuer: Signer,
    /// Its number.
    pub issuer_id: u8,
}

/// Where private keys are.
#[derive(Clone, Debug)]
pub struct KeyPlaces {
    folder: PathBuf,
    root: Option<String>,
    issuer: Option<String>,
}

impl KeyPlaces {
    /// As configured.
    pub fn new(config: &Config) -> Self {
        Self {
            folder: config.key_folder(),
            root: config.root_key.as_ref().map(|key| key.reveal().to_owned()),
            issuer: config.issuer_key.as_ref().map(|key| key.reveal().to_owned()),
        }
    }

    fn root_file(&self) -> PathBuf {
        self.folder.join("root.key")
    }

    fn issuer_file(&self, id: u8) -> PathBuf {
        self.folder.join(format!("issuer-{id}.key"))
    }

    fn root(&self) -> Result<Option<Signer>, KeysError> {
        match &self.root {
            Some(text) => parse(text, "GUICHET_ROOT_KEY").map(Some),
            None => read(&self.root_file()),
        }
    }

    fn issuer(&self, id: u8) -> Result<Option<Signer>, KeysError> {
        match &self.issuer {
            Some(text) => parse(text, "GUICHET_ISSUER_KEY").map(Some),
            None => read(&self.issuer_file(id)),
        }
    }

    /// What is wrong with them that does not stop cards: said by `/readyz` and `guichet check`.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if let Err(error) = self.root() {
            warnings.push(format!("the root key cannot be used, keys cannot be rotated: {error}"));
        }
        #[cfg(unix)]
        for file in std::fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            use std::os::unix::fs::PermissionsExt;
            if file.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0) {
                warnings.push(format!("{} can be read by others: chmod 600", file.path().display()));
            }
        }
        warnings
    }
}

/// The keys of `territory`, made on the first start.
pub async fn open(
    places: &KeyPlaces,
    storage: &Storage,
    territory: u16,
    now: UnixSeconds,
) -> Result<CardKeys, KeysError> {
    let stored = stored(storage).await?;
    let (root, set) = match stored {
        Some((root, set)) if set.territory == territory => (root, set),
        // Nothing yet, or the town took another number before it gave a card.
        other => begin(places, storage, territory, other.map_or(0, |(_, set)| set.version), now).await?,
    };
    // A root that is here but did not sign the set must not be mistaken for the town's; one that cannot be read is
    // said elsewhere: cards go on without it.
    if let Ok(Some(signer)) = places.root()
        && signer.public() != root
    {
        return Err(KeysError::OtherRoot);
    }
    // The newest key whose private half is here.
    for key in set.keys.iter().rev() {
        if let Some(issuer) = places.issuer(key.id)?
            && issuer.public() == key.key
        {
            return Ok(CardKeys { root, issuer_id: key.id, set, issuer });
        }
    }
    Err(KeysError::NoIssuer)
}

/// Gives the territory another issuer key: the former ones verify until their last credential ends, but for `drop`, which
/// was stolen and verifies nothing from now on. Returns the new key's number.
pub async fn rotate(
    places: &KeyPlaces,
    storage: &Storage,
    drop: Option<u8>,
    now: UnixSeconds,
) -> Result<u8, KeysError> {
    let (root, set) = stored(storage).await?.ok_or(KeysError::NoIssuer)?;
    let signer = places.root()?.ok_or_else(|| KeysError::NoRoot(places.root_file()))?;
    if signer.public() != root {
        return Err(KeysError::OtherRoot);
    }
    let mut keys = Vec::with_capacity(set.keys.len() + 1);
    for key in set.keys.iter().filter(|key| Some(key.id) != drop) {
        let last = storage.last_signed_by(key.id).await?.unwrap_or(now).max(now);
        let not_after = key.not_after.min(seconds(last));
        if UnixSeconds::from(not_after) + LINGER > now {
            keys.push(IssuerKey { not_after, ..key.clone() });
        }
    }
    let id = set.keys.last().map_or(Some(1), |key| key.id.checked_add(1)).ok_or(KeysError::Full)?;
    let issuer = make(&places.issuer_file(id))?;
    keys.push(IssuerKey { id, not_after: u32::MAX, key: issuer.public() });
    publish(storage, &signer, set.territory, set.version + 1, keys, now).await?;
    Ok(id)
}

/// Makes another root and signs the present keys with it: for a root that was lost or stolen. Cards go on; whoever keeps
/// the former root has to be told.
///
/// # Errors
/// [`KeysError::File`] when a root key still lies in its place: it is moved away first, by hand.
pub async fn replace_root(places: &KeyPlaces, storage: &Storage, now: UnixSeconds) -> Result<PublicKey, KeysError> {
    let (_, set) = stored(storage).await?.ok_or(KeysError::NoIssuer)?;
    let path = places.root_file();
    if path.exists() {
        let source = std::io::Error::from(ErrorKind::AlreadyExists);
        return Err(KeysError::File { path, source });
    }
    let root = make(&path)?;
    publish(storage, &root, set.territory, set.version + 1, set.keys, now).await?;
    Ok(root.public())
}

/// The public half, as stored.
pub async fn stored(storage: &Storage) -> Result<Option<(PublicKey, KeySet)>, KeysError> {
    let (Some(root), Some(set)) = (storage.setting(ROOT).await?, storage.setting(SET).await?) else { return Ok(None) };
    let root: PublicKey =
        from_hex(&root).and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| KeysError::NotAKey(ROOT.to_owned()))?;
    let set = from_hex(&set)
        .and_then(|bytes| KeySet::from_bytes(&bytes).ok())
        .ok_or_else(|| KeysError::NotAKey(SET.to_owned()))?;
    if !verify_signature(&root, &set.message(), &set.signature) {
        return Err(KeysError::OtherRoot);
    }
    Ok(Some((root, set)))
}

/// The stored set as text, to tell cheaply whether it changed.
pub async fn stored_text(storage: &Storage) -> Result<Option<String>, StorageError> {
    storage.setting(SET).await
}

async fn begin(
    places: &KeyPlaces,
    storage: &Storage,
    territory: u16,
    version: u32,
    now: UnixSeconds,
) -> Result<(PublicKey, KeySet), KeysError> {
    let root = match places.root()? {
        Some(root) => root,
        None => make(&places.root_file())?,
    };
    let issuer = match places.issuer(1)? {
        Some(issuer) => issuer,
        None => make(&places.issuer_file(1))?,
    };
    let keys = vec![IssuerKey { id: 1, not_after: u32::MAX, key: issuer.public() }];
    let set = publish(storage, &root, territory, version + 1, keys, now).await?;
    Ok((root.public(), set))
}

async fn publish(
    storage: &Storage,
    root: &Signer,
    territory: u16,
    version: u32,
    keys: Vec<IssuerKey>,
    now: UnixSeconds,
) -> Result<KeySet, KeysError> {
    let set = root.key_set(territory, version, seconds(now), keys);
    storage.set(ROOT, &to_hex(&root.public())).await?;
    storage.set(SET, &to_hex(&set.to_bytes())).await?;
    Ok(set)
}

/// A moment as codes write it.
pub fn seconds(moment: UnixSeconds) -> u32 {
    u32::try_from(moment).unwrap_or(if moment < 0 { 0 } else { u32::MAX })
}

/// Makes a key, or takes the one that an interrupted start left.
fn make(path: &Path) -> Result<Signer, KeysError> {
    if let Some(signer) = read(path)? {
        return Ok(signer);
    }
    let failed = |source| KeysError::File { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(failed)?;
    }
    let signer = Signer::from_seed(&entropy::bytes::<32>()?);
    let mut options = std::fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    let text = Zeroizing::new(format!("{}\n", to_hex(&*signer.seed())));
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    Ok(signer)
}

fn read(path: &Path) -> Result<Option<Signer>, KeysError> {
    let mut text = Zeroizing::new(String::new());
    match std::fs::File::open(path).and_then(|file| file.take(1_024).read_to_string(&mut text)) {
        Ok(_) => parse(&text, &path.display().to_string()).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err(KeysError::NotAKey(path.display().to_string())),
        Err(source) => Err(KeysError::File { path: path.to_owned(), source }),
    }
}

fn parse(text: &str, name: &str) -> Result<Signer, KeysError> {
    let seed = from_hex(text.trim()).map(Zeroizing::new).and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok());
    seed.map(|seed| Signer::from_seed(&seed)).ok_or_else(|| KeysError::NotAKey(name.to_owned()))
}
