//! The blank workbook that agencies fill in.

use super::files::download;
use crate::domain::lang::Lang;
use crate::intake::template::{agency_kinds, template};
use crate::web::error::AppError;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Query {
    language: Lang,
}

/// `GET /template`
pub async fn show(query: web::Query<Query>) -> Result<HttpResponse, AppError> {
    let workbook = template(&agency_kinds(), query.language).map_err(AppError::internal)?;
    let name = format!("plumbline-{}.xlsx", query.language);
    Ok(download(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook))
}
