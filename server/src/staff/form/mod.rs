//! What a form said. Every field is text until someone asks for it: what cannot be understood is shown again as typed.
//!
//! Typed structs were rejected: a field that fails to parse would refuse the whole form and lose the rest.

pub(crate) mod faults;
pub(crate) mod field;
pub(crate) mod read;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;

use super::page::Refusal;
use crate::app::App;
use crate::http::HttpError;

/// Fields of a form, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`.
    pub(crate) fn read(encoded: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// These fields.
    pub(crate) fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// A field as typed; empty when it is not there.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// A field without spaces around it.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// Whether a box was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        !self.raw(name).is_empty()
    }

    /// Names of all fields, each once, in order.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in &self.0 {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names
    }

    /// Gives a field one value.
    pub(crate) fn set(&mut self, name: &str, value: String) {
        self.0.retain(|(field, _)| field != name);
        self.0.push((name.to_owned(), value));
    }

    /// Gives a field these values.
    pub(crate) fn replace(&mut self, name: &str, values: Vec<String>) {
        self.0.retain(|(field, _)| field != name);
        self.0.extend(values.into_iter().map(|value| (name.to_owned(), value)));
    }

    /// All values of a field.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

impl FromRequest<App> for Fields {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let body = Bytes::from_request(request, app).await.map_err(|_| {
            Refusal(HttpError::Refused(
                StatusCode::PAYLOAD_TOO_LARGE,
                "form-too-large",
                "the form is larger than 64 KiB".to_owned(),
            ))
        })?;
        Ok(Self::read(&body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_kept_as_typed() {
        let fields = Fields::read("name=+Zo%C3%A9%20&card=a&card=b&box=on".as_bytes());
        assert_eq!((fields.raw("name"), fields.text("name")), (" Zoé ", "Zoé"));
        assert_eq!(fields.all("card").collect::<Vec<_>>(), ["a", "b"]);
        assert!(fields.ticked("box") && !fields.ticked("other"));
    }
}
