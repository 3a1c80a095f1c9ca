//! The methods of elements. Paths that are more than a tag are left to `xml.etree.ElementPath`.

use taipan_runtime::native::*;

use super::element::Element;
use super::{attributes, children, copying, iter};

/// Whether two tags are equal, as `==` says.
#[inline]
pub(super) fn same_tag(vm: &mut Vm, a: Value, b: Value) -> R<bool> {
    if a.is(b) {
        return Ok(true);
    }
    match (vm.cast_exact::<Str>(a), vm.cast_exact::<Str>(b)) {
        (Some(a), Some(b)) => Ok(a.equals(vm, b)),
        _ => {
            let (a, b) = (a.own(), b.own());
            vm.equal(a.value(), b.value())
        }
    }
}

/// Whether it may be more than a tag.
fn is_path(vm: &Vm, path: Value) -> bool {
    let check = |units: &mut dyn Iterator<Item = u32>| {
        let mut start = Vec::with_capacity(3);
        let mut outside = true;
        for unit in units {
            if start.len() < 3 {
                start.push(unit);
                const ANY: [u32; 3] = [b'{' as u32, b'*' as u32, b'}' as u32];
                if start == ANY || start.starts_with(&[ANY[0], ANY[2]]) && start.len() == 3 {
                    return true;
                }
            }
            match u8::try_from(unit) {
                Ok(b'{') => outside = false,
                Ok(b'}') => outside = true,
                Ok(b'/' | b'*' | b'[' | b'@' | b'.') if outside => return true,
                _ => {}
            }
        }
        false
    };
    if let Some(text) = vm.cast::<Str>(path) {
        return match text.as_ascii(vm) {
            Some(text) if !text.starts_with('{') => {
                text.bytes().any(|byte| matches!(byte, b'/' | b'*' | b'[' | b'@' | b'.')) && {
                    check(&mut text.bytes().map(u32::from))
                }
            }
            _ => check(&mut text.units(vm).iter()),
        };
    }
    match vm.cast::<taipan_runtime::types::bytes::Bytes>(path) {
        Some(bytes) => check(&mut bytes.bytes(vm).iter().copied().map(u32::from)),
        None => true,
    }
}

/// `ElementPath.name(*arguments)`.
fn by_path(vm: &mut Vm, name: &str, arguments: &[Value]) -> R<Owned> {
    let module =
        super::remembered(vm, |state| &mut state.path, |vm| crate::support::import(vm, "xml.etree.ElementPath"))?;
    vm.call_method(module.value(), name, arguments)
}

fn needs_path(vm: &Vm, path: Value, namespaces: Option<Value>) -> bool {
    namespaces.is_some_and(|namespaces| !namespaces.is_none()) || is_path(vm, path)
}

/// The first child with this tag at `index` or behind, and its place.
fn next_tagged(vm: &mut Vm, this: Obj<Element>, path: Value, mut index: usize) -> R<Option<(usize, Owned)>> {
    while let Some(child) = children::child(vm, this, index) {
        let keep = child.own();
        let tag = child.get(vm).tag.value();
        if same_tag(vm, tag, path)? {
            return Ok(Some((index, keep)));
        }
        index += 1;
    }
    Ok(None)
}

#[methods]
mod py {
    use super::*;

    /// Add a child at the end.
    #[method("($self, subelement, /)")]
    fn append(vm: &mut Vm, this: Obj<Element>, subelement: Value) -> R<()> {
        if vm.cast::<Element>(subelement).is_none() {
            let (wanted, found) = (vm.native_class::<Element>().name(vm), vm.class_of(subelement).name(vm));
            return Err(vm.type_error(format!("append() argument 1 must be {wanted}, not {found}")));
        }
        children::append(vm, this, subelement.own())
    }

    /// Remove children, attributes and texts.
    #[method("($self, /)")]
    fn clear(vm: &mut Vm, this: Obj<Element>) {
        let state = this.get_mut(vm);
        let (children, attributes) = (state.children.take(), state.attributes.take());
        let texts = (std::mem::replace(&mut state.text, Owned::NONE), std::mem::replace(&mut state.tail, Owned::NONE));
        drop((children, attributes, texts));
    }

    /// A copy that shares children and attributes.
    #[method("($self, /)")]
    fn __copy__(vm: &mut Vm, this: Obj<Element>) -> R<Owned> {
        copying::copy(vm, this)
    }

    /// A copy of everything.
    #[method("($self, memo, /)")]
    fn __deepcopy__(vm: &mut Vm, this: Obj<Element>, memo: Obj<Dict>) -> R<Owned> {
        copying::deepcopy_element(vm, this, memo)
    }

    /// What pickle needs.
    #[method("($self, /)")]
    fn __getstate__(vm: &mut Vm, this: Obj<Element>) -> R<Owned> {
        copying::state(vm, this)
    }

    /// Restore what pickle kept.
    #[method("($self, state, /)")]
    fn __setstate__(vm: &mut Vm, this: Obj<Element>, state: Value) -> R<()> {
        copying::restore(vm, this, state)
    }

