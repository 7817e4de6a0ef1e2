//! The upload form: takes the files and leads to the page of the job that reads them.

use super::see_other;
use crate::web::access::Caller;
use crate::web::error::AppError;
use crate::web::hand_in::hand_in;
use crate::web::page::Page;
use crate::web::state::App;
use crate::web::upload::Upload;
use actix_web::{HttpResponse, web};

/// `POST /submissions`
pub async fn send(app: web::Data<App>, page: Page, caller: Caller, upload: Upload) -> Result<HttpResponse, AppError> {
    let job = hand_in(&app, &caller, upload, page.lang, None).await?;
    Ok(see_other(&format!("/jobs/{}", job.id)))
}
