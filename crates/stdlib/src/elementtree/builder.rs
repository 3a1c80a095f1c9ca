//! `TreeBuilder`: makes a tree of the starts and ends of elements and the data between them.

use taipan_runtime::native::*;
use taipan_runtime::object::class::ClassFlags;
use taipan_text::memory;

use super::element::{Element, new_element};
use super::events::{self, Events, Kind};
use super::{State, children, parse_error};
use crate::support::{given, payload, receiver, signature};

#[derive(Trace, Default)]
pub(super) struct TreeBuilder {
    root: Option<Owned>,
    /// The elements that are open.
    open: Vec<Owned>,
    /// The element made last.
    last: Option<Owned>,
    /// What the next text stands behind; None when it is inside `last`.
    last_for_tail: Option<Owned>,
    /// Text that was not put into the tree yet: objects, then what the parser gave.
    data: Vec<Owned>,
    text: String,
    element_factory: Option<Owned>,
    comment_factory: Option<Owned>,
    pi_factory: Option<Owned>,
    insert_comments: bool,
    pub(super) insert_pis: bool,
    pub(super) events: Option<Events>,
}

payload!(TreeBuilder);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "xml.etree.ElementTree",
    doc: "Makes a tree of elements.",
    flags: ClassFlags::BASE,
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &METHODS,
    ..ClassDef::new::<TreeBuilder>("TreeBuilder")
};

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    let state = vm.state::<State>();
    let builder = TreeBuilder {
        comment_factory: state.comment_factory.clone(),
        pi_factory: state.pi_factory.clone(),
        ..TreeBuilder::default()
    };
    vm.allocate_instance(class, builder)
}

/// A builder with everything left to the defaults.
pub(super) fn create(vm: &mut Vm) -> R<Owned> {
    let class = vm.native_class::<TreeBuilder>();
    new(vm, class, Args::default())
}

fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("TreeBuilder", [
        "element_factory" PositionalOrKeyword true, "comment_factory" KeywordOnly true, "pi_factory" KeywordOnly true,
        "insert_comments" KeywordOnly true, "insert_pis" KeywordOnly true
    ]);
    let mut slots = [None; 5];
    bind(vm, signature, args, &mut slots)?;
    let this = receiver::<TreeBuilder>(vm, value)?;
    let mut flags = [false; 2];
    for (flag, slot) in flags.iter_mut().zip(&slots[3..]) {
        *flag = match slot {
            Some(value) => vm.truth(*value)?,
            None => false,
        };
    }
    let state = vm.state::<State>();
    let comment = given(slots[1]).map(Value::own).or_else(|| state.comment_factory.clone());
    let pi = given(slots[2]).map(Value::own).or_else(|| state.pi_factory.clone());
    let builder = this.get_mut(vm);
    let old = (
        std::mem::replace(&mut builder.element_factory, given(slots[0]).map(Value::own)),
        std::mem::replace(&mut builder.comment_factory, comment),
        std::mem::replace(&mut builder.pi_factory, pi),
    );
    builder.insert_comments = flags[0] && builder.comment_factory.is_some();
    builder.insert_pis = flags[1] && builder.pi_factory.is_some();
    drop(old);
    Ok(())
}

/// Put the text so far into the tree.
#[inline]
fn flush(vm: &mut Vm, this: Obj<TreeBuilder>) -> R<()> {
    let state = this.get(vm);
    if state.text.is_empty() && state.data.is_empty() { Ok(()) } else { flush_text(vm, this) }
}

