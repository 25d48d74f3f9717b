//! Links in content: to a screen of the app when the address is a path of it, else out of the app.

use dioxus::prelude::*;

use super::outside::Outside;
use crate::route::Route;

/// The screen that a path of content leads to. `None`: it is no path of the app, or of a later version's.
fn screen(url: &str) -> Option<Route> {
    let inside = url.starts_with('/') && !url.starts_with("//");
    url.parse().ok().filter(|route| inside && !matches!(route, Route::NotFound { .. }))
}

/// A link that leads on, wherever that is. `mark`: what stands after the words when it leaves the app.
#[component]
pub fn Onward(
    url: String,
    #[props(default, into)] class: String,
    #[props(default)] mark: Option<Element>,
    children: Element,
) -> Element {
    match screen(&url) {
        Some(to) => rsx! {
            Link { class, to, {children} }
        },
        None => rsx! {
            Outside { class, url,
                {children}
                {mark}
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_content_leads_to_its_screen_and_nothing_else_does() {
        assert_eq!(screen("/page/visale"), Some(Route::Page { id: "visale".to_owned() }));
        assert_eq!(screen("/lieu/la-comete"), Some(Route::Place { id: "la-comete".to_owned() }));
        for other in
            ["https://example.fr/page/visale", "//example.fr", "/etc/passwd", "page/visale", "javascript:alert(1)"]
        {
            assert_eq!(screen(other), None, "{other}");
        }
    }
}
