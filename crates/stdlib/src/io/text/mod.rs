//! `TextIOWrapper`: text over a buffered stream of bytes. `codec.rs` decodes and encodes, `read.rs`, `write.rs` and `seek.rs` are what
//! their names say, `methods.rs` is what Python sees.
//!
//! The usual encodings are dealt with here, without an import of `codecs`: the standard streams need one before the program begins.

mod codec;
mod methods;
mod read;
mod seek;
mod write;

use taipan_runtime::codecs::CodecRegistry;
use taipan_runtime::native::*;
use taipan_text::codecs::Standard;

use crate::support::{payload, receiver, signature};

use super::buffered::{Buffered, BufferedMethods};
use super::lines::NewlineMode;
use codec::{Decoder, Encoder, TextCodec};
use read::TextRead;
use seek::TextSeek;
use write::TextWrite;

pub(super) use write::{flush_stream, is_plain, write_to_stream};

/// Bytes that are read at once, and that are kept before they are written.
const CHUNK: usize = 8192;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Fresh,
    Ready,
    Detached,
}

/// Where a decoder was, and the bytes that it got since.
pub(crate) struct Snapshot {
    flags: i64,
    input: Vec<u8>,
}

pub(crate) struct TextIo {
    stage: Stage,
    buffer: Owned,
    /// A str.
    encoding: Owned,
    errors: String,
    /// An encoding that needs no Python.
    standard: Option<Standard>,
    encoder: Option<Encoder>,
    decoder: Option<Decoder>,
    newline: NewlineMode,
    line_buffering: bool,
    write_through: bool,
    seekable: bool,
    telling: bool,
    has_read1: bool,
    finalizing: bool,
    /// Encoded and not yet given to the buffer.
    pending: Vec<u8>,
    /// A str that was decoded, and how much of it was read.
    characters: Option<Owned>,
    used: usize,
    snapshot: Option<Snapshot>,
    /// Bytes for each character of the last chunk.
    ratio: f64,
    chunk_size: usize,
}

impl Trace for TextIo {
    fn trace(&self, visit: &mut Visitor<'_>) {
        visit(self.buffer.value());
        visit(self.encoding.value());
        if let Some(Encoder::Python(encoder)) = &self.encoder {
            visit(encoder.value());
        }
        if let Some(Decoder::Python(decoder)) = &self.decoder {
            visit(decoder.value());
        }
        if let Some(characters) = &self.characters {
            visit(characters.value());
        }
    }

    fn clear(&mut self) {
        self.buffer = Owned::NONE;
        (self.encoder, self.decoder, self.characters) = (None, None, None);
        self.stage = Stage::Detached;
    }
}

payload!(TextIo);

fn fresh() -> TextIo {
    TextIo {
        stage: Stage::Fresh,
        buffer: Owned::NONE,
        encoding: Owned::NONE,
        errors: String::new(),
        standard: None,
        encoder: None,
        decoder: None,
        newline: NewlineMode::Translate,
        line_buffering: false,
        write_through: false,
        seekable: false,
        telling: false,
        has_read1: false,
        finalizing: false,
        pending: Vec::new(),
        characters: None,
        used: 0,
        snapshot: None,
        ratio: 0.0,
        chunk_size: CHUNK,
    }
}

static CLASS: ClassDef = ClassDef {
    module: "_io",
    doc: "Text over a buffered stream of bytes.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), next: Some(read::next), ..Slots::EMPTY },
    methods: &methods::METHODS,
    getsets: &methods::GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<TextIo>("TextIOWrapper")
};

pub(super) fn define(vm: &mut Vm, base: Obj<Class>) -> R<Obj<Class>> {
    vm.define_class::<TextIo>(&CLASS, Some(base))
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, fresh())
}

/// What a text stream is made with.
/// See `writes_to_memory`.
pub(super) fn writes_xml_to_memory(vm: &Vm, stream: Value) -> bool {
    vm.cast_exact::<TextIo>(stream).is_some_and(|stream| {
        let stream = stream.get(vm);
        stream.stage == Stage::Ready
            && !stream.line_buffering
            && !stream.write_through
            && stream.errors == "xmlcharrefreplace"
            && vm.cast_exact::<super::memory::BytesIo>(stream.buffer.value()).is_some()
    })
}

