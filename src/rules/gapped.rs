//! Phrases with gaps: `打断{0,4}腿` stands wherever at most four characters come between.

use crate::text::normalize::{Normal, normalize};

/// Most characters that a gap may hold.
const WIDEST_GAP: usize = 12;

/// A phrase in parts, with so many characters of the normal form between them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Gapped {
    /// Normal forms.
    parts: Vec<String>,
    /// Fewest and most characters behind each part but the last.
    gaps: Vec<(usize, usize)>,
    /// Which part is searched for.
    key: usize,
}

impl Gapped {
    /// Reads a phrase that holds `{m,n}` or `{n}`; `None` where it holds no gap. The error says how to mend it.
    pub fn parse(phrase: &str) -> Option<Result<Self, String>> {
        phrase.contains('{').then(|| read(phrase))
    }

    /// The part that is searched for: the longest.
    pub fn key(&self) -> &str {
        &self.parts[self.key]
    }

    /// The whole stretch around the key part at `[start, end)`, if the other parts stand there and no sentence ends between.
    pub fn around(&self, normal: &Normal, start: usize, end: usize) -> Option<(usize, usize)> {
        let first = self.before(&normal.text, self.key, start)?;
        let last = self.behind(&normal.text, self.key, end)?;
        (!normal.sentence_ends_inside(first, last)).then_some((first, last))
    }

    fn before(&self, text: &str, part: usize, start: usize) -> Option<usize> {
        let Some(previous) = part.checked_sub(1) else { return Some(start) };
        let wanted = &self.parts[previous];
        ends(text, start, self.gaps[previous])
            .find(|&end| text[..end].ends_with(wanted.as_str()))
            .and_then(|end| self.before(text, previous, end - wanted.len()))
    }

    fn behind(&self, text: &str, part: usize, end: usize) -> Option<usize> {
        let Some(wanted) = self.parts.get(part + 1) else { return Some(end) };
        begins(text, end, self.gaps[part])
            .find(|&start| text[start..].starts_with(wanted.as_str()))
            .and_then(|start| self.behind(text, part + 1, start + wanted.len()))
    }
}

/// Places at most so many characters before `start`, the nearest first.
fn ends(text: &str, start: usize, (least, most): (usize, usize)) -> impl Iterator<Item = usize> + '_ {
    let back = text[..start].char_indices().rev().map(|(byte, _)| byte);
    std::iter::once(start).chain(back).take(most + 1).skip(least)
}

/// Places at most so many characters behind `end`, the nearest first.
fn begins(text: &str, end: usize, (least, most): (usize, usize)) -> impl Iterator<Item = usize> + '_ {
    let ahead = text[end..].char_indices().map(move |(byte, character)| end + byte + character.len_utf8());
    std::iter::once(end).chain(ahead).take(most + 1).skip(least)
}

fn read(phrase: &str) -> Result<Gapped, String> {
    let mut pieces = phrase.split('{');
    let mut parts = vec![part(phrase, pieces.next().unwrap_or_default())?];
    let mut gaps = Vec::new();
    for piece in pieces {
        let (gap, rest) = piece.split_once('}').ok_or_else(|| format!("'{phrase}': a gap is written {{0,4}}"))?;
        gaps.push(width(gap).ok_or_else(|| {
            format!("'{phrase}': a gap is written {{0,4}} or {{4}}, the smaller number first, {WIDEST_GAP} at most")
        })?);
        parts.push(part(phrase, rest)?);
    }
    let longest = |at: &usize| (parts[*at].chars().count(), usize::MAX - at);
    let key = (0..parts.len()).max_by_key(longest).unwrap_or_default();
    Ok(Gapped { parts, gaps, key })
}

fn part(phrase: &str, written: &str) -> Result<String, String> {
    let text = normalize(written).text;
    if text.is_empty() { Err(format!("'{phrase}': something must stand on both sides of a gap")) } else { Ok(text) }
}

fn width(gap: &str) -> Option<(usize, usize)> {
    let (least, most) = match gap.split_once(',') {
        Some((least, most)) => (least.trim().parse().ok()?, most.trim().parse().ok()?),
        None => (0, gap.trim().parse().ok()?),
    };
    (least <= most && most <= WIDEST_GAP).then_some((least, most))
}
