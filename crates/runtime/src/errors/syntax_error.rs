//! Syntax errors: the line with the mistake and carets below it.

use super::colour::Theme;
use super::{keyword_typos, text};
use crate::native::*;

/// What a SyntaxError says of itself.
pub(super) struct Details {
    pub(super) filename: Option<String>,
    pub(super) line: Option<String>,
    pub(super) end_line: Option<String>,
    /// None when the attribute is no string.
    pub(super) text: Option<String>,
    pub(super) offset: Offset,
    pub(super) end_offset: Offset,
    pub(super) message: Option<String>,
}

/// An attribute that should be an int.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Offset {
    None,
    Int(i64),
    Other,
}

fn offset(vm: &mut Vm, exception: Value, name: &str) -> Offset {
    match text::attribute(vm, exception, name) {
        None => Offset::None,
        Some(value) if value.is_none() => Offset::None,
        Some(value) => vm.int_to_i64(value.value()).map_or(Offset::Other, Offset::Int),
    }
}

/// `str` of an attribute unless it is None.
fn shown(vm: &mut Vm, exception: Value, name: &str) -> Option<String> {
    let value = text::attribute(vm, exception, name)?;
    if value.is_none() { None } else { Some(text::safe_str(vm, value.value(), "exception")) }
}

impl Details {
    pub(super) fn of(vm: &mut Vm, exception: Value) -> Details {
        let mut details = Details {
            filename: shown(vm, exception, "filename"),
            line: shown(vm, exception, "lineno"),
            end_line: shown(vm, exception, "end_lineno"),
            text: text::text_attribute(vm, exception, "text"),
            offset: offset(vm, exception, "offset"),
            end_offset: offset(vm, exception, "end_offset"),
            message: shown(vm, exception, "msg"),
        };
        if details.text.is_some() {
            keyword_typos::correct(vm, exception, &mut details);
        }
        details
    }

    pub(super) fn format(&self, theme: &Theme, kind: &str, lines: &mut Vec<String>) {
        let mut suffix = String::new();
        match (&self.line, &self.filename) {
            (Some(line), filename) => {
                let filename = filename.as_deref().filter(|name| !name.is_empty()).unwrap_or("<string>");
                lines.push(format!(
                    "  File {}\"{filename}\"{}, line {}{line}{}\n",
                    theme.filename, theme.reset, theme.line_number, theme.reset
                ));
            }
            (None, Some(filename)) => suffix = format!(" ({filename})"),
            (None, None) => {}
        }
        if let Some(text) = &self.text {
            self.format_text(theme, text, lines);
        }
        let message = self.message.as_deref().filter(|message| !message.is_empty()).unwrap_or("<no detail available>");
        lines.push(format!("{}{kind}{}: {}{message}{}{suffix}\n", theme.kind, theme.reset, theme.message, theme.reset));
    }

    fn format_text(&self, theme: &Theme, text: &str, lines: &mut Vec<String>) {
        let right: Vec<char> = text.trim_end_matches('\n').chars().collect();
        let left: Vec<char> =
            right.iter().copied().skip_while(|character| matches!(character, ' ' | '\n' | '\x0c')).collect();
        let shown: String = left.iter().collect();
        let offset = match self.offset {
            Offset::None => return lines.push(format!("    {shown}\n")),
            Offset::Other => return,
            Offset::Int(offset) => offset,
        };
        let (length, whole) = (right.len() as i64, text.chars().count() as i64);
        let spaces = length - left.len() as i64;
        let mut end = match self.end_offset {
            _ if self.line != self.end_line => length + 1,
            Offset::Int(end) if end != 0 => end,
            _ => offset,
        };
        let mut offset = offset;
        if whole > 0 && offset > whole {
            offset = length + 1;
        }
        if whole > 0 && end > whole {
            end = length + 1;
        }
        if offset >= end || end < 0 {
            end = offset.saturating_add(1);
        }
        let (Ok(start), Ok(end)) = (usize::try_from(offset - 1 - spaces), usize::try_from(end - 1 - spaces)) else {
            return lines.push(format!("    {shown}\n"));
        };
        let cut = |from: usize, to: usize| -> String {
            left.get(from.min(left.len())..to.min(left.len())).unwrap_or(&[]).iter().collect()
        };
        if theme.is_coloured() {
            lines.push(format!(
                "    {}{}{}{}{}\n",
                cut(0, start),
                theme.highlight,
                cut(start, end),
                theme.reset,
                cut(end, left.len())
            ));
        } else {
            lines.push(format!("    {shown}\n"));
        }
        // Tabs stay, so that the carets are below what they mean.
        let before: String =
            left.iter().take(start).map(|&character| if text::is_space(character) { character } else { ' ' }).collect();
        let carets = "^".repeat(end.saturating_sub(start).min(1 << 16));
        lines.push(format!("    {before}{}{carets}{}\n", theme.highlight, theme.reset));
    }
}
