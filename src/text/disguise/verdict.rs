//! Whether what looks or sounds like a phrase is one.

use super::Unmasked;
use super::guard::Everyday;
use super::kinds::{Disguise, Disguises};
use super::phrase::{LONGEST, Phrase, Way};
use super::sound::SOUNDS;
use super::tables::are_word;
use super::units::{Kind, Unit};

/// A phrase and the units that may stand for it.
pub(super) struct Candidate<'a> {
    pub phrase: &'a Phrase,
    pub units: &'a [Unit],
    pub first: usize,
    pub ways: [Way; LONGEST],
}

impl<'a> Candidate<'a> {
    fn length(&self) -> usize {
        self.phrase.places.len()
    }

    fn window(&self) -> &'a [Unit] {
        &self.units[self.first..self.first + self.length()]
    }

    fn ways(&self) -> &[Way] {
        &self.ways[..self.length()]
    }

    fn count(&self, way: Way) -> usize {
        self.ways().iter().filter(|other| **other == way).count()
    }

    fn before(&self) -> Option<&'a Unit> {
        self.first.checked_sub(1).map(|at| &self.units[at])
    }

    fn after(&self) -> Option<&'a Unit> {
        self.units.get(self.first + self.length())
    }

    /// First byte and one past the last: of what stands several times at an edge, only as many as the phrase has.
    fn bytes(&self) -> (usize, usize) {
        let window = self.window();
        let (first, last) = (&window[0], &window[window.len() - 1]);
        let skipped = |unit: &Unit, place: usize| {
            let each = u32::from(unit.length) / u32::from(unit.times.max(1));
            each * u32::from(unit.times - self.phrase.places[place].times)
        };
        let start = if first.kind == Kind::Character { first.start + skipped(first, 0) } else { first.start };
        let end = if last.kind == Kind::Character { last.end() - skipped(last, window.len() - 1) } else { last.end() };
        (start as usize, end as usize)
    }

    /// Places whose unit stands more often than it should, those at the edges apart.
    fn stretched(&self) -> impl Iterator<Item = &'a Unit> {
        let inner = 1..self.length() - 1;
        let places = &self.phrase.places;
        let window = self.window();
        inner.filter(move |at| window[*at].times > places[*at].times).map(move |at| &window[at])
    }

    /// Whether a person is named shortly before it.
    fn addressed(&self) -> bool {
        let before = &self.units[self.first.saturating_sub(ADDRESSED)..self.first];
        before.iter().any(|unit| PERSONS.contains(&unit.sign))
    }

    /// From the first to the last byte that is not the phrase's own.
    fn other(&self) -> (u32, u32) {
        let mut others =
            self.window().iter().zip(self.ways()).filter(|(_, way)| **way != Way::Same).map(|(unit, _)| unit);
        let first = others.next();
        let last = others.next_back().or(first);
        (first.map_or(0, |unit| unit.start), last.map_or(0, Unit::end))
    }

    /// The ways in which it is hidden.
    fn disguises(&self) -> Disguises {
        let merged = self.window().iter().any(|unit| unit.kind == Kind::Merged).then_some(Disguise::Split);
        let stretched = self.stretched().next().map(|_| Disguise::Stretched);
        let others = self.ways().iter().filter_map(|way| match way {
            Way::Same => None,
            Way::Alike => Some(Disguise::LookAlike),
            Way::Sounds | Way::Near => Some(Disguise::Homophone),
            Way::Spelt => Some(Disguise::Pinyin),
            Way::Digit | Way::Letter | Way::Dropped => Some(Disguise::Signs),
        });
        others.chain(merged).chain(stretched).collect()
    }
}

/// The words for persons.
const PERSONS: [char; 7] = ['你', '您', '我', '他', '她', '咱', '妳'];

/// So many units before a phrase a person is looked for.
const ADDRESSED: usize = 5;

/// The most telling disguise comes last.
const TELLING: [Disguise; 6] =
    [Disguise::Stretched, Disguise::Homophone, Disguise::LookAlike, Disguise::Signs, Disguise::Pinyin, Disguise::Split];

