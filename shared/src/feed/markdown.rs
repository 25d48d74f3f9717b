//! HTML from outside, as Markdown without raw HTML.
//!
//! First the HTML is cleaned by an allow-list, then turned into Markdown, then the Markdown is read again
//! the way the app reads it and whatever would still be HTML, a picture or a link to something other than a
//! page, an address or a phone is made plain text. The last step is the one that counts: text such as
//! `&lt;script&gt;` is harmless HTML and becomes dangerous Markdown.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Rounds of making things plain. One is enough for anything seen; what is left after all is escaped whole.
const ROUNDS: usize = 4;

/// HTML as Markdown.
pub fn from_html(html: &str) -> String {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(HashSet::from([
            "p",
            "br",
            "ul",
            "ol",
            "li",
            "strong",
            "b",
            "em",
            "i",
            "a",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "code",
            "pre",
            "hr",
        ]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(None)
        .clean_content_tags(HashSet::from([
            "script", "style", "svg", "math", "iframe", "object", "template", "noscript",
        ]));
    let clean = cleaner.clean(html).to_string();
    // Into memory: it does not fail.
    let markdown = htmd::convert(&clean).unwrap_or_default();
    harmless(markdown.trim())
}

/// Markdown in which nothing is raw HTML, a picture or a link of a scheme that is not known.
pub fn harmless(markdown: &str) -> String {
    let mut text = markdown.to_owned();
    for _ in 0..ROUNDS {
        let cuts = offences(&text);
        if cuts.is_empty() {
            return text;
        }
        for at in cuts.into_iter().rev() {
            match text.get(at..=at) {
                Some("<") => text.replace_range(at..=at, "&lt;"),
                Some(_) => text.insert(at, '\\'),
                None => {}
            }
        }
    }
    text.replace('<', "&lt;").replace('[', "\\[")
}

/// Where something must become plain text, in order: at a `<`, or at the bracket that opens a link or picture.
fn offences(markdown: &str) -> Vec<usize> {
    let mut at = Vec::new();
    for (event, range) in Parser::new_ext(markdown, Options::empty()).into_offset_iter() {
        let source = markdown.get(range.clone()).unwrap_or_default();
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
                at.extend(source.match_indices('<').map(|(offset, _)| range.start + offset));
            }
            Event::Start(Tag::Image { .. }) => at.extend(source.find('[').map(|offset| range.start + offset)),
            Event::Start(Tag::Link { dest_url, .. }) if !is_known(&dest_url) => {
                at.extend(source.find(['[', '<']).map(|offset| range.start + offset));
            }
            _ => {}
        }
    }
    at.sort_unstable();
    at.dedup();
    at
}

fn is_known(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default().to_ascii_lowercase();
    address.contains(':') && matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel")
        || address.contains('@') && !address.contains(':')
}

/// The words of a Markdown text, without marks.
pub fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::empty()) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => {
                text.push(' ');
            }
            _ => {}
        }
    }
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the app would show it.
    fn shown(markdown: &str) -> String {
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, Parser::new_ext(markdown, Options::empty()));
        html
    }

    #[test]
    fn what_people_write_comes_through() {
        let markdown = from_html(
            "<p>Appelle le <strong>115</strong>.</p><ul><li>gratuit</li><li>jour &amp; nuit</li></ul><p><a href=\"https://cidj.com/x\">CIDJ</a></p>",
        );
        assert!(markdown.contains("**115**"), "{markdown}");
        assert!(markdown.contains("[CIDJ](https://cidj.com/x)"), "{markdown}");
        assert!(
            shown(&markdown).contains("<li>gratuit</li>") || shown(&markdown).contains("<li>\n<p>gratuit"),
            "{markdown}"
        );
        assert!(plain(&markdown).starts_with("Appelle le 115. gratuit jour & nuit"), "{}", plain(&markdown));
    }

    #[test]
    fn nothing_that_runs_loads_or_leads_astray_is_left() {
        for html in [
            "<script>alert(1)</script>ok",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "[x](javascript:alert(1))",
            "<p>[x](data:text/html,hi) ![p](https://tracker.example/p.png)</p>",
            "&lt;javascript:alert(1)&gt;",
            "<pre>&lt;script&gt;</pre>&lt;svg/onload=alert(1)&gt;",
            "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
            "a\n\n    &lt;b&gt;\n\n&lt;div\nonclick=x&gt;",
            "[a]: javascript:alert(1)\n\n[a]",
        ] {
            let html = shown(&from_html(html));
            let tags: Vec<&str> = html
                .split('<')
                .skip(1)
                .map(|tag| tag.split([' ', '>', '/']).find(|name| !name.is_empty()).unwrap_or(""))
                .collect();
            assert!(
                tags.iter().all(|tag| ["p", "a", "pre", "code", "ul", "li", "br", "strong", "em"].contains(tag)),
                "{html}"
            );
            assert!(!html.contains("href=\"javascript") && !html.contains("href=\"data"), "{html}");
        }
    }
}
