//! The errors and warnings of scopes and code, with their places: `tests/errors.txt` holds programs, each followed by
//! `=>` and CPython's answer.

use taipan_compiler::{Options, compile};
use taipan_syntax::Mode;

#[test]
fn errors() {
    let mut failures = Vec::new();
    let text = include_str!("errors.txt");
    for case in text.split("\n\n").filter(|case| !case.trim().is_empty()) {
        let (source, expected) = case.split_once("\n=> ").unwrap_or((case, "?"));
        let answer = match compile(source, "case", Options::new(Mode::Module)) {
            Ok(compiled) => {
                if let Err(error) = taipan_bytecode::verify(&compiled.code) {
                    failures.push(format!("{source}\n{error}"));
                }
                let warnings = compiled.warnings.iter();
                let warnings: Vec<String> =
                    warnings.map(|warning| format!("line {}: {}", warning.line, warning.message)).collect();
                if warnings.is_empty() { "fine".to_owned() } else { warnings.join("; ") }
            }
            Err(error) => {
                let at = |value: Option<i32>| value.map_or("-".to_owned(), |value| value.to_string());
                let place = [error.line, error.offset, error.end_line, error.end_offset].map(at).join(" ");
                format!("{}: {} ({place})", error.kind.class_name(), error.message)
            }
        };
        if answer != expected.trim_end() {
            failures.push(format!("{source}\nexpected {}\ngot      {answer}", expected.trim_end()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
