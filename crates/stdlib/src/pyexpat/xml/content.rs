//! What is inside elements: character data, references, comments, processing instructions, CDATA sections and end tags.

use super::chars::{self, TEXT_STOP, has, is_noncharacter, is_space};
use super::entities::{self, Reference, Referred};
use super::error::{Code, Failure};
use super::{Event, External, Kind, Parser, Source, Span, State, Step};

/// expat converts text that is not UTF-8 in pieces of at most so many bytes.
const PIECE: usize = 1024;

impl Parser {
    pub(super) fn content(&mut self, text: &str, place: usize, last: bool) -> Result<Step, Failure> {
        let bytes = text.as_bytes();
        let Some(&byte) = bytes.get(place) else { return self.content_end(place, last) };
        match byte {
            b'<' => match bytes.get(place + 1) {
                None => self.partial_token(place, last),
                Some(b'/') => self.end_tag(text, place, last),
                Some(b'!') => self.exclamation(text, place, last),
                Some(b'?') => self.instruction(text, place, last),
                Some(_) => self.start_tag(text, place, last),
            },
            b'&' => self.content_reference(text, place, last),
            b'\n' => self.line_end(place, place + 1),
            b'\r' => match bytes.get(place + 1) {
                None if !last => Ok(Step::More),
                Some(b'\n') => self.line_end(place, place + 2),
                _ => self.line_end(place, place + 1),
            },
            _ => self.characters(text, place, last),
        }
    }

    fn line_end(&mut self, start: usize, end: usize) -> Result<Step, Failure> {
        let span = self.scratch_text("\n");
        self.event(start, end, Event::Text(span))
    }

    /// Text of an event that the input does not contain as it is.
    pub(super) fn scratch_text(&mut self, text: &str) -> Span {
        let start = self.scratch.len();
        self.scratch.push_str(text);
        Span { start, end: self.scratch.len(), scratch: true }
    }

    /// The text of the input, its line ends made what they mean.
    pub(super) fn normalized(&mut self, text: &str, start: usize, end: usize) -> Span {
        let part = &text[start..end];
        if !part.contains('\r') {
            return Span { start, end, scratch: false };
        }
        self.scratch_text(&part.replace("\r\n", "\n").replace('\r', "\n"))
    }

    fn content_end(&mut self, place: usize, last: bool) -> Result<Step, Failure> {
        if let Some(source) = self.sources.last() {
            if source.depth != self.open.len() {
                return Err(Failure::at(Code::AsynchronousEntity, place));
            }
            self.sources.pop();
            return Ok(Step::Again);
        }
        if !last {
            return Ok(Step::More);
        }
        if !self.pending.is_empty() {
            return self.partial_token(place, true);
        }
        if self.kind == Kind::General {
            if !self.open.is_empty() {
                return Err(Failure::at(Code::AsynchronousEntity, place));
            }
            self.state = State::Done;
            return Ok(Step::Again);
        }
        Err(Failure::at(Code::NoElements, place))
    }

    fn characters(&mut self, text: &str, place: usize, last: bool) -> Result<Step, Failure> {
        let bytes = text.as_bytes();
        let mut end = place;
        loop {
            while let Some(&byte) = bytes.get(end)
                && !has(byte, TEXT_STOP)
            {
                end += 1;
            }
            match bytes.get(end) {
                None | Some(b'<' | b'&' | b'\n' | b'\r') => break,
                Some(b']') => match (bytes.get(end + 1), bytes.get(end + 2)) {
                    (Some(b']'), Some(b'>')) => return self.characters_before(text, place, end, end + 2),
                    (None, _) | (Some(b']'), None) if !last => {
                        if end == place {
                            return Ok(Step::More);
                        }
                        break;
                    }
                    _ => end += 1,
                },
                Some(0xef) if !is_noncharacter(bytes, end) => end += 3,
                Some(_) => return self.characters_before(text, place, end, end),
            }
        }
        self.text_event(text, place, end)
    }

