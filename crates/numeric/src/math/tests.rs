//! Fixed expectations taken from CPython.
use super::*;
use crate::int::IntRef;

#[test]
fn sums() {
    assert_eq!(fsum([0.1; 10]).unwrap(), 1.0);
    assert_eq!(fsum([1e16, 1.0, 1e-16, -1e16]).unwrap(), 1.0);
    assert_eq!(fsum([1e308, 1e308]).unwrap_err().to_string(), "intermediate overflow in fsum");
    assert_eq!(fsum([f64::INFINITY, f64::NEG_INFINITY]).unwrap_err().to_string(), "-inf + inf in fsum");
    assert_eq!(hypot(&[3.0, 4.0]), 5.0);
    assert_eq!(hypot(&[1e308, 1e308, 1e308]), 1.7320508075688772e308);
    assert_eq!(hypot(&[5e-324, 5e-324]), 5e-324);
    assert_eq!(hypot(&[]), 0.0);
}

#[test]
fn combinatorics() {
    let small = IntRef::Small;
    assert_eq!(factorial(small(20)).unwrap().as_ref(), small(2432902008176640000));
    assert_eq!(comb(small(49), small(6)).unwrap().as_ref(), small(13983816));
    assert_eq!(perm(small(10), small(3)).unwrap().as_ref(), small(720));
    assert_eq!(comb(small(3), small(5)).unwrap().as_ref(), small(0));
    assert!(factorial(small(-1)).is_err());
    assert!(factorial(small(i64::MAX)).is_err());
}
