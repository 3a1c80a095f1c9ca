//! Replacement templates: texts with numbers of groups between them.

use taipan_runtime::native::*;
use taipan_text::memory::CopyOut;

use super::found::{Groups, Match};
use super::pattern::Pattern;
use super::scan::{Joined, Subject};
use crate::support::payload;

#[derive(Trace)]
pub(super) struct Template {
    /// A tuple: text, group, text, group, ..., text.
    items: Owned,
}

payload!(Template);

pub(super) static CLASS: ClassDef = ClassDef { module: "_sre", ..ClassDef::sealed::<Template>("SRE_Template") };

pub(super) fn new(vm: &mut Vm, pattern: Value, template: Obj<List>) -> R<Owned> {
    let items = template.items(vm).copy_out();
    let groups = vm.cast::<Pattern>(pattern).map_or(0, |pattern| pattern.get(vm).groups);
    for (position, &item) in items.iter().enumerate() {
        if position % 2 == 1 && !item.as_int().is_some_and(|group| group >= 0 && group <= i64::from(groups)) {
            return Err(vm.type_error("invalid template"));
        }
    }
    let items = vm.new_tuple(&items)?;
    vm.allocate(Template { items })
}

impl Template {
    /// The items, kept alive by the tuple.
    pub(super) fn items(&self) -> Owned {
        self.items.clone()
    }
}

/// Append the template filled in from a match.
pub(super) fn expand(vm: &mut Vm, template: Obj<Template>, found: Obj<Match>, joined: &mut Joined) -> R<()> {
    let items = template.get(vm).items();
    let values = vm.cast::<Tuple>(items.value()).map(|items| items.items(vm).copy_out()).unwrap_or_default();
    for (position, &item) in values.iter().enumerate() {
        if position % 2 == 0 {
            joined.push_value(vm, item, position)?;
        } else if let Some(part) = found.group_value(vm, item.as_int().unwrap_or(0) as usize)? {
            joined.push_value(vm, part.value(), position)?;
        }
    }
    Ok(())
}

/// Append the template filled in with parts of the subject.
pub(super) fn fill(
    vm: &mut Vm,
    template: Obj<Template>,
    subject: &Subject,
    place: impl Fn(usize) -> Option<(usize, usize)>,
    joined: &mut Joined,
) -> R<()> {
    let items = template.get(vm).items();
    let Some(items) = vm.cast::<Tuple>(items.value()) else { return Ok(()) };
    let mut position = 0;
    while let Some(&item) = items.items(vm).get(position) {
        if position % 2 == 0 {
            joined.push_value(vm, item, position)?;
        } else {
            let group = item.as_int().and_then(|group| usize::try_from(group).ok());
            if let Some((start, end)) = group.and_then(&place) {
                joined.push_part(vm, subject, start, end);
            }
        }
        position += 1;
    }
    Ok(())
}