    /// There is a mistake at `wrong`: what is before `end` is reported first.
    fn characters_before(&mut self, text: &str, place: usize, end: usize, wrong: usize) -> Result<Step, Failure> {
        if end == place {
            return Err(Failure::at(Code::InvalidToken, wrong));
        }
        self.text_event(text, place, end)
    }

    fn text_event(&mut self, text: &str, start: usize, mut end: usize) -> Result<Step, Failure> {
        if end - start > PIECE
            && self.sources.is_empty()
            && self.encoding.as_ref().is_some_and(|encoding| !encoding.is_utf8())
        {
            end = start + PIECE;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
        }
        self.event(start, end, Event::Text(Span { start, end, scratch: false }))
    }

    fn exclamation(&mut self, text: &str, place: usize, last: bool) -> Result<Step, Failure> {
        const OPEN: &str = "<![CDATA[";
        let bytes = text.as_bytes();
        match bytes.get(place + 2) {
            None => self.partial_token(place, last),
            Some(b'-') => self.comment(text, place, last),
            Some(b'[') => {
                for (index, expected) in OPEN.bytes().enumerate().skip(3) {
                    match bytes.get(place + index) {
                        None => return self.partial_token(place, last),
                        Some(&byte) if byte != expected => {
                            return Err(Failure::at(Code::InvalidToken, place + index));
                        }
                        Some(_) => {}
                    }
                }
                self.state = State::Cdata;
                self.event(place, place + OPEN.len(), Event::StartCdata)
            }
            Some(_) => Err(Failure::at(Code::InvalidToken, place + 2)),
        }
    }

    /// Inside a CDATA section.
    pub(super) fn cdata(&mut self, text: &str, place: usize, last: bool) -> Result<Step, Failure> {
        let bytes = text.as_bytes();
        let unclosed = |parser: &Parser| {
            if last { Err(Failure::at(Code::UnclosedCdata, place)) } else { parser.partial_token(place, false) }
        };
        match bytes.get(place) {
            None => return unclosed(self),
            Some(b'\n') => return self.line_end(place, place + 1),
            Some(b'\r') => match bytes.get(place + 1) {
                None if !last => return Ok(Step::More),
                Some(b'\n') => return self.line_end(place, place + 2),
                _ => return self.line_end(place, place + 1),
            },
            Some(_) => {}
        }
        let mut end = place;
        loop {
            while let Some(&byte) = bytes.get(end)
                && (!has(byte, TEXT_STOP) || byte == b'<' || byte == b'&')
            {
                end += 1;
            }
            match bytes.get(end) {
                None | Some(b'\n' | b'\r') => break,
                Some(b']') => match (bytes.get(end + 1), bytes.get(end + 2)) {
                    (Some(b']'), Some(b'>')) if end == place => {
                        self.state = State::Content;
                        return self.event(place, place + 3, Event::EndCdata);
                    }
                    (Some(b']'), Some(b'>')) => break,
                    (None, _) | (Some(b']'), None) => {
                        if end == place {
                            return unclosed(self);
                        }
                        break;
                    }
                    _ => end += 1,
                },
                Some(0xef) if !is_noncharacter(bytes, end) => end += 3,
                Some(_) => return self.characters_before(text, place, end, end),
            }
        }
        self.text_event(text, place, end)
    }

    /// `<!--`, as far as it is there.
    pub(super) fn comment(&mut self, text: &str, place: usize, last: bool) -> Result<Step, Failure> {
        let bytes = text.as_bytes();
        match bytes.get(place + 3) {
            None => return self.partial_token(place, last),
            Some(b'-') => {}
            Some(_) => return Err(Failure::at(Code::InvalidToken, place + 3)),
        }
        let start = place + 4;
        let mut end = start;
        loop {
            match bytes.get(end) {
                None => return self.partial_token(place, last),
                Some(b'-') if bytes.get(end + 1) == Some(&b'-') => match bytes.get(end + 2) {
                    None => return self.partial_token(place, last),
                    Some(b'>') => break,
                    Some(_) => return Err(Failure::at(Code::InvalidToken, end + 2)),
                },
                Some(_) => end = self.any_character(bytes, end)?,
            }
        }
        let span = self.normalized(text, start, end);
        self.event(place, end + 3, Event::Comment(span))
    }