pub(crate) struct Options {
    pub(super) encoding: String,
    pub(super) errors: String,
    pub(super) newline: NewlineMode,
    pub(super) line_buffering: bool,
    pub(super) write_through: bool,
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("TextIOWrapper", [
        "buffer" PositionalOrKeyword false,
        "encoding" PositionalOrKeyword true,
        "errors" PositionalOrKeyword true,
        "newline" PositionalOrKeyword true,
        "line_buffering" PositionalOrKeyword true,
        "write_through" PositionalOrKeyword true
    ]);
    let mut slots = [None; 6];
    bind(vm, signature, args, &mut slots)?;
    let object = receiver::<TextIo>(vm, this)?;
    object.get_mut(vm).stage = Stage::Fresh;
    let encoding = text_argument(vm, slots[1], "encoding")?;
    let errors = text_argument(vm, slots[2], "errors")?;
    let newline = NewlineMode::from_argument(vm, slots[3], false)?;
    let mut flag = |slot: Option<Value>| slot.map_or(Ok(false), |value| vm.truth(value));
    let (line_buffering, write_through) = (flag(slots[4])?, flag(slots[5])?);
    for text in [&encoding, &errors].into_iter().flatten() {
        if text.contains('\0') {
            return Err(vm.value_error("embedded null character"));
        }
    }
    if encoding.is_none() {
        super::warn_of_default_encoding(vm, 1)?;
    }
    let encoding = match encoding {
        Some(encoding) if encoding != "locale" => encoding,
        _ => super::default_encoding(vm).to_string(),
    };
    let errors = errors.unwrap_or_else(|| "strict".to_string());
    let options = Options { encoding, errors, newline, line_buffering, write_through };
    object.begin(vm, slots[0].unwrap_or(Value::NONE), options)
}

/// A text argument that may be None.
fn text_argument(vm: &mut Vm, value: Option<Value>, name: &str) -> R<Option<String>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    let Some(text) = vm.cast::<Str>(value) else {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("TextIOWrapper() argument '{name}' must be str or None, not {found}")));
    };
    if text.units(vm).iter().any(|unit| (0xd800..0xe000).contains(&unit)) {
        // Raises UnicodeEncodeError.
        vm.encode_standard(text, Standard::Utf8, "strict")?;
    }
    let text = text.to_string_lossy(vm);
    Ok(Some(text))
}

/// A new text stream.
pub(super) fn make(vm: &mut Vm, buffer: Value, options: Options) -> R<Owned> {
    let (stream, object) = vm.allocate_obj(fresh())?;
    object.begin(vm, buffer, options)?;
    Ok(stream)
}

/// What the registry knows of an encoding; LookupError unless it is between text and bytes.
fn codec_info(vm: &mut Vm, encoding: &str) -> R<Owned> {
    let codec = CodecRegistry::lookup(vm, encoding)?;
    let name = vm.intern("_is_text_encoding")?;
    if let Some(text) = vm.get_attr_optional(codec.value(), name)?
        && !vm.truth(text.value())?
    {
        return Err(vm.lookup_error(format!(
            "'{encoding}' is not a text encoding; use codecs.open() to handle arbitrary codecs"
        )));
    }
    Ok(codec)
}

/// LookupError unless there is such an error handler.
fn check_handler(vm: &mut Vm, name: &str) -> R<()> {
    if CodecRegistry::has_error_handler(vm, name) {
        return Ok(());
    }
    Err(vm.lookup_error(format!("unknown error handler name '{name}'")))
}

/// The encodings that `codec.rs` knows.
fn standard_of(encoding: &str) -> Option<Standard> {
    Standard::from_name(encoding)
        .filter(|standard| matches!(standard, Standard::Utf8 | Standard::Latin1 | Standard::Ascii))
}

fn ask(vm: &mut Vm, object: Value, method: &str) -> R<bool> {
    let answer = vm.call_method(object, method, &[])?;
    vm.truth(answer.value())
}

