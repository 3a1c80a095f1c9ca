//! `XMLParser`: feeds a builder, or any other target, with what the XML parser of `pyexpat` finds.

use std::cell::RefCell;
use std::rc::Rc;

use taipan_runtime::native::*;
use taipan_runtime::object::class::ClassFlags;

use super::builder::{self, TreeBuilder};
use super::events::{Events, Kind};
use super::parse_error;
use crate::pyexpat::xml::{Code, Event, NameId, Parser};
use crate::pyexpat::{self, encoding_table};
use crate::support::{given, payload, receiver, signature};

type Engine = Rc<RefCell<Parser>>;

#[derive(Trace, Default)]
pub(super) struct XmlParser {
    /// None before `__init__`. Borrowed only between calls of Python code.
    #[trace(skip)]
    engine: Option<Engine>,
    target: Option<Owned>,
    /// Replacements for entities that are not declared.
    entity: Option<Owned>,
    /// Strings of the parser's names, by number.
    names: Vec<Option<Owned>>,
    handlers: Handlers,
}

/// Methods of a target that is not a builder.
#[derive(Trace, Default)]
struct Handlers {
    start: Option<Owned>,
    data: Option<Owned>,
    end: Option<Owned>,
    comment: Option<Owned>,
    pi: Option<Owned>,
    close: Option<Owned>,
    doctype: Option<Owned>,
    start_ns: Option<Owned>,
    end_ns: Option<Owned>,
}

payload!(XmlParser);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "xml.etree.ElementTree",
    doc: "Parses XML for a target.",
    flags: ClassFlags::BASE,
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::new::<XmlParser>("XMLParser")
};

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, XmlParser::default())
}

fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("XMLParser", ["target" KeywordOnly true, "encoding" KeywordOnly true]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let this = receiver::<XmlParser>(vm, value)?;
    let encoding = match given(slots[1]) {
        None => None,
        Some(encoding) => match vm.cast::<Str>(encoding) {
            Some(text) => Some(text.to_string_lossy(vm)),
            None => {
                let found = vm.class_of(encoding).name(vm);
                let words = format!("XMLParser() argument 'encoding' must be str or None, not {found}");
                return Err(vm.type_error(words));
            }
        },
    };
    let target = match given(slots[0]) {
        Some(target) => target.own(),
        None => builder::create(vm)?,
    };
    let handlers = Handlers {
        start: method(vm, &target, "start")?,
        data: method(vm, &target, "data")?,
        end: method(vm, &target, "end")?,
        comment: method(vm, &target, "comment")?,
        pi: method(vm, &target, "pi")?,
        close: method(vm, &target, "close")?,
        doctype: method(vm, &target, "doctype")?,
        start_ns: method(vm, &target, "start_ns")?,
        end_ns: method(vm, &target, "end_ns")?,
    };
    let entity = vm.new_dict()?;
    let engine = Parser::new(encoding, Some(Some('}')));
    let new = XmlParser {
        engine: Some(Rc::new(RefCell::new(engine))),
        target: Some(target),
        entity: Some(entity),
        names: Vec::new(),
        handlers,
    };
    let old = std::mem::replace(this.get_mut(vm), new);
    drop(old);
    Ok(())
}

fn method(vm: &mut Vm, target: &Owned, name: &str) -> R<Option<Owned>> {
    let name = vm.intern(name)?;
    vm.get_attr_optional(target.value(), name)
}

fn engine(vm: &mut Vm, this: Obj<XmlParser>) -> R<Engine> {
    match &this.get(vm).engine {
        Some(engine) => Ok(engine.clone()),
        None => Err(vm.value_error("XMLParser.__init__() wasn't called")),
    }
}

