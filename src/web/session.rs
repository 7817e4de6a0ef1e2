//! Who sent a request: by session cookie or by API key, of both of which only digests are kept.

use super::access::{Caller, Visitor};
use super::csrf;
use super::error::AppError;
use super::state::App;
use crate::domain::account::{AccountName, ApiKey};
use crate::secrets;
use crate::store;
use crate::store::sessions::Session;
use actix_web::HttpRequest;
use actix_web::cookie::time::Duration as CookieAge;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;

/// Cookie of a signed-in session.
pub const SESSION_COOKIE: &str = "plumbline_session";
/// Cookie of somebody not signed in: the login form is protected as well.
pub const VISITOR_COOKIE: &str = "plumbline_visitor";

/// Finds out who sent `req`: an API key where one is sent, else a session, else nobody.
pub async fn visitor(app: &App, req: &HttpRequest) -> Result<Visitor, AppError> {
    if let Some(sent) = req.headers().get(header::AUTHORIZATION) {
        let key = sent.to_str().ok().and_then(|sent| sent.strip_prefix("Bearer ")).map(str::to_owned);
        return by_key(app, key).await;
    }
    if let Some(token) = token(req) {
        let visitor = by_session(app, token).await?;
        if visitor.caller.is_some() {
            return Ok(visitor);
        }
    }
    let secret = secret(req, VISITOR_COOKIE);
    Ok(Visitor { secret, ..Visitor::default() })
}

async fn by_session(app: &App, token: String) -> Result<Visitor, AppError> {
    let now = app.clock.now();
    let digest = secrets::digest(&token).to_string();
    let key = digest.clone();
    let found = app
        .read(move |db| {
            let Some(session) = store::sessions::get(db, &key, now)? else { return Ok(None) };
            Ok(store::accounts::get(db, &session.account)?.map(|(account, _)| (session, account)))
        })
        .await?;
    let Some((session, account)) = found.filter(|(_, account)| !account.disabled) else {
        return Ok(Visitor::default());
    };
    // Written at most once a minute: reading a page should not need the write lock.
    let until = app.session_until(session.created_at, now);
    if until > session.expires_at + chrono::TimeDelta::minutes(1) {
        app.write(move |db| store::sessions::extend(db, &digest, until)).await?;
    }
    let caller = Caller { name: account.name.to_string(), access: account.access.clone() };
    Ok(Visitor { user: Some(account), caller: Some(caller), secret: Some(token), by_key: false })
}

async fn by_key(app: &App, secret: Option<String>) -> Result<Visitor, AppError> {
    let secret = secret.ok_or(AppError::NotSignedIn)?;
    let id = secrets::key_id(&secret).ok_or(AppError::NotSignedIn)?.to_owned();
    let found = app.read(move |db| store::accounts::get_key(db, &id)).await?;
    let digest = secrets::digest(&secret);
    let now = app.clock.now();
    let holds =
        |key: &ApiKey, kept: &str| secrets::equal(kept, digest.as_str()) && !key.revoked && key.expires_at > now;
    let (key, _) = found.filter(|(key, kept)| holds(key, kept)).ok_or(AppError::NotSignedIn)?;
    let caller = Caller { name: format!("key:{}", key.id), access: key.access };
    Ok(Visitor { caller: Some(caller), by_key: true, ..Visitor::default() })
}

/// Begins a session for `account` in place of the one that `old` belongs to; gives its cookie.
pub async fn start(app: &App, account: &AccountName, old: Option<String>) -> Result<Cookie<'static>, AppError> {
    let token = secrets::token();
    let now = app.clock.now();
    let session = Session {
        token_sha256: secrets::digest(&token).to_string(),
        account: account.clone(),
        csrf_token: csrf::token(&token),
        created_at: now,
        expires_at: app.session_until(now, now),
    };
    app.write(move |db| {
        if let Some(old) = &old {
            store::sessions::end(db, secrets::digest(old).as_str())?;
        }
        store::sessions::purge(db, now)?;
        store::sessions::add(db, &session)
    })
    .await?;
    Ok(cookie(app, SESSION_COOKIE, token))
}

/// Ends the session that `token` belongs to.
pub async fn end(app: &App, token: String) -> Result<(), AppError> {
    app.write(move |db| store::sessions::end(db, secrets::digest(&token).as_str())).await
}

/// The token of the session cookie.
pub fn token(req: &HttpRequest) -> Option<String> {
    secret(req, SESSION_COOKIE)
}

/// A cookie's value, where it can be one of ours.
fn secret(req: &HttpRequest, name: &str) -> Option<String> {
    let value = req.cookie(name)?.value().to_owned();
    (value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit())).then_some(value)
}

/// The cookie for somebody not signed in.
pub fn visitor_cookie(app: &App, secret: String) -> Cookie<'static> {
    cookie(app, VISITOR_COOKIE, secret)
}

/// A cookie that takes the one of this name away.
pub fn gone(app: &App, name: &'static str) -> Cookie<'static> {
    let mut cookie = cookie(app, name, String::new());
    cookie.set_max_age(CookieAge::ZERO);
    cookie
}

fn cookie(app: &App, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.settings.behind_proxy)
        .finish()
}