#[extension(TextCore)]
impl Obj<TextIo> {
    fn begin(self, vm: &mut Vm, buffer: Value, options: Options) -> R<()> {
        {
            let this = self.get_mut(vm);
            let old = std::mem::replace(this, fresh());
            drop(old);
        }
        let encoding = vm.new_str(&options.encoding)?;
        let standard = standard_of(&options.encoding);
        let info = match standard {
            Some(_) => None,
            None => Some(codec_info(vm, &options.encoding)?),
        };
        if vm.options.settings.flags.dev_mode {
            check_handler(vm, &options.errors)?;
        }
        let readable = ask(vm, buffer, "readable")?;
        let writable = ask(vm, buffer, "writable")?;
        {
            let this = self.get_mut(vm);
            this.buffer = buffer.own();
            this.encoding = encoding;
            this.errors = options.errors;
            this.standard = standard;
            this.newline = options.newline;
            this.line_buffering = options.line_buffering;
            this.write_through = options.write_through;
        }
        self.make_codecs(vm, info.as_ref(), readable, writable)?;
        let key = vm.intern("read1")?;
        let has_read1 = vm.get_attr_optional(buffer, key)?.is_some();
        let seekable = ask(vm, buffer, "seekable")?;
        let this = self.get_mut(vm);
        (this.has_read1, this.seekable, this.telling) = (has_read1, seekable, seekable);
        self.settle_encoder(vm)?;
        self.get_mut(vm).stage = Stage::Ready;
        Ok(())
    }

    /// Text that is appended to a file does not begin it: no mark goes before it.
    fn settle_encoder(self, vm: &mut Vm) -> R<()> {
        let this = self.get(vm);
        if let (true, Some(Encoder::Python(encoder))) = (this.seekable, &this.encoder) {
            let (encoder, buffer) = (encoder.clone(), this.buffer.clone());
            let position = vm.call_method(buffer.value(), "tell", &[])?;
            if vm.truth(position.value())? {
                vm.call_method(encoder.value(), "setstate", &[Value::small(0)])?;
            }
        }
        Ok(())
    }

    /// The stream below; ValueError when there is none.
    fn below(self, vm: &mut Vm) -> R<Owned> {
        let this = self.get(vm);
        match this.stage {
            Stage::Ready => Ok(this.buffer.clone()),
            Stage::Detached => Err(vm.value_error("underlying buffer has been detached")),
            Stage::Fresh => Err(vm.value_error("I/O operation on uninitialized object")),
        }
    }

    fn is_closed(self, vm: &mut Vm) -> R<bool> {
        let below = self.get(vm).buffer.value();
        if self.get(vm).stage == Stage::Ready
            && let Some(stream) = vm.cast::<Buffered>(below)
            && !vm.class_of(below).is_heap(vm)
        {
            return stream.closed(vm);
        }
        let buffer = self.below(vm)?;
        let closed = vm.get_attr_str(buffer.value(), "closed")?;
        vm.truth(closed.value())
    }

    fn check_open(self, vm: &mut Vm) -> R<()> {
        if self.is_closed(vm)? {
            return Err(vm.value_error("I/O operation on closed file."));
        }
        Ok(())
    }

    /// Forget what was decoded.
    fn forget_characters(self, vm: &mut Vm) {
        let this = self.get_mut(vm);
        drop(this.characters.take());
        this.used = 0;
    }
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let object = receiver::<TextIo>(vm, this)?;
    let class = vm.class_of(this).full_name(vm);
    if object.get(vm).stage == Stage::Fresh {
        return Err(vm.value_error("I/O operation on uninitialized object"));
    }
    let mut text = format!("<{class}");
    if let Some(name) = super::file::shown_name(vm, this)? {
        text.push_str(&format!(" name={name}"));
    }
    let key = vm.intern("mode")?;
    if let Some(mode) = vm.get_attr_optional(this, key)? {
        text.push_str(&format!(" mode={}", vm.repr_text(mode.value())?));
    }
    let encoding = object.get(vm).encoding.clone();
    text.push_str(&format!(" encoding={}>", vm.repr_text(encoding.value())?));
    vm.new_str(&text)
}
