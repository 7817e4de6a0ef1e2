//! The blank workbook that agencies, or the bank, fill in.

use super::files::download;
use crate::domain::lang::Lang;
use crate::intake::template::{agency_kinds, bank_kinds, template};
use crate::web::error::AppError;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Query {
    language: Lang,
    #[serde(default, rename = "as")]
    sender: Sender,
}

/// Whose sheets it has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Sender {
    #[default]
    Agency,
    Bank,
}

/// `GET /template`
pub async fn show(query: web::Query<Query>) -> Result<HttpResponse, AppError> {
    let (kinds, name) = match query.sender {
        Sender::Agency => (agency_kinds(), format!("plumbline-{}.xlsx", query.language)),
        Sender::Bank => (bank_kinds(), format!("plumbline-bank-{}.xlsx", query.language)),
    };
    let workbook = template(&kinds, query.language).map_err(AppError::internal)?;
    Ok(download(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook))
}
