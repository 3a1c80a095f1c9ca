//! `pprint.PrettyPrinter._safe_repr` of what has no representation of its own: exact builtin containers and scalars. At anything else, or what may be
//! recursive or cut off, it gives up before anybody was asked, and the Python code does it.

use taipan_runtime::native::*;
use taipan_runtime::types::bytearray::ByteArray;
use taipan_runtime::types::bytes::Bytes;
use taipan_text::TextBuf;

use crate::support::payload;

#[derive(Trace)]
pub(super) struct PlainRepr {
    /// `PrettyPrinter`, and its `format` and `_safe_repr`, which are called for what is inside.
    class: Owned,
    methods: Vec<Owned>,
}

payload!(PlainRepr);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_library",
    doc: "The representation of plain data.",
    slots: Slots { call: Some(call), ..Slots::EMPTY },
    ..ClassDef::sealed::<PlainRepr>("PlainRepr")
};

const METHODS: [&str; 2] = ["format", "_safe_repr"];
const DEEPEST: usize = 100;

pub(super) fn create(vm: &mut Vm, class: Obj<Class>) -> R<Owned> {
    let mut methods = Vec::new();
    for name in METHODS {
        let name = vm.intern(name)?;
        methods.push(class.lookup(vm, name).unwrap_or(Value::NONE).own());
    }
    vm.allocate(PlainRepr { class: class.own(), methods })
}

/// Called with the arguments of `_safe_repr`; what it returns, or None.
fn call(vm: &mut Vm, this: Value, args: Args<'_>) -> R<Owned> {
    let (Some(this), &[printer, object, context, levels, _]) = (vm.cast_exact::<PlainRepr>(this), args.positional)
    else {
        return Ok(Owned::NONE);
    };
    let class = vm.class_of(printer);
    let limited = !levels.is_none() && !levels.is(Value::int_unchecked(0));
    if limited || vm.is_watched() || !class.value().is(this.get(vm).class.value()) {
        return Ok(Owned::NONE);
    }
    for (index, name) in METHODS.into_iter().enumerate() {
        let name = vm.intern(name)?;
        let own = class.lookup(vm, name);
        let changed = own.is_none_or(|own| !own.is(this.get(vm).methods[index].value()));
        if changed || vm.instance_attribute(printer, name)?.is_some() {
            return Ok(Owned::NONE);
        }
    }
    let Some(context) = vm.cast_exact::<Dict>(context) else { return Ok(Owned::NONE) };
    let Some(sorted) = flag(vm, printer, "_sort_dicts")? else { return Ok(Owned::NONE) };
    let Some(underscores) = flag(vm, printer, "_underscore_numbers")? else { return Ok(Owned::NONE) };
    let mut writer = Writer { vm, out: TextBuf::with_capacity(0), context, open: Vec::new(), sorted, underscores };
    if !writer.put(object)? {
        return Ok(Owned::NONE);
    }
    let text = writer.out.finish();
    let text = vm.new_text(&text)?;
    vm.new_tuple(&[text.value(), Value::TRUE, Value::FALSE])
}

fn flag(vm: &mut Vm, printer: Value, name: &str) -> R<Option<bool>> {
    let name = vm.intern(name)?;
    let value = vm.instance_attribute(printer, name)?;
    Ok(value.and_then(|value| match value.value() {
        value if value.is(Value::TRUE) => Some(true),
        value if value.is(Value::FALSE) => Some(false),
        _ => None,
    }))
}

struct Writer<'a> {
    vm: &'a mut Vm,
    out: TextBuf,
    context: Obj<Dict>,
    /// The containers around.
    open: Vec<Value>,
    sorted: bool,
    underscores: bool,
}

