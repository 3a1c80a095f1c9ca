//! Start tags: attributes, their defaults, and what namespaces make of names.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;
use std::rc::Rc;

use super::chars::{self, VALUE_STOP, has, is_noncharacter, is_space};
use super::entities::{self, Referred};
use super::error::{Code, Failure};
use super::{Attribute, Event, NameId, Open, Parser, Span, State, Step};

const XML_URI: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS_URI: &str = "http://www.w3.org/2000/xmlns/";

/// An attribute as it stands in the tag.
#[derive(Clone, Debug)]
pub(super) struct RawAttribute {
    name: Range<usize>,
    value: Range<usize>,
    /// The value is what it says.
    plain: bool,
}

/// What prefixes are bound to.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    /// By prefix, "" for the default namespace.
    bound: HashMap<Rc<str>, Rc<str>>,
    /// What to restore when elements end: a prefix and what it was bound to.
    changes: Vec<(Rc<str>, Option<Rc<str>>)>,
    /// Expanded names by names as they stand, while the bindings stay as they are: elements, and attributes.
    elements: HashMap<NameId, NameId>,
    attributes: HashMap<NameId, NameId>,
}

impl Namespaces {
    /// Bind `prefix`, to nothing when `uri` is None.
    pub(super) fn bind(&mut self, prefix: &str, uri: Option<Rc<str>>) {
        let key: Rc<str> = prefix.into();
        let old = match uri {
            Some(uri) => self.bound.insert(key.clone(), uri),
            None => self.bound.remove(prefix),
        };
        self.changes.push((key, old));
        self.forget();
    }

    fn forget(&mut self) {
        self.elements.clear();
        self.attributes.clear();
    }

    /// What is bound now stays bound.
    pub(super) fn settle(&mut self) {
        self.changes.clear();
    }

    /// Undo the bindings beyond the first `count`.
    pub(super) fn unbind_to(&mut self, count: usize, queue: &mut VecDeque<Event>) {
        if self.changes.len() <= count {
            return;
        }
        for (prefix, old) in self.changes.drain(count..).rev() {
            match old {
                Some(uri) => self.bound.insert(prefix.clone(), uri),
                None => self.bound.remove(&prefix),
            };
            queue.push_back(Event::EndNamespace { prefix: (!prefix.is_empty()).then_some(prefix) });
        }
        self.forget();
    }

    fn get(&self, prefix: &str) -> Option<&str> {
        match self.bound.get(prefix) {
            None if prefix == "xml" => Some(XML_URI),
            found => found.map(|uri| &**uri),
        }
    }

    /// Each binding as `prefix=uri`.
    pub(super) fn describe(&self, parts: &mut Vec<String>) {
        parts.extend(self.bound.get("").map(|uri| format!("={uri}")));
        parts.push(format!("xml={XML_URI}"));
        let mut rest: Vec<_> = self.bound.iter().filter(|(prefix, _)| !matches!(&***prefix, "" | "xml")).collect();
        rest.sort();
        parts.extend(rest.iter().map(|(prefix, uri)| format!("{prefix}={uri}")));
    }
}

impl Parser {
    /// Where a tag's name ends. With namespaces, a colon separates two names.
    pub(super) fn tag_name_end(&self, text: &str, place: usize) -> Result<usize, Failure> {
        let end = chars::name_end(text, place);
        if self.settings.namespaces.is_none() || end == place {
            return Ok(end);
        }
        let name = &text[place..end];
        let Some(colon) = name.find(':') else { return Ok(end) };
        if colon == 0 {
            return Err(Failure::at(Code::InvalidToken, place));
        }
        let local = &name[colon + 1..];
        match local.chars().next() {
            // The rest may be still to come.
            None if end == text.len() => Ok(end),
            Some(first) if chars::starts_name(first) => match local.find(':') {
                Some(second) => Err(Failure::at(Code::InvalidToken, place + colon + 1 + second)),
                None => Ok(end),
            },
            _ => Err(Failure::at(Code::InvalidToken, place + colon + 1)),
        }
    }

    pub(super) fn start_tag(&mut self, text: &str, place: usize, last: bool) -> Result<Step, Failure> {
        let bytes = text.as_bytes();
        let name_start = place + 1;
        let name_end = self.tag_name_end(text, name_start)?;
        if name_end == name_start {
            return Err(Failure::at(Code::InvalidToken, name_start));
        }
        let mut tag = std::mem::take(&mut self.tag);
        tag.clear();
        let scanned = self.scan_tag(text, name_end, &mut tag);
        let step = match scanned {
            Ok(None) => self.partial_token(place, last),
            Ok(Some(end)) => {
                let empty = bytes[end - 2] == b'/' && tag.last().is_none_or(|last| last.value.end < end - 2);
                self.start_element(text, place..end, name_start..name_end, &tag, empty)
            }
            Err(failure) => Err(failure),
        };
        self.tag = tag;
        step
    }

