//! Rich comparison, identity-or-equality, and hashing (data model 3.3.1).

use taipan_heap::{Owned, Value};

use crate::error::R;
use crate::object::obj::Obj;
use crate::object::slots::CompareOp;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::vm::Vm;

impl Vm {
    /// `a OP b`, whatever object that gives.
    pub fn rich_compare(&mut self, a: Value, b: Value, op: CompareOp) -> R<Owned> {
        if let Some(answer) = self.compare_plain(a, b, op) {
            return Ok(Owned::bool(answer));
        }
        self.enter_native()?;
        let result = self.rich_compare_slow(a, b, op);
        self.leave_native();
        result
    }

    /// The answer for inline numbers and strings.
    #[inline]
    fn compare_plain(&self, a: Value, b: Value, op: CompareOp) -> Option<bool> {
        if let (Some(x), Some(y)) = (a.as_int(), b.as_int()) {
            return Some(op.test(x.cmp(&y)));
        }
        if let (Some(x), Some(y)) = (a.as_float(), b.as_float()) {
            return Some(match x.partial_cmp(&y) {
                Some(order) => op.test(order),
                None => op == CompareOp::Ne,
            });
        }
        let (x, y) = (self.cast_exact::<Str>(a)?, self.cast_exact::<Str>(b)?);
        Some(match op {
            CompareOp::Eq => x.equals(self, y),
            CompareOp::Ne => !x.equals(self, y),
            _ => op.test(x.units(self).cmp(&y.units(self))),
        })
    }

