//! The places a traceback goes through: the line of source of each, and carets below the part that was being executed.

use taipan_bytecode::{CaretAnchors, Position, StatementShape};

use super::colour::Theme;
use super::report::tracebacks;
use super::source::Sources;
use super::text::{dedent, display_width};
use crate::native::*;
use crate::types::frame::FrameObject;

/// Frames shown of those that are at the same place, before the others are counted only.
const REPEATED: usize = 3;

/// A place.
pub(super) struct FrameReport {
    filename: String,
    line: u32,
    function: String,
    /// The lines of the instruction, each ending in a newline; empty when there is no source.
    source: String,
    position: Position,
    carets: Carets,
}

/// What lies below the lines.
#[derive(Default)]
struct Carets {
    shown: bool,
    anchors: Option<CaretAnchors>,
}

/// The places of a traceback, outermost first.
pub(super) fn gather(vm: &mut Vm, sources: &mut Sources, traceback: Option<&Owned>) -> Vec<FrameReport> {
    let keep = traceback.cloned();
    let mut places = tracebacks(vm, keep.as_ref());
    if let Some(limit) = limit(vm) {
        // Of too many, the innermost are shown.
        places.drain(..places.len().saturating_sub(limit));
    }
    let mut reports: Vec<FrameReport> = Vec::with_capacity(places.len());
    for place in places {
        let (frame, word, line) = { (place.get(vm).frame.clone(), place.word(vm), place.line(vm)) };
        let Some(frame) = vm.cast::<FrameObject>(frame.value()) else { continue };
        let function = frame.function(vm);
        let code = function.code(vm);
        let globals = function.get(vm).globals.clone();
        let template = code.get(vm).template.clone();
        let mut position = template.positions.find(word);
        if position.line == 0 {
            position = Position::default();
        }
        let line = if position.line == 0 { line } else { position.line };
        let last = position.end_line.max(line);
        let mut source = String::new();
        let mut found = false;
        for number in line..=last {
            let text = sources.line(vm, code, globals.value(), number);
            found |= !text.trim().is_empty();
            source.push_str(&text);
            source.push('\n');
        }
        if !found {
            source.clear();
        }
        let mut report = FrameReport {
            filename: template.filename.to_string(),
            line,
            function: template.name.clone(),
            source,
            position,
            carets: Carets::default(),
        };
        report.find_carets(vm);
        reports.push(report);
    }
    reports
}

fn limit(vm: &mut Vm) -> Option<usize> {
    let name = vm.intern("tracebacklimit").ok()?;
    let sys = vm.sys;
    let limit = sys.get_str(vm, name)?;
    let small = vm.int_to_i64(limit);
    if vm.class_of(limit).is_subclass_of(vm, vm.types.int) && small.is_none() {
        // Too large to be a limit, or far below zero.
        let below = vm.rich_compare(limit, Value::small(0), CompareOp::Lt).ok()?;
        return below.is(Value::TRUE).then_some(0);
    }
    Some(usize::try_from(small?).unwrap_or(0))
}

/// The lines of a place, dedented, and the part of them that was being executed, in characters.
struct Lines {
    lines: Vec<Vec<char>>,
    start: usize,
    end: usize,
}

/// The characters in the first `bytes` bytes of a line.
fn characters(line: &str, bytes: usize) -> usize {
    let mut end = bytes.min(line.len());
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    line[..end].chars().count()
}

impl FrameReport {
    fn lines(&self) -> Option<Lines> {
        let original: Vec<&str> = self.source.lines().collect();
        let (first, last) = (*original.first()?, *original.last()?);
        let dedented = dedent(&self.source);
        let lines: Vec<Vec<char>> = dedented.lines().map(|line| line.chars().collect()).collect();
        let removed = first.chars().count().saturating_sub(lines.first()?.len());
        let start = characters(first, self.position.column as usize).saturating_sub(removed);
        let end = characters(last, self.position.end_column as usize).saturating_sub(removed);
        Some(Lines { lines, start, end })
    }

    fn find_carets(&mut self, vm: &Vm) {
        if self.position.line == 0 || self.source.is_empty() || !vm.options.settings.flags.debug_ranges {
            return;
        }
        let Some(Lines { lines, start, end }) = self.lines() else { return };
        let tools = vm.options.source_tools;
        let text = lines.iter().map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n");
        let total: Vec<char> = text.chars().collect();
        let last = lines.last().map_or(0, Vec::len);
        let segment_end = total.len().saturating_sub(last.saturating_sub(end));
        let segment: String = total.get(start..segment_end).unwrap_or(&[]).iter().collect();
        let anchors = tools.caret_anchors(&segment);
        let shown = match tools.statement_shape(&text) {
            Some(StatementShape::Nothing) => false,
            Some(StatementShape::LoneCall { start: from, end: to }) if from == start && to == end => false,
            _ => {
                let before = lines.first().and_then(|line| line.get(..start)).unwrap_or(&[]);
                let after = lines.last().and_then(|line| line.get(end..)).unwrap_or(&[]);
                anchors.is_some()
                    || before.iter().any(|character| !character.is_whitespace())
                    || after.iter().any(|character| !character.is_whitespace())
            }
        };
        self.carets = Carets { shown, anchors };
    }

