//! From byte offsets in the source to lines and columns.

use ruff_text_size::TextSize;

/// Where each line begins. Lines end at `\n` only: the source has been normalised.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// When offsets are not of a text: the 1-based line and the column that each stands for.
    places: Vec<(u32, u32)>,
}

impl LineIndex {
    pub fn new(source: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(source.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at as u32 + 1));
        Self { starts, places: Vec::new() }
    }

    /// An index for offsets that are numbers of places: 1-based lines and columns.
    pub fn from_places(places: Vec<(u32, u32)>) -> Self {
        Self { starts: vec![0], places }
    }

    fn place(&self, offset: TextSize) -> Option<(u32, u32)> {
        let last = self.places.last()?;
        Some(*self.places.get(offset.to_usize()).unwrap_or(last))
    }

    /// The 1-based line of a byte offset.
    pub fn line(&self, offset: TextSize) -> u32 {
        if let Some((line, _)) = self.place(offset) {
            return line;
        }
        self.starts.partition_point(|&start| start <= offset.to_u32()) as u32
    }

    /// The 1-based line, and the 0-based column in bytes, as code objects and `ast` count them.
    pub fn line_column(&self, offset: TextSize) -> (u32, u32) {
        if let Some(place) = self.place(offset) {
            return place;
        }
        let line = self.line(offset);
        (line, offset.to_u32() - self.starts[line as usize - 1])
    }

    /// The 1-based line, and the 0-based column in characters, as syntax errors count them.
    pub fn line_character(&self, source: &str, offset: TextSize) -> (u32, u32) {
        if let Some(place) = self.place(offset) {
            return place;
        }
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let end = floor_char_boundary(source, offset.to_usize());
        (line, source[start..end.max(start)].chars().count() as u32)
    }

    /// The byte offset where a 1-based line starts.
    pub fn line_start(&self, line: u32) -> Option<TextSize> {
        if !self.places.is_empty() {
            let at = |wanted: &dyn Fn(&(u32, u32)) -> bool| self.places.iter().position(wanted);
            let found = at(&|&place| place == (line, 0)).or_else(|| at(&|place| place.0 == line));
            return found.map(|at| TextSize::new(at as u32));
        }
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
