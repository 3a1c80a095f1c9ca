//! The declarations of a document type. Each is read when it is there as a whole.

use super::chars::{self, is_space};
use super::entities::{DeclaredAttribute, Entity};
use super::error::{Code, Failure};
use super::prolog::public_id;
use super::{AttributeDeclaration, EntityDeclaration, Event, Family, Kind, Parser, Step};
use std::rc::Rc;

/// Kinds of tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lex {
    Space,
    Name,
    NameToken,
    PoundName,
    Literal,
    ParameterReference,
    Percent,
    Open,
    CloseParenthesis,
    Or,
    Comma,
    Question,
    Star,
    Plus,
    OpenBracket,
    CloseBracket,
    DeclarationOpen,
    Close,
    SectionOpen,
    SectionClose,
    InstanceStart,
}

pub(super) enum Lexed {
    Token(Lex, usize),
    /// A token that could go on where the text ends.
    Unfinished(Lex, usize),
    Partial,
    Invalid(usize),
    End,
}

/// The token at `place`. Comments and processing instructions are none.
pub(super) fn lex(text: &str, place: usize) -> Lexed {
    let bytes = text.as_bytes();
    let Some(&byte) = bytes.get(place) else { return Lexed::End };
    let one = |kind| Lexed::Token(kind, place + 1);
    let next = bytes.get(place + 1).copied();
    match byte {
        b' ' | b'\t' | b'\n' | b'\r' => {
            let mut end = place + 1;
            while bytes.get(end).is_some_and(|&byte| is_space(byte)) {
                end += 1;
            }
            Lexed::Token(Lex::Space, end)
        }
        b'"' | b'\'' => {
            let mut end = place + 1;
            loop {
                match bytes.get(end) {
                    None => return Lexed::Partial,
                    Some(&other) if other == byte => break,
                    Some(&other) if other < 0x20 && !is_space(other) => return Lexed::Invalid(end),
                    Some(0xef) if chars::is_noncharacter(bytes, end) => return Lexed::Invalid(end),
                    Some(_) => end += 1,
                }
            }
            match bytes.get(end + 1) {
                None => Lexed::Unfinished(Lex::Literal, end + 1),
                Some(&other) if is_space(other) || matches!(other, b'>' | b'%' | b'[') => {
                    Lexed::Token(Lex::Literal, end + 1)
                }
                Some(_) => Lexed::Invalid(end + 1),
            }
        }
        b'<' => match next {
            None => Lexed::Partial,
            Some(b'!') => lex_declaration(text, place),
            Some(_) if chars::name_end(text, place + 1) > place + 1 => Lexed::Token(Lex::InstanceStart, place + 1),
            Some(_) => Lexed::Invalid(place + 1),
        },
        b'%' => match next {
            None => Lexed::Unfinished(Lex::Percent, place + 1),
            Some(other) if is_space(other) || other == b'%' => one(Lex::Percent),
            Some(_) => {
                let end = chars::name_end(text, place + 1);
                match bytes.get(end) {
                    None => Lexed::Partial,
                    Some(b';') if end > place + 1 => Lexed::Token(Lex::ParameterReference, end + 1),
                    Some(_) => Lexed::Invalid(end),
                }
            }
        },
        b'#' => {
            let end = chars::name_end(text, place + 1);
            match bytes.get(end) {
                None if end > place + 1 => Lexed::Unfinished(Lex::PoundName, end),
                None => Lexed::Partial,
                Some(&other) if end > place + 1 && (is_space(other) || b")>%|".contains(&other)) => {
                    Lexed::Token(Lex::PoundName, end)
                }
                Some(_) => Lexed::Invalid(end),
            }
        }
        b'(' => one(Lex::Open),
        b')' => match next {
            None => Lexed::Unfinished(Lex::CloseParenthesis, place + 1),
            Some(other) if is_space(other) || b"*+?,|>)%".contains(&other) => one(Lex::CloseParenthesis),
            Some(_) => Lexed::Invalid(place + 1),
        },
        b'|' => one(Lex::Or),
        b',' => one(Lex::Comma),
        b'?' => one(Lex::Question),
        b'*' => one(Lex::Star),
        b'+' => one(Lex::Plus),
        b'[' => one(Lex::OpenBracket),
        b']' => match (next, bytes.get(place + 2)) {
            (None, _) => Lexed::Unfinished(Lex::CloseBracket, place + 1),
            (Some(b']'), None) => Lexed::Partial,
            (Some(b']'), Some(b'>')) => Lexed::Token(Lex::SectionClose, place + 3),
            _ => one(Lex::CloseBracket),
        },
        b'>' => one(Lex::Close),
        _ => lex_name(text, place),
    }
}

