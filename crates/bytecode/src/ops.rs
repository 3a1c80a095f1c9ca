//! The op table: one row an instruction, its length in words, and what it does.
//!
//! An instruction is one 32-bit word `op:8 a:8 b:8 c:8` followed by a fixed number of extra words (operands that do not
//! fit, and inline-cache words, which a template leaves zero). `r[x]` is register x of the running frame's window.
//!
//! Three rules hold for every instruction:
//!
//! 1. **Locals are borrowed, temps are consumed.** A register below `Code::temps_start` is a local: reading it leaves it.
//!    A register at or above it is a temp: an instruction that reads a temp ends its life (the handler drops the
//!    reference and clears the register) unless the row says *keeps*. The destination may be the same register as an
//!    operand.
//! 2. **A dead register never holds a heap pointer.** Writing `r[a]` drops what was there. So unwinding needs no table of
//!    live temps: it drops whatever the registers above the handler's mark still hold.
//! 3. **A failing instruction writes no destination.** It may or may not have consumed its temps; rule 2 makes
//!    both right.
//!
//! Jump offsets are signed, in words, relative to the word after the whole instruction. Conditional jumps may go
//! backward (the bottom of a `while` loop): one that is taken with a negative offset checks the breaker, as JUMP_BACK does.

/// The words of a frame's header, just below its register 0: function, return address, caller's window, flags.
pub const HEADER_WORDS: usize = 4;

/// Locals from this number on are "far": they live above register 255 and are reached by `LOAD_FAR` and `STORE_FAR`, so
/// that temps always have 8-bit numbers.
pub const MAX_NEAR_LOCALS: usize = 180;

/// An operand that names no register.
pub const NO_REGISTER: u8 = 255;

/// Set in `FORMAT`'s `c`: the format spec is in `r[b+1]`.
pub const FORMAT_HAS_SPEC: u8 = 4;

/// CALL_EX's c for `f(*x, **mapping)`: what comes after `**` is any mapping, which belongs to the program.
pub const CALL_EX_MAPPING: u8 = 1;

