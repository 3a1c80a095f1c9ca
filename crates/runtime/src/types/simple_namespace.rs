//! `types.SimpleNamespace`: an object that is nothing but its attributes.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;

#[derive(Trace)]
pub struct SimpleNamespace;

impl Payload for SimpleNamespace {
    const NAME: &'static str = "SimpleNamespace";
    const SHAPE: ShapeId = shapes::simple_namespace;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.simple_namespace
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    module: "types",
    doc: "An object with the given attributes.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), compare: Some(compare), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    unhashable: true,
    ..ClassDef::new::<SimpleNamespace>("SimpleNamespace")
};

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, SimpleNamespace)
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let dict = vm.instance_dict(this)?;
    match *args.positional {
        [] => {}
        [mapping] => {
            let (keep, copy) = vm.new_dict_obj()?;
            vm.call_method(copy.value(), "update", &[mapping])?;
            for (key, value) in copy.snapshot(vm) {
                if vm.cast::<Str>(key.value()).is_none() {
                    return Err(vm.type_error("keywords must be strings"));
                }
                dict.set(vm, key.value(), value.value())?;
            }
            drop(keep);
        }
        _ => {
            let (class, given) = (vm.class_of(this).short_name(vm), args.positional.len());
            return Err(vm.type_error(format!("{class} expected at most 1 argument, got {given}")));
        }
    }
    for (name, value) in args.keywords() {
        dict.set(vm, name, value)?;
    }
    Ok(())
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let class = vm.class_of(this);
    let name = if class == vm.types.simple_namespace { "namespace".into() } else { class.name(vm) };
    if !vm.enter_repr(this) {
        return vm.new_str(&format!("{name}(...)"));
    }
    let parts = shown_parts(vm, this);
    vm.leave_repr(this);
    let parts = parts?;
    vm.new_str(&format!("{name}({})", parts.join(", ")))
}

fn shown_parts(vm: &mut Vm, this: Value) -> R<Vec<String>> {
    let dict = vm.instance_dict(this)?;
    let mut parts = Vec::new();
    for (key, value) in dict.snapshot(vm) {
        let Some(name) = vm.cast::<Str>(key.value()) else { continue };
        if name.len(vm) > 0 {
            let name = name.to_string_lossy(vm);
            parts.push(format!("{name}={}", vm.repr_text(value.value())?));
        }
    }
    Ok(parts)
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    if vm.cast::<SimpleNamespace>(a).is_none() || vm.cast::<SimpleNamespace>(b).is_none() {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    }
    let (left, right) = (vm.instance_dict(a)?.own(), vm.instance_dict(b)?.own());
    vm.rich_compare(left.value(), right.value(), op)
}

#[methods]
mod py {
    use super::*;

    /// The attributes.
    #[member]
    fn __dict__(vm: &mut Vm, this: Obj<SimpleNamespace>) -> R<Owned> {
        Ok(vm.instance_dict(this.value())?.own())
    }

    /// How pickle saves the object.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<SimpleNamespace>) -> R<Owned> {
        let class = vm.class_of(this.value());
        let dict = vm.instance_dict(this.value())?.own();
        let empty = vm.empty_tuple.clone();
        vm.new_tuple(&[class.value(), empty.value(), dict.value()])
    }

    /// A copy with some attributes replaced.
    #[method("($self, /, **changes)")]
    fn __replace__(vm: &mut Vm, this: Obj<SimpleNamespace>, changes: Keywords) -> R<Owned> {
        let class = vm.class_of(this.value());
        let made = vm.call(class.value(), &[])?;
        if vm.cast::<SimpleNamespace>(made.value()).is_none() {
            let (expected, found) = (vm.types.simple_namespace.full_name(vm), vm.class_of(made.value()).name(vm));
            return Err(vm.type_error(format!(
                "expect {expected} type, but {}() returned '{found}' object",
                class.full_name(vm)
            )));
        }
        let (old, dict) = (vm.instance_dict(this.value())?, vm.instance_dict(made.value())?);
        for (key, value) in old.snapshot(vm) {
            dict.set(vm, key.value(), value.value())?;
        }
        for (name, value) in changes {
            dict.set(vm, name, value)?;
        }
        Ok(made)
    }
}
