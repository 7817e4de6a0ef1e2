//! Is the process there, and can it work?

use super::error::AppError;
use super::state::App;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

/// `GET /healthz`: the process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// What the server needs to work.
#[derive(Serialize)]
struct Readiness {
    database: bool,
    objects: bool,
}

/// `GET /readyz`: the database answers and its tables are those of this program; the object store answers.
pub async fn readyz(app: web::Data<App>) -> Result<HttpResponse, AppError> {
    let (store, objects) = (app.store.clone(), app.objects.clone());
    let readiness = web::block(move || {
        let logged = |result: Result<(), crate::store::StoreError>| match result {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(%error, "not ready");
                false
            }
        };
        Readiness { database: logged(store.ready()), objects: logged(objects.ready()) }
    })
    .await
    .map_err(AppError::internal)?;
    let ready = readiness.database && readiness.objects;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok(HttpResponse::build(status).json(readiness))
}
