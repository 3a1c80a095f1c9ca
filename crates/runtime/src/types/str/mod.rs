//! Strings: an array of code points in the narrowest of four widths, behind the object's header (PEP 393).
//!
//! The kind is in the header's `aux`. Lone surrogates are ordinary code points. Storage is reached here only; everything else works on
//! `taipan_text::Units`.

pub mod format;
mod hash;
pub mod iter;
mod methods;
pub(crate) mod percent;
mod special;
mod storage;
mod translate;

use std::cell::{Cell, RefCell};
use taipan_text::memory::Grow;

use hash::hash_units;
use hashbrown::HashTable;
use taipan_heap::{Flags, HeapRef, OutOfMemory, Owned, ShapeId, Trace, Value, Visitor};
use taipan_text::{Kind, Text, Units};

use crate::error::R;
use crate::object::class::{Class, ClassDef, ClassFlags};
use crate::object::obj::{Obj, Payload};
use crate::types::shapes;
use crate::vm::Vm;

pub use storage::append_in_place;

/// A string's fixed part; the code units follow.
#[repr(C)]
pub struct Str {
    /// 0: not computed yet.
    hash: Cell<u64>,
    length: usize,
}

/// Room for names that is made at once.
const FIRST_NAMES: usize = 896;

impl Trace for Str {
    fn trace(&self, _visit: &mut Visitor<'_>) {}
}

const fn kind_number(kind: Kind) -> u32 {
    match kind {
        Kind::Ascii => 0,
        Kind::Latin1 => 1,
        Kind::Ucs2 => 2,
        Kind::Ucs4 => 3,
    }
}

impl Payload for Str {
    const NAME: &'static str = "Str";
    const CONTAINER: bool = false;
    const VARIABLE: bool = true;
    const SHAPE: ShapeId = shapes::str;

    fn extra_size(&self, aux: u32) -> usize {
        match aux {
            0 | 1 => self.length,
            2 => self.length * 2,
            _ => self.length * 4,
        }
    }

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.str
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A sequence of Unicode code points.",
    flags: ClassFlags::BASE.with(ClassFlags::MATCH_SELF),
    slots: special::SLOTS,
    methods: &methods::METHODS,
    getsets: &methods::GETSETS,
    ..ClassDef::new::<Str>("str")
};

impl Obj<Str> {
    /// Code points.
    #[inline(always)]
    pub fn len(self, vm: &Vm) -> usize {
        self.get(vm).length
    }

    /// The code units.
    #[inline]
    pub fn units(self, vm: &Vm) -> Units<'_> {
        let length = self.get(vm).length;
        let data = self.data();
        // SAFETY: the units lie behind the payload, as many as `length` says, of the width that `aux` says; strings never change
        // while the isolate is borrowed.
        unsafe {
            match self.header().aux.get() {
                0 => Units::Ascii(std::slice::from_raw_parts(data, length)),
                1 => Units::Latin1(std::slice::from_raw_parts(data, length)),
                2 => Units::Ucs2(std::slice::from_raw_parts(data.cast(), length)),
                _ => Units::Ucs4(std::slice::from_raw_parts(data.cast(), length)),
            }
        }
    }

    fn data(self) -> *mut u8 {
        // SAFETY: the items begin behind the payload, in the same block.
        unsafe { self.raw().as_ptr().add(1).cast() }
    }

    /// The text, when it is ASCII.
    #[inline]
    pub fn as_ascii(self, vm: &Vm) -> Option<&str> {
        match self.units(vm) {
            // SAFETY: ASCII is UTF-8.
            Units::Ascii(bytes) => Some(unsafe { std::str::from_utf8_unchecked(bytes) }),
            _ => None,
        }
    }

    /// The text, lone surrogates replaced.
    pub fn to_string_lossy(self, vm: &Vm) -> String {
        self.units(vm).to_string_lossy()
    }

