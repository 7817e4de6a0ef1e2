//! What the quarter is made from: `fixtures/quarter/`, embedded in the program.

use crate::domain::contact::{Party, Speaker};
use crate::domain::evidence::EvidenceKind;
use crate::domain::ids::{AgencyId, RuleId, RulesetId};
use crate::domain::quarter::{Quarter, Week};
use crate::domain::verdict::FalseHitReason;
use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(rust_embed::RustEmbed)]
#[folder = "fixtures/quarter"]
struct Files;

/// `bank.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bank {
    /// The quarter that the demo is about.
    pub quarter: Quarter,
    /// What everything follows from.
    pub seed: u64,
    /// The demo's now: a fixed moment after the quarter's end.
    pub now: DateTime<Utc>,
    /// Its name, by script.
    #[serde(rename = "bank")]
    pub names: BTreeMap<String, String>,
    /// Stretches of weeks, oldest first.
    #[serde(rename = "period")]
    pub periods: Vec<Period>,
    /// The agencies.
    #[serde(rename = "agency")]
    pub agencies: Vec<AgencySpec>,
}

/// A stretch of weeks within one quarter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The quarter it stands for.
    pub quarter: Quarter,
    weeks: [Week; 2],
    /// Calls a week, in thousandths of the agency's usual number.
    pub calls_per_mille: usize,
}

impl Period {
    /// Its weeks in order.
    pub fn weeks(&self) -> impl Iterator<Item = Week> {
        let [first, last] = [self.weeks[0].first_day(), self.weeks[1].first_day()];
        (0..=(last - first).num_days() as u64 / 7).map(move |n| Week::of(first + Days::new(7 * n)))
    }
}

/// One agency's character.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencySpec {
    /// The bank's id for it.
    pub id: AgencyId,
    /// Its name.
    pub name: String,
    /// What its collectors call it on the phone.
    pub spoken: String,
    /// In a word.
    pub character: String,
    /// Its code of conduct.
    pub ruleset: RulesetId,
    /// `zh-Hans` or `zh-Hant`.
    pub script: String,
    /// First and last day of the agreement.
    pub agreement: [NaiveDate; 2],
    /// Where its debtors live.
    pub time_zone: Option<Tz>,
    /// Where some of its debtors live instead.
    pub far_zone: Option<Tz>,
    /// Encoding of its CSV files.
    pub encoding: Option<String>,
    /// Collectors on the phone; four more go on visits.
    pub collectors: usize,
    /// Entrusted cases.
    pub cases: usize,
    /// Calls in a full week.
    pub calls_per_week: usize,
    /// Visits in a week.
    pub visits_per_week: usize,
    /// How its workbooks look.
    pub style: Style,
}

/// How an agency writes its hand-ins.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// `xlsx` one workbook, `split` a workbook per kind, `csv`, `jsonl`, `zip`.
    pub format: String,
    /// Language of its headers: `zh-Hans`, `zh-Hant` or `en`.
    pub headers: String,
    /// Forms of moments, drawn for each cell: `real`, `serial`, `slash`, `iso`, `roc`, `roc-slash`.
    pub moments: Vec<String>,
    /// Forms of days, likewise.
    pub days: Vec<String>,
    /// `clock`, `words` or `seconds` instead of an end; empty for an end.
    pub durations: String,
    /// The two signs for yes and no.
    pub yes_no: String,
    /// Rows above the header.
    pub title_rows: u32,
    /// A line of groups above the headers, merged.
    #[serde(default)]
    pub merged: bool,
    /// Empty rows between the days.
    #[serde(default)]
    pub blank_rows: bool,
    /// A column that nobody asked for.
    #[serde(default)]
    pub extra_column: Option<String>,
    /// The recording list stands on a hidden sheet.
    #[serde(default)]
    pub hidden: bool,
    /// Columns in another order each week.
    #[serde(default)]
    pub shuffled: bool,
    /// `rows` a turn a row, `cell` a call a cell, `jsonl`.
    pub transcripts: String,
}

/// `talk.<script>.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Talk {
    /// Wordings by name.
    pub lines: BTreeMap<String, Vec<String>>,
    /// Conversations.
    #[serde(rename = "scene")]
    pub scenes: Vec<Scene>,
}

/// One kind of conversation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    /// Its name.
    pub id: String,
    /// `debtor`, `third` (anyone on the case's contacts) or `other`.
    pub party: String,
    /// How often, relative to the others.
    pub weight: usize,
    /// The debtor called.
    #[serde(default)]
    pub inbound: bool,
    /// The debtor named a day.
    #[serde(default)]
    pub promise: bool,
    /// The case is left alone afterwards.
    #[serde(default)]
    pub last_contact: bool,
    /// `speaker:line` or `speaker:line+line`.
    pub turns: Vec<String>,
}

/// `names.toml`, one script.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Names {
    pub surnames: Vec<String>,
    pub given: Vec<String>,
    pub titles: Vec<String>,
    pub hotline: String,
    pub number_prefix: String,
    pub line_prefix: String,
    pub places: Vec<String>,
    pub person_met: String,
    pub nobody_met: String,
    pub narratives: Vec<String>,
    pub narratives_nobody: Vec<String>,
    pub summaries: BTreeMap<String, String>,
    pub agreed_reason: String,
    pub reports_with_data: Vec<String>,
    pub relations: BTreeMap<String, String>,
    pub days: Vec<String>,
    pub hours: Vec<String>,
}

