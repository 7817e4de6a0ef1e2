//! A week's sheets of one agency.

use super::headers;
use super::pen::Pen;
use super::registers;
use super::rows;
use super::table::{Table, TableRow, Value};
use crate::demo::draft::{Amended, Draft, Flaw, RegisterRow};
use crate::demo::people;
use crate::demo::prng::Prng;
use crate::domain::contact::Call;
use crate::domain::evidence::EvidenceKind;
use crate::domain::quarter::Week;

/// The bank's list of cases of all agencies.
pub fn cases(drafts: &[Draft]) -> Table {
    let Some(first) = drafts.first() else { panic!("the demo bank has agencies") };
    let mut pen = Pen { style: &first.spec.style, zone: first.zone, prng: first.prng("cases sheet") };
    let mut all = Vec::new();
    for draft in drafts {
        pen.zone = draft.zone;
        all.extend(draft.cases.iter().map(|case| rows::case(&draft.spec.id, case, &mut pen)));
    }
    let titles = vec![
        format!("{} 信用卡委外催收 委案清单", first.bank.names["zh-Hans"]),
        "制表：甲银行风险管理部（示例）".into(),
    ];
    table(EvidenceKind::Cases, "zh-Hans", all, titles)
}

/// The bank's registers of all agencies, and the cases that it entrusted later: the rows that are `wanted`.
pub fn bank_registers(drafts: &[Draft], wanted: impl Fn(&RegisterRow) -> bool) -> Vec<Table> {
    let Some(first) = drafts.first() else { panic!("the demo bank has agencies") };
    let mut pen = Pen { style: &first.spec.style, zone: first.zone, prng: first.prng("bank sheets") };
    let kinds = registers::kinds().filter(|kind| kind.from_bank());
    let tables = kinds.map(|kind| {
        let rows = drafts.iter().flat_map(|draft| &draft.registers).filter(|row| row.kind == kind && wanted(row));
        table(kind, "zh-Hans", registers::rows(kind, rows, &mut pen), Vec::new())
    });
    tables.filter(|table| !table.rows.is_empty()).collect()
}

/// What the agency hands in for `week`, in `version`: the first holds the flaws, the second puts them right.
pub fn week(draft: &Draft, week: Week, version: u32) -> Vec<Table> {
    let spec = draft.spec;
    let label = format!("sheets/{week}");
    let mut pen = Pen { style: &spec.style, zone: draft.zone, prng: draft.prng(&label) };
    let mut tables = vec![
        sheet(draft, EvidenceKind::Calls, week, calls(draft, week, &mut pen)),
        sheet(draft, EvidenceKind::Transcripts, week, transcripts(draft, week, &pen)),
        sheet(draft, EvidenceKind::Visits, week, visits(draft, week, &mut pen)),
        sheet(draft, EvidenceKind::Recordings, week, recordings(draft, week, &mut pen)),
    ];
    if brings_registers(draft, week) {
        tables.push(sheet(draft, EvidenceKind::Staff, week, staff(draft, week, &mut pen)));
        tables.push(sheet(draft, EvidenceKind::Lines, week, lines(draft, week, &mut pen)));
    }
    for kind in registers::kinds().filter(|kind| !kind.from_bank()) {
        let rows = draft.registers.iter().filter(|row| row.kind == kind && row.week == week);
        tables.push(sheet(draft, kind, week, registers::rows(kind, rows, &mut pen)));
    }
    if version == 1 {
        for flaw in draft.flaws.iter().filter(|flaw| flaw.week == week) {
            spoil(&mut tables, flaw);
        }
    }
    tables.retain(|table| !table.rows.is_empty());
    let mut order = Prng::new(draft.bank.seed, &format!("{}/columns/{week}", spec.id));
    for table in &mut tables {
        if spec.style.shuffled {
            order.shuffle(&mut table.columns);
        }
        if spec.style.merged && table.columns.len() > 6 {
            let names = if spec.script == "zh-Hant" {
                ["基本資料", "經過及結果"]
            } else {
                ["基本信息", "经过与结果"]
            };
            table.groups = vec![(names[0].into(), 4), (names[1].into(), table.columns.len() - 4)];
        }
    }
    tables
}

/// A call log of `rows` rows in one week: the agency's own calls of that week, again and again under new numbers.
pub fn call_log(draft: &Draft, week: Week, rows: u32) -> Table {
    let mut pen = Pen { style: &draft.spec.style, zone: draft.zone, prng: draft.prng("call log") };
    let own = draft.calls.iter().filter(|call| call.week == week).map(|call| &call.call).cycle();
    let numbered = own.zip(1..=rows).map(|(call, n)| Call { call_id: format!("B{n:07}"), ..call.clone() });
    let rows = numbered.map(|call| rows::call(&call, &mut pen)).collect();
    sheet(draft, EvidenceKind::Calls, week, rows)
}

/// Registers come with the first week of each period and with the weeks in which they change.
fn brings_registers(draft: &Draft, week: Week) -> bool {
    let first = draft.bank.periods.iter().any(|period| period.weeks().next() == Some(week));
    let changes = [people::day(2026, 7, 27), people::day(2026, 8, 10)];
    first || changes.iter().any(|day| Week::of(*day) == week)
}

/// Puts the flawed value into its row, or adds a row of its own that can't be used.
fn spoil(tables: &mut [Table], flaw: &Flaw) {
    let Some(table) = tables.iter_mut().find(|table| table.kind == flaw.kind) else { return };
    let key = table.columns[0].0;
    let Some(row) = table.rows.iter_mut().find(|row| *row.get(key) == Value::Text(flaw.subject.clone())) else {
        return;
    };
    row.set(flaw.field, Value::text(Some(flaw.value)));
    if flaw.refused {
        row.bad = Some((flaw.field, flaw.note));
    }
}

