//! Arithmetic by the operands' slots, and conversions to Rust numbers (data model 3.3.8).

use taipan_heap::{Owned, Value};

use crate::error::R;
use crate::names::Names;
use crate::object::obj::Obj;
use crate::object::slots::{Binary, Slots};
use crate::types::str::Str;
use crate::vm::Vm;

/// A binary operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    MatMul,
    TrueDiv,
    FloorDiv,
    Mod,
    DivMod,
    Pow,
    LShift,
    RShift,
    And,
    Or,
    Xor,
}

impl BinaryOp {
    /// As messages show it.
    pub const fn symbol(self) -> &'static str {
        match self {
            BinaryOp::Add => "+",
            BinaryOp::Sub => "-",
            BinaryOp::Mul => "*",
            BinaryOp::MatMul => "@",
            BinaryOp::TrueDiv => "/",
            BinaryOp::FloorDiv => "//",
            BinaryOp::Mod => "%",
            BinaryOp::DivMod => "divmod()",
            BinaryOp::Pow => "** or pow()",
            BinaryOp::LShift => "<<",
            BinaryOp::RShift => ">>",
            BinaryOp::And => "&",
            BinaryOp::Or => "|",
            BinaryOp::Xor => "^",
        }
    }

    const fn inplace_symbol(self) -> &'static str {
        match self {
            BinaryOp::Add => "+=",
            BinaryOp::Sub => "-=",
            BinaryOp::Mul => "*=",
            BinaryOp::MatMul => "@=",
            BinaryOp::TrueDiv => "/=",
            BinaryOp::FloorDiv => "//=",
            BinaryOp::Mod => "%=",
            BinaryOp::Pow | BinaryOp::DivMod => "**=",
            BinaryOp::LShift => "<<=",
            BinaryOp::RShift => ">>=",
            BinaryOp::And => "&=",
            BinaryOp::Or => "|=",
            BinaryOp::Xor => "^=",
        }
    }

    /// The special method, but for `**`, which takes more operands.
    pub(crate) fn name(self, names: &Names) -> Option<Obj<Str>> {
        self.names(names).map(|(name, _)| name)
    }

    /// The special methods of the left and of the right operand.
    fn names(self, names: &Names) -> Option<(Obj<Str>, Obj<Str>)> {
        Some(match self {
            BinaryOp::Add => (names.__add__, names.__radd__),
            BinaryOp::Sub => (names.__sub__, names.__rsub__),
            BinaryOp::Mul => (names.__mul__, names.__rmul__),
            BinaryOp::MatMul => (names.__matmul__, names.__rmatmul__),
            BinaryOp::TrueDiv => (names.__truediv__, names.__rtruediv__),
            BinaryOp::FloorDiv => (names.__floordiv__, names.__rfloordiv__),
            BinaryOp::Mod => (names.__mod__, names.__rmod__),
            BinaryOp::DivMod => (names.__divmod__, names.__rdivmod__),
            BinaryOp::Pow => return None,
            BinaryOp::LShift => (names.__lshift__, names.__rlshift__),
            BinaryOp::RShift => (names.__rshift__, names.__rrshift__),
            BinaryOp::And => (names.__and__, names.__rand__),
            BinaryOp::Or => (names.__or__, names.__ror__),
            BinaryOp::Xor => (names.__xor__, names.__rxor__),
        })
    }

    /// The special method of the operator with `=`.
    pub(crate) fn inplace_name(self, names: &Names) -> Option<Obj<Str>> {
        Some(match self {
            BinaryOp::Add => names.__iadd__,
            BinaryOp::Sub => names.__isub__,
            BinaryOp::Mul => names.__imul__,
            BinaryOp::MatMul => names.__imatmul__,
            BinaryOp::TrueDiv => names.__itruediv__,
            BinaryOp::FloorDiv => names.__ifloordiv__,
            BinaryOp::Mod => names.__imod__,
            BinaryOp::DivMod | BinaryOp::Pow => return None,
            BinaryOp::LShift => names.__ilshift__,
            BinaryOp::RShift => names.__irshift__,
            BinaryOp::And => names.__iand__,
            BinaryOp::Or => names.__ior__,
            BinaryOp::Xor => names.__ixor__,
        })
    }

    #[inline]
    fn slot(self, slots: &Slots) -> Option<Binary> {
        match self {
            BinaryOp::Add => slots.add,
            BinaryOp::Sub => slots.sub,
            BinaryOp::Mul => slots.mul,
            BinaryOp::MatMul => slots.matmul,
            BinaryOp::TrueDiv => slots.truediv,
            BinaryOp::FloorDiv => slots.floordiv,
            BinaryOp::Mod => slots.modulo,
            BinaryOp::DivMod => slots.divmod,
            BinaryOp::Pow => None,
            BinaryOp::LShift => slots.lshift,
            BinaryOp::RShift => slots.rshift,
            BinaryOp::And => slots.and,
            BinaryOp::Or => slots.or,
            BinaryOp::Xor => slots.xor,
        }
    }

    fn inplace_slot(self, slots: &Slots) -> Option<Binary> {
        match self {
            BinaryOp::Add => slots.inplace_add,
            BinaryOp::Sub => slots.inplace_sub,
            BinaryOp::Mul => slots.inplace_mul,
            BinaryOp::MatMul => slots.inplace_matmul,
            BinaryOp::TrueDiv => slots.inplace_truediv,
            BinaryOp::FloorDiv => slots.inplace_floordiv,
            BinaryOp::Mod => slots.inplace_modulo,
            BinaryOp::DivMod | BinaryOp::Pow => None,
            BinaryOp::LShift => slots.inplace_lshift,
            BinaryOp::RShift => slots.inplace_rshift,
            BinaryOp::And => slots.inplace_and,
            BinaryOp::Or => slots.inplace_or,
            BinaryOp::Xor => slots.inplace_xor,
        }
    }
}

