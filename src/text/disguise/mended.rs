//! A text with its disguised phrases as they should be written: what is found around them is found in it.

use super::{Disguise, PatternId, Unmasked};

/// The text, and which of its bytes stand for what.
#[derive(Debug, Default)]
pub struct Mended {
    /// The text.
    pub text: String,
    pieces: Vec<Piece>,
}

/// A phrase that was put in its place.
#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
    /// What stood there.
    was: (usize, usize),
    disguise: Disguise,
}

impl Mended {
    /// `normal` with the phrases of `found` that are beyond doubt; nothing where there are none. `phrase` tells how one is written.
    pub fn new<'p>(normal: &str, found: &[Unmasked], phrase: impl Fn(PatternId) -> &'p str) -> Option<Self> {
        let mut sure: Vec<&Unmasked> = found.iter().filter(|found| !found.doubtful).collect();
        if sure.is_empty() {
            return None;
        }
        // Of those that overlap, the first and longest.
        sure.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
        let mut mended = Self::default();
        let mut behind = 0;
        for found in sure {
            if found.start < behind {
                continue;
            }
            mended.text.push_str(&normal[behind..found.start]);
            let start = mended.text.len();
            mended.text.push_str(phrase(found.pattern));
            let (end, was) = (mended.text.len(), (found.start, found.end));
            mended.pieces.push(Piece { start, end, was, disguise: found.disguise });
            behind = found.end;
        }
        mended.text.push_str(&normal[behind..]);
        Some(mended)
    }

    /// Bytes `[start, end)` of the text as a find in the original, if they reach out of a phrase that was put in its place.
    pub fn unmasked(&self, start: usize, end: usize, pattern: PatternId) -> Option<Unmasked> {
        let piece = self.pieces.iter().find(|piece| start < piece.end && piece.start < end)?;
        if piece.start <= start && end <= piece.end {
            return None;
        }
        let (start, end) = (self.original(start, |was| was.0), self.original(end, |was| was.1));
        let (disguise, other) = (piece.disguise, (start as u32, end as u32));
        Some(Unmasked { start, end, pattern, doubtful: false, addressed: false, disguise, other })
    }

    /// The original place of `byte`; of one within a phrase, the `edge` of what stood there.
    fn original(&self, byte: usize, edge: impl Fn((usize, usize)) -> usize) -> usize {
        let before = self.pieces.iter().take_while(|piece| piece.start < byte).last();
        match before {
            None => byte,
            Some(piece) if byte < piece.end => edge(piece.was),
            Some(piece) => byte - piece.end + piece.was.1,
        }
    }
}
