//! What is around the root element: the declaration of the document or entity, the document type, and the frame of its subsets.

use super::chars::is_space;
use super::declarations::{Lex, Lexed, lex};
use super::error::{Code, Failure};
use super::{Encoding, Event, External, Kind, Named, ParameterParsing, Parser, Source, State, Step};

/// What is known of the document type.
#[derive(Debug, Default)]
pub(super) struct Doctype {
    pub(super) system: Option<String>,
    pub(super) public: Option<String>,
    /// There was one.
    seen: bool,
    /// The handler of an external entity has been asked: what to look at next.
    asked: Option<Asked>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asked {
    /// The external subset; whether there had been references that may hide declarations.
    Subset { hidden: bool },
    /// A parameter entity between declarations.
    Parameter,
}

/// The parts of a declaration.
#[derive(Default)]
struct Declared {
    version: Option<String>,
    encoding: Option<String>,
    encoding_place: usize,
    standalone: Option<bool>,
}

impl Parser {
    /// The first token of an entity, if it is a declaration.
    pub(super) fn declaration(&mut self, text: &str, last: bool) -> Result<Step, Failure> {
        const BEGIN: &str = "<?xml";
        let begins = match text.as_bytes().get(BEGIN.len()) {
            Some(&byte) => text.starts_with(BEGIN) && is_space(byte),
            None if BEGIN.starts_with(text) && !last => return Ok(Step::More),
            None => false,
        };
        if !begins {
            self.begin();
            return Ok(Step::Again);
        }
        let Some(end) = text.find("?>") else { return self.partial_token(0, last) };
        let code = if self.kind == Kind::Document { Code::XmlDeclaration } else { Code::TextDeclaration };
        let declared = self.declared_parts(&text[..end]).map_err(|place| Failure::at(code, place))?;
        self.begin();
        self.advance(0, end + 2);
        if declared.standalone == Some(true) {
            self.shared.dtd.borrow_mut().standalone = true;
            if self.settings.parameters == ParameterParsing::UnlessStandalone {
                self.settings.parameters = ParameterParsing::Never;
            }
        }
        let unknown = self.declared_encoding(&declared)?;
        let Declared { version, encoding, standalone, .. } = declared;
        self.queue.push_back(Event::XmlDeclaration { version, encoding, standalone });
        self.queue.extend(unknown.map(Event::UnknownEncoding));
        Ok(Step::Again)
    }

    /// Go over to what follows the declaration.
    fn begin(&mut self) {
        self.state = match self.kind {
            Kind::Document => State::Prolog,
            Kind::General => State::Content,
            Kind::Parameter => State::Subset,
        };
        if self.kind == Kind::Parameter {
            self.shared.dtd.borrow_mut().parameter_read = true;
        }
    }

    /// Take up the encoding that is declared; gives the name of one that is not known here.
    fn declared_encoding(&mut self, declared: &Declared) -> Result<Option<String>, Failure> {
        let name = declared.encoding.as_deref().filter(|_| self.asked.is_none());
        let wrong = Err(Failure::at(Code::IncorrectEncoding, declared.encoding_place));
        let current_unit = self.encoding.as_ref().map_or(1, Encoding::unit);
        match name.map(|name| (name, decode_by_name(name))) {
            None => {
                if self.encoding.is_none() {
                    self.use_encoding(Encoding::Utf8, 0);
                }
            }
            Some((_, Named::Utf16)) if current_unit == 1 => return wrong,
            Some((_, Named::Utf16)) => {}
            Some((_, Named::Known(encoding))) => {
                let same_order = match (&encoding, &self.encoding) {
                    (Encoding::Utf16 { big }, Some(Encoding::Utf16 { big: current })) => big == current,
                    (Encoding::Utf16 { .. }, _) | (_, Some(Encoding::Utf16 { .. })) => false,
                    _ => true,
                };
                if !same_order {
                    return wrong;
                }
                // Behind a byte order mark nothing but UTF-8 is read, whatever is declared.
                if self.encoding.is_none() {
                    self.use_encoding(encoding, 0);
                }
            }
            Some((name, Named::Unknown)) => {
                if self.encoding.is_none() {
                    return Ok(Some(name.to_owned()));
                }
            }
        }
        Ok(None)
    }

