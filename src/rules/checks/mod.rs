//! The kinds of checks that rules can run: one file and one line each.

pub mod audit_interval;
pub mod case_ended;
pub mod checklist;
pub mod collector_overlap;
pub mod collector_unregistered;
pub mod complaint_upheld;
pub mod contact_frequency;
pub mod contact_hours;
pub mod contact_persons;
pub mod contact_record;
pub mod conversation;
pub mod deadline;
pub mod filed_daily;
pub mod first_contact;
mod found;
pub mod hours;
pub mod letter_serials;
mod links;
pub mod personal_data;
pub mod photo_reused;
pub mod predicate;
mod presence;
pub mod promise;
pub mod recording_backup;
pub mod recording_mismatch;
pub mod recording_missing;
pub mod recording_orphan;
pub mod recording_retention;
pub mod recording_reused;
pub mod report_personal_data;
pub mod seen_elsewhere;
pub mod sifting;
pub mod silent_collector;
pub mod silent_week;
mod staff_register;
pub mod transcript_missing;
pub mod two_agencies;
pub mod unreached;
pub mod unregistered_line;
pub mod visit_entry;
pub mod visit_identification;
pub mod visit_photos;
pub mod visit_recording;
pub mod visit_review;
pub mod visit_staffing;
mod whom;