/// The disguised occurrence, if it is one.
pub(super) fn verdict(candidate: &Candidate<'_>, normal: &str, everyday: &Everyday) -> Option<Unmasked> {
    let disguises = candidate.disguises();
    let disguise = TELLING.into_iter().rev().find(|disguise| disguises.contains(*disguise))?;
    let phrase = candidate.phrase;
    if !phrase.by.and(phrase.doubtful_by).covers(disguises) || !stands_alone(candidate) {
        return None;
    }
    let mut doubt = if phrase.by.covers(disguises) { Doubt::None } else { Doubt::Some };
    doubt = doubt.max(too_little(candidate, everyday));
    if doubt == Doubt::Full
        || doubled_in_daily_life(candidate, normal, everyday)
        || parts_of_words(candidate, normal, everyday)
    {
        return None;
    }
    doubt = doubt.max(explained(candidate, normal, everyday));
    if doubt == Doubt::Full {
        return None;
    }
    let (start, end) = candidate.bytes();
    let (doubtful, addressed) = (doubt == Doubt::Some, doubt == Doubt::Some && candidate.addressed());
    Some(Unmasked { start, end, pattern: phrase.pattern, doubtful, addressed, disguise, other: candidate.other() })
}

/// What speaks against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doubt {
    None,
    /// It is believed where something else stands beside it.
    Some,
    /// It is none.
    Full,
}

/// Letters and digits of the phrase do not touch others, but for spelt syllables of a long phrase.
fn stands_alone(candidate: &Candidate<'_>) -> bool {
    let touch = |one: &Unit, other: &Unit| {
        let spelt = one.kind == Kind::Spelt && other.kind == Kind::Spelt && candidate.length() > 2;
        one.kind.is_latin() && other.kind.is_latin() && one.end() == other.start && !spelt
    };
    let window = candidate.window();
    let last = &window[window.len() - 1];
    !candidate.before().is_some_and(|before| touch(before, &window[0]))
        && !candidate.after().is_some_and(|after| touch(last, after))
}

/// Whether too little of the phrase stands there as it is.
fn too_little(candidate: &Candidate<'_>, everyday: &Everyday) -> Doubt {
    let length = candidate.length();
    let [same, near, letters, digits, spelt] =
        [Way::Same, Way::Near, Way::Letter, Way::Digit, Way::Spelt].map(|way| candidate.count(way));
    let signs = if letters + digits > 0 { signs_fit(candidate, everyday, letters, digits) } else { Doubt::None };
    let dropped = candidate.count(Way::Dropped);
    if dropped > 0 {
        let edges = [candidate.ways()[0], candidate.ways()[length - 1]];
        let fits = dropped == 1 && same + 1 == length && !edges.contains(&Way::Dropped);
        return signs.max(if fits { Doubt::None } else { Doubt::Full });
    }
    let sounds = candidate.count(Way::Sounds);
    let (enough, nearly) = match length {
        2 => (same > 0 || spelt == 2, sounds > 0 && sounds + candidate.count(Way::Alike) == 2),
        3 => (near == 0 || near == 1 && same == 2, near == 1),
        _ => (near <= length / 4, near <= length / 2),
    };
    signs.max(match (enough, nearly) {
        (true, _) => Doubt::None,
        (false, true) => Doubt::Some,
        (false, false) => Doubt::Full,
    })
}

/// Behind a digit these count or measure; before it they number.
const BEHIND_A_NUMBER: &str = "楼号个点天月日年次块元万千百十分期岁人位家星级小时周单张笔折条路层米公度倍成套间晚起线环页步项种款份件名中院台遍版\
    道场所座只类多余来几比届世代班区里厘吨斤克升寸英尺亩季型组排队口把部本店一二三四五六七八九两";
const BEFORE_A_NUMBER: &str = "第年月日点一二三四五六七八九十零百千万";