    /// Equality of code points.
    #[inline]
    pub fn equals(self, vm: &Vm, other: Obj<Str>) -> bool {
        if self == other {
            return true;
        }
        if self.header().has(Flags::INTERNED) && other.header().has(Flags::INTERNED) {
            return false;
        }
        // The narrowest width is always used, so strings of different widths differ.
        match (self.units(vm), other.units(vm)) {
            (Units::Ascii(a), Units::Ascii(b)) | (Units::Latin1(a), Units::Latin1(b)) => a == b,
            (Units::Ucs2(a), Units::Ucs2(b)) => a == b,
            (Units::Ucs4(a), Units::Ucs4(b)) => a == b,
            _ => false,
        }
    }

    /// Whether the text is `text`.
    pub fn is_str(self, vm: &Vm, text: &str) -> bool {
        self.units(vm).eq_str(text)
    }

    /// The hash, as a dict uses it.
    #[inline(always)]
    pub fn hash(self, vm: &Vm) -> u64 {
        let cached = self.get(vm).hash.get();
        if cached != 0 { cached } else { self.compute_hash(vm) }
    }

    /// The hash, if it has been asked for before.
    #[inline(always)]
    pub(crate) fn known_hash(self, vm: &Vm) -> Option<u64> {
        let cached = self.get(vm).hash.get();
        (cached != 0).then_some(cached)
    }

    #[cold]
    fn compute_hash(self, vm: &Vm) -> u64 {
        let hash = hash_units(vm.strings.key, self.units(vm));
        self.get(vm).hash.set(hash);
        hash
    }
}

/// The key of an isolate's hashes: random, or made of PYTHONHASHSEED as CPython makes it.
pub(crate) fn hash_key(seed: Option<u32>, host: &dyn taipan_host::Host) -> (u64, u64) {
    let mut bytes = [0u8; 16];
    match seed {
        Some(0) => {}
        Some(seed) => {
            let mut state = seed;
            for byte in &mut bytes {
                state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
                *byte = (state >> 16) as u8;
            }
        }
        // Where there is no chance, all isolates hash alike.
        None => drop(host.fill_random(&mut bytes)),
    }
    let (low, high) = bytes.split_at(8);
    let word = |bytes: &[u8]| bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    (word(low), word(high))
}

/// A new string of ASCII text, which nobody owns yet. Its hash is 0 where it is not known.
fn place_ascii(heap: HeapRef, text: &str, hash: u64) -> Result<Obj<Str>, OutOfMemory> {
    debug_assert!(text.is_ascii());
    place_bytes(heap, text.as_bytes(), hash)
}

/// As `place_ascii`; the kind is that of ASCII.
fn place_bytes(heap: HeapRef, text: &[u8], hash: u64) -> Result<Obj<Str>, OutOfMemory> {
    let header = heap.allocate(shapes::str, (size_of::<Str>() + text.len()).next_multiple_of(8), false)?;
    // SAFETY: the block has room for the payload and the bytes.
    unsafe {
        let object: Obj<Str> = Obj::from_header(header);
        object.raw().write(Str { hash: Cell::new(hash), length: text.len() });
        std::ptr::copy_nonoverlapping(text.as_ptr(), object.data(), text.len());
        Ok(object)
    }
}

/// The isolate's interned strings. They live as long as it does.
pub(crate) struct InternTable {
    /// Those of more than one character, or beyond Latin-1.
    table: RefCell<HashTable<Value>>,
    /// The 256 one-character strings of Latin-1, whose hashes are not computed yet.
    singles: Box<[Value]>,
    key: (u64, u64),
}

impl InternTable {
    /// `key` keys all hashes of the isolate.
    pub(crate) fn new(heap: HeapRef, key: (u64, u64)) -> Result<InternTable, OutOfMemory> {
        let mut singles = taipan_text::memory::with_room(256);
        for byte in 0..=u8::MAX {
            let object = place_bytes(heap, &[byte], 0)?;
            object.header().aux.set(kind_number(if byte.is_ascii() { Kind::Ascii } else { Kind::Latin1 }));
            make_permanent(object);
            singles.put(object.value());
        }
        // Most programs do not come to more, and growing by doubling leaves holes behind.
        let table = RefCell::new(HashTable::with_capacity(FIRST_NAMES));
        Ok(InternTable { table, singles: singles.into(), key })
    }

