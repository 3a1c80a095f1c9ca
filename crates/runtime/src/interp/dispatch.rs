//! The loop: one function an op, each of which ends by going to the next instruction's. Each handler is in the file of its family.
//!
//! Where the optimiser makes a jump of a call that is a function's last step (`threaded_dispatch`, see `build.rs`), the loop never returns: pc, r
//! and the isolate stay in machine registers from one op to the next, and every op has a dispatching jump of its own, which the processor
//! predicts by what came before. Elsewhere every op returns to `run`. Nothing depends on the jumps but speed: calls, jumps backwards and the
//! ops that are not inlined look at the native stack, and return to `run` when it has grown.

use std::ptr::NonNull;

use taipan_bytecode::{Instruction, Op};
use taipan_heap::{Header, Owned, Value};

use crate::error::{R, Raised};
use crate::interp::frame::Frame;
use crate::interp::machine::{Flow, Handler, Machine, NativeCall};
use crate::interp::ops;
use crate::interp::stack::{DEAD, Resume, Slot};
use crate::vm::Vm;

/// Why the loop has come back to `run`.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
enum Stop {
    /// To go on with the state noted in the isolate's stack.
    Continue,
    /// The frame that was entered from Rust has returned or yielded.
    Exit,
    /// An exception leaves the frame that was entered from Rust.
    Raised,
}

/// Carries out one instruction, `word`, whose extra words are at `pc`, and all that follow.
type Threaded = unsafe fn(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize, word: u32) -> Stop;

/// How much native stack the loop may use before it returns to `run`.
const CHAIN: usize = 64 << 10;

/// Run the frame whose window is at `r` until it is left. With `raise` set the exception in flight is raised at pc first.
///
/// # Safety
/// The frame's header and parameters are in place, and pc is in its code.
pub(super) unsafe fn run(vm: &mut Vm, r: *mut Slot, pc: *const u32, raise: bool) -> R<Owned> {
    // SAFETY: the caller's promise, and then what the loop has noted.
    unsafe {
        let temps = Frame(r).shape().temps_start as usize;
        let around = std::mem::replace(&mut vm.stack.chain_limit, native_stack_pointer().saturating_sub(CHAIN));
        let mut stop = if raise { raised(vm, pc, r, temps) } else { next(vm, pc, r, temps) };
        while stop == Stop::Continue {
            let resume = vm.stack.resume;
            let (word, pc) = match resume.instead {
                Some(word) => (word, resume.pc),
                None => (resume.pc.read(), resume.pc.add(1)),
            };
            stop = HANDLERS[word as u8 as usize](vm, pc, resume.r, resume.temps, word);
        }
        vm.stack.chain_limit = around;
        if stop == Stop::Raised { Err(Raised) } else { Ok(vm.result.take().unwrap_or(Owned::NONE)) }
    }
}

/// Go to the instruction at pc.
#[inline(always)]
unsafe fn next(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize) -> Stop {
    if cfg!(threaded_dispatch) {
        // SAFETY: pc is at an instruction of the running code.
        unsafe {
            let word = pc.read();
            HANDLERS[word as u8 as usize](vm, pc.add(1), r, temps, word)
        }
    } else {
        pause(vm, pc, r, temps)
    }
}

/// Back to `run`, which goes on from there.
#[inline(always)]
fn pause(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize) -> Stop {
    vm.stack.resume = Resume { pc, r, temps, instead: None };
    Stop::Continue
}

/// The same number, of which the optimiser knows nothing: so that it neither unrolls a loop of few rounds nor makes it a call of memset.
#[inline(always)]
pub(super) fn opaque(mut number: usize) -> usize {
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    // SAFETY: does nothing.
    unsafe {
        std::arch::asm!("/* {} */", inout(reg) number, options(pure, nomem, nostack, preserves_flags));
    }
    number
}

