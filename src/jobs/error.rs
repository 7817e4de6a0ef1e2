//! Why a job could not be done, in words that say how to mend it.

use crate::domain::ids::RulesetId;
use crate::review::appeals::Refusal;
use crate::review::settlement::Refusal as DutyRefusal;
use crate::store::StoreError;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Database or object store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A ruleset can't be used.
    #[error("the ruleset {id} can't be loaded ({reason}): run `plumbline rules check`")]
    Ruleset {
        /// Which.
        id: RulesetId,
        /// The first thing wrong with it.
        reason: String,
    },
    /// Nothing to hand in.
    #[error("no file was named: name at least one")]
    NoFiles,
    /// The bank's lists need an agency to belong to.
    #[error("there is no agency yet: add one with `plumbline agency add`")]
    NoAgencies,
    /// A false hit without reason.
    #[error(
        "a false hit needs its reason: wrong-speaker, negated-or-quoted, not-about-debt, transcript-error or other"
    )]
    ReasonMissing,
    /// A reason without a false hit.
    #[error("only a false hit takes a reason: leave it out, or give the verdict false-hit")]
    ReasonUnwanted,
    /// An appeal stands in the way, or can't take this step.
    #[error("this is not possible as the appeal stands ({code}): look at the finding", code = .0.code())]
    Appeal(Refusal),
    /// A duty can't take this step.
    #[error("this is not possible as the duty stands ({code}): look at its page", code = .0.code())]
    Duty(DutyRefusal),
    /// No annotated workbook can be made of a hand-in.
    #[error("{0}")]
    Annotate(String),
    /// The program can't find itself.
    #[error("can't find the program's own file ({0}): start it by its full path")]
    Program(String),
    /// A job in the queue that this program does not know.
    #[error("the job can't be read ({0}): let a worker of the newest version do it")]
    Payload(String),
    /// A job stopped in the middle by a fault of the program.
    #[error("the program failed at this job: report it with the server's log")]
    Fault,
}

impl JobError {
    /// Whether it may pass when the job is tried again.
    pub fn may_pass(&self) -> bool {
        use StoreError::{Busy, Database, Objects, Open};
        matches!(self, Self::Store(Busy(_) | Database(_) | Objects(_) | Open { .. }) | Self::Fault)
    }
}
