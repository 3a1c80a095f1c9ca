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
