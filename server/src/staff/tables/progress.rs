//! How far imports are, while they run in this process. Only for eyes: what is certain stands in the database.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Imports under way, by table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Imports(Arc<Mutex<HashMap<String, Arc<Progress>>>>);

/// How far one is: lines read, then lines written.
#[derive(Debug, Default)]
pub(super) struct Progress {
    total: AtomicUsize,
    read: AtomicUsize,
    written: AtomicUsize,
}

/// An import under way; it is no more when this goes.
#[derive(Debug)]
pub(super) struct Underway {
    imports: Imports,
    upload: String,
    pub(super) progress: Arc<Progress>,
}

impl Imports {
    pub(super) fn begin(&self, upload: &str) -> Underway {
        let progress = Arc::new(Progress::default());
        self.lock().insert(upload.to_owned(), Arc::clone(&progress));
        Underway { imports: self.clone(), upload: upload.to_owned(), progress }
    }

    pub(super) fn of(&self, upload: &str) -> Option<Arc<Progress>> {
        self.lock().get(upload).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Progress>>> {
        // Numbers for a page are sound whatever panicked beside them.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress {
    /// There are so many lines.
    pub(super) fn expect(&self, lines: usize) {
        self.total.store(lines, Ordering::Relaxed);
    }

    pub(super) fn read(&self, lines: usize) {
        self.read.store(lines, Ordering::Relaxed);
    }

    pub(super) fn wrote(&self, lines: usize) {
        self.written.store(lines, Ordering::Relaxed);
    }

    /// Lines read, lines written, lines in all.
    pub(super) fn now(&self) -> (usize, usize, usize) {
        (self.read.load(Ordering::Relaxed), self.written.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        self.imports.lock().remove(&self.upload);
    }
}
