//! One declarative description per kind of evidence (`schema/*.toml`): the reader, the template, the annotated hints and the
//! documentation derive from it, so that instructions and validator can't disagree.

use super::fold::{edit_distance, fold, is_traditional};
use crate::domain::evidence::EvidenceKind;
use crate::domain::ids::Digest;
use crate::domain::lang::Texts;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a cell of a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldType {
    /// An id: text without line breaks; whole numbers are read as their digits.
    Id,
    /// Any text.
    Text,
    /// A phone number.
    Phone,
    /// Several phone numbers.
    Phones,
    /// Who was reached.
    Party,
    /// How a call ended.
    Outcome,
    /// Who placed a call.
    Direction,
    /// What a phone line is.
    LineKind,
    /// Who speaks.
    Speaker,
    /// A date and time.
    Moment,
    /// A date.
    Day,
    /// A date, or a date and time.
    DayOrMoment,
    /// A date and time; a date alone means its beginning.
    DayStart,
    /// A length of time.
    Duration,
    /// A time agreed for a contact.
    Agreed,
    /// Yes or no.
    YesNo,
    /// Several names or ids of things.
    List,
    /// Several people.
    People,
    /// An amount of money.
    Money,
    /// A time zone.
    Zone,
    /// A whole number from 0.
    Count,
    /// Milliseconds.
    Millis,
    /// A sha256.
    Sha256,
    /// An agency's id.
    Agency,
}

/// One field: a column of the sheet, a key of a JSON line.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The English id, as in the API.
    pub id: String,
    /// Its column's header.
    pub header: Texts,
    /// Other headers it is known by, in any script, width and case.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What its cells may hold.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// Whether each row must fill it.
    #[serde(default)]
    pub required: bool,
    /// Longest text, characters; the type's own bound where absent.
    pub max: Option<usize>,
    /// What it means, for the template and the documentation.
    pub about: Texts,
}

/// Fields of which some must be filled.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Their ids.
    pub fields: Vec<String>,
}

/// How a sheet may hold one conversation per row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conversation {
    /// Without all of these columns each text cell holds a whole call.
    pub without: Vec<String>,
}

/// One kind of evidence.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// Which kind.
    pub kind: EvidenceKind,
    /// The sheet's name.
    pub name: Texts,
    /// Other names the sheet is known by.
    pub aliases: Vec<String>,
    /// Groups of which at least one must be filled.
    #[serde(default)]
    pub at_least_one: Vec<Group>,
    /// Groups of which exactly one must be filled.
    #[serde(default)]
    pub exactly_one: Vec<Group>,
    /// Whether a cell may hold a whole conversation.
    pub conversation: Option<Conversation>,
    /// The fields in the order of the template's columns.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
    #[serde(skip)]
    by_header: HashMap<String, (usize, HeaderRank)>,
}

/// How well a header names its field: the canonical header beats an alias.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeaderRank {
    /// One of the field's aliases.
    Alias,
    /// The field's id or its header in one of the languages.
    Canonical,
}

const SOURCES: [&str; 7] = [
    include_str!("schema/calls.toml"),
    include_str!("schema/transcripts.toml"),
    include_str!("schema/visits.toml"),
    include_str!("schema/recordings.toml"),
    include_str!("schema/staff.toml"),
    include_str!("schema/lines.toml"),
    include_str!("schema/cases.toml"),
];

static SCHEMAS: LazyLock<Vec<Schema>> = LazyLock::new(|| SOURCES.iter().map(|source| parse(source)).collect());

fn parse(source: &str) -> Schema {
    let mut schema: Schema = toml::from_str(source).expect("the embedded schemas are valid: tests/intake checks them");
    for (index, field) in schema.fields.iter().enumerate() {
        for alias in &field.aliases {
            schema.by_header.entry(fold(alias)).or_insert((index, HeaderRank::Alias));
        }
    }
    for (index, field) in schema.fields.iter().enumerate() {
        for header in [&field.id, &field.header.zh_hans, &field.header.zh_hant, &field.header.en] {
            schema.by_header.insert(fold(header), (index, HeaderRank::Canonical));
        }
    }
    schema
}

/// All kinds, in the order of the template's sheets.
pub fn all() -> &'static [Schema] {
    &SCHEMAS
}

/// The schema of `kind`.
pub fn of(kind: EvidenceKind) -> &'static Schema {
    let place = EvidenceKind::ALL.iter().position(|&each| each == kind).unwrap_or(0);
    &SCHEMAS[place]
}

/// `sha256` over all schemas' text: the version that a template carries.
pub fn digest() -> Digest {
    Digest::of(SOURCES.concat().as_bytes())
}

impl Schema {
    /// Where the field with `id` stands among the fields.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.id == id)
    }

    /// The field with `id`.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// Whether a sheet with all required columns can hardly be anything else.
    pub fn is_distinctive(&self) -> bool {
        const MANY: usize = 4;
        self.fields.iter().filter(|field| field.required).count() >= MANY
    }

    /// The field that a folded header names.
    pub fn by_header(&self, folded: &str) -> Option<(usize, HeaderRank)> {
        self.by_header.get(folded).copied()
    }

    /// The known header that looks most like `header`, in the script in which that is written.
    pub fn nearest(&self, header: &str) -> String {
        let wanted = fold(header);
        let distance = |known: &String| {
            let longest = known.chars().count().max(wanted.chars().count()).max(1);
            let shared = known.chars().filter(|c| wanted.contains(*c)).count();
            (edit_distance(known, &wanted) * 1000 / longest, usize::MAX - shared)
        };
        let nearest = self.by_header.iter().min_by_key(|(known, (index, _))| (distance(known), *index, *known));
        let Some((_, &(index, _))) = nearest else { return String::new() };
        let field = &self.fields[index];
        if header.is_ascii() {
            field.id.clone()
        } else if is_traditional(header) {
            field.header.zh_hant.clone()
        } else {
            field.header.zh_hans.clone()
        }
    }

    /// The names the sheet is known by, folded.
    pub fn folded_names(&self) -> impl Iterator<Item = String> {
        [self.kind.as_str(), &self.name.zh_hans, &self.name.zh_hant, &self.name.en]
            .into_iter()
            .chain(self.aliases.iter().map(String::as_str))
            .map(fold)
    }

    /// Whether, with these fields present, each text cell holds a whole conversation.
    pub fn holds_conversations(&self, present: impl Fn(&str) -> bool) -> bool {
        self.conversation.as_ref().is_some_and(|form| form.without.iter().all(|id| !present(id)))
    }

    /// The fields without which a sheet can't be read, given those present; groups name all their members.
    pub fn missing(&self, present: impl Fn(&str) -> bool) -> Vec<&Field> {
        let conversation = self.holds_conversations(&present);
        let mut missing: Vec<&Field> = self
            .fields
            .iter()
            .filter(|field| field.required && !present(&field.id))
            .chain(
                self.conversation
                    .iter()
                    .filter(|_| !conversation)
                    .flat_map(|form| &form.without)
                    .filter(|id| !present(id))
                    .filter_map(|id| self.field(id)),
            )
            .collect();
        for group in self.at_least_one.iter().chain(&self.exactly_one) {
            if !group.fields.iter().any(|id| present(id)) {
                missing.extend(group.fields.first().and_then(|id| self.field(id)));
            }
        }
        missing
    }
}
