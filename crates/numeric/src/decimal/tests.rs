//! Fixed expectations taken from CPython.

use super::*;

fn number(text: &str) -> Decimal {
    Decimal::parse_exactly(text, &mut 0)
}

fn shown(value: &Decimal) -> String {
    value.to_scientific(true).expect("room")
}

#[test]
fn arithmetic() {
    let context = Context::DEFAULT;
    let mut status = 0;
    assert_eq!(shown(&number("1.10").add(&number("2.2"), &context, &mut status)), "3.30");
    assert_eq!(shown(&number("1").div(&number("3"), &context, &mut status)), "0.3333333333333333333333333333");
    assert_eq!(shown(&number("2.50").div(&number("5"), &context, &mut status)), "0.50");
    let e = number("1").exp(&context, &mut status);
    assert_eq!(shown(&e), "2.718281828459045235360287471");
    assert_eq!(shown(&e.mul(&e, &context, &mut status)), "7.389056098930650227230427459");
    assert_eq!(shown(&number("2").ln(&context, &mut status)), "0.6931471805599453094172321215");
    assert_eq!(shown(&number("2").log10(&context, &mut status)), "0.3010299956639811952137388947");
    assert_eq!(shown(&number("2").sqrt(&context, &mut status)), "1.414213562373095048801688724");
    assert_eq!(shown(&number("2").pow(&number("0.5"), &context, &mut status)), "1.414213562373095048801688724");
    assert_eq!(shown(&number("2").pow(&number("100"), &context, &mut status)), "1.267650600228229401496703205E+30");
}

#[test]
fn text() {
    for text in ["0", "-0", "1E+3", "1.50", "0.000001", "1E-7", "-1.23E-10", "NaN123", "-sNaN", "-Infinity"] {
        assert_eq!(shown(&number(text)), text);
    }
    assert_eq!(number("12345").digits(), 5);
    assert_eq!(number("1E400").to_int(Rounding::Down).expect("room").to_string().len(), 401);
}
