//! The builtin functions that make one thing of many: `sum`, `min`, `max`, `any`, `all`, `sorted`.

use super::numbers::Total;
use crate::interp::immediate_truth;
use crate::native::*;
use crate::object::protocol::iterate::Stepper;
use crate::object::protocol::number::BinaryOp;

/// `min` and `max`: of several arguments, or of one iterable.
fn extreme(
    vm: &mut Vm,
    what: &str,
    op: CompareOp,
    args: Rest<'_>,
    key: Option<Value>,
    default: Option<Value>,
) -> R<Owned> {
    let key = key.filter(|key| !key.is_none());
    if let (&[iterable], None) = (args, key) {
        return match extreme_item(vm, op, iterable)? {
            Some(item) => Ok(item),
            None => match default {
                Some(default) => Ok(default.own()),
                None => Err(vm.value_error(format!("{what}() iterable argument is empty"))),
            },
        };
    }
    let mut best: Option<(Owned, Owned)> = None;
    let mut consider = |vm: &mut Vm, item: Owned| -> R<()> {
        let rank = match key {
            Some(key) => vm.call(key, &[item.value()])?,
            None => item.clone(),
        };
        match &best {
            Some((_, least)) => {
                if vm.compare_truth(rank.value(), least.value(), op)? {
                    best = Some((item, rank));
                }
            }
            None => best = Some((item, rank)),
        }
        Ok(())
    };
    match *args {
        [] => return Err(vm.type_error(format!("{what} expected at least 1 argument, got 0"))),
        [iterable] => {
            let items = Stepper::over(vm, iterable)?;
            while let Some(item) = items.step(vm)? {
                consider(vm, item)?;
            }
        }
        _ => {
            if default.is_some() {
                return Err(
                    vm.type_error(format!("Cannot specify a default for {what}() with multiple positional arguments"))
                );
            }
            for item in args {
                consider(vm, item.own())?;
            }
        }
    }
    match (best, default) {
        (Some((item, _)), _) => Ok(item),
        (None, Some(default)) => Ok(default.own()),
        (None, None) => Err(vm.value_error(format!("{what}() iterable argument is empty"))),
    }
}

/// Keep the item as the best if it is better: whether both are inline ints, or both inline floats, which need nobody to be asked.
fn consider_number(item: Value, best: &mut Owned, op: CompareOp) -> bool {
    let ordering = match (item.as_int(), best.value().as_int()) {
        (Some(item), Some(best)) => Some(item.cmp(&best)),
        _ => match (item.as_float(), best.value().as_float()) {
            (Some(item), Some(best)) => item.partial_cmp(&best),
            _ => None,
        },
    };
    let Some(ordering) = ordering else { return false };
    if if op == CompareOp::Lt { ordering.is_lt() } else { ordering.is_gt() } {
        *best = item.own();
    }
    true
}

/// The least or greatest item; None when there are none.
fn extreme_item(vm: &mut Vm, op: CompareOp, iterable: Value) -> R<Option<Owned>> {
    let items = Stepper::over(vm, iterable)?;
    let Some(mut best) = items.step(vm)? else { return Ok(None) };
    while let Some(item) = items.step_leaving(vm, |_, item| consider_number(item, &mut best, op))? {
        if vm.compare_truth(item.value(), best.value(), op)? {
            best = item;
        }
    }
    Ok(Some(best))
}

#[methods]
mod py {
    use super::*;

    /// min(iterable, *, default, key) or min(arg1, arg2, *args, key): the least item.
    #[function("(*args, key=None, default=<unrepresentable>)")]
    fn min(vm: &mut Vm, args: Rest<'_>, key: Option<Value>, default: Option<Value>) -> R<Owned> {
        extreme(vm, "min", CompareOp::Lt, args, key, default)
    }

    /// max(iterable, *, default, key) or max(arg1, arg2, *args, key): the greatest item.
    #[function("(*args, key=None, default=<unrepresentable>)")]
    fn max(vm: &mut Vm, args: Rest<'_>, key: Option<Value>, default: Option<Value>) -> R<Owned> {
        extreme(vm, "max", CompareOp::Gt, args, key, default)
    }

    /// The sum of the items and `start`.
    #[function("(iterable, /, start=0)")]
    fn sum(vm: &mut Vm, iterable: Value, start: Option<Value>) -> R<Owned> {
        let items = Stepper::over(vm, iterable)?;
        let start = start.unwrap_or(Value::small(0));
        let kind = if start.is_object() { vm.class_of(start).name(vm) } else { String::new() };
        let refusal = match kind.as_str() {
            "str" => Some("sum() can't sum strings [use ''.join(seq) instead]"),
            "bytes" => Some("sum() can't sum bytes [use b''.join(seq) instead]"),
            "bytearray" => Some("sum() can't sum bytearray [use b''.join(seq) instead]"),
            _ => None,
        };
        if let Some(refusal) = refusal {
            return Err(vm.type_error(refusal));
        }
        let mut total = start.own();
        loop {
            let mut rest = None;
            if let Some(mut quick) = Total::begin(vm, total.value()) {
                while let Some(item) = items.step_leaving(vm, |vm, item| quick.add(vm, item))? {
                    if !quick.add(vm, item.value()) {
                        rest = Some(item);
                        break;
                    }
                }
                total = quick.finish(vm)?;
            } else {
                rest = items.step(vm)?;
            }
            let Some(item) = rest else { return Ok(total) };
            total = vm.binary_op(BinaryOp::Add, total.value(), item.value())?;
        }
    }

    /// Whether any item is true.
    #[function("(iterable, /)")]
    fn any(vm: &mut Vm, iterable: Value) -> R<bool> {
        let items = Stepper::over(vm, iterable)?;
        while let Some(item) = items.step_leaving(vm, |_, item| immediate_truth(item) == Some(false))? {
            if vm.truth(item.value())? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether all items are true.
    #[function("(iterable, /)")]
    fn all(vm: &mut Vm, iterable: Value) -> R<bool> {
        let items = Stepper::over(vm, iterable)?;
        while let Some(item) = items.step_leaving(vm, |_, item| immediate_truth(item) == Some(true))? {
            if !vm.truth(item.value())? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A list of the items, in order.
    #[function("(*args, **kwargs)")]
    fn sorted(vm: &mut Vm, args: Rest<'_>, keywords: Keywords) -> R<Owned> {
        let &[iterable] = args else {
            let given = args.len();
            return Err(vm.type_error(format!("sorted expected 1 argument, got {given}")));
        };
        let list = vm.list_from(iterable)?;
        let keep = Owned::from_raw(list.value());
        let (mut key, mut reverse) = (None, false);
        for (name, value) in keywords {
            let text = vm.str_text(name)?;
            match text.as_str() {
                "key" => key = Some(value).filter(|key| !key.is_none()),
                "reverse" => reverse = vm.truth(value)?,
                _ => {
                    return Err(vm.type_error(crate::object::args::unexpected_keyword_text(
                        "sort",
                        &text,
                        &["key", "reverse"],
                    )));
                }
            }
        }
        crate::types::list::sort::sort(vm, list, key, reverse)?;
        Ok(keep)
    }
}
