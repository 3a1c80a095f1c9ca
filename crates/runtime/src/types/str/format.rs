//! `str.format`: the grammar of replacement fields, and filling them. `string.Formatter` uses the same parser through `_string`.

use std::ops::Range;

use taipan_numeric::format::{Kind, Spec, TextLayout};
use taipan_text::search::find_either;
use taipan_text::unicode::decimal_value;
use taipan_text::{TextBuf, Units};

use crate::native::*;

/// Where replacement fields find their values.
#[derive(Clone, Copy)]
pub enum Fields<'a> {
    Arguments(&'a [Value], &'a [(Value, Value)]),
    /// `format_map`: names only.
    Mapping(Value),
}

/// One replacement field: ranges of the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: Range<usize>,
    pub spec: Range<usize>,
    /// The character after `!`.
    pub conversion: Option<u32>,
    /// The specification holds replacement fields itself.
    pub nested: bool,
}

/// Literal text, then a field unless the template ends or a doubled brace is cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub literal: Range<usize>,
    pub field: Option<Field>,
}

const OPEN: u32 = b'{' as u32;
const CLOSE: u32 = b'}' as u32;
const BANG: u32 = b'!' as u32;
const COLON: u32 = b':' as u32;
const BRACKET: u32 = b'[' as u32;
const END_BRACKET: u32 = b']' as u32;
const DOT: u32 = b'.' as u32;

/// The pieces of a template, one after the other. Errors are the words of a ValueError.
pub struct Pieces<'a> {
    text: Units<'a>,
    at: usize,
    end: usize,
}

impl<'a> Pieces<'a> {
    /// Of the part of `text` in `range`.
    pub fn new(text: Units<'a>, range: Range<usize>) -> Pieces<'a> {
        Pieces { text, at: range.start, end: range.end }
    }

    fn peek(&self) -> Option<u32> {
        (self.at < self.end).then(|| self.text.get(self.at))
    }

    /// The next piece; None at the end.
    pub fn next_piece(&mut self) -> Result<Option<Piece>, &'static str> {
        if self.at >= self.end {
            return Ok(None);
        }
        let start = self.at;
        let Some(found) = find_either(self.text.slice(start..self.end), b'{', b'}') else {
            self.at = self.end;
            return Ok(Some(Piece { literal: start..self.end, field: None }));
        };
        let brace = self.text.get(start + found);
        self.at = start + found + 1;
        if self.peek() == Some(brace) {
            // Doubled: one of them is literal.
            self.at += 1;
            return Ok(Some(Piece { literal: start..self.at - 1, field: None }));
        }
        if brace == CLOSE {
            return Err("Single '}' encountered in format string");
        }
        if self.at >= self.end {
            return Err("Single '{' encountered in format string");
        }
        let literal = start..self.at - 1;
        Ok(Some(Piece { literal, field: Some(self.field()?) }))
    }

    /// A field, from behind its opening brace.
    fn field(&mut self) -> Result<Field, &'static str> {
        let start = self.at;
        let stop = loop {
            let Some(point) = self.peek() else { return Err("expected '}' before end of string") };
            self.at += 1;
            match point {
                OPEN => return Err("unexpected '{' in field name"),
                BRACKET => {
                    while self.peek().is_some_and(|point| point != END_BRACKET) {
                        self.at += 1;
                    }
                }
                CLOSE | COLON | BANG => break point,
                _ => {}
            }
        };
        let mut field = Field { name: start..self.at - 1, spec: 0..0, conversion: None, nested: false };
        if stop == CLOSE {
            return Ok(field);
        }
        if stop == BANG {
            let Some(conversion) = self.peek() else {
                return Err("end of string while looking for conversion specifier");
            };
            self.at += 1;
            field.conversion = Some(conversion);
            match self.peek() {
                Some(CLOSE) => {
                    self.at += 1;
                    return Ok(field);
                }
                Some(COLON) => self.at += 1,
                Some(_) => return Err("expected ':' after conversion specifier"),
                None => {}
            }
        }
        let start = self.at;
        let mut depth = 1;
        while let Some(point) = self.peek() {
            self.at += 1;
            match point {
                OPEN => {
                    field.nested = true;
                    depth += 1;
                }
                CLOSE => {
                    depth -= 1;
                    if depth == 0 {
                        field.spec = start..self.at - 1;
                        return Ok(field);
                    }
                }
                _ => {}
            }
        }
        Err("unmatched '{' in format spec")
    }
}

