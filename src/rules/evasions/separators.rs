//! Something between the characters, on top of them, or the same once more.

/// A space between all of them, in half and in full width.
pub(super) fn spaces(words: &str) -> Vec<String> {
    vec![between(words, &[" "]), between(words, &["\u{3000}"])]
}

/// Signs between all of them, one after the other, and one alone.
pub(super) fn punctuation(words: &str) -> Vec<String> {
    vec![between(words, &["·", "*", "-", "_", "~", "/"]), between(words, &["."])]
}

/// Commas between all of them, and full stops.
pub(super) fn stops(words: &str) -> Vec<String> {
    vec![between(words, &["，", "、"]), between(words, &["。"])]
}

/// Pictures between all of them, one with a colour of skin and one joined of several.
pub(super) fn emoji(words: &str) -> Vec<String> {
    vec![between(words, &["😀", "🔥", "👍🏽", "👨\u{200d}👩\u{200d}👧", "❤\u{fe0f}"])]
}

/// What nobody sees between all of them.
pub(super) fn zero_width(words: &str) -> Vec<String> {
    vec![between(words, &["\u{200b}", "\u{200d}", "\u{feff}", "\u{2060}", "\u{ad}"])]
}

/// Marks on top of all of them.
pub(super) fn combining(words: &str) -> Vec<String> {
    vec![between(words, &["\u{301}", "\u{20dd}", "\u{336}", "\u{fe0f}"])]
}

/// Each character three times in turn, and all of them twice. Numbers said twice are other numbers, so they are left alone.
pub(super) fn repeated(words: &str) -> Vec<String> {
    if !words.chars().any(is_han) {
        return Vec::new();
    }
    let mut texts = Vec::new();
    for (at, character) in words.char_indices().filter(|(_, character)| is_han(*character)) {
        let behind = at + character.len_utf8();
        texts.push(format!("{}{character}{character}{}", &words[..behind], &words[behind..]));
    }
    texts.push(
        words
            .chars()
            .flat_map(|character| std::iter::repeat_n(character, 1 + usize::from(is_han(character))))
            .collect(),
    );
    texts
}

fn between(words: &str, signs: &[&str]) -> String {
    let mut text = String::new();
    for (place, character) in words.chars().enumerate() {
        if let Some(before) = place.checked_sub(1) {
            text += signs[before % signs.len()];
        }
        text.push(character);
    }
    text
}

/// Whether it is a Chinese character.
pub(super) fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}
