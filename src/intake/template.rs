//! The workbook that agencies fill in, made from the same schemas that read it.

use super::fold::fold;
use super::schema::{self, Field, FieldType, Need, Schema};
use super::workbook::safe_name;
use crate::domain::evidence::EvidenceKind;
use crate::domain::lang::{Lang, Texts};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};
use serde::Deserialize;
use std::sync::LazyLock;

/// The hidden sheet that carries the template's version.
pub const META: &str = "_meta";
/// The template's name on that sheet.
pub const NAME: &str = "plumbline-evidence";
/// The sheet that explains the columns.
pub const INSTRUCTIONS: [&str; 3] = ["填写说明", "填寫說明", "Instructions"];
/// The sheet that annotated workbooks add.
pub const SUMMARY: [&str; 3] = ["问题汇总", "問題彙總", "Problem summary"];
/// Drop-downs and formats reach so far down.
const PREPARED_ROWS: u32 = 5_000;

/// Texts of the instruction sheet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    title: Texts,
    intro: Vec<Texts>,
    sheet: Texts,
    column: Texts,
    required: Texts,
    meaning: Texts,
    values: Texts,
    yes: Texts,
    one_of: Texts,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("template.toml")).expect("template.toml is valid: tests/intake checks it")
});

/// Whether a sheet is one that we write ourselves: nothing on it is evidence.
pub fn is_ours(sheet: &str) -> bool {
    let folded = fold(sheet);
    sheet == META || INSTRUCTIONS.iter().chain(&SUMMARY).any(|name| fold(name) == folded)
}

/// One of three names, by language.
pub fn named(names: [&'static str; 3], lang: Lang) -> &'static str {
    match lang {
        Lang::ZhHans => names[0],
        Lang::ZhHant => names[1],
        Lang::En => names[2],
    }
}

/// The kinds that an agency hands in: the template's sheets unless others are asked for.
pub fn agency_kinds() -> Vec<EvidenceKind> {
    EvidenceKind::ALL.into_iter().filter(|kind| !kind.from_bank()).collect()
}

/// The kinds that the bank hands in.
pub fn bank_kinds() -> Vec<EvidenceKind> {
    EvidenceKind::ALL.into_iter().filter(|kind| kind.from_bank()).collect()
}

/// A workbook with a sheet per kind, drop-downs, instructions and a hidden `_meta` sheet.
pub fn template(kinds: &[EvidenceKind], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = new_workbook()?;
    instructions(workbook.add_worksheet(), kinds, lang)?;
    for &kind in kinds {
        evidence_sheet(workbook.add_worksheet(), schema::of(kind), lang)?;
    }
    let meta = workbook.add_worksheet();
    meta.set_name(META)?.set_hidden(true);
    let rows = [("name", NAME), ("version", "1"), ("schema", schema::digest().as_str()), ("lang", lang.tag())]
        .map(|(k, v)| (k, v.to_owned()));
    for (row, (key, value)) in (0..).zip(&rows) {
        meta.write_string(row, 0, *key)?.write_string(row, 1, value)?;
    }
    workbook.save_to_buffer()
}

/// A workbook whose bytes don't depend on when it is made.
pub fn new_workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title("Plumbline").set_creation_datetime(&created));
    Ok(workbook)
}

/// The look of a header cell.
pub fn header_format() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00E3_EEEE))
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

fn evidence_sheet(sheet: &mut Worksheet, schema: &Schema, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(safe_name(schema.name.get(lang)))?.set_freeze_panes(1, 0)?;
    let text = Format::new().set_num_format("@");
    for (column, field) in (0u16..).zip(fields(schema)) {
        // The header is the bare name, so that programs that fill the template find it; how it is set says the need.
        let header = match schema.need(field) {
            Need::Always => header_format(),
            Need::OneOf => header_format().set_italic(),
            Need::No => header_format().unset_bold().set_background_color(Color::RGB(0x00F4_F4F2)),
        };
        sheet.write_string_with_format(0, column, field.header.get(lang), &header)?;
        sheet.set_column_width(column, if matches!(field.field_type, FieldType::Text) { 22 } else { 16 })?;
        if is_text(field.field_type) {
            sheet.set_column_format(column, &text)?;
        }
        let choices: Vec<&str> = field.words().iter().map(|word| word.name.get(lang)).collect();
        if !choices.is_empty() {
            let list = DataValidation::new().allow_list_strings(&choices)?;
            sheet.add_data_validation(1, column, PREPARED_ROWS, column, &list)?;
        }
    }
    Ok(())
}

/// The fields of a template's sheet; only the bank's sheets say whose row it is.
fn fields(schema: &Schema) -> impl Iterator<Item = &Field> {
    schema.fields.iter().filter(|field| schema.kind.from_bank() || field.field_type != FieldType::Agency)
}

/// Columns that a spreadsheet must not turn into numbers or dates of its own.
fn is_text(field_type: FieldType) -> bool {
    !matches!(field_type, FieldType::Money | FieldType::Number | FieldType::Count | FieldType::Millis)
}

fn instructions(sheet: &mut Worksheet, kinds: &[EvidenceKind], lang: Lang) -> Result<(), XlsxError> {
    let words = &*WORDS;
    sheet.set_name(named(INSTRUCTIONS, lang))?;
    sheet.write_string_with_format(0, 0, words.title.get(lang), &Format::new().set_bold().set_font_size(14))?;
    let mut row = 1;
    for line in &words.intro {
        sheet.write_string(row, 0, line.get(lang))?;
        row += 1;
    }
    row += 1;
    let heads = [&words.sheet, &words.column, &words.required, &words.meaning, &words.values];
    for (column, head) in (0..).zip(heads) {
        sheet.write_string_with_format(row, column, head.get(lang), &header_format())?;
    }
    for &kind in kinds {
        let schema = schema::of(kind);
        for field in fields(schema) {
            row += 1;
            let required = match schema.need(field) {
                Need::Always => words.yes.get(lang),
                Need::OneOf => words.one_of.get(lang),
                Need::No => "",
            };
            let choices: Vec<&str> = field.words().iter().map(|word| word.name.get(lang)).collect();
            let values = match choices.is_empty() {
                true if field.has_example() => field.example(lang).to_owned(),
                _ => choices.join(" / "),
            };
            let cells = [schema.name.get(lang), field.header.get(lang), required, field.about.get(lang), &values];
            for (column, text) in (0..).zip(cells) {
                sheet.write_string(row, column, text)?;
            }
        }
    }
    for (column, width) in [(0, 16), (1, 20), (2, 10), (3, 70), (4, 50)] {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}
