//! Loads and stores: registers, cells, globals, names.

use taipan_bytecode::{CommonConstant, Immediate, Instruction, MAX_NEAR_LOCALS};
use taipan_heap::{Owned, Value};

use crate::error::{R, Raised};
use crate::interp::machine::{Flow, Machine, attempt};
use crate::native::*;
use crate::types::cell::Cell;

/// `b | c << 8`.
#[inline(always)]
pub(super) const fn k16(i: Instruction) -> usize {
    i.b as usize | (i.c as usize) << 8
}

#[inline(always)]
pub(in crate::interp) fn load_const(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let value = m.constant(k16(i)).own();
    m.assign(i.a, value)
}

#[inline(always)]
pub(in crate::interp) fn load_const_wide(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let index = m.word() as usize;
    let value = m.constant(index).own();
    m.assign(i.a, value)
}

#[inline(always)]
pub(in crate::interp) fn load_int(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.assign(i.a, Owned::from_raw(Value::small(i32::from(k16(i) as u16 as i16))))
}

/// The value of an immediate other than Null.
#[inline(always)]
pub(super) fn immediate(number: u8) -> Value {
    const {
        let numbered = [Value::NONE, Value::FALSE, Value::TRUE, Value::ELLIPSIS];
        let mut number = 0;
        while number < numbered.len() {
            assert!(numbered[number].bits() == Value::NONE.bits() + ((number as u64) << 3));
            number += 1;
        }
    }
    Value::from_bits(Value::NONE.bits() + (u64::from(number & 3) << 3)).unwrap_or(Value::NONE)
}

#[inline(always)]
pub(in crate::interp) fn load_immediate(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if i.b == Immediate::Null as u8 { empty(m, i.a) } else { m.assign(i.a, Owned::from_raw(immediate(i.b))) }
}

#[inline(always)]
pub(in crate::interp) fn copy(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match m.slot(i.b) {
        Some(value) => m.assign(i.a, value.own()),
        None => empty(m, i.a),
    }
}

#[inline(always)]
pub(in crate::interp) fn load_local(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let value = m.get(i.b);
    value.incref();
    m.overwrite(i.a, value);
    Flow::Next
}

/// Empty a register as an instruction's last step.
#[inline(always)]
fn empty(m: &mut Machine<'_>, index: u8) -> Flow {
    match m.take(index) {
        Some(value) => m.end(value),
        None => Flow::Next,
    }
}

#[inline(always)]
pub(in crate::interp) fn move_(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match m.take_last(i.b) {
        Some(value) => m.assign(i.a, value),
        None => empty(m, i.a),
    }
}

#[inline(always)]
pub(in crate::interp) fn drop_(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match m.take_last(i.a) {
        Some(value) => m.end(value),
        None => Flow::Next,
    }
}

#[inline(always)]
pub(in crate::interp) fn check_local(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if m.slot(i.a).is_some() { Flow::Next } else { Flow::Slow(|m, i| unbound_local(m, i.a as usize)) }
}

#[inline(always)]
pub(in crate::interp) fn delete_local(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match m.take(i.a) {
        Some(value) => m.end(value),
        None => Flow::Slow(|m, i| unbound_local(m, i.a as usize)),
    }
}

#[cold]
#[inline(never)]
fn unbound_local(m: &mut Machine<'_>, index: usize) -> Flow {
    m.sync();
    let name = match m.code().get(m.vm).template.locals.get(index) {
        Some(local) => local.name.clone(),
        None => String::from("?"),
    };
    Flow::Raise(unbound(m.vm, &name))
}

#[cold]
fn unbound(vm: &mut Vm, name: &str) -> Raised {
    let message = format!("cannot access local variable '{name}' where it is not associated with a value");
    match vm.intern(name) {
        Ok(name) => vm.name_error(vm.exceptions.UnboundLocalError, name, &message),
        Err(raised) => raised,
    }
}

