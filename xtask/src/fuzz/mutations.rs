//! Programs made from existing ones: statements and tokens removed, doubled, exchanged, replaced.

use super::random::Random;

/// Tokens, blanks among them: joined they are the text again.
fn tokens(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let c = bytes[at];
        if c == b'"' || c == b'\'' {
            let quote = &text[at..at + 1];
            let triple = quote.repeat(3);
            let (close, skip) = if text[at..].starts_with(&triple) { (triple.as_str(), 3) } else { (quote, 1) };
            at += skip;
            while at < bytes.len() && !bytes[at..].starts_with(close.as_bytes()) && !(skip == 1 && bytes[at] == b'\n') {
                at += if bytes[at] == b'\\' { 2 } else { 1 };
            }
            at = (at + skip).min(bytes.len());
        } else if c == b'#' {
            while at < bytes.len() && bytes[at] != b'\n' {
                at += 1;
            }
        } else if c.is_ascii_alphanumeric() || c == b'_' || c >= 0x80 {
            while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_' || bytes[at] >= 0x80) {
                at += 1;
            }
        } else if c == b' ' {
            while at < bytes.len() && bytes[at] == b' ' {
                at += 1;
            }
        } else {
            let longest = [
                "**=", "//=", ">>=", "<<=", "...", "==", "!=", "<=", ">=", "->", "+=", "-=", "*=", "/=", "%=", "&=",
                "|=", "^=", "@=", ":=", "**", "//", "<<", ">>",
            ];
            at +=
                longest.iter().find(|operator| text[at..].starts_with(**operator)).map_or(1, |operator| operator.len());
        }
        while !text.is_char_boundary(at) {
            at += 1;
        }
        found.push(&text[start..at]);
    }
    found
}

const POOL: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ".",
    ";",
    "=",
    "==",
    ":=",
    "+",
    "-",
    "*",
    "**",
    "/",
    "//",
    "%",
    "@",
    "->",
    "~",
    "<",
    "!=",
    "...",
    "|",
    "&",
    "not",
    "in",
    "is",
    "if",
    "else",
    "elif",
    "for",
    "while",
    "def",
    "class",
    "return",
    "yield",
    "await",
    "async",
    "lambda",
    "None",
    "True",
    "import",
    "from",
    "as",
    "with",
    "try",
    "except",
    "finally",
    "raise",
    "global",
    "nonlocal",
    "del",
    "pass",
    "break",
    "continue",
    "and",
    "or",
    "assert",
    "match",
    "case",
    "type",
    "print",
    "x",
    "_",
    "0",
    "1.5",
    "0x",
    "1_",
    "'a'",
    "'",
    "\"",
    "b'x'",
    "f'{",
    "f'{x!r}'",
    "}'",
    "t'{x}'",
    "\\",
    "$",
    "?",
    "!",
    "\n",
    "\n    ",
    "    ",
    "\t",
    "#",
    "`",
    "é",
    "…",
    "1j",
    "0b2",
    "'''",
    "*args",
    "**kwargs",
    "except*",
    "yield from",
    "not in",
    "is not",
    "\u{a0}",
];

/// A text that most likely is no program.
pub(super) fn broken(random: &mut Random, text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    let count = 1 + random.below(8);
    let start = random.below(lines.len().max(1));
    let chunk: Vec<&str> = lines.iter().skip(start).take(count).copied().collect();
    // A part of a block stands at the margin.
    let margin = chunk
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .next()
        .unwrap_or(0);
    let chunk: Vec<&str> = chunk
        .iter()
        .map(|line| {
            if line.len() > margin && line.is_char_boundary(margin) && line[..margin].trim().is_empty() {
                &line[margin..]
            } else {
                line.trim_start()
            }
        })
        .collect();
    let mut text = chunk.join("\n") + "\n";
    for _ in 0..1 + random.below(2) {
        text = mutated(random, &text, POOL);
    }
    text
}

fn mutated(random: &mut Random, text: &str, pool: &[&str]) -> String {
    let mut parts: Vec<String> = tokens(text).into_iter().map(str::to_owned).collect();
    let solid: Vec<usize> =
        (0..parts.len()).filter(|&index| !parts[index].trim().is_empty() || random.chance(10)).collect();
    if solid.is_empty() {
        return text.to_owned();
    }
    let at = *random.pick(&solid);
    match random.below(7) {
        0 | 1 => {
            parts.remove(at);
        }
        2 => parts.insert(at, format!("{} ", parts[at])),
        3 => {
            let other = *random.pick(&solid);
            parts.swap(at, other);
        }
        4 => parts[at] = (*random.pick(pool)).to_owned(),
        5 => parts.insert(at, format!("{} ", random.pick(pool))),
        _ => {
            // Half a token, or the rest of the text gone.
            let half = (0..=parts[at].len() / 2).rev().find(|&end| parts[at].is_char_boundary(end)).unwrap_or(0);
            parts[at].truncate(half);
            if random.chance(30) {
                parts.truncate(at + 1);
            }
        }
    }
    parts.concat()
}

