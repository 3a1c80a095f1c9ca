//! "invalid syntax" where a keyword was misspelt: replace one name after the other by the keywords that look like it, until the text parses.

use super::suggest::best_match;
use super::syntax_error::{Details, Offset};
use super::text;
use crate::native::*;

pub(crate) const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];
/// Sources larger than this are left alone.
const MAX_SOURCE: usize = 1024;
const MAX_NAMES: usize = 10;
const MAX_MATCHES: usize = 3;

/// Put a corrected place and message into `details` if a misspelt keyword is what is wrong.
pub(super) fn correct(vm: &mut Vm, exception: Value, details: &mut Details) {
    let Some(message) = &details.message else { return };
    if message != "invalid syntax" && !message.contains("Perhaps you forgot a comma") {
        return;
    }
    let Some(metadata) = text::attribute(vm, exception, "_metadata") else { return };
    let Some(tuple) = vm.cast::<Tuple>(metadata.value()) else { return };
    let &[first_line, _, source] = tuple.items(vm) else { return };
    let Some(first_line) = vm.int_to_i64(first_line).and_then(|line| usize::try_from(line).ok()) else { return };
    let source = vm.cast::<Str>(source).map(|source| text::shown(vm, source));
    let mut first_line = first_line;
    let mut end_line: usize = details.line.as_ref().and_then(|line| line.parse().ok()).unwrap_or(0);
    let mut from_file = false;
    let lines = match (source, &details.filename) {
        (Some(source), _) => source,
        (None, Some(filename)) => {
            let bytes = vm.host.clone().read_file(filename.as_bytes());
            match bytes.ok().and_then(|bytes| vm.options.source_tools.decode(&bytes)) {
                Some(source) => {
                    from_file = true;
                    source
                }
                None => {
                    (first_line, end_line) = (0, 1);
                    details.text.clone().unwrap_or_default()
                }
            }
        }
        (None, None) => details.text.clone().unwrap_or_default(),
    };
    let lines: Vec<&str> = lines.lines().collect();
    let Some(code) = lines.get(first_line.saturating_sub(1)..end_line.min(lines.len())) else { return };
    let code = text::dedent(&code.join("\n"));
    if code.chars().count() > MAX_SOURCE {
        return;
    }
    let lines: Vec<&str> = code.lines().collect();
    let wanted_line = if first_line == 0 { end_line } else { end_line + 1 };
    let mut tried = 0;
    for name in names(&code) {
        if (from_file && name.line + first_line != wanted_line) || KEYWORDS.contains(&name.text) {
            continue;
        }
        tried += 1;
        if tried > MAX_NAMES {
            return;
        }
        let candidates = KEYWORDS.iter().map(|keyword| keyword.to_string());
        let mut matches: Vec<String> = best_match(candidates, name.text).into_iter().collect();
        matches.extend(close_matches(name.text).into_iter().map(str::to_string));
        matches.truncate(MAX_MATCHES);
        for keyword in matches {
            let Some(line) = lines.get(name.line - 1) else { continue };
            let (before, after) = (&line[..name.start], &line[name.start + name.text.len()..]);
            let replaced = format!("{before}{keyword}{after}");
            let mut attempt: Vec<&str> = lines.clone();
            attempt[name.line - 1] = &replaced;
            if !vm.options.source_tools.can_be_completed(&attempt.join("\n")) {
                continue;
            }
            let column = before.chars().count() as i64;
            details.text = Some(format!("{line}\n"));
            details.offset = Offset::Int(column + 1);
            details.end_offset = Offset::Int(column + 1 + name.text.chars().count() as i64);
            details.line = Some(name.line.to_string());
            details.end_line = Some(name.line.to_string());
            details.message = Some(format!("invalid syntax. Did you mean '{keyword}'?"));
            return;
        }
    }
}

/// A name in a source, and where it is.
struct Name<'a> {
    text: &'a str,
    /// From 1.
    line: usize,
    /// In bytes of the line.
    start: usize,
}

/// The names and keywords of a piece of source; strings, numbers and comments are passed over.
fn names(code: &str) -> Vec<Name<'_>> {
    let mut found = Vec::new();
    let mut quote: Option<&str> = None;
    for (index, line) in code.split('\n').enumerate() {
        let bytes = line.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let rest = &line[at..];
            if let Some(ends) = quote {
                if rest.starts_with(ends) {
                    quote = None;
                    at += ends.len();
                } else {
                    let escaped = if rest.starts_with('\\') { 2 } else { 1 };
                    at += rest.chars().take(escaped).map(char::len_utf8).sum::<usize>();
                }
                continue;
            }
            let Some(character) = rest.chars().next() else { break };
            if character == '#' {
                break;
            }
            if let Some(opens) = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| rest.starts_with(quote)) {
                quote = Some(opens);
                at += opens.len();
            } else if character == '_' || character.is_alphanumeric() {
                let length: usize = rest
                    .chars()
                    .take_while(|&character| character == '_' || character.is_alphanumeric())
                    .map(char::len_utf8)
                    .sum();
                let is_prefix = rest[length..].starts_with(['"', '\'']) && length <= 2;
                if !character.is_ascii_digit() && !is_prefix {
                    found.push(Name { text: &rest[..length], line: index + 1, start: at });
                }
                at += length;
            } else {
                at += character.len_utf8();
            }
        }
        // Only strings in three quotes go over lines.
        if quote.is_some_and(|quote| quote.len() == 1) {
            quote = None;
        }
    }
    found
}

/// `difflib.get_close_matches(word, KEYWORDS, n=3, cutoff=0.5)`.
fn close_matches(word: &str) -> Vec<&'static str> {
    let word: Vec<char> = word.chars().collect();
    let mut scored: Vec<(f64, &'static str)> = KEYWORDS
        .iter()
        .map(|&keyword| {
            let characters: Vec<char> = keyword.chars().collect();
            let matching = matching(&characters, &word);
            (2.0 * matching as f64 / (characters.len() + word.len()) as f64, keyword)
        })
        .filter(|(ratio, _)| *ratio >= 0.5)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(a.1)));
    scored.into_iter().take(MAX_MATCHES).map(|(_, keyword)| keyword).collect()
}

/// Characters in the longest common run, and in those before and behind it.
fn matching(a: &[char], b: &[char]) -> usize {
    let mut best = (0, 0, 0);
    for i in 0..a.len() {
        for j in 0..b.len() {
            let length = a[i..].iter().zip(&b[j..]).take_while(|(a, b)| a == b).count();
            if length > best.2 {
                best = (i, j, length);
            }
        }
    }
    let (i, j, length) = best;
    if length == 0 {
        return 0;
    }
    matching(&a[..i], &b[..j]) + length + matching(&a[i + length..], &b[j + length..])
}