fn far_register(index: usize) -> usize {
    256 + index - MAX_NEAR_LOCALS
}

pub(in crate::interp) fn load_far(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: the compiler numbers far locals inside the window.
    match unsafe { m.r.add(far_register(k16(i))).read() } {
        Some(value) => {
            m.set(i.a, value.own());
            Flow::Next
        }
        None => Flow::Slow(|m, i| unbound_local(m, k16(i))),
    }
}

pub(in crate::interp) fn store_far(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let value = m.operand(i.a);
    // SAFETY: as in load_far.
    let old = unsafe { m.r.add(far_register(k16(i))).replace(Some(value.into_raw())) };
    match old {
        Some(old) if old.is_object() => m.end(Owned::from_raw(old)),
        _ => Flow::Next,
    }
}

pub(in crate::interp) fn delete_far(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in load_far.
    match unsafe { m.r.add(far_register(k16(i))).replace(None) } {
        Some(value) => m.end(Owned::from_raw(value)),
        None if i.a == 1 => Flow::Next,
        None => Flow::Slow(|m, i| unbound_local(m, k16(i))),
    }
}

pub(in crate::interp) fn far_entry(m: &mut Machine<'_>, _i: Instruction) -> Flow {
    let parameters = m.word() as usize;
    // From the last to the first: the ranges may overlap.
    for index in (MAX_NEAR_LOCALS..parameters).rev() {
        // SAFETY: both places are inside the window.
        unsafe {
            let value = m.r.add(index).replace(None);
            m.r.add(far_register(index)).write(value);
        }
    }
    Flow::Next
}

pub(in crate::interp) fn make_cell(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let content = m.take(i.a);
    let cell = attempt!(m.vm.allocate(Cell { content }));
    m.set(i.a, cell);
    Flow::Next
}

pub(in crate::interp) fn make_far_cell(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    // SAFETY: as in load_far.
    unsafe {
        let place = m.r.add(far_register(k16(i)));
        let content = place.replace(None).map(Owned::from_raw);
        let cell = attempt!(m.vm.allocate(Cell { content }));
        place.write(Some(cell.into_raw()));
    }
    Flow::Next
}

/// The cell in a register.
#[inline(always)]
fn cell_at(m: &Machine<'_>, index: u8) -> Obj<Cell> {
    // SAFETY: the compiler made a cell there with MAKE_CELL.
    unsafe { Obj::from_value(m.get(index)) }
}

#[inline(always)]
pub(in crate::interp) fn load_cell(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match &cell_at(m, i.b).get(m.vm).content {
        Some(content) => {
            let content = content.clone();
            m.assign(i.a, content)
        }
        None if i.c == 1 => empty(m, i.a),
        None => Flow::Slow(|m, i| unbound_local(m, i.b as usize)),
    }
}

#[inline(always)]
pub(in crate::interp) fn store_cell(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let value = m.operand(i.b);
    let old = cell_at(m, i.a).get_mut(m.vm).content.replace(value);
    match old {
        Some(old) => m.end(old),
        None => Flow::Next,
    }
}

pub(in crate::interp) fn delete_cell(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match cell_at(m, i.a).get_mut(m.vm).content.take() {
        Some(content) => m.end(content),
        None => Flow::Slow(|m, i| unbound_local(m, i.a as usize)),
    }
}

/// Cell number `index` of the running function's closure.
#[inline(always)]
fn free_cell(m: &Machine<'_>, index: usize) -> Obj<Cell> {
    // SAFETY: a function whose code has free variables has a closure with as many cells: MAKE_FUNCTION and `__closure__` see to it.
    unsafe {
        let closure = m.function().raw().as_ref().closure.as_ref().unwrap_unchecked().value();
        let closure: Obj<Tuple> = Obj::from_value(closure);
        Obj::from_value(*closure.items(m.vm).get_unchecked(index))
    }
}