    /// The pseudo attributes of a declaration; a place where they are wrong otherwise.
    fn declared_parts(&self, text: &str) -> Result<Declared, usize> {
        let mut declared = Declared::default();
        let mut place = 5;
        let document = self.kind == Kind::Document;
        let Some((name, value)) = pseudo_attribute(text, &mut place)? else { return Err(place) };
        let mut next = Some((name, value));
        if let Some((name, value)) = &next
            && &text[name.clone()] == "version"
        {
            declared.version = Some(text[value.clone()].to_owned());
            next = pseudo_attribute(text, &mut place)?;
        } else if document {
            return Err(next.map_or(place, |(name, _)| name.start));
        }
        if let Some((name, value)) = &next
            && &text[name.clone()] == "encoding"
        {
            if !text[value.clone()].starts_with(|first: char| first.is_ascii_alphabetic()) {
                return Err(value.start);
            }
            declared.encoding = Some(text[value.clone()].to_owned());
            declared.encoding_place = value.start;
            next = pseudo_attribute(text, &mut place)?;
        } else if !document {
            return Err(next.map_or(place, |(name, _)| name.start));
        }
        let Some((name, value)) = next else { return Ok(declared) };
        if &text[name.clone()] != "standalone" || !document {
            return Err(name.start);
        }
        declared.standalone = match &text[value.clone()] {
            "yes" => Some(true),
            "no" => Some(false),
            _ => return Err(value.start),
        };
        match pseudo_attribute(text, &mut place)? {
            None => Ok(declared),
            Some((name, _)) => Err(name.start),
        }
    }

    /// A token outside of elements.
    pub(super) fn prolog(&mut self, text: &str, place: usize, last: bool) -> Result<Step, Failure> {
        if let Some(asked) = self.doctype.asked.take() {
            return self.after_external(asked);
        }
        let bytes = text.as_bytes();
        let Some(&byte) = bytes.get(place) else { return self.prolog_end(place, last) };
        if is_space(byte) {
            let mut end = place;
            while bytes.get(end).is_some_and(|&byte| is_space(byte)) {
                end += 1;
            }
            if end == bytes.len() && !last && self.state != State::Epilog {
                return Ok(Step::More);
            }
            let doctype = self.state == State::DoctypeEnd;
            return self.event(place, end, if doctype { Event::Markup(super::Family::Doctype) } else { Event::Other });
        }
        let rest = &bytes[place..];
        if rest.starts_with(b"<!-") && self.state != State::DoctypeEnd {
            return self.comment(text, place, last);
        }
        if rest.starts_with(b"<?") && self.state != State::DoctypeEnd {
            return self.instruction(text, place, last);
        }
        let (kind, end) = match lex(text, place) {
            Lexed::Token(kind, end) => (kind, end),
            Lexed::Unfinished(kind, end) if last => (kind, end),
            Lexed::Invalid(wrong) => return Err(Failure::at(Code::InvalidToken, wrong)),
            Lexed::Partial | Lexed::Unfinished(..) | Lexed::End => return self.partial_token(place, last),
        };
        match (self.state, kind) {
            (State::Epilog, _) => Err(Failure::at(Code::JunkAfterDocument, place)),
            (State::Prolog | State::Misc, Lex::InstanceStart) => {
                if self.settings.foreign_dtd && !self.doctype.seen {
                    self.doctype.seen = true;
                    self.ask_for_subset();
                    return Ok(Step::Again);
                }
                self.state = State::Content;
                Ok(Step::Again)
            }
            (State::Prolog, Lex::DeclarationOpen) if &text[place..end] == "<!DOCTYPE" => {
                self.document_type(text, place, end, last)
            }
            (State::Subset, Lex::DeclarationOpen) => self.markup_declaration(text, place, end, last),
            (State::Subset, Lex::ParameterReference) => self.parameter_reference(text, place, end),
            (State::Subset, Lex::CloseBracket) if self.kind == Kind::Document && self.sources.is_empty() => {
                self.state = State::DoctypeEnd;
                self.event(place, end, Event::Markup(super::Family::Doctype))
            }
            (State::Subset, Lex::SectionOpen) if self.in_parameter() => self.section(text, place, end, last),
            (State::Subset, Lex::SectionClose) if self.included > 0 => {
                self.included -= 1;
                self.event(place, end, Event::Other)
            }
            (State::DoctypeEnd, Lex::Close) => self.close_doctype(place, end),
            (_, Lex::ParameterReference) => Err(Failure::at(Code::ParameterReference, place)),
            _ => Err(Failure::at(Code::Syntax, place)),
        }
    }

