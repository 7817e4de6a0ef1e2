//! JSON Lines: one object per line with the fields' English ids, or one call with its turns as `screen` takes it.

use super::cell::{Cell, Value};
use super::codes::Code;
use super::collector::{Collector, Subject};
use super::fold::fold;
use super::header::{self, BufferedRow};
use super::row::{CellFault, RowReader};
use super::rows::{self, RowSource};
use super::schema::{self, Schema};
use super::values::{Fault, Reading, text, words};
use super::{base_name, encoding, sender_refuses, stem};
use crate::domain::contact::{Speaker, Turn};
use crate::domain::evidence::{EvidenceKind, Record, SheetRef};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the `screen` form says besides its turns.
const SCREEN_KEYS: [&str; 6] = ["agency_id", "case_no", "party", "started_at", "ended_at", "turns"];

struct File<'s> {
    name: &'s str,
    named: Option<&'static Schema>,
    origin: Arc<SheetRef>,
    sheets: BTreeMap<EvidenceKind, usize>,
    refused: BTreeSet<EvidenceKind>,
}

/// Reads the file into the collector.
pub fn read(collector: &mut Collector, name: &str, bytes: &[u8]) -> Result<(), Fault> {
    let text = encoding::decode(bytes, collector.context.encoding.as_deref(), |_| false)?;
    let (file_name, file_sha256) = collector.file();
    let sheet = base_name(name);
    let origin = SheetRef { file_sha256, file_name, sheet: sheet.to_owned(), columns: BTreeMap::new() };
    let named = header::kind_of_name(stem(name)).or_else(|| header::kind_within_name(stem(name)));
    let mut file =
        File { name: sheet, named, origin: Arc::new(origin), sheets: BTreeMap::new(), refused: BTreeSet::new() };
    let mut lines = 0;
    for (line, number) in text.lines().zip(1u32..) {
        if super::fold::trim(line).is_empty() {
            continue;
        }
        lines += 1;
        if lines > collector.limits.rows {
            return Err(Fault::new(Code::TooManyRows).with("limit", collector.limits.rows.to_string()));
        }
        match serde_json::from_str::<Map<String, Json>>(line) {
            Ok(object) => take(collector, &mut file, number, object),
            Err(error) => refuse(
                collector,
                &mut file,
                number,
                line,
                Fault::new(Code::JsonInvalid).with("reason", error.to_string()),
            ),
        }
    }
    Ok(())
}

fn take(collector: &mut Collector, file: &mut File, number: u32, object: Map<String, Json>) {
    let Some(schema) = kind_of(&object, file.named) else {
        let shown = Json::Object(object).to_string();
        refuse(collector, file, number, &shown, Fault::new(Code::SheetUnknown));
        return;
    };
    let sheet = sheet_of(collector, file, schema);
    if file.refused.contains(&schema.kind) {
        collector.refuse_rows(sheet, 1);
        return;
    }
    let origin = Arc::clone(&file.origin);
    let reading = Reading { zone: collector.context.zone, from_1904: false };
    let mut source = RowSource { sheet, schema, origin: &origin, reading, whole_calls: false };
    let screen = schema.kind == EvidenceKind::Transcripts && object.get("turns").is_some_and(Json::is_array);
    let mut values: Vec<Option<Value>> = vec![None; schema.fields.len()];
    let mut extra = BTreeMap::new();
    let mut faults = Vec::new();
    for (key, json) in &object {
        let names_kind = key == "kind" && json.as_str().and_then(header::kind_of_name).is_some();
        if names_kind || (screen && SCREEN_KEYS.contains(&key.as_str()) && key != "agency_id") {
            continue;
        }
        let field = schema.by_header(&fold(key)).map(|(index, _)| index);
        match (field, value_of(json)) {
            (_, Ok(None)) => {}
            (Some(index), Ok(Some(value))) => values[index] = Some(value).filter(|value| !value.is_blank()),
            (Some(index), Err(fault)) => faults.push(CellFault { field: Some(index), fault }),
            (None, _) => {
                collector.unrecognised(file.name, key, schema.nearest(key));
                let text = json.as_str().map(|text| text::unescaped(text).to_owned());
                extra.insert(key.clone(), text.unwrap_or_else(|| json.to_string()));
            }
        }
    }
    if !faults.is_empty() {
        collector.refuse_rows(sheet, 1);
        rows::report(collector, &source, number, &values, faults);
    } else if screen {
        take_call(collector, &source, number, &object, &values, extra);
    } else {
        source.whole_calls =
            schema.holds_conversations(|id| schema.position(id).is_some_and(|index| values[index].is_some()));
        rows::read(collector, &source, number, &values, extra);
    }
}

