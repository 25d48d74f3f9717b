//! What is wrong with a form, by field.

use shared::domain::Audience;

/// Longest address of a page, in characters.
pub(crate) const URL_MAX: usize = 500;

/// What is wrong, by the id of its field, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults(Vec<(String, String)>);

impl Faults {
    pub(crate) fn add(&mut self, field: impl Into<String>, say: impl Into<String>) {
        self.0.push((field.into(), say.into()));
    }

    pub(crate) fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, say)| say.as_str())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[cfg(test)]
    pub(crate) fn fields(&self) -> Vec<&str> {
        self.0.iter().map(|(field, _)| field.as_str()).collect()
    }

    pub(crate) fn all(&self) -> &[(String, String)] {
        &self.0
    }

    /// Says it when nobody can be of these ages.
    pub(crate) fn ages(&mut self, audience: Audience) {
        if let (Some(from), Some(to)) = (audience.from, audience.to)
            && from > to
        {
            self.add("age-a", "Le plus grand âge est avant le plus petit.");
        }
    }

    /// Says it when `text` is longer than `most` characters.
    pub(crate) fn limit(&mut self, field: impl Into<String>, text: &str, most: usize) {
        let length = text.chars().count();
        if length > most {
            self.add(field, format!("C’est trop long de {} caractères\u{a0}: {most} au plus.", length - most));
        }
    }

    /// Says it when `text` is an address that no phone opens.
    pub(crate) fn address(&mut self, field: impl Into<String>, text: &str) {
        let field = field.into();
        self.limit(field.clone(), text, URL_MAX);
        if !text.is_empty() && !is_address(text) {
            self.add(field, "Donnez une adresse complète, qui commence par https://.");
        }
    }
}

/// An address that a phone may open.
pub(crate) fn is_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.host_str().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_that_a_phone_opens() {
        for (address, good) in
            [("https://ville.fr/a", true), ("", true), ("ville.fr", false), ("javascript:alert(1)", false)]
        {
            let mut faults = Faults::default();
            faults.address("site", address);
            assert_eq!(faults.is_empty(), good, "{address}");
        }
    }
}