    /// References to the one-character strings.
    pub(crate) fn singles(&self) -> Vec<Owned> {
        self.singles.iter().map(|single| single.own()).collect()
    }

    /// Intern ASCII text without an isolate.
    pub(crate) fn intern_ascii(&self, heap: HeapRef, text: &str) -> Result<Obj<Str>, OutOfMemory> {
        debug_assert!(text.is_ascii());
        if let &[byte] = text.as_bytes() {
            // SAFETY: the list holds strings.
            return Ok(unsafe { Obj::from_value(self.singles[usize::from(byte)]) });
        }
        let hash = hash_units(self.key, Units::Ascii(text.as_bytes()));
        let table = self.table.borrow();
        let found = table.find(hash, |&value| {
            // SAFETY: the table holds strings.
            let other: Obj<Str> = unsafe { Obj::from_value(value) };
            // SAFETY: nobody changes strings; the units are as the header says.
            unsafe {
                other.header().aux.get() == 0
                    && std::slice::from_raw_parts(other.data(), other.raw().as_ref().length) == text.as_bytes()
            }
        });
        if let Some(&value) = found {
            // SAFETY: as above.
            return Ok(unsafe { Obj::from_value(value) });
        }
        drop(table);
        let object = place_ascii(heap, text, hash)?;
        self.insert(hash, object)?;
        Ok(object)
    }

    fn insert(&self, hash: u64, object: Obj<Str>) -> Result<(), OutOfMemory> {
        let hash_of = |&value: &Value| {
            // SAFETY: the table holds strings whose hash was computed before they were put in.
            unsafe { Obj::<Str>::from_value(value).raw().as_ref().hash.get() }
        };
        let mut table = self.table.borrow_mut();
        table.try_reserve(1, hash_of).map_err(|_| OutOfMemory)?;
        make_permanent(object);
        table.insert_unique(hash, object.value(), hash_of);
        Ok(())
    }
}

/// Such a string is the only one of its text for as long as the isolate lives.
fn make_permanent(object: Obj<Str>) {
    object.header().set(Flags::INTERNED);
    object.header().set_references(object.header().references() + (1 << 30));
}

impl Vm {
    /// The hash of bytes: that of the Latin-1 string of the same bytes.
    pub fn hash_bytes(&self, bytes: &[u8]) -> u64 {
        hash_units(self.strings.key, Units::Latin1(bytes))
    }

    /// The interned string with this text.
    pub fn intern(&mut self, text: &str) -> R<Obj<Str>> {
        if text.is_ascii() {
            let heap = self.heap;
            let interned = self.strings.intern_ascii(heap, text);
            return self.check(interned);
        }
        let made = self.new_str(text)?;
        // SAFETY: new_str makes a string.
        self.intern_obj(unsafe { Obj::from_value(made.value()) })
    }

    /// As `intern`, of ASCII text, for what is made while the isolate is shared.
    pub(crate) fn intern_shared(&self, text: &str) -> Result<Obj<Str>, OutOfMemory> {
        self.strings.intern_ascii(self.heap, text)
    }

    /// As `new_str`, of ASCII text, for what is made while the isolate is shared.
    pub(crate) fn new_str_shared(&self, text: &str) -> Result<Owned, OutOfMemory> {
        place_ascii(self.heap, text, 0).map(|made| Owned::from_raw(made.value()))
    }

