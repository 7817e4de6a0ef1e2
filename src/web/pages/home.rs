//! The start page leads each role to where its day begins.

use super::see_other;
use crate::domain::account::Role;
use crate::web::access::Caller;
use actix_web::HttpResponse;

/// `GET /`
pub async fn show(caller: Caller) -> HttpResponse {
    see_other(match caller.access.role() {
        Role::Agency => "/submissions",
        Role::Qa => "/findings?status=undecided",
        Role::Supervisor => "/scorecards",
    })
}
