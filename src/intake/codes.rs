//! What can be wrong with a hand-in: stable codes; severities and texts in three languages are data (`codes.toml`).

use crate::domain::lang::{Lang, Texts};
use crate::domain::submission::IssueSeverity;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

macro_rules! codes {
    ($($name:ident = $id:literal,)*) => {
        /// A stable code: others key on its text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum Code { $($name,)* }

        impl Code {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The kebab-case text.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

codes! {
    FileEmpty = "file-empty",
    FileTooLarge = "file-too-large",
    FileEncrypted = "file-encrypted",
    FileUnreadable = "file-unreadable",
    FileTypeUnknown = "file-type-unknown",
    HtmlAsWorkbook = "html-as-workbook",
    WrongExtension = "wrong-extension",
    WrongWorkbook = "wrong-workbook",
    ParserFailed = "parser-failed",
    ParserUnavailable = "parser-unavailable",
    ParserTimeout = "parser-timeout",
    TooManySheets = "too-many-sheets",
    TooManyRows = "too-many-rows",
    TooManyColumns = "too-many-columns",
    TooManyCells = "too-many-cells",
    TooManyCharacters = "too-many-characters",
    TooManyIssues = "too-many-issues",
    ZipTooManyMembers = "zip-too-many-members",
    ZipTooLarge = "zip-too-large",
    ZipRatio = "zip-ratio",
    ZipNested = "zip-nested",
    ZipEncrypted = "zip-encrypted",
    ZipMemberIgnored = "zip-member-ignored",
    ZipNothingInside = "zip-nothing-inside",
    EncodingUnknown = "encoding-unknown",
    EncodingAmbiguous = "encoding-ambiguous",
    SheetUnknown = "sheet-unknown",
    LineUnknown = "line-unknown",
    SheetAmbiguous = "sheet-ambiguous",
    SheetEmpty = "sheet-empty",
    SheetHidden = "sheet-hidden",
    RowsHidden = "rows-hidden",
    SheetOfBank = "sheet-of-bank",
    SheetOfAgency = "sheet-of-agency",
    ColumnMissing = "column-missing",
    ColumnTwice = "column-twice",
    RequiredMissing = "required-missing",
    OneOfMissing = "one-of-missing",
    OneOfBoth = "one-of-both",
    CallOrVisit = "call-or-visit",
    TextTooLong = "text-too-long",
    CellError = "cell-error",
    FormulaWithoutResult = "formula-without-result",
    IdInvalid = "id-invalid",
    NumberImprecise = "number-imprecise",
    NumberInvalid = "number-invalid",
    PhoneInvalid = "phone-invalid",
    PhoneMasked = "phone-masked",
    PhoneDigitsLost = "phone-digits-lost",
    ValueUnknown = "value-unknown",
    DateInvalid = "date-invalid",
    DateAmbiguous = "date-ambiguous",
    DateMissing = "date-missing",
    DateIncomplete = "date-incomplete",
    DateOutOfRange = "date-out-of-range",
    TimeMissing = "time-missing",
    TimeInvalid = "time-invalid",
    TimeNonexistent = "time-nonexistent",
    TimeAmbiguous = "time-ambiguous",
    DurationInvalid = "duration-invalid",
    DurationAmbiguous = "duration-ambiguous",
    EndBeforeStart = "end-before-start",
    DateBeforeOther = "date-before-other",
    DurationMismatch = "duration-mismatch",
    AgreedTimeInvalid = "agreed-time-invalid",
    MoneyInvalid = "money-invalid",
    DecimalInvalid = "decimal-invalid",
    MonthInvalid = "month-invalid",
    RulesetInvalid = "ruleset-invalid",
    ZoneUnknown = "zone-unknown",
    Sha256Invalid = "sha256-invalid",
    AgencyMissing = "agency-missing",
    AgencyMismatch = "agency-mismatch",
    ConversationUnreadable = "conversation-unreadable",
    RoleUnknown = "role-unknown",
    JsonInvalid = "json-invalid",
    ValueType = "value-type",
    OutsideWeek = "outside-week",
    DuplicateConflict = "duplicate-conflict",
    RowDuplicate = "row-duplicate",
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    severity: IssueSeverity,
    message: Texts,
    hint: Texts,
}

static ENTRIES: LazyLock<BTreeMap<String, Entry>> =
    LazyLock::new(|| toml::from_str(include_str!("codes.toml")).expect("codes.toml is valid: tests/intake checks it"));

impl Code {
    fn entry(self) -> &'static Entry {
        &ENTRIES[self.as_str()]
    }

    /// Refused or merely remarked.
    pub fn severity(self) -> IssueSeverity {
        self.entry().severity
    }

    /// What is wrong, with its values filled in.
    pub fn message(self, lang: Lang, values: &[(&str, &str)]) -> String {
        fill(self.entry().message.get(lang), values)
    }

    /// How to mend it, with its values filled in.
    pub fn hint(self, lang: Lang, values: &[(&str, &str)]) -> String {
        fill(self.entry().hint.get(lang), values)
    }
}

/// Puts each value into its `{name}`, in one pass, so that a value can't bring placeholders of its own.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        filled.push_str(before);
        let Some(close) = after.find('}') else { break };
        let name = &after[1..close];
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
        }
        rest = &after[close + 1..];
    }
    filled.push_str(rest);
    filled
}
