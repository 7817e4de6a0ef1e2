//! What the page of a finding is made of, read from the store.

use crate::domain::agency::Agency;
use crate::domain::appeal::Standing;
use crate::domain::contact::{Call, Recording};
use crate::domain::evidence::{EvidenceKind, Record};
use crate::domain::finding::Finding;
use crate::domain::ids::{Digest, FindingId};
use crate::domain::verdict::Verdict;
use crate::rules::ruleset::Ruleset;
use crate::store::evidence::{self, Kept};
use crate::store::findings::{self, Filter};
use crate::store::submissions::{self, Submission};
use crate::store::transcripts::{self, Transcript};
use crate::store::{DbConnection, Scope, StoreError, agencies, appeals, verdicts};
use crate::web::access::Caller;
use crate::web::error::AppError;
use crate::web::state::App;
use chrono::Days;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Everything about one finding.
pub struct Material {
    /// The finding.
    pub finding: Finding,
    /// Whose evidence it concerns.
    pub agency: Agency,
    /// The rows concerned, the finding's own subject first.
    pub records: Vec<Kept>,
    /// What was said, where it concerns a call.
    pub transcript: Option<Transcript>,
    /// Contacts of the same case around that day, oldest first.
    pub around: Vec<Kept>,
    /// The zone of the case, where it says one.
    pub case_zone: Option<Tz>,
    /// Names of the files that its addresses lie in.
    pub files: BTreeMap<Digest, String>,
    /// What people decided so far, oldest first.
    pub verdicts: Vec<Verdict>,
    /// Where it stands with regard to appeals.
    pub standing: Standing,
    /// What an agency may point to in an appeal: its latest hand-ins.
    pub hand_ins: Vec<Submission>,
    /// The finding before it in the filtered list.
    pub previous: Option<FindingId>,
    /// The one after it.
    pub next: Option<FindingId>,
    /// How many the filtered list holds.
    pub count: u64,
}

/// Days before and after that the timeline shows.
const AROUND: Days = Days::new(14);

/// Hand-ins that an appeal offers to point to.
const HAND_INS: usize = 26;

/// Reads it; nothing where it does not exist for the caller.
pub async fn read(app: &App, caller: &Caller, id: FindingId, filter: Filter) -> Result<Option<Material>, AppError> {
    let (objects, scope) = (app.objects.clone(), Scope::from(&caller.access));
    app.read(move |connection| {
        let Some(finding) = findings::get(connection, &scope, &id)? else { return Ok(None) };
        let Some(agency) = agencies::get(connection, &scope, &finding.agency_id)? else { return Ok(None) };
        let records = records(connection, &scope, &finding)?;
        let transcript = match talks(finding.kind) {
            true => transcripts::get(connection, &objects, &scope, &agency.id, &finding.subject)?,
            false => None,
        };
        let case_no = records.first().and_then(|kept| case_of(&kept.record)).map(str::to_owned);
        let (mut around, mut case_zone) = (Vec::new(), None);
        if let Some(case_no) = case_no {
            let days = (finding.day - AROUND)..=(finding.day + AROUND);
            around = evidence::of_case(connection, &scope, &agency.id, &case_no, days)?;
            let case = evidence::get(connection, &scope, &agency.id, EvidenceKind::Cases, &case_no)?;
            case_zone = case.and_then(|kept| match kept.record {
                Record::Case(case) => case.time_zone,
                _ => None,
            });
        }
        let mut files = BTreeMap::new();
        for address in &finding.evidence {
            if let Some(file) = submissions::file(connection, &scope, &address.file_sha256)? {
                files.insert(address.file_sha256.clone(), file.name);
            }
        }
        let (previous, next) = findings::neighbours(connection, &scope, &filter, &finding)?;
        let hand_ins = match scope.agency() {
            Some(_) => submissions::list(connection, &scope, &submissions::Filter::default(), None, HAND_INS)?.items,
            None => Vec::new(),
        };
        Ok(Some(Material {
            standing: appeals::standing(connection, &scope, &finding)?,
            hand_ins,
            verdicts: verdicts::list(connection, &scope, &id)?,
            count: findings::count(connection, &scope, &filter)?,
            finding,
            agency,
            records,
            transcript,
            around,
            case_zone,
            files,
            previous,
            next,
        }))
    })
    .await
}

fn talks(kind: EvidenceKind) -> bool {
    matches!(kind, EvidenceKind::Calls | EvidenceKind::Transcripts)
}

/// The row that the finding is about, then the recording it names or the contact it records.
fn records(connection: &mut DbConnection, scope: &Scope, finding: &Finding) -> Result<Vec<Kept>, StoreError> {
    let agency = &finding.agency_id;
    let kind = if talks(finding.kind) { EvidenceKind::Calls } else { finding.kind };
    let mut records: Vec<_> = evidence::get(connection, scope, agency, kind, &finding.subject)?.into_iter().collect();
    let linked = records.first().and_then(|kept| match &kept.record {
        Record::Call(call) => Some((EvidenceKind::Recordings, call.recording_id.clone()?)),
        Record::Visit(visit) => Some((EvidenceKind::Recordings, visit.recording_id.clone()?)),
        Record::Recording(recording) => match (&recording.call_id, &recording.visit_id) {
            (Some(call), _) => Some((EvidenceKind::Calls, call.clone())),
            (None, Some(visit)) => Some((EvidenceKind::Visits, visit.clone())),
            (None, None) => None,
        },
        _ => None,
    });
    if let Some((kind, key)) = linked {
        records.extend(evidence::get(connection, scope, agency, kind, &key)?);
    }
    Ok(records)
}

fn case_of(record: &Record) -> Option<&str> {
    match record {
        Record::Call(call) => Some(&call.case_no),
        Record::Visit(visit) => Some(&visit.case_no),
        _ => None,
    }
}

impl Material {
    /// The debtor's zone: the case's, else the agency's, else the ruleset's.
    pub fn zone(&self, ruleset: Option<&Ruleset>) -> Tz {
        self.case_zone.or(self.agency.time_zone).or(ruleset.map(|ruleset| ruleset.time_zone)).unwrap_or(Tz::UTC)
    }

    /// The call concerned.
    pub fn call(&self) -> Option<&Call> {
        match self.records.first().map(|kept| &kept.record) {
            Some(Record::Call(call)) => Some(call),
            _ => None,
        }
    }

    /// The recording of the contact concerned.
    pub fn recording(&self) -> Option<&Recording> {
        self.records.iter().find_map(|kept| match &kept.record {
            Record::Recording(recording) => Some(recording),
            _ => None,
        })
    }

    /// The case concerned.
    pub fn case_no(&self) -> Option<&str> {
        self.records.first().and_then(|kept| case_of(&kept.record))
    }
}