const VALUES: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "None",
    "True",
    "''",
    "'abc'",
    "b'x'",
    "[]",
    "()",
    "{}",
    "[1, 2]",
    "(1, 2)",
    "{1: 2}",
    "{1, 2}",
    "1.5",
    "float('nan')",
    "2**70",
    "range(3)",
    "object()",
    "int",
    "lambda *a: a",
    "...",
    "slice(1)",
    "1j",
    "frozenset()",
    "iter([1])",
    "-0.0",
    "10**400",
];
const OPERATORS: &[&str] = &[
    "+", "-", "*", "/", "//", "%", "<<", ">>", "&", "|", "^", "@", "==", "!=", "<", "<=", ">", ">=", "and", "or", "in",
    "is",
];
const NAMES: &[&str] = &[
    "str",
    "int",
    "list",
    "dict",
    "tuple",
    "set",
    "len",
    "repr",
    "sorted",
    "sum",
    "min",
    "max",
    "abs",
    "bool",
    "float",
    "bytes",
    "type",
    "iter",
    "next",
    "zip",
    "map",
    "filter",
    "enumerate",
    "reversed",
    "hash",
    "round",
    "bytearray",
    "frozenset",
    "complex",
    "range",
    "super",
    "property",
    "classmethod",
    "staticmethod",
    "object",
    "isinstance",
    "callable",
    "vars",
    "memoryview",
];
const SPECIAL: &[&str] = &[
    "__init__",
    "__repr__",
    "__str__",
    "__eq__",
    "__lt__",
    "__hash__",
    "__len__",
    "__bool__",
    "__add__",
    "__radd__",
    "__getitem__",
    "__setitem__",
    "__contains__",
    "__iter__",
    "__next__",
    "__call__",
    "__getattr__",
    "__getattribute__",
    "__enter__",
    "__exit__",
    "__new__",
    "__get__",
    "__set__",
    "__index__",
    "__int__",
    "__format__",
    "__class_getitem__",
    "__init_subclass__",
    "__set_name__",
    "__missing__",
    "__delattr__",
    "__del__",
    "__aiter__",
    "__await__",
    "__prepare__",
    "__instancecheck__",
];

/// A program with some changes, which most likely still compiles.
pub(super) fn changed(random: &mut Random, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..1 + random.below(4) {
        text = if random.chance(40) { with_other_lines(random, &text) } else { with_other_tokens(random, &text) };
    }
    text
}

fn with_other_tokens(random: &mut Random, text: &str) -> String {
    let mut parts: Vec<String> = tokens(text).into_iter().map(str::to_owned).collect();
    let is_value = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_digit() || c == '\'' || c == '"')
            || matches!(part, "None" | "True" | "False")
    };
    let pools: [(&[&str], &dyn Fn(&str) -> bool); 4] = [
        (VALUES, &is_value),
        (OPERATORS, &|part| OPERATORS.contains(&part)),
        (NAMES, &|part| NAMES.contains(&part)),
        (SPECIAL, &|part| SPECIAL.contains(&part)),
    ];
    let (pool, wanted) = pools[random.below(4)];
    let places: Vec<usize> = (0..parts.len()).filter(|&index| wanted(&parts[index])).collect();
    if !places.is_empty() {
        let at = *random.pick(&places);
        parts[at] = (*random.pick(pool)).to_owned();
        // A value may also change places with another expression of the program.
        if random.chance(30) {
            let other = *random.pick(&places);
            parts.swap(at, other);
        }
    }
    parts.concat()
}

fn with_other_lines(random: &mut Random, text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.len() < 2 {
        return text.to_owned();
    }
    let at = random.below(lines.len());
    let depth = |line: &str| line.len() - line.trim_start().len();
    match random.below(3) {
        0 => {
            lines.remove(at);
        }
        1 => {
            let line = lines[at];
            let places: Vec<usize> = (0..lines.len()).filter(|&index| depth(lines[index]) == depth(line)).collect();
            lines.insert(*random.pick(&places), line);
        }
        _ => {
            let places: Vec<usize> =
                (0..lines.len()).filter(|&index| depth(lines[index]) == depth(lines[at])).collect();
            let other = *random.pick(&places);
            lines.swap(at, other);
        }
    }
    lines.join("\n") + "\n"
}
