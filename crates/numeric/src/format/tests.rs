//! Fixed expectations taken from CPython.
use super::*;
use crate::int::{self, IntRef};

fn i(v: i64, spec: &str) -> Result<String, String> {
    Spec::parse(spec, Kind::Int, "int")
        .and_then(|s| int(IntRef::Small(v), &s, 4300, &Locale::default(), "int"))
        .map(|f| f.render())
        .map_err(|e| e.to_string())
}

fn f(v: f64, spec: &str) -> Result<String, String> {
    Spec::parse(spec, Kind::Float, "float")
        .and_then(|s| float(v, &s, &Locale::default(), "float"))
        .map(|f| f.render())
        .map_err(|e| e.to_string())
}

#[test]
fn ints() {
    for (v, spec, want) in [
        (65, "05c", "0000A"),
        (65, "5c", "    A"),
        (1234567, "010,", "01,234,567"),
        (1234567, "012_b", "1_0010_1101_0110_1000_0111"),
        (1234, "05,", "1,234"),
        (1234, "06,", "01,234"),
        (1234, "08,", "0,001,234"),
        (100, "#_x", "0x64"),
        (255, "#010X", "0X000000FF"),
        (3, "*=+10", "+********3"),
        (3, "^010,", "0000300000"),
        (5, ".,f", "5.000,000"),
    ] {
        assert_eq!(i(v, spec).as_deref(), Ok(want), "{spec}");
    }
}

#[test]
fn floats() {
    for (v, spec, want) in [
        (1.123456789, "020.8_f", "000000001.123_456_79"),
        (f64::INFINITY, "010,", "0000000inf"),
        (-0.001, "z.1f", "0.0"),
        (-0.001, "z.1e", "-1.0e-03"),
        (1e16, "#", "1.e+16"),
        (123456.0, ".6", "1.23456e+05"),
        (12345.0, ".6", "12345.0"),
        (2.5, ".0f", "2"),
        (0.5, ".0f", "0"),
        (0.005, "%", "0.500000%"),
        (1234567.0, "015,.1f", "0,001,234,567.0"),
        (0.0, "#.0f", "0."),
        (1e23, ".25g", "99999999999999991611392"),
    ] {
        assert_eq!(f(v, spec).as_deref(), Ok(want), "{spec}");
    }
    assert_eq!(f(1.0, ".2000f").map(|t| t.len()), Ok(2002));
    assert_eq!(f(1.0, ".70000e").map(|t| t.len()), Ok(70006));
}

#[test]
fn refusals() {
    for (spec, want) in [
        (",_", "Cannot specify both ',' and '_'."),
        ("__", "Cannot specify '_' with '_'."),
        (",x", "Cannot specify ',' with 'x'."),
        (".3", "Precision not allowed in integer format specifier"),
        (".", "Format specifier missing precision"),
        ("é", "Unknown format code '\\xe9' for object of type 'int'"),
        ("dd", "Invalid format specifier 'dd' for object of type 'int'"),
        ("99999999999999999999", "Too many decimal digits in format string"),
    ] {
        assert_eq!(i(5, spec).as_ref().map_err(String::as_str), Err(want), "{spec}");
    }
    assert_eq!(f(1.0, ".9999999999").map_err(|e| e.to_string()), Err("precision too big".into()));
}

#[test]
fn hostile_width_is_known_before_it_is_written() {
    let spec = Spec::parse("9000000000000000000", Kind::Int, "int").unwrap();
    assert!(spec.size_bound() >= 9_000_000_000_000_000_000);
    let field = int(IntRef::Small(1), &spec, 0, &Locale::default(), "int").unwrap();
    assert_eq!(field.char_len(), 9_000_000_000_000_000_000);
}

