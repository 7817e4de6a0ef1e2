//! Screening against aho-corasick's DFA: the same calls and the same phrases, one core, CPU time, one run.
//!
//! `cargo bench --bench screening [--no-default-features] [-- ROUNDS MEGABYTES]`. The ratio is the CPU time of the bare DFA (overlapping, raw
//! turns already in memory) divided by that of the work measured: 1.0 means as fast as the bare search, which normalises nothing and knows
//! no speaker, negation or offset.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use plumbline::domain::ids::RulesetId;
use plumbline::rules::load::{self, Source};
use plumbline::rules::prepared::Desk;
use plumbline::rules::ruleset::Ruleset;
use plumbline::rules::screen::Screener;
use plumbline::text::sieve::{Alphabet, Reading, Sieve};
use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;
use std::path::Path;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse::<usize>().ok());
    let (rounds, megabytes) = (numbers.next().unwrap_or(5), numbers.next().unwrap_or(16));
    let lines = lines(megabytes * 1_000_000);
    let mut shipped = None;
    let loading = seconds(|| shipped = Some(load(&Source::Embedded, "cn-bank-card")));
    let shipped = shipped.expect("a ruleset");
    println!("the shipped ruleset is loaded in {loading:.2} s of CPU time");
    println!("{} calls, {:.1} MB of JSON Lines, best of {rounds} rounds", lines.len(), size(&lines) / 1e6);
    println!("{:<44} {:>9} {:>7}", "", "MB/s", "ratio");
    let clean: String = lines.iter().filter(|line| is_clean(line)).map(|line| String::from_utf8_lossy(line)).collect();
    for count in [2_000, 20_000] {
        let phrases = phrases(&shipped, count, &clean);
        let folder = tempfile::tempdir().expect("a folder");
        let ruleset = one_rule(folder.path(), &phrases);
        compare(&format!("{count} phrases"), &lines, &phrases, &ruleset, rounds);
    }
    compare("shipped cn-bank-card", &lines, shipped.phrases(), &shipped, rounds);
    let threads = two_threads(&lines, &shipped, rounds);
    println!("{:<44} {threads:>17.2}", "shipped, two threads against one (wall clock)");
}

/// Bare search, normalising and matching alone, and the whole way.
fn compare(name: &str, lines: &[Vec<u8>], phrases: &[String], ruleset: &Ruleset, rounds: usize) {
    let dfa = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(phrases).expect("an automaton");
    let alphabet = Alphabet::new(phrases).expect("an alphabet");
    let sieve = Sieve::new(&alphabet, phrases);
    let screener = Screener::new(ruleset, &[]).expect("all rules");
    let texts: Vec<String> = lines.iter().flat_map(|line| turns(&screener, line)).collect();
    let (mut reading, mut desk, mut out) = (Reading::default(), Desk::default(), Vec::new());
    let mut least = [f64::INFINITY; 3];
    for _ in 0..rounds {
        let bare = || texts.iter().map(|text| dfa.find_overlapping_iter(text).count()).sum::<usize>();
        least[0] = least[0].min(seconds(bare));
        let matched = || {
            let mut found = 0;
            for text in &texts {
                reading.clear();
                sieve.read(&alphabet, text, &mut reading);
                sieve.phrases(&reading, |_| found += 1);
            }
            found
        };
        least[1] = least[1].min(seconds(matched));
        let whole = || {
            for (number, line) in lines.iter().enumerate() {
                out.clear();
                black_box(screener.line(&mut desk, number as u64, line, &mut out));
            }
            out.len()
        };
        least[2] = least[2].min(seconds(whole));
    }
    let text: f64 = texts.iter().map(|text| text.len() as f64).sum();
    for (work, seconds, bytes) in [
        ("aho-corasick DFA, bare turns", least[0], text),
        ("every character folded, phrases found", least[1], text),
        ("JSON Lines to findings", least[2], size(lines)),
    ] {
        let name = format!("{name}: {work}");
        println!("{name:<44} {:>9.0} {:>7.2}", bytes / 1e6 / seconds, least[0] / seconds);
    }
}

/// CPU seconds of this thread's process.
fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    let used = || {
        let usage = getrusage(UsageWho::RUSAGE_SELF).expect("the kernel tells");
        (usage.user_time().num_microseconds() + usage.system_time().num_microseconds()) as f64 / 1e6
    };
    let before = used();
    black_box(work());
    (used() - before).max(1e-6)
}

