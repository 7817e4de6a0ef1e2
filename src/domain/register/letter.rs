//! Letters and other documents that leave the agency.

use super::within;
use crate::domain::contact::DayOrMoment;
use chrono::NaiveDate;

record! {
    /// One row of the letter register.
    Letter {
        /// The agency's number for it: the natural key.
        letter_id: String,
        /// The entrusted case.
        case_no: String,
        /// The template it was written from.
        template_id: String,
        /// To whom it went, seen from the case.
        recipient_kind: Recipient,
        /// How it went.
        delivery: Delivery,
    }
    may {
        /// Its running number on the register, where that is another than its id.
        serial_no: String,
        /// What it is; a letter where absent.
        document_kind: DocumentKind,
        /// The name it was addressed to.
        recipient: String,
        /// Where it went.
        address: String,
        /// The number of the registered item.
        registered_mail_no: String,
        /// When it went; a spoiled one never did.
        sent_on: NaiveDate,
        /// Who wrote it.
        collector_id: String,
        /// Who checked it.
        checked_by: String,
        /// When it was checked.
        checked_at: DayOrMoment,
        /// Whether the check found it good.
        quality_passed: bool,
        /// When it was spoiled.
        voided_on: NaiveDate,
        /// Why.
        void_reason: String,
        /// When it came back.
        returned_on: NaiveDate,
        /// Remark.
        remark: String,
    }
}

impl Letter {
    /// The number that must not skip: the running number, else the id.
    pub fn serial(&self) -> &str {
        self.serial_no.as_deref().unwrap_or(&self.letter_id)
    }

    /// Whether it went out as a letter on a day of these.
    pub fn sent_between(&self, first: NaiveDate, last: NaiveDate) -> bool {
        self.sent_on.is_some_and(|day| within(Some(first), day, Some(last)))
    }
}

words! {
    /// To whom a letter went.
    Recipient {
        Debtor, Guarantor, Spouse, Parent, Relative, Colleague, Employer, Friend, Neighbour, Police, Court, NeighbourhoodCommittee,
        VillageCommittee, Other,
    }

    /// How a letter went.
    Delivery { RegisteredMail, OrdinaryMail, Express, InPerson, LetterBox, PostedUp, Electronic, Other, }

    /// What a document is.
    DocumentKind { Letter, Declaration, Promise, Other, }
}
