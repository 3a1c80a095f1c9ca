//! The layout: chains of exceptions, and the boxes around those in groups.

use super::colour::Theme;
use super::frames;
use super::report::Report;
use super::text::lines_with_ends;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// Groups within groups that are shown.
const MAX_DEPTH: usize = 10;
/// Exceptions of a group that are shown.
const MAX_WIDTH: usize = 15;

pub(super) struct Printer {
    theme: &'static Theme,
    out: String,
    depth: usize,
    /// The innermost box around the last exception of a group is yet to be closed.
    need_close: bool,
}

impl Printer {
    pub(super) fn new(theme: &'static Theme) -> Printer {
        Printer { theme, out: String::new(), depth: 0, need_close: false }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Text inside the box, if there is one.
    fn emit(&mut self, text: &str, margin: char) {
        if self.depth == 0 {
            self.out.push_str(text);
            return;
        }
        for line in lines_with_ends(text) {
            self.indent();
            self.out.push(margin);
            self.out.push(' ');
            self.out.push_str(line);
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.out.push_str("  ");
        }
    }

    /// Report number `index` and those that it is chained to, the oldest first.
    pub(super) fn exception(&mut self, reports: &[Report], index: usize) {
        let mut chain = vec![(index, "")];
        loop {
            let (report, _) = chain[chain.len() - 1];
            let report = &reports[report];
            let (next, message) = match (report.cause, report.context) {
                (Some(cause), _) => (cause, CAUSE),
                (None, Some(context)) if !report.suppress_context => (context, CONTEXT),
                _ => break,
            };
            let newest = chain.len() - 1;
            chain[newest].1 = message;
            chain.push((next, ""));
        }
        for (index, message) in chain.into_iter().rev() {
            self.emit(message, '|');
            let report = &reports[index];
            match &report.exceptions {
                None => {
                    if !report.frames.is_empty() {
                        self.emit("Traceback (most recent call last):\n", '|');
                    }
                    self.stack_and_message(report);
                }
                Some(_) if self.depth > MAX_DEPTH => {
                    self.emit(&format!("... (max_group_depth is {MAX_DEPTH})\n"), '|');
                }
                Some(exceptions) => self.group(reports, report, exceptions),
            }
        }
    }

    fn stack_and_message(&mut self, report: &Report) {
        for row in frames::format(self.theme, &report.frames) {
            self.emit(&row, '|');
        }
        for line in message_lines(self.theme, report) {
            self.emit(&line, '|');
        }
    }

    fn group(&mut self, reports: &[Report], report: &Report, exceptions: &[usize]) {
        let outermost = self.depth == 0;
        if outermost {
            self.depth = 1;
        }
        if !report.frames.is_empty() {
            let margin = if outermost { '+' } else { '|' };
            self.emit("Exception Group Traceback (most recent call last):\n", margin);
        }
        self.stack_and_message(report);
        let shown = exceptions.len().min(MAX_WIDTH + 1);
        self.need_close = false;
        for (position, &inner) in exceptions.iter().take(shown).enumerate() {
            let last = position == shown - 1;
            if last {
                self.need_close = true;
            }
            let truncated = position >= MAX_WIDTH;
            let title = if truncated { "...".to_string() } else { (position + 1).to_string() };
            self.indent();
            self.out.push_str(if position == 0 { "+-" } else { "  " });
            self.out.push_str(&format!("+---------------- {title} ----------------\n"));
            self.depth += 1;
            if truncated {
                let remaining = exceptions.len() - MAX_WIDTH;
                let plural = if remaining > 1 { "s" } else { "" };
                self.emit(&format!("and {remaining} more exception{plural}\n"), '|');
            } else {
                self.exception(reports, inner);
            }
            if last && self.need_close {
                self.indent();
                self.out.push_str("+------------------------------------\n");
                self.need_close = false;
            }
            self.depth -= 1;
        }
        if outermost {
            self.depth = 0;
        }
    }
}

/// The exception without its traceback: the place of a syntax error, class and message, notes.
fn message_lines(theme: &Theme, report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    match &report.syntax {
        Some(details) => details.format(theme, &report.kind, &mut lines),
        None if report.message.is_empty() => lines.push(format!("{}{}{}\n", theme.kind, report.kind, theme.reset)),
        None => lines.push(format!(
            "{}{}{}: {}{}{}\n",
            theme.kind, report.kind, theme.reset, theme.message, report.message, theme.reset
        )),
    }
    lines.extend(report.notes.iter().map(|note| format!("{note}\n")));
    lines
}
