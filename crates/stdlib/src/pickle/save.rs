//! Writing pickles.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use taipan_runtime::native::*;
use taipan_runtime::types::bytearray::ByteArray;
use taipan_runtime::types::bytes::Bytes;
use taipan_runtime::types::set::{FrozenSet, Set};
use taipan_text::memory::{Grow, gathered};
use taipan_text::wtf8::encode_wtf8;

use super::names::{self, Remote};
use super::opcodes::*;
use super::pickling_error;
use crate::support::given;

/// Items that one instruction adds to a container at most.
const BATCH: usize = 1000;
/// A frame of this size is ended.
const FRAME_TARGET: usize = 64 * 1024;
/// A frame that is smaller is not worth its header.
const FRAME_LEAST: usize = 4;
const FRAME_HEADER: usize = 9;
/// Without a memo, so many containers inside each other are watched for cycles.
const FAST_LIMIT: usize = 50;

/// Addresses, mixed.
#[derive(Default)]
pub(super) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (number >> 3).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(20);
    }
}

/// Objects that were written, by address: their numbers, and the objects themselves, which must live on.
pub(super) type Memo = HashMap<u64, (usize, Owned), BuildHasherDefault<AddressHasher>>;

/// A pickle being written.
pub(super) struct Saver {
    pub(super) out: Vec<u8>,
    /// Where the frame's header is to be.
    frame: Option<usize>,
    framing: bool,
    pub(super) write: Option<Owned>,
    pub(super) memo: Memo,
    pub(super) protocol: i64,
    pub(super) binary: bool,
    pub(super) fast: bool,
    fast_depth: usize,
    fast_open: Vec<u64>,
    pub(super) fix_imports: bool,
    pub(super) dispatch_table: Option<Owned>,
    pub(super) persistent_id: Option<Owned>,
    pub(super) reducer_override: Option<Owned>,
    pub(super) buffer_callback: Option<Owned>,
}

impl Saver {
    pub(super) fn new(
        vm: &mut Vm,
        protocol: Option<Value>,
        fix_imports: bool,
        buffer_callback: Option<Value>,
    ) -> R<Saver> {
        let protocol = match given(protocol) {
            None => DEFAULT_PROTOCOL,
            Some(protocol) => match vm.to_i64(protocol, "long")? {
                negative if negative < 0 => HIGHEST_PROTOCOL,
                protocol if protocol > HIGHEST_PROTOCOL => {
                    return Err(vm.value_error(format!("pickle protocol must be <= {HIGHEST_PROTOCOL}")));
                }
                protocol => protocol,
            },
        };
        let buffer_callback = given(buffer_callback).map(|callback| callback.own());
        if buffer_callback.is_some() && protocol < 5 {
            return Err(vm.value_error("buffer_callback needs protocol >= 5"));
        }
        Ok(Saver {
            out: Vec::with_capacity(512),
            frame: None,
            framing: false,
            write: None,
            memo: Memo::default(),
            protocol,
            binary: protocol > 0,
            fast: false,
            fast_depth: 0,
            fast_open: Vec::new(),
            fix_imports: fix_imports && protocol < 3,
            dispatch_table: None,
            persistent_id: None,
            reducer_override: None,
            buffer_callback,
        })
    }

    pub(super) fn write_to(&mut self, vm: &mut Vm, file: Value) -> R<()> {
        let name = vm.intern("write")?;
        match vm.get_attr_optional(file, name)? {
            Some(write) => {
                self.write = Some(write);
                Ok(())
            }
            None => Err(vm.type_error("file must have a 'write' attribute")),
        }
    }

    /// Write an object's pickle, to the file if there is one.
    pub(super) fn dump(&mut self, vm: &mut Vm, value: Value) -> R<()> {
        self.out.clear();
        (self.frame, self.framing) = (None, false);
        if self.protocol >= 2 {
            self.put(&[PROTO, self.protocol as u8]);
            self.framing = self.protocol >= 4;
        }
        let saved = self.save(vm, value, true);
        if saved.is_ok() {
            self.put(&[STOP]);
            self.end_frame();
        }
        self.framing = false;
        (self.fast_depth, self.fast_open) = (0, Vec::new());
        saved?;
        self.flush(vm)
    }

