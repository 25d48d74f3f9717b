//! The only place that knows the target: window, phone, browser, or none (markup rendered in tests).
//!
//! Each target is one module with the same functions; the list below is the whole contract. To add a
//! capability: a function in each module, in the words of what a screen wants, never of how a target does it.
//!
//! | function | what it does |
//! |---|---|
//! | `launch` | opens the store and shows the app |
//! | `now`, `random`, `sleep` | the clock, chance and timer that everything else takes as parameters |
//! | `painted` | waits until the first screen is seen, for what can be done after |
//! | `server_address` | where the town's server is |
//! | `keep` | keeps a changed database where there are no files |
//! | `keep_pictures` | fetches the pictures that a day without network would miss |
//! | `apply_look` | theme, text size, language and motion on the page's root |
//! | `words` | words of a language that the app does not carry |
//! | `open_url`, `share`, `speak`, `stop_speaking` | what phones do outside the app |
//! | `hold_scroll` | keeps what is being read where it is while content changes above it |
//! | `CardKey` | the phone's own key, by which a card proves that it is no picture; `forget` ends it |
//! | `hold_screen` | keeps the screen on and bright while a card is shown |
//! | `read_photo` | the photo chosen in a field, as a small JPEG, cropped or whole |
//! | `save_file`, `copy_text` | hands a text over, as a file or to be pasted |
//! | `add_to_calendar` | hands an event over to the calendar of the phone, as it takes it |
//! | `remind` | says something where notifications are shown, while nobody looks at the app |
//! | `push_state`, `push_ask` | whether the device may show notifications; lets its owner be asked |
//! | `PushReceiver`, `push_unsubscribe` | where the device is reached, and no longer |
//! | `push_brief` | what must be known where notifications are shown while the app is closed |
//! | `use_preview` | the article that the console shows in a frame of the app, as JSON |
//! | `use_map_told`, `tell_map` | what is done on the map, in a word and the rest; what it shall show ([0024](../../../docs/adr/0024-the-map-on-a-phone.md)) |
//! | `MapShelf`, `kept_map`, `serve_kept_map` | where the map's file is kept; the one in use; lets the map's script draw from it |
//! | `locate` | where the person is, asked because they pressed |
//! | `use_platform` | listeners that live as long as the app |

mod directions;
mod location;
mod photo;
mod push;

pub use directions::Guide;
pub use location::LocationFault;
pub use photo::{PhotoFault, Shape, data_url};
pub use push::{PushDevice, PushUnable};

#[cfg(feature = "device")]
mod device;
#[cfg(feature = "device")]
pub use device::*;

#[cfg(all(feature = "web", not(feature = "device")))]
mod web;
#[cfg(all(feature = "web", not(feature = "device")))]
pub use web::*;

#[cfg(not(any(feature = "device", feature = "web")))]
mod markup;
#[cfg(not(any(feature = "device", feature = "web")))]
pub use markup::*;
