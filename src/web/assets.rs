//! Style sheets, scripts and pictures, built into the program. Their addresses carry a hash of the content, so that browsers may keep
//! them for good and still see each change at once.

use super::error::AppError;
use actix_web::http::header::{self, CacheDirective, ETag, EntityTag, Header, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/"]
#[allow_missing = true]
struct Assets;

/// The address of an asset, for templates: `/assets/plumbline.css?v=1f0c…`.
pub fn url(name: &str) -> String {
    match Assets::get(name) {
        Some(file) => format!("/assets/{name}?v={}", short(&file)),
        None => format!("/assets/{name}"),
    }
}

/// `GET /assets/{name}`
pub async fn show(req: HttpRequest, name: web::Path<String>) -> Result<HttpResponse, AppError> {
    let file = Assets::get(&name).ok_or(AppError::NotFound)?;
    let tag = EntityTag::new_strong(short(&file));
    let known = match IfNoneMatch::parse(&req) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Err(_) => false,
    };
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(ETag(tag)).insert_header(header::CacheControl(vec![
        CacheDirective::Public,
        CacheDirective::MaxAge(if req.query_string().is_empty() { 300 } else { 31_536_000 }),
    ]));
    if known {
        return Ok(response.finish());
    }
    Ok(response.content_type(content_type(&name)).body(file.data.into_owned()))
}

fn short(file: &rust_embed::EmbeddedFile) -> String {
    hex::encode(&file.metadata.sha256_hash()[..8])
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