    fn flush(&mut self, vm: &mut Vm) -> R<()> {
        vm.check_built()?;
        if let Some(write) = self.write.clone() {
            let bytes = vm.new_bytes(&self.out)?;
            self.out.clear();
            drop(vm.call(write.value(), &[bytes.value()])?);
        }
        Ok(())
    }

    #[inline]
    pub(super) fn put(&mut self, bytes: &[u8]) {
        if self.framing && self.frame.is_none() {
            self.frame = Some(self.out.len());
            self.out.put_slice(&[FRAME; FRAME_HEADER]);
        }
        self.out.put_slice(bytes);
    }

    fn end_frame(&mut self) {
        let Some(start) = self.frame.take() else { return };
        // Less when memory was refused.
        let length = self.out.len().saturating_sub(start + FRAME_HEADER);
        if length >= FRAME_LEAST {
            if let Some(place) = self.out.get_mut(start + 1..start + FRAME_HEADER) {
                place.copy_from_slice(&(length as u64).to_le_bytes());
            }
        } else {
            let end = (start + FRAME_HEADER).min(self.out.len());
            self.out.drain(start..end);
        }
    }

    /// Between two objects, a frame may end.
    #[inline]
    fn boundary(&mut self, vm: &mut Vm) -> R<()> {
        if let Some(start) = self.frame
            && self.out.len() >= start + FRAME_HEADER + FRAME_TARGET
        {
            self.end_frame();
            if self.write.is_some() {
                self.flush(vm)?;
            }
        }
        Ok(())
    }

    /// A header and what it is the header of; large data stands outside of frames.
    fn put_data(&mut self, vm: &mut Vm, header: &[u8], data: &[u8], object: Option<Value>) -> R<()> {
        if !self.framing || data.len() < FRAME_TARGET {
            self.put(header);
            self.put(data);
            return Ok(());
        }
        self.end_frame();
        self.framing = false;
        self.put(header);
        let mut done = Ok(());
        if let Some(write) = self.write.clone() {
            done = self.flush(vm).and_then(|()| {
                let data = match object {
                    Some(object) => object.own(),
                    None => vm.new_bytes(data)?,
                };
                vm.call(write.value(), &[data.value()]).map(drop)
            });
        } else {
            self.put(data);
        }
        self.framing = true;
        done
    }

    /// Give the object a number, for references to it.
    pub(super) fn memoize(&mut self, value: Value) {
        if self.fast {
            return;
        }
        let number = self.memo.len();
        self.memo.insert(value.bits(), (number, value.own()));
        if self.protocol >= 4 {
            self.put(&[MEMOIZE]);
        } else if !self.binary {
            self.put(format!("p{number}\n").as_bytes());
        } else if let Ok(number) = u8::try_from(number) {
            self.put(&[BINPUT, number]);
        } else {
            self.put_number(LONG_BINPUT, number);
        }
    }

    fn put_number(&mut self, opcode: u8, number: usize) {
        let mut bytes = [opcode; 5];
        bytes[1..].copy_from_slice(&(number as u32).to_le_bytes());
        self.put(&bytes);
    }

    /// Refer to an object that was written, if it was.
    #[inline]
    pub(super) fn put_known(&mut self, value: Value) -> bool {
        let Some(&(number, _)) = self.memo.get(&value.bits()) else { return false };
        if !self.binary {
            self.put(format!("g{number}\n").as_bytes());
        } else if let Ok(number) = u8::try_from(number) {
            self.put(&[BINGET, number]);
        } else {
            self.put_number(LONG_BINGET, number);
        }
        true
    }

    /// Note in an exception what was being written.
    pub(super) fn noted(
        &mut self,
        vm: &mut Vm,
        result: R<()>,
        object: Value,
        what: impl FnOnce(&mut Vm) -> R<String>,
    ) -> R<()> {
        let Err(raised) = result else { return Ok(()) };
        let error = vm.take_error();
        let class = vm.class_of(object).told_name(vm);
        if let Ok(what) = what(vm)
            && let Ok(text) = vm.new_str(&format!("when serializing {class} {what}"))
        {
            let _ = vm.call_method(error.value(), "add_note", &[text.value()]);
        }
        drop(vm.take_error());
        let _: Raised = raised;
        Err(vm.reraise(error))
    }