/// The kind a line names, the one the file is named after, or the one whose fields it has.
fn kind_of(object: &Map<String, Json>, named: Option<&'static Schema>) -> Option<&'static Schema> {
    if object.contains_key("turns") && object.contains_key("call_id") {
        return Some(schema::of(EvidenceKind::Transcripts));
    }
    let known = |schema: &Schema| object.keys().filter(|key| schema.by_header(&fold(key)).is_some()).count();
    let said = object.get("kind").and_then(Json::as_str).and_then(header::kind_of_name);
    if let Some(schema) = said.or(named) {
        return Some(schema);
    }
    let fits = |schema: &&'static Schema| {
        let present: BTreeSet<usize> =
            object.keys().filter_map(|key| schema.by_header(&fold(key)).map(|(index, _)| index)).collect();
        schema.missing(|id| schema.position(id).is_some_and(|index| present.contains(&index))).is_empty()
            && known(schema) >= 2
            && known(schema) * 2 >= object.len()
    };
    let fitting: Vec<&'static Schema> = schema::all().iter().filter(fits).collect();
    let most = fitting.iter().map(|schema| known(schema)).max()?;
    let mut winners = fitting.into_iter().filter(|schema| known(schema) == most);
    winners.next().filter(|_| winners.next().is_none())
}

fn sheet_of(collector: &mut Collector, file: &mut File, schema: &'static Schema) -> usize {
    if let Some(&sheet) = file.sheets.get(&schema.kind) {
        return sheet;
    }
    let sheet = collector.begin_sheet(file.name, Some(schema.kind));
    file.sheets.insert(schema.kind, sheet);
    if let Some(code) = sender_refuses(&collector.context.sender, schema.kind) {
        file.refused.insert(schema.kind);
        let kind = schema.name.get(collector.context.lang);
        let place = collector.place(sheet, 0, 0);
        let subject = Subject { sheet: file.name, ..Subject::default() };
        collector.issue(place, subject, &Fault::new(code).with("kind", kind));
    }
    sheet
}

/// A line that is no evidence at all: counted on the file's first sheet, or on one of no kind.
fn refuse(collector: &mut Collector, file: &mut File, number: u32, line: &str, fault: Fault) {
    let sheet = match (file.named, file.sheets.values().next()) {
        (Some(schema), _) => sheet_of(collector, file, schema),
        (None, Some(&sheet)) => sheet,
        (None, None) => match collector.sheets_of_file().len() {
            0 => collector.begin_sheet(file.name, None),
            _ => collector.last_sheet(),
        },
    };
    collector.refuse_rows(sheet, 1);
    let fault = if fault.code == Code::SheetUnknown { Fault::new(Code::LineUnknown) } else { fault };
    let place = collector.place(sheet, number, 0);
    let subject =
        Subject { sheet: file.name, cell: format!("L{number}"), value: line.to_owned(), ..Subject::default() };
    collector.issue(place, subject, &fault);
}

/// The file as a sheet's rows: headers first, a row per line, a row per turn of a call; and the row of each line.
pub fn as_rows(bytes: &[u8], declared: Option<&str>) -> Result<(Vec<BufferedRow>, BTreeMap<u32, u32>), Fault> {
    let text = encoding::decode(bytes, declared, |_| false)?;
    let mut keys: Vec<String> = Vec::new();
    let mut rows: Vec<BufferedRow> = vec![(1, Vec::new())];
    let mut moved = BTreeMap::new();
    for (line, number) in text.lines().zip(1u32..).filter(|(line, _)| !super::fold::trim(line).is_empty()) {
        moved.insert(number, rows.len() as u32 + 1);
        let Ok(object) = serde_json::from_str::<Map<String, Json>>(line) else {
            rows.push((rows.len() as u32 + 1, vec![(0, Value::Text(Cow::Owned(line.to_owned())))]));
            continue;
        };
        for object in turns_apart(object) {
            let mut cells: Vec<Cell<'static>> = Vec::new();
            for (key, json) in &object {
                let place = keys.iter().position(|known| known == key).unwrap_or_else(|| {
                    keys.push(key.clone());
                    keys.len() - 1
                });
                let shown = || Value::Text(Cow::Owned(json.to_string()));
                let value = value_of(json).map_or_else(|_| Some(shown()), |value| value.map(Value::into_owned));
                cells.extend(value.map(|value| (place as u32, value)));
            }
            cells.sort_by_key(|cell| cell.0);
            rows.push((rows.len() as u32 + 1, cells));
        }
    }
    rows[0].1 = (0..).zip(keys).map(|(column, key)| (column, Value::Text(Cow::Owned(key)))).collect();
    Ok((rows, moved))
}

