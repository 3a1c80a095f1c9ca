//! The loop: fetch, decode, one arm an instruction. Each handler is in the file of its family.

use taipan_bytecode::{Instruction, Op};
use taipan_heap::Owned;

use crate::error::{R, Raised};
use crate::interp::frame::Frame;
use crate::interp::machine::{Flow, Machine};
use crate::interp::ops;
use crate::interp::stack::Slot;
use crate::vm::Vm;

/// Run the frame whose window is at `r` until it is left. With `raise` set the exception in flight is raised at pc first.
///
/// # Safety
/// The frame's header and parameters are in place, and pc is in its code.
pub(super) unsafe fn run(vm: &mut Vm, r: *mut Slot, pc: *const u32, raise: bool) -> R<Owned> {
    // SAFETY: the caller's promise.
    let temps = unsafe { Frame(r).shape() }.temps_start;
    let breaker = vm.heap.breaker.address();
    let mut machine = Machine { vm, pc, r, temps, breaker };
    let m = &mut machine;
    if raise && matches!(m.aside(|m| m.unwind(Raised)), Flow::Exit) {
        return Err(Raised);
    }
    let mut word = m.word();
    loop {
        match step(m, word) {
            Flow::Next => {}
            Flow::Instead(instead) => {
                word = instead;
                continue;
            }
            Flow::Raise(raised) => {
                if let Flow::Exit = m.aside(|m| m.unwind(raised)) {
                    return Err(Raised);
                }
            }
            Flow::Exit => return Ok(m.vm.result.take().unwrap_or(Owned::NONE)),
        }
        word = m.word();
    }
}