/// About where the native stack ends now.
#[inline(always)]
fn native_stack_pointer() -> usize {
    let pointer: usize;
    #[cfg(target_arch = "x86_64")]
    // SAFETY: reads a register.
    unsafe {
        std::arch::asm!("mov {}, rsp", out(reg) pointer, options(pure, nomem, nostack, preserves_flags));
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: reads a register.
    unsafe {
        std::arch::asm!("mov {}, sp", out(reg) pointer, options(pure, nomem, nostack, preserves_flags));
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    {
        pointer = 0;
    }
    pointer
}

/// Go on as a hot handler says.
#[inline(always)]
unsafe fn follow(flow: Flow, vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize, word: u32) -> Stop {
    // SAFETY: the state is the running frame's.
    unsafe {
        match flow {
            Flow::Next => next(vm, pc, r, temps),
            Flow::Far => {
                if native_stack_pointer() < vm.stack.chain_limit {
                    return pause(vm, pc, r, temps);
                }
                next(vm, pc, r, temps)
            }
            Flow::Slow(handler) => slow(vm, pc, r, temps, word, handler),
            Flow::Second => unknown(vm, pc, r, temps, word),
            Flow::Retire(old) => retire(vm, pc, r, temps, old),
            Flow::Native(NativeCall { call, first, count }) => native(vm, first, count, temps, word, call),
            Flow::Instead(word) => {
                vm.stack.resume = Resume { pc, r, temps, instead: Some(word) };
                Stop::Continue
            }
            Flow::Special(value, mark) => finished(vm, pc, r, temps, value, mark),
            Flow::Raise(_) => raised(vm, pc, r, temps),
            Flow::Exit => Stop::Exit,
        }
    }
}

/// Finish the instruction before pc, whose special method has returned `value`, a reference that is handed over.
#[inline(never)]
unsafe fn finished(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize, value: Value, mark: u8) -> Stop {
    let mut machine = Machine { vm, pc, r, temps };
    let flow = ops::special::finish_plainly(&mut machine, value, mark);
    let Machine { vm, pc, r, temps } = machine;
    // SAFETY: the state is the running frame's.
    unsafe { follow(flow, vm, pc, r, temps, 0) }
}

/// Where to go on, in two machine registers; a null pc says that the isolate holds an exception, a null r that the loop is left, or gone back to.
#[repr(C)]
struct Place {
    pc: *const u32,
    r: *mut Slot,
}

/// Run a handler that is not inlined.
#[inline(never)]
unsafe fn slow(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize, word: u32, handler: Handler) -> Stop {
    // SAFETY: the state is the running frame's.
    unsafe {
        let place = carry_out(vm, pc, r, temps, word, handler);
        go_on(vm, place)
    }
}

#[inline(never)]
unsafe fn carry_out(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize, word: u32, handler: Handler) -> Place {
    let mut machine = Machine { vm, pc, r, temps };
    // SAFETY: the word is an instruction's.
    let instruction = unsafe { instruction_of(word) };
    let flow = handler(&mut machine, instruction);
    settle(machine, instruction, flow)
}

/// The instruction in a word that the compiler or the specialiser wrote.
///
/// # Safety
/// They have.
#[inline(always)]
unsafe fn instruction_of(word: u32) -> Instruction {
    Instruction {
        // SAFETY: the compiler and the specialiser write numbers of ops only.
        op: unsafe { std::mem::transmute::<u8, Op>(word as u8) },
        a: (word >> 8) as u8,
        b: (word >> 16) as u8,
        c: (word >> 24) as u8,
    }
}

/// Go on where a handler that is not inlined has left the machine.
///
/// # Safety
/// The place is what `settle` gave.
#[inline(always)]
unsafe fn go_on(vm: &mut Vm, place: Place) -> Stop {
    if place.pc.is_null() || place.r.is_null() {
        // SAFETY: the caller's promise.
        return unsafe { leave_off(vm, place) };
    }
    let temps = vm.stack.resume.temps;
    if native_stack_pointer() < vm.stack.chain_limit {
        return pause(vm, place.pc, place.r, temps);
    }
    // SAFETY: the caller's promise.
    unsafe { next(vm, place.pc, place.r, temps) }
}

/// As `go_on`, where there is no next instruction here.
#[inline(never)]
unsafe fn leave_off(vm: &mut Vm, place: Place) -> Stop {
    if place.pc.is_null() {
        let resume = vm.stack.resume;
        // SAFETY: the caller's promise.
        return unsafe { raised(vm, resume.pc, resume.r, resume.temps) };
    }
    if vm.stack.resume.instead.is_some() { Stop::Continue } else { Stop::Exit }
}

/// What a handler that is not inlined has left to do, and where to go on.
#[inline(always)]
fn settle(machine: Machine<'_>, instruction: Instruction, flow: Flow) -> Place {
    let mut flow = flow;
    if let Flow::Retire(old) = flow {
        drop(old.map(Owned::from_raw));
        flow = Flow::Next;
    }
    if matches!(flow, Flow::Next | Flow::Far) && !machine.interrupted() {
        machine.vm.stack.resume.temps = machine.temps;
        return Place { pc: machine.pc, r: machine.r };
    }
    settle_further(machine, instruction, flow)
}

#[inline(never)]
fn settle_further(mut machine: Machine<'_>, instruction: Instruction, flow: Flow) -> Place {
    let mut flow = flow;
    loop {
        flow = match flow {
            Flow::Next => {
                if machine.interrupted() {
                    // What has died with the instruction is finalised before the next one; whoever else waits does so until a call or a
                    // jump backwards.
                    machine.sync();
                    machine.vm.run_finalizers();
                }
                machine.vm.stack.resume.temps = machine.temps;
                return Place { pc: machine.pc, r: machine.r };
            }
            Flow::Far => {
                if machine.interrupted() {
                    ops::control::breaker(&mut machine, instruction)
                } else {
                    Flow::Next
                }
            }
            Flow::Slow(handler) => handler(&mut machine, instruction),
            // Only hot handlers say so.
            Flow::Special(value, mark) => ops::special::finish(&mut machine, Owned::from_raw(value), mark),
            Flow::Native(_) | Flow::Second => Flow::Raise(machine.vm.system_error("a hot handler's end elsewhere")),
            Flow::Retire(old) => {
                drop(old.map(Owned::from_raw));
                Flow::Next
            }
            Flow::Raise(_) => {
                let (pc, r, temps) = (machine.pc, machine.r, machine.temps);
                machine.vm.stack.resume = Resume { pc, r, temps, instead: None };
                return Place { pc: std::ptr::null(), r };
            }
            Flow::Instead(word) => {
                let (pc, r, temps) = (machine.pc, machine.r, machine.temps);
                machine.vm.stack.resume = Resume { pc, r, temps, instead: Some(word) };
                return Place { pc: std::ptr::dangling(), r: std::ptr::null_mut() };
            }
            Flow::Exit => {
                machine.vm.stack.resume.instead = None;
                return Place { pc: std::ptr::dangling(), r: std::ptr::null_mut() };
            }
        };
    }
}

/// Call a native function on `count` temps from `first` on, drop these and the callable, and go on. `word` is the instruction.
#[inline(never)]
unsafe fn native(
    vm: &mut Vm,
    first: *mut Slot,
    count: usize,
    temps: usize,
    word: u32,
    call: fn(&mut Vm, &[Value]) -> R<Owned>,
) -> Stop {
    // SAFETY: the arguments are bound registers of the running frame, which is noted in the isolate's stack; Slot has Value's representation
    // when it is Some. Each reference is given up once.
    unsafe {
        let result = call(vm, std::slice::from_raw_parts(first.cast::<Value>(), count));
        let mut index = count;
        while index > 0 {
            index -= 1;
            drop(Owned::from_raw(first.add(index).replace(DEAD).unwrap_unchecked()));
        }
        let (r, pc) = (vm.stack.frame, vm.stack.pc);
        let callable = r.add((word >> 16) as u8 as usize);
        drop(Owned::from_raw(callable.replace(DEAD).unwrap_unchecked()));
        let Ok(value) = result else { return raised(vm, pc, r, temps) };
        let mut machine = Machine { vm, pc, r, temps };
        let destination = (word >> 8) as u8;
        let flow = if machine.interrupted() {
            machine.set(destination, value);
            Flow::Slow(ops::control::breaker)
        } else {
            machine.assign(destination, value)
        };
        let Machine { vm, pc, r, temps } = machine;
        follow(flow, vm, pc, r, temps, word)
    }
}

/// Give up the reference in a slot that an instruction has overwritten, and go on.
#[inline(never)]
unsafe fn retire(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize, old: Slot) -> Stop {
    // SAFETY: an object in the slot is live, its reference is given up once; the state is the running frame's.
    unsafe {
        if let Some(old) = old {
            let header = old.header_unchecked();
            if header.as_ref().decref() {
                return release(vm, pc, r, temps, header);
            }
        }
        next(vm, pc, r, temps)
    }
}

/// Destroy an object whose last reference an instruction has given up, and go on.
#[inline(never)]
unsafe fn release(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize, header: NonNull<Header>) -> Stop {
    // SAFETY: its count has just reached zero; the state is the running frame's.
    unsafe {
        taipan_heap::release(header);
        vm.stack.frame = r;
        vm.stack.pc = pc;
        vm.run_finalizers();
        next(vm, pc, r, temps)
    }
}

/// Find the handler of the exception in flight.
#[cold]
#[inline(never)]
unsafe fn raised(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize) -> Stop {
    let mut machine = Machine { vm, pc, r, temps };
    if matches!(machine.unwind(Raised), Flow::Exit) {
        return Stop::Raised;
    }
    let Machine { vm, pc, r, temps } = machine;
    pause(vm, pc, r, temps)
}

/// An op with no row below.
unsafe fn unknown(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize, _word: u32) -> Stop {
    vm.stack.frame = r;
    vm.stack.pc = pc;
    let _raised: Raised = vm.system_error("unknown opcode");
    // SAFETY: the state is the running frame's.
    unsafe { raised(vm, pc, r, temps) }
}

// The functions have the names of their ops, for profilers.
macro_rules! handler {
    // Inlined into a dispatching function of its own. What is rarer and yet hot, the second handler, has another one, so that the first needs
    // few machine registers.
    (hot $op:ident $handler:path $(, $second:path)?) => {{
        #[allow(non_snake_case)]
        unsafe fn $op(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize, word: u32) -> Stop {
            let instruction =
                Instruction { op: Op::NOP, a: (word >> 8) as u8, b: (word >> 16) as u8, c: (word >> 24) as u8 };
            let mut machine = Machine { vm, pc, r, temps };
            let flow = $handler(&mut machine, instruction);
            let Machine { vm, pc, r, temps } = machine;
            $(
                #[inline(never)]
                unsafe fn second(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize, word: u32) -> Stop {
                    // SAFETY: the state is the running frame's.
                    unsafe { handler!(hot $op $second)(vm, pc, r, temps, word) }
                }
                if matches!(flow, Flow::Second) {
                    // SAFETY: as above: nothing is done yet.
                    return unsafe { second(vm, pc, r, temps, word) };
                }
            )?
            // SAFETY: the handler leaves the state of the frame that runs now.
            unsafe { follow(flow, vm, pc, r, temps, word) }
        }
        $op
    }};
    // In a function of its own, so that what it borrows does not stand in the way of a dispatching jump.
    (general $op:ident $handler:path) => {{
        #[inline(never)]
        unsafe fn body(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize, word: u32) -> Place {
            let mut machine = Machine { vm, pc, r, temps };
            // SAFETY: the word is an instruction's.
            let instruction = unsafe { instruction_of(word) };
            let flow = $handler(&mut machine, instruction);
            settle(machine, instruction, flow)
        }
        #[allow(non_snake_case)]
        unsafe fn $op(vm: &mut Vm, pc: *const u32, r: *mut Slot, temps: usize, word: u32) -> Stop {
            // SAFETY: the state is the running frame's.
            unsafe {
                let place = body(vm, pc, r, temps, word);
                go_on(vm, place)
            }
        }
        $op
    }};
}

macro_rules! table {
    ($($op:ident => $kind:ident $handler:path $(, $second:path)?;)+) => {
        static HANDLERS: [Threaded; 256] = {
            let mut table: [Threaded; 256] = [unknown; 256];
            $( table[Op::$op as usize] = handler!($kind $op $handler $(, $second)?); )+
            table
        };

        const _: () = assert!([$(Op::$op),+].len() == Op::ALL.len(), "every op has a row");
    };
}

table! {
    NOP => hot ops::control::nop;
    LOAD_CONST => hot ops::load_store::load_const;
    LOAD_CONST_WIDE => hot ops::load_store::load_const_wide;
    LOAD_INT => hot ops::load_store::load_int;
    LOAD_IMMEDIATE => hot ops::load_store::load_immediate;
    COPY => hot ops::load_store::copy;
    LOAD_LOCAL => hot ops::load_store::load_local;
    MOVE => hot ops::load_store::move_;
    DROP => hot ops::load_store::drop_;
    CHECK_LOCAL => hot ops::load_store::check_local;
    DELETE_LOCAL => hot ops::load_store::delete_local;
    LOAD_FAR => general ops::load_store::load_far;
    STORE_FAR => general ops::load_store::store_far;
    DELETE_FAR => general ops::load_store::delete_far;
    FAR_ENTRY => general ops::load_store::far_entry;
    MAKE_CELL => general ops::load_store::make_cell;
    MAKE_FAR_CELL => general ops::load_store::make_far_cell;
    LOAD_CELL => hot ops::load_store::load_cell;
    STORE_CELL => hot ops::load_store::store_cell;
    DELETE_CELL => general ops::load_store::delete_cell;
    LOAD_FREE => hot ops::load_store::load_free;
    STORE_FREE => hot ops::load_store::store_free;
    DELETE_FREE => general ops::load_store::delete_free;
    LOAD_FREE_CELL => general ops::load_store::load_free_cell;
    LOAD_GLOBAL => hot ops::load_store::load_global;
    STORE_GLOBAL => general ops::load_store::store_global;
    DELETE_GLOBAL => general ops::load_store::delete_global;
    LOAD_NAME => general ops::load_store::load_name;
    STORE_NAME => general ops::load_store::store_name;
    DELETE_NAME => general ops::load_store::delete_name;
    LOAD_FROM_DICT_OR_GLOBALS => general ops::load_store::load_from_dict_or_globals;
    LOAD_FROM_DICT_OR_CELL => general ops::load_store::load_from_dict_or_cell;
    LOAD_LOCALS => general ops::load_store::load_locals;
    LOAD_BUILD_CLASS => general ops::load_store::load_build_class;
    LOAD_COMMON => general ops::load_store::load_common;
    ADD => hot ops::arith::add, ops::arith::add_first;
    SUB => hot ops::arith::sub, ops::arith::sub_first;
    MUL => hot ops::arith::mul, ops::arith::mul_first;
    TRUEDIV => hot ops::arith::truediv, ops::arith::truediv_any;
    FLOORDIV => hot ops::arith::floordiv;
    MOD => hot ops::arith::modulo;
    AND => hot ops::arith::and;
    OR => hot ops::arith::or;
    XOR => hot ops::arith::xor;
    LSHIFT => hot ops::arith::lshift;
    RSHIFT => hot ops::arith::rshift;
    BINARY => general ops::arith::binary;
    INPLACE_ADD => hot ops::arith::inplace_add, ops::arith::inplace_add_first;
    INPLACE_SUB => hot ops::arith::inplace_sub, ops::arith::inplace_sub_first;
    INPLACE_MUL => hot ops::arith::inplace_mul, ops::arith::inplace_mul_first;
    ADD_IMM => hot ops::arith::add_imm;
    SUB_IMM => hot ops::arith::sub_imm;
    MUL_IMM => hot ops::arith::mul_imm;
    FLOORDIV_IMM => hot ops::arith::floordiv_imm;
    MOD_IMM => hot ops::arith::mod_imm;
    AND_IMM => hot ops::arith::and_imm;
    LSHIFT_IMM => hot ops::arith::lshift_imm;
    RSHIFT_IMM => hot ops::arith::rshift_imm;
    INPLACE_ADD_IMM => hot ops::arith::inplace_add_imm;
    INPLACE_SUB_IMM => hot ops::arith::inplace_sub_imm;
    NEGATIVE => hot ops::arith::negative;
    POSITIVE => general ops::arith::positive;
    INVERT => general ops::arith::invert;
    NOT => hot ops::arith::not;
    LT => hot ops::compare::lt, ops::compare::lt_of_objects;
    LE => hot ops::compare::le, ops::compare::le_of_objects;
    EQ => hot ops::compare::eq, ops::compare::eq_of_objects;
    NE => hot ops::compare::ne, ops::compare::ne_of_objects;
    GT => hot ops::compare::gt, ops::compare::gt_of_objects;
    GE => hot ops::compare::ge, ops::compare::ge_of_objects;
    IS => hot ops::compare::is;
    IS_NOT => hot ops::compare::is_not;
    CONTAINS => general ops::compare::contains;
    NOT_CONTAINS => general ops::compare::not_contains;
    JUMP => hot ops::control::jump;
    JUMP_BACK => hot ops::control::jump_back;
    JUMP_IF_TRUE => hot ops::control::jump_if_true, ops::control::jump_if_true_of_object;
    JUMP_IF_FALSE => hot ops::control::jump_if_false, ops::control::jump_if_false_of_object;
    JUMP_IF_NONE => hot ops::control::jump_if_none;
    JUMP_IF_NOT_NONE => hot ops::control::jump_if_not_none;
    JUMP_CMP_LT => hot ops::compare::jump_cmp_lt, ops::compare::jump_cmp_lt_of_objects;
    JUMP_CMP_LE => hot ops::compare::jump_cmp_le, ops::compare::jump_cmp_le_of_objects;
    JUMP_CMP_EQ => hot ops::compare::jump_cmp_eq, ops::compare::jump_cmp_eq_of_objects;
    JUMP_CMP_NE => hot ops::compare::jump_cmp_ne, ops::compare::jump_cmp_ne_of_objects;
    JUMP_CMP_GT => hot ops::compare::jump_cmp_gt, ops::compare::jump_cmp_gt_of_objects;
    JUMP_CMP_GE => hot ops::compare::jump_cmp_ge, ops::compare::jump_cmp_ge_of_objects;
    JUMP_CMP_LT_IMM => hot ops::compare::jump_cmp_lt_imm;
    JUMP_CMP_LE_IMM => hot ops::compare::jump_cmp_le_imm;
    JUMP_CMP_EQ_IMM => hot ops::compare::jump_cmp_eq_imm;
    JUMP_CMP_NE_IMM => hot ops::compare::jump_cmp_ne_imm;
    JUMP_CMP_GT_IMM => hot ops::compare::jump_cmp_gt_imm;
    JUMP_CMP_GE_IMM => hot ops::compare::jump_cmp_ge_imm;
    JUMP_IF_IS => hot ops::compare::jump_if_is;
    JUMP_IF_CONTAINS => general ops::compare::jump_if_contains;
    RETURN => hot ops::control::return_, ops::control::return_dropping;
    RETURN_IMMEDIATE => hot ops::control::return_immediate, ops::control::return_immediate_dropping;
    LOAD_ATTR => general ops::attr::load_attr;
    STORE_ATTR => general ops::attr::store_attr;
    DELETE_ATTR => general ops::attr::delete_attr;
    LOAD_METHOD => general ops::attr::load_method;
    LOAD_SUPER_ATTR => general ops::attr::load_super_attr;
    LOAD_SUPER_METHOD => general ops::attr::load_super_method;
    LOAD_SUBSCR => general ops::subscript::load_subscr;
    LOAD_SUBSCR_IMM => general ops::subscript::load_subscr_imm;
    STORE_SUBSCR_IMM => hot ops::subscript::store_subscr_imm;
    STORE_SUBSCR => hot ops::subscript::store_subscr, ops::subscript::store_subscr_of_object;
    DELETE_SUBSCR => general ops::subscript::delete_subscr;
    LOAD_SLICE => general ops::subscript::load_slice;
    STORE_SLICE => general ops::subscript::store_slice;
    BUILD_SLICE => general ops::subscript::build_slice;
    CALL => hot ops::call::call, ops::native_call::call;
    CALL_METHOD => hot ops::call::call_method, ops::native_call::call_method;
    CALL_KW => general ops::call::call_kw;
    CALL_METHOD_KW => general ops::call::call_method_kw;
    CALL_EX => general ops::call::call_ex;
    BUILD_LIST => general ops::build::build_list;
    BUILD_TUPLE => hot ops::build::build_tuple;
    BUILD_SET => general ops::build::build_set;
    BUILD_MAP => general ops::build::build_map;
    BUILD_STRING => general ops::build::build_string;
    LIST_APPEND => hot ops::build::list_append;
    SET_ADD => general ops::build::set_add;
    MAP_ADD => general ops::build::map_add;
    LIST_EXTEND => general ops::build::list_extend;
    SET_UPDATE => general ops::build::set_update;
    DICT_UPDATE => general ops::build::dict_update;
    DICT_MERGE => general ops::build::dict_merge;
    LIST_TO_TUPLE => general ops::build::list_to_tuple;
    FORMAT => general ops::build::format;
    BUILD_INTERPOLATION => general ops::build::build_interpolation;
    BUILD_TEMPLATE => general ops::build::build_template;
    UNPACK_SEQUENCE => general ops::build::unpack_sequence;
    UNPACK_EX => general ops::build::unpack_ex;
    GET_ITER => general ops::iterate::get_iter;
    FOR_PREPARE => general ops::iterate::for_prepare;
    FOR_ITER => general ops::iterate::for_iter;
    FOR_DROP => hot ops::iterate::for_drop;
    YIELD => hot ops::generator::yield_, ops::generator::yield_to_any;
    GET_YIELD_FROM_ITER => hot ops::generator::get_yield_from_iter, ops::generator::get_yield_from_iter_of_object;
    GET_AWAITABLE => hot ops::generator::get_awaitable_of_coroutine;
    GET_AITER => general ops::generator::get_aiter;
    GET_ANEXT => general ops::generator::get_anext;
    SEND => hot ops::generator::send;
    YIELD_DELEGATE => hot ops::generator::yield_delegate;
    END_ASYNC_FOR => general ops::generator::end_async_for;
    MAKE_FUNCTION => general ops::function::make_function;
    SET_FUNCTION_ATTR => general ops::function::set_function_attr;
    RAISE => general ops::exception::raise;
    RERAISE => general ops::exception::reraise;
    PUSH_EXC_INFO => general ops::exception::push_exc_info;
    POP_EXCEPT => general ops::exception::pop_except;
    JUMP_IF_NOT_MATCH => general ops::exception::jump_if_not_match;
    CHECK_EG_MATCH => general ops::exception::check_eg_match;
    PREPARE_RERAISE_STAR => general ops::exception::prepare_reraise_star;
    LOAD_SPECIAL => general ops::exception::load_special;
    WITH_EXCEPT_START => general ops::exception::with_except_start;
    WITH_EXIT => general ops::exception::with_exit;
    IMPORT_NAME => general ops::import::import_name;
    IMPORT_FROM => general ops::import::import_from;
    IMPORT_STAR => general ops::import::import_star;
    MATCH_CLASS => general ops::pattern::match_class;
    MATCH_MAPPING => general ops::pattern::match_mapping;
    MATCH_SEQUENCE => general ops::pattern::match_sequence;
    MATCH_KEYS => general ops::pattern::match_keys;
    MATCH_REST => general ops::pattern::match_rest;
    GET_LEN => general ops::pattern::get_len;
    INTRINSIC => general ops::function::intrinsic;
    SETUP_ANNOTATIONS => general ops::function::setup_annotations;
    CALL_FROM_GENERATOR => hot ops::call::call_from_generator, ops::native_call::call_from_generator;
    CALL_METHOD_FROM_GENERATOR => hot ops::call::call_method_from_generator, ops::native_call::call_method_from_generator;
    CALL_LEN => hot ops::native_call::call_len, ops::native_call::call_quick_any;
    CALL_ISINSTANCE => hot ops::native_call::call_isinstance, ops::native_call::call_isinstance_of_another;
    CALL_TYPE => hot ops::native_call::call_type, ops::native_call::call_quick_any;
    CALL_BOUND => hot ops::call_defaults::call_bound, ops::native_call::call;
    CALL_DEFAULTS => hot ops::call_defaults::call_defaults, ops::native_call::call;
    CALL_INIT => hot ops::instantiate::call_init, ops::instantiate::call_init_otherwise;
    CALL_METHOD_DEFAULTS => hot ops::call_defaults::call_method_defaults, ops::native_call::call_method;
    CALL_NATIVE => hot ops::native_call::call_native, ops::native_call::call_class;
    CALL_METHOD_NATIVE => hot ops::native_call::call_method_native, ops::native_call::call_inherited_method;
    LOAD_ATTR_SLOT => hot ops::attr::load_attr_slot, ops::attr::load_attr_slot_of_another;
    LOAD_ATTR_SLOT_OF_LOCAL => hot ops::attr::load_attr_slot_of_local, ops::attr::load_attr_slot_of_another;
    LOAD_ATTR_SLOT_IF_TRUE => hot ops::attr::load_attr_slot_if::<{ ops::attr::IF_TRUE }>, ops::attr::load_attr_slot_of_another_if::<{ ops::attr::IF_TRUE }>;
    LOAD_ATTR_SLOT_IF_FALSE => hot ops::attr::load_attr_slot_if::<{ ops::attr::IF_FALSE }>, ops::attr::load_attr_slot_of_another_if::<{ ops::attr::IF_FALSE }>;
    LOAD_ATTR_SLOT_IF_NONE => hot ops::attr::load_attr_slot_if::<{ ops::attr::IF_NONE }>, ops::attr::load_attr_slot_of_another_if::<{ ops::attr::IF_NONE }>;
    LOAD_ATTR_SLOT_IF_NOT_NONE => hot ops::attr::load_attr_slot_if::<{ ops::attr::IF_NOT_NONE }>, ops::attr::load_attr_slot_of_another_if::<{ ops::attr::IF_NOT_NONE }>;
    LOAD_ATTR_CLASS => hot ops::attr::load_attr_class;
    LOAD_ATTR_OF_CLASS => hot ops::attr::load_attr_of_class;
    LOAD_ATTR_MODULE => hot ops::attr::load_attr_module;
    LOAD_ATTR_DICT => hot ops::attr_dict::load_attr_dict, ops::attr_dict::load_attr_dict_elsewhere;
    LOAD_ATTR_GETSET => hot ops::attr_getset::load_attr_getset;
    STORE_ATTR_SLOT => hot ops::attr::store_attr_slot, ops::attr::store_attr_slot_of_another;
    STORE_ATTR_ADD => hot ops::attr::store_attr_add;
    STORE_ATTR_DICT => hot ops::attr_dict::store_attr_dict, ops::attr_dict::store_attr_dict_of_temp;
    LOAD_METHOD_VALUE => hot ops::attr::load_method_value, ops::attr::load_method_value_of_another;
    LOAD_METHOD_MODULE => hot ops::attr::load_method_module;
    LOAD_METHOD_CLASS => hot ops::attr::load_method_class, ops::attr::load_method_class_of_another;
    ADD_FLOAT => hot ops::float::add;
    ADD_ANY => hot ops::arith::add_any, ops::arith::add_texts;
    SUB_FLOAT => hot ops::float::sub;
    SUB_ANY => hot ops::arith::sub_any, ops::arith::sub_other;
    MUL_FLOAT => hot ops::float::mul;
    MUL_ANY => hot ops::arith::mul_any, ops::arith::mul_other;
    INPLACE_ADD_FLOAT => hot ops::float::inplace_add;
    INPLACE_ADD_ANY => hot ops::arith::inplace_add_any, ops::arith::inplace_add_other;
    INPLACE_SUB_FLOAT => hot ops::float::inplace_sub;
    INPLACE_SUB_ANY => hot ops::arith::inplace_sub_any, ops::arith::inplace_sub_other;
    INPLACE_MUL_FLOAT => hot ops::float::inplace_mul;
    INPLACE_MUL_ANY => hot ops::arith::inplace_mul_any, ops::arith::inplace_mul_other;
    MUL_FLOAT_ADD => hot ops::float::mul_add;
    MUL_FLOAT_PLUS => hot ops::float::mul_plus;
    MUL_FLOAT_SUB => hot ops::float::mul_sub;
    MUL_FLOAT_MINUS => hot ops::float::mul_minus;
    FOR_ITER_RANGE => hot ops::iterate::for_iter_range;
    FOR_ITER_LIST => hot ops::iterate::for_iter_list;
    FOR_ITER_LIST_ITERATOR => hot ops::iterate::for_iter_list_iterator;
    FOR_ITER_RANGE_ITERATOR => hot ops::iterate::for_iter_range_iterator;
    FOR_ITER_GENERATOR => hot ops::iterate::for_iter_generator, ops::iterate::for_iter_object;
    FOR_ITER_NATIVE => hot ops::iterate::for_iter_native, ops::iterate::for_iter_object;
    FOR_ITER_ANY => hot ops::iterate::for_iter_any, ops::iterate::for_iter_object;
    UNPACK_PAIR => hot ops::build::unpack_pair, ops::build::unpack_sequence_of_any;
    UNPACK_TUPLE => hot ops::build::unpack_tuple, ops::build::unpack_sequence_of_any;
    UNPACK_LIST => hot ops::build::unpack_list, ops::build::unpack_sequence_of_any;
    UNPACK_ANY => hot ops::build::unpack_any, ops::build::unpack_sequence_of_any;
    LOAD_SUBSCR_LIST => hot ops::subscript::load_subscr_list;
    LOAD_SUBSCR_STR => hot ops::subscript::load_subscr_str, ops::subscript::load_subscr_of_another;
    LOAD_SUBSCR_BYTES => hot ops::subscript::load_subscr_bytes;
    LOAD_SUBSCR_ANY => hot ops::subscript::load_subscr_any, ops::subscript::load_subscr_of_another;
    LOAD_SUBSCR_IMM_LIST => hot ops::subscript::load_subscr_imm_list;
    LOAD_SUBSCR_IMM_STR => hot ops::subscript::load_subscr_imm_str, ops::subscript::load_subscr_imm_of_another;
    LOAD_SUBSCR_IMM_BYTES => hot ops::subscript::load_subscr_imm_bytes;
    LOAD_SUBSCR_IMM_ANY => hot ops::subscript::load_subscr_imm_any, ops::subscript::load_subscr_imm_of_another;
    LOAD_SUBSCR_TUPLE => hot ops::subscript::load_subscr_tuple;
    LOAD_SUBSCR_IMM_TUPLE => hot ops::subscript::load_subscr_imm_tuple;
    LOAD_SUBSCR_DICT => hot ops::subscript::load_subscr_dict, ops::subscript::load_subscr_of_another;
    STORE_SUBSCR_DICT => hot ops::subscript::store_subscr_dict, ops::subscript::store_subscr_of_object;
    LOAD_GLOBAL_MODULE => hot ops::load_store::load_global;
    LOAD_GLOBAL_BUILTIN => hot ops::load_store::load_global_builtin;
    TRACE => general crate::tracing::hit::traced;
}
