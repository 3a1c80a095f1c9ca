//! Strings made out of strings: parts, joins, repetition, growth in place.
//!
//! With `mod.rs` the only code that touches a string's storage. A string changes in one case only: nobody else holds a reference.

use std::cell::Cell;
use std::ops::Range;

use smallvec::SmallVec;
use taipan_heap::{Owned, Value};
use taipan_text::memory::Grow;
use taipan_text::{Kind, TextBuf, Units};

use super::{Str, kind_number};
use crate::error::R;
use crate::object::obj::Obj;
use crate::types::shapes;
use crate::vm::Vm;

/// Write `units` as units of `width` bytes, `at` units behind `place`.
///
/// # Safety
/// There is room, `width` is 1, 2 or 4, and the units fit it.
unsafe fn write_units(place: *mut u8, width: usize, at: usize, units: Units<'_>) {
    // SAFETY: the caller's promise; storage is aligned to 8.
    unsafe {
        match (width, units) {
            (1, Units::Ascii(slice) | Units::Latin1(slice)) => {
                std::ptr::copy_nonoverlapping(slice.as_ptr(), place.add(at), slice.len());
            }
            (2, Units::Ucs2(slice)) => {
                std::ptr::copy_nonoverlapping(slice.as_ptr(), place.cast::<u16>().add(at), slice.len());
            }
            (4, Units::Ucs4(slice)) => {
                std::ptr::copy_nonoverlapping(slice.as_ptr(), place.cast::<u32>().add(at), slice.len());
            }
            (2, Units::Ascii(slice) | Units::Latin1(slice)) => {
                let place = place.cast::<u16>().add(at);
                slice.iter().enumerate().for_each(|(index, &unit)| place.add(index).write(u16::from(unit)));
            }
            (4, Units::Ascii(slice) | Units::Latin1(slice)) => {
                let place = place.cast::<u32>().add(at);
                slice.iter().enumerate().for_each(|(index, &unit)| place.add(index).write(u32::from(unit)));
            }
            (4, Units::Ucs2(slice)) => {
                let place = place.cast::<u32>().add(at);
                slice.iter().enumerate().for_each(|(index, &unit)| place.add(index).write(u32::from(unit)));
            }
            // Narrow contents in wide units.
            (_, units) => {
                for (index, point) in units.iter().enumerate() {
                    match width {
                        1 => place.add(at + index).write(point as u8),
                        _ => place.cast::<u16>().add(at + index).write(point as u16),
                    }
                }
            }
        }
    }
}

/// Write one code point `count` times.
///
/// # Safety
/// As `write_units`.
unsafe fn write_repeated(place: *mut u8, width: usize, at: usize, point: u32, count: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        match width {
            1 => place.add(at).write_bytes(point as u8, count),
            2 => {
                let place = place.cast::<u16>().add(at);
                (0..count).for_each(|index| place.add(index).write(point as u16));
            }
            _ => {
                let place = place.cast::<u32>().add(at);
                (0..count).for_each(|index| place.add(index).write(point));
            }
        }
    }
}

impl Obj<Str> {
    /// The units, apart from the isolate's borrow.
    ///
    /// # Safety
    /// The string outlives their use, and nobody extends it in place meanwhile: someone else holds a reference.
    unsafe fn detached<'a>(self, vm: &Vm) -> Units<'a> {
        // SAFETY: the caller's promise; only the lifetime changes.
        unsafe { std::mem::transmute::<Units<'_>, Units<'a>>(self.units(vm)) }
    }
}

impl Vm {
    /// A new string of `length` units of `kind`, its narrowest, which `fill` writes; with room for `slack` bytes more.
    fn new_filled(&mut self, kind: Kind, length: usize, slack: usize, fill: impl FnOnce(*mut u8)) -> R<Owned> {
        let bytes = length.checked_mul(kind.width()).filter(|&bytes| bytes <= isize::MAX as usize - 4096);
        let Some(bytes) = bytes else { return Err(self.memory_error()) };
        let payload = Str { hash: Cell::new(0), length };
        self.allocate_variable(shapes::str, payload, kind_number(kind), bytes + slack, fill)
    }