fn lex_name(text: &str, place: usize) -> Lexed {
    let bytes = text.as_bytes();
    let mut kind = Lex::Name;
    let mut end = chars::name_end(text, place);
    if end == place {
        kind = Lex::NameToken;
        end = chars::token_end(text, place);
    }
    if end == place {
        return Lexed::Invalid(place);
    }
    match bytes.get(end) {
        None => Lexed::Unfinished(kind, end),
        Some(&other) if is_space(other) || b"),>|[%".contains(&other) => Lexed::Token(kind, end),
        Some(b'?' | b'*' | b'+') if kind == Lex::Name => Lexed::Token(kind, end),
        Some(_) => Lexed::Invalid(end),
    }
}

fn lex_declaration(text: &str, place: usize) -> Lexed {
    let bytes = text.as_bytes();
    let start = place + 2;
    match bytes.get(start) {
        None => return Lexed::Partial,
        Some(b'[') => return Lexed::Token(Lex::SectionOpen, start + 1),
        Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' => {}
        Some(_) => return Lexed::Invalid(start),
    }
    let mut end = start;
    while bytes.get(end).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_') {
        end += 1;
    }
    match bytes.get(end) {
        None => Lexed::Partial,
        Some(&byte) if is_space(byte) || byte == b'%' => Lexed::Token(Lex::DeclarationOpen, end),
        Some(_) => Lexed::Invalid(end),
    }
}

/// A token of a declaration; its place is that of the reference when it comes from a parameter entity.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Lex,
    pub(super) text: String,
    pub(super) place: usize,
    /// Nothing stands between the token before and this one.
    adjacent: bool,
}

impl Token {
    /// What is between the quotes.
    fn literal(&self) -> &str {
        self.text.get(1..self.text.len().saturating_sub(1)).unwrap_or_default()
    }
}

pub(super) struct Tokens {
    list: Vec<Token>,
    pub(super) end: usize,
    /// What ended the list when it is not the token that was wanted.
    wrong: Failure,
}

impl Tokens {
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader { tokens: self, next: 0 }
    }
}

pub(super) struct Reader<'a> {
    tokens: &'a Tokens,
    next: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.list.get(self.next)
    }

    fn peek_kind(&self) -> Option<Lex> {
        self.peek().map(|token| token.kind)
    }

    fn failure(&self) -> Failure {
        match self.peek() {
            Some(token) if token.kind == Lex::ParameterReference => Failure::at(Code::ParameterReference, token.place),
            Some(token) => Failure::at(Code::Syntax, token.place),
            None => self.tokens.wrong,
        }
    }

    fn any(&mut self) -> Result<&'a Token, Failure> {
        match self.peek() {
            Some(token) => {
                self.next += 1;
                Ok(token)
            }
            None => Err(self.tokens.wrong),
        }
    }

    /// The next token, which must be one of these.
    pub(super) fn take(&mut self, kinds: &[Lex]) -> Result<&'a Token, Failure> {
        match self.peek() {
            Some(token) if kinds.contains(&token.kind) => {
                self.next += 1;
                Ok(token)
            }
            _ => Err(self.failure()),
        }
    }

    fn take_if(&mut self, kind: Lex) -> bool {
        let found = self.peek_kind() == Some(kind);
        self.next += usize::from(found);
        found
    }

    fn is_word(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.kind == Lex::Name && token.text == word)
    }
}