    #[inline]
    pub(super) fn save(&mut self, vm: &mut Vm, value: Value, ask: bool) -> R<()> {
        self.save_whole(vm, value, ask)?;
        self.boundary(vm)
    }

    fn save_whole(&mut self, vm: &mut Vm, value: Value, ask: bool) -> R<()> {
        if ask && let Some(persistent) = self.persistent_id.clone() {
            let id = vm.call(persistent.value(), &[value])?;
            if !id.is_none() {
                return self.save_persistent(vm, id);
            }
        }
        if value.is_none() {
            self.put(&[NONE]);
            return Ok(());
        }
        if value.is_bool() {
            let truth = value.is(Value::TRUE);
            match (self.protocol >= 2, truth) {
                (true, true) => self.put(&[NEWTRUE]),
                (true, false) => self.put(&[NEWFALSE]),
                (false, true) => self.put(b"I01\n"),
                (false, false) => self.put(b"I00\n"),
            }
            return Ok(());
        }
        if let Some(number) = value.as_int() {
            return self.save_small_int(vm, number);
        }
        let class = vm.class_of(value);
        if class == vm.types.int {
            return self.save_int(vm, value);
        }
        if class == vm.types.float {
            return self.save_float(vm, value);
        }
        if self.put_known(value) {
            return Ok(());
        }
        if let Some(text) = vm.cast_exact::<Str>(value) {
            return self.save_str(vm, text);
        }
        if class == vm.types.bytes {
            return self.save_bytes(vm, value);
        }
        vm.enter_native()?;
        // The object may be known to nobody else.
        let keep = value.own();
        self.save_container(vm, value, class)?;
        drop(keep);
        vm.leave_native();
        Ok(())
    }

    fn save_container(&mut self, vm: &mut Vm, value: Value, class: Obj<Class>) -> R<()> {
        if class == vm.types.tuple
            && let Some(tuple) = vm.cast_exact::<Tuple>(value)
        {
            return self.save_tuple(vm, tuple);
        }
        if let Some(list) = vm.cast_exact::<List>(value) {
            return self.watched(vm, value, |saver, vm| saver.save_list(vm, list));
        }
        if let Some(dict) = vm.cast_exact::<Dict>(value) {
            return self.watched(vm, value, |saver, vm| saver.save_dict(vm, dict));
        }
        if let Some(set) = vm.cast_exact::<Set>(value) {
            return self.save_set(vm, set);
        }
        if let Some(set) = vm.cast_exact::<FrozenSet>(value) {
            return self.save_frozenset(vm, set);
        }
        if let Some(array) = vm.cast_exact::<ByteArray>(value) {
            return self.save_bytearray(vm, array);
        }
        if let Some(reducer) = self.reducer_override.clone() {
            let reduced = vm.call(reducer.value(), &[value])?;
            if !reduced.is(Value::NOT_IMPLEMENTED) {
                return self.save_reduced(vm, value, reduced);
            }
        }
        if class == vm.types.type_ {
            return self.save_type(vm, value);
        }
        if class == vm.types.function {
            return self.save_global(vm, value, None);
        }
        let reducer = match self.dispatch_table.clone() {
            None => names::remote_item(vm, Remote::DispatchTable, class.value())?,
            Some(table) => match vm.get_item(table.value(), class.value()) {
                Ok(reducer) => Some(reducer),
                Err(raised) => {
                    let missing = vm.exceptions.KeyError;
                    vm.catch(missing, raised)?;
                    None
                }
            },
        };
        let reduced = match reducer {
            Some(reducer) => vm.call(reducer.value(), &[value])?,
            None if class.is_subclass_of(vm, vm.types.type_) => return self.save_global(vm, value, None),
            None => self.reduce(vm, value)?,
        };
        self.save_reduced(vm, value, reduced)
    }

    fn reduce(&mut self, vm: &mut Vm, value: Value) -> R<Owned> {
        let name = vm.names.__reduce_ex__;
        if let Some(reduce) = vm.get_attr_optional(value, name)? {
            return vm.call(reduce.value(), &[Value::int_unchecked(self.protocol)]);
        }
        let name = vm.names.__reduce__;
        match vm.get_attr_optional(value, name)? {
            Some(reduce) => vm.call(reduce.value(), &[]),
            None => {
                let class = vm.class_of(value).told_name(vm);
                Err(pickling_error(vm, format!("Can't pickle {class} object")))
            }
        }
    }

