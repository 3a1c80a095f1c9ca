//! An isolate comes into being, and its types answer.

use taipan_runtime::{Vm, VmOptions};

fn vm() -> Box<Vm> {
    let options = VmOptions::new(|_, _| unreachable!("no source here"));
    Vm::create(options).expect("there is memory")
}

#[test]
fn builtin_types_answer() {
    let mut vm = vm();
    let text = vm.new_str("héllo").expect("made");
    assert_eq!(vm.length(text.value()), Ok(5));
    let list = vm.new_list(&[text.value()]).expect("made");
    let found = vm.call_method(list.value(), "count", &[text.value()]).expect("called");
    assert_eq!(found.as_int(), Some(1));
    let error = vm.get_attr_str(list.value(), "nothing").expect_err("missing");
    let exception = vm.take_error();
    let _ = error;
    assert_eq!(vm.str_text(exception.value()).expect("text"), "'list' object has no attribute 'nothing'");
}