/// `planted.<script>.toml`: what is said that must be found, or must not.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Stretches of talk.
    #[serde(rename = "stretch")]
    pub stretches: Vec<Stretch>,
}

/// A stretch of talk put into an otherwise harmless conversation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stretch {
    /// The rules that must find it; none for a near miss.
    #[serde(default)]
    pub rules: Vec<RuleId>,
    /// Scenes by party: `debtor`, `third`.
    pub party: String,
    /// What is said, `speaker:text`.
    pub turns: Vec<String>,
    /// Which of the turns is found, counted from 0.
    #[serde(default)]
    pub at: usize,
    /// It is the whole conversation and takes the place of another; otherwise it is put into one.
    #[serde(default)]
    pub whole: bool,
    /// What is found is about the call: no single turn.
    #[serde(default)]
    pub of_call: bool,
    /// The rule is right to point at it, and a person will say why it is none: the transcript names the wrong speaker, say.
    #[serde(default)]
    pub false_hit: Option<FalseHitReason>,
}

/// A row's values by field: words by their id, days and times as `+3` and `+3 09:30:00` from a Monday, texts as they are.
pub type Fields = BTreeMap<String, String>;

/// `registers.toml`: what the registers hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registers {
    /// By kind: what a record holds where it says nothing else.
    pub base: BTreeMap<EvidenceKind, Fields>,
    /// Records by the trick that plays them.
    #[serde(rename = "record")]
    pub records: Vec<Entry>,
}

/// One record of a register.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its name in `plants.toml`.
    pub trick: String,
    /// In which register.
    pub kind: EvidenceKind,
    /// The rule that must find it; none for an ordinary record or a near miss.
    pub rule: Option<RuleId>,
    /// The field that shows it.
    pub field: Option<String>,
    /// What was done; none for an ordinary record.
    pub note: Option<String>,
    /// Running numbers that are left out before its own.
    #[serde(default)]
    pub skips: usize,
    /// Handed in so many weeks after its Monday.
    #[serde(default)]
    pub later: u64,
    /// Values other than those of the base.
    #[serde(default)]
    pub row: Fields,
    /// What the bank's registers hold for it alone: its case, its approval.
    #[serde(default)]
    pub with: BTreeMap<EvidenceKind, Fields>,
}

/// `plants.toml`: agency → rule or trick → how often in each period, oldest first.
pub type Plants = BTreeMap<String, BTreeMap<String, Vec<usize>>>;

/// Everything of one script.
#[derive(Debug)]
pub struct Material {
    /// Harmless conversations.
    pub talk: Talk,
    /// Stretches to find.
    pub words: Words,
    /// Names and places.
    pub names: Names,
}

/// A file of the folder.
pub fn read<T: DeserializeOwned>(file: &str) -> T {
    let bytes = Files::get(file).unwrap_or_else(|| panic!("fixtures/quarter/{file} is built in")).data;
    let text = std::str::from_utf8(&bytes).unwrap_or_else(|error| panic!("fixtures/quarter/{file}: {error}"));
    toml::from_str(text).unwrap_or_else(|error| panic!("fixtures/quarter/{file}: {error}"))
}

/// The demo bank.
pub fn bank() -> &'static Bank {
    static BANK: LazyLock<Bank> = LazyLock::new(|| read("bank.toml"));
    &BANK
}

/// What the registers hold.
pub fn registers() -> &'static Registers {
    static REGISTERS: LazyLock<Registers> = LazyLock::new(|| read("registers.toml"));
    &REGISTERS
}

/// How much of what is planted where.
pub fn plants() -> &'static Plants {
    static PLANTS: LazyLock<Plants> = LazyLock::new(|| read("plants.toml"));
    &PLANTS
}

/// The material of `script` (`zh-Hans` or `zh-Hant`).
pub fn material(script: &str) -> &'static Material {
    static ALL: LazyLock<BTreeMap<&str, Material>> = LazyLock::new(|| {
        let mut names: BTreeMap<String, Names> = read("names.toml");
        ["zh-Hans", "zh-Hant"]
            .map(|script| {
                let talk = read(&format!("talk.{script}.toml"));
                let words = read(&format!("planted.{script}.toml"));
                let names = names.remove(script).expect("names of both scripts");
                (script, Material { talk, words, names })
            })
            .into()
    });
    &ALL[script]
}

/// The party that an id of the material names.
pub fn party(id: &str) -> Party {
    serde_json::from_value(id.into()).unwrap_or_else(|_| panic!("'{id}' is no party"))
}

/// `speaker:text` → both.
pub fn spoken(turn: &str) -> (Speaker, &str) {
    let (speaker, text) = turn.split_once(':').unwrap_or_else(|| panic!("'{turn}' wants 'speaker:text'"));
    (serde_json::from_value(speaker.into()).unwrap_or_else(|_| panic!("'{speaker}' is no speaker")), text)
}
