//! The style sheet of the web build: the project's files joined in cascade order, comments dropped, and the
//! addresses of files that carry their hash in their name put in.
//!
//! A CSS compiler was rejected: Brotli already takes the white space, and the sheets are written for browsers as
//! they are.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// Tokens and base rules come first; the other sheets of `assets/` follow by name.
const THEME: &str = "theme.css";

/// All sheets in one.
pub(crate) fn join(workspace: &Workspace) -> Result<String> {
    let folder = workspace.path("assets");
    let mut names: Vec<String> = fs::read_dir(&folder)?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".css"))
        .collect();
    names.sort_by_key(|name| (name != THEME, name.clone()));
    let paths: Vec<String> = names.iter().map(|name| format!("assets/{name}")).collect();
    sheets(workspace, &paths)
}

/// The sheets at these paths of the checkout in one.
pub(crate) fn sheets(workspace: &Workspace, paths: &[impl AsRef<str>]) -> Result<String> {
    let mut all = String::new();
    for path in paths.iter().map(AsRef::as_ref) {
        all.push_str(&fs::read_to_string(workspace.path(path)).with_context(|| format!("could not read {path}"))?);
    }
    Ok(without_comments(&all))
}

/// Replaces each address by its hashed one.
pub(crate) fn readdress(css: &str, hashed: &BTreeMap<String, String>) -> String {
    hashed.iter().fold(css.to_owned(), |css, (plain, hashed)| css.replace(plain, hashed))
}

/// Drops `/* … */` outside strings, indentation and empty lines.
fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut quote: Option<char> = None;
    while let Some(letter) = rest.next() {
        match (quote, letter) {
            (None, '/') if rest.peek() == Some(&'*') => {
                rest.next();
                let mut before = ' ';
                for inside in rest.by_ref() {
                    if before == '*' && inside == '/' {
                        break;
                    }
                    before = inside;
                }
            }
            (None, '"' | '\'') => {
                quote = Some(letter);
                kept.push(letter);
            }
            (Some(_), '\\') => {
                kept.push(letter);
                kept.extend(rest.next());
            }
            (Some(open), _) if open == letter => {
                quote = None;
                kept.push(letter);
            }
            _ => kept.push(letter),
        }
    }
    let lines: Vec<&str> = kept.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_stay() {
        for (css, left) in [
            ("a { /* why */ color: red }", "a {  color: red }"),
            ("/* a\n * b */\n\n  p{}", "p{}"),
            (r#"a::before { content: "/* kept */" }"#, r#"a::before { content: "/* kept */" }"#),
            (r#"a { content: "\"/*" } /**/b{}"#, r#"a { content: "\"/*" } b{}"#),
            ("url(data:image/svg+xml,x)", "url(data:image/svg+xml,x)"),
        ] {
            assert_eq!(without_comments(css), left);
        }
    }

    #[test]
    fn addresses_take_their_hash() {
        let hashed = BTreeMap::from([("/assets/fonts/a.woff2".to_owned(), "/assets/fonts/a.12ab.woff2".to_owned())]);
        assert_eq!(
            readdress("src: url(\"/assets/fonts/a.woff2\")", &hashed),
            "src: url(\"/assets/fonts/a.12ab.woff2\")"
        );
    }
}
