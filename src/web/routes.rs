//! The whole URL table: address, method, who may, handler.

use super::access::{self, Who};
use super::{api, assets, health, login, metrics, pages};
use crate::domain::account::Role;
use actix_web::http::Method;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{Handler, Responder, Route, guard, web};
use std::collections::BTreeMap;

/// One line of the table.
pub struct Entry {
    /// GET answers HEAD as well.
    pub method: Method,
    /// The address, with `{placeholders}`.
    pub path: &'static str,
    /// Who may.
    pub who: Who,
    /// What answers.
    route: Route,
}

const OPEN: Who = Who::Open;
const ANYONE: Who = Who::Anyone;
const ALL: Who = Who::Only(&[Role::Agency, Role::Qa, Role::Supervisor]);
const SUPERVISOR: Who = Who::Only(&[Role::Supervisor]);
const SENDERS: Who = Who::Only(&[Role::Agency, Role::Supervisor]);
const AGENCY: Who = Who::Only(&[Role::Agency]);
const BANK: Who = Who::Only(&[Role::Qa, Role::Supervisor]);

/// Every address there is.
pub fn routes() -> Vec<Entry> {
    let mut all = for_people();
    all.extend(for_programs());
    all
}

fn for_people() -> Vec<Entry> {
    vec![
        get("/assets/{name}", OPEN, assets::show),
        get("/healthz", OPEN, health::healthz),
        get("/readyz", OPEN, health::readyz),
        get("/metrics", OPEN, metrics::show),
        // Pages
        get("/login", ANYONE, pages::login::show),
        post("/login", ANYONE, login::sign_in),
        post("/logout", ALL, login::sign_out),
        get("/help", ANYONE, pages::help::show),
        get("/", ALL, pages::home::show),
        get("/submissions", ALL, pages::submissions::show),
        post("/submissions", SENDERS, pages::upload::send),
        get("/template", ALL, pages::template::show),
        get("/submissions/{id}", ALL, pages::submission::show),
        get("/submissions/{id}/annotated", ALL, pages::files::annotated),
        get("/submissions/{id}/refused", ALL, pages::files::refused),
        get("/submissions/{id}/issues", ALL, pages::issues::show),
        get("/jobs/{id}", ALL, pages::job::show),
        get("/files/{sha256}", ALL, pages::files::original),
        get("/findings", ALL, pages::findings::show),
        get("/findings/{id}", ALL, pages::finding::show),
        post("/findings/{id}/verdict", BANK, pages::verdict::decide),
        post("/findings/{id}/appeal", AGENCY, pages::appeal::submit),
        post("/appeals/{id}/assignment", BANK, pages::appeal::assign),
        post("/appeals/{id}/decision", BANK, pages::appeal::decide),
        post("/appeals/{id}/withdrawal", AGENCY, pages::appeal::withdraw),
        get("/scorecards", ALL, pages::scorecards::latest),
        get("/scorecards/{quarter}", BANK, pages::scorecards::show),
        get("/scorecards/{quarter}/{agency}", ALL, pages::scorecard::show),
        get("/rules", ALL, pages::rules::first),
        get("/rules/{ruleset}", ALL, pages::rules::show),
        get("/rules/{ruleset}/{rule}", ALL, pages::rule::show),
        get("/duties", SUPERVISOR, pages::duties::show),
        get("/duties/{id}", SUPERVISOR, pages::duty::show),
        post("/duties/{id}/note", SUPERVISOR, pages::duty::note),
        post("/duties/{id}/settlement", SUPERVISOR, pages::duty::settle),
        get("/inspections", SUPERVISOR, pages::inspections::show),
        post("/inspections", SUPERVISOR, pages::inspection_form::send),
        get("/inspections/new", SUPERVISOR, pages::inspection_form::show),
        get("/inspections/{agency}/{id}", SUPERVISOR, pages::inspection::show),
        get("/attachments/{name}", BANK, pages::attachments::show),
        get("/users", SUPERVISOR, pages::users::show),
        post("/users", SUPERVISOR, pages::users::add),
        get("/users/{name}", SUPERVISOR, pages::user::show),
        post("/users/{name}/password", SUPERVISOR, pages::user::set_password),
        post("/users/{name}/state", SUPERVISOR, pages::user::set_state),
    ]
}

fn for_programs() -> Vec<Entry> {
    vec![
        get("/api/v1/openapi.json", OPEN, api::openapi),
        post("/api/v1/submissions", SENDERS, api::submissions::create),
        get("/api/v1/submissions", ALL, api::submissions::list),
        get("/api/v1/submissions/{id}", ALL, api::submissions::show),
        get("/api/v1/submissions/{id}/annotated", ALL, api::submissions::annotated),
        get("/api/v1/submissions/{id}/refused", ALL, api::submissions::refused),
        get("/api/v1/jobs/{id}", ALL, api::jobs::show),
        get("/api/v1/kinds", ALL, api::kinds::list),
        get("/api/v1/findings", ALL, api::findings::list),
        get("/api/v1/findings/{id}", ALL, api::findings::show),
        post("/api/v1/findings/{id}/verdicts", BANK, api::verdicts::create),
        post("/api/v1/findings/{id}/appeals", AGENCY, api::appeals::create),
        post("/api/v1/appeals/{id}/assignment", BANK, api::appeals::assign),
        post("/api/v1/appeals/{id}/decision", BANK, api::appeals::decide),
        post("/api/v1/appeals/{id}/withdrawal", AGENCY, api::appeals::withdraw),
        get("/api/v1/duties", SUPERVISOR, api::duties::list),
        get("/api/v1/duties/{id}", SUPERVISOR, api::duties::show),
        post("/api/v1/duties/{id}/notes", SUPERVISOR, api::duties::note),
        post("/api/v1/duties/{id}/settlement", SUPERVISOR, api::duties::settle),
        get("/api/v1/scorecards/{quarter}", ALL, api::scorecards::list),
        get("/api/v1/scorecards/{quarter}/{agency}", ALL, api::scorecards::show),
        get("/api/v1/rules/{id}", ALL, api::rules::show),
        get("/api/v1/ledger/checkpoint", ALL, api::ledger::checkpoint),
    ]
}

/// A page or resource to read.
pub fn get<F, Args>(path: &'static str, who: Who, handler: F) -> Entry
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    Entry { method: Method::GET, path, who, route: web::route().to(handler) }
}

/// Something to do.
pub fn post<F, Args>(path: &'static str, who: Who, handler: F) -> Entry
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    Entry { method: Method::POST, path, who, route: web::route().to(handler) }
}

/// Hangs `entries` into the server, each behind `access::admit`; another method at a known address is 405.
pub fn install(config: &mut web::ServiceConfig, entries: Vec<Entry>) {
    let mut resources = BTreeMap::<&str, actix_web::Resource>::new();
    let mut order = Vec::new();
    for Entry { method, path, who, route } in entries {
        let route = route.wrap(from_fn(move |req, next| access::admit(who, req, next)));
        // Not pages: compression beside what a visitor sends would give their CSRF token away, letter by letter.
        let plain = ["/api/", "/assets/", "/metrics"].iter().any(|prefix| path.starts_with(prefix));
        let route = if plain { route.wrap(Compress::default()) } else { route };
        let route = match method {
            Method::GET => route.guard(guard::Any(guard::Get()).or(guard::Head())),
            method => route.method(method),
        };
        let resource = resources.remove(path).unwrap_or_else(|| {
            order.push(path);
            web::resource(path)
        });
        resources.insert(path, resource.route(route));
    }
    for path in order {
        if let Some(resource) = resources.remove(path) {
            config.service(resource);
        }
    }
}
