//! The isolate's codecs and error handlers by name (`codecs.register`, `codecs.lookup`, `codecs.register_error`).

use crate::native::*;
use crate::types::bytes::Bytes;
use taipan_text::codecs::handlers::Handler;
use taipan_text::memory::Grow;

/// What was registered. Found codecs are kept by their normalised names.
#[derive(Default)]
pub struct CodecRegistry {
    search: Vec<Owned>,
    found: Vec<(String, Owned)>,
    handlers: Vec<(String, Owned)>,
    /// The `encodings` package was imported, which registers its own search function.
    prepared: bool,
}

/// A name as search functions get it: lower case, each run of what is no letter, digit or dot an underscore.
pub fn normalize(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    let mut punctuation = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if punctuation && !normal.is_empty() {
                normal.push('_');
            }
            punctuation = false;
            normal.push(c.to_ascii_lowercase());
        } else {
            punctuation = true;
        }
    }
    normal
}

impl CodecRegistry {
    /// `codecs.register(search_function)`.
    pub fn register(vm: &mut Vm, search: Value) -> R<()> {
        if !vm.is_callable(search) {
            return Err(vm.type_error("argument must be callable"));
        }
        CodecRegistry::prepare(vm)?;
        vm.state::<CodecRegistry>().search.put(search.own());
        Ok(())
    }

    /// `codecs.unregister(search_function)`: what was found is forgotten.
    pub fn unregister(vm: &mut Vm, search: Value) -> R<()> {
        let registry = vm.state::<CodecRegistry>();
        if let Some(position) = registry.search.iter().position(|other| other.is(search)) {
            let removed = registry.search.remove(position);
            let found = std::mem::take(&mut registry.found);
            drop((removed, found));
        }
        Ok(())
    }

    /// The search function of the standard encodings comes with their package.
    fn prepare(vm: &mut Vm) -> R<()> {
        let registry = vm.state::<CodecRegistry>();
        if std::mem::replace(&mut registry.prepared, true) {
            return Ok(());
        }
        let imported = vm.import_encodings();
        if imported.is_err() {
            vm.state::<CodecRegistry>().prepared = false;
        }
        imported
    }

    /// `codecs.lookup(encoding)`: the tuple that a search function gave.
    pub fn lookup(vm: &mut Vm, encoding: &str) -> R<Owned> {
        CodecRegistry::prepare(vm)?;
        let normal = normalize(encoding);
        let registry = vm.state::<CodecRegistry>();
        if let Some((_, found)) = registry.found.iter().find(|(name, _)| *name == normal) {
            return Ok(found.clone());
        }
        let name = vm.new_str(&normal)?;
        let mut index = 0;
        while let Some(search) = vm.state::<CodecRegistry>().search.get(index).cloned() {
            index += 1;
            let result = vm.call(search.value(), &[name.value()])?;
            if result.is_none() {
                continue;
            }
            if vm.cast::<Tuple>(result.value()).is_none_or(|tuple| tuple.len(vm) != 4) {
                return Err(vm.type_error("codec search functions must return 4-tuples"));
            }
            vm.state::<CodecRegistry>().found.put((normal, result.clone()));
            return Ok(result);
        }
        Err(vm.lookup_error(format!("unknown encoding: {encoding}")))
    }

    /// `codecs.register_error(name, handler)`.
    pub fn register_error(vm: &mut Vm, name: &str, handler: Value) -> R<()> {
        if !vm.is_callable(handler) {
            return Err(vm.type_error("handler must be callable"));
        }
        let registry = vm.state::<CodecRegistry>();
        let old = registry.handlers.iter().position(|(other, _)| other == name);
        let old = old.map(|position| registry.handlers.remove(position));
        registry.handlers.put((name.to_string(), handler.own()));
        drop(old);
        Ok(())
    }

    /// Forget a handler; whether there was one.
    pub fn unregister_error(vm: &mut Vm, name: &str) -> bool {
        let registry = vm.state::<CodecRegistry>();
        let position = registry.handlers.iter().position(|(other, _)| other == name);
        let removed = position.map(|position| registry.handlers.remove(position));
        removed.is_some()
    }

