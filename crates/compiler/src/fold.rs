//! Constant folding: what CPython computes at compile time, within its limits on the size of results.
//!
//! Folding never changes what a program does, so anything doubtful (an error, a rounding that a library decides) is
//! left to run time.

use taipan_bytecode::Const;
use taipan_syntax::ast::{self, Expr, Operator, UnaryOp};

use crate::literals::{self, int, int_value};
use crate::source::Source;

/// Bits of an int that folding may make.
const MAX_INT_BITS: u32 = 126;
/// Bytes of a string that folding may make.
const MAX_STR: usize = 4096;
/// Items of a tuple that folding may make.
const MAX_ITEMS: usize = 256;
/// Nested expressions folding looks into.
const MAX_DEPTH: u32 = 60;

/// The value of an expression that has no effects and never changes.
pub(crate) fn constant(expression: &Expr, source: Source<'_>) -> Option<Const> {
    constant_within(expression, source, MAX_DEPTH)
}

fn constant_within(expression: &Expr, source: Source<'_>, depth: u32) -> Option<Const> {
    let depth = depth.checked_sub(1)?;
    Some(match expression {
        Expr::NoneLiteral(_) => Const::None,
        Expr::EllipsisLiteral(_) => Const::Ellipsis,
        Expr::BooleanLiteral(literal) => boolean(literal.value),
        Expr::NumberLiteral(literal) => match &literal.value {
            ast::Number::Int(value) => literals::int_literal(value),
            ast::Number::Float(value) => Const::Float(*value),
            ast::Number::Complex { real, imag } => Const::Complex { real: *real, imag: *imag },
        },
        Expr::StringLiteral(literal) => Const::Str(literals::string_bytes(&literal.value, source)),
        Expr::BytesLiteral(literal) => Const::Bytes(literals::bytes_literal(&literal.value)),
        Expr::UnaryOp(operation) => unary(operation.op, &constant_within(&operation.operand, source, depth)?)?,
        Expr::BinOp(operation) => {
            // The right side is the cheaper one to look at in a chain that leans left.
            let right = constant_within(&operation.right, source, depth)?;
            let left = constant_within(&operation.left, source, depth)?;
            binary(&left, operation.op, &right)?
        }
        Expr::Tuple(tuple) => Const::Tuple(
            tuple.elts.iter().map(|item| constant_within(item, source, depth)).collect::<Option<Vec<_>>>()?,
        ),
        Expr::IpyEscapeCommand(command) => source.made?.value(command)?,
        _ => return None,
    })
}

fn boolean(value: bool) -> Const {
    if value { Const::True } else { Const::False }
}

/// The literals whose truth is known; `__debug__` counts.
pub(crate) fn truth(expression: &Expr, source: Source<'_>, optimize: u8) -> Option<bool> {
    match expression {
        Expr::Name(name) if name.id.as_str() == "__debug__" => Some(optimize == 0),
        Expr::Name(_) | Expr::Call(_) | Expr::Compare(_) | Expr::Attribute(_) | Expr::Subscript(_) => None,
        _ => constant(expression, source).map(|value| is_true(&value)),
    }
}

pub(crate) fn is_true(value: &Const) -> bool {
    match value {
        Const::None | Const::False => false,
        Const::True | Const::Ellipsis | Const::BigInt(_) | Const::Slice(_) | Const::Code(_) | Const::Packed(_) => true,
        Const::Int(value) => *value != 0,
        Const::Float(value) => *value != 0.0,
        Const::Complex { real, imag } => *real != 0.0 || *imag != 0.0,
        Const::Str(bytes) | Const::Bytes(bytes) => !bytes.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
    }
}

/// The constant a literal container after `in`, or iterated over, can become.
pub(crate) fn container(expression: &Expr, source: Source<'_>) -> Option<Const> {
    let items = |elements: &[Expr]| elements.iter().map(|item| constant(item, source)).collect::<Option<Vec<_>>>();
    match expression {
        Expr::List(list) => Some(Const::Tuple(items(&list.elts)?)),
        Expr::Set(set) => Some(Const::FrozenSet(items(&set.elts)?)),
        _ => None,
    }
}