/// Whether the digits and letters are signs: one in two places at most.
fn signs_fit(candidate: &Candidate<'_>, everyday: &Everyday, letters: usize, digits: usize) -> Doubt {
    let places = || candidate.window().iter().zip(candidate.ways()).zip(&candidate.phrase.places);
    let telling = |unit: &Unit| unit.kind == Kind::Character && !everyday.is_character(unit.sign);
    let same = places().filter(|((_, way), _)| **way == Way::Same).count();
    if candidate.length() > 2 {
        let told = places().any(|((unit, way), _)| *way == Way::Same && telling(unit));
        let fits = same > letters + digits || same + 1 >= letters + digits && told;
        return if fits { Doubt::None } else { Doubt::Full };
    }
    let is = |unit: Option<&Unit>, signs: &str| {
        unit.is_some_and(|unit| unit.kind != Kind::Character || signs.contains(unit.sign))
    };
    let known = same == 1 && places().any(|((unit, way), _)| *way == Way::Same && unit.kind == Kind::Character);
    // B alone is written for a syllable; other letters name things.
    let letter = places()
        .all(|((_, way), place)| *way != Way::Letter || place.sign == 'b' || SOUNDS.spelling(place.sound) == "bi");
    // Two digits for a B are a number too.
    let number = digits > 0 || candidate.window().iter().any(|unit| unit.kind == Kind::Letter && unit.length > 1);
    let numbers = number && (is(candidate.before(), BEFORE_A_NUMBER) || is(candidate.after(), BEHIND_A_NUMBER));
    match (known && !numbers, letter) {
        (true, true) => Doubt::None,
        (true, false) => Doubt::Some,
        (false, _) => Doubt::Full,
    }
}

/// A character that people double (`妈妈`, `看看`) is stretched only from three on.
fn doubled_in_daily_life(candidate: &Candidate<'_>, normal: &str, everyday: &Everyday) -> bool {
    candidate
        .stretched()
        .any(|unit| unit.times == 2 && everyday.is_word(&normal[unit.start as usize..unit.end() as usize]))
}

/// Parts of a character that belong to words of their own (`从心眼里` is no `怂眼里`) were not taken apart.
fn parts_of_words(candidate: &Candidate<'_>, normal: &str, everyday: &Everyday) -> bool {
    candidate.window().iter().filter(|unit| unit.kind == Kind::Merged).any(|unit| {
        let (start, end) = (unit.start as usize, unit.end() as usize);
        let from = normal.floor_char_boundary(start.saturating_sub(9));
        let to = normal.ceil_char_boundary(end + 9);
        let mut words = false;
        everyday.words_in(&normal[from..to], |word_start, word_end| {
            words |= word_start + from < end && start < word_end + from;
        });
        words
    })
}

/// How far around the phrase words are looked for.
const AROUND: usize = 3;

/// What daily life has to say about one unit of the phrase.
#[derive(Debug, Clone, Copy, Default)]
struct Ordinary {
    /// A word covers it.
    covered: bool,
    /// A word covers it that reaches out of the phrase.
    across: bool,
    /// It is a word by itself.
    word: bool,
}

impl Ordinary {
    fn any(self) -> bool {
        self.covered || self.word
    }
}

