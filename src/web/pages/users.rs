//! The accounts: for supervisors, to see who may come in and to let somebody in.

use super::{form_again, html, see_other};
use crate::domain::account::{Access, Account, AccountName, Role};
use crate::domain::agency::Agency;
use crate::domain::lang::Lang;
use crate::secrets::{self, PasswordError};
use crate::store::{Scope, StoreError, accounts, agencies};
use crate::web::access::Caller;
use crate::web::error::{AppError, Item};
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "users.html")]
struct UsersPage<'a> {
    page: &'a Page,
    users: Vec<Line>,
    agencies: Vec<Agency>,
    draft: Form,
    wrong: Vec<Item>,
}

struct Line {
    name: String,
    href: String,
    display_name: String,
    role: &'static str,
    agency: String,
    disabled: bool,
}

/// The form for a new account.
#[derive(Default, Deserialize)]
pub struct Form {
    name: String,
    #[serde(default)]
    display_name: String,
    role: String,
    #[serde(default)]
    agency: String,
    password: String,
}

/// `GET /users`
pub async fn show(app: web::Data<App>, page: Page) -> Result<HttpResponse, AppError> {
    html(&read(&app, &page, Form::default(), Vec::new()).await?)
}

/// `POST /users`: makes an account, or shows the form again with what is wrong.
pub async fn add(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    form: web::Form<Form>,
) -> Result<HttpResponse, AppError> {
    let form = form.into_inner();
    let account = match account(&app, page.lang, &form) {
        Ok(account) => account,
        Err(wrong) => return refused(&app, &page, form, wrong).await,
    };
    let hash = match hash(&app, page.lang, form.password.clone()).await? {
        Ok(hash) => hash,
        Err(wrong) => return refused(&app, &page, form, vec![wrong]).await,
    };
    let name = account.name.clone();
    let added = app.write(move |connection| match accounts::add(connection, &account, &hash) {
        Ok(()) => Ok(None),
        Err(StoreError::AccountExists(_)) => Ok(Some(("name", "account-exists"))),
        Err(StoreError::NoAgency(_)) => Ok(Some(("agency", "account-agency-missing"))),
        Err(error) => Err(error),
    });
    if let Some((field, code)) = added.await? {
        return refused(&app, &page, form, vec![Item::refusal(page.lang, field, code)]).await;
    }
    tracing::info!(account = %name, by = caller.name, "an account was made");
    Ok(see_other(&format!("{}?done=added", href(&name))))
}

/// The address of an account's page.
pub fn href(name: &AccountName) -> String {
    let name: String = url::form_urlencoded::byte_serialize(name.as_str().as_bytes()).collect();
    format!("/users/{name}")
}

/// The hash of a password that somebody chose, or what is wrong with it.
pub async fn hash(app: &App, lang: Lang, password: String) -> Result<Result<String, Item>, AppError> {
    let _turn = app.hashing.acquire().await.map_err(AppError::internal)?;
    let hashed = web::block(move || secrets::hash_password(&password)).await.map_err(AppError::internal)?;
    match hashed {
        Ok(hash) => Ok(Ok(hash)),
        Err(PasswordError::TooShort(_)) => Ok(Err(Item::refusal(lang, "password", "password-short"))),
        Err(PasswordError::TooLong) => Ok(Err(Item::refusal(lang, "password", "password-long"))),
        Err(error) => Err(AppError::internal(error)),
    }
}

/// The account that the form asks for, or everything that is wrong with it but the password.
fn account(app: &App, lang: Lang, form: &Form) -> Result<Account, Vec<Item>> {
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, code: &str| wrong.push(Item::refusal(lang, field, code));
    let name = form.name.trim().parse::<AccountName>();
    if name.is_err() {
        refuse("name", "account-name");
    }
    let agency = Some(form.agency.trim()).filter(|agency| !agency.is_empty());
    let access = match (form.role.parse::<Role>(), agency.map(str::parse)) {
        (Err(_), _) => Err(("role", "role-unknown")),
        (Ok(Role::Agency), None | Some(Err(_))) => Err(("agency", "account-agency-missing")),
        (Ok(Role::Qa | Role::Supervisor), Some(_)) => Err(("agency", "account-agency-unwanted")),
        (Ok(role), agency) => Access::new(role, agency.and_then(Result::ok)).map_err(|_| ("role", "role-unknown")),
    };
    if let Err((field, code)) = access {
        refuse(field, code);
    }
    let (Ok(name), Ok(access)) = (name, access) else { return Err(wrong) };
    let called = form.display_name.trim();
    let display_name = if called.is_empty() { name.to_string() } else { called.chars().take(100).collect() };
    Ok(Account { name, display_name, access, lang: None, disabled: false, created_at: app.clock.now() })
}

/// The page again with what was filled in, all but the password.
async fn refused(app: &App, page: &Page, form: Form, wrong: Vec<Item>) -> Result<HttpResponse, AppError> {
    let draft = Form { password: String::new(), ..form };
    form_again(&read(app, page, draft, wrong).await?)
}

async fn read<'a>(app: &App, page: &'a Page, draft: Form, wrong: Vec<Item>) -> Result<UsersPage<'a>, AppError> {
    let read = app.read(|connection| Ok((accounts::list(connection)?, agencies::list(connection, &Scope::Bank)?)));
    let (accounts, agencies) = read.await?;
    let users = accounts.into_iter().map(|account| line(account, &agencies)).collect();
    Ok(UsersPage { page, users, agencies, draft, wrong })
}

fn line(account: Account, agencies: &[Agency]) -> Line {
    let agency = account.access.agency();
    let agency = agency.map(|id| agencies.iter().find(|agency| agency.id == *id).map_or(id.as_str(), |it| &it.name));
    Line {
        name: account.name.to_string(),
        href: href(&account.name),
        role: account.access.role().as_str(),
        agency: agency.unwrap_or("–").to_owned(),
        display_name: account.display_name,
        disabled: account.disabled,
    }
}