/// `[lower:upper:step]` of literals only.
pub(crate) fn slice(slice: &ast::ExprSlice, source: Source<'_>) -> Option<Const> {
    let part = |part: &Option<Box<Expr>>| match part {
        None => Some(Const::None),
        Some(expression) if expression.is_literal_expr() => constant(expression, source),
        Some(_) => None,
    };
    Some(Const::Slice(Box::new([part(&slice.lower)?, part(&slice.upper)?, part(&slice.step)?])))
}

/// `(1, 2)[0]` and the like.
pub(crate) fn subscript(subscript: &ast::ExprSubscript, source: Source<'_>) -> Option<Const> {
    if !matches!(&*subscript.value, Expr::Tuple(_) | Expr::StringLiteral(_) | Expr::BytesLiteral(_)) {
        return None;
    }
    let Const::Int(index) = constant(&subscript.slice, source)? else { return None };
    let at = |length: usize| {
        let index = if index < 0 { index + length as i64 } else { index };
        usize::try_from(index).ok().filter(|&index| index < length)
    };
    match constant(&subscript.value, source)? {
        Const::Tuple(items) => items.get(at(items.len())?).cloned(),
        Const::Str(bytes) if bytes.is_ascii() => Some(Const::Str([bytes[at(bytes.len())?]].into())),
        Const::Bytes(bytes) => Some(Const::Int(i64::from(bytes[at(bytes.len())?]))),
        _ => None,
    }
}

fn unary(op: UnaryOp, operand: &Const) -> Option<Const> {
    Some(match (op, operand) {
        (UnaryOp::Not, operand) => boolean(!is_true(operand)),
        (UnaryOp::UAdd, Const::Float(_) | Const::Complex { .. }) => operand.clone(),
        (UnaryOp::USub, Const::Float(value)) => Const::Float(-value),
        (UnaryOp::USub, Const::Complex { real, imag }) => Const::Complex { real: -real, imag: -imag },
        // A big int of any size: the sign is only a character.
        (UnaryOp::USub, Const::BigInt(digits)) => match digits.strip_prefix('-') {
            Some(digits) => Const::BigInt(digits.to_owned()),
            // -2**61 is small again.
            None if digits == "2000000000000000" => Const::Int(-(1 << 61)),
            None => Const::BigInt(format!("-{digits}")),
        },
        (UnaryOp::UAdd, Const::BigInt(_)) => operand.clone(),
        (UnaryOp::USub, operand) => int(-int_value(operand)?),
        (UnaryOp::UAdd, operand) => int(int_value(operand)?),
        // `~True` warns when it runs.
        (UnaryOp::Invert, Const::Int(_) | Const::BigInt(_)) => int(-int_value(operand)? - 1),
        (UnaryOp::Invert, _) => return None,
    })
}

/// `left OP right`, when folding it is allowed.
pub(crate) fn binary(left: &Const, op: Operator, right: &Const) -> Option<Const> {
    match (left, right) {
        (Const::Float(_), _) | (_, Const::Float(_)) if is_real(left) && is_real(right) => {
            float(to_float(left)?, op, to_float(right)?)
        }
        (Const::Complex { .. }, _) | (_, Const::Complex { .. }) => complex(left, op, right),
        (Const::Str(left), Const::Str(right)) if op == Operator::Add => {
            concatenate(left, right).map(|text| Const::Str(text.into()))
        }
        (Const::Bytes(left), Const::Bytes(right)) if op == Operator::Add => {
            concatenate(left, right).map(|bytes| Const::Bytes(bytes.into()))
        }
        (Const::Tuple(left), Const::Tuple(right)) if op == Operator::Add => {
            (left.len() + right.len() <= MAX_ITEMS).then(|| Const::Tuple([&left[..], right].concat()))
        }
        (Const::Str(_) | Const::Bytes(_) | Const::Tuple(_), count) if op == Operator::Mult => repeat(left, count),
        (count, Const::Str(_) | Const::Bytes(_) | Const::Tuple(_)) if op == Operator::Mult => repeat(right, count),
        _ => integer(left, op, right),
    }
}

fn is_real(value: &Const) -> bool {
    matches!(value, Const::Float(_) | Const::Int(_) | Const::True | Const::False)
}

fn to_float(value: &Const) -> Option<f64> {
    match value {
        Const::Float(value) => Some(*value),
        value => int_value(value).filter(|value| value.unsigned_abs() <= 1 << 53).map(|value| value as f64),
    }
}

