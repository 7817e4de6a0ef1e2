//! A paper as PDF: A4, the font embedded in the characters used, so that Chinese prints as Chinese everywhere.

mod flow;
mod font;
mod write;

use super::ReportError;
use super::paper::Paper;
use font::Face;
use std::path::Path;

/// The PDF's bytes. `font` names a font file; without it one is looked for in the usual folders.
pub fn render(paper: &Paper, font: Option<&Path>) -> Result<Vec<u8>, ReportError> {
    let face = Face::find(font, paper.lang, &characters(paper))?;
    let pages = flow::pages(paper, &face);
    write::pdf(paper, &pages, &face)
}

/// Every character that the paper prints, once.
fn characters(paper: &Paper) -> Vec<char> {
    let text = super::text::render(paper) + &paper.signatures.concat() + &write::page_number(paper.lang, 0, 0);
    let mut characters: Vec<char> = text.chars().filter(|c| !c.is_control()).collect();
    characters.sort_unstable();
    characters.dedup();
    characters
}
