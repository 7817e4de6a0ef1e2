//! Numbers for operators, in Prometheus' format. Labels are route templates and states, never anything personal.

use super::error::AppError;
use super::state::App;
use actix_web::{HttpResponse, web};
use prometheus::{Encoder, HistogramOpts, HistogramVec, IntCounterVec, Opts, Registry, TextEncoder};
use std::time::Duration;

/// The counters of one server.
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
}

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
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(seconds.clone()))?;
        Ok(Self { registry, requests, seconds })
    }

    /// Counts one answered request.
    pub fn count(&self, method: &str, route: &str, status: u16, took: Duration) {
        self.requests.with_label_values(&[method, route, &status.to_string()]).inc();
        self.seconds.with_label_values(&[method, route]).observe(took.as_secs_f64());
    }
}

/// `GET /metrics`
pub async fn show(app: web::Data<App>) -> Result<HttpResponse, AppError> {
    let encoder = TextEncoder::new();
    let mut text = Vec::new();
    encoder.encode(&app.metrics.registry.gather(), &mut text).map_err(AppError::internal)?;
    Ok(HttpResponse::Ok().content_type(encoder.format_type()).body(text))
}
