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
    let (agency, week) = sender(app, caller, &upload).await?;
    let (objects, sent) = (app.objects.clone(), upload.files);
    let files = app.blocking(move || keep(&objects, sent)).await?;
    let received_from = caller.name.clone();
    let task = Task::HandIn { agency, week, files, lang, received_from };
    let (now, owner) = (app.clock.now(), caller.name.clone());
    let asked = task.clone();
    let job = app.write(move |db| queue::ask(db, &asked, &owner, key.as_deref(), now)).await?;
    let same = serde_json::from_str::<Task>(&job.payload).is_ok_and(|standing| standing == task);
    if !same {
        return Err(AppError::Conflict(Item::field(
            "Idempotency-Key",
            "key-used-before",
            "The key was used before, for another upload.",
            "Take a new key for each upload, and the same one only to repeat it.",
        )));
    }
    tracing::info!(job.id = job.id, agency.id = caller.access.agency().map(tracing::field::display), "a hand-in came");
    Ok(job)
}

/// Whose evidence it is and for which week, or everything that is wrong with the form.
async fn sender(app: &App, caller: &Caller, upload: &Upload) -> Result<(Option<AgencyId>, Option<Week>), AppError> {
    let field = |name: &str| upload.fields.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let mut wrong = Vec::new();
    let as_bank = match field("as") {
        None => false,
        Some("bank") if caller.access.role() == Role::Supervisor => true,
        Some(_) => {
            wrong.push(refused("as", "Only a supervisor hands in as the bank.", "Leave 'as' out."));
            false
        }
    };
    let agency = agency(app, caller, field("agency")).await?;
    if agency.is_none() && (!as_bank || field("agency").is_some()) {
        wrong.push(refused("agency", "There is no such agency.", "Send the id of an agency that you may hand in for."));
    }
    let week = match field("week").map(str::parse::<Week>) {
        None if as_bank => None,
        Some(_) if as_bank => {
            wrong.push(refused("week", "What the bank hands in belongs to no week.", "Leave 'week' out."));
            None
        }
        None => {
            wrong.push(refused("week", "The week is missing.", "Send 'week' like 2026-W30."));
            None
        }
        Some(Err(error)) => {
            wrong.push(refused("week", format!("{error}."), "Send 'week' like 2026-W30."));
            None
        }
        Some(Ok(week)) => Some(week),
    };
    if upload.files.is_empty() {
        wrong.push(refused("files", "There is no file.", "Send at least one file."));
    }
    let mut wrong = wrong.into_iter();
    match wrong.next() {
        Some(first) => Err(AppError::Refused(first, wrong.collect())),
        None => Ok((agency, week)),
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

fn refused(field: &str, message: impl Into<String>, hint: &str) -> Item {
    Item::field(field, "invalid", message, hint)
}
