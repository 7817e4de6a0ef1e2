//! `plumbline findings`: what the audit of a quarter found.

use super::export::Out;
use super::output::{self, Format};
use super::{CliError, FOUND};
use crate::config::Settings;
use crate::domain::evidence::{Address, EvidenceKind};
use crate::domain::finding::{Finding, Severity};
use crate::domain::ids::{AgencyId, ClauseId, Digest, FindingId, RuleId, RulesetId};
use crate::domain::lang::Lang;
use crate::domain::quarter::Quarter;
use crate::domain::verdict::FindingStatus;
use crate::jobs::Context;
use crate::report::table::neutral;
use crate::store::Scope;
use crate::store::findings::{self, Filter};
use serde::Serialize;
use std::io::Write;
use std::process::ExitCode;

/// Findings read at a time.
const PAGE: usize = 1000;

/// Arguments of `findings`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The quarter, like 2026Q3
    #[arg(long)]
    quarter: Quarter,
    /// Only this agency's
    #[arg(long, value_name = "ID")]
    agency: Option<AgencyId>,
    /// Only those of this rule
    #[arg(long, value_name = "ID")]
    rule: Option<RuleId>,
    /// Only those that stand so: open, confirmed, false-hit, needs-information
    #[arg(long)]
    status: Option<FindingStatus>,
    /// Of an audit by this ruleset instead of each agency's own
    #[arg(long, value_name = "ID")]
    ruleset: Option<RulesetId>,
    /// The language of the reason: zh-Hans, zh-Hant or en
    #[arg(long, default_value = "en")]
    lang: Lang,
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A finding as programs read it: the line of `screen`, and what is known besides.
#[derive(Serialize)]
struct Line<'a> {
    call_id: Option<&'a str>,
    rule_id: &'a RuleId,
    rule_version: u32,
    ruleset: &'a RulesetId,
    ruleset_digest: String,
    clauses: &'a [ClauseId],
    category: &'a str,
    severity: Severity,
    confidence: f64,
    turn: Option<u32>,
    start: Option<u32>,
    end: Option<u32>,
    excerpt: Option<&'a str>,
    normalised: Option<&'a str>,
    why: &'a str,
    finding_id: &'a FindingId,
    agency_id: &'a AgencyId,
    kind: EvidenceKind,
    subject: &'a str,
    evidence: &'a [Address],
    status: FindingStatus,
    fingerprint: &'a Digest,
}

/// Prints them, gravest first.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let context = Context::open(settings)?;
    if let Some(agency) = &args.agency {
        context.agency(agency)?;
    }
    let filter = Filter {
        agency: args.agency,
        quarter: Some(args.quarter),
        rule: args.rule,
        status: args.status,
        ruleset: args.ruleset,
        ..Filter::default()
    };
    let mut found: Vec<Finding> = Vec::new();
    let mut any = false;
    let mut after: Option<String> = None;
    loop {
        let page = context.store.read(|c| findings::list(c, &Scope::Bank, &filter, after.as_deref(), PAGE))?;
        any |= !page.items.is_empty();
        // JSON Lines need no more memory than a page; the other forms are one document.
        if args.format == Format::Jsonl {
            let mut out = output::out();
            for finding in &page.items {
                serde_json::to_writer(&mut out, &line(finding, args.lang))?;
                out.write_all(b"\n")?;
            }
            out.flush()?;
        } else {
            found.extend(page.items);
        }
        match page.next {
            Some(cursor) => after = Some(cursor),
            None => break,
        }
    }
    if args.format != Format::Jsonl {
        let lines: Vec<_> = found.iter().map(|finding| line(finding, args.lang)).collect();
        output::rows(args.format, &HEADERS, &lines, cells)?;
    }
    Ok(if any { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}

/// Writes them into a file: their cells, or the lines that programs read.
pub(super) fn export(
    context: &Context,
    agency: Option<AgencyId>,
    quarter: Option<Quarter>,
    lang: Lang,
    out: &mut Out,
) -> Result<(), CliError> {
    let filter = Filter { agency, quarter, ..Filter::default() };
    out.begin("findings", &HEADERS)?;
    let mut after: Option<String> = None;
    loop {
        let page = context.store.read(|c| findings::list(c, &Scope::Bank, &filter, after.as_deref(), PAGE))?;
        for finding in &page.items {
            let line = line(finding, lang);
            match out {
                Out::JsonLines(_) => out.object(&line)?,
                _ => {
                    let cells: Vec<String> = cells(&line).iter().map(|cell| neutral(cell)).collect();
                    out.cells(&cells)?;
                }
            }
        }
        match page.next {
            Some(cursor) => after = Some(cursor),
            None => return Ok(()),
        }
    }
}

const HEADERS: [&str; 9] =
    ["finding_id", "agency_id", "severity", "rule_id", "kind", "subject", "status", "excerpt", "why"];

fn cells(line: &Line<'_>) -> Vec<String> {
    vec![
        line.finding_id.to_string(),
        line.agency_id.to_string(),
        line.severity.as_str().to_owned(),
        line.rule_id.to_string(),
        line.kind.to_string(),
        line.subject.to_owned(),
        line.status.as_str().to_owned(),
        line.excerpt.unwrap_or_default().to_owned(),
        line.why.to_owned(),
    ]
}

fn line(finding: &Finding, lang: Lang) -> Line<'_> {
    let span = finding.spans.first();
    let of_call = matches!(finding.kind, EvidenceKind::Calls | EvidenceKind::Transcripts);
    Line {
        call_id: of_call.then_some(finding.subject.as_str()),
        rule_id: &finding.rule_id,
        rule_version: finding.rule_version,
        ruleset: &finding.ruleset,
        ruleset_digest: finding.ruleset_digest.tagged(),
        clauses: &finding.clauses,
        category: &finding.category,
        severity: finding.severity,
        confidence: f64::from(finding.confidence_permille) / 1000.0,
        turn: span.and_then(|span| span.turn),
        start: span.map(|span| span.start),
        end: span.map(|span| span.end),
        excerpt: span.map(|span| span.excerpt.as_str()),
        normalised: span.map(|span| span.normalised.as_str()),
        why: finding.why_text.get(lang),
        finding_id: &finding.id,
        agency_id: &finding.agency_id,
        kind: finding.kind,
        subject: &finding.subject,
        evidence: &finding.evidence,
        status: finding.status,
        fingerprint: &finding.fingerprint,
    }
}
