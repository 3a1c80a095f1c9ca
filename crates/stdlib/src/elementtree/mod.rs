//! `_elementtree`: elements of XML trees, what builds trees, and the parser that feeds it, below `xml.etree.ElementTree`.

mod attributes;
mod builder;
mod children;
mod copying;
mod element;
mod events;
mod find;
mod iter;
mod parser;
mod serialize;

use taipan_runtime::native::*;

use element::Element;

/// What the module remembers.
#[derive(Default)]
struct State {
    parse_error: Option<Obj<Class>>,
    comment_factory: Option<Owned>,
    pi_factory: Option<Owned>,
    /// `xml.etree.ElementPath`, once it was needed.
    path: Option<Owned>,
    /// `copy.deepcopy`, once it was needed.
    deepcopy: Option<Owned>,
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_elementtree", "The native part of xml.etree.ElementTree.", &METHODS)?;
    let element = vm.define_class::<Element>(&element::CLASS, None)?;
    module.add_class(vm, element)?;
    vm.define_class::<iter::ElementIterator>(&iter::CLASS, None)?;
    let builder = vm.define_class::<builder::TreeBuilder>(&builder::CLASS, None)?;
    module.add_class(vm, builder)?;
    let parser = vm.define_class::<parser::XmlParser>(&parser::CLASS, None)?;
    module.add_class(vm, parser)?;
    let error = parse_error(vm)?;
    module.add(vm, "ParseError", error.value())?;
    Ok(owned)
}

/// `ParseError`.
fn parse_error(vm: &mut Vm) -> R<Obj<Class>> {
    if let Some(class) = vm.state::<State>().parse_error {
        return Ok(class);
    }
    let base = vm.exceptions.SyntaxError;
    let made = crate::support::exception_class(vm, "xml.etree.ElementTree", "ParseError", base)?;
    let Some(class) = vm.cast::<Class>(made.value()) else {
        return Err(vm.system_error("ParseError is not a class"));
    };
    // The isolate keeps it.
    made.into_raw();
    vm.state::<State>().parse_error = Some(class);
    Ok(class)
}

/// `name` of `module`, looked up once.
fn remembered(
    vm: &mut Vm,
    place: fn(&mut State) -> &mut Option<Owned>,
    find: impl FnOnce(&mut Vm) -> R<Owned>,
) -> R<Owned> {
    if let Some(known) = place(vm.state::<State>()) {
        return Ok(known.clone());
    }
    let found = find(vm)?;
    *place(vm.state::<State>()) = Some(found.clone());
    Ok(found)
}

#[methods]
mod py {
    use super::*;

    /// A new element, the last child of another one.
    #[function("SubElement(parent, tag, attrib=<unrepresentable>, /, **extra)")]
    fn sub_element(vm: &mut Vm, parent: Obj<Element>, tag: Value, attrib: Option<Value>, extra: Keywords) -> R<Owned> {
        let attrib = attributes::gathered(vm, "SubElement", 3, attrib, &extra)?;
        let child = element::new_element(vm, tag.own(), attrib)?;
        children::append(vm, parent, child.clone())?;
        Ok(child)
    }

    /// The names and namespaces of a tree without namespaces; None for others.
    #[function("(element, default_namespace, /)")]
    fn _plain_names(vm: &mut Vm, element: Value, default_namespace: Value) -> R<Option<Owned>> {
        if !default_namespace.is_none() || vm.is_watched() {
            return Ok(None);
        }
        serialize::names(vm, element)
    }

    /// Write an element's text, if nobody needs to be asked for it: whether that was so.
    #[function("(write, element, qnames, namespaces, short_empty_elements, /)")]
    fn _write_plain(
        vm: &mut Vm,
        write: Value,
        element: Value,
        qnames: Value,
        namespaces: Value,
        short_empty_elements: Value,
    ) -> R<bool> {
        let none = namespaces.is_none() || vm.cast_exact::<Dict>(namespaces).is_some_and(|dict| dict.len(vm) == 0);
        let short = short_empty_elements.is(Value::TRUE);
        if !none || !short && !short_empty_elements.is(Value::FALSE) {
            return Ok(false);
        }
        serialize::write(vm, write, element, qnames, short)
    }

    /// What comments and processing instructions are made with.
    #[function("(comment_factory, pi_factory, /)")]
    fn _set_factories(vm: &mut Vm, comment_factory: Value, pi_factory: Value) -> R<Owned> {
        for (name, factory) in [("Comment", comment_factory), ("PI", pi_factory)] {
            if !vm.is_callable(factory) && !factory.is_none() {
                let found = vm.class_of(factory).name(vm);
                return Err(vm.type_error(format!("{name} factory must be callable, not {found}")));
            }
        }
        let given = |factory: Value| (!factory.is_none()).then(|| factory.own());
        let state = vm.state::<State>();
        let old_comment = std::mem::replace(&mut state.comment_factory, given(comment_factory));
        let old_pi = std::mem::replace(&mut state.pi_factory, given(pi_factory));
        let (comment, pi) = (old_comment.unwrap_or(Owned::NONE), old_pi.unwrap_or(Owned::NONE));
        vm.new_tuple(&[comment.value(), pi.value()])
    }
}
