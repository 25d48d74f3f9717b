//! The document of the API, as whoever reads it takes it: requests that it describes, answers that it promises.

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::town::holder::ulid;

/// The document, with what its answers must be.
pub struct Document(pub Value);

impl Document {
    pub fn read() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/openapi.json");
        Self(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
    }

    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => self.0.pointer(reference.strip_prefix('#').unwrap()).expect(reference),
            None => schema,
        }
    }

    /// Something that the schema describes: all that it names, plainly.
    pub fn example(&self, schema: &Value, name: &str) -> Value {
        let schema = self.resolved(schema);
        if let Some(choices) = schema["enum"].as_array() {
            return choices[0].clone();
        }
        for of in ["oneOf", "anyOf", "allOf"] {
            if let Some(choices) = schema[of].as_array() {
                return self.example(&choices[0], name);
            }
        }
        let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or_default();
        match (kind, name) {
            ("object", _) => {
                let properties = schema["properties"].as_object().cloned().unwrap_or_default();
                properties.iter().map(|(name, schema)| (name.clone(), self.example(schema, name))).collect()
            }
            ("array", _) => json!([self.example(&schema["items"], name)]),
            ("integer" | "number", "at") => json!(crate::town::TODAY),
            ("integer" | "number", _) => schema.get("minimum").cloned().unwrap_or(json!(1)),
            ("boolean", _) => json!(true),
            (_, "key" | "scan") => json!(ulid(7)),
            (_, "birth_date") => json!("2009-05-04"),
            (_, "commune") => json!("Demo-Bourg"),
            (_, "consent_version") => json!("2026-11"),
            (_, "digits") => json!("0".repeat(400)),
            (_, "device_key") => json!("00".repeat(32)),
            (_, "signature") => json!("00".repeat(64)),
            (_, "code") => json!("ABCD-EFGH-JKMN"),
            (_, "offer") => json!("cafe"),
            _ => json!("Bonjour"),
        }
    }

    /// What an answer's body must be, if the document says.
    pub fn validator(&self, content: &Value) -> Option<Validator> {
        let schema = content["schema"].as_object()?;
        let mut root: Map<String, Value> = schema.clone();
        root.insert("components".to_owned(), self.0["components"].clone());
        Some(jsonschema::draft202012::new(&Value::Object(root)).expect("a schema of the document"))
    }
}
