//! Reading rows: a state machine over the characters of lines. A row may take several lines.

use taipan_runtime::native::*;
use taipan_text::{TextBuf, Units};

use super::dialect::{Dialect, Rules};
use super::{QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS, State, error};
use crate::support::{payload, receiver, same};

#[derive(Trace)]
pub(super) struct Reader {
    input: Owned,
    dialect: Owned,
    line_number: u64,
    /// Counts rows, to tell when the input has asked for one itself.
    rows: u64,
}

payload!(Reader);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_csv",
    doc: "An iterator over rows.",
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    getsets: &GETSETS,
    ..ClassDef::sealed::<Reader>("reader")
};

impl Reader {
    pub(super) fn create(vm: &mut Vm, input: Owned, dialect: Owned) -> R<Owned> {
        vm.allocate(Reader { input, dialect, line_number: 0, rows: 0 })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    RowStart,
    FieldStart,
    Escaped,
    Field,
    Quoted,
    EscapedInQuoted,
    QuoteInQuoted,
    /// Behind a line end: only more of it may follow.
    LineEnd,
    AfterEscapedLineEnd,
}

/// A character, or the end of a line.
type Input = Option<u32>;

struct Parser<'a> {
    rules: &'a Rules,
    limit: usize,
    place: Place,
    field: TextBuf,
    unquoted: bool,
    fields: ValueVec,
}

