//! `make_scanner`: reads a JSON document.

use taipan_runtime::native::*;
use taipan_text::memory::Grow;
use taipan_text::with_units;

use super::keys::Keys;
use super::strings::Literal;
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
struct Reader<'a, T: Literal> {
    document: Obj<Str>,
    units: &'a [T],
    /// The document is ASCII, and so are all its parts.
    ascii: bool,
    /// Where the next character to be read is.
    place: usize,
    strict: bool,
    object_hook: Option<Owned>,
    pairs_hook: Option<Owned>,
    /// None where the builtin class does it.
    parse_float: Option<Owned>,
    parse_int: Option<Owned>,
    parse_constant: Owned,
    /// Keys that occurred, to share their strings.
    keys: Keys,
    /// Items, or keys and values, of the arrays and objects that are being read.
    stack: Vec<Owned>,
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
    let ascii = document.as_ascii(vm).is_some();
    let (value, end) = vm.with_units(document, |vm, units| {
        with_units!(units, |units| {
            let mut reader = Reader {
                document,
                units,
                ascii,
                place: index,
                strict,
                object_hook,
                pairs_hook,
                parse_float,
                parse_int,
                parse_constant,
                keys: Keys::default(),
                stack: Vec::new(),
            };
            reader.value(vm).map(|value| (value, reader.place))
        })
    })?;
    let end = vm.new_int(end as i128)?;
    vm.new_tuple(&[value.value(), end.value()])
}

/// The error for a document that does not begin with a value at `place`.
fn nothing(vm: &mut Vm, place: usize) -> Raised {
    match vm.new_int(place as i128) {
        Ok(place) => vm.stop_iteration(place.value()),
        Err(raised) => raised,
    }
}