    /// Bytes of memory.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Obj<Element>) -> usize {
        vm.basic_size(this.value()) + this.get(vm).children.capacity() * size_of::<Value>()
    }

    /// Add children at the end.
    #[method("($self, elements, /)")]
    fn extend(vm: &mut Vm, this: Obj<Element>, elements: Value) -> R<()> {
        children::extend(vm, this, elements)
    }

    /// The first child that a tag or path names.
    #[method("($self, /, path, namespaces=None)")]
    fn find(vm: &mut Vm, this: Obj<Element>, path: Value, namespaces: Option<Value>) -> R<Owned> {
        if needs_path(vm, path, namespaces) {
            return by_path(vm, "find", &[this.value(), path, namespaces.unwrap_or(Value::NONE)]);
        }
        Ok(next_tagged(vm, this, path, 0)?.map_or(Owned::NONE, |(_, child)| child))
    }

    /// The text of the first child that a tag or path names.
    #[method("($self, /, path, default=None, namespaces=None)")]
    fn findtext(
        vm: &mut Vm,
        this: Obj<Element>,
        path: Value,
        default: Option<Value>,
        namespaces: Option<Value>,
    ) -> R<Owned> {
        let default = default.unwrap_or(Value::NONE);
        if needs_path(vm, path, namespaces) {
            return by_path(vm, "findtext", &[this.value(), path, default, namespaces.unwrap_or(Value::NONE)]);
        }
        let Some((_, child)) = next_tagged(vm, this, path, 0)? else { return Ok(default.own()) };
        let text = vm.cast::<Element>(child.value()).map(|child| child.get(vm).text.clone());
        match text.filter(|text| !text.is_none()) {
            Some(text) => Ok(text),
            None => vm.new_str(""),
        }
    }

    /// All children that a tag or path names.
    #[method("($self, /, path, namespaces=None)")]
    fn findall(vm: &mut Vm, this: Obj<Element>, path: Value, namespaces: Option<Value>) -> R<Owned> {
        if needs_path(vm, path, namespaces) {
            return by_path(vm, "findall", &[this.value(), path, namespaces.unwrap_or(Value::NONE)]);
        }
        let found = vm.new_list(&[])?;
        let mut index = 0;
        while let Some((place, child)) = next_tagged(vm, this, path, index)? {
            if let Some(list) = vm.cast::<List>(found.value()) {
                list.push(vm, child)?;
            }
            index = place + 1;
        }
        Ok(found)
    }

    /// An iterator over what a path names.
    #[method("($self, /, path, namespaces=None)")]
    fn iterfind(vm: &mut Vm, this: Obj<Element>, path: Value, namespaces: Option<Value>) -> R<Owned> {
        by_path(vm, "iterfind", &[this.value(), path, namespaces.unwrap_or(Value::NONE)])
    }

    /// An attribute, or the default.
    #[method("($self, /, key, default=None)")]
    fn get(vm: &mut Vm, this: Obj<Element>, key: Value, default: Option<Value>) -> R<Owned> {
        let found = match attributes::existing(vm, this) {
            Some(dict) => match vm.cast::<Dict>(dict.value()) {
                Some(dict) => dict.lookup(vm, key)?,
                None => None,
            },
            None => None,
        };
        Ok(found.unwrap_or_else(|| default.unwrap_or(Value::NONE).own()))
    }

    /// Set an attribute.
    #[method("($self, key, value, /)")]
    fn set(vm: &mut Vm, this: Obj<Element>, key: Value, value: Value) -> R<()> {
        let dict = attributes::dict(vm, this)?;
        match vm.cast::<Dict>(dict.value()) {
            Some(dict) => dict.set(vm, key, value),
            None => Ok(()),
        }
    }

    /// The names of the attributes.
    #[method("($self, /)")]
    fn keys(vm: &mut Vm, this: Obj<Element>) -> R<Owned> {
        match attributes::existing(vm, this) {
            Some(dict) => vm.list_from(dict.value()).map(Obj::own),
            None => vm.new_list(&[]),
        }
    }

    /// The attributes as pairs.
    #[method("($self, /)")]
    fn items(vm: &mut Vm, this: Obj<Element>) -> R<Owned> {
        let Some(dict) = attributes::existing(vm, this) else { return vm.new_list(&[]) };
        let Some(dict) = vm.cast::<Dict>(dict.value()) else { return vm.new_list(&[]) };
        let room = ValueVec::with_capacity(vm.heap, dict.len(vm));
        let mut pairs = vm.check(room)?;
        let mut place = 0;
        while let Some((next, key, value)) = dict.entry_from(vm, place) {
            let pair = vm.new_pair(key, value)?;
            let heap = vm.heap;
            let pushed = pairs.push(heap, pair);
            vm.check(pushed)?;
            place = next + 1;
        }
        vm.new_list_from(pairs)
    }

    /// The element and what is inside, in the order of the document; with a tag, only elements of that tag.
    #[method("($self, /, tag=None)")]
    fn iter(vm: &mut Vm, this: Obj<Element>, tag: Option<Value>) -> R<Owned> {
        let tag = tag.unwrap_or(Value::NONE);
        let all = vm.cast::<Str>(tag).is_some_and(|tag| tag.is_str(vm, "*"));
        iter::create(vm, this, if all { Value::NONE } else { tag }, false)
    }

    /// The texts inside the element.
    #[method("($self, /)")]
    fn itertext(vm: &mut Vm, this: Obj<Element>) -> R<Owned> {
        iter::create(vm, this, Value::NONE, true)
    }

    /// Insert a child before a position.
    #[method("($self, index, subelement, /)")]
    fn insert(vm: &mut Vm, this: Obj<Element>, index: isize, subelement: Obj<Element>) -> R<()> {
        children::insert(vm, this, index, subelement.own())
    }

    /// Remove a child.
    #[method("($self, subelement, /)")]
    fn remove(vm: &mut Vm, this: Obj<Element>, subelement: Obj<Element>) -> R<()> {
        children::remove(vm, this, subelement.value())
    }

    /// A new element of the same kind.
    #[method("($self, tag, attrib, /)")]
    fn makeelement(vm: &mut Vm, _this: Obj<Element>, tag: Value, attrib: Obj<Dict>) -> R<Owned> {
        let attrib = attributes::copied(vm, attrib)?;
        super::super::element::new_element(vm, tag.own(), Some(attrib))
    }
}
