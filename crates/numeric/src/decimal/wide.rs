//! Products and dividends of up to 256 bits that come back to 128 by rounding: numbers of some 28 digits, without a big integer.

use super::coefficient::{Coefficient, POWERS, count_digits};
use super::context::{Context, Rest, signal};
use super::number::Decimal;

/// 256 bits, the least word first.
type Wide = [u64; 4];

/// The product of two numbers of 128 bits.
pub(super) const fn multiply(a: u128, b: u128) -> Wide {
    let (a1, a0) = ((a >> 64) as u64 as u128, a as u64 as u128);
    let (b1, b0) = ((b >> 64) as u64 as u128, b as u64 as u128);
    let low = a0 * b0;
    let middle = a1 * b0 + (low >> 64);
    let other = a0 * b1 + (middle as u64 as u128);
    let high = a1 * b1 + (middle >> 64) + (other >> 64);
    [low as u64, other as u64, high as u64, (high >> 64) as u64]
}

/// Divide in place; the remainder.
pub(super) fn divide(wide: &mut Wide, divisor: u64) -> u64 {
    let mut rest = 0u64;
    for word in wide.iter_mut().rev() {
        let part = u128::from(rest) << 64 | u128::from(*word);
        // The upper half is less than the divisor.
        let quotient = (part / u128::from(divisor)) as u64;
        rest = (part - u128::from(quotient) * u128::from(divisor)) as u64;
        *word = quotient;
    }
    rest
}

pub(super) const fn narrow(wide: &Wide) -> Option<u128> {
    if wide[2] | wide[3] == 0 { Some((wide[1] as u128) << 64 | wide[0] as u128) } else { None }
}

/// `10**39` to `10**76`.
const POWERS_ABOVE: [Wide; 38] = {
    let mut powers = [[0; 4]; 38];
    let mut at = 0;
    while at < 38 {
        powers[at] = multiply(POWERS[38], POWERS[at + 1]);
        at += 1;
    }
    powers
};

const fn at_least(a: &Wide, b: &Wide) -> bool {
    let mut at = 3;
    loop {
        if a[at] != b[at] {
            return a[at] > b[at];
        }
        if at == 0 {
            return true;
        }
        at -= 1;
    }
}

/// Decimal digits.
fn digits(wide: &Wide) -> i64 {
    if let Some(value) = narrow(wide) {
        return count_digits(value);
    }
    let bits = if wide[3] != 0 { 256 - wide[3].leading_zeros() } else { 192 - wide[2].leading_zeros() };
    let guess = ((bits * 1233) >> 12) as usize;
    let reaches = match guess.checked_sub(39) {
        Some(above) => POWERS_ABOVE.get(above).is_some_and(|power| at_least(wide, power)),
        None => true,
    };
    guess as i64 + i64::from(reaches)
}

/// The product of two coefficients that does not fit 128 bits, rounded; None where the long way has to be gone.
pub(super) fn product(
    a: u128,
    b: u128,
    negative: bool,
    exponent: i64,
    context: &Context,
    status: &mut u32,
) -> Option<Decimal> {
    let mut wide = multiply(a, b);
    let digits = digits(&wide);
    let excess = digits - context.prec;
    let adjusted = exponent + digits - 1;
    if context.prec > 37 || excess <= 0 || adjusted >= context.emax || adjusted < context.emin || context.clamp {
        return None;
    }
    // At most 77 digits: the last step but one leaves few enough for the last one.
    let mut left = excess;
    let mut more = false;
    while left > 19 {
        more |= divide(&mut wide, POWERS[19] as u64) != 0;
        left -= 19;
    }
    let power = POWERS[left as usize] as u64;
    let rest = divide(&mut wide, power);
    let rest = Rest::of(u128::from(rest), u128::from(power)).and_more(more);
    let mut result = Decimal::from_parts(negative, Coefficient::new(narrow(&wide)?), exponent + excess);
    *status |= signal::ROUNDED;
    if rest != Rest::Zero {
        *status |= signal::INEXACT;
    }
    result.round(rest, context, status);
    Some(result)
}

/// `dividend * 10**shift / divisor` and whether something is left over, where the quotient fits 128 bits.
pub(super) fn scaled_quotient(dividend: u128, shift: i64, divisor: u128) -> Option<(u128, bool)> {
    let power = *POWERS.get(usize::try_from(shift).ok()?)?;
    if let Some(scaled) = dividend.checked_mul(power) {
        if let (Ok(scaled), Ok(divisor)) = (u64::try_from(scaled), u64::try_from(divisor)) {
            return Some((u128::from(scaled / divisor), scaled % divisor != 0));
        }
        let quotient = scaled / divisor;
        return Some((quotient, quotient * divisor != scaled));
    }
    let divisor = u64::try_from(divisor).ok()?;
    let mut wide = multiply(dividend, power);
    let rest = divide(&mut wide, divisor);
    Some((narrow(&wide)?, rest != 0))
}
