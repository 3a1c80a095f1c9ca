//! The operators as functions.

use taipan_runtime::native::*;
use taipan_runtime::object::protocol::number::BinaryOp;

fn must_concatenate(vm: &mut Vm, value: Value) -> R<()> {
    if vm.class_of(value).slots(vm).concat.is_some() || vm.is_sequence(value) {
        return Ok(());
    }
    let found = vm.class_of(value).name(vm);
    Err(vm.type_error(format!("'{found}' object can't be concatenated")))
}

/// Where two texts or two byte strings differ is not told by how long this takes.
fn equal_in_constant_time(a: &[u8], b: &[u8]) -> bool {
    let longest = a.len().max(b.len());
    let mut difference = usize::from(a.len() != b.len());
    for index in 0..longest {
        let (x, y) = (a.get(index).copied().unwrap_or(0), b.get(index).copied().unwrap_or(0));
        difference |= usize::from(std::hint::black_box(x ^ y));
    }
    std::hint::black_box(difference) == 0
}

#[methods]
mod py {
    use super::*;

    /// a < b
    #[function("(a, b, /)")]
    fn lt(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.rich_compare(a, b, CompareOp::Lt)
    }

    /// a <= b
    #[function("(a, b, /)")]
    fn le(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.rich_compare(a, b, CompareOp::Le)
    }

    /// a == b
    #[function("(a, b, /)")]
    fn eq(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.rich_compare(a, b, CompareOp::Eq)
    }

    /// a != b
    #[function("(a, b, /)")]
    fn ne(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.rich_compare(a, b, CompareOp::Ne)
    }

    /// a >= b
    #[function("(a, b, /)")]
    fn ge(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.rich_compare(a, b, CompareOp::Ge)
    }

    /// a > b
    #[function("(a, b, /)")]
    fn gt(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.rich_compare(a, b, CompareOp::Gt)
    }

    /// a + b
    #[function("(a, b, /)")]
    fn add(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.binary_op(BinaryOp::Add, a, b)
    }

    /// a & b
    #[function("(a, b, /)")]
    fn and_(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.binary_op(BinaryOp::And, a, b)
    }

    /// a // b
    #[function("(a, b, /)")]
    fn floordiv(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.binary_op(BinaryOp::FloorDiv, a, b)
    }

    /// a << b
    #[function("(a, b, /)")]
    fn lshift(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.binary_op(BinaryOp::LShift, a, b)
    }