/// `ParseError` with these words, at the parser's position.
fn fail(vm: &mut Vm, engine: &Engine, code: Code, words: &str) -> Raised {
    let (line, column) = engine.borrow_mut().position();
    let made = |vm: &mut Vm| -> R<Owned> {
        let class = parse_error(vm)?;
        let text = vm.new_str(&format!("{words}: line {line}, column {column}"))?;
        let error = vm.call(class.value(), &[text.value()])?;
        let (line, column) = (vm.new_int(i128::from(line))?, vm.new_int(i128::from(column))?);
        let position = vm.new_pair(line.value(), column.value())?;
        let code = vm.new_int(code as i128)?;
        for (name, value) in [("code", code), ("position", position)] {
            let name = vm.intern(name)?;
            vm.set_attr(error.value(), name, Some(value.value()))?;
        }
        Ok(error)
    };
    match made(vm) {
        Ok(error) => vm.raise_object(error),
        Err(raised) => raised,
    }
}

fn parse(vm: &mut Vm, this: Obj<XmlParser>, bytes: &[u8], last: bool) -> R<()> {
    let engine = engine(vm, this)?;
    let fed = engine.borrow_mut().feed(bytes, last);
    match fed {
        Ok(()) => run(vm, this, &engine),
        Err(code) => Err(fail(vm, &engine, code, code.words())),
    }
}

/// Deal with events until more input is needed.
fn run(vm: &mut Vm, this: Obj<XmlParser>, engine: &Engine) -> R<()> {
    let builder = this.get(vm).target.as_ref().and_then(|target| vm.cast_exact::<TreeBuilder>(target.value()));
    let keep = (this.own(), this.get(vm).target.clone());
    let mut call = Call { vm, this, engine, builder };
    loop {
        let event = engine.borrow_mut().next();
        let done = match event {
            Ok(Some(event)) => call.event(event),
            Ok(None) => break,
            Err(code) => Err(fail(call.vm, engine, code, code.words())),
        };
        if let Err(raised) = done {
            let error = call.vm.take_error();
            drain(engine);
            let _: Raised = raised;
            return Err(vm.reraise(error));
        }
    }
    drop(keep);
    vm.check_built()
}

/// Read the rest of the input at hand, and tell nobody.
fn drain(engine: &Engine) {
    let mut engine = engine.borrow_mut();
    while let Ok(Some(event)) = engine.next() {
        if matches!(event, Event::UnknownEncoding(_)) {
            engine.refuse(Code::UnknownEncoding);
        }
    }
}

/// An event being dealt with.
struct Call<'a> {
    vm: &'a mut Vm,
    this: Obj<XmlParser>,
    engine: &'a Engine,
    /// The target, when it is exactly one of these.
    builder: Option<Obj<TreeBuilder>>,
}

