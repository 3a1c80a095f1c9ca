//! An XML parser that is pushed its input in pieces and pulled for events. It knows no Python object.
//!
//! `Parser::feed` takes bytes, `Parser::next` gives events until it needs more. An event names its text by a `Span`, which is good until the
//! next call of `next`. Between two events the caller may change settings, ask for positions, or make the parser of an external entity: that is all that
//! expat's callbacks may do.
//!
//! Reading order: this file (state, positions, the loop), `decode.rs` (bytes to text), `content.rs` (what is inside elements), `tags.rs` (start tags, attributes,
//! namespaces), `prolog.rs` (what is around them), `declarations.rs` (the DTD), `entities.rs` (what references stand for).

mod chars;
mod content;
mod declarations;
mod decode;
mod entities;
mod error;
mod names;
mod prolog;
mod tags;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

pub(crate) use declarations::Model;
use decode::{Encoding, Named, Sniffed};
use entities::Dtd;
pub(crate) use error::{CODES, Code, Failure};
pub(crate) use names::NameId;
use names::Names;

/// Text of an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    start: usize,
    end: usize,
    scratch: bool,
}

/// An attribute of the start tag that was met last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: NameId,
    pub(crate) value: Span,
}

/// A reference to what lies outside the document.
#[derive(Debug, Default)]
pub(crate) struct External {
    /// What `Parser::external` needs to know; None for parameter entities.
    pub(crate) context: Option<String>,
    pub(crate) base: Option<String>,
    pub(crate) system: Option<String>,
    pub(crate) public: Option<String>,
}

/// Kinds of declarations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Family {
    Doctype,
    Element,
    AttributeList,
    Entity,
    Notation,
}

/// Something met. `Parser::raw` is the markup that it was.
#[derive(Debug)]
pub(crate) enum Event {
    /// Its attributes are `Parser::attributes`.
    StartElement {
        name: NameId,
        empty: bool,
    },
    EndElement {
        name: NameId,
        empty: bool,
    },
    Text(Span),
    Comment(Span),
    Instruction {
        target: Span,
        data: Span,
    },
    StartCdata,
    EndCdata,
    StartNamespace {
        prefix: Option<Rc<str>>,
        uri: Option<Rc<str>>,
    },
    EndNamespace {
        prefix: Option<Rc<str>>,
    },
    /// Nothing but markup: for the default handler.
    Other,
    /// A declaration begins, of which further events tell: for the default handler if nobody wants to know of such declarations.
    Markup(Family),
    XmlDeclaration {
        version: Option<String>,
        encoding: Option<String>,
        standalone: Option<bool>,
    },
    StartDoctype {
        name: String,
        system: Option<String>,
        public: Option<String>,
        internal: bool,
    },
    EndDoctype,
    Element {
        name: String,
        model: Model,
    },
    AttributeList(Box<AttributeDeclaration>),
    Entity(Box<EntityDeclaration>),
    Unparsed(Box<EntityDeclaration>),
    Notation {
        name: String,
        base: Option<String>,
        system: Option<String>,
        public: Option<String>,
    },
    /// `Parser::refuse` is the answer when the handler declines.
    External(Box<External>),
    Skipped {
        name: String,
        parameter: bool,
    },
    /// `Parser::refuse` is the answer when the handler declines.
    NotStandalone,
    /// Nothing goes on before `Parser::set_table` was called.
    UnknownEncoding(String),
}

#[derive(Debug)]
pub(crate) struct AttributeDeclaration {
    pub(crate) element: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) default: Option<String>,
    pub(crate) required: bool,
}

#[derive(Debug, Default)]
pub(crate) struct EntityDeclaration {
    pub(crate) name: String,
    pub(crate) parameter: bool,
    pub(crate) value: Option<String>,
    pub(crate) base: Option<String>,
    pub(crate) system: Option<String>,
    pub(crate) public: Option<String>,
    pub(crate) notation: Option<String>,
}

/// `SetParamEntityParsing`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ParameterParsing {
    Never,
    UnlessStandalone,
    Always,
}

