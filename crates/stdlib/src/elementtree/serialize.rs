//! Trees as text, where `ElementTree` would ask nobody on the way: exact elements with exact strings, without namespaces, written into memory. At anything
//! else this gives up before it has written, and the Python code does it.

use taipan_runtime::native::*;
use taipan_text::{TextBuf, Units};

use super::State;
use super::element::Element;

/// How deep elements are nested at most.
const DEEPEST: u32 = 200;

fn is_qualified(vm: &Vm, name: Obj<Str>) -> bool {
    let units = name.units(vm);
    !units.is_empty() && units.get(0) == u32::from('{')
}

/// The factories that stand as tags of comments and processing instructions.
struct Factories {
    comment: Option<Owned>,
    pi: Option<Owned>,
}

impl Factories {
    fn get(vm: &mut Vm) -> Factories {
        let state = vm.state::<State>();
        Factories { comment: state.comment_factory.clone(), pi: state.pi_factory.clone() }
    }

    fn is_comment(&self, tag: Value) -> bool {
        self.comment.as_ref().is_some_and(|factory| factory.is(tag))
    }

    fn is_pi(&self, tag: Value) -> bool {
        self.pi.as_ref().is_some_and(|factory| factory.is(tag))
    }
}

/// What `_namespaces` finds in a tree without any: names that stand for themselves, and no namespaces.
pub(super) fn names(vm: &mut Vm, root: Value) -> R<Option<Owned>> {
    let Some(root) = vm.cast_exact::<Element>(root) else { return Ok(None) };
    let factories = Factories::get(vm);
    let (found, names) = vm.new_dict_obj()?;
    names.set(vm, Value::NONE, Value::NONE)?;
    let mut pending = vec![root];
    while let Some(element) = pending.pop() {
        let tag = element.get(vm).tag.value();
        match vm.cast_exact::<Str>(tag) {
            Some(tag) if !is_qualified(vm, tag) => names.set_str(vm, tag, tag.value())?,
            None if factories.is_comment(tag) || factories.is_pi(tag) || tag.is_none() => {}
            _ => return Ok(None),
        }
        let attributes = element.get(vm).attributes.clone();
        if let Some(attributes) = attributes {
            let Some(attributes) = vm.cast_exact::<Dict>(attributes.value()) else { return Ok(None) };
            let mut position = 0;
            while let Some((at, key, value)) = attributes.entry_from(vm, position) {
                let (Some(key), Some(_)) = (vm.cast_exact::<Str>(key), vm.cast_exact::<Str>(value)) else {
                    return Ok(None);
                };
                if is_qualified(vm, key) {
                    return Ok(None);
                }
                names.set_str(vm, key, key.value())?;
                position = at + 1;
            }
        }
        let text = element.get(vm).text.value();
        if !text.is_none() && vm.cast_exact::<Str>(text).is_none() {
            return Ok(None);
        }
        for &child in element.get(vm).children.as_slice().iter().rev() {
            let Some(child) = vm.cast_exact::<Element>(child) else { return Ok(None) };
            pending.push(child);
        }
    }
    let namespaces = vm.new_dict()?;
    vm.new_pair(found.value(), namespaces.value()).map(Some)
}

/// Give the text of an element to `write`: whether that could be done.
pub(super) fn write(vm: &mut Vm, write: Value, element: Value, names: Value, short_empty: bool) -> R<bool> {
    let (Some(element), Some(names)) = (vm.cast_exact::<Element>(element), vm.cast_exact::<Dict>(names)) else {
        return Ok(false);
    };
    if vm.is_watched() || !crate::io::writes_to_memory(vm, write) {
        return Ok(false);
    }
    let factories = Factories::get(vm);
    let mut writer = Writer { vm, out: TextBuf::with_capacity(0), names, factories, short_empty };
    if writer.put(element, 0).is_none() {
        return Ok(false);
    }
    let text = writer.out.finish();
    let text = vm.new_text(&text)?;
    vm.call(write, &[text.value()])?;
    Ok(true)
}

struct Writer<'a> {
    vm: &'a Vm,
    out: TextBuf,
    names: Obj<Dict>,
    factories: Factories,
    short_empty: bool,
}

impl Writer<'_> {
    /// A string, or nothing for None.
    fn text(&self, value: Value) -> Option<Option<Obj<Str>>> {
        if value.is_none() {
            return Some(None);
        }
        self.vm.cast_exact::<Str>(value).map(Some)
    }

    fn put_text(&mut self, value: Value, in_attribute: bool) -> Option<()> {
        let Some(text) = self.text(value)? else { return Some(()) };
        let units = text.units(self.vm);
        let escaped = |c: u32| {
            Some(match char::from_u32(c)? {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' if in_attribute => "&quot;",
                '\r' if in_attribute => "&#13;",
                '\n' if in_attribute => "&#10;",
                '\t' if in_attribute => "&#09;",
                _ => return None,
            })
        };
        if !units.iter().any(|c| escaped(c).is_some()) {
            self.out.push_units(units);
            return Some(());
        }
        for c in units.iter() {
            match escaped(c) {
                Some(text) => self.out.push_str(text),
                None => self.out.push(c),
            }
        }
        Some(())
    }

    /// The name that stands for a tag or an attribute.
    fn name(&self, name: Value) -> Option<Units<'_>> {
        let name = self.vm.cast_exact::<Str>(name)?;
        let found = self.names.get_str(self.vm, name)?;
        Some(self.vm.cast_exact::<Str>(found)?.units(self.vm))
    }

    fn put_name(&mut self, name: Value) -> Option<()> {
        let mut out = std::mem::replace(&mut self.out, TextBuf::with_capacity(0));
        let named = self.name(name).map(|name| out.push_units(name));
        self.out = out;
        named
    }

    fn put(&mut self, element: Obj<Element>, depth: u32) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        let vm = self.vm;
        let state = element.get(vm);
        let tag = state.tag.value();
        let marks = if self.factories.is_comment(tag) {
            Some(("<!--", "-->"))
        } else if self.factories.is_pi(tag) {
            Some(("<?", "?>"))
        } else {
            None
        };
        if let Some((start, end)) = marks {
            self.out.push_str(start);
            match self.text(state.text.value())? {
                Some(text) => self.out.push_units(text.units(vm)),
                None => self.out.push_str("None"),
            }
            self.out.push_str(end);
        } else {
            self.put_element(state, tag, depth)?;
        }
        self.put_text(state.tail.value(), false)
    }

    fn put_element(&mut self, state: &Element, tag: Value, depth: u32) -> Option<()> {
        let vm = self.vm;
        self.out.push_str("<");
        self.put_name(tag)?;
        if let Some(attributes) = &state.attributes {
            let attributes = vm.cast_exact::<Dict>(attributes.value())?;
            let mut position = 0;
            while let Some((at, key, value)) = attributes.entry_from(vm, position) {
                self.out.push_str(" ");
                self.put_name(key)?;
                self.out.push_str("=\"");
                vm.cast_exact::<Str>(value)?;
                self.put_text(value, true)?;
                self.out.push_str("\"");
                position = at + 1;
            }
        }
        let has_text = self.text(state.text.value())?.is_some_and(|text| text.len(vm) > 0);
        let children = state.children.as_slice();
        if !has_text && children.is_empty() && self.short_empty {
            self.out.push_str(" />");
            return Some(());
        }
        self.out.push_str(">");
        self.put_text(state.text.value(), false)?;
        for &child in children {
            self.put(vm.cast_exact::<Element>(child)?, depth + 1)?;
        }
        self.out.push_str("</");
        self.put_name(tag)?;
        self.out.push_str(">");
        Some(())
    }
}
