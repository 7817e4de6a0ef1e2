//! A hand-in in a few words.

use plumbline::domain::contact::Call;
use plumbline::domain::evidence::{Record, Row};
use plumbline::domain::lang::Lang;
use plumbline::domain::submission::{Intake, IssueSeverity};
use plumbline::intake::{Context, InputFile, Sender, read};
use std::path::PathBuf;

/// The program under test; only the server build has one.
pub fn program() -> PathBuf {
    PathBuf::from(option_env!("CARGO_BIN_EXE_plumbline").unwrap_or("no-program-without-the-server-feature"))
}

/// Agency A1, week 2026-W27 (29 June to 5 July), China's zone, messages in English.
pub fn context() -> Context {
    Context {
        sender: Sender::Agency("A1".parse().unwrap(), "2026-W27".parse().unwrap()),
        zone: chrono_tz::Asia::Shanghai,
        encoding: None,
        lang: Lang::En,
        parser: program(),
    }
}

/// One file.
pub fn file(name: &str, bytes: impl Into<Vec<u8>>) -> InputFile {
    InputFile { name: name.to_owned(), bytes: bytes.into() }
}

/// Reads one file.
pub fn read_one(name: &str, bytes: impl Into<Vec<u8>>) -> Intake {
    read(&[file(name, bytes)], &context())
}

/// `cell code` of each error.
pub fn errors(intake: &Intake) -> Vec<String> {
    listed(intake, IssueSeverity::Error)
}

/// `cell code` of each warning.
pub fn warnings(intake: &Intake) -> Vec<String> {
    listed(intake, IssueSeverity::Warning)
}

fn listed(intake: &Intake, severity: IssueSeverity) -> Vec<String> {
    let wanted = intake.issues.iter().filter(|issue| issue.severity == severity);
    wanted.map(|issue| format!("{} {}", issue.cell, issue.code).trim().to_owned()).collect()
}

/// `kind rows/accepted/refused/duplicates` of each sheet; the sum is checked.
pub fn counts(intake: &Intake) -> Vec<String> {
    intake
        .sheets
        .iter()
        .map(|sheet| {
            assert_eq!(sheet.rows, sheet.accepted + sheet.refused + sheet.duplicates + sheet.unchanged, "{sheet:?}");
            let kind = sheet.kind.map_or("-", |kind| kind.as_str());
            format!("{kind} {}/{}/{}/{}", sheet.rows, sheet.accepted, sheet.refused, sheet.duplicates)
        })
        .collect()
}

/// The rows' records.
pub fn records(intake: &Intake) -> Vec<&Record> {
    intake.rows.iter().map(|(_, row)| &row.record).collect()
}

/// The only row.
pub fn only(intake: &Intake) -> &Row {
    assert_eq!(intake.rows.len(), 1, "{:?}", intake.issues);
    &intake.rows[0].1
}

/// The only row, a call.
pub fn only_call(intake: &Intake) -> &Call {
    match &only(intake).record {
        Record::Call(call) => call,
        other => panic!("not a call: {other:?}"),
    }
}

/// A call log of one line in which `column` holds `value`.
pub fn call_with(column: &str, value: &str) -> Intake {
    let mut cells = vec![
        ("call_id", "C1"),
        ("case_no", "K1"),
        ("collector_id", "E1"),
        ("called_number", "13800000001"),
        ("party", "本人"),
        ("started_at", "2026-07-03 10:00:00"),
        ("duration", "200"),
        ("outcome", "接通"),
    ];
    match cells.iter_mut().find(|cell| cell.0 == column) {
        Some(cell) => cell.1 = value,
        None => cells.push((column, value)),
    }
    if column == "ended_at" {
        cells.retain(|cell| cell.0 != "duration");
    }
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let headers: Vec<String> = cells.iter().map(|cell| quoted(cell.0)).collect();
    let values: Vec<String> = cells.iter().map(|cell| quoted(cell.1)).collect();
    read_one("calls.csv", format!("{}\n{}\n", headers.join(","), values.join(",")))
}