    /// Read the attributes and what ends the tag; None when it is not all there.
    fn scan_tag(&self, text: &str, name_end: usize, tag: &mut Vec<RawAttribute>) -> Result<Option<usize>, Failure> {
        let bytes = text.as_bytes();
        let invalid = |place| Err(Failure::at(Code::InvalidToken, place));
        let mut place = name_end;
        loop {
            let before = place;
            while bytes.get(place).is_some_and(|&byte| is_space(byte)) {
                place += 1;
            }
            match bytes.get(place) {
                None => return Ok(None),
                Some(b'>') => return Ok(Some(place + 1)),
                Some(b'/') => {
                    return match bytes.get(place + 1) {
                        None => Ok(None),
                        Some(b'>') => Ok(Some(place + 2)),
                        Some(_) => invalid(place + 1),
                    };
                }
                Some(_) if before == place => return invalid(place),
                Some(_) => {}
            }
            let name = place;
            let name_end = self.tag_name_end(text, name)?;
            if name_end == name {
                return invalid(name);
            }
            place = name_end;
            while bytes.get(place).is_some_and(|&byte| is_space(byte)) {
                place += 1;
            }
            match bytes.get(place) {
                None => return Ok(None),
                Some(b'=') => place += 1,
                Some(_) => return invalid(place),
            }
            while bytes.get(place).is_some_and(|&byte| is_space(byte)) {
                place += 1;
            }
            let quote = match bytes.get(place) {
                None => return Ok(None),
                Some(&quote @ (b'"' | b'\'')) => quote,
                Some(_) => return invalid(place),
            };
            let start = place + 1;
            let mut end = start;
            let mut plain = true;
            loop {
                while let Some(&byte) = bytes.get(end)
                    && !has(byte, VALUE_STOP)
                {
                    end += 1;
                }
                match bytes.get(end) {
                    None => return Ok(None),
                    Some(&byte) if byte == quote => break,
                    Some(b'"' | b'\'') => end += 1,
                    Some(b'&') => {
                        plain = false;
                        match entities::reference(text, end) {
                            Referred::Partial => return Ok(None),
                            Referred::Invalid(wrong) => return invalid(wrong),
                            Referred::To(_, next) => end = next,
                        }
                    }
                    Some(b'\t' | b'\n' | b'\r') => {
                        plain = false;
                        end += 1;
                    }
                    Some(0xef) if !is_noncharacter(bytes, end) => end += 3,
                    Some(_) => return invalid(end),
                }
            }
            tag.push(RawAttribute { name: name..name_end, value: start..end, plain });
            place = end + 1;
        }
    }

    fn start_element(
        &mut self,
        text: &str,
        token: Range<usize>,
        name: Range<usize>,
        tag: &[RawAttribute],
        empty: bool,
    ) -> Result<Step, Failure> {
        let raw_text = &text[name];
        let raw = self.names.id(raw_text);
        let shared = self.shared.clone();
        let dtd = shared.dtd.borrow();
        let declared = if dtd.elements.is_empty() { None } else { dtd.elements.get(raw_text) };
        self.attributes.clear();
        self.names.begin_set();
        for attribute in tag {
            let name_text = &text[attribute.name.clone()];
            let name = self.names.id(name_text);
            if self.names.is_repeated(name) {
                return Err(Failure::at(Code::DuplicateAttribute, attribute.name.start));
            }
            let tokenized = declared.is_some_and(|declared| declared.is_tokenized(name_text));
            let value = if attribute.plain && !tokenized {
                Span { start: attribute.value.start, end: attribute.value.end, scratch: false }
            } else {
                let start = self.scratch.len();
                let mut out = std::mem::take(&mut self.scratch);
                let stored = self.attribute_value(&dtd, &text[attribute.value.clone()], tokenized, false, &mut out);
                self.scratch = out;
                stored.map_err(|failure| match failure.code {
                    Code::Amplification => Failure::at(failure.code, token.start),
                    code => Failure::at(code, attribute.value.start + failure.place),
                })?;
                Span { start, end: self.scratch.len(), scratch: true }
            };
            self.attributes.push(Attribute { name, value });
        }
        self.specified = self.attributes.len();
        for default in declared.iter().flat_map(|declared| &declared.attributes) {
            let Some(value) = &default.value else { continue };
            let name = self.names.id(&default.name);
            if !self.names.is_repeated(name) {
                let value = self.scratch_text(value);
                self.attributes.push(Attribute { name, value });
            }
        }
        drop(dtd);
        let bindings = self.spaces.changes.len();
        let mut reported = raw;
        if self.settings.namespaces.is_some() {
            self.declare_prefixes(text, token.start)?;
            reported = self.expanded(raw, true, token.start)?;
            self.names.begin_set();
            for index in 0..self.attributes.len() {
                let name = self.expanded(self.attributes[index].name, false, token.start)?;
                self.attributes[index].name = name;
                if self.names.is_repeated(name) {
                    return Err(Failure::at(Code::DuplicateAttribute, token.start));
                }
            }
        }
        self.open.push(Open { raw, name: reported, bindings });
        self.empty = empty;
        self.state = State::Content;
        let event = Event::StartElement { name: reported, empty };
        self.advance(token.start, token.end);
        if self.queue.is_empty() {
            return Ok(Step::Event(event));
        }
        self.queue.push_back(event);
        Ok(Step::Again)
    }

