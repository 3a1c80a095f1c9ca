//! `StringIO`.

use taipan_runtime::native::*;
use taipan_text::memory::CopyOut;
use taipan_text::{TextBuf, Units};

use crate::support::{given, payload, receiver, signature};

use super::base;
use super::lines::{NewlineMode, has, replace_newlines};
use super::newline::Newlines;

#[derive(Trace)]
pub(crate) struct StringIo {
    #[trace(skip)]
    text: TextBuf,
    position: usize,
    #[trace(skip)]
    mode: NewlineMode,
    /// For universal newlines.
    #[trace(skip)]
    newlines: Option<Newlines>,
    closed: bool,
    ready: bool,
}

payload!(StringIo);

static CLASS: ClassDef = ClassDef {
    module: "_io",
    doc: "A stream of text in memory.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        iter: Some(iter),
        next: Some(next),
        finalize: Some(finalize),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<StringIo>("StringIO")
};

/// Write text to a stream, if that is one of these.
pub(super) fn write(vm: &mut Vm, stream: Value, text: Obj<Str>) -> R<()> {
    let Some(this) = vm.cast::<StringIo>(stream) else { return Ok(()) };
    this.check(vm)?;
    this.write_text(vm, text)
}

/// Flush a stream, if that is one of these.
pub(super) fn flush(vm: &mut Vm, stream: Value) -> R<()> {
    match vm.cast::<StringIo>(stream) {
        Some(this) => this.check(vm),
        None => Ok(()),
    }
}

pub(super) fn define(vm: &mut Vm, base: Obj<Class>) -> R<Obj<Class>> {
    vm.define_class::<StringIo>(&CLASS, Some(base))
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    let stream = StringIo {
        text: TextBuf::with_capacity(0),
        position: 0,
        mode: NewlineMode::Lf,
        newlines: None,
        closed: false,
        ready: false,
    };
    vm.allocate_instance(class, stream)
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let signature =
        signature!("StringIO", ["initial_value" PositionalOrKeyword true, "newline" PositionalOrKeyword true]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let initial = given(slots[0]);
    if let Some(initial) = initial
        && vm.cast::<Str>(initial).is_none()
    {
        let found = vm.class_of(initial).name(vm);
        return Err(vm.type_error(format!("initial_value must be str or None, not {found}")));
    }
    let mode = match slots[1] {
        Some(newline) => NewlineMode::from_argument(vm, Some(newline), true)?,
        None => NewlineMode::Lf,
    };
    let this = receiver::<StringIo>(vm, this)?;
    *this.get_mut(vm) = StringIo {
        text: TextBuf::with_capacity(0),
        position: 0,
        mode,
        newlines: mode.is_universal().then(|| Newlines::new(mode == NewlineMode::Translate)),
        closed: false,
        ready: true,
    };
    if let Some(initial) = initial.and_then(|initial| vm.cast::<Str>(initial)) {
        this.write_text(vm, initial)?;
        this.get_mut(vm).position = 0;
    }
    Ok(())
}

/// There is nothing to close, unless a subclass knows better.
fn finalize(vm: &mut Vm, this: Value) -> R<()> {
    if vm.cast_exact::<StringIo>(this).is_some() {
        return Ok(());
    }
    base::finalize(vm, this)
}

fn iter(vm: &mut Vm, this: Value) -> R<Owned> {
    receiver::<StringIo>(vm, this)?.check(vm)?;
    Ok(this.own())
}

fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let object = receiver::<StringIo>(vm, this)?;
    object.check(vm)?;
    let line = if vm.cast_exact::<StringIo>(this).is_some() {
        object.read_line(vm, None)?
    } else {
        let line = vm.call_method(this, "readline", &[])?;
        if vm.cast::<Str>(line.value()).is_none() {
            let found = vm.class_of(line.value()).short_name(vm);
            let message = format!("readline() should have returned a str object, not '{found}'");
            return Err(vm.raise(vm.exceptions.OSError, &message));
        }
        line
    };
    let empty = vm.cast::<Str>(line.value()).is_none_or(|line| line.len(vm) == 0);
    Ok(if empty { None } else { Some(line) })
}

#[extension(StringMethods)]
impl Obj<StringIo> {
    fn check(self, vm: &mut Vm) -> R<()> {
        let this = self.get(vm);
        if !this.ready {
            return Err(vm.value_error("I/O operation on uninitialized object"));
        }
        if this.closed {
            return Err(vm.value_error("I/O operation on closed file"));
        }
        Ok(())
    }

