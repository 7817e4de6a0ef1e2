//! Exact numbers and the one way of rounding them.

use crate::domain::scheme::Exact;
use crate::domain::score::Hundredths;
use num_rational::Ratio;
use num_traits::ToPrimitive;
use rust_decimal::Decimal;

/// `exact` in units of `1/parts`, rounded half to even.
pub fn half_even(exact: Exact, parts: i128) -> i64 {
    let scaled = exact * parts;
    let below = scaled.floor();
    let up = match (scaled - below).cmp(&Ratio::new(1, 2)) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => below.to_integer() % 2 != 0,
    };
    (below.to_integer() + i128::from(up)).to_i64().unwrap_or(i64::MAX)
}

/// `exact` with 12 decimals, cut off: for interval arithmetic, whose results are rounded to 2.
pub fn decimal(exact: Exact) -> Decimal {
    const PLACES: u32 = 12;
    let mut digits = exact.trunc().to_integer();
    let mut rest = exact.fract();
    for _ in 0..PLACES {
        rest *= 10;
        digits = digits * 10 + rest.trunc().to_integer();
        rest = rest.fract();
    }
    Decimal::try_from_i128_with_scale(digits, PLACES).unwrap_or(Decimal::MAX)
}

/// `decimal` in hundredths, rounded half to even.
pub fn hundredths(decimal: Decimal) -> i64 {
    (decimal.round_dp(2) * Decimal::ONE_HUNDRED).to_i64().unwrap_or(i64::MAX)
}

/// `exact` at 0.01 without needless zeros: `6.25`, `0.5`, `20`.
pub fn plain(exact: Exact) -> String {
    let text = Hundredths(half_even(exact, 100)).to_string();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
