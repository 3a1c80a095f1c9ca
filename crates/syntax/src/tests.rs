//! What the front end accepts, and what it survives.

use crate::{Mode, ParseOptions, SyntaxErrorKind, decode_source, parse};

fn refused(source: &str) -> crate::SyntaxError {
    parse(source, Mode::Module, ParseOptions::default()).expect_err("should be refused")
}

#[test]
fn deep_sources_are_refused_or_parsed_without_overflow() {
    for prefix in ["-", "not ", "lambda:", "1 if 1 else ", "1**", "~", "*", "await "] {
        let source = format!("{}1", prefix.repeat(100_000));
        let error = refused(&source);
        assert!(matches!(error.kind, SyntaxErrorKind::Memory | SyntaxErrorKind::Syntax), "{prefix}: {error}");
        let _ = parse(&format!("{}1", prefix.repeat(4_000)), Mode::Module, ParseOptions::default());
    }
    for bracket in ["(", "[", "{", "f(", "a[", "f'{"] {
        refused(&bracket.repeat(100_000));
    }
    for link in [".b", "()", "[0]", "+1", " and 1"] {
        let chain = |count| format!("a{}", link.repeat(count));
        let parsed = parse(&chain(10_000), Mode::Module, ParseOptions::default()).expect("a chain CPython accepts");
        assert!(parsed.depth() >= 2);
        if let Err(error) = parse(&chain(200_000), Mode::Module, ParseOptions::default()) {
            assert_eq!(error.kind, SyntaxErrorKind::Recursion);
        }
    }
    parse(&"x=".repeat(50_000).replace("x=", "x=-1;"), Mode::Module, ParseOptions::default()).expect("flat");
}

#[test]
fn decoding() {
    assert_eq!(decode_source(b"\xef\xbb\xbfa\r\nb\rc").as_deref(), Ok("a\nb\nc"));
    assert_eq!(decode_source(b"# coding: latin-1\n'\xe9'").as_deref(), Ok("# coding: latin-1\n'\u{e9}'"));
    let message = |bytes: &[u8]| decode_source(bytes).expect_err("should be refused").message;
    assert_eq!(message(b"a\0"), "source code string cannot contain null bytes");
    assert_eq!(message(b"# coding: nope\n"), "unknown encoding: nope");
    assert_eq!(message(b"\xef\xbb\xbf# coding: latin-1\n"), "encoding problem: iso-8859-1 with BOM");
    assert!(message(b"a\n'\xff'").starts_with("Non-UTF-8 code starting with '\\xff' on line 2"));
}

#[test]
fn warnings_name_the_escape_and_the_line() {
    let warnings = |source: &str| -> Vec<(u32, String)> {
        let parsed = parse(source, Mode::Module, ParseOptions::default()).expect("accepted with warnings");
        parsed.warnings().iter().map(|one| (one.line, one.message.clone())).collect()
    };
    let escape = |line, after: &str| {
        let advice = format!("Did you mean \"\\\\{after}\"? A raw string is also an option.");
        let message = format!(
            "\"\\{after}\" is an invalid escape sequence. Such sequences will not work in the future. {advice}"
        );
        (line, message)
    };
    assert_eq!(warnings("'\\d'\n'''a\n\\w'''"), [escape(1, "d"), escape(3, "w")]);
    assert_eq!(warnings("f'\\{1}' rf'\\d{1:\\d}' f'{1:\\q}'"), [escape(1, "{"), escape(1, "q")]);
    assert_eq!(warnings("\n1if 1else 2"), vec![(2, "invalid decimal literal".to_owned()); 2]);
    assert_eq!(warnings("'\\\u{e9}' r'\\d' '\\n\\x41' ; b'\\x00'"), []);
}

#[test]
fn what_the_parser_refuses_alone_is_accepted() {
    let module = |source: &str| parse(source, Mode::Module, ParseOptions::default()).expect("accepted");
    let raise = module("def f():\n    raise; x");
    let crate::ast::Stmt::FunctionDef(function) = &raise.body()[0] else { panic!("a function") };
    assert!(matches!(&function.body[0], crate::ast::Stmt::Raise(raise) if raise.exc.is_none()));
    module("from __future__ import barry_as_FLUFL\n1 <> 2");
}