    /// a % b
    #[function("(a, b, /)")]
    fn r#mod(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.binary_op(BinaryOp::Mod, a, b)
    }

    /// a * b
    #[function("(a, b, /)")]
    fn mul(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.binary_op(BinaryOp::Mul, a, b)
    }

    /// a @ b
    #[function("(a, b, /)")]
    fn matmul(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.binary_op(BinaryOp::MatMul, a, b)
    }

    /// a | b
    #[function("(a, b, /)")]
    fn or_(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.binary_op(BinaryOp::Or, a, b)
    }

    /// a >> b
    #[function("(a, b, /)")]
    fn rshift(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.binary_op(BinaryOp::RShift, a, b)
    }

    /// a - b
    #[function("(a, b, /)")]
    fn sub(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.binary_op(BinaryOp::Sub, a, b)
    }

    /// a / b
    #[function("(a, b, /)")]
    fn truediv(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.binary_op(BinaryOp::TrueDiv, a, b)
    }

    /// a ^ b
    #[function("(a, b, /)")]
    fn xor(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.binary_op(BinaryOp::Xor, a, b)
    }

    /// a ** b
    #[function("(a, b, /)")]
    fn pow(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.power(a, b, Value::NONE)
    }

    /// a += b
    #[function("(a, b, /)")]
    fn iadd(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.inplace_op(BinaryOp::Add, a, b)
    }

    /// a &= b
    #[function("(a, b, /)")]
    fn iand(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.inplace_op(BinaryOp::And, a, b)
    }

    /// a //= b
    #[function("(a, b, /)")]
    fn ifloordiv(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.inplace_op(BinaryOp::FloorDiv, a, b)
    }

    /// a <<= b
    #[function("(a, b, /)")]
    fn ilshift(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.inplace_op(BinaryOp::LShift, a, b)
    }

    /// a %= b
    #[function("(a, b, /)")]
    fn imod(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.inplace_op(BinaryOp::Mod, a, b)
    }

    /// a *= b
    #[function("(a, b, /)")]
    fn imul(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.inplace_op(BinaryOp::Mul, a, b)
    }

    /// a @= b
    #[function("(a, b, /)")]
    fn imatmul(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.inplace_op(BinaryOp::MatMul, a, b)
    }

    /// a |= b
    #[function("(a, b, /)")]
    fn ior(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.inplace_op(BinaryOp::Or, a, b)
    }

    /// a >>= b
    #[function("(a, b, /)")]
    fn irshift(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.inplace_op(BinaryOp::RShift, a, b)
    }

    /// a -= b
    #[function("(a, b, /)")]
    fn isub(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.inplace_op(BinaryOp::Sub, a, b)
    }

    /// a /= b
    #[function("(a, b, /)")]
    fn itruediv(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.inplace_op(BinaryOp::TrueDiv, a, b)
    }

    /// a ^= b
    #[function("(a, b, /)")]
    fn ixor(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.inplace_op(BinaryOp::Xor, a, b)
    }

    /// a **= b
    #[function("(a, b, /)")]
    fn ipow(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.inplace_op(BinaryOp::Pow, a, b)
    }

    /// -a
    #[function("(a, /)")]
    fn neg(vm: &mut Vm, a: Value) -> R<Owned> {
        vm.negative(a)
    }

    /// +a
    #[function("(a, /)")]
    fn pos(vm: &mut Vm, a: Value) -> R<Owned> {
        vm.positive(a)
    }

    /// ~a
    #[function("(a, /)")]
    fn inv(vm: &mut Vm, a: Value) -> R<Owned> {
        vm.invert(a)
    }

    /// ~a
    #[function("(a, /)")]
    fn invert(vm: &mut Vm, a: Value) -> R<Owned> {
        vm.invert(a)
    }

    /// abs(a)
    #[function("(a, /)")]
    fn abs(vm: &mut Vm, a: Value) -> R<Owned> {
        vm.absolute(a)
    }

    /// a.__index__()
    #[function("(a, /)")]
    fn index(vm: &mut Vm, a: Value) -> R<Owned> {
        let index = vm.index(a)?;
        if vm.class_of(index.value()) == vm.types.int {
            return Ok(index);
        }
        // Of a subclass it is the plain number.
        let number = vm.to_number(index.value())?;
        vm.new_big(number)
    }

    /// not a
    #[function("(a, /)")]
    fn not_(vm: &mut Vm, a: Value) -> R<bool> {
        Ok(!vm.truth(a)?)
    }

    /// bool(a)
    #[function("(a, /)")]
    fn truth(vm: &mut Vm, a: Value) -> R<bool> {
        vm.truth(a)
    }

    /// a is b
    #[function("(a, b, /)")]
    fn is_(_vm: &mut Vm, a: Value, b: Value) -> bool {
        a.is(b)
    }

    /// a is not b
    #[function("(a, b, /)")]
    fn is_not(_vm: &mut Vm, a: Value, b: Value) -> bool {
        !a.is(b)
    }

    /// a is None
    #[function("(a, /)")]
    fn is_none(_vm: &mut Vm, a: Value) -> bool {
        a.is_none()
    }

    /// a is not None
    #[function("(a, /)")]
    fn is_not_none(_vm: &mut Vm, a: Value) -> bool {
        !a.is_none()
    }

    /// a + b, for sequences
    #[function("(a, b, /)")]
    fn concat(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        must_concatenate(vm, a)?;
        vm.binary_op(BinaryOp::Add, a, b)
    }

    /// a += b, for sequences
    #[function("(a, b, /)")]
    fn iconcat(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        must_concatenate(vm, a)?;
        vm.inplace_op(BinaryOp::Add, a, b)
    }

    /// b in a
    #[function("(a, b, /)")]
    fn contains(vm: &mut Vm, a: Value, b: Value) -> R<bool> {
        vm.contains(a, b)
    }

    /// How often b occurs in a.
    #[function("countOf(a, b, /)")]
    fn count_of(vm: &mut Vm, a: Value, b: Value) -> R<usize> {
        let iterator = vm.iter(a)?;
        let mut count = 0;
        while let Some(item) = vm.next(iterator.value())? {
            count += usize::from(vm.equal(item.value(), b)?);
        }
        Ok(count)
    }

    /// The position of the first b in a.
    #[function("indexOf(a, b, /)")]
    fn index_of(vm: &mut Vm, a: Value, b: Value) -> R<usize> {
        let iterator = vm.iter(a)?;
        let mut index = 0;
        while let Some(item) = vm.next(iterator.value())? {
            if vm.equal(item.value(), b)? {
                return Ok(index);
            }
            index += 1;
        }
        Err(vm.value_error("sequence.index(x): x not in sequence"))
    }

    /// a[b]
    #[function("(a, b, /)")]
    fn getitem(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
        vm.get_item(a, b)
    }

    /// a[b] = c
    #[function("(a, b, c, /)")]
    fn setitem(vm: &mut Vm, a: Value, b: Value, c: Value) -> R<()> {
        vm.set_item(a, b, c)
    }

    /// del a[b]
    #[function("(a, b, /)")]
    fn delitem(vm: &mut Vm, a: Value, b: Value) -> R<()> {
        vm.delete_item(a, b)
    }

    /// About how many items obj has, by its length or its __length_hint__, or default.
    #[function("(obj, default=0, /)")]
    fn length_hint(vm: &mut Vm, obj: Value, default: Option<Value>) -> R<Owned> {
        let default = match default {
            Some(default) => {
                if vm.as_int_ref(default).is_none() {
                    let found = vm.class_of(default).name(vm);
                    return Err(vm.type_error(format!("'{found}' object cannot be interpreted as an integer")));
                }
                vm.to_index(default)?
            }
            None => 0,
        };
        // The default may be negative; a hint may not.
        match vm.length_hint(obj, usize::MAX)? {
            usize::MAX => vm.new_int(default as i128),
            hint => vm.new_int(hint as i128),
        }
    }

    /// obj(*args, **kwargs)
    #[function("(obj, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, obj: Value, args: Rest<'_>, kwargs: Keywords) -> R<Owned> {
        let (names, values): (Vec<Value>, Vec<Value>) = kwargs.into_iter().unzip();
        vm.call_args(obj, Args { positional: args, names: &names, keyword_values: &values })
    }

    /// a == b for bytes or ASCII text, in a time that does not tell where they differ.
    #[function("(a, b, /)")]
    fn _compare_digest(vm: &mut Vm, a: Value, b: Value) -> R<bool> {
        if let (Some(x), Some(y)) = (vm.cast::<Str>(a), vm.cast::<Str>(b)) {
            return match (x.as_ascii(vm), y.as_ascii(vm)) {
                (Some(x), Some(y)) => Ok(equal_in_constant_time(x.as_bytes(), y.as_bytes())),
                _ => Err(vm.type_error("comparing strings with non-ASCII characters is not supported")),
            };
        }
        if vm.cast::<Str>(a).is_none()
            && vm.cast::<Str>(b).is_none()
            && let (Some(x), Some(y)) = (crate::support::bytes_like(vm, a)?, crate::support::bytes_like(vm, b)?)
        {
            return Ok(equal_in_constant_time(&x, &y));
        }
        let (left, right) = (vm.class_of(a).name(vm), vm.class_of(b).name(vm));
        Err(vm.type_error(format!("unsupported operand types(s) or combination of types: '{left}' and '{right}'")))
    }
}