/// How often a part of a content model may occur.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Quantifier {
    None,
    Optional,
    Repeated,
    Plus,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ModelKind {
    Empty,
    Any,
    Mixed,
    Name,
    Choice,
    Sequence,
}

/// A content model: nodes by number, the root last.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) nodes: Vec<Node>,
}

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) kind: ModelKind,
    pub(crate) quantifier: Quantifier,
    pub(crate) name: Option<String>,
    pub(crate) children: Vec<usize>,
}

impl Parser {
    /// The tokens of a declaration up to one of `ends`. None when it is not all there.
    pub(super) fn collect(
        &self,
        text: &str,
        begin: usize,
        start: usize,
        last: bool,
        ends: &[Lex],
    ) -> Result<Option<Tokens>, Failure> {
        let expand = self.in_parameter();
        let mut list: Vec<Token> = Vec::new();
        let mut inside: Vec<(Rc<str>, usize, Rc<str>)> = Vec::new();
        let mut reference = start;
        let mut place = start;
        let mut adjacent = true;
        loop {
            let current = inside.last().map(|(text, place, _)| (text.clone(), *place));
            let (source, at) = match &current {
                Some((text, place)) => (&**text, *place),
                None => (text, place),
            };
            let shown = if current.is_some() { reference } else { at };
            let failed = |list, code, wrong| {
                let place = if current.is_some() { shown } else { wrong };
                Ok(Some(Tokens { list, end: place, wrong: Failure::at(code, place) }))
            };
            let (kind, end) = match lex(source, at) {
                Lexed::Token(kind, end) => (kind, end),
                Lexed::Unfinished(kind, end) if current.is_some() || last => (kind, end),
                Lexed::End if inside.pop().is_some() => {
                    adjacent = false;
                    continue;
                }
                Lexed::End if !self.sources.is_empty() => return failed(list, Code::IncompleteParameter, at),
                Lexed::End if last => {
                    let code = if self.kind == Kind::Document { Code::NoElements } else { Code::IncompleteParameter };
                    return failed(list, code, at);
                }
                Lexed::Partial if current.is_some() || last => return failed(list, Code::UnclosedToken, at),
                Lexed::Invalid(wrong) => return failed(list, Code::InvalidToken, wrong),
                Lexed::Partial | Lexed::Unfinished(..) | Lexed::End => {
                    return self.partial_token(begin, last).map(|_| None);
                }
            };
            match inside.last_mut() {
                Some(frame) => frame.1 = end,
                None => place = end,
            }
            match kind {
                Lex::Space => {
                    adjacent = false;
                    continue;
                }
                Lex::ParameterReference if expand => {
                    let name = &source[at + 1..end - 1];
                    if current.is_none() {
                        reference = at;
                    }
                    let mut dtd = self.shared.dtd.borrow_mut();
                    dtd.has_parameter_references = true;
                    if inside.iter().any(|frame| *frame.2 == *name) || self.is_open(name, true) {
                        return failed(list, Code::RecursiveReference, at);
                    }
                    match dtd.parameters.get(name).map(|entity| entity.text.clone()) {
                        Some(Some(text)) => {
                            self.account(text.len(), reference)?;
                            inside.push((text, 0, name.into()));
                        }
                        _ => dtd.keep = dtd.standalone,
                    }
                    adjacent = false;
                    continue;
                }
                _ => {}
            }
            list.push(Token { kind, text: source[at..end].to_owned(), place: shown, adjacent });
            adjacent = true;
            if ends.contains(&kind) {
                let wrong = Failure::at(Code::Syntax, shown);
                return Ok(Some(Tokens { list, end: place, wrong }));
            }
        }
    }

