//! One sheet, row by row: find the header, then type each row; nothing is kept but what was taken.

use super::cell::Cell;
use super::codes::Code;
use super::collector::{Collector, Subject};
use super::header::{self, BufferedRow, Header, Search};
use super::layout::{Layout, Use};
use super::limits::Limits;
use super::rows;
use super::values::Fault;

/// What is known of a sheet before its first row.
#[derive(Debug, Clone)]
pub struct SheetInfo {
    /// Its name; the file's name for CSV.
    pub name: String,
    /// What its kind is told from where it isn't the name itself: the file's name without its ending.
    pub said: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Whether plain numbers count days from 1904.
    pub from_1904: bool,
}

enum State {
    Searching(Vec<(BufferedRow, bool)>),
    Reading(Box<Layout>),
    /// A sheet that can't be read, and why; its rows are counted.
    Refused {
        sheet: usize,
        rows: u64,
    },
    Unknown,
}

/// Reads one sheet into the collector.
pub struct SheetReader {
    info: SheetInfo,
    state: State,
    hidden_rows: u64,
    rows: u32,
}

impl SheetReader {
    /// Begins a sheet.
    pub fn new(info: SheetInfo) -> Self {
        Self { info, state: State::Searching(Vec::new()), hidden_rows: 0, rows: 0 }
    }

    /// Takes one row, counted from 1; a fault refuses the whole file.
    pub fn row(
        &mut self,
        collector: &mut Collector,
        number: u32,
        hidden: bool,
        mut cells: Vec<Cell<'_>>,
    ) -> Result<(), Fault> {
        cells.retain(|(_, value)| !value.is_blank());
        if cells.is_empty() {
            return Ok(());
        }
        self.check_limits(&collector.limits, number, &cells)?;
        if matches!(self.state, State::Searching(_)) && number > header::SEARCHED {
            self.settle(collector);
        }
        match &mut self.state {
            State::Searching(buffer) => {
                let owned = cells.into_iter().map(|(column, value)| (column, value.into_owned())).collect();
                buffer.push(((number, owned), hidden));
            }
            State::Reading(layout) => {
                if rows::take(collector, layout, number, cells) {
                    self.hidden_rows += u64::from(hidden);
                }
            }
            State::Refused { rows, .. } => *rows += 1,
            State::Unknown => {}
        }
        Ok(())
    }

    fn check_limits(&mut self, limits: &Limits, number: u32, cells: &[Cell]) -> Result<(), Fault> {
        self.rows += 1;
        if self.rows > limits.rows || number > limits.rows.saturating_mul(2) {
            return Err(Fault::new(Code::TooManyRows).with("limit", limits.rows.to_string()));
        }
        if cells.iter().any(|(column, _)| *column >= limits.columns) {
            return Err(Fault::new(Code::TooManyColumns).with("limit", limits.columns.to_string()));
        }
        Ok(())
    }

    /// Decides what the sheet is and takes the rows seen so far.
    fn settle(&mut self, collector: &mut Collector) {
        let State::Searching(buffer) = std::mem::replace(&mut self.state, State::Unknown) else { return };
        if buffer.is_empty() {
            return;
        }
        let (rows, hidden): (Vec<BufferedRow>, Vec<bool>) = buffer.into_iter().unzip();
        match header::find(&self.info.said, &rows) {
            Search::Found(header) => self.begin_reading(collector, header, rows, hidden),
            Search::Incomplete(header, missing) => {
                let sheet = collector.begin_sheet(&self.info.name, Some(header.schema.kind));
                for field in missing {
                    let column = field.header.get(collector.context.lang);
                    let subject = Subject { sheet: &self.info.name, field: &field.id, column, ..Subject::default() };
                    let place = collector.place(sheet, 0, 0);
                    collector.issue(place, subject, &Fault::new(Code::ColumnMissing));
                }
                self.state = State::Refused { sheet, rows: (rows.len() - 1 - header.last) as u64 };
            }
            Search::Ambiguous(schemas) => {
                let sheet = collector.begin_sheet(&self.info.name, None);
                let lang = collector.context.lang;
                let kinds: Vec<&str> = schemas.iter().map(|schema| schema.name.get(lang)).collect();
                self.sheet_issue(collector, sheet, Fault::new(Code::SheetAmbiguous).with("kinds", kinds.join(" / ")));
                self.state = State::Refused { sheet, rows: rows.len().saturating_sub(1) as u64 };
            }
            Search::Unknown => {
                let sheet = collector.begin_sheet(&self.info.name, None);
                self.sheet_issue(collector, sheet, Fault::new(Code::SheetUnknown));
            }
        }
    }

    fn begin_reading(&mut self, collector: &mut Collector, header: Header, rows: Vec<BufferedRow>, hidden: Vec<bool>) {
        let sheet = collector.begin_sheet(&self.info.name, Some(header.schema.kind));
        let after = header.last + 1;
        if let Some(code) = super::sender_refuses(&collector.context.sender, header.schema.kind) {
            let kind = header.schema.name.get(collector.context.lang);
            self.sheet_issue(collector, sheet, Fault::new(code).with("kind", kind));
            self.state = State::Refused { sheet, rows: (rows.len() - after) as u64 };
            return;
        }
        let layout = match Layout::new(collector, sheet, &self.info, &header) {
            Ok(layout) => layout,
            Err(fault) => {
                self.sheet_issue(collector, sheet, fault);
                self.state = State::Refused { sheet, rows: (rows.len() - after) as u64 };
                return;
            }
        };
        for column in &header.columns {
            if layout.use_of(column.index) == Use::Extra {
                let nearest = header.schema.nearest(&column.header);
                collector.unrecognised(&self.info.name, &column.header, nearest);
            }
        }
        if self.info.hidden {
            self.sheet_issue(collector, sheet, Fault::new(Code::SheetHidden));
        }
        let mut layout = Box::new(layout);
        for ((number, cells), hidden) in rows.into_iter().zip(hidden).skip(after) {
            if rows::take(collector, &mut layout, number, cells) {
                self.hidden_rows += u64::from(hidden);
            }
        }
        self.state = State::Reading(layout);
    }

    fn sheet_issue(&self, collector: &mut Collector, sheet: usize, fault: Fault) {
        let place = collector.place(sheet, 0, 0);
        let subject = Subject { sheet: &self.info.name, ..Subject::default() };
        collector.issue(place, subject, &fault);
    }

    /// Ends the sheet.
    pub fn finish(mut self, collector: &mut Collector) {
        self.settle(collector);
        match std::mem::replace(&mut self.state, State::Unknown) {
            State::Reading(layout) if self.hidden_rows > 0 => {
                let fault = Fault::new(Code::RowsHidden).with("count", self.hidden_rows.to_string());
                self.sheet_issue(collector, layout.sheet, fault);
            }
            State::Refused { sheet, rows } => collector.refuse_rows(sheet, rows),
            _ => {}
        }
    }
}
