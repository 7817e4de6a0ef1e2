//! Which kind of evidence a sheet is, and which of its rows holds the headers.

use super::cell::{Cell, Value};
use super::fold::{fold, trim};
use super::schema::{self, Field, FieldType, HeaderRank, Schema};
use std::collections::BTreeSet;

/// The header row stands within the first so many rows.
pub const SEARCHED: u32 = 20;
/// A header may be spread over so many rows.
const DEEPEST: usize = 3;

/// The name of the column that annotated workbooks add.
pub const PROBLEMS: [&str; 3] = ["问题", "問題", "Problems"];

/// A row as buffered while the header is sought.
pub type BufferedRow = (u32, Vec<Cell<'static>>);

/// A column and what its header names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its number from 0.
    pub index: u32,
    /// The header as written, its lines joined with '/'.
    pub header: String,
    /// The field it names, and how well.
    pub field: Option<(usize, HeaderRank)>,
    /// It names all fields of a group of which each row fills one, `field` being the first: 通话编号/外访编号.
    pub either: bool,
}

/// A header that was found.
#[derive(Debug, Clone)]
pub struct Header {
    /// The kind it belongs to.
    pub schema: &'static Schema,
    /// Index of its last row in the buffer.
    pub last: usize,
    /// The row number of that row.
    pub row: u32,
    /// Its columns, filled ones only.
    pub columns: Vec<Column>,
}

/// What the search came to.
#[derive(Debug, Clone)]
pub enum Search {
    /// One kind, every required column there.
    Found(Header),
    /// One kind, columns missing.
    Incomplete(Header, Vec<&'static Field>),
    /// Several kinds fit alike.
    Ambiguous(Vec<&'static Schema>),
    /// No kind fits.
    Unknown,
}

/// Whether a header is that of our own problems column.
pub fn is_ours(header: &str) -> bool {
    let folded = fold(header);
    PROBLEMS.iter().any(|ours| fold(ours) == folded)
}

impl Header {
    fn recognised(&self) -> usize {
        self.columns.iter().filter_map(|column| column.field.map(|(index, _)| index)).collect::<BTreeSet<_>>().len()
    }

    fn missing(&self) -> Vec<&'static Field> {
        let schema = self.schema;
        let present: BTreeSet<&str> =
            self.columns.iter().filter_map(|c| c.field.map(|(index, _)| schema.fields[index].id.as_str())).collect();
        schema.missing(|id| present.contains(id))
    }

    /// Whether every header is known.
    pub fn knows_all(&self) -> bool {
        self.columns.iter().all(|column| column.field.is_some() || is_ours(&column.header))
    }

    /// Whether an unnamed sheet may be taken for this kind: few other kinds of sheet have all these columns, or most of its are known.
    fn convinces(&self) -> bool {
        let recognised = self.recognised();
        let complete = self.schema.is_distinctive() && self.missing().is_empty();
        recognised >= 2 && (complete || recognised * 5 >= self.columns.len() * 3)
    }
}

/// The kind that a sheet's or file's name says exactly.
pub fn kind_of_name(name: &str) -> Option<&'static Schema> {
    let folded = fold(name);
    schema::all().iter().find(|schema| schema.folded_names().any(|known| known == folded))
}

/// The kind whose name stands within a longer name (`通话记录_7月`); the longest name wins, a tie says nothing.
pub fn kind_within_name(name: &str) -> Option<&'static Schema> {
    let folded = fold(name);
    let longest = |schema: &'static Schema| {
        schema
            .folded_names()
            .filter(|known| known.chars().count() >= 2 && folded.contains(known.as_str()))
            .map(|k| k.len())
            .max()
    };
    let mut found: Vec<(usize, &'static Schema)> =
        schema::all().iter().filter_map(|schema| longest(schema).map(|length| (length, schema))).collect();
    found.sort_by_key(|&(length, _)| std::cmp::Reverse(length));
    match found[..] {
        [(_, only)] => Some(only),
        [(first, schema), (second, _), ..] if first > second => Some(schema),
        _ => None,
    }
}

