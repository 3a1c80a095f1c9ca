//! From byte offsets in the source to lines and columns.

use ruff_text_size::TextSize;

/// Where each line begins. Lines end at `\n` only: the source has been normalised.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    pub fn new(source: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(source.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at as u32 + 1));
        Self { starts }
    }

    /// The 1-based line of a byte offset.
    pub fn line(&self, offset: TextSize) -> u32 {
        self.starts.partition_point(|&start| start <= offset.to_u32()) as u32
    }

    /// The 1-based line, and the 0-based column in bytes, as code objects and `ast` count them.
    pub fn line_column(&self, offset: TextSize) -> (u32, u32) {
        let line = self.line(offset);
        (line, offset.to_u32() - self.starts[line as usize - 1])
    }

    /// The 1-based line, and the 0-based column in characters, as syntax errors count them.
    pub fn line_character(&self, source: &str, offset: TextSize) -> (u32, u32) {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let end = floor_char_boundary(source, offset.to_usize());
        (line, source[start..end.max(start)].chars().count() as u32)
    }

    /// The byte offset where a 1-based line starts.
    pub fn line_start(&self, line: u32) -> Option<TextSize> {
        self.starts.get((line as usize).checked_sub(1)?).map(|&start| TextSize::new(start))
    }

    /// A 1-based line with its newline, if it has one.
    pub fn line_text<'s>(&self, source: &'s str, line: u32) -> &'s str {
        let Some(start) = self.line_start(line) else { return "" };
        let end = self.line_start(line + 1).map_or(source.len(), |start| start.to_usize());
        &source[start.to_usize()..end]
    }

    /// The number of lines; a newline at the very end does not begin another.
    pub fn line_count(&self, source: &str) -> u32 {
        let count = self.starts.len() as u32;
        if source.ends_with('\n') || source.is_empty() { count - 1 } else { count }
    }
}

fn floor_char_boundary(source: &str, offset: usize) -> usize {
    let mut at = offset.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}
