//! What a file is, told from its content; its name only breaks ties between texts.

use super::codes::Code;
use super::fold::trim;
use super::values::Fault;
use std::io::Cursor;

/// A kind of file that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A spreadsheet.
    Workbook(WorkbookFormat),
    /// CSV and its relatives.
    Delimited,
    /// One JSON object per line.
    JsonLines,
    /// A zip archive of files.
    Archive,
}

/// A kind of spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkbookFormat {
    /// Office Open XML.
    Xlsx,
    /// The binary format before 2007.
    Xls,
    /// OpenDocument.
    Ods,
}

impl WorkbookFormat {
    /// The usual ending.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
        }
    }

    /// The format with the usual ending `text`.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Xlsx, Self::Xls, Self::Ods].into_iter().find(|format| format.as_str() == text)
    }
}

const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Tells the format or why it can't be read.
pub fn format(name: &str, bytes: &[u8]) -> Result<Format, Fault> {
    if bytes.is_empty() {
        return Err(Fault::new(Code::FileEmpty));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return packed(bytes);
    }
    if bytes.starts_with(OLE) {
        return ole(bytes);
    }
    if bytes.len() > 4 && bytes[0] == 0x09 && matches!(bytes[1], 0 | 2 | 4 | 8) && matches!(bytes[2], 4 | 6 | 8 | 16) {
        return Ok(Format::Workbook(WorkbookFormat::Xls));
    }
    text(name, bytes)
}

fn packed(bytes: &[u8]) -> Result<Format, Fault> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| Fault::new(Code::FileUnreadable).with("reason", error.to_string()))?;
    let has =
        |wanted: &str| archive.file_names().flatten().any(|name| name.replace('\\', "/").eq_ignore_ascii_case(wanted));
    let spreadsheet = || {
        let mimetype = b"application/vnd.oasis.opendocument.spreadsheet";
        bytes[..bytes.len().min(4096)].windows(mimetype.len()).any(|window| window == mimetype)
    };
    if has("xl/workbook.xml") {
        Ok(Format::Workbook(WorkbookFormat::Xlsx))
    } else if has("content.xml") && has("mimetype") && spreadsheet() {
        Ok(Format::Workbook(WorkbookFormat::Ods))
    } else if has("[Content_Types].xml") || has("mimetype") {
        Err(Fault::new(Code::FileTypeUnknown))
    } else {
        Ok(Format::Archive)
    }
}

fn ole(bytes: &[u8]) -> Result<Format, Fault> {
    let named = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if named("EncryptedPackage") {
        Err(Fault::new(Code::FileEncrypted))
    } else if named("Workbook") || named("Book") {
        Ok(Format::Workbook(WorkbookFormat::Xls))
    } else {
        Err(Fault::new(Code::FileTypeUnknown))
    }
}

fn text(name: &str, bytes: &[u8]) -> Result<Format, Fault> {
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let start = &bytes[..bytes.len().min(8192)];
    if !wide && (start.contains(&0) || start.starts_with(b"%PDF")) {
        return Err(Fault::new(Code::FileTypeUnknown));
    }
    if !wide && start.iter().all(u8::is_ascii_whitespace) && bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Fault::new(Code::FileEmpty));
    }
    let lossy = String::from_utf8_lossy(start);
    let begins = trim(&lossy).to_ascii_lowercase();
    let markup = ["<html", "<!doctype", "<table", "<?xml", "<meta", "<head", "<style", "<div", "mime-version:"];
    if markup.iter().any(|tag| begins.starts_with(tag)) {
        return Err(Fault::new(Code::HtmlAsWorkbook));
    }
    let json_name = matches!(ending(name).as_str(), "jsonl" | "ndjson" | "json");
    if json_name || begins.starts_with('{') { Ok(Format::JsonLines) } else { Ok(Format::Delimited) }
}

/// The ending of a name, lower-case.
pub fn ending(name: &str) -> String {
    super::base_name(name).rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

/// The format that was read, where the name said another.
pub fn contradicts(name: &str, format: Format) -> Option<&'static str> {
    let (expected, shown): (&[&str], _) = match format {
        Format::Workbook(WorkbookFormat::Xlsx) => (&["xlsx", "xlsm", "xltx"], "xlsx"),
        Format::Workbook(WorkbookFormat::Xls) => (&["xls", "xlt"], "xls"),
        Format::Workbook(WorkbookFormat::Ods) => (&["ods", "ots"], "ods"),
        Format::Delimited => (&["csv", "tsv", "txt", "tab"], "csv"),
        Format::JsonLines => (&["jsonl", "ndjson", "json", "txt"], "jsonl"),
        Format::Archive => (&["zip"], "zip"),
    };
    let ending = ending(name);
    let known = ["xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt", "jsonl", "ndjson", "json", "zip"];
    (known.contains(&ending.as_str()) && !expected.contains(&ending.as_str())).then_some(shown)
}
