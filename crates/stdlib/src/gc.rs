//! `gc`: the program's view of the cycle collector.

use taipan_runtime::gc;
use taipan_runtime::native::*;
use taipan_runtime::object::namespace::fill_all;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("gc", "The collector of reference cycles.", &METHODS)?;
    let (garbage, callbacks) = (vm.new_list(&[])?, vm.new_list(&[])?);
    module.add(vm, "garbage", garbage.value())?;
    module.add(vm, "callbacks", callbacks.value())?;
    vm.gc.garbage = Some(garbage);
    vm.gc.callbacks = Some(callbacks);
    let leak = gc::DEBUG_COLLECTABLE | gc::DEBUG_UNCOLLECTABLE | gc::DEBUG_SAVEALL;
    let constants = [
        ("DEBUG_STATS", gc::DEBUG_STATS),
        ("DEBUG_COLLECTABLE", gc::DEBUG_COLLECTABLE),
        ("DEBUG_UNCOLLECTABLE", gc::DEBUG_UNCOLLECTABLE),
        ("DEBUG_SAVEALL", gc::DEBUG_SAVEALL),
        ("DEBUG_LEAK", leak),
    ];
    for (name, value) in constants {
        module.add_int(vm, name, value)?;
    }
    Ok(owned)
}

fn list(vm: &mut Vm, objects: Vec<Owned>) -> R<Owned> {
    let values: Vec<Value> = objects.iter().map(Owned::value).collect();
    vm.new_list(&values)
}

fn triple(vm: &mut Vm, numbers: [i64; 3]) -> R<Owned> {
    let [a, b, c] = numbers.map(Value::int_unchecked);
    vm.new_tuple(&[a, b, c])
}

#[methods]
mod py {
    use super::*;

    /// Collect by itself when enough was allocated.
    #[function("()")]
    fn enable(vm: &mut Vm) {
        vm.gc_enable(true);
    }

    /// Collect only when asked to.
    #[function("()")]
    fn disable(vm: &mut Vm) {
        vm.gc_enable(false);
    }

    /// Whether the collector runs by itself.
    #[function("()")]
    fn isenabled(vm: &mut Vm) -> bool {
        vm.gc.enabled
    }

    /// Collect a generation and the younger ones; the number of unreachable objects.
    #[function("(generation=2)")]
    fn collect(vm: &mut Vm, generation: Option<i32>) -> R<usize> {
        match generation.unwrap_or(2) {
            generation @ 0..=2 => {
                let found = vm.collect_garbage(generation as usize);
                Ok(found)
            }
            _ => Err(vm.value_error("invalid generation")),
        }
    }

    /// The counts that are compared with the thresholds.
    #[function("()")]
    fn get_count(vm: &mut Vm) -> R<Owned> {
        let counts = vm.gc_counts();
        triple(vm, counts)
    }

    /// The thresholds of the generations.
    #[function("()")]
    fn get_threshold(vm: &mut Vm) -> R<Owned> {
        let thresholds = vm.gc.thresholds;
        triple(vm, thresholds)
    }

    /// Set the thresholds; the first one 0 turns the collector off.
    #[function("(*args)")]
    fn set_threshold(vm: &mut Vm, args: Rest<'_>) -> R<()> {
        if !(1..=3).contains(&args.len()) {
            return Err(vm.type_error("gc.set_threshold requires 1 to 3 arguments"));
        }
        let mut thresholds = vm.gc.thresholds;
        for (place, &value) in thresholds.iter_mut().zip(args) {
            let value = vm.index(value)?;
            *place = vm.to_i64(value.value(), "int")?;
        }
        vm.gc_set_thresholds(thresholds);
        Ok(())
    }

    /// What the collections of each generation have done.
    #[function("()")]
    fn get_stats(vm: &mut Vm) -> R<Owned> {
        let mut rows = Vec::new();
        for statistics in vm.gc.statistics {
            let (row, dict) = vm.new_dict_obj()?;
            let fields = [
                ("collections", statistics.collections),
                ("collected", statistics.collected),
                ("uncollectable", statistics.uncollectable),
            ];
            for (name, number) in fields {
                let name = vm.intern(name)?;
                dict.set_str(vm, name, Value::int_unchecked(number as i64))?;
            }
            rows.push(row);
        }
        list(vm, rows)
    }

    /// Set the debugging flags.
    #[function("(flags, /)")]
    fn set_debug(vm: &mut Vm, flags: Value) -> R<()> {
        let flags = vm.index(flags)?;
        vm.gc.debug = vm.to_i64(flags.value(), "int")?;
        Ok(())
    }

    /// The debugging flags.
    #[function("()")]
    fn get_debug(vm: &mut Vm) -> i64 {
        vm.gc.debug
    }

    /// The objects that the collector looks at, of one generation or of all.
    #[function("(generation=None)")]
    fn get_objects(vm: &mut Vm, generation: Option<Value>) -> R<Owned> {
        let generation = match generation.filter(|generation| !generation.is_none()) {
            None => None,
            Some(number) => {
                if vm.class_of(number).slots(vm).index.is_none() {
                    let found = vm.class_of(number).name(vm);
                    let message = format!("argument should be integer or None, not '{found}'");
                    return Err(vm.type_error(message));
                }
                let number = vm.to_index(number)?;
                if number < 0 {
                    return Err(vm.value_error("generation parameter cannot be negative"));
                }
                match taipan_heap::Generation::from_number(number as usize) {
                    Some(generation) => Some(generation),
                    None => {
                        let message = "generation parameter must be less than the number of available generations (3)";
                        return Err(vm.value_error(message));
                    }
                }
            }
        };
        fill_all(vm);
        let objects = vm.heap.tracked_objects(generation);
        list(vm, objects)
    }

    /// Whether the collector looks at the object.
    #[function("(obj, /)")]
    fn is_tracked(vm: &mut Vm, obj: Value) -> bool {
        let empty = vm.cast_exact::<Tuple>(obj).is_some_and(|tuple| tuple.len(vm) == 0);
        // Builtin classes live as long as the isolate.
        let builtin = vm.cast::<Class>(obj).is_some_and(|class| !class.is_heap(vm));
        !empty && !builtin && vm.heap.is_tracked(obj)
    }

    /// Whether the object's finaliser was called.
    #[function("(obj, /)")]
    fn is_finalized(vm: &mut Vm, obj: Value) -> bool {
        vm.is_finalized(obj)
    }

    /// The objects that refer to one of these.
    #[function("(*objs)")]
    fn get_referrers(vm: &mut Vm, objs: Rest<'_>) -> R<Owned> {
        fill_all(vm);
        let objects = vm.heap.referrers(objs);
        list(vm, objects)
    }

    /// The objects that these refer to.
    #[function("(*objs)")]
    fn get_referents(vm: &mut Vm, objs: Rest<'_>) -> R<Owned> {
        fill_all(vm);
        let objects = objs.iter().flat_map(|&object| vm.heap.referents(object)).collect();
        list(vm, objects)
    }

    /// Leave all present objects out of collections.
    #[function("()")]
    fn freeze(vm: &mut Vm) {
        vm.heap.set_frozen(true);
    }

    /// Let frozen objects take part in collections again.
    #[function("()")]
    fn unfreeze(vm: &mut Vm) {
        vm.heap.set_frozen(false);
    }

    /// The number of frozen objects.
    #[function("()")]
    fn get_freeze_count(vm: &mut Vm) -> usize {
        vm.heap.generation_sizes()[3]
    }
}
