//! What speaks against a phrase.

/// Why a phrase that stands there is not a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Against {
    Doubtful,
    NothingBefore,
    NothingBehind,
    Harmless,
    Negated,
    Quoted,
    Surroundings,
}

impl Against {
    /// The same in words, for `rules explain`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Doubtful => "it is too well disguised to be believed where nothing else stands beside it",
            Self::NothingBefore => "nothing of `after` stands close enough before it",
            Self::NothingBehind => "nothing of `then` stands close enough behind it",
            Self::Harmless => "it is part of a longer harmless word (`not_in`)",
            Self::Negated => "it is negated",
            Self::Quoted => "it is quoted",
            Self::Surroundings => {
                "`with`, `without`, `all`, `none`, `at_least`, `number`, `regex` or `except` speaks against it"
            }
        }
    }
}
