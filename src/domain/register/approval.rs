//! What the bank has approved: templates, authorisations, extensions, promises.

use super::{utc_day, within};
use crate::domain::contact::DayOrMoment;
use chrono::NaiveDate;

record! {
    /// One row of the bank's register of approvals.
    Approval {
        /// The bank's number for it: the natural key.
        approval_id: String,
        /// What was asked.
        approval_kind: ApprovalKind,
    }
    may {
        /// What was decided; approved where absent.
        decision: Decision,
        /// First day on which it holds; the day of the decision where absent.
        valid_from: NaiveDate,
        /// Last day on which it holds.
        valid_to: NaiveDate,
        /// The template it is about.
        template_id: String,
        /// The case it is about.
        case_no: String,
        /// The collector it is about.
        collector_id: String,
        /// The visit it is about.
        visit_id: String,
        /// The amount it is about, in hundredths.
        amount: i64,
        /// The account that money goes to.
        account: String,
        /// Who asked.
        requested_by: String,
        /// When it was asked.
        requested_at: DayOrMoment,
        /// Who decided.
        approved_by: String,
        /// When it was decided.
        approved_at: DayOrMoment,
        /// Remark.
        remark: String,
    }
}

impl Approval {
    /// Whether it was granted and holds on `day`, first and last day included.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        let first = self.valid_from.or(self.approved_at.map(utc_day));
        self.decision != Some(Decision::Refused) && within(first, day, self.valid_to)
    }
}

words! {
    /// What an approval is for.
    ApprovalKind {
        Template, VisitAuthorisation, CollectionAuthorisation, CaseExtension, VisitExtension, Instalments, Waiver, Deferral,
        CardReinstatement, SpecialCircumstances, VulnerableDebtor, BackupStart, Other,
    }

    /// Yes or no to what was asked.
    Decision { Granted, Refused, }
}
