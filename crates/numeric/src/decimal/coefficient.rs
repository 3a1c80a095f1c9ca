//! The digits of a decimal: up to 128 bits inline, beyond that a big integer in base 2.
//!
//! Base 2 makes products and quotients as fast as integers'. Counting digits takes the leading 64 bits and, once in thousands of times,
//! a comparison with a power of ten; cutting digits off divides by a power of five, since the powers of two are a shift.

use std::cell::RefCell;
use std::cmp::Ordering;

use dashu_base::{BitTest, DivRem};
use dashu_int::UBig;

use super::context::{Context, Rest};
use crate::int::check_bits;

/// What is refused is a matter of memory.
pub(super) struct NoRoom;

pub(super) type Fallible<T> = Result<T, NoRoom>;

/// A number without sign or exponent; `Large` exactly when it does not fit 128 bits.
#[derive(Clone, Debug)]
pub(super) enum Coefficient {
    Small { high: u64, low: u64 },
    Large(Box<UBig>),
}

/// The powers of ten that fit.
pub(super) const POWERS: [u128; 39] = {
    let mut powers = [1u128; 39];
    let mut at = 1;
    while at < 39 {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

const POWERS_64: [u64; 20] = {
    let mut powers = [1u64; 20];
    let mut at = 1;
    while at < 20 {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// Decimal digits of a number; 0 has one.
#[inline]
pub(super) fn count_digits(value: u128) -> i64 {
    if let Ok(word) = u64::try_from(value) {
        let word = word | 1;
        let guess = (((64 - word.leading_zeros()) * 1233) >> 12) as usize;
        return guess as i64 + i64::from(word >= POWERS_64[guess]);
    }
    let guess = (((128 - value.leading_zeros()) * 1233) >> 12) as usize;
    guess as i64 + i64::from(value >= POWERS[guess])
}

/// Quotient and remainder, in 64 bits where that is enough.
#[inline]
pub(super) fn divide_small(value: u128, divisor: u128) -> (u128, u128) {
    if let (Ok(value), Ok(divisor)) = (u64::try_from(value), u64::try_from(divisor)) {
        return (u128::from(value / divisor), u128::from(value % divisor));
    }
    let quotient = value / divisor;
    (quotient, value - quotient * divisor)
}

const LOG10_2: f64 = std::f64::consts::LOG10_2;

/// Bits that so many digits may take.
pub(super) fn bits_of_digits(digits: i64) -> u64 {
    (digits.max(0) as u64).saturating_mul(3322) / 1000 + 4
}

thread_local! {
    /// Powers of five that were wanted of late, the last first: rounding to one precision wants the same few again and again.
    static FIVES: RefCell<Vec<(usize, UBig)>> = const { RefCell::new(Vec::new()) };
}

/// So many powers are kept, and none of more bits than that.
const KEPT: usize = 8;
const KEPT_BITS: usize = 1 << 24;

/// What `work` makes of `5**exponent`.
fn with_five<T>(exponent: usize, work: impl FnOnce(&UBig) -> T) -> T {
    let known = FIVES.with_borrow_mut(|fives| {
        let at = fives.iter().position(|(known, _)| *known == exponent)?;
        Some(fives.remove(at))
    });
    let five = known.unwrap_or_else(|| (exponent, UBig::from(5u8).pow(exponent)));
    let result = work(&five.1);
    if five.1.bit_len() <= KEPT_BITS {
        FIVES.with_borrow_mut(|fives| {
            fives.truncate(KEPT - 1);
            fives.insert(0, five);
        });
    }
    result
}

/// Refuse a number of so many digits where there is no room for it.
pub(super) fn check_digits(digits: i64, context: &Context) -> Fallible<()> {
    ask(bits_of_digits(digits), context)
}

/// Refuse a number of so many bits where there is no room for it and for the work on it: the big-integer crate would end the process.
fn ask(bits: u64, context: &Context) -> Fallible<()> {
    const FEW: u64 = 1 << 15;
    const WORTH_ASKING: u64 = 1 << 20;
    if bits <= FEW {
        return Ok(());
    }
    if bits > context.room || check_bits(bits).is_err() {
        return Err(NoRoom);
    }
    if bits > WORTH_ASKING {
        // Products and quotients take up to 34 times the result on the way.
        let bytes = usize::try_from(bits / 8 * 34).map_err(|_| NoRoom)?;
        Vec::<u8>::new().try_reserve_exact(bytes).map_err(|_| NoRoom)?;
    }
    Ok(())
}

impl Coefficient {
    pub(super) const ZERO: Coefficient = Coefficient::Small { high: 0, low: 0 };
    pub(super) const ONE: Coefficient = Coefficient::Small { high: 0, low: 1 };

    #[inline]
    pub(super) const fn new(value: u128) -> Coefficient {
        Coefficient::Small { high: (value >> 64) as u64, low: value as u64 }
    }

    pub(super) fn from_big(value: UBig) -> Coefficient {
        match u128::try_from(&value) {
            Ok(small) => Coefficient::new(small),
            Err(_) => Coefficient::Large(Box::new(value)),
        }
    }

    #[inline]
    pub(super) fn small(&self) -> Option<u128> {
        match *self {
            Coefficient::Small { high, low } => Some(u128::from(high) << 64 | u128::from(low)),
            Coefficient::Large(_) => None,
        }
    }

    pub(super) fn to_big(&self) -> UBig {
        match self {
            Coefficient::Small { high, low } => UBig::from(u128::from(*high) << 64 | u128::from(*low)),
            Coefficient::Large(big) => (**big).clone(),
        }
    }

    /// What `work` makes of it as a big integer.
    fn with_big<T>(&self, work: impl FnOnce(&UBig) -> T) -> T {
        match self {
            Coefficient::Small { .. } => work(&self.to_big()),
            Coefficient::Large(big) => work(big),
        }
    }

    #[inline]
    pub(super) fn is_zero(&self) -> bool {
        matches!(self, Coefficient::Small { high: 0, low: 0 })
    }

    pub(super) fn is_odd(&self) -> bool {
        match self {
            Coefficient::Small { low, .. } => low & 1 == 1,
            Coefficient::Large(big) => big.bit(0),
        }
    }

    pub(super) fn is_one(&self) -> bool {
        matches!(self, Coefficient::Small { high: 0, low: 1 })
    }

    /// Bytes on the heap beside the value itself.
    #[inline]
    pub(super) fn heap_bytes(&self) -> usize {
        match self {
            Coefficient::Small { .. } => 0,
            Coefficient::Large(big) => size_of::<UBig>() + size_of_val(big.as_words()),
        }
    }

    pub(super) fn bits(&self) -> u64 {
        match self {
            Coefficient::Small { .. } => 128,
            Coefficient::Large(big) => big.bit_len() as u64,
        }
    }

    /// Decimal digits; 0 has one.
    #[inline]
    pub(super) fn digits(&self) -> i64 {
        match self {
            Coefficient::Small { high: 0, low } => count_digits(u128::from(*low)),
            Coefficient::Small { high, low } => count_digits(u128::from(*high) << 64 | u128::from(*low)),
            Coefficient::Large(big) => digits_of_big(big),
        }
    }

    /// The last digit.
    pub(super) fn last_digit(&self) -> u64 {
        match self {
            Coefficient::Small { high: 0, low } => low % 10,
            Coefficient::Small { .. } => (self.small().unwrap_or(0) % 10) as u64,
            Coefficient::Large(big) => (&**big) % 10u64,
        }
    }

    pub(super) fn add(&self, other: &Coefficient) -> Coefficient {
        if let (Some(a), Some(b)) = (self.small(), other.small())
            && let Some(sum) = a.checked_add(b)
        {
            return Coefficient::new(sum);
        }
        self.with_big(|a| other.with_big(|b| Coefficient::from_big(a + b)))
    }

    /// The difference; whether it is below zero comes with it.
    pub(super) fn difference(&self, other: &Coefficient) -> (Coefficient, bool) {
        if let (Some(a), Some(b)) = (self.small(), other.small()) {
            return (Coefficient::new(a.abs_diff(b)), a < b);
        }
        self.with_big(|a| {
            other.with_big(|b| {
                if a < b { (Coefficient::from_big(b - a), true) } else { (Coefficient::from_big(a - b), false) }
            })
        })
    }

    pub(super) fn multiply(&self, other: &Coefficient, context: &Context) -> Fallible<Coefficient> {
        if let (Some(a), Some(b)) = (self.small(), other.small())
            && let Some(product) = a.checked_mul(b)
        {
            return Ok(Coefficient::new(product));
        }
        ask(self.bits() + other.bits(), context)?;
        if std::ptr::eq(self, other) {
            return Ok(self.with_big(|a| Coefficient::from_big(a.sqr())));
        }
        Ok(self.with_big(|a| other.with_big(|b| Coefficient::from_big(a * b))))
    }

    /// Quotient and remainder by a number that is not 0.
    pub(super) fn div_rem(&self, divisor: &Coefficient) -> (Coefficient, Coefficient) {
        if let (Some(a), Some(b)) = (self.small(), divisor.small()) {
            if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
                return (Coefficient::new(u128::from(a / b)), Coefficient::new(u128::from(a % b)));
            }
            return (Coefficient::new(a / b), Coefficient::new(a % b));
        }
        let (quotient, rest) = self.with_big(|a| divisor.with_big(|b| a.div_rem(b)));
        (Coefficient::from_big(quotient), Coefficient::from_big(rest))
    }

    /// Times `10**digits`.
    pub(super) fn scale_up(&self, digits: i64, context: &Context) -> Fallible<Coefficient> {
        if digits == 0 || self.is_zero() {
            return Ok(self.clone());
        }
        if let Some(value) = self.small()
            && let Some(power) = POWERS.get(digits as usize)
            && let Some(scaled) = value.checked_mul(*power)
        {
            return Ok(Coefficient::new(scaled));
        }
        check_digits(digits.saturating_add(self.digits()), context)?;
        let digits = digits as usize;
        if self.is_one() {
            return Ok(with_five(digits, |five| Coefficient::from_big(five << digits)));
        }
        Ok(with_five(digits, |five| self.with_big(|big| Coefficient::from_big((big * five) << digits))))
    }

    /// Without its last digits, and what they came to.
    pub(super) fn scale_down(&self, digits: i64) -> (Coefficient, Rest) {
        if digits <= 0 {
            return (self.clone(), Rest::Zero);
        }
        if let Some(value) = self.small() {
            let Some(&power) = POWERS.get(digits as usize) else {
                return (Coefficient::ZERO, if value == 0 { Rest::Zero } else { Rest::Below });
            };
            if let Ok(value) = u64::try_from(value) {
                let Ok(power) = u64::try_from(power) else {
                    // Twenty digits or more; half of 10**20 is beyond 64 bits.
                    let rest = if value == 0 { Rest::Zero } else { Rest::Below };
                    return (Coefficient::ZERO, rest);
                };
                let rest = Rest::of(u128::from(value % power), u128::from(power));
                return (Coefficient::new(u128::from(value / power)), rest);
            }
            let quotient = value / power;
            return (Coefficient::new(quotient), Rest::of(value - quotient * power, power));
        }
        if digits > self.digits() {
            return (Coefficient::ZERO, Rest::Below);
        }
        let shift = digits as usize;
        self.with_big(|big| {
            let (quotient, rest) = with_five(shift, |five| {
                let (quotient, rest) = (big >> shift).div_rem(five);
                let zeros = big.trailing_zeros().unwrap_or(0);
                // The remainder is rest * 2**shift + low, the divisor 5**shift * 2**shift, and the power of five is odd.
                let rest = if rest.is_zero() && zeros >= shift {
                    Rest::Zero
                } else {
                    let twice: UBig = (&rest << 1) + 1u8;
                    match twice.cmp(five) {
                        Ordering::Greater => Rest::Above,
                        Ordering::Less => Rest::Below,
                        Ordering::Equal if !big.bit(shift - 1) => Rest::Below,
                        Ordering::Equal if zeros == shift - 1 => Rest::Half,
                        Ordering::Equal => Rest::Above,
                    }
                };
                (quotient, rest)
            });
            (Coefficient::from_big(quotient), rest)
        })
    }

    /// The last digits alone.
    pub(super) fn low_digits(&self, digits: i64) -> Coefficient {
        if self.digits() <= digits {
            return self.clone();
        }
        if let Some(value) = self.small() {
            return POWERS.get(digits as usize).map_or_else(|| self.clone(), |power| Coefficient::new(value % power));
        }
        let digits = digits.max(0) as usize;
        let power = with_five(digits, |five| five << digits);
        self.with_big(|big| Coefficient::from_big(big % &power))
    }

    /// Zeros at the end, as far as they matter.
    pub(super) fn trailing_zeros(&self, limit: i64) -> i64 {
        if limit <= 0 {
            return 0;
        }
        let Some(mut value) = self.small() else {
            return self.with_big(|big| {
                let twos = big.trailing_zeros().unwrap_or(0);
                if twos == 0 || big % 5u64 != 0 {
                    return 0;
                }
                let fives = (big >> twos).remove(&UBig::from(5u8)).unwrap_or(0);
                (twos.min(fives) as i64).min(limit)
            });
        };
        if value == 0 {
            return 0;
        }
        let most = i64::from(value.trailing_zeros()).min(limit);
        let mut zeros = 0;
        for step in [16, 8, 4, 2, 1] {
            while zeros + step <= most && value.is_multiple_of(POWERS[step as usize]) {
                value /= POWERS[step as usize];
                zeros += step;
                if step < 16 {
                    break;
                }
            }
        }
        zeros
    }

    /// Whether it is a power of ten.
    pub(super) fn is_power_of_ten(&self) -> bool {
        let digits = self.digits();
        self.trailing_zeros(digits) == digits - 1 && self.scale_down(digits - 1).0.is_one()
    }

    pub(super) fn compare(&self, other: &Coefficient) -> Ordering {
        match (self, other) {
            (Coefficient::Large(a), Coefficient::Large(b)) => a.cmp(b),
            (Coefficient::Large(_), _) => Ordering::Greater,
            (_, Coefficient::Large(_)) => Ordering::Less,
            _ => self.small().cmp(&other.small()),
        }
    }

    /// The digits.
    pub(super) fn to_text(&self) -> String {
        match self {
            Coefficient::Small { high: 0, low } => low.to_string(),
            Coefficient::Small { high, low } => (u128::from(*high) << 64 | u128::from(*low)).to_string(),
            Coefficient::Large(big) => big.to_string(),
        }
    }

    /// Of digits alone.
    pub(super) fn from_text(digits: &str) -> Coefficient {
        if digits.len() <= 38 {
            let mut value = 0u128;
            let (head, tail) = digits.split_at(digits.len().min(19));
            let word = |text: &str| text.bytes().fold(0u64, |word, byte| word * 10 + u64::from(byte - b'0'));
            value += u128::from(word(head));
            if !tail.is_empty() {
                value = value * POWERS[tail.len()] + u128::from(word(tail));
            }
            return Coefficient::new(value);
        }
        UBig::from_str_radix(digits, 10).map_or(Coefficient::ZERO, Coefficient::from_big)
    }

    /// `10**digits - 1`.
    pub(super) fn nines(digits: i64, context: &Context) -> Fallible<Coefficient> {
        Ok(Coefficient::ONE.scale_up(digits, context)?.difference(&Coefficient::ONE).0)
    }

    /// The number modulo one of at most 61 bits.
    pub(super) fn modulo(&self, modulus: u64) -> u64 {
        match self {
            Coefficient::Small { .. } => (self.small().unwrap_or(0) % u128::from(modulus)) as u64,
            Coefficient::Large(big) => (&**big) % modulus,
        }
    }
}

fn digits_of_big(big: &UBig) -> i64 {
    let bits = big.bit_len();
    let words = big.as_words();
    let top = words.len() - 1;
    let spare = words[top].leading_zeros();
    let below = if spare == 0 { 0 } else { words[top - 1] >> (64 - spare) };
    let lead = (words[top] << spare | below) as f64;
    let log = lead.log10() + (bits as f64 - 64.0) * LOG10_2;
    let nearest = log.round();
    // Both terms are exact to some 1e-15 of the whole, and no number has 10**11 digits.
    if (log - nearest).abs() > 1e-4 {
        return log.floor() as i64 + 1;
    }
    let power = nearest as usize;
    let reaches = with_five(power, |five| (big >> power).cmp(five).is_ge());
    nearest as i64 + i64::from(reaches)
}
