//! What all handlers share.

use super::body::Limits;
use super::metrics::Metrics;
use crate::clock::Clock;
use std::time::Duration;

/// How the server behaves.
#[derive(Debug, Clone)]
pub struct WebSettings {
    /// Served behind https: cookies are marked secure.
    pub https: bool,
    /// Bounds of request bodies.
    pub limits: Limits,
    /// A session ends after so long without a request…
    pub session_idle: Duration,
    /// …and after so long in any case.
    pub session_longest: Duration,
}

impl Default for WebSettings {
    fn default() -> Self {
        let hours = |hours: u64| Duration::from_secs(hours * 3600);
        Self { https: false, limits: Limits::default(), session_idle: hours(2), session_longest: hours(12) }
    }
}

/// The application: handlers take it as `web::Data<App>`.
pub struct App {
    /// How the server behaves.
    pub settings: WebSettings,
    /// What time it is.
    pub clock: Clock,
    /// What is counted for operators.
    pub metrics: Metrics,
}
