//! The agency's own workbook back: bad cells coloured and commented, a problems column, a summary sheet.
//!
//! An xlsx keeps its layout (in the child process, under the same limits); anything else becomes a fresh workbook with the same cells.

mod fresh;
mod keep;
mod outline;
mod plan;
mod refused;

pub use keep::child_main;
pub use plan::Plan;

use super::limits::Limits;
use super::sniff::{self, Format, WorkbookFormat};
use super::{Context, InputFile, archive};
use crate::domain::submission::{Issue, SheetOutcome};
use crate::intake::values::Fault;
use crate::intake::workbook;
use fresh::Rows;
use std::io::Read;

/// A workbook with more cells doesn't fit the child's memory twice: it comes back without its layout.
const MOST_KEPT_CELLS: u64 = 600_000;

/// Why no annotated workbook could be written.
#[derive(Debug, thiserror::Error)]
#[error("the annotated workbook can't be written: {0}; the list of issues says the same")]
pub struct AnnotateError(#[from] rust_xlsxwriter::XlsxError);

/// The hand-in's files as one annotated workbook. `issues` are those of its intake or of the stored report.
pub fn annotate(files: &[InputFile], issues: &[Issue], context: &Context) -> Result<Vec<u8>, AnnotateError> {
    let limits = Limits::default();
    let files = evidence_files(files, &limits);
    if let [(file, Format::Workbook(WorkbookFormat::Xlsx))] = &files[..] {
        let plan = plan::of_workbook(file, issues, context, &limits);
        let small = |plan: &Plan| plan.sheets.iter().map(|sheet| sheet.cells).sum::<u64>() <= MOST_KEPT_CELLS;
        if let Some(kept) = plan.ok().filter(small).and_then(|plan| keep(&plan, &file.bytes, context, &limits).ok()) {
            return Ok(kept);
        }
    }
    Ok(fresh::write(&files, issues, Rows::All, context, &limits)?)
}

/// Only the rows that were refused, each sheet under its own headers, with the problems column: what is left to mend. `sheets` says what
/// came of each sheet.
pub fn refused_rows(
    files: &[InputFile],
    issues: &[Issue],
    sheets: &[SheetOutcome],
    context: &Context,
) -> Result<Vec<u8>, AnnotateError> {
    let limits = Limits::default();
    Ok(fresh::write(&evidence_files(files, &limits), issues, Rows::Refused(sheets), context, &limits)?)
}

/// The files that hold evidence, archives opened, each under the name its issues use.
fn evidence_files(files: &[InputFile], limits: &Limits) -> Vec<(InputFile, Format)> {
    let mut found = Vec::new();
    for file in files {
        match sniff::format(&file.name, &file.bytes) {
            Ok(Format::Archive) => {
                let members = archive::members(&file.bytes, limits).unwrap_or_default();
                found.extend(members.into_iter().filter_map(|member| {
                    let archive::Content::Evidence(bytes) = member.content else { return None };
                    let member = InputFile { name: format!("{}/{}", file.name, member.name), bytes };
                    let format = sniff::format(&member.name, &member.bytes).ok()?;
                    (format != Format::Archive).then_some((member, format))
                }));
            }
            Ok(format) => found.push((file.clone(), format)),
            Err(_) => {}
        }
    }
    found
}

/// Has the child annotate the workbook in place.
fn keep(plan: &Plan, bytes: &[u8], context: &Context, limits: &Limits) -> Result<Vec<u8>, Fault> {
    let unwritten = || Fault::new(super::codes::Code::ParserFailed);
    let plan = serde_json::to_vec(plan).map_err(|_| unwritten())?;
    let length = (plan.len() as u64).to_le_bytes();
    let arguments = ["parse-workbook", "--format", "xlsx", "--annotate"];
    workbook::run(&context.parser, &arguments, &[&length, &plan, bytes], limits, |output| {
        let most = limits.file_bytes * 2;
        let mut annotated = Vec::new();
        output.take(most + 1).read_to_end(&mut annotated).map_err(|_| unwritten())?;
        // The last byte says that the child came to its end.
        let whole = annotated.pop() == Some(b'X') && annotated.len() as u64 <= most;
        if whole { Ok(annotated) } else { Err(unwritten()) }
    })
}
