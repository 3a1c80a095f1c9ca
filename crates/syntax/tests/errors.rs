//! Every error in `errors.txt` is found with its class, its words and its place.
//!
//! A line of that file is the mode (with `?` where incomplete input is told apart), the source with `\n`, `\t` and
//! `\\` escaped, and what CPython 3.14 makes of it.

use taipan_syntax::{Mode, ParseOptions, parse};

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => {}
            },
            (c, false) => out.push(c),
        }
    }
    out
}

fn verdict(mode: &str, source: &str) -> String {
    let incomplete = mode.ends_with('?');
    let options =
        ParseOptions { allow_incomplete_input: incomplete, dont_imply_dedent: incomplete, ..ParseOptions::default() };
    let mode = match mode.trim_end_matches('?') {
        "eval" => Mode::Expression,
        "single" => Mode::Interactive,
        _ => Mode::Module,
    };
    match parse(source, mode, options) {
        Ok(_) => "ok".to_owned(),
        Err(error) => {
            let number = |value: Option<i32>| value.map_or("None".to_owned(), |value| value.to_string());
            format!(
                "{} {}:{}-{}:{} {}",
                error.kind.class_name(),
                number(error.line),
                number(error.offset),
                number(error.end_line),
                number(error.end_offset),
                error.message
            )
        }
    }
}

#[test]
fn every_error_is_worded_and_placed_as_listed() {
    let mut wrong = Vec::new();
    for line in include_str!("errors.txt").lines() {
        let mut fields = line.split('\t');
        let (Some(mode), Some(source), Some(expected)) = (fields.next(), fields.next(), fields.next()) else {
            panic!("a line without three fields: {line}");
        };
        let found = verdict(mode, &unescape(source));
        if found != expected {
            wrong.push(format!("{mode} {source}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
