//! A paper as one HTML file that needs nothing beside it and prints well.

use super::paper::{Column, Paper, Table};
use std::fmt::Write as _;

/// The look of the pages, and what paper needs besides.
const STYLE: &str = include_str!("../../assets/plumbline.css");
const PAPER: &str = ".facts-of { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1.2rem; margin: 0; } \
    .facts-of dt { color: var(--soft); } .facts-of dd { margin: 0; font-variant-numeric: tabular-nums; } \
    .sign { display: grid; grid-template-columns: 1fr 1fr; gap: 3rem; margin-top: 4rem; } \
    .sign p { border-top: 1px solid var(--ink); padding-top: 0.4rem; } td { overflow-wrap: anywhere; }";

/// The paper as a whole document.
pub fn render(paper: &Paper) -> String {
    let mut html = String::new();
    let title = escape(&paper.title);
    let _ = write!(
        html,
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>{STYLE}\n{PAPER}</style></head>\n<body><main>\n<div><h1>{title}</h1>",
        paper.lang
    );
    paragraphs(&mut html, &paper.under_title, "sub");
    html.push_str("</div>\n<section class=\"card\"><dl class=\"facts-of\">");
    for (name, value) in &paper.facts {
        let _ = write!(html, "<dt>{}</dt><dd>{}</dd>", escape(name), escape(value));
    }
    html.push_str("</dl>\n");
    paragraphs(&mut html, &paper.notes, "note");
    html.push_str("</section>\n");
    for table in &paper.tables {
        render_table(&mut html, table);
    }
    html.push_str("<section>");
    paragraphs(&mut html, &paper.closing, "sub");
    html.push_str("<div class=\"sign\">");
    paragraphs(&mut html, &paper.signatures, "");
    html.push_str("</div></section>\n</main></body></html>\n");
    html
}

fn render_table(html: &mut String, table: &Table) {
    let _ = writeln!(html, "<section class=\"card wide\"><h2>{}</h2>", escape(&table.title));
    if !table.rows.is_empty() {
        html.push_str("<table><thead><tr>");
        for column in &table.columns {
            let _ = write!(html, "<th{}>{}</th>", class(column), escape(&column.title));
        }
        html.push_str("</tr></thead><tbody>\n");
        for row in &table.rows {
            html.push_str("<tr>");
            for (column, cell) in table.columns.iter().zip(row) {
                let _ = write!(html, "<td{}>{}</td>", class(column), escape(&cell.to_string()));
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody></table>\n");
    }
    paragraphs(html, &table.after, "sub");
    html.push_str("</section>\n");
}

fn paragraphs(html: &mut String, lines: &[String], class: &str) {
    for line in lines {
        let _ = writeln!(html, "<p class=\"{class}\">{}</p>", escape(line));
    }
}

fn class(column: &Column) -> &'static str {
    if column.figures { " class=\"n\"" } else { "" }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
