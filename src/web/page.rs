//! What every page needs to know: language, person, CSRF token, address.

use super::access::Visitor;
use super::csrf;
use super::error::AppError;
use super::state::App;
use crate::domain::account::{Account, Role};
use crate::domain::lang::Lang;
use actix_web::body::MessageBody;
use actix_web::cookie::time::Duration as CookieAge;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, web};
use std::future::{Ready, ready};

/// Cookie that keeps the chosen language.
pub const LANG_COOKIE: &str = "lang";

/// The context of a page; every template has it as `page`.
#[derive(Debug, Clone)]
pub struct Page {
    /// The language of its texts, and of `<html lang>`.
    pub lang: Lang,
    /// Who is signed in.
    pub user: Option<Account>,
    /// Value of the hidden field `csrf` of every form; empty where the page can have none.
    pub csrf: String,
    /// Path and query as asked for, without `lang`; the language switch adds its own.
    pub path: String,
}

impl Page {
    /// The role of whoever is signed in.
    pub fn role(&self) -> Option<Role> {
        self.user.as_ref().map(|user| user.access.role())
    }

    /// Whether somebody with this role (`agency`, `qa`, `supervisor`) is signed in; for templates.
    pub fn is(&self, role: &str) -> bool {
        self.role().is_some_and(|own| own.as_str() == role)
    }

    /// This page in another language: the address of the language switch.
    pub fn in_lang(&self, lang: &Lang) -> String {
        let sign = if self.path.contains('?') { '&' } else { '?' };
        format!("{}{sign}lang={lang}", self.path)
    }

    /// The context of an error page: its address is left out, so that what doesn't exist and what isn't yours look the same.
    pub fn for_error(req: &HttpRequest) -> Self {
        Self { path: "/".into(), ..Self::of(req) }
    }

    fn of(req: &HttpRequest) -> Self {
        let visitor = req.extensions().get::<Visitor>().cloned().unwrap_or_default();
        let user = visitor.user;
        let own = user.as_ref().and_then(|user| user.lang);
        let lang = chosen(req).or(own).or_else(|| accepted(req)).unwrap_or(Lang::ZhHans);
        let csrf = visitor.secret.as_deref().map(csrf::token).unwrap_or_default();
        Self { lang, user, csrf, path: without_lang(req) }
    }
}

impl FromRequest for Page {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(req)))
    }
}

/// Middleware: keeps the language that was asked for.
pub async fn keep_lang<B: MessageBody>(req: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let lang = asked(req.request()).filter(|_| !req.path().starts_with("/api/"));
    let secure = req.app_data::<web::Data<App>>().is_some_and(|app| app.settings.behind_proxy);
    let mut response = next.call(req).await?;
    if let Some(lang) = lang {
        let cookie = Cookie::build(LANG_COOKIE, lang.tag()).path("/").same_site(SameSite::Lax).http_only(true);
        let cookie = cookie.secure(secure).max_age(KEPT).finish();
        response.response_mut().add_cookie(&cookie).map_err(AppError::internal)?;
    }
    Ok(response)
}

/// How long a chosen language is kept.
const KEPT: CookieAge = CookieAge::days(365);

/// `?lang=`, where it names a language.
fn asked(req: &HttpRequest) -> Option<Lang> {
    parameters(req).find(|(name, _)| name == "lang").and_then(|(_, value)| value.parse().ok())
}

fn chosen(req: &HttpRequest) -> Option<Lang> {
    asked(req).or_else(|| req.cookie(LANG_COOKIE)?.value().parse().ok())
}

fn parameters(req: &HttpRequest) -> impl Iterator<Item = (String, String)> {
    url::form_urlencoded::parse(req.query_string().as_bytes()).into_owned()
}

fn without_lang(req: &HttpRequest) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in parameters(req).filter(|(name, _)| name != "lang") {
        query.append_pair(&name, &value);
    }
    let query = query.finish();
    if query.is_empty() { req.path().to_owned() } else { format!("{}?{query}", req.path()) }
}

/// The browser's languages in its order: the first that we have.
pub fn accepted(req: &HttpRequest) -> Option<Lang> {
    let wanted = req.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?.to_lowercase();
    wanted.split(',').find_map(|entry| {
        let tag = entry.split(';').next().unwrap_or_default().trim();
        let traditional = ["zh-hant", "zh-tw", "zh-hk", "zh-mo"].iter().any(|prefix| tag.starts_with(prefix));
        match tag.get(..2)? {
            "zh" if traditional => Some(Lang::ZhHant),
            "zh" => Some(Lang::ZhHans),
            "en" => Some(Lang::En),
            _ => None,
        }
    })
}
