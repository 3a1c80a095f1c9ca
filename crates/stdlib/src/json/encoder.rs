//! `make_encoder`: writes a JSON document.

use std::borrow::Cow;

use taipan_runtime::native::*;
use taipan_runtime::types::native_function::NativeFunction;
use taipan_text::{TextBuf, Units};

use super::strings;
use crate::support::{payload, receiver, signature};

/// How strings are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strings {
    Ascii,
    Unicode,
    /// By the function that was given.
    Other,
}

#[derive(Trace)]
pub(super) struct Encoder {
    /// None, or a dict of the containers that are being written.
    markers: Owned,
    default: Owned,
    encoder: Owned,
    indent: Owned,
    key_separator: Owned,
    item_separator: Owned,
    sort_keys: bool,
    skipkeys: bool,
    allow_nan: bool,
    #[trace(skip)]
    strings: Strings,
}

payload!(Encoder);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_json",
    doc: "Writes a JSON document.",
    slots: Slots { new: Some(new), call: Some(call), ..Slots::EMPTY },
    getsets: &GETSETS,
    ..ClassDef::new::<Encoder>("Encoder")
};

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("make_encoder", [
        "markers" PositionalOrKeyword false, "default" PositionalOrKeyword false,
        "encoder" PositionalOrKeyword false, "indent" PositionalOrKeyword false,
        "key_separator" PositionalOrKeyword false, "item_separator" PositionalOrKeyword false,
        "sort_keys" PositionalOrKeyword false, "skipkeys" PositionalOrKeyword false,
        "allow_nan" PositionalOrKeyword false]);
    let mut slots = [None; 9];
    bind(vm, signature, args, &mut slots)?;
    let values = slots.map(|slot| slot.unwrap_or(Value::NONE));
    let [markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan] = values;
    for (place, value) in [(5, key_separator), (6, item_separator)] {
        if vm.cast::<Str>(value).is_none() {
            let found = if value.is_none() { "None".to_string() } else { vm.class_of(value).name(vm) };
            return Err(vm.type_error(format!("make_encoder() argument {place} must be str, not {found}")));
        }
    }
    let (sort_keys, skipkeys) = (vm.truth(sort_keys)?, vm.truth(skipkeys)?);
    let allow_nan = vm.truth(allow_nan)?;
    if !markers.is_none() && vm.cast::<Dict>(markers).is_none() {
        let found = vm.class_of(markers).name(vm);
        return Err(vm.type_error(format!("make_encoder() argument 1 must be dict or None, not {found}")));
    }
    let native = vm.cast_exact::<NativeFunction>(encoder).map(|function| function.get(vm).method.signature);
    let is = |name: &str| {
        let known = strings::METHODS.iter().find(|method| method.name() == name);
        known.zip(native).is_some_and(|(known, native)| std::ptr::eq(known.signature, native))
    };
    let kind = if is("encode_basestring_ascii") {
        Strings::Ascii
    } else if is("encode_basestring") {
        Strings::Unicode
    } else {
        Strings::Other
    };
    let encoder = Encoder {
        markers: markers.own(),
        default: default.own(),
        encoder: encoder.own(),
        indent: indent.own(),
        key_separator: key_separator.own(),
        item_separator: item_separator.own(),
        sort_keys,
        skipkeys,
        allow_nan,
        strings: kind,
    };
    vm.allocate_instance(class, encoder)
}

fn call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let this = receiver::<Encoder>(vm, value)?;
    let signature = signature!("_iterencode", [
        "obj" PositionalOrKeyword false, "_current_indent_level" PositionalOrKeyword false]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let level = vm.to_index(slots[1].unwrap_or(Value::NONE))?;
    let state = this.get(vm);
    let text = |value: &Owned| vm.cast::<Str>(value.value());
    let mut writer = Writer {
        out: TextBuf::with_capacity(128),
        indent: text(&state.indent),
        key_separator: text(&state.key_separator),
        item_separator: text(&state.item_separator),
        markers: vm.cast::<Dict>(state.markers.value()),
        default: state.default.clone(),
        encoder: state.encoder.clone(),
        sort_keys: state.sort_keys,
        skipkeys: state.skipkeys,
        allow_nan: state.allow_nan,
        strings: state.strings,
    };
    let _keep = this.own();
    writer.value(vm, slots[0].unwrap_or(Value::NONE), level.max(0) as usize)?;
    let out = writer.out.finish();
    let out = vm.new_text(&out)?;
    vm.new_tuple(&[out.value()])
}

