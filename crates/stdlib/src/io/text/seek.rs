//! Positions in text. A position is a cookie: where in the bytes a decoder could start, in which state, how many bytes it must be fed and
//! how many characters skipped.

use taipan_runtime::native::*;
use taipan_text::memory::Grow;

use super::{Snapshot, TextCodec, TextCore, TextIo, TextWrite};
use crate::io::unsupported;

#[derive(Clone, Copy, Default)]
pub(crate) struct Cookie {
    start: i64,
    flags: i32,
    feed: u32,
    skip: u32,
    at_end: bool,
}

/// Bytes of a packed cookie: each part little-endian, one behind the other.
const PACKED: usize = 21;

impl Cookie {
    fn to_value(self, vm: &mut Vm) -> R<Owned> {
        if self.flags == 0 && self.feed == 0 && self.skip == 0 && !self.at_end {
            return vm.new_int(i128::from(self.start));
        }
        let mut bytes = taipan_text::memory::with_room(PACKED);
        bytes.put_iter(self.start.to_le_bytes());
        bytes.put_iter(self.flags.to_le_bytes());
        bytes.put_iter(self.feed.to_le_bytes());
        bytes.put_iter(self.skip.to_le_bytes());
        bytes.put(u8::from(self.at_end));
        let (bytes, order) = (vm.new_bytes(&bytes)?, vm.new_str("little")?);
        let class = vm.types.int.value();
        vm.call_method(class, "from_bytes", &[bytes.value(), order.value()])
    }

    fn from_value(vm: &mut Vm, value: Value) -> R<Cookie> {
        if let Some(start) = vm.int_to_i64(value) {
            return Ok(Cookie { start, ..Cookie::default() });
        }
        let (length, order) = (Value::small(PACKED as i32), vm.new_str("little")?);
        let bytes = vm.call_method(value, "to_bytes", &[length, order.value()])?;
        let bytes = super::read::given_bytes(vm, &bytes)?;
        let mut packed = [0; PACKED];
        packed.copy_from_slice(bytes.get(..PACKED).unwrap_or(&[0; PACKED]));
        let word = |at: usize| u32::from_le_bytes([packed[at], packed[at + 1], packed[at + 2], packed[at + 3]]);
        Ok(Cookie {
            start: (u64::from(word(4)) << 32 | u64::from(word(0))) as i64,
            flags: word(8) as i32,
            feed: word(12),
            skip: word(16),
            at_end: packed[20] != 0,
        })
    }
}

#[extension(TextSeek)]
impl Obj<TextIo> {
    fn check_seekable(self, vm: &mut Vm) -> R<()> {
        if self.get(vm).seekable { Ok(()) } else { Err(unsupported(vm, "underlying stream is not seekable")) }
    }

    fn call_flush(self, vm: &mut Vm) -> R<()> {
        vm.call_method(self.value(), "flush", &[]).map(drop)
    }

    /// How many characters the decoder makes of these bytes.
    fn count(self, vm: &mut Vm, bytes: &[u8], is_final: bool) -> R<usize> {
        let text = self.decode(vm, bytes, is_final)?;
        Ok(vm.cast::<Str>(text.value()).map_or(0, |text| text.len(vm)))
    }

    /// `stream.tell()`.
    fn tell(self, vm: &mut Vm) -> R<Owned> {
        self.check_open(vm)?;
        self.check_seekable(vm)?;
        if !self.get(vm).telling {
            return Err(vm.raise(vm.exceptions.OSError, "telling position disabled by next() call"));
        }
        self.write_pending(vm)?;
        self.call_flush(vm)?;
        let buffer = self.below(vm)?;
        let position = vm.call_method(buffer.value(), "tell", &[])?;
        let this = self.get(vm);
        let (used, characters) = (this.used, this.characters.is_some());
        let snapshot = match &this.snapshot {
            Some(snapshot) if this.decoder.is_some() => {
                Snapshot { flags: snapshot.flags, input: snapshot.input.clone() }
            }
            _ => return Ok(position),
        };
        let position = crate::io::file::offset(vm, position.value())?;
        let mut cookie =
            Cookie { start: position - snapshot.input.len() as i64, flags: snapshot.flags as i32, ..Cookie::default() };
        if !characters || used == 0 {
            return cookie.to_value(vm);
        }
        let (rest, flags) = self.decoder_state(vm)?;
        let found = self.find_start(vm, &mut cookie, &snapshot, used);
        let restored = self.set_decoder_state(vm, &rest, flags);
        found?;
        restored?;
        cookie.to_value(vm)
    }