use super::engine::Coverage;
use super::in_force::InForce;
use super::index::Trigger;
use super::lexicon::Lexicon;
use super::prepared::{Prepared, Waking};
use super::said::Said;
use super::view::{Conversation, View};
use crate::domain::contact::Party;
use crate::domain::evidence::EvidenceKind;
use crate::domain::finding::Hit;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Makes the enum and its dispatch: `Variant(Type) => Record` for checks over records, `=> Conversation` for checks over conversations.
macro_rules! checks {
    ($($(#[$doc:meta])* $variant:ident($type:ty) => $trait:ident,)*) => {
        /// `[check.<kind>]` of a rule file: serde's external tagging, so that errors point at the exact key.
        #[derive(Debug, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(clippy::large_enum_variant, reason = "there are a few dozen of them, made once")]
        pub enum Check {
            $($(#[$doc])* $variant($type),)*
        }

        impl Check {
            /// The check behind its trait.
            pub fn kind(&self) -> CheckKind<'_> {
                match self {
                    $(Self::$variant(check) => CheckKind::$trait(check),)*
                }
            }

            /// What it says about itself, and how it takes its phrases.
            pub fn described(&self) -> &dyn Described {
                match self {
                    $(Self::$variant(check) => check,)*
                }
            }

            /// Takes its phrases and holds its parameters against each other.
            pub(super) fn compile(&mut self, lexicon: &mut Lexicon) {
                match self {
                    $(Self::$variant(check) => check.compile(lexicon),)*
                }
            }
        }
    };
}

checks! {
    /// Internal audits, regular and unannounced, not too long ago.
    AuditInterval(audit_interval::AuditInterval) => Record,
    /// Nobody is contacted on a case that has ended.
    CaseEnded(case_ended::CaseEnded) => Record,
    /// Nobody is in two places at once.
    CollectorOverlap(collector_overlap::CollectorOverlap) => Record,
    /// Whoever calls is on the staff register and in service.
    CollectorUnregistered(collector_unregistered::CollectorUnregistered) => Record,
    /// Complaints that were found justified.
    ComplaintUpheld(complaint_upheld::ComplaintUpheld) => Record,
    /// Words in a conversation: who says what to whom.
    Conversation(conversation::Conversation) => Conversation,
    /// A full card or identity number read out.
    PersonalData(personal_data::PersonalData) => Conversation,
    /// An item of the inspection on site.
    Checklist(checklist::Checklist) => Record,
    /// Not too many contacts in a day or in days on end, none too soon after a conversation.
    ContactFrequency(contact_frequency::ContactFrequency) => Record,
    /// No contact outside the permitted hours.
    ContactHours(contact_hours::ContactHours) => Record,
    /// Others than the debtor only while the debtor can't be reached, and never after they refused.
    ContactPersons(contact_persons::ContactPersons) => Record,
    /// The record of a talk with the debtor is complete.
    ContactRecord(contact_record::ContactRecord) => Record,
    /// Something is done in time.
    Deadline(deadline::Deadline) => Record,
    /// Records and recordings are handed in on the day itself.
    FiledDaily(filed_daily::FiledDaily) => Record,
    /// A case begins with the debtor.
    FirstContact(first_contact::FirstContact) => Record,
    /// Running numbers of letters neither skip nor stand twice.
    LetterSerials(letter_serials::LetterSerials) => Record,
    /// A photograph shows one visit.
    PhotoReused(photo_reused::PhotoReused) => Record,
    /// Something holds for every record of a kind.
    Predicate(predicate::Predicate) => Record,
    /// A promise to pay is seen through.
    Promise(promise::Promise) => Record,
    /// A second copy of each recording is named.
    RecordingBackup(recording_backup::RecordingBackup) => Record,
    /// A call's recording is as long as the call and starts with it.
    RecordingMismatch(recording_mismatch::RecordingMismatch) => Record,
    /// Every answered call has a recording.
    RecordingMissing(recording_missing::RecordingMissing) => Record,
    /// Every recording names a contact in the log.
    RecordingOrphan(recording_orphan::RecordingOrphan) => Record,
    /// Recordings are kept long enough.
    RecordingRetention(recording_retention::RecordingRetention) => Record,
    /// One recording for one contact.
    RecordingReused(recording_reused::RecordingReused) => Record,
    /// No full card or identity number in a report.
    ReportPersonalData(report_personal_data::ReportPersonalData) => Record,
    /// A batch of new cases is sifted in time.
    Sifting(sifting::Sifting) => Record,
    /// No recording or photograph that another agency handed in before.
    SeenElsewhere(seen_elsewhere::SeenElsewhere) => Record,
    /// Nobody who talks all week leaves no recording.
    SilentCollector(silent_collector::SilentCollector) => Record,
    /// No week without calls between weeks with calls.
    SilentWeek(silent_week::SilentWeek) => Record,
    /// Every answered call has its transcript.
    TranscriptMissing(transcript_missing::TranscriptMissing) => Record,
    /// No debtor worked by two agencies at once.
    TwoAgencies(two_agencies::TwoAgencies) => Record,
    /// Where calls don't reach a debtor, another way is found.
    Unreached(unreached::Unreached) => Record,
    /// Calls are placed from registered, recorded lines.
    UnregisteredLine(unregistered_line::UnregisteredLine) => Record,
    /// No entry without consent.
    VisitEntry(visit_entry::VisitEntry) => Record,
    /// Badge and authorisation on every visit.
    VisitIdentification(visit_identification::VisitIdentification) => Record,
    /// Photographs of every visit are kept.
    VisitPhotos(visit_photos::VisitPhotos) => Record,
    /// Visits are recorded from arrival to departure.
    VisitRecording(visit_recording::VisitRecording) => Record,
    /// Somebody else reviews every visit report.
    VisitReview(visit_review::VisitReview) => Record,
    /// Enough registered people on every visit.
    VisitStaffing(visit_staffing::VisitStaffing) => Record,
}

/// A check behind its trait.
#[allow(missing_docs)]
pub enum CheckKind<'a> {
    Record(&'a dyn RecordCheck),
    Conversation(&'a dyn ConversationCheck),
}

/// What every check can tell about itself.
pub trait Described {
    /// The unit it counts as exposure, for example `connected calls with a transcript`.
    fn unit(&self) -> &'static str;

    /// The `[why.<key>]` texts it fills, each with its placeholders; a rule file must have them all and no others.
    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])];

    /// Values that the parameters add to those of every why-text.
    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    /// Decided by facts (hours, persons, retention) rather than by text: its open findings count in full.
    fn by_facts(&self) -> bool {
        true
    }

    /// Holds its parameters against each other and takes its phrases; problems go to the lexicon.
    fn compile(&mut self, _lexicon: &mut Lexicon) {}
}

/// Where a running check puts what it finds; the engine makes one for each rule.
#[derive(Debug, Default)]
pub struct Sink {
    /// Index of the rule in its ruleset.
    pub rule: usize,
    /// What it found.
    pub hits: Vec<Hit>,
    /// Units it could have failed on, by local day.
    pub exposure: BTreeMap<NaiveDate, u64>,
    /// Evidence expected and present (completeness), by kind and local day; only checks that expect evidence fill it.
    pub coverage: BTreeMap<(EvidenceKind, NaiveDate), Coverage>,
}

impl Sink {
    /// An empty sink for one rule.
    pub fn of(rule: usize) -> Self {
        Self { rule, ..Self::default() }
    }

    /// Forgets what lies on other days than those of `in_force`.
    pub fn keep(&mut self, in_force: InForce) {
        if in_force == InForce::default() {
            return;
        }
        self.hits.retain(|hit| in_force.on(Some(hit.day)));
        self.exposure.retain(|day, _| in_force.on(Some(*day)));
        self.coverage.retain(|(_, day), _| in_force.on(Some(*day)));
    }

    /// Counts one unit that the rule could have failed on.
    pub fn expose(&mut self, day: NaiveDate) {
        *self.exposure.entry(day).or_default() += 1;
    }
}

/// A check over records: calls, visits, recordings and registers of one agency's quarter.
pub trait RecordCheck: Described {
    /// Judges every unit of the quarter once: counts it as exposure, and hits what breaks the rule.
    fn run(&self, view: &View<'_>, sink: &mut Sink);

    /// Judges what one call of `screen` shows of it, its times say; nothing unless the check can be decided there.
    fn screen(&self, _conversation: &Conversation<'_>, _sink: &mut Sink) {}
}

/// A check over one conversation at a time.
pub trait ConversationCheck: Described {
    /// Without one of these it finds nothing; `signals` are those of the ruleset.
    fn triggers(&self, signals: &[Said]) -> Vec<Trigger>;

    /// What must be heard besides for anything to be found: any one of the triggers of each entry.
    fn conditions(&self, _signals: &[Said]) -> Vec<Vec<Trigger>> {
        Vec::new()
    }

    /// Whether talks with `party` are units the rule could fail on.
    fn concerns_party(&self, party: Option<Party>) -> bool;

    /// Whether the conversation is a unit the rule could fail on.
    fn concerns(&self, conversation: &Conversation<'_>) -> bool {
        self.concerns_party(conversation.party)
    }

    /// Judges one conversation that it concerns, by the stretches that woke it; exposure is counted by the engine.
    fn run(&self, prepared: &Prepared<'_>, woken: &[Waking], sink: &mut Sink);

    /// How it came to its judgement, step by step, in English; nothing for a check whose hits speak for themselves.
    fn explain(&self, _prepared: &Prepared<'_>) -> Vec<String> {
        Vec::new()
    }
}
