//! Python's text on its way to a terminal, and the few functions of `textwrap` and `str` that tracebacks are made with.

use crate::native::*;

/// A string as standard error shows it: lone surrogates escaped.
pub(super) fn shown(vm: &Vm, text: Obj<Str>) -> String {
    let mut shown = String::with_capacity(text.len(vm));
    for unit in text.units(vm).iter() {
        match char::from_u32(unit) {
            Some(character) => shown.push(character),
            None => shown.push_str(&format!("\\u{unit:04x}")),
        }
    }
    shown
}

/// `str(value)`, or words that say that it failed.
pub(super) fn safe_str(vm: &mut Vm, value: Value, what: &str) -> String {
    let text = vm.str(value);
    finish(vm, text).unwrap_or_else(|| format!("<{what} str() failed>"))
}

/// `repr(value)`, or words that say that it failed.
pub(crate) fn safe_repr(vm: &mut Vm, value: Value, what: &str) -> String {
    let text = vm.repr(value);
    finish(vm, text).unwrap_or_else(|| format!("<{what} repr() failed>"))
}

fn finish(vm: &mut Vm, text: R<Owned>) -> Option<String> {
    match text {
        Ok(text) => vm.cast::<Str>(text.value()).map(|text| shown(vm, text)),
        Err(_) => {
            drop(vm.take_error());
            None
        }
    }
}

/// An attribute, None when it is missing or fails.
pub(super) fn attribute(vm: &mut Vm, value: Value, name: &str) -> Option<Owned> {
    let found = vm.get_attr_str(value, name);
    found.inspect_err(|_| drop(vm.take_error())).ok()
}

/// As `attribute`, of a string.
pub(super) fn text_attribute(vm: &mut Vm, value: Value, name: &str) -> Option<String> {
    let found = attribute(vm, value, name)?;
    vm.cast::<Str>(found.value()).map(|text| shown(vm, text))
}

/// `str.splitlines(True)`.
pub(super) fn lines_with_ends(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let mut end = at + character.len_utf8();
        match character {
            '\r' if matches!(characters.peek(), Some((_, '\n'))) => {
                characters.next();
                end += 1;
            }
            '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}' => {}
            _ => continue,
        }
        lines.push(&text[start..end]);
        start = end;
    }
    if start < text.len() {
        lines.push(&text[start..]);
    }
    lines
}

/// What `str.isspace` says of one character.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\x1c'..='\x1f')
}

fn is_blank(line: &str) -> bool {
    line.chars().all(is_space)
}

/// `textwrap.dedent`.
pub(super) fn dedent(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let filled = || lines.iter().copied().filter(|line| !is_blank(line));
    let (Some(least), Some(most)) = (filled().min(), filled().max()) else {
        return lines.iter().map(|_| "").collect::<Vec<_>>().join("\n");
    };
    let margin: usize = least
        .chars()
        .zip(most.chars())
        .take_while(|(a, b)| a == b && matches!(a, ' ' | '\t'))
        .map(|(character, _)| character.len_utf8())
        .sum();
    lines.iter().map(|line| if is_blank(line) { "" } else { &line[margin..] }).collect::<Vec<_>>().join("\n")
}

/// Columns that a text takes on a terminal, of its first `offset` characters.
pub(super) fn display_width(line: &[char], offset: usize) -> usize {
    if line.iter().all(char::is_ascii) {
        return offset;
    }
    let wide = |character: &&char| matches!(taipan_text::unicode::east_asian_width(**character as u32), "W" | "F");
    let shown = &line[..offset.min(line.len())];
    shown.len() + shown.iter().filter(wide).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dedents() {
        assert_eq!(dedent("  a\n    b\n \n"), "a\n  b\n\n");
        assert_eq!(dedent("a\n  b"), "a\n  b");
        assert_eq!(dedent("\ta\n  b"), "\ta\n  b");
    }

    #[test]
    fn splits_lines() {
        assert_eq!(lines_with_ends("a\r\nb\x0cc\n"), ["a\r\n", "b\x0c", "c\n"]);
        assert_eq!(lines_with_ends(""), [""; 0]);
    }
}
