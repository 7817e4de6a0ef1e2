//! Every kind that is read as its schema says: one row made from the schemas' own examples, then one thing wrong at a time.

use crate::common::{context, counts, errors, file, only, warnings};
use plumbline::domain::evidence::{EvidenceKind, Record};
use plumbline::domain::lang::Lang;
use plumbline::domain::submission::Intake;
use plumbline::intake::schema::{self, Field, FieldType, Schema};
use plumbline::intake::shown::{self, Style};
use plumbline::intake::values::words;
use plumbline::intake::{Sender, read};

/// A sheet of one row, kept as header → value.
#[derive(Clone)]
struct OneRow {
    schema: &'static Schema,
    lang: Lang,
    cells: Vec<(String, String)>,
}

impl OneRow {
    /// Every field filled with its example, in one language.
    fn of(kind: EvidenceKind, lang: Lang) -> Self {
        let schema = schema::of(kind);
        let second = |field: &Field| schema.exactly_one.iter().any(|group| group.fields[1] == field.id);
        let fields = schema.fields.iter().filter(|field| !second(field));
        let cells = fields.map(|field| (field.id.clone(), field.example(lang).to_owned())).collect();
        Self { schema, lang, cells }
    }

    fn with(mut self, field: &str, value: &str) -> Self {
        assert!(self.schema.field(field).is_some(), "{} has {field}", self.schema.kind);
        self.cells.retain(|(id, _)| id != field);
        self.cells.push((field.to_owned(), value.to_owned()));
        self
    }

    fn only_fields(mut self, keep: impl Fn(&Field) -> bool) -> Self {
        self.cells.retain(|(id, _)| self.schema.field(id).is_some_and(&keep));
        self
    }

    fn csv(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let header = |id: &str| self.schema.field(id).expect("a field").header.get(self.lang).to_owned();
        let headers: Vec<String> = self.cells.iter().map(|(id, _)| quoted(&header(id))).collect();
        let values: Vec<String> = self.cells.iter().map(|(_, value)| quoted(value)).collect();
        format!("{}\n{}\n", headers.join(","), values.join(","))
    }

    fn read(&self) -> Intake {
        let mut context = context();
        context.sender = Sender::Preflight;
        context.lang = self.lang;
        read(&[file(&format!("{}.csv", self.schema.name.get(self.lang)), self.csv())], &context)
    }

    fn record(&self) -> Record {
        let intake = self.read();
        assert!(intake.issues.is_empty(), "{}: {:#?}", self.csv(), intake.issues);
        only(&intake).record.clone()
    }

    /// The code of the only error.
    fn refusal(&self) -> String {
        let intake = self.read();
        let codes: Vec<&str> = intake.issues.iter().map(|issue| issue.code.as_str()).collect();
        assert_eq!((codes.len(), intake.rows.len()), (1, 0), "{}: {:#?}", self.csv(), intake.issues);
        assert!(!intake.issues[0].hint.is_empty() && !intake.issues[0].message.contains('{'));
        codes[0].to_owned()
    }
}

/// All but transcripts, whose rows are turns.
fn kinds() -> impl Iterator<Item = EvidenceKind> {
    EvidenceKind::ALL.into_iter().filter(|kind| *kind != EvidenceKind::Transcripts)
}

#[test]
fn the_schemas_stand_in_the_order_of_the_kinds() {
    let kinds: Vec<EvidenceKind> = schema::all().iter().map(|schema| schema.kind).collect();
    assert_eq!(kinds, EvidenceKind::ALL);
}

#[test]
fn a_row_of_examples_is_the_same_record_in_every_language() {
    for kind in kinds() {
        let records: Vec<Record> = Lang::ALL.map(|lang| OneRow::of(kind, lang).record()).into();
        assert!(records.iter().all(|record| record.kind() == kind && *record == records[0]), "{kind}: {records:#?}");
    }
}