    /// `SYSTEM "..."` or `PUBLIC "..." "..."`, if it is there; the second literal of the latter may be left out in notations.
    pub(super) fn external_id(
        &self,
        reader: &mut Reader<'_>,
        notation: bool,
    ) -> Result<(Option<String>, Option<String>), Failure> {
        if reader.is_word("SYSTEM") {
            reader.any()?;
            let system = reader.take(&[Lex::Literal])?;
            return Ok((Some(system.literal().to_owned()), None));
        }
        if !reader.is_word("PUBLIC") {
            return Ok((None, None));
        }
        reader.any()?;
        let public = reader.take(&[Lex::Literal])?;
        let public =
            public_id(public.literal()).map_err(|wrong| Failure::at(Code::PublicId, public.place + 1 + wrong))?;
        if notation && reader.peek_kind() == Some(Lex::Close) {
            return Ok((None, Some(public)));
        }
        let system = reader.take(&[Lex::Literal])?;
        Ok((Some(system.literal().to_owned()), Some(public)))
    }

    /// `<!NAME`, whose tokens begin at `start`.
    pub(super) fn markup_declaration(
        &mut self,
        text: &str,
        place: usize,
        start: usize,
        last: bool,
    ) -> Result<Step, Failure> {
        let keyword = &text[place + 2..start];
        if !matches!(keyword, "ELEMENT" | "ATTLIST" | "ENTITY" | "NOTATION") {
            return Err(Failure::at(Code::Syntax, place));
        }
        let Some(tokens) = self.collect(text, place, start, last, &[Lex::Close])? else { return Ok(Step::More) };
        self.advance(place, tokens.end.max(start));
        let mut reader = tokens.reader();
        let read = match keyword {
            "ELEMENT" => self.element_declaration(&mut reader),
            "ATTLIST" => self.attribute_list(&mut reader),
            "ENTITY" => self.entity_declaration(&mut reader),
            _ => self.notation_declaration(&mut reader),
        };
        // What came before a mistake is told of.
        self.failing = read.err();
        Ok(Step::Again)
    }

    fn element_declaration(&mut self, reader: &mut Reader<'_>) -> Result<(), Failure> {
        self.queue.push_back(Event::Markup(Family::Element));
        let name = reader.take(&[Lex::Name])?.text.clone();
        let mut model = Model::default();
        if reader.is_word("EMPTY") || reader.is_word("ANY") {
            let kind = if reader.any()?.text == "ANY" { ModelKind::Any } else { ModelKind::Empty };
            model.nodes.push(Node { kind, quantifier: Quantifier::None, name: None, children: Vec::new() });
        } else {
            reader.take(&[Lex::Open])?;
            if reader.peek().is_some_and(|token| token.kind == Lex::PoundName && token.text == "#PCDATA") {
                mixed_model(reader, &mut model)?;
            } else {
                content_model(reader, &mut model)?;
            }
        }
        reader.take(&[Lex::Close])?;
        self.queue.push_back(Event::Element { name, model });
        Ok(())
    }

    fn attribute_list(&mut self, reader: &mut Reader<'_>) -> Result<(), Failure> {
        let keep = self.shared.dtd.borrow().keep;
        self.queue.push_back(if keep { Event::Markup(Family::AttributeList) } else { Event::Other });
        let element = reader.take(&[Lex::Name])?.text.clone();
        while !reader.take_if(Lex::Close) {
            let name = reader.take(&[Lex::Name])?.text.clone();
            let kind = attribute_kind(reader)?;
            let shared = self.shared.clone();
            let mut dtd = shared.dtd.borrow_mut();
            let token = reader.take(&[Lex::PoundName, Lex::Literal])?;
            let (value, required) = match (token.kind, token.text.as_str()) {
                (Lex::PoundName, "#REQUIRED") => (None, true),
                (Lex::PoundName, "#IMPLIED") => (None, false),
                (Lex::PoundName, "#FIXED") => (Some(reader.take(&[Lex::Literal])?), true),
                (Lex::Literal, _) => (Some(token), false),
                _ => return Err(Failure::at(Code::Syntax, token.place)),
            };
            if !dtd.keep {
                continue;
            }
            let tokenized = kind != "CDATA";
            let default = match value {
                None => None,
                Some(literal) => {
                    let mut out = String::new();
                    self.attribute_value(&dtd, literal.literal(), tokenized, true, &mut out)
                        .map_err(|failure| Failure::at(failure.code, literal.place + 1 + failure.place))?;
                    Some(out)
                }
            };
            dtd.bytes += name.len() + default.as_ref().map_or(0, String::len) + size_of::<DeclaredAttribute>();
            let declared = dtd.elements.entry(element.as_str().into()).or_default();
            if !declared.attributes.iter().any(|other| other.name == name) {
                let value = default.clone();
                declared.attributes.push(DeclaredAttribute { name: name.clone(), tokenized, value });
            }
            let declaration = AttributeDeclaration { element: element.clone(), name, kind, default, required };
            self.queue.push_back(Event::AttributeList(Box::new(declaration)));
        }
        Ok(())
    }

