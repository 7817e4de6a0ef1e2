//! Numbers for operators, in Prometheus' format. Labels are route templates and states, never anything personal.

use super::error::AppError;
use super::state::App;
use crate::store::gauges::{self, Gauges};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, TimeDelta, Utc};
use prometheus::{Encoder, HistogramOpts, HistogramVec, IntCounterVec, IntGaugeVec, Opts, Registry, TextEncoder};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The counters of one server.
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    jobs: IntGaugeVec,
    findings: IntGaugeVec,
    submissions: IntGaugeVec,
    appeals: IntGaugeVec,
    /// When the counts on record were last read.
    counted_at: Mutex<Option<DateTime<Utc>>>,
}

/// Counts on record are read at most so often: over a large database they take their time, and several operators' systems may ask.
const COUNTED_EVERY: TimeDelta = TimeDelta::seconds(30);

impl Metrics {
    /// Counters at zero.
    pub fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let requests = IntCounterVec::new(
            Opts::new("plumbline_http_requests_total", "Requests answered, by route template and status."),
            &["method", "route", "status"],
        )?;
        let seconds = HistogramVec::new(
            HistogramOpts::new("plumbline_http_request_seconds", "Time from request to answer, by route template.")
                .buckets(vec![0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0]),
            &["method", "route"],
        )?;
        let gauge = |name, help, label| IntGaugeVec::new(Opts::new(name, help), &[label]);
        let jobs = gauge("plumbline_jobs", "Jobs on record, by state.", "state")?;
        let findings = gauge("plumbline_findings", "Findings on record, by status.", "status")?;
        let submissions = gauge("plumbline_submissions", "Hand-ins on record, by what came of them.", "state")?;
        let appeals = gauge("plumbline_appeals", "Appeals on record, by state.", "state")?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(seconds.clone()))?;
        for gauge in [&jobs, &findings, &submissions, &appeals] {
            registry.register(Box::new(gauge.clone()))?;
        }
        Ok(Self { registry, requests, seconds, jobs, findings, submissions, appeals, counted_at: Mutex::default() })
    }

    /// Whether the counts on record are to be read again; whoever is told so reads them.
    pub fn due(&self, now: DateTime<Utc>) -> bool {
        let mut counted_at = self.counted_at.lock().unwrap_or_else(PoisonError::into_inner);
        let due = counted_at.is_none_or(|before| now - before >= COUNTED_EVERY);
        if due {
            *counted_at = Some(now);
        }
        due
    }

    fn set(&self, gauges: &Gauges) {
        for (gauge, counts) in [
            (&self.jobs, &gauges.jobs),
            (&self.findings, &gauges.findings),
            (&self.submissions, &gauges.submissions),
            (&self.appeals, &gauges.appeals),
        ] {
            gauge.reset();
            for (state, count) in counts {
                gauge.with_label_values(&[state.as_str()]).set(i64::try_from(*count).unwrap_or(i64::MAX));
            }
        }
    }

    /// Counts one answered request.
    pub fn count(&self, method: &str, route: &str, status: u16, took: Duration) {
        self.requests.with_label_values(&[method, route, &status.to_string()]).inc();
        self.seconds.with_label_values(&[method, route]).observe(took.as_secs_f64());
    }
}

/// `GET /metrics`: without the counts on record where the database can't be read, which `readyz` tells.
pub async fn show(app: web::Data<App>, req: HttpRequest) -> Result<HttpResponse, AppError> {
    // They are the operators': who comes through the proxy is somebody else.
    if app.settings.behind_proxy && req.headers().contains_key("x-forwarded-for") {
        return Err(AppError::NotFound);
    }
    if app.metrics.due(app.clock.now())
        && let Ok(gauges) = app.read(gauges::read).await
    {
        app.metrics.set(&gauges);
    }
    let encoder = TextEncoder::new();
    let mut text = Vec::new();
    encoder.encode(&app.metrics.registry.gather(), &mut text).map_err(AppError::internal)?;
    Ok(HttpResponse::Ok().content_type(encoder.format_type()).body(text))
}
