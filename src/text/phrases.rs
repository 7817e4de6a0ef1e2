//! Many phrases in one pass: one automaton over the normal form, overlapping occurrences included.

use daachorse::CharwiseDoubleArrayAhoCorasick;

/// Which pattern: its index in the list that the automaton was built from.
pub type PatternId = u32;

/// One occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// First byte in the normal form.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Which pattern.
    pub pattern: PatternId,
}

/// The automaton.
pub struct Phrases {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<PatternId>>,
    /// Patterns that begin or end with a Latin letter or digit, which must not touch another.
    latin: Vec<(bool, bool)>,
}

impl std::fmt::Debug for Phrases {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Phrases").field("patterns", &self.latin.len()).finish()
    }
}

impl Phrases {
    /// Builds the automaton over normalised `patterns`, none empty and none twice.
    pub fn new(patterns: Vec<String>) -> Result<Self, String> {
        let automaton = if patterns.is_empty() {
            None
        } else {
            Some(CharwiseDoubleArrayAhoCorasick::new(&patterns).map_err(|error| error.to_string())?)
        };
        let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let latin = patterns.iter().map(|text| (edge(text.chars().next()), edge(text.chars().next_back()))).collect();
        Ok(Self { automaton, latin })
    }

    /// Every occurrence in `normal`, in order of their ends.
    pub fn find<'a>(&'a self, normal: &'a str) -> impl Iterator<Item = Occurrence> + 'a {
        self.automaton
            .iter()
            .flat_map(move |automaton| automaton.find_overlapping_iter(normal))
            .map(|found| Occurrence { start: found.start(), end: found.end(), pattern: found.value() })
            .filter(|found| self.stands_alone(normal.as_bytes(), found))
    }

    fn stands_alone(&self, text: &[u8], found: &Occurrence) -> bool {
        let (first, last) = self.latin[found.pattern as usize];
        let touched = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        !(first && found.start > 0 && touched(text.get(found.start - 1)) || last && touched(text.get(found.end)))
    }
}
