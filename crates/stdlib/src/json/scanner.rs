//! `make_scanner`: reads a JSON document.

use taipan_runtime::native::*;
use taipan_text::Units;

use super::{decode_error, strings};
use crate::support::{payload, receiver, signature};

#[derive(Trace)]
pub(super) struct Scanner {
    strict: bool,
    object_hook: Owned,
    object_pairs_hook: Owned,
    parse_float: Owned,
    parse_int: Owned,
    parse_constant: Owned,
}

payload!(Scanner);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_json",
    doc: "Reads a JSON document.",
    slots: Slots { new: Some(new), call: Some(call), ..Slots::EMPTY },
    getsets: &GETSETS,
    ..ClassDef::new::<Scanner>("Scanner")
};

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("make_scanner", ["context" PositionalOrKeyword false]);
    let mut slots = [None; 1];
    bind(vm, signature, args, &mut slots)?;
    let context = slots[0].unwrap_or(Value::NONE);
    let strict = vm.get_attr_str(context, "strict")?;
    let strict = vm.truth(strict.value())?;
    let scanner = Scanner {
        strict,
        object_hook: vm.get_attr_str(context, "object_hook")?,
        object_pairs_hook: vm.get_attr_str(context, "object_pairs_hook")?,
        parse_float: vm.get_attr_str(context, "parse_float")?,
        parse_int: vm.get_attr_str(context, "parse_int")?,
        parse_constant: vm.get_attr_str(context, "parse_constant")?,
    };
    vm.allocate_instance(class, scanner)
}

/// The document and how it is read.
struct Reader<'a> {
    document: Obj<Str>,
    units: Units<'a>,
    strict: bool,
    object_hook: Option<Owned>,
    pairs_hook: Option<Owned>,
    /// None where the builtin class does it.
    parse_float: Option<Owned>,
    parse_int: Option<Owned>,
    parse_constant: Owned,
    /// Keys that occurred, to share their strings.
    keys: Obj<Dict>,
}

fn call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let this = receiver::<Scanner>(vm, value)?;
    let signature = signature!("scan_once", ["string" PositionalOrKeyword false, "idx" PositionalOrKeyword false]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let (text, index) = (slots[0].unwrap_or(Value::NONE), slots[1].unwrap_or(Value::NONE));
    let index = vm.to_index(index)?;
    let Some(document) = vm.cast::<Str>(text) else {
        let found = vm.class_of(text).name(vm);
        return Err(vm.type_error(format!("first argument must be a string, not {found}")));
    };
    let Ok(index) = usize::try_from(index) else {
        return Err(vm.value_error("idx cannot be negative"));
    };
    let state = this.get(vm);
    let hook = |hook: &Owned| (!hook.is_none()).then(|| hook.clone());
    let (float, int) = (vm.types.float.value(), vm.types.int.value());
    let parser = |parser: &Owned, own: Value| (!parser.is(own)).then(|| parser.clone());
    let (strict, object_hook, pairs_hook) = (state.strict, hook(&state.object_hook), hook(&state.object_pairs_hook));
    let (parse_float, parse_int) = (parser(&state.parse_float, float), parser(&state.parse_int, int));
    let parse_constant = state.parse_constant.clone();
    let (keep, keys) = vm.new_dict_obj()?;
    let (value, end) = vm.with_units(document, |vm, units| {
        let reader =
            Reader { document, units, strict, object_hook, pairs_hook, parse_float, parse_int, parse_constant, keys };
        reader.value(vm, index)
    })?;
    drop(keep);
    let end = vm.new_int(end as i128)?;
    vm.new_tuple(&[value.value(), end.value()])
}

