//! Base 64, written and read by tables: two characters for twelve bits, and three bytes for four characters.
//!
//! Text of the usual kind (groups of four, padding at the very end) is read without looking at single characters; anything else is left
//! to `decode`, which knows CPython's rules for what to skip and what to refuse.

use taipan_text::memory::{Grow, with_room};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The two characters of each twelve bits.
static PAIRS: [[u8; 2]; 4096] = {
    let mut table = [[0; 2]; 4096];
    let mut index = 0;
    while index < 4096 {
        table[index] = [ALPHABET[index >> 6], ALPHABET[index & 63]];
        index += 1;
    }
    table
};

/// Set in the sum of four characters' bits when one of them is none of the alphabet.
const FOREIGN: u32 = 1 << 31;

/// The bits of a character at each of the four places of a group.
static PLACES: [[u32; 256]; 4] = {
    let mut table = [[FOREIGN; 256]; 4];
    let mut value = 0;
    while value < 64 {
        let byte = ALPHABET[value] as usize;
        let mut place = 0;
        while place < 4 {
            table[place][byte] = (value as u32) << (18 - 6 * place);
            place += 1;
        }
        value += 1;
    }
    table
};

/// The 24 bits of four characters, or `FOREIGN` among them.
#[inline(always)]
fn group([a, b, c, d]: [u8; 4]) -> u32 {
    PLACES[0][usize::from(a)] | PLACES[1][usize::from(b)] | PLACES[2][usize::from(c)] | PLACES[3][usize::from(d)]
}

/// Write `data` as four characters for every three bytes or less; `out` is as long as that takes.
pub(super) fn encode(data: &[u8], out: &mut [u8]) {
    let (sixes, data) = data.as_chunks::<6>();
    let (eights, out) = out.split_at_mut(sixes.len() * 8);
    for (six, eight) in sixes.iter().zip(eights.as_chunks_mut::<8>().0) {
        let [a, b, c, d, e, f] = *six;
        let bits = u64::from_be_bytes([0, 0, a, b, c, d, e, f]);
        let pair = |shift: u32| PAIRS[(bits >> shift & 0xfff) as usize];
        let ([a, b], [c, d], [e, f], [g, h]) = (pair(36), pair(24), pair(12), pair(0));
        *eight = [a, b, c, d, e, f, g, h];
    }
    for (chunk, place) in data.chunks(3).zip(out.chunks_mut(4)) {
        let bits = chunk.iter().enumerate().fold(0u32, |bits, (i, &byte)| bits | u32::from(byte) << (16 - 8 * i));
        for (i, character) in place.iter_mut().enumerate() {
            *character = if i <= chunk.len() { ALPHABET[(bits >> (18 - 6 * i) & 63) as usize] } else { b'=' };
        }
    }
}

/// How many bytes `text` stands for, when its length and its end are those of regular text.
pub(super) fn regular_length(text: &[u8]) -> Option<usize> {
    if text.is_empty() || !text.len().is_multiple_of(4) {
        return None;
    }
    let pads = match text[text.len() - 2..] {
        [b'=', b'='] => 2,
        [_, b'='] => 1,
        _ => 0,
    };
    Some(text.len() / 4 * 3 - pads)
}

/// Read text whose `regular_length` is that of `out`; whether it was regular.
pub(super) fn decode_regular(text: &[u8], out: &mut [u8]) -> bool {
    let whole = out.len() / 3;
    let (text, last) = text.split_at(whole * 4);
    let (out, tail) = out.split_at_mut(whole * 3);
    let (eights, four) = text.as_chunks::<8>();
    let (sixes, three) = out.split_at_mut(eights.len() * 6);
    let mut foreign = 0;
    for (eight, six) in eights.iter().zip(sixes.as_chunks_mut::<6>().0) {
        let [a, b, c, d, e, f, g, h] = *eight;
        let (first, second) = (group([a, b, c, d]), group([e, f, g, h]));
        foreign |= first | second;
        let [_, a, b, c] = first.to_be_bytes();
        let [_, d, e, f] = second.to_be_bytes();
        *six = [a, b, c, d, e, f];
    }
    if let &[a, b, c, d] = four {
        let bits = group([a, b, c, d]);
        foreign |= bits;
        three.copy_from_slice(&bits.to_be_bytes()[1..]);
    }
    match *last {
        [a, b, b'=', b'='] => {
            foreign |= group([a, b, b'A', b'A']);
            tail.copy_from_slice(&group([a, b, b'A', b'A']).to_be_bytes()[1..2]);
        }
        [a, b, c, b'='] => {
            foreign |= group([a, b, c, b'A']);
            tail.copy_from_slice(&group([a, b, c, b'A']).to_be_bytes()[1..3]);
        }
        _ => {}
    }
    foreign & FOREIGN == 0
}

/// Read text of any kind: what is foreign is skipped, or refused when `strict`.
pub(super) fn decode(text: &[u8], strict: bool) -> Result<Vec<u8>, String> {
    let mut out = with_room(text.len() / 4 * 3 + 3);
    let (mut place, mut left, mut pads) = (0u32, 0u32, 0u32);
    let mut index = 0;
    while let Some(&byte) = text.get(index) {
        // Whole groups between what has to be looked at: lines.
        if place == 0 && (pads == 0 || !strict) {
            let (groups, _) = text[index..].as_chunks::<4>();
            let begin = index;
            if !out.room(groups.len() * 3) {
                break;
            }
            for &four in groups {
                let bits = group(four);
                if bits & FOREIGN != 0 {
                    break;
                }
                out.extend_from_slice(&bits.to_be_bytes()[1..]);
                index += 4;
            }
            if index > begin {
                pads = 0;
                continue;
            }
        }
        index += 1;
        if byte == b'=' {
            pads += 1;
            if strict {
                if index == 1 {
                    return Err("Leading padding not allowed".into());
                }
                if place == 1 {
                    break;
                }
                if place == 0 || place + pads > 4 {
                    return Err("Excess padding not allowed".into());
                }
            }
            continue;
        }
        let value = PLACES[3][usize::from(byte)];
        if value == FOREIGN {
            if strict {
                return Err("Only base64 data is allowed".into());
            }
            continue;
        }
        if strict && pads > 0 {
            let what =
                if place + pads == 4 { "Excess data after padding" } else { "Discontinuous padding not allowed" };
            return Err(what.into());
        }
        pads = 0;
        match place {
            0 => {
                place = 1;
                left = value;
            }
            1 => {
                place = 2;
                out.put((left << 2 | value >> 4) as u8);
                left = value & 0xf;
            }
            2 => {
                place = 3;
                out.put((left << 4 | value >> 2) as u8);
                left = value & 3;
            }
            _ => {
                place = 0;
                out.put((left << 6 | value) as u8);
                left = 0;
            }
        }
    }
    match place {
        0 => Ok(out),
        1 => Err(format!(
            "Invalid base64-encoded string: number of data characters ({}) cannot be 1 more than a multiple of 4",
            out.len() / 3 * 4 + 1
        )),
        _ if place + pads < 4 => Err("Incorrect padding".into()),
        _ => Ok(out),
    }
}