impl<T: Literal> Reader<'_, T> {
    /// The character at a place, if it is a byte; none that JSON knows of otherwise.
    #[inline(always)]
    fn at(&self, place: usize) -> u8 {
        self.units.get(place).map_or(0, |unit| u8::try_from(unit.code_point()).unwrap_or(0xff))
    }

    #[inline(always)]
    fn next_is(&self, byte: u8) -> bool {
        self.at(self.place) == byte
    }

    #[inline(always)]
    fn skip_space(&mut self) {
        while matches!(self.at(self.place), b' ' | b'\t' | b'\n' | b'\r') {
            self.place += 1;
        }
    }

    #[cold]
    fn error(&self, vm: &mut Vm, message: &str, place: usize) -> Raised {
        decode_error(vm, message, self.document.value(), place as isize)
    }

    /// Read the value that begins here.
    fn value(&mut self, vm: &mut Vm) -> R<Owned> {
        match self.at(self.place) {
            b'"' => {
                let source = strings::Source { units: self.units, ascii: self.ascii, strict: self.strict };
                let (text, end) = strings::scan(vm, self.document, source, self.place + 1)?;
                self.place = end;
                Ok(text)
            }
            b'{' => {
                vm.enter_native()?;
                let object = self.object(vm);
                vm.leave_native();
                object
            }
            b'[' => {
                vm.enter_native()?;
                let array = self.array(vm);
                vm.leave_native();
                array
            }
            b'0'..=b'9' => self.number(vm),
            b'n' if self.word("null") => Ok(Owned::NONE),
            b't' if self.word("true") => Ok(Owned::bool(true)),
            b'f' if self.word("false") => Ok(Owned::bool(false)),
            b'N' if self.word("NaN") => self.constant(vm, "NaN"),
            b'I' if self.word("Infinity") => self.constant(vm, "Infinity"),
            b'-' if self.word("-Infinity") => self.constant(vm, "-Infinity"),
            b'-' => self.number(vm),
            _ => Err(nothing(vm, self.place)),
        }
    }

    /// Read a word, if it is here.
    fn word(&mut self, word: &str) -> bool {
        let found =
            self.units.get(self.place..self.place + word.len()).is_some_and(|units| T::units(units).eq_str(word));
        if found {
            self.place += word.len();
        }
        found
    }

    fn constant(&self, vm: &mut Vm, name: &str) -> R<Owned> {
        let name = vm.new_str(name)?;
        vm.call(self.parse_constant.value(), &[name.value()])
    }

    /// Read a number. It begins with a digit or a minus.
    fn number(&mut self, vm: &mut Vm) -> R<Owned> {
        let start = self.place;
        let negative = self.at(start) == b'-';
        let mut end = start + usize::from(negative);
        let mut magnitude = 0u64;
        match self.at(end) {
            b'0' => end += 1,
            b'1'..=b'9' => {
                while let digit @ b'0'..=b'9' = self.at(end) {
                    // Wraps only where there are too many digits to look at it.
                    magnitude = magnitude.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
                    end += 1;
                }
            }
            _ => return Err(nothing(vm, start)),
        }
        let digits = |mut place: usize| {
            while self.at(place).is_ascii_digit() {
                place += 1;
            }
            place
        };
        let mut whole = true;
        let whole_end = end;
        if self.at(end) == b'.' && self.at(end + 1).is_ascii_digit() {
            whole = false;
            end = digits(end + 1);
        }
        if matches!(self.at(end), b'e' | b'E') {
            let signed = end + 1 + usize::from(matches!(self.at(end + 1), b'+' | b'-'));
            if self.at(signed).is_ascii_digit() {
                whole = false;
                end = digits(signed);
            }
        }
        self.place = end;
        let parser = if whole { &self.parse_int } else { &self.parse_float };
        if let Some(parser) = parser {
            let text = strings::make(vm, &self.units[start..end], true)?;
            return vm.call(parser.value(), &[text.value()]);
        }
        if whole {
            if whole_end - start <= 18 {
                let number = magnitude as i64;
                return vm.new_int(i128::from(if negative { -number } else { number }));
            }
            let text = strings::make(vm, &self.units[start..end], true)?;
            let class = vm.types.int.value();
            return vm.call(class, &[text.value()]);
        }
        // A literal with digits on both sides of each sign is one that Rust reads too.
        let literal = strings::part(&self.units[start..end], true);
        let float = match literal.as_ascii_str() {
            Some(text) => text.parse::<f64>(),
            None => literal.to_string_lossy().parse(),
        };
        vm.new_float(float.unwrap_or(f64::NAN))
    }

    fn array(&mut self, vm: &mut Vm) -> R<Owned> {
        let base = self.stack.len();
        self.place += 1;
        self.skip_space();
        if self.next_is(b']') {
            self.place += 1;
            return vm.new_list(&[]);
        }
        loop {
            let item = self.value(vm)?;
            self.stack.put(item);
            self.skip_space();
            match self.at(self.place) {
                b',' => {}
                b']' => break,
                _ => return Err(self.error(vm, "Expecting ',' delimiter", self.place)),
            }
            let comma = self.place;
            self.place += 1;
            self.skip_space();
            if self.next_is(b']') {
                return Err(self.error(vm, "Illegal trailing comma before end of array", comma));
            }
        }
        self.place += 1;
        let room = ValueVec::with_capacity(vm.heap, self.stack.len() - base);
        let mut items = vm.check(room)?;
        for item in self.stack.drain(base..) {
            items.push_into_room(item);
        }
        vm.new_list_from(items)
    }

    /// Read a key, which begins here.
    fn key(&mut self, vm: &mut Vm) -> R<Owned> {
        if !self.next_is(b'"') {
            return Err(self.error(vm, "Expecting property name enclosed in double quotes", self.place));
        }
        let begin = self.place + 1;
        let end = T::stop(self.units, begin);
        if self.at(end) == b'"' {
            self.place = end + 1;
            return self.keys.shared(vm, &self.units[begin..end], self.ascii);
        }
        let source = strings::Source { units: self.units, ascii: self.ascii, strict: self.strict };
        let (key, end) = strings::scan(vm, self.document, source, begin)?;
        self.place = end;
        self.keys.shared_text(vm, key)
    }

    /// Read keys and values onto the stack.
    fn pairs(&mut self, vm: &mut Vm) -> R<()> {
        self.place += 1;
        self.skip_space();
        if self.next_is(b'}') {
            self.place += 1;
            return Ok(());
        }
        loop {
            let key = self.key(vm)?;
            self.stack.put(key);
            self.skip_space();
            if !self.next_is(b':') {
                return Err(self.error(vm, "Expecting ':' delimiter", self.place));
            }
            self.place += 1;
            self.skip_space();
            let value = self.value(vm)?;
            self.stack.put(value);
            self.skip_space();
            match self.at(self.place) {
                b',' => {}
                b'}' => break,
                _ => return Err(self.error(vm, "Expecting ',' delimiter", self.place)),
            }
            let comma = self.place;
            self.place += 1;
            self.skip_space();
            if self.next_is(b'}') {
                return Err(self.error(vm, "Illegal trailing comma before end of object", comma));
            }
        }
        self.place += 1;
        Ok(())
    }

    fn object(&mut self, vm: &mut Vm) -> R<Owned> {
        let base = self.stack.len();
        self.pairs(vm)?;
        vm.check_built()?;
        if let Some(hook) = &self.pairs_hook {
            let pairs = vm.new_list(&[])?;
            if let Some(list) = vm.cast::<List>(pairs.value()) {
                for pair in self.stack[base..].as_chunks::<2>().0 {
                    let pair = vm.new_tuple(&[pair[0].value(), pair[1].value()])?;
                    list.push(vm, pair)?;
                }
            }
            self.stack.truncate(base);
            return vm.call(hook.value(), &[pairs.value()]);
        }
        let (owned, dict) = vm.new_dict_obj()?;
        let (pairs, _) = self.stack[base..].as_chunks::<2>();
        if !pairs.is_empty() {
            dict.reserve(vm, pairs.len())?;
        }
        for [key, value] in pairs {
            match vm.cast_exact::<Str>(key.value()) {
                Some(key) => dict.set_str(vm, key, value.value())?,
                None => dict.set(vm, key.value(), value.value())?,
            }
        }
        self.stack.truncate(base);
        match &self.object_hook {
            Some(hook) => vm.call(hook.value(), &[owned.value()]),
            None => Ok(owned),
        }
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
