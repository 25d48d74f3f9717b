//! What was chosen among the offers, as the address keeps it: `/bons-plans?categorie=sport&filtre=nouveaux,fin&tri=economie`.
//!
//! Going back, reloading and sharing find the same list again. What an address says that this version does not know is left out.

use shared::store::{Browse, Sort};

use crate::route::{Route, asked};

/// Words of the address for orders.
const SORTS: [(Sort, &str); 3] = [(Sort::Nearest, "proches"), (Sort::Saving, "economie"), (Sort::Ending, "fin")];

/// The choices of an address.
pub(super) fn read(view: &str) -> Browse {
    let mut browse = Browse { category: asked(view, "categorie").map(str::to_owned), ..Browse::default() };
    for name in asked(view, "filtre").unwrap_or_default().split(',') {
        toggle(&mut browse, name);
    }
    browse.sort = sort(asked(view, "tri").unwrap_or_default());
    browse
}

/// The order of a word.
pub(super) fn sort(word: &str) -> Sort {
    SORTS.into_iter().find(|(_, known)| *known == word).map_or(Sort::Service, |(sort, _)| sort)
}

/// The word of an order; none for the service's own.
pub(super) fn word(sort: Sort) -> &'static str {
    SORTS.into_iter().find(|(known, _)| *known == sort).map_or("", |(_, word)| word)
}

/// Names of the choices that can be made together, each with whether it is made.
pub(super) fn choices(browse: &Browse) -> [(&'static str, bool); 4] {
    [("aujourdhui", browse.today), ("nouveaux", browse.new), ("fin", browse.ending), ("favoris", browse.kept)]
}

/// Makes a choice, or unmakes it.
pub(super) fn toggle(browse: &mut Browse, name: &str) {
    let choice = match name {
        "aujourdhui" => &mut browse.today,
        "nouveaux" => &mut browse.new,
        "fin" => &mut browse.ending,
        "favoris" => &mut browse.kept,
        _ => return,
    };
    *choice = !*choice;
}

/// The address of choices.
pub(super) fn route(browse: &Browse) -> Route {
    let mut parts = Vec::new();
    if let Some(category) = &browse.category {
        parts.push(["categorie=", category].concat());
    }
    let made: Vec<&str> = choices(browse).into_iter().filter(|(_, made)| *made).map(|(name, _)| name).collect();
    if !made.is_empty() {
        parts.push(["filtre=", &made.join(",")].concat());
    }
    if browse.sort != Sort::Service {
        parts.push(["tri=", word(browse.sort)].concat());
    }
    if parts.is_empty() { Route::Offers {} } else { Route::OffersAs { view: parts.join("&") } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_its_choices() {
        let all = Browse {
            category: Some("manger".to_owned()),
            today: true,
            new: true,
            ending: true,
            kept: true,
            sort: Sort::Saving,
        };
        let some = Browse { new: true, sort: Sort::Nearest, ..Browse::default() };
        for browse in [Browse::default(), all, some] {
            let address = route(&browse).to_string();
            assert_eq!(read(address.split_once('?').map_or("", |(_, view)| view)), browse, "{address}");
        }
        assert_eq!(route(&Browse::default()).to_string(), "/bons-plans");
        assert_eq!(read("tri=hasard&filtre=demain&autre"), Browse::default(), "what nobody knows is nothing");
    }
}