#[test]
fn percent_conversions() {
    let flags = |text: &str| {
        let mut flags = percent::Flags::default();
        assert!(text.chars().all(|c| flags.set(c)));
        flags
    };
    for (fl, conv, width, prec, v, want) in [
        ("0", 'd', 5, None, -3, "-0003"),
        ("-0", 'd', 5, None, 3, "3    "),
        ("#0", 'x', 10, None, 255, "0x000000ff"),
        ("#", 'x', 0, Some(5), 42, "0x0002a"),
        ("0", 'd', 10, Some(5), 42, "0000000042"),
        ("+ ", 'd', 0, None, 3, "+3"),
    ] {
        let got = percent::int(int::IntRef::Small(v), conv, flags(fl), width, prec, 0).unwrap();
        assert_eq!(got.render(), want);
    }
    let got = percent::float(f64::INFINITY, 'f', flags("0"), 5, None).unwrap();
    assert_eq!(got.render(), "00inf");
}

#[test]
fn locale_grouping() {
    let indian = Locale { decimal_point: ",".into(), thousands_sep: ".".into(), grouping: vec![3, 2] };
    let show = |v: i64, spec: &str| {
        let spec = Spec::parse(spec, Kind::Int, "int").unwrap();
        int(IntRef::Small(v), &spec, 0, &indian, "int").unwrap().render()
    };
    assert_eq!(show(1234567890, "n"), "1.23.45.67.890");
    assert_eq!(show(5, "08n"), "0.00.005");
    let spec = Spec::parse("n", Kind::Float, "float").unwrap();
    assert_eq!(float(1234.5, &spec, &indian, "float").unwrap().render(), "1.234,5");
}

/// The plain way says the same as the general one, wherever it says something.
#[test]
fn plain_is_general() {
    let mut specs = vec![String::new()];
    for part in [
        &["", "<", ">", "^", "=", "*<", "0=", "x^"][..],
        &["", "+", " ", "-"],
        &["", "#"],
        &["", "0"],
        &["", "1", "7", "12", "30"],
        &["", ",", "_"],
        &["", ".0", ".1", ".3", ".9", ".17", ".18"],
        &["", "d", "x", "X", "o", "b", "c", "f", "e", "g", "G", "%", "n", "s"],
    ] {
        specs = specs.iter().flat_map(|spec| part.iter().map(move |more| format!("{spec}{more}"))).collect();
    }
    let ints = [0, 1, -1, 7, 12, 999, -1000, 1_234_567, i64::from(u32::MAX), 1 << 53, i64::MAX >> 2, i64::MIN >> 2];
    let floats = [
        0.0,
        -0.0,
        1.0,
        -1.5,
        0.5,
        2.5,
        0.125,
        0.005,
        1.005,
        2.675,
        9.995,
        99.95,
        0.1,
        1e-5,
        1.5e-4,
        1e-7,
        5e-324,
        123456.0,
        1234567.0,
        1e15,
        1e16,
        9007199254740991.0,
        9007199254740993.0,
        1e22,
        1e300,
        f64::MAX,
        f64::INFINITY,
        f64::NAN,
        1.0 / 3.0,
        -2.0 / 3.0,
        3.25,
        1234.5678,
        0.045,
        1e-30,
    ];
    let mut plain_ones = 0;
    for spec in &specs {
        let line = |line: plain::Line| String::from_utf8_lossy(line.bytes()).into_owned();
        for value in ints {
            if let Some(shown) = Spec::parse_plain(spec.as_bytes(), Kind::Int).and_then(|spec| plain::int(value, &spec))
            {
                plain_ones += 1;
                assert_eq!(Ok(line(shown)), i(value, spec), "{value} {spec}");
            }
        }
        for value in floats {
            if let Some(shown) =
                Spec::parse_plain(spec.as_bytes(), Kind::Float).and_then(|spec| plain::float(value, &spec))
            {
                plain_ones += 1;
                assert_eq!(Ok(line(shown)), f(value, spec), "{value} {spec}");
            }
        }
    }
    assert!(plain_ones > 10_000);
}
