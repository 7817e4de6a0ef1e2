//! Page texts in three languages: Fluent files under `locales/`, embedded in the binary. Rule texts live in the rule files instead.

use crate::domain::lang::Lang;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::fmt;
use std::sync::LazyLock;

/// The Fluent files, one folder a language, the same file names in each.
#[derive(rust_embed::RustEmbed)]
#[folder = "locales/"]
struct Locales;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<Vec<(Lang, Bundle)>> =
    LazyLock::new(|| Lang::ALL.into_iter().map(|lang| (lang, bundle(lang))).collect());

/// Narrow no-break space: between thousands, and between a figure and its unit.
pub const THIN: char = '\u{202f}';

/// Reads every file of one language; `tests/i18n.rs` proves that all of them parse.
fn bundle(lang: Lang) -> Bundle {
    let id = lang.tag().parse().expect("our language tags are valid");
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 && number.value >= 0.0 => {
            Some(thousands(number.value as u64))
        }
        _ => None,
    }));
    for name in Locales::iter().filter(|name| name.starts_with(&format!("{}/", lang.tag()))) {
        let bytes = Locales::get(&name).expect("a listed file").data;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let resource = FluentResource::try_new(text).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// A count with thin spaces between thousands: `3 412`.
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * THIN.len_utf8());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(digit);
    }
    out
}

/// Whether `lang` has a text for `key`.
pub fn knows(lang: Lang, key: &str) -> bool {
    bundle_of(lang).is_some_and(|bundle| bundle.get_message(key).is_some_and(|message| message.value().is_some()))
}

/// The text for `key`, its placeholders still to be filled with [`Phrase::with`].
pub fn phrase<'a>(lang: Lang, key: impl Into<String>) -> Phrase<'a> {
    Phrase { lang, key: key.into(), args: FluentArgs::new() }
}

/// A text on its way to the page; written out by `Display`.
pub struct Phrase<'a> {
    lang: Lang,
    key: String,
    args: FluentArgs<'a>,
}

impl<'a> Phrase<'a> {
    /// Fills the placeholder `name`; whole numbers get thin spaces between thousands.
    pub fn with(mut self, name: &'a str, value: impl Into<FluentValue<'a>>) -> Self {
        self.args.set(name, value);
        self
    }

    /// Fills the placeholder `name` with something that can be displayed.
    pub fn of(self, name: &'a str, value: impl fmt::Display) -> Self {
        self.with(name, value.to_string())
    }
}

impl fmt::Display for Phrase<'_> {
    /// The text; the key itself where there is none, so that a gap shows instead of breaking the page.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = bundle_of(self.lang).and_then(|bundle| Some((bundle, bundle.get_message(&self.key)?.value()?)));
        match found {
            Some((bundle, pattern)) => f.write_str(&bundle.format_pattern(pattern, Some(&self.args), &mut Vec::new())),
            None => f.write_str(&self.key),
        }
    }
}

fn bundle_of(lang: Lang) -> Option<&'static Bundle> {
    BUNDLES.iter().find(|(of, _)| *of == lang).map(|(_, bundle)| bundle)
}
