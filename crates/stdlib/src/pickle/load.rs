//! Reading pickles: the input, the stack, and the instructions for plain values.

use std::ops::Range;

use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_text::memory::Grow;

use super::opcodes::*;
use super::unpickler::Unpickler;
use super::unpickling_error;
use crate::support::given;

/// Where a pickle comes from.
pub(super) struct Input {
    data: Vec<u8>,
    place: usize,
    /// Where the frame ends that is being read: nothing in it goes further.
    frame: Option<usize>,
    /// `read` and `readline` of a file, which is read no further than asked.
    file: Option<(Owned, Owned)>,
}

impl Input {
    pub(super) fn bytes(data: Vec<u8>) -> Input {
        Input { data, place: 0, frame: None, file: None }
    }

    pub(super) fn file(vm: &mut Vm, file: Value) -> R<Input> {
        let (read, readline) = (vm.intern("read")?, vm.intern("readline")?);
        match (vm.get_attr_optional(file, read)?, vm.get_attr_optional(file, readline)?) {
            (Some(read), Some(readline)) => {
                Ok(Input { data: Vec::new(), place: 0, frame: None, file: Some((read, readline)) })
            }
            _ => Err(vm.type_error("file must have 'read' and 'readline' attributes")),
        }
    }

    /// The next `count` bytes, as places in `data`.
    #[inline]
    fn take(&mut self, vm: &mut Vm, count: usize) -> R<Range<usize>> {
        let start = self.place;
        if self.frame.is_some() {
            self.check_frame(vm, count)?;
        }
        if count <= self.data.len() - start {
            self.place += count;
            return Ok(start..start + count);
        }
        self.take_from_file(vm, count)
    }

    /// Refuse what does not lie inside the frame; a frame that was read is over.
    fn check_frame(&mut self, vm: &mut Vm, count: usize) -> R<()> {
        match self.frame {
            Some(end) if end == self.place => self.frame = None,
            Some(end) if count > end - self.place => return Err(exhausted(vm)),
            _ => {}
        }
        Ok(())
    }

    /// A frame of so many bytes begins.
    fn begin_frame(&mut self, vm: &mut Vm, length: u64) -> R<()> {
        if self.frame.take().is_some_and(|end| end != self.place) {
            return Err(truncated(vm));
        }
        let Ok(length) = usize::try_from(length)
            .map_err(drop)
            .and_then(|length| isize::try_from(length).map(|_| length).map_err(drop))
        else {
            let most = isize::MAX;
            return Err(vm.overflow_error(format!("FRAME length exceeds system's maximum of {most} bytes")));
        };
        // Only to have it: the instructions inside are read one by one.
        let place = self.take(vm, length)?;
        self.place = place.start;
        self.frame = Some(place.end);
        Ok(())
    }

    fn take_from_file(&mut self, vm: &mut Vm, count: usize) -> R<Range<usize>> {
        let Some((read, _)) = self.file.clone() else { return Err(truncated(vm)) };
        self.data.drain(..self.place);
        self.place = 0;
        let wanted = vm.new_int((count - self.data.len()) as i128)?;
        let part = vm.call(read.value(), &[wanted.value()])?;
        self.add(vm, part.value(), "read")?;
        if self.data.len() < count {
            return Err(truncated(vm));
        }
        self.place = count;
        Ok(0..count)
    }

    fn add(&mut self, vm: &mut Vm, part: Value, method: &str) -> R<()> {
        let Some(bytes) = vm.cast::<Bytes>(part) else {
            return Err(match method {
                "read" => vm.value_error("read() returned non-bytes object"),
                _ => vm.value_error("readline() returned non-bytes object"),
            });
        };
        self.data.put_slice(bytes.bytes(vm));
        vm.check_built()
    }