    fn write_text(self, vm: &mut Vm, text: Obj<Str>) -> R<()> {
        let mut newlines = self.get(vm).newlines;
        let mode = self.get(vm).mode;
        let mut changed = None;
        if let Some(newlines) = &mut newlines {
            changed = newlines.decode(text.units(vm), true);
        }
        self.get_mut(vm).newlines = newlines;
        if let Some(newline) = mode.written() {
            let units = changed.as_ref().map_or(text.units(vm), TextBuf::units);
            if has(units, b'\n') {
                changed = Some(replace_newlines(units, newline));
            }
        }
        let length = changed.as_ref().map_or(text.len(vm), TextBuf::len);
        if length == 0 {
            return Ok(());
        }
        let end = self.get(vm).position.saturating_add(length);
        if end > isize::MAX as usize / 4 {
            return Err(vm.overflow_error("new position too large"));
        }
        vm.check_room(length)?;
        if self.get(vm).position > self.get(vm).text.len() {
            vm.check_room(end)?;
        }
        match changed {
            Some(changed) => self.put(vm, changed.units()),
            None => vm.with_units(text, |vm, units| self.put(vm, units)),
        }
        Ok(())
    }

    /// Put `units` at the position, over what is there.
    fn put(self, vm: &mut Vm, units: Units<'_>) {
        let this = self.get_mut(vm);
        let (position, end, length) = (this.position, this.position + units.len(), this.text.len());
        this.position = end;
        if position > length {
            this.text.push_repeated(0, position - length);
        }
        if position >= length {
            this.text.push_units(units);
            return;
        }
        let old = std::mem::replace(&mut this.text, TextBuf::with_capacity(0));
        let mut text = TextBuf::with_kind(old.kind(), length.max(end));
        text.push_units(old.units().slice(0..position));
        text.push_units(units);
        if end < length {
            text.push_units(old.units().slice(end..length));
        }
        this.text = text;
    }

    /// The text in a range, as a str.
    fn part(self, vm: &mut Vm, start: usize, end: usize) -> R<Owned> {
        let text = self.get(vm).text.units().slice(start..end).to_text();
        vm.new_text(&text)
    }

    fn read_line(self, vm: &mut Vm, limit: Option<usize>) -> R<Owned> {
        let this = self.get(vm);
        let (position, length) = (this.position, this.text.len());
        if position >= length {
            return vm.new_str("");
        }
        let rest = this.text.units().slice(position..length);
        let rest = limit.map_or(rest, |limit| rest.slice(0..limit.min(rest.len())));
        // Without a line's end all of it is the line.
        let end = position + this.mode.line_end(rest).unwrap_or(rest.len());
        self.get_mut(vm).position = end;
        self.part(vm, position, end)
    }
}

#[methods]
mod py {
    use super::*;

    /// All of the text.
    #[method("($self, /)")]
    fn getvalue(vm: &mut Vm, this: Obj<StringIo>) -> R<Owned> {
        this.check(vm)?;
        let length = this.get(vm).text.len();
        this.part(vm, 0, length)
    }

    /// The position.
    #[method("($self, /)")]
    fn tell(vm: &mut Vm, this: Obj<StringIo>) -> R<usize> {
        this.check(vm)?;
        Ok(this.get(vm).position)
    }

    /// At most `size` characters.
    #[method("($self, size=-1, /)")]
    fn read(vm: &mut Vm, this: Obj<StringIo>, size: Option<Value>) -> R<Owned> {
        let size = base::limit(vm, size)?;
        this.check(vm)?;
        let (position, length) = (this.get(vm).position, this.get(vm).text.len());
        let start = position.min(length);
        let end = size.map_or(length, |size| start.saturating_add(size).min(length));
        if end > start {
            this.get_mut(vm).position = end;
        }
        this.part(vm, start, end)
    }

    /// A line, with its end.
    #[method("($self, size=-1, /)")]
    fn readline(vm: &mut Vm, this: Obj<StringIo>, size: Option<Value>) -> R<Owned> {
        let limit = base::limit(vm, size)?;
        this.check(vm)?;
        this.read_line(vm, limit)
    }

    /// Cut the text off, at the position unless told.
    #[method("($self, pos=None, /)")]
    fn truncate(vm: &mut Vm, this: Obj<StringIo>, pos: Option<Value>) -> R<usize> {
        this.check(vm)?;
        let size = match given(pos) {
            Some(pos) => {
                if vm.class_of(pos).slots(vm).index.is_none() {
                    let found = vm.class_of(pos).name(vm);
                    return Err(vm.type_error(format!("argument should be integer or None, not '{found}'")));
                }
                vm.to_index(pos)?
            }
            None => this.get(vm).position as isize,
        };
        let Ok(length) = usize::try_from(size) else {
            return Err(vm.value_error(format!("Negative size value {size}")));
        };
        if length < this.get(vm).text.len() {
            this.get_mut(vm).text.truncate(length);
        }
        Ok(length)
    }

    /// Move to another position.
    #[method("($self, pos, whence=0, /)")]
    fn seek(vm: &mut Vm, this: Obj<StringIo>, pos: isize, whence: Option<i32>) -> R<usize> {
        this.check(vm)?;
        let whence = whence.unwrap_or(0);
        if !(0..=2).contains(&whence) {
            return Err(vm.value_error(format!("Invalid whence ({whence}, should be 0, 1 or 2)")));
        }
        if whence == 0 && pos < 0 {
            return Err(vm.value_error(format!("Negative seek position {pos}")));
        }
        if whence != 0 && pos != 0 {
            return Err(vm.raise(vm.exceptions.OSError, "Can't do nonzero cur-relative seeks"));
        }
        let position = match whence {
            0 => pos as usize,
            1 => this.get(vm).position,
            _ => this.get(vm).text.len(),
        };
        this.get_mut(vm).position = position;
        Ok(position)
    }

