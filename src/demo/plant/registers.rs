//! Records of the registers: letters, payments, reports, hand-overs … as `registers.toml` tells them.

use super::Planter;
use crate::demo::draft::RegisterRow;
use crate::demo::material::{Entry, Fields, registers};
use crate::domain::evidence::EvidenceKind;
use crate::domain::quarter::Week;
use crate::intake::schema;
use chrono::Days;

/// The weeks of a period from which a record's days are counted: those before the holidays of the quarter's end.
const WEEKS: usize = 9;

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    let Some(entry) = registers().records.iter().find(|entry| entry.trick == trick) else { return false };
    let names = Names::new(planter, entry);
    let monday = monday(planter);
    let week = Week::of(monday + Days::new(7 * entry.later));
    for (kind, own) in &entry.with {
        let values = names.values(*kind, own);
        planter.draft.registers.push(RegisterRow { kind: *kind, week, monday, values });
    }
    let values = names.values(entry.kind, &entry.row);
    let subject = subject(entry.kind, &values);
    planter.draft.registers.push(RegisterRow { kind: entry.kind, week, monday, values });
    match (&entry.rule, &entry.note) {
        (Some(rule), note) => {
            let note = note.as_deref().unwrap_or_default();
            planter.violation(rule.as_str(), entry.kind, &subject, entry.field.as_deref(), note);
        }
        (None, Some(note)) => planter.near_miss(entry.kind, &subject, note),
        (None, None) => {}
    }
    true
}

/// A Monday of the period, neither in its first week nor close to its end.
fn monday(planter: &mut Planter<'_>) -> chrono::NaiveDate {
    let weeks: Vec<Week> = planter.draft.bank.periods[planter.period].weeks().skip(1).take(WEEKS).collect();
    planter.prng.pick(&weeks).first_day()
}

/// The natural key.
fn subject(kind: EvidenceKind, values: &Fields) -> String {
    let parts = schema::of(kind).key.iter().map(|field| values.get(field).map_or("", String::as_str));
    parts.collect::<Vec<_>>().join("#")
}

/// The running number of a letter.
fn serial(row: &RegisterRow) -> Option<usize> {
    row.values.get("serial_no")?.rsplit('-').next()?.parse().ok()
}

/// What stands in the place of `{…}` in one record and what belongs to it.
struct Names {
    filled: Vec<(&'static str, String)>,
    /// Which of the two wordings of a text: before or after the bar.
    traditional: bool,
}

impl Names {
    fn new(planter: &mut Planter<'_>, entry: &Entry) -> Self {
        let draft = &*planter.draft;
        let agency = draft.spec.id.to_string();
        let before = draft.registers.iter().filter(|row| row.kind == entry.kind).count();
        let id = format!("{agency}-{}{:03}", entry.kind.as_str()[..2].to_uppercase(), before + 1);
        let case = planter.prng.pick(&draft.cases);
        // A case of its own gets a number of its own, so that nothing else happens on it.
        let own = entry.kind == EvidenceKind::Cases || entry.with.contains_key(&EvidenceKind::Cases);
        let case_no = if own { format!("{agency}-26-X{}", &id[agency.len() + 1..]) } else { case.case_no.clone() };
        let collector = draft.staff[planter.prng.below(draft.spec.collectors)].collector_id.clone();
        let supervisor = draft.staff.last().map(|staff| staff.collector_id.clone()).unwrap_or_default();
        let serial = draft.registers.iter().filter_map(serial).max().unwrap_or_default() + 1 + entry.skips;
        let [from, to] = draft.spec.agreement.map(|day| day.to_string());
        let filled = vec![
            ("{serial}", format!("{serial:04}")),
            ("{ruleset}", draft.spec.ruleset.to_string()),
            ("{from}", from),
            ("{to}", to),
            ("{account}", format!("62220000000000{}", &agency[agency.len() - 2..])),
            ("{id}", id),
            ("{agency}", agency),
            ("{case}", case_no),
            ("{debtor}", case.debtor_name.clone().unwrap_or_default()),
            ("{collector}", collector),
            ("{supervisor}", supervisor),
        ];
        Self { filled, traditional: draft.spec.script == "zh-Hant" }
    }

    /// The base of `kind` with the record's own values, all names filled in.
    fn values(&self, kind: EvidenceKind, own: &Fields) -> Fields {
        let base = registers().base.get(&kind).unwrap_or_else(|| panic!("registers.toml has no base for {kind}"));
        let mut values = base.clone();
        values.extend(own.clone());
        for value in values.values_mut() {
            *value = self.fill(value);
        }
        values
    }

    fn fill(&self, text: &str) -> String {
        let text = match text.split_once('|') {
            Some((_, traditional)) if self.traditional => traditional,
            Some((simplified, _)) => simplified,
            None => text,
        };
        self.filled.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }
}