fn table(kind: EvidenceKind, language: &str, rows: Vec<TableRow>, titles: Vec<String>) -> Table {
    let fields: Vec<&'static str> =
        rows.first().map(|row| row.values.iter().map(|(field, _)| *field).collect()).unwrap_or_default();
    let columns = fields.into_iter().map(|field| (field, headers::header(kind, field, language).to_owned())).collect();
    Table {
        kind,
        name: headers::sheet(kind, language).to_owned(),
        titles,
        groups: Vec::new(),
        columns,
        rows,
        hidden: false,
    }
}

fn sheet(draft: &Draft, kind: EvidenceKind, week: Week, mut rows: Vec<TableRow>) -> Table {
    let style = &draft.spec.style;
    if let Some(_header) = &style.extra_column {
        for (n, row) in rows.iter_mut().enumerate() {
            row.values.push(("", Value::Text(format!("内部 {}", n % 7))));
        }
    }
    let mut rows = rows;
    if style.blank_rows {
        for row in rows.iter_mut().skip(1).step_by(25) {
            row.spaced = true;
        }
    }
    let name = headers::sheet(kind, &style.headers);
    let titles = [
        format!("{} {name}", draft.spec.name),
        format!("{}　{} – {}", week, week.first_day(), week.last_day()),
        format!("{}　{}", draft.bank.names[&draft.spec.script], draft.spec.id),
    ];
    let titles = titles.into_iter().take(style.title_rows as usize).collect();
    let mut table = table_with_extra(kind, &style.headers, rows, titles, style.extra_column.as_deref());
    table.hidden = style.hidden && kind == EvidenceKind::Recordings;
    table
}

fn table_with_extra(
    kind: EvidenceKind,
    language: &str,
    mut rows: Vec<TableRow>,
    titles: Vec<String>,
    extra: Option<&str>,
) -> Table {
    let Some(extra) = extra.filter(|_| !rows.is_empty()) else { return table(kind, language, rows, titles) };
    let last: Vec<_> = rows.iter_mut().filter_map(|row| row.values.pop()).collect();
    let mut table = table(kind, language, rows, titles);
    table.columns.push(("", extra.to_owned()));
    for (row, value) in table.rows.iter_mut().zip(last) {
        row.values.push(value);
    }
    table
}

fn calls(draft: &Draft, week: Week, pen: &mut Pen<'_>) -> Vec<TableRow> {
    let mut calls: Vec<_> = draft.calls.iter().filter(|call| call.week == week).map(|call| &call.call).collect();
    calls.sort_by_key(|call| (call.started_at, &call.call_id));
    let amended = draft.amended.iter().filter(|(at, _)| *at == week).filter_map(|(_, row)| match row {
        Amended::Call(call) => Some(&**call),
        Amended::Recording(_) => None,
    });
    calls.into_iter().chain(amended).map(|call| rows::call(call, pen)).collect()
}

fn transcripts(draft: &Draft, week: Week, pen: &Pen<'_>) -> Vec<TableRow> {
    let spoken = draft.calls.iter().filter(|call| call.week == week && call.transcript);
    spoken.flat_map(|call| rows::transcript(&call.call.call_id, &call.talk, pen)).collect()
}

fn visits(draft: &Draft, week: Week, pen: &mut Pen<'_>) -> Vec<TableRow> {
    draft.visits.iter().filter(|visit| visit.week == week).map(|visit| rows::visit(&visit.visit, pen)).collect()
}

fn recordings(draft: &Draft, week: Week, pen: &mut Pen<'_>) -> Vec<TableRow> {
    let of_calls = draft.calls.iter().filter(|call| call.week == week).filter_map(|call| call.recording.as_ref());
    let of_visits = draft.visits.iter().filter(|visit| visit.week == week).filter_map(|visit| visit.recording.as_ref());
    let loose = draft.loose.iter().filter(|(at, _)| *at == week).map(|(_, recording)| recording);
    let amended = draft.amended.iter().filter(|(at, _)| *at == week).filter_map(|(_, row)| match row {
        Amended::Recording(recording) => Some(&**recording),
        Amended::Call(_) => None,
    });
    of_calls.chain(of_visits).chain(loose).chain(amended).map(|recording| rows::recording(recording, pen)).collect()
}

/// The register as it stood on the week's Friday: leavers known once they have given notice, newcomers once hired.
fn staff(draft: &Draft, week: Week, pen: &mut Pen<'_>) -> Vec<TableRow> {
    let last = week.last_day() + chrono::Days::new(7);
    let known = draft.staff.iter().filter(|staff| staff.hired_on.is_none_or(|day| day <= last));
    known
        .map(|staff| {
            let mut staff = staff.clone();
            staff.left_on = staff.left_on.filter(|day| *day <= last);
            rows::staff(&staff, pen)
        })
        .collect()
}

fn lines(draft: &Draft, week: Week, pen: &mut Pen<'_>) -> Vec<TableRow> {
    let last = week.last_day() + chrono::Days::new(7);
    let known = draft.lines.iter().filter(|line| line.registered_on.is_none_or(|day| day <= last));
    known
        .map(|line| {
            let mut line = line.clone();
            line.removed_on = line.removed_on.filter(|day| *day <= last);
            rows::line(&line, pen)
        })
        .collect()
}
