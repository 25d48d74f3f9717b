//! Links that leave the app.
//!
//! Only `https`, `http`, `mailto`, `tel` and `sms` addresses become links: content comes from outside, and a
//! `javascript:` address would run in the app's own page. On phones a link must be handed to the system,
//! since the app's web view loads no remote page.

use crate::words::tid;
use dioxus::prelude::*;

use crate::platform;

/// Whether content may link to this address.
pub fn is_safe(url: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    ["https://", "http://", "mailto:", "tel:", "sms:"].iter().any(|scheme| lower.starts_with(scheme))
}

/// A link to a page elsewhere; says to screen readers that it leaves the app. Unsafe addresses show their words only.
#[component]
pub fn Outside(url: String, #[props(default, into)] class: String, children: Element) -> Element {
    if !is_safe(&url) {
        return rsx! {
            span { {children} }
        };
    }
    let target = url.clone();
    rsx! {
        a {
            class,
            href: "{url}",
            rel: "noopener noreferrer",
            target: "_blank",
            onclick: move |event| {
                event.prevent_default();
                platform::open_url(&target);
            },
            {children}
            span { class: "visually-hidden", {tid!("leaves-app")} }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn only_addresses_a_phone_can_hand_over_become_links() {
        assert!(is_safe("https://www.visale.fr"));
        assert!(is_safe("tel:3018"));
        assert!(!is_safe("javascript:alert(1)"));
        assert!(!is_safe(" JavaScript:alert(1)"));
        assert!(!is_safe("data:text/html,x"));
        assert!(!is_safe("/etc/passwd"));
    }
}
