//! Every refusal and failure: one type, one place that turns it into a page or an RFC 9457 problem, nothing internal to the client.

use super::page::Page;
use crate::domain::lang::Lang;
use crate::i18n;
use crate::jobs::queue::JobError;
use crate::store::StoreError;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

impl Problem {
    /// Whether the list says more than the title: a form's or file's own reasons.
    pub fn lists_reasons(&self) -> bool {
        matches!(self.code, "invalid" | "refused" | "conflict")
    }
}

/// Why a request was not served.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum AppError {
    #[error("there is nothing at this address")]
    NotFound,
    #[error("sign in first")]
    NotSignedIn,
    #[error("your account may not do this")]
    Forbidden,
    #[error("the form did not come from a page of yours, or that page is too old")]
    Csrf,
    #[error("account name and password do not belong together")]
    WrongPassword,
    #[error("too many attempts")]
    TooMany { wait_seconds: u64 },
    #[error("the request is larger than {most} bytes")]
    TooLarge { most: u64 },
    #[error("the request came too slowly")]
    TooSlow,
    #[error("the request can't be understood")]
    Invalid(Item),
    #[error("what was sent was refused")]
    Refused(Item, Vec<Item>),
    #[error("this is in conflict with what stands")]
    Conflict(Item),
    #[error("this method does not exist here")]
    MethodNotAllowed,
    #[error("something went wrong here")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// One reason in a problem's list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Item {
    /// The sheet it concerns; empty where it concerns none.
    pub sheet: String,
    /// The cell it concerns; empty where it concerns none.
    pub cell: String,
    /// The field or parameter it concerns; empty where it concerns none.
    pub field: String,
    /// A stable kebab-case code.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub hint: String,
    /// Where message and hint are English, for programs: the text that pages show in their own language.
    #[serde(skip)]
    #[schema(ignore)]
    pub on_pages: Option<&'static str>,
}

impl Item {
    /// A reason about one field of a form, in words of the locale files.
    pub fn refusal(lang: Lang, field: &str, code: &str) -> Self {
        let message = i18n::phrase(lang, format!("refusal-{code}")).to_string();
        let hint = i18n::phrase(lang, format!("refusal-hint-{code}")).to_string();
        Self::field(field, code, message, hint)
    }

    /// A reason about one field or parameter.
    pub fn field(field: &str, code: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        let (field, code, message, hint) = (field.into(), code.into(), message.into(), hint.into());
        Self { field, code, message, hint, ..Self::default() }
    }
}

/// An RFC 9457 problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// `urn:plumbline:problem:<code>`: stable.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in one line.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Every reason; never empty.
    pub errors: Vec<Item>,
    /// The stable code alone, for the texts of the error page.
    #[serde(skip)]
    pub code: &'static str,
    /// Seconds to wait before the next attempt.
    #[serde(skip)]
    pub retry_after: Option<u64>,
}

