//! A form of the console, filled in and sent as a browser would.

use reqwest::{Response, StatusCode};

use crate::town::colleague::Colleague;

/// A form as it is now on a page: every field with what it says.
pub struct Sheet<'a> {
    pub who: &'a Colleague<'a>,
    pub path: String,
    pub fields: Vec<(String, String)>,
}

impl<'a> Sheet<'a> {
    pub async fn open(who: &'a Colleague<'a>, path: &str) -> Self {
        Self { who, path: path.to_owned(), fields: fields(&who.read(path).await) }
    }

    /// Types into a field, or empties it.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    pub async fn send(&self, action: &str) -> Response {
        let mut pairs: Vec<(&str, &str)> =
            self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        pairs.push(("action", action));
        self.who.post(&self.path, &pairs).await
    }

    pub async fn save(&self) -> String {
        let answer = self.send("enregistrer").await;
        let (status, to) = (answer.status(), answer.headers().get("location").cloned());
        let page = answer.text().await.unwrap();
        assert_eq!(status, StatusCode::SEE_OTHER, "{}", faults(&page));
        to.unwrap().to_str().unwrap().split('?').next().unwrap().to_owned()
    }

    pub async fn refused(&self) -> String {
        let answer = self.send("enregistrer").await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        answer.text().await.unwrap()
    }
}

pub fn faults(page: &str) -> String {
    page.split("class=\"fault\"").skip(1).map(|part| part.split('<').next().unwrap()).collect::<Vec<_>>().join(" | ")
}

/// What a browser would send of the form « fiche » of a page.
pub fn fields(page: &str) -> Vec<(String, String)> {
    let form = page.split("id=\"fiche\"").nth(1).expect("a form").split("</form>").next().unwrap();
    let mut fields = Vec::new();
    let mut rest = form;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let tag = &rest[..rest.find('>').unwrap()];
        let after = &rest[tag.len() + 1..];
        let attribute = |name: &str| {
            let value = tag.split(&format!(" {name}=\"")).nth(1)?;
            Some(unescaped(value.split('"').next().unwrap()))
        };
        let Some(name) = attribute("name") else { continue };
        let boxed = matches!(attribute("type").as_deref(), Some("checkbox" | "radio"));
        if tag.starts_with("input") && (!boxed || tag.contains(" checked")) {
            if attribute("type").as_deref() != Some("file") {
                fields.push((name, attribute("value").unwrap_or_default()));
            }
        } else if tag.starts_with("textarea") {
            let text = after.split("</textarea>").next().unwrap();
            fields.push((name, unescaped(text.strip_prefix('\n').unwrap_or(text))));
        } else if tag.starts_with("select") {
            let options = after.split("</select>").next().unwrap();
            let chosen = options.split("<option").skip(1);
            let chosen = chosen.clone().find(|option| option.contains(" selected")).or(chosen.clone().next()).unwrap();
            let value = chosen.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
            fields.push((name, unescaped(value)));
        }
    }
    fields
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&quot;", "\"").replace("&#34;", "\"").replace("&#39;", "'").replace("&#x27;", "'");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
