//! `IncrementalNewlineDecoder`: a decoder that makes one kind of line end of three, and notes which it saw.

use taipan_runtime::native::*;
use taipan_text::memory::{CopyOut, Grow};
use taipan_text::{TextBuf, Units};

use crate::support::{payload, receiver, signature};

const LF: u8 = 1;
const CR: u8 = 2;
const CRLF: u8 = 4;

/// The line ends of a text that comes in parts.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Newlines {
    pub(super) translate: bool,
    /// A `\r` at the end of the last part waits for what follows it.
    pub(super) pending_cr: bool,
    seen: u8,
}

impl Newlines {
    pub(super) fn new(translate: bool) -> Newlines {
        Newlines { translate, ..Newlines::default() }
    }

    /// The next part.
    pub(super) fn decode(&mut self, text: Units<'_>, is_final: bool) -> Option<TextBuf> {
        if !self.pending_cr
            && let Units::Ascii(bytes) | Units::Latin1(bytes) = text
            && memchr::memchr(b'\r', bytes).is_none()
        {
            if self.seen & LF == 0 && memchr::memchr(b'\n', bytes).is_some() {
                self.seen |= LF;
            }
            return None;
        }
        let cr = u32::from(b'\r');
        let lf = u32::from(b'\n');
        let mut length = text.len();
        let mut out = TextBuf::with_kind(text.kind(), length + 1);
        let mut carried = self.pending_cr && (length > 0 || is_final);
        if carried {
            self.pending_cr = false;
        }
        if !is_final && length > 0 && text.get(length - 1) == cr {
            length -= 1;
            self.pending_cr = true;
        }
        let mut index = 0;
        loop {
            let unit = if carried {
                carried = false;
                cr
            } else if index < length {
                index += 1;
                text.get(index - 1)
            } else {
                break;
            };
            if unit == cr {
                if index < length && text.get(index) == lf {
                    index += 1;
                    self.seen |= CRLF;
                    if !self.translate {
                        out.push(cr);
                    }
                    out.push(lf);
                } else {
                    self.seen |= CR;
                    out.push(if self.translate { lf } else { cr });
                }
                continue;
            }
            if unit == lf {
                self.seen |= LF;
            }
            out.push(unit);
        }
        Some(out)
    }

    /// Which line ends were seen: None, a str or a tuple of them.
    pub(super) fn seen(&self, vm: &mut Vm) -> R<Owned> {
        let mut found = Vec::new();
        for (bit, text) in [(CR, "\r"), (LF, "\n"), (CRLF, "\r\n")] {
            if self.seen & bit != 0 {
                found.put(vm.new_str(text)?);
            }
        }
        match found.len() {
            0 => Ok(Owned::NONE),
            1 => Ok(found.remove(0)),
            _ => vm.new_tuple_from(found),
        }
    }

    /// Forget what was seen.
    pub(super) fn reset(&mut self) {
        (self.seen, self.pending_cr) = (0, false);
    }
}

#[derive(Trace)]
pub(crate) struct NewlineDecoder {
    /// What decodes bytes; None: the input is text. Absent until `__init__` has run.
    decoder: Option<Owned>,
    #[trace(skip)]
    newlines: Newlines,
}

payload!(NewlineDecoder);

static CLASS: ClassDef = ClassDef {
    module: "_io",
    doc: "Decodes and makes one kind of line end of three.",
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    has_weakref: true,
    ..ClassDef::new::<NewlineDecoder>("IncrementalNewlineDecoder")
};

pub(super) fn define(vm: &mut Vm) -> R<Obj<Class>> {
    vm.define_class::<NewlineDecoder>(&CLASS, None)
}

/// A decoder around `decoder`.
pub(super) fn around(vm: &mut Vm, decoder: Owned, translate: bool) -> R<Owned> {
    vm.allocate(NewlineDecoder { decoder: Some(decoder), newlines: Newlines::new(translate) })
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, NewlineDecoder { decoder: None, newlines: Newlines::default() })
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("IncrementalNewlineDecoder", [
        "decoder" PositionalOrKeyword false,
        "translate" PositionalOrKeyword false,
        "errors" PositionalOrKeyword true
    ]);
    let mut slots = [None; 3];
    bind(vm, signature, args, &mut slots)?;
    let translate = vm.truth(slots[1].unwrap_or(Value::NONE))?;
    let decoder = slots[0].unwrap_or(Value::NONE).own();
    let this = receiver::<NewlineDecoder>(vm, this)?;
    let this = this.get_mut(vm);
    this.newlines = Newlines::new(translate);
    drop(this.decoder.replace(decoder));
    Ok(())
}

