//! References and what they stand for, and how much of that is too much.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::chars;
use super::error::{Code, Failure};
use super::{Kind, Parser};

/// What a document type declares.
#[derive(Debug)]
pub(super) struct Dtd {
    pub(super) general: HashMap<Rc<str>, Entity>,
    pub(super) parameters: HashMap<Rc<str>, Entity>,
    pub(super) elements: HashMap<Rc<str>, Declared>,
    pub(super) standalone: bool,
    /// There may be declarations that were not seen.
    pub(super) has_parameter_references: bool,
    /// Declarations of entities and attributes still count.
    pub(super) keep: bool,
    /// A parser read the external entity that a handler was told of.
    pub(super) parameter_read: bool,
    /// Bytes of what was declared.
    pub(super) bytes: usize,
}

impl Default for Dtd {
    fn default() -> Dtd {
        Dtd {
            general: HashMap::new(),
            parameters: HashMap::new(),
            elements: HashMap::new(),
            standalone: false,
            has_parameter_references: false,
            keep: true,
            parameter_read: false,
            bytes: 0,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Entity {
    /// None for external ones.
    pub(super) text: Option<Rc<str>>,
    pub(super) base: Option<String>,
    pub(super) system: Option<String>,
    pub(super) public: Option<String>,
    pub(super) notation: Option<String>,
    /// Declared in the document itself.
    pub(super) internal: bool,
}

/// The attributes that were declared for an element.
#[derive(Debug, Default)]
pub(super) struct Declared {
    pub(super) attributes: Vec<DeclaredAttribute>,
}

#[derive(Debug)]
pub(super) struct DeclaredAttribute {
    pub(super) name: String,
    /// Not CDATA: spaces around and between the parts mean nothing.
    pub(super) tokenized: bool,
    pub(super) value: Option<String>,
}

impl Declared {
    pub(super) fn is_tokenized(&self, name: &str) -> bool {
        self.attributes.iter().any(|attribute| attribute.name == name && attribute.tokenized)
    }
}

/// What stands behind `&`.
pub(super) enum Reference {
    /// None when there is no such character.
    Character(Option<char>),
    Name(Range<usize>),
}

pub(super) enum Referred {
    Partial,
    Invalid(usize),
    /// The reference and where it ends.
    To(Reference, usize),
}

/// Read the reference at `place`.
pub(super) fn reference(text: &str, place: usize) -> Referred {
    let bytes = text.as_bytes();
    let start = place + 1;
    match bytes.get(start) {
        None => Referred::Partial,
        Some(b'#') => {
            let (digits, radix) = match bytes.get(start + 1) {
                Some(b'x') => (start + 2, 16),
                _ => (start + 1, 10),
            };
            let mut end = digits;
            let mut number = 0u32;
            while let Some(digit) = bytes.get(end).and_then(|&byte| char::from(byte).to_digit(radix)) {
                number = number.saturating_mul(radix).saturating_add(digit).min(0x11_0000);
                end += 1;
            }
            match bytes.get(end) {
                None => Referred::Partial,
                Some(b';') if end > digits => {
                    let character = char::from_u32(number).filter(|&character| !chars::is_forbidden(character));
                    Referred::To(Reference::Character(character), end + 1)
                }
                Some(_) => Referred::Invalid(end),
            }
        }
        Some(_) => {
            let end = chars::name_end(text, start);
            match bytes.get(end) {
                None => Referred::Partial,
                Some(b';') if end > start => Referred::To(Reference::Name(start..end), end + 1),
                Some(_) => Referred::Invalid(end),
            }
        }
    }
}

/// The entities that need no declaration.
pub(super) fn predefined(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// An entity inside a value that is being expanded.
struct Frame {
    text: Rc<str>,
    place: usize,
    name: Rc<str>,
}

impl Parser {
    /// Note that an entity gives so many bytes of text.
    pub(super) fn account(&self, bytes: usize, place: usize) -> Result<(), Failure> {
        let indirect = self.shared.indirect.get() + bytes as u64;
        self.shared.indirect.set(indirect);
        let direct = self.shared.direct.get();
        let (threshold, most) = self.shared.laughs.get();
        let output = direct + indirect;
        let factor = if direct > 0 { output as f32 / direct as f32 } else { 1.0 };
        if output >= threshold && factor > most {
            return Err(Failure::at(Code::Amplification, place));
        }
        Ok(())
    }

    /// Whether the memory that is used is still in proportion to the input.
    pub(super) fn check_memory(&mut self) -> Result<(), Code> {
        let own = size_of::<Parser>() + self.text.capacity() + self.pending.capacity();
        let used = (own + self.names.len() * 64 + self.shared.dtd.borrow().bytes) as u64;
        let direct = self.shared.direct.get().max(1);
        let (threshold, most) = self.shared.memory.get();
        if used >= threshold && used as f32 / direct as f32 > most {
            return Err(self.fail(Code::NoMemory));
        }
        Ok(())
    }

    /// Whether markup may contain references to parameter entities here.
    pub(super) fn in_parameter(&self) -> bool {
        self.kind == Kind::Parameter || self.sources.last().is_some_and(|source| source.parameter)
    }

    /// Append an attribute's value to `out`. Places of failures count from the value's beginning.
    pub(super) fn attribute_value(
        &self,
        dtd: &Dtd,
        value: &str,
        tokenized: bool,
        declaring: bool,
        out: &mut String,
    ) -> Result<(), Failure> {
        let begin = out.len();
        let mut frames: Vec<Frame> = Vec::new();
        // The outermost reference: failures inside entities are reported there.
        let mut outer = 0;
        let mut place = 0;
        loop {
            let current = frames.last().map(|frame| (frame.text.clone(), frame.place));
            let (text, at) = match &current {
                Some((text, place)) => (&**text, *place),
                None => (value, place),
            };
            let failed = |code, at| Err(Failure::at(code, if current.is_some() { outer } else { at }));
            let bytes = text.as_bytes();
            let mut end = at;
            while let Some(&byte) = bytes.get(end)
                && !matches!(byte, b'&' | b'\t' | b'\n' | b'\r' | b'<')
            {
                end += 1;
            }
            out.push_str(&text[at..end]);
            let mut entered = None;
            match bytes.get(end) {
                None if frames.pop().is_some() => continue,
                None => break,
                Some(b'<') => return failed(Code::InvalidToken, end),
                Some(b'&') => match reference(text, end) {
                    Referred::Partial => return failed(Code::InvalidToken, end),
                    Referred::Invalid(wrong) => return failed(Code::InvalidToken, wrong),
                    Referred::To(Reference::Character(None), _) => return failed(Code::BadCharacterReference, end),
                    Referred::To(Reference::Character(Some(character)), next) => {
                        // A space by number is no space at the edges, but is one when values are split.
                        out.push(character);
                        end = next;
                    }
                    Referred::To(Reference::Name(name), next) => {
                        let name = &text[name];
                        match predefined(name) {
                            Some(character) => out.push(character),
                            None => {
                                let open = frames.iter().any(|frame| *frame.name == *name);
                                match self.value_entity(dtd, name, declaring, open) {
                                    Ok(text) => entered = text.map(|text| Frame { text, place: 0, name: name.into() }),
                                    Err(code) => return failed(code, end),
                                }
                                if current.is_none() {
                                    outer = end;
                                }
                            }
                        }
                        end = next;
                    }
                },
                Some(b'\r') => {
                    out.push(' ');
                    end += if bytes.get(end + 1) == Some(&b'\n') { 2 } else { 1 };
                }
                Some(_) => {
                    out.push(' ');
                    end += 1;
                }
            }
            match frames.last_mut() {
                Some(frame) => frame.place = end,
                None => place = end,
            }
            if let Some(frame) = entered {
                self.account(frame.text.len(), outer)?;
                frames.push(frame);
            }
        }
        if tokenized {
            let parts: Vec<&str> = out[begin..].split(' ').filter(|part| !part.is_empty()).collect();
            let joined = parts.join(" ");
            out.truncate(begin);
            out.push_str(&joined);
        }
        Ok(())
    }

    /// The text of an entity that an attribute's value refers to; None for one that is passed over.
    fn value_entity(&self, dtd: &Dtd, name: &str, declaring: bool, open: bool) -> Result<Option<Rc<str>>, Code> {
        let entity = dtd.general.get(name);
        let strict = if declaring {
            self.kind == Kind::Document
                && (if dtd.standalone { self.sources.is_empty() } else { !dtd.has_parameter_references })
        } else {
            !dtd.has_parameter_references || dtd.standalone
        };
        let Some(entity) = entity else {
            return if strict { Err(Code::UndefinedEntity) } else { Ok(None) };
        };
        if strict && !entity.internal {
            return Err(Code::DeclaredInParameter);
        }
        if open || self.is_open(name, false) {
            return Err(Code::RecursiveReference);
        }
        if entity.notation.is_some() {
            return Err(Code::BinaryReference);
        }
        match &entity.text {
            Some(text) => Ok(Some(text.clone())),
            None => Err(Code::ExternalInAttribute),
        }
    }

    /// The text of an entity that is declared with this literal.
    pub(super) fn entity_value(&self, dtd: &mut Dtd, literal: &str, inside: bool) -> Result<String, Failure> {
        let mut out = String::new();
        let mut frames: Vec<Frame> = Vec::new();
        let mut outer = 0;
        let mut place = 0;
        loop {
            let current = frames.last().map(|frame| (frame.text.clone(), frame.place));
            let (text, at) = match &current {
                Some((text, place)) => (&**text, *place),
                None => (literal, place),
            };
            let failed = |code, at| Err(Failure::at(code, if current.is_some() { outer } else { at }));
            let bytes = text.as_bytes();
            let mut end = at;
            while let Some(&byte) = bytes.get(end)
                && !matches!(byte, b'&' | b'%' | b'\r')
            {
                end += 1;
            }
            out.push_str(&text[at..end]);
            let mut entered = None;
            match bytes.get(end) {
                None if frames.pop().is_some() => continue,
                None => break,
                Some(b'&') => match reference(text, end) {
                    Referred::Partial => return failed(Code::InvalidToken, end),
                    Referred::Invalid(wrong) => return failed(Code::InvalidToken, wrong),
                    Referred::To(Reference::Character(None), _) => return failed(Code::BadCharacterReference, end),
                    Referred::To(Reference::Character(Some(character)), next) => {
                        out.push(character);
                        end = next;
                    }
                    Referred::To(Reference::Name(_), next) => {
                        out.push_str(&text[end..next]);
                        end = next;
                    }
                },
                Some(b'%') => {
                    let name_end = chars::name_end(text, end + 1);
                    if name_end == end + 1 || bytes.get(name_end) != Some(&b';') {
                        return failed(Code::InvalidToken, name_end);
                    }
                    if !inside && current.is_none() {
                        return failed(Code::ParameterReference, end);
                    }
                    let name = &text[end + 1..name_end];
                    if frames.iter().any(|frame| *frame.name == *name) || self.is_open(name, true) {
                        return failed(Code::RecursiveReference, end);
                    }
                    match dtd.parameters.get(name).map(|entity| entity.text.clone()) {
                        Some(Some(text)) => entered = Some(Frame { text, place: 0, name: name.into() }),
                        // What is not known, or lies outside, makes all that follows uncertain.
                        _ => dtd.keep = dtd.standalone,
                    }
                    if current.is_none() {
                        outer = end;
                    }
                    end = name_end + 1;
                }
                Some(_) => {
                    out.push('\n');
                    end += if bytes.get(end + 1) == Some(&b'\n') { 2 } else { 1 };
                }
            }
            match frames.last_mut() {
                Some(frame) => frame.place = end,
                None => place = end,
            }
            if let Some(frame) = entered {
                self.account(frame.text.len(), outer)?;
                frames.push(frame);
            }
        }
        Ok(out)
    }
}
