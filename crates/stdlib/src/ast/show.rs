//! `repr` of a node: three levels deep, and of a list the first and the last item.

use taipan_runtime::native::*;

use super::classes::{self, strings};

const LEVELS: usize = 3;

pub(super) fn show(vm: &mut Vm, node: Value) -> R<String> {
    node_text(vm, node, LEVELS)
}

fn node_text(vm: &mut Vm, node: Value, levels: usize) -> R<String> {
    vm.enter_native()?;
    let class = vm.class_of(node);
    let name = class.short_name(vm);
    if levels == 0 {
        return Ok(format!("{name}(...)"));
    }
    if !vm.enter_repr(node) {
        return Ok("...".to_owned());
    }
    let text = fields_text(vm, node, class, levels - 1);
    vm.leave_repr(node);
    Ok(format!("{name}({})", text?))
}

fn fields_text(vm: &mut Vm, node: Value, class: Obj<Class>, levels: usize) -> R<String> {
    let mut parts = Vec::new();
    for field in strings(vm, class.value(), "_fields")? {
        let Some(name) = vm.cast::<Str>(field.value()) else { continue };
        let name = vm.intern_obj(name)?;
        let value = vm.get_attr(node, name)?;
        let text = value_text(vm, value.value(), levels)?;
        parts.push(format!("{}={text}", name.to_string_lossy(vm)));
    }
    Ok(parts.join(", "))
}

fn value_text(vm: &mut Vm, value: Value, levels: usize) -> R<String> {
    let items: Option<(Vec<Owned>, bool)> = if let Some(list) = vm.cast_exact::<List>(value) {
        Some((list.items(vm).iter().map(|item| item.own()).collect(), true))
    } else {
        let tuple = vm.cast_exact::<Tuple>(value);
        tuple.map(|tuple| (tuple.items(vm).iter().map(|item| item.own()).collect(), false))
    };
    let Some((items, is_list)) = items else { return item_text(vm, value, levels) };
    let mut parts = Vec::new();
    let last = items.len().saturating_sub(1);
    for (index, item) in items.iter().enumerate() {
        if index == 0 || index == last {
            parts.push(item_text(vm, item.value(), levels)?);
        } else if index == 1 {
            parts.push("...".to_owned());
        }
    }
    let text = parts.join(", ");
    Ok(if is_list { format!("[{text}]") } else { format!("({text})") })
}

fn item_text(vm: &mut Vm, value: Value, levels: usize) -> R<String> {
    match classes::kind_of(vm, value) {
        Some(_) => node_text(vm, value, levels),
        None => vm.repr_text(value),
    }
}
