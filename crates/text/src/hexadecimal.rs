//! Hexadecimal, in loops that the compiler makes vectors of.

/// As many bytes as are read at once.
const BLOCK: usize = 16;

/// The digit of a number below 16.
#[inline(always)]
fn digit(nibble: u8) -> u8 {
    nibble + if nibble < 10 { b'0' } else { b'a' - 10 }
}

/// The number that a digit stands for; more than 15 for what is none.
#[inline(always)]
fn number(digit: u8) -> u8 {
    let (decimal, letter) = (digit.wrapping_sub(b'0'), (digit | 0x20).wrapping_sub(b'a'));
    let letter = if letter < 6 { letter + 10 } else { 0xff };
    if decimal < 10 { decimal } else { letter }
}

/// Write `data` as two digits a byte; `out` is twice as long.
pub fn encode(data: &[u8], out: &mut [u8]) {
    for (&byte, pair) in data.iter().zip(out.as_chunks_mut::<2>().0) {
        *pair = [digit(byte >> 4), digit(byte & 15)];
    }
}

/// Read pairs of digits into `out`, which is half as long; whether all were digits.
pub fn decode(text: &[u8], out: &mut [u8]) -> bool {
    let (blocks, rest) = text.as_chunks::<{ BLOCK * 2 }>();
    let (narrow, tail) = out.split_at_mut(blocks.len() * BLOCK);
    let mut seen = 0;
    for (block, narrow) in blocks.iter().zip(narrow.as_chunks_mut::<BLOCK>().0) {
        let mut numbers = [0; BLOCK * 2];
        for index in 0..BLOCK * 2 {
            numbers[index] = number(block[index]);
            seen |= numbers[index];
        }
        for index in 0..BLOCK {
            narrow[index] = numbers[2 * index] << 4 | numbers[2 * index + 1];
        }
    }
    for (&[high, low], byte) in rest.as_chunks::<2>().0.iter().zip(tail) {
        let (high, low) = (number(high), number(low));
        seen |= high | low;
        *byte = high << 4 | low;
    }
    seen < 16
}