    /// A handler that was registered under this name.
    pub fn registered_error(vm: &mut Vm, name: &str) -> Option<Owned> {
        let registry = vm.state::<CodecRegistry>();
        registry.handlers.iter().find(|(other, _)| other == name).map(|(_, handler)| handler.clone())
    }

    /// Whether errors can be handled under this name.
    pub fn has_error_handler(vm: &mut Vm, name: &str) -> bool {
        Handler::from_name(name).is_some() || CodecRegistry::registered_error(vm, name).is_some()
    }

    /// As `registered_error`; LookupError when there is none.
    pub(crate) fn error_handler(vm: &mut Vm, name: &str) -> R<Owned> {
        match CodecRegistry::registered_error(vm, name) {
            Some(handler) => Ok(handler),
            None => Err(vm.lookup_error(format!("unknown error handler name '{name}'"))),
        }
    }
}

impl Vm {
    fn import_encodings(&mut self) -> R<()> {
        let name = self.intern("encodings")?;
        let key = self.names.__import__;
        let Some(import) = self.builtins.get_str(self, key).map(Value::own) else { return Ok(()) };
        self.call(import.value(), &[name.value()]).map(drop)
    }

    /// One function of a codec, by its place in the tuple; only of codecs between text and bytes.
    fn text_codec(&mut self, encoding: &str, place: usize, instead: &str) -> R<Owned> {
        let codec = CodecRegistry::lookup(self, encoding)?;
        let exact = self.cast_exact::<Tuple>(codec.value()).is_some();
        if !exact {
            let name = self.intern("_is_text_encoding")?;
            if let Some(text) = self.get_attr_optional(codec.value(), name)?
                && !self.truth(text.value())?
            {
                return Err(self.lookup_error(format!(
                    "'{encoding}' is not a text encoding; use {instead} to handle arbitrary codecs"
                )));
            }
        }
        match self.cast::<Tuple>(codec.value()).and_then(|tuple| tuple.items(self).get(place)) {
            Some(function) => Ok(function.own()),
            None => Err(self.type_error("codec search functions must return 4-tuples")),
        }
    }

    /// `codecs.encode` and `codecs.decode`: whatever the codec makes of the object.
    pub fn code_with(&mut self, function: Value, what: &str, object: Value, encoding: &str, errors: &str) -> R<Owned> {
        let errors = self.new_str(errors)?;
        let result = match self.call(function, &[object, errors.value()]) {
            Ok(result) => result,
            Err(raised) => {
                let error = self.take_error();
                let doing = if what == "encoder" { "encoding" } else { "decoding" };
                let note = self.new_str(&format!("{doing} with '{encoding}' codec failed"))?;
                if self.call_method(error.value(), "add_note", &[note.value()]).is_err() {
                    drop(self.take_error());
                }
                self.error = Some(error);
                return Err(raised);
            }
        };
        match self.cast::<Tuple>(result.value()).map(|tuple| tuple.items(self)) {
            Some(&[made, _]) => Ok(made.own()),
            _ => Err(self.type_error(format!("{what} must return a tuple (object, integer)"))),
        }
    }

    pub(super) fn decode_with_registry(&mut self, object: Value, encoding: &str, errors: &str) -> R<Owned> {
        let decode = self.text_codec(encoding, 1, "codecs.decode()")?;
        let text = self.code_with(decode.value(), "decoder", object, encoding, errors)?;
        if self.cast::<Str>(text.value()).is_some() {
            return Ok(text);
        }
        let found = self.class_of(text.value()).name(self);
        Err(self.type_error(format!(
            "'{encoding}' decoder returned '{found}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
        )))
    }

    pub(super) fn encode_with_registry(&mut self, text: Obj<Str>, encoding: &str, errors: &str) -> R<Owned> {
        let encode = self.text_codec(encoding, 0, "codecs.encode()")?;
        let bytes = self.code_with(encode.value(), "encoder", text.value(), encoding, errors)?;
        if self.cast::<Bytes>(bytes.value()).is_some() {
            return Ok(bytes);
        }
        let found = self.class_of(bytes.value()).name(self);
        Err(self.type_error(format!(
            "'{encoding}' encoder returned '{found}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
        )))
    }
}