    /// The next line, without its end.
    fn line(&mut self, vm: &mut Vm) -> R<Range<usize>> {
        if self.frame == Some(self.place) {
            self.frame = None;
        }
        let start = self.place;
        let limit = self.frame.unwrap_or(self.data.len());
        if let Some(end) = memchr::memchr(b'\n', &self.data[start..limit]) {
            self.place = start + end + 1;
            return Ok(start..start + end);
        }
        if let Some((_, readline)) = self.file.clone().filter(|_| self.frame.is_none()) {
            self.data.drain(..start);
            self.place = 0;
            let part = vm.call(readline.value(), &[])?;
            self.add(vm, part.value(), "readline")?;
            if self.data.last() == Some(&b'\n') {
                self.place = self.data.len();
                return Ok(0..self.place - 1);
            }
        }
        Err(if self.frame.is_some() { exhausted(vm) } else { truncated(vm) })
    }
}

#[cold]
fn exhausted(vm: &mut Vm) -> Raised {
    unpickling_error(vm, "pickle exhausted before end of frame")
}

#[cold]
fn truncated(vm: &mut Vm) -> Raised {
    unpickling_error(vm, "pickle data was truncated")
}

/// How strings of Python 2 are read.
#[derive(Clone)]
pub(super) struct Decoding {
    pub(super) encoding: String,
    pub(super) errors: String,
}

/// A pickle being read.
pub(super) struct Loader {
    pub(super) input: Input,
    pub(super) stack: Vec<Owned>,
    /// Heights of the stack at the marks.
    pub(super) marks: Vec<usize>,
    pub(super) memo: Vec<Option<Owned>>,
    /// Entries that are there.
    memo_count: usize,
    pub(super) protocol: u8,
    pub(super) fix_imports: bool,
    decoding: Decoding,
    buffers: Option<Owned>,
    /// The Unpickler, when it is of a class that may do things its own way.
    pub(super) owner: Option<Owned>,
    pub(super) persistent_load: Option<Owned>,
}

impl Loader {
    pub(super) fn new(
        vm: &mut Vm,
        input: Input,
        fix_imports: bool,
        encoding: Option<String>,
        errors: Option<String>,
        buffers: Option<Value>,
    ) -> R<Loader> {
        let buffers = match given(buffers) {
            Some(buffers) => Some(vm.iter(buffers)?),
            None => None,
        };
        let decoding = Decoding {
            encoding: encoding.unwrap_or_else(|| "ASCII".to_owned()),
            errors: errors.unwrap_or_else(|| "strict".to_owned()),
        };
        Ok(Loader {
            input,
            stack: Vec::new(),
            marks: Vec::new(),
            memo: Vec::new(),
            memo_count: 0,
            protocol: 0,
            fix_imports,
            decoding,
            buffers,
            owner: None,
            persistent_load: None,
        })
    }

    /// All that the collector must know of.
    pub(super) fn references(&self) -> impl Iterator<Item = &Owned> {
        let file = self.input.file.iter().flat_map(|(read, readline)| [read, readline]);
        let own = [&self.buffers, &self.owner, &self.persistent_load];
        file.chain(own.into_iter().flatten()).chain(&self.stack).chain(self.memo.iter().flatten())
    }

    /// Read one object.
    pub(super) fn load(&mut self, vm: &mut Vm) -> R<Owned> {
        self.stack.clear();
        self.marks.clear();
        self.protocol = 0;
        self.memo_count = self.memo.iter().flatten().count();
        let loaded = self.run(vm);
        let rest = std::mem::take(&mut self.stack);
        drop(rest);
        loaded
    }

    fn run(&mut self, vm: &mut Vm) -> R<Owned> {
        loop {
            let opcode = match self.input.take(vm, 1) {
                Ok(place) => self.input.data[place.start],
                Err(raised) => {
                    let [_, _, class] = super::errors(vm)?;
                    if !vm.error_is(class) {
                        return Err(raised);
                    }
                    drop(vm.take_error());
                    return Err(vm.eof_error("Ran out of input"));
                }
            };
            if opcode == STOP {
                return self.pop(vm);
            }
            self.instruction(vm, opcode)?;
        }
    }

