//! From the parser's events to calls of Python functions.

use std::cell::RefCell;
use std::rc::Rc;

use taipan_runtime::native::*;
use taipan_text::memory;

use super::parser::{self, XmlParser, interned};
use super::xml::{Code, EntityDeclaration, Event, External, Family, Model, NameId, Parser, Span};
use crate::support::receiver;

macro_rules! handlers {
    ($($name:ident,)+) => {
        /// A handler's number.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[allow(clippy::enum_variant_names, reason = "the names are Python's")]
        pub(super) enum Handler { $($name,)+ }

        pub(super) static HANDLERS: &[Handler] = &[$(Handler::$name,)+];

        /// The attributes of parsers.
        pub(super) static GETSETS: &[GetSet] = &[
            $(GetSet {
                name: stringify!($name),
                doc: "",
                get: |vm, value| get_handler(vm, value, Handler::$name),
                set: Some(|vm, value, given| set_handler(vm, value, Handler::$name, given)),
                member: false,
            },)+
            getset("ErrorCode", |vm, value| parser::get(vm, value, |this| {
                this.engine.borrow().code().map_or(0, |code| code as i64)
            }), None),
            getset("ErrorLineNumber", line, None),
            getset("ErrorColumnNumber", column, None),
            getset("ErrorByteIndex", byte_index, None),
            getset("CurrentLineNumber", line, None),
            getset("CurrentColumnNumber", column, None),
            getset("CurrentByteIndex", byte_index, None),
            getset("buffer_size", |vm, value| parser::get(vm, value, |this| this.buffer_size), Some(parser::set_buffer_size)),
            getset("buffer_text", |vm, value| parser::get(vm, value, |this| this.buffers), Some(parser::set_buffer_text)),
            getset("buffer_used", |vm, value| parser::get(vm, value, |this| this.buffer.len()), None),
            getset("namespace_prefixes", |vm, value| {
                parser::get(vm, value, |this| this.engine.borrow().settings.prefixes)
            }, Some(parser::set_prefixes)),
            getset("ordered_attributes", |vm, value| parser::get(vm, value, |this| this.ordered), Some(|vm, value, given| {
                parser::set_flag(vm, value, given, |this, flag| this.ordered = flag)
            })),
            getset("specified_attributes", |vm, value| parser::get(vm, value, |this| this.specified), Some(|vm, value, given| {
                parser::set_flag(vm, value, given, |this, flag| this.specified = flag)
            })),
            getset("intern", |vm, value| parser::get(vm, value, XmlParser::intern), None),
        ];
    };
}

type Set = Option<fn(&mut Vm, Value, Option<Value>) -> R<()>>;

const fn getset(name: &'static str, get: fn(&mut Vm, Value) -> R<Owned>, set: Set) -> GetSet {
    GetSet { name, doc: "", get, set, member: false }
}

handlers! {
    StartElementHandler,
    EndElementHandler,
    ProcessingInstructionHandler,
    CharacterDataHandler,
    UnparsedEntityDeclHandler,
    NotationDeclHandler,
    StartNamespaceDeclHandler,
    EndNamespaceDeclHandler,
    CommentHandler,
    StartCdataSectionHandler,
    EndCdataSectionHandler,
    DefaultHandler,
    DefaultHandlerExpand,
    NotStandaloneHandler,
    ExternalEntityRefHandler,
    StartDoctypeDeclHandler,
    EndDoctypeDeclHandler,
    EntityDeclHandler,
    XmlDeclHandler,
    ElementDeclHandler,
    AttlistDeclHandler,
    SkippedEntityHandler,
}

fn line(vm: &mut Vm, value: Value) -> R<Owned> {
    parser::get(vm, value, |this| this.engine.borrow_mut().position().0)
}

fn column(vm: &mut Vm, value: Value) -> R<Owned> {
    parser::get(vm, value, |this| this.engine.borrow_mut().position().1)
}

fn byte_index(vm: &mut Vm, value: Value) -> R<Owned> {
    parser::get(vm, value, |this| this.engine.borrow().byte_index())
}

fn get_handler(vm: &mut Vm, value: Value, handler: Handler) -> R<Owned> {
    let this = receiver::<XmlParser>(vm, value)?;
    Ok(this.get(vm).handlers[handler as usize].clone())
}