    fn entity_declaration(&mut self, reader: &mut Reader<'_>) -> Result<(), Failure> {
        let shared = self.shared.clone();
        let mut dtd = shared.dtd.borrow_mut();
        let keep = dtd.keep;
        self.queue.push_back(if keep { Event::Markup(Family::Entity) } else { Event::Other });
        let parameter = reader.take_if(Lex::Percent);
        let name = reader.take(&[Lex::Name])?.text.clone();
        let base = self.settings.base.clone();
        let mut declaration = EntityDeclaration { name, parameter, ..EntityDeclaration::default() };
        if reader.peek_kind() == Some(Lex::Literal) {
            let literal = reader.any()?;
            let inside = self.in_parameter();
            let value = self
                .entity_value(&mut dtd, literal.literal(), inside)
                .map_err(|failure| Failure::at(failure.code, literal.place + 1 + failure.place))?;
            declaration.value = Some(value);
        } else {
            let (system, public) = self.external_id(reader, false)?;
            if system.is_none() {
                return Err(reader.failure());
            }
            (declaration.system, declaration.public, declaration.base) = (system, public, base);
            if !parameter && reader.is_word("NDATA") {
                reader.any()?;
                declaration.notation = Some(reader.take(&[Lex::Name])?.text.clone());
            }
        }
        reader.take(&[Lex::Close])?;
        let name: Rc<str> = declaration.name.as_str().into();
        if !keep || (!parameter && super::entities::predefined(&name).is_some()) {
            return Ok(());
        }
        let internal = self.kind == Kind::Document && self.sources.is_empty();
        let table = if parameter { &mut dtd.parameters } else { &mut dtd.general };
        if table.contains_key(&name) {
            return Ok(());
        }
        let entity = Entity {
            text: declaration.value.as_deref().map(Rc::from),
            base: declaration.base.clone(),
            system: declaration.system.clone(),
            public: declaration.public.clone(),
            notation: declaration.notation.clone(),
            internal,
        };
        let size = size_of::<Entity>() + name.len() + entity.text.as_ref().map_or(0, |text| text.len());
        table.insert(name, entity);
        dtd.bytes += size;
        let declaration = Box::new(declaration);
        let unparsed = declaration.notation.is_some();
        self.queue.push_back(if unparsed { Event::Unparsed(declaration) } else { Event::Entity(declaration) });
        Ok(())
    }

    fn notation_declaration(&mut self, reader: &mut Reader<'_>) -> Result<(), Failure> {
        self.queue.push_back(Event::Markup(Family::Notation));
        let name = reader.take(&[Lex::Name])?.text.clone();
        let (system, public) = self.external_id(reader, true)?;
        if system.is_none() && public.is_none() {
            return Err(reader.failure());
        }
        reader.take(&[Lex::Close])?;
        let base = self.settings.base.clone();
        self.queue.push_back(Event::Notation { name, base, system, public });
        Ok(())
    }
}

