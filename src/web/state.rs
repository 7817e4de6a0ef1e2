//! What all handlers share.

use super::access::Caller;
use super::body::Limits;
use super::error::AppError;
use super::limiter::Limiter;
use super::metrics::Metrics;
use crate::clock::Clock;
use crate::domain::agency::Agency;
use crate::domain::appeal::Standing;
use crate::domain::finding::Finding;
use crate::domain::ids::{FindingId, RulesetId};
use crate::domain::lang::Lang;
use crate::domain::verdict::Verdict;
use crate::jobs::queue;
use crate::review::appeals::{self as review, Refusal};
use crate::rules::ruleset::Ruleset;
use crate::store::objects::Objects;
use crate::store::{DbConnection, Scope, Store, StoreError};
use actix_web::web;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How the server behaves.
#[derive(Debug, Clone)]
pub struct WebSettings {
    /// A proxy of ours stands in front and speaks https: cookies are marked secure, and the visitor's address is the one that it adds
    /// to `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Bounds of request bodies.
    pub limits: Limits,
    /// A session ends after so long without a request…
    pub session_idle: TimeDelta,
    /// …and after so long in any case.
    pub session_longest: TimeDelta,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            behind_proxy: false,
            limits: Limits::default(),
            session_idle: TimeDelta::hours(2),
            session_longest: TimeDelta::hours(12),
        }
    }
}

/// The time in which a finding may be appealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppealWindow {
    /// The last day, by the agency's calendar.
    pub last_day: NaiveDate,
    /// Why it can't be now.
    pub refusal: Option<Refusal>,
}

/// Passwords hashed at the same time: each takes 19 MiB.
const HASHING: usize = 4;
/// Uploads stored, and workbooks made, at the same time: each takes some times the size of its files.
const HEAVY: usize = 2;

/// The application: handlers take it as `web::Data<App>`.
pub struct App {
    /// How the server behaves.
    pub settings: WebSettings,
    /// What acts are done with.
    pub jobs: queue::Context,
    /// What time it is.
    pub clock: Clock,
    /// The database; handlers use `read` and `write`, which don't hold up other requests.
    pub store: Store,
    /// Original files and transcripts.
    pub objects: Objects,
    /// The rulesets in force, by id.
    pub rulesets: Vec<Arc<Ruleset>>,
    /// What is counted for operators.
    pub metrics: Metrics,
    /// Attempts to sign in.
    pub limiter: Limiter,
    /// Turns at hashing passwords.
    pub hashing: Semaphore,
    /// Turns at work that takes much memory.
    pub heavy: Semaphore,
}

impl App {
    /// An application that works with `jobs`, and knows these rulesets.
    pub fn new(
        jobs: queue::Context,
        rulesets: Vec<Arc<Ruleset>>,
        settings: WebSettings,
    ) -> Result<Self, prometheus::Error> {
        Ok(Self {
            settings,
            clock: jobs.clock,
            store: jobs.store.clone(),
            objects: jobs.objects.clone(),
            jobs,
            rulesets,
            metrics: Metrics::new()?,
            limiter: Limiter::default(),
            hashing: Semaphore::new(HASHING),
            heavy: Semaphore::new(HEAVY),
        })
    }

    /// Decides a finding, and scores its quarter anew at once; none where the caller can't see it.
    pub async fn decide(
        &self,
        caller: &Caller,
        id: FindingId,
        verdict: Verdict,
        lang: Lang,
    ) -> Result<Option<Finding>, AppError> {
        let (jobs, scope) = (self.jobs.clone(), Scope::from(&caller.access));
        let decide = move || queue::decide(&jobs, &scope, &id, &verdict).map_err(|error| AppError::of_job(error, lang));
        let decided = self.blocking(decide).await?;
        Ok(decided.map(|decided| decided.finding))
    }

    /// Until when a finding of that agency may be appealed, and whether it can be now; none where its ruleset is not known here.
    pub fn appeal_window(&self, agency: &Agency, standing: &Standing) -> Option<AppealWindow> {
        let ruleset = self.ruleset(&agency.ruleset)?;
        let zone = agency.time_zone.unwrap_or(ruleset.time_zone);
        let last_day = review::last_day(standing, ruleset.appeal_days, zone);
        let today = self.clock.now().with_timezone(&zone).date_naive();
        Some(AppealWindow { last_day, refusal: review::may_submit(standing, today, last_day).err() })
    }

    /// The ruleset of that id.
    pub fn ruleset(&self, id: &RulesetId) -> Option<&Ruleset> {
        self.rulesets.iter().map(AsRef::as_ref).find(|ruleset| ruleset.id == *id)
    }

    /// Reads the database on a thread that may wait.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, AppError> {
        let store = self.store.clone();
        self.blocking(move || store.read(work)).await
    }

    /// Writes to the database on a thread that may wait: all of `work` or nothing.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, AppError> {
        let store = self.store.clone();
        self.blocking(move || store.write(work)).await
    }

    /// Runs anything that waits (database, objects, hashing) on a thread that may.
    pub async fn blocking<T, E>(&self, work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, AppError>
    where
        T: Send + 'static,
        E: Into<AppError> + Send + 'static,
    {
        web::block(work).await.map_err(AppError::internal)?.map_err(Into::into)
    }

    /// When a session begun at `begun` ends if nothing more is heard after `now`.
    pub fn session_until(&self, begun: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        (now + self.settings.session_idle).min(begun + self.settings.session_longest)
    }
}