    fn rich_compare_slow(&mut self, a: Value, b: Value, op: CompareOp) -> R<Owned> {
        let (left, right) = (self.class_of(a), self.class_of(b));
        let mut reflected_asked = false;
        if left != right
            && right.is_subclass_of(self, left)
            && let Some(compare) = right.slots(self).compare
        {
            reflected_asked = true;
            let result = compare(self, b, a, op.swapped())?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if let Some(compare) = left.slots(self).compare {
            let result = compare(self, a, b, op)?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if reflected_asked { self.compare_unasked(a, b, op) } else { self.compare_declined(a, b, op) }
    }

    /// What is left of `a OP b` when only the left operand's method was asked, which has returned NotImplemented.
    pub(crate) fn compare_declined(&mut self, a: Value, b: Value, op: CompareOp) -> R<Owned> {
        if let Some(compare) = self.class_of(b).slots(self).compare {
            self.enter_native()?;
            let result = compare(self, b, a, op.swapped())?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        self.compare_unasked(a, b, op)
    }

    /// `a OP b` where neither operand's method answers.
    fn compare_unasked(&mut self, a: Value, b: Value, op: CompareOp) -> R<Owned> {
        let (left, right) = (self.class_of(a), self.class_of(b));
        match op {
            CompareOp::Eq => Ok(Owned::bool(a.is(b))),
            CompareOp::Ne => Ok(Owned::bool(!a.is(b))),
            _ => {
                let (left, right) = (left.name(self), right.name(self));
                Err(self
                    .type_error(format!("'{}' not supported between instances of '{left}' and '{right}'", op.symbol())))
            }
        }
    }

    /// The truth of `a OP b`.
    pub fn compare_truth(&mut self, a: Value, b: Value, op: CompareOp) -> R<bool> {
        if let Some(answer) = self.compare_plain(a, b, op) {
            return Ok(answer);
        }
        if let (CompareOp::Eq | CompareOp::Ne, Some(x), Some(y)) =
            (op, self.cast_exact::<Tuple>(a), self.cast_exact::<Tuple>(b))
        {
            return Ok(self.tuples_equal(x, y)? == matches!(op, CompareOp::Eq));
        }
        let result = self.rich_compare(a, b, op)?;
        self.truth(result.value())
    }

    /// `a is b or a == b`: how containers compare.
    #[inline]
    pub fn equal(&mut self, a: Value, b: Value) -> R<bool> {
        if a.is(b) {
            return Ok(true);
        }
        if a.is_int() && b.is_int() {
            return Ok(false);
        }
        if a.is_float() && b.is_float() {
            return Ok(a.float_payload() == b.float_payload());
        }
        if let (Some(x), Some(y)) = (self.cast_exact::<Str>(a), self.cast_exact::<Str>(b)) {
            return Ok(x.equals(self, y));
        }
        if let (Some(x), Some(y)) = (self.as_plain_tuple(a), self.as_plain_tuple(b)) {
            return self.tuples_equal(x, y);
        }
        // Most classes compare as `object` does: by identity.
        let identity = crate::types::object::compare as *const () as usize;
        let by_identity = |value| self.class_of(value).slots(self).compare.is_some_and(|it| it as usize == identity);
        if by_identity(a) && by_identity(b) {
            return Ok(false);
        }
        self.compare_truth(a, b, CompareOp::Eq)
    }

    /// Whether two tuples, which the caller keeps alive, are equal: item by item, then by length.
    fn tuples_equal(&mut self, a: Obj<Tuple>, b: Obj<Tuple>) -> R<bool> {
        self.enter_native()?;
        let mut index = 0;
        while let (Some(&x), Some(&y)) = (a.items(self).get(index), b.items(self).get(index)) {
            if !x.is(y) && !self.equal(x, y)? {
                return Ok(false);
            }
            index += 1;
        }
        Ok(a.len(self) == b.len(self))
    }

    /// `hash(value)`.
    #[inline]
    pub fn hash(&mut self, value: Value) -> R<i64> {
        if let Some(int) = value.as_int() {
            return Ok(hash_int(int));
        }
        if let Some(text) = self.cast_exact::<Str>(value) {
            return Ok(text.hash(self) as i64);
        }
        if let Some(hash) = self.cast_exact::<Tuple>(value).and_then(|tuple| tuple.known_hash(self)) {
            return Ok(hash);
        }
        match self.class_of(value).slots(self).hash {
            Some(hash) => {
                self.enter_native()?;
                let result = hash(self, value);
                self.leave_native();
                result
            }
            None => unhashable(self, value),
        }
    }

    /// The name of a comparison's special method.
    pub(crate) fn compare_name(&self, op: CompareOp) -> Obj<Str> {
        match op {
            CompareOp::Lt => self.names.__lt__,
            CompareOp::Le => self.names.__le__,
            CompareOp::Eq => self.names.__eq__,
            CompareOp::Ne => self.names.__ne__,
            CompareOp::Gt => self.names.__gt__,
            CompareOp::Ge => self.names.__ge__,
        }
    }
}

/// Hash of an inline int: the value modulo the Mersenne prime 2^61 - 1, with its sign; -1 is kept for errors.
#[inline]
pub(crate) fn hash_int(int: i64) -> i64 {
    const MODULUS: i64 = (1 << 61) - 1;
    // Nearly all ints are their own remainder, and a division takes long.
    let hash = if int.unsigned_abs() < MODULUS as u64 { int } else { int % MODULUS };
    if hash == -1 { -2 } else { hash }
}

/// The hash slot of classes whose `__hash__` is None.
pub(crate) fn unhashable(vm: &mut Vm, value: Value) -> R<i64> {
    let class = vm.class_of(value).name(vm);
    Err(vm.type_error(format!("unhashable type: '{class}'")))
}

/// Hash by identity.
pub(crate) fn identity_hash(value: Value) -> i64 {
    (value.bits() >> 4 | value.bits() << 60) as i64
}

/// The hash in what `__hash__` returned.
pub(crate) fn hash_from_result(vm: &mut Vm, result: Value) -> R<i64> {
    if let Some(int) = result.as_int() {
        return Ok(if int == -1 { -2 } else { int });
    }
    if vm.class_of(result).is_subclass_of(vm, vm.types.int) {
        if let Some(int) = vm.int_to_i64(result) {
            return Ok(if int == -1 { -2 } else { int });
        }
        // A larger int is reduced as ints hash.
        return match vm.types.int.slots(vm).hash {
            Some(hash) => hash(vm, result),
            None => Ok(0),
        };
    }
    Err(vm.type_error("__hash__ method should return an integer"))
}