/// What a parser is asked to do.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Names are expanded with namespaces; what stands between the parts, if anything.
    pub(crate) namespaces: Option<Option<char>>,
    /// Expanded names end with the prefix that was used.
    pub(crate) prefixes: bool,
    /// Internal entities are expanded in content.
    pub(crate) expand: bool,
    /// Somebody is told of start tags, so that the end of an empty element is another place than its start.
    pub(crate) starts: bool,
    /// A token that is not whole is looked at again only when it has grown to twice its size.
    pub(crate) deferral: bool,
    pub(crate) parameters: ParameterParsing,
    /// Whether somebody would answer `External` events with a parser.
    pub(crate) externals: bool,
    pub(crate) foreign_dtd: bool,
    pub(crate) base: Option<String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            namespaces: None,
            prefixes: false,
            expand: true,
            starts: true,
            deferral: true,
            parameters: ParameterParsing::Never,
            externals: false,
            foreign_dtd: false,
            base: None,
        }
    }
}

/// What a document's parser and those of its external entities have in common.
#[derive(Debug)]
struct Shared {
    dtd: RefCell<Dtd>,
    /// Bytes read.
    direct: Cell<u64>,
    /// Bytes of entities' text.
    indirect: Cell<u64>,
    /// (activation threshold, greatest factor) of text from entities, and of memory.
    laughs: Cell<(u64, f32)>,
    memory: Cell<(u64, f32)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Before the first character.
    Start,
    Prolog,
    /// Behind the document type, before the root.
    Misc,
    /// Inside the brackets of the document type, or in an external subset.
    Subset,
    /// Behind the bracket that ends the internal subset.
    DoctypeEnd,
    Content,
    Cdata,
    Epilog,
    /// Everything was read.
    Done,
}

/// What kind of entity a parser reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Document,
    General,
    Parameter,
}

/// An internal entity being read.
#[derive(Debug)]
struct Source {
    text: Rc<str>,
    place: usize,
    name: Rc<str>,
    /// Elements that were open when it began.
    depth: usize,
    parameter: bool,
}

/// An element being read.
#[derive(Debug)]
struct Open {
    /// As it stands in the tag.
    raw: NameId,
    /// As it is reported.
    name: NameId,
    /// Bindings of prefixes made before it.
    bindings: usize,
}

/// A place in the text whose position is known.
#[derive(Clone, Copy, Debug)]
struct Mark {
    offset: usize,
    bytes: u64,
    line: u64,
    column: u64,
    after_return: bool,
}

/// What a step of reading came to.
enum Step {
    Event(Event),
    Again,
    /// The token is not whole, or there is none.
    More,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Parser {
    pub(crate) settings: Settings,
    kind: Kind,
    shared: Rc<Shared>,
    /// The encoding that was asked for.
    asked: Option<String>,
    encoding: Option<Encoding>,
    /// Bytes that are not text yet.
    pending: Vec<u8>,
    /// The text that was read but for what is done with.
    text: String,
    place: usize,
    /// Where the event last given is in `text`, and where it ends.
    token: Range<usize>,
    /// Where it is in the entity it is in.
    raw: Range<usize>,
    mark: Mark,
    state: State,
    /// The input has ended.
    last: bool,
    /// `next` gives nothing for now: more input was asked for.
    starved: bool,
    /// Bytes of a token that was not whole at the last attempt.
    partial: usize,
    failure: Option<Code>,
    /// Comes behind what is in the queue.
    failing: Option<Failure>,
    started: bool,
    queue: VecDeque<Event>,
    /// The start tag last met was one of an empty element.
    empty: bool,
    sources: Vec<Source>,
    /// External entities that this one is inside of.
    inherited: Vec<Rc<str>>,
    open: Vec<Open>,
    attributes: Vec<Attribute>,
    specified: usize,
    scratch: String,
    names: Names,
    spaces: tags::Namespaces,
    tag: Vec<tags::RawAttribute>,
    /// Levels of conditional sections.
    included: usize,
    doctype: prolog::Doctype,
}

impl Parser {
    /// A document's parser. `encoding` overrides what the document says of itself.
    pub(crate) fn new(encoding: Option<String>, namespaces: Option<Option<char>>) -> Parser {
        let shared = Shared {
            dtd: RefCell::default(),
            direct: Cell::new(0),
            indirect: Cell::new(0),
            laughs: Cell::new((8 << 20, 100.0)),
            memory: Cell::new((64 << 20, 100.0)),
        };
        let settings = Settings { namespaces, ..Settings::default() };
        Parser::with(Rc::new(shared), Kind::Document, encoding, settings)
    }

