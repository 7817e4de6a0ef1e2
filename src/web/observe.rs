//! Counts and logs every request: method, route template, status, time; nothing of its content.

use super::access::Visitor;
use super::state::App;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use tokio::time::Instant;

/// Middleware: one counted request, one log line.
pub async fn observe<B: MessageBody>(req: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let begun = Instant::now();
    let app = req.app_data::<web::Data<App>>().cloned();
    let response = next.call(req).await?;
    let request = response.request();
    let took = begun.elapsed();
    let route = request.match_pattern().unwrap_or_else(|| "(none)".to_owned());
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => known,
        _ => "other",
    };
    let status = response.status().as_u16();
    if let Some(app) = app {
        app.metrics.count(method, &route, status, took);
    }
    let extensions = request.extensions();
    let agency = extensions.get::<Visitor>().and_then(|visitor| visitor.caller.as_ref()?.access.agency());
    tracing::info!(
        method,
        route,
        status,
        duration_ms = took.as_millis() as u64,
        agency.id = agency.map(tracing::field::display),
        "{method} {route} {status}"
    );
    drop(extensions);
    Ok(response)
}
