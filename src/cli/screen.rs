//! `plumbline screen`: transcripts as JSON Lines in, findings as JSON Lines out, in the order of the input.
//!
//! Lines are read in batches that go round the workers in turn and come back in the same turn: the order holds, and never more than a few
//! batches are in memory, however long the input.

use super::{CliError, FOUND, output};
use crate::config::Settings;
use crate::domain::ids::{RuleId, RulesetId};
use crate::rules::load;
use crate::rules::prepared::Desk;
use crate::rules::screen::{Outcome, Screener};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Arguments of `screen`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// By this ruleset
    #[arg(long, value_name = "ID")]
    ruleset: RulesetId,
    /// Only by these rules
    #[arg(long = "rule", value_name = "ID", num_args = 1.., value_delimiter = ',')]
    rules: Vec<String>,
    /// So many threads [default: one per core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// JSON Lines, one call a line; '-' for the standard input [default: -]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Args {
    /// The rules and the file: what follows the last rule without being one is the file (`--rule label calls.jsonl`).
    fn settled(&self) -> Result<(Vec<RuleId>, PathBuf), CliError> {
        let (mut rules, mut file) = (self.rules.as_slice(), self.file.clone());
        if let (None, Some((last, before))) = (&file, rules.split_last())
            && (last.parse::<RuleId>().is_err() || Path::new(last).is_file())
        {
            (rules, file) = (before, Some(PathBuf::from(last)));
        }
        let rules = rules.iter().map(|id| id.parse()).collect::<Result<_, _>>()?;
        Ok((rules, file.unwrap_or_else(|| PathBuf::from("-"))))
    }
}

/// So many bytes of lines make a batch.
const BATCH: usize = 256 * 1024;
/// Longest line, bytes; a longer one is refused and skipped.
const LONGEST_LINE: usize = 8 * 1024 * 1024;

/// Screens the file, or the standard input.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let (rules, file) = args.settled()?;
    let ruleset = load::load(&settings.rulesets, &args.ruleset).map_err(|errors| {
        CliError::new(errors.first().map(ToString::to_string).unwrap_or_default(), "run `plumbline rules check`")
    })?;
    let screener = Screener::new(&ruleset, &rules).map_err(CliError::say)?;
    let threads = args.threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let input = open(&file)?;
    let worst = screen(&screener, input, &mut output::out(), threads)?;
    Ok(if worst == Outcome::Clean { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}

fn open(path: &Path) -> Result<Box<dyn BufRead + Send>, CliError> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(path).map_err(|error| {
        CliError::new(format!("can't read {}: {error}", path.display()), "name a file of JSON Lines")
    })?;
    Ok(Box::new(BufReader::with_capacity(BATCH, file)))
}

/// Lines that follow one another.
#[derive(Default)]
struct Batch {
    lines: Vec<Input>,
    bytes: usize,
}

/// A line with its number, from 1; `None` where it was too long.
type Input = (u64, Option<Vec<u8>>);
type Output = (Vec<u8>, Outcome);

/// Screens `input` with `threads` workers; gives the worst outcome.
fn screen(
    screener: &Screener<'_>,
    mut input: impl BufRead + Send,
    out: &mut impl Write,
    threads: usize,
) -> Result<Outcome, CliError> {
    thread::scope(|scope| {
        let mut to_workers: Vec<SyncSender<Batch>> = Vec::new();
        let mut from_workers: Vec<Receiver<Output>> = Vec::new();
        for _ in 0..threads {
            let (to, inbox) = sync_channel::<Batch>(1);
            let (outbox, from) = sync_channel::<Output>(1);
            to_workers.push(to);
            from_workers.push(from);
            scope.spawn(move || {
                let mut desk = Desk::default();
                for batch in inbox {
                    if outbox.send(judge(screener, &mut desk, batch)).is_err() {
                        return;
                    }
                }
            });
        }
        let reader = scope.spawn(move || feed(&mut input, &to_workers));
        let written = collect(&from_workers, out);
        // Whoever waits for room in a full channel learns that nobody reads any more.
        drop(from_workers);
        let read = reader.join().map_err(|_| CliError::new("reading the input failed", "run it again"))?;
        let worst = written?;
        read?;
        Ok(worst)
    })
}

fn judge(screener: &Screener<'_>, desk: &mut Desk, batch: Batch) -> Output {
    let mut text = Vec::new();
    let mut worst = Outcome::Clean;
    for (number, line) in batch.lines {
        let outcome = match line {
            Some(line) => screener.line(desk, number, &line, &mut text),
            None => screener.refuse(number, &format!("longer than {LONGEST_LINE} bytes: split the call"), &mut text),
        };
        worst = worst.max(outcome);
    }
    (text, worst)
}

/// Deals batches out to the workers in turn until the input ends or nobody takes them.
fn feed(input: &mut impl BufRead, to_workers: &[SyncSender<Batch>]) -> io::Result<()> {
    let mut number = 0;
    for worker in to_workers.iter().cycle() {
        let mut batch = Batch::default();
        while batch.bytes < BATCH {
            let Some(line) = next_line(input)? else {
                let _ = worker.send(batch);
                return Ok(());
            };
            number += 1;
            batch.bytes += line.as_ref().map_or(0, Vec::len) + 64;
            batch.lines.push((number, line));
        }
        if worker.send(batch).is_err() {
            return Ok(());
        }
    }
    Ok(())
}

/// The next line without its end; `Some(None)` for one that is too long, which is skipped.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Option<Vec<u8>>>> {
    let mut line = Vec::new();
    let mut too_long = false;
    let mut any = false;
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            return Ok(any.then(|| (!too_long).then_some(line)));
        }
        any = true;
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let take = end.unwrap_or(chunk.len());
        if line.len() + take > LONGEST_LINE {
            too_long = true;
            line = Vec::new();
        }
        if !too_long {
            line.extend_from_slice(&chunk[..take]);
        }
        let used = take + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            return Ok(Some((!too_long).then_some(line)));
        }
    }
}

/// Writes what the workers give back, in turn.
fn collect(from_workers: &[Receiver<Output>], out: &mut impl Write) -> Result<Outcome, CliError> {
    let mut worst = Outcome::Clean;
    for worker in from_workers.iter().cycle() {
        // The first worker without anything more had the last batch.
        let Ok((text, outcome)) = worker.recv() else { break };
        out.write_all(&text)?;
        worst = worst.max(outcome);
    }
    out.flush()?;
    Ok(worst)
}
