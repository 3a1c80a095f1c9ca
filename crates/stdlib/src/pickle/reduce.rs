//! Writing objects by what their `__reduce_ex__` says, and things that are found by name.

use taipan_runtime::native::*;

use super::names::{self, Remote};
use super::opcodes::*;
use super::pickling_error;
use super::save::Saver;

/// What `__reduce_ex__` returned.
struct Reduced {
    function: Owned,
    arguments: Owned,
    state: Option<Owned>,
    items: Option<Owned>,
    pairs: Option<Owned>,
    setter: Option<Owned>,
}

impl Saver {
    /// A call that makes `object`.
    pub(super) fn save_call(&mut self, vm: &mut Vm, object: Value, function: &Owned, arguments: &Owned) -> R<()> {
        let reduced = vm.new_pair(function.value(), arguments.value())?;
        self.save_tuple_of(vm, object, reduced)
    }

    pub(super) fn save_reduced(&mut self, vm: &mut Vm, object: Value, reduced: Owned) -> R<()> {
        if vm.cast::<Str>(reduced.value()).is_some() {
            return self.save_global(vm, object, Some(reduced.value()));
        }
        let saved = self.save_tuple_of(vm, object, reduced);
        if saved.is_ok() {
            return Ok(());
        }
        self.noted(vm, saved, object, |_| Ok("object".to_owned()))
    }

    fn parts(&mut self, vm: &mut Vm, reduced: Owned) -> R<Reduced> {
        let told = |vm: &Vm, value: &Owned| vm.class_of(value.value()).told_name(vm);
        let Some(tuple) = vm.cast::<Tuple>(reduced.value()) else {
            let found = told(vm, &reduced);
            return Err(pickling_error(vm, format!("__reduce__ must return a string or tuple, not {found}")));
        };
        let parts: Vec<Owned> = tuple.items(vm).iter().map(|part| part.own()).collect();
        if !(2..=6).contains(&parts.len()) {
            let words = "tuple returned by __reduce__ must contain 2 through 6 elements";
            return Err(pickling_error(vm, words));
        }
        let wrong = |vm: &mut Vm, which: &str, wanted: &str, value: &Owned| {
            let found = told(vm, value);
            let words = format!("{which} item of the tuple returned by __reduce__ must be {wanted}, not {found}");
            pickling_error(vm, words)
        };
        let optional = |index: usize| parts.get(index).filter(|part| !part.is_none()).cloned();
        if !vm.is_callable(parts[0].value()) {
            return Err(wrong(vm, "first", "callable", &parts[0]));
        }
        if vm.cast::<Tuple>(parts[1].value()).is_none() {
            return Err(wrong(vm, "second", "a tuple", &parts[1]));
        }
        for (index, which) in [(3, "fourth"), (4, "fifth")] {
            if let Some(iterator) = optional(index)
                && vm.class_of(iterator.value()).slots(vm).next.is_none()
            {
                return Err(wrong(vm, which, "an iterator", &iterator));
            }
        }
        if let Some(setter) = optional(5)
            && !vm.is_callable(setter.value())
        {
            return Err(wrong(vm, "sixth", "callable", &setter));
        }
        Ok(Reduced {
            function: parts[0].clone(),
            arguments: parts[1].clone(),
            state: optional(2),
            items: optional(3),
            pairs: optional(4),
            setter: optional(5),
        })
    }

    fn save_tuple_of(&mut self, vm: &mut Vm, object: Value, reduced: Owned) -> R<()> {
        let Reduced { function, arguments, state, items, pairs, setter } = self.parts(vm, reduced)?;
        let (mut plain, mut extended) = (false, false);
        if self.protocol >= 2 {
            let name = vm.names.__name__;
            if let Some(name) = vm.get_attr_optional(function.value(), name)?
                && let Some(name) = vm.cast::<Str>(name.value())
            {
                (plain, extended) = (name.is_str(vm, "__newobj__"), name.is_str(vm, "__newobj_ex__"));
            }
        }
        match (plain, extended) {
            (_, true) => self.save_new_ex(vm, object, &arguments)?,
            (true, _) => self.save_new(vm, object, &arguments)?,
            _ => {
                let saved = self.save(vm, function.value(), true);
                self.noted(vm, saved, object, |_| Ok("reconstructor".to_owned()))?;
                let saved = self.save(vm, arguments.value(), true);
                self.noted(vm, saved, object, |_| Ok("reconstructor arguments".to_owned()))?;
                self.put(&[REDUCE]);
            }
        }
        // An object that contains itself was written meanwhile: that one is taken.
        if self.memo.contains_key(&object.bits()) {
            self.put(&[POP]);
            self.put_known(object);
        } else {
            self.memoize(object);
        }
        if let Some(items) = items {
            self.save_items(vm, object, items.value())?;
        }
        if let Some(pairs) = pairs {
            self.save_pairs(vm, object, pairs.value())?;
        }
        let Some(state) = state else { return Ok(()) };
        let Some(setter) = setter else {
            let saved = self.save(vm, state.value(), true);
            self.noted(vm, saved, object, |_| Ok("state".to_owned()))?;
            self.put(&[BUILD]);
            return Ok(());
        };
        let saved = self.save(vm, setter.value(), true);
        self.noted(vm, saved, object, |_| Ok("state setter".to_owned()))?;
        self.save(vm, object, true)?;
        let saved = self.save(vm, state.value(), true);
        self.noted(vm, saved, object, |_| Ok("state".to_owned()))?;
        // What the setter returns means nothing.
        self.put(&[TUPLE2, REDUCE, POP]);
        Ok(())
    }

