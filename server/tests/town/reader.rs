//! Pages as a browser takes them: HTML read by its own rules, every element, attribute and address looked at.

use html5ever::parse_document;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// An element with its attributes, and the text inside it.
#[derive(Clone, Debug)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    /// Which form of the page it is in, counted from one.
    pub form: usize,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }
}

/// Every element of a page, in order.
pub fn elements(page: &str) -> Vec<Element> {
    let dom = parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(page);
    let (mut found, mut forms) = (Vec::new(), 0);
    walk(&dom.document, 0, &mut forms, &mut found);
    found
}

fn walk(node: &Handle, form: usize, forms: &mut usize, found: &mut Vec<Element>) {
    let mut form = form;
    if let NodeData::Element { name, attrs, .. } = &node.data {
        if &*name.local == "form" {
            *forms += 1;
            form = *forms;
        }
        let attributes = attrs.borrow().iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect();
        let mut text = String::new();
        texts(node, &mut text);
        found.push(Element { name: name.local.to_string(), attributes, text, form });
    }
    for child in node.children.borrow().iter() {
        walk(child, form, forms, found);
    }
}

fn texts(node: &Handle, text: &mut String) {
    if let NodeData::Text { contents } = &node.data {
        text.push_str(&contents.borrow());
    }
    for child in node.children.borrow().iter() {
        texts(child, text);
    }
}

/// What of a page runs, loads or leads somewhere that a page of ours does not; nothing, when all is well.
pub fn alive(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for element in elements(page) {
        let said = format!("<{} {:?}>", element.name, element.attributes);
        let bad_element = match element.name.as_str() {
            "script" => {
                !element.attribute("src").is_some_and(|src| src.starts_with("/staff/actifs/"))
                    || !element.text.trim().is_empty()
            }
            "iframe" => !element.attribute("src").is_some_and(|src| src.starts_with('/')),
            "img" => {
                !element.attribute("src").is_some_and(|src| src.starts_with("/media/") || src.starts_with("/staff/"))
            }
            "form" => !element.attribute("action").is_some_and(|action| action.starts_with("/staff")),
            "meta" => element.attribute("http-equiv").is_some(),
            name => {
                name.contains("inert")
                    || ["object", "embed", "base", "marquee", "math", "video", "audio"].contains(&name)
            }
        };
        let bad_attribute = element.attributes.iter().any(|(name, value)| {
            let leads =
                ["href", "src", "action", "formaction", "poster", "data", "cite", "background", "ping", "xlink:href"];
            name.starts_with("on")
                || name.contains("inert")
                || name == "srcdoc"
                || (name == "style" && value.contains("url("))
                || (leads.contains(&name.as_str()) && !harmless(value))
        });
        if bad_element || bad_attribute {
            found.push(said);
        }
    }
    found
}

/// Whether an address leads where a link may. Browsers drop spaces and control characters before they look.
pub fn harmless(address: &str) -> bool {
    let address: String = address.chars().filter(|sign| !sign.is_control() && *sign != ' ').collect();
    let address = address.to_lowercase();
    let known = ["/", "#", "?", "http://", "https://", "mailto:", "tel:", "sms:"];
    address.is_empty() || address == "data:," || known.iter().any(|begin| address.starts_with(begin))
}

#[test]
fn the_reader_sees_what_is_alive() {
    for page in [
        "<p>a<img src=x onerror=alert(1)>",
        "<a href=\"java\nscript:alert(1)\">a</a>",
        "<a href=' javascript:alert(1)'>a</a>",
        "<script>alert(1)</script>",
        "<textarea></textarea><x-inert></textarea>",
        "<svg><a xlink:href='javascript:alert(1)'>a</a></svg>",
        "<p style='background:url(//evil.example)'>a",
        "<form action='https://evil.example/'></form>",
        "<meta http-equiv=refresh content=0>",
    ] {
        assert!(!alive(page).is_empty(), "{page}");
    }
    for page in [
        "<p>&lt;script&gt;",
        "<textarea><x-inert></textarea>",
        "<a href='https://ville.fr'>a</a>",
        "<p title='onerror=1'>a",
    ] {
        assert_eq!(alive(page), Vec::<String>::new(), "{page}");
    }
}