    fn with(shared: Rc<Shared>, kind: Kind, asked: Option<String>, settings: Settings) -> Parser {
        Parser {
            settings,
            kind,
            shared,
            asked,
            encoding: None,
            pending: Vec::new(),
            text: String::new(),
            place: 0,
            token: 0..0,
            raw: 0..0,
            mark: Mark { offset: 0, bytes: 0, line: 1, column: 0, after_return: false },
            state: State::Start,
            last: false,
            starved: false,
            partial: 0,
            failure: None,
            failing: None,
            started: false,
            queue: VecDeque::new(),
            empty: false,
            sources: Vec::new(),
            inherited: Vec::new(),
            open: Vec::new(),
            attributes: Vec::new(),
            specified: 0,
            scratch: String::new(),
            names: Names::default(),
            spaces: tags::Namespaces::default(),
            tag: Vec::new(),
            included: 0,
            doctype: prolog::Doctype::default(),
        }
    }

    /// The parser of an external entity that an `External` event named; a parameter entity has no context.
    pub(crate) fn external(&self, context: Option<&str>, encoding: Option<String>) -> Parser {
        let kind = if context.is_some() { Kind::General } else { Kind::Parameter };
        let settings = Settings { foreign_dtd: false, ..self.settings.clone() };
        let mut child = Parser::with(self.shared.clone(), kind, encoding, settings);
        if let Some(context) = context {
            for part in context.split('\x0c').filter(|part| !part.is_empty()) {
                match part.split_once('=') {
                    Some((prefix, uri)) => child.spaces.bind(prefix, Some(uri.into())),
                    None => child.inherited.push(part.into()),
                }
            }
            child.spaces.settle();
        }
        child
    }

    /// Read in this encoding, if nothing was read yet.
    pub(crate) fn set_encoding(&mut self, name: &str) {
        if !self.started {
            self.asked = Some(name.to_owned());
        }
    }

    /// Whether this is a document's parser.
    pub(crate) fn is_root(&self) -> bool {
        self.kind == Kind::Document
    }

    pub(crate) fn set_laughs(&self, threshold: Option<u64>, factor: Option<f32>) {
        let (old_threshold, old_factor) = self.shared.laughs.get();
        self.shared.laughs.set((threshold.unwrap_or(old_threshold), factor.unwrap_or(old_factor)));
    }

    pub(crate) fn set_memory(&self, threshold: Option<u64>, factor: Option<f32>) {
        let (old_threshold, old_factor) = self.shared.memory.get();
        self.shared.memory.set((threshold.unwrap_or(old_threshold), factor.unwrap_or(old_factor)));
    }

    /// Whether anything was fed yet.
    pub(crate) fn has_started(&self) -> bool {
        self.started
    }

    /// Read on with these bytes, the last ones or not.
    pub(crate) fn feed(&mut self, bytes: &[u8], last: bool) -> Result<(), Code> {
        if let Some(code) = self.failure {
            return Err(if code == Code::Finished { code } else { Code::Finished });
        }
        if self.last {
            return Err(Code::Finished);
        }
        self.started = true;
        // Nobody asks for the position of what was before.
        if self.place > 0 {
            self.mark = self.position_mark(self.place);
            self.mark.offset = 0;
            self.text.drain(..self.place);
            self.place = 0;
        }
        (self.token, self.raw) = (0..0, 0..0);
        self.last = last;
        self.starved = false;
        if self.text.try_reserve(bytes.len()).is_err() || self.pending.try_reserve(bytes.len()).is_err() {
            return Err(self.fail(Code::NoMemory));
        }
        self.shared.direct.set(self.shared.direct.get() + bytes.len() as u64);
        match &self.encoding {
            Some(encoding) if self.pending.is_empty() => {
                let used = encoding.decode(bytes, &mut self.text);
                self.pending.extend_from_slice(&bytes[used..]);
            }
            _ => {
                self.pending.extend_from_slice(bytes);
                self.decode();
            }
        }
        self.check_memory()?;
        let available = self.text.len() - self.place;
        if self.settings.deferral && !last && available < self.partial.saturating_mul(2) {
            self.starved = true;
        }
        Ok(())
    }

