//! One declarative description per kind of evidence (`schema/*.toml`): the reader, the template, the annotated hints and the
//! documentation derive from it, so that instructions and validator can't disagree.

use super::fold::{fold, is_traditional};
use super::values::words::{self, Word};
use crate::domain::evidence::EvidenceKind;
use crate::domain::ids::{ClauseId, Digest};
use crate::domain::lang::{Lang, Texts};
use crate::text::distance::edit_distance;
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
    /// One of the words of the list that the field names (`values/words.toml`).
    Word,
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
    /// A number from 0 with at most two decimals.
    Number,
    /// A calendar month.
    Month,
    /// A ruleset's id.
    Ruleset,
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
    /// The list of words that it is bound to.
    words: Option<String>,
    /// Whether each row must fill it.
    #[serde(default)]
    pub required: bool,
    /// A value as an office would write it; the type's own example where absent.
    example: Option<String>,
    /// Its name in the record, where that is another than its id.
    stored: Option<String>,
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

/// Two dates of which the second can't lie before the first.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// The id of the one that comes first.
    pub first: String,
    /// The id of the other.
    pub last: String,
    /// Whether they are beginning and end of one thing.
    #[serde(default)]
    pub span: bool,
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
    /// What it proves, for the documentation.
    pub about: Texts,
    /// The clauses of the code of conduct that it serves to decide.
    pub clauses: Vec<ClauseId>,
    /// The fields that together make two rows versions of the same thing.
    pub key: Vec<String>,
    /// The field that says when a row of a week happened.
    pub dated: Option<String>,
    /// Dates that follow one another.
    #[serde(default)]
    pub order: Vec<Order>,
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

/// In the order of `EvidenceKind::ALL`.
const SOURCES: [&str; EvidenceKind::ALL.len()] = [
    include_str!("schema/calls.toml"),
    include_str!("schema/transcripts.toml"),
    include_str!("schema/visits.toml"),
    include_str!("schema/recordings.toml"),
    include_str!("schema/letters.toml"),
    include_str!("schema/staff.toml"),
    include_str!("schema/lines.toml"),
    include_str!("schema/collections.toml"),
    include_str!("schema/reports.toml"),
    include_str!("schema/incidents.toml"),
    include_str!("schema/trainings.toml"),
    include_str!("schema/audits.toml"),
    include_str!("schema/cases.toml"),
    include_str!("schema/complaints.toml"),
    include_str!("schema/inspections.toml"),
    include_str!("schema/approvals.toml"),
    include_str!("schema/handovers.toml"),
    include_str!("schema/reconciliations.toml"),
    include_str!("schema/agreements.toml"),
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

impl Field {
    /// The list of words that its cells are bound to.
    pub fn list(&self) -> Option<&str> {
        match self.field_type {
            FieldType::YesNo => Some("yes-no"),
            FieldType::Word => self.words.as_deref(),
            _ => None,
        }
    }

    /// The words that its cells are bound to; none where it isn't.
    pub fn words(&self) -> &'static [Word] {
        words::choices(self)
    }

    /// Its name in the record.
    pub fn stored(&self) -> &str {
        self.stored.as_deref().unwrap_or(&self.id)
    }

    /// Whether an example says anything: any text is one for a text.
    pub fn has_example(&self) -> bool {
        self.example.is_some() || !matches!(self.field_type, FieldType::Text | FieldType::List)
    }

    /// A value as somebody would fill it in, in the language of the sheet.
    pub fn example(&self, lang: Lang) -> &str {
        if let Some(word) = words::choices(self).first() {
            return self
                .example
                .as_deref()
                .and_then(|id| words::name_of(self, id, lang))
                .unwrap_or(word.name.get(lang));
        }
        self.example.as_deref().unwrap_or(match self.field_type {
            FieldType::Phone | FieldType::Phones => "02100000001",
            FieldType::Moment => "2026-07-03 10:00:00",
            FieldType::Day | FieldType::DayOrMoment | FieldType::DayStart => "2026-07-03",
            FieldType::Duration => "00:03:20",
            FieldType::Agreed => "21:00-22:00",
            FieldType::Money => "100.50",
            FieldType::Number => "8",
            FieldType::Month => "2026-07",
            FieldType::Ruleset => "cn-bank-card",
            FieldType::Zone => "Asia/Shanghai",
            FieldType::Count | FieldType::Millis => "1",
            FieldType::Sha256 => "abababababababababababababababababababababababababababababababab",
            FieldType::People => "E001、E002",
            _ => "A1",
        })
    }
}

/// Whether a row must fill a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Every row.
    Always,
    /// This one, or another of its group.
    OneOf,
    /// No row.
    No,
}

impl Schema {
    /// Whether a row must fill the field.
    pub fn need(&self, field: &Field) -> Need {
        let within = |groups: &[Group]| groups.iter().any(|group| group.fields.contains(&field.id));
        let by_turn = self.conversation.as_ref().is_some_and(|form| form.without.contains(&field.id));
        if field.required || by_turn {
            Need::Always
        } else if within(&self.at_least_one) || within(&self.exactly_one) {
            Need::OneOf
        } else {
            Need::No
        }
    }

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