fn concatenate(left: &[u8], right: &[u8]) -> Option<Vec<u8>> {
    (left.len() + right.len() <= MAX_STR).then(|| [left, right].concat())
}

fn repeat(sequence: &Const, count: &Const) -> Option<Const> {
    let Const::Int(count) = count else { return None };
    let count = usize::try_from(*count).unwrap_or(0);
    let fits = |length: usize, limit: usize| length.checked_mul(count).is_some_and(|length| length <= limit);
    match sequence {
        Const::Str(text) if fits(text.len(), MAX_STR) => Some(Const::Str(text.repeat(count).into())),
        Const::Bytes(bytes) if fits(bytes.len(), MAX_STR) => Some(Const::Bytes(bytes.repeat(count).into())),
        Const::Tuple(items) if fits(items.len(), MAX_ITEMS) => {
            Some(Const::Tuple(std::iter::repeat_n(items.iter().cloned(), count).flatten().collect()))
        }
        _ => None,
    }
}

fn bits(value: i128) -> u32 {
    128 - value.unsigned_abs().leading_zeros()
}

fn integer(left: &Const, op: Operator, right: &Const) -> Option<Const> {
    // The result of `True & False` is a bool.
    let both_bool = matches!(left, Const::True | Const::False) && matches!(right, Const::True | Const::False);
    let (left, right) = (int_value(left)?, int_value(right)?);
    let value = match op {
        Operator::Add => left.checked_add(right)?,
        Operator::Sub => left.checked_sub(right)?,
        Operator::Mult if bits(left) + bits(right) <= MAX_INT_BITS => left * right,
        Operator::Div if right != 0 && bits(left) <= 53 && bits(right) <= 53 => {
            return Some(Const::Float(left as f64 / right as f64));
        }
        Operator::FloorDiv if right != 0 => {
            let quotient = left.checked_div(right)?;
            if left % right != 0 && (left < 0) != (right < 0) { quotient - 1 } else { quotient }
        }
        Operator::Mod if right != 0 => {
            let rest = left.checked_rem(right)?;
            if rest != 0 && (rest < 0) != (right < 0) { rest + right } else { rest }
        }
        Operator::Pow if right >= 0 && i128::from(bits(left)) * right <= i128::from(MAX_INT_BITS) => {
            left.checked_pow(u32::try_from(right).ok()?)?
        }
        Operator::LShift if right >= 0 && i128::from(bits(left)) + right <= i128::from(MAX_INT_BITS) => left << right,
        Operator::RShift if right >= 0 => left >> right.min(127),
        Operator::BitAnd | Operator::BitOr | Operator::BitXor if both_bool => {
            let value = match op {
                Operator::BitAnd => left & right,
                Operator::BitOr => left | right,
                _ => left ^ right,
            };
            return Some(boolean(value != 0));
        }
        Operator::BitAnd => left & right,
        Operator::BitOr => left | right,
        Operator::BitXor => left ^ right,
        _ => return None,
    };
    Some(int(value))
}

fn float(left: f64, op: Operator, right: f64) -> Option<Const> {
    Some(Const::Float(match op {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult => left * right,
        Operator::Div if right != 0.0 => left / right,
        // A negative base may give a complex number; overflow is an error.
        Operator::Pow if left > 0.0 && right.is_finite() => Some(left.powf(right)).filter(|power| power.is_finite())?,
        _ => return None,
    }))
}

/// Sums and differences only; a real number has no imaginary part, not a zero one.
fn complex(left: &Const, op: Operator, right: &Const) -> Option<Const> {
    let parts = |value: &Const| match value {
        Const::Complex { real, imag } => Some((*real, Some(*imag))),
        value => Some((to_float(value)?, None)),
    };
    let ((left_real, left_imag), (right_real, right_imag)) = (parts(left)?, parts(right)?);
    let (real, imag) = match op {
        Operator::Add => (
            left_real + right_real,
            match (left_imag, right_imag) {
                (Some(left), Some(right)) => left + right,
                (imag, None) | (None, imag) => imag?,
            },
        ),
        Operator::Sub => (
            left_real - right_real,
            match (left_imag, right_imag) {
                (Some(left), Some(right)) => left - right,
                (Some(left), None) => left,
                (None, Some(right)) => -right,
                (None, None) => return None,
            },
        ),
        _ => return None,
    };
    Some(Const::Complex { real, imag })
}
