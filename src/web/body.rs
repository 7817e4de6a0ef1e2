//! Request bodies within bounds: size, silence between two pieces, and the time for the whole. The server itself bounds only headers.

use super::error::AppError;
use super::state::App;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::{JsonPayloadError, PayloadError, UrlencodedError};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage, ResponseError, web};
use futures_util::{Stream, StreamExt, stream};
use std::cell::RefCell;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// What a body may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of an upload.
    pub upload: u64,
    /// Bytes of a form or a JSON document.
    pub form: usize,
    /// Longest silence between two pieces.
    pub silence: Duration,
    /// Time for the first bytes and the rest of a short body…
    pub grace: Duration,
    /// …and on top of it a second for each so many bytes that came.
    pub bytes_per_second: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            upload: 256 << 20,
            form: 256 << 10,
            silence: Duration::from_secs(15),
            grace: Duration::from_secs(60),
            bytes_per_second: 16 << 10,
        }
    }
}

/// Middleware: refuses a body that says it is too long, and watches over every other while it is read.
pub async fn watch<B: MessageBody + 'static>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let limits = req.app_data::<web::Data<App>>().map_or_else(Limits::default, |app| app.settings.limits);
    let declared = req.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|bytes| bytes > limits.upload) {
        return Ok(req.into_response(AppError::TooLarge { most: limits.upload }.error_response()));
    }
    if !matches!(req.parts().1, Payload::None) {
        let payload = Rc::new(RefCell::new(req.take_payload()));
        req.extensions_mut().insert(Unread(Rc::clone(&payload)));
        req.set_payload(Payload::Stream { payload: Box::pin(watched(payload, limits).fuse()) });
    }
    Ok(next.call(req).await?.map_into_boxed_body())
}

/// What may be left of a request's body.
#[derive(Clone)]
struct Unread(Rc<RefCell<Payload>>);

/// Middleware, the outermost: keeps what is unread of a request until it is answered, so that the server closes the connection after a
/// while. Of a chunked body that was let go it would read on for ever.
pub async fn hold<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(req).await?;
    let unread = response.request().extensions().get::<Unread>().cloned();
    Ok(match unread {
        Some(unread) => response.map_body(|_, body| BoxBody::new(Held { body: body.boxed(), _unread: unread.0 })),
        None => response.map_into_boxed_body(),
    })
}

struct Held {
    body: BoxBody,
    _unread: Rc<RefCell<Payload>>,
}

impl MessageBody for Held {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(cx)
    }
}

struct Reading {
    payload: Rc<RefCell<Payload>>,
    begun: Instant,
    bytes: u64,
}

fn watched(payload: Rc<RefCell<Payload>>, limits: Limits) -> impl Stream<Item = Result<Bytes, PayloadError>> {
    let reading = Reading { payload, begun: Instant::now(), bytes: 0 };
    stream::unfold(Some(reading), move |reading| async move {
        let mut reading = reading?;
        let allowed = limits.grace + Duration::from_secs(reading.bytes / limits.bytes_per_second.max(1));
        let left = allowed.saturating_sub(reading.begun.elapsed()).min(limits.silence);
        let next = poll_fn(|cx| Pin::new(&mut *reading.payload.borrow_mut()).poll_next(cx));
        match timeout(left, next).await {
            Err(_) => Some((Err(PayloadError::Io(io::ErrorKind::TimedOut.into())), None)),
            Ok(None) => None,
            Ok(Some(Err(error))) => Some((Err(error), None)),
            Ok(Some(Ok(piece))) => {
                reading.bytes += piece.len() as u64;
                if reading.bytes > limits.upload {
                    return Some((Err(PayloadError::Overflow), None));
                }
                Some((Ok(piece), Some(reading)))
            }
        }
    })
}

/// What a broken-off body means to the client.
pub fn refusal(error: &PayloadError, limits: Limits) -> AppError {
    match error {
        PayloadError::Io(error) if error.kind() == io::ErrorKind::TimedOut => AppError::TooSlow,
        PayloadError::Overflow => AppError::TooLarge { most: limits.upload },
        _ => AppError::invalid("", "The request broke off.", "Check the connection and send it again.")
            .shown_as("broken-off"),
    }
}

/// Forms: their limit, and their errors in our terms.
pub fn forms(limits: Limits) -> web::FormConfig {
    web::FormConfig::default().limit(limits.form).error_handler(move |error, _| {
        let refusal = match &error {
            UrlencodedError::Payload(error) => refusal(error, limits),
            UrlencodedError::Overflow { .. } => AppError::TooLarge { most: limits.form as u64 },
            _ => AppError::invalid("", "The form can't be read.", "Load the page again and send it once more.")
                .shown_as("form"),
        };
        refusal.into()
    })
}

/// JSON documents: their limit, and their errors in our terms.
pub fn json(limits: Limits) -> web::JsonConfig {
    web::JsonConfig::default().limit(limits.form).error_handler(move |error, _| {
        let refusal = match &error {
            JsonPayloadError::Payload(error) => refusal(error, limits),
            JsonPayloadError::OverflowKnownLength { .. } | JsonPayloadError::Overflow { .. } => {
                AppError::TooLarge { most: limits.form as u64 }
            }
            JsonPayloadError::Deserialize(error) => {
                AppError::invalid("", format!("The JSON is not what is expected: {error}."), SEE).shown_as("json")
            }
            _ => {
                AppError::invalid("", "The body is no JSON document.", "Send it with 'Content-Type: application/json'.")
                    .shown_as("json")
            }
        };
        refusal.into()
    })
}

/// Query parameters: their errors in our terms.
pub fn query() -> web::QueryConfig {
    web::QueryConfig::default().error_handler(|error, _| {
        AppError::invalid("", format!("A parameter can't be read: {error}."), SEE).shown_as("query").into()
    })
}

/// Path parameters: one that can't be what it names doesn't exist.
pub fn path() -> web::PathConfig {
    web::PathConfig::default().error_handler(|_, _| AppError::NotFound.into())
}

const SEE: &str = "Compare it with /api/v1/openapi.json.";
