//! Lines and columns: where each piece of a paper's text stands, page by page.

use super::font::Face;
use crate::report::paper::{Paper, Table};

/// A4, points.
pub(super) const WIDTH: f32 = 595.0;
pub(super) const HEIGHT: f32 = 842.0;
pub(super) const MARGIN: f32 = 48.0;
const BODY: f32 = 9.0;
const GAP: f32 = 8.0;

/// What is drawn on a page.
pub(super) enum Mark {
    /// A text whose first character stands at `x` on the line `y`, from the top.
    Text { x: f32, y: f32, size: f32, text: String, soft: bool },
    /// A rule across, from `x` on.
    Rule { x: f32, y: f32, width: f32 },
}

/// The pages in order.
pub(super) fn pages(paper: &Paper, face: &Face) -> Vec<Vec<Mark>> {
    let mut flow = Flow { face, pages: vec![Vec::new()], y: MARGIN };
    flow.paragraph(&paper.title, 16.0, false);
    for line in &paper.under_title {
        flow.paragraph(line, BODY, true);
    }
    flow.space(GAP);
    for (name, value) in &paper.facts {
        flow.row(&[(0.25, false), (0.75, false)], &[name.clone(), value.clone()], 10.5);
    }
    flow.space(GAP);
    for note in &paper.notes {
        flow.paragraph(note, BODY + 0.5, false);
    }
    for table in &paper.tables {
        flow.table(table);
    }
    flow.space(2.0 * GAP);
    for line in &paper.closing {
        flow.paragraph(line, BODY - 1.0, true);
    }
    flow.signatures(&paper.signatures);
    flow.pages
}

struct Flow<'a> {
    face: &'a Face,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

impl Flow<'_> {
    fn draw(&mut self, mark: Mark) {
        self.pages.last_mut().expect("there is a page from the start").push(mark);
    }

    fn space(&mut self, height: f32) {
        self.y += height;
    }

    /// Makes room for `height`, on a new page where this one is full; says whether it is a new one.
    fn room(&mut self, height: f32) -> bool {
        let full = self.y + height > HEIGHT - MARGIN - 14.0;
        if full {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
        full
    }

    fn paragraph(&mut self, text: &str, size: f32, soft: bool) {
        for line in wrap(self.face, text, size, WIDTH - 2.0 * MARGIN) {
            self.room(size * 1.5);
            self.y += size * 1.5;
            self.draw(Mark::Text { x: MARGIN, y: self.y - size * 0.4, size, text: line, soft });
        }
    }

    /// One row: columns with their share of the width, figures to the right. A row longer than a page goes on on the next.
    fn row(&mut self, columns: &[(f32, bool)], cells: &[String], size: f32) {
        let inner = WIDTH - 2.0 * MARGIN;
        let wrapped: Vec<Vec<String>> = columns
            .iter()
            .zip(cells)
            .map(|((share, _), cell)| wrap(self.face, cell, size, inner * share - 6.0))
            .collect();
        let lines = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..lines {
            self.room(size * 1.5);
            self.y += size * 1.5;
            let mut x = MARGIN;
            for ((share, figures), texts) in columns.iter().zip(&wrapped) {
                if let Some(text) = texts.get(line) {
                    let left = if *figures { inner * share - 6.0 - self.face.width(text, size) } else { 0.0 };
                    let text = text.clone();
                    self.draw(Mark::Text { x: x + left, y: self.y - size * 0.4, size, text, soft: false });
                }
                x += inner * share;
            }
        }
    }

    fn table(&mut self, table: &Table) {
        self.space(2.0 * GAP);
        self.room(70.0);
        self.paragraph(&table.title, 12.0, false);
        let parts: u32 = table.columns.iter().map(|column| column.width).sum();
        let share = |width: u32| width as f32 / parts as f32;
        let columns: Vec<(f32, bool)> =
            table.columns.iter().map(|column| (share(column.width), column.figures)).collect();
        let heads: Vec<String> = table.columns.iter().map(|column| column.title.clone()).collect();
        if !table.rows.is_empty() {
            self.head(&columns, &heads);
        }
        for row in &table.rows {
            if self.room(BODY * 1.5 + 4.0) {
                self.head(&columns, &heads);
            }
            let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
            self.row(&columns, &cells, BODY);
            self.rule();
        }
        self.space(GAP / 2.0);
        for line in &table.after {
            self.paragraph(line, BODY, true);
        }
    }

    fn head(&mut self, columns: &[(f32, bool)], heads: &[String]) {
        self.row(columns, heads, BODY - 0.5);
        self.rule();
    }

    fn rule(&mut self) {
        self.y += 2.5;
        self.draw(Mark::Rule { x: MARGIN, y: self.y, width: WIDTH - 2.0 * MARGIN });
    }

    fn signatures(&mut self, signatures: &[String]) {
        self.room(80.0);
        self.space(50.0);
        let half = (WIDTH - 2.0 * MARGIN) / 2.0;
        for (index, name) in signatures.iter().enumerate() {
            let x = MARGIN + half * index as f32;
            self.draw(Mark::Rule { x, y: self.y, width: half - 24.0 });
            self.draw(Mark::Text { x, y: self.y + 14.0, size: BODY, text: name.clone(), soft: true });
        }
    }
}

/// Breaks a text into lines of at most `width`: at spaces, between Chinese characters, and within a word only where it is too long.
fn wrap(face: &Face, text: &str, size: f32, width: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for piece in pieces(text) {
        let needed = face.width(piece.trim_end(), size);
        let closes = piece.starts_with(['，', '。', '、', '；', '：', '）', '」', '！', '？']);
        if used > 0.0 && used + needed > width && !closes {
            lines.push(String::new());
            used = 0.0;
        }
        for character in piece.chars() {
            let advance = face.glyph(character).1 * size;
            if used + advance > width + size && used > 0.0 {
                lines.push(String::new());
                used = 0.0;
            }
            lines.last_mut().expect("there is a line from the start").push(character);
            used += advance;
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// Words with the space behind them; characters of Chinese one by one.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (index, character) in text.char_indices() {
        let breaks = before
            .is_some_and(|before| (before == ' ' && character != ' ') || !before.is_ascii() || !character.is_ascii());
        if breaks {
            pieces.push(&text[start..index]);
            start = index;
        }
        before = Some(character);
    }
    pieces.push(&text[start..]);
    pieces
}