    /// Find where the decoder could start to come to the place `skip` characters into the snapshot.
    fn find_start(self, vm: &mut Vm, cookie: &mut Cookie, snapshot: &Snapshot, mut skip: usize) -> R<()> {
        let input = &snapshot.input;
        let mut flags = snapshot.flags;
        // A guess, and from there backward until the decoder has no bytes in hand.
        let mut from = ((self.get(vm).ratio * skip as f64) as usize).min(input.len());
        let mut back = 1;
        loop {
            if from == 0 {
                self.set_decoder_state(vm, b"", flags)?;
                break;
            }
            self.set_decoder_state(vm, b"", flags)?;
            let count = self.count(vm, &input[..from], false)?;
            if count <= skip {
                let (rest, now) = self.decoder_state(vm)?;
                if rest.is_empty() {
                    flags = now;
                    skip -= count;
                    break;
                }
                from = from.saturating_sub(rest.len());
                back = 1;
            } else {
                from = from.saturating_sub(back);
                back *= 2;
            }
        }
        cookie.start += from as i64;
        cookie.flags = flags as i32;
        if skip == 0 {
            return Ok(());
        }
        // Byte by byte to the place, noting where the decoder could start afresh.
        let (mut fed, mut decoded) = (0u32, 0);
        for index in from..input.len() {
            fed += 1;
            decoded += self.count(vm, &input[index..=index], false)?;
            let (rest, now) = self.decoder_state(vm)?;
            if rest.is_empty() && decoded <= skip {
                cookie.start += i64::from(fed);
                skip -= decoded;
                cookie.flags = now as i32;
                (fed, decoded) = (0, 0);
            }
            if decoded >= skip {
                break;
            }
        }
        if decoded < skip {
            decoded += self.count(vm, b"", true)?;
            cookie.at_end = true;
            if decoded < skip {
                return Err(vm.raise(vm.exceptions.OSError, "can't reconstruct logical file position"));
            }
        }
        (cookie.feed, cookie.skip) = (fed, skip as u32);
        Ok(())
    }

    /// `stream.seek(cookie, whence)`.
    fn seek(self, vm: &mut Vm, target: Value, whence: i32) -> R<Owned> {
        self.check_open(vm)?;
        self.check_seekable(vm)?;
        let zero = Value::small(0);
        let mut target = target.own();
        match whence {
            0 => {}
            1 => {
                if !vm.equal(target.value(), zero)? {
                    return Err(unsupported(vm, "can't do nonzero cur-relative seeks"));
                }
                self.call_flush(vm)?;
                target = vm.call_method(self.value(), "tell", &[])?;
            }
            2 => {
                if !vm.equal(target.value(), zero)? {
                    return Err(unsupported(vm, "can't do nonzero end-relative seeks"));
                }
                self.call_flush(vm)?;
                self.forget_characters(vm);
                self.get_mut(vm).snapshot = None;
                self.reset_decoder(vm)?;
                let buffer = self.below(vm)?;
                let end = vm.call_method(buffer.value(), "seek", &[zero, Value::small(2)])?;
                let at_start = vm.equal(end.value(), zero)?;
                self.reset_encoder(vm, at_start)?;
                return Ok(end);
            }
            _ => {
                return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)")));
            }
        }
        if vm.compare_truth(target.value(), zero, CompareOp::Lt)? {
            let shown = vm.repr_text(target.value())?;
            return Err(vm.value_error(format!("negative seek position {shown}")));
        }
        self.call_flush(vm)?;
        let target = vm.index(target.value())?;
        let cookie = Cookie::from_value(vm, target.value())?;
        let buffer = self.below(vm)?;
        let start = vm.new_int(i128::from(cookie.start))?;
        vm.call_method(buffer.value(), "seek", &[start.value()])?;
        self.forget_characters(vm);
        self.get_mut(vm).snapshot = None;
        let fresh = cookie.start == 0 && cookie.flags == 0;
        if self.get(vm).decoder.is_some() {
            if fresh {
                self.reset_decoder(vm)?
            } else {
                self.set_decoder_state(vm, b"", i64::from(cookie.flags))?
            }
            let mut input = Vec::new();
            if cookie.skip > 0 {
                let count = vm.new_int(i128::from(cookie.feed))?;
                let data = vm.call_method(buffer.value(), "read", &[count.value()])?;
                if vm.cast::<taipan_runtime::types::bytes::Bytes>(data.value()).is_none() {
                    let found = vm.class_of(data.value()).name(vm);
                    return Err(
                        vm.type_error(format!("underlying read() should have returned a bytes object, not '{found}'"))
                    );
                }
                input = super::read::given_bytes(vm, &data)?;
                let text = self.decode(vm, &input, cookie.at_end)?;
                let length = vm.cast::<Str>(text.value()).map_or(0, |text| text.len(vm));
                if length < cookie.skip as usize {
                    return Err(vm.raise(vm.exceptions.OSError, "can't restore logical file position"));
                }
                let this = self.get_mut(vm);
                this.used = cookie.skip as usize;
                drop(this.characters.replace(text));
            }
            self.get_mut(vm).snapshot = Some(Snapshot { flags: i64::from(cookie.flags), input });
        }
        self.reset_encoder(vm, fresh)?;
        Ok(target)
    }
}
