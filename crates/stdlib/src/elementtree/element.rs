//! `Element`: a tag, attributes, texts and children.

use taipan_runtime::native::*;
use taipan_runtime::object::class::ClassFlags;

use super::attributes;
use crate::support::{payload, receiver};

#[derive(Trace)]
pub(crate) struct Element {
    pub(super) tag: Owned,
    pub(super) text: Owned,
    pub(super) tail: Owned,
    /// A dict, once it was asked for or there are attributes.
    pub(super) attributes: Option<Owned>,
    /// Elements.
    pub(super) children: ValueVec,
}

payload!(Element);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "xml.etree.ElementTree",
    doc: "An element of an XML tree.",
    flags: ClassFlags::BASE,
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        truth: Some(truth),
        length: Some(length),
        get_item: Some(super::children::get_item),
        set_item: Some(super::children::set_item),
        ..Slots::EMPTY
    },
    methods: &super::find::METHODS,
    getsets: &GETSETS,
    has_weakref: true,
    ..ClassDef::new::<Element>("Element")
};

impl Element {
    pub(super) fn with(tag: Owned, attributes: Option<Owned>) -> Element {
        Element { tag, text: Owned::NONE, tail: Owned::NONE, attributes, children: ValueVec::new() }
    }
}

/// A new element of the class itself.
pub(super) fn new_element(vm: &mut Vm, tag: Owned, attributes: Option<Owned>) -> R<Owned> {
    vm.allocate(Element::with(tag, attributes))
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, Element::with(Owned::NONE, None))
}

fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    let this = receiver::<Element>(vm, value)?;
    let given = args.positional.len();
    if !(1..=2).contains(&given) {
        let (how, number, plural) = if given == 0 { ("least", 1, "") } else { ("most", 2, "s") };
        return Err(vm.type_error(format!("Element() takes at {how} {number} argument{plural} ({given} given)")));
    }
    let extra: Keywords = args.keywords().collect();
    let attrib = args.positional.get(1).copied();
    let attributes = attributes::gathered(vm, "Element", 2, attrib, &extra)?;
    let tag = args.positional[0].own();
    let state = this.get_mut(vm);
    let old = std::mem::replace(&mut state.tag, tag);
    let texts = (std::mem::replace(&mut state.text, Owned::NONE), std::mem::replace(&mut state.tail, Owned::NONE));
    let old_attributes = std::mem::replace(&mut state.attributes, attributes);
    drop((old, texts, old_attributes));
    Ok(())
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let this = receiver::<Element>(vm, value)?;
    let tag = this.get(vm).tag.clone();
    if !vm.enter_repr(value) {
        let class = vm.class_of(value).name(vm);
        return Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")));
    }
    let shown = vm.repr_text(tag.value());
    vm.leave_repr(value);
    let shown = shown?;
    vm.new_str(&format!("<Element {shown} at {:#x}>", value.bits()))
}

fn truth(vm: &mut Vm, value: Value) -> R<bool> {
    let this = receiver::<Element>(vm, value)?;
    let category = vm.exceptions.DeprecationWarning;
    vm.warn(
        category,
        "Testing an element's truth value will always return True in future versions.  \
         Use specific 'len(elem)' or 'elem is not None' test instead.",
    )?;
    Ok(!this.get(vm).children.is_empty())
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    Ok(receiver::<Element>(vm, value)?.get(vm).children.len())
}

/// What a setter was given; there is no deleting.
fn present(vm: &mut Vm, value: Option<Value>) -> R<Owned> {
    match value {
        Some(value) => Ok(value.own()),
        None => Err(vm.attribute_error_text("can't delete element attribute")),
    }
}

#[methods]
mod py {
    use super::*;

    /// What kind of element it is.
    #[getter]
    fn tag(vm: &mut Vm, this: Obj<Element>) -> Owned {
        this.get(vm).tag.clone()
    }

    #[setter]
    fn set_tag(vm: &mut Vm, this: Obj<Element>, value: Option<Value>) -> R<()> {
        let value = present(vm, value)?;
        let old = std::mem::replace(&mut this.get_mut(vm).tag, value);
        drop(old);
        Ok(())
    }

    /// The text before the first child.
    #[getter]
    fn text(vm: &mut Vm, this: Obj<Element>) -> Owned {
        this.get(vm).text.clone()
    }

    #[setter]
    fn set_text(vm: &mut Vm, this: Obj<Element>, value: Option<Value>) -> R<()> {
        let value = present(vm, value)?;
        let old = std::mem::replace(&mut this.get_mut(vm).text, value);
        drop(old);
        Ok(())
    }

    /// The text behind the element.
    #[getter]
    fn tail(vm: &mut Vm, this: Obj<Element>) -> Owned {
        this.get(vm).tail.clone()
    }

    #[setter]
    fn set_tail(vm: &mut Vm, this: Obj<Element>, value: Option<Value>) -> R<()> {
        let value = present(vm, value)?;
        let old = std::mem::replace(&mut this.get_mut(vm).tail, value);
        drop(old);
        Ok(())
    }

    /// The attributes.
    #[getter]
    fn attrib(vm: &mut Vm, this: Obj<Element>) -> R<Owned> {
        attributes::dict(vm, this)
    }

    #[setter]
    fn set_attrib(vm: &mut Vm, this: Obj<Element>, value: Option<Value>) -> R<()> {
        let value = present(vm, value)?;
        if vm.cast::<Dict>(value.value()).is_none() {
            let found = vm.class_of(value.value()).name(vm);
            return Err(vm.type_error(format!("attrib must be dict, not {found}")));
        }
        let old = this.get_mut(vm).attributes.replace(value);
        drop(old);
        Ok(())
    }
}
