//! `plumbline rules`: list, check, test, show, explain and document the rules.

use super::output::{self, Format};
use super::{CliError, FOUND};
use crate::config::Settings;
use crate::domain::ids::{RuleId, RulesetId};
use crate::domain::lang::Lang;
use crate::rules::load::{self, RuleError, Source};
use crate::rules::ruleset::{Rule, Ruleset};
use crate::rules::screen::Screener;
use crate::rules::{docs, examples, explain};
use serde::Serialize;
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `rules`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Of this ruleset only
    #[arg(long, global = true, value_name = "ID")]
    ruleset: Option<RulesetId>,
    /// How to print
    #[arg(long, global = true, value_enum, default_value_t)]
    format: Format,
    /// The language of texts: zh-Hans, zh-Hant or en
    #[arg(long, global = true, default_value = "en")]
    lang: Lang,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Every rule with its severity, section and clauses
    List,
    /// Errors in the rule files, each at its place
    Check,
    /// Run the examples of the rule files
    Test,
    /// One rule: its texts, clauses, costs and parameters
    Show {
        /// The rule
        rule: RuleId,
    },
    /// Why a rule fires on a call, or does not, step by step
    Explain {
        /// The call's id
        call: String,
        /// The rule
        rule: RuleId,
        /// JSON Lines as for `screen`
        file: PathBuf,
    },
    /// Write the rules' documentation
    Docs {
        /// Into this folder
        #[arg(short, long, default_value = "docs/rules", value_name = "DIR")]
        output: PathBuf,
    },
    /// Every clause with the rules that enforce it
    Coverage,
}

/// Does what the subcommand says.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let source = &settings.rulesets;
    if let Source::Folder(folder) = source
        && !folder.is_dir()
    {
        return Err(CliError::new(
            format!("there is no folder {}", folder.display()),
            "mend --rulesets or leave it out",
        ));
    }
    match &args.command {
        Command::Check => check(&args, source),
        Command::List => list(&args, &all(&args, source)?),
        Command::Test => test(&args, &all(&args, source)?),
        Command::Show { rule } => show(&args, &all(&args, source)?, rule),
        Command::Explain { call, rule, file } => tell(&all(&args, source)?, call, rule, file),
        Command::Docs { output } => write_docs(&all(&args, source)?, output),
        Command::Coverage => coverage(&args, &all(&args, source)?),
    }
}

fn chosen(args: &Args, source: &Source) -> Result<Vec<RulesetId>, Vec<RuleError>> {
    args.ruleset.as_ref().map_or_else(|| load::list(source), |id| Ok(vec![id.clone()]))
}

fn all(args: &Args, source: &Source) -> Result<Vec<Ruleset>, CliError> {
    let broken = |errors: Vec<RuleError>| {
        CliError::new(errors.first().map(ToString::to_string).unwrap_or_default(), "run `plumbline rules check`")
    };
    let ids = chosen(args, source).map_err(broken)?;
    ids.iter().map(|id| load::load(source, id).map_err(broken)).collect()
}

#[derive(Serialize)]
struct Listed<'a> {
    ruleset: &'a RulesetId,
    rule_id: &'a RuleId,
    version: u32,
    status: &'static str,
    severity: &'static str,
    category: &'a str,
    section: &'a str,
    clauses: Vec<&'a str>,
    veto: Option<u32>,
    title: &'a str,
}

fn listed<'a>(ruleset: &'a Ruleset, rule: &'a Rule, lang: Lang) -> Listed<'a> {
    Listed {
        ruleset: &ruleset.id,
        rule_id: &rule.id,
        version: rule.version,
        status: rule.status.as_str(),
        severity: rule.severity.as_str(),
        category: &rule.category,
        section: &rule.section,
        clauses: rule.clauses.iter().map(|clause| clause.as_str()).collect(),
        veto: rule.veto.map(|veto| veto.confirmed),
        title: rule.title.get(lang),
    }
}