struct Writer {
    out: TextBuf,
    indent: Option<Obj<Str>>,
    key_separator: Option<Obj<Str>>,
    item_separator: Option<Obj<Str>>,
    markers: Option<Obj<Dict>>,
    default: Owned,
    encoder: Owned,
    sort_keys: bool,
    skipkeys: bool,
    allow_nan: bool,
    strings: Strings,
}

/// A float's text, by `float.__repr__`.
fn float_text(vm: &mut Vm, value: Value, float: f64, allow_nan: bool) -> R<Cow<'static, str>> {
    if float.is_finite() {
        return Ok(taipan_numeric::float::repr(float).into());
    }
    if !allow_nan {
        let shown = vm.repr_text(value)?;
        return Err(vm.value_error(format!("Out of range float values are not JSON compliant: {shown}")));
    }
    Ok(if float.is_nan() {
        "NaN"
    } else if float > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
    .into())
}

fn int_text(vm: &mut Vm, value: Value) -> R<Owned> {
    match vm.types.int.slots(vm).repr {
        Some(repr) => repr(vm, value),
        None => vm.repr(value),
    }
}

/// A container that is being written, and is noted in the markers once something is written inside it.
#[derive(Clone, Copy)]
enum Marked {
    /// The next value inside it that could lead back here notes it.
    Not,
    Yes,
}

impl Writer {
    fn push_str(&mut self, vm: &mut Vm, text: Obj<Str>) -> R<()> {
        match self.strings {
            Strings::Ascii => strings::write(&mut self.out, text.units(vm), true),
            Strings::Unicode => strings::write(&mut self.out, text.units(vm), false),
            Strings::Other => {
                let encoded = vm.call(self.encoder.value(), &[text.value()])?;
                let Some(encoded) = vm.cast::<Str>(encoded.value()) else {
                    let found = vm.class_of(encoded.value()).name(vm);
                    return Err(vm.type_error(format!("encoder() must return a string, not {found}")));
                };
                let encoded = encoded.units(vm);
                self.out.push_units(encoded);
            }
        }
        Ok(())
    }

