//! Evidence written out again, under the headers of its schema: what is exported can be handed in unchanged.

use super::schema::{self, FieldType, Schema};
use super::shown::{self, Style};
use super::values::text::escaped;
use crate::domain::evidence::{EvidenceKind, Record};
use crate::domain::ids::AgencyId;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The columns of an exported sheet: the schema's, then those of the agencies' own.
pub struct Columns {
    schema: &'static Schema,
    style: Style,
    extra: Vec<String>,
}

impl Columns {
    /// The columns for rows of `kind` that bring these columns of their own.
    pub fn new(kind: EvidenceKind, style: Style, extra: BTreeSet<String>) -> Self {
        Self { schema: schema::of(kind), style, extra: extra.into_iter().collect() }
    }

    /// The sheet's name.
    pub fn sheet(&self) -> &str {
        self.schema.name.get(self.style.lang)
    }

    /// The headers.
    pub fn headers(&self) -> Vec<&str> {
        let own = self.schema.fields.iter().map(|field| field.header.get(self.style.lang));
        own.chain(self.extra.iter().map(String::as_str)).collect()
    }

    /// A row under the headers, blank where it says nothing.
    pub fn row(&self, agency: &AgencyId, record: &Record, extra: &BTreeMap<String, String>) -> Vec<String> {
        let mut filled: BTreeMap<&str, String> = shown::cells(record, self.style)
            .into_iter()
            .map(|(field, text)| {
                let text = if field.field_type == FieldType::Text { escaped(&text).into_owned() } else { text };
                (field.id.as_str(), text)
            })
            .collect();
        let fields = self.schema.fields.iter().map(|field| match field.field_type {
            FieldType::Agency => agency.to_string(),
            _ => filled.remove(field.id.as_str()).unwrap_or_default(),
        });
        let own = self.extra.iter().map(|header| extra.get(header).map_or(String::new(), |text| escaped(text).into()));
        fields.chain(own).collect()
    }

    /// A row as a JSON line.
    pub fn object(&self, agency: &AgencyId, record: &Record, extra: &BTreeMap<String, String>) -> Map<String, Value> {
        let mut object = shown::object(record, self.style.zone);
        for field in self.schema.fields.iter().filter(|field| field.field_type == FieldType::Text) {
            if let Some(Value::String(text)) = object.get_mut(&field.id) {
                *text = escaped(text).into_owned();
            }
        }
        object.insert("agency_id".to_owned(), agency.to_string().into());
        object.entry("kind").or_insert_with(|| self.schema.kind.as_str().into());
        object.extend(extra.iter().map(|(header, text)| (header.clone(), escaped(text).into())));
        object
    }
}
