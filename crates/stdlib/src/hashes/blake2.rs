//! BLAKE2b and BLAKE2s (RFC 7693) with all parameters: keys, salts, personalisation and tree hashing.
//!
//! Both run on 64-bit words here; the short form's are cut to 32 bits after each step.

use taipan_runtime::native::*;
use taipan_text::memory::{CopyOut, Grow};

const SIGMA: [[u8; 16]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

const START_LONG: [u64; 8] = [
    0x6a09_e667_f3bc_c908,
    0xbb67_ae85_84ca_a73b,
    0x3c6e_f372_fe94_f82b,
    0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1,
    0x9b05_688c_2b3e_6c1f,
    0x1f83_d9ab_fb41_bd6b,
    0x5be0_cd19_137e_2179,
];

#[derive(Clone)]
pub(super) struct Blake {
    long: bool,
    state: [u64; 8],
    buffer: Vec<u8>,
    counted: u128,
    digest_size: usize,
    last_node: bool,
}

impl Blake {
    fn block(&self) -> usize {
        if self.long { 128 } else { 64 }
    }

    fn start(long: bool) -> [u64; 8] {
        // The short form's constants are the upper halves of the long one's.
        START_LONG.map(|word| if long { word } else { word >> 32 })
    }

    pub(super) fn digest_size(&self) -> usize {
        self.digest_size
    }

    pub(super) fn update(&mut self, mut data: &[u8]) {
        let block = self.block();
        while !data.is_empty() {
            if self.buffer.len() == block {
                let full = std::mem::take(&mut self.buffer);
                self.counted += block as u128;
                self.compress(&full, false);
                self.buffer = full;
                self.buffer.clear();
            }
            let taken = (block - self.buffer.len()).min(data.len());
            self.buffer.put_slice(&data[..taken]);
            data = &data[taken..];
        }
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.counted += self.buffer.len() as u128;
        let mut last = std::mem::take(&mut self.buffer);
        last.resize(self.block(), 0);
        self.compress(&last, true);
        let word = if self.long { 8 } else { 4 };
        let mut out: Vec<u8> = self.state.iter().flat_map(|state| state.to_le_bytes()[..word].copy_out()).collect();
        out.truncate(self.digest_size);
        out
    }

    fn compress(&mut self, block: &[u8], last: bool) {
        let long = self.long;
        let (word, rounds, mask) = if long { (8, 12, u64::MAX) } else { (4, 10, u64::from(u32::MAX)) };
        let rotations: [u32; 4] = if long { [32, 24, 16, 63] } else { [16, 12, 8, 7] };
        let mut message = [0u64; 16];
        for (slot, bytes) in message.iter_mut().zip(block.chunks_exact(word)) {
            *slot = bytes.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte));
        }
        let mut v = [0u64; 16];
        v[..8].copy_from_slice(&self.state);
        v[8..].copy_from_slice(&Blake::start(long));
        v[12] ^= self.counted as u64 & mask;
        v[13] ^= (self.counted >> (word * 8)) as u64 & mask;
        if last {
            v[14] ^= mask;
            if self.last_node {
                v[15] ^= mask;
            }
        }
        let rotate = |value: u64, by: u32| {
            if long { value.rotate_right(by) } else { u64::from((value as u32).rotate_right(by)) }
        };
        let mut mix = |a: usize, b: usize, c: usize, d: usize, x: u64, y: u64| {
            v[a] = v[a].wrapping_add(v[b]).wrapping_add(x) & mask;
            v[d] = rotate(v[d] ^ v[a], rotations[0]);
            v[c] = v[c].wrapping_add(v[d]) & mask;
            v[b] = rotate(v[b] ^ v[c], rotations[1]);
            v[a] = v[a].wrapping_add(v[b]).wrapping_add(y) & mask;
            v[d] = rotate(v[d] ^ v[a], rotations[2]);
            v[c] = v[c].wrapping_add(v[d]) & mask;
            v[b] = rotate(v[b] ^ v[c], rotations[3]);
        };
        for round in 0..rounds {
            let s = &SIGMA[round % 10];
            let m = |index: usize| message[usize::from(s[index])];
            mix(0, 4, 8, 12, m(0), m(1));
            mix(1, 5, 9, 13, m(2), m(3));
            mix(2, 6, 10, 14, m(4), m(5));
            mix(3, 7, 11, 15, m(6), m(7));
            mix(0, 5, 10, 15, m(8), m(9));
            mix(1, 6, 11, 12, m(10), m(11));
            mix(2, 7, 8, 13, m(12), m(13));
            mix(3, 4, 9, 14, m(14), m(15));
        }
        for (index, state) in self.state.iter_mut().enumerate() {
            *state ^= v[index] ^ v[index + 8];
        }
    }
}

