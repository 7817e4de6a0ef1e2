//! Pages → PDF bytes.

use super::flow::{HEIGHT, MARGIN, Mark, WIDTH};
use super::font::Face;
use crate::domain::lang::Lang;
use crate::i18n::phrase;
use crate::report::ReportError;
use crate::report::paper::Paper;
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

const INK: (u8, u8, u8) = (0x1c, 0x20, 0x24);
const SOFT: (u8, u8, u8) = (0x5d, 0x65, 0x6e);
const LINE: (u8, u8, u8) = (0xc9, 0xc5, 0xbb);

pub(super) fn pdf(paper: &Paper, pages: &[Vec<Mark>], face: &Face) -> Result<Vec<u8>, ReportError> {
    let font = Font::new(face.bytes.clone().into(), face.index)
        .ok_or_else(|| ReportError::Pdf("the font could not be embedded".to_owned()))?;
    let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| ReportError::Pdf("A4".to_owned()))?;
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(paper.title.clone()).language(paper.lang.tag().to_owned()));
    for (index, marks) in pages.iter().enumerate() {
        let mut page = document.start_page_with(size.clone());
        let mut surface = page.surface();
        for mark in marks {
            draw(&mut surface, &font, face, mark);
        }
        let text = page_number(paper.lang, index + 1, pages.len());
        let x = WIDTH - MARGIN - face.width(&text, 8.0);
        draw(&mut surface, &font, face, &Mark::Text { x, y: HEIGHT - MARGIN + 12.0, size: 8.0, text, soft: true });
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| ReportError::Pdf(format!("{error:?}")))
}

pub(super) fn page_number(lang: Lang, page: usize, pages: usize) -> String {
    phrase(lang, "paper-page").of("page", page).of("pages", pages).to_string()
}

fn draw(surface: &mut Surface<'_>, font: &Font, face: &Face, mark: &Mark) {
    match mark {
        Mark::Text { x, y, size, text, soft } => {
            surface.set_fill(Some(fill(if *soft { SOFT } else { INK })));
            surface.draw_glyphs(Point::from_xy(*x, *y), &glyphs(face, text), font.clone(), text, *size, false);
        }
        Mark::Rule { x, y, width } => {
            surface.set_fill(Some(fill(LINE)));
            let mut path = PathBuilder::new();
            if let Some(line) = Rect::from_xywh(*x, *y, *width, 0.5) {
                path.push_rect(line);
            }
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
}

fn glyphs(face: &Face, text: &str) -> Vec<KrillaGlyph> {
    let glyph = |(start, character): (usize, char)| {
        let (id, width) = face.glyph(character);
        KrillaGlyph::new(GlyphId::new(id), width, 0.0, 0.0, 0.0, start..start + character.len_utf8(), None)
    };
    text.char_indices().map(glyph).collect()
}

fn fill((red, green, blue): (u8, u8, u8)) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}