    fn floor(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }

    #[cold]
    pub(super) fn underflow(&self, vm: &mut Vm) -> Raised {
        let words = if self.marks.is_empty() { "unpickling stack underflow" } else { "unexpected MARK found" };
        unpickling_error(vm, words)
    }

    #[inline]
    pub(super) fn pop(&mut self, vm: &mut Vm) -> R<Owned> {
        if self.stack.len() > self.floor()
            && let Some(value) = self.stack.pop()
        {
            return Ok(value);
        }
        Err(self.underflow(vm))
    }

    /// The object on top of the stack, which stays there.
    #[inline]
    pub(super) fn top(&mut self, vm: &mut Vm) -> R<Owned> {
        match self.stack.last() {
            Some(value) if self.stack.len() > self.floor() => Ok(value.clone()),
            _ => Err(self.underflow(vm)),
        }
    }

    #[inline]
    pub(super) fn push(&mut self, value: Owned) {
        self.stack.push(value);
    }

    /// Where the items begin that stand behind the last mark, which goes.
    pub(super) fn pop_mark(&mut self, vm: &mut Vm) -> R<usize> {
        match self.marks.pop() {
            Some(height) => Ok(height),
            None => Err(unpickling_error(vm, "could not find MARK")),
        }
    }

    /// What stands behind the last mark.
    pub(super) fn pop_items(&mut self, vm: &mut Vm) -> R<Vec<Owned>> {
        let start = self.pop_mark(vm)?;
        Ok(self.stack.split_off(start.min(self.stack.len())))
    }

    fn byte(&mut self, vm: &mut Vm) -> R<u8> {
        let place = self.input.take(vm, 1)?;
        Ok(self.input.data[place.start])
    }

    /// An unsigned number of `N` bytes.
    fn number<const N: usize>(&mut self, vm: &mut Vm) -> R<u64> {
        let place = self.input.take(vm, N)?;
        let mut bytes = [0; 8];
        bytes[..N].copy_from_slice(&self.input.data[place]);
        Ok(u64::from_le_bytes(bytes))
    }

    pub(super) fn signed(&mut self, vm: &mut Vm) -> R<i32> {
        self.number::<4>(vm).map(|number| number as u32 as i32)
    }

    pub(super) fn short(&mut self, vm: &mut Vm) -> R<u64> {
        self.number::<2>(vm)
    }

    pub(super) fn single(&mut self, vm: &mut Vm) -> R<u64> {
        self.byte(vm).map(u64::from)
    }

    /// So many bytes as the count says that comes first.
    fn counted<const N: usize>(&mut self, vm: &mut Vm, name: &str) -> R<Range<usize>> {
        let count = self.number::<N>(vm)?;
        match isize::try_from(count) {
            Ok(count) => self.input.take(vm, count as usize),
            Err(_) => {
                let most = isize::MAX;
                Err(vm.overflow_error(format!("{name} exceeds system's maximum size of {most} bytes")))
            }
        }
    }

    /// As `counted`, where the count is a signed one of four bytes.
    fn counted_signed(&mut self, vm: &mut Vm, name: &str) -> R<Range<usize>> {
        match usize::try_from(self.signed(vm)?) {
            Ok(count) => self.input.take(vm, count),
            Err(_) => Err(unpickling_error(vm, format!("{name} pickle has negative byte count"))),
        }
    }

    pub(super) fn text_line(&mut self, vm: &mut Vm, encoding: &str) -> R<Owned> {
        let place = self.input.line(vm)?;
        self.line_text(vm, place, encoding)
    }

    fn line_text(&mut self, vm: &mut Vm, place: Range<usize>, encoding: &str) -> R<Owned> {
        match std::str::from_utf8(&self.input.data[place.clone()]) {
            Ok(text) if encoding == "utf-8" || text.is_ascii() => vm.new_str(text),
            _ => vm.decode(&self.input.data[place], encoding, "strict"),
        }
    }