    fn prolog_end(&mut self, place: usize, last: bool) -> Result<Step, Failure> {
        if !self.sources.is_empty() {
            self.sources.pop();
            return Ok(Step::Again);
        }
        if !last {
            return Ok(Step::More);
        }
        if !self.pending.is_empty() {
            return self.partial_token(place, true);
        }
        match self.state {
            State::Epilog => {}
            State::Subset if self.kind == Kind::Parameter => {
                if self.included > 0 {
                    return Err(Failure::at(Code::IncompleteParameter, place));
                }
            }
            _ => return Err(Failure::at(Code::NoElements, place)),
        }
        self.state = State::Done;
        Ok(Step::Again)
    }

    /// `<!DOCTYPE`, whose tokens begin at `start`.
    fn document_type(&mut self, text: &str, place: usize, start: usize, last: bool) -> Result<Step, Failure> {
        let Some(tokens) = self.collect(text, place, start, last, &[Lex::Close, Lex::OpenBracket])? else {
            return Ok(Step::More);
        };
        let mut reader = tokens.reader();
        let name = reader.take(&[Lex::Name])?.text.clone();
        let (system, public) = self.external_id(&mut reader, false)?;
        let closed = reader.take(&[Lex::Close, Lex::OpenBracket])?;
        let closed = closed.kind == Lex::Close;
        // The sign that closes it is a token of its own.
        let end = tokens.end - usize::from(closed);
        self.doctype.seen = true;
        self.advance(place, end);
        self.queue.push_back(Event::Markup(super::Family::Doctype));
        if system.is_some() {
            let mut dtd = self.shared.dtd.borrow_mut();
            dtd.has_parameter_references = true;
            if !dtd.standalone && self.settings.parameters == ParameterParsing::Never {
                self.queue.push_back(Event::NotStandalone);
            }
        }
        (self.doctype.system, self.doctype.public) = (system.clone(), public.clone());
        self.queue.push_back(Event::StartDoctype { name, system, public, internal: !closed });
        self.state = if closed { State::DoctypeEnd } else { State::Subset };
        Ok(Step::Again)
    }

    fn close_doctype(&mut self, place: usize, end: usize) -> Result<Step, Failure> {
        self.state = State::Misc;
        self.advance(place, end);
        if self.doctype.system.is_some() || self.settings.foreign_dtd {
            self.ask_for_subset();
        }
        if self.doctype.asked.is_none() {
            self.queue.push_back(Event::EndDoctype);
        }
        Ok(Step::Again)
    }

    /// Tell the handler of the external subset.
    fn ask_for_subset(&mut self) {
        let mut dtd = self.shared.dtd.borrow_mut();
        let hidden = std::mem::replace(&mut dtd.has_parameter_references, true);
        if self.settings.parameters == ParameterParsing::Never || !self.settings.externals {
            return;
        }
        dtd.parameter_read = false;
        let external = External {
            context: None,
            base: self.settings.base.clone(),
            system: self.doctype.system.clone(),
            public: self.doctype.public.clone(),
        };
        self.queue.push_back(Event::External(Box::new(external)));
        self.doctype.asked = Some(Asked::Subset { hidden });
    }

    /// The handler of an external entity is back.
    fn after_external(&mut self, asked: Asked) -> Result<Step, Failure> {
        let shared = self.shared.clone();
        let mut dtd = shared.dtd.borrow_mut();
        match asked {
            Asked::Subset { hidden } => {
                if dtd.parameter_read {
                    if !dtd.standalone {
                        self.queue.push_back(Event::NotStandalone);
                    }
                } else if self.doctype.system.is_none() {
                    dtd.has_parameter_references = hidden;
                }
                if self.state == State::Misc {
                    self.queue.push_back(Event::EndDoctype);
                }
            }
            Asked::Parameter => {
                if !dtd.parameter_read {
                    dtd.keep = dtd.standalone;
                } else if !dtd.standalone {
                    self.queue.push_back(Event::NotStandalone);
                }
            }
        }
        Ok(Step::Again)
    }