/// The type of an attribute, as handlers are told it.
fn attribute_kind(reader: &mut Reader<'_>) -> Result<String, Failure> {
    const KINDS: &[&str] = &["CDATA", "ID", "IDREF", "IDREFS", "ENTITY", "ENTITIES", "NMTOKEN", "NMTOKENS"];
    let mut kind = String::new();
    let mut parts: &[Lex] = &[Lex::Name, Lex::NameToken];
    if let Some(token) = reader.peek()
        && token.kind == Lex::Name
    {
        if KINDS.contains(&token.text.as_str()) {
            return reader.any().map(|token| token.text.clone());
        }
        if token.text != "NOTATION" {
            return Err(reader.failure());
        }
        reader.any()?;
        kind.push_str("NOTATION");
        parts = &[Lex::Name];
    }
    reader.take(&[Lex::Open])?;
    kind.push('(');
    loop {
        kind.push_str(&reader.take(parts)?.text);
        if reader.take(&[Lex::Or, Lex::CloseParenthesis])?.kind == Lex::CloseParenthesis {
            kind.push(')');
            return Ok(kind);
        }
        kind.push('|');
    }
}

/// The sign behind a name or a parenthesis, if it is there without a space.
fn quantifier(reader: &mut Reader<'_>) -> Quantifier {
    let found = match reader.peek() {
        Some(token) if token.adjacent => match token.kind {
            Lex::Question => Quantifier::Optional,
            Lex::Star => Quantifier::Repeated,
            Lex::Plus => Quantifier::Plus,
            _ => Quantifier::None,
        },
        _ => Quantifier::None,
    };
    reader.next += usize::from(found != Quantifier::None);
    found
}

/// `#PCDATA | a | b)*`
fn mixed_model(reader: &mut Reader<'_>, model: &mut Model) -> Result<(), Failure> {
    reader.any()?;
    let mut children = Vec::new();
    while reader.take_if(Lex::Or) {
        let name = Some(reader.take(&[Lex::Name])?.text.clone());
        children.push(model.nodes.len());
        let quantifier = Quantifier::None;
        model.nodes.push(Node { kind: ModelKind::Name, quantifier, name, children: Vec::new() });
    }
    reader.take(&[Lex::CloseParenthesis])?;
    let quantifier = quantifier(reader);
    if !matches!(quantifier, Quantifier::None | Quantifier::Repeated)
        || (quantifier == Quantifier::None && !children.is_empty())
    {
        return Err(Failure { code: Code::Syntax, ..reader.failure() });
    }
    model.nodes.push(Node { kind: ModelKind::Mixed, quantifier, name: None, children });
    Ok(())
}

/// Groups of names, behind the first parenthesis.
fn content_model(reader: &mut Reader<'_>, model: &mut Model) -> Result<(), Failure> {
    // The groups that are open: their children and what separates them.
    let mut groups: Vec<(Vec<usize>, Option<Lex>)> = vec![(Vec::new(), None)];
    loop {
        let token = reader.take(&[Lex::Name, Lex::Open])?;
        if token.kind == Lex::Open {
            groups.push((Vec::new(), None));
            continue;
        }
        let quantifier_of = quantifier(reader);
        let name = Some(token.text.clone());
        let mut done = model.nodes.len();
        model.nodes.push(Node { kind: ModelKind::Name, quantifier: quantifier_of, name, children: Vec::new() });
        // Close what closes here.
        loop {
            let Some((children, separator)) = groups.last_mut() else { return Ok(()) };
            children.push(done);
            let allowed: &[Lex] = match separator {
                None => &[Lex::Or, Lex::Comma, Lex::CloseParenthesis],
                Some(Lex::Or) => &[Lex::Or, Lex::CloseParenthesis],
                Some(_) => &[Lex::Comma, Lex::CloseParenthesis],
            };
            let token = reader.take(allowed)?;
            if token.kind != Lex::CloseParenthesis {
                *separator = Some(token.kind);
                break;
            }
            let kind = if *separator == Some(Lex::Or) { ModelKind::Choice } else { ModelKind::Sequence };
            let children = std::mem::take(children);
            groups.pop();
            let quantifier = quantifier(reader);
            done = model.nodes.len();
            model.nodes.push(Node { kind, quantifier, name: None, children });
            if groups.is_empty() {
                return Ok(());
            }
        }
    }
}