    fn save_persistent(&mut self, vm: &mut Vm, id: Owned) -> R<()> {
        if self.binary {
            self.save(vm, id.value(), false)?;
            self.put(&[BINPERSID]);
            return Ok(());
        }
        let text = vm.str_text(id.value())?;
        if !text.is_ascii() {
            return Err(pickling_error(vm, "persistent IDs in protocol 0 must be ASCII strings"));
        }
        self.put(&[PERSID]);
        self.put(text.as_bytes());
        self.put(b"\n");
        Ok(())
    }

    fn save_small_int(&mut self, vm: &mut Vm, number: i64) -> R<()> {
        if !(-0x8000_0000..=0x7fff_ffff).contains(&number) {
            let value = vm.new_int(i128::from(number))?;
            return self.save_int(vm, value.value());
        }
        if !self.binary {
            // As long as it fits a C long.
            self.put(format!("I{number}\n").as_bytes());
        } else if let Ok(byte) = u8::try_from(number) {
            self.put(&[BININT1, byte]);
        } else if let Ok(short) = u16::try_from(number) {
            let [low, high] = short.to_le_bytes();
            self.put(&[BININT2, low, high]);
        } else {
            self.put_number(BININT, number as i32 as u32 as usize);
        }
        Ok(())
    }

    fn save_int(&mut self, vm: &mut Vm, value: Value) -> R<()> {
        let Some(number) = vm.as_int_ref(value) else { return Ok(()) };
        if self.protocol >= 2 {
            let length = taipan_numeric::int::to_bytes_len(number, true) as usize;
            let Ok(bytes) = number.to_bytes(length, true, true) else {
                return Err(vm.overflow_error("int too large to pickle"));
            };
            if let Ok(length) = u8::try_from(bytes.len()) {
                self.put(&[LONG1, length]);
            } else if i32::try_from(bytes.len()).is_ok() {
                self.put_number(LONG4, bytes.len());
            } else {
                return Err(vm.overflow_error("int too large to pickle"));
            }
            self.put(&bytes);
            return Ok(());
        }
        let text = vm.repr_text(value)?;
        self.put(&[LONG]);
        self.put(text.as_bytes());
        self.put(b"L\n");
        Ok(())
    }

    fn save_float(&mut self, vm: &mut Vm, value: Value) -> R<()> {
        if self.binary {
            let mut bytes = [BINFLOAT; 9];
            let number = vm.to_f64(value)?;
            bytes[1..].copy_from_slice(&number.to_be_bytes());
            self.put(&bytes);
            return Ok(());
        }
        let text = vm.repr_text(value)?;
        self.put(&[FLOAT]);
        self.put(text.as_bytes());
        self.put(b"\n");
        Ok(())
    }

    fn save_str(&mut self, vm: &mut Vm, text: Obj<Str>) -> R<()> {
        if !self.binary {
            let escaped = escaped(text.units(vm));
            self.put(&[UNICODE]);
            self.put(&escaped);
            self.put(b"\n");
            self.memoize(text.value());
            return Ok(());
        }
        if let Some(ascii) = text.as_ascii(vm)
            && ascii.len() < FRAME_TARGET
        {
            let mut header = [0; 5];
            let header = self.text_header(ascii.len(), &mut header);
            self.put(header);
            self.put(ascii.as_bytes());
            self.memoize(text.value());
            return Ok(());
        }
        let bytes = encode_wtf8(text.units(vm));
        vm.check_built()?;
        let mut header = [BINUNICODE8; 9];
        if bytes.len() <= 0xffff_ffff {
            let mut short = [0; 5];
            let short = self.text_header(bytes.len(), &mut short).to_vec();
            self.put_data(vm, &short, &bytes, None)?;
        } else if self.protocol >= 4 {
            header[1..].copy_from_slice(&(bytes.len() as u64).to_le_bytes());
            self.put_data(vm, &header, &bytes, None)?;
        } else {
            return Err(
                vm.overflow_error("serializing a string larger than 4 GiB requires pickle protocol 4 or higher")
            );
        }
        self.memoize(text.value());
        Ok(())
    }