macro_rules! ops {
    ($($(#[doc = $doc:literal])+ $name:ident $words:literal,)+) => {
        /// An instruction's operation.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        #[allow(non_camel_case_types, reason = "op names are written as the field writes them")]
        pub enum Op {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Op {
            /// Every op, in the order of its number.
            pub const ALL: &'static [Op] = &[$(Op::$name,)+];

            /// The op's name.
            pub const fn name(self) -> &'static str {
                match self { $(Op::$name => stringify!($name),)+ }
            }

            /// The instruction's length in 32-bit words, the first included.
            #[inline(always)]
            pub const fn words(self) -> usize {
                const WORDS: [u8; Op::ALL.len()] = [$($words,)+];
                WORDS[self as usize] as usize
            }

            /// The op with this number.
            #[inline]
            pub const fn from_number(number: u8) -> Option<Op> {
                if (number as usize) < Op::ALL.len() { Some(Op::ALL[number as usize]) } else { None }
            }
        }
    };
}

// `k16` and `name16` are `b | c << 8`. `imm8` is signed.
ops! {
    // ---- load and store -------------------------------------------------------------------------------------------
    /// Nothing.
    NOP 1,
    /// `r[a] = consts[k16]`. More than 65,536 constants: `LOAD_CONST_WIDE`.
    LOAD_CONST 1,
    /// `r[a] = consts[word1]`.
    LOAD_CONST_WIDE 2,
    /// `r[a] = ` the signed 16-bit int `b | c << 8`.
    LOAD_INT 1,
    /// `r[a] = ` the `Immediate` numbered `b`.
    LOAD_IMMEDIATE 1,
    /// `r[a] = r[b]`, *keeps* b (a new reference), even when b is a temp.
    COPY 1,
    /// r[a] = r[b], a bound local; a is a temp whose life begins.
    LOAD_LOCAL 1,
    /// `r[a] = r[b]`; b is cleared, even when it is a local.
    MOVE 1,
    /// Drop and clear `r[a]` (no error when it is unbound).
    DROP 1,
    /// Raise UnboundLocalError when local `r[a]` is unbound; else nothing. Emitted before a local that may be unbound is
    /// used as an operand.
    CHECK_LOCAL 1,
    /// `del` of local a: as CHECK_LOCAL, then drop and clear.
    DELETE_LOCAL 1,
    /// `r[a] = ` far local k16 (its number among the locals; a new reference); UnboundLocalError when unbound.
    LOAD_FAR 1,
    /// Far local `k16 = r[a]`, consuming temp a.
    STORE_FAR 1,
    /// `del` of far local k16; UnboundLocalError when unbound. With `a == 1`: no error.
    DELETE_FAR 1,
    /// At function entry only: move the arguments `MAX_NEAR_LOCALS..word1` to their far places.
    FAR_ENTRY 2,
    /// `r[a] = ` a new cell holding what `r[a]` holds (perhaps nothing).
    MAKE_CELL 1,
    /// As MAKE_CELL for far local k16.
    MAKE_FAR_CELL 1,
    /// `r[a] = ` content of the cell in local b (*keeps* it); UnboundLocalError when empty. With `c == 1`: an empty cell
    /// gives NULL without an error.
    LOAD_CELL 1,
    /// Content of the cell in local `a = r[b]`.
    STORE_CELL 1,
    /// Empty the cell in local a; UnboundLocalError when it is empty already.
    DELETE_CELL 1,
    /// `r[a] = ` content of closure cell k16; NameError ("cannot access free variable ...") when empty.
    LOAD_FREE 1,
    /// Content of closure cell `k16 = r[a]`.
    STORE_FREE 1,
    /// Empty closure cell k16; NameError when it is empty already.
    DELETE_FREE 1,
    /// `r[a] = ` closure cell k16 itself (to pass it on to an inner function). A local's own cell is passed with COPY.
    LOAD_FREE_CELL 1,
    /// `r[a] = ` global or builtin `names[name16]`. Two cache words.
    LOAD_GLOBAL 3,
    /// Global `names[name16] = r[a]`. Two cache words.
    STORE_GLOBAL 3,
    /// `del` of global `names[name16]`.
    DELETE_GLOBAL 1,
    /// `r[a] = names[name16]` looked up in the namespace in `r[0]`, then globals, then builtins. Two cache words.
    LOAD_NAME 3,
    /// Namespace in `r[0]`: `[names[name16]] = r[a]`.
    STORE_NAME 1,
    /// `del` of a name in the namespace in `r[0]`; NameError when absent.
    DELETE_NAME 1,
    /// `r[a] = names[name16]` looked up in mapping `r[a]` (consumed), then globals, then builtins. For class scopes nested in
    /// annotation or type-parameter scopes.
    LOAD_FROM_DICT_OR_GLOBALS 1,
    /// `r[a] = ` the name of closure cell or local cell looked up in mapping `r[a]` (consumed), then in the cell. k16 is
    /// the closure index; with the top bit (0x8000) set, the local register's number.
    LOAD_FROM_DICT_OR_CELL 1,
    /// `r[a] = ` the current namespace: what `locals()` is at this point (`r[0]` in module and class code).
    LOAD_LOCALS 1,
    /// `r[a] = builtins.__build_class__`.
    LOAD_BUILD_CLASS 1,
    /// `r[a] = ` the `CommonConstant` numbered b.
    LOAD_COMMON 1,

    // ---- arithmetic -----------------------------------------------------------------------------------------------
    /// `r[a] = r[b] + r[c]`.
    ADD 1,
    /// `r[a] = r[b] - r[c]`.
    SUB 1,
    /// `r[a] = r[b] * r[c]`.
    MUL 1,
    /// `r[a] = r[b] / r[c]`.
    TRUEDIV 1,
    /// `r[a] = r[b] // r[c]`.
    FLOORDIV 1,
    /// `r[a] = r[b] % r[c]`.
    MOD 1,
    /// `r[a] = r[b] & r[c]`.
    AND 1,
    /// `r[a] = r[b] | r[c]`.
    OR 1,
    /// `r[a] = r[b] ^ r[c]`.
    XOR 1,
    /// `r[a] = r[b] << r[c]`.
    LSHIFT 1,
    /// `r[a] = r[b] >> r[c]`.
    RSHIFT 1,
    /// `r[a] = r[b] OP r[c]`; word1 is the `BinaryKind`: the operators without an op of their own, and all in-place ones.
    BINARY 2,
    /// `r[a] = r[b] += r[c]`.
    INPLACE_ADD 1,
    /// `r[a] = r[b] -= r[c]`.
    INPLACE_SUB 1,
    /// `r[a] = r[b] *= r[c]`.
    INPLACE_MUL 1,
    /// `r[a] = r[b] + imm8(c)`.
    ADD_IMM 1,
    /// `r[a] = r[b] - imm8(c)`.
    SUB_IMM 1,
    /// `r[a] = r[b] * imm8(c)`.
    MUL_IMM 1,
    /// `r[a] = r[b] // imm8(c)`.
    FLOORDIV_IMM 1,
    /// `r[a] = r[b] % imm8(c)`.
    MOD_IMM 1,
    /// `r[a] = r[b] & imm8(c)`.
    AND_IMM 1,
    /// `r[a] = r[b] << imm8(c)`.
    LSHIFT_IMM 1,
    /// `r[a] = r[b] >> imm8(c)`.
    RSHIFT_IMM 1,
    /// `r[a] = r[b] += imm8(c)`.
    INPLACE_ADD_IMM 1,
    /// `r[a] = r[b] -= imm8(c)`.
    INPLACE_SUB_IMM 1,
    /// `r[a] = -r[b]`.
    NEGATIVE 1,
    /// `r[a] = +r[b]`.
    POSITIVE 1,
    /// `r[a] = ~r[b]`.
    INVERT 1,
    /// `r[a] = not r[b]`.
    NOT 1,

    // ---- compare --------------------------------------------------------------------------------------------------
    /// `r[a] = r[b] < r[c]`.
    LT 1,
    /// `r[a] = r[b] <= r[c]`.
    LE 1,
    /// `r[a] = r[b] == r[c]`.
    EQ 1,
    /// `r[a] = r[b] != r[c]`.
    NE 1,
    /// `r[a] = r[b] > r[c]`.
    GT 1,
    /// `r[a] = r[b] >= r[c]`.
    GE 1,
    /// `r[a] = r[b] is r[c]`.
    IS 1,
    /// `r[a] = r[b] is not r[c]`.
    IS_NOT 1,
    /// `r[a] = r[b] in r[c]`.
    CONTAINS 1,
    /// `r[a] = r[b] not in r[c]`.
    NOT_CONTAINS 1,

    // ---- control --------------------------------------------------------------------------------------------------
    /// Jump forward by word1.
    JUMP 2,
    /// Jump backward by word1 (a negative offset) and check the breaker.
    JUMP_BACK 2,
    /// Jump by word1 when truth of `r[a]` is true. With `b == 1` the temp a is consumed either way; with 0 it is *kept*; with 2 it is kept when
    /// the jump is taken, else consumed.
    JUMP_IF_TRUE 2,
    /// Jump by word1 when truth of `r[a]` is false. `b` as in JUMP_IF_TRUE.
    JUMP_IF_FALSE 2,
    /// Jump by word1 when `r[a]` is None. `b` as in JUMP_IF_TRUE.
    JUMP_IF_NONE 2,
    /// Jump by word1 when `r[a]` is not None. `b` as in JUMP_IF_TRUE.
    JUMP_IF_NOT_NONE 2,
    /// Jump by word1 when the truth of `r[a] < r[b]` is c (1 or 0).
    JUMP_CMP_LT 2,
    /// Jump by word1 when the truth of `r[a] <= r[b]` is c.
    JUMP_CMP_LE 2,
    /// Jump by word1 when the truth of `r[a] == r[b]` is c.
    JUMP_CMP_EQ 2,
    /// Jump by word1 when the truth of `r[a] != r[b]` is c.
    JUMP_CMP_NE 2,
    /// Jump by word1 when the truth of `r[a] > r[b]` is c.
    JUMP_CMP_GT 2,
    /// Jump by word1 when the truth of `r[a] >= r[b]` is c.
    JUMP_CMP_GE 2,
    /// As JUMP_CMP_LT with imm8(b) on the right.
    JUMP_CMP_LT_IMM 2,
    /// As JUMP_CMP_LE with imm8(b) on the right.
    JUMP_CMP_LE_IMM 2,
    /// As JUMP_CMP_EQ with imm8(b) on the right.
    JUMP_CMP_EQ_IMM 2,
    /// As JUMP_CMP_NE with imm8(b) on the right.
    JUMP_CMP_NE_IMM 2,
    /// As JUMP_CMP_GT with imm8(b) on the right.
    JUMP_CMP_GT_IMM 2,
    /// As JUMP_CMP_GE with imm8(b) on the right.
    JUMP_CMP_GE_IMM 2,
    /// Jump by word1 when (`r[a] is r[b]`) is c.
    JUMP_IF_IS 2,
    /// Jump by word1 when (`r[a] in r[b]`) is c.
    JUMP_IF_CONTAINS 2,
    /// Return `r[a]` from the frame.
    RETURN 1,
    /// Return the `Immediate` numbered a.
    RETURN_IMMEDIATE 1,

    // ---- attributes and subscripts --------------------------------------------------------------------------------
    /// `r[a] = r[b].names[word1]`. Words 2-5 are cache.
    LOAD_ATTR 6,
    /// `r[a].names[word1] = r[b]`. Words 2-5 are cache.
    STORE_ATTR 6,
    /// `del r[a].names[word1]`.
    DELETE_ATTR 2,
    /// First half of `r[b].names[word1](...)`: when the attribute is a plain method, `r[a] = ` the function and
    /// `r[a+4] = r[b]`; else `r[a] = ` the attribute and `r[a+4]` is cleared. Then CALL_METHOD with base a. Words 2-5 are
    /// cache. b may equal a.
    LOAD_METHOD 6,
    /// `r[a] = super(r[b], r[b+1]).names[word1]` where `r[b-0]` is the class and `r[b+1]` self (temps, consumed). c == 1: written
    /// without arguments (errors differ). The global `super` has been checked to be the builtin by the handler, from
    /// `r[b+2]` which holds it. Two cache words.
    LOAD_SUPER_ATTR 4,
    /// As LOAD_SUPER_ATTR with LOAD_METHOD's result form: function in `r[a]`, self in `r[a+4]`.
    LOAD_SUPER_METHOD 4,
    /// `r[a] = r[b][r[c]]`.
    LOAD_SUBSCR 1,
    /// `r[a] = r[b][imm8(c)]`.
    LOAD_SUBSCR_IMM 1,
    /// `r[a][r[b]] = r[c]`.
    STORE_SUBSCR 1,
    /// `r[a][b] = r[c]`, b a signed int.
    STORE_SUBSCR_IMM 1,
    /// `del r[a][r[b]]`.
    DELETE_SUBSCR 1,
    /// `r[a] = r[b][r[c]:r[c+1]]`; c and c+1 are temps, None where left out.
    LOAD_SLICE 1,
    /// `r[a][r[c]:r[c+1]] = r[b]`; c and c+1 are temps.
    STORE_SLICE 1,
    /// `r[a] = slice(r[b], r[b+1], r[b+2])`; three temps.
    BUILD_SLICE 1,

    // ---- calls ----------------------------------------------------------------------------------------------------
    /// `r[a] = r[b](r[b+4] ..)` with c positional arguments. b and everything above it are temps; `r[b+1..b+4]` is kept free for the callee's
    /// frame header, and one register above the last argument is kept free too.
    CALL 1,
    /// `r[a] = ` call after LOAD_METHOD with base b: arguments (c of them, self not counted) are at `r[b+5] ..`; one register
    /// above the last is kept free.
    CALL_METHOD 1,
    /// As CALL, but the last arguments are keywords: `consts[word1]` is the tuple of their names. c counts all.
    CALL_KW 2,
    /// As CALL_METHOD with keywords: `consts[word1]` is the tuple of their names. c counts all but self.
    CALL_METHOD_KW 2,
    /// `r[a] = r[b](*r[b+4], **r[b+5])`: the first is a tuple or any iterable, the second a dict of the call's own, or None for none. With
    /// `c == CALL_EX_MAPPING` it is any mapping, as the program wrote it.
    CALL_EX 1,

    // ---- build ----------------------------------------------------------------------------------------------------
    /// `r[a] = [r[b] .. r[b+c-1]]`, moving temps.
    BUILD_LIST 1,
    /// `r[a] = (r[b] .. r[b+c-1])`, moving temps.
    BUILD_TUPLE 1,
    /// `r[a] = {r[b] .. r[b+c-1]}`, consuming temps.
    BUILD_SET 1,
    /// `r[a] = {r[b]: r[b+1], ...}`, c pairs, consuming temps.
    BUILD_MAP 1,
    /// `r[a] = ''.join` of the c strings in `r[b] ..`, consuming temps (f-strings).
    BUILD_STRING 1,
    /// `r[a].append(r[b])`, where `r[a]` is a list this code made. *Keeps* a.
    LIST_APPEND 1,
    /// `r[a].add(r[b])`. *Keeps* a.
    SET_ADD 1,
    /// `r[a][r[b]] = r[c]`, where `r[a]` is a dict this code made. *Keeps* a.
    MAP_ADD 1,
    /// `r[a].extend(r[b])` for `[*b]`: "Value after * must be an iterable, not X". *Keeps* a. With `c == 1`: the words of a
    /// call argument list (`f(*b)`), the callable being in `r[a-4]`.
    LIST_EXTEND 1,
    /// `r[a].update(r[b])` for `{*b}`. *Keeps* a.
    SET_UPDATE 1,
    /// `r[a].update(r[b])` for `{**b}`: "'X' object is not a mapping". *Keeps* a.
    DICT_UPDATE 1,
    /// As DICT_UPDATE for a call: refuses duplicates, and names the callable in `r[c]` (*kept*) in errors. *Keeps* a.
    DICT_MERGE 1,
    /// `r[a] = tuple(list r[b])`.
    LIST_TO_TUPLE 1,
    /// `r[a] = format(convert(r[b]), spec)`: low two bits of c: 0 none, 1 str, 2 repr, 3 ascii; FORMAT_HAS_SPEC: the spec is in temp
    /// `r[b+1]`.
    FORMAT 1,
    /// `r[a] = Interpolation(r[b], r[b+1] expression text, conversion of c, spec r[b+2])`; c as in FORMAT. Temps.
    BUILD_INTERPOLATION 1,
    /// `r[a] = Template(strings tuple r[b], interpolations tuple r[b+1])`. Temps.
    BUILD_TEMPLATE 1,
    /// `r[a] .. r[a+c-1] = ` the c items of `r[b]`, in order. b may equal a.
    UNPACK_SEQUENCE 1,
    /// `r[a] ..` = the items of `r[b]` with one starred target: word1 is `before | after << 16`; the list goes to
    /// `r[a+before]`.
    UNPACK_EX 2,

    // ---- iterate --------------------------------------------------------------------------------------------------
    /// `r[a] = iter(r[b])`.
    GET_ITER 1,
    /// Begin a `for` loop: the three temps `r[a] r[a+1] r[a+2]` become the loop's iteration state over `r[b]`. b may equal a. With `c == 1`
    /// `r[b]` is an iterator already (a generator expression's argument): `iter()` is not called on it again.
    FOR_PREPARE 1,
    /// `r[a] = ` the next item of the loop state at `r[b]`; when there is none the state is cleared and the loop is left by
    /// jumping word1. a may be a local. Word 2 is cache.
    FOR_ITER 3,
    /// Leave a loop early: drop the loop state at `r[a]` (`break`, `return`).
    FOR_DROP 1,

    // ---- generators and coroutines --------------------------------------------------------------------------------
    /// Yield `r[b]`; on resumption `r[a] = ` the sent value. c is the register of the outermost exception handler that
    /// lexically surrounds the yield (the `a` of its PUSH_EXC_INFO), or NO_REGISTER.
    YIELD 1,
    /// `r[a] = ` what a `yield from`/`await` iterates: `r[b]` itself when it is a generator or coroutine, else `iter(r[b])`. In a
    /// plain generator a coroutine is refused.
    GET_YIELD_FROM_ITER 1,
    /// `r[a] = ` awaitable of `r[b]`. c: 0 plain await, 1 from `__aenter__`, 2 from `__aexit__` (error words).
    GET_AWAITABLE 1,
    /// `r[a] = type(r[b]).__aiter__(r[b])`, checked to have `__anext__`.
    GET_AITER 1,
    /// `r[a] = ` awaitable of `type(r[b]).__anext__(r[b])`; *keeps* b.
    GET_ANEXT 1,
    /// Send `r[c]` (consumed) into the iterator `r[b]` (*kept*): a yielded value goes to `r[a]`, and the next instruction, YIELD_DELEGATE,
    /// passes it on; when the iterator ends its value goes to `r[a]` and word1 is jumped. a, b, c are temps.
    SEND 2,
    /// Yield `r[b]` on behalf of the iterator in `r[c]` (*kept*); on resumption `r[a] = ` the sent value. A `throw()` goes to the iterator
    /// first; when that ends it, `r[b] = ` its value and word1 is jumped (the place SEND jumps to). Word2: as YIELD's c.
    YIELD_DELEGATE 3,
    /// End of `async for`: `r[a]` holds the exception (as PUSH_EXC_INFO found it). StopAsyncIteration: restore the handled
    /// exception from `r[a+1]`, drop both, go on; else reraise.
    END_ASYNC_FOR 1,

    // ---- functions and classes ------------------------------------------------------------------------------------
    /// `r[a] = ` a function of the code `consts[k16]`, without defaults or closure.
    MAKE_FUNCTION 1,
    /// Set the `FunctionAttribute` numbered c of function `r[a]` (*kept*) to `r[b]`.
    SET_FUNCTION_ATTR 1,

    // ---- exceptions -----------------------------------------------------------------------------------------------
    /// `raise` (c = 0), `raise r[a]` (1), `raise r[a] from r[b]` (2).
    RAISE 1,
    /// Raise the exception `r[a]` again, its traceback kept as it is.
    RERAISE 1,
    /// At a handler's start: the unwinder put the exception into `r[a]`. `r[a+1] = ` the exception handled before; the handled
    /// exception is now `r[a]` (*kept*).
    PUSH_EXC_INFO 1,
    /// Leave a handler: the handled exception is `r[a+1]` again; both temps are dropped.
    POP_EXCEPT 1,
    /// Jump by word1 when exception `r[a]` (*kept*) does not match the class or tuple `r[b]` (consumed).
    JUMP_IF_NOT_MATCH 2,
    /// `except*`: split `r[a]` (the rest, or None) by the type `r[b]` (consumed): `r[a] = ` rest, `r[c] = ` match or None, which becomes
    /// the handled exception when it is not None.
    CHECK_EG_MATCH 1,
    /// `r[a] = ` what to raise after the `except*` clauses: original `r[b]`, list of raised and unhandled `r[c]`; None when
    /// nothing is left.
    PREPARE_RERAISE_STAR 1,
    /// `r[a] = ` the `SpecialMethod` numbered c of `r[b]` in LOAD_METHOD's form (self in `r[a+4]`), looked up on the type; *keeps* b. The error names the
    /// protocol.
    LOAD_SPECIAL 1,
    /// `r[a] = exit(type(e), e, e.__traceback__)` where the exit method pair is `r[b]` (callable) and `r[b+1]` (self or NULL), both
    /// *kept*, and e is `r[c]`, *kept*.
    WITH_EXCEPT_START 1,
    /// As WITH_EXCEPT_START with three Nones and the pair consumed: the normal end of `with`.
    WITH_EXIT 1,

    // ---- import ---------------------------------------------------------------------------------------------------
    /// `r[a] = __import__(names[word1], globals, locals, fromlist r[c], level r[b])`. Temps b and c are consumed.
    IMPORT_NAME 2,
    /// `r[a] = r[b].names[word1]` by the rules of `from m import n`; *keeps* b.
    IMPORT_FROM 2,
    /// `from r[a] import *` into the namespace in `r[0]`.
    IMPORT_STAR 1,

    // ---- patterns -------------------------------------------------------------------------------------------------
    /// `r[a] = ` tuple of the attributes that class pattern `r[c](word1 positional, names in tuple r[c+1])` takes from subject
    /// `r[b]` (*kept*), or None. c and c+1 are temps.
    MATCH_CLASS 2,
    /// `r[a] = ` whether `r[b]` (*kept*) is a mapping for patterns.
    MATCH_MAPPING 1,
    /// `r[a] = ` whether `r[b]` (*kept*) is a sequence for patterns.
    MATCH_SEQUENCE 1,
    /// `r[a] = ` tuple of values of the keys in tuple `r[c]` (*kept*) in mapping `r[b]` (*kept*), or None.
    MATCH_KEYS 1,
    /// `r[a] = ` a dict of `r[b]` (*kept*) without the keys in tuple `r[c]`: `**rest`.
    MATCH_REST 1,
    /// `r[a] = len(r[b])`; *keeps* b.
    GET_LEN 1,

    // ---- rare -----------------------------------------------------------------------------------------------------
    /// `r[a] = ` the `Intrinsic` numbered c of `r[b]` (and `r[b+1]` where it takes two). Temps are consumed.
    INTRINSIC 1,
    /// Make sure the namespace in `r[0]` has `__annotations__` (only under `from __future__ import annotations`).
    SETUP_ANNOTATIONS 1,

    // ---- made by the runtime only: what a hot instruction becomes -------------------------------------------------
    /// CALL in a generator's frame: the callee's window is at the stack's top.
    CALL_FROM_GENERATOR 1,
    /// CALL_METHOD in a generator's frame.
    CALL_METHOD_FROM_GENERATOR 1,
    /// CALL of the builtin `len` with one argument.
    CALL_LEN 1,
    /// CALL of the builtin `isinstance` with two arguments.
    CALL_ISINSTANCE 1,
    /// CALL of the class `type` with one argument.
    CALL_TYPE 1,
    /// CALL of a native function, which takes the arguments where they stand.
    CALL_NATIVE 1,
    /// CALL_METHOD of a native method or function, as CALL_NATIVE.
    CALL_METHOD_NATIVE 1,
    /// CALL of a bound method of a plain Python function.
    CALL_BOUND 1,
    /// CALL of a plain Python function with defaults for what is missing.
    CALL_DEFAULTS 1,
    /// CALL_METHOD of such a function.
    CALL_METHOD_DEFAULTS 1,
    /// CALL of a class made by a class statement whose instances have `object.__new__`, and an `__init__` in Python or none.
    CALL_INIT 1,
    /// LOAD_ATTR of an instance's inline slot.
    LOAD_ATTR_SLOT 6,
    /// LOAD_ATTR_SLOT of a local, into a temp whose life begins.
    LOAD_ATTR_SLOT_OF_LOCAL 6,
    /// LOAD_ATTR_SLOT_OF_LOCAL with the JUMP_IF_TRUE that follows, which consumes the temp.
    LOAD_ATTR_SLOT_IF_TRUE 6,
    /// LOAD_ATTR_SLOT_OF_LOCAL with the JUMP_IF_FALSE that follows, which consumes the temp.
    LOAD_ATTR_SLOT_IF_FALSE 6,
    /// LOAD_ATTR_SLOT_OF_LOCAL with the JUMP_IF_NONE that follows, which consumes the temp.
    LOAD_ATTR_SLOT_IF_NONE 6,
    /// LOAD_ATTR_SLOT_OF_LOCAL with the JUMP_IF_NOT_NONE that follows, which consumes the temp.
    LOAD_ATTR_SLOT_IF_NOT_NONE 6,
    /// LOAD_ATTR of a value found on the class, not shadowed by the instance.
    LOAD_ATTR_CLASS 6,
    /// LOAD_ATTR of a class's own or inherited attribute.
    LOAD_ATTR_OF_CLASS 6,
    /// LOAD_ATTR of a module's global.
    LOAD_ATTR_MODULE 6,
    /// LOAD_ATTR of an instance that keeps its attributes in a dict.
    LOAD_ATTR_DICT 6,
    /// LOAD_ATTR of what a builtin class computes.
    LOAD_ATTR_GETSET 6,
    /// STORE_ATTR to an instance's existing inline slot.
    STORE_ATTR_SLOT 6,
    /// STORE_ATTR that adds an attribute: a change of shape.
    STORE_ATTR_ADD 6,
    /// STORE_ATTR to what an instance's dict holds already.
    STORE_ATTR_DICT 6,
    /// LOAD_METHOD of a function found on the class.
    LOAD_METHOD_CLASS 6,
    /// LOAD_METHOD of what takes no self: a slot's content, a value on the class, a module's global.
    LOAD_METHOD_VALUE 6,
    /// LOAD_SUBSCR of a list in a register that outlives the instruction, or is its destination.
    LOAD_SUBSCR_LIST 1,
    /// LOAD_SUBSCR of a tuple in such a register.
    LOAD_SUBSCR_TUPLE 1,
    /// LOAD_SUBSCR of a string in such a register.
    LOAD_SUBSCR_STR 1,
    /// LOAD_SUBSCR of bytes in such a register.
    LOAD_SUBSCR_BYTES 1,
    /// LOAD_SUBSCR of whatever comes.
    LOAD_SUBSCR_ANY 1,
    /// LOAD_SUBSCR_IMM of a list in such a register, where the index is not negative.
    LOAD_SUBSCR_IMM_LIST 1,
    /// LOAD_SUBSCR_IMM of a string in such a register.
    LOAD_SUBSCR_IMM_STR 1,
    /// LOAD_SUBSCR_IMM of bytes in such a register.
    LOAD_SUBSCR_IMM_BYTES 1,
    /// LOAD_SUBSCR_IMM of whatever comes.
    LOAD_SUBSCR_IMM_ANY 1,
    /// LOAD_SUBSCR_IMM of a tuple.
    LOAD_SUBSCR_IMM_TUPLE 1,
    /// LOAD_SUBSCR of a dict.
    LOAD_SUBSCR_DICT 1,
    /// STORE_SUBSCR to a dict.
    STORE_SUBSCR_DICT 1,
    /// ADD of floats.
    ADD_FLOAT 1,
    /// ADD of whatever comes.
    ADD_ANY 1,
    /// SUB of floats.
    SUB_FLOAT 1,
    /// SUB of whatever comes.
    SUB_ANY 1,
    /// MUL of floats.
    MUL_FLOAT 1,
    /// MUL of whatever comes.
    MUL_ANY 1,
    /// INPLACE_ADD of floats.
    INPLACE_ADD_FLOAT 1,
    /// INPLACE_ADD of whatever comes.
    INPLACE_ADD_ANY 1,
    /// INPLACE_SUB of floats.
    INPLACE_SUB_FLOAT 1,
    /// INPLACE_SUB of whatever comes.
    INPLACE_SUB_ANY 1,
    /// INPLACE_MUL of floats.
    INPLACE_MUL_FLOAT 1,
    /// INPLACE_MUL of whatever comes.
    INPLACE_MUL_ANY 1,
    /// MUL_FLOAT whose product, a temp, the ADD that follows adds to another float: `x + a * b`.
    MUL_FLOAT_ADD 1,
    /// As MUL_FLOAT_ADD, where the product is the left operand: `a * b + x`.
    MUL_FLOAT_PLUS 1,
    /// MUL_FLOAT whose product, a temp, the SUB that follows takes from another float: `x - a * b`.
    MUL_FLOAT_SUB 1,
    /// As MUL_FLOAT_SUB, where the product is the left operand: `a * b - x`.
    MUL_FLOAT_MINUS 1,
    /// FOR_ITER over a range of inline ints.
    FOR_ITER_RANGE 3,
    /// FOR_ITER over a list.
    FOR_ITER_LIST 3,
    /// FOR_ITER over a generator.
    FOR_ITER_GENERATOR 3,
    /// FOR_ITER over an iterator of a list.
    FOR_ITER_LIST_ITERATOR 3,
    /// FOR_ITER over an iterator of a range of machine words.
    FOR_ITER_RANGE_ITERATOR 3,
    /// FOR_ITER over an iterator of a builtin class.
    FOR_ITER_NATIVE 3,
    /// FOR_ITER over whatever comes.
    FOR_ITER_ANY 3,
    /// UNPACK_SEQUENCE of a tuple of two in a register that is no destination.
    UNPACK_PAIR 1,
    /// UNPACK_SEQUENCE of a tuple in such a register.
    UNPACK_TUPLE 1,
    /// UNPACK_SEQUENCE of a list in such a register.
    UNPACK_LIST 1,
    /// UNPACK_SEQUENCE of whatever comes.
    UNPACK_ANY 1,
    /// As LOAD_METHOD_VALUE of a module's global.
    LOAD_METHOD_MODULE 6,
    /// LOAD_GLOBAL found in the module's globals.
    LOAD_GLOBAL_MODULE 3,
    /// LOAD_GLOBAL found in builtins.
    LOAD_GLOBAL_BUILTIN 3,
    /// An instruction that is watched: the watchers are told, then what it was is carried out. Its words are those of the instruction.
    TRACE 1,
}

impl Op {
    /// The op that the compiler emits where the interpreter has put this one, for ops that stand for a single one.
    pub const fn general(self) -> Op {
        match self {
            Op::LOAD_SUBSCR_LIST
            | Op::LOAD_SUBSCR_TUPLE
            | Op::LOAD_SUBSCR_DICT
            | Op::LOAD_SUBSCR_STR
            | Op::LOAD_SUBSCR_BYTES
            | Op::LOAD_SUBSCR_ANY => Op::LOAD_SUBSCR,
            Op::LOAD_SUBSCR_IMM_LIST
            | Op::LOAD_SUBSCR_IMM_TUPLE
            | Op::LOAD_SUBSCR_IMM_STR
            | Op::LOAD_SUBSCR_IMM_BYTES
            | Op::LOAD_SUBSCR_IMM_ANY => Op::LOAD_SUBSCR_IMM,
            Op::STORE_SUBSCR_DICT => Op::STORE_SUBSCR,
            Op::ADD_FLOAT | Op::ADD_ANY => Op::ADD,
            Op::SUB_FLOAT | Op::SUB_ANY => Op::SUB,
            Op::MUL_FLOAT
            | Op::MUL_ANY
            | Op::MUL_FLOAT_ADD
            | Op::MUL_FLOAT_PLUS
            | Op::MUL_FLOAT_SUB
            | Op::MUL_FLOAT_MINUS => Op::MUL,
            Op::INPLACE_ADD_FLOAT | Op::INPLACE_ADD_ANY => Op::INPLACE_ADD,
            Op::INPLACE_SUB_FLOAT | Op::INPLACE_SUB_ANY => Op::INPLACE_SUB,
            Op::INPLACE_MUL_FLOAT | Op::INPLACE_MUL_ANY => Op::INPLACE_MUL,
            Op::FOR_ITER_RANGE
            | Op::FOR_ITER_LIST
            | Op::FOR_ITER_GENERATOR
            | Op::FOR_ITER_LIST_ITERATOR
            | Op::FOR_ITER_RANGE_ITERATOR
            | Op::FOR_ITER_NATIVE
            | Op::FOR_ITER_ANY => Op::FOR_ITER,
            Op::UNPACK_PAIR | Op::UNPACK_TUPLE | Op::UNPACK_LIST | Op::UNPACK_ANY => Op::UNPACK_SEQUENCE,
            Op::CALL_BOUND | Op::CALL_DEFAULTS | Op::CALL_INIT => Op::CALL,
            Op::CALL_METHOD_DEFAULTS => Op::CALL_METHOD,
            other => other,
        }
    }
}

/// One instruction's first word, taken apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instruction {
    pub op: Op,
    pub a: u8,
    pub b: u8,
    pub c: u8,
}

impl Instruction {
    /// The word for an instruction.
    #[inline(always)]
    pub const fn encode(self) -> u32 {
        self.op as u32 | (self.a as u32) << 8 | (self.b as u32) << 16 | (self.c as u32) << 24
    }

    /// The instruction in a word, when its op number exists.
    pub const fn decode(word: u32) -> Option<Instruction> {
        match Op::from_number(word as u8) {
            Some(op) => Some(Instruction { op, a: (word >> 8) as u8, b: (word >> 16) as u8, c: (word >> 24) as u8 }),
            None => None,
        }
    }
}

macro_rules! numbered {
    ($(#[$meta:meta])* $name:ident { $($(#[$row:meta])* $variant:ident,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$row])* $variant,)+ }

        impl $name {
            /// Every one, in the order of its number.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The one with this number.
            #[inline]
            pub const fn from_number(number: u8) -> Option<$name> {
                if (number as usize) < Self::ALL.len() { Some(Self::ALL[number as usize]) } else { None }
            }
        }
    };
}

numbered! {
    /// Constants that need no constant table.
    Immediate { None, False, True, Ellipsis, /// An empty register: `r[a]` is cleared.
    Null, }
}

numbered! {
    /// The operator of `BINARY`.
    BinaryKind {
        MatMul, Pow,
        InplaceTrueDiv, InplaceFloorDiv, InplaceMod, InplacePow, InplaceMatMul,
        InplaceAnd, InplaceOr, InplaceXor, InplaceLShift, InplaceRShift,
    }
}

numbered! {
    /// Objects that code needs whatever the names say.
    CommonConstant { AssertionError, NotImplementedError, BuiltinTuple, BuiltinAll, BuiltinAny, BuiltinList, BuiltinSet, }
}

numbered! {
    /// The methods `with` looks up on the type.
    SpecialMethod { Enter, Exit, AsyncEnter, AsyncExit, }
}

numbered! {
    /// What SET_FUNCTION_ATTR sets.
    FunctionAttribute {
        /// A tuple.
        Defaults,
        /// A dict.
        KeywordDefaults,
        /// A dict or a tuple of names and values (`from __future__ import annotations`).
        Annotations,
        /// The function that computes the annotations (PEP 649).
        Annotate,
        /// A tuple of cells.
        Closure,
        /// A tuple of type parameters.
        TypeParams,
    }
}

numbered! {
    /// What INTRINSIC computes.
    Intrinsic {
        /// Interactive mode: `sys.displayhook(b)`.
        Print,
        /// In a generator or coroutine: turn a StopIteration (or StopAsyncIteration in an async generator) b that
        /// would leave it into RuntimeError; any other exception is given back as it is.
        StopIterationError,
        /// An async generator's `yield`: wrap b.
        AsyncGeneratorWrap,
        /// `TypeVar(b)`.
        TypeVar,
        /// `TypeVar(b, bound = evaluated by function b+1)`.
        TypeVarWithBound,
        /// `TypeVar(b, constraints = evaluated by function b+1)`.
        TypeVarWithConstraints,
        /// `ParamSpec(b)`.
        ParamSpec,
        /// `TypeVarTuple(b)`.
        TypeVarTuple,
        /// Set the default evaluator of type parameter b to function b+1; gives b.
        SetTypeParamDefault,
        /// `Generic[*b]`, b a tuple of type parameters.
        SubscriptGeneric,
        /// `TypeAliasType`: b is a tuple (name, type parameters or None, function that computes the value).
        TypeAlias,
    }
}
