//! Reading pickles: containers, names, and objects that calls make.

use taipan_runtime::native::*;
use taipan_runtime::types::set::Set;

use super::load::Loader;
use super::names::{self, Remote};
use super::opcodes::*;
use super::unpickling_error;

impl Loader {
    pub(super) fn build_instruction(&mut self, vm: &mut Vm, opcode: u8) -> R<()> {
        match opcode {
            EMPTY_LIST => {
                let list = vm.new_list(&[])?;
                self.push(list);
            }
            EMPTY_DICT => {
                let dict = vm.new_dict()?;
                self.push(dict);
            }
            EMPTY_TUPLE => {
                let tuple = vm.new_tuple(&[])?;
                self.push(tuple);
            }
            EMPTY_SET => {
                let (set, _) = vm.new_set()?;
                self.push(set);
            }
            APPEND => {
                let item = self.pop(vm)?;
                let list = self.top(vm)?;
                match vm.cast_exact::<List>(list.value()) {
                    Some(list) => list.push(vm, item)?,
                    None => drop(vm.call_method(list.value(), "append", &[item.value()])?),
                }
            }
            APPENDS => self.append_all(vm)?,
            SETITEM => {
                let value = self.pop(vm)?;
                let key = self.pop(vm)?;
                let dict = self.top(vm)?;
                set_item(vm, dict.value(), key.value(), value.value())?;
            }
            SETITEMS => self.set_all(vm)?,
            ADDITEMS => {
                let items = self.pop_items(vm)?;
                let set = self.top(vm)?;
                if let Some(set) = vm.cast_exact::<Set>(set.value()) {
                    for item in items {
                        set.add(vm, item.value())?;
                    }
                } else {
                    let add = vm.get_attr_str(set.value(), "add")?;
                    for item in items {
                        drop(vm.call(add.value(), &[item.value()])?);
                    }
                }
            }
            TUPLE1 | TUPLE2 | TUPLE3 => {
                let count = usize::from(opcode - TUPLE1) + 1;
                let floor = self.marks.last().copied().unwrap_or(0);
                let Some(start) = self.stack.len().checked_sub(count).filter(|&start| start >= floor) else {
                    return Err(self.underflow(vm));
                };
                let items = self.stack.split_off(start);
                let tuple = vm.new_tuple_from(items)?;
                self.push(tuple);
            }
            TUPLE => {
                let items = self.pop_items(vm)?;
                let tuple = vm.new_tuple_from(items)?;
                self.push(tuple);
            }
            LIST => {
                let items = self.pop_items(vm)?;
                let values = taipan_text::memory::gathered(items.iter().map(Owned::value));
                let list = vm.new_list(&values)?;
                self.push(list);
            }
            DICT => {
                let items = self.pop_items(vm)?;
                let (pairs, rest) = items.as_chunks::<2>();
                if !rest.is_empty() {
                    return Err(unpickling_error(vm, "odd number of items for DICT"));
                }
                let (owned, dict) = vm.new_dict_obj()?;
                for [key, value] in pairs {
                    dict.set(vm, key.value(), value.value())?;
                }
                self.push(owned);
            }
            FROZENSET => {
                let items = self.pop_items(vm)?;
                let list = vm.new_tuple_from(items)?;
                let class = vm.types.frozenset.value();
                let set = vm.call(class, &[list.value()])?;
                self.push(set);
            }
            GLOBAL => {
                let module = self.name_line(vm, "utf-8")?;
                let name = self.name_line(vm, "utf-8")?;
                let found = self.find(vm, module.value(), name.value())?;
                self.push(found);
            }
            STACK_GLOBAL => {
                let name = self.pop(vm)?;
                let module = self.pop(vm)?;
                if [&name, &module].iter().any(|part| vm.cast_exact::<Str>(part.value()).is_none()) {
                    return Err(unpickling_error(vm, "STACK_GLOBAL requires str"));
                }
                let found = self.find(vm, module.value(), name.value())?;
                self.push(found);
            }
            EXT1 | EXT2 | EXT4 => {
                let code = match opcode {
                    EXT1 => self.single(vm)? as i64,
                    EXT2 => self.short(vm)? as i64,
                    _ => i64::from(self.signed(vm)?),
                };
                self.extension(vm, code)?;
            }
            REDUCE => {
                let arguments = self.pop(vm)?;
                let function = self.pop(vm)?;
                let Some(tuple) = vm.cast::<Tuple>(arguments.value()) else {
                    let found = vm.class_of(arguments.value()).name(vm);
                    let shown = vm.str_text(function.value())?;
                    return Err(vm.type_error(format!("{shown}() argument after * must be an iterable, not {found}")));
                };
                let values: smallvec::SmallVec<[Value; 8]> = tuple.items(vm).iter().copied().collect();
                let made = vm.call(function.value(), &values)?;
                self.push(made);
            }
            NEWOBJ | NEWOBJ_EX => self.new_object(vm, opcode == NEWOBJ_EX)?,
            BUILD => self.build(vm)?,
            OBJ => {
                let mut items = self.pop_items(vm)?;
                if items.is_empty() {
                    return Err(self.underflow(vm));
                }
                let class = items.remove(0);
                self.instantiate(vm, class, items)?;
            }
            INST => {
                let module = self.name_line(vm, "ascii")?;
                let name = self.name_line(vm, "ascii")?;
                let class = self.find(vm, module.value(), name.value())?;
                let items = self.pop_items(vm)?;
                self.instantiate(vm, class, items)?;
            }
            PERSID => {
                let id = match self.text_line(vm, "ascii") {
                    Ok(id) => id,
                    Err(raised) => {
                        let class = vm.exceptions.UnicodeDecodeError;
                        vm.catch(class, raised)?;
                        let words = "persistent IDs in protocol 0 must be ASCII strings";
                        return Err(unpickling_error(vm, words));
                    }
                };
                self.persistent(vm, id)?;
            }
            BINPERSID => {
                let id = self.pop(vm)?;
                self.persistent(vm, id)?;
            }
            0x20..=0x7e if opcode != b'\'' && opcode != b'\\' => {
                return Err(unpickling_error(vm, format!("invalid load key, '{}'.", char::from(opcode))));
            }
            _ => return Err(unpickling_error(vm, format!("invalid load key, '\\x{opcode:02x}'."))),
        }
        Ok(())
    }

