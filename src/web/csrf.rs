//! Proof that a form came from a page of ours: a token derived from the visitor's secret cookie, which other sites can't read.

use super::body::{self, Limits};
use super::error::AppError;
use crate::domain::ids::Digest;
use crate::secrets;
use actix_web::HttpMessage;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header;
use actix_web::web::BytesMut;
use futures_util::StreamExt;

/// Name of the hidden field in every form, and first part of an upload.
pub const FIELD: &str = "csrf";
/// Header that scripts send it in.
pub const HEADER: &str = "x-csrf-token";

/// The secret that the first part of an upload must prove; `Upload` reads it.
#[derive(Debug, Clone)]
pub struct Awaited(pub String);

/// The token that belongs to the cookie `secret`.
pub fn token(secret: &str) -> String {
    Digest::of(format!("plumbline csrf\0{secret}").as_bytes()).to_string()
}

/// Whether `given` belongs to the cookie `secret`.
pub fn holds(secret: &str, given: &str) -> bool {
    secrets::equal(&token(secret), given)
}

/// Lets a changing request pass only with the token: in the header, in the form, or (left to `Upload`) in the first part of an upload.
pub async fn check(req: &mut ServiceRequest, secret: Option<&str>, limits: Limits) -> Result<(), AppError> {
    let site = req.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok()).unwrap_or("same-origin");
    let secret = secret.filter(|_| matches!(site, "same-origin" | "none")).ok_or(AppError::Csrf)?;
    if let Some(given) = req.headers().get(HEADER) {
        return if given.to_str().is_ok_and(|given| holds(secret, given)) { Ok(()) } else { Err(AppError::Csrf) };
    }
    let kind = req.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        req.extensions_mut().insert(Awaited(secret.to_owned()));
        return Ok(());
    }
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(AppError::Csrf);
    }
    let form = read(req.take_payload(), limits).await?;
    let given = url::form_urlencoded::parse(&form).find(|(name, _)| name == FIELD).map(|(_, value)| value.into_owned());
    req.set_payload(Payload::from(form.freeze()));
    if given.is_some_and(|given| holds(secret, &given)) { Ok(()) } else { Err(AppError::Csrf) }
}

async fn read(mut payload: Payload, limits: Limits) -> Result<BytesMut, AppError> {
    let mut form = BytesMut::new();
    while let Some(piece) = payload.next().await {
        let piece = piece.map_err(|error| body::refusal(&error, limits))?;
        if form.len() + piece.len() > limits.form {
            return Err(AppError::TooLarge { most: limits.form as u64 });
        }
        form.extend_from_slice(&piece);
    }
    Ok(form)
}
