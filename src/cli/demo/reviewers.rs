//! The demo's people: an account for each role, and what its reviewers decided.

use crate::cli::CliError;
use crate::demo::DemoQuarter;
use crate::domain::account::{Access, Account};
use crate::domain::finding::Finding;
use crate::domain::ids::AgencyId;
use crate::domain::lang::Lang;
use crate::domain::quarter::Quarter;
use crate::domain::verdict::{FalseHitReason, FindingStatus, Verdict};
use crate::jobs::Context;
use crate::secrets;
use crate::store::findings::{self, Filter};
use crate::store::{Scope, StoreError, accounts, verdicts};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;

/// The supervisor's account.
pub const SUPERVISOR: &str = "supervisor";
/// The reviewer's account.
const REVIEWER: &str = "qa";
/// Everybody's password: the demo listens on this machine only.
const PASSWORD: &str = "plumbline-demo";

/// The account of an agency's uploader.
pub fn uploader(agency: &AgencyId) -> String {
    agency.as_str().to_lowercase()
}

fn everybody(quarter: &DemoQuarter) -> Vec<(String, String, Access, Lang)> {
    let bank = &quarter.bank.names["zh-Hans"];
    let mut people = vec![
        (SUPERVISOR.to_owned(), format!("{bank} 督导（示例）"), Access::Supervisor, Lang::ZhHans),
        (REVIEWER.to_owned(), format!("{bank} 质检（示例）"), Access::Qa, Lang::ZhHans),
    ];
    people.extend(quarter.bank.agencies.iter().map(|spec| {
        let lang = if spec.script == "zh-Hant" { Lang::ZhHant } else { Lang::ZhHans };
        (uploader(&spec.id), spec.name.clone(), Access::Agency(spec.id.clone()), lang)
    }));
    people
}

/// Makes an account for each role.
pub fn add(context: &Context, quarter: &DemoQuarter) -> Result<(), CliError> {
    let hash = secrets::hash_password(PASSWORD)?;
    for (name, display_name, access, lang) in everybody(quarter) {
        let created_at = quarter.bank.now;
        let account =
            Account { name: name.parse()?, display_name, access, lang: Some(lang), disabled: false, created_at };
        context.store.write(|connection| accounts::add(connection, &account, &hash))?;
    }
    Ok(())
}

/// Says on the terminal how to log in.
pub fn announce(quarter: &DemoQuarter) {
    println!("\naccounts (password of all: {PASSWORD})");
    for (name, display_name, access, _) in everybody(quarter) {
        println!("  {name:<12} {:<12} {display_name}", access.role().to_string());
    }
}

/// Everything said in the earlier quarters has been listened to, and half of what was said in this one.
pub fn decide(context: &Context, quarter: &DemoQuarter) -> Result<(), CliError> {
    let false_hits: HashMap<_, _> = quarter
        .manifest
        .violations
        .iter()
        .filter_map(|planted| {
            let place = (planted.agency.clone(), planted.rule_id.clone(), planted.subject.clone());
            Some((place, planted.false_hit?))
        })
        .collect();
    for period in &quarter.bank.periods {
        let current = period.quarter == quarter.bank.quarter;
        let said = said(context, period.quarter)?;
        context.store.write(|connection| {
            for finding in said {
                let place = (finding.agency_id.clone(), finding.rule_id.clone(), finding.subject.clone());
                let chance = u8::from_str_radix(&finding.fingerprint.as_str()[..2], 16).unwrap_or_default();
                if current && chance >= 128 {
                    continue;
                }
                let verdict = verdict(false_hits.get(&place).copied(), chance, closing(period.quarter));
                verdicts::append(connection, &Scope::Bank, &finding.id, &verdict)?;
            }
            Ok::<_, StoreError>(())
        })?;
    }
    Ok(())
}

/// A week after the quarter's end.
fn closing(quarter: Quarter) -> DateTime<Utc> {
    let eight = chrono::NaiveTime::from_hms_opt(8, 0, 0).expect("a time of day");
    quarter.last_day().and_time(eight).and_utc() + TimeDelta::days(7)
}

fn verdict(false_hit: Option<FalseHitReason>, chance: u8, at: DateTime<Utc>) -> Verdict {
    let (status, note) = match (false_hit, chance) {
        (Some(_), _) => (FindingStatus::FalseHit, "听录音确认是客户所说，转写角色标反"),
        (None, 0..6) => (FindingStatus::NeedsInformation, "录音有一段听不清，请机构补充说明"),
        (None, _) => (FindingStatus::Confirmed, "听录音确认"),
    };
    Verdict { status, reason: false_hit, note: note.to_owned(), by: REVIEWER.to_owned(), at }
}

/// The findings that rest on spoken words, which is what people have to listen to.
fn said(context: &Context, quarter: Quarter) -> Result<Vec<Finding>, CliError> {
    let filter = Filter { quarter: Some(quarter), ..Filter::default() };
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = context
            .store
            .read(|connection| findings::list(connection, &Scope::Bank, &filter, after.as_deref(), 500))?;
        all.extend(page.items);
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    all.retain(|finding| finding.spans.iter().any(|span| span.turn.is_some()));
    Ok(all)
}
