//! Signing in and out.

use super::error::AppError;
use super::page::Page;
use super::state::App;
use super::{pages, session};
use crate::domain::account::AccountName;
use crate::secrets;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use std::net::IpAddr;

/// What the login form sends.
#[derive(Deserialize)]
pub struct Form {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /login`
pub async fn sign_in(
    app: web::Data<App>,
    req: HttpRequest,
    page: Page,
    form: web::Form<Form>,
) -> Result<HttpResponse, AppError> {
    let form = form.into_inner();
    app.limiter.attempt(&form.name.trim().to_lowercase(), address(&app, &req))?;
    let Some(account) = proven(&app, &form).await? else {
        tracing::info!("a sign-in failed");
        return pages::login::render(&page, &form.next, &form.name, true);
    };
    let cookie = session::start(&app, &account, session::token(&req)).await?;
    Ok(HttpResponse::SeeOther()
        .cookie(cookie)
        .cookie(session::gone(&app, session::VISITOR_COOKIE))
        .insert_header((header::LOCATION, local(&form.next)))
        .finish())
}

/// `POST /logout`
pub async fn sign_out(app: web::Data<App>, req: HttpRequest) -> Result<HttpResponse, AppError> {
    if let Some(token) = session::token(&req) {
        session::end(&app, token).await?;
    }
    Ok(HttpResponse::SeeOther()
        .cookie(session::gone(&app, session::SESSION_COOKIE))
        .insert_header((header::LOCATION, "/login"))
        .finish())
}

/// The account, where name and password belong together; takes as long where there is no such account.
async fn proven(app: &web::Data<App>, form: &Form) -> Result<Option<AccountName>, AppError> {
    let name: Option<AccountName> = form.name.trim().parse().ok();
    let known = match name {
        Some(name) => app.read(move |db| crate::store::accounts::get(db, &name)).await?,
        None => None,
    };
    let password = form.password.clone();
    let _turn = app.hashing.acquire().await.map_err(AppError::internal)?;
    web::block(move || {
        let (account, hash) = known.unzip();
        let right = secrets::verify_password(&password, hash.as_deref());
        account.filter(|account| right && !account.disabled).map(|account| account.name)
    })
    .await
    .map_err(AppError::internal)
}

/// The visitor's address: the nearest that none but ourselves can have written.
fn address(app: &App, req: &HttpRequest) -> Option<IpAddr> {
    if !app.settings.behind_proxy {
        return req.peer_addr().map(|peer| peer.ip());
    }
    let forwarded = req.headers().get_all("x-forwarded-for").last()?.to_str().ok()?;
    forwarded.rsplit(',').next()?.trim().parse().ok()
}

/// Where to go after signing in: an address of ours, or the start.
fn local(next: &str) -> String {
    let ours = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n', '\t']);
    if ours && next.is_ascii() { next.to_owned() } else { "/".to_owned() }
}
