//! A font with Chinese characters, found where systems keep them.

use crate::domain::lang::Lang;
use crate::report::ReportError;
use skrifa::instance::{LocationRef, Size};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What is printed for a character that the font lacks: the printers' mark for a missing type.
const MISSING: char = '〓';

/// Faces in order of liking, by what their family's name contains, for the glyphs of each script.
const HANS: &[&str] = &[
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi",
    "SimHei",
];
const HANT: &[&str] =
    &["Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC", "Microsoft JhengHei", "WenQuanYi"];
/// Any face whose name says that it holds Chinese, where none of those is there.
const ANY: &[&str] =
    &["CJK", "Han Sans", "PingFang", "YaHei", "JhengHei", "WenQuanYi", "Hei", "Song", "Ming", "Droid Sans Fallback"];

/// A face, its glyphs and widths in shares of the font's size.
pub(super) struct Face {
    pub(super) bytes: Vec<u8>,
    pub(super) index: u32,
    glyphs: HashMap<char, (u32, f32)>,
}

impl Face {
    /// The best face for `lang` that holds most of `characters`.
    pub(super) fn find(named: Option<&Path>, lang: Lang, characters: &[char]) -> Result<Self, ReportError> {
        if let Some(path) = named {
            let bad = || ReportError::BadFont(path.display().to_string());
            let bytes = std::fs::read(path).map_err(|_| bad())?;
            return faces(&bytes, lang)
                .into_iter()
                .find_map(|(_, index)| Self::of(&bytes, index, characters))
                .filter(Self::holds_chinese)
                .ok_or_else(bad);
        }
        let mut best: Option<((usize, usize), Self)> = None;
        for path in font_files() {
            let Ok(bytes) = std::fs::read(&path) else { continue };
            for (liking, index) in faces(&bytes, lang) {
                let Some(face) = Self::of(&bytes, index, characters).filter(Self::holds_chinese) else { continue };
                let rank = (characters.len() - face.glyphs.len().min(characters.len()), liking);
                if best.as_ref().is_none_or(|(best, _)| rank < *best) {
                    best = Some((rank, face));
                }
            }
        }
        best.map(|(_, face)| face).ok_or(ReportError::NoFont)
    }

    fn of(bytes: &[u8], index: u32, characters: &[char]) -> Option<Self> {
        let font = FontRef::from_index(bytes, index).ok()?;
        let (map, widths) = (font.charmap(), font.glyph_metrics(Size::new(1.0), LocationRef::default()));
        let glyph = |c: char| {
            let id = map.map(c)?;
            Some((c, (id.to_u32(), widths.advance_width(id)?)))
        };
        let wanted = characters.iter().copied().chain([MISSING, '催', '收', ' ', '?']);
        let glyphs = wanted.filter_map(glyph).collect();
        Some(Self { bytes: bytes.to_vec(), index, glyphs })
    }

    fn holds_chinese(&self) -> bool {
        self.glyphs.contains_key(&'催') && self.glyphs.contains_key(&'收')
    }

    /// The glyph of a character and its width, in shares of the font's size.
    pub(super) fn glyph(&self, character: char) -> (u32, f32) {
        let known = [character, MISSING, '?'].into_iter().find_map(|c| self.glyphs.get(&c).copied());
        known.unwrap_or((0, 1.0))
    }

    /// How wide a text is at `size`.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.glyph(c).1 * size).sum()
    }
}

/// Faces of a font file that print `lang`, with how much they are liked: 0 is best.
fn faces(bytes: &[u8], lang: Lang) -> Vec<(usize, u32)> {
    let liked: Vec<&&str> = if lang == Lang::ZhHant { HANT } else { HANS }.iter().chain(ANY).collect();
    let mut faces = Vec::new();
    for index in 0..16 {
        let Ok(font) = FontRef::from_index(bytes, index) else { break };
        let names: Vec<String> = [StringId::TYPOGRAPHIC_FAMILY_NAME, StringId::FAMILY_NAME]
            .iter()
            .filter_map(|id| Some(font.localized_strings(*id).english_or_first()?.to_string()))
            .collect();
        let liking = liked.iter().position(|family| names.iter().any(|name| name.contains(**family)));
        // Serif and bold faces only where nothing plainer is there.
        let heavy = names.iter().any(|name| ["Bold", "Black", "Serif", "Mono"].iter().any(|word| name.contains(word)));
        faces.push((liking.unwrap_or(liked.len()) + if heavy { 100 } else { 0 }, index));
    }
    faces.sort_unstable();
    faces
}

/// Font files whose names promise Chinese, in the folders where systems keep fonts.
fn font_files() -> Vec<PathBuf> {
    const FOLDERS: &[&str] = &[
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/Library/Fonts",
        "/System/Library/Fonts",
        "C:\\Windows\\Fonts",
    ];
    const OWN: &[&str] = &[".fonts", ".local/share/fonts", "Library/Fonts"];
    const NAMES: &[&str] = &[
        "cjk",
        "sanssc",
        "sanstc",
        "sourcehan",
        "pingfang",
        "msyh",
        "msjh",
        "wqy",
        "simhei",
        "simsun",
        "mingliu",
        "droidsansfallback",
    ];
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let own = OWN.iter().filter_map(|folder| Some(home.as_ref()?.join(folder)));
    let mut files = Vec::new();
    for folder in FOLDERS.iter().map(PathBuf::from).chain(own) {
        walk(&folder, 5, &mut files);
    }
    files.retain(|path| {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let font = [".ttf", ".otf", ".ttc"].iter().any(|ending| name.ends_with(ending));
        let plain = !["bold", "black", "serif", "light", "thin", "mono"].iter().any(|word| name.contains(word));
        font && plain && NAMES.iter().any(|promise| name.replace(['-', ' '], "").contains(promise))
    });
    files.sort();
    files
}

fn walk(folder: &Path, depth: u32, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() && depth > 0 {
            walk(&path, depth - 1, files);
        } else if path.is_file() {
            files.push(path);
        }
    }
}
