//! Which rows of a workbook are hidden, and which formulas came without a result: the cell reader doesn't say, the sheet's own text does.

use regex::Regex;
use regex::bytes::Regex as ByteRegex;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{Cursor, Read};
use zip::ZipArchive;

const CHUNK: usize = 1 << 18;
/// Workbook and relations parts are small; what is larger is no workbook of ours.
const PART: u64 = 4 << 20;

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// A tag or cell that reaches into the next chunk is at most so long, bytes.
const LONGEST_CELL: usize = 1 << 15;

/// What a sheet's text says beside its cells' values; rows and columns from 1.
#[derive(Default)]
pub struct Marks {
    /// Rows that are hidden.
    pub hidden_rows: BTreeSet<u32>,
    /// Cells whose formula has no result.
    pub uncomputed: HashSet<(u32, u32)>,
}

/// The marks of each sheet, in the workbook's order; nothing where the parts can't be read.
pub fn marks(bytes: &[u8]) -> Vec<Marks> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let paths = sheet_paths(&mut archive).unwrap_or_default();
    let Some(patterns) = Patterns::new() else { return Vec::new() };
    paths.iter().map(|path| marks_of(&mut archive, path, &patterns)).collect()
}

fn sheet_paths(archive: &mut Archive) -> Option<Vec<String>> {
    let workbook = part(archive, "xl/workbook.xml")?;
    let relations = part(archive, "xl/_rels/workbook.xml.rels")?;
    let relation = Regex::new(r"<(?:\w+:)?Relationship\s[^>]*>").ok()?;
    let targets: HashMap<String, String> = relation
        .find_iter(&relations)
        .filter_map(|tag| Some((attribute(tag.as_str(), "Id")?, attribute(tag.as_str(), "Target")?)))
        .collect();
    let sheet = Regex::new(r"<(?:\w+:)?sheet\s[^>]*>").ok()?;
    let path = |tag: &str| {
        let target = targets.get(&attribute(tag, "id")?)?;
        Some(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
    };
    Some(sheet.find_iter(&workbook).map(|tag| path(tag.as_str()).unwrap_or_default()).collect())
}

/// The value of an attribute, whatever its prefix.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let at =
        tag.match_indices(&format!("{name}=\"")).find(|(at, _)| tag[..*at].ends_with([' ', ':', '\n', '\t', '\r']))?.0;
    let value = &tag[at + name.len() + 2..];
    value.find('"').map(|end| value[..end].to_owned())
}

fn part(archive: &mut Archive, path: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(path).ok()?.take(PART).read_to_string(&mut text).ok()?;
    Some(text)
}

/// What a sheet's text is searched for.
struct Patterns {
    /// Where there may be a hidden row, or a formula.
    sign: ByteRegex,
    hidden_row: ByteRegex,
    /// A cell with a formula and no value, or an empty one.
    uncomputed: ByteRegex,
    /// Where a row or cell begins.
    begin: ByteRegex,
}

impl Patterns {
    fn new() -> Option<Self> {
        let formula = r"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)";
        let empty = r"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)";
        let cell = format!(r"<(?:\w+:)?c\s([^>]*)>\s*{formula}\s*({empty})?\s*</(?:\w+:)?c>");
        Some(Self {
            sign: ByteRegex::new(r"hidden=|<(?:\w+:)?f[\s>/]").ok()?,
            hidden_row: ByteRegex::new(r#"<(?:\w+:)?row\s[^>]*hidden="(?:1|true)"[^>]*>"#).ok()?,
            uncomputed: ByteRegex::new(&cell).ok()?,
            begin: ByteRegex::new(r"<(?:\w+:)?(?:c|row)\s").ok()?,
        })
    }
}

fn marks_of(archive: &mut Archive, path: &str, patterns: &Patterns) -> Marks {
    let mut marks = Marks::default();
    let Ok(mut file) = archive.by_name(path) else { return marks };
    let mut buffer = Vec::with_capacity(2 * CHUNK);
    loop {
        let before = buffer.len();
        if file.by_ref().take(CHUNK as u64).read_to_end(&mut buffer).is_err() || buffer.len() == before {
            return marks;
        }
        if patterns.sign.is_match(&buffer) {
            mark(&buffer, patterns, &mut marks);
        }
        // A cell may go on in the next chunk; what is looked at twice is marked once.
        let tail = buffer.len().saturating_sub(LONGEST_CELL);
        let kept = patterns.begin.find_iter(&buffer[tail..]).last().map_or(buffer.len(), |begin| tail + begin.start());
        buffer.drain(..kept);
    }
}

fn mark(text: &[u8], patterns: &Patterns, marks: &mut Marks) {
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let rows = patterns
        .hidden_row
        .find_iter(text)
        .filter_map(|tag| attribute(&shown(tag.as_bytes()), "r")?.parse::<u32>().ok());
    marks.hidden_rows.extend(rows);
    for cell in patterns.uncomputed.captures_iter(text) {
        let attributes = format!(" {}", cell.get(1).map_or(String::new(), |found| shown(found.as_bytes())));
        // An empty text is a result; an empty number is none.
        let empty_text = attribute(&attributes, "t").is_some_and(|kind| kind == "str") && cell.get(2).is_some();
        let place = attribute(&attributes, "r").and_then(|address| place(&address));
        marks.uncomputed.extend(place.filter(|_| !empty_text));
    }
}

/// `B12` → row 12, column 2.
fn place(address: &str) -> Option<(u32, u32)> {
    let (letters, digits) = address.split_at(address.find(|c: char| c.is_ascii_digit())?);
    let column = letters.bytes().try_fold(0u32, |column, letter| {
        letter.is_ascii_uppercase().then(|| column.saturating_mul(26).saturating_add(u32::from(letter - b'A') + 1))
    });
    Some((digits.parse().ok()?, column?))
}
