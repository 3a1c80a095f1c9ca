//! Import statements.

use taipan_bytecode::{CodeFlags, Instruction};
use taipan_heap::Owned;

use crate::interp::machine::{Flow, Machine, attempt};

pub(in crate::interp) fn import_name(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let name = m.name(m.peek(0) as usize);
    m.skip(1);
    let level = m.operand(i.b);
    let fromlist = m.operand(i.c);
    let globals = m.function().globals(m.vm);
    // The namespace of a module or class body is in its first register.
    let optimized = m.code().get(m.vm).flags.contains(CodeFlags::OPTIMIZED);
    let locals = if optimized { Owned::NONE } else { m.get(0).own() };
    let namespaces = (globals, locals.value());
    let module = attempt!(crate::import::import_name(m.vm, name, namespaces, fromlist.value(), level.value()));
    m.set(i.a, module);
    Flow::Next
}

pub(in crate::interp) fn import_from(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let name = m.name(m.peek(0) as usize);
    m.skip(1);
    let value = attempt!(crate::import::import_from(m.vm, m.get(i.b), name));
    m.set(i.a, value);
    Flow::Next
}

pub(in crate::interp) fn import_star(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let module = m.operand(i.a);
    let namespace = m.get(0);
    attempt!(crate::import::import_star(m.vm, module.value(), namespace));
    Flow::Next
}