#[extension(NewlineMethods)]
impl Obj<NewlineDecoder> {
    fn inner(self, vm: &mut Vm) -> R<Owned> {
        match &self.get(vm).decoder {
            Some(decoder) => Ok(decoder.clone()),
            None => Err(vm.value_error("IncrementalNewlineDecoder.__init__() not called")),
        }
    }
}

/// `(bytes, flags)` as a decoder's `getstate` gives it.
pub(super) fn state_parts(vm: &mut Vm, state: &Owned) -> R<(Owned, i64)> {
    let items = vm.cast::<Tuple>(state.value()).map(|state| state.items(vm).copy_out());
    let Some(items) = items else { return Err(vm.type_error("illegal decoder state")) };
    let &[bytes, flags] = items.as_slice() else { return Err(vm.type_error("illegal decoder state")) };
    let flags = vm.to_i64(flags, "long")?;
    Ok((bytes.own(), flags))
}

#[methods]
mod py {
    use super::*;

    /// Decode the next part.
    #[method("($self, /, input, final=False)")]
    fn decode(vm: &mut Vm, this: Obj<NewlineDecoder>, input: Value, r#final: Option<bool>) -> R<Owned> {
        let (inner, is_final) = (this.inner(vm)?, r#final.unwrap_or(false));
        let decoded = if inner.is_none() {
            input.own()
        } else {
            vm.call_method(inner.value(), "decode", &[input, Value::bool(is_final)])?
        };
        let Some(text) = vm.cast::<Str>(decoded.value()) else {
            let found = vm.class_of(decoded.value()).name(vm);
            return Err(vm.type_error(format!("decoder should return a string result, not '{found}'")));
        };
        let mut newlines = this.get(vm).newlines;
        let result = newlines.decode(text.units(vm), is_final).map(TextBuf::finish);
        this.get_mut(vm).newlines = newlines;
        match result {
            Some(text) => vm.new_text(&text),
            None => Ok(decoded),
        }
    }

    /// What was given and not yet decoded, and flags.
    #[method("($self, /)")]
    fn getstate(vm: &mut Vm, this: Obj<NewlineDecoder>) -> R<Owned> {
        let inner = this.inner(vm)?;
        let (bytes, flags) = if inner.is_none() {
            (vm.new_bytes(b"")?, 0)
        } else {
            let state = vm.call_method(inner.value(), "getstate", &[])?;
            state_parts(vm, &state)?
        };
        let flags = i128::from(flags) << 1 | i128::from(this.get(vm).newlines.pending_cr);
        let flags = vm.new_int(flags)?;
        vm.new_tuple(&[bytes.value(), flags.value()])
    }

    /// Go back to what `getstate` gave.
    #[method("($self, state, /)")]
    fn setstate(vm: &mut Vm, this: Obj<NewlineDecoder>, state: Value) -> R<()> {
        let inner = this.inner(vm)?;
        if vm.cast::<Tuple>(state).is_none() {
            return Err(vm.type_error("state argument must be a tuple"));
        }
        let (bytes, flags) = state_parts(vm, &state.own())?;
        this.get_mut(vm).newlines.pending_cr = flags & 1 != 0;
        if !inner.is_none() {
            let flags = vm.new_int(i128::from(flags >> 1))?;
            let state = vm.new_tuple(&[bytes.value(), flags.value()])?;
            vm.call_method(inner.value(), "setstate", &[state.value()])?;
        }
        Ok(())
    }

    /// Begin anew.
    #[method("($self, /)")]
    fn reset(vm: &mut Vm, this: Obj<NewlineDecoder>) -> R<()> {
        let inner = this.inner(vm)?;
        this.get_mut(vm).newlines.reset();
        if !inner.is_none() {
            vm.call_method(inner.value(), "reset", &[])?;
        }
        Ok(())
    }

    /// Which line ends were seen.
    #[getter]
    fn newlines(vm: &mut Vm, this: Obj<NewlineDecoder>) -> R<Owned> {
        this.inner(vm)?;
        let newlines = this.get(vm).newlines;
        newlines.seen(vm)
    }
}
