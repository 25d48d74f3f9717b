//! « Signaler une erreur » on a record.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::{Kind, RecordId};

use crate::components::message_form::MessageForm;
use crate::components::record_row::route_of;
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::route::Route;
use crate::state::{Query, use_query};

/// The form, with what it is about.
#[component]
pub fn ReportScreen(kind: ReadSignal<String>, id: ReadSignal<String>) -> Element {
    let record = use_query(move |store| match Kind::from_name(&kind.read()) {
        Some(kind) => store.record(kind, &id.read()),
        None => Ok(None),
    });
    let title = match record.get() {
        Query::Ready(Some(record)) => record.title().to_owned(),
        _ => id(),
    };
    let back = Kind::from_name(&kind.read()).map_or(Route::Home {}, |kind| route_of(kind, &id.read()));
    let about = RecordId { kind: kind(), id: id() };
    rsx! {
        Screen { lead: Lead::Back(back),
            h1 { {tid!("report-title")} }
            p { class: "lead", {tid!("report-lead", title: title)} }
            MessageForm { draft: format!("report-{}-{}", about.kind, about.id), about }
        }
    }
}