impl Reader<'_> {
    #[inline]
    fn at(&self, place: usize) -> u32 {
        if place < self.units.len() { self.units.get(place) } else { u32::MAX }
    }

    #[inline]
    fn is(&self, place: usize, byte: u8) -> bool {
        self.at(place) == u32::from(byte)
    }

    fn skip_space(&self, mut place: usize) -> usize {
        while matches!(self.at(place), 0x20 | 9 | 10 | 13) {
            place += 1;
        }
        place
    }

    fn has_word(&self, place: usize, word: &str) -> bool {
        let range = place..place + word.len();
        range.end <= self.units.len() && self.units.slice(range).eq_str(word)
    }

    fn error(&self, vm: &mut Vm, message: &str, place: usize) -> Raised {
        decode_error(vm, message, self.document.value(), place as isize)
    }

    fn nothing(&self, vm: &mut Vm, place: usize) -> Raised {
        match vm.new_int(place as i128) {
            Ok(place) => vm.stop_iteration(place.value()),
            Err(raised) => raised,
        }
    }

    /// The value at a place, and the place behind it.
    fn value(&self, vm: &mut Vm, place: usize) -> R<(Owned, usize)> {
        let word = |word: &str| self.has_word(place, word).then(|| place + word.len());
        match u8::try_from(self.at(place)).unwrap_or(0) {
            b'"' => strings::scan(vm, self.document, self.units, place + 1, self.strict),
            b'{' => {
                vm.enter_native()?;
                let object = self.object(vm, place + 1);
                vm.leave_native();
                object
            }
            b'[' => {
                vm.enter_native()?;
                let array = self.array(vm, place + 1);
                vm.leave_native();
                array
            }
            b'n' if let Some(end) = word("null") => Ok((Owned::NONE, end)),
            b't' if let Some(end) = word("true") => Ok((Owned::bool(true), end)),
            b'f' if let Some(end) = word("false") => Ok((Owned::bool(false), end)),
            b'N' if let Some(end) = word("NaN") => self.constant(vm, "NaN", end),
            b'I' if let Some(end) = word("Infinity") => self.constant(vm, "Infinity", end),
            b'-' if let Some(end) = word("-Infinity") => self.constant(vm, "-Infinity", end),
            _ => self.number(vm, place),
        }
    }

    fn constant(&self, vm: &mut Vm, name: &str, end: usize) -> R<(Owned, usize)> {
        let name = vm.new_str(name)?;
        Ok((vm.call(self.parse_constant.value(), &[name.value()])?, end))
    }

    fn number(&self, vm: &mut Vm, start: usize) -> R<(Owned, usize)> {
        let is_digit = |place: usize| (0x30..=0x39).contains(&self.at(place));
        let digits = |mut place: usize| {
            while is_digit(place) {
                place += 1;
            }
            place
        };
        let mut end = start + usize::from(self.is(start, b'-'));
        if self.is(end, b'0') {
            end += 1;
        } else if is_digit(end) {
            end = digits(end);
        } else {
            return Err(self.nothing(vm, start));
        }
        let mut whole = true;
        if self.is(end, b'.') && is_digit(end + 1) {
            whole = false;
            end = digits(end + 1);
        }
        if self.is(end, b'e') || self.is(end, b'E') {
            let signed = end + 1 + usize::from(self.is(end + 1, b'+') || self.is(end + 1, b'-'));
            if is_digit(signed) {
                whole = false;
                end = digits(signed);
            }
        }
        let text = self.units.slice(start..end);
        let parser = if whole { &self.parse_int } else { &self.parse_float };
        if let Some(parser) = parser {
            let text = vm.new_units_narrowed(text)?;
            return Ok((vm.call(parser.value(), &[text.value()])?, end));
        }
        let ascii = text.to_string_lossy();
        if !whole {
            // A literal with digits on both sides of each sign is one that Rust reads too.
            let float = ascii.parse::<f64>().unwrap_or(f64::NAN);
            return Ok((vm.new_float(float)?, end));
        }
        if let Ok(number) = ascii.parse::<i64>() {
            return Ok((vm.new_int(number.into())?, end));
        }
        let text = vm.new_str(&ascii)?;
        let class = vm.types.int.value();
        Ok((vm.call(class, &[text.value()])?, end))
    }

    fn array(&self, vm: &mut Vm, start: usize) -> R<(Owned, usize)> {
        let owned = vm.new_list(&[])?;
        let Some(list) = vm.cast::<List>(owned.value()) else { return Ok((owned, start)) };
        let mut place = self.skip_space(start);
        if self.is(place, b']') {
            return Ok((owned, place + 1));
        }
        loop {
            let (item, end) = self.value(vm, place)?;
            list.push(vm, item)?;
            place = self.skip_space(end);
            if self.is(place, b']') {
                return Ok((owned, place + 1));
            }
            if !self.is(place, b',') {
                return Err(self.error(vm, "Expecting ',' delimiter", place));
            }
            let comma = place;
            place = self.skip_space(place + 1);
            if self.is(place, b']') {
                return Err(self.error(vm, "Illegal trailing comma before end of array", comma));
            }
        }
    }

    fn key(&self, vm: &mut Vm, place: usize) -> R<(Owned, usize)> {
        if !self.is(place, b'"') {
            return Err(self.error(vm, "Expecting property name enclosed in double quotes", place));
        }
        let (key, end) = strings::scan(vm, self.document, self.units, place + 1, self.strict)?;
        if let Some(known) = self.keys.lookup(vm, key.value())? {
            return Ok((known, end));
        }
        self.keys.set(vm, key.value(), key.value())?;
        Ok((key, end))
    }

    fn object(&self, vm: &mut Vm, start: usize) -> R<(Owned, usize)> {
        let (owned, dict) = vm.new_dict_obj()?;
        // Pairs are kept apart only where a hook wants them.
        let pairs = if self.pairs_hook.is_some() { Some(vm.new_list(&[])?) } else { None };
        let mut place = self.skip_space(start);
        if self.is(place, b'}') {
            place += 1;
        } else {
            loop {
                let (key, end) = self.key(vm, place)?;
                place = self.skip_space(end);
                if !self.is(place, b':') {
                    return Err(self.error(vm, "Expecting ':' delimiter", place));
                }
                let (value, end) = self.value(vm, self.skip_space(place + 1))?;
                match pairs.as_ref().and_then(|pairs| vm.cast::<List>(pairs.value())) {
                    Some(list) => {
                        let pair = vm.new_tuple(&[key.value(), value.value()])?;
                        list.push(vm, pair)?;
                    }
                    None => dict.set(vm, key.value(), value.value())?,
                }
                place = self.skip_space(end);
                if self.is(place, b'}') {
                    place += 1;
                    break;
                }
                if !self.is(place, b',') {
                    return Err(self.error(vm, "Expecting ',' delimiter", place));
                }
                let comma = place;
                place = self.skip_space(place + 1);
                if self.is(place, b'}') {
                    return Err(self.error(vm, "Illegal trailing comma before end of object", comma));
                }
            }
        }
        let object = match (&self.pairs_hook, pairs, &self.object_hook) {
            (Some(hook), Some(pairs), _) => vm.call(hook.value(), &[pairs.value()])?,
            (_, _, Some(hook)) => vm.call(hook.value(), &[owned.value()])?,
            _ => owned,
        };
        Ok((object, place))
    }
}

#[methods]
mod py {
    use super::*;

    #[member]
    fn strict(vm: &mut Vm, this: Obj<Scanner>) -> bool {
        this.get(vm).strict
    }

    #[member]
    fn object_hook(vm: &mut Vm, this: Obj<Scanner>) -> Owned {
        this.get(vm).object_hook.clone()
    }

    #[member]
    fn object_pairs_hook(vm: &mut Vm, this: Obj<Scanner>) -> Owned {
        this.get(vm).object_pairs_hook.clone()
    }

    #[member]
    fn parse_float(vm: &mut Vm, this: Obj<Scanner>) -> Owned {
        this.get(vm).parse_float.clone()
    }

    #[member]
    fn parse_int(vm: &mut Vm, this: Obj<Scanner>) -> Owned {
        this.get(vm).parse_int.clone()
    }

    #[member]
    fn parse_constant(vm: &mut Vm, this: Obj<Scanner>) -> Owned {
        this.get(vm).parse_constant.clone()
    }
}