    fn append_all(&mut self, vm: &mut Vm) -> R<()> {
        let items = self.pop_items(vm)?;
        let list = self.top(vm)?;
        if let Some(list) = vm.cast_exact::<List>(list.value()) {
            for item in items {
                list.push(vm, item)?;
            }
            return Ok(());
        }
        let name = vm.intern("extend")?;
        if let Some(extend) = vm.get_attr_optional(list.value(), name)? {
            let values = taipan_text::memory::gathered(items.iter().map(Owned::value));
            let items = vm.new_list(&values)?;
            return vm.call(extend.value(), &[items.value()]).map(drop);
        }
        let append = vm.get_attr_str(list.value(), "append")?;
        for item in items {
            drop(vm.call(append.value(), &[item.value()])?);
        }
        Ok(())
    }

    fn set_all(&mut self, vm: &mut Vm) -> R<()> {
        let items = self.pop_items(vm)?;
        let target = self.top(vm)?;
        let (pairs, rest) = items.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(unpickling_error(vm, "odd number of items for SETITEMS"));
        }
        match vm.cast_exact::<Dict>(target.value()) {
            Some(dict) => {
                for [key, value] in pairs {
                    dict.set(vm, key.value(), value.value())?;
                }
            }
            None => {
                for [key, value] in pairs {
                    vm.set_item(target.value(), key.value(), value.value())?;
                }
            }
        }
        Ok(())
    }

    /// The object of a name, by way of the Unpickler's `find_class` if it has one of its own.
    fn find(&mut self, vm: &mut Vm, module: Value, name: Value) -> R<Owned> {
        match self.owner.clone() {
            Some(owner) => vm.call_method(owner.value(), "find_class", &[module, name]),
            None => find_class(vm, module, name, self.protocol, self.fix_imports),
        }
    }

    fn extension(&mut self, vm: &mut Vm, code: i64) -> R<()> {
        if code <= 0 {
            return Err(unpickling_error(vm, "EXT specifies code <= 0"));
        }
        let key = Value::int_unchecked(code);
        if let Some(known) = names::remote_item(vm, Remote::ExtensionCache, key)? {
            self.push(known);
            return Ok(());
        }
        let Some(pair) = names::remote_item(vm, Remote::InvertedRegistry, key)? else {
            return Err(vm.value_error(format!("unregistered extension code {code}")));
        };
        let parts: Option<(Value, Value)> = vm.cast::<Tuple>(pair.value()).and_then(|pair| match pair.items(vm) {
            &[module, name] => Some((module, name)),
            _ => None,
        });
        let Some((module, name)) = parts else {
            return Err(vm.value_error(format!("_inverted_registry[{code}] isn't a 2-tuple of strings")));
        };
        let found = self.find(vm, module, name)?;
        let cache = names::remote(vm, Remote::ExtensionCache)?;
        if let Some(cache) = vm.cast::<Dict>(cache.value()) {
            cache.set(vm, key, found.value())?;
        }
        self.push(found);
        Ok(())
    }

    fn persistent(&mut self, vm: &mut Vm, id: Owned) -> R<()> {
        let Some(load) = self.persistent_load.clone() else {
            return Err(no_persistent(vm));
        };
        let value = vm.call(load.value(), &[id.value()])?;
        self.push(value);
        Ok(())
    }

    fn instantiate(&mut self, vm: &mut Vm, class: Owned, arguments: Vec<Owned>) -> R<()> {
        if arguments.is_empty() && vm.cast::<Class>(class.value()).is_some() {
            let name = vm.intern("__getinitargs__")?;
            if vm.get_attr_optional(class.value(), name)?.is_none() {
                let made = vm.call_method(class.value(), "__new__", &[class.value()])?;
                self.push(made);
                return Ok(());
            }
        }
        let values = taipan_text::memory::gathered(arguments.iter().map(Owned::value));
        let made = vm.call(class.value(), &values)?;
        self.push(made);
        Ok(())
    }

    fn new_object(&mut self, vm: &mut Vm, extended: bool) -> R<()> {
        let name = if extended { "NEWOBJ_EX" } else { "NEWOBJ" };
        let keywords = if extended { Some(self.pop(vm)?) } else { None };
        let arguments = self.pop(vm)?;
        let class = self.pop(vm)?;
        let wrong = |vm: &mut Vm, what: &str, wanted: &str, value: &Owned| {
            let found = vm.class_of(value.value()).name(vm);
            unpickling_error(vm, format!("{name} {what} argument must be a {wanted}, not {found}"))
        };
        let Some(class_object) = vm.cast::<Class>(class.value()) else {
            return Err(wrong(vm, "class", "type", &class));
        };
        let Some(tuple) = vm.cast::<Tuple>(arguments.value()) else {
            return Err(wrong(vm, "args", "tuple", &arguments));
        };
        let mut pairs = Vec::new();
        if let Some(keywords) = &keywords {
            match vm.cast::<Dict>(keywords.value()) {
                Some(dict) => pairs = dict.snapshot(vm),
                None => return Err(wrong(vm, "kwargs", "dict", keywords)),
            }
        }
        let Some(new) = class_object.slots(vm).new else {
            let told = class_object.name(vm);
            return Err(unpickling_error(vm, format!("{name} class argument '{told}' doesn't have __new__")));
        };
        let values: smallvec::SmallVec<[Value; 8]> = tuple.items(vm).iter().copied().collect();
        let keyword_names: Vec<Value> = pairs.iter().map(|(name, _)| name.value()).collect();
        let keyword_values: Vec<Value> = pairs.iter().map(|(_, value)| value.value()).collect();
        let args = Args { positional: &values, names: &keyword_names, keyword_values: &keyword_values };
        let made = new(vm, class_object, args)?;
        self.push(made);
        Ok(())
    }

    fn build(&mut self, vm: &mut Vm) -> R<()> {
        let state = self.pop(vm)?;
        let object = self.top(vm)?;
        let name = vm.names.__setstate__;
        if let Some(set) = vm.get_attr_optional(object.value(), name)? {
            return vm.call(set.value(), &[state.value()]).map(drop);
        }
        let (mut state, mut slots) = (state, None);
        if let Some(pair) = vm.cast::<Tuple>(state.value())
            && let &[first, second] = pair.items(vm)
        {
            let parts = (first.own(), second.own());
            (state, slots) = (parts.0, Some(parts.1));
        }
        if !state.is_none() {
            let Some(dict) = vm.cast::<Dict>(state.value()) else {
                return Err(unpickling_error(vm, "state is not a dictionary"));
            };
            self.set_state(vm, object.value(), dict)?;
        }
        if let Some(slots) = slots.filter(|slots| !slots.is_none()) {
            let Some(dict) = vm.cast::<Dict>(slots.value()) else {
                return Err(unpickling_error(vm, "slot state is not a dictionary"));
            };
            for (key, value) in dict.snapshot(vm) {
                let Some(key) = vm.cast::<Str>(key.value()) else {
                    let found = vm.class_of(key.value()).name(vm);
                    return Err(vm.type_error(format!("attribute name must be string, not '{found}'")));
                };
                vm.set_attr(object.value(), key, Some(value.value()))?;
            }
        }
        Ok(())
    }

    /// Put the state into the object's `__dict__`, which is not made for it where it is not there as such.
    fn set_state(&mut self, vm: &mut Vm, object: Value, state: Obj<Dict>) -> R<()> {
        let entries = state.snapshot(vm);
        vm.check_built()?;
        if vm.keeps_plain_attributes(object)
            && entries.iter().all(|(key, _)| vm.cast_exact::<Str>(key.value()).is_some())
        {
            for (key, value) in entries {
                if let Some(key) = vm.cast_exact::<Str>(key.value()) {
                    let key = vm.intern_obj(key)?;
                    vm.store_attribute(object, key, value.value())?;
                }
            }
            return Ok(());
        }
        let dict = vm.get_attr_str(object, "__dict__")?;
        for (key, value) in entries {
            match vm.cast_exact::<Str>(key.value()) {
                Some(key) => {
                    let key = vm.intern_obj(key)?;
                    set_item(vm, dict.value(), key.value(), value.value())?;
                }
                None => set_item(vm, dict.value(), key.value(), value.value())?,
            }
        }
        Ok(())
    }
}