    /// Write text; how many characters.
    #[method("($self, s, /)")]
    fn write(vm: &mut Vm, this: Obj<StringIo>, s: Value) -> R<usize> {
        this.check(vm)?;
        let Some(text) = vm.cast::<Str>(s) else {
            let found = vm.class_of(s).name(vm);
            return Err(vm.type_error(format!("string argument expected, got '{found}'")));
        };
        this.write_text(vm, text)?;
        Ok(text.len(vm))
    }

    /// Give up the text.
    #[method("($self, /)")]
    fn close(vm: &mut Vm, this: Obj<StringIo>) {
        let this = this.get_mut(vm);
        this.closed = true;
        this.text = TextBuf::with_capacity(0);
    }

    /// Whether it can be read.
    #[method("($self, /)")]
    fn readable(vm: &mut Vm, this: Obj<StringIo>) -> R<bool> {
        this.check(vm)?;
        Ok(true)
    }

    /// Whether it can be written.
    #[method("($self, /)")]
    fn writable(vm: &mut Vm, this: Obj<StringIo>) -> R<bool> {
        this.check(vm)?;
        Ok(true)
    }

    /// Whether it has positions.
    #[method("($self, /)")]
    fn seekable(vm: &mut Vm, this: Obj<StringIo>) -> R<bool> {
        this.check(vm)?;
        Ok(true)
    }

    /// For pickling: the text, the newline mode, the position and the attributes.
    #[method("($self, /)")]
    fn __getstate__(vm: &mut Vm, this: Obj<StringIo>) -> R<Owned> {
        let text = getvalue(vm, this)?;
        let newline = match this.get(vm).mode {
            NewlineMode::Translate => Owned::NONE,
            NewlineMode::Universal => vm.new_str("")?,
            NewlineMode::Lf => vm.new_str("\n")?,
            NewlineMode::Cr => vm.new_str("\r")?,
            NewlineMode::CrLf => vm.new_str("\r\n")?,
        };
        let position = vm.new_int(this.get(vm).position as i128)?;
        let attributes = super::super::attributes(vm, this.value())?;
        vm.new_tuple(&[text.value(), newline.value(), position.value(), attributes.value()])
    }

    #[method("($self, state, /)")]
    fn __setstate__(vm: &mut Vm, this: Obj<StringIo>, state: Value) -> R<()> {
        if this.get(vm).closed {
            return Err(vm.value_error("I/O operation on closed file"));
        }
        let class = vm.class_of(this.value()).short_name(vm);
        let items = vm.cast::<Tuple>(state).map(|state| state.items(vm).copy_out()).unwrap_or_default();
        let &[text, newline, position, attributes] = items.as_slice() else {
            let found = vm.class_of(state).short_name(vm);
            return Err(vm.type_error(format!("{class}.__setstate__ argument should be 4-tuple, got {found}")));
        };
        // The text is as it was when it was saved: no line end is translated again.
        let empty = vm.new_str("")?;
        init(vm, this.value(), Args::positional(&[empty.value(), newline]))?;
        if !text.is_none() {
            let Some(text) = vm.cast::<Str>(text) else {
                let found = vm.class_of(text).name(vm);
                return Err(vm.type_error(format!("first item of state must be str or None, not {found}")));
            };
            vm.with_units(text, |vm, units| this.put(vm, units));
        }
        if vm.class_of(position).slots(vm).index.is_none() {
            let found = vm.class_of(position).short_name(vm);
            return Err(vm.type_error(format!("third item of state must be an integer, got {found}")));
        }
        let Ok(position) = usize::try_from(vm.to_index(position)?) else {
            return Err(vm.value_error("position value cannot be negative"));
        };
        this.get_mut(vm).position = position;
        if !attributes.is_none() {
            if vm.cast::<Dict>(attributes).is_none() {
                let found = vm.class_of(attributes).short_name(vm);
                return Err(vm.type_error(format!("fourth item of state should be a dict, got a {found}")));
            }
            super::super::set_attributes(vm, this.value(), attributes)?;
        }
        Ok(())
    }

    /// Whether it was closed.
    #[getter]
    fn closed(vm: &mut Vm, this: Obj<StringIo>) -> R<bool> {
        if !this.get(vm).ready {
            return Err(vm.value_error("I/O operation on uninitialized object"));
        }
        Ok(this.get(vm).closed)
    }

    /// Never.
    #[getter]
    fn line_buffering(vm: &mut Vm, this: Obj<StringIo>) -> R<bool> {
        this.check(vm)?;
        Ok(false)
    }

    /// Which line ends were written.
    #[getter]
    fn newlines(vm: &mut Vm, this: Obj<StringIo>) -> R<Owned> {
        this.check(vm)?;
        match this.get(vm).newlines {
            Some(newlines) => newlines.seen(vm),
            None => Ok(Owned::NONE),
        }
    }
}
