//! Attributes that builtin classes compute, such as `frame.f_code`: the cache of LOAD_ATTR.
//!
//! The cache words are those of `attr`: the shape, and the version of its class, by which it is known that the descriptor comes first and is for
//! such objects. The data is the address of the getter's row in the table of its class.

use taipan_bytecode::{Instruction, Op};
use taipan_heap::Value;

use crate::interp::machine::{Flow, Machine, shape_of};
use crate::interp::ops::attr::{self, data, guard, load_attr};
use crate::native::*;
use crate::object::method::GetSet;
use crate::types::descriptor::getter;

/// Make the instruction one for objects like this one, if what the descriptor says of them is computed.
pub(super) fn specialize(m: &mut Machine<'_>, i: Instruction, object: Value, descriptor: Value) {
    if let Some(getset) = getter(m.vm, descriptor, object) {
        let shape = shape_of(object);
        let version = m.vm.heap.shape_version(shape);
        let row = std::ptr::from_ref(getset).expose_provenance() as u64;
        attr::specialize(m, i, Op::LOAD_ATTR_GETSET, shape, version, row);
    }
}

#[inline(always)]
pub(in crate::interp) fn load_attr_getset(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    if !guard(m, object) {
        return Flow::Slow(load_attr);
    }
    m.sync();
    // SAFETY: the specialiser noted the address of a row, which is never moved.
    let getset: &'static GetSet = unsafe { &*std::ptr::with_exposed_provenance(data(m) as usize) };
    match (getset.get)(m.vm, object) {
        Ok(value) => {
            m.skip(5);
            if i.a != i.b {
                m.consume(i.b);
            }
            m.assign(i.a, value)
        }
        Err(raised) => failed(m, object, raised),
    }
}

/// An AttributeError tells of what object and attribute.
#[cold]
#[inline(never)]
fn failed(m: &mut Machine<'_>, object: Value, raised: Raised) -> Flow {
    let name = m.name(m.peek(0) as usize);
    m.vm.note_attribute(object, name);
    Flow::Raise(raised)
}
