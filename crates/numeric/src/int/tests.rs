//! Fixed expectations taken from CPython.
use super::*;

fn big(s: &str) -> Int {
    parse(s, 10, 0).unwrap()
}

#[test]
fn normalised() {
    assert_eq!(Int::from(SMALL_MAX), Int::Small(SMALL_MAX));
    assert!(matches!(Int::from(SMALL_MAX + 1), Int::Big(_)));
    let one_more = Int::from(SMALL_MAX + 1);
    assert_eq!(one_more.as_ref().sub(IntRef::Small(1)), Int::Small(SMALL_MAX));
}

#[test]
fn floor_division() {
    for (a, b, q, r) in [
        ("7", "2", "3", "1"),
        ("-7", "2", "-4", "1"),
        ("7", "-2", "-4", "-1"),
        ("-7", "-2", "3", "-1"),
        ("-9223372036854775808", "-1", "9223372036854775808", "0"),
        ("100000000000000000000000", "-3", "-33333333333333333333334", "-2"),
    ] {
        let got = big(a).as_ref().div_mod(big(b).as_ref()).unwrap();
        assert_eq!(got, (big(q), big(r)), "{a} {b}");
    }
}

#[test]
fn powers() {
    let small = IntRef::Small;
    assert_eq!(small(2).pow(small(-1)), Ok(Number::Float(0.5)));
    assert_eq!(small(0).pow(small(0)), Ok(Number::Int(Int::ONE)));
    assert_eq!(small(-1).pow_int(big("100000000000000000001").as_ref()), Ok(Int::Small(-1)));
    assert_eq!(small(0).pow(small(-1)).unwrap_err().to_string(), "zero to a negative power");
    assert_eq!(small(2).pow_int(small(i64::MAX)), Err(Error::memory()));
    for (b, e, m, want) in [(2, -1, -7, -3), (3, 200, 13, 9), (-3, 3, 10, 3), (0, -1, 1, 0), (5, 0, -3, -2)] {
        assert_eq!(small(b).pow_mod(small(e), small(m)), Ok(Int::Small(want)), "pow({b}, {e}, {m})");
    }
    let words = |r: Result<Int>| r.unwrap_err().to_string();
    assert_eq!(words(small(2).pow_mod(small(-1), small(4))), "base is not invertible for the given modulus");
    assert_eq!(words(small(2).pow_mod(small(3), small(0))), "pow() 3rd argument cannot be 0");
}

#[test]
fn shifts() {
    let small = IntRef::Small;
    let huge = big("1180591620717411303424");
    assert_eq!(small(1).shl(huge.as_ref()).unwrap_err().to_string(), "too many digits in integer");
    assert_eq!(small(1).shl(small(1 << 62)), Err(Error::memory()));
    assert_eq!(small(0).shl(huge.as_ref()), Ok(Int::ZERO));
    assert_eq!(small(-1).shr(huge.as_ref()), Ok(Int::Small(-1)));
    assert_eq!(huge.as_ref().neg().as_ref().shr(small(71)), Ok(Int::Small(-1)));
    assert_eq!(small(1).shr(small(-1)).unwrap_err().to_string(), "negative shift count");
}

#[test]
fn bytes_both_ways() {
    for (v, len, signed, want) in [
        ("-1", 2, true, Some(vec![0xff, 0xff])),
        ("-128", 1, true, Some(vec![0x80])),
        ("128", 1, true, None),
        ("128", 1, false, Some(vec![0x80])),
        ("0", 0, false, Some(vec![])),
        ("-1", 0, true, None),
        ("18446744073709551616", 9, false, Some(vec![1, 0, 0, 0, 0, 0, 0, 0, 0])),
    ] {
        assert_eq!(big(v).as_ref().to_bytes(len, false, signed).ok(), want, "{v}");
        if let Some(bytes) = want {
            assert_eq!(from_bytes(&bytes, false, signed), big(v));
        }
    }
}

#[test]
fn text_limits() {
    let digits = "1".repeat(4301);
    assert_eq!(
        parse(&digits, 10, 4300),
        Err(ParseIntError::Error(Error::value(
            "Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; \
             use sys.set_int_max_str_digits() to increase the limit"
        )))
    );
    assert_eq!(
        big(&digits).as_ref().to_decimal(4300),
        Err(Error::value(
            "Exceeds the limit (4300 digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit"
        ))
    );
    assert_eq!(big(&digits).as_ref().to_decimal(4301).as_deref(), Ok(&*digits));
    assert!(parse(&"1".repeat(5000), 16, 4300).is_ok());
}

#[test]
fn parsing() {
    for (text, base, want) in [
        (" -0x_ff ", 0, Some(-255)),
        ("0_0", 0, Some(0)),
        ("010", 0, None),
        ("010", 10, Some(10)),
        ("0b12", 0, None),
        ("b1", 16, Some(0xb1)),
        ("0b1", 16, Some(0xb1)),
        ("1__0", 10, None),
        ("1_", 10, None),
        ("_1", 10, None),
        ("+ 1", 10, None),
        ("", 10, None),
        ("z", 36, Some(35)),
    ] {
        let want = want.map(Int::Small).ok_or(ParseIntError::Invalid);
        assert_eq!(parse(text, base, 4300), want, "{text:?} {base}");
    }
    assert!(matches!(parse("1", 37, 0), Err(ParseIntError::Error(_))));
}

#[test]
fn with_floats() {
    assert_eq!(big("9007199254740993").as_ref().to_f64(), Ok(9007199254740992.0));
    assert_eq!(IntRef::Small(9007199254740993).cmp_f64(9007199254740992.0), Some(Ordering::Greater));
    let huge = IntRef::Small(10).pow_int(IntRef::Small(400)).unwrap();
    assert_eq!(huge.as_ref().to_f64().unwrap_err().to_string(), "int too large to convert to float");
    assert_eq!(
        huge.as_ref().true_div(IntRef::Small(3)).unwrap_err().to_string(),
        "integer division result too large for a float"
    );
    assert_eq!(IntRef::Small(1).true_div(huge.as_ref()), Ok(0.0));
    assert_eq!(huge.as_ref().cmp_f64(f64::INFINITY), Some(Ordering::Less));
    for (v, n, want) in [(15, -1, 20), (25, -1, 20), (-15, -1, -20), (5, -1, 0), (15, -40, 0), (15, 3, 15)] {
        assert_eq!(IntRef::Small(v).round(IntRef::Small(n)), Int::Small(want));
    }
}
