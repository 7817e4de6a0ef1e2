//! Telephone numbers of the mainland and of Taiwan, told by their prefixes and lengths.

use super::personal_data::NumberKind;

/// The kind of telephone number that `values` (ASCII digits) are, with or without the country's prefix.
pub(super) fn kind(values: &[u8]) -> Option<NumberKind> {
    if !values.iter().all(u8::is_ascii_digit) {
        return None;
    }
    national(values).or_else(|| {
        let prefixes: [&[u8]; 4] = [b"0086", b"86", b"00886", b"886"];
        prefixes.into_iter().filter_map(|prefix| values.strip_prefix(prefix)).find_map(|rest| {
            let trunk: Vec<u8> = std::iter::once(b'0').chain(rest.iter().copied()).collect();
            national(rest).or_else(|| national(&trunk))
        })
    })
}

fn national(values: &[u8]) -> Option<NumberKind> {
    match values {
        [b'1', ..] if values.len() == 11 && is_mainland_mobile(values) => Some(NumberKind::Mobile),
        [b'0', b'9', ..] if values.len() == 10 => Some(NumberKind::Mobile),
        [b'0', ..] if is_landline(values) => Some(NumberKind::Landline),
        _ => None,
    }
}

/// The second and third digit as they are given out.
fn is_mainland_mobile(values: &[u8]) -> bool {
    match values[1] {
        b'3' | b'8' => true,
        b'4' => !matches!(values[2], b'2' | b'3'),
        b'5' => values[2] != b'4',
        b'6' => matches!(values[2], b'2' | b'5' | b'6' | b'7'),
        b'7' => values[2] != b'9',
        b'9' => values[2] != b'4',
        _ => false,
    }
}

/// Area code and number: Taiwan's have nine or ten digits in all, the mainland's eleven or twelve.
fn is_landline(values: &[u8]) -> bool {
    let taiwan = |area: usize| matches!(values[area], b'2'..=b'9');
    match (values.len(), &values[..4]) {
        (9, [b'0', b'3'..=b'8', ..]) => taiwan(2),
        (10, [b'0', b'2' | b'4', ..]) => taiwan(2),
        (11, [b'0', b'1', b'0', _]) => matches!(values[3], b'2'..=b'8'),
        (11, [b'0', b'2', ..]) => values[2] != b'6' && matches!(values[3], b'2'..=b'8'),
        (11 | 12, [b'0', b'3'..=b'9', b'1'..=b'9', _]) => matches!(values[4], b'2'..=b'8'),
        _ => false,
    }
}
