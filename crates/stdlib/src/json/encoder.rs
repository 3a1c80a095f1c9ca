//! `make_encoder`: writes a JSON document.

use taipan_runtime::native::*;
use taipan_text::TextBuf;
use taipan_text::memory::Grow;

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
    let own = vm.import_module("_json")?;
    let mut kind = Strings::Other;
    for (name, strings) in [("encode_basestring_ascii", Strings::Ascii), ("encode_basestring", Strings::Unicode)] {
        let function = vm.get_attr_str(own.value(), name)?;
        if function.is(encoder) {
            kind = strings;
        }
    }
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
    let text = |vm: &Vm, value: &Owned| vm.cast::<Str>(value.value()).map(|text| text.units(vm).to_text());
    let state = this.get(vm);
    let indent = if state.indent.is_none() { None } else { text(vm, &state.indent) };
    let mut writer = Writer {
        out: TextBuf::with_capacity(64),
        indent,
        key_separator: text(vm, &state.key_separator),
        item_separator: text(vm, &state.item_separator),
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
    indent: Option<taipan_text::Text>,
    key_separator: Option<taipan_text::Text>,
    item_separator: Option<taipan_text::Text>,
    markers: Option<Obj<Dict>>,
    default: Owned,
    encoder: Owned,
    sort_keys: bool,
    skipkeys: bool,
    allow_nan: bool,
    strings: Strings,
}

/// A float's text, by `float.__repr__`.
fn float_text(vm: &mut Vm, value: Value, float: f64, allow_nan: bool) -> R<Owned> {
    if float.is_finite() {
        return match vm.types.float.slots(vm).repr {
            Some(repr) => repr(vm, value),
            None => vm.repr(value),
        };
    }
    if !allow_nan {
        let shown = vm.repr_text(value)?;
        return Err(vm.value_error(format!("Out of range float values are not JSON compliant: {shown}")));
    }
    vm.new_str(if float.is_nan() {
        "NaN"
    } else if float > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    })
}

