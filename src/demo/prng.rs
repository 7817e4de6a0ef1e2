//! A small seeded generator (SplitMix64): the same sequence on every machine.

use sha2::{Digest, Sha256};

/// A stream of numbers that follows from its label alone.
#[derive(Debug, Clone)]
pub struct Prng(u64);

impl Prng {
    /// The stream of `label`: another label gives an independent one, so that a change in one place leaves the others alone.
    pub fn new(seed: u64, label: &str) -> Self {
        let digest = Sha256::digest(format!("{seed}/{label}").as_bytes());
        Self(u64::from_be_bytes(digest[..8].try_into().expect("eight bytes of a digest")))
    }

    /// The next number.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as usize) as i64
    }

    /// True in `permille` of a thousand cases.
    pub fn chance(&mut self, permille: usize) -> bool {
        self.below(1000) < permille
    }

    /// One of `items`.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// One of `words`.
    pub fn word<'a>(&mut self, words: &'a [String]) -> &'a str {
        self.pick::<String>(words)
    }

    /// Puts `items` into a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
