//! A TOML document laid over the one it extends, every value still knowing its file, line and column.
//!
//! The files' texts count as one long text: a value's span is shifted by the length of the files before its own, so that any span found
//! later (by serde, by a check) leads back to its place.

use super::load::RuleError;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A document made of one or two files, the base last.
pub(super) struct Document<'a> {
    parts: Vec<(&'a str, &'a str)>,
    root: Option<DeTable<'a>>,
}

impl<'a> Document<'a> {
    /// Parses `parts` (path, text), the most special first; tables merge, arrays and scalars of the earlier part win.
    pub(super) fn parse(parts: Vec<(&'a str, &'a str)>) -> Result<Self, Vec<RuleError>> {
        let mut document = Self { parts, root: None };
        let mut root = DeTable::new();
        let mut errors = Vec::new();
        let mut offset = 0;
        for &(_, text) in &document.parts {
            let (table, problems) = DeTable::parse_recoverable(text);
            for problem in problems {
                let at = problem.span().unwrap_or(0..0).start + offset;
                errors.push(document.error(at, problem.message()));
            }
            lay_under(&mut root, shifted_table(table.into_inner(), offset));
            offset += text.len() + 1;
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        document.root = Some(root);
        Ok(document)
    }

    /// Reads the merged document into `T`.
    pub(super) fn read<T: DeserializeOwned>(&mut self) -> Result<T, RuleError> {
        let root = self.root.take().unwrap_or_default();
        let deserializer = toml::de::Deserializer::from(Spanned::new(0..0, root));
        T::deserialize(deserializer)
            .map_err(|problem| self.error(problem.span().unwrap_or(0..0).start, problem.message()))
    }

    /// Reads part of the document into `T` without using it up; before `read`.
    pub(super) fn peek<T: DeserializeOwned>(&self) -> Option<T> {
        let root = self.root.clone().unwrap_or_default();
        T::deserialize(toml::de::Deserializer::from(Spanned::new(0..0, root))).ok()
    }

    /// An error at `offset` of the long text.
    pub(super) fn error(&self, offset: usize, message: impl Into<String>) -> RuleError {
        let mut rest = offset;
        for &(file, text) in &self.parts {
            if rest <= text.len() {
                let before = text.get(..rest).unwrap_or(text);
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                return RuleError {
                    file: file.to_owned(),
                    line: line as u32,
                    column: column as u32,
                    message: message.into().replace('\n', "; "),
                };
            }
            rest -= text.len() + 1;
        }
        RuleError::whole_file(self.parts.first().map_or("", |part| part.0), message)
    }

    /// An error at a spanned value.
    pub(super) fn error_at<T>(&self, value: &Spanned<T>, message: impl Into<String>) -> RuleError {
        self.error(value.span().start, message)
    }
}

fn lay_under<'a>(upper: &mut DeTable<'a>, lower: DeTable<'a>) {
    for (key, value) in lower {
        let Some(standing) = upper.get_mut(key.get_ref().as_ref()) else {
            upper.insert(key, value);
            continue;
        };
        if let (DeValue::Table(standing), DeValue::Table(lower)) = (standing.get_mut(), value.into_inner()) {
            lay_under(standing, lower);
        }
    }
}

fn shifted_table(table: DeTable<'_>, by: usize) -> DeTable<'_> {
    table
        .into_iter()
        .map(|(key, value)| {
            let span = moved(key.span(), by);
            (Spanned::new(span, key.into_inner()), shifted(value, by))
        })
        .collect()
}

fn shifted(value: Spanned<DeValue<'_>>, by: usize) -> Spanned<DeValue<'_>> {
    let span = moved(value.span(), by);
    let value = match value.into_inner() {
        DeValue::Table(table) => DeValue::Table(shifted_table(table, by)),
        DeValue::Array(array) => DeValue::Array(array.into_iter().map(|item| shifted(item, by)).collect()),
        plain => plain,
    };
    Spanned::new(span, value)
}

fn moved(span: Range<usize>, by: usize) -> Range<usize> {
    span.start + by..span.end + by
}