    fn utf8(&mut self, vm: &mut Vm, place: Range<usize>) -> R<Owned> {
        let bytes = &self.input.data[place];
        match std::str::from_utf8(bytes) {
            Ok(text) => vm.new_str(text),
            Err(_) => vm.decode(bytes, "utf-8", "surrogatepass"),
        }
    }

    /// A string of Python 2.
    fn old_string(&mut self, vm: &mut Vm, bytes: &[u8]) -> R<()> {
        let Decoding { encoding, errors } = self.decoding.clone();
        let value = if encoding == "bytes" { vm.new_bytes(bytes)? } else { vm.decode(bytes, &encoding, &errors)? };
        self.push(value);
        Ok(())
    }

    fn long(&mut self, vm: &mut Vm, place: Range<usize>) -> R<()> {
        let number = taipan_numeric::int::from_bytes(&self.input.data[place], true, true);
        let number = vm.new_big(number)?;
        self.push(number);
        Ok(())
    }

    /// A line that is not empty.
    fn full_line(&mut self, vm: &mut Vm) -> R<Range<usize>> {
        let place = self.input.line(vm)?;
        if place.is_empty() { Err(truncated(vm)) } else { Ok(place) }
    }

    /// A name that is not empty.
    pub(super) fn name_line(&mut self, vm: &mut Vm, encoding: &str) -> R<Owned> {
        let place = self.full_line(vm)?;
        self.line_text(vm, place, encoding)
    }

    /// The number that a line says.
    fn line_number(&mut self, vm: &mut Vm) -> R<()> {
        let place = self.full_line(vm)?;
        let line = &self.input.data[place];
        let plain = std::str::from_utf8(line).ok().and_then(|line| line.parse::<i64>().ok());
        let value = match (line, plain) {
            (b"00", _) => Owned::bool(false),
            (b"01", _) => Owned::bool(true),
            (_, Some(number)) => vm.new_int(i128::from(number))?,
            _ => {
                let line = line.to_vec();
                match self.parsed(vm, &line) {
                    Ok(number) => number,
                    Err(raised) => {
                        let class = vm.exceptions.ValueError;
                        vm.catch(class, raised)?;
                        return Err(vm.value_error("could not convert string to int"));
                    }
                }
            }
        };
        self.push(value);
        Ok(())
    }

    fn parsed(&mut self, vm: &mut Vm, digits: &[u8]) -> R<Owned> {
        let text = vm.decode(digits, "latin-1", "strict")?;
        let class = vm.types.int.value();
        vm.call(class, &[text.value()])
    }

    fn memo_get(&mut self, vm: &mut Vm, number: u64) -> R<()> {
        let found = usize::try_from(number).ok().and_then(|number| self.memo.get(number).cloned().flatten());
        match found {
            Some(value) => {
                self.push(value);
                Ok(())
            }
            None => Err(unpickling_error(vm, format!("Memo value not found at index {number}"))),
        }
    }

    fn memo_put(&mut self, vm: &mut Vm, number: u64) -> R<()> {
        let value = self.top(vm)?;
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        if number >= self.memo.len() {
            let length = number.saturating_add(1);
            // A pickle may name any number: no more than is asked for, and only if it is there.
            if length > (self.memo.len() + 1024).saturating_mul(2) {
                vm.check_room(length.saturating_mul(8))?;
            }
            if self.memo.try_reserve(length - self.memo.len()).is_err() {
                return Err(vm.memory_error());
            }
            self.memo.resize(length, None);
        }
        let old = self.memo[number].replace(value);
        self.memo_count += usize::from(old.is_none());
        drop(old);
        Ok(())
    }

