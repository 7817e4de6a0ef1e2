//! The kinds of evidence: what may be handed in, made from the schemas that read it.

use super::rules::Multilingual;
use crate::intake::schema::{self, Field, FieldType, Need, Schema};
use crate::web::error::Problem;
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, Object, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{Components, RefOr};

/// A kind of evidence.
#[derive(Debug, Serialize, ToSchema)]
pub struct KindResource {
    /// Its id.
    kind: &'static str,
    /// Whether the bank hands it in rather than the agency.
    from_bank: bool,
    /// The sheet's name.
    sheet: Multilingual,
    /// What it proves.
    about: Multilingual,
    /// The clauses of the code of conduct that it serves to decide.
    clauses: Vec<&'static str>,
    /// The fields that together make two rows versions of the same thing.
    key: &'static [String],
    /// Its fields.
    fields: Vec<FieldResource>,
}

/// A field: a column of the sheet, a key of a JSON line.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldResource {
    /// Its id.
    id: &'static str,
    /// Its column's header.
    header: Multilingual,
    /// What it means.
    about: Multilingual,
    /// `always`, `one-of` with others of its group, or `may` stay blank.
    filled: &'static str,
    /// The ids of the words that it is bound to.
    words: Vec<&'static str>,
}

/// Kinds of evidence
#[utoipa::path(get, path = "/api/v1/kinds", tag = "evidence",
    responses((status = 200, body = [KindResource]), (status = 401, body = Problem)))]
pub async fn list() -> web::Json<Vec<KindResource>> {
    web::Json(schema::all().iter().map(resource).collect())
}

fn resource(schema: &'static Schema) -> KindResource {
    let field = |field: &'static Field| FieldResource {
        id: &field.id,
        header: (&field.header).into(),
        about: (&field.about).into(),
        filled: match schema.need(field) {
            Need::Always => "always",
            Need::OneOf => "one-of",
            Need::No => "may",
        },
        words: field.words().iter().map(|word| word.id.as_str()).collect(),
    };
    KindResource {
        kind: schema.kind.as_str(),
        from_bank: schema.kind.from_bank(),
        sheet: (&schema.name).into(),
        about: (&schema.about).into(),
        clauses: schema.clauses.iter().map(|clause| clause.as_str()).collect(),
        key: &schema.key,
        fields: schema.fields.iter().map(field).collect(),
    }
}

/// Adds a row of each kind, as a line of JSON Lines has it, under `evidence.<kind>`.
pub(super) fn describe(components: &mut Components) {
    for schema in schema::all() {
        let mut row = ObjectBuilder::new().description(Some(&schema.about.en));
        for field in &schema.fields {
            row = row.property(&field.id, property(field));
            if field.required {
                row = row.required(&field.id);
            }
        }
        components.schemas.insert(format!("evidence.{}", schema.kind), RefOr::T(row.build().into()));
    }
}

fn property(field: &Field) -> utoipa::openapi::Schema {
    let plain = |of: Type| ObjectBuilder::new().schema_type(SchemaType::new(of)).description(Some(&field.about.en));
    let text = || Object::with_type(Type::String);
    match field.field_type {
        FieldType::YesNo => plain(Type::Boolean).build().into(),
        FieldType::Count | FieldType::Millis => plain(Type::Integer).build().into(),
        FieldType::Word => {
            let words = field.words().iter().map(|word| word.id.as_str());
            plain(Type::String).enum_values(Some(words)).build().into()
        }
        FieldType::List | FieldType::People | FieldType::Phones => Array::new(text()).into(),
        _ => plain(Type::String).build().into(),
    }
}
