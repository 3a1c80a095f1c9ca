//! Instances of classes made by a class statement that leave `__new__` to `object`: made where the class is called, with the frame of a plain `__init__`
//! above them.
//!
//! What such a call does is noted in the class (`Construction`), which forgets it whenever it or a base of it changes.

use std::any::TypeId;

use taipan_bytecode::{HEADER_WORDS, Instruction};
use taipan_heap::Value;

use crate::interp::arguments;
use crate::interp::frame::Kind;
use crate::interp::machine::{Flow, Machine, shape_of};
use crate::interp::ops::call::{fits, push};
use crate::interp::stack::DEAD;
use crate::native::*;
use crate::object::class::{ClassFlags, Construction};
use crate::types::function::Function;
use crate::types::object::{self, Object};
use crate::types::shapes;

/// CALL_INIT.
#[inline(always)]
pub(in crate::interp) fn call_init(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let callable = m.get(i.b);
    // SAFETY: as in call; the shape says what the object is, and its register keeps it alive.
    unsafe {
        if shape_of(callable) != shapes::type_ {
            return Flow::Second;
        }
        let class: Obj<Class> = Obj::from_value(callable);
        let details = class.raw().as_ref();
        let place = m.r.add(i.b as usize);
        match details.construction {
            Construction::Init(function) if !details.flags.has(ClassFlags::ABSTRACT) => {
                let window = place.add(HEADER_WORDS);
                // The instance takes the class's place, below a header that moves up by one: whatever the callee's window covers, it stays.
                let frame = window.add(1);
                let code = function.code(m.vm);
                let (takes, count) = (code.raw().as_ref().call.exact, u16::from(i.c) + 1);
                let met = takes == count || arguments::has_defaults(m.vm, function, takes, count);
                if !met || !fits(m, frame, code) {
                    return Flow::Second;
                }
                let Some(instance) = m.vm.new_bare_instance(class) else { return Flow::Second };
                let mut index = i.c as usize;
                while index > 0 {
                    index = crate::interp::dispatch::opaque(index - 1);
                    window.add(index + 2).write(window.add(index).read());
                }
                place.add(1).write(Some(function.own().into_raw()));
                frame.write(Some(instance.clone().into_raw()));
                place.write(Some(instance.into_raw()));
                arguments::put_defaults(m.vm, function, frame, count as usize, takes);
                push(m, frame, code, i.a, Kind::Init);
                Flow::Far
            }
            Construction::Bare if i.c == 0 && !details.flags.has(ClassFlags::ABSTRACT) => {
                let Some(instance) = m.vm.new_bare_instance(class) else { return Flow::Second };
                place.write(DEAD);
                m.put(i.a, instance.into_raw())
            }
            _ => Flow::Second,
        }
    }
}

/// CALL_INIT of anything else, or without room.
#[inline(always)]
pub(in crate::interp) fn call_init_otherwise(_m: &mut Machine<'_>, _i: Instruction) -> Flow {
    Flow::Slow(|m, i| {
        let stays = learn(m, m.get(i.b), i.c);
        super::native_call::call_in_general(m, i, stays)
    })
}

/// Whether CALL_INIT is for calls of this with so many arguments; the class knows then how.
pub(super) fn learn(m: &mut Machine<'_>, callable: Value, count: u8) -> bool {
    if shape_of(callable) != shapes::type_ {
        return false;
    }
    // SAFETY: the shape says so.
    let class: Obj<Class> = unsafe { Obj::from_value(callable) };
    let construction = construction_of(m.vm, class);
    class.get_mut(m.vm).construction = construction;
    match construction {
        Construction::Unknown => false,
        Construction::Bare => count == 0,
        Construction::Init(function) => {
            // SAFETY: a function's code is a code object, which is alive while the function is.
            let takes = unsafe { function.code(m.vm).raw().as_ref() }.call.exact;
            let count = u16::from(count) + 1;
            // SAFETY: it is a function.
            takes == count || unsafe { arguments::has_defaults(m.vm, function, takes, count) }
        }
    }
}

fn construction_of(vm: &mut Vm, class: Obj<Class>) -> Construction {
    let details = class.get(vm);
    let is = |found: usize, known: *const ()| found == known as usize;
    let plain_new = details.slots.new.is_some_and(|new| is(new as usize, object::new as *const ()));
    let plain_layout = details.layout.payload == TypeId::of::<Object>();
    if !plain_new
        || !plain_layout
        || details.version == 0
        || details.flags.has(ClassFlags::ABSTRACT)
        || !class.is_heap(vm)
    {
        return Construction::Unknown;
    }
    if details.slots.init.is_some_and(|init| is(init as usize, object::init as *const ())) {
        return Construction::Bare;
    }
    let init = class.lookup(vm, vm.names.__init__).and_then(|init| vm.cast::<Function>(init));
    init.map_or(Construction::Unknown, Construction::Init)
}
