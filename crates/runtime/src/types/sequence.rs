//! What lists and tuples do alike: display, comparison and search.
//!
//! Each step reads the items anew, since showing or comparing one may run Python code that changes a list.

use taipan_text::TextBuf;

use crate::native::*;

/// Something whose items lie in a row.
pub(crate) trait Items: Copy {
    /// The items now.
    fn slice(self, vm: &Vm) -> &[Value];
}

impl Items for Obj<List> {
    #[inline(always)]
    fn slice(self, vm: &Vm) -> &[Value] {
        self.items(vm)
    }
}

impl Items for Obj<Tuple> {
    #[inline(always)]
    fn slice(self, vm: &Vm) -> &[Value] {
        self.items(vm)
    }
}

/// `item is value or item == value`; keeps the item alive meanwhile.
#[inline]
pub(crate) fn equal_item(vm: &mut Vm, item: Value, value: Value) -> R<bool> {
    if item.is(value) {
        return Ok(true);
    }
    if item.is_int() && value.is_int() {
        return Ok(false);
    }
    let keep = item.own();
    vm.equal(keep.value(), value)
}

/// The first place from `start` on, before `stop`, that holds something equal to `value`.
pub(crate) fn position(vm: &mut Vm, items: impl Items, value: Value, start: usize, stop: usize) -> R<Option<usize>> {
    let mut index = start;
    while index < stop
        && let Some(&item) = items.slice(vm).get(index)
    {
        if equal_item(vm, item, value)? {
            return Ok(Some(index));
        }
        index += 1;
    }
    Ok(None)
}

/// How often something equal to `value` occurs.
pub(crate) fn count(vm: &mut Vm, items: impl Items, value: Value) -> R<usize> {
    let mut count = 0;
    let mut index = 0;
    while let Some(&item) = items.slice(vm).get(index) {
        count += usize::from(equal_item(vm, item, value)?);
        index += 1;
    }
    Ok(count)
}

/// `index(value, start, stop)`; `missing` says that it is not there.
pub(crate) fn index(
    vm: &mut Vm,
    items: impl Items,
    value: Value,
    start: isize,
    stop: isize,
    missing: &str,
) -> R<usize> {
    let length = items.slice(vm).len();
    let start = crate::types::slice::absolute(start, length);
    let stop = crate::types::slice::absolute(stop, length);
    // A stop behind the end stays there: the list may grow meanwhile.
    match position(vm, items, value, start, stop)? {
        Some(index) => Ok(index),
        None => Err(vm.value_error(missing)),
    }
}

/// `repr` of `this`, whose items are `items`: `[1, 2]`, or with `comma` `(1,)`.
pub(crate) fn repr(
    vm: &mut Vm,
    this: Value,
    items: impl Items,
    brackets: [&str; 2],
    recursive: &str,
    comma: bool,
) -> R<Owned> {
    let [open, close] = brackets;
    if items.slice(vm).is_empty() {
        return vm.new_str(&format!("{open}{close}"));
    }
    if !vm.enter_repr(this) {
        return vm.new_str(recursive);
    }
    let mut text = TextBuf::with_capacity(items.slice(vm).len().saturating_mul(3).min(1 << 20));
    text.push_str(open);
    let result = push_items(vm, items, &mut text);
    vm.leave_repr(this);
    result?;
    if comma && items.slice(vm).len() == 1 {
        text.push_str(",");
    }
    text.push_str(close);
    vm.new_text(&text.finish())
}

fn push_items(vm: &mut Vm, items: impl Items, text: &mut TextBuf) -> R<()> {
    let mut index = 0;
    while let Some(&item) = items.slice(vm).get(index) {
        if index > 0 {
            text.push_ascii(b", ");
        }
        let item = item.own();
        push_repr(vm, item.value(), text)?;
        index += 1;
    }
    Ok(())
}

/// Append the `repr` of `value`.
pub(crate) fn push_repr(vm: &mut Vm, value: Value, text: &mut TextBuf) -> R<()> {
    let shown = vm.repr(value)?;
    if let Some(shown) = vm.cast::<Str>(shown.value()) {
        text.push_units(shown.units(vm));
    }
    Ok(())
}

/// A rich comparison of two sequences: by the first items that differ, else by length.
pub(crate) fn compare(vm: &mut Vm, a: impl Items, b: impl Items, op: CompareOp) -> R<Owned> {
    let (left, right) = (a.slice(vm).len(), b.slice(vm).len());
    if left != right && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Owned::bool(op == CompareOp::Ne));
    }
    let mut index = 0;
    while let (Some(&x), Some(&y)) = (a.slice(vm).get(index), b.slice(vm).get(index)) {
        if x.is(y) {
            index += 1;
            continue;
        }
        let (x, y) = (x.own(), y.own());
        if vm.equal(x.value(), y.value())? {
            index += 1;
            continue;
        }
        // The comparison may have shortened a list.
        if index >= a.slice(vm).len() || index >= b.slice(vm).len() {
            break;
        }
        return match op {
            CompareOp::Eq => Ok(Owned::bool(false)),
            CompareOp::Ne => Ok(Owned::bool(true)),
            _ => vm.rich_compare(x.value(), y.value(), op),
        };
    }
    Ok(Owned::bool(op.test(a.slice(vm).len().cmp(&b.slice(vm).len()))))
}

/// The place that the subscript `key` names, which must be an int or have `__index__`; negative ones count from the end. None: outside.
#[inline]
pub(crate) fn subscript(vm: &mut Vm, key: Value, length: impl Fn(&Vm) -> usize) -> R<Option<usize>> {
    let index = match key.as_int() {
        Some(int) => int as isize,
        None => vm.to_index(key)?,
    };
    let length = length(vm);
    let index = if index < 0 { index.wrapping_add_unsigned(length) } else { index };
    Ok(usize::try_from(index).ok().filter(|&index| index < length))
}

/// TypeError for a subscript that is neither an index nor a slice.
#[cold]
pub(crate) fn bad_subscript(vm: &mut Vm, what: &str, key: Value) -> Raised {
    let found = vm.class_of(key).name(vm);
    vm.type_error(format!("{what} indices must be integers or slices, not {found}"))
}
