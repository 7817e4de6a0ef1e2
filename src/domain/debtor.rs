//! Who is the same debtor, told from what the bank's list of cases says.

use super::register::Case;

/// A number as dialled inside its country, so that `+86 21 …`, `0086 21 …` and `021 …` are one line.
pub fn national(number: &str) -> &str {
    let number = number.trim();
    let international = number.strip_prefix('+').or_else(|| number.strip_prefix("00"));
    let inside = international.and_then(|rest| ["886", "86", "1"].iter().find_map(|code| rest.strip_prefix(code)));
    inside.or(international).unwrap_or(number).trim_start_matches('0')
}

/// What two cases of one debtor share: the bank's number for the debtor, or the name together with one of the numbers. A name alone is none.
pub fn keys(case: &Case) -> Vec<(String, String)> {
    let given =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let numbered = given(&case.debtor_no).map(|no| (String::new(), no));
    let name = given(&case.debtor_name).into_iter();
    let called = name.flat_map(|name| case.phones.iter().map(move |phone| (name.clone(), national(phone).to_owned())));
    numbered.into_iter().chain(called.filter(|(_, phone)| !phone.is_empty())).collect()
}

/// Whether two cases that share a key may be of one debtor: where the bank numbers both, its numbers decide.
pub fn may_be_one(one: &Case, other: &Case) -> bool {
    match (&one.debtor_no, &other.debtor_no) {
        (Some(one), Some(other)) => one.trim() == other.trim(),
        _ => true,
    }
}
