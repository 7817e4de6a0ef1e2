//! For the bank: who handed in which weeks of a quarter, and the bank's own lists.

use super::scorecards::quarter_links;
use super::submissions::{self as of_agency, Latest, UploadForm};
use super::words::Link;
use super::{html, zone};
use crate::domain::account::Role;
use crate::domain::agency::Agency;
use crate::domain::quarter::{Quarter, Week};
use crate::store::submissions::{self, Filter, Submission};
use crate::store::{Scope, agencies};
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "hand_ins.html")]
struct HandInsPage<'a> {
    page: &'a Page,
    quarter: Quarter,
    quarters: Vec<Link>,
    lines: Vec<Line>,
    upload: Option<UploadForm>,
    bank_lists: Vec<Latest>,
}

/// One agency's quarter.
struct Line {
    name: String,
    href: String,
    handed_in: usize,
    due: usize,
    missing: String,
    rows: u64,
    refused: u64,
    received: String,
}

/// Submissions read at once for each agency.
const MOST: usize = 400;
/// The bank's own lists that are shown, the newest.
const LISTS: usize = 20;

/// `GET /submissions`, asked for by the bank
pub async fn show(app: &App, page: &Page, quarter: Option<Quarter>) -> Result<HttpResponse, AppError> {
    let read = app.read(|connection| {
        let mut found = Vec::new();
        for agency in agencies::list(connection, &Scope::Bank)? {
            let filter = Filter { agency: Some(agency.id.clone()), from_bank: Some(false), ..Filter::default() };
            let list = submissions::list(connection, &Scope::Bank, &filter, None, MOST)?;
            found.push((agency, list.items));
        }
        let lists = Filter { from_bank: Some(true), ..Filter::default() };
        let lists = submissions::list(connection, &Scope::Bank, &lists, None, LISTS)?;
        Ok((found, lists.items))
    });
    let (found, lists) = read.await?;
    let quarters = of_agency::quarters_of(found.iter().flat_map(|(_, list)| list));
    let agencies: Vec<Agency> = found.iter().map(|(agency, _)| agency.clone()).collect();
    let now = app.clock.now();
    let quarter = quarter.or(quarters.last().copied()).unwrap_or_else(|| Quarter::of(now.date_naive()));
    let supervisor = page.role() == Some(Role::Supervisor);
    let most_mib = app.settings.limits.upload >> 20;
    html(&HandInsPage {
        page,
        quarter,
        quarters: quarter_links(page, &quarters, quarter, |quarter| format!("/submissions?quarter={quarter}")),
        lines: found.iter().map(|(agency, list)| line(app, page, quarter, agency, list)).collect(),
        upload: supervisor.then(|| UploadForm { weeks: Vec::new(), most_mib }),
        bank_lists: bank_lists(app, page, &agencies, &lists),
    })
}

fn bank_lists(app: &App, page: &Page, agencies: &[Agency], lists: &[Submission]) -> Vec<Latest> {
    let zone = |submission: &Submission| {
        let agency = agencies.iter().find(|agency| Some(&agency.id) == submission.agency.as_ref());
        agency.map_or_else(|| zone::of_most(app, agencies), |agency| zone::of_agency(app, agency))
    };
    lists.iter().map(|submission| of_agency::latest(page, submission, zone(submission))).collect()
}

fn line(app: &App, page: &Page, quarter: Quarter, agency: &Agency, list: &[Submission]) -> Line {
    let zone = zone::of_agency(app, agency);
    let today = zone::today(app, agency);
    let weeks = of_agency::weeks(quarter);
    let due: Vec<&Week> = weeks.iter().filter(|week| week.last_day() < today).collect();
    let standing = |week: &Week| list.iter().filter(|it| it.week == Some(*week)).max_by_key(|it| it.version);
    let latest: Vec<&Submission> = weeks.iter().filter_map(standing).collect();
    let missing: Vec<_> = due.iter().filter(|week| standing(week).is_none()).map(|week| page.week(week)).collect();
    let received = latest.iter().map(|submission| submission.received_at).max();
    Line {
        name: agency.name.clone(),
        href: format!("/submissions?agency={}&quarter={quarter}", agency.id),
        handed_in: latest.len(),
        due: due.len(),
        missing: missing.join(&page.t("list-separator").to_string()),
        rows: latest.iter().map(|submission| submission.rows).sum(),
        refused: latest.iter().map(|submission| submission.refused).sum(),
        received: received.map_or_else(|| "–".into(), |at| page.in_zone(page.at(at, zone), zone)),
    }
}