    /// Make text of the bytes at hand, once their encoding is known.
    fn decode(&mut self) {
        let Some(encoding) = &self.encoding else { return };
        let used = encoding.decode(&self.pending, &mut self.text);
        self.pending.drain(..used);
    }

    fn fail(&mut self, code: Code) -> Code {
        self.failure = Some(code);
        code
    }

    /// The handler of the event last given declined.
    pub(crate) fn refuse(&mut self, code: Code) {
        self.failing = Some(Failure { code, place: self.raw.start });
        self.queue.clear();
    }

    /// Nothing is to be read any more.
    pub(crate) fn abort(&mut self) {
        self.queue.clear();
        self.empty = false;
        self.token = self.place..self.place;
        self.fail(Code::Aborted);
    }

    /// The answer to `UnknownEncoding`: a character for each byte that means one.
    pub(crate) fn set_table(&mut self, table: &[Option<char>]) {
        match Encoding::from_table(table) {
            Ok(encoding) => {
                self.encoding = Some(encoding);
                self.decode();
            }
            Err(code) => self.refuse(code),
        }
    }

    /// The next event; None when more input is needed, or when there was all.
    pub(crate) fn next(&mut self) -> Result<Option<Event>, Code> {
        loop {
            if let Some(event) = self.queue.pop_front() {
                return Ok(Some(event));
            }
            if self.empty {
                return Ok(Some(self.end_empty()));
            }
            if let Some(code) = self.failure {
                return Err(code);
            }
            if let Some(failure) = self.failing.take() {
                return Err(self.stop(failure));
            }
            if self.starved || self.state == State::Done {
                self.token = self.place..self.place;
                return Ok(None);
            }
            self.scratch.clear();
            let step = match self.sources.last() {
                Some(source) => {
                    let (text, place) = (source.text.clone(), source.place);
                    self.step(&text, place, true)
                }
                None => {
                    let text = std::mem::take(&mut self.text);
                    let step = self.step(&text, self.place, self.last);
                    // Declarations of the encoding lead to more text.
                    let rest = std::mem::replace(&mut self.text, text);
                    self.text.push_str(&rest);
                    step
                }
            };
            match step {
                Ok(Step::Event(event)) => return Ok(Some(event)),
                Ok(Step::Again) => {}
                Ok(Step::More) => {
                    // With nothing done, the same text is not worth looking at before there is much more of it.
                    self.partial = if self.place == 0 { self.text.len() } else { 0 };
                    self.starved = true;
                    self.token = self.place..self.place;
                    return Ok(None);
                }
                Err(failure) => return Err(self.stop(failure)),
            }
        }
    }

    #[cold]
    fn stop(&mut self, failure: Failure) -> Code {
        let entity = !self.sources.is_empty();
        if !entity {
            let place = failure.place.min(self.text.len());
            self.token = place..place;
        }
        self.fail(failure.code)
    }

    fn step(&mut self, text: &str, place: usize, last: bool) -> Result<Step, Failure> {
        match self.state {
            State::Content => self.content(text, place, last),
            State::Cdata => self.cdata(text, place, last),
            State::Start => self.start(text, last),
            _ => self.prolog(text, place, last),
        }
    }

    /// The token from `start` to `end` of the entity being read is done with.
    #[inline(always)]
    fn advance(&mut self, start: usize, end: usize) {
        self.raw = start..end;
        match self.sources.last_mut() {
            Some(source) => source.place = end,
            None => {
                self.place = end;
                self.token = start..end;
            }
        }
    }

