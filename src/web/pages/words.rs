//! What every template asks of its page: texts, figures, dates, navigation.

use crate::domain::account::Role;
use crate::domain::lang::Lang;
use crate::domain::quarter::{Quarter, Week};
use crate::i18n::{self, Phrase};
use crate::web::page::Page;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
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

    /// A zone's name: its city.
    pub fn zone(&self, zone: Tz) -> String {
        let key = format!("zone-{}", zone.name().replace('/', "-"));
        let city = zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ");
        if i18n::knows(self.lang, &key) { self.t(&key).to_string() } else { city }
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
            Some(Role::Agency) => {
                &[("/submissions", "nav-submissions"), ("/findings", "nav-findings"), ("/scorecards", "nav-scorecard")]
            }
            Some(Role::Qa) => &[("/findings", "nav-review"), ("/scorecards", "nav-agencies"), ("/rules", "nav-rules")],
            Some(Role::Supervisor) => &[
                ("/scorecards", "nav-agencies"),
                ("/findings", "nav-review"),
                ("/rules", "nav-rules"),
                ("/users", "nav-users"),
            ],
            None => &[],
        };
        let link = |(href, key): &(&str, &str)| Link {
            href: (*href).to_owned(),
            text: self.t(key).to_string(),
            current: self.path.split(['?', '/']).nth(1) == href.get(1..),
        };
        links.iter().map(link).collect()
    }
}
