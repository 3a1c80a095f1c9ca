//! The tables of code objects as Python code reads them, in CPython's formats: lines and columns (`co_linetable`), handlers
//! (`co_exceptiontable`), and lines alone (`co_lnotab`). Both count in units of two bytes, of which an instruction's word has two.

use taipan_bytecode::{Code, ExceptionEntry, Position, PositionTable, PositionTableBuilder};

use super::attributes::beginning;

/// Units of an instruction word.
const UNITS: u32 = 2;

/// What is known of where some units come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Location {
    pub(super) line: u32,
    pub(super) end_line: u32,
    pub(super) columns: Option<(u32, u32)>,
}

/// So many units, and where they come from.
pub(super) type Stretch = (u32, Option<Location>);

/// The stretches of code that has not been given another table: RESUME first, which is no word.
pub(super) fn stretches(code: &Code, columns: bool) -> Vec<Stretch> {
    let first = beginning(code);
    let columns_of = |start, end| columns.then_some((start, end));
    let resume = Location { line: first, end_line: first, columns: columns_of(0, 0) };
    let mut stretches = vec![(UNITS, Some(resume))];
    let mut begins = first == 0;
    for (start, end, position) in code.positions.runs() {
        let location = match position.line {
            // A module has the line of its beginning before its first statement.
            0 if begins => Some(resume),
            0 => None,
            line => {
                let end_line = if columns { position.end_line } else { line };
                Some(Location { line, end_line, columns: columns_of(position.column, position.end_column) })
            }
        };
        begins &= position.line == 0;
        stretches.push(((end - start) * UNITS, location));
    }
    stretches
}

/// The stretches as the bytes of a location table.
pub(super) fn encode(stretches: &[Stretch], first_line: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut line = i64::from(first_line);
    for &(mut units, location) in stretches {
        while units > 0 {
            let length = units.min(8);
            units -= length;
            encode_entry(&mut bytes, length as u8, location, &mut line);
        }
    }
    bytes
}

fn encode_entry(bytes: &mut Vec<u8>, length: u8, location: Option<Location>, line: &mut i64) {
    let head = |bytes: &mut Vec<u8>, kind: u8| bytes.push(0x80 | kind << 3 | (length - 1));
    let Some(location) = location else { return head(bytes, 15) };
    let delta = i64::from(location.line) - *line;
    *line = i64::from(location.line);
    let one_line = location.end_line == location.line;
    match location.columns {
        None if one_line => {
            head(bytes, 13);
            write_signed(bytes, delta);
        }
        Some((start, end)) if one_line && delta == 0 && start < 80 && end >= start && end - start < 16 => {
            head(bytes, (start >> 3) as u8);
            bytes.push(((start & 7) << 4 | (end - start)) as u8);
        }
        Some((start, end)) if one_line && (0..3).contains(&delta) && start < 128 && end < 128 => {
            head(bytes, 10 + delta as u8);
            bytes.extend([start as u8, end as u8]);
        }
        columns => {
            head(bytes, 14);
            write_signed(bytes, delta);
            write(bytes, location.end_line.saturating_sub(location.line));
            write(bytes, columns.map_or(0, |columns| columns.0 + 1));
            write(bytes, columns.map_or(0, |columns| columns.1 + 1));
        }
    }
}

/// The stretches that a location table tells of; what cannot be read ends it.
pub(super) fn decode(table: &[u8], first_line: u32) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut line = i64::from(first_line);
    let mut bytes = table.iter().copied();
    while let Some(head) = bytes.next() {
        let units = u32::from(head & 7) + 1;
        let Some(location) = decode_location(head >> 3 & 15, &mut bytes, &mut line) else { break };
        match stretches.last_mut() {
            Some(last) if last.1 == location => last.0 = last.0.saturating_add(units),
            _ => stretches.push((units, location)),
        }
    }
    stretches
}

fn decode_location(kind: u8, bytes: &mut impl Iterator<Item = u8>, line: &mut i64) -> Option<Option<Location>> {
    let mut end_line = 0;
    let columns = match kind {
        15 => return Some(None),
        14 => {
            *line += read_signed(bytes)?;
            end_line = read(bytes)?;
            let (start, end) = (read(bytes)?, read(bytes)?);
            start.checked_sub(1).zip(end.checked_sub(1))
        }
        13 => {
            *line += read_signed(bytes)?;
            None
        }
        10..=12 => {
            *line += i64::from(kind - 10);
            Some((u32::from(bytes.next()?), u32::from(bytes.next()?)))
        }
        _ => {
            let byte = u32::from(bytes.next()?);
            let start = u32::from(kind) << 3 | byte >> 4;
            Some((start, start + (byte & 15)))
        }
    };
    let first = u32::try_from(*line).ok()?;
    Some(Some(Location { line: first, end_line: first.checked_add(end_line)?, columns }))
}

