//! An agency's weeks of a quarter: handed in or missing; and the form to hand in.

use super::scorecards::quarter_links;
use super::words::Link;
use super::{html, tone, zone};
use crate::domain::agency::Agency;
use crate::domain::ids::AgencyId;
use crate::domain::quarter::{Quarter, Week};
use crate::store::submissions::{self, Filter, Submission};
use crate::store::{Scope, agencies};
use crate::web::access::Caller;
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    quarter: Option<Quarter>,
    /// For the bank's people: whose.
    agency: Option<AgencyId>,
}

#[derive(Template)]
#[template(path = "submissions.html")]
struct SubmissionsPage<'a> {
    page: &'a Page,
    agency: &'a Agency,
    quarter: Quarter,
    quarters: Vec<Link>,
    handed_in: usize,
    due: usize,
    weeks: Vec<WeekLine>,
    upload: Option<UploadForm>,
    bank_lists: Vec<Latest>,
}

/// One week of the quarter.
struct WeekLine {
    week: Week,
    days: String,
    due: bool,
    latest: Option<Latest>,
}

/// A submission of a list: of a week, the version that stands.
pub struct Latest {
    /// Its id.
    pub id: String,
    /// 1 for the first of its week.
    pub version: u32,
    /// Id of its state.
    pub state: &'static str,
    /// How that state is drawn.
    pub tone: &'static str,
    /// Data rows.
    pub rows: u64,
    /// Rows not taken.
    pub refused: u64,
    /// Issues that did not keep a row out.
    pub warnings: u64,
    /// When it came, and by whose clock.
    pub received: String,
}

/// What the upload form offers.
pub struct UploadForm {
    /// The weeks that may be handed in, latest first.
    pub weeks: Vec<WeekOption>,
    /// Most that may be sent at once, MiB.
    pub most_mib: u64,
}

/// One week of the form's select.
pub struct WeekOption {
    /// Its id.
    pub value: String,
    /// Its name and days.
    pub text: String,
    /// Whether it is chosen beforehand.
    pub selected: bool,
}

/// Submissions read at once: more than an agency hands in in any quarter.
const MOST: usize = 400;

/// `GET /submissions`
pub async fn show(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    query: web::Query<Query>,
) -> Result<HttpResponse, AppError> {
    let own = caller.access.agency().cloned();
    let uploads = own.is_some();
    let Some(agency) = query.agency.clone().or(own) else {
        return super::hand_ins::show(&app, &page, query.quarter).await;
    };
    caller.may_see(&agency)?;
    let scope = Scope::from(&caller.access);
    let read = app.read(move |connection| {
        let Some(agency) = agencies::get(connection, &scope, &agency)? else { return Ok(None) };
        let filter = Filter { agency: Some(agency.id.clone()), ..Filter::default() };
        let list = submissions::list(connection, &scope, &filter, None, MOST)?;
        Ok(Some((agency, list.items)))
    });
    let (agency, list) = read.await?.ok_or(AppError::NotFound)?;
    let zone = zone::of_agency(&app, &agency);
    let today = zone::today(&app, &agency);
    let quarters = quarters_of(&list);
    let quarter = query.quarter.or(quarters.last().copied()).unwrap_or_else(|| Quarter::of(today));
    let weeks: Vec<_> = weeks(quarter).into_iter().map(|week| line(&page, week, today, &list, zone)).collect();
    let href = |quarter| format!("/submissions?agency={}&quarter={quarter}", agency.id);
    let wanted = weeks.iter().rev().find(|line| line.due && line.latest.is_none()).map(|line| line.week);
    html(&SubmissionsPage {
        page: &page,
        quarter,
        quarters: quarter_links(&page, &quarters, quarter, href),
        handed_in: weeks.iter().filter(|line| line.latest.is_some()).count(),
        due: weeks.iter().filter(|line| line.due).count(),
        upload: uploads.then(|| upload_form(&app, &page, quarter, wanted)),
        bank_lists: list.iter().filter(|it| it.week.is_none()).map(|it| latest(&page, it, zone)).collect(),
        weeks,
        agency: &agency,
    })
}

/// The quarter that a week is listed under: that of its Thursday, so that each belongs to one.
pub fn quarter_of(week: Week) -> Quarter {
    Quarter::of(week.first_day() + Days::new(3))
}

/// The quarters that submissions are listed under, each once, the earliest first.
pub fn quarters_of<'a>(list: impl IntoIterator<Item = &'a Submission>) -> Vec<Quarter> {
    let quarters: BTreeSet<Quarter> = list.into_iter().filter_map(|it| it.week).map(quarter_of).collect();
    quarters.into_iter().collect()
}

/// The weeks listed under a quarter.
pub fn weeks(quarter: Quarter) -> Vec<Week> {
    let mut weeks: Vec<Week> =
        quarter.first_day().iter_days().take_while(|day| *day <= quarter.last_day()).map(Week::of).collect();
    weeks.dedup();
    weeks.retain(|week| quarter_of(*week) == quarter);
    weeks
}

fn line(page: &Page, week: Week, today: NaiveDate, list: &[Submission], zone: Tz) -> WeekLine {
    let of_week = list.iter().filter(|it| it.week == Some(week)).max_by_key(|it| it.version);
    WeekLine {
        week,
        days: format!("{} – {}", week.first_day().format("%m-%d"), week.last_day().format("%m-%d")),
        due: week.last_day() < today,
        latest: of_week.map(|it| latest(page, it, zone)),
    }
}

/// A submission as lists show it.
pub fn latest(page: &Page, submission: &Submission, zone: Tz) -> Latest {
    Latest {
        id: submission.id.to_string(),
        version: submission.version,
        state: tone::submission_state(submission.state),
        tone: tone::of_submission(submission.state),
        rows: submission.rows,
        refused: submission.refused,
        warnings: submission.warnings,
        received: page.in_zone(page.at(submission.received_at, zone), zone),
    }
}

/// The upload form for the weeks of `quarter`.
pub fn upload_form(app: &App, page: &Page, quarter: Quarter, wanted: Option<Week>) -> UploadForm {
    let mut weeks = weeks(quarter);
    weeks.reverse();
    let option = |week: &Week| WeekOption {
        value: week.to_string(),
        text: format!("{} ({} – {})", page.week(week), week.first_day(), week.last_day()),
        selected: Some(*week) == wanted,
    };
    UploadForm { weeks: weeks.iter().map(option).collect(), most_mib: app.settings.limits.upload >> 20 }
}
