//! The demo bank: a generator of a whole quarter with every violation known.