    fn event(&mut self, start: usize, end: usize, event: Event) -> Result<Step, Failure> {
        self.advance(start, end);
        Ok(Step::Event(event))
    }

    /// What a token means that ends with the text: more is needed, or it is an error.
    fn partial_token(&self, place: usize, last: bool) -> Result<Step, Failure> {
        if !last {
            return Ok(Step::More);
        }
        let broken = self.sources.is_empty()
            && !self.pending.is_empty()
            && !matches!(self.encoding, Some(Encoding::Utf16 { .. }));
        Err(Failure::at(if broken { Code::PartialCharacter } else { Code::UnclosedToken }, place))
    }

    /// The text of an event.
    #[inline]
    pub(crate) fn text(&self, span: Span) -> &str {
        let text = if span.scratch { &self.scratch } else { self.source_text() };
        text.get(span.start..span.end).unwrap_or_default()
    }

    fn source_text(&self) -> &str {
        match self.sources.last() {
            Some(source) => &source.text,
            None => &self.text,
        }
    }

    /// The markup that the event was made of.
    pub(crate) fn raw(&self) -> &str {
        self.source_text().get(self.raw.clone()).unwrap_or_default()
    }

    /// The tokens of markup outside of elements, one by one.
    pub(crate) fn raw_tokens(&self) -> Vec<String> {
        let raw = self.raw();
        let mut parts = Vec::new();
        let mut place = 0;
        while place < raw.len() {
            let mut end = match declarations::lex(raw, place) {
                declarations::Lexed::Token(_, end) | declarations::Lexed::Unfinished(_, end) => end,
                _ => raw.len(),
            };
            // expat counts the sign behind a name or parenthesis to it.
            let bare = !raw[place..end].starts_with(|c: char| chars::is_name(c) || c == ')');
            end += usize::from(!bare && raw[end..].starts_with(['?', '*', '+']));
            parts.push(raw[place..end].to_owned());
            place = end;
        }
        parts
    }

    /// Attributes of the start tag last met, those with defaults last.
    pub(crate) fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// How many of `attributes` were in the tag.
    pub(crate) fn specified(&self) -> usize {
        self.specified
    }

    /// A name.
    pub(crate) fn name(&self, id: NameId) -> &str {
        self.names.get(id)
    }

    fn position_mark(&self, offset: usize) -> Mark {
        let mut mark = self.mark;
        let part = self.text.get(mark.offset..offset).unwrap_or_default();
        let bytes = part.as_bytes();
        if memchr::memchr(b'\r', bytes).is_none() && !mark.after_return {
            let mut last_line = part;
            if let Some(end) = memchr::memrchr(b'\n', bytes) {
                mark.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
                mark.column = 0;
                last_line = &part[end + 1..];
            }
            mark.column += last_line.chars().count() as u64;
        } else {
            self.count_lines(part, &mut mark);
        }
        mark.bytes += self.encoding.as_ref().map_or(part.len() as u64, |encoding| encoding.width(part));
        mark.offset = offset;
        mark
    }

    /// As lines end in any of three ways.
    fn count_lines(&self, part: &str, mark: &mut Mark) {
        for character in part.chars() {
            let after_return = std::mem::replace(&mut mark.after_return, character == '\r');
            match character {
                '\n' if after_return => {}
                '\n' | '\r' => {
                    mark.line += 1;
                    mark.column = 0;
                }
                _ => mark.column += 1,
            }
        }
    }

    /// Line (from 1) and column (from 0) of the event.
    pub(crate) fn position(&mut self) -> (u64, u64) {
        let mark = self.position_mark(self.token.start);
        if mark.offset > self.mark.offset {
            self.mark = mark;
        }
        (mark.line, mark.column)
    }

    /// Where the event begins in the input, in bytes.
    pub(crate) fn byte_index(&self) -> u64 {
        self.position_mark(self.token.start).bytes
    }

