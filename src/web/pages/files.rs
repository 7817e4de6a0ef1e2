//! Downloads: original files as they were handed in, the annotated workbook, and the refused rows alone.

use crate::domain::ids::Digest;
use crate::jobs::queue::Extent;
use crate::store::{Scope, submissions};
use crate::web::access::Caller;
use crate::web::api::submissions as submissions_api;
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::http::header::{self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue};
use actix_web::{HttpResponse, web};

/// `GET /files/{sha256}`: an agency gets its own, the bank any.
pub async fn original(
    app: web::Data<App>,
    caller: Caller,
    sha256: web::Path<Digest>,
) -> Result<HttpResponse, AppError> {
    let (scope, sha256) = (Scope::from(&caller.access), sha256.into_inner());
    let wanted = sha256.clone();
    let file = app.read(move |connection| submissions::file(connection, &scope, &wanted)).await?;
    let file = file.ok_or(AppError::NotFound)?;
    let objects = app.objects.clone();
    let content = app.blocking(move || objects.get(&sha256)).await?;
    Ok(download(&file.name, "application/octet-stream", content))
}

/// `GET /submissions/{id}/annotated`: the hand-in's own workbook back, each bad cell marked.
pub async fn annotated(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<String>,
) -> Result<HttpResponse, AppError> {
    submissions_api::download(&app, &caller, &id, Extent::Whole, page.lang).await
}

/// `GET /submissions/{id}/refused`: only the rows that were refused, each with what is wrong.
pub async fn refused(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<String>,
) -> Result<HttpResponse, AppError> {
    submissions_api::download(&app, &caller, &id, Extent::Refused, page.lang).await
}

/// An answer that the browser keeps as a file called `name`.
pub fn download(name: &str, content_type: &'static str, content: Vec<u8>) -> HttpResponse {
    let name = name.rsplit('/').next().unwrap_or(name);
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".into()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        })],
    };
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(content)
}