fn int_text(vm: &mut Vm, value: Value) -> R<Owned> {
    match vm.types.int.slots(vm).repr {
        Some(repr) => repr(vm, value),
        None => vm.repr(value),
    }
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
                self.out.push_units(encoded.units(vm));
            }
        }
        Ok(())
    }

    fn push_text(&mut self, vm: &Vm, text: &Owned) {
        if let Some(text) = vm.cast::<Str>(text.value()) {
            self.out.push_units(text.units(vm));
        }
    }

    fn newline(&mut self, level: usize) {
        if let Some(indent) = &self.indent {
            self.out.push(u32::from(b'\n'));
            for _ in 0..level {
                self.out.push_units(indent.units());
            }
        }
    }

    fn separator(&mut self, level: usize) {
        if let Some(separator) = &self.item_separator {
            self.out.push_units(separator.units());
        }
        self.newline(level);
    }

    /// Note that a container is being written.
    fn enter(&self, vm: &mut Vm, value: Value) -> R<Option<Owned>> {
        let Some(markers) = self.markers else { return Ok(None) };
        let key = vm.new_int(i128::from(value.bits()))?;
        if markers.contains(vm, key.value())? {
            return Err(vm.value_error("Circular reference detected"));
        }
        markers.set(vm, key.value(), value)?;
        Ok(Some(key))
    }

    fn leave(&self, vm: &mut Vm, key: Option<Owned>) -> R<()> {
        if let (Some(markers), Some(key)) = (self.markers, key) {
            drop(markers.remove(vm, key.value())?);
        }
        Ok(())
    }

    fn value(&mut self, vm: &mut Vm, value: Value, level: usize) -> R<()> {
        if value.is_none() {
            self.out.push_ascii(b"null");
        } else if value.is_bool() {
            self.out.push_ascii(if value.is(Value::TRUE) { b"true" } else { b"false" });
        } else if let Some(text) = vm.cast::<Str>(value) {
            self.push_str(vm, text)?;
        } else if let Some(int) = value.as_int() {
            self.out.push_str(&int.to_string());
        } else if let Some(float) = vm.as_f64(value) {
            let text = float_text(vm, value, float, self.allow_nan)?;
            self.push_text(vm, &text);
        } else if vm.as_int_ref(value).is_some() {
            let text = int_text(vm, value)?;
            self.push_text(vm, &text);
        } else {
            vm.enter_native()?;
            let written = self.compound(vm, value, level);
            vm.leave_native();
            return written;
        }
        Ok(())
    }

    fn compound(&mut self, vm: &mut Vm, value: Value, level: usize) -> R<()> {
        if vm.cast::<List>(value).is_some() || vm.cast::<Tuple>(value).is_some() {
            return self.array(vm, value, level);
        }
        if let Some(dict) = vm.cast::<Dict>(value) {
            return self.object(vm, dict, level);
        }
        let key = self.enter(vm, value)?;
        let replaced = vm.call(self.default.value(), &[value])?;
        if let Err(raised) = self.value(vm, replaced.value(), level) {
            let class = vm.class_of(value).short_name(vm);
            return Err(note(vm, raised, &format!("when serializing {class} object")));
        }
        self.leave(vm, key)
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
        let key = self.enter(vm, value)?;
        self.out.push(u32::from(b'['));
        self.newline(level + 1);
        let mut index = 0;
        while let Some(next) = item(vm, index) {
            if index > 0 {
                self.separator(level + 1);
            }
            if let Err(raised) = self.value(vm, next.value(), level + 1) {
                let class = vm.class_of(value).short_name(vm);
                return Err(note(vm, raised, &format!("when serializing {class} item {index}")));
            }
            index += 1;
        }
        self.leave(vm, key)?;
        self.newline(level);
        self.out.push(u32::from(b']'));
        Ok(())
    }

    /// The text of a key; None for one that is skipped.
    fn key(&self, vm: &mut Vm, key: Value) -> R<Option<Owned>> {
        if vm.cast::<Str>(key).is_some() {
            return Ok(Some(key.own()));
        }
        if let Some(float) = vm.as_f64(key) {
            return float_text(vm, key, float, self.allow_nan).map(Some);
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
        let marker = self.enter(vm, dict.value())?;
        let mut pairs = if vm.cast_exact::<Dict>(dict.value()).is_some() {
            dict.snapshot(vm)
        } else {
            let items = vm.call_method(dict.value(), "items", &[])?;
            let mut pairs = Vec::new();
            for pair in vm.collect(items.value())? {
                let Some(&[key, value]) = vm.cast::<Tuple>(pair.value()).map(|pair| pair.items(vm)) else {
                    return Err(vm.value_error("items must return 2-tuples"));
                };
                pairs.put((key.own(), value.own()));
            }
            pairs
        };
        if self.sort_keys {
            let list = vm.new_list(&[])?;
            if let Some(list) = vm.cast::<List>(list.value()) {
                for (key, value) in &pairs {
                    let pair = vm.new_tuple(&[key.value(), value.value()])?;
                    list.push(vm, pair)?;
                }
            }
            vm.call_method(list.value(), "sort", &[])?;
            pairs.clear();
            for pair in vm.collect(list.value())? {
                if let Some(&[key, value]) = vm.cast::<Tuple>(pair.value()).map(|pair| pair.items(vm)) {
                    pairs.put((key.own(), value.own()));
                }
            }
        }
        self.out.push(u32::from(b'{'));
        let mut first = true;
        for (key, value) in &pairs {
            let Some(text) = self.key(vm, key.value())? else { continue };
            if first {
                self.newline(level + 1);
            } else {
                self.separator(level + 1);
            }
            first = false;
            if let Some(text) = vm.cast::<Str>(text.value()) {
                self.push_str(vm, text)?;
            }
            if let Some(separator) = &self.key_separator {
                self.out.push_units(separator.units());
            }
            if let Err(raised) = self.value(vm, value.value(), level + 1) {
                let class = vm.class_of(dict.value()).short_name(vm);
                let kept = vm.error.take();
                let shown = vm.repr_text(key.value());
                let Ok(shown) = shown else { return Err(raised) };
                vm.error = kept;
                return Err(note(vm, raised, &format!("when serializing {class} item {shown}")));
            }
        }
        self.leave(vm, marker)?;
        if !first {
            self.newline(level);
        }
        self.out.push(u32::from(b'}'));
        Ok(())
    }
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
