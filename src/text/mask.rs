//! Hiding numbers in texts that are shown where they need not be read.

use super::personal_data;

/// `text` with every full card or identity number masked but for its last four signs; as long as before, character by character.
pub fn masked(text: &str) -> String {
    let numbers = personal_data::find(text);
    if numbers.is_empty() {
        return text.to_owned();
    }
    let mut characters: Vec<char> = text.chars().collect();
    for number in numbers {
        let stretch = &mut characters[number.start as usize..number.end as usize];
        let hidden = stretch.len().saturating_sub(4);
        stretch[..hidden]
            .iter_mut()
            .filter(|character| character.is_alphanumeric())
            .for_each(|character| *character = '*');
    }
    characters.into_iter().collect()
}