fn set_handler(vm: &mut Vm, value: Value, handler: Handler, given: Option<Value>) -> R<()> {
    let this = receiver::<XmlParser>(vm, value)?;
    let given = parser::present(vm, given)?.own();
    if handler == Handler::CharacterDataHandler {
        // What was read before belongs to the handler there was.
        flush(vm, this)?;
    }
    let present = !given.is_none();
    let state = this.get_mut(vm);
    let old = std::mem::replace(&mut state.handlers[handler as usize], given);
    drop(old);
    let state = this.get_mut(vm);
    match handler {
        Handler::DefaultHandler | Handler::DefaultHandlerExpand => {
            state.default = present.then_some(handler);
            let expand = handler == Handler::DefaultHandlerExpand;
            // As in expat, taking the handler away does not bring the expansion back.
            if present || !expand {
                state.engine.borrow_mut().settings.expand = expand;
            }
        }
        Handler::StartElementHandler => state.engine.borrow_mut().settings.starts = present,
        Handler::ExternalEntityRefHandler => state.engine.borrow_mut().settings.externals = present,
        _ => {}
    }
    Ok(())
}

/// Give the text that was gathered to its handler.
pub(super) fn flush(vm: &mut Vm, this: Obj<XmlParser>) -> R<()> {
    if this.get(vm).buffer.is_empty() {
        return Ok(());
    }
    let text = std::mem::take(&mut this.get_mut(vm).buffer);
    let Some(handler) = this.get(vm).handler(Handler::CharacterDataHandler) else { return Ok(()) };
    let string = vm.new_str(&text)?;
    call(vm, this, &handler, &[string.value()]).map(drop)
}

fn call(vm: &mut Vm, this: Obj<XmlParser>, handler: &Owned, arguments: &[Value]) -> R<Owned> {
    let was = std::mem::replace(&mut this.get_mut(vm).inside, true);
    let result = vm.call(handler.value(), arguments);
    this.get_mut(vm).inside = was;
    result
}

/// Deal with events until more input is needed.
pub(super) fn run(vm: &mut Vm, this: Obj<XmlParser>, engine: &Rc<RefCell<Parser>>) -> R<Result<(), Code>> {
    loop {
        let event = engine.borrow_mut().next();
        let event = match event {
            Ok(Some(event)) => event,
            Ok(None) => return Ok(Ok(())),
            Err(code) => {
                flush(vm, this)?;
                return Ok(Err(code));
            }
        };
        if let Err(raised) = (Call { vm, this, engine }).event(event) {
            // Nobody is told of anything more.
            engine.borrow_mut().abort();
            let state = this.get_mut(vm);
            let old = state.handlers.iter_mut().map(|handler| std::mem::replace(handler, Owned::NONE));
            let old: Vec<Owned> = old.collect();
            (state.default, state.buffer) = (None, String::new());
            drop(old);
            return Err(raised);
        }
    }
}

/// An event being dealt with.
struct Call<'a> {
    vm: &'a mut Vm,
    this: Obj<XmlParser>,
    engine: &'a Rc<RefCell<Parser>>,
}

