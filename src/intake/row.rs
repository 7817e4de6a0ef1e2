//! One row on its way from cells to a record: typed access by field id, faults collected with their cells.

use super::cell::Value;
use super::codes::Code;
use super::fold::fold;
use super::schema::{Field, FieldType, Schema};
use super::values::{self, Fault, Reading, words};
use crate::domain::contact::{AgreedTime, DayOrMoment, Direction, Outcome, Party, Speaker};
use crate::domain::lang::Lang;
use chrono::{DateTime, NaiveDate, Utc};

/// A fault in one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// Where the field stands in the schema; absent where the whole row is meant.
    pub field: Option<usize>,
    /// What is wrong.
    pub fault: Fault,
}

/// A row under examination.
pub struct RowReader<'r> {
    /// The schema of its sheet.
    pub schema: &'static Schema,
    /// Its cells by the schema's fields; blank ones absent.
    pub cells: &'r [Option<Value<'r>>],
    /// Zone and date system.
    pub reading: Reading,
    /// Whether each text cell holds a whole conversation.
    pub whole_calls: bool,
    /// The language of messages.
    pub lang: Lang,
    /// What was found wrong.
    pub faults: Vec<CellFault>,
}

macro_rules! typed {
    ($($(#[$doc:meta])* $name:ident($required:literal) -> $type:ty = |$value:ident, $reader:ident| $read:expr;)*) => {$(
        $(#[$doc])*
        pub fn $name(&mut self, id: &str) -> Option<$type> {
            self.read(id, $required, |$reader, $value, _| $read)
        }
    )*};
}

impl<'r> RowReader<'r> {
    typed! {
        /// An id. The row can't do without it.
        need_id(true) -> String = |value, _reader| values::text::id(value);
        /// An id.
        id(false) -> String = |value, _reader| values::text::id(value);
        /// A phone number. The row can't do without it.
        need_phone(true) -> String = |value, _reader| values::phone::phone(value);
        /// A phone number.
        phone(false) -> String = |value, _reader| values::phone::phone(value);
        /// Who was reached. The row can't do without it.
        need_party(true) -> Party = |value, _reader| words::party(value);
        /// How a call ended. The row can't do without it.
        need_outcome(true) -> Outcome = |value, _reader| words::outcome(value);
        /// Who placed a call.
        direction(false) -> Direction = |value, _reader| words::direction(value);
        /// Who speaks. The row can't do without it.
        need_speaker(true) -> Speaker = |value, _reader| words::speaker(value);
        /// Yes or no.
        yes_no(false) -> bool = |value, _reader| words::yes_no(value);
        /// A date and time. The row can't do without it.
        need_moment(true) -> DateTime<Utc> = |value, reader| values::date::written(value, reader.reading)?.moment(reader.reading.zone);
        /// A date and time.
        moment(false) -> DateTime<Utc> = |value, reader| values::date::written(value, reader.reading)?.moment(reader.reading.zone);
        /// A date.
        day(false) -> NaiveDate = |value, reader| values::date::written(value, reader.reading)?.day(reader.reading.zone);
        /// A date, or a date and time.
        day_or_moment(false) -> DayOrMoment = |value, reader| values::date::written(value, reader.reading)?.day_or_moment(reader.reading.zone);
        /// A length of time, whole seconds. The row can't do without it.
        need_seconds(true) -> i64 = |value, _reader| values::duration::seconds(value);
        /// A length of time, whole seconds.
        seconds(false) -> i64 = |value, _reader| values::duration::seconds(value);
        /// A time agreed.
        agreed(false) -> AgreedTime = |value, reader| values::agreed::agreed(value, reader.reading);
        /// A whole number. The row can't do without it.
        need_count(true) -> u64 = |value, _reader| values::number::count(value);
        /// A whole number.
        count(false) -> u64 = |value, _reader| values::number::count(value);
        /// A sha256.
        sha256(false) -> String = |value, _reader| values::text::sha256(value);
    }

    /// Text within the field's bound.
    pub fn text(&mut self, id: &str) -> Option<String> {
        self.read(id, false, |_, value, field| {
            values::text::text(value, field.max.unwrap_or(values::text::TEXT_CHARACTERS))
        })
    }

    /// Text that must be there.
    pub fn need_text(&mut self, id: &str) -> Option<String> {
        self.read(id, true, |_, value, field| {
            values::text::text(value, field.max.unwrap_or(values::text::TEXT_CHARACTERS))
        })
    }

    /// The field's value as the record keeps it.
    pub fn json(&mut self, field: &Field) -> Option<serde_json::Value> {
        self.read(&field.id, field.required, |reader, value, field| values::typed::json(value, field, reader.reading))
    }

    /// Whether the cell is filled.
    pub fn filled(&self, id: &str) -> bool {
        self.schema.position(id).is_some_and(|index| self.cells[index].is_some())
    }

    /// The cell's content.
    pub fn value(&self, id: &str) -> Option<&'r Value<'r>> {
        let cells: &'r [Option<Value<'r>>] = self.cells;
        self.schema.position(id).and_then(|index| cells[index].as_ref())
    }

    fn read<T>(
        &mut self,
        id: &str,
        required: bool,
        read: impl Fn(&Self, &Value, &Field) -> Result<T, Fault>,
    ) -> Option<T> {
        let index = self.schema.position(id)?;
        let field = &self.schema.fields[index];
        let fault = match &self.cells[index] {
            None if required => Fault::new(Code::RequiredMissing).with("about", field.about.get(self.lang)),
            None => return None,
            Some(value) if says_nothing(field.field_type, value) => {
                if !required {
                    return None;
                }
                Fault::new(Code::RequiredMissing).with("about", field.about.get(self.lang))
            }
            Some(Value::Error(_)) => Fault::new(Code::CellError),
            Some(Value::Uncomputed) => Fault::new(Code::FormulaWithoutResult),
            Some(value) => match read(self, value, field) {
                Ok(typed) => return Some(typed),
                Err(fault) => fault,
            },
        };
        self.faults.push(CellFault { field: Some(index), fault });
        None
    }

    /// Records a fault that concerns `id`.
    pub fn fault(&mut self, id: &str, fault: Fault) {
        self.faults.push(CellFault { field: self.schema.position(id), fault });
    }

    /// Checks the schema's groups: one of these must, only one of those may be filled.
    pub fn check_groups(&mut self) {
        let names = |fields: &[String]| {
            let headers: Vec<&str> =
                fields.iter().filter_map(|id| self.schema.field(id)).map(|f| f.header.get(self.lang)).collect();
            headers.join(" / ")
        };
        let mut faults = Vec::new();
        for (group, exactly) in
            self.schema.at_least_one.iter().map(|g| (g, false)).chain(self.schema.exactly_one.iter().map(|g| (g, true)))
        {
            let filled = group.fields.iter().filter(|id| self.filled(id)).count();
            let code = match filled {
                0 => Code::OneOfMissing,
                1 => continue,
                _ if exactly => Code::OneOfBoth,
                _ => continue,
            };
            let field = group.fields.first().and_then(|id| self.schema.position(id));
            faults.push(CellFault { field, fault: Fault::new(code).with("columns", names(&group.fields)) });
        }
        self.faults.extend(faults);
    }
}

/// Whether a cell holds what people write into a cell that stays blank: a dash, a stroke, N/A, 无. Texts and words keep theirs.
fn says_nothing(field_type: FieldType, value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    let worded = matches!(field_type, FieldType::Text | FieldType::Word | FieldType::YesNo);
    let dashes = |text: &str| text.chars().all(|c| matches!(c, '-' | '–' | '—' | '－' | '/' | '／' | ' ' | '\u{3000}'));
    !worded
        && text.len() <= 12
        && (dashes(text) || matches!(fold(text).as_str(), "na" | "null" | "nil" | "none" | "无"))
}