impl Writer<'_> {
    /// Write an object: whether that could be done.
    fn put(&mut self, object: Value) -> R<bool> {
        if let Some(list) = self.vm.cast_exact::<List>(object) {
            return self.items(object, list.len(self.vm), ("[", "]"), |vm, index| list.items(vm).get(index).copied());
        }
        if let Some(tuple) = self.vm.cast_exact::<Tuple>(object) {
            let length = tuple.len(self.vm);
            let end = if length == 1 { ",)" } else { ")" };
            return self.items(object, length, ("(", end), |vm, index| tuple.items(vm).get(index).copied());
        }
        if let Some(dict) = self.vm.cast_exact::<Dict>(object) {
            return self.dict(dict);
        }
        let class = self.vm.class_of(object);
        let types = &self.vm.types;
        let number = class == types.int;
        let scalar = number
            || [types.str, types.float, types.bool, types.none, types.complex].contains(&class)
            || self.vm.cast_exact::<Bytes>(object).is_some()
            || self.vm.cast_exact::<ByteArray>(object).is_some();
        if !scalar || number && self.underscores {
            return Ok(false);
        }
        let text = self.vm.repr(object)?;
        if let Some(text) = self.vm.cast_exact::<Str>(text.value()) {
            self.out.push_units(text.units(self.vm));
        }
        Ok(true)
    }

    /// Go into a container; false when it stands around already.
    fn enter(&mut self, container: Value) -> R<bool> {
        if self.open.len() >= DEEPEST || self.open.iter().any(|open| open.is(container)) {
            return Ok(false);
        }
        if self.context.len(self.vm) > 0 {
            let key = self.vm.new_int(i128::from(container.bits()))?;
            if self.context.contains(self.vm, key.value())? {
                return Ok(false);
            }
        }
        self.open.push(container);
        Ok(true)
    }

    fn items(
        &mut self,
        container: Value,
        length: usize,
        (start, end): (&str, &str),
        item: impl Fn(&Vm, usize) -> Option<Value>,
    ) -> R<bool> {
        if !self.enter(container)? {
            return Ok(false);
        }
        self.out.push_str(start);
        for index in 0..length {
            if index > 0 {
                self.out.push_str(", ");
            }
            // Nothing that could change the container runs meanwhile.
            let Some(item) = item(self.vm, index) else { return Ok(false) };
            if !self.put(item)? {
                return Ok(false);
            }
        }
        self.out.push_str(end);
        self.open.pop();
        Ok(true)
    }

    fn dict(&mut self, dict: Obj<Dict>) -> R<bool> {
        if !self.enter(dict.value())? {
            return Ok(false);
        }
        let mut entries = dict.snapshot(self.vm);
        self.vm.check_built()?;
        if self.sorted && entries.len() > 1 && !self.sort(&mut entries) {
            return Ok(false);
        }
        self.out.push_str("{");
        for (index, (key, value)) in entries.iter().enumerate() {
            if index > 0 {
                self.out.push_str(", ");
            }
            if !self.put(key.value())? {
                return Ok(false);
            }
            self.out.push_str(": ");
            if !self.put(value.value())? {
                return Ok(false);
            }
        }
        self.out.push_str("}");
        self.open.pop();
        Ok(true)
    }

    /// By key, where all keys are strings, or all are small ints.
    fn sort(&self, entries: &mut [(Owned, Owned)]) -> bool {
        let vm = &*self.vm;
        if entries.iter().all(|(key, _)| vm.cast_exact::<Str>(key.value()).is_some()) {
            let text = |key: &Owned| vm.cast_exact::<Str>(key.value()).map(|text| text.units(vm));
            entries.sort_by(|(a, _), (b, _)| text(a).cmp(&text(b)));
            return true;
        }
        let is_int = |key: &Owned| vm.class_of(key.value()) == vm.types.int;
        if entries.iter().all(|(key, _)| is_int(key) && vm.int_to_i64(key.value()).is_some()) {
            entries.sort_by_key(|(key, _)| vm.int_to_i64(key.value()));
            return true;
        }
        false
    }
}
