//! A hand-in by browser or program: what the form says is checked, the files are kept, the work is asked for.

use super::access::Caller;
use super::error::{AppError, Item};
use super::state::App;
use super::upload::{Upload, UploadedFile};
use crate::domain::account::{Access, Role};
use crate::domain::ids::AgencyId;
use crate::domain::lang::Lang;
use crate::domain::quarter::Week;
use crate::jobs::queue::{self, FileRef, Task};
use crate::store::jobs::Job;
use crate::store::objects::Objects;
use crate::store::{Scope, agencies};
use std::io::Read;

/// Takes an upload and asks for its import. `key` is the sender's name for the request: the same again is the same job.
pub async fn hand_in(
    app: &App,
    caller: &Caller,
    upload: Upload,
    lang: Lang,
    key: Option<String>,
) -> Result<Job, AppError> {
    let (agency, week) = sender(app, caller, &upload, lang).await?;
    let (objects, sent) = (app.objects.clone(), upload.files);
    let _turn = app.heavy.acquire().await.map_err(AppError::internal)?;
    let files = app.blocking(move || keep(&objects, sent)).await?;
    let received_from = caller.name.clone();
    ask(app, caller, Task::HandIn { agency, week, files, lang, received_from }, lang, key).await
}

/// Takes a list of the bank's about one agency that was filled in on a page, as if it had come as a file of that name.
pub async fn filled_in(
    app: &App,
    caller: &Caller,
    agency: AgencyId,
    name: String,
    content: Vec<u8>,
    lang: Lang,
) -> Result<Job, AppError> {
    let objects = app.objects.clone();
    let sha256 = app.blocking(move || objects.put(&content)).await?;
    let (files, received_from) = (vec![FileRef { name, sha256 }], caller.name.clone());
    ask(app, caller, Task::HandIn { agency: Some(agency), week: None, files, lang, received_from }, lang, None).await
}

async fn ask(app: &App, caller: &Caller, task: Task, lang: Lang, key: Option<String>) -> Result<Job, AppError> {
    let (now, owner) = (app.clock.now(), caller.name.clone());
    let asked = task.clone();
    let job = app.write(move |db| queue::ask(db, &asked, &owner, key.as_deref(), now)).await?;
    let same = serde_json::from_str::<Task>(&job.payload).is_ok_and(|standing| standing == task);
    if !same {
        return Err(AppError::Conflict(Item::refusal(lang, "Idempotency-Key", "key-used-before")));
    }
    tracing::info!(job.id = job.id, agency.id = caller.access.agency().map(tracing::field::display), "a hand-in came");
    Ok(job)
}

/// Whose evidence it is and for which week, or everything that is wrong with the form.
async fn sender(
    app: &App,
    caller: &Caller,
    upload: &Upload,
    lang: Lang,
) -> Result<(Option<AgencyId>, Option<Week>), AppError> {
    let field = |name: &str| upload.fields.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, code: &str| wrong.push(Item::refusal(lang, field, code));
    let as_bank = field("as") == Some("bank") && caller.access.role() == Role::Supervisor;
    if field("as").is_some() && !as_bank {
        refuse("as", "as-bank-only");
    }
    let agency = agency(app, caller, field("agency")).await?;
    if agency.is_none() && (!as_bank || field("agency").is_some()) {
        refuse("agency", "agency-unknown");
    }
    let week = field("week").map(str::parse::<Week>);
    match &week {
        Some(_) if as_bank => refuse("week", "week-unwanted"),
        None if !as_bank => refuse("week", "week-missing"),
        Some(Err(_)) => refuse("week", "week-invalid"),
        Some(Ok(_)) | None => {}
    }
    if upload.files.is_empty() {
        refuse("files", "files-missing");
    }
    let mut wrong = wrong.into_iter();
    match wrong.next() {
        Some(first) => Err(AppError::Refused(first, wrong.collect())),
        None => Ok((agency, week.and_then(Result::ok))),
    }
}

/// The agency named, where it is one that the caller may hand in for; an agency's own where none is named.
async fn agency(app: &App, caller: &Caller, named: Option<&str>) -> Result<Option<AgencyId>, AppError> {
    match (&caller.access, named) {
        (Access::Agency(own), None) => Ok(Some(own.clone())),
        (Access::Agency(own), Some(named)) => Ok((named == own.as_str()).then(|| own.clone())),
        (_, None) => Ok(None),
        (_, Some(named)) => {
            let Ok(id) = named.parse::<AgencyId>() else { return Ok(None) };
            let found = app.read(move |db| agencies::get(db, &Scope::Bank, &id)).await?;
            Ok(found.map(|agency| agency.id))
        }
    }
}

/// Puts the files into the object store, one after another.
fn keep(objects: &Objects, files: Vec<UploadedFile>) -> Result<Vec<FileRef>, AppError> {
    files
        .into_iter()
        .map(|file| {
            let mut bytes = Vec::new();
            file.content
                .reopen()
                .and_then(|mut content| content.read_to_end(&mut bytes))
                .map_err(AppError::internal)?;
            Ok(FileRef { name: file.name, sha256: objects.put(&bytes)? })
        })
        .collect()
}