#[inline(always)]
pub(in crate::interp) fn load_free(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match &free_cell(m, k16(i)).get(m.vm).content {
        Some(content) => {
            let content = content.clone();
            m.assign(i.a, content)
        }
        None => Flow::Slow(|m, i| unbound_free(m, k16(i))),
    }
}

#[inline(always)]
pub(in crate::interp) fn store_free(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let value = m.operand(i.a);
    let old = free_cell(m, k16(i)).get_mut(m.vm).content.replace(value);
    match old {
        Some(old) => m.end(old),
        None => Flow::Next,
    }
}

pub(in crate::interp) fn delete_free(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match free_cell(m, k16(i)).get_mut(m.vm).content.take() {
        Some(content) => m.end(content),
        None => Flow::Slow(|m, i| unbound_free(m, k16(i))),
    }
}

pub(in crate::interp) fn load_free_cell(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let cell = free_cell(m, k16(i)).own();
    m.set(i.a, cell);
    Flow::Next
}

#[cold]
#[inline(never)]
fn unbound_free(m: &mut Machine<'_>, index: usize) -> Flow {
    m.sync();
    let name = m.code().get(m.vm).template.free.get(index).cloned().unwrap_or_default();
    let message =
        format!("cannot access free variable '{name}' where it is not associated with a value in enclosing scope");
    let name = attempt!(m.vm.intern(&name));
    Flow::Raise(m.vm.name_error(m.vm.exceptions.NameError, name, &message))
}

#[inline(always)]
pub(in crate::interp) fn load_global(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // Word 0: a version of the globals' keys, word 1: the entry's position.
    let version = m.peek(0);
    let globals = m.function().globals(m.vm);
    if version != 0 && globals.current_version(m.vm) == version {
        // SAFETY: the version says that the table is as it was when its position was noted, of a narrow table.
        let value = unsafe { globals.get(m.vm).table.narrow_value_at(m.peek(1) as usize) };
        value.incref();
        m.skip(2);
        return m.put(i.a, value);
    }
    Flow::Slow(load_global_slow)
}

#[inline(never)]
fn load_global_slow(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let name = m.name(k16(i));
    let globals = m.function().globals(m.vm);
    let exact = m.vm.cast_exact::<Dict>(globals.value()).is_some();
    let hash = name.hash(m.vm);
    if exact && let Some(position) = globals.get(m.vm).table.find_str(m.vm, name, hash) {
        let value = globals.get(m.vm).table.value_at(position).own();
        if globals.get(m.vm).table.is_narrow() {
            let version = globals.keys_version(m.vm);
            m.patch(0, version);
            m.patch(1, position as u32);
        }
        m.skip(2);
        m.set(i.a, value);
        return Flow::Next;
    }
    if !exact && let Some(value) = attempt!(lookup_namespace(m.vm, globals.value(), name)) {
        // Globals of a subclass of dict, which may have `__getitem__` or `__missing__`.
        m.skip(2);
        m.set(i.a, value);
        return Flow::Next;
    }
    let value = attempt!(global_from_builtins(m, name));
    // Cached by the versions of both namespaces, in another instruction.
    let builtins = m.function().builtins(m.vm);
    let hash = name.hash(m.vm);
    if let Some(position) = builtins.get(m.vm).table.find_str(m.vm, name, hash)
        && position < 1 << 12
        && builtins.get(m.vm).table.is_narrow()
        && exact
        && m.vm.cast_exact::<Dict>(builtins.value()).is_some()
    {
        cache_builtin(m, i, globals, builtins, position);
    }
    m.skip(2);
    m.set(i.a, value);
    Flow::Next
}