    /// Take the attributes that bind prefixes out of the list, and bind these.
    fn declare_prefixes(&mut self, text: &str, place: usize) -> Result<(), Failure> {
        let mut kept = 0;
        let specified = self.specified;
        for index in 0..self.attributes.len() {
            let attribute = self.attributes[index];
            let name = self.names.get(attribute.name);
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => String::new(),
                Some(rest) if rest.starts_with(':') => rest[1..].to_owned(),
                _ => {
                    self.attributes[kept] = attribute;
                    kept += 1;
                    continue;
                }
            };
            if index < specified {
                self.specified -= 1;
            }
            let source = if attribute.value.scratch { self.scratch.as_str() } else { text };
            let uri: Rc<str> = source[attribute.value.start..attribute.value.end].into();
            self.check_binding(&prefix, &uri).map_err(|code| Failure::at(code, place))?;
            let uri = (!uri.is_empty()).then_some(uri);
            self.spaces.bind(&prefix, uri.clone());
            let prefix = (!prefix.is_empty()).then(|| prefix.into());
            self.queue.push_back(Event::StartNamespace { prefix, uri });
        }
        self.attributes.truncate(kept);
        Ok(())
    }

    fn check_binding(&self, prefix: &str, uri: &str) -> Result<(), Code> {
        if !prefix.is_empty() && uri.is_empty() {
            return Err(Code::UndeclaringPrefix);
        }
        match prefix {
            "xmlns" => return Err(Code::ReservedXmlns),
            "xml" if uri != XML_URI => return Err(Code::ReservedXml),
            "xml" => {}
            _ if uri == XML_URI || uri == XMLNS_URI => return Err(Code::ReservedUri),
            _ => {}
        }
        if let Some(Some(separator)) = self.settings.namespaces
            && uri.contains(separator)
            && !(separator.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(separator))
        {
            return Err(Code::Syntax);
        }
        Ok(())
    }

    /// The name to be reported for a name as it stands.
    fn expanded(&mut self, raw: NameId, element: bool, place: usize) -> Result<NameId, Failure> {
        let known = if element { &self.spaces.elements } else { &self.spaces.attributes };
        if let Some(&name) = known.get(&raw) {
            return Ok(name);
        }
        let text = self.names.get(raw);
        let (prefix, local) = text.split_once(':').unwrap_or(("", text));
        let uri = match self.spaces.get(prefix) {
            Some(_) if prefix.is_empty() && !element => None,
            None if !prefix.is_empty() => return Err(Failure::at(Code::UnboundPrefix, place)),
            found => found,
        };
        let name = match uri {
            None => raw,
            Some(uri) => {
                let separator = self.settings.namespaces.flatten();
                let mut full = String::with_capacity(uri.len() + text.len() + 2);
                full.push_str(uri);
                full.extend(separator);
                full.push_str(local);
                if self.settings.prefixes && !prefix.is_empty() {
                    full.extend(separator);
                    full.push_str(prefix);
                }
                self.names.id(&full)
            }
        };
        let known = if element { &mut self.spaces.elements } else { &mut self.spaces.attributes };
        known.insert(raw, name);
        Ok(name)
    }
}
