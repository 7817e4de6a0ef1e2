//! Zip archives: their members under limits. What isn't evidence is named and left alone.

use super::codes::Code;
use super::limits::Limits;
use super::values::Fault;
use super::{mebibytes, sniff};
use std::io::{Cursor, Read};

/// A file in the archive.
pub struct Member {
    /// Its path in the archive.
    pub name: String,
    /// What it holds.
    pub content: Content,
}

/// What a member holds.
pub enum Content {
    /// A file that may be evidence.
    Evidence(Vec<u8>),
    /// Something else, left alone.
    Ignored,
}

/// Files that may be evidence, and archives that are refused by name.
const ENDINGS: [&str; 12] =
    ["xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt", "jsonl", "ndjson", "json", "zip", "xlsb"];
/// Ratio is asked only beyond so many bytes.
const SMALL: u64 = 1 << 20;

/// Inflates the members, counting what really comes out.
pub fn members(bytes: &[u8], limits: &Limits) -> Result<Vec<Member>, Fault> {
    let unreadable = |error: zip::result::ZipError| Fault::new(Code::FileUnreadable).with("reason", error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.len() > limits.zip_members {
        return Err(Fault::new(Code::ZipTooManyMembers).with("limit", limits.zip_members.to_string()));
    }
    let mut members = Vec::new();
    let mut left = limits.zip_inflated;
    for index in 0..archive.len() {
        let raw = archive.by_index_raw(index).map_err(unreadable)?;
        let (name, packed, encrypted) = (name_of(raw.name_raw()), raw.compressed_size(), raw.encrypted());
        let folder = raw.is_dir() || name.ends_with('/');
        drop(raw);
        if folder || is_litter(&name) {
            continue;
        }
        if !ENDINGS.contains(&sniff::ending(&name).as_str()) {
            members.push(Member { name, content: Content::Ignored });
            continue;
        }
        if encrypted {
            return Err(Fault::new(Code::ZipEncrypted));
        }
        let file = archive.by_index(index).map_err(unreadable)?;
        let inflated = inflate(file, left, packed, limits)?;
        left -= inflated.len() as u64;
        members.push(Member { name, content: Content::Evidence(inflated) });
    }
    Ok(members)
}

fn inflate(file: impl Read, left: u64, packed: u64, limits: &Limits) -> Result<Vec<u8>, Fault> {
    let allowed = packed.saturating_mul(limits.zip_ratio).max(SMALL);
    let most = left.min(allowed).min(limits.file_bytes);
    let mut inflated = Vec::new();
    file.take(most + 1)
        .read_to_end(&mut inflated)
        .map_err(|error| Fault::new(Code::FileUnreadable).with("reason", error.to_string()))?;
    if inflated.len() as u64 <= most {
        return Ok(inflated);
    }
    Err(if most == limits.file_bytes {
        Fault::new(Code::FileTooLarge).with("limit", mebibytes(limits.file_bytes))
    } else if most == left {
        Fault::new(Code::ZipTooLarge).with("limit", mebibytes(limits.zip_inflated))
    } else {
        Fault::new(Code::ZipRatio)
    })
}

/// Names are UTF-8, or GB18030 from older Chinese systems.
fn name_of(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(raw).0.into_owned(),
    }
    .replace('\\', "/")
}

/// What operating systems leave behind.
fn is_litter(name: &str) -> bool {
    let base = super::base_name(name);
    name.starts_with("__MACOSX/")
        || base.starts_with("._")
        || base.starts_with("~$")
        || [".DS_Store", "Thumbs.db", "desktop.ini"].iter().any(|litter| base.eq_ignore_ascii_case(litter))
}
