//! The number types: construction, arithmetic and the words of errors, without the interpreter.

use taipan_runtime::object::protocol::number::BinaryOp;
use taipan_runtime::{Owned, Vm, VmOptions};

fn vm() -> Box<Vm> {
    Vm::create(VmOptions::new(|_, _| unreachable!("no source here"))).expect("there is memory")
}

fn shown(vm: &mut Vm, result: Result<Owned, taipan_runtime::Raised>) -> String {
    match result {
        Ok(value) => vm.str_text(value.value()).expect("shown"),
        Err(_) => {
            let error = vm.take_error();
            let class = vm.class_of(error.value()).name(vm);
            let text = vm.str_text(error.value()).expect("shown");
            format!("{class}: {text}")
        }
    }
}

#[test]
fn construction() {
    let mut vm = vm();
    let (int, float, complex) = (vm.types.int.value(), vm.types.float.value(), vm.types.complex.value());
    for (class, text, expected) in [
        (int, " -1_000 ", "-1000"),
        (int, "١٢", "12"),
        (float, "1e400", "inf"),
        (complex, "1+2j", "(1+2j)"),
        (complex, "1+", "ValueError: complex() arg is a malformed string"),
    ] {
        let text = vm.new_str(text).expect("made");
        let result = vm.call(class, &[text.value()]);
        assert_eq!(shown(&mut vm, result), expected);
    }
}

#[test]
fn arithmetic() {
    let mut vm = vm();
    let one = vm.new_int(1).expect("made");
    let huge = vm.new_int(1 << 40).expect("made");
    let zero = vm.new_float(0.0).expect("made");
    vm.heap.set_limit(64 << 20);
    let result = vm.binary_op(BinaryOp::LShift, one.value(), huge.value());
    assert_eq!(shown(&mut vm, result), "MemoryError: ");
    let result = vm.binary_op(BinaryOp::FloorDiv, one.value(), zero.value());
    assert_eq!(shown(&mut vm, result), "ZeroDivisionError: division by zero");
    let shift = vm.new_int(200).expect("made");
    let big = vm.binary_op(BinaryOp::LShift, one.value(), shift.value()).expect("made");
    let spec = vm.new_str(",x").expect("made");
    let result = vm.call_method(big.value(), "__format__", &[spec.value()]);
    assert_eq!(shown(&mut vm, result), "ValueError: Cannot specify ',' with 'x'.");
    let spec = vm.new_str("_x").expect("made");
    let result = vm.call_method(big.value(), "__format__", &[spec.value()]);
    assert_eq!(shown(&mut vm, result), format!("100{}", "_0000".repeat(12)));
    let before = vm.heap.bytes();
    drop(big);
    assert!(vm.heap.bytes() < before);
}
