//! A whole call in one cell: `坐席: … / 客户: …`, a turn per line or parted by '/'.

use super::{Fault, words};
use crate::domain::contact::Speaker;
use crate::intake::cell::Value;
use crate::intake::codes::Code;
use crate::intake::fold::trim;
use regex::Regex;
use std::sync::LazyLock;

/// Where a turn may begin: at the start, on a new line or after a '/', perhaps after a time; then a short name and a colon.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?P<gap>^|[\n\r/／|｜])[\s\u{3000}]*(?:[\[(（【]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\.\d+)?[\])）】]?[\s\u{3000}]*)?[\[【]?(?P<role>[\p{Han}A-Za-z][\p{Han}A-Za-z ]{0,15}?)[\s\u{3000}]*(?P<no>\d{0,6})(?:[(（][^()（）\n]{0,20}[)）])?[\]】]?[\s\u{3000}]*[:：]",
    )
    .expect("a constant pattern")
});

/// Who said what, in order; nothing is lost.
pub fn turns(value: &Value) -> Result<Vec<(Speaker, String)>, Fault> {
    let text = value.shown();
    let mut turns: Vec<(Speaker, String)> = Vec::new();
    let mut begun = 0;
    for mark in MARK.captures_iter(&text) {
        let (whole, role, gap) = (mark.get(0), mark.name("role"), mark.name("gap"));
        let (Some(whole), Some(role), Some(gap)) = (whole, role, gap) else { continue };
        let known = words::meaning("speaker", role.as_str());
        if known.is_none() && matches!(gap.as_str(), "/" | "／" | "|" | "｜") {
            continue;
        }
        let speaker = speaker(known).ok_or_else(|| Fault::new(Code::RoleUnknown).with("role", role.as_str()))?;
        close(&mut turns, &text[begun..whole.start()])?;
        begun = whole.end();
        turns.push((speaker, String::new()));
    }
    close(&mut turns, &text[begun..])?;
    if turns.is_empty() { Err(Fault::new(Code::ConversationUnreadable)) } else { Ok(turns) }
}

fn speaker(known: Option<&str>) -> Option<Speaker> {
    known.and_then(|id| words::speaker(&Value::Text(id.into())).ok())
}

/// What stands before the first role belongs to nobody: then the cell can't be read.
fn close(turns: &mut [(Speaker, String)], said: &str) -> Result<(), Fault> {
    let said = trim(said);
    match turns.last_mut() {
        Some((_, text)) => {
            *text = said.to_owned();
            Ok(())
        }
        None if said.is_empty() => Ok(()),
        None => Err(Fault::new(Code::ConversationUnreadable)),
    }
}