    /// The place behind the character at `place`, which may be any that XML allows.
    #[inline(always)]
    fn any_character(&self, bytes: &[u8], place: usize) -> Result<usize, Failure> {
        let byte = bytes[place];
        if (byte < 0x20 && !is_space(byte)) || (byte == 0xef && is_noncharacter(bytes, place)) {
            return Err(Failure::at(Code::InvalidToken, place));
        }
        Ok(place + 1)
    }

    pub(super) fn instruction(&mut self, text: &str, place: usize, last: bool) -> Result<Step, Failure> {
        let bytes = text.as_bytes();
        let name = place + 2;
        let name_end = chars::name_end(text, name);
        let Some(&next) = bytes.get(name_end) else { return self.partial_token(place, last) };
        if name_end == name {
            return Err(Failure::at(Code::InvalidToken, name));
        }
        let target = &text[name..name_end];
        if target.eq_ignore_ascii_case("xml") {
            // Only the very name is a declaration, and only where an entity begins.
            let code = if target == "xml" { Code::MisplacedDeclaration } else { Code::InvalidToken };
            return Err(Failure::at(code, if target == "xml" { place } else { name_end }));
        }
        let mut start = name_end;
        if is_space(next) {
            while bytes.get(start).is_some_and(|&byte| is_space(byte)) {
                start += 1;
            }
        } else if next != b'?' {
            return Err(Failure::at(Code::InvalidToken, name_end));
        }
        let mut end = start;
        loop {
            match bytes.get(end) {
                None => return self.partial_token(place, last),
                Some(b'?') => match bytes.get(end + 1) {
                    None => return self.partial_token(place, last),
                    Some(b'>') => break,
                    Some(_) if end == name_end => return Err(Failure::at(Code::InvalidToken, end + 1)),
                    Some(_) => end += 1,
                },
                Some(_) => end = self.any_character(bytes, end)?,
            }
        }
        let target = Span { start: name, end: name_end, scratch: false };
        let data = self.normalized(text, start, end);
        self.event(place, end + 2, Event::Instruction { target, data })
    }

    fn content_reference(&mut self, text: &str, place: usize, last: bool) -> Result<Step, Failure> {
        let (reference, end) = match entities::reference(text, place) {
            Referred::Partial => return self.partial_token(place, last),
            Referred::Invalid(wrong) => return Err(Failure::at(Code::InvalidToken, wrong)),
            Referred::To(reference, end) => (reference, end),
        };
        let name = match reference {
            Reference::Character(None) => return Err(Failure::at(Code::BadCharacterReference, place)),
            Reference::Character(Some(character)) => return self.character_event(place, end, character),
            Reference::Name(name) => &text[name],
        };
        if let Some(character) = entities::predefined(name) {
            return self.character_event(place, end, character);
        }
        let shared = self.shared.clone();
        let dtd = shared.dtd.borrow();
        let entity = dtd.general.get(name);
        if !dtd.has_parameter_references || dtd.standalone {
            match entity {
                None => return Err(Failure::at(Code::UndefinedEntity, place)),
                Some(entity) if !entity.internal => return Err(Failure::at(Code::DeclaredInParameter, place)),
                Some(_) => {}
            }
        }
        let Some(entity) = entity else {
            return self.event(place, end, Event::Skipped { name: name.to_owned(), parameter: false });
        };
        if self.is_open(name, false) {
            return Err(Failure::at(Code::RecursiveReference, place));
        }
        if entity.notation.is_some() {
            return Err(Failure::at(Code::BinaryReference, place));
        }
        if let Some(value) = &entity.text {
            if !self.settings.expand {
                return self.event(place, end, Event::Skipped { name: name.to_owned(), parameter: false });
            }
            self.account(value.len(), place)?;
            self.advance(place, end);
            let depth = self.open.len();
            self.sources.push(Source { text: value.clone(), place: 0, name: name.into(), depth, parameter: false });
            return Ok(Step::Again);
        }
        let external = External {
            context: Some(self.entity_context(name)),
            base: entity.base.clone(),
            system: entity.system.clone(),
            public: entity.public.clone(),
        };
        self.event(place, end, Event::External(Box::new(external)))
    }