    fn text_header<'a>(&self, length: usize, header: &'a mut [u8; 5]) -> &'a [u8] {
        if length <= 0xff && self.protocol >= 4 {
            header[..2].copy_from_slice(&[SHORT_BINUNICODE, length as u8]);
            return &header[..2];
        }
        header[0] = BINUNICODE;
        header[1..].copy_from_slice(&(length as u32).to_le_bytes());
        header
    }

    fn save_bytes(&mut self, vm: &mut Vm, value: Value) -> R<()> {
        let Some(bytes) = vm.cast_exact::<Bytes>(value) else { return Ok(()) };
        if self.protocol < 3 {
            // Python 2 knows no bytes: a call makes them of text.
            let (function, arguments) = if bytes.len(vm) == 0 {
                (vm.types.bytes.own(), vm.new_tuple(&[])?)
            } else {
                let text = vm.with_bytes(bytes, |vm, bytes| vm.decode(bytes, "latin-1", "strict"))?;
                let encoding = vm.new_str("latin1")?;
                (names::remote(vm, Remote::Encode)?, vm.new_pair(text.value(), encoding.value())?)
            };
            return self.save_call(vm, value, &function, &arguments);
        }
        vm.with_bytes(bytes, |vm, data| self.put_bytes(vm, data, Some(value)))?;
        self.memoize(value);
        Ok(())
    }

    fn put_bytes(&mut self, vm: &mut Vm, data: &[u8], object: Option<Value>) -> R<()> {
        let mut header = [BINBYTES8; 9];
        if let Ok(length) = u8::try_from(data.len()) {
            self.put(&[SHORT_BINBYTES, length]);
            self.put(data);
            Ok(())
        } else if let Ok(length) = u32::try_from(data.len()) {
            header[0] = BINBYTES;
            header[1..5].copy_from_slice(&length.to_le_bytes());
            self.put_data(vm, &header[..5], data, object)
        } else if self.protocol >= 4 {
            header[1..].copy_from_slice(&(data.len() as u64).to_le_bytes());
            self.put_data(vm, &header, data, object)
        } else {
            Err(vm.overflow_error("serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher"))
        }
    }

    fn save_bytearray(&mut self, vm: &mut Vm, array: Obj<ByteArray>) -> R<()> {
        let data = taipan_text::memory::copied(array.bytes(vm));
        if self.protocol < 5 {
            let arguments = if data.is_empty() {
                vm.new_tuple(&[])?
            } else {
                let bytes = vm.new_bytes(&data)?;
                vm.new_tuple(&[bytes.value()])?
            };
            let class = vm.types.bytearray.own();
            return self.save_call(vm, array.value(), &class, &arguments);
        }
        let mut header = [BYTEARRAY8; 9];
        header[1..].copy_from_slice(&(data.len() as u64).to_le_bytes());
        self.put_data(vm, &header, &data, None)?;
        self.memoize(array.value());
        Ok(())
    }

    /// Without a memo, cycles have to be noticed otherwise.
    fn watched(&mut self, vm: &mut Vm, value: Value, save: impl FnOnce(&mut Saver, &mut Vm) -> R<()>) -> R<()> {
        if !self.fast {
            return save(self, vm);
        }
        self.fast_depth += 1;
        let watched = self.fast_depth >= FAST_LIMIT;
        if watched {
            if self.fast_open.contains(&value.bits()) {
                let class = vm.class_of(value).name(vm);
                let words = format!(
                    "fast mode: can't pickle cyclic objects including object type {class} at {:#x}",
                    value.bits()
                );
                return Err(vm.value_error(words));
            }
            self.fast_open.push(value.bits());
        }
        save(self, vm)?;
        self.fast_depth -= 1;
        if watched {
            self.fast_open.pop();
        }
        Ok(())
    }

    fn save_tuple(&mut self, vm: &mut Vm, tuple: Obj<Tuple>) -> R<()> {
        let length = tuple.len(vm);
        if length == 0 {
            self.put(if self.binary { &[EMPTY_TUPLE] } else { &[MARK, TUPLE] });
            return Ok(());
        }
        let short = length <= 3 && self.protocol >= 2;
        if !short {
            self.put(&[MARK]);
        }
        for index in 0..length {
            let item = tuple.items(vm)[index];
            let saved = self.save(vm, item, true);
            if saved.is_err() {
                return self.noted(vm, saved, tuple.value(), |_| Ok(format!("item {index}")));
            }
        }
        // A tuple that contains itself was written meanwhile.
        if self.memo.contains_key(&tuple.value().bits()) {
            if !short && self.binary {
                self.put(&[POP_MARK]);
            } else {
                for _ in 0..length + usize::from(!short) {
                    self.put(&[POP]);
                }
            }
            self.put_known(tuple.value());
            return Ok(());
        }
        self.put(&[match length {
            1 if short => TUPLE1,
            2 if short => TUPLE2,
            3 if short => TUPLE3,
            _ => TUPLE,
        }]);
        self.memoize(tuple.value());
        Ok(())
    }

    fn save_list(&mut self, vm: &mut Vm, list: Obj<List>) -> R<()> {
        self.put(if self.binary { &[EMPTY_LIST] } else { &[MARK, LIST] });
        self.memoize(list.value());
        let mut index = 0;
        while index < list.len(vm) {
            let many = self.binary && list.len(vm) > 1;
            if many {
                self.put(&[MARK]);
            }
            let end = if many { index + BATCH } else { index + 1 };
            while index < end
                && let Some(item) = list.items(vm).get(index).map(|item| item.own())
            {
                let saved = self.save(vm, item.value(), true);
                if saved.is_err() {
                    return self.noted(vm, saved, list.value(), |_| Ok(format!("item {index}")));
                }
                index += 1;
            }
            self.put(&[if many { APPENDS } else { APPEND }]);
        }
        Ok(())
    }

    /// The items of an iterator, added to the object before.
    pub(super) fn save_items(&mut self, vm: &mut Vm, object: Value, iterator: Value) -> R<()> {
        let mut number = 0;
        let mut item = |saver: &mut Saver, vm: &mut Vm, item: Owned| {
            let saved = saver.save(vm, item.value(), true);
            let index = number;
            number += 1;
            saver.noted(vm, saved, object, |_| Ok(format!("item {index}")))
        };
        if !self.binary {
            while let Some(next) = vm.next(iterator)? {
                item(self, vm, next)?;
                self.put(&[APPEND]);
            }
            return Ok(());
        }
        let mut first = vm.next(iterator)?;
        while let Some(begin) = first.take() {
            let Some(second) = vm.next(iterator)? else {
                item(self, vm, begin)?;
                self.put(&[APPEND]);
                return Ok(());
            };
            self.put(&[MARK]);
            item(self, vm, begin)?;
            item(self, vm, second)?;
            let mut count = 2;
            while count < BATCH {
                let Some(next) = vm.next(iterator)? else { break };
                item(self, vm, next)?;
                count += 1;
            }
            self.put(&[APPENDS]);
            if count == BATCH {
                first = vm.next(iterator)?;
            }
        }
        Ok(())
    }

    fn save_pair(&mut self, vm: &mut Vm, object: Value, key: Value, value: Value) -> R<()> {
        self.save(vm, key, true)?;
        let saved = self.save(vm, value, true);
        if saved.is_ok() {
            return Ok(());
        }
        self.noted(vm, saved, object, |vm| Ok(format!("item {}", vm.repr_text(key)?)))
    }

    fn save_dict(&mut self, vm: &mut Vm, dict: Obj<Dict>) -> R<()> {
        self.put(if self.binary { &[EMPTY_DICT] } else { &[MARK, DICT] });
        self.memoize(dict.value());
        let length = dict.len(vm);
        if length == 0 {
            return Ok(());
        }
        if !self.binary {
            let items = vm.call_method(dict.value(), "items", &[])?;
            let iterator = vm.iter(items.value())?;
            return self.save_pairs(vm, dict.value(), iterator.value());
        }
        let mut place = 0;
        let mut next = |vm: &mut Vm| {
            let (at, key, value) = dict.entry_from(vm, place)?;
            place = at + 1;
            Some((key.own(), value.own()))
        };
        if length == 1 {
            if let Some((key, value)) = next(vm) {
                self.save_pair(vm, dict.value(), key.value(), value.value())?;
                self.put(&[SETITEM]);
            }
            return Ok(());
        }
        let mut count = 0;
        let mut more = true;
        while more {
            self.put(&[MARK]);
            let mut batch = 0;
            while batch < BATCH {
                let Some((key, value)) = next(vm) else {
                    more = false;
                    break;
                };
                self.save_pair(vm, dict.value(), key.value(), value.value())?;
                if dict.len(vm) != length {
                    return Err(vm.runtime_error("dictionary changed size during iteration"));
                }
                batch += 1;
            }
            count += batch;
            self.put(&[SETITEMS]);
            more &= count < length;
        }
        Ok(())
    }

    /// The pairs of an iterator, set in the object before.
    pub(super) fn save_pairs(&mut self, vm: &mut Vm, object: Value, iterator: Value) -> R<()> {
        let pair = |saver: &mut Saver, vm: &mut Vm, pair: Owned| {
            let Some(tuple) = vm.cast::<Tuple>(pair.value()).filter(|tuple| tuple.len(vm) == 2) else {
                return Err(vm.type_error("dict items iterator must return 2-tuples"));
            };
            let (key, value) = (tuple.items(vm)[0], tuple.items(vm)[1]);
            saver.save_pair(vm, object, key, value)
        };
        if !self.binary {
            while let Some(next) = vm.next(iterator)? {
                pair(self, vm, next)?;
                self.put(&[SETITEM]);
            }
            return Ok(());
        }
        let mut first = vm.next(iterator)?;
        while let Some(begin) = first.take() {
            let Some(second) = vm.next(iterator)? else {
                pair(self, vm, begin)?;
                self.put(&[SETITEM]);
                return Ok(());
            };
            self.put(&[MARK]);
            pair(self, vm, begin)?;
            pair(self, vm, second)?;
            let mut count = 2;
            while count < BATCH {
                let Some(next) = vm.next(iterator)? else { break };
                pair(self, vm, next)?;
                count += 1;
            }
            self.put(&[SETITEMS]);
            if count == BATCH {
                first = vm.next(iterator)?;
            }
        }
        Ok(())
    }

    fn set_call(&mut self, vm: &mut Vm, value: Value) -> R<()> {
        let list = vm.list_from(value)?;
        let arguments = vm.new_tuple(&[list.value()])?;
        let class = vm.class_of(value).own();
        self.save_call(vm, value, &class, &arguments)
    }

    fn save_set(&mut self, vm: &mut Vm, set: Obj<Set>) -> R<()> {
        if self.protocol < 4 {
            return self.set_call(vm, set.value());
        }
        self.put(&[EMPTY_SET]);
        self.memoize(set.value());
        let items = gathered(set.get(vm).table.items().map(|item| item.own()));
        vm.check_built()?;
        for batch in items.chunks(BATCH) {
            self.put(&[MARK]);
            for item in batch {
                let saved = self.save(vm, item.value(), true);
                self.noted(vm, saved, set.value(), |_| Ok("element".to_owned()))?;
                if set.len(vm) != items.len() {
                    return Err(vm.runtime_error("set changed size during iteration"));
                }
            }
            self.put(&[ADDITEMS]);
        }
        Ok(())
    }

    fn save_frozenset(&mut self, vm: &mut Vm, set: Obj<FrozenSet>) -> R<()> {
        if self.protocol < 4 {
            return self.set_call(vm, set.value());
        }
        self.put(&[MARK]);
        let items = gathered(set.get(vm).table.items().map(|item| item.own()));
        vm.check_built()?;
        for item in items {
            let saved = self.save(vm, item.value(), true);
            self.noted(vm, saved, set.value(), |_| Ok("element".to_owned()))?;
        }
        // A set that contains itself, by way of something else, was written meanwhile.
        if self.memo.contains_key(&set.value().bits()) {
            self.put(&[POP_MARK]);
            self.put_known(set.value());
            return Ok(());
        }
        self.put(&[FROZENSET]);
        self.memoize(set.value());
        Ok(())
    }
}

/// Text of protocol 0: Latin-1, with what would end the line or mean an escape written as one.
fn escaped(units: taipan_text::Units<'_>) -> Vec<u8> {
    let mut out = taipan_text::memory::with_room(units.len());
    for unit in units.iter() {
        match unit {
            0x1_0000.. => out.put_slice(format!("\\U{unit:08x}").as_bytes()),
            0x100.. | 0 | 0x0a | 0x0d | 0x1a | 0x5c => out.put_slice(format!("\\u{unit:04x}").as_bytes()),
            _ => out.put(unit as u8),
        }
    }
    out
}