#[test]
fn what_is_shown_of_a_record_reads_back_as_the_same_record() {
    for kind in kinds() {
        for lang in Lang::ALL {
            let record = OneRow::of(kind, lang).record();
            let shown = shown::cells(&record, Style { lang, zone: chrono_tz::America::New_York, offset: true });
            let cells = shown.into_iter().map(|(field, text)| (field.id.clone(), text)).collect();
            let again = OneRow { schema: schema::of(kind), lang, cells };
            assert_eq!(again.record(), record, "{}", again.csv());
        }
    }
}

#[test]
fn the_key_is_made_of_the_fields_that_the_schema_names() {
    for kind in kinds() {
        let schema = schema::of(kind);
        let row = OneRow::of(kind, Lang::En);
        let value = |id: &String| row.cells.iter().find(|cell| cell.0 == *id).expect("filled").1.clone();
        let key: Vec<String> = schema.key.iter().map(value).collect();
        assert_eq!(row.record().natural_key(), key.join("#"), "{kind}");
        assert!(schema.key.iter().all(|id| schema.field(id).is_some_and(|field| field.required)), "{kind}");
    }
}

#[test]
fn required_fields_are_enough_and_none_can_be_left_out() {
    for kind in kinds() {
        let schema = schema::of(kind);
        let grouped = |field: &Field| {
            schema.at_least_one.iter().chain(&schema.exactly_one).any(|group| group.fields[0] == field.id)
        };
        let least = OneRow::of(kind, Lang::ZhHans).only_fields(|field| {
            // The agency keeps the row from being blank where a kind has only one required field.
            field.required || grouped(field) || field.field_type == FieldType::Agency
        });
        least.record();
        for field in schema.fields.iter().filter(|field| field.required) {
            assert_eq!(least.clone().with(&field.id, "").refusal(), "required-missing", "{kind} {}", field.id);
        }
        for field in schema.fields.iter().filter(|field| grouped(field)) {
            assert_eq!(least.clone().with(&field.id, "").refusal(), "one-of-missing", "{kind} {}", field.id);
        }
    }
}

#[test]
fn every_word_of_a_list_is_known_to_its_record() {
    for kind in kinds() {
        for field in schema::of(kind).fields.iter().filter(|field| field.list().is_some()) {
            let list = field.words();
            assert!(!list.is_empty(), "{kind} {}: no such list", field.id);
            // That its other names mean the same, the lists themselves show; here, that the record knows every id.
            for word in list {
                OneRow::of(kind, Lang::En).with(&field.id, &word.id).record();
            }
            assert_eq!(OneRow::of(kind, Lang::ZhHant).with(&field.id, "月亮").refusal(), "value-unknown");
        }
    }
}

#[test]
fn no_two_words_of_a_list_share_a_name() {
    for kind in EvidenceKind::ALL {
        for field in &schema::of(kind).fields {
            for word in field.words() {
                for text in word.texts() {
                    let meant = words::meaning(field.list().expect("a list"), text);
                    assert_eq!(meant, Some(word.id.as_str()), "{kind} {}: {text}", field.id);
                }
            }
        }
    }
}

#[test]
fn no_two_columns_of_a_sheet_share_a_name() {
    for schema in schema::all() {
        for (index, field) in schema.fields.iter().enumerate() {
            for alias in &field.aliases {
                let found = schema.by_header(&plumbline::intake::fold::fold(alias)).map(|found| found.0);
                assert_eq!(found, Some(index), "{}: {alias}", schema.kind);
            }
        }
    }
}

#[test]
fn no_two_sheets_share_a_name() {
    for schema in schema::all() {
        for name in schema.folded_names() {
            let found = plumbline::intake::header::kind_of_name(&name).map(|found| found.kind);
            assert_eq!(found, Some(schema.kind), "{name}");
        }
    }
}