/// How many times faster two threads are than one, each with half of the lines.
fn two_threads(lines: &[Vec<u8>], ruleset: &Ruleset, rounds: usize) -> f64 {
    let screener = Screener::new(ruleset, &[]).expect("all rules");
    let run = |lines: &[Vec<u8>]| {
        let (mut desk, mut out) = (Desk::default(), Vec::new());
        for line in lines {
            out.clear();
            black_box(screener.line(&mut desk, 1, line, &mut out));
        }
    };
    let clock = |work: &dyn Fn()| {
        let start = std::time::Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    let (first, second) = lines.split_at(lines.len() / 2);
    let together = || {
        std::thread::scope(|scope| {
            scope.spawn(|| run(first));
            scope.spawn(|| run(second));
        });
    };
    let least = |work: &dyn Fn()| (0..rounds).map(|_| clock(work)).fold(f64::INFINITY, f64::min);
    least(&|| run(lines)) / least(&together)
}

/// The corpus again and again until there are so many bytes; nine calls in ten are clean, as on a working day.
fn lines(bytes: usize) -> Vec<Vec<u8>> {
    let (mut clean, mut other) = (Vec::new(), Vec::new());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpus");
    let mut files: Vec<_> = ["develop", "measure"]
        .iter()
        .filter_map(|part| fs::read_dir(folder.join(part)).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .collect();
    files.sort();
    for file in files {
        for line in fs::read_to_string(&file).expect("a file of the corpus").lines() {
            let lot = if is_clean(line.as_bytes()) { &mut clean } else { &mut other };
            lot.push(line.as_bytes().to_vec());
        }
    }
    let (mut lines, mut size) = (Vec::new(), 0);
    let (mut clean, mut other) = (clean.iter().cycle(), other.iter().cycle());
    while size < bytes {
        let next = if lines.len() % 10 == 9 { other.next() } else { clean.next() };
        let line = next.expect("the corpus holds calls of both kinds");
        size += line.len();
        lines.push(line.clone());
    }
    lines
}

fn is_clean(line: &[u8]) -> bool {
    line.windows(14).any(|part| part == br#""kind":"clean""#)
}

fn size(lines: &[Vec<u8>]) -> f64 {
    lines.iter().map(|line| line.len() as f64).sum()
}

fn turns(screener: &Screener<'_>, line: &[u8]) -> Vec<String> {
    let talk = screener.read(line).expect("a good line");
    talk.turns.iter().map(|turn| turn.text.to_string()).collect()
}

/// So many phrases: the shipped ones that no clean call holds, since nobody forbids what everybody says, then halves of them put together anew.
fn phrases(shipped: &Ruleset, count: usize, clean: &str) -> Vec<String> {
    let all = AhoCorasick::new(shipped.phrases()).expect("an automaton");
    let said: BTreeSet<usize> = all.find_overlapping_iter(clean).map(|found| found.pattern().as_usize()).collect();
    let rare = |(number, phrase): &(usize, &String)| phrase.chars().count() >= 3 && !said.contains(number);
    let all: Vec<&String> = shipped.phrases().iter().enumerate().filter(rare).map(|(_, phrase)| phrase).collect();
    let mut phrases: BTreeSet<String> = all.iter().step_by(2).map(|phrase| (*phrase).clone()).collect();
    let mut step = 1;
    while phrases.len() < count {
        for (one, other) in all.iter().zip(all.iter().cycle().skip(step)) {
            let head = one.chars().take(2);
            phrases.insert(head.chain(other.chars().skip(1)).collect());
        }
        step += 7;
    }
    // A stride spreads them over the alphabet.
    let stride = phrases.len() / count;
    phrases.into_iter().step_by(stride.max(1)).take(count).collect()
}

fn load(source: &Source, id: &str) -> Ruleset {
    let id: RulesetId = id.parse().expect("an id");
    load::load(source, &id).unwrap_or_else(|errors| panic!("{}", errors[0]))
}

/// A ruleset with one rule over one list.
fn one_rule(folder: &Path, phrases: &[String]) -> Ruleset {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("rulesets");
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    for file in ["common/ruleset.toml", "cn-bank-card/ruleset.toml", "cn-bank-card/rules/insult.toml"] {
        write(file, &fs::read_to_string(shipped.join(file)).expect("a shipped file"));
    }
    for calendar in fs::read_dir(shipped.join("calendars")).expect("calendars").flatten() {
        let text = fs::read_to_string(calendar.path()).expect("a calendar");
        write(&format!("calendars/{}", calendar.file_name().to_string_lossy()), &text);
    }
    let rule = fs::read_to_string(shipped.join("common/rules/insult.toml")).expect("a shipped rule");
    let (texts, _) = rule.split_once("[check.").expect("a rule has a check");
    write(
        "common/rules/insult.toml",
        &format!("{texts}[check.conversation]\nspeaker = \"any\"\n[[check.conversation.find]]\nany = [\"@list\"]\n"),
    );
    write("common/phrases/list.txt", &phrases.join("\n"));
    load(&Source::Folder(folder.to_owned()), "cn-bank-card")
}