fn list(args: &Args, rulesets: &[Ruleset]) -> Result<ExitCode, CliError> {
    let of = |ruleset| move |rule| listed(ruleset, rule, args.lang);
    let rows: Vec<_> = rulesets.iter().flat_map(|ruleset| ruleset.rules.iter().map(of(ruleset))).collect();
    let headers = ["ruleset", "rule_id", "status", "severity", "section", "clauses", "title"];
    output::rows(args.format, &headers, &rows, |row| {
        let texts = [row.ruleset.as_str(), row.rule_id.as_str(), row.status, row.severity, row.section];
        texts.into_iter().map(str::to_owned).chain([row.clauses.join(" "), row.title.to_owned()]).collect()
    })?;
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct Problem {
    severity: &'static str,
    file: String,
    line: u32,
    column: u32,
    message: String,
}

fn check(args: &Args, source: &Source) -> Result<ExitCode, CliError> {
    let mut problems = Vec::new();
    let ids = chosen(args, source).unwrap_or_else(|errors| {
        problems.extend(errors.into_iter().map(problem));
        Vec::new()
    });
    for id in &ids {
        match load::load(source, id) {
            Ok(ruleset) => problems.extend(warnings(&ruleset)),
            Err(errors) => problems.extend(errors.into_iter().map(problem)),
        }
    }
    output::rows(args.format, &["severity", "place", "message"], &problems, |row| {
        let place = format!("{}:{}:{}", row.file, row.line, row.column);
        vec![row.severity.to_owned(), place, row.message.clone()]
    })?;
    let wrong = problems.iter().any(|problem| problem.severity == "error");
    Ok(if wrong { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}

fn problem(error: RuleError) -> Problem {
    Problem { severity: "error", file: error.file, line: error.line, column: error.column, message: error.message }
}

/// Rules that lack an example of some kind.
fn warnings(ruleset: &Ruleset) -> Vec<Problem> {
    let lacks = |rule: &Rule, kind: &str| !rule.examples.iter().any(|example| example.kind.as_str() == kind);
    let warning = |rule: &Rule, kind: &str| Problem {
        severity: "warning",
        file: format!("{}/rules/{}.toml", ruleset.id, rule.id),
        line: 0,
        column: 0,
        message: format!("no example of kind {kind}: add one"),
    };
    let kinds = ["hit", "miss", "near-miss"];
    let of = |rule| kinds.into_iter().filter(move |kind| lacks(rule, kind)).map(move |kind| warning(rule, kind));
    ruleset.rules.iter().flat_map(of).collect()
}

#[derive(Serialize)]
struct Tested {
    ruleset: RulesetId,
    rule_id: RuleId,
    examples: usize,
    failures: Vec<String>,
}

fn test(args: &Args, rulesets: &[Ruleset]) -> Result<ExitCode, CliError> {
    let mut rows = Vec::new();
    for ruleset in rulesets {
        for (index, rule) in ruleset.rules.iter().enumerate() {
            let results = examples::run_rule(ruleset, index);
            let examples = results.len();
            let failures = results
                .into_iter()
                .filter_map(|result| result.failure.map(|failure| format!("{} {failure}", result.place)))
                .collect();
            rows.push(Tested { ruleset: ruleset.id.clone(), rule_id: rule.id.clone(), examples, failures });
        }
    }
    output::rows(args.format, &["ruleset", "rule_id", "examples", "failures"], &rows, |row| {
        let failures = if row.failures.is_empty() { "–".to_owned() } else { row.failures.join("; ") };
        vec![row.ruleset.to_string(), row.rule_id.to_string(), row.examples.to_string(), failures]
    })?;
    let failed = rows.iter().any(|row| !row.failures.is_empty());
    Ok(if failed { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}

#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    listed: Listed<'a>,
    rationale: &'a str,
    remedy: &'a str,
    requirements: Vec<&'a str>,
    unit: &'static str,
    parameters: &'a toml::Table,
}

fn show(args: &Args, rulesets: &[Ruleset], id: &RuleId) -> Result<ExitCode, CliError> {
    let mut shown = Vec::new();
    for ruleset in rulesets {
        let Some(rule) = ruleset.rule(id) else { continue };
        let clauses = rule.clauses.iter().filter_map(|clause| ruleset.clause(clause));
        shown.push(Shown {
            listed: listed(ruleset, rule, args.lang),
            rationale: rule.rationale.get(args.lang),
            remedy: rule.remedy.get(args.lang),
            requirements: clauses.map(|clause| clause.requirement.get(args.lang)).collect(),
            unit: rule.check.described().unit(),
            parameters: &rule.parameters,
        });
    }
    if shown.is_empty() {
        return Err(CliError::new(format!("there is no rule '{id}'"), "see `plumbline rules list`"));
    }
    if args.format == Format::Json {
        output::json(&shown)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = output::out();
    for rule in &shown {
        let listed = &rule.listed;
        writeln!(out, "{} ({}, {}, {})", listed.title, listed.rule_id, listed.ruleset, listed.severity)?;
        writeln!(out, "\n{}\n{}\n", rule.rationale, rule.remedy)?;
        writeln!(out, "{}", listed.clauses.join(", "))?;
        rule.requirements.iter().try_for_each(|requirement| writeln!(out, "  {requirement}"))?;
        writeln!(out, "\n{}", toml::to_string(rule.parameters).unwrap_or_default())?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn tell(rulesets: &[Ruleset], call: &str, id: &RuleId, file: &PathBuf) -> Result<ExitCode, CliError> {
    let open = std::fs::File::open(file).map_err(|error| {
        CliError::new(format!("can't read {}: {error}", file.display()), "name a file of JSON Lines")
    })?;
    let absent = || CliError::new(format!("no line holds the call '{call}'"), "mend the id or the file");
    let screener = Screener::new(rulesets.first().ok_or_else(absent)?, &[]).map_err(CliError::say)?;
    let mut held = None;
    for line in std::io::BufReader::new(open).lines() {
        let line = line?;
        if screener.read(line.as_bytes()).is_ok_and(|talk| talk.call_id == call) {
            held = Some(line);
            break;
        }
    }
    let line = held.ok_or_else(absent)?;
    let talk = screener.read(line.as_bytes()).map_err(CliError::say)?;
    let mut out = output::out();
    let mut known = false;
    for ruleset in rulesets {
        let Some(rule) = ruleset.rule_index(id) else { continue };
        known = true;
        writeln!(out, "{} by {}:", id, ruleset.id)?;
        explain::explain(ruleset, rule, &talk).iter().try_for_each(|step| writeln!(out, "  {step}"))?;
    }
    out.flush()?;
    if known {
        Ok(ExitCode::SUCCESS)
    } else {
        Err(CliError::new(format!("there is no rule '{id}'"), "see `plumbline rules list`"))
    }
}

fn write_docs(rulesets: &[Ruleset], folder: &PathBuf) -> Result<ExitCode, CliError> {
    let failed =
        |error| CliError::new(format!("can't write to {}: {error}", folder.display()), "name another folder with -o");
    std::fs::create_dir_all(folder).map_err(failed)?;
    for (name, text) in docs::pages(rulesets) {
        std::fs::write(folder.join(name), text).map_err(failed)?;
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct Covered<'a> {
    clause: &'a str,
    how: Vec<String>,
    rules: Vec<&'a str>,
}

fn coverage(args: &Args, rulesets: &[Ruleset]) -> Result<ExitCode, CliError> {
    let mut rows = Vec::new();
    let clauses = rulesets.first().map(|ruleset| ruleset.clauses.as_slice()).unwrap_or_default();
    for clause in clauses {
        for id in &clause.ids {
            let citing = rulesets.iter().flat_map(|ruleset| &ruleset.rules).filter(|rule| rule.clauses.contains(id));
            let mut rules: Vec<_> = citing.map(|rule| rule.id.as_str()).collect();
            rules.sort_unstable();
            rules.dedup();
            let how = clause.how.iter().map(|how| how.as_str().to_owned()).collect();
            rows.push(Covered { clause: id.as_str(), how, rules });
        }
    }
    rows.sort_by(|one, other| one.clause.cmp(other.clause));
    rows.dedup_by(|one, other| one.clause == other.clause);
    let none = |row: &&Covered<'_>| row.rules.is_empty();
    let without = rows.iter().filter(none).count();
    output::rows(args.format, &["clause", "how", "rules"], &rows, |row| {
        let rules = if row.rules.is_empty() { "–".to_owned() } else { row.rules.join(" ") };
        vec![row.clause.to_owned(), row.how.join("+"), rules]
    })?;
    if args.format == Format::Pretty {
        println!("{without} of {} clauses without a rule", rows.len());
    }
    Ok(ExitCode::SUCCESS)
}
