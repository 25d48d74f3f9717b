//! News as RSS 2.0 and as JSON Feed 1.1.

use std::fmt::Write as _;

use chrono::DateTime;
use pulldown_cmark::{Options, Parser, html};
use serde_json::json;
use shared::domain::News;

use super::Channel;

/// RSS 2.0 with `content:encoded`.
pub(super) fn rss(channel: &Channel, items: &[News]) -> String {
    let Channel { name, url, language, .. } = channel;
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n<title>{name}</title>\n<link>{url}/</link>\n<description>{name}</description>\n\
         <language>{language}</language>\n<atom:link href=\"{url}/feeds/news.rss\" rel=\"self\" type=\"application/rss+xml\"/>\n",
        name = escape(name),
        url = escape(url),
        language = escape(language),
    );
    for news in items {
        let date = DateTime::from_timestamp(news.publish_at, 0).unwrap_or_default().to_rfc2822();
        let _ = writeln!(
            xml,
            "<item>\n<title>{}</title>\n<link>{}</link>\n<guid isPermaLink=\"false\">{}</guid>\n<pubDate>{date}</pubDate>\n<description>{}</description>",
            escape(&news.title),
            escape(&address(channel, news)),
            escape(&news.id),
            // Readers take a description for HTML: text is written as HTML first.
            escape(&escape(&news.summary)),
        );
        if let Some(category) = &news.category {
            let _ = writeln!(xml, "<category>{}</category>", escape(category));
        }
        let _ = writeln!(xml, "<content:encoded>{}</content:encoded>", escape(&body(news)));
        if let Some(picture) = news.image.as_ref().and_then(|image| image.at_least(1280)) {
            let _ = writeln!(
                xml,
                "<enclosure url=\"{}{}\" length=\"{}\" type=\"image/webp\"/>",
                escape(&channel.url),
                picture.path(),
                picture.bytes
            );
        }
        xml.push_str("</item>\n");
    }
    xml.push_str("</channel>\n</rss>\n");
    xml
}

/// JSON Feed 1.1.
pub(super) fn json(channel: &Channel, items: &[News]) -> Result<String, serde_json::Error> {
    let items: Vec<_> = items
        .iter()
        .map(|news| {
            let mut item = json!({
                "id": news.id,
                "url": address(channel, news),
                "title": news.title,
                "summary": news.summary,
                "content_html": body(news),
                "date_published": DateTime::from_timestamp(news.publish_at, 0).unwrap_or_default().to_rfc3339(),
            });
            if let Some(fields) = item.as_object_mut() {
                if let Some(category) = &news.category {
                    fields.insert("tags".to_owned(), json!([category]));
                }
                if let Some(picture) = news.image.as_ref().and_then(|image| image.at_least(1280)) {
                    fields.insert("image".to_owned(), json!(format!("{}{}", channel.url, picture.path())));
                }
            }
            item
        })
        .collect();
    serde_json::to_string(&json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.name,
        "home_page_url": format!("{}/", channel.url),
        "feed_url": format!("{}/feeds/news.json", channel.url),
        "language": channel.language,
        "items": items,
    }))
}

fn address(channel: &Channel, news: &News) -> String {
    format!("{}/actus/{}", channel.url, news.id)
}

/// The body as HTML that no reader need fear, whatever is stored.
fn body(news: &News) -> String {
    let mut text = String::new();
    html::push_html(&mut text, Parser::new_ext(&news.body, Options::empty()));
    ammonia::clean(&text)
}

/// Text for XML, and for HTML, without the characters that XML has no way to write.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' | '\r' => escaped.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            control if control.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}
