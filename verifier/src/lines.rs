//! A trust bundle as the page hands it over: its values, one a line, in the order of the struct; four more for each
//! partner.
//!
//! The page reads the server's JSON with what every browser has; a second JSON reader in wasm was rejected: it cost a
//! tenth of the page's bytes to read one object. No name may hold a line's end, and one that does is refused.

use shared::protocol::{TrustBundle, TrustedPartner};

/// Lines of a bundle without partners.
const OWN: usize = 5;

/// Reads a bundle.
pub fn bundle(text: &str) -> Option<TrustBundle> {
    let lines: Vec<&str> = text.split('\n').collect();
    let (own, partners) = lines.split_at_checked(OWN)?;
    let [territory, name, root, keys, revocations] = own else { return None };
    let partners = partners
        .chunks(4)
        .map(|lines| {
            let [territory, name, root, keys] = lines else { return None };
            Some(TrustedPartner {
                territory: territory.parse().ok()?,
                name: (*name).to_owned(),
                root: (*root).to_owned(),
                keys: (*keys).to_owned(),
            })
        })
        .collect::<Option<Vec<_>>>()?;
    Some(TrustBundle {
        territory: territory.parse().ok()?,
        name: (*name).to_owned(),
        root: (*root).to_owned(),
        keys: (*keys).to_owned(),
        revocations: (*revocations).to_owned(),
        partners,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_is_read_whole_or_not_at_all() {
        let read = bundle("51108\nChâlons\nroot\nkeys\n\n51454\nReims\nr\nk").unwrap();
        assert_eq!((read.territory, read.name.as_str(), read.revocations.as_str()), (51108, "Châlons", ""));
        assert_eq!(read.partners.len(), 1);
        assert_eq!(read.partners.first().map(|partner| partner.name.as_str()), Some("Reims"));
        for broken in
            ["", "51108\nChâlons\nroot\nkeys", "x\nChâlons\nroot\nkeys\nlist", "1\nA\nB\nr\nk\nl", "99999\na\nr\nk\nl"]
        {
            assert_eq!(bundle(broken), None, "{broken}");
        }
    }
}
