//! Who sent a request: by session cookie (only the token's digest is kept) or by API key.

use super::access::Visitor;
use super::error::AppError;
use super::state::App;
use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};

/// Cookie of a signed-in session.
pub const SESSION_COOKIE: &str = "plumbline_session";
/// Cookie of somebody not signed in: the login form is protected as well.
pub const VISITOR_COOKIE: &str = "plumbline_visitor";

/// Finds out who sent `req`.
pub async fn visitor(_app: &App, req: &HttpRequest) -> Result<Visitor, AppError> {
    let secret = req.cookie(VISITOR_COOKIE).map(|cookie| cookie.value().to_owned()).filter(|secret| secret.len() == 64);
    Ok(Visitor { secret, ..Visitor::default() })
}

/// The cookie for somebody not signed in.
pub fn visitor_cookie(app: &App, secret: String) -> Cookie<'static> {
    cookie(app, VISITOR_COOKIE, secret)
}

fn cookie(app: &App, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build(name, value).path("/").http_only(true).same_site(SameSite::Lax).secure(app.settings.https).finish()
}