    /// The interned string equal to `text`, perhaps itself. A subclass's instance gives an exact string.
    pub fn intern_obj(&mut self, text: Obj<Str>) -> R<Obj<Str>> {
        if text.header().has(Flags::INTERNED) {
            return Ok(text);
        }
        if text.len(self) == 1
            && let Some(&single) = self.strings.singles.get(text.units(self).get(0) as usize)
        {
            // SAFETY: the list holds strings.
            return Ok(unsafe { Obj::from_value(single) });
        }
        let hash = text.hash(self);
        let found = self
            .strings
            .table
            .borrow()
            .find(hash, |&value| {
                // SAFETY: the table holds strings.
                let other: Obj<Str> = unsafe { Obj::from_value(value) };
                other.equals(self, text)
            })
            .copied();
        if let Some(value) = found {
            // SAFETY: as above.
            return Ok(unsafe { Obj::from_value(value) });
        }
        let exact = if self.cast_exact::<Str>(text.value()).is_some() { text.own() } else { self.exact_str(text)? };
        // SAFETY: it is a string.
        let object: Obj<Str> = unsafe { Obj::from_value(exact.value()) };
        object.hash(self);
        let noted = self.strings.insert(hash, object);
        self.check(noted)?;
        Ok(object)
    }

    /// Whether this string is the interned one of its text.
    pub fn is_interned(&self, text: Obj<Str>) -> bool {
        text.header().has(Flags::INTERNED)
    }

    /// How many strings are interned.
    pub fn interned_count(&self) -> usize {
        self.strings.table.borrow().len() + self.strings.singles.len()
    }

    /// An exact `str` with the text of a subclass's instance.
    pub fn exact_str(&mut self, text: Obj<Str>) -> R<Owned> {
        if self.cast_exact::<Str>(text.value()).is_some() {
            return Ok(text.own());
        }
        let copy = text.units(self).to_text();
        self.new_text(&copy)
    }

    /// A new string.
    pub fn new_str(&mut self, text: &str) -> R<Owned> {
        if text.is_ascii() {
            return self.new_units(Units::Ascii(text.as_bytes()));
        }
        let mut buffer = taipan_text::TextBuf::with_capacity(text.len());
        buffer.push_str(text);
        let text = buffer.finish();
        self.new_text(&text)
    }

    /// A new string of finished text.
    pub fn new_text(&mut self, text: &Text) -> R<Owned> {
        self.new_units(text.units())
    }

    /// A new string with these code units, which are in their narrowest width.
    pub fn new_units(&mut self, units: Units<'_>) -> R<Owned> {
        self.new_units_of_shape(shapes::str, units)
    }

    /// As `new_units`, for an instance of a subclass.
    pub(crate) fn new_units_of_shape(&mut self, shape: ShapeId, units: Units<'_>) -> R<Owned> {
        let length = units.len();
        if shape == shapes::str && length < 2 {
            self.check_built()?;
            if length == 0 {
                return Ok(self.empty_str.clone());
            }
            if length == 1
                && let Some(single) = self.latin1.get(units.get(0) as usize)
            {
                return Ok(single.clone());
            }
        }
        let (pointer, bytes): (*const u8, usize) = match units {
            Units::Ascii(units) | Units::Latin1(units) => (units.as_ptr(), length),
            Units::Ucs2(units) => (units.as_ptr().cast(), length * 2),
            Units::Ucs4(units) => (units.as_ptr().cast(), length * 4),
        };
        let aux = kind_number(units.kind());
        self.allocate_variable(shape, Str { hash: Cell::new(0), length }, aux, bytes, |items| {
            // SAFETY: the block has room for this many bytes, and is new.
            unsafe { std::ptr::copy_nonoverlapping(pointer, items, bytes) };
        })
    }

    /// The string of one code point.
    pub fn new_char(&mut self, code_point: u32) -> R<Owned> {
        if let Some(single) = self.latin1.get(code_point as usize) {
            return Ok(single.clone());
        }
        match u16::try_from(code_point) {
            Ok(unit) => self.new_units(Units::Ucs2(&[unit])),
            Err(_) => self.new_units(Units::Ucs4(&[code_point])),
        }
    }
}
