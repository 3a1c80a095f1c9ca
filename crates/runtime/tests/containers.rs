//! Lists, tuples, dicts and ranges, driven from Rust: what Python programs cannot easily reach, such as comparisons that lie.

use taipan_runtime::native::*;

mod common;
use common::vm;

fn list_of(vm: &mut Vm, ints: &[i64]) -> Owned {
    let values: Vec<Value> = ints.iter().map(|&int| Value::int(int).expect("small")).collect();
    vm.new_list(&values).expect("made")
}

fn shown(vm: &mut Vm, value: Value) -> String {
    vm.repr_text(value).expect("shown")
}

#[test]
fn sorts_long_mixed_runs() {
    let mut vm = vm();
    let mut ints: Vec<i64> = (0..3000).collect();
    let mut state = 12345u64;
    for int in &mut ints {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        if state >> 60 > 4 {
            *int = (state >> 33) as i64 % 1000;
        }
    }
    // A float among the ints keeps the plain path away.
    let list = list_of(&mut vm, &ints);
    let half = vm.new_float(0.5).expect("made");
    vm.call_method(list.value(), "append", &[half.value()]).expect("appended");
    vm.call_method(list.value(), "sort", &[]).expect("sorted");
    let mut expected: Vec<f64> = ints.iter().map(|&int| int as f64).collect();
    expected.push(0.5);
    expected.sort_by(f64::total_cmp);
    let sorted = vm.collect(list.value()).expect("collected");
    let sorted: Vec<f64> =
        sorted.iter().map(|item| item.as_int().map(|int| int as f64).or(item.as_float()).expect("number")).collect();
    assert_eq!(sorted, expected);
}

#[test]
fn shows_and_compares() {
    let mut vm = vm();
    let list = list_of(&mut vm, &[3, 1, 2]);
    assert_eq!(shown(&mut vm, list.value()), "[3, 1, 2]");
    vm.call_method(list.value(), "append", &[list.value()]).expect("appended");
    assert_eq!(shown(&mut vm, list.value()), "[3, 1, 2, [...]]");
    vm.call_method(list.value(), "pop", &[]).expect("popped");
    let tuple = vm.tuple_from(list.value()).expect("made");
    assert_eq!(shown(&mut vm, tuple.value()), "(3, 1, 2)");
    let (dict, object) = vm.new_dict_obj().expect("made");
    for int in 0..20 {
        object.set(&mut vm, Value::small(int), list.value()).expect("set");
        object.remove(&mut vm, Value::small(int / 2)).expect("removed");
    }
    assert_eq!(object.len(&vm), 10);
    let keys = vm.call_method(dict.value(), "keys", &[]).expect("made");
    assert!(shown(&mut vm, keys.value()).starts_with("dict_keys([10, 11,"));
    let hash = vm.hash(tuple.value()).expect("hashed");
    let raised = vm.hash(list.value());
    assert!(raised.is_err());
    drop(vm.take_error());
    assert_ne!(hash, 0);
    let range = vm.types.range.value();
    let range = vm.call(range, &[Value::small(10), Value::small(0), Value::small(-3)]).expect("made");
    assert_eq!(shown(&mut vm, range.value()), "range(10, 0, -3)");
    let items = vm.list_from(range.value()).expect("made");
    assert_eq!(shown(&mut vm, items.value()), "[10, 7, 4, 1]");
    drop(Owned::from_raw(items.value()));
}

#[test]
fn sets_keep_the_order_of_their_table() {
    let mut vm = vm();
    let class = vm.types.set.value();
    let list = list_of(&mut vm, &[3, 1, 10, 2, -5, 100, 64, 32]);
    let set = vm.call(class, &[list.value()]).expect("made");
    assert_eq!(shown(&mut vm, set.value()), "{64, 1, 2, 3, 100, 32, 10, -5}");
    let list = list_of(&mut vm, &[1, 2, 3]);
    let class = vm.types.frozenset.value();
    let frozen = vm.call(class, &[list.value()]).expect("made");
    assert_eq!(vm.hash(frozen.value()), Ok(-272375401224217160));
    let empty = vm.call(class, &[]).expect("made");
    assert_eq!(vm.hash(empty.value()), Ok(133146708735736));
    for round in 0..3i32 {
        for int in 0..5000 {
            vm.call_method(set.value(), "add", &[Value::small(int * (round + 1))]).expect("added");
        }
        for int in 0..5000 {
            vm.call_method(set.value(), "discard", &[Value::small(int)]).expect("removed");
        }
    }
    let size = vm.length(set.value()).expect("size");
    for _ in 0..size {
        vm.call_method(set.value(), "pop", &[]).expect("popped");
    }
    assert_eq!(shown(&mut vm, set.value()), "set()");
}

/// Any mix of insertions and removals gives what a plain list of pairs gives.
#[test]
fn dicts_agree_with_a_model() {
    let mut vm = vm();
    for wide in [false, true] {
        let (_keep, dict) = vm.new_dict_obj().expect("made");
        let mut model: Vec<(i64, i64)> = Vec::new();
        let mut state = 99u64;
        for step in 0..30_000i64 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let number = (state >> 40) as i64 % 400;
            let key = if wide && number % 3 == 0 {
                Value::int(number).expect("small").own()
            } else {
                vm.new_str(&format!("key {number}")).expect("made")
            };
            let found = model.iter().position(|&(other, _)| other == number);
            match state >> 61 {
                0..4 => {
                    let value = Value::int(step).expect("small");
                    dict.set(&mut vm, key.value(), value).expect("set");
                    match found {
                        Some(index) => model[index].1 = step,
                        None => model.push((number, step)),
                    }
                }
                4 | 5 => {
                    let removed = dict.remove(&mut vm, key.value()).expect("removed");
                    assert_eq!(removed.and_then(|value| value.as_int()), found.map(|index| model.remove(index).1));
                }
                6 => {
                    let popped = dict.pop_last(&mut vm).and_then(|(_, value)| value.as_int());
                    assert_eq!(popped, model.pop().map(|(_, value)| value));
                }
                _ => {
                    let value = dict.lookup(&mut vm, key.value()).expect("looked up").and_then(|value| value.as_int());
                    assert_eq!(value, found.map(|index| model[index].1));
                }
            }
            assert_eq!(dict.len(&vm), model.len());
        }
        let values: Vec<i64> = dict.snapshot(&vm).iter().filter_map(|(_, value)| value.as_int()).collect();
        assert_eq!(values, model.iter().map(|&(_, value)| value).collect::<Vec<_>>());
        let (_keep, copy) = dict.copy(&mut vm).expect("copied");
        assert_eq!(copy.len(&vm), model.len());
    }
}
