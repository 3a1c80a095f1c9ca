//! The line editor of the interactive loop, with its history and colours.

use std::borrow::Cow;
use std::path::PathBuf;

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::{History, MemHistory, SearchDirection};
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};
use taipan::{Console, Input};

/// Statements that the history keeps.
const HISTORY: usize = 2000;

/// Completes words.
struct Words {
    names: Vec<String>,
    colour: bool,
}

impl Completer for Words {
    type Candidate = String;

    fn complete(&self, line: &str, position: usize, _context: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let before = &line[..position];
        let word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let start = before
            .rfind(|letter| !word(letter))
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let begun = &before[start..];
        if begun.is_empty() {
            // Where no word was begun the key indents.
            return Ok((start, vec!["    ".to_string()]));
        }
        if before[..start].ends_with('.') {
            return Ok((start, Vec::new()));
        }
        Ok((start, self.names.iter().filter(|name| name.starts_with(begun)).cloned().collect()))
    }
}

impl Hinter for Words {
    type Hint = String;
}

impl Highlighter for Words {
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _default: bool) -> Cow<'b, str> {
        if self.colour { Cow::Owned(format!("\x1b[1;35m{prompt}\x1b[0m")) } else { Cow::Borrowed(prompt) }
    }
}

impl Validator for Words {}
impl Helper for Words {}

/// An editor on the terminal.
pub(crate) struct LineEditor {
    editor: Editor<Words, MemHistory>,
    history_file: Option<PathBuf>,
}

impl LineEditor {
    /// The editor, with the history that is kept in this file.
    pub(crate) fn new(history_file: Option<PathBuf>, colour: bool) -> Option<LineEditor> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .auto_add_history(false)
            .max_history_size(HISTORY)
            .ok()?
            .build();
        let history = MemHistory::with_config(&config);
        let mut editor = Editor::with_history(config, history).ok()?;
        editor.set_helper(Some(Words { names: Vec::new(), colour }));
        if let Some(text) = history_file.as_ref().and_then(|path| std::fs::read_to_string(path).ok()) {
            // A statement's inner line ends have a carriage return.
            for entry in text.replace("\r\n", "\r").lines().filter(|entry| !entry.is_empty()) {
                let _ = editor.add_history_entry(entry.replace('\r', "\n"));
            }
        }
        Some(LineEditor { editor, history_file })
    }
}

impl Console for LineEditor {
    fn read(&mut self, prompt: &str, indent: &str, names: &[String]) -> Input {
        if let Some(helper) = self.editor.helper_mut() {
            helper.names = names.to_vec();
        }
        let line = if indent.is_empty() {
            self.editor.readline(prompt)
        } else {
            self.editor.readline_with_initial(prompt, (indent, ""))
        };
        match line {
            // An indent that nothing was typed behind ends the block.
            Ok(line) if line.trim().is_empty() => Input::Text(String::new()),
            Ok(line) => Input::Text(line),
            Err(ReadlineError::Interrupted) => Input::Interrupt,
            Err(_) => Input::End,
        }
    }

    fn remember(&mut self, statement: &str) {
        let _ = self.editor.add_history_entry(statement);
    }

    fn is_editor(&self) -> bool {
        true
    }
}

impl Drop for LineEditor {
    fn drop(&mut self) {
        let Some(path) = &self.history_file else { return };
        let history = self.editor.history();
        let entries: String = (0..history.len())
            .filter_map(|index| history.get(index, SearchDirection::Forward).ok().flatten())
            .map(|found| found.entry.replace('\n', "\r\n") + "\n")
            .collect();
        // A history that cannot be kept is no reason to complain at the end.
        let _ = std::fs::write(path, entries);
    }
}
