//! Photographs and papers that inspectors attach: taken from the form of an inspection, given back to the bank.

use super::inspection_rows::Draft;
use crate::domain::attachment::{Attachment, Format};
use crate::domain::lang::Lang;
use crate::store::StoreError;
use crate::store::objects::Objects;
use crate::web::error::{AppError, Item};
use crate::web::pages::files::download;
use crate::web::state::App;
use crate::web::upload::{Upload, UploadedFile};
use actix_web::{HttpResponse, web};
use std::io::{Read, Seek};

/// Bytes of one file at most.
pub const LARGEST: u64 = 10 << 20;

/// What the form says, with the files that came with it in the object store; and what is wrong with files. A form that is shown again has no
/// files any more: they are kept at once, and the form names them.
pub async fn take(app: &App, upload: Upload, lang: Lang) -> Result<(Draft, Vec<Item>), AppError> {
    let mut draft = Draft::of(upload.fields.into_iter().collect());
    let objects = app.objects.clone();
    let named: Vec<(String, Attachment)> = draft.kept().collect();
    let sent = upload.files;
    let _turn = app.heavy.acquire().await.map_err(AppError::internal)?;
    let work = move || -> Result<_, AppError> {
        let mut kept = Vec::new();
        for (rule, attachment) in named {
            if there(&objects, &attachment) {
                kept.push((rule, attachment));
            }
        }
        let mut wrong = Vec::new();
        for file in sent {
            let Some(rule) = file.field.strip_prefix("file.").map(str::to_owned) else { continue };
            match keep(&objects, file)? {
                Ok(attachment) => kept.push((rule, attachment)),
                Err(code) => wrong.push(Item::refusal(lang, &format!("file.{rule}"), code)),
            }
        }
        Ok((kept, wrong))
    };
    let (kept, wrong) = app.blocking(work).await?;
    draft.attach(kept);
    Ok((draft, wrong))
}

/// Whether the file that a form names is there, and what it says it is.
fn there(objects: &Objects, attachment: &Attachment) -> bool {
    let begins = objects.range(&attachment.sha256, 0..Format::TOLD_BY);
    begins.is_ok_and(|begins| Format::of(&begins) == Some(attachment.format))
}

/// Keeps a file, or says why not.
fn keep(objects: &Objects, mut file: UploadedFile) -> Result<Result<Attachment, &'static str>, AppError> {
    if file.bytes > LARGEST {
        return Ok(Err("inspection-file-large"));
    }
    let mut content = Vec::new();
    let content_of = file.content.as_file_mut();
    content_of.rewind().and_then(|()| content_of.read_to_end(&mut content)).map_err(AppError::internal)?;
    let Some(format) = Format::of(&content) else { return Ok(Err("inspection-file-format")) };
    Ok(Ok(Attachment { sha256: objects.put(&content)?, format }))
}

/// `GET /attachments/{name}`: for the bank's people alone.
pub async fn show(app: web::Data<App>, name: web::Path<String>) -> Result<HttpResponse, AppError> {
    let attachment: Attachment = name.parse().map_err(|_| AppError::NotFound)?;
    let (objects, wanted) = (app.objects.clone(), attachment.clone());
    let read = move || match there(&objects, &wanted) {
        true => objects.get(&wanted.sha256).map(Some),
        false => Ok::<_, StoreError>(None),
    };
    let content = app.blocking(read).await?.ok_or(AppError::NotFound)?;
    Ok(download(&attachment.file_name(), attachment.format.media_type(), content))
}