/// Rewrite to LOAD_GLOBAL_BUILTIN: word 0 the version of the globals, word 1 that of the builtins modulo 2^20 with the position above it.
fn cache_builtin(m: &mut Machine<'_>, i: Instruction, globals: Obj<Dict>, builtins: Obj<Dict>, position: usize) {
    let (outer, inner) = (globals.keys_version(m.vm), builtins.keys_version(m.vm));
    if outer == 0 || inner == 0 || inner >= 1 << 20 {
        return;
    }
    m.patch(0, outer);
    m.patch(1, inner | (position as u32) << 20);
    m.patch(-1, Instruction { op: taipan_bytecode::Op::LOAD_GLOBAL_BUILTIN, ..i }.encode());
}

#[inline(always)]
pub(in crate::interp) fn load_global_builtin(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let function = m.function();
    let (globals, builtins) = (function.globals(m.vm), function.builtins(m.vm));
    let packed = m.peek(1);
    if globals.current_version(m.vm) == m.peek(0) && builtins.current_version(m.vm) == packed & 0xf_ffff {
        // SAFETY: as in load_global.
        let value = unsafe { builtins.get(m.vm).table.narrow_value_at((packed >> 20) as usize) };
        value.incref();
        m.skip(2);
        return m.put(i.a, value);
    }
    m.patch(-1, Instruction { op: taipan_bytecode::Op::LOAD_GLOBAL, ..i }.encode());
    m.patch(0, 0);
    Flow::Slow(load_global_slow)
}

fn global_from_builtins(m: &mut Machine<'_>, name: Obj<Str>) -> R<Owned> {
    match m.function().seen_builtins(m.vm).find(m.vm, name)? {
        Some(value) => Ok(value),
        None => Err(undefined(m.vm, name)),
    }
}

#[cold]
fn undefined(vm: &mut Vm, name: Obj<Str>) -> Raised {
    let shown = name.to_string_lossy(vm);
    vm.name_error(vm.exceptions.NameError, name, &format!("name '{shown}' is not defined"))
}

pub(in crate::interp) fn store_global(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    m.skip(2);
    let name = m.name(k16(i));
    let globals = m.function().globals(m.vm);
    let value = m.operand(i.a);
    attempt!(globals.set_str(m.vm, name, value.value()));
    drop(value);
    m.check_breaker()
}

pub(in crate::interp) fn delete_global(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let name = m.name(k16(i));
    let globals = m.function().globals(m.vm);
    match attempt!(globals.remove_str(m.vm, name)) {
        Some(value) => m.end(value),
        None => Flow::Raise(undefined(m.vm, name)),
    }
}

/// A name in a namespace that may be any mapping; None when it is not there.
pub(super) fn lookup_namespace(vm: &mut Vm, namespace: Value, name: Obj<Str>) -> R<Option<Owned>> {
    if let Some(dict) = vm.cast_exact::<Dict>(namespace) {
        return Ok(dict.get_str(vm, name).map(Value::own));
    }
    match vm.get_item(namespace, name.value()) {
        Ok(value) => Ok(Some(value)),
        Err(raised) => {
            vm.catch(vm.exceptions.KeyError, raised)?;
            Ok(None)
        }
    }
}

fn global_or_builtin(m: &mut Machine<'_>, name: Obj<Str>) -> R<Owned> {
    let globals = m.function().globals(m.vm);
    // Globals may be of a subclass of dict, which may have `__missing__`.
    if let Some(value) = lookup_namespace(m.vm, globals.value(), name)? {
        return Ok(value);
    }
    global_from_builtins(m, name)
}

pub(in crate::interp) fn load_name(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let namespace = m.get(0);
    let globals = m.function().globals(m.vm);
    if namespace.is(globals.value()) {
        // Module code: the namespace is the globals, and the cache is LOAD_GLOBAL's.
        return load_global(m, i);
    }
    m.sync();
    m.skip(2);
    let name = m.name(k16(i));
    let value = match attempt!(lookup_namespace(m.vm, namespace, name)) {
        Some(value) => value,
        None => attempt!(global_or_builtin(m, name)),
    };
    m.set(i.a, value);
    Flow::Next
}