    /// Refuse a class that `__newobj__` is not to make `object` of.
    fn check_class(&mut self, vm: &mut Vm, object: Value, class: Value, function: &str) -> R<()> {
        if vm.cast::<Class>(class).is_none() {
            let found = vm.class_of(class).told_name(vm);
            let words = format!("first argument to {function}() must be a class, not {found}");
            return Err(pickling_error(vm, words));
        }
        let name = vm.names.__class__;
        let own = vm.get_attr(object, name)?;
        if !own.is(class) {
            let (wanted, found) = (vm.repr_text(own.value())?, vm.repr_text(class)?);
            return Err(pickling_error(vm, format!("first argument to {function}() must be {wanted}, not {found}")));
        }
        Ok(())
    }

    fn save_new(&mut self, vm: &mut Vm, object: Value, arguments: &Owned) -> R<()> {
        let Some(tuple) = vm.cast::<Tuple>(arguments.value()) else { return Ok(()) };
        let Some(&class) = tuple.items(vm).first() else {
            return Err(pickling_error(vm, "__newobj__ expected at least 1 argument, got 0"));
        };
        self.check_class(vm, object, class, "__newobj__")?;
        let rest: Vec<Value> = tuple.items(vm)[1..].to_vec();
        let rest = vm.new_tuple(&rest)?;
        let saved = self.save(vm, class, true);
        self.noted(vm, saved, object, |_| Ok("class".to_owned()))?;
        let saved = self.save(vm, rest.value(), true);
        self.noted(vm, saved, object, |_| Ok("__new__ arguments".to_owned()))?;
        self.put(&[NEWOBJ]);
        Ok(())
    }

    fn save_new_ex(&mut self, vm: &mut Vm, object: Value, arguments: &Owned) -> R<()> {
        let parts: Vec<Owned> = vm
            .cast::<Tuple>(arguments.value())
            .map(|tuple| tuple.items(vm).iter().map(|part| part.own()).collect())
            .unwrap_or_default();
        let [class, positional, keywords] = parts.as_slice() else {
            let words = format!("__newobj_ex__ expected 3 arguments, got {}", parts.len());
            return Err(pickling_error(vm, words));
        };
        self.check_class(vm, object, class.value(), "__newobj_ex__")?;
        let Some(tuple) = vm.cast::<Tuple>(positional.value()) else {
            let found = vm.class_of(positional.value()).told_name(vm);
            let words = format!("second argument to __newobj_ex__() must be a tuple, not {found}");
            return Err(pickling_error(vm, words));
        };
        let Some(dict) = vm.cast::<Dict>(keywords.value()) else {
            let found = vm.class_of(keywords.value()).told_name(vm);
            let words = format!("third argument to __newobj_ex__() must be a dict, not {found}");
            return Err(pickling_error(vm, words));
        };
        if self.protocol >= 4 {
            let saved = self.save(vm, class.value(), true);
            self.noted(vm, saved, object, |_| Ok("class".to_owned()))?;
            let saved = self.save(vm, positional.value(), true).and_then(|()| self.save(vm, keywords.value(), true));
            self.noted(vm, saved, object, |_| Ok("__new__ arguments".to_owned()))?;
            self.put(&[NEWOBJ_EX]);
            return Ok(());
        }
        // Older readers have no instruction for it, but know `functools.partial`.
        let partial = names::remote(vm, Remote::Partial)?;
        let new = vm.get_attr_str(class.value(), "__new__")?;
        let mut values = vec![new.value(), class.value()];
        values.extend_from_slice(tuple.items(vm));
        let pairs = dict.snapshot(vm);
        let keyword_names: Vec<Value> = pairs.iter().map(|(name, _)| name.value()).collect();
        let keyword_values: Vec<Value> = pairs.iter().map(|(_, value)| value.value()).collect();
        let args = Args { positional: &values, names: &keyword_names, keyword_values: &keyword_values };
        let call = vm.call_args(partial.value(), args)?;
        let saved = self.save(vm, call.value(), true);
        self.noted(vm, saved, object, |_| Ok("reconstructor".to_owned()))?;
        let empty = vm.new_tuple(&[])?;
        self.save(vm, empty.value(), true)?;
        self.put(&[REDUCE]);
        Ok(())
    }