    fn instruction(&mut self, vm: &mut Vm, opcode: u8) -> R<()> {
        match opcode {
            NONE => self.push(Owned::NONE),
            NEWTRUE => self.push(Owned::bool(true)),
            NEWFALSE => self.push(Owned::bool(false)),
            BININT => {
                let number = self.signed(vm)?;
                self.push(Owned::from_raw(Value::int_unchecked(i64::from(number))));
            }
            BININT1 | BININT2 => {
                let number = if opcode == BININT1 { self.single(vm)? } else { self.short(vm)? };
                self.push(Owned::from_raw(Value::int_unchecked(number as i64)));
            }
            BINFLOAT => {
                let number = self.number::<8>(vm)?;
                let float = vm.new_float(f64::from_bits(number.swap_bytes()))?;
                self.push(float);
            }
            SHORT_BINUNICODE | BINUNICODE | BINUNICODE8 => {
                let place = match opcode {
                    SHORT_BINUNICODE => self.counted::<1>(vm, "SHORT_BINUNICODE")?,
                    BINUNICODE => self.counted::<4>(vm, "BINUNICODE")?,
                    _ => self.counted::<8>(vm, "BINUNICODE8")?,
                };
                let text = self.utf8(vm, place)?;
                self.push(text);
            }
            SHORT_BINBYTES | BINBYTES | BINBYTES8 => {
                let place = match opcode {
                    SHORT_BINBYTES => self.counted::<1>(vm, "SHORT_BINBYTES")?,
                    BINBYTES => self.counted::<4>(vm, "BINBYTES")?,
                    _ => self.counted::<8>(vm, "BINBYTES8")?,
                };
                let bytes = vm.new_bytes(&self.input.data[place])?;
                self.push(bytes);
            }
            MEMOIZE => {
                let number = self.memo_count as u64;
                self.memo_put(vm, number)?;
            }
            BINGET => {
                let number = self.single(vm)?;
                self.memo_get(vm, number)?;
            }
            LONG_BINGET => {
                let number = self.number::<4>(vm)?;
                self.memo_get(vm, number)?;
            }
            BINPUT => {
                let number = self.single(vm)?;
                self.memo_put(vm, number)?;
            }
            LONG_BINPUT => {
                let number = self.number::<4>(vm)?;
                self.memo_put(vm, number)?;
            }
            MARK => self.marks.push(self.stack.len()),
            LONG1 => {
                let place = self.counted::<1>(vm, "LONG1")?;
                self.long(vm, place)?;
            }
            LONG4 => {
                let place = self.counted_signed(vm, "LONG")?;
                self.long(vm, place)?;
            }
            BYTEARRAY8 => {
                let place = self.counted::<8>(vm, "BYTEARRAY8")?;
                let array = vm.new_bytearray(&self.input.data[place])?;
                self.push(array);
            }
            FRAME => {
                let length = self.number::<8>(vm)?;
                self.input.begin_frame(vm, length)?;
            }
            PROTO => {
                let protocol = self.byte(vm)?;
                if i64::from(protocol) > HIGHEST_PROTOCOL {
                    return Err(vm.value_error(format!("unsupported pickle protocol: {protocol}")));
                }
                self.protocol = protocol;
                if let Some(owner) = self.owner.as_ref().and_then(|owner| vm.cast::<Unpickler>(owner.value())) {
                    owner.get_mut(vm).names.0 = protocol;
                }
            }
            POP => {
                // A mark may be what is on top.
                if self.marks.last() == Some(&self.stack.len()) {
                    self.marks.pop();
                } else {
                    drop(self.pop(vm)?);
                }
            }
            POP_MARK => drop(self.pop_items(vm)?),
            DUP => {
                let top = self.top(vm)?;
                self.push(top);
            }
            NEXT_BUFFER => {
                let Some(buffers) = self.buffers.clone() else {
                    let words = "pickle stream refers to out-of-band data but no *buffers* argument was given";
                    return Err(unpickling_error(vm, words));
                };
                match vm.next(buffers.value())? {
                    Some(buffer) => self.push(buffer),
                    None => return Err(unpickling_error(vm, "not enough out-of-band buffers")),
                }
            }
            READONLY_BUFFER => {
                let buffer = self.pop(vm)?;
                let class = vm.get_attr_str(vm.builtins.value(), "get")?;
                let name = vm.new_str("memoryview")?;
                let class = vm.call(class.value(), &[name.value()])?;
                let view = vm.call(class.value(), &[buffer.value()])?;
                let readonly = vm.get_attr_str(view.value(), "readonly")?;
                let value =
                    if vm.truth(readonly.value())? { buffer } else { vm.call_method(view.value(), "toreadonly", &[])? };
                self.push(value);
            }
            INT => self.line_number(vm)?,
            LONG | FLOAT | STRING | UNICODE | GET | PUT | BINSTRING | SHORT_BINSTRING => self.old(vm, opcode)?,
            _ => self.build_instruction(vm, opcode)?,
        }
        Ok(())
    }