/// A call with its turns as one object per turn; anything else as it is.
fn turns_apart(mut object: Map<String, Json>) -> Vec<Map<String, Json>> {
    let Some(Json::Array(turns)) = object.remove("turns") else { return vec![object] };
    let kept: Map<String, Json> =
        object.into_iter().filter(|(key, _)| !SCREEN_KEYS.contains(&key.as_str()) || key == "agency_id").collect();
    let numbered = turns.into_iter().zip(1u32..).map(|(turn, number)| {
        let mut object = kept.clone();
        object.insert("turn_no".to_owned(), number.into());
        object.entry("speaker".to_owned()).or_insert_with(|| "unknown".into());
        match turn {
            Json::Object(turn) => object.extend(turn),
            other => {
                object.insert("text".to_owned(), other);
            }
        }
        object
    });
    numbered.collect()
}

/// A JSON value as a cell: lists of texts as lines, null as blank.
fn value_of(json: &Json) -> Result<Option<Value<'_>>, Fault> {
    Ok(Some(match json {
        Json::Null => return Ok(None),
        Json::Bool(yes) => Value::Bool(*yes),
        Json::String(text) => Value::Text(Cow::Borrowed(text)),
        Json::Number(number) => match number.as_f64() {
            Some(float) if float.abs() < 9e15 => Value::Number(float),
            _ => Value::Text(Cow::Owned(number.to_string())),
        },
        Json::Array(items) => {
            let texts: Option<Vec<String>> = items
                .iter()
                .map(|item| match item {
                    Json::String(text) => Some(text.clone()),
                    Json::Number(number) => Some(number.to_string()),
                    _ => None,
                })
                .collect();
            Value::Text(Cow::Owned(texts.ok_or_else(|| Fault::new(Code::ValueType))?.join("\n")))
        }
        Json::Object(_) => return Err(Fault::new(Code::ValueType)),
    }))
}

/// A call with its turns, numbered from 1 in their order; empty turns keep their place.
fn take_call(
    collector: &mut Collector,
    source: &RowSource,
    number: u32,
    object: &Map<String, Json>,
    values: &[Option<Value>],
    extra: BTreeMap<String, String>,
) {
    let mut reader = RowReader {
        schema: source.schema,
        cells: values,
        reading: source.reading,
        whole_calls: true,
        lang: collector.context.lang,
        faults: Vec::new(),
    };
    let call_id = reader.need_id("call_id");
    let agency = rows::agency_of(&mut reader, &collector.context.sender);
    let mut turns = Vec::new();
    let items = object.get("turns").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    for (item, turn_no) in items.iter().zip(1u32..) {
        match (call_id.as_deref(), turn_of(item)) {
            (Some(call_id), Ok(turn)) => {
                let turn = Turn { call_id: call_id.to_owned(), turn_no, ..turn };
                turns.push(Record::Turn(turn));
            }
            (_, Err((id, fault))) => reader.fault(id, fault),
            (None, Ok(_)) => {}
        }
    }
    if items.is_empty() {
        reader.fault("text", Fault::new(Code::ConversationUnreadable));
    }
    let faults = std::mem::take(&mut reader.faults);
    if faults.is_empty() {
        rows::take_records(collector, source, number, turns, agency, extra);
    } else {
        collector.refuse_rows(source.sheet, 1);
        rows::report(collector, source, number, values, faults);
    }
}

fn turn_of(item: &Json) -> Result<Turn, (&'static str, Fault)> {
    let wrong = |id| (id, Fault::new(Code::ValueType));
    let object = item.as_object().ok_or(wrong("text"))?;
    let said = object.get("text").and_then(Json::as_str).ok_or(wrong("text"))?;
    let most = schema::of(EvidenceKind::Transcripts).field("text").and_then(|f| f.max).unwrap_or(text::TEXT_CHARACTERS);
    if said.chars().count() > most {
        return Err(("text", Fault::new(Code::TextTooLong).with("limit", most.to_string())));
    }
    let speaker = match object.get("speaker") {
        None | Some(Json::Null) => Speaker::Unknown,
        Some(Json::String(role)) if role.is_empty() => Speaker::Unknown,
        Some(Json::String(role)) => {
            let value = Value::Text(Cow::Borrowed(role));
            words::speaker(&value).map_err(|_| ("speaker", Fault::new(Code::RoleUnknown).with("role", role)))?
        }
        Some(_) => return Err(wrong("speaker")),
    };
    let millis = |id: &'static str| match object.get(id) {
        None | Some(Json::Null) => Ok(None),
        Some(number) => number.as_u64().map(Some).ok_or((id, Fault::new(Code::NumberInvalid))),
    };
    let (start_ms, end_ms) = (millis("start_ms")?, millis("end_ms")?);
    Ok(Turn { call_id: String::new(), turn_no: 0, speaker, text: said.to_owned(), start_ms, end_ms })
}
