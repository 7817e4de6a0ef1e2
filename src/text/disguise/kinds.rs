//! The ways to hide a phrase, and sets of them.

use std::str::FromStr;

/// A way to hide a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disguise {
    /// Characters written several times.
    Stretched,
    /// Characters that look alike.
    LookAlike,
    /// A character taken apart: `弓虽` for `强`.
    Split,
    /// Digits and Latin letters for characters.
    Signs,
    /// Characters that sound alike, as speech recognition mistakes them.
    Homophone,
    /// Characters spelt out in Latin letters.
    Pinyin,
    /// The first letters of the spelling.
    Initials,
}

impl Disguise {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Stretched, Self::LookAlike, Self::Split, Self::Signs, Self::Homophone, Self::Pinyin, Self::Initials];

    /// The id, as in rule files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stretched => "stretched",
            Self::LookAlike => "look-alike",
            Self::Split => "split",
            Self::Signs => "signs",
            Self::Homophone => "homophone",
            Self::Pinyin => "pinyin",
            Self::Initials => "initials",
        }
    }
}

impl FromStr for Disguise {
    type Err = String;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|disguise| disguise.as_str() == id).ok_or_else(|| {
            let ids: Vec<&str> = Self::ALL.into_iter().map(Self::as_str).collect();
            format!("'{id}' is no disguise; there are {}", ids.join(", "))
        })
    }
}

/// A set of disguises.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Disguises(u8);

impl Disguises {
    /// Whether `disguise` is one of them.
    pub fn contains(self, disguise: Disguise) -> bool {
        self.0 & (1 << disguise as u8) != 0
    }

    /// Adds `disguise`.
    pub fn insert(&mut self, disguise: Disguise) {
        self.0 |= 1 << disguise as u8;
    }

    /// Each of them once.
    pub fn iter(self) -> impl Iterator<Item = Disguise> {
        Disguise::ALL.into_iter().filter(move |disguise| self.contains(*disguise))
    }

    /// All but `others`.
    pub(super) fn without(self, others: &[Disguise]) -> Self {
        self.iter().filter(|disguise| !others.contains(disguise)).collect()
    }

    /// All of both.
    pub(super) fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether all of `others` are among them.
    pub(super) fn covers(self, others: Self) -> bool {
        others.0 & !self.0 == 0
    }
}

impl FromIterator<Disguise> for Disguises {
    fn from_iter<I: IntoIterator<Item = Disguise>>(disguises: I) -> Self {
        let mut all = Self::default();
        disguises.into_iter().for_each(|disguise| all.insert(disguise));
        all
    }
}
