//! What a screen asks of the store, asked again whenever its answer may have moved.
//!
//! Answers of every type pass through one memo that does not know the type: a memo of its own for each would be
//! compiled each time, and a browser downloads all of it.

use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;

use dioxus::prelude::*;
use shared::store::{Store, StoreError};

use super::Local;

/// An answer of the store.
#[derive(Clone, Debug, PartialEq)]
pub enum Query<T> {
    /// Here it is.
    Ready(T),
    /// The store cannot answer, for this reason.
    Failed(String),
}

/// A question that is kept open: reading its answer draws the reader again when that changes.
pub struct Asked<T> {
    memo: Memo<Answer>,
    of: PhantomData<fn() -> T>,
}

/// An answer whose type is forgotten, and how to tell it from another.
#[derive(Clone)]
struct Answer {
    query: Rc<dyn Any>,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

/// When a question is asked again, besides whenever public content moves.
#[derive(Clone, Copy)]
enum Also {
    /// At no other time: what is costly to read, and is looked at by the day when it is drawn.
    Never,
    /// At each minute.
    Now,
    /// When something personal changed.
    Personal,
}

impl<T> From<Result<T, StoreError>> for Query<T> {
    fn from(result: Result<T, StoreError>) -> Self {
        match result {
            Ok(value) => Self::Ready(value),
            Err(error) => Self::Failed(failed(&error)),
        }
    }
}

impl<T> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Asked<T> {}

impl<T> PartialEq for Asked<T> {
    fn eq(&self, other: &Self) -> bool {
        self.memo == other.memo
    }
}

impl PartialEq for Answer {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&*self.query, &*other.query)
    }
}

impl<T: 'static> Asked<T> {
    /// The answer, shared.
    pub fn read(&self) -> Rc<Query<T>> {
        remembered(&self.memo.read())
    }

    /// The answer, shared, for who wants no drawing when it changes.
    pub fn peek(&self) -> Rc<Query<T>> {
        remembered(&self.memo.peek())
    }

    /// The answer, copied.
    pub fn get(&self) -> Query<T>
    where
        T: Clone,
    {
        (*self.read()).clone()
    }
}

/// Asks the store, again whenever public content changes and at each minute.
pub fn use_query<T: PartialEq + 'static>(ask: impl Fn(&Store) -> Result<T, StoreError> + 'static) -> Asked<T> {
    Asked { memo: use_answer(Also::Now, forgetting(ask)), of: PhantomData }
}

/// Asks the store, again only when public content changes.
pub(super) fn use_content<T: PartialEq + 'static>(ask: impl Fn(&Store) -> Result<T, StoreError> + 'static) -> Asked<T> {
    Asked { memo: use_answer(Also::Never, forgetting(ask)), of: PhantomData }
}

/// Asks the store, again whenever public content or something personal changes.
pub(super) fn use_personal<T: PartialEq + 'static>(
    ask: impl Fn(&Store) -> Result<T, StoreError> + 'static,
) -> Asked<T> {
    Asked { memo: use_answer(Also::Personal, forgetting(ask)), of: PhantomData }
}

fn forgetting<T: PartialEq + 'static>(
    ask: impl Fn(&Store) -> Result<T, StoreError> + 'static,
) -> Box<dyn Fn(&Store) -> Answer> {
    let same = |one: &dyn Any, other: &dyn Any| one.downcast_ref::<Query<T>>() == other.downcast_ref::<Query<T>>();
    Box::new(move |store| Answer { query: Rc::new(Query::from(ask(store))), same })
}

fn use_answer(also: Also, ask: Box<dyn Fn(&Store) -> Answer>) -> Memo<Answer> {
    let local = use_context::<Local>();
    use_memo(move || {
        let _ = local.content.read();
        match also {
            Also::Never => {}
            Also::Now => drop(local.now.read()),
            Also::Personal => drop(local.personal.read()),
        }
        ask(&local.store())
    })
}

fn failed(error: &StoreError) -> String {
    tracing::error!(%error, "the store cannot answer");
    error.to_string()
}

/// The answer with its type again: what was asked for as `T` is kept as `T`.
fn remembered<T: 'static>(answer: &Answer) -> Rc<Query<T>> {
    let Ok(query) = Rc::clone(&answer.query).downcast() else { unreachable!() };
    query
}
