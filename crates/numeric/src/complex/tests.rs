//! Fixed expectations taken from CPython.
use super::*;

#[test]
fn texts() {
    for (re, im, want) in [
        (1.0, 2.0, "(1+2j)"),
        (0.0, 1.0, "1j"),
        (-0.0, -1.0, "(-0-1j)"),
        (f64::INFINITY, f64::NAN, "(inf+nanj)"),
        (1e16, 1e-5, "(1e+16+1e-05j)"),
    ] {
        assert_eq!(repr(Complex::new(re, im)), want);
    }
    for (text, re, im) in
        [("j", 0.0, 1.0), ("-j", 0.0, -1.0), ("1+j", 1.0, 1.0), (" ( 1_0-2.5e1j ) ", 10.0, -25.0), ("1e5j", 0.0, 1e5)]
    {
        assert_eq!(parse(text).unwrap(), Some(Complex::new(re, im)), "{text}");
    }
    for text in ["", "+", "1+2", "1j+2", "(1", "1..2j", "--1", "()", "1 + 2j", "1e", "1ej"] {
        assert!(parse(text).is_err(), "{text}");
    }
    assert_eq!(parse("1_j"), Ok(None));
}

#[test]
fn real_operands_stay_real() {
    let z = Complex::new(f64::INFINITY, 0.0);
    assert_eq!(z.mul_real(2.0), z);
    assert!(z.mul(Complex::new(2.0, 0.0)).im.is_nan());
    assert!(z.div_real(0.0).is_err());
}
