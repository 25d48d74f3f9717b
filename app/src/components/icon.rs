//! Line icons on a 24 × 24 grid, drawn with the pen the pictograms are cut by: square ends, bevelled joints.
//!
//! An icon never stands alone: a label, visible or for screen readers, says what it does. That is why all of
//! them are hidden from the accessibility tree. A ready-made set was rejected: rounded strokes beside cut
//! paper look borrowed.

use dioxus::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say what is drawn")]
pub enum Icon {
    Home,
    Explore,
    Card,
    Offers,
    Contact,
    Phone,
    Text,
    Search,
    Heart,
    Share,
    Listen,
    Stop,
    Back,
    Next,
    Close,
    Clock,
    Pin,
    Check,
    Warning,
    Gear,
    Outside,
    Refresh,
    Calendar,
    NoNetwork,
    Bin,
    Flag,
    Mail,
    Access,
    News,
    Bell,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Home => "M3 11 12 3.5 21 11v9.5H3z M9.5 20v-6.5h5V20",
            Self::Explore => "M9 4 3 6v14l6-2 6 2 6-2V4l-6 2z M9 4v14 M15 6v14",
            Self::Card => "M2.5 6l19-.6V18l-19 .6z M6.5 14.5h5 M6.5 10.3h2.5 M15 10h3v4.5h-3z",
            Self::Offers => "M3 12V3.8L11.5 4 21 13.5 13 21z M7.6 8.4h.1",
            Self::Contact => "M3.5 4.5h17V16H10l-5 4.5V16H3.5z",
            Self::Phone => {
                "M5 3.8h4l1.8 4.7-2.6 2.1a11 11 0 0 0 5.2 5.2l2.1-2.6 4.7 1.8v4l-1.7 1.2C10.5 20 4 13.5 3.8 5.5z"
            }
            Self::Text => "M3.5 4.5h17V16H10l-5 4.5V16H3.5z M8 10.3h.1 M12 10.3h.1 M16 10.3h.1",
            Self::Search => "M10.8 4 15.8 6 17.7 11 15.7 15.9 10.7 17.8 5.9 15.8 4 10.8 6 6z M16 16l4.5 4.5",
            Self::Heart => "M12 20.5 3.5 12 3.2 7.5 6.2 4.3 9.7 4.5 12 7.3 14.4 4.4 18 4.3 20.8 7.5 20.5 12z",
            Self::Share => "M12 15V3.5 M7.5 8 12 3.5 16.5 8 M5 12v8.5h14V12",
            Self::Listen => "M3.5 9.5h4L12.5 5v14l-5-4.5h-4z M16 9l1.5 3L16 15 M19 6.5l2.5 5.5L19 17.5",
            Self::Stop => "M6 6h12v12H6z",
            Self::Back => "M14.5 4.5 7 12l7.5 7.5",
            Self::Next => "M9.5 4.5 17 12l-7.5 7.5",
            Self::Close => "M5.5 5.5l13 13 M18.5 5.5l-13 13",
            Self::Clock => "M12 3.5 18 6 20.5 12 18 18 12 20.5 6 18 3.5 12 6 6z M12 7.5V12l3 2.5",
            Self::Pin => "M12 21 5.5 12.5 5.2 7.5 8.5 4 12 3.2 15.6 4 18.8 7.6 18.5 12.5z M12 8.5v2",
            Self::Check => "M4 12.5 9.8 18.5 20.5 5.5",
            Self::Warning => "M12 3.5 21.5 20h-19z M12 10v4.5 M12 17.3v.1",
            Self::Gear => "M4 7h9 M17.5 7H20 M15.2 4.7v4.6 M4 17h3 M11.5 17H20 M9.2 14.7v4.6",
            Self::Outside => "M13.5 4H20v6.5 M20 4l-9 9 M10 5H4.5v14.5H19V14",
            Self::Refresh => {
                "M19.8 9.5 17.5 6 13 4 8.5 4.8 5.2 8 4 12.5 5.8 17 9.8 19.8 14.5 19.6 18.5 17 M20.5 4.5v5.5H15"
            }
            Self::Calendar => "M3.5 5.5h17v15h-17z M3.5 10.5h17 M8 3v4 M16 3v4",
            Self::NoNetwork => {
                "M3.5 9.5 7 7 M12 5.5l4.5 1 4 3 M7 13.5l2-1.5 M15.5 12.8 17 13.5 M12 18.5v.1 M4 3.5l16.5 17"
            }
            Self::Bin => "M4 6.5h16 M9 6V3.5h6V6 M6 7l1 13.5h10L18 7",
            Self::Flag => "M5 21V3.5l13 .8-2.5 4 2.5 4.5-13 .4",
            Self::Mail => "M3 5.5h18v13.5H3z M3.5 6.5 12 13l8.5-6.5",
            Self::Access => "M12 3.5v.1 M5 8.5l5 1.2v4L8 20.5 M19 8.5l-5 1.2v4l2 6.8 M10 10h4",
            Self::News => "M4 4.5h13v15.5H5.5L4 18.5z M17 9h3.5v9.5L19 20 M7.5 8.5h6 M7.5 12.5h6 M7.5 16.3h3.5",
            Self::Bell => "M4 17.5 6 15V9.5L8 6l4-1.5L16 6l2 3.5V15l2 2.5z M10 20.5h4 M12 4.5V2.8",
        }
    }
}

/// Draws an icon at 1.5 em of the text around it.
#[component]
pub fn Line(icon: Icon) -> Element {
    rsx! {
        svg { class: "icon", view_box: "0 0 24 24", "aria-hidden": "true", "focusable": "false",
            path { d: icon.path() }
        }
    }
}
