//! Where in the source an instruction comes from: line, column, end line, end column (PEP 657), packed by differences.

/// The source range of an instruction. Columns are 0-based UTF-8 byte offsets, as `co_positions()` gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Position {
    /// 1-based; 0 means that the instruction has no position.
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

/// A packed table: runs of words with one position each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PositionTable(pub Box<[u8]>);

impl PositionTable {
    /// Each run: its first word, the word after its last, and its position, in order.
    #[inline]
    pub fn runs(&self) -> impl Iterator<Item = (u32, u32, Position)> + '_ {
        PositionTable::runs_of(&self.0)
    }

    /// As `runs`, of a table's bytes.
    pub fn runs_of(bytes: &[u8]) -> impl Iterator<Item = (u32, u32, Position)> + '_ {
        Runs { bytes, word: 0, line: 0 }
    }

    /// The position of the instruction that contains `word`.
    pub fn find(&self, word: u32) -> Position {
        let (mut rest, mut start, mut line) = (&*self.0, 0u32, 0i64);
        loop {
            // Most runs are one byte for each number: they are passed five bytes at a time.
            while let Some(&eight) = rest.first_chunk::<8>() {
                let run = u64::from_le_bytes(eight);
                let end = start + u32::from(run as u8);
                if run & 0x80_8080_8080 != 0 || run & 0xff_0000 == 0 || word < end {
                    break;
                }
                let delta = (run >> 8) as u8;
                line += i64::from(delta >> 1) ^ -i64::from(delta & 1);
                start = end;
                rest = &rest[5..];
            }
            let mut runs = Runs { bytes: rest, word: start, line };
            match runs.next() {
                None => return Position::default(),
                Some((_, end, position)) if word < end => return position,
                Some(_) => (rest, start, line) = (runs.bytes, runs.word, runs.line),
            }
        }
    }
}

/// What is left of a table, where the next run begins, and the line of the run before it.
struct Runs<'a> {
    bytes: &'a [u8],
    word: u32,
    line: i64,
}

impl Iterator for Runs<'_> {
    type Item = (u32, u32, Position);

    #[inline(always)]
    fn next(&mut self) -> Option<(u32, u32, Position)> {
        if self.bytes.is_empty() {
            return None;
        }
        let bytes = &mut self.bytes;
        let start = self.word;
        self.word += read_varint(bytes) as u32;
        let delta = read_signed(bytes);
        let extent = read_varint(bytes);
        if extent == 0 {
            return Some((start, self.word, Position::default()));
        }
        let column = read_varint(bytes) as u32;
        let end_column = read_varint(bytes) as u32;
        self.line += delta;
        let line = self.line as u32;
        Some((start, self.word, Position { line, column, end_line: line + (extent - 1) as u32, end_column }))
    }
}

/// Packs positions in the order of the words.
#[derive(Default)]
pub struct PositionTableBuilder {
    bytes: Vec<u8>,
    line: i64,
    pending: Option<(u32, Position)>,
}

impl PositionTableBuilder {
    /// The next `words` words come from `position`.
    pub fn push(&mut self, words: u32, position: Position) {
        match &mut self.pending {
            Some((length, last)) if *last == position => *length += words,
            _ => {
                self.flush();
                self.pending = Some((words, position));
            }
        }
    }

    /// The finished table.
    pub fn finish(mut self) -> PositionTable {
        self.flush();
        PositionTable(self.bytes.into())
    }

    fn flush(&mut self) {
        let Some((length, position)) = self.pending.take() else { return };
        write_varint(&mut self.bytes, u64::from(length));
        if position.line == 0 {
            write_signed(&mut self.bytes, 0);
            write_varint(&mut self.bytes, 0);
            return;
        }
        write_signed(&mut self.bytes, i64::from(position.line) - self.line);
        self.line = i64::from(position.line);
        write_varint(&mut self.bytes, u64::from(position.end_line.saturating_sub(position.line)) + 1);
        write_varint(&mut self.bytes, u64::from(position.column));
        write_varint(&mut self.bytes, u64::from(position.end_column));
    }
}

fn write_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn write_signed(bytes: &mut Vec<u8>, value: i64) {
    write_varint(bytes, ((value << 1) ^ (value >> 63)) as u64);
}

#[inline(always)]
fn read_varint(bytes: &mut &[u8]) -> u64 {
    match **bytes {
        [byte, ref rest @ ..] if byte < 0x80 => {
            *bytes = rest;
            u64::from(byte)
        }
        _ => read_long_varint(bytes),
    }
}

fn read_long_varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    let mut shift = 0;
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 || shift >= 63 {
            break;
        }
        shift += 7;
    }
    value
}

#[inline(always)]
fn read_signed(bytes: &mut &[u8]) -> i64 {
    let value = read_varint(bytes);
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_survive_packing() {
        let at = |line, column, end_line, end_column| Position { line, column, end_line, end_column };
        let rows = [(1, at(3, 0, 3, 5)), (2, at(2, 1, 9, 300)), (4, Position::default()), (1, at(2, 7, 2, 8))];
        let mut builder = PositionTableBuilder::default();
        for (words, position) in rows {
            builder.push(words, position);
        }
        let table = builder.finish();
        let found: Vec<_> = table.runs().map(|(start, end, position)| (end - start, position)).collect();
        assert_eq!(found, rows);
        assert_eq!(table.find(2), rows[1].1);
        assert_eq!(table.find(5), Position::default());
        assert_eq!(table.find(7), rows[3].1);
        assert_eq!(table.find(8), Position::default());
    }

    #[test]
    fn every_word_of_a_long_table_is_found() {
        let mut builder = PositionTableBuilder::default();
        for index in 0..400u32 {
            let line = 1 + index / 3 - index % 3 / 2;
            let position = if index % 17 == 5 {
                Position::default()
            } else {
                Position { line, column: index % 5 * 40, end_line: line + index % 2, end_column: 9 + index % 5 * 40 }
            };
            builder.push(1 + index % 4 * (index % 29 / 28) * 60, position);
        }
        let table = builder.finish();
        for (start, end, position) in table.runs() {
            for word in start..end {
                assert_eq!(table.find(word), position);
            }
        }
    }
}
