//! `_opcode`: CPython's instructions, of which Taipan has none: no number is valid, and every table is empty. Taipan's own instructions,
//! which `dis` shows, are beside them.

use taipan_bytecode::Op;
use taipan_runtime::native::*;
use taipan_runtime::types::code::{CodeObject, RESUME, offset_of_word};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_opcode", "CPython's instructions: none here.", &METHODS)?;
    // What tests ask before they look for CPython's own adaptive instructions.
    for name in ["ENABLE_SPECIALIZATION", "ENABLE_SPECIALIZATION_FT"] {
        module.add(vm, name, Value::FALSE)?;
    }
    Ok(owned)
}

/// The name of an instruction in listings: CPython's, where it has one that does the same.
fn shown_name(op: Op) -> &'static str {
    match op {
        Op::JUMP_BACK => "JUMP_BACKWARD",
        Op::LOAD_COMMON => "LOAD_COMMON_CONSTANT",
        Op::RETURN => "RETURN_VALUE",
        Op::YIELD => "YIELD_VALUE",
        op => op.name(),
    }
}

#[methods]
mod py {
    use super::*;

    /// How an instruction changes the stack: no instruction is known.
    #[function("(opcode, oparg=None, /, *, jump=None)")]
    fn stack_effect(vm: &mut Vm, _opcode: i64, _oparg: Option<Value>, _jump: Option<Value>) -> R<()> {
        Err(vm.value_error("invalid opcode or oparg"))
    }

    /// Whether the number is an instruction.
    #[function("(opcode)")]
    fn is_valid(_vm: &mut Vm, _opcode: i64) -> bool {
        false
    }

    /// Whether its argument is an argument.
    #[function("(opcode)")]
    fn has_arg(_vm: &mut Vm, _opcode: i64) -> bool {
        false
    }

    /// Whether its argument is a constant.
    #[function("(opcode)")]
    fn has_const(_vm: &mut Vm, _opcode: i64) -> bool {
        false
    }

    /// Whether its argument is a name.
    #[function("(opcode)")]
    fn has_name(_vm: &mut Vm, _opcode: i64) -> bool {
        false
    }

    /// Whether it jumps.
    #[function("(opcode)")]
    fn has_jump(_vm: &mut Vm, _opcode: i64) -> bool {
        false
    }

    /// Whether its argument is a free variable.
    #[function("(opcode)")]
    fn has_free(_vm: &mut Vm, _opcode: i64) -> bool {
        false
    }

    /// Whether its argument is a local variable.
    #[function("(opcode)")]
    fn has_local(_vm: &mut Vm, _opcode: i64) -> bool {
        false
    }

    /// Whether it sets up a handler.
    #[function("(opcode)")]
    fn has_exc(_vm: &mut Vm, _opcode: i64) -> bool {
        false
    }

    /// The executor of a jump: there are none.
    #[function("(*, code, offset)")]
    fn get_executor(_vm: &mut Vm, _code: Value, _offset: Value) {}

    /// The instructions of code: offset, number, name, operands, constant's index, name's index, target.
    #[function("(code, /)")]
    fn _instructions(vm: &mut Vm, code: Obj<CodeObject>) -> R<Owned> {
        let template = code.get(vm).template.clone();
        let (name, text) = (vm.intern("RESUME")?.own(), vm.new_str("")?);
        let none = Value::NONE;
        let resume = [Value::small(0), Value::small(i32::from(RESUME)), name.value(), text.value(), none, none, none];
        let mut rows = vec![vm.new_tuple(&resume)?];
        for listed in taipan_bytecode::instructions(&template) {
            let number = |number: Option<usize>| number.map_or(Value::NONE, |number| Value::small(number as i32));
            let (name, text) = (vm.intern(shown_name(listed.op))?.own(), vm.new_str(&listed.text)?);
            rows.push(vm.new_tuple(&[
                Value::small(offset_of_word(listed.at as u32) as i32),
                Value::small(listed.op as i32),
                name.value(),
                text.value(),
                number(listed.constant),
                number(listed.name),
                number(listed.target.map(|target| offset_of_word(target as u32) as usize)),
            ])?);
        }
        let rows: Vec<Value> = rows.iter().map(|row| row.value()).collect();
        vm.new_list(&rows)
    }

    /// The names of the instructions, by number.
    #[function("()")]
    fn _names(vm: &mut Vm) -> R<Owned> {
        let mut names = Vec::new();
        for op in taipan_bytecode::Op::ALL {
            names.push(vm.intern(shown_name(*op))?.value());
        }
        names.push(vm.intern("RESUME")?.value());
        vm.new_list(&names)
    }

    /// The operators of the binary instruction.
    #[function("()")]
    fn get_nb_ops(vm: &mut Vm) -> R<Owned> {
        vm.new_list(&[])
    }

    /// The names of the intrinsic functions of one argument.
    #[function("()")]
    fn get_intrinsic1_descs(vm: &mut Vm) -> R<Owned> {
        vm.new_list(&[])
    }

    /// The names of the intrinsic functions of two arguments.
    #[function("()")]
    fn get_intrinsic2_descs(vm: &mut Vm) -> R<Owned> {
        vm.new_list(&[])
    }

    /// The names of the special methods that instructions load.
    #[function("()")]
    fn get_special_method_names(vm: &mut Vm) -> R<Owned> {
        vm.new_list(&[])
    }
}