    /// Run `run` with the text's units, which stay what they are whatever it does.
    pub fn with_units<T>(&mut self, text: Obj<Str>, run: impl FnOnce(&mut Vm, Units<'_>) -> T) -> T {
        // A second reference: nobody may extend the string in place.
        let keep = text.own();
        // SAFETY: strings do not change while they are shared, and this one lives until `keep` is dropped.
        let units = unsafe { text.detached(self) };
        let result = run(self, units);
        drop(keep);
        result
    }

    /// An int in decimal.
    pub(crate) fn new_decimal(&mut self, int: i64) -> R<Owned> {
        let mut digits = [0; 20];
        self.new_units(Units::Ascii(taipan_numeric::format::plain::decimal(int, &mut digits)))
    }

    /// A builder with some room, for `new_lent_text`: one is kept for that.
    pub(crate) fn lend_text(&mut self, room: usize) -> TextBuf {
        let mut text = std::mem::take(&mut self.text_builder);
        text.reserve(room);
        text
    }

    /// A string of what a builder from `lend_text` holds, from which nothing was removed.
    pub(crate) fn new_lent_text(&mut self, mut text: TextBuf) -> R<Owned> {
        self.check_built()?;
        let made = self.new_units(text.units());
        text.renew();
        self.text_builder = text;
        made
    }

    /// As `new_units`, for units that need not be in their narrowest width.
    pub fn new_units_narrowed(&mut self, units: Units<'_>) -> R<Owned> {
        let kind = units.narrowest_kind();
        if kind == units.kind() || units.len() < 2 {
            return match units.len() {
                1 => self.new_char(units.get(0)),
                _ => self.new_units(units),
            };
        }
        self.new_filled(kind, units.len(), 0, |place| {
            // SAFETY: the block has room for the units in this width, which holds them.
            unsafe { write_units(place, kind.width(), 0, units) };
        })
    }

    /// `text[range]`; the text itself when that is all of it.
    pub fn substring(&mut self, text: Obj<Str>, range: Range<usize>) -> R<Owned> {
        if range.len() == text.len(self) && self.cast_exact::<Str>(text.value()).is_some() {
            return Ok(text.own());
        }
        self.with_units(text, |vm, units| vm.new_units_narrowed(units.slice(range)))
    }

    /// The strings in `parts` one after the other, in one allocation: what an f-string makes.
    pub fn join_strings(&mut self, parts: &[Value]) -> R<Owned> {
        let empty = self.empty_str.clone();
        match self.cast_exact::<Str>(empty.value()) {
            Some(empty) => self.join_with(empty, parts),
            None => Ok(empty),
        }
    }

    /// `separator.join(parts)`.
    pub fn join_with(&mut self, separator: Obj<Str>, parts: &[Value]) -> R<Owned> {
        match *parts {
            [] => return Ok(self.empty_str.clone()),
            [single] if self.cast_exact::<Str>(single).is_some() => return Ok(single.own()),
            _ => {}
        }
        // SAFETY: the caller keeps the separator and the parts alive, and no Python code runs in here.
        let between = unsafe { separator.detached(self) };
        let mut kind = if parts.len() > 1 { between.kind() } else { Kind::Ascii };
        let mut length = between.len().checked_mul(parts.len() - 1);
        let mut pieces = SmallVec::<[Units<'_>; 16]>::new();
        if !pieces.room(parts.len()) {
            return self.check_built().and(Ok(Owned::NONE));
        }
        for (index, &part) in parts.iter().enumerate() {
            let Some(text) = self.cast::<Str>(part) else {
                let found = self.class_of(part).name(self);
                return Err(self.type_error(format!("sequence item {index}: expected str instance, {found} found")));
            };
            // SAFETY: as above.
            let piece = unsafe { text.detached(self) };
            kind = kind.max(piece.kind());
            length = length.and_then(|length| length.checked_add(piece.len()));
            pieces.push(piece);
        }
        let Some(length) = length.filter(|&length| length <= isize::MAX as usize) else {
            return Err(self.overflow_error("join() result is too long for a Python string"));
        };
        if length < 2 {
            let single = pieces.iter().chain([&between]).find(|piece| !piece.is_empty()).map(|piece| piece.get(0));
            return match single {
                Some(point) if length == 1 => self.new_char(point),
                _ => Ok(self.empty_str.clone()),
            };
        }
        let width = kind.width();
        self.new_filled(kind, length, 0, |place| {
            let mut at = 0;
            for (index, piece) in pieces.iter().enumerate() {
                // SAFETY: the lengths were added up above.
                unsafe {
                    if index > 0 && !between.is_empty() {
                        write_units(place, width, at, between);
                        at += between.len();
                    }
                    write_units(place, width, at, *piece);
                }
                at += piece.len();
            }
        })
    }

    /// `a + b`.
    pub fn concat_str(&mut self, a: Obj<Str>, b: Obj<Str>) -> R<Owned> {
        if a.len(self) == 0 && self.cast_exact::<Str>(b.value()).is_some() {
            return Ok(b.own());
        }
        if b.len(self) == 0 && self.cast_exact::<Str>(a.value()).is_some() {
            return Ok(a.own());
        }
        self.concat_with_slack(a, b, false)
    }

    fn concat_with_slack(&mut self, a: Obj<Str>, b: Obj<Str>, slack: bool) -> R<Owned> {
        let (a_length, b_length) = (a.len(self), b.len(self));
        let Some(length) = a_length.checked_add(b_length).filter(|&length| length <= isize::MAX as usize) else {
            return Err(self.overflow_error("strings are too large to concat"));
        };
        if length < 2 {
            return self.join_strings(&[a.value(), b.value()]);
        }
        // SAFETY: the operands are borrowed arguments: alive, and no Python code runs in an allocation.
        let (x, y) = unsafe { (a.detached(self), b.detached(self)) };
        let kind = x.kind().max(y.kind());
        let slack = if slack { length * kind.width() / 4 } else { 0 };
        self.new_filled(kind, length, slack, |place| {
            // SAFETY: the block has room for both.
            unsafe {
                write_units(place, kind.width(), 0, x);
                write_units(place, kind.width(), a_length, y);
            }
        })
    }

    /// `text * count`.
    pub fn repeat_str(&mut self, text: Obj<Str>, count: isize) -> R<Owned> {
        let length = text.len(self);
        if count <= 0 || length == 0 {
            return Ok(self.empty_str.clone());
        }
        if count == 1 {
            return self.exact_str(text);
        }
        let count = count as usize;
        let Some(total) = length.checked_mul(count).filter(|&total| total <= isize::MAX as usize) else {
            return Err(self.overflow_error("repeated string is too long"));
        };
        self.with_units(text, |vm, units| {
            let kind = units.kind();
            vm.new_filled(kind, total, 0, |place| {
                // SAFETY: the block has room for `total` units; each copy's source was written before.
                unsafe {
                    if length == 1 {
                        write_repeated(place, kind.width(), 0, units.get(0), count);
                        return;
                    }
                    write_units(place, kind.width(), 0, units);
                    let (mut done, all) = (length * kind.width(), total * kind.width());
                    while done < all {
                        let step = done.min(all - done);
                        std::ptr::copy_nonoverlapping(place, place.add(done), step);
                        done += step;
                    }
                }
            })
        })
    }

    /// `left` fills, `text[range]`, `right` fills.
    pub fn pad_str(&mut self, text: Obj<Str>, range: Range<usize>, left: usize, right: usize, fill: u32) -> R<Owned> {
        if left == 0 && right == 0 {
            return self.substring(text, range);
        }
        let length = left.checked_add(right).and_then(|fills| fills.checked_add(range.len()));
        let Some(length) = length.filter(|&length| length <= isize::MAX as usize) else {
            return Err(self.overflow_error("padded string is too long"));
        };
        self.with_units(text, |vm, units| {
            let units = units.slice(range);
            if length == 1 {
                return vm.new_char(fill);
            }
            let kind = units.narrowest_kind().max(Kind::of(fill));
            let width = kind.width();
            vm.new_filled(kind, length, 0, |place| {
                // SAFETY: the block has room for all three parts.
                unsafe {
                    write_repeated(place, width, 0, fill, left);
                    write_units(place, width, left, units);
                    write_repeated(place, width, left + units.len(), fill, right);
                }
            })
        })
    }
}

/// `left += right`: in place when `left` is the only reference to its string, so that building a string piece by piece takes linear
/// time. `left` is a string; a subclass's instance gives an exact string.
pub fn append_in_place(vm: &mut Vm, left: Owned, right: Obj<Str>) -> R<Owned> {
    let Some(text) = vm.cast_exact::<Str>(left.value()) else {
        return match vm.cast::<Str>(left.value()) {
            Some(text) => vm.concat_str(text, right),
            None => Err(vm.type_error("a str is required")),
        };
    };
    let (old, more) = (text.len(vm), right.len(vm));
    if text.header().references() != 1 || old == 0 || more == 0 || text == right {
        return vm.concat_str(text, right);
    }
    let (kind, other) = (text.units(vm).kind(), right.units(vm).kind());
    let kind =
        if kind.max(other).width() == kind.width() { kind.max(other) } else { return concat_growing(vm, text, right) };
    let length = old.checked_add(more).and_then(|length| length.checked_mul(kind.width()));
    let Some(bytes) = length.filter(|&bytes| bytes <= isize::MAX as usize / 2) else {
        return vm.concat_str(text, right);
    };
    let needed = size_of::<Str>() + bytes;
    let heap = vm.heap;
    // SAFETY: the string is alive.
    let mut header = text.pointer();
    // SAFETY: as above.
    if needed > unsafe { heap.room(header) } {
        // SAFETY: `left` is the only reference, and a string holds nothing that refers to itself.
        match unsafe { heap.grow_object(header, needed + bytes / 8) } {
            Some(moved) => {
                // The reference goes with the object.
                left.into_raw();
                header = moved;
            }
            None => return concat_growing(vm, text, right),
        }
    } else {
        left.into_raw();
    }
    // SAFETY: the block has room for the longer text; it is a string, held by nobody but us.
    unsafe {
        let text: Obj<Str> = Obj::from_header(header);
        write_units(text.data(), kind.width(), old, right.units(vm));
        let payload = text.get_mut(vm);
        payload.length = old + more;
        payload.hash.set(0);
        header.as_ref().aux.set(kind_number(kind));
        Ok(Owned::from_raw(text.value()))
    }
}

/// Into a new block that has room to grow, once it is worth it.
fn concat_growing(vm: &mut Vm, text: Obj<Str>, right: Obj<Str>) -> R<Owned> {
    let slack = text.len(vm) > 64;
    vm.concat_with_slack(text, right, slack)
}
