//! Tables as plain text, and cells that no spreadsheet takes for a formula.

/// A table in columns, two spaces apart; columns whose every cell is a number stand to the right.
pub fn pretty(headers: &[&str], rows: &[Vec<String>]) -> String {
    let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
    let columns: Vec<(usize, bool)> = (0..headers.len())
        .map(|column| {
            let cells: Vec<String> = rows.iter().map(|row| cell(row, column)).collect();
            let width = cells.iter().map(|cell| width(cell)).chain([width(headers[column])]).max().unwrap_or(0);
            (width, !cells.is_empty() && cells.iter().all(|cell| is_number(cell)))
        })
        .collect();
    let line = |row: &[String]| {
        let cells = columns.iter().enumerate().map(|(column, &(wide, right))| {
            let cell = cell(row, column);
            let gap = " ".repeat(wide - width(&cell));
            if right { gap + &cell } else { cell + &gap }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
    std::iter::once(line(&headers)).chain(rows.iter().map(|row| line(row))).collect()
}

/// A cell that no spreadsheet takes for a formula: those that begin with a sign of one get a quote before it.
pub fn neutral(cell: &str) -> String {
    let starts = |first: char| "=+-@\t\r\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(first);
    if cell.chars().next().is_some_and(starts) && cell.parse::<f64>().is_err() {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn is_number(cell: &str) -> bool {
    cell.is_empty() || cell == "–" || cell.bytes().all(|b| b.is_ascii_digit() || b".,-% ".contains(&b))
}

/// Columns on a terminal: Chinese characters and full-width forms take two.
fn width(text: &str) -> usize {
    let wide = |c: char| matches!(c as u32, 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x20000..=0x3fffd);
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}