    /// `%name;` between declarations.
    fn parameter_reference(&mut self, text: &str, place: usize, end: usize) -> Result<Step, Failure> {
        let name = &text[place + 1..end - 1];
        let shared = self.shared.clone();
        let mut dtd = shared.dtd.borrow_mut();
        let hidden = std::mem::replace(&mut dtd.has_parameter_references, true);
        if self.settings.parameters == ParameterParsing::Never {
            dtd.keep = dtd.standalone;
            return self.other_and_standalone(dtd.standalone, place, end);
        }
        let entity = dtd.parameters.get(name).cloned();
        if self.kind == Kind::Document && (if dtd.standalone { self.sources.is_empty() } else { !hidden }) {
            match &entity {
                None => return Err(Failure::at(Code::UndefinedEntity, place)),
                Some(entity) if !entity.internal => return Err(Failure::at(Code::DeclaredInParameter, place)),
                Some(_) => {}
            }
        }
        let Some(entity) = entity else {
            dtd.keep = dtd.standalone;
            return self.event(place, end, Event::Skipped { name: name.to_owned(), parameter: true });
        };
        if self.is_open(name, true) {
            return Err(Failure::at(Code::RecursiveReference, place));
        }
        if let Some(value) = entity.text {
            self.account(value.len(), place)?;
            self.advance(place, end);
            let depth = self.open.len();
            self.sources.push(Source { text: value, place: 0, name: name.into(), depth, parameter: true });
            return Ok(Step::Again);
        }
        if !self.settings.externals {
            dtd.keep = dtd.standalone;
            return self.other_and_standalone(dtd.standalone, place, end);
        }
        dtd.parameter_read = false;
        self.doctype.asked = Some(Asked::Parameter);
        let external = External { context: None, base: entity.base, system: entity.system, public: entity.public };
        self.event(place, end, Event::External(Box::new(external)))
    }

    fn other_and_standalone(&mut self, standalone: bool, place: usize, end: usize) -> Result<Step, Failure> {
        if !standalone {
            self.queue.push_back(Event::NotStandalone);
        }
        self.queue.push_back(Event::Other);
        self.advance(place, end);
        Ok(Step::Again)
    }

    /// A conditional section, whose keyword begins at `start`.
    fn section(&mut self, text: &str, place: usize, start: usize, last: bool) -> Result<Step, Failure> {
        let Some(tokens) = self.collect(text, place, start, last, &[Lex::OpenBracket])? else {
            return Ok(Step::More);
        };
        let mut reader = tokens.reader();
        let keyword = reader.take(&[Lex::Name])?;
        let (ignored, keyword_place) = (keyword.text == "IGNORE", keyword.place);
        if !ignored && keyword.text != "INCLUDE" {
            return Err(Failure::at(Code::Syntax, keyword_place));
        }
        reader.take(&[Lex::OpenBracket])?;
        let mut end = tokens.end;
        if !ignored {
            self.included += 1;
            return self.event(place, end, Event::Other);
        }
        let bytes = text.as_bytes();
        let mut level = 1usize;
        while level > 0 {
            let rest = &bytes[end..];
            if rest.is_empty() {
                return self.partial_token(place, last);
            }
            if rest.starts_with(b"<![") {
                level += 1;
                end += 3;
            } else if rest.starts_with(b"]]>") {
                level -= 1;
                end += 3;
            } else {
                end += 1;
            }
        }
        self.event(place, end, Event::Other)
    }
}

fn decode_by_name(name: &str) -> Named {
    super::decode::by_name(name)
}

type Part = std::ops::Range<usize>;

/// The next `name="value"` of a declaration; None when there is nothing more.
fn pseudo_attribute(text: &str, place: &mut usize) -> Result<Option<(Part, Part)>, usize> {
    let bytes = text.as_bytes();
    let skip = |mut place: usize| {
        while bytes.get(place).is_some_and(|&byte| is_space(byte)) {
            place += 1;
        }
        place
    };
    let start = skip(*place);
    if start == bytes.len() {
        *place = start;
        return Ok(None);
    }
    if start == *place {
        return Err(start);
    }
    let mut end = start;
    while let Some(&byte) = bytes.get(end)
        && byte != b'='
        && !is_space(byte)
    {
        if !byte.is_ascii() {
            return Err(end);
        }
        end += 1;
    }
    let equals = skip(end);
    if end == start || bytes.get(equals) != Some(&b'=') {
        return Err(equals);
    }
    let open = skip(equals + 1);
    let Some(&quote @ (b'"' | b'\'')) = bytes.get(open) else { return Err(open) };
    let mut close = open + 1;
    while let Some(&byte) = bytes.get(close)
        && byte != quote
    {
        if !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')) {
            return Err(close);
        }
        close += 1;
    }
    if close == bytes.len() {
        return Err(close);
    }
    *place = close + 1;
    Ok(Some((start..end, open + 1..close)))
}

/// A public identifier with its spaces made single; the place of a character that it may not have otherwise.
pub(super) fn public_id(literal: &str) -> Result<String, usize> {
    let allowed = |character: char| character.is_ascii_alphanumeric() || " \r\n-'()+,./:=?;!*#@$_%".contains(character);
    if let Some(wrong) = literal.find(|character| !allowed(character)) {
        return Err(wrong);
    }
    let parts: Vec<&str> = literal.split([' ', '\r', '\n']).filter(|part| !part.is_empty()).collect();
    Ok(parts.join(" "))
}
