//! Lines of words for those who ask often: what reports where it was called from does so for each call.
//!
//! The packed table has to be read from its beginning. Code that is asked about more than a few words gets one that can be searched.

use std::cell::{Cell, OnceCell};

use taipan_bytecode::Code;

use super::attributes::beginning;

/// Searches of the packed table after which one that is quicker to search is made.
const PATIENCE: u8 = 3;

#[derive(Default)]
pub(super) struct Lines {
    /// The word that was asked for last, and its line.
    last: Cell<Option<(u32, u32)>>,
    searches: Cell<u8>,
    /// Where stretches of words with the same line begin, and that line, if they have one.
    table: OnceCell<Box<[(u32, Option<u32>)]>>,
}

impl Lines {
    /// As `line_of`.
    pub(super) fn find(&self, code: &Code, word: u32) -> Option<u32> {
        if let Some((known, line)) = self.last.get()
            && known == word
        {
            return Some(line);
        }
        let line = if self.searches.get() < PATIENCE {
            self.searches.set(self.searches.get() + 1);
            super::line_of(code, word)
        } else {
            let table = self.table.get_or_init(|| table(code));
            let after = table.partition_point(|&(start, _)| start <= word);
            table[..after].last().and_then(|&(_, line)| line)
        }?;
        self.last.set(Some((word, line)));
        Some(line)
    }
}

fn table(code: &Code) -> Box<[(u32, Option<u32>)]> {
    let mut table: Vec<(u32, Option<u32>)> = Vec::new();
    let mut first = true;
    let mut behind = 0;
    for (start, end, position) in code.positions.runs() {
        first &= position.line == 0;
        let line = (position.line != 0 || first && beginning(code) == 0).then_some(position.line);
        if start < end && table.last().is_none_or(|&(_, last)| last != line) {
            table.push((start, line));
        }
        behind = end;
    }
    table.push((behind, None));
    table.into()
}
