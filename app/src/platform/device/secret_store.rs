//! A secret on a phone: the system's key store, through `keyring-core`. Each system hands its store over.

use std::sync::{Arc, OnceLock};

use keyring_core::{CredentialStore, Entry, Error};
use zeroize::Zeroizing;

type Fault = Box<dyn std::error::Error + Send + Sync>;

static STORE: OnceLock<Arc<CredentialStore>> = OnceLock::new();

fn entry() -> Result<Entry, Error> {
    let store = match STORE.get() {
        Some(store) => Arc::clone(store),
        None => {
            let store = super::system::credential_store()?;
            Arc::clone(STORE.get_or_init(|| store))
        }
    };
    let (service, name) = (&crate::embedded::territory().bundle_id, "card-key");
    // A key that travelled to another phone with a backup would be two phones with one card.
    #[cfg(target_os = "ios")]
    let entry = Entry::new_in_store_with_modifiers(
        &store,
        service,
        name,
        &[("access-policy", "WhenUnlockedThisDeviceOnly")].into(),
    );
    #[cfg(not(target_os = "ios"))]
    let entry = Entry::new_in_store(&store, service, name);
    entry
}

/// The secret, when there is one.
pub(super) fn read() -> Result<Option<Zeroizing<[u8; 32]>>, Fault> {
    match entry()?.get_secret().map(Zeroizing::new) {
        Ok(bytes) => Ok(Some(Zeroizing::new(bytes.as_slice().try_into()?))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Keeps it.
pub(super) fn write(secret: &[u8; 32]) -> Result<(), Fault> {
    Ok(entry()?.set_secret(secret)?)
}

/// Ends it.
pub(super) fn forget() {
    if let Err(error) = entry().and_then(|entry| entry.delete_credential()) {
        tracing::warn!(%error, "the card's key was not forgotten");
    }
}
