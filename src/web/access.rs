//! Who may come in. The URL table says it for each route, `admit` enforces it before the handler runs, `Caller` hands it on.

use super::error::AppError;
use super::state::App;
use super::{csrf, session};
use crate::domain::account::{Access, Account, Role};
use crate::domain::ids::AgencyId;
use actix_web::body::BoxBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, HttpResponse, ResponseError, web};
use futures_util::FutureExt;
use std::future::{Ready, ready};
use std::panic::AssertUnwindSafe;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody; nobody is looked up.
    Open,
    /// Everybody; whoever is signed in is known.
    Anyone,
    /// Accounts and keys with one of these roles.
    Only(&'static [Role]),
}

/// Whoever sent the request, as far as that is known.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// The account signed in by session.
    pub user: Option<Account>,
    /// What the visitor may do, by session or by API key.
    pub caller: Option<Caller>,
    /// The secret of the visitor's cookie: CSRF tokens derive from it.
    pub secret: Option<String>,
    /// Known by API key: no cookie, hence no CSRF.
    pub by_key: bool,
}

/// Whoever acts: for handlers that need somebody signed in, by session or by API key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Account name, or `key:<id>`: stands beside what was decided.
    pub name: String,
    /// What they may do.
    pub access: Access,
}

impl Caller {
    /// Refuses what concerns another agency than the caller's, in the words for what doesn't exist.
    pub fn may_see(&self, agency: &AgencyId) -> Result<(), AppError> {
        match self.access.agency() {
            Some(own) if own != agency => Err(AppError::NotFound),
            _ => Ok(()),
        }
    }
}

impl FromRequest for Caller {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extensions = req.extensions();
        ready(extensions.get::<Visitor>().and_then(|visitor| visitor.caller.clone()).ok_or(AppError::NotSignedIn))
    }
}

/// Wraps every route: finds out who it is, lets them in or not, and answers a panic as a failure.
pub async fn admit(who: Who, req: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, Error> {
    let http = req.request().clone();
    let answer = match AssertUnwindSafe(admitted(who, req, next)).catch_unwind().await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => ServiceResponse::new(http, error.error_response()),
        Err(panic) => {
            let words = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            let error = AppError::internal(format!("a handler panicked: {}", words.unwrap_or("without words")));
            ServiceResponse::new(http, error.error_response())
        }
    };
    Ok(answer)
}

async fn admitted(who: Who, mut req: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, Error> {
    if who == Who::Open {
        return next.call(req).await;
    }
    let app = req.app_data::<web::Data<App>>().cloned().ok_or_else(|| AppError::internal("no application state"))?;
    let mut visitor = session::visitor(&app, req.request()).await?;
    if let Who::Only(roles) = who {
        match &visitor.caller {
            None if is_api(&req) => return Err(AppError::NotSignedIn.into()),
            None => return Ok(to_login(req)),
            Some(caller) if !roles.contains(&caller.access.role()) => {
                req.extensions_mut().insert(visitor);
                return Err(AppError::Forbidden.into());
            }
            Some(_) => {}
        }
    }
    let fresh = if visitor.secret.is_none() && !visitor.by_key && !is_api(&req) {
        let secret = crate::secrets::token();
        visitor.secret = Some(secret.clone());
        Some(session::visitor_cookie(&app, secret))
    } else {
        None
    };
    let known = if fresh.is_some() { None } else { visitor.secret.clone() };
    let by_key = visitor.by_key;
    req.extensions_mut().insert(visitor);
    if !req.method().is_safe() && !by_key {
        csrf::check(&mut req, known.as_deref(), app.settings.limits).await?;
    }
    let mut response = next.call(req).await?;
    if let Some(cookie) = fresh {
        response.response_mut().add_cookie(&cookie).map_err(AppError::internal)?;
    }
    Ok(response)
}

/// Whether the API was asked rather than a page.
pub fn is_api(req: &ServiceRequest) -> bool {
    req.path().starts_with("/api/")
}

/// To the login page, and back afterwards where that makes sense.
fn to_login(req: ServiceRequest) -> ServiceResponse<BoxBody> {
    let back = req.uri().path_and_query().filter(|_| req.method().is_safe()).map(|back| back.as_str());
    let to = match back {
        Some(back) if back != "/" => {
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", back).finish();
            format!("/login?{query}")
        }
        _ => "/login".to_owned(),
    };
    let response = HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish();
    req.into_response(response)
}