    fn format(&self, theme: &Theme) -> String {
        let Theme { filename: file_colour, line_number, frame, reset, .. } = theme;
        let filename = if self.filename.starts_with("<stdin-") && self.filename.ends_with('>') {
            "<stdin>"
        } else {
            &self.filename
        };
        let mut row = format!(
            "  File {file_colour}\"{filename}\"{reset}, line {line_number}{}{reset}, in {frame}{}{reset}\n",
            self.line, self.function
        );
        if self.source.is_empty() {
            return row;
        }
        if self.position.line == 0 {
            let first = self.source.lines().next().unwrap_or("").trim();
            row.push_str(&format!("    {first}\n"));
            return row;
        }
        let Some(lines) = self.lines() else { return row };
        let shown = self.format_lines(theme, &lines);
        for line in dedent(&shown).split_inclusive('\n') {
            row.push_str("    ");
            row.push_str(line);
        }
        row
    }

    /// The first line, the last, and those around the anchors.
    fn format_lines(&self, theme: &Theme, all: &Lines) -> String {
        let count = all.lines.len();
        let mut significant = vec![0, count - 1];
        if let Some(anchors) = self.carets.anchors {
            for line in [anchors.left_line, anchors.right_line] {
                significant.extend(line.saturating_sub(1)..line + 2);
            }
        }
        significant.retain(|&line| line < count);
        significant.sort_unstable();
        significant.dedup();
        let mut out = String::new();
        for (index, &line) in significant.iter().enumerate() {
            if index > 0 {
                match line - significant[index - 1] {
                    0 | 1 => {}
                    2 => self.format_line(theme, all, line - 1, &mut out),
                    gap => out.push_str(&format!("...<{} lines>...\n", gap - 1)),
                }
            }
            self.format_line(theme, all, line, &mut out);
        }
        out
    }

    /// A line and the carets below it.
    fn format_line(&self, theme: &Theme, all: &Lines, number: usize, out: &mut String) {
        let line = &all.lines[number];
        if !self.carets.shown {
            out.extend(line);
            out.push('\n');
            return;
        }
        let marks = self.marks(all, number);
        if !theme.is_coloured() {
            out.extend(line);
            out.push('\n');
            out.extend(&marks);
            out.push('\n');
            return;
        }
        // Both lines in the colour of the marks, run by run.
        let (mut above, mut below) = (String::new(), String::new());
        let ended: Vec<char> = line.iter().copied().chain(['\n']).collect();
        let length = ended.len().max(marks.len());
        let mut at = 0;
        while at < length {
            let mark = marks.get(at).copied();
            let mut end = at;
            while end < length && marks.get(end).copied() == mark {
                end += 1;
            }
            let colour = match mark {
                Some('^') => theme.highlight,
                Some('~') => theme.range,
                _ => "",
            };
            let reset = if colour.is_empty() { "" } else { theme.reset };
            for (text, from) in [(&mut above, &ended), (&mut below, &marks)] {
                text.push_str(colour);
                text.extend(&from[at.min(from.len())..end.min(from.len())]);
                text.push_str(reset);
            }
            at = end;
        }
        out.push_str(&above);
        out.push_str(&below);
        out.push('\n');
    }

    /// The marks below a line, by columns of the terminal.
    fn marks(&self, all: &Lines, number: usize) -> Vec<char> {
        let line = &all.lines[number];
        let last = all.lines.len() - 1;
        let indent = line.iter().take_while(|character| character.is_whitespace()).count();
        let start = all.lines.first().map_or(0, |line| display_width(line, all.start));
        let width = if number == last { display_width(line, all.end) } else { display_width(line, line.len()) };
        let anchors = self.carets.anchors.map(|anchors| {
            let column = |line: usize, column: usize| {
                let column = if line == 0 { column + all.start } else { column };
                all.lines.get(line).map_or(column, |text| display_width(text, column))
            };
            (
                (anchors.left_line, column(anchors.left_line, anchors.left_column)),
                (anchors.right_line, column(anchors.right_line, anchors.right_column)),
            )
        });
        let mark = |column: usize| {
            if column < indent || (number == 0 && column < start) {
                return ' ';
            }
            match anchors {
                None => '^',
                Some((left, right)) if (number, column) >= left && (number, column) < right => '^',
                Some(_) => '~',
            }
        };
        (0..width).map(mark).collect()
    }
}

/// The places in order; repeated ones are counted.
pub(super) fn format(theme: &Theme, frames: &[FrameReport]) -> Vec<String> {
    let mut rows = Vec::new();
    let mut count = 0;
    let repeated = |count: usize| {
        let more = count - REPEATED;
        let plural = if more > 1 { "s" } else { "" };
        format!("  [Previous line repeated {more} more time{plural}]\n")
    };
    let mut last: Option<&FrameReport> = None;
    for frame in frames {
        let same = last.is_some_and(|last| {
            last.filename == frame.filename && last.line == frame.line && last.function == frame.function
        });
        if !same {
            if count > REPEATED {
                rows.push(repeated(count));
            }
            count = 0;
        }
        last = Some(frame);
        count += 1;
        if count <= REPEATED {
            rows.push(frame.format(theme));
        }
    }
    if count > REPEATED {
        rows.push(repeated(count));
    }
    rows
}
