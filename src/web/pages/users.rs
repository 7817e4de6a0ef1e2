//! The accounts, for supervisors to see who may come in.

use super::html;
use crate::store::{Scope, accounts, agencies};
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "users.html")]
struct UsersPage<'a> {
    page: &'a Page,
    users: Vec<Line>,
}

struct Line {
    name: String,
    display_name: String,
    role: &'static str,
    agency: String,
    disabled: bool,
}

/// `GET /users`
pub async fn show(app: web::Data<App>, page: Page) -> Result<HttpResponse, AppError> {
    let read = app.read(|connection| Ok((accounts::list(connection)?, agencies::list(connection, &Scope::Bank)?)));
    let (accounts, agencies) = read.await?;
    let line = |account: crate::domain::account::Account| {
        let agency = account.access.agency();
        let agency =
            agency.map(|id| agencies.iter().find(|agency| agency.id == *id).map_or(id.as_str(), |it| &it.name));
        Line {
            name: account.name.to_string(),
            role: account.access.role().as_str(),
            agency: agency.unwrap_or("–").to_owned(),
            display_name: account.display_name,
            disabled: account.disabled,
        }
    };
    html(&UsersPage { page: &page, users: accounts.into_iter().map(line).collect() })
}