/// Finds the header among a sheet's first rows.
pub fn find(name: &str, rows: &[BufferedRow]) -> Search {
    if let Some(header) = kind_of_name(name).and_then(|schema| best(schema, rows)) {
        let missing = header.missing();
        return if missing.is_empty() { Search::Found(header) } else { Search::Incomplete(header, missing) };
    }
    let headers: Vec<Header> = schema::all().iter().filter_map(|schema| best(schema, rows)).collect();
    let fitting: Vec<&Header> = headers.iter().filter(|h| h.missing().is_empty() && h.convinces()).collect();
    let hint = kind_within_name(name).map(|schema| schema.kind);
    if let Some(header) = fitting.iter().find(|header| Some(header.schema.kind) == hint) {
        return Search::Found((*header).clone());
    }
    let most = fitting.iter().map(|header| header.recognised()).max().unwrap_or(0);
    let winners: Vec<&&Header> = fitting.iter().filter(|header| header.recognised() == most).collect();
    match winners[..] {
        [winner] => Search::Found((*winner).clone()),
        [] => incomplete(headers, hint),
        _ => Search::Ambiguous(winners.iter().map(|header| header.schema).collect()),
    }
}

/// The kind that was meant, where nothing fits: the one the name hints at, else the one with the most known columns.
fn incomplete(headers: Vec<Header>, hint: Option<crate::domain::evidence::EvidenceKind>) -> Search {
    let meant = headers
        .into_iter()
        .filter(|header| Some(header.schema.kind) == hint || (header.recognised() >= 3 && header.convinces()))
        .max_by_key(|header| (Some(header.schema.kind) == hint, header.recognised()));
    match meant {
        Some(header) => {
            let missing = header.missing();
            Search::Incomplete(header, missing)
        }
        None => Search::Unknown,
    }
}

/// The rows that read best as the header of `schema`; the fewest and first among equals.
fn best(schema: &'static Schema, rows: &[BufferedRow]) -> Option<Header> {
    let mut found: Option<(Header, (bool, usize))> = None;
    for depth in 1..=DEEPEST {
        for first in 0..rows.len().saturating_sub(depth - 1) {
            let span = &rows[first..first + depth];
            if span[depth - 1].0 > SEARCHED || span[depth - 1].0 - span[0].0 != depth as u32 - 1 {
                continue;
            }
            let header = read_header(schema, span, first + depth - 1);
            let score = (header.missing().is_empty(), header.recognised());
            if score.1 > 0 && found.as_ref().is_none_or(|(_, best)| score > *best) {
                found = Some((header, score));
            }
        }
    }
    found.map(|(header, _)| header)
}

fn read_header(schema: &'static Schema, span: &[BufferedRow], last: usize) -> Header {
    let mut indexes: Vec<u32> = span.iter().flat_map(|(_, cells)| cells.iter().map(|cell| cell.0)).collect();
    indexes.sort_unstable();
    indexes.dedup();
    let columns = indexes.into_iter().map(|index| {
        let parts = parts_at(span, index);
        let ours = parts.last().filter(|last| is_ours(last));
        let header = ours.cloned().unwrap_or_else(|| joined(&parts));
        Column { index, field: field_of(schema, &parts, &header), either: false, header }
    });
    let mut columns: Vec<Column> = columns.filter(|c| !c.header.is_empty()).collect();
    name_either(schema, &mut columns);
    Header { schema, last, row: span[span.len() - 1].0, columns }
}