#[test]
fn a_date_is_not_before_the_one_that_it_follows() {
    for kind in kinds() {
        for order in &schema::of(kind).order {
            let with = |first: &str, last: &str| {
                let row = OneRow::of(kind, Lang::En).only_fields(|field| {
                    field.required || field.id == order.first || field.id == order.last || grouped(kind, field)
                });
                row.with(&order.first, first).with(&order.last, last)
            };
            let zoned = schema::of(kind).field(&order.first).is_some_and(|field| field.field_type == FieldType::Moment);
            let (early, late) =
                if zoned { ("2026-07-03 09:59:59", "2026-07-03 10:00:00") } else { ("2026-07-02", "2026-07-03") };
            with(early, late).record();
            with(late, late).record();
            let code = if order.span { "end-before-start" } else { "date-before-other" };
            assert_eq!(with(late, early).refusal(), code, "{kind} {} {}", order.first, order.last);
        }
    }
}

fn grouped(kind: EvidenceKind, field: &Field) -> bool {
    schema::of(kind).at_least_one.iter().any(|group| group.fields[0] == field.id)
}

/// A day against a moment of the same day says nothing about their order.
#[test]
fn days_and_moments_are_compared_by_their_days() {
    let taken = |at: &str, deposited: &str| {
        OneRow::of(EvidenceKind::Collections, Lang::En).with("taken_at", at).with("deposited_on", deposited)
    };
    taken("2026-07-03 23:59:59", "2026-07-03").record();
    taken("2026-07-03T16:30:00Z", "2026-07-04").record();
    assert_eq!(taken("2026-07-03T16:30:00Z", "2026-07-03").refusal(), "date-before-other");
    assert_eq!(taken("2026-07-04", "2026-07-03").refusal(), "date-before-other");
}

#[test]
fn numbers_hold_two_decimals_and_are_never_below_nothing() {
    for (value, expected) in [
        ("0", Some(0)),
        ("8", Some(800)),
        ("1.5", Some(150)),
        ("84.99", Some(8499)),
        ("85.00", Some(8500)),
        ("84.995", None),
        ("-1", None),
        ("+8", None),
        ("8小时", None),
        ("1e3", None),
        ("八", None),
    ] {
        let row = OneRow::of(EvidenceKind::Trainings, Lang::En).with("hours", value);
        match expected {
            Some(expected) => match row.record() {
                Record::Training(training) => assert_eq!(training.hours, expected, "{value}"),
                other => panic!("{other:?}"),
            },
            None => assert_eq!(row.refusal(), "decimal-invalid", "{value}"),
        }
    }
}

#[test]
fn months_are_read_however_written() {
    let row = |value: &str| OneRow::of(EvidenceKind::Reconciliations, Lang::ZhHans).with("month", value);
    for value in
        ["2026-07", "2026/7", "2026.07", "2026年7月", "2026年07月份", "202607", "民國115年7月", "115/07", "2026-07-31"]
    {
        assert_eq!(row(value).record().natural_key(), "2026-07", "{value}");
    }
    for value in ["2000-01", "2100-12"] {
        assert_eq!(row(value).record().natural_key(), value);
    }
    for value in ["26/07", "2026-13", "2026-00", "1999-12", "2101-01", "7月", "七月", "2026"] {
        assert_eq!(row(value).refusal(), "month-invalid", "{value}");
    }
}

#[test]
fn a_ruleset_is_named_by_its_id() {
    let row = |value: &str| OneRow::of(EvidenceKind::Agreements, Lang::En).with("ruleset", value);
    assert_eq!(row("CN-Bank-Card").record(), row("cn-bank-card").record());
    assert_eq!(row("bank card").refusal(), "ruleset-invalid");
}

#[test]
fn a_key_of_two_ids_keeps_them_apart() {
    let key = |training: &str, collector: &str| {
        let row = OneRow::of(EvidenceKind::Trainings, Lang::En);
        row.with("training_id", training).with("collector_id", collector).record().natural_key()
    };
    assert_ne!(key("T#1", "E1"), key("T", "1#E1"));
    assert_ne!(key("T%231", "E1"), key("T#1", "E1"));
}

