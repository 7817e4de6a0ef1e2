//! A paper on the terminal.

use super::paper::{Cell, Paper, Table};
use super::table::pretty;

/// Bytes in a cell's line.
const LONGEST_LINE: usize = 100;

/// The paper as plain text.
pub fn render(paper: &Paper) -> String {
    let mut text = format!("{}\n{}\n\n", paper.title, paper.under_title.join("\n"));
    let facts: Vec<Vec<String>> = paper.facts.iter().map(|(name, value)| vec![name.clone(), value.clone()]).collect();
    text += &facts_only(&facts);
    for note in &paper.notes {
        text += &format!("! {note}\n");
    }
    for table in &paper.tables {
        text += &render_table(table);
    }
    text += "\n";
    for line in &paper.closing {
        text += &format!("{line}\n");
    }
    text
}

/// Names and values without a head.
fn facts_only(facts: &[Vec<String>]) -> String {
    let table = pretty(&["", ""], facts);
    table.split_once('\n').map(|(_, rows)| rows.to_owned()).unwrap_or_default()
}

fn render_table(table: &Table) -> String {
    let heads: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
    let rows: Vec<Vec<String>> = table.rows.iter().flat_map(|row| wrapped(row)).collect();
    let mut text = format!("\n{}\n", table.title);
    if !rows.is_empty() {
        text += &pretty(&heads, &rows);
    }
    for line in &table.after {
        text += &format!("{line}\n");
    }
    text
}

/// One row of cells as lines: words beyond `LONGEST_LINE` characters go on below.
fn wrapped(row: &[Cell]) -> Vec<Vec<String>> {
    let cells: Vec<Vec<String>> = row.iter().map(|cell| broken(&cell.to_string())).collect();
    let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
    (0..lines).map(|line| cells.iter().map(|cell| cell.get(line).cloned().unwrap_or_default()).collect()).collect()
}

fn broken(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is a line from the start");
        if !line.is_empty() && line.len() + word.len() >= LONGEST_LINE {
            lines.push(word.to_owned());
        } else {
            *line += if line.is_empty() { "" } else { " " };
            *line += word;
        }
    }
    lines
}
