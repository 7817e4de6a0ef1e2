//! The parent's side: start the child, feed it, read its lines under limits; whatever becomes of it, we live on.

use super::protocol::{self, Line};
use crate::intake::cell::{Cell, Value};
use crate::intake::codes::Code;
use crate::intake::collector::Collector;
use crate::intake::limits::Limits;
use crate::intake::sheet::{SheetInfo, SheetReader};
use crate::intake::sniff::WorkbookFormat;
use crate::intake::values::Fault;
use crate::intake::{header, stem, template};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};

/// Longest line of the child, bytes: a row of cells at their longest.
const LONGEST_LINE: u64 = 64 << 20;

/// What a workbook consists of, in its order.
#[derive(Debug)]
pub enum Part<'p> {
    /// A sheet begins.
    Sheet(SheetInfo),
    /// A row, counted from 1, and whether it is hidden.
    Row(u32, bool, Vec<Cell<'p>>),
}

/// Reads a workbook into the collector.
pub fn read(collector: &mut Collector, name: &str, bytes: &[u8], format: WorkbookFormat) -> Result<(), Fault> {
    let (program, limits) = (collector.context.parser.clone(), collector.limits);
    let mut open: Option<SheetReader> = None;
    each_part(&program, &limits, name, bytes, format, |part| match part {
        Part::Sheet(info) => {
            if let Some(done) = open.take() {
                done.finish(collector);
            }
            // Our own sheets of notes hold no evidence.
            open = (!template::is_ours(&info.name)).then(|| SheetReader::new(info));
            Ok(())
        }
        Part::Row(number, hidden, cells) => match &mut open {
            Some(sheet) => sheet.row(collector, number, hidden, cells),
            None => Ok(()),
        },
    })?;
    if let Some(done) = open {
        done.finish(collector);
    }
    Ok(())
}

/// Hands each part of a workbook to `take`.
pub fn each_part(
    program: &Path,
    limits: &Limits,
    name: &str,
    bytes: &[u8],
    format: WorkbookFormat,
    mut take: impl FnMut(Part) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let arguments = ["parse-workbook", "--format", format.as_str()];
    run(program, &arguments, &[bytes], limits, |output| parts(limits, name, output, &mut take))
}

/// Runs the child on `input` and hands its output to `take`; a child that dies or dawdles is a fault.
pub fn run<T>(
    program: &Path,
    arguments: &[&str],
    input: &[&[u8]],
    limits: &Limits,
    take: impl FnOnce(&mut BufReader<ChildStdout>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let failed = |reason: String| Fault::new(Code::ParserUnavailable).with("reason", reason);
    let mut child = Command::new(program)
        .args(arguments)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(failed("no pipes".to_owned()));
    };
    let child = Arc::new(Mutex::new(child));
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A child that stops reading has died or refused: its output says which.
            let _ = input.iter().try_for_each(|part| stdin.write_all(part));
        });
        let (done, watch) = channel::<()>();
        let watched = Arc::clone(&child);
        let most = limits.parse_time;
        let watchdog = scope.spawn(move || match watch.recv_timeout(most) {
            Err(RecvTimeoutError::Timeout) => {
                stop(&watched);
                true
            }
            _ => false,
        });
        let taken = take(&mut BufReader::with_capacity(1 << 16, stdout));
        end(&child, done, taken.is_err());
        if watchdog.join().unwrap_or(false) {
            return Err(Fault::new(Code::ParserTimeout).with("limit", most.as_secs().to_string()));
        }
        taken
    })
}

fn stop(child: &Mutex<Child>) {
    if let Ok(mut child) = child.lock() {
        let _ = child.kill();
    }
}

fn end(child: &Mutex<Child>, done: Sender<()>, at_once: bool) {
    if at_once {
        stop(child);
    }
    // Its output has ended, so that waiting is short; the watchdog sleeps on until told.
    drop(done);
    if let Ok(mut child) = child.lock() {
        let _ = child.wait();
    }
}