/// The first part of a field name, or what is in brackets: a number when it looks like one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    Index(usize),
    Name(Range<usize>),
}

/// A step from an object to one of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Attribute(Range<usize>),
    Item(Key),
}

/// The decimal number that is all of the range; None when it is not one.
fn number(text: Units<'_>, range: Range<usize>) -> Result<Option<usize>, &'static str> {
    if range.is_empty() {
        return Ok(None);
    }
    let mut total: usize = 0;
    for index in range {
        let Some(digit) = decimal_value(text.get(index)) else { return Ok(None) };
        let next = total.checked_mul(10).and_then(|total| total.checked_add(digit as usize));
        match next.filter(|&next| next <= isize::MAX as usize) {
            Some(next) => total = next,
            None => return Err("Too many decimal digits in format string"),
        }
    }
    Ok(Some(total))
}

/// Split a field name into its first part and the range of the rest, which `next_step` goes through.
pub fn split_name(text: Units<'_>, name: Range<usize>) -> Result<(Key, Range<usize>), &'static str> {
    let first_end = name.clone().find(|&index| matches!(text.get(index), BRACKET | DOT)).unwrap_or(name.end);
    let first = name.start..first_end;
    let key = match number(text, first.clone())? {
        Some(index) => Key::Index(index),
        None => Key::Name(first),
    };
    Ok((key, first_end..name.end))
}

/// The next step of a field name, taken off the front of `rest`; None at the end.
pub fn next_step(text: Units<'_>, rest: &mut Range<usize>) -> Result<Option<Step>, &'static str> {
    let Some(first) = rest.next() else { return Ok(None) };
    let step = match text.get(first) {
        DOT => {
            let end = rest.clone().find(|&index| matches!(text.get(index), BRACKET | DOT)).unwrap_or(rest.end);
            let name = rest.start..end;
            rest.start = end;
            if name.is_empty() {
                return Err("Empty attribute in format string");
            }
            Step::Attribute(name)
        }
        BRACKET => {
            let Some(end) = rest.clone().find(|&index| text.get(index) == END_BRACKET) else {
                return Err("Missing ']' in format string");
            };
            let key = rest.start..end;
            rest.start = end + 1;
            if key.is_empty() {
                return Err("Empty attribute in format string");
            }
            match number(text, key.clone())? {
                Some(index) => Step::Item(Key::Index(index)),
                None => Step::Item(Key::Name(key)),
            }
        }
        _ => return Err("Only '.' or '[' may follow ']' in format field specifier"),
    };
    Ok(Some(step))
}

/// How fields without a number get one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

struct Formatter<'a> {
    fields: Fields<'a>,
    numbering: Numbering,
}

/// `template.format(...)`.
pub(super) fn format(vm: &mut Vm, template: Obj<Str>, fields: Fields<'_>) -> R<Owned> {
    let mut formatter = Formatter { fields, numbering: Numbering::Unknown };
    vm.with_units(template, |vm, units| {
        let text = vm.lend_text(units.len() + 16);
        let text = formatter.fill(vm, units, 0..units.len(), 2, text)?;
        vm.new_lent_text(text)
    })
}

impl Formatter<'_> {
    /// The part of a template in `range`, filled. Specifications may nest `depth` deep.
    fn fill(&mut self, vm: &mut Vm, text: Units<'_>, range: Range<usize>, depth: u32, mut out: TextBuf) -> R<TextBuf> {
        if depth == 0 {
            return Err(vm.value_error("Max string recursion exceeded"));
        }
        let mut pieces = Pieces::new(text, range);
        while let Some(piece) = said(vm, pieces.next_piece())? {
            out.push_units(text.slice(piece.literal));
            if let Some(field) = piece.field {
                self.render(vm, text, field, depth, &mut out)?;
            }
        }
        Ok(out)
    }

    fn render(&mut self, vm: &mut Vm, text: Units<'_>, field: Field, depth: u32, out: &mut TextBuf) -> R<()> {
        let mut value = self.value_of(vm, text, field.name)?;
        if let Some(conversion) = field.conversion {
            value = convert(vm, &value, conversion)?;
        }
        if !field.nested && push_plain(vm, &value, text.slice(field.spec.clone()), out)? {
            return Ok(());
        }
        let spec = if field.spec.is_empty() {
            vm.empty_str.clone()
        } else if field.nested {
            let spec = self.fill(vm, text, field.spec, depth - 1, TextBuf::new())?;
            vm.new_text(&spec.finish())?
        } else {
            vm.new_units_narrowed(text.slice(field.spec))?
        };
        let Some(spec) = vm.cast::<Str>(spec.value()).map(|spec| (spec, spec.own())) else { return Ok(()) };
        let shown = vm.format(value.value(), spec.0)?;
        if let Some(shown) = vm.cast::<Str>(shown.value()) {
            out.push_units(shown.units(vm));
        }
        Ok(())
    }

    /// The object that a field name leads to.
    fn value_of(&mut self, vm: &mut Vm, text: Units<'_>, name: Range<usize>) -> R<Owned> {
        let (mut key, mut rest) = said(vm, split_name(text, name))?;
        let empty = matches!(&key, Key::Name(name) if name.is_empty());
        if empty || matches!(key, Key::Index(_)) {
            key = Key::Index(self.number(vm, if let Key::Index(index) = key { Some(index) } else { None })?);
        }
        let mut value = match key {
            Key::Index(index) => match self.fields {
                Fields::Mapping(_) => return Err(vm.value_error("Format string contains positional fields")),
                Fields::Arguments(arguments, _) => match arguments.get(index) {
                    Some(value) => value.own(),
                    None => {
                        let message = format!("Replacement index {index} out of range for positional args tuple");
                        return Err(vm.index_error(message));
                    }
                },
            },
            Key::Name(name) => {
                let name = text.slice(name);
                match self.fields {
                    Fields::Mapping(mapping) => {
                        let name = vm.new_units_narrowed(name)?;
                        vm.get_item(mapping, name.value())?
                    }
                    Fields::Arguments(_, keywords) => {
                        let same = |key: Value| vm.cast::<Str>(key).is_some_and(|key| key.units(vm) == name);
                        match keywords.iter().find(|(key, _)| same(*key)) {
                            Some((_, value)) => value.own(),
                            None => {
                                let name = vm.new_units_narrowed(name)?;
                                return Err(vm.key_error(name.value()));
                            }
                        }
                    }
                }
            }
        };
        while let Some(step) = said(vm, next_step(text, &mut rest))? {
            value = match step {
                Step::Attribute(name) => {
                    let name = vm.new_units_narrowed(text.slice(name))?;
                    let Some(name) = vm.cast::<Str>(name.value()) else { return Ok(value) };
                    let name = vm.intern_obj(name)?;
                    vm.get_attr(value.value(), name)?
                }
                Step::Item(Key::Index(index)) => {
                    let index = vm.new_int(index as i128)?;
                    vm.get_item(value.value(), index.value())?
                }
                Step::Item(Key::Name(name)) => {
                    let name = vm.new_units_narrowed(text.slice(name))?;
                    vm.get_item(value.value(), name.value())?
                }
            };
        }
        Ok(value)
    }

    /// The number of a field that has one, or of one that is to get it.
    fn number(&mut self, vm: &mut Vm, given: Option<usize>) -> R<usize> {
        match (given, self.numbering) {
            (Some(_), Numbering::Automatic(_)) => {
                Err(vm.value_error("cannot switch from automatic field numbering to manual field specification"))
            }
            (None, Numbering::Manual) => {
                Err(vm.value_error("cannot switch from manual field specification to automatic field numbering"))
            }
            (Some(index), _) => {
                self.numbering = Numbering::Manual;
                Ok(index)
            }
            (None, numbering) => {
                let next = if let Numbering::Automatic(next) = numbering { next } else { 0 };
                self.numbering = Numbering::Automatic(next + 1);
                Ok(next)
            }
        }
    }
}

/// Write values whose form is known without asking their class: exact strings, ints and floats. Whether it was one.
fn push_plain(vm: &mut Vm, value: &Owned, spec: Units<'_>, out: &mut TextBuf) -> R<bool> {
    if let Some(text) = vm.cast_exact::<Str>(value.value()) {
        if spec.is_empty() {
            out.push_units(text.units(vm));
            return Ok(true);
        }
        let layout = text_layout(vm, text, spec, "str")?;
        vm.check_room(layout.left.saturating_add(layout.right))?;
        out.push_repeated(layout.fill, layout.left);
        out.push_units(text.units(vm).slice(0..layout.take));
        out.push_repeated(layout.fill, layout.right);
        return Ok(true);
    }
    let kind = match value.is_int() {
        true => Kind::Int,
        false if value.is_float() => Kind::Float,
        false => return Ok(false),
    };
    match (value.as_int(), spec.is_empty()) {
        (Some(int), true) => push_decimal(int, out),
        (None, true) => return Ok(false),
        _ => crate::types::float::format::write(vm, value.value(), spec, kind, out)?,
    }
    Ok(true)
}

/// Write an int in decimal.
pub(crate) fn push_decimal(int: i64, out: &mut TextBuf) {
    let mut digits = [0u8; 20];
    out.push_ascii(taipan_numeric::format::plain::decimal(int, &mut digits));
}

/// `!r`, `!s` and `!a`.
fn convert(vm: &mut Vm, value: &Owned, conversion: u32) -> R<Owned> {
    match char::from_u32(conversion) {
        Some('r') => vm.repr(value.value()),
        Some('s') => vm.str(value.value()),
        Some('a') => vm.ascii(value.value()),
        Some(shown @ '!'..='~') => Err(vm.value_error(format!("Unknown conversion specifier {shown}"))),
        _ => Err(vm.value_error(format!("Unknown conversion specifier \\x{conversion:x}"))),
    }
}

/// Raise what the parser says is wrong.
fn said<T>(vm: &mut Vm, result: Result<T, &'static str>) -> R<T> {
    result.map_err(|message| vm.value_error(message))
}

/// How a specification lays a text out.
fn text_layout(vm: &mut Vm, text: Obj<Str>, spec: Units<'_>, class: &str) -> R<TextLayout> {
    let digit = |point| decimal_value(point).map(u32::from);
    let plain = if let Units::Ascii(spec) = spec { Spec::parse_plain(spec, Kind::Text) } else { None };
    let spec = plain.map_or_else(|| Spec::parse_code_points(spec.iter(), Kind::Text, class, digit), Ok);
    let layout = spec.and_then(|spec| taipan_numeric::format::text(text.len(vm), &spec, class));
    vm.numeric(layout)
}

/// `format(text, spec)`.
pub(crate) fn format_str(vm: &mut Vm, this: Obj<Str>, spec: Obj<Str>) -> R<Owned> {
    if spec.len(vm) == 0 {
        return if vm.cast_exact::<Str>(this.value()).is_some() { Ok(this.own()) } else { vm.str(this.value()) };
    }
    let exact = vm.cast_exact::<Str>(this.value()).is_some();
    let class = if exact { "str".into() } else { std::borrow::Cow::from(vm.class_of(this.value()).name(vm)) };
    let layout = vm.with_units(spec, |vm, spec| text_layout(vm, this, spec, &class))?;
    vm.pad_str(this, 0..layout.take, layout.left, layout.right, layout.fill)
}

impl Vm {
    /// `ascii(value)`.
    pub fn ascii(&mut self, value: Value) -> R<Owned> {
        let shown = self.repr(value)?;
        let Some(text) = self.cast::<Str>(shown.value()) else { return Ok(shown) };
        match taipan_text::repr::ascii(text.units(self)) {
            Some(text) => self.new_text(&text),
            None => Ok(shown),
        }
    }
}