#[test]
fn only_weekly_kinds_belong_to_their_week() {
    let mut context = context();
    for (kind, sender_week) in [
        (EvidenceKind::Letters, vec!["outside-week"]),
        (EvidenceKind::Collections, vec!["outside-week"]),
        (EvidenceKind::Reports, vec!["outside-week"]),
        (EvidenceKind::Trainings, vec![]),
        (EvidenceKind::Audits, vec![]),
        (EvidenceKind::Incidents, vec![]),
    ] {
        context.sender = Sender::Agency("A1".parse().unwrap(), "2026-W20".parse().unwrap());
        let row = OneRow::of(kind, Lang::En);
        let intake = read(&[file(&format!("{kind}.csv"), row.csv())], &context);
        let codes: Vec<&str> = intake.issues.iter().map(|issue| issue.code.as_str()).collect();
        assert_eq!((codes, intake.rows.len()), (sender_week, 1), "{kind}");
        let dated = schema::of(kind).dated.as_deref();
        assert_eq!(intake.issues.first().map(|issue| issue.field.as_str()), dated.filter(|_| kind.is_weekly()));
    }
}

#[test]
fn each_side_hands_in_its_own_kinds() {
    let agency = Sender::Agency("A1".parse().unwrap(), "2026-W27".parse().unwrap());
    for kind in kinds() {
        for (sender, own, code) in [
            (agency.clone(), !kind.from_bank(), "sheet-of-bank"),
            (Sender::Bank(None), kind.from_bank(), "sheet-of-agency"),
        ] {
            let mut context = context();
            context.sender = sender;
            let intake = read(&[file(&format!("{kind}.csv"), OneRow::of(kind, Lang::En).csv())], &context);
            match own {
                true => assert_eq!(
                    (counts(&intake), intake.issues.len()),
                    (vec![format!("{kind} 1/1/0/0")], 0),
                    "{:?}",
                    intake.issues
                ),
                false => assert_eq!(
                    (counts(&intake), errors(&intake)),
                    (vec![format!("{kind} 1/0/1/0")], vec![code.to_owned()])
                ),
            }
        }
    }
}

#[test]
fn the_same_key_twice_is_a_duplicate_or_a_conflict() {
    let twice = |second: &OneRow| {
        let first = OneRow::of(EvidenceKind::Handovers, Lang::En);
        let row = second.csv().lines().nth(1).expect("a row").to_owned();
        let mut context = context();
        context.sender = Sender::Bank(None);
        read(&[file("handovers.csv", format!("{}{row}\n", first.csv()))], &context)
    };
    let same = twice(&OneRow::of(EvidenceKind::Handovers, Lang::En));
    assert_eq!((counts(&same), warnings(&same)), (vec!["handovers 2/1/0/1".into()], vec!["A3 row-duplicate".into()]));
    let mut other = OneRow::of(EvidenceKind::Handovers, Lang::En);
    other.cells.iter_mut().find(|cell| cell.0 == "backups").expect("filled").1 = "1".into();
    let differing = twice(&other);
    assert_eq!(errors(&differing), ["A2 duplicate-conflict", "A3 duplicate-conflict"]);
    other.cells.iter_mut().find(|cell| cell.0 == "case_no").expect("filled").1 = "K2".into();
    assert_eq!(counts(&twice(&other)), ["handovers 2/2/0/0"], "another case of the same batch");
}

/// As offices head them, without any of our sheet names to help.
#[test]
fn sheets_are_told_apart_by_their_columns() {
    let mut context = context();
    context.sender = Sender::Preflight;
    for kind in kinds() {
        let row = OneRow::of(kind, Lang::ZhHans);
        let intake = read(&[file("Sheet1.csv", row.csv())], &context);
        assert_eq!(intake.sheets[0].kind, Some(kind), "{:?}", intake.issues);
    }
}

#[test]
fn json_lines_hold_a_row_each() {
    let mut context = context();
    context.sender = Sender::Preflight;
    for kind in kinds() {
        let record = OneRow::of(kind, Lang::En).record();
        let object = shown::object(&record, chrono_tz::Asia::Taipei);
        let line = serde_json::to_string(&object).expect("JSON");
        let intake = read(&[file(&format!("{kind}.jsonl"), format!("{line}\n"))], &context);
        assert!(intake.issues.is_empty() && intake.unrecognised_columns.is_empty(), "{line}: {:?}", intake.issues);
        assert_eq!(only(&intake).record, record, "{line}");
    }
}
