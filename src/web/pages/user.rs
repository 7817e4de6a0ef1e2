//! One account: a new password, in or out.

use super::users::{hash, href};
use super::{form_again, html, see_other};
use crate::domain::account::{Account, AccountName};
use crate::store::accounts;
use crate::web::access::Caller;
use crate::web::error::{AppError, Item};
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "user.html")]
struct UserPage<'a> {
    page: &'a Page,
    account: &'a Account,
    href: String,
    own: bool,
    done: Option<&'static str>,
    wrong: Vec<Item>,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    /// What was just done.
    done: String,
}

/// A new password.
#[derive(Deserialize)]
pub struct Password {
    password: String,
}

/// In or out.
#[derive(Deserialize)]
pub struct State {
    disabled: bool,
}

/// What can have been done, and the text that says so.
const DONE: [(&str, &str); 4] = [
    ("added", "user-done-added"),
    ("password", "user-done-password"),
    ("disabled", "user-done-disabled"),
    ("enabled", "user-done-enabled"),
];

/// `GET /users/{name}`
pub async fn show(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    name: web::Path<AccountName>,
    query: web::Query<Query>,
) -> Result<HttpResponse, AppError> {
    let account = account(&app, name.into_inner()).await?;
    let done = DONE.iter().find(|(done, _)| *done == query.done).map(|(_, text)| *text);
    html(&build(&page, &caller, &account, done, Vec::new()))
}

/// `POST /users/{name}/password`: sets it and ends the account's sessions.
pub async fn set_password(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    name: web::Path<AccountName>,
    form: web::Form<Password>,
) -> Result<HttpResponse, AppError> {
    let account = account(&app, name.into_inner()).await?;
    let hash = match hash(&app, page.lang, form.into_inner().password).await? {
        Ok(hash) => hash,
        Err(wrong) => return form_again(&build(&page, &caller, &account, None, vec![wrong])),
    };
    let (name, now) = (account.name.clone(), app.clock.now());
    app.write(move |connection| accounts::set_password(connection, &name, &hash, now)).await?;
    tracing::info!(account = %account.name, by = caller.name, "an account has a new password");
    Ok(see_other(&format!("{}?done=password", href(&account.name))))
}

/// `POST /users/{name}/state`: keeps the account out and ends its sessions, or lets it in again.
pub async fn set_state(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    name: web::Path<AccountName>,
    form: web::Form<State>,
) -> Result<HttpResponse, AppError> {
    let (account, disabled) = (account(&app, name.into_inner()).await?, form.disabled);
    // Whoever acts stays in: so there is always one supervisor left.
    if is_own(&caller, &account) {
        return Err(AppError::Refused(Item::refusal(page.lang, "disabled", "account-own"), Vec::new()));
    }
    let (name, now) = (account.name.clone(), app.clock.now());
    app.write(move |connection| accounts::set_disabled(connection, &name, disabled, now)).await?;
    tracing::info!(account = %account.name, by = caller.name, disabled, "an account was let in or shut out");
    let done = if disabled { "disabled" } else { "enabled" };
    Ok(see_other(&format!("{}?done={done}", href(&account.name))))
}

async fn account(app: &App, name: AccountName) -> Result<Account, AppError> {
    let found = app.read(move |connection| accounts::get(connection, &name)).await?;
    found.map(|(account, _)| account).ok_or(AppError::NotFound)
}

fn is_own(caller: &Caller, account: &Account) -> bool {
    caller.name == account.name.as_str()
}

fn build<'a>(
    page: &'a Page,
    caller: &Caller,
    account: &'a Account,
    done: Option<&'static str>,
    wrong: Vec<Item>,
) -> UserPage<'a> {
    UserPage { page, account, href: href(&account.name), own: is_own(caller, account), done, wrong }
}