impl AppError {
    /// Anything that should not happen: logged whole, shown as 'something went wrong'.
    pub fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }

    /// A parameter or field that can't be understood.
    pub fn invalid(field: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Invalid(Item::field(field, "invalid", message, hint))
    }

    /// The same, with the text that pages show instead of the English words: `invalid-<text>` of the locale files.
    pub fn shown_as(mut self, text: &'static str) -> Self {
        if let Self::Invalid(item) | Self::Refused(item, _) = &mut self {
            item.on_pages = Some(text);
        }
        self
    }

    /// The stable code of the kind of error, and how to mend it.
    fn code(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::NotFound => {
                (StatusCode::NOT_FOUND, "not-found", "Check the address; only what your account may see exists for it.")
            }
            Self::NotSignedIn => {
                (StatusCode::UNAUTHORIZED, "not-signed-in", "Send an API key as 'Authorization: Bearer …', or sign in.")
            }
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                "forbidden",
                "Ask a supervisor of the bank for an account with the role that may.",
            ),
            Self::Csrf => (StatusCode::FORBIDDEN, "csrf", "Load the page again and send the form once more."),
            Self::WrongPassword => (
                StatusCode::UNAUTHORIZED,
                "wrong-password",
                "Check both, or ask a supervisor of the bank for a new password.",
            ),
            Self::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, "too-many", "Wait as long as Retry-After says."),
            Self::TooLarge { .. } => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                "Send less at once: one agency-week, or one file per kind.",
            ),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "too-slow", "Check the connection and send it again."),
            Self::Invalid(_) => (StatusCode::BAD_REQUEST, "invalid", ""),
            Self::Refused(..) => (StatusCode::UNPROCESSABLE_ENTITY, "refused", ""),
            Self::Conflict(_) => (StatusCode::CONFLICT, "conflict", ""),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "See /api/v1/openapi.json for what exists.")
            }
            Self::Internal(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "Try again; if it stays so, tell the bank when it happened.",
            ),
        }
    }

    /// What the client is told.
    pub fn problem(&self) -> Problem {
        let (status, code, hint) = self.code();
        let title = self.to_string();
        let errors = match self {
            Self::Invalid(item) | Self::Conflict(item) => vec![item.clone()],
            Self::Refused(first, more) => std::iter::once(first).chain(more).cloned().collect(),
            _ => vec![Item::field("", code, title.clone(), hint)],
        };
        let retry_after = match self {
            Self::TooMany { wait_seconds } => Some(*wait_seconds),
            _ => None,
        };
        let kind = format!("urn:plumbline:problem:{code}");
        Problem { kind, title, status: status.as_u16(), errors, code, retry_after }
    }

    /// What a job could not do, in the caller's language where it is the caller's to mend.
    pub fn of_job(error: JobError, lang: Lang) -> Self {
        match error {
            JobError::Appeal(refusal) => Self::Conflict(Item::refusal(lang, "", refusal.code())),
            JobError::Duty(refusal) => Self::Conflict(Item::refusal(lang, "", refusal.code())),
            error => error.into(),
        }
    }

    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::UNAUTHORIZED => Self::NotSignedIn,
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::REQUEST_TIMEOUT => Self::TooSlow,
            status if status.is_client_error() => {
                Self::invalid("", "The request can't be understood.", "Compare it with /api/v1/openapi.json.")
            }
            status => Self::internal(format!("a handler answered {status} without saying why")),
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Cursor(_) => {
                Self::invalid("cursor", error.to_string(), "Leave the cursor out to begin again.").shown_as("cursor")
            }
            error => Self::internal(error),
        }
    }
}

impl From<JobError> for AppError {
    fn from(error: JobError) -> Self {
        match error {
            JobError::Store(error) => error.into(),
            error => Self::internal(error),
        }
    }
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        self.code().0
    }

    // `present` makes the body: it knows whether a page or a problem is wanted, and in which language.
    fn error_response(&self) -> HttpResponse {
        if let Self::Internal(error) = self {
            log(error.as_ref());
        }
        let mut response = HttpResponse::new(self.status_code());
        response.extensions_mut().insert(self.problem());
        response
    }
}

/// The one log line of a failure, with everything that led to it.
fn log(error: &(dyn std::error::Error + Send + Sync)) {
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        chain = format!("{chain}: {cause}");
        source = cause.source();
    }
    tracing::error!(error = chain, "a request failed");
}

/// Middleware: gives every answer of 400 and above that has no body of its own yet one, as a page or as a problem.
pub async fn present<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(req).await?.map_into_boxed_body();
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return Ok(response);
    }
    let known = response.response().extensions().get::<Problem>().cloned();
    let has_body = response.headers().contains_key(header::CONTENT_TYPE) && response.response().error().is_none();
    if known.is_none() && has_body {
        return Ok(response);
    }
    let (req, bare) = response.into_parts();
    let problem = known.unwrap_or_else(|| {
        let error = AppError::of_status(status);
        if let AppError::Internal(cause) = &error {
            log(cause.as_ref());
        }
        error.problem()
    });
    let mut answer = answer(&req, &problem);
    for cookie in bare.headers().get_all(header::SET_COOKIE) {
        answer.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    Ok(ServiceResponse::new(req, answer))
}

fn answer(req: &HttpRequest, problem: &Problem) -> HttpResponse {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    if let Some(seconds) = problem.retry_after {
        response.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    if wants_page(req) {
        let page = Page::for_error(req);
        return response.content_type("text/html; charset=utf-8").body(super::pages::error::render(&page, problem));
    }
    if status == StatusCode::UNAUTHORIZED {
        response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"plumbline\""));
    }
    let body = serde_json::to_vec(problem).unwrap_or_default();
    response.content_type("application/problem+json").body(body)
}

fn wants_page(req: &HttpRequest) -> bool {
    !["/api/", "/healthz", "/readyz", "/metrics"].iter().any(|prefix| req.path().starts_with(prefix))
}
