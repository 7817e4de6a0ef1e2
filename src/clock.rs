//! The only place that asks what time it is: UTC, whole seconds.

use chrono::{DateTime, SubsecRound, Utc};

/// Where the time comes from.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Always the same moment: tests and the demo.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// Now, in whole seconds.
    #[allow(clippy::disallowed_methods, reason = "the one door to the machine's clock")]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now().trunc_subsecs(0),
            Self::Fixed(moment) => moment,
        }
    }
}