fn flush_text(vm: &mut Vm, this: Obj<TreeBuilder>) -> R<()> {
    let mut text = Owned::NONE;
    if !this.get(vm).text.is_empty() {
        // The buffer is used again.
        let mut buffer = std::mem::take(&mut this.get_mut(vm).text);
        let made = vm.new_str(&buffer);
        buffer.clear();
        this.get_mut(vm).text = buffer;
        text = made?;
    }
    if !this.get(vm).data.is_empty() {
        let data = &mut this.get_mut(vm).data;
        text = match data.pop() {
            // The usual case: one piece.
            Some(only) if data.is_empty() && text.is_none() => only,
            last => {
                let mut parts = std::mem::take(data);
                parts.extend(last);
                if !text.is_none() {
                    parts.push(text);
                }
                joined(vm, parts)?
            }
        };
    }
    let state = this.get(vm);
    let (target, is_tail) = match (&state.last_for_tail, &state.last) {
        (Some(target), _) => (target.clone(), true),
        (None, Some(target)) => (target.clone(), false),
        (None, None) => return Ok(()),
    };
    if let Some(element) = vm.cast_exact::<Element>(target.value()) {
        let element = element.get_mut(vm);
        let place = if is_tail { &mut element.tail } else { &mut element.text };
        if place.is_none() {
            *place = text;
            return Ok(());
        }
    }
    let name = vm.intern(if is_tail { "tail" } else { "text" })?;
    let before = vm.get_attr(target.value(), name)?;
    let text = if before.is_none() { text } else { joined(vm, vec![before, text])? };
    vm.set_attr(target.value(), name, Some(text.value()))
}

fn joined(vm: &mut Vm, mut parts: Vec<Owned>) -> R<Owned> {
    if parts.len() == 1 {
        return Ok(parts.pop().unwrap_or(Owned::NONE));
    }
    let values = memory::gathered(parts.iter().map(Owned::value));
    let list = vm.new_list(&values)?;
    let empty = vm.new_str("")?;
    vm.call_method(empty.value(), "join", &[list.value()])
}

fn add_child(vm: &mut Vm, parent: Value, child: &Owned) -> R<()> {
    match (vm.cast_exact::<Element>(parent), vm.cast::<Element>(child.value())) {
        (Some(parent), Some(_)) => children::append(vm, parent, child.clone()),
        _ => vm.call_method(parent, "append", &[child.value()]).map(drop),
    }
}

fn tell(vm: &mut Vm, this: Obj<TreeBuilder>, kind: Kind, value: Value) -> R<()> {
    match this.get(vm).events.as_ref().and_then(|events| events.target(kind)) {
        Some(target) => events::tell(vm, target, value),
        None => Ok(()),
    }
}

/// An element begins.
pub(super) fn start(vm: &mut Vm, this: Obj<TreeBuilder>, tag: Owned, attributes: Option<Owned>) -> R<Owned> {
    flush(vm, this)?;
    let node = match this.get(vm).element_factory.clone() {
        None => new_element(vm, tag, attributes)?,
        Some(factory) => {
            let attributes = match attributes {
                Some(attributes) => attributes,
                None => vm.new_dict()?,
            };
            vm.call(factory.value(), &[tag.value(), attributes.value()])?
        }
    };
    let state = this.get_mut(vm);
    drop(state.last_for_tail.take());
    match state.open.last().cloned() {
        Some(parent) => add_child(vm, parent.value(), &node)?,
        None if this.get(vm).root.is_some() => {
            let class = parse_error(vm)?;
            return Err(vm.raise(class, "multiple elements on top level"));
        }
        None => this.get_mut(vm).root = Some(node.clone()),
    }
    let state = this.get_mut(vm);
    state.open.push(node.clone());
    let old = state.last.replace(node.clone());
    drop(old);
    if this.get(vm).events.is_some() {
        tell(vm, this, Kind::Start, node.value())?;
    }
    Ok(node)
}

/// An element ends.
pub(super) fn end(vm: &mut Vm, this: Obj<TreeBuilder>) -> R<Owned> {
    flush(vm, this)?;
    let state = this.get_mut(vm);
    let Some(node) = state.open.pop() else { return Err(vm.index_error("pop from empty stack")) };
    let old = (state.last.replace(node.clone()), state.last_for_tail.replace(node.clone()));
    drop(old);
    if this.get(vm).events.is_some() {
        tell(vm, this, Kind::End, node.value())?;
    }
    Ok(node)
}

