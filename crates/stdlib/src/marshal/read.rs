//! From bytes to values.

use taipan_runtime::native::*;
use taipan_text::memory::{CopyOut, Grow};
use taipan_text::wtf8::decode_wtf8;

/// The tag's bit that says that later values may refer to this one.
const REMEMBERED: u8 = 0x80;

/// The value that the bytes begin with, and how many bytes it takes.
pub(super) fn load(vm: &mut Vm, bytes: &[u8], allow_code: bool) -> R<(Owned, usize)> {
    let mut reader = Reader { bytes, position: 0, values: Vec::new(), allow_code };
    match reader.value(vm, super::DEPTH)? {
        Some(value) => Ok((value, reader.position)),
        None => Err(vm.type_error("NULL object in marshal data for object")),
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
    values: Vec<Owned>,
    allow_code: bool,
}

impl Reader<'_> {
    fn take(&mut self, vm: &mut Vm, count: usize) -> R<&[u8]> {
        let end = self.position.checked_add(count).filter(|&end| end <= self.bytes.len());
        match end {
            Some(end) => {
                let taken = &self.bytes[self.position..end];
                self.position = end;
                Ok(taken)
            }
            None => Err(vm.eof_error("marshal data too short")),
        }
    }

    fn byte(&mut self, vm: &mut Vm) -> R<u8> {
        Ok(self.take(vm, 1)?[0])
    }

    fn int32(&mut self, vm: &mut Vm) -> R<i32> {
        let bytes = self.take(vm, 4)?;
        Ok(i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    fn count(&mut self, vm: &mut Vm) -> R<usize> {
        match usize::try_from(self.int32(vm)?) {
            // Each item takes a byte at least.
            Ok(count) if count <= self.bytes.len() => Ok(count),
            _ => Err(vm.value_error("bad marshal data (size out of range)")),
        }
    }

    fn float(&mut self, vm: &mut Vm) -> R<f64> {
        let bytes = self.take(vm, 8)?;
        let mut array = [0; 8];
        array.copy_from_slice(bytes);
        Ok(f64::from_le_bytes(array))
    }

    /// None is the mark at a dict's end.
    fn value(&mut self, vm: &mut Vm, depth: usize) -> R<Option<Owned>> {
        if depth == 0 {
            return Err(vm.value_error("recursion limit exceeded"));
        }
        vm.enter_native()?;
        let tag = self.byte(vm)?;
        let remembered = tag & REMEMBERED != 0;
        let place = self.values.len();
        if remembered {
            self.values.put(Owned::NONE);
        }
        let value = match tag & !REMEMBERED {
            b'0' => return Ok(None),
            b'N' => Owned::NONE,
            b'T' => Owned::bool(true),
            b'F' => Owned::bool(false),
            b'.' => Owned::from_raw(Value::ELLIPSIS),
            b'S' => vm.exceptions.StopIteration.own(),
            b'i' => {
                let number = self.int32(vm)?;
                vm.new_int(i128::from(number))?
            }
            b'l' => self.long(vm)?,
            b'g' => {
                let number = self.float(vm)?;
                vm.new_float(number)?
            }
            b'f' => {
                let count = self.byte(vm)?;
                let text = String::from_utf8_lossy(self.take(vm, usize::from(count))?).into_owned();
                let text = vm.new_str(&text)?;
                let class = vm.types.float.value();
                vm.call(class, &[text.value()])?
            }
            b'y' => {
                let (real, imag) = (self.float(vm)?, self.float(vm)?);
                let (real, imag) = (vm.new_float(real)?, vm.new_float(imag)?);
                let class = vm.types.complex.value();
                vm.call(class, &[real.value(), imag.value()])?
            }
            b's' => {
                let count = self.count(vm)?;
                let bytes = self.take(vm, count)?.copy_out();
                vm.new_bytes(&bytes)?
            }
            kind @ (b'z' | b'Z') => {
                let count = self.byte(vm)?;
                self.text(vm, usize::from(count), kind == b'Z')?
            }
            kind @ (b'a' | b'A' | b'u' | b't') => {
                let count = self.count(vm)?;
                self.text(vm, count, kind == b'A' || kind == b't')?
            }
            b')' => {
                let count = usize::from(self.byte(vm)?);
                let items = self.many(vm, count, depth)?;
                vm.new_tuple_from(items)?
            }
            b'(' => {
                let count = self.count(vm)?;
                let items = self.many(vm, count, depth)?;
                vm.new_tuple_from(items)?
            }
            b'[' => {
                let count = self.count(vm)?;
                let list = vm.new_list(&[])?;
                if remembered {
                    self.values[place] = list.clone();
                }
                let items = self.many(vm, count, depth)?;
                if let Some(list) = vm.cast::<List>(list.value()) {
                    items.into_iter().try_for_each(|item| list.push(vm, item))?;
                }
                list
            }
            b'{' => {
                let (owned, dict) = vm.new_dict_obj()?;
                if remembered {
                    self.values[place] = owned.clone();
                }
                while let Some(key) = self.value(vm, depth - 1)? {
                    let Some(value) = self.value(vm, depth - 1)? else { break };
                    dict.set(vm, key.value(), value.value())?;
                }
                owned
            }
            kind @ (b'<' | b'>') => {
                let count = self.count(vm)?;
                let items = self.many(vm, count, depth)?;
                let items = vm.new_tuple_from(items)?;
                let class = if kind == b'<' { vm.types.set } else { vm.types.frozenset };
                vm.call(class.value(), &[items.value()])?
            }
            b'r' => {
                let index = self.int32(vm)?;
                match usize::try_from(index).ok().and_then(|index| self.values.get(index)) {
                    Some(value) => value.clone(),
                    None => return Err(vm.value_error("bad marshal data (invalid reference)")),
                }
            }
            b'c' => {
                if !self.allow_code {
                    return Err(vm.value_error("unmarshalling code objects is disallowed"));
                }
                let count = self.count(vm)?;
                let bytes = self.take(vm, count)?.to_vec();
                taipan_runtime::types::code::unseal(vm, &bytes)?
            }
            _ => return Err(vm.value_error("bad marshal data (unknown type code)")),
        };
        if remembered {
            self.values[place] = value.clone();
        }
        Ok(Some(value))
    }

    fn many(&mut self, vm: &mut Vm, count: usize, depth: usize) -> R<Vec<Owned>> {
        let mut items = taipan_text::memory::with_room(count);
        for _ in 0..count {
            match self.value(vm, depth - 1)? {
                Some(item) => items.put(item),
                None => return Err(vm.type_error("NULL object in marshal data for tuple")),
            }
        }
        Ok(items)
    }

    fn text(&mut self, vm: &mut Vm, count: usize, intern: bool) -> R<Owned> {
        let bytes = self.take(vm, count)?.copy_out();
        let Some(text) = decode_wtf8(&bytes) else {
            return Err(vm.value_error("bad marshal data (invalid text)"));
        };
        let text = vm.new_text(&text)?;
        match vm.cast::<Str>(text.value()) {
            Some(object) if intern => Ok(vm.intern_obj(object)?.own()),
            _ => Ok(text),
        }
    }

    fn long(&mut self, vm: &mut Vm) -> R<Owned> {
        let count = self.int32(vm)?;
        let digits = count.unsigned_abs() as usize;
        let bytes = match digits.checked_mul(2) {
            Some(size) => self.take(vm, size)?.copy_out(),
            None => return Err(vm.value_error("bad marshal data (long size out of range)")),
        };
        let mut magnitude = taipan_text::memory::with_room(bytes.len());
        let (mut held, mut width) = (0u32, 0);
        for digit in bytes.as_chunks::<2>().0 {
            let digit = u32::from(u16::from_le_bytes(*digit));
            if digit > 0x7fff {
                return Err(vm.value_error("bad marshal data (digit out of range in long)"));
            }
            held |= digit << width;
            width += 15;
            while width >= 8 {
                magnitude.put(held as u8);
                held >>= 8;
                width -= 8;
            }
        }
        magnitude.put(held as u8);
        let magnitude = vm.new_bytes(&magnitude)?;
        let order = vm.new_str("little")?;
        let class = vm.types.int.value();
        let number = vm.call_method(class, "from_bytes", &[magnitude.value(), order.value()])?;
        if count < 0 { vm.negative(number.value()) } else { Ok(number) }
    }
}