/// The state that the constructor's arguments ask for.
pub(super) fn begin(vm: &mut Vm, long: bool, slots: &[Option<Value>; 14]) -> R<Blake> {
    let name = if long { "blake2b" } else { "blake2s" };
    let (most, salt_size) = if long { (64usize, 16usize) } else { (32, 8) };
    let int = |vm: &mut Vm, index: usize, default: i64| match slots[index] {
        Some(value) => vm.to_index(value).map(|value| value as i64),
        None => Ok(default),
    };
    let digest_size = int(vm, 1, most as i64)?;
    if digest_size < 1 || digest_size > most as i64 {
        return Err(vm.value_error(format!(
            "digest_size for {name} must be between 1 and {most} bytes, here it is {digest_size}"
        )));
    }
    let mut texts = [Vec::new(), Vec::new(), Vec::new()];
    for (slot, text) in texts.iter_mut().enumerate() {
        if let Some(value) = slots[slot + 2] {
            let view = vm.buffer(value)?;
            *text = view.to_vec(vm);
            view.release(vm)?;
        }
    }
    let [key, salt, person] = texts;
    if salt.len() > salt_size {
        return Err(vm.value_error(format!("maximum salt length is {salt_size} bytes")));
    }
    if person.len() > salt_size {
        return Err(vm.value_error(format!("maximum person length is {salt_size} bytes")));
    }
    if key.len() > most {
        return Err(vm.value_error(format!("maximum key length is {most} bytes")));
    }
    let (fanout, depth) = (int(vm, 5, 1)?, int(vm, 6, 1)?);
    let (leaf_size, node_offset) = (int(vm, 7, 0)?, int(vm, 8, 0)?);
    let (node_depth, inner_size) = (int(vm, 9, 0)?, int(vm, 10, 0)?);
    if !(0..=255).contains(&fanout) {
        return Err(vm.value_error("fanout must be between 0 and 255"));
    }
    if !(1..=255).contains(&depth) {
        return Err(vm.value_error("depth must be between 1 and 255"));
    }
    if !(0..=i64::from(u32::MAX)).contains(&leaf_size) {
        return Err(vm.overflow_error("leaf_size is too large"));
    }
    if node_offset < 0 || (!long && node_offset >= 1 << 48) {
        return Err(vm.overflow_error("node_offset is too large"));
    }
    if !(0..=255).contains(&node_depth) {
        return Err(vm.value_error("node_depth must be between 0 and 255"));
    }
    if inner_size < 0 || inner_size > most as i64 {
        return Err(vm.value_error(format!("inner_size must be between 0 and {most}")));
    }
    let last_node = match slots[11] {
        Some(value) => vm.truth(value)?,
        None => false,
    };
    let mut parameters = vec![digest_size as u8, key.len() as u8, fanout as u8, depth as u8];
    parameters.put_slice(&(leaf_size as u32).to_le_bytes());
    if long {
        parameters.put_slice(&node_offset.to_le_bytes());
        parameters.put_slice(&[node_depth as u8, inner_size as u8]);
        parameters.resize(32, 0);
    } else {
        parameters.put_slice(&node_offset.to_le_bytes()[..6]);
        parameters.put_slice(&[node_depth as u8, inner_size as u8]);
    }
    for text in [&salt, &person] {
        let end = parameters.len() + salt_size;
        parameters.put_slice(text);
        parameters.resize(end, 0);
    }
    let mut state = Blake::start(long);
    for (slot, bytes) in state.iter_mut().zip(parameters.chunks_exact(if long { 8 } else { 4 })) {
        *slot ^= bytes.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte));
    }
    let mut blake = Blake { long, state, buffer: Vec::new(), counted: 0, digest_size: digest_size as usize, last_node };
    if !key.is_empty() {
        let mut block = key;
        block.resize(blake.block(), 0);
        blake.update(&block);
    }
    Ok(blake)
}
