//! Fixed expectations taken from CPython.
use super::*;
use crate::int::IntRef;

#[test]
fn reprs() {
    for (f, text) in [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (0.1, "0.1"),
        (1e16, "1e+16"),
        (9999999999999998.0, "9999999999999998.0"),
        (123456789012345680.0, "1.2345678901234568e+17"),
        (1e-4, "0.0001"),
        (1e-5, "1e-05"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (1e22, "1e+22"),
        (100.0, "100.0"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
    ] {
        assert_eq!(repr(f), text);
    }
    assert_eq!(repr(-f64::NAN), "nan");
}

#[test]
fn rounding() {
    for (f, n, want) in [
        (2.675, 2, 2.67),
        (0.5, 0, 0.0),
        (1.5, 0, 2.0),
        (2.5, 0, 2.0),
        (0.125, 2, 0.12),
        (0.375, 2, 0.38),
        (25.0, -1, 20.0),
        (35.0, -1, 40.0),
        (25.000001, -1, 30.0),
        (1e308, -308, 1e308),
        (5e-324, 323, 0.0),
    ] {
        assert_eq!(round(f, IntRef::Small(n)).unwrap(), want, "round({f}, {n})");
    }
}

#[test]
fn powers() {
    let inf = f64::INFINITY;
    for (a, b, want) in [
        (f64::NAN, 0.0, 1.0),
        (1.0, f64::NAN, 1.0),
        (-1.0, inf, 1.0),
        (-0.5, inf, 0.0),
        (-inf, 3.0, -inf),
        (-inf, -3.0, -0.0),
        (-0.0, 3.0, -0.0),
        (-2.0, 3.0, -8.0),
    ] {
        assert_eq!(pow(a, b), Ok(Pow::Real(want)), "{a} ** {b}");
    }
    assert_eq!(pow(-8.0, 1.0 / 3.0), Ok(Pow::NeedsComplex));
    assert_eq!(pow(0.0, -1.0).unwrap_err().to_string(), "zero to a negative power");
    let overflow = pow(2.0, 10000.0).unwrap_err();
    assert!(overflow.range_errno);
    assert_eq!(overflow.to_string(), "Numerical result out of range");
}

#[test]
fn division() {
    for (a, b, q, r) in
        [(-7.0, 2.0, -4.0, 1.0), (7.0, -2.0, -4.0, -1.0), (-0.0, 1.0, -0.0, 0.0), (1.0, 0.1, 9.0, 0.09999999999999995)]
    {
        let got = div_mod(a, b).unwrap();
        assert_eq!((repr(got.0), repr(got.1)), (repr(q), repr(r)), "divmod({a}, {b})");
    }
}

#[test]
fn texts() {
    for (text, want) in [
        (" 1_0.5e1_0 ", Some(10.5e10)),
        ("-Infinity", Some(f64::NEG_INFINITY)),
        ("1e400", Some(f64::INFINITY)),
        ("1__0", None),
        ("1_", None),
        ("nan_", None),
        (".", None),
        ("1e", None),
        ("", None),
        ("0x1", None),
    ] {
        assert_eq!(parse(text), want, "{text:?}");
    }
    for (text, want) in [
        ("0x1.8p1", Ok(3.0)),
        ("-.8", Ok(-0.5)),
        ("0x1p-1075", Ok(0.0)),
        ("0x1.00000000000001p-1075", Ok(5e-324)),
        ("0x1p1024", Err("hexadecimal value too large to represent as a float")),
        ("0x", Err("invalid hexadecimal floating-point string")),
        ("1p", Err("invalid hexadecimal floating-point string")),
    ] {
        assert_eq!(from_hex(text).map_err(|e| e.to_string()), want.map_err(String::from), "{text}");
    }
    assert_eq!(to_hex(-0.1), "-0x1.999999999999ap-4");
    assert_eq!(to_hex(5e-324), "0x0.0000000000001p-1022");
}
