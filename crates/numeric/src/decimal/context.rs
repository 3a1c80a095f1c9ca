//! What a calculation obeys, and the signals it raises: precision, bounds of exponents, rounding.
//!
//! Signals are bits of a word that operations add to; whether one of them is an exception is the caller's business.

/// Conditions that an operation may meet, as bits. Their order is that of the lists which `repr(Context)` shows.
pub mod signal {
    pub const CLAMPED: u32 = 1 << 0;
    pub const CONVERSION_SYNTAX: u32 = 1 << 1;
    pub const DIVISION_BY_ZERO: u32 = 1 << 2;
    pub const DIVISION_IMPOSSIBLE: u32 = 1 << 3;
    pub const DIVISION_UNDEFINED: u32 = 1 << 4;
    pub const INEXACT: u32 = 1 << 6;
    pub const INVALID_CONTEXT: u32 = 1 << 7;
    pub const INVALID_OPERATION: u32 = 1 << 8;
    pub const MEMORY: u32 = 1 << 9;
    pub const FLOAT_OPERATION: u32 = 1 << 10;
    pub const OVERFLOW: u32 = 1 << 11;
    pub const ROUNDED: u32 = 1 << 12;
    pub const SUBNORMAL: u32 = 1 << 13;
    pub const UNDERFLOW: u32 = 1 << 14;

    /// What the signal `InvalidOperation` comprises; bit 5 is a condition that cannot arise here.
    pub const ANY_INVALID: u32 = CONVERSION_SYNTAX
        | DIVISION_IMPOSSIBLE
        | DIVISION_UNDEFINED
        | 1 << 5
        | INVALID_CONTEXT
        | INVALID_OPERATION
        | MEMORY;
    /// What makes a result worthless.
    pub const ERRORS: u32 = ANY_INVALID | DIVISION_BY_ZERO;
}

/// The greatest precision.
pub const MAX_PREC: i64 = 999_999_999_999_999_999;
/// The greatest `Emax`.
pub const MAX_EMAX: i64 = 999_999_999_999_999_999;
/// The least `Emin`.
pub const MIN_EMIN: i64 = -999_999_999_999_999_999;
/// The least exponent of all.
pub const MIN_ETINY: i64 = MIN_EMIN - (MAX_PREC - 1);

/// An exponent beyond all contexts: numbers that have it overflow when they are rounded.
pub(super) const EXPONENT_INFINITE: i64 = 2_000_000_000_000_000_001;
/// An exponent below all contexts.
pub(super) const EXPONENT_TINY: i64 = -4_000_000_000_000_000_001;

/// The ways to round, in the order of their numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Rounding {
    Up,
    Down,
    Ceiling,
    Floor,
    HalfUp,
    HalfDown,
    HalfEven,
    ZeroFiveUp,
}

impl Rounding {
    pub const ALL: [Rounding; 8] = [
        Rounding::Up,
        Rounding::Down,
        Rounding::Ceiling,
        Rounding::Floor,
        Rounding::HalfUp,
        Rounding::HalfDown,
        Rounding::HalfEven,
        Rounding::ZeroFiveUp,
    ];

    /// The name of Python's constant.
    pub const fn name(self) -> &'static str {
        match self {
            Rounding::Up => "ROUND_UP",
            Rounding::Down => "ROUND_DOWN",
            Rounding::Ceiling => "ROUND_CEILING",
            Rounding::Floor => "ROUND_FLOOR",
            Rounding::HalfUp => "ROUND_HALF_UP",
            Rounding::HalfDown => "ROUND_HALF_DOWN",
            Rounding::HalfEven => "ROUND_HALF_EVEN",
            Rounding::ZeroFiveUp => "ROUND_05UP",
        }
    }
}

/// What was cut off a number, against half a unit of its last digit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rest {
    Zero,
    Below,
    Half,
    Above,
}

impl Rest {
    /// Of a remainder and its divisor.
    #[inline]
    pub(super) fn of(remainder: u128, divisor: u128) -> Rest {
        if remainder == 0 {
            return Rest::Zero;
        }
        match remainder.cmp(&(divisor - remainder)) {
            std::cmp::Ordering::Less => Rest::Below,
            std::cmp::Ordering::Equal => Rest::Half,
            std::cmp::Ordering::Greater => Rest::Above,
        }
    }

    /// With something cut off below it before.
    #[inline]
    pub(super) fn and_more(self, more: bool) -> Rest {
        match self {
            Rest::Zero if more => Rest::Below,
            Rest::Half if more => Rest::Above,
            same => same,
        }
    }
}

/// Precision, bounds and rounding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Context {
    pub prec: i64,
    pub emax: i64,
    pub emin: i64,
    pub rounding: Rounding,
    pub clamp: bool,
    /// No number may take more bits than this on the way.
    pub room: u64,
}

impl Context {
    /// The one that rounds nothing.
    pub const MAX: Context = Context {
        prec: MAX_PREC,
        emax: MAX_EMAX,
        emin: MIN_EMIN,
        rounding: Rounding::HalfEven,
        clamp: false,
        room: crate::int::MAX_BITS,
    };

    /// What a new `Context()` has until the program changes the default.
    pub const DEFAULT: Context = Context { prec: 28, emax: 999_999, emin: -999_999, ..Context::MAX };

    /// The context of an IEEE interchange format of so many bits, a multiple of 32.
    pub fn ieee(bits: i64) -> Option<Context> {
        if bits <= 0 || bits > IEEE_MAX_BITS || bits % 32 != 0 {
            return None;
        }
        let prec = 9 * (bits / 32) - 2;
        let emax = 3 * (1 << (bits / 16 + 3));
        Some(Context { prec, emax, emin: 1 - emax, clamp: true, ..Context::MAX })
    }

    /// The least exponent of a subnormal number.
    #[inline]
    pub const fn etiny(&self) -> i64 {
        self.emin - (self.prec - 1)
    }

    /// The greatest exponent of a coefficient of `prec` digits.
    #[inline]
    pub const fn etop(&self) -> i64 {
        self.emax - (self.prec - 1)
    }

    pub(super) const fn rounded_by(self, rounding: Rounding) -> Context {
        Context { rounding, ..self }
    }

    /// As this one, with the widest bounds.
    pub(super) const fn unbounded(self, prec: i64) -> Context {
        Context { prec, room: self.room, ..Context::MAX }
    }
}

/// The widest interchange format.
pub const IEEE_MAX_BITS: i64 = 512;
