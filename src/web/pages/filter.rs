//! The filter of the findings list, as it stands in the address: every list can be sent to a colleague.

use crate::domain::finding::Severity;
use crate::domain::verdict::FindingStatus;
use crate::store::findings::Filter;
use crate::web::error::AppError;
use serde::Deserialize;
use std::fmt::Display;
use std::str::FromStr;

/// The status that stands for open and in need of information together.
pub const UNDECIDED: &str = "undecided";

/// What stands for findings whose appeal waits.
pub const PENDING: &str = "pending";

/// What the address says; an empty value is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Query {
    pub agency: String,
    pub quarter: String,
    pub rule: String,
    pub severity: String,
    pub status: String,
    pub category: String,
    pub kind: String,
    pub subject: String,
    pub appeal: String,
    /// Where the page goes on.
    pub after: String,
}

impl Query {
    /// Reads it back from a form's hidden field.
    pub fn parse(query: &str) -> Self {
        let mut parsed = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if let Some(place) = parsed.place(&name) {
                *place = value.into_owned();
            }
        }
        parsed
    }

    /// The filter it means.
    pub fn filter(&self) -> Result<Filter, AppError> {
        let undecided = self.status == UNDECIDED;
        Ok(Filter {
            agency: read("agency", &self.agency)?,
            quarter: read("quarter", &self.quarter)?,
            rule: read("rule", &self.rule)?,
            severity: severity(&self.severity)?,
            status: if undecided { None } else { read::<FindingStatus>("status", &self.status)? },
            undecided,
            category: text(&self.category),
            kind: read("kind", &self.kind)?,
            subject: text(&self.subject),
            appealed: appealed(&self.appeal)?,
            ..Filter::default()
        })
    }

    /// The same with another value for `name`, from the first page.
    pub fn with(&self, name: &str, value: impl Display) -> Self {
        let mut changed = Self { after: String::new(), ..self.clone() };
        if let Some(place) = changed.place(name) {
            *place = value.to_string();
        }
        changed
    }

    /// As it stands in an address, without '?'; without the page, which no finding's own address needs.
    pub fn filters(&self) -> String {
        Self { after: String::new(), ..self.clone() }.to_string()
    }

    /// Name and value of each that is set.
    pub fn pairs(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("agency", &self.agency),
            ("quarter", &self.quarter),
            ("rule", &self.rule),
            ("severity", &self.severity),
            ("status", &self.status),
            ("category", &self.category),
            ("kind", &self.kind),
            ("subject", &self.subject),
            ("appeal", &self.appeal),
            ("after", &self.after),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.as_str())).collect()
    }

    fn place(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "agency" => &mut self.agency,
            "quarter" => &mut self.quarter,
            "rule" => &mut self.rule,
            "severity" => &mut self.severity,
            "status" => &mut self.status,
            "category" => &mut self.category,
            "kind" => &mut self.kind,
            "subject" => &mut self.subject,
            "appeal" => &mut self.appeal,
            "after" => &mut self.after,
            _ => return None,
        })
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&url::form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish())
    }
}

fn text(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| value.to_owned())
}

fn read<T: FromStr>(name: &str, value: &str) -> Result<Option<T>, AppError>
where
    T::Err: Display,
{
    let parse = |value: String| {
        value.parse().map_err(|error: T::Err| AppError::invalid(name, error.to_string(), "").shown_as("parameter"))
    };
    text(value).map(parse).transpose()
}

fn appealed(value: &str) -> Result<bool, AppError> {
    match value {
        "" => Ok(false),
        PENDING => Ok(true),
        _ => Err(AppError::invalid("appeal", format!("'{value}' is no state to ask for."), "").shown_as("parameter")),
    }
}

fn severity(value: &str) -> Result<Option<Severity>, AppError> {
    let known = |value: String| {
        let found = Severity::ALL.into_iter().find(|severity| severity.as_str() == value);
        found.ok_or_else(|| {
            AppError::invalid("severity", format!("'{value}' is no severity."), "").shown_as("parameter")
        })
    };
    text(value).map(known).transpose()
}
