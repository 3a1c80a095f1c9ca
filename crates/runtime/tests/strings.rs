//! Methods of str, bytes, bytearray and memoryview, called as the interpreter calls them.

use taipan_runtime::types::str::Str;
use taipan_runtime::types::str::append_in_place;
use taipan_runtime::{Obj, Owned, Vm, VmOptions};

fn vm() -> Box<Vm> {
    let options = VmOptions::new(|_, _| unreachable!("no source here"));
    Vm::create(options).expect("there is memory")
}

fn string(vm: &mut Vm, text: &str) -> Owned {
    vm.new_str(text).expect("there is memory")
}

fn obj(vm: &Vm, text: &Owned) -> Obj<Str> {
    vm.cast::<Str>(text.value()).expect("it is a str")
}

/// `repr(object.method(*arguments))`, or the error's class and words.
fn shown(vm: &mut Vm, object: &Owned, method: &str, arguments: &[&Owned]) -> String {
    let arguments: Vec<_> = arguments.iter().map(|argument| argument.value()).collect();
    match vm.call_method(object.value(), method, &arguments).and_then(|result| vm.repr_text(result.value())) {
        Ok(text) => text,
        Err(_) => {
            let error = vm.take_error();
            let class = vm.class_of(error.value()).name(vm);
            format!("{class}: {}", vm.str_text(error.value()).unwrap_or_default())
        }
    }
}

#[test]
fn methods_of_str() {
    let mut vm = vm();
    let vm = &mut *vm;
    let text = string(vm, "a,b,,c€");
    let comma = string(vm, ",");
    let one = vm.new_int(1).expect("an int");
    assert_eq!(shown(vm, &text, "split", &[&comma]), "['a', 'b', '', 'c€']");
    assert_eq!(shown(vm, &text, "rsplit", &[&comma, &one]), "['a,b,', 'c€']");
    assert_eq!(shown(vm, &text, "partition", &[&comma]), "('a', ',', 'b,,c€')");
    assert_eq!(shown(vm, &text, "replace", &[&comma, &text]), "'aa,b,,c€ba,b,,c€a,b,,c€c€'");
    assert_eq!(shown(vm, &text, "upper", &[]), "'A,B,,C€'");
    assert_eq!(shown(vm, &text, "find", &[&one]), "TypeError: find() argument 1 must be str, not int");
    let template = string(vm, "{0:>4}|{1!r:<8}|{0.real}");
    assert_eq!(shown(vm, &template, "format", &[&one, &comma]), "\"   1|','     |1\"");
    let template = string(vm, "%5.1f|%-4s|%#x");
    let float = vm.new_float(2.25).expect("a float");
    let values = vm.new_tuple(&[float.value(), comma.value(), one.value()]).expect("a tuple");
    assert_eq!(shown(vm, &template, "__mod__", &[&values]), "'  2.2|,   |0x1'");
    assert_eq!(shown(vm, &text, "encode", &[]), "b'a,b,,c\\xe2\\x82\\xac'");
    let ascii = string(vm, "ascii");
    assert_eq!(
        shown(vm, &text, "encode", &[&ascii]),
        "UnicodeEncodeError: 'ascii' codec can't encode character '\\u20ac' in position 6: ordinal not in range(128)"
    );
}

#[test]
fn appending_is_in_place_for_a_sole_owner() {
    let mut vm = vm();
    let vm = &mut *vm;
    let piece = string(vm, "piece of text, ");
    let wide = string(vm, "€");
    let mut text = string(vm, "start: ");
    let mut expected = "start: ".to_string();
    for round in 0..2000 {
        let other = if round == 1000 { &wide } else { &piece };
        let right = obj(vm, other);
        text = append_in_place(vm, text, right).expect("there is memory");
        expected.push_str(&right.to_string_lossy(vm));
    }
    assert!(obj(vm, &text).is_str(vm, &expected));
    // A second reference sees no change.
    let other = text.clone();
    let right = obj(vm, &piece);
    let longer = append_in_place(vm, text, right).expect("there is memory");
    assert!(obj(vm, &other).is_str(vm, &expected));
    assert_eq!(obj(vm, &longer).len(vm), obj(vm, &other).len(vm) + 15);
}

#[test]
fn bytes_and_views() {
    let mut vm = vm();
    let vm = &mut *vm;
    let bytes = vm.new_bytes(b"one two").expect("bytes");
    assert_eq!(shown(vm, &bytes, "split", &[]), "[b'one', b'two']");
    assert_eq!(shown(vm, &bytes, "hex", &[]), "'6f6e652074776f'");
    let array = vm.new_bytearray(b"abc").expect("a bytearray");
    let view = vm.memoryview(array.value()).expect("a view");
    let one = vm.new_int(1).expect("an int");
    assert_eq!(
        shown(vm, &array, "append", &[&one]),
        "BufferError: Existing exports of data: object cannot be re-sized"
    );
    assert_eq!(shown(vm, &view, "tolist", &[]), "[97, 98, 99]");
    let zero = vm.new_int(0).expect("an int");
    vm.set_item(view.value(), zero.value(), one.value()).expect("writable");
    assert_eq!(shown(vm, &view, "release", &[]), "None");
    assert_eq!(shown(vm, &array, "append", &[&one]), "None");
    assert_eq!(vm.repr_text(array.value()).expect("text"), "bytearray(b'\\x01bc\\x01')");
    assert_eq!(shown(vm, &view, "tolist", &[]), "ValueError: operation forbidden on released memoryview object");
}
