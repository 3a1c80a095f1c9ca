//! Fixed expectations taken from CPython.
use super::*;

#[test]
fn values() {
    let c = Complex::new;
    assert_eq!(sqrt(c(-1.0, 0.0)), Ok(c(0.0, 1.0)));
    assert_eq!(sqrt(c(-1.0, -0.0)), Ok(c(0.0, -1.0)));
    assert_eq!(exp(c(f64::NEG_INFINITY, f64::INFINITY)), Ok(c(0.0, 0.0)));
    assert_eq!(acos(c(1e308, 1e308)), Ok(c(std::f64::consts::FRAC_PI_4, -710.235929413006)));
    assert_eq!(tan(c(0.0, 1000.0)), Ok(c(0.0, 1.0)));
    assert_eq!(rect(f64::INFINITY, 1.0), Ok(c(f64::INFINITY, f64::INFINITY)));
}

#[test]
fn errors() {
    let c = Complex::new;
    for (r, want) in [
        (log(c(0.0, 0.0), None), "math domain error"),
        (log(c(2.0, 0.0), Some(c(0.0, 0.0))), "math domain error"),
        (atanh(c(1.0, 0.0)), "math domain error"),
        (exp(c(1000.0, 0.0)), "math range error"),
        (exp(c(0.0, f64::INFINITY)), "math domain error"),
        (rect(1.0, f64::INFINITY), "math domain error"),
    ] {
        assert_eq!(r.map_err(|e| e.to_string()), Err(want.into()));
    }
}
