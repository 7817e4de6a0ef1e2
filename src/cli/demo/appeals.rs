//! What the demo's agencies object to: one appeal that waits, one that was decided.

use super::reviewers::{SUPERVISOR, uploader};
use crate::cli::CliError;
use crate::demo::DemoQuarter;
use crate::domain::appeal::Outcome;
use crate::domain::finding::Finding;
use crate::domain::ids::AgencyId;
use crate::domain::verdict::{FalseHitReason, FindingStatus};
use crate::jobs::Context;
use crate::jobs::appeal::{self, Decision, Objection};
use crate::store::Scope;
use crate::store::findings::{self, Filter};

/// An appeal in the agency's own script, and the bank's answer where there is one.
struct Case {
    script: &'static str,
    reason: &'static str,
    answer: Option<&'static str>,
}

const CASES: [Case; 2] = [
    Case {
        script: "zh-Hans", reason: "录音里这句话是客户复述我方人员的话，请对照录音再听一遍。", answer: None
    },
    Case {
        script: "zh-Hant",
        reason: "該句係客戶主動詢問後的回覆，並非主動提及，請重新審酌。",
        answer: Some("已重聽錄音：是否由客戶先問，不影響該句本身違反規範，維持原結論。"),
    },
];

/// Makes and decides them.
pub fn add(context: &Context, quarter: &DemoQuarter) -> Result<(), CliError> {
    for Case { script, reason, answer } in CASES {
        let agencies = quarter.bank.agencies.iter().filter(|spec| spec.script == script);
        for agency in agencies.map(|spec| &spec.id) {
            let Some(finding) = confirmed(context, quarter, agency)? else { continue };
            let scope = Scope::Agency(agency.clone());
            let objection = Objection { reason: reason.to_owned(), evidence: Vec::new(), by: uploader(agency) };
            let made = appeal::submit(context, &scope, &finding.id, objection)?;
            if let (Some(made), Some(answer)) = (made, answer) {
                let (outcome, reason) = (Outcome::Rejected, FalseHitReason::Other);
                let decision = Decision { outcome, answer: answer.to_owned(), reason };
                appeal::decide(context, &Scope::Bank, &made.appeal.id, decision, SUPERVISOR)?;
            }
            break;
        }
    }
    Ok(())
}

/// The gravest finding of the demo's quarter that rests on spoken words and was confirmed.
fn confirmed(context: &Context, quarter: &DemoQuarter, agency: &AgencyId) -> Result<Option<Finding>, CliError> {
    let filter = Filter {
        agency: Some(agency.clone()),
        quarter: Some(quarter.bank.quarter),
        status: Some(FindingStatus::Confirmed),
        ..Filter::default()
    };
    let found = context.store.read(|connection| findings::list(connection, &Scope::Bank, &filter, None, 50))?;
    Ok(found.items.into_iter().find(|finding| finding.spans.iter().any(|span| span.turn.is_some())))
}
