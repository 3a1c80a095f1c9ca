//! Python floats: arithmetic by Python's rules, text in both directions, ratios.

mod arith;
mod digits;
mod hex;
mod parse;
mod ratio;

#[cfg(test)]
mod tests;

pub use arith::{Pow, div, div_mod, floor_div, modulo, pow, round, round_to_int};
pub use digits::{Code, Decimal, format_code, repr, shortest};
pub use hex::{from_hex, to_hex};
pub use parse::{parse, parse_bytes};
pub use ratio::{as_integer_ratio, is_integer, nearest_ratio};
