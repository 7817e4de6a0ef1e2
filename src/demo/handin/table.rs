//! A sheet before it is written: headers, rows, and where its bad cells will stand.

use crate::domain::evidence::{EvidenceKind, column_letters};
use chrono::{NaiveDate, NaiveDateTime};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Blank,
    Text(String),
    Number(f64),
    Moment(NaiveDateTime),
    Day(NaiveDate),
}

impl Value {
    /// The text, or a blank cell.
    pub fn text(text: Option<&str>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Blank, |text| Self::Text(text.to_owned()))
    }
}

/// One row: a value for each field.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// In the order of the kind's fields.
    pub values: Vec<(&'static str, Value)>,
    /// A blank row stands before it.
    pub spaced: bool,
    /// The field that makes it unusable, and why.
    pub bad: Option<(&'static str, &'static str)>,
}

/// A sheet.
#[derive(Debug, Clone)]
pub struct Table {
    pub kind: EvidenceKind,
    /// The sheet's name.
    pub name: String,
    /// Lines above the header.
    pub titles: Vec<String>,
    /// A merged line of groups above the headers: name and number of columns.
    pub groups: Vec<(String, usize)>,
    /// Field and header of each column.
    pub columns: Vec<(&'static str, String)>,
    pub rows: Vec<TableRow>,
    pub hidden: bool,
}

impl Table {
    /// The header's row, counted from 0.
    pub fn header_row(&self) -> u32 {
        self.titles.len() as u32 + u32::from(!self.groups.is_empty())
    }

    /// Each row with its number, counted from 0.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, &TableRow)> {
        let mut next = self.header_row();
        self.rows.iter().map(move |row| {
            next += 1 + u32::from(row.spaced);
            (next, row)
        })
    }

    /// The cell of `field` in `row` (from 0).
    pub fn cell(&self, field: &str, row: u32) -> String {
        let column = self.columns.iter().position(|(name, _)| *name == field).unwrap_or(0);
        format!("{}{}", column_letters(column as u32), row + 1)
    }
}

impl TableRow {
    /// The value of `field`.
    pub fn get(&self, field: &str) -> &Value {
        self.values.iter().find(|(name, _)| *name == field).map_or(&Value::Blank, |(_, value)| value)
    }

    /// Puts another value in the place of `field`'s.
    pub fn set(&mut self, field: &str, value: Value) {
        if let Some(slot) = self.values.iter_mut().find(|(name, _)| *name == field) {
            slot.1 = value;
        }
    }
}