impl Call<'_> {
    /// The handler, after text that was gathered went to its own.
    fn handler(&mut self, handler: Handler) -> R<Option<Owned>> {
        if self.this.get(self.vm).handlers[handler as usize].is_none() {
            return Ok(None);
        }
        flush(self.vm, self.this)?;
        Ok(self.this.get(self.vm).handler(handler))
    }

    fn call(&mut self, handler: &Owned, arguments: &[&Owned]) -> R<Owned> {
        let arguments: smallvec::SmallVec<[Value; 8]> = arguments.iter().map(|argument| argument.value()).collect();
        call(self.vm, self.this, handler, &arguments)
    }

    fn text(&mut self, span: Span) -> R<Owned> {
        self.vm.new_str(self.engine.borrow().text(span))
    }

    fn intern(&mut self, text: &str) -> R<Owned> {
        interned(self.vm, self.this, text)
    }

    fn intern_optional(&mut self, text: Option<&str>) -> R<Owned> {
        text.map_or(Ok(Owned::NONE), |text| self.intern(text))
    }

    fn string_optional(&mut self, text: Option<&str>) -> R<Owned> {
        text.map_or(Ok(Owned::NONE), |text| self.vm.new_str(text))
    }

    fn name(&mut self, id: NameId) -> R<Owned> {
        let place = id.0 as usize;
        if let Some(Some(name)) = self.this.get(self.vm).names.get(place) {
            return Ok(name.clone());
        }
        let text = self.engine.borrow().name(id).to_owned();
        let name = self.intern(&text)?;
        let names = &mut self.this.get_mut(self.vm).names;
        if names.len() <= place {
            names.resize(place + 1, None);
        }
        names[place] = Some(name.clone());
        Ok(name)
    }

    /// Give markup to the default handler, if there is one.
    fn default(&mut self) -> R<()> {
        let raw = match self.this.get(self.vm).default {
            Some(_) => self.engine.borrow().raw().to_owned(),
            None => return Ok(()),
        };
        self.default_text(&raw)
    }

    fn default_text(&mut self, text: &str) -> R<()> {
        let Some(handler) = self.this.get(self.vm).default else { return Ok(()) };
        let Some(handler) = self.handler(handler)? else { return Ok(()) };
        let text = self.vm.new_str(text)?;
        self.call(&handler, &[&text]).map(drop)
    }

    fn default_tokens(&mut self) -> R<()> {
        if self.this.get(self.vm).default.is_none() {
            return Ok(());
        }
        let tokens = self.engine.borrow().raw_tokens();
        tokens.iter().try_for_each(|token| self.default_text(token))
    }

    fn has(&self, handler: Handler) -> bool {
        !self.this.get(self.vm).handlers[handler as usize].is_none()
    }

    fn event(&mut self, event: Event) -> R<()> {
        match event {
            Event::StartElement { name, empty } => match self.handler(Handler::StartElementHandler)? {
                Some(handler) => self.start_element(&handler, name),
                None if empty && self.has(Handler::EndElementHandler) => Ok(()),
                None => self.default(),
            },
            Event::EndElement { name, empty } => match self.handler(Handler::EndElementHandler)? {
                Some(handler) => {
                    let name = self.name(name)?;
                    self.call(&handler, &[&name]).map(drop)
                }
                None if empty => Ok(()),
                None => self.default(),
            },
            Event::Text(span) => self.characters(span),
            Event::Comment(span) => match self.handler(Handler::CommentHandler)? {
                Some(handler) => {
                    let text = self.text(span)?;
                    self.call(&handler, &[&text]).map(drop)
                }
                None => self.default(),
            },
            Event::Instruction { target, data } => match self.handler(Handler::ProcessingInstructionHandler)? {
                Some(handler) => {
                    let target = self.engine.borrow().text(target).to_owned();
                    let target = self.intern(&target)?;
                    let data = self.text(data)?;
                    self.call(&handler, &[&target, &data]).map(drop)
                }
                None => self.default(),
            },
            Event::StartCdata => self.plain(Handler::StartCdataSectionHandler),
            Event::EndCdata => self.plain(Handler::EndCdataSectionHandler),
            Event::StartNamespace { prefix, uri } => {
                let Some(handler) = self.handler(Handler::StartNamespaceDeclHandler)? else { return Ok(()) };
                let prefix = self.intern_optional(prefix.as_deref())?;
                let uri = self.intern_optional(uri.as_deref())?;
                self.call(&handler, &[&prefix, &uri]).map(drop)
            }
            Event::EndNamespace { prefix } => {
                let Some(handler) = self.handler(Handler::EndNamespaceDeclHandler)? else { return Ok(()) };
                let prefix = self.intern_optional(prefix.as_deref())?;
                self.call(&handler, &[&prefix]).map(drop)
            }
            Event::Other => self.default_tokens(),
            Event::Markup(family) => {
                let handled = match family {
                    Family::Doctype => self.has(Handler::StartDoctypeDeclHandler),
                    Family::Element => self.has(Handler::ElementDeclHandler),
                    Family::AttributeList => self.has(Handler::AttlistDeclHandler),
                    Family::Entity => self.has(Handler::EntityDeclHandler),
                    Family::Notation => self.has(Handler::NotationDeclHandler),
                };
                if handled { Ok(()) } else { self.default_tokens() }
            }
            Event::UnknownEncoding(name) => {
                let table = super::encoding_table(self.vm, &name)?;
                self.engine.borrow_mut().set_table(&table);
                Ok(())
            }
            Event::NotStandalone => {
                let Some(handler) = self.handler(Handler::NotStandaloneHandler)? else { return Ok(()) };
                let result = self.call(&handler, &[])?;
                self.accept(result, Code::NotStandalone)
            }
            Event::External(external) => self.external(&external),
            declaration => self.declaration(declaration),
        }
    }

    fn plain(&mut self, handler: Handler) -> R<()> {
        match self.handler(handler)? {
            Some(handler) => self.call(&handler, &[]).map(drop),
            None => self.default(),
        }
    }

    fn start_element(&mut self, handler: &Owned, name: NameId) -> R<()> {
        let name = self.name(name)?;
        let state = self.this.get(self.vm);
        let (ordered, specified) = (state.ordered, state.specified);
        let attributes: smallvec::SmallVec<[_; 8]> = {
            let engine = self.engine.borrow();
            let count = if specified { engine.specified() } else { engine.attributes().len() };
            engine.attributes()[..count].iter().copied().collect()
        };
        let attributes = if ordered {
            let list = self.vm.new_list(&[])?;
            for attribute in attributes {
                let (name, value) = (self.name(attribute.name)?, self.text(attribute.value)?);
                if let Some(list) = self.vm.cast::<List>(list.value()) {
                    list.push(self.vm, name)?;
                    list.push(self.vm, value)?;
                }
            }
            list
        } else {
            let (owned, dict) = self.vm.new_dict_obj()?;
            for attribute in attributes {
                let (name, value) = (self.name(attribute.name)?, self.text(attribute.value)?);
                dict.set(self.vm, name.value(), value.value())?;
            }
            owned
        };
        self.call(handler, &[&name, &attributes]).map(drop)
    }

    fn characters(&mut self, span: Span) -> R<()> {
        if !self.has(Handler::CharacterDataHandler) {
            return self.default();
        }
        let text = {
            let engine = self.engine.borrow();
            let text = engine.text(span);
            let state = self.this.get_mut(self.vm);
            if state.buffers && state.buffer.len() + text.len() <= state.buffer_size {
                memory::put_str(&mut state.buffer, text);
                return self.vm.check_built();
            }
            text.to_owned()
        };
        if self.this.get(self.vm).buffers {
            flush(self.vm, self.this)?;
            // The handler may have changed the buffer, or gone away.
            let state = self.this.get_mut(self.vm);
            if state.buffers && text.len() <= state.buffer_size {
                memory::put_str(&mut state.buffer, &text);
                return self.vm.check_built();
            }
        }
        let Some(handler) = self.this.get(self.vm).handler(Handler::CharacterDataHandler) else { return Ok(()) };
        let text = self.vm.new_str(&text)?;
        self.call(&handler, &[&text]).map(drop)
    }

    /// What a handler returned that may decline.
    fn accept(&mut self, result: Owned, code: Code) -> R<()> {
        if self.vm.to_i64(result.value(), "long")? == 0 {
            self.engine.borrow_mut().refuse(code);
        }
        Ok(())
    }

    fn external(&mut self, external: &External) -> R<()> {
        let Some(handler) = self.handler(Handler::ExternalEntityRefHandler)? else { return self.default() };
        let context = self.string_optional(external.context.as_deref())?;
        let base = self.intern_optional(external.base.as_deref())?;
        let system = self.intern_optional(external.system.as_deref())?;
        let public = self.intern_optional(external.public.as_deref())?;
        let result = self.call(&handler, &[&context, &base, &system, &public])?;
        self.accept(result, Code::ExternalHandling)
    }

    fn declaration(&mut self, event: Event) -> R<()> {
        match event {
            Event::XmlDeclaration { version, encoding, standalone } => {
                let Some(handler) = self.handler(Handler::XmlDeclHandler)? else { return self.default() };
                let version = self.string_optional(version.as_deref())?;
                let encoding = self.string_optional(encoding.as_deref())?;
                let standalone = Owned::from_raw(Value::int_unchecked(standalone.map_or(-1, i64::from)));
                self.call(&handler, &[&version, &encoding, &standalone]).map(drop)
            }
            Event::StartDoctype { name, system, public, internal } => {
                let Some(handler) = self.handler(Handler::StartDoctypeDeclHandler)? else { return Ok(()) };
                let name = self.intern(&name)?;
                let system = self.intern_optional(system.as_deref())?;
                let public = self.intern_optional(public.as_deref())?;
                let internal = Owned::from_raw(Value::int_unchecked(i64::from(internal)));
                self.call(&handler, &[&name, &system, &public, &internal]).map(drop)
            }
            Event::EndDoctype => match self.handler(Handler::EndDoctypeDeclHandler)? {
                Some(handler) => self.call(&handler, &[]).map(drop),
                None => self.default_tokens(),
            },
            Event::Element { name, model } => {
                let Some(handler) = self.handler(Handler::ElementDeclHandler)? else { return Ok(()) };
                let name = self.intern(&name)?;
                let root = model.nodes.len().saturating_sub(1);
                let model = self.model(&model, root)?;
                self.call(&handler, &[&name, &model]).map(drop)
            }
            Event::AttributeList(declaration) => {
                let Some(handler) = self.handler(Handler::AttlistDeclHandler)? else { return Ok(()) };
                let element = self.intern(&declaration.element)?;
                let name = self.intern(&declaration.name)?;
                let kind = self.vm.new_str(&declaration.kind)?;
                let default = self.string_optional(declaration.default.as_deref())?;
                let required = Owned::from_raw(Value::int_unchecked(i64::from(declaration.required)));
                self.call(&handler, &[&element, &name, &kind, &default, &required]).map(drop)
            }
            Event::Unparsed(declaration) => match self.handler(Handler::UnparsedEntityDeclHandler)? {
                Some(handler) => {
                    let name = self.intern(&declaration.name)?;
                    let base = self.intern_optional(declaration.base.as_deref())?;
                    let system = self.intern_optional(declaration.system.as_deref())?;
                    let public = self.intern_optional(declaration.public.as_deref())?;
                    let notation = self.intern_optional(declaration.notation.as_deref())?;
                    self.call(&handler, &[&name, &base, &system, &public, &notation]).map(drop)
                }
                None => self.entity(&declaration),
            },
            Event::Entity(declaration) => self.entity(&declaration),
            Event::Notation { name, base, system, public } => {
                let Some(handler) = self.handler(Handler::NotationDeclHandler)? else { return Ok(()) };
                let name = self.intern(&name)?;
                let base = self.intern_optional(base.as_deref())?;
                let system = self.intern_optional(system.as_deref())?;
                let public = self.intern_optional(public.as_deref())?;
                self.call(&handler, &[&name, &base, &system, &public]).map(drop)
            }
            Event::Skipped { name, parameter } => match self.handler(Handler::SkippedEntityHandler)? {
                Some(handler) => {
                    let name = self.intern(&name)?;
                    let parameter = Owned::from_raw(Value::int_unchecked(i64::from(parameter)));
                    self.call(&handler, &[&name, &parameter]).map(drop)
                }
                None => self.default(),
            },
            _ => self.default(),
        }
    }

    fn entity(&mut self, declaration: &EntityDeclaration) -> R<()> {
        let Some(handler) = self.handler(Handler::EntityDeclHandler)? else { return Ok(()) };
        let name = self.intern(&declaration.name)?;
        let parameter = Owned::from_raw(Value::int_unchecked(i64::from(declaration.parameter)));
        let value = self.string_optional(declaration.value.as_deref())?;
        let base = self.intern_optional(declaration.base.as_deref())?;
        let system = self.intern_optional(declaration.system.as_deref())?;
        let public = self.intern_optional(declaration.public.as_deref())?;
        let notation = self.intern_optional(declaration.notation.as_deref())?;
        self.call(&handler, &[&name, &parameter, &value, &base, &system, &public, &notation]).map(drop)
    }

    /// A content model as tuples in tuples.
    fn model(&mut self, model: &Model, place: usize) -> R<Owned> {
        self.vm.enter_native()?;
        let Some(node) = model.nodes.get(place) else { return Ok(Owned::NONE) };
        let mut children = Vec::with_capacity(node.children.len());
        for &child in &node.children {
            children.push(self.model(model, child)?);
        }
        let children = self.vm.new_tuple_from(children)?;
        let name = self.intern_optional(node.name.as_deref())?;
        let (kind, quantifier) =
            (Value::int_unchecked(node.kind as i64 + 1), Value::int_unchecked(node.quantifier as i64));
        self.vm.leave_native();
        self.vm.new_tuple(&[kind, quantifier, name.value(), children.value()])
    }
}