impl Parser<'_> {
    fn add(&mut self, vm: &mut Vm, character: u32) -> R<()> {
        if self.field.len() >= self.limit {
            let limit = self.limit;
            return Err(error(vm, format!("field larger than field limit ({limit})")));
        }
        self.field.push(character);
        Ok(())
    }

    /// Add what a field has from `index` on up to a character that may mean something; how much that was.
    fn add_plain(&mut self, line: Units<'_>, index: usize) -> usize {
        let Units::Ascii(bytes) = line else { return 0 };
        if !matches!(self.place, Place::Field | Place::Quoted) {
            return 0;
        }
        let rest = &bytes[index..];
        let length = self.rules.find_special(rest).unwrap_or(rest.len());
        if self.field.len() + length > self.limit {
            return 0;
        }
        self.field.push_units(Units::Ascii(&rest[..length]));
        length
    }

    fn save(&mut self, vm: &mut Vm) -> R<()> {
        let quoting = self.rules.quoting;
        let empty = self.field.is_empty();
        let field = if empty && self.unquoted && (quoting == QUOTE_NOTNULL || quoting == QUOTE_STRINGS) {
            Owned::NONE
        } else {
            // It was made by adding only, so that it is as narrow as it can be.
            let field = vm.new_units(self.field.units())?;
            self.field.renew();
            if !empty && self.unquoted && (quoting == QUOTE_NONNUMERIC || quoting == QUOTE_STRINGS) {
                let class = vm.types.float.value();
                vm.call(class, &[field.value()])?
            } else {
                field
            }
        };
        let heap = vm.heap;
        let put = self.fields.push(heap, field);
        vm.check(put)
    }

    /// The field ends with the line, or with the part of it that is left.
    fn end_line(&mut self, vm: &mut Vm, input: Input) -> R<()> {
        self.save(vm)?;
        self.place = if input.is_none() { Place::RowStart } else { Place::LineEnd };
        Ok(())
    }

    fn step(&mut self, vm: &mut Vm, input: Input) -> R<()> {
        const LINE: u32 = 10;
        const RETURN: u32 = 13;
        let rules = self.rules;
        let ends = matches!(input, None | Some(LINE | RETURN));
        let is = |character: Option<u32>| character.is_some() && input == character;
        let is_quote = is(rules.quote) && rules.quoting != QUOTE_NONE;
        let character = input.unwrap_or(LINE);
        if self.place == Place::RowStart {
            match input {
                // An empty line is a row without fields.
                None => return Ok(()),
                Some(LINE | RETURN) => {
                    self.place = Place::LineEnd;
                    return Ok(());
                }
                Some(_) => self.place = Place::FieldStart,
            }
        }
        if self.place == Place::AfterEscapedLineEnd {
            // It stays in this place for the rest of the field, so that the row goes on over the ends of lines, as in CPython.
            if input.is_none() {
                return Ok(());
            }
        }
        match self.place {
            Place::RowStart => {}
            Place::FieldStart => {
                self.unquoted = true;
                if ends {
                    self.end_line(vm, input)?;
                } else if is_quote {
                    self.unquoted = false;
                    self.place = Place::Quoted;
                } else if is(rules.escape) {
                    self.place = Place::Escaped;
                } else if input == Some(0x20) && rules.skip_space {
                } else if character == rules.delimiter {
                    self.save(vm)?;
                } else {
                    self.add(vm, character)?;
                    self.place = Place::Field;
                }
            }
            Place::Escaped => {
                self.add(vm, character)?;
                self.place = if input.is_some() && ends { Place::AfterEscapedLineEnd } else { Place::Field };
            }
            Place::Field | Place::AfterEscapedLineEnd => {
                if ends {
                    self.end_line(vm, input)?;
                } else if is(rules.escape) {
                    self.place = Place::Escaped;
                } else if character == rules.delimiter {
                    self.save(vm)?;
                    self.place = Place::FieldStart;
                } else {
                    self.add(vm, character)?;
                }
            }
            Place::Quoted => {
                if input.is_none() {
                } else if is(rules.escape) {
                    self.place = Place::EscapedInQuoted;
                } else if is_quote {
                    self.place = if rules.doublequote { Place::QuoteInQuoted } else { Place::Field };
                } else {
                    self.add(vm, character)?;
                }
            }
            Place::EscapedInQuoted => {
                self.add(vm, character)?;
                self.place = Place::Quoted;
            }
            Place::QuoteInQuoted => {
                if is_quote {
                    self.add(vm, character)?;
                    self.place = Place::Quoted;
                } else if input == Some(rules.delimiter) {
                    self.save(vm)?;
                    self.place = Place::FieldStart;
                } else if ends {
                    self.end_line(vm, input)?;
                } else if !rules.strict {
                    self.add(vm, character)?;
                    self.place = Place::Field;
                } else {
                    let shown = |point: u32| char::from_u32(point).unwrap_or('\u{fffd}');
                    let (delimiter, quote) = (shown(rules.delimiter), shown(rules.quote.unwrap_or(0)));
                    return Err(error(vm, format!("'{delimiter}' expected after '{quote}'")));
                }
            }
            Place::LineEnd => match input {
                None => self.place = Place::RowStart,
                Some(LINE | RETURN) => {}
                Some(_) => {
                    let words =
                        "new-line character seen in unquoted field - do you need to open the file with newline=''?";
                    return Err(error(vm, words));
                }
            },
        }
        Ok(())
    }
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let this = receiver::<Reader>(vm, value)?;
    let (input, dialect) = (this.get(vm).input.clone(), this.get(vm).dialect.clone());
    let Some(rules) = vm.cast::<Dialect>(dialect.value()).map(|dialect| dialect.get(vm).rules.clone()) else {
        return Ok(None);
    };
    let limit = vm.state::<State>().field_limit.max(0) as usize;
    let mut parser = Parser {
        rules: &rules,
        limit,
        place: Place::RowStart,
        field: TextBuf::with_capacity(0),
        unquoted: true,
        fields: ValueVec::new(),
    };
    let rows = this.get(vm).rows;
    loop {
        let line = vm.next(input.value())?;
        if this.get(vm).rows != rows {
            return Err(error(vm, "iterator has already advanced the reader"));
        }
        let Some(line) = line else {
            if parser.field.is_empty() && parser.place != Place::Quoted {
                return Ok(None);
            }
            if rules.strict {
                return Err(error(vm, "unexpected end of data"));
            }
            parser.save(vm)?;
            break;
        };
        let Some(text) = vm.cast::<Str>(line.value()) else {
            let found = vm.class_of(line.value()).name(vm);
            let message =
                format!("iterator should return strings, not {found} (the file should be opened in text mode)");
            return Err(error(vm, message));
        };
        this.get_mut(vm).line_number += 1;
        let length = text.len(vm);
        let mut index = 0;
        while index < length {
            index += parser.add_plain(text.units(vm), index);
            if index == length {
                break;
            }
            let character = text.units(vm).get(index);
            parser.step(vm, Some(character))?;
            index += 1;
        }
        parser.step(vm, None)?;
        if parser.place == Place::RowStart {
            break;
        }
    }
    this.get_mut(vm).rows += 1;
    vm.new_list_from(parser.fields).map(Some)
}

#[methods]
mod py {
    use super::*;

    /// The dialect.
    #[member]
    fn dialect(vm: &mut Vm, this: Obj<Reader>) -> Owned {
        this.get(vm).dialect.clone()
    }

    /// How many lines were read.
    #[member]
    fn line_num(vm: &mut Vm, this: Obj<Reader>) -> u64 {
        this.get(vm).line_number
    }
}
