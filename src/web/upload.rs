//! Uploads: several files in one form, streamed to temporary files within limits.

use super::body;
use super::csrf::{self, Awaited};
use super::error::{AppError, Item};
use super::state::App;
use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use futures_util::{StreamExt, TryStreamExt};
use std::collections::BTreeMap;
use std::io::Write;
use tempfile::NamedTempFile;

/// Files in one upload at most.
const MOST_FILES: usize = 40;
/// Fields beside files at most.
const MOST_FIELDS: usize = 200;
/// Bytes of a field that is no file.
const LONGEST_FIELD: usize = 16 << 10;

/// A form with files, its CSRF token proven where one is due.
pub struct Upload {
    /// The fields that are no files.
    pub fields: BTreeMap<String, String>,
    /// The files, in their order.
    pub files: Vec<UploadedFile>,
}

/// One file of an upload; its temporary copy goes when it is dropped.
pub struct UploadedFile {
    /// The field that it was sent in.
    pub field: String,
    /// The name it was sent with, without folders.
    pub name: String,
    /// Length, bytes.
    pub bytes: u64,
    /// The content.
    pub content: NamedTempFile,
}

impl FromRequest for Upload {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<Self, AppError>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let awaited = req.extensions().get::<Awaited>().cloned();
        let limits = req.app_data::<web::Data<App>>().map_or_else(Default::default, |app| app.settings.limits);
        let multipart = Multipart::new(req.headers(), payload.take());
        Box::pin(async move { read(multipart, awaited, limits).await })
    }
}

async fn read(mut parts: Multipart, awaited: Option<Awaited>, limits: body::Limits) -> Result<Upload, AppError> {
    let mut upload = Upload { fields: BTreeMap::new(), files: Vec::new() };
    let mut proven = awaited.is_none();
    while let Some(part) = parts.try_next().await.map_err(|error| refusal(&error, limits))? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.content_disposition().and_then(|d| d.get_filename()).map(plain_name);
        match file_name {
            None if name == csrf::FIELD => {
                let given = text(part, limits).await?;
                proven = awaited.as_ref().is_none_or(|Awaited(secret)| csrf::holds(secret, &given));
            }
            _ if !proven => return Err(AppError::Csrf),
            None if upload.fields.len() < MOST_FIELDS => {
                upload.fields.insert(name, text(part, limits).await?);
            }
            // A file input left empty sends a part without name and content.
            Some(file) if file.is_empty() => drain(part, limits).await?,
            Some(file) if upload.files.len() < MOST_FILES => {
                upload.files.push(store(part, name, file, limits).await?);
            }
            _ => return Err(too_many()),
        }
    }
    if proven { Ok(upload) } else { Err(AppError::Csrf) }
}

async fn text(mut part: Field, limits: body::Limits) -> Result<String, AppError> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.next().await {
        bytes.extend_from_slice(&piece.map_err(|error| refusal(&error, limits))?);
        if bytes.len() > LONGEST_FIELD {
            return Err(AppError::TooLarge { most: LONGEST_FIELD as u64 });
        }
    }
    let not_text = |_| AppError::invalid("", "A field is not UTF-8.", "Send the form as UTF-8.").shown_as("form");
    String::from_utf8(bytes).map_err(not_text)
}

async fn drain(mut part: Field, limits: body::Limits) -> Result<(), AppError> {
    while let Some(piece) = part.next().await {
        if !piece.map_err(|error| refusal(&error, limits))?.is_empty() {
            let nameless = AppError::invalid("files", "A file has no name.", "Send each file with its name.");
            return Err(nameless.shown_as("file-name"));
        }
    }
    Ok(())
}

async fn store(mut part: Field, field: String, name: String, limits: body::Limits) -> Result<UploadedFile, AppError> {
    let mut content = web::block(NamedTempFile::new).await.map_err(AppError::internal)?.map_err(AppError::internal)?;
    let mut bytes = 0;
    while let Some(piece) = part.next().await {
        let piece = piece.map_err(|error| refusal(&error, limits))?;
        bytes += piece.len() as u64;
        content = web::block(move || content.write_all(&piece).map(|()| content))
            .await
            .map_err(AppError::internal)?
            .map_err(AppError::internal)?;
    }
    Ok(UploadedFile { field, name, bytes, content })
}

/// The last part of a path, without control characters, in at most 200 characters.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control()).collect();
    let surplus = plain.chars().count().saturating_sub(200);
    plain.chars().skip(surplus).collect()
}

fn too_many() -> AppError {
    let message = format!("More than {MOST_FILES} files, or {MOST_FIELDS} fields, at once.");
    let refused = Item::field("files", "too-many-files", message, "Pack them into one .zip file.");
    AppError::Refused(refused, Vec::new()).shown_as("files")
}

fn refusal(error: &MultipartError, limits: body::Limits) -> AppError {
    match error {
        MultipartError::Payload(error) => body::refusal(error, limits),
        error => {
            AppError::invalid("", format!("The upload can't be read: {error}."), "Send it as multipart/form-data.")
                .shown_as("upload")
        }
    }
}
