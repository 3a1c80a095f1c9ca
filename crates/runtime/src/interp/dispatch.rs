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
    let mut machine = Machine { vm, pc, r, temps };
    let m = &mut machine;
    if raise && matches!(m.unwind(Raised), Flow::Exit) {
        return Err(Raised);
    }
    loop {
        match step(m) {
            Flow::Next => {}
            Flow::Raise(raised) => {
                if let Flow::Exit = m.unwind(raised) {
                    return Err(Raised);
                }
            }
            Flow::Exit => return Ok(m.vm.result.take().unwrap_or(Owned::NONE)),
        }
    }
}

/// Execute one instruction.
#[inline(always)]
fn step(m: &mut Machine<'_>) -> Flow {
    let word = m.word();
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
        Op::LOAD_FAR => ops::load_store::load_far(m, i),
        Op::STORE_FAR => ops::load_store::store_far(m, i),
        Op::DELETE_FAR => ops::load_store::delete_far(m, i),
        Op::FAR_ENTRY => ops::load_store::far_entry(m, i),
        Op::MAKE_CELL => ops::load_store::make_cell(m, i),
        Op::MAKE_FAR_CELL => ops::load_store::make_far_cell(m, i),
        Op::LOAD_CELL => ops::load_store::load_cell(m, i),
        Op::STORE_CELL => ops::load_store::store_cell(m, i),
        Op::DELETE_CELL => ops::load_store::delete_cell(m, i),
        Op::LOAD_FREE => ops::load_store::load_free(m, i),
        Op::STORE_FREE => ops::load_store::store_free(m, i),
        Op::DELETE_FREE => ops::load_store::delete_free(m, i),
        Op::LOAD_FREE_CELL => ops::load_store::load_free_cell(m, i),
        Op::LOAD_GLOBAL => ops::load_store::load_global(m, i),
        Op::STORE_GLOBAL => ops::load_store::store_global(m, i),
        Op::DELETE_GLOBAL => ops::load_store::delete_global(m, i),
        Op::LOAD_NAME => ops::load_store::load_name(m, i),
        Op::STORE_NAME => ops::load_store::store_name(m, i),
        Op::DELETE_NAME => ops::load_store::delete_name(m, i),
        Op::LOAD_FROM_DICT_OR_GLOBALS => ops::load_store::load_from_dict_or_globals(m, i),
        Op::LOAD_FROM_DICT_OR_CELL => ops::load_store::load_from_dict_or_cell(m, i),
        Op::LOAD_LOCALS => ops::load_store::load_locals(m, i),
        Op::LOAD_BUILD_CLASS => ops::load_store::load_build_class(m, i),
        Op::LOAD_COMMON => ops::load_store::load_common(m, i),
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
        Op::BINARY => ops::arith::binary(m, i),
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
        Op::POSITIVE => ops::arith::positive(m, i),
        Op::INVERT => ops::arith::invert(m, i),
        Op::NOT => ops::arith::not(m, i),
        Op::LT => ops::compare::lt(m, i),
        Op::LE => ops::compare::le(m, i),
        Op::EQ => ops::compare::eq(m, i),
        Op::NE => ops::compare::ne(m, i),
        Op::GT => ops::compare::gt(m, i),
        Op::GE => ops::compare::ge(m, i),
        Op::IS => ops::compare::is(m, i),
        Op::IS_NOT => ops::compare::is_not(m, i),
        Op::CONTAINS => ops::compare::contains(m, i),
        Op::NOT_CONTAINS => ops::compare::not_contains(m, i),
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
        Op::JUMP_IF_CONTAINS => ops::compare::jump_if_contains(m, i),
        Op::RETURN => ops::control::return_(m, i),
        Op::RETURN_IMMEDIATE => ops::control::return_immediate(m, i),
        Op::LOAD_ATTR => ops::attr::load_attr(m, i),
        Op::STORE_ATTR => ops::attr::store_attr(m, i),
        Op::DELETE_ATTR => ops::attr::delete_attr(m, i),
        Op::LOAD_METHOD => ops::attr::load_method(m, i),
        Op::LOAD_SUPER_ATTR => ops::attr::load_super_attr(m, i),
        Op::LOAD_SUPER_METHOD => ops::attr::load_super_method(m, i),
        Op::LOAD_SUBSCR => ops::subscript::load_subscr(m, i),
        Op::LOAD_SUBSCR_IMM => ops::subscript::load_subscr_imm(m, i),
        Op::STORE_SUBSCR => ops::subscript::store_subscr(m, i),
        Op::DELETE_SUBSCR => ops::subscript::delete_subscr(m, i),
        Op::LOAD_SLICE => ops::subscript::load_slice(m, i),
        Op::STORE_SLICE => ops::subscript::store_slice(m, i),
        Op::BUILD_SLICE => ops::subscript::build_slice(m, i),
        Op::CALL => ops::call::call(m, i),
        Op::CALL_METHOD => ops::call::call_method(m, i),
        Op::CALL_KW => ops::call::call_kw(m, i),
        Op::CALL_METHOD_KW => ops::call::call_method_kw(m, i),
        Op::CALL_EX => ops::call::call_ex(m, i),
        Op::BUILD_LIST => ops::build::build_list(m, i),
        Op::BUILD_TUPLE => ops::build::build_tuple(m, i),
        Op::BUILD_SET => ops::build::build_set(m, i),
        Op::BUILD_MAP => ops::build::build_map(m, i),
        Op::BUILD_STRING => ops::build::build_string(m, i),
        Op::LIST_APPEND => ops::build::list_append(m, i),
        Op::SET_ADD => ops::build::set_add(m, i),
        Op::MAP_ADD => ops::build::map_add(m, i),
        Op::LIST_EXTEND => ops::build::list_extend(m, i),
        Op::SET_UPDATE => ops::build::set_update(m, i),
        Op::DICT_UPDATE => ops::build::dict_update(m, i),
        Op::DICT_MERGE => ops::build::dict_merge(m, i),
        Op::LIST_TO_TUPLE => ops::build::list_to_tuple(m, i),
        Op::FORMAT => ops::build::format(m, i),
        Op::BUILD_INTERPOLATION => ops::build::build_interpolation(m, i),
        Op::BUILD_TEMPLATE => ops::build::build_template(m, i),
        Op::UNPACK_SEQUENCE => ops::build::unpack_sequence(m, i),
        Op::UNPACK_EX => ops::build::unpack_ex(m, i),
        Op::GET_ITER => ops::iterate::get_iter(m, i),
        Op::FOR_PREPARE => ops::iterate::for_prepare(m, i),
        Op::FOR_ITER => ops::iterate::for_iter(m, i),
        Op::FOR_DROP => ops::iterate::for_drop(m, i),
        Op::YIELD => ops::generator::yield_(m, i),
        Op::GET_YIELD_FROM_ITER => ops::generator::get_yield_from_iter(m, i),
        Op::GET_AWAITABLE => ops::generator::get_awaitable(m, i),
        Op::GET_AITER => ops::generator::get_aiter(m, i),
        Op::GET_ANEXT => ops::generator::get_anext(m, i),
        Op::SEND => ops::generator::send(m, i),
        Op::YIELD_DELEGATE => ops::generator::yield_delegate(m, i),
        Op::END_ASYNC_FOR => ops::generator::end_async_for(m, i),
        Op::MAKE_FUNCTION => ops::function::make_function(m, i),
        Op::SET_FUNCTION_ATTR => ops::function::set_function_attr(m, i),
        Op::RAISE => ops::exception::raise(m, i),
        Op::RERAISE => ops::exception::reraise(m, i),
        Op::PUSH_EXC_INFO => ops::exception::push_exc_info(m, i),
        Op::POP_EXCEPT => ops::exception::pop_except(m, i),
        Op::JUMP_IF_NOT_MATCH => ops::exception::jump_if_not_match(m, i),
        Op::CHECK_EG_MATCH => ops::exception::check_eg_match(m, i),
        Op::PREPARE_RERAISE_STAR => ops::exception::prepare_reraise_star(m, i),
        Op::LOAD_SPECIAL => ops::exception::load_special(m, i),
        Op::WITH_EXCEPT_START => ops::exception::with_except_start(m, i),
        Op::WITH_EXIT => ops::exception::with_exit(m, i),
        Op::IMPORT_NAME => ops::import::import_name(m, i),
        Op::IMPORT_FROM => ops::import::import_from(m, i),
        Op::IMPORT_STAR => ops::import::import_star(m, i),
        Op::MATCH_CLASS => ops::pattern::match_class(m, i),
        Op::MATCH_MAPPING => ops::pattern::match_mapping(m, i),
        Op::MATCH_SEQUENCE => ops::pattern::match_sequence(m, i),
        Op::MATCH_KEYS => ops::pattern::match_keys(m, i),
        Op::MATCH_REST => ops::pattern::match_rest(m, i),
        Op::GET_LEN => ops::pattern::get_len(m, i),
        Op::INTRINSIC => ops::function::intrinsic(m, i),
        Op::SETUP_ANNOTATIONS => ops::function::setup_annotations(m, i),
        Op::CALL_FROM_GENERATOR => ops::call::call_from_generator(m, i),
        Op::CALL_METHOD_FROM_GENERATOR => ops::call::call_method_from_generator(m, i),
        Op::LOAD_ATTR_SLOT => ops::attr::load_attr_slot(m, i),
        Op::LOAD_ATTR_CLASS => ops::attr::load_attr_class(m, i),
        Op::LOAD_ATTR_MODULE => ops::attr::load_attr_module(m, i),
        Op::STORE_ATTR_SLOT => ops::attr::store_attr_slot(m, i),
        Op::STORE_ATTR_ADD => ops::attr::store_attr_add(m, i),
        Op::LOAD_METHOD_CLASS => ops::attr::load_method_class(m, i),
        Op::LOAD_GLOBAL_MODULE => ops::load_store::load_global(m, i),
        Op::LOAD_GLOBAL_BUILTIN => ops::load_store::load_global_builtin(m, i),
    }
}