impl Vm {
    /// `a OP b`.
    pub fn binary_op(&mut self, op: BinaryOp, a: Value, b: Value) -> R<Owned> {
        if op == BinaryOp::Pow {
            return self.power(a, b, Value::NONE);
        }
        let result = self.binary_by_slots(op, a, b)?;
        if !result.is(Value::NOT_IMPLEMENTED) {
            return Ok(result);
        }
        if let Some(result) = self.sequence_op(op, a, b, false)? {
            return Ok(result);
        }
        Err(self.unsupported(op.symbol(), a, b))
    }

    /// `a OP= b`.
    pub fn inplace_op(&mut self, op: BinaryOp, a: Value, b: Value) -> R<Owned> {
        if op == BinaryOp::Pow {
            if let Some(power) = self.class_of(a).slots(self).inplace_power {
                let result = power(self, a, b, Value::NONE)?;
                if !result.is(Value::NOT_IMPLEMENTED) {
                    return Ok(result);
                }
            }
            return self.power_named(a, b, Value::NONE, "**=");
        }
        if let Some(inplace) = op.inplace_slot(self.class_of(a).slots(self)) {
            let result = inplace(self, a, b)?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        let result = self.binary_by_slots(op, a, b)?;
        if !result.is(Value::NOT_IMPLEMENTED) {
            return Ok(result);
        }
        if let Some(result) = self.sequence_op(op, a, b, true)? {
            return Ok(result);
        }
        Err(self.unsupported(op.inplace_symbol(), a, b))
    }

    /// What is left of `a OP b`, or `a OP= b`, when the left operand's method, found in a class made by Python code, has returned NotImplemented:
    /// the method with `=` if `by_inplace` says so, else the plain one, which the right operand's class did not precede.
    pub(crate) fn binary_op_declined(
        &mut self,
        op: BinaryOp,
        a: Value,
        b: Value,
        inplace: bool,
        by_inplace: bool,
    ) -> R<Owned> {
        let result = if by_inplace { self.binary_by_slots(op, a, b)? } else { self.ask_right(op, a, b)? };
        if !result.is(Value::NOT_IMPLEMENTED) {
            return Ok(result);
        }
        if let Some(result) = self.sequence_op(op, a, b, inplace)? {
            return Ok(result);
        }
        Err(self.unsupported(if inplace { op.inplace_symbol() } else { op.symbol() }, a, b))
    }

    /// The right operand's part in `a OP b`.
    fn ask_right(&mut self, op: BinaryOp, a: Value, b: Value) -> R<Owned> {
        let (left, right) = (self.class_of(a), self.class_of(b));
        let slot = if left == right { None } else { op.slot(right.slots(self)) };
        let Some(slot) = slot else { return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)) };
        self.enter_native()?;
        match (op.slot(left.slots(self)), op.names(&self.names)) {
            // The slot that both share would ask the left one again.
            (Some(shared), Some((_, reflected))) if shared as usize == slot as usize => {
                self.call_special_or_not_implemented(b, reflected, &[a])
            }
            _ => slot(self, a, b),
        }
    }

    fn binary_by_slots(&mut self, op: BinaryOp, a: Value, b: Value) -> R<Owned> {
        self.enter_native()?;
        let result = self.binary_by_slots_unguarded(op, a, b);
        self.leave_native();
        result
    }

    fn binary_by_slots_unguarded(&mut self, op: BinaryOp, a: Value, b: Value) -> R<Owned> {
        let (left, right) = (self.class_of(a), self.class_of(b));
        let first = op.slot(left.slots(self));
        let mut second = if left == right { None } else { op.slot(right.slots(self)) };
        if let (Some(x), Some(y)) = (first, second)
            && x as usize == y as usize
        {
            second = None;
        }
        if let Some(slot) = first {
            // A subclass on the right is asked first.
            if let Some(other) = second
                && right.is_subclass_of(self, left)
            {
                let result = other(self, a, b)?;
                if !result.is(Value::NOT_IMPLEMENTED) {
                    return Ok(result);
                }
                second = None;
            }
            let result = slot(self, a, b)?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        match second {
            Some(slot) => slot(self, a, b),
            None => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
        }
    }

    /// `+` and `*` of sequences, once numbers have declined.
    fn sequence_op(&mut self, op: BinaryOp, a: Value, b: Value, inplace: bool) -> R<Option<Owned>> {
        let slots = *self.class_of(a).slots(self);
        match op {
            BinaryOp::Add => {
                let concat = if inplace { slots.inplace_concat.or(slots.concat) } else { slots.concat };
                concat.map(|concat| concat(self, a, b)).transpose()
            }
            BinaryOp::Mul => {
                let repeat = if inplace { slots.inplace_repeat.or(slots.repeat) } else { slots.repeat };
                if let Some(repeat) = repeat {
                    let count = self.repeat_count(b)?;
                    return repeat(self, a, count).map(Some);
                }
                if inplace && self.counts_as_sequence(self.class_of(a)) {
                    return Ok(None);
                }
                if let Some(repeat) = self.class_of(b).slots(self).repeat {
                    let count = self.repeat_count(a)?;
                    return repeat(self, b, count).map(Some);
                }
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    fn repeat_count(&mut self, value: Value) -> R<isize> {
        if self.class_of(value).slots(self).index.is_none() {
            let class = self.class_of(value).name(self);
            return Err(self.type_error(format!("can't multiply sequence by non-int of type '{class}'")));
        }
        self.to_count(value)
    }

    /// As `to_index`; OverflowError when it does not fit.
    pub fn to_count(&mut self, value: Value) -> R<isize> {
        let index = self.index(value)?;
        match self.int_to_i64(index.value()) {
            Some(int) => Ok(int as isize),
            None => {
                let class = self.class_of(value).name(self);
                Err(self.overflow_error(format!("cannot fit '{class}' into an index-sized integer")))
            }
        }
    }

    #[cold]
    fn unsupported(&mut self, symbol: &str, a: Value, b: Value) -> crate::error::Raised {
        let (left, right) = (self.class_of(a).name(self), self.class_of(b).name(self));
        if symbol == ">>" && left == "builtin_function_or_method" && self.is_builtin_print(a) {
            return self.type_error(format!(
                "unsupported operand type(s) for >>: '{left}' and '{right}'. Did you mean \"print(<message>, \
                 file=<output_stream>)\"?"
            ));
        }
        self.type_error(format!("unsupported operand type(s) for {symbol}: '{left}' and '{right}'"))
    }

    /// `pow(base, exponent, modulus)`; the modulus is None when not given.
    pub fn power(&mut self, base: Value, exponent: Value, modulus: Value) -> R<Owned> {
        self.power_named(base, exponent, modulus, "** or pow()")
    }

    fn power_named(&mut self, base: Value, exponent: Value, modulus: Value, symbol: &str) -> R<Owned> {
        let (left, right) = (self.class_of(base), self.class_of(exponent));
        let first = left.slots(self).power;
        let mut second = if left == right { None } else { right.slots(self).power };
        if let (Some(x), Some(y)) = (first, second)
            && x as usize == y as usize
        {
            second = None;
        }
        let mut order = [first, second];
        if first.is_some() && second.is_some() && right.is_subclass_of(self, left) {
            order.swap(0, 1);
        }
        let third = self.class_of(modulus).slots(self).power.filter(|_| !modulus.is_none());
        let asked =
            |slot: crate::object::slots::Ternary| order.iter().flatten().any(|&other| other as usize == slot as usize);
        let third = third.filter(|&slot| !asked(slot));
        for slot in order.into_iter().chain([third]).flatten() {
            let result = slot(self, base, exponent, modulus)?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if modulus.is_none() {
            return Err(self.unsupported(symbol, base, exponent));
        }
        let third = self.class_of(modulus).name(self);
        let (left, right) = (left.name(self), right.name(self));
        Err(self.type_error(format!("unsupported operand type(s) for ** or pow(): '{left}', '{right}', '{third}'")))
    }

    /// `-value`.
    pub fn negative(&mut self, value: Value) -> R<Owned> {
        let slot = self.class_of(value).slots(self).negative;
        self.unary_op(slot, value, "unary -")
    }

    /// `+value`.
    pub fn positive(&mut self, value: Value) -> R<Owned> {
        let slot = self.class_of(value).slots(self).positive;
        self.unary_op(slot, value, "unary +")
    }

    /// `~value`.
    pub fn invert(&mut self, value: Value) -> R<Owned> {
        let slot = self.class_of(value).slots(self).invert;
        self.unary_op(slot, value, "unary ~")
    }

    /// `abs(value)`.
    pub fn absolute(&mut self, value: Value) -> R<Owned> {
        let slot = self.class_of(value).slots(self).absolute;
        self.unary_op(slot, value, "abs()")
    }

    fn unary_op(&mut self, slot: Option<crate::object::slots::Unary>, value: Value, what: &str) -> R<Owned> {
        match slot {
            Some(slot) => slot(self, value),
            None => {
                let class = self.class_of(value).name(self);
                Err(self.type_error(format!("bad operand type for {what}: '{class}'")))
            }
        }
    }

    /// `bool(value)`.
    #[inline]
    pub fn truth(&mut self, value: Value) -> R<bool> {
        if value.is_bool() {
            return Ok(value.is(Value::TRUE));
        }
        if let Some(int) = value.as_int() {
            return Ok(int != 0);
        }
        if value.is_none() {
            return Ok(false);
        }
        self.truth_slow(value)
    }

    fn truth_slow(&mut self, value: Value) -> R<bool> {
        let slots = self.class_of(value).slots(self);
        if let Some(truth) = slots.truth {
            return truth(self, value);
        }
        if let Some(length) = slots.length {
            return Ok(length(self, value)? != 0);
        }
        Ok(true)
    }

    /// `operator.index(value)`: an int object (never of a subclass unless it is one already).
    pub fn index(&mut self, value: Value) -> R<Owned> {
        if value.is_int() || self.class_of(value).is_subclass_of(self, self.types.int) {
            return Ok(value.own());
        }
        let class = self.class_of(value);
        let Some(index) = class.slots(self).index else {
            let name = class.name(self);
            return Err(self.type_error(format!("'{name}' object cannot be interpreted as an integer")));
        };
        let result = index(self, value)?;
        let found = self.class_of(result.value());
        if found == self.types.int {
            return Ok(result);
        }
        if found.is_subclass_of(self, self.types.int) {
            self.warn_of_subclass("__index__ returned non-int", found, "int")?;
            let number = self.to_number(result.value())?;
            return self.new_big(number);
        }
        let found = found.name(self);
        Err(self.type_error(format!("__index__ returned non-int (type {found})")))
    }

    /// What a special method returned is of a subclass, which it will not be allowed to.
    #[cold]
    pub(crate) fn warn_of_subclass(
        &mut self,
        returned: &str,
        found: crate::Obj<crate::object::class::Class>,
        wanted: &str,
    ) -> R<()> {
        let found = found.name(self);
        let message = format!(
            "{returned} (type {found}).  The ability to return an instance of a strict subclass of {wanted} is \
             deprecated, and may be removed in a future version of Python."
        );
        self.warn(self.exceptions.DeprecationWarning, &message)
    }

    /// The value as a number that an argument asks for; OverflowError when it does not fit.
    pub fn to_size(&mut self, value: Value) -> R<isize> {
        let index = self.index(value)?;
        match self.int_to_i64(index.value()).and_then(|size| isize::try_from(size).ok()) {
            Some(size) => Ok(size),
            None => Err(self.overflow_error("Python int too large to convert to C ssize_t")),
        }
    }

    /// The value as a position or count; IndexError when it does not fit.
    pub fn to_index(&mut self, value: Value) -> R<isize> {
        if let Some(int) = value.as_int() {
            return Ok(int as isize);
        }
        let index = self.index(value)?;
        match self.int_to_i64(index.value()) {
            Some(int) => Ok(int as isize),
            None => {
                let class = self.class_of(value).name(self);
                Err(self.index_error(format!("cannot fit '{class}' into an index-sized integer")))
            }
        }
    }

    /// The value as a position, clamped to what fits, as slices do.
    pub fn to_index_clamped(&mut self, value: Value) -> R<isize> {
        if let Some(int) = value.as_int() {
            return Ok(int as isize);
        }
        let index = self.index(value)?;
        Ok(match self.int_to_i64(index.value()) {
            Some(int) => int as isize,
            None if self.int_is_negative(index.value()) => isize::MIN,
            None => isize::MAX,
        })
    }

    /// The value as an `i64`, by `__index__`; OverflowError naming the C type when it does not fit.
    pub fn to_i64(&mut self, value: Value, c_type: &str) -> R<i64> {
        let index = self.index(value)?;
        match self.int_to_i64(index.value()) {
            Some(int) => Ok(int),
            None => Err(self.overflow_error(format!("Python int too large to convert to C {c_type}"))),
        }
    }

    /// The value as a float: a float, an object with `__float__`, or with `__index__`.
    pub fn to_f64(&mut self, value: Value) -> R<f64> {
        if let Some(float) = self.as_f64(value) {
            return Ok(float);
        }
        let class = self.class_of(value);
        let slots = *class.slots(self);
        if let Some(float) = slots.float {
            let result = float(self, value)?;
            return match self.as_f64(result.value()) {
                Some(float) => {
                    let found = self.class_of(result.value());
                    if found != self.types.float {
                        let returned = format!("{}.__float__ returned non-float", class.name(self));
                        self.warn_of_subclass(&returned, found, "float")?;
                    }
                    Ok(float)
                }
                None => {
                    let (class, found) = (class.name(self), self.class_of(result.value()).name(self));
                    Err(self.type_error(format!("{class}.__float__ returned non-float (type {found})")))
                }
            };
        }
        if slots.index.is_some() {
            let index = self.index(value)?;
            return self.int_to_f64(index.value());
        }
        let name = class.name(self);
        Err(self.type_error(format!("must be real number, not {name}")))
    }
}

/// Whether what a `__bool__` has returned is true.
pub(crate) fn truth_from_result(vm: &mut Vm, result: Value) -> R<bool> {
    if result.is_bool() {
        return Ok(result.is(Value::TRUE));
    }
    let found = vm.class_of(result).name(vm);
    Err(vm.type_error(format!("__bool__ should return bool, returned {found}")))
}