/// The same stretches as a table of positions for `words` words.
pub(super) fn positions(stretches: &[Stretch], words: u32) -> PositionTable {
    let mut builder = PositionTableBuilder::default();
    let mut ends = Vec::with_capacity(stretches.len());
    let mut unit = 0u64;
    for &(units, location) in stretches {
        unit += u64::from(units);
        ends.push((unit, location));
    }
    let mut index = 0;
    for word in 0..words {
        let unit = u64::from(word + 1) * u64::from(UNITS);
        while ends.get(index).is_some_and(|end| end.0 <= unit) {
            index += 1;
        }
        let location = ends.get(index).and_then(|end| end.1);
        builder.push(
            1,
            location.map_or(Position::default(), |location| {
                let (column, end_column) = location.columns.unwrap_or_default();
                Position { line: location.line, end_line: location.end_line, column, end_column }
            }),
        );
    }
    builder.finish()
}

/// Start and end in bytes, and line, of each stretch of one line.
pub(super) fn lines(stretches: &[Stretch]) -> Vec<(i64, i64, Option<u32>)> {
    let mut lines: Vec<(i64, i64, Option<u32>)> = Vec::new();
    let mut place = 0;
    for &(units, location) in stretches {
        let end = place + i64::from(units) * 2;
        let line = location.map(|location| location.line);
        match lines.last_mut() {
            Some(last) if last.2 == line => last.1 = end,
            _ => lines.push((place, end, line)),
        }
        place = end;
    }
    lines
}

/// The table of lines that was before PEP 626: pairs of how far the code and the line go on.
pub(super) fn lnotab(stretches: &[Stretch], first_line: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut place, mut line) = (0, i64::from(first_line));
    for (start, _, found) in lines(stretches) {
        let Some(found) = found.map(i64::from).filter(|&found| found != line) else { continue };
        let (mut distance, mut delta) = (start - place, found - line);
        while distance > 255 {
            bytes.extend([255, 0]);
            distance -= 255;
        }
        while !(-128..128).contains(&delta) {
            let step = delta.clamp(-128, 127);
            bytes.extend([distance as u8, step as i8 as u8]);
            delta -= step;
            distance = 0;
        }
        bytes.extend([distance as u8, delta as i8 as u8]);
        (place, line) = (start, found);
    }
    bytes
}

/// The handlers: where they begin to apply, for how long, where they are, and the register for the exception in place of a depth.
pub(super) fn handlers(entries: &[ExceptionEntry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in entries {
        let first = bytes.len();
        for number in [
            (entry.start + 1) * UNITS,
            (entry.end - entry.start) * UNITS,
            (entry.target + 1) * UNITS,
            u32::from(entry.register) << 1,
        ] {
            let digits = (u32::BITS - number.leading_zeros()).div_ceil(6).max(1);
            for digit in (0..digits).rev() {
                let more = if digit > 0 { 0x40 } else { 0 };
                bytes.push((number >> (digit * 6)) as u8 & 0x3f | more);
            }
        }
        bytes[first] |= 0x80;
    }
    bytes
}

fn write(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x40 {
        bytes.push(value as u8 & 0x3f | 0x40);
        value >>= 6;
    }
    bytes.push(value as u8);
}

fn write_signed(bytes: &mut Vec<u8>, value: i64) {
    let magnitude = value.unsigned_abs() as u32;
    write(bytes, magnitude << 1 | u32::from(value < 0));
}

fn read(bytes: &mut impl Iterator<Item = u8>) -> Option<u32> {
    let mut value = 0u32;
    for shift in (0..30).step_by(6) {
        let byte = bytes.next()?;
        value |= u32::from(byte & 0x3f) << shift;
        if byte & 0x40 == 0 {
            return Some(value);
        }
    }
    None
}

fn read_signed(bytes: &mut impl Iterator<Item = u8>) -> Option<i64> {
    let value = i64::from(read(bytes)?);
    Some(if value & 1 == 1 { -(value >> 1) } else { value >> 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn location_tables_survive() {
        let at = |line, end_line, columns| Some(Location { line, end_line, columns });
        let stretches = [
            (2, at(7, 7, Some((0, 0)))),
            (20, at(7, 7, Some((4, 9)))),
            (1, at(8, 8, Some((100, 120)))),
            (3, None),
            (5, at(2, 9000, Some((3, 500)))),
            (4, at(1, 1, None)),
        ];
        assert_eq!(decode(&encode(&stretches, 7), 7), stretches);
        assert_eq!(decode(&[0xf8, 0x70], 7), [(1, None)]);
    }

    #[test]
    fn handlers_are_written_as_cpython_writes_them() {
        let entry = ExceptionEntry { start: 1, end: 40, target: 99, register: 3 };
        // 4, 78, 200, 6 in six bits each, the most significant first.
        assert_eq!(handlers(&[entry]), [0x84, 0x41, 0x0e, 0x43, 0x08, 0x06]);
    }
}
