//! `docs/evidence.md`: every kind of evidence with its columns, made from the schemas that read it.

use super::schema::{self, Field, Need, Schema};
use crate::domain::lang::Lang;
use std::fmt::Write;

const HEAD: &str = "# The evidence

Made from the schemas that read it (`src/intake/schema`): a test holds this page to them, `UPDATE=1 cargo nextest run --test evidence_docs` writes it.

One sheet or file for each kind. Sheets and columns are known by any of their names, whatever script, width, case or order; columns of your
own are kept. `plumbline template --kind KIND,…` makes a workbook with drop-downs. An agency hands its kinds in for a week, the bank its own
with `--as bank`, each row with its `agency_id` unless `--agency` says it for all. Rows with the same key are versions of one thing.
Lists of the bank and registers that go on may hold rows of any time; rows of the weekly kinds from outside their week are taken with a
warning.

";

/// The page.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    page.push_str("| kind | sheet | from | key | what it proves |\n| --- | --- | --- | --- | --- |\n");
    for schema in schema::all() {
        let kind = schema.kind.as_str();
        let from = match (schema.kind.from_bank(), schema.kind.is_weekly()) {
            (true, _) => "bank",
            (false, true) => "agency, weekly",
            (false, false) => "agency, a register that goes on",
        };
        let sheet = both(&schema.name.zh_hans, &schema.name.zh_hant);
        let key = schema.key.join(" + ");
        let _ = writeln!(page, "| [{kind}](#{kind}) | {sheet} | {from} | {key} | {} |", schema.about.en);
    }
    for schema in schema::all() {
        kind(&mut page, schema);
    }
    page
}

fn kind(page: &mut String, schema: &Schema) {
    let clauses: Vec<&str> = schema.clauses.iter().map(|clause| clause.as_str()).collect();
    let _ = write!(
        page,
        "\n## {}\n\n{} · also known as {}\n\n{}\n\n{}\n\nClauses: {}\n\n",
        schema.kind,
        both(&schema.name.zh_hans, &schema.name.zh_hant),
        schema.aliases.join(", "),
        schema.about.en,
        schema.about.zh_hans,
        clauses.join(", "),
    );
    page.push_str("| column | in Chinese | filled | holds | also known as |\n| --- | --- | --- | --- | --- |\n");
    for field in &schema.fields {
        let filled = match schema.need(field) {
            Need::Always => "always",
            Need::OneOf => "one of",
            Need::No => "",
        };
        let header = both(&field.header.zh_hans, &field.header.zh_hant);
        let aliases = field.aliases.join(", ");
        let _ = writeln!(page, "| `{}` | {header} | {filled} | {} | {aliases} |", field.id, holds(field));
    }
    for order in &schema.order {
        let _ = write!(page, "\n`{}` never lies before `{}`.\n", order.last, order.first);
    }
}

/// What a cell of the field holds, with its words or an example.
fn holds(field: &Field) -> String {
    let words: Vec<String> = field
        .words()
        .iter()
        .map(|word| format!("{} {}", word.id, both(&word.name.zh_hans, &word.name.zh_hant)))
        .collect();
    match words.is_empty() {
        true if !field.has_example() => field.about.en.clone(),
        true => format!("{}, like `{}`", field.about.en, field.example(Lang::ZhHans)),
        false => format!("{}: {}", field.about.en, words.join(", ")),
    }
}

fn both(simplified: &str, traditional: &str) -> String {
    if simplified == traditional { simplified.to_owned() } else { format!("{simplified} / {traditional}") }
}
