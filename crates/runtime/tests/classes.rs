//! Classes made by calls of `type`.

use taipan_runtime::{Owned, Value, Vm, VmOptions};

fn vm() -> Box<Vm> {
    let options = VmOptions::new(|_, _| unreachable!("no source here"));
    Vm::create(options).expect("there is memory")
}

fn class(vm: &mut Vm, name: &str, bases: &[Value], entries: &[(&str, Value)]) -> Result<Owned, String> {
    let name = vm.new_str(name).expect("made");
    let bases = vm.new_tuple(bases).expect("made");
    let (namespace, dict) = vm.new_dict_obj().expect("made");
    for &(key, value) in entries {
        let key = vm.intern(key).expect("made");
        dict.set_str(vm, key, value).expect("set");
    }
    let type_ = vm.types.type_;
    match vm.call(type_.value(), &[name.value(), bases.value(), namespace.value()]) {
        Ok(class) => Ok(class),
        Err(_) => {
            let error = vm.take_error();
            Err(vm.str_text(error.value()).expect("text"))
        }
    }
}

#[test]
fn instances_hold_attributes() {
    let mut vm = vm();
    let point = class(&mut vm, "Point", &[], &[]).expect("made");
    let instance = vm.call(point.value(), &[]).expect("made");
    for index in 0..40 {
        let name = vm.intern(&format!("a{index}")).expect("made");
        vm.set_attr(instance.value(), name, Some(Value::small(index))).expect("set");
    }
    assert_eq!(vm.get_attr_str(instance.value(), "a7").expect("there").as_int(), Some(7));
    let text = vm.repr_text(point.value()).expect("text");
    assert_eq!(text, "<class 'Point'>");
}

#[test]
fn layouts_and_orders_are_checked() {
    let mut vm = vm();
    let (int, list, str, bool) = (vm.types.int, vm.types.list, vm.types.str, vm.types.bool);
    let error = |made: Result<Owned, String>| made.err().unwrap_or_default();
    assert_eq!(
        error(class(&mut vm, "X", &[int.value(), str.value()], &[])),
        "multiple bases have instance lay-out conflict"
    );
    assert_eq!(error(class(&mut vm, "X", &[bool.value()], &[])), "type 'bool' is not an acceptable base type");
    let a = class(&mut vm, "A", &[], &[]).expect("made");
    let b = class(&mut vm, "B", &[a.value()], &[]).expect("made");
    assert_eq!(
        error(class(&mut vm, "C", &[a.value(), b.value()], &[])),
        "Cannot create a consistent method resolution order (MRO) for bases A, B"
    );
    let mine = class(&mut vm, "L", &[list.value()], &[]).expect("made");
    let object = vm.types.object;
    assert_eq!(object.subclasses(&vm).iter().filter(|class| class.value().is(a.value())).count(), 1);
    drop((a, b, mine));
}

#[test]
fn slots_take_the_place_of_the_dict() {
    let mut vm = vm();
    let names = ["x", "__y"].map(|name| vm.new_str(name).expect("made"));
    let names = vm.new_tuple(&[names[0].value(), names[1].value()]).expect("made");
    let slotted = class(&mut vm, "S", &[], &[("__slots__", names.value())]).expect("made");
    let instance = vm.call(slotted.value(), &[]).expect("made");
    let (x, y, z) = (vm.intern("x").expect("s"), vm.intern("_S__y").expect("s"), vm.intern("z").expect("s"));
    vm.set_attr(instance.value(), x, Some(Value::small(1))).expect("set");
    vm.set_attr(instance.value(), y, Some(Value::small(2))).expect("set");
    assert!(vm.set_attr(instance.value(), z, Some(Value::small(3))).is_err());
    let error = vm.take_error();
    assert_eq!(
        vm.str_text(error.value()).expect("text"),
        "'S' object has no attribute 'z' and no __dict__ for setting new attributes"
    );
    assert_eq!(vm.get_attr(instance.value(), y).expect("there").as_int(), Some(2));
}