    fn push_int(&mut self, int: i64) {
        // As many digits as an i64 has, and its sign.
        let mut digits = [0; 20];
        let mut at = digits.len();
        let mut left = int.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + (left % 10) as u8;
            left /= 10;
            if left == 0 {
                break;
            }
        }
        if int < 0 {
            at -= 1;
            digits[at] = b'-';
        }
        self.out.push_ascii(&digits[at..]);
    }

    /// Write text that needs no quotes.
    #[inline]
    fn push_text(&mut self, vm: &Vm, text: Obj<Str>) {
        match text.units(vm) {
            Units::Ascii(bytes) => self.out.push_ascii(bytes),
            units => self.out.push_units(units),
        }
    }

    fn newline(&mut self, vm: &Vm, level: usize) {
        if let Some(indent) = self.indent {
            self.out.push(u32::from(b'\n'));
            for _ in 0..level {
                self.push_text(vm, indent);
            }
        }
    }

    fn separator(&mut self, vm: &Vm, level: usize) {
        if let Some(separator) = self.item_separator {
            self.push_text(vm, separator);
        }
        self.newline(vm, level);
    }

    /// Begin to write a container, which must not be one that is being written.
    fn enter(&self, vm: &mut Vm, value: Value) -> R<Marked> {
        let Some(markers) = self.markers else { return Ok(Marked::Yes) };
        if markers.len(vm) > 0 && markers.contains(vm, marker(value))? {
            return Err(vm.value_error("Circular reference detected"));
        }
        let mut marked = Marked::Not;
        // A function that encodes strings could look.
        if self.strings == Strings::Other {
            self.mark(vm, value, &mut marked)?;
        }
        Ok(marked)
    }

    /// Note the container, before something is written that is no plain value.
    fn mark(&self, vm: &mut Vm, value: Value, marked: &mut Marked) -> R<()> {
        if let (Some(markers), Marked::Not) = (self.markers, *marked) {
            markers.set(vm, marker(value), value)?;
            *marked = Marked::Yes;
        }
        Ok(())
    }

    fn leave(&self, vm: &mut Vm, value: Value, marked: Marked) -> R<()> {
        if let (Some(markers), Marked::Yes) = (self.markers, marked) {
            drop(markers.remove(vm, marker(value))?);
        }
        Ok(())
    }

    /// Write a value that contains no others, if it is one.
    #[inline]
    fn plain(&mut self, vm: &mut Vm, value: Value) -> R<bool> {
        if let Some(text) = vm.cast::<Str>(value) {
            self.push_str(vm, text)?;
        } else if let Some(int) = value.as_int() {
            self.push_int(int);
        } else if value.is_none() {
            self.out.push_ascii(b"null");
        } else if value.is_bool() {
            self.out.push_ascii(if value.is(Value::TRUE) { b"true" } else { b"false" });
        } else if let Some(float) = vm.as_f64(value) {
            let text = float_text(vm, value, float, self.allow_nan)?;
            self.out.push_ascii(text.as_bytes());
        } else if vm.as_int_ref(value).is_some() {
            let text = int_text(vm, value)?;
            if let Some(text) = vm.cast::<Str>(text.value()) {
                self.push_text(vm, text);
            }
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn value(&mut self, vm: &mut Vm, value: Value, level: usize) -> R<()> {
        if self.plain(vm, value)? { Ok(()) } else { self.compound(vm, value, level) }
    }

    fn compound(&mut self, vm: &mut Vm, value: Value, level: usize) -> R<()> {
        vm.enter_native()?;
        let written = if vm.cast::<List>(value).is_some() || vm.cast::<Tuple>(value).is_some() {
            self.array(vm, value, level)
        } else if let Some(dict) = vm.cast::<Dict>(value) {
            self.object(vm, dict, level)
        } else {
            self.replaced(vm, value, level)
        };
        vm.leave_native();
        written
    }

    /// Write what `default` makes of a value.
    fn replaced(&mut self, vm: &mut Vm, value: Value, level: usize) -> R<()> {
        let mut marked = self.enter(vm, value)?;
        self.mark(vm, value, &mut marked)?;
        let replaced = vm.call(self.default.value(), &[value])?;
        if let Err(raised) = self.value(vm, replaced.value(), level) {
            let class = vm.class_of(value).short_name(vm);
            return Err(note(vm, raised, &format!("when serializing {class} object")));
        }
        self.leave(vm, value, marked)
    }

    fn array(&mut self, vm: &mut Vm, value: Value, level: usize) -> R<()> {
        let item = |vm: &Vm, index: usize| -> Option<Owned> {
            let found = match vm.cast::<List>(value) {
                Some(list) => list.items(vm).get(index),
                None => vm.cast::<Tuple>(value).and_then(|tuple| tuple.items(vm).get(index)),
            };
            found.map(|item| item.own())
        };
        if item(vm, 0).is_none() {
            self.out.push_ascii(b"[]");
            return Ok(());
        }
        let mut marked = self.enter(vm, value)?;
        self.out.push(u32::from(b'['));
        self.newline(vm, level + 1);
        let mut index = 0;
        while let Some(next) = item(vm, index) {
            if index > 0 {
                self.separator(vm, level + 1);
            }
            if let Err(raised) = self.inside(vm, value, &mut marked, next.value(), level + 1) {
                let class = vm.class_of(value).short_name(vm);
                return Err(note(vm, raised, &format!("when serializing {class} item {index}")));
            }
            index += 1;
        }
        self.leave(vm, value, marked)?;
        self.newline(vm, level);
        self.out.push(u32::from(b']'));
        Ok(())
    }

    /// Write a value inside a container.
    #[inline]
    fn inside(&mut self, vm: &mut Vm, container: Value, marked: &mut Marked, value: Value, level: usize) -> R<()> {
        if self.plain(vm, value)? {
            return Ok(());
        }
        self.mark(vm, container, marked)?;
        self.compound(vm, value, level)
    }

    /// The text of a key that is no string; None for one that is skipped.
    fn key_text(&self, vm: &mut Vm, key: Value) -> R<Option<Owned>> {
        if let Some(float) = vm.as_f64(key) {
            let text = float_text(vm, key, float, self.allow_nan)?;
            return vm.new_str(&text).map(Some);
        }
        if key.is_none() {
            return vm.new_str("null").map(Some);
        }
        if key.is_bool() {
            return vm.new_str(if key.is(Value::TRUE) { "true" } else { "false" }).map(Some);
        }
        if vm.as_int_ref(key).is_some() {
            return int_text(vm, key).map(Some);
        }
        if self.skipkeys {
            return Ok(None);
        }
        let found = vm.class_of(key).name(vm);
        Err(vm.type_error(format!("keys must be str, int, float, bool or None, not {found}")))
    }

    fn object(&mut self, vm: &mut Vm, dict: Obj<Dict>, level: usize) -> R<()> {
        if dict.len(vm) == 0 {
            self.out.push_ascii(b"{}");
            return Ok(());
        }
        let mut marked = self.enter(vm, dict.value())?;
        let mut first = true;
        if !self.sort_keys && vm.cast_exact::<Dict>(dict.value()).is_some() {
            self.out.push(u32::from(b'{'));
            let mut position = 0;
            while let Some((found, key, value)) = dict.entry_from(vm, position) {
                let (key, value) = (key.own(), value.own());
                position = found + 1;
                self.pair(vm, dict, &mut marked, (key.value(), value.value()), &mut first, level)?;
            }
        } else {
            let pairs = self.pairs(vm, dict)?;
            self.out.push(u32::from(b'{'));
            for pair in &pairs {
                let Some(&[key, value]) = vm.cast::<Tuple>(pair.value()).map(|pair| pair.items(vm)) else {
                    return Err(vm.value_error("items must return 2-tuples"));
                };
                self.pair(vm, dict, &mut marked, (key, value), &mut first, level)?;
            }
        }
        self.leave(vm, dict.value(), marked)?;
        if !first {
            self.newline(vm, level);
        }
        self.out.push(u32::from(b'}'));
        Ok(())
    }

    /// The pairs that `items()` gives, sorted if wanted.
    fn pairs(&self, vm: &mut Vm, dict: Obj<Dict>) -> R<Vec<Owned>> {
        let items = vm.call_method(dict.value(), "items", &[])?;
        let mut pairs = vm.collect(items.value())?;
        if self.sort_keys {
            let list = vm.new_list(&[])?;
            if let Some(list) = vm.cast::<List>(list.value()) {
                for pair in pairs {
                    list.push(vm, pair)?;
                }
            }
            vm.call_method(list.value(), "sort", &[])?;
            pairs = vm.collect(list.value())?;
        }
        Ok(pairs)
    }

    #[inline]
    fn pair(
        &mut self,
        vm: &mut Vm,
        dict: Obj<Dict>,
        marked: &mut Marked,
        (key, value): (Value, Value),
        first: &mut bool,
        level: usize,
    ) -> R<()> {
        let made;
        let text = match vm.cast::<Str>(key) {
            Some(text) => Some(text),
            None => match self.key_text(vm, key)? {
                Some(text) => {
                    made = text;
                    vm.cast::<Str>(made.value())
                }
                None => return Ok(()),
            },
        };
        if std::mem::take(first) {
            self.newline(vm, level + 1);
        } else {
            self.separator(vm, level + 1);
        }
        if let Some(text) = text {
            self.push_str(vm, text)?;
        }
        if let Some(separator) = self.key_separator {
            self.push_text(vm, separator);
        }
        if let Err(raised) = self.inside(vm, dict.value(), marked, value, level + 1) {
            let class = vm.class_of(dict.value()).short_name(vm);
            let kept = vm.error.take();
            let shown = vm.repr_text(key);
            let Ok(shown) = shown else { return Err(raised) };
            vm.error = kept;
            return Err(note(vm, raised, &format!("when serializing {class} item {shown}")));
        }
        Ok(())
    }
}

/// What a container is noted under.
fn marker(value: Value) -> Value {
    // Addresses have far fewer bits than an int.
    Value::int(value.bits() as i64).unwrap_or(Value::NONE)
}

/// Add a note to the exception in flight.
fn note(vm: &mut Vm, raised: Raised, text: &str) -> Raised {
    let Some(error) = vm.error.take() else { return raised };
    if let Ok(text) = vm.new_str(text)
        && vm.call_method(error.value(), "add_note", &[text.value()]).is_err()
    {
        drop(vm.error.take());
    }
    vm.reraise(error)
}

#[methods]
mod py {
    use super::*;

    #[member]
    fn markers(vm: &mut Vm, this: Obj<Encoder>) -> Owned {
        this.get(vm).markers.clone()
    }

    #[member]
    fn default(vm: &mut Vm, this: Obj<Encoder>) -> Owned {
        this.get(vm).default.clone()
    }

    #[member]
    fn encoder(vm: &mut Vm, this: Obj<Encoder>) -> Owned {
        this.get(vm).encoder.clone()
    }

    #[member]
    fn indent(vm: &mut Vm, this: Obj<Encoder>) -> Owned {
        this.get(vm).indent.clone()
    }

    #[member]
    fn key_separator(vm: &mut Vm, this: Obj<Encoder>) -> Owned {
        this.get(vm).key_separator.clone()
    }

    #[member]
    fn item_separator(vm: &mut Vm, this: Obj<Encoder>) -> Owned {
        this.get(vm).item_separator.clone()
    }

    #[member]
    fn sort_keys(vm: &mut Vm, this: Obj<Encoder>) -> bool {
        this.get(vm).sort_keys
    }

    #[member]
    fn skipkeys(vm: &mut Vm, this: Obj<Encoder>) -> bool {
        this.get(vm).skipkeys
    }
}
