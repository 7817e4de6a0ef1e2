//! Tables → a workbook, the same bytes every time.

use super::pen::serial;
use super::table::{Table, Value};
use chrono::{DateTime, NaiveTime, Utc};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// Writes `tables` as one workbook that claims to have been made at `made`.
pub fn write(tables: &[Table], made: DateTime<Utc>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let stamp = ExcelDateTime::from_timestamp(made.timestamp())?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&stamp));
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(&table.name)?;
        fill(sheet, table)?;
        // A workbook needs one sheet that can be seen.
        sheet.set_hidden(table.hidden);
    }
    book.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let moment = Format::new().set_num_format("yyyy/m/d h:mm:ss");
    let day = Format::new().set_num_format("yyyy/m/d");
    for (row, title) in table.titles.iter().enumerate() {
        sheet.write_with_format(row as u32, 0, title, &bold)?;
    }
    groups(sheet, table)?;
    let header = table.header_row();
    for (column, (_, name)) in table.columns.iter().enumerate() {
        sheet.write_with_format(header, column as u16, name, &bold)?;
    }
    for (row, line) in table.numbered() {
        for (column, (field, _)) in table.columns.iter().enumerate() {
            let column = column as u16;
            match line.get(field) {
                Value::Blank => continue,
                Value::Text(text) => sheet.write_string(row, column, text)?,
                Value::Number(number) => sheet.write_number(row, column, *number)?,
                Value::Moment(at) => sheet.write_number_with_format(row, column, serial(*at), &moment)?,
                Value::Day(on) => {
                    sheet.write_number_with_format(row, column, serial(on.and_time(NaiveTime::MIN)), &day)?
                }
            };
        }
    }
    Ok(())
}

/// The merged line of groups above the headers.
fn groups(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let centred = Format::new().set_bold().set_align(FormatAlign::Center);
    let (row, mut column) = (table.titles.len() as u32, 0);
    for (name, width) in &table.groups {
        let last = column + *width as u16 - 1;
        if *width > 1 {
            sheet.merge_range(row, column, row, last, name, &centred)?;
        } else {
            sheet.write_with_format(row, column, name, &centred)?;
        }
        column = last + 1;
    }
    Ok(())
}