/// A zip archive of these files.
pub fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Name, attributes and content of a sheet.
pub type Sheet<'x> = (&'x str, &'x str, String);

/// A workbook written by hand: its sheets (name, state, rows as XML), date system, shared strings.
pub struct HandMade<'x> {
    pub sheets: Vec<Sheet<'x>>,
    pub from_1904: bool,
    pub shared: &'x str,
}

impl HandMade<'_> {
    pub fn bytes(&self) -> Vec<u8> {
        let head = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let types = format!("{head}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
        let each = |make: &dyn Fn(usize, &Sheet<'_>) -> String| -> String {
            self.sheets.iter().enumerate().map(|(index, sheet)| make(index + 1, sheet)).collect()
        };
        let sheets =
            each(&|n, (name, state, _)| format!(r#"<sheet name="{name}" sheetId="{n}" {state} r:id="rId{n}"/>"#));
        let workbook = format!(
            r#"{head}<workbook xmlns="{main}" xmlns:r="{relations}"><workbookPr {}/><sheets>{sheets}</sheets></workbook>"#,
            if self.from_1904 { r#"date1904="1""# } else { "" }
        );
        let targets = each(&|n, _| {
            format!(r#"<Relationship Id="rId{n}" Type="{relations}/worksheet" Target="worksheets/sheet{n}.xml"/>"#)
        });
        let targets = format!(
            r#"{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{targets}<Relationship Id="rIdS" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rIdT" Type="{relations}/styles" Target="styles.xml"/></Relationships>"#
        );
        let styles = format!(
            r#"{head}<styleSheet xmlns="{main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy/m/d h:mm"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="46"/></cellXfs></styleSheet>"#
        );
        let root = format!(
            r#"{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        );
        let shared = format!(r#"{head}<sst xmlns="{main}" {}</sst>"#, self.shared);
        let parts: Vec<(String, String)> = self
            .sheets
            .iter()
            .enumerate()
            .map(|(index, (_, _, rows))| {
                let sheet = format!(r#"{head}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#);
                (format!("xl/worksheets/sheet{}.xml", index + 1), sheet)
            })
            .collect();
        let mut members: Vec<(&str, &[u8])> = vec![
            ("[Content_Types].xml", types.as_bytes()),
            ("_rels/.rels", root.as_bytes()),
            ("xl/workbook.xml", workbook.as_bytes()),
            ("xl/_rels/workbook.xml.rels", targets.as_bytes()),
            ("xl/styles.xml", styles.as_bytes()),
            ("xl/sharedStrings.xml", shared.as_bytes()),
        ];
        members.extend(parts.iter().map(|(name, content)| (name.as_str(), content.as_bytes())));
        zipped(&members)
    }
}

/// A row of inline texts.
pub fn text_row(number: u32, attributes: &str, texts: &[&str]) -> String {
    let cell = |(letter, text): (u8, &&str)| {
        format!(r#"<c r="{}{number}" t="inlineStr"><is><t>{text}</t></is></c>"#, char::from(letter))
    };
    let cells: String = (b'A'..).zip(texts).map(cell).collect();
    format!(r#"<row r="{number}" {attributes}>{cells}</row>"#)
}

/// The same as some exporters write it: cells without their addresses.
pub fn without_addresses(rows: &str) -> String {
    rows.split("<c r=\"").enumerate().fold(String::new(), |plain, (index, part)| {
        if index == 0 { part.to_owned() } else { plain + "<c" + part.split_once('"').unwrap().1 }
    })
}

/// The headers of a call log in English.
pub const CALL_HEADERS: [&str; 8] =
    ["call_id", "case_no", "collector_id", "called_number", "party", "started_at", "duration", "outcome"];

/// The cells of a good call.
pub fn good_call(id: &str) -> [&str; 8] {
    [id, "K1", "E1", "13800000001", "debtor", "2026-07-03 10:00:00", "200", "connected"]
}
