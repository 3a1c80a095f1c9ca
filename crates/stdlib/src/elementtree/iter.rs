//! `Element.iter()` and `Element.itertext()`: a walk in the order of the document, without recursion.

use taipan_runtime::native::*;
use taipan_runtime::object::class::ClassFlags;
use taipan_text::memory::Grow;

use super::element::Element;
use super::find::same_tag;
use crate::support::{payload, receiver, same};

#[derive(Trace)]
pub(super) struct ElementIterator {
    /// The element to begin with, until it was given.
    root: Option<Owned>,
    /// The elements that are being walked, and the next child of each.
    stack: Vec<(Owned, usize)>,
    /// None for any.
    tag: Owned,
    texts: bool,
}

payload!(ElementIterator);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_elementtree",
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    flags: ClassFlags::NO_NEW,
    ..ClassDef::sealed::<ElementIterator>("_element_iterator")
};

pub(super) fn create(vm: &mut Vm, root: Obj<Element>, tag: Value, texts: bool) -> R<Owned> {
    vm.allocate(ElementIterator { root: Some(root.own()), stack: Vec::new(), tag: tag.own(), texts })
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let this = receiver::<ElementIterator>(vm, value)?;
    let texts = this.get(vm).texts;
    loop {
        let state = this.get(vm);
        let found = match state.stack.last() {
            None => match this.get_mut(vm).root.take() {
                Some(root) => root,
                None => return Ok(None),
            },
            Some((parent, index)) => {
                let index = *index;
                let parent = receiver::<Element>(vm, parent.value())?;
                match parent.get(vm).children.as_slice().get(index).map(|child| child.own()) {
                    Some(child) => {
                        if let Some(top) = this.get_mut(vm).stack.last_mut() {
                            top.1 += 1;
                        }
                        child
                    }
                    None => {
                        let done = this.get_mut(vm).stack.pop();
                        // The text behind the outermost element is not inside it.
                        if texts && !this.get(vm).stack.is_empty() {
                            let tail = parent.get(vm).tail.clone();
                            if !tail.is_none() && vm.truth(tail.value())? {
                                return Ok(Some(tail));
                            }
                        }
                        drop(done);
                        continue;
                    }
                }
            }
        };
        let element = receiver::<Element>(vm, found.value())?;
        // Comments and processing instructions are passed over, but not what is behind them.
        let tag = &element.get(vm).tag;
        let passed = texts && !tag.is_none() && vm.cast::<Str>(tag.value()).is_none();
        this.get_mut(vm).stack.put((found.clone(), if passed { usize::MAX } else { 0 }));
        vm.check_built()?;
        if passed {
            continue;
        }
        if texts {
            let text = element.get(vm).text.clone();
            if !text.is_none() && vm.truth(text.value())? {
                return Ok(Some(text));
            }
            continue;
        }
        let wanted = this.get(vm).tag.value();
        if wanted.is_none() {
            return Ok(Some(found));
        }
        let tag = element.get(vm).tag.value();
        if same_tag(vm, tag, wanted)? {
            return Ok(Some(found));
        }
    }
}