fn parts(
    limits: &Limits,
    name: &str,
    output: &mut impl BufRead,
    take: &mut impl FnMut(Part) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut lines =
        Lines { output, buffer: Vec::new(), cells: limits.cells, characters: limits.characters, limits: *limits };
    let (mut from_1904, mut count) = (false, 0);
    loop {
        match lines.next()? {
            Next::End => return Ok(()),
            Next::Base(base) => from_1904 = base,
            Next::Sheet { name: sheet, hidden } => {
                count += 1;
                if count > limits.sheets {
                    return Err(Fault::new(Code::TooManySheets).with("limit", limits.sheets.to_string()));
                }
                take(Part::Sheet(SheetInfo { said: said(&sheet, name), name: sheet, hidden, from_1904 }))?;
            }
            Next::Row => {
                if let Some(Line::Row { number, hidden, cells }) = lines.current()? {
                    take(Part::Row(number, hidden, cells))?;
                }
            }
        }
    }
}

/// What the kind is told from: the sheet's name, or the file's where the sheet has a name that says nothing.
fn said(sheet: &str, file: &str) -> String {
    let folded = crate::intake::fold::fold(sheet);
    let bare = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    let hint = header::kind_within_name(stem(file)).is_some() && header::kind_of_name(stem(file)).is_none();
    if hint && ["sheet", "工作表", "页", "表"].contains(&bare) { stem(file).to_owned() } else { sheet.to_owned() }
}

enum Next {
    Base(bool),
    Sheet {
        name: String,
        hidden: bool,
    },
    /// A row is waiting in `current`.
    Row,
    End,
}

struct Lines<'o, R> {
    output: &'o mut R,
    buffer: Vec<u8>,
    cells: u64,
    characters: u64,
    limits: Limits,
}

impl<R: BufRead> Lines<'_, R> {
    fn next(&mut self) -> Result<Next, Fault> {
        let broken = || Fault::new(Code::ParserFailed);
        self.buffer.clear();
        let mut bounded = (&mut *self.output).take(LONGEST_LINE);
        bounded.read_until(b'\n', &mut self.buffer).map_err(|_| broken())?;
        // Only a whole line counts: a child that was killed leaves half of one.
        if self.buffer.pop() != Some(b'\n') {
            return Err(if self.buffer.len() as u64 + 1 >= LONGEST_LINE {
                self.too_many_characters()
            } else {
                broken()
            });
        }
        if self.buffer.starts_with(b"R\t") {
            return Ok(Next::Row);
        }
        let line = std::str::from_utf8(&self.buffer).map_err(|_| broken())?;
        match protocol::parse(line).ok_or_else(broken)? {
            Line::Base { from_1904 } => Ok(Next::Base(from_1904)),
            Line::Sheet { hidden, name } => Ok(Next::Sheet { name: name.into_owned(), hidden }),
            Line::Failure { code, reason } => Err(match code {
                "encrypted" => Fault::new(Code::FileEncrypted),
                _ => Fault::new(Code::FileUnreadable).with("reason", reason),
            }),
            Line::End => Ok(Next::End),
            Line::Row { .. } => Ok(Next::Row),
        }
    }

    /// The row that `next` announced.
    fn current(&mut self) -> Result<Option<Line<'_>>, Fault> {
        let broken = || Fault::new(Code::ParserFailed);
        let line = std::str::from_utf8(&self.buffer).map_err(|_| broken())?;
        let row = protocol::parse(line).ok_or_else(broken)?;
        if let Line::Row { cells, .. } = &row {
            let characters: usize = cells.iter().map(|(_, value)| characters(value)).sum();
            let left = self.characters.checked_sub(characters as u64);
            self.characters = left.ok_or_else(|| self.too_many_characters())?;
            let left = self.cells.checked_sub(cells.len() as u64);
            self.cells =
                left.ok_or_else(|| Fault::new(Code::TooManyCells).with("limit", self.limits.cells.to_string()))?;
        }
        Ok(Some(row))
    }

    fn too_many_characters(&self) -> Fault {
        Fault::new(Code::TooManyCharacters).with("limit", self.limits.characters.to_string())
    }
}

/// Characters of a text; other cells are a few bytes each, which the bound on cells covers.
fn characters(value: &Value) -> usize {
    match value {
        Value::Text(text) | Value::Error(text) => text.chars().count(),
        Value::Number(_) | Value::Serial(..) | Value::Bool(_) | Value::Uncomputed => 0,
    }
}
