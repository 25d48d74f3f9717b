//! Where the person was, to be found there again: a history in memory that notes its last address.
//!
//! A web view with such a history knows of no page being turned: the page is told, so that a screen begins at its top
//! and going back leads to the line that was read.

use std::rc::Rc;
use std::sync::Arc;

use dioxus::history::{History, MemoryHistory};
use dioxus::prelude::*;
use shared::store::Store;

use crate::state::Local;

/// Name under which the store keeps the last address.
const NAME: &str = "last-address";

struct Remembering {
    history: MemoryHistory,
    store: Store,
}

/// Begins where the person was.
pub(super) fn use_history(local: Local) {
    use_hook(|| {
        let store = local.store();
        let last = store.setting::<String>(NAME).ok().flatten().unwrap_or_else(|| "/".to_owned());
        let history: Rc<dyn History> = Rc::new(Remembering { history: MemoryHistory::with_initial_path(last), store });
        provide_context(history);
    });
}

impl Remembering {
    fn note(&self) {
        if let Err(error) = self.store.set_setting(NAME, &self.history.current_route()) {
            tracing::warn!(%error, "the address was not noted");
        }
    }
}

impl History for Remembering {
    fn current_route(&self) -> String {
        self.history.current_route()
    }

    fn can_go_back(&self) -> bool {
        self.history.can_go_back()
    }

    fn go_back(&self) {
        document::eval("turned('back')");
        self.history.go_back();
        self.note();
    }

    fn can_go_forward(&self) -> bool {
        self.history.can_go_forward()
    }

    fn go_forward(&self) {
        document::eval("turned('on')");
        self.history.go_forward();
        self.note();
    }

    fn push(&self, route: String) {
        document::eval("turned('on')");
        self.history.push(route);
        self.note();
    }

    fn replace(&self, path: String) {
        self.history.replace(path);
        self.note();
    }

    fn updater(&self, callback: Arc<dyn Fn() + Send + Sync>) {
        self.history.updater(callback);
    }
}
