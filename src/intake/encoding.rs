//! The encoding of a text: mark, else strict UTF-8, else the declared one, else detection that must leave exactly one.

use super::codes::Code;
use super::values::Fault;
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Decodes a whole file. `knows_all` says whether every header of a text is known: what detection goes by.
pub fn decode(bytes: &[u8], declared: Option<&str>, knows_all: impl Fn(&str) -> bool) -> Result<String, Fault> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(encoding, &bytes[mark..]).ok_or_else(|| unknown(&[encoding]));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let declared =
        declared.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|encoding| *encoding != UTF_8);
    if let Some(text) = declared.and_then(|encoding| strictly(encoding, bytes)) {
        return Ok(text);
    }
    let mut candidates: Vec<(&'static Encoding, String)> = [GB18030, BIG5]
        .into_iter()
        .filter_map(|encoding| strictly(encoding, bytes).map(|text| (encoding, text)))
        .filter(|(_, text)| knows_all(text))
        .collect();
    match candidates.len() {
        1 => Ok(candidates.remove(0).1),
        0 => Err(unknown(&[UTF_8, GB18030, BIG5])),
        _ => {
            let names: Vec<&str> = candidates.iter().map(|(encoding, _)| encoding.name()).collect();
            Err(Fault::new(Code::EncodingAmbiguous).with("candidates", names.join(" / ")))
        }
    }
}

fn unknown(tried: &[&'static Encoding]) -> Fault {
    let names: Vec<&str> = tried.iter().map(|encoding| encoding.name()).collect();
    Fault::new(Code::EncodingUnknown).with("candidates", names.join(" / "))
}

/// The text, if not a single sequence is malformed.
fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let odd = (encoding == UTF_16LE || encoding == UTF_16BE) && bytes.len() % 2 == 1;
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    (!odd).then(|| text.into_owned())
}
