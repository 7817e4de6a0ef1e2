//! What an import remarks beside intake's issues; the texts are data (`remarks.toml`).

use crate::domain::lang::{Lang, Texts};
use crate::domain::submission::{Issue, IssueSeverity};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Remark {
    severity: IssueSeverity,
    message: Texts,
    hint: Texts,
}

static REMARKS: LazyLock<BTreeMap<String, Remark>> = LazyLock::new(|| {
    toml::from_str(include_str!("remarks.toml")).expect("remarks.toml is valid: tests/jobs uses each")
});

/// Where a remark belongs.
#[derive(Default)]
pub(super) struct At<'a> {
    pub file: &'a str,
    pub sheet: &'a str,
    pub cell: String,
    pub field: &'a str,
    pub value: &'a str,
}

/// The issue of that code, its values filled in.
pub(super) fn issue(code: &str, lang: Lang, at: At<'_>, values: &[(&str, &str)]) -> Issue {
    let remark = &REMARKS[code];
    let fill = |text: &str| {
        values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    };
    Issue {
        file: at.file.to_owned(),
        sheet: at.sheet.to_owned(),
        cell: at.cell,
        field: at.field.to_owned(),
        code: code.to_owned(),
        value: at.value.to_owned(),
        message: fill(remark.message.get(lang)),
        hint: fill(remark.hint.get(lang)),
        severity: remark.severity,
    }
}
