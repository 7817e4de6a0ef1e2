//! Which rows of a workbook are hidden: the cell reader doesn't say, the sheet's own text does.

use regex::Regex;
use regex::bytes::Regex as ByteRegex;
use std::collections::{BTreeSet, HashMap};
use std::io::{Cursor, Read};
use zip::ZipArchive;

const CHUNK: usize = 1 << 18;
/// Workbook and relations parts are small; what is larger is no workbook of ours.
const PART: u64 = 4 << 20;

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// The hidden rows of each sheet, in the workbook's order; nothing where the parts can't be read.
pub fn hidden_rows(bytes: &[u8]) -> Vec<BTreeSet<u32>> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let paths = sheet_paths(&mut archive).unwrap_or_default();
    paths.iter().map(|path| rows_of(&mut archive, path)).collect()
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

fn rows_of(archive: &mut Archive, path: &str) -> BTreeSet<u32> {
    let mut rows = BTreeSet::new();
    let (Ok(mark), Ok(row), Ok(mut file)) = (
        ByteRegex::new("hidden="),
        ByteRegex::new(r#"<(?:\w+:)?row\s[^>]*hidden="(?:1|true)"[^>]*>"#),
        archive.by_name(path),
    ) else {
        return rows;
    };
    let mut buffer = Vec::with_capacity(2 * CHUNK);
    loop {
        let before = buffer.len();
        if file.by_ref().take(CHUNK as u64).read_to_end(&mut buffer).is_err() || buffer.len() == before {
            return rows;
        }
        if mark.is_match(&buffer) {
            let tags = row.find_iter(&buffer).map(|tag| String::from_utf8_lossy(tag.as_bytes()).into_owned());
            rows.extend(tags.filter_map(|tag| attribute(&tag, "r")?.parse::<u32>().ok()));
        }
        // A tag may go on in the next chunk.
        let kept =
            buffer.iter().rposition(|&b| b == b'<').filter(|at| buffer.len() - at < 4096).unwrap_or(buffer.len());
        buffer.drain(..kept);
    }
}
