//! What every template asks of its page: texts, figures, dates, navigation.

use crate::domain::account::Role;
use crate::domain::lang::Lang;
use crate::domain::quarter::{Quarter, Week};
use crate::domain::score::{Grade, TenThousandths};
use crate::i18n::{self, Phrase};
use crate::scoring::explain;
use crate::web::page::Page;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use std::fmt::Display;

/// A link of a list: navigation, quarters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub text: String,
    /// Whether it leads to where one is.
    pub current: bool,
}

impl Page {
    /// The text for `key`, in the page's language.
    pub fn t(&self, key: &str) -> Phrase<'static> {
        i18n::phrase(self.lang, key)
    }

    /// The name of one of several: a status, a role, a category. An id that has no text shows as it is.
    pub fn term(&self, group: &str, id: impl Display) -> String {
        let key = format!("{group}-{id}");
        if i18n::knows(self.lang, &key) { self.t(&key).to_string() } else { id.to_string() }
    }

    /// A count with thin spaces between thousands.
    pub fn n(&self, count: &u64) -> String {
        i18n::thousands(*count)
    }

    /// A quarter's name.
    pub fn quarter(&self, quarter: &Quarter) -> String {
        self.t("quarter-name").of("year", quarter.year()).with("number", quarter.number()).to_string()
    }

    /// A week's name.
    pub fn week(&self, week: &Week) -> String {
        self.t("week-name").with("number", week.number()).to_string()
    }

    /// A moment in `zone`, to the minute.
    pub fn at(&self, moment: DateTime<Utc>, zone: Tz) -> String {
        moment.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
    }

    /// A time as `at` gave it, with the zone that it is told in.
    pub fn in_zone(&self, at: String, zone: Tz) -> String {
        self.t("at-zone").with("at", at).with("zone", self.zone(zone)).to_string()
    }

    /// A zone's name: its city.
    pub fn zone(&self, zone: Tz) -> String {
        let name = zone.name().replace('/', "-");
        let key = format!("zone-{name}");
        let city = zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ");
        if i18n::knows(self.lang, &key) { self.t(&key).to_string() } else { city }
    }

    /// A grade as it is shown: its letter, or that there is none.
    pub fn grade(&self, grade: &Grade) -> String {
        self.term("grade", explain::letter(*grade))
    }

    /// A share as a percentage: `93.8 %`; a dash where nothing was expected.
    pub fn share(&self, share: Option<TenThousandths>) -> String {
        share.map_or_else(|| "–".into(), |share| format!("{}{}%", explain::percent(share.0), i18n::THIN))
    }

    /// The id of one of several, as the API writes it: what its text is found by.
    pub fn name_of(&self, value: &impl Serialize) -> String {
        let name = serde_json::to_value(value).ok();
        name.as_ref().and_then(|name| name.as_str()).unwrap_or_default().to_owned()
    }

    /// The sign of a language in the switch, in that language.
    pub fn lang_sign(&self, lang: &Lang) -> &'static str {
        match lang {
            Lang::ZhHans => "简",
            Lang::ZhHant => "繁",
            Lang::En => "EN",
        }
    }

    /// The pages that somebody with this role begins from.
    pub fn nav(&self) -> Vec<Link> {
        let links: &[(&str, &str)] = match self.role() {
            Some(Role::Agency) => &[
                ("/submissions", "nav-submissions"),
                ("/findings", "nav-findings"),
                ("/scorecards", "nav-scorecard"),
                ("/rules", "nav-rules"),
            ],
            Some(Role::Qa) => &[
                ("/findings?status=undecided", "nav-review"),
                ("/scorecards", "nav-agencies"),
                ("/rules", "nav-rules"),
            ],
            Some(Role::Supervisor) => &[
                ("/scorecards", "nav-agencies"),
                ("/findings?status=undecided", "nav-review"),
                ("/submissions", "nav-submissions"),
                ("/duties", "nav-duties"),
                ("/inspections", "nav-inspections"),
                ("/rules", "nav-rules"),
                ("/users", "nav-users"),
            ],
            None => &[],
        };
        let link = |(href, key): &(&str, &str)| Link {
            href: (*href).to_owned(),
            text: self.t(key).to_string(),
            current: first_step(&self.path) == first_step(href),
        };
        links.iter().map(link).collect()
    }
}

/// `/findings?status=open` → `findings`
fn first_step(path: &str) -> &str {
    path.split(['?', '/']).nth(1).unwrap_or_default()
}