/// Text from the parser.
#[inline]
pub(super) fn text(vm: &mut Vm, this: Obj<TreeBuilder>, text: &str) {
    let state = this.get_mut(vm);
    if state.last.is_some() {
        memory::put_str(&mut state.text, text);
    }
}

fn data(vm: &mut Vm, this: Obj<TreeBuilder>, data: Value) -> R<()> {
    if this.get(vm).last.is_none() {
        return Ok(());
    }
    if !this.get(vm).text.is_empty() {
        let text = std::mem::take(&mut this.get_mut(vm).text);
        let text = vm.new_str(&text)?;
        this.get_mut(vm).data.push(text);
    }
    this.get_mut(vm).data.push(data.own());
    Ok(())
}

pub(super) fn add_data(vm: &mut Vm, this: Obj<TreeBuilder>, value: Value) -> R<()> {
    data(vm, this, value)
}

/// A comment, or a processing instruction, which a factory makes.
pub(super) fn single(vm: &mut Vm, this: Obj<TreeBuilder>, kind: Kind, arguments: &[Value]) -> R<Owned> {
    flush(vm, this)?;
    let state = this.get(vm);
    let (factory, insert) = match kind {
        Kind::Comment => (state.comment_factory.clone(), state.insert_comments),
        _ => (state.pi_factory.clone(), state.insert_pis),
    };
    let node = match factory {
        Some(factory) => {
            let node = vm.call(factory.value(), arguments)?;
            let parent = this.get(vm).open.last().cloned();
            if let Some(parent) = parent.filter(|_| insert) {
                add_child(vm, parent.value(), &node)?;
                let old = this.get_mut(vm).last_for_tail.replace(node.clone());
                drop(old);
            }
            node
        }
        None if kind == Kind::Comment => arguments.first().map_or(Owned::NONE, |text| text.own()),
        None => vm.new_tuple(arguments)?,
    };
    tell(vm, this, kind, node.value())?;
    Ok(node)
}

/// A namespace begins or ends.
pub(super) fn namespace(vm: &mut Vm, this: Obj<TreeBuilder>, kind: Kind, value: Value) -> R<()> {
    tell(vm, this, kind, value)
}

pub(super) fn close(vm: &mut Vm, this: Obj<TreeBuilder>) -> Owned {
    this.get(vm).root.clone().unwrap_or(Owned::NONE)
}

#[methods]
mod py {
    use super::*;

    /// Add text to the current element.
    #[method("($self, data, /)")]
    fn data(vm: &mut Vm, this: Obj<TreeBuilder>, data: Value) -> R<()> {
        super::data(vm, this, data)
    }

    /// Open an element.
    #[method("($self, tag, attrs, /)")]
    fn start(vm: &mut Vm, this: Obj<TreeBuilder>, tag: Value, attrs: Obj<Dict>) -> R<Owned> {
        super::start(vm, this, tag.own(), Some(attrs.own()))
    }

    /// Close the current element.
    #[method("($self, tag, /)")]
    fn end(vm: &mut Vm, this: Obj<TreeBuilder>, _tag: Value) -> R<Owned> {
        super::end(vm, this)
    }

    /// Make a comment.
    #[method("($self, text, /)")]
    fn comment(vm: &mut Vm, this: Obj<TreeBuilder>, text: Value) -> R<Owned> {
        single(vm, this, Kind::Comment, &[text])
    }

    /// Make a processing instruction.
    #[method("($self, target, text=None, /)")]
    fn pi(vm: &mut Vm, this: Obj<TreeBuilder>, target: Value, text: Option<Value>) -> R<Owned> {
        single(vm, this, Kind::Instruction, &[target, text.unwrap_or(Value::NONE)])
    }

    /// The tree.
    #[method("($self, /)")]
    fn close(vm: &mut Vm, this: Obj<TreeBuilder>) -> Owned {
        super::close(vm, this)
    }
}
