//! The ledger's end: what somebody outside writes down today, to hold against the chain later.

use crate::ledger::moment;
use crate::store::ledger;
use crate::web::access::Caller;
use crate::web::error::{AppError, Problem};
use crate::web::state::App;
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// Where the chain over every act ends.
#[derive(Debug, Serialize, ToSchema)]
pub struct Checkpoint {
    /// Number of the last entry; 0 where there is none.
    sequence: u64,
    /// `sha256:…` of the last entry, which holds the digest of the one before, and so on to the first.
    digest: String,
    /// When the last act was done; null where there is none.
    #[schema(format = DateTime)]
    at: Option<String>,
    /// How many entries there are.
    entries: u64,
}

/// The end of the ledger
#[utoipa::path(get, path = "/api/v1/ledger/checkpoint", tag = "ledger",
    responses((status = 200, body = Checkpoint), (status = 401, body = Problem)))]
pub async fn checkpoint(app: web::Data<App>, _: Caller) -> Result<web::Json<Checkpoint>, AppError> {
    let end = app.read(ledger::checkpoint).await?;
    Ok(web::Json(Checkpoint {
        sequence: end.sequence,
        digest: end.digest.tagged(),
        at: end.at.map(moment),
        entries: end.entries,
    }))
}