    /// Instructions of protocols 0 to 2.
    fn old(&mut self, vm: &mut Vm, opcode: u8) -> R<()> {
        match opcode {
            LONG => {
                let place = self.full_line(vm)?;
                let line = self.input.data[place].to_vec();
                let digits = line.strip_suffix(b"L").unwrap_or(&line);
                let number = self.parsed(vm, digits)?;
                self.push(number);
            }
            FLOAT => {
                let place = self.full_line(vm)?;
                let text = String::from_utf8_lossy(&self.input.data[place]).into_owned();
                match taipan_numeric::float::parse_bytes(text.trim().as_bytes()) {
                    Some(number) if text.trim() == text => {
                        let number = vm.new_float(number)?;
                        self.push(number);
                    }
                    _ => return Err(vm.value_error("could not convert string to float")),
                }
            }
            STRING => {
                let place = self.input.line(vm)?;
                let line = self.input.data[place].to_vec();
                let inner = match line.as_slice() {
                    [b'\'', inner @ .., b'\''] | [b'"', inner @ .., b'"'] => inner,
                    _ => return Err(unpickling_error(vm, "the STRING opcode argument must be quoted")),
                };
                let decode = vm.import_attr("_codecs", "escape_decode")?;
                let inner = vm.new_bytes(inner)?;
                let decoded = vm.call(decode.value(), &[inner.value()])?;
                let bytes = vm.get_item(decoded.value(), Value::int_unchecked(0))?;
                let bytes = vm.cast::<Bytes>(bytes.value()).map(|bytes| bytes.bytes(vm).to_vec()).unwrap_or_default();
                self.old_string(vm, &bytes)?;
            }
            UNICODE => {
                let place = self.input.line(vm)?;
                let text = vm.decode(&self.input.data[place], "raw-unicode-escape", "strict")?;
                self.push(text);
            }
            BINSTRING | SHORT_BINSTRING => {
                let place = match opcode {
                    BINSTRING => self.counted_signed(vm, "BINSTRING")?,
                    _ => self.counted::<1>(vm, "SHORT_BINSTRING")?,
                };
                let bytes = self.input.data[place].to_vec();
                self.old_string(vm, &bytes)?;
            }
            GET | PUT => {
                let place = self.full_line(vm)?;
                let line = self.input.data[place].to_vec();
                let text = vm.decode(&line, "latin-1", "strict")?;
                let class = vm.types.int.value();
                let number = vm.call(class, &[text.value()])?;
                let number = vm.to_i64(number.value(), "ssize_t")?;
                match u64::try_from(number) {
                    Ok(number) if opcode == GET => self.memo_get(vm, number)?,
                    Ok(number) => self.memo_put(vm, number)?,
                    Err(_) if opcode == GET => {
                        return Err(unpickling_error(vm, format!("Memo value not found at index {number}")));
                    }
                    Err(_) => return Err(vm.value_error("negative PUT argument")),
                }
            }
            _ => {}
        }
        Ok(())
    }
}