/// Where no column names any field of a group of which each row fills one, a column that names them all stands for them.
fn name_either(schema: &Schema, columns: &mut [Column]) {
    for group in &schema.exactly_one {
        let fields: Vec<usize> = group.fields.iter().filter_map(|id| schema.position(id)).collect();
        if columns.iter().any(|column| column.field.is_some_and(|(field, _)| fields.contains(&field))) {
            continue;
        }
        let names_all = |column: &&mut Column| {
            let parts = column.header.split(['/', '／', '|', '、', '或']).map(|part| fold(&without_brackets(part)));
            let named: Option<BTreeSet<usize>> = parts.map(|part| Some(schema.by_header(&part)?.0)).collect();
            named.is_some_and(|named| named.iter().eq(fields.iter().collect::<BTreeSet<_>>()))
        };
        if let Some(column) = columns.iter_mut().find(names_all) {
            column.field = fields.first().map(|field| (*field, HeaderRank::Alias));
            column.either = true;
        }
    }
}

/// The header's parts from top to bottom; a blank upper cell beside a filled one belongs to that one (it was merged).
fn parts_at(span: &[BufferedRow], index: u32) -> Vec<String> {
    let text_at = |cells: &[Cell], index: u32| {
        cells.iter().find(|cell| cell.0 == index).and_then(|(_, value)| match value {
            Value::Text(text) => Some(trim(text).to_owned()).filter(|text| !text.is_empty()),
            _ => None,
        })
    };
    let last = span.len() - 1;
    let mut parts = Vec::new();
    for (depth, (_, cells)) in span.iter().enumerate() {
        let below = |index| span[depth + 1..].iter().any(|(_, cells)| text_at(cells, index).is_some());
        let own = text_at(cells, index);
        // Only a cell that has parts below it spreads to the right; one that has none was merged downwards.
        let merged = || (0..index).rev().find(|&left| text_at(cells, left).is_some()).filter(|&left| below(left));
        parts.push(match own {
            None if depth < last && below(index) => merged().and_then(|left| text_at(cells, left)),
            own => own,
        });
    }
    parts.into_iter().flatten().collect()
}

fn joined(parts: &[String]) -> String {
    let lines = parts.iter().flat_map(|part| part.lines()).map(trim).filter(|line| !line.is_empty());
    let mut header = String::new();
    for line in lines {
        if !header.is_empty() {
            header.push('/');
        }
        header.push_str(line);
    }
    header
}

/// The field a header names: as a whole, without its brackets, by its last part, or by any of its lines where they agree.
pub fn field_of(schema: &Schema, parts: &[String], header: &str) -> Option<(usize, HeaderRank)> {
    let last = parts.last().map_or(header, String::as_str);
    let exact = [header, last].into_iter().find_map(|text| schema.by_header(&fold(text)));
    if exact.is_some() {
        return exact;
    }
    let other_unit = |found: &(usize, HeaderRank)| !says_other_unit(schema.fields[found.0].field_type, last);
    let bare = schema.by_header(&fold(&without_brackets(last)));
    if bare.is_some() {
        return bare.filter(other_unit);
    }
    let parts = last.split(['\n', '\r', '/', '|']);
    let named: Vec<(usize, HeaderRank)> =
        parts.filter_map(|part| schema.by_header(&fold(&without_brackets(part)))).collect();
    let first = *named.first()?;
    named.iter().all(|other| other.0 == first.0).then_some(first).filter(other_unit)
}

/// Whether a header such as `时长(分钟)` or `余额(万元)` says a unit in which its plain numbers would be read wrongly.
fn says_other_unit(field_type: FieldType, header: &str) -> bool {
    let lower = header.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match field_type {
        FieldType::Duration => {
            says(&["分钟", "分鐘", "(分", "（分", "min", "小时", "小時", "hour", "毫秒", "ms"])
                && !says(&[":mm", ":ss"])
        }
        FieldType::Millis => says(&["秒", "sec", "(s", "（s"]) && !says(&["毫秒"]),
        FieldType::Number => says(&["分钟", "分鐘", "min", "天", "日", "day"]),
        FieldType::Money => says(&["万", "萬", "千", "thousand", "million", "(分", "（分"]),
        FieldType::Moment => says(&["utc", "gmt"]),
        _ => false,
    }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    text.chars()
        .filter(|c| match c {
            '(' | '（' | '[' | '【' => {
                depth += 1;
                false
            }
            ')' | '）' | ']' | '】' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}