/// Whether words of daily life explain what only sounds or looks like the phrase: the shorter the phrase, and the less of it stands there
/// as it is, the sooner they do.
fn explained(candidate: &Candidate<'_>, normal: &str, everyday: &Everyday) -> Doubt {
    let guessed = |way: Way| matches!(way, Way::Alike | Way::Sounds | Way::Near);
    if !candidate.ways().iter().any(|way| guessed(*way)) {
        return Doubt::None;
    }
    let ordinary = ordinary(candidate, normal, everyday);
    let places = || ordinary[..candidate.length()].iter().zip(candidate.ways()).zip(candidate.window());
    let guesses = || places().filter(|((_, way), _)| guessed(**way)).map(|((ordinary, _), _)| ordinary);
    let rest = || places().filter(|((_, way), _)| !guessed(**way));
    let rare = rest().any(|(_, unit)| !everyday.knows(unit.sign));
    let words = guesses().filter(|guess| guess.word).count();
    let by_words = match (candidate.length(), guesses().count()) {
        (2, _) => {
            places().any(|((ordinary, _), _)| ordinary.covered)
                || words > 0 && !rare
                || candidate.count(Way::Near) > 0 && !rare
        }
        (_, 1) => {
            guesses().any(|guess| guess.across)
                || guesses().any(|guess| guess.any()) && rest().all(|((ordinary, _), _)| ordinary.any())
        }
        (length, guessed) if guessed == length => {
            guesses().filter(|guess| guess.covered).count() > length / 5
                || words * if length > 4 { 2 } else { 3 } > length
        }
        (3, _) => guesses().any(|guess| guess.covered) || words == 2 && !rare,
        (length, guessed) => {
            guesses().any(|guess| guess.across) || guessed * 2 >= length && guesses().any(|guess| guess.covered)
        }
    };
    if in_common_words(candidate, guessed) {
        return Doubt::Full;
    }
    let daily = || places().any(|((_, way), unit)| *way == Way::Alike && everyday.knows(unit.sign));
    let by_words = by_words || candidate.length() == 2 && !rare && daily();
    let full = guesses().any(|guess| guess.covered)
        || by_words && (smallest_words(candidate, &ordinary, rare, everyday) || in_common_words(candidate, |_| true));
    match (by_words, full) {
        (false, _) => Doubt::None,
        (true, false) => Doubt::Some,
        (true, true) => Doubt::Full,
    }
}

/// Whether what is guessed at belongs to a common word across an edge of the phrase, or where most of a short phrase is guessed at, within it.
fn in_common_words(candidate: &Candidate<'_>, guessed: impl Fn(Way) -> bool) -> bool {
    let is_word = |one: &Unit, other: &Unit| one.end() == other.start && are_word(one.sign, other.sign);
    let (window, ways) = (candidate.window(), candidate.ways());
    let last = window.len() - 1;
    let guesses = ways.iter().filter(|way| guessed(**way)).count();
    // Three in a row that sound alike, or more, are no accident.
    if !(last == 1 || last == 2 && guesses < 3) {
        return false;
    }
    (last == 1 || guesses == 2) && window.windows(2).any(|two| is_word(&two[0], &two[1]))
        || guessed(ways[0]) && candidate.before().is_some_and(|before| is_word(before, &window[0]))
        || guessed(ways[last]) && candidate.after().is_some_and(|after| is_word(&window[last], after))
}

/// Whether the smallest words (`了`, `三`, `不`) stand for a short phrase, or are part of it: nobody hides those, and what merely sounds near
/// to the rest is no sign of it.
fn smallest_words(candidate: &Candidate<'_>, ordinary: &[Ordinary; LONGEST], rare: bool, everyday: &Everyday) -> bool {
    let places = || candidate.ways().iter().zip(ordinary).zip(&candidate.phrase.places);
    match candidate.length() {
        2 => places().any(|((way, ordinary), place)| match way {
            Way::Same => ordinary.word && candidate.count(Way::Near) + candidate.count(Way::Alike) > 0,
            _ => ordinary.word || everyday.is_character(place.sign),
        }),
        3 => !rare && places().any(|((way, ordinary), _)| *way != Way::Same && ordinary.word),
        _ => false,
    }
}

fn ordinary(candidate: &Candidate<'_>, normal: &str, everyday: &Everyday) -> [Ordinary; LONGEST] {
    let mut ordinary = [Ordinary::default(); LONGEST];
    let (first, last) = (candidate.first, candidate.first + candidate.length() - 1);
    let from = candidate.units[first.saturating_sub(AROUND)].start as usize;
    let to = candidate.units[(last + AROUND).min(candidate.units.len() - 1)].end() as usize;
    let (start, end) = candidate.bytes();
    let window = candidate.window();
    everyday.words_in(&normal[from..to], |word_start, word_end| {
        let (word_start, word_end) = (word_start + from, word_end + from);
        for (unit, ordinary) in window.iter().zip(&mut ordinary) {
            if word_start <= unit.start as usize && unit.end() as usize <= word_end {
                ordinary.covered = true;
                ordinary.across |= word_start < start || word_end > end;
            }
        }
    });
    for (unit, ordinary) in window.iter().zip(&mut ordinary) {
        ordinary.word = everyday.is_character(unit.sign);
    }
    ordinary
}