pub(in crate::interp) fn store_name(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let name = m.name(k16(i));
    let namespace = m.get(0);
    let value = m.operand(i.a);
    match m.vm.cast_exact::<Dict>(namespace) {
        Some(dict) => attempt!(dict.set_str(m.vm, name, value.value())),
        None => attempt!(m.vm.set_item(namespace, name.value(), value.value())),
    }
    m.end(value)
}

pub(in crate::interp) fn delete_name(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let name = m.name(k16(i));
    let namespace = m.get(0);
    match m.vm.delete_item(namespace, name.value()) {
        Ok(()) => m.check_breaker(),
        Err(raised) => {
            attempt!(m.vm.catch(m.vm.exceptions.KeyError, raised));
            Flow::Raise(undefined(m.vm, name))
        }
    }
}

pub(in crate::interp) fn load_from_dict_or_globals(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let name = m.name(k16(i));
    let mapping = m.operand(i.a);
    let value = match attempt!(lookup_namespace(m.vm, mapping.value(), name)) {
        Some(value) => value,
        None => attempt!(global_or_builtin(m, name)),
    };
    m.set(i.a, value);
    Flow::Next
}

pub(in crate::interp) fn load_from_dict_or_cell(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let number = k16(i);
    let local = number & 0x8000 != 0;
    let index = number & 0x7fff;
    let text = {
        let template = &m.code().get(m.vm).template;
        if local {
            template.locals.get(index).map(|local| local.name.clone())
        } else {
            template.free.get(index).cloned()
        }
    };
    let name = attempt!(m.vm.intern(&text.unwrap_or_default()));
    let mapping = m.operand(i.a);
    if let Some(value) = attempt!(lookup_namespace(m.vm, mapping.value(), name)) {
        m.set(i.a, value);
        return Flow::Next;
    }
    let cell = if local { cell_at(m, index as u8) } else { free_cell(m, index) };
    match cell.get(m.vm).content.clone() {
        Some(content) => {
            m.set(i.a, content);
            Flow::Next
        }
        None if local => unbound_local(m, index),
        None => unbound_free(m, index),
    }
}

pub(in crate::interp) fn load_locals(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let frame = m.frame();
    let namespace = attempt!(crate::types::frame::locals_of(m.vm, frame));
    m.set(i.a, namespace);
    Flow::Next
}

pub(in crate::interp) fn load_build_class(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let name = m.vm.names.__build_class__;
    match attempt!(m.function().seen_builtins(m.vm).find(m.vm, name)) {
        Some(value) => {
            m.set(i.a, value);
            Flow::Next
        }
        None => Flow::Raise(m.vm.name_error(m.vm.exceptions.NameError, name, "__build_class__ not found")),
    }
}

pub(in crate::interp) fn load_common(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let value = match CommonConstant::from_number(i.b) {
        Some(CommonConstant::AssertionError) => m.vm.exceptions.AssertionError.value(),
        Some(CommonConstant::NotImplementedError) => m.vm.exceptions.NotImplementedError.value(),
        Some(CommonConstant::BuiltinTuple) => m.vm.types.tuple.value(),
        Some(CommonConstant::BuiltinList) => m.vm.types.list.value(),
        Some(CommonConstant::BuiltinSet) => m.vm.types.set.value(),
        Some(constant @ (CommonConstant::BuiltinAll | CommonConstant::BuiltinAny)) => {
            let text = if constant == CommonConstant::BuiltinAll { "all" } else { "any" };
            let name = attempt!(m.vm.intern(text));
            let builtins = m.vm.builtins;
            match builtins.get_str(m.vm, name) {
                Some(value) => value,
                None => return Flow::Raise(undefined(m.vm, name)),
            }
        }
        None => return Flow::Raise(m.vm.system_error("unknown common constant")),
    };
    m.set(i.a, value.own());
    Flow::Next
}