    /// The input from the event on, as UTF-8.
    pub(crate) fn context(&self) -> &str {
        self.text.get(self.token.start..).unwrap_or_default()
    }

    /// The error that ended it all.
    pub(crate) fn code(&self) -> Option<Code> {
        self.failure
    }

    /// The first look at an entity: its encoding, and what it declares of itself.
    fn start(&mut self, text: &str, last: bool) -> Result<Step, Failure> {
        if self.encoding.is_none() {
            if let Some(step) = self.choose_encoding(last)? {
                return Ok(step);
            }
            return self.plain_start(last);
        }
        self.declaration(text, last)
    }

    /// Choose the encoding by what was asked for and by the first bytes; Some when nothing more can be done now.
    fn choose_encoding(&mut self, last: bool) -> Result<Option<Step>, Failure> {
        let sniffed = match decode::sniff(&self.pending, last) {
            Sniffed::More
                if self.asked.as_deref().is_some_and(|name| matches!(decode::by_name(name), Named::Unknown)) =>
            {
                None
            }
            Sniffed::More => return Ok(Some(Step::More)),
            Sniffed::Plain => None,
            Sniffed::Marked(encoding, skip) => Some((encoding, skip)),
        };
        let Some(asked) = self.asked.clone() else {
            if let Some((encoding, skip)) = sniffed {
                self.use_encoding(encoding, skip);
                return Ok(Some(Step::Again));
            }
            return Ok(None);
        };
        let marked = |wanted: &Encoding| match (&sniffed, wanted) {
            (Some((Encoding::Utf16 { big }, skip)), Encoding::Utf16 { big: wanted }) if big == wanted => *skip,
            (Some((Encoding::Utf8, skip)), Encoding::Utf8) => *skip,
            _ => 0,
        };
        match decode::by_name(&asked) {
            Named::Known(encoding) => {
                let skip = marked(&encoding);
                self.use_encoding(encoding, skip);
                Ok(Some(Step::Again))
            }
            Named::Utf16 => {
                let (encoding, skip) = match sniffed {
                    Some((encoding @ Encoding::Utf16 { .. }, skip)) => (encoding, skip),
                    _ => (Encoding::Utf16 { big: true }, 0),
                };
                self.use_encoding(encoding, skip);
                Ok(Some(Step::Again))
            }
            Named::Unknown => {
                self.started = true;
                Ok(Some(Step::Event(Event::UnknownEncoding(asked))))
            }
        }
    }

    fn use_encoding(&mut self, encoding: Encoding, skip: usize) {
        self.mark.bytes += skip as u64;
        self.mark.column += u64::from(skip > 0);
        self.pending.drain(..skip);
        self.encoding = Some(encoding);
        self.decode();
    }

    /// An entity in some encoding that ASCII is a part of: it declares which, or it is UTF-8.
    fn plain_start(&mut self, last: bool) -> Result<Step, Failure> {
        const BEGIN: &[u8] = b"<?xml";
        let begins = match self.pending.get(..=BEGIN.len()) {
            Some(bytes) => bytes.starts_with(BEGIN) && chars::is_space(bytes[BEGIN.len()]),
            None if !last && BEGIN.starts_with(&self.pending[..self.pending.len().min(BEGIN.len())]) => {
                return Ok(Step::More);
            }
            None => false,
        };
        if !begins {
            self.use_encoding(Encoding::Utf8, 0);
            return Ok(Step::Again);
        }
        let Some(end) = self.pending.windows(2).position(|pair| pair == b"?>") else {
            if !last {
                return Ok(Step::More);
            }
            self.use_encoding(Encoding::Utf8, 0);
            return Ok(Step::Again);
        };
        // The declaration itself is ASCII; what comes behind it waits until it was read.
        let rest = self.pending.split_off(end + 2);
        let head = std::mem::replace(&mut self.pending, rest);
        Encoding::Latin1.decode(&head, &mut self.text);
        let text = std::mem::take(&mut self.text);
        let step = self.declaration(&text, last);
        let rest = std::mem::replace(&mut self.text, text);
        self.text.push_str(&rest);
        step
    }
}