    /// The types of the constants have no names that lead to them.
    pub(super) fn save_type(&mut self, vm: &mut Vm, value: Value) -> R<()> {
        for constant in [Value::NONE, Value::NOT_IMPLEMENTED, Value::ELLIPSIS] {
            if vm.class_of(constant).value().is(value) {
                let arguments = vm.new_tuple(&[constant])?;
                let class = vm.types.type_.own();
                return self.save_call(vm, value, &class, &arguments);
            }
        }
        self.save_global(vm, value, None)
    }

    pub(super) fn save_global(&mut self, vm: &mut Vm, value: Value, name: Option<Value>) -> R<()> {
        let name = match name {
            Some(name) => name.own(),
            None => {
                let qualified = vm.names.__qualname__;
                match vm.get_attr_optional(value, qualified)? {
                    Some(name) => name,
                    None => vm.get_attr_str(value, "__name__")?,
                }
            }
        };
        let Some(name_text) = vm.cast::<Str>(name.value()) else {
            return Err(vm.type_error("the name of a global must be a string"));
        };
        let module = names::module_of(vm, value, name_text)?;
        if self.protocol >= 2 && self.put_extension(vm, &module, &name)? {
            return Ok(());
        }
        if self.protocol >= 4 {
            self.save(vm, module.value(), true)?;
            self.save(vm, name.value(), true)?;
            self.put(&[STACK_GLOBAL]);
        } else {
            let path = name_text.to_string_lossy(vm);
            let mut parts = path.split('.');
            let first = parts.next().unwrap_or_default();
            let rest: Vec<&str> = parts.collect();
            for _ in &rest {
                let getattr = names::remote(vm, Remote::Getattr)?;
                self.save(vm, getattr.value(), true)?;
                if self.protocol < 2 {
                    self.put(&[MARK]);
                }
            }
            let first = vm.new_str(first)?;
            self.put_global(vm, module, first)?;
            for part in rest {
                let part = vm.new_str(part)?;
                self.save(vm, part.value(), true)?;
                self.put(&[if self.protocol < 2 { TUPLE } else { TUPLE2 }, REDUCE]);
            }
        }
        self.memoize(value);
        Ok(())
    }

    /// The number that `copyreg.add_extension` gave to a name, if it did.
    fn put_extension(&mut self, vm: &mut Vm, module: &Owned, name: &Owned) -> R<bool> {
        let registry = names::remote(vm, Remote::ExtensionRegistry)?;
        if vm.cast::<Dict>(registry.value()).is_some_and(|registry| registry.len(vm) == 0) {
            return Ok(false);
        }
        let key = vm.new_pair(module.value(), name.value())?;
        let Some(code) = names::remote_item(vm, Remote::ExtensionRegistry, key.value())? else { return Ok(false) };
        let code = vm.to_i64(code.value(), "long")?;
        if !(1..=0x7fff_ffff).contains(&code) {
            return Err(vm.runtime_error(format!("extension code {code} is out of range")));
        }
        let [a, b, c, d] = (code as u32).to_le_bytes();
        match code {
            1..=0xff => self.put(&[EXT1, a]),
            0x100..=0xffff => self.put(&[EXT2, a, b]),
            _ => self.put(&[EXT4, a, b, c, d]),
        }
        Ok(true)
    }

    /// The instruction of older protocols for a name in a module.
    fn put_global(&mut self, vm: &mut Vm, mut module: Owned, mut name: Owned) -> R<()> {
        if self.protocol < 3 && self.fix_imports {
            let key = vm.new_pair(module.value(), name.value())?;
            if let Some(pair) = names::remote_item(vm, Remote::ReverseNameMapping, key.value())? {
                if let Some(pair) = vm.cast::<Tuple>(pair.value()).filter(|pair| pair.len(vm) == 2) {
                    (module, name) = (pair.items(vm)[0].own(), pair.items(vm)[1].own());
                }
            } else if let Some(old) = names::remote_item(vm, Remote::ReverseImportMapping, module.value())? {
                module = old;
            }
        }
        self.put(&[GLOBAL]);
        for (part, what) in [(module, "module"), (name, "global")] {
            let Some(text) = vm.cast::<Str>(part.value()) else {
                return Err(vm.type_error("the name of a global must be a string"));
            };
            let encoding = if self.protocol < 3 { "ascii" } else { "utf-8" };
            let encoded = match text.units(vm).to_std_string() {
                Some(text) if self.protocol >= 3 || text.is_ascii() => Some(text),
                _ => None,
            };
            let Some(text) = encoded else {
                let shown = vm.repr_text(part.value())?;
                let protocol = self.protocol;
                let words = format!("can't pickle {what} identifier {shown} using pickle protocol {protocol}");
                let encoded = vm.encode(text, encoding, "strict");
                let context = if encoded.is_err() { vm.take_error() } else { Owned::NONE };
                let raised = pickling_error(vm, words);
                if let Some(error) = vm.error.clone()
                    && !context.is_none()
                {
                    vm.set_exception_context(&error, &context);
                }
                return Err(raised);
            };
            self.put(text.as_bytes());
            self.put(b"\n");
        }
        Ok(())
    }
}