impl Call<'_> {
    fn name(&mut self, id: NameId) -> R<Owned> {
        let place = id.0 as usize;
        if let Some(Some(name)) = self.this.get(self.vm).names.get(place) {
            return Ok(name.clone());
        }
        let name = {
            let engine = self.engine.borrow();
            universal(self.vm, engine.name(id))?
        };
        let names = &mut self.this.get_mut(self.vm).names;
        if names.len() <= place {
            names.resize(place + 1, None);
        }
        names[place] = Some(name.clone());
        Ok(name)
    }

    fn attributes(&mut self) -> R<Option<Owned>> {
        let count = self.engine.borrow().attributes().len();
        if count == 0 {
            return Ok(None);
        }
        let (owned, dict) = self.vm.new_dict_obj()?;
        for index in 0..count {
            let attribute = self.engine.borrow().attributes()[index];
            let name = self.name(attribute.name)?;
            let value = self.vm.new_str(self.engine.borrow().text(attribute.value))?;
            match self.vm.cast_exact::<Str>(name.value()) {
                Some(name) => dict.set_str(self.vm, name, value.value())?,
                None => dict.set(self.vm, name.value(), value.value())?,
            }
        }
        Ok(Some(owned))
    }

    fn handler(&self, choose: fn(&Handlers) -> &Option<Owned>) -> Option<Owned> {
        choose(&self.this.get(self.vm).handlers).clone()
    }

    fn optional(&mut self, text: Option<&str>) -> R<Owned> {
        text.map_or(Ok(Owned::NONE), |text| self.vm.new_str(text))
    }

    fn event(&mut self, event: Event) -> R<()> {
        match event {
            Event::StartElement { name, .. } => {
                if let Some(builder) = self.builder {
                    let tag = self.name(name)?;
                    let attributes = self.attributes()?;
                    return builder::start(self.vm, builder, tag, attributes).map(drop);
                }
                let Some(start) = self.handler(|handlers| &handlers.start) else { return Ok(()) };
                let tag = self.name(name)?;
                let attributes = match self.attributes()? {
                    Some(attributes) => attributes,
                    None => self.vm.new_dict()?,
                };
                self.vm.call(start.value(), &[tag.value(), attributes.value()]).map(drop)
            }
            Event::EndElement { name, .. } => {
                if let Some(builder) = self.builder {
                    return builder::end(self.vm, builder).map(drop);
                }
                let Some(end) = self.handler(|handlers| &handlers.end) else { return Ok(()) };
                let tag = self.name(name)?;
                self.vm.call(end.value(), &[tag.value()]).map(drop)
            }
            Event::Text(span) => {
                if let Some(builder) = self.builder {
                    builder::text(self.vm, builder, self.engine.borrow().text(span));
                    return Ok(());
                }
                let Some(data) = self.handler(|handlers| &handlers.data) else { return Ok(()) };
                let text = self.vm.new_str(self.engine.borrow().text(span))?;
                self.vm.call(data.value(), &[text.value()]).map(drop)
            }
            other => self.rare_event(other),
        }
    }

    fn rare_event(&mut self, event: Event) -> R<()> {
        match event {
            Event::Comment(span) => {
                let comment = self.handler(|handlers| &handlers.comment);
                if self.builder.is_none() && comment.is_none() {
                    return Ok(());
                }
                let text = self.vm.new_str(self.engine.borrow().text(span))?;
                if let Some(builder) = self.builder {
                    return builder::single(self.vm, builder, Kind::Comment, &[text.value()]).map(drop);
                }
                let Some(comment) = comment else { return Ok(()) };
                self.vm.call(comment.value(), &[text.value()]).map(drop)
            }
            Event::Instruction { target, data } => {
                let target = self.vm.new_str(self.engine.borrow().text(target))?;
                let data = self.vm.new_str(self.engine.borrow().text(data))?;
                let arguments = [target.value(), data.value()];
                if let Some(builder) = self.builder {
                    let state = builder.get(self.vm);
                    let told = state.events.as_ref().is_some_and(|events| events.wants(Kind::Instruction));
                    if !told && !state.insert_pis {
                        return Ok(());
                    }
                    return builder::single(self.vm, builder, Kind::Instruction, &arguments).map(drop);
                }
                let Some(pi) = self.handler(|handlers| &handlers.pi) else { return Ok(()) };
                self.vm.call(pi.value(), &arguments).map(drop)
            }
            Event::StartNamespace { prefix, uri } => {
                let handler = self.handler(|handlers| &handlers.start_ns);
                if self.builder.is_none() && handler.is_none() {
                    return Ok(());
                }
                let prefix = self.vm.new_str(prefix.as_deref().unwrap_or(""))?;
                let uri = self.vm.new_str(uri.as_deref().unwrap_or(""))?;
                if let Some(builder) = self.builder {
                    let pair = self.vm.new_pair(prefix.value(), uri.value())?;
                    return builder::namespace(self.vm, builder, Kind::StartNamespace, pair.value());
                }
                let Some(handler) = handler else { return Ok(()) };
                self.vm.call(handler.value(), &[prefix.value(), uri.value()]).map(drop)
            }
            Event::EndNamespace { prefix } => {
                if let Some(builder) = self.builder {
                    return builder::namespace(self.vm, builder, Kind::EndNamespace, Value::NONE);
                }
                let Some(handler) = self.handler(|handlers| &handlers.end_ns) else { return Ok(()) };
                let prefix = self.vm.new_str(prefix.as_deref().unwrap_or(""))?;
                self.vm.call(handler.value(), &[prefix.value()]).map(drop)
            }
            Event::StartDoctype { name, system, public, .. } => self.doctype(&name, system, public),
            Event::Skipped { parameter: false, .. } | Event::External(_) => self.undeclared(),
            Event::UnknownEncoding(name) => {
                match encoding_table(self.vm, &name) {
                    Ok(table) => self.engine.borrow_mut().set_table(&table),
                    Err(raised) => {
                        self.engine.borrow_mut().refuse(Code::UnknownEncoding);
                        return Err(raised);
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn doctype(&mut self, name: &str, system: Option<String>, public: Option<String>) -> R<()> {
        let handler = self.handler(|handlers| &handlers.doctype);
        if let Some(handler) = handler {
            let name = universal(self.vm, name)?;
            let system = self.optional(system.as_deref())?;
            let public = self.optional(public.as_deref())?;
            return self.vm.call(handler.value(), &[name.value(), public.value(), system.value()]).map(drop);
        }
        let doctype = self.vm.intern("doctype")?;
        if self.vm.get_attr_optional(self.this.value(), doctype)?.is_some() {
            let category = self.vm.exceptions.RuntimeWarning;
            self.vm.warn(
                category,
                "The doctype() method of XMLParser is ignored.  Define doctype() method on the TreeBuilder target.",
            )?;
        }
        Ok(())
    }

    /// A reference to an entity that is not declared, or that lies outside.
    fn undeclared(&mut self) -> R<()> {
        let raw = self.engine.borrow().raw().to_owned();
        let Some(name) = raw.strip_prefix('&').and_then(|raw| raw.strip_suffix(';')) else { return Ok(()) };
        let key = self.vm.new_str(name)?;
        let entity = self.this.get(self.vm).entity.clone();
        let found = match entity.and_then(|entity| self.vm.cast::<Dict>(entity.value())) {
            Some(entity) => entity.lookup(self.vm, key.value())?,
            None => None,
        };
        let Some(found) = found else {
            let words = format!("undefined entity {raw}");
            return Err(fail(self.vm, self.engine, Code::UndefinedEntity, &words));
        };
        if let Some(builder) = self.builder {
            return builder::add_data(self.vm, builder, found.value());
        }
        let Some(data) = self.handler(|handlers| &handlers.data) else { return Ok(()) };
        self.vm.call(data.value(), &[found.value()]).map(drop)
    }
}

/// A name as trees have it: `{uri}local`.
fn universal(vm: &mut Vm, name: &str) -> R<Owned> {
    if name.contains('}') { vm.new_str(&format!("{{{name}")) } else { vm.new_str(name) }
}

fn feed_value(vm: &mut Vm, this: Obj<XmlParser>, data: Value) -> R<()> {
    let Some(text) = vm.cast::<Str>(data) else {
        return crate::support::with_bytes(vm, data, |vm, bytes| parse(vm, this, bytes, false));
    };
    engine(vm, this)?.borrow_mut().set_encoding("utf-8");
    if text.as_ascii(vm).is_some() {
        return vm.with_units(text, |vm, units| match units.as_ascii_str() {
            Some(text) => parse(vm, this, text.as_bytes(), false),
            None => Ok(()),
        });
    }
    let bytes = vm.encode(text, "utf-8", "strict")?;
    crate::support::with_bytes(vm, bytes.value(), |vm, bytes| parse(vm, this, bytes, false))
}

#[methods]
mod py {
    use super::*;

    /// Parse some XML.
    #[method("($self, data, /)")]
    fn feed(vm: &mut Vm, this: Obj<XmlParser>, data: Value) -> R<()> {
        engine(vm, this)?;
        feed_value(vm, this, data)
    }

    /// The input has ended: what the target made of it.
    #[method("($self, /)")]
    fn close(vm: &mut Vm, this: Obj<XmlParser>) -> R<Owned> {
        parse(vm, this, b"", true)?;
        let target = this.get(vm).target.clone();
        if let Some(builder) = target.and_then(|target| vm.cast_exact::<TreeBuilder>(target.value())) {
            return Ok(builder::close(vm, builder));
        }
        match this.get(vm).handlers.close.clone() {
            Some(close) => vm.call(close.value(), &[]),
            None => Ok(Owned::NONE),
        }
    }

    /// Deal with all of the input so far, whole tokens or not.
    #[method("($self, /)")]
    fn flush(vm: &mut Vm, this: Obj<XmlParser>) -> R<()> {
        let engine = engine(vm, this)?;
        let was = std::mem::replace(&mut engine.borrow_mut().settings.deferral, false);
        let parsed = parse(vm, this, b"", false);
        engine.borrow_mut().settings.deferral = was;
        parsed
    }

    /// Parse a file to its end.
    #[method("($self, file, /)")]
    fn _parse_whole(vm: &mut Vm, this: Obj<XmlParser>, file: Value) -> R<Owned> {
        const SIZE: i64 = 64 * 1024;
        engine(vm, this)?;
        let read = vm.get_attr_str(file, "read")?;
        loop {
            let part = vm.call(read.value(), &[Value::int_unchecked(SIZE)])?;
            if let Some(text) = vm.cast::<Str>(part.value()) {
                if text.len(vm) == 0 {
                    break;
                }
                // Text of a file may hold surrogates, which the parser then refuses.
                engine(vm, this)?.borrow_mut().set_encoding("utf-8");
                let bytes = vm.encode(text, "utf-8", "surrogatepass")?;
                crate::support::with_bytes(vm, bytes.value(), |vm, bytes| parse(vm, this, bytes, false))?;
                continue;
            }
            let Some(bytes) = vm.cast_exact::<taipan_runtime::types::bytes::Bytes>(part.value()) else { break };
            if bytes.len(vm) == 0 {
                break;
            }
            vm.with_bytes(bytes, |vm, bytes| parse(vm, this, bytes, false))?;
        }
        parse(vm, this, b"", true)?;
        let target = this.get(vm).target.clone();
        match target.and_then(|target| vm.cast_exact::<TreeBuilder>(target.value())) {
            Some(builder) => Ok(builder::close(vm, builder)),
            None => Ok(Owned::NONE),
        }
    }

    /// Tell a queue of what happens.
    #[method("($self, events_queue, events_to_report=None, /)")]
    fn _setevents(vm: &mut Vm, this: Obj<XmlParser>, events_queue: Value, events_to_report: Option<Value>) -> R<()> {
        engine(vm, this)?;
        let target = this.get(vm).target.clone();
        let Some(builder) = target.and_then(|target| vm.cast_exact::<TreeBuilder>(target.value())) else {
            let words = "event handling only supported for ElementTree.TreeBuilder targets";
            return Err(vm.type_error(words));
        };
        let events = Events::create(vm, events_queue, given(events_to_report))?;
        let old = builder.get_mut(vm).events.replace(events);
        drop(old);
        Ok(())
    }

    /// What the parser is like.
    #[getter]
    fn version(_vm: &mut Vm, _this: Obj<XmlParser>) -> String {
        let (major, minor, micro) = pyexpat::VERSION;
        format!("Expat {major}.{minor}.{micro}")
    }

    /// Replacements for entities that are not declared.
    #[member]
    fn entity(vm: &mut Vm, this: Obj<XmlParser>) -> Owned {
        this.get(vm).entity.clone().unwrap_or(Owned::NONE)
    }

    /// Who is told of what is found.
    #[member]
    fn target(vm: &mut Vm, this: Obj<XmlParser>) -> Owned {
        this.get(vm).target.clone().unwrap_or(Owned::NONE)
    }
}