    fn character_event(&mut self, start: usize, end: usize, character: char) -> Result<Step, Failure> {
        let span = self.scratch_text(character.encode_utf8(&mut [0; 4]));
        self.event(start, end, Event::Text(span))
    }

    /// What a parser of the external entity `name` must know: bindings of prefixes and the entities that are open.
    fn entity_context(&self, name: &str) -> String {
        let mut parts = Vec::new();
        if self.settings.namespaces.is_some() {
            self.spaces.describe(&mut parts);
        }
        parts.extend(self.inherited.iter().map(|name| name.to_string()));
        parts.extend(self.sources.iter().map(|source| source.name.to_string()));
        parts.push(name.to_owned());
        parts.join("\x0c")
    }

    fn end_tag(&mut self, text: &str, place: usize, last: bool) -> Result<Step, Failure> {
        let bytes = text.as_bytes();
        let start = place + 2;
        let depth = self.sources.last().map_or(0, |source| source.depth);
        if let Some(open) = self.open.last()
            && self.open.len() > depth
        {
            let name = self.names.get(open.raw).as_bytes();
            if bytes[start..].starts_with(name) && bytes.get(start + name.len()) == Some(&b'>') {
                let end = start + name.len() + 1;
                self.advance(place, end);
                return Ok(Step::Event(self.close_element(false)));
            }
        }
        let name_end = self.tag_name_end(text, start)?;
        let mut end = name_end;
        while bytes.get(end).is_some_and(|&byte| is_space(byte)) {
            end += 1;
        }
        match bytes.get(end) {
            None => return self.partial_token(place, last),
            Some(_) if name_end == start => return Err(Failure::at(Code::InvalidToken, start)),
            Some(b'>') => {}
            Some(_) => return Err(Failure::at(Code::InvalidToken, end)),
        }
        if self.open.len() <= depth {
            return Err(Failure::at(Code::AsynchronousEntity, place));
        }
        match self.open.last() {
            Some(open) if self.names.get(open.raw) == &text[start..name_end] => {}
            _ => return Err(Failure::at(Code::TagMismatch, start)),
        }
        self.advance(place, end + 1);
        Ok(Step::Event(self.close_element(false)))
    }

    /// Behind an empty element's tag.
    pub(super) fn end_empty(&mut self) -> Event {
        self.empty = false;
        if self.sources.is_empty() && self.settings.starts {
            self.token = self.token.end..self.token.end;
        }
        self.close_element(true)
    }

    fn close_element(&mut self, empty: bool) -> Event {
        let Some(open) = self.open.pop() else { return Event::Other };
        self.spaces.unbind_to(open.bindings, &mut self.queue);
        if self.open.is_empty() && self.kind == Kind::Document {
            self.state = State::Epilog;
        }
        Event::EndElement { name: open.name, empty }
    }

    /// Whether the entity is being read already.
    pub(super) fn is_open(&self, name: &str, parameter: bool) -> bool {
        let inside = self.sources.iter().any(|source| source.parameter == parameter && *source.name == *name);
        inside || (!parameter && self.inherited.iter().any(|open| **open == *name))
    }
}