#[cold]
pub(super) fn no_persistent(vm: &mut Vm) -> Raised {
    let words = "A load persistent id instruction was encountered, but no persistent_load function was specified.";
    unpickling_error(vm, words)
}

fn set_item(vm: &mut Vm, target: Value, key: Value, value: Value) -> R<()> {
    match vm.cast_exact::<Dict>(target) {
        Some(dict) => dict.set(vm, key, value),
        None => vm.set_item(target, key, value),
    }
}

/// The object that is called `name` in `module`.
pub(super) fn find_class(vm: &mut Vm, module: Value, name: Value, protocol: u8, fix_imports: bool) -> R<Owned> {
    let (mut module, mut name) = (module.own(), name.own());
    if protocol < 3 && fix_imports {
        let key = vm.new_pair(module.value(), name.value())?;
        if let Some(pair) = names::remote_item(vm, Remote::NameMapping, key.value())? {
            if let Some(pair) = vm.cast::<Tuple>(pair.value()).filter(|pair| pair.len(vm) == 2) {
                (module, name) = (pair.items(vm)[0].own(), pair.items(vm)[1].own());
            }
        } else if let Some(new) = names::remote_item(vm, Remote::ImportMapping, module.value())? {
            module = new;
        }
    }
    let Some(text) = vm.cast::<Str>(name.value()) else {
        return Err(vm.type_error("attribute name must be string"));
    };
    let found = names::import(vm, module.value())?;
    let path = text.to_string_lossy(vm);
    if protocol < 4 || !path.contains('.') {
        let name = vm.intern_obj(text)?;
        return vm.get_attr(found.value(), name);
    }
    match names::attribute_path(vm, found.value(), &path) {
        Ok(value) => Ok(value),
        Err(raised) => {
            let class = vm.exceptions.AttributeError;
            let context = vm.catch(class, raised)?;
            let (name, module) = (vm.repr_text(name.value())?, vm.repr_text(module.value())?);
            let raised = vm.attribute_error_text(format!("Can't resolve path {name} on module {module}"));
            if let Some(error) = vm.error.clone() {
                vm.set_exception_context(&error, &context);
            }
            Err(raised)
        }
    }
}