/// Execute one instruction.
#[inline(always)]
fn step(m: &mut Machine<'_>, word: u32) -> Flow {
    debug_assert!(Op::from_number(word as u8).is_some());
    // SAFETY: the compiler and the specialiser write numbers of ops only.
    let op: Op = unsafe { std::mem::transmute::<u8, Op>(word as u8) };
    let i = Instruction { op, a: (word >> 8) as u8, b: (word >> 16) as u8, c: (word >> 24) as u8 };
    match op {
        Op::NOP => Flow::Next,
        Op::LOAD_CONST => ops::load_store::load_const(m, i),
        Op::LOAD_CONST_WIDE => ops::load_store::load_const_wide(m, i),
        Op::LOAD_INT => ops::load_store::load_int(m, i),
        Op::LOAD_IMMEDIATE => ops::load_store::load_immediate(m, i),
        Op::COPY => ops::load_store::copy(m, i),
        Op::MOVE => ops::load_store::move_(m, i),
        Op::DROP => ops::load_store::drop_(m, i),
        Op::CHECK_LOCAL => ops::load_store::check_local(m, i),
        Op::DELETE_LOCAL => ops::load_store::delete_local(m, i),
        Op::LOAD_FAR => m.outline(i, ops::load_store::load_far),
        Op::STORE_FAR => m.outline(i, ops::load_store::store_far),
        Op::DELETE_FAR => m.outline(i, ops::load_store::delete_far),
        Op::FAR_ENTRY => m.outline(i, ops::load_store::far_entry),
        Op::MAKE_CELL => m.outline(i, ops::load_store::make_cell),
        Op::MAKE_FAR_CELL => m.outline(i, ops::load_store::make_far_cell),
        Op::LOAD_CELL => ops::load_store::load_cell(m, i),
        Op::STORE_CELL => ops::load_store::store_cell(m, i),
        Op::DELETE_CELL => m.outline(i, ops::load_store::delete_cell),
        Op::LOAD_FREE => ops::load_store::load_free(m, i),
        Op::STORE_FREE => ops::load_store::store_free(m, i),
        Op::DELETE_FREE => m.outline(i, ops::load_store::delete_free),
        Op::LOAD_FREE_CELL => m.outline(i, ops::load_store::load_free_cell),
        Op::LOAD_GLOBAL => ops::load_store::load_global(m, i),
        Op::STORE_GLOBAL => m.outline(i, ops::load_store::store_global),
        Op::DELETE_GLOBAL => m.outline(i, ops::load_store::delete_global),
        Op::LOAD_NAME => m.outline(i, ops::load_store::load_name),
        Op::STORE_NAME => m.outline(i, ops::load_store::store_name),
        Op::DELETE_NAME => m.outline(i, ops::load_store::delete_name),
        Op::LOAD_FROM_DICT_OR_GLOBALS => m.outline(i, ops::load_store::load_from_dict_or_globals),
        Op::LOAD_FROM_DICT_OR_CELL => m.outline(i, ops::load_store::load_from_dict_or_cell),
        Op::LOAD_LOCALS => m.outline(i, ops::load_store::load_locals),
        Op::LOAD_BUILD_CLASS => m.outline(i, ops::load_store::load_build_class),
        Op::LOAD_COMMON => m.outline(i, ops::load_store::load_common),
        Op::ADD => ops::arith::add(m, i),
        Op::SUB => ops::arith::sub(m, i),
        Op::MUL => ops::arith::mul(m, i),
        Op::TRUEDIV => ops::arith::truediv(m, i),
        Op::FLOORDIV => ops::arith::floordiv(m, i),
        Op::MOD => ops::arith::modulo(m, i),
        Op::AND => ops::arith::and(m, i),
        Op::OR => ops::arith::or(m, i),
        Op::XOR => ops::arith::xor(m, i),
        Op::LSHIFT => ops::arith::lshift(m, i),
        Op::RSHIFT => ops::arith::rshift(m, i),
        Op::BINARY => m.outline(i, ops::arith::binary),
        Op::INPLACE_ADD => ops::arith::inplace_add(m, i),
        Op::INPLACE_SUB => ops::arith::inplace_sub(m, i),
        Op::INPLACE_MUL => ops::arith::inplace_mul(m, i),
        Op::ADD_IMM => ops::arith::add_imm(m, i),
        Op::SUB_IMM => ops::arith::sub_imm(m, i),
        Op::MUL_IMM => ops::arith::mul_imm(m, i),
        Op::FLOORDIV_IMM => ops::arith::floordiv_imm(m, i),
        Op::MOD_IMM => ops::arith::mod_imm(m, i),
        Op::AND_IMM => ops::arith::and_imm(m, i),
        Op::LSHIFT_IMM => ops::arith::lshift_imm(m, i),
        Op::RSHIFT_IMM => ops::arith::rshift_imm(m, i),
        Op::INPLACE_ADD_IMM => ops::arith::inplace_add_imm(m, i),
        Op::INPLACE_SUB_IMM => ops::arith::inplace_sub_imm(m, i),
        Op::NEGATIVE => ops::arith::negative(m, i),
        Op::POSITIVE => m.outline(i, ops::arith::positive),
        Op::INVERT => m.outline(i, ops::arith::invert),
        Op::NOT => ops::arith::not(m, i),
        Op::LT => ops::compare::lt(m, i),
        Op::LE => ops::compare::le(m, i),
        Op::EQ => ops::compare::eq(m, i),
        Op::NE => ops::compare::ne(m, i),
        Op::GT => ops::compare::gt(m, i),
        Op::GE => ops::compare::ge(m, i),
        Op::IS => ops::compare::is(m, i),
        Op::IS_NOT => ops::compare::is_not(m, i),
        Op::CONTAINS => m.outline(i, ops::compare::contains),
        Op::NOT_CONTAINS => m.outline(i, ops::compare::not_contains),
        Op::JUMP => ops::control::jump(m, i),
        Op::JUMP_BACK => ops::control::jump_back(m, i),
        Op::JUMP_IF_TRUE => ops::control::jump_if_true(m, i),
        Op::JUMP_IF_FALSE => ops::control::jump_if_false(m, i),
        Op::JUMP_IF_NONE => ops::control::jump_if_none(m, i),
        Op::JUMP_IF_NOT_NONE => ops::control::jump_if_not_none(m, i),
        Op::JUMP_CMP_LT => ops::compare::jump_cmp_lt(m, i),
        Op::JUMP_CMP_LE => ops::compare::jump_cmp_le(m, i),
        Op::JUMP_CMP_EQ => ops::compare::jump_cmp_eq(m, i),
        Op::JUMP_CMP_NE => ops::compare::jump_cmp_ne(m, i),
        Op::JUMP_CMP_GT => ops::compare::jump_cmp_gt(m, i),
        Op::JUMP_CMP_GE => ops::compare::jump_cmp_ge(m, i),
        Op::JUMP_CMP_LT_IMM => ops::compare::jump_cmp_lt_imm(m, i),
        Op::JUMP_CMP_LE_IMM => ops::compare::jump_cmp_le_imm(m, i),
        Op::JUMP_CMP_EQ_IMM => ops::compare::jump_cmp_eq_imm(m, i),
        Op::JUMP_CMP_NE_IMM => ops::compare::jump_cmp_ne_imm(m, i),
        Op::JUMP_CMP_GT_IMM => ops::compare::jump_cmp_gt_imm(m, i),
        Op::JUMP_CMP_GE_IMM => ops::compare::jump_cmp_ge_imm(m, i),
        Op::JUMP_IF_IS => ops::compare::jump_if_is(m, i),
        Op::JUMP_IF_CONTAINS => m.outline(i, ops::compare::jump_if_contains),
        Op::RETURN => ops::control::return_(m, i),
        Op::RETURN_IMMEDIATE => ops::control::return_immediate(m, i),
        Op::LOAD_ATTR => m.outline(i, ops::attr::load_attr),
        Op::STORE_ATTR => m.outline(i, ops::attr::store_attr),
        Op::DELETE_ATTR => m.outline(i, ops::attr::delete_attr),
        Op::LOAD_METHOD => m.outline(i, ops::attr::load_method),
        Op::LOAD_SUPER_ATTR => m.outline(i, ops::attr::load_super_attr),
        Op::LOAD_SUPER_METHOD => m.outline(i, ops::attr::load_super_method),
        Op::LOAD_SUBSCR => ops::subscript::load_subscr(m, i),
        Op::LOAD_SUBSCR_IMM => ops::subscript::load_subscr_imm(m, i),
        Op::STORE_SUBSCR => ops::subscript::store_subscr(m, i),
        Op::DELETE_SUBSCR => m.outline(i, ops::subscript::delete_subscr),
        Op::LOAD_SLICE => m.outline(i, ops::subscript::load_slice),
        Op::STORE_SLICE => m.outline(i, ops::subscript::store_slice),
        Op::BUILD_SLICE => m.outline(i, ops::subscript::build_slice),
        Op::CALL => ops::call::call(m, i),
        Op::CALL_METHOD => ops::call::call_method(m, i),
        Op::CALL_KW => m.outline(i, ops::call::call_kw),
        Op::CALL_METHOD_KW => m.outline(i, ops::call::call_method_kw),
        Op::CALL_EX => m.outline(i, ops::call::call_ex),
        Op::BUILD_LIST => m.outline(i, ops::build::build_list),
        Op::BUILD_TUPLE => m.outline(i, ops::build::build_tuple),
        Op::BUILD_SET => m.outline(i, ops::build::build_set),
        Op::BUILD_MAP => m.outline(i, ops::build::build_map),
        Op::BUILD_STRING => m.outline(i, ops::build::build_string),
        Op::LIST_APPEND => m.outline(i, ops::build::list_append),
        Op::SET_ADD => m.outline(i, ops::build::set_add),
        Op::MAP_ADD => m.outline(i, ops::build::map_add),
        Op::LIST_EXTEND => m.outline(i, ops::build::list_extend),
        Op::SET_UPDATE => m.outline(i, ops::build::set_update),
        Op::DICT_UPDATE => m.outline(i, ops::build::dict_update),
        Op::DICT_MERGE => m.outline(i, ops::build::dict_merge),
        Op::LIST_TO_TUPLE => m.outline(i, ops::build::list_to_tuple),
        Op::FORMAT => m.outline(i, ops::build::format),
        Op::BUILD_INTERPOLATION => m.outline(i, ops::build::build_interpolation),
        Op::BUILD_TEMPLATE => m.outline(i, ops::build::build_template),
        Op::UNPACK_SEQUENCE => ops::build::unpack_sequence(m, i),
        Op::UNPACK_EX => m.outline(i, ops::build::unpack_ex),
        Op::GET_ITER => m.outline(i, ops::iterate::get_iter),
        Op::FOR_PREPARE => m.outline(i, ops::iterate::for_prepare),
        Op::FOR_ITER => ops::iterate::for_iter(m, i),
        Op::FOR_DROP => ops::iterate::for_drop(m, i),
        Op::YIELD => m.outline(i, ops::generator::yield_),
        Op::GET_YIELD_FROM_ITER => m.outline(i, ops::generator::get_yield_from_iter),
        Op::GET_AWAITABLE => m.outline(i, ops::generator::get_awaitable),
        Op::GET_AITER => m.outline(i, ops::generator::get_aiter),
        Op::GET_ANEXT => m.outline(i, ops::generator::get_anext),
        Op::SEND => m.outline(i, ops::generator::send),
        Op::YIELD_DELEGATE => m.outline(i, ops::generator::yield_delegate),
        Op::END_ASYNC_FOR => m.outline(i, ops::generator::end_async_for),
        Op::MAKE_FUNCTION => m.outline(i, ops::function::make_function),
        Op::SET_FUNCTION_ATTR => m.outline(i, ops::function::set_function_attr),
        Op::RAISE => m.outline(i, ops::exception::raise),
        Op::RERAISE => m.outline(i, ops::exception::reraise),
        Op::PUSH_EXC_INFO => m.outline(i, ops::exception::push_exc_info),
        Op::POP_EXCEPT => m.outline(i, ops::exception::pop_except),
        Op::JUMP_IF_NOT_MATCH => m.outline(i, ops::exception::jump_if_not_match),
        Op::CHECK_EG_MATCH => m.outline(i, ops::exception::check_eg_match),
        Op::PREPARE_RERAISE_STAR => m.outline(i, ops::exception::prepare_reraise_star),
        Op::LOAD_SPECIAL => m.outline(i, ops::exception::load_special),
        Op::WITH_EXCEPT_START => m.outline(i, ops::exception::with_except_start),
        Op::WITH_EXIT => m.outline(i, ops::exception::with_exit),
        Op::IMPORT_NAME => m.outline(i, ops::import::import_name),
        Op::IMPORT_FROM => m.outline(i, ops::import::import_from),
        Op::IMPORT_STAR => m.outline(i, ops::import::import_star),
        Op::MATCH_CLASS => m.outline(i, ops::pattern::match_class),
        Op::MATCH_MAPPING => m.outline(i, ops::pattern::match_mapping),
        Op::MATCH_SEQUENCE => m.outline(i, ops::pattern::match_sequence),
        Op::MATCH_KEYS => m.outline(i, ops::pattern::match_keys),
        Op::MATCH_REST => m.outline(i, ops::pattern::match_rest),
        Op::GET_LEN => m.outline(i, ops::pattern::get_len),
        Op::INTRINSIC => m.outline(i, ops::function::intrinsic),
        Op::SETUP_ANNOTATIONS => m.outline(i, ops::function::setup_annotations),
        Op::CALL_FROM_GENERATOR => m.outline(i, ops::call::call_from_generator),
        Op::CALL_METHOD_FROM_GENERATOR => m.outline(i, ops::call::call_method_from_generator),
        Op::LOAD_ATTR_SLOT => ops::attr::load_attr_slot(m, i),
        Op::LOAD_ATTR_CLASS => ops::attr::load_attr_class(m, i),
        Op::LOAD_ATTR_MODULE => m.outline(i, ops::attr::load_attr_module),
        Op::STORE_ATTR_SLOT => ops::attr::store_attr_slot(m, i),
        Op::STORE_ATTR_ADD => ops::attr::store_attr_add(m, i),
        Op::LOAD_METHOD_CLASS => ops::attr::load_method_class(m, i),
        Op::LOAD_GLOBAL_MODULE => ops::load_store::load_global(m, i),
        Op::LOAD_GLOBAL_BUILTIN => ops::load_store::load_global_builtin(m, i),
        Op::TRACE => m.outline(i, crate::tracing::hit::traced),
    }
}
