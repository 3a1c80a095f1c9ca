//! `open` and what goes with it.

use taipan_runtime::native::*;

use super::file::FileMethods;
use super::lines::NewlineMode;
use super::text::{self, Options};
use super::{BUFFER_SIZE, buffered, default_encoding, file, warn_of_default_encoding};

/// The largest buffer that a file system may ask for.
const LARGEST: i64 = 8 << 20;

/// What the letters of a mode say.
#[derive(Default)]
struct Mode {
    creating: bool,
    reading: bool,
    writing: bool,
    appending: bool,
    updating: bool,
    text: bool,
    binary: bool,
}

fn parse(vm: &mut Vm, text: &str) -> R<Mode> {
    let mut mode = Mode::default();
    for letter in text.chars() {
        let flag = match letter {
            'x' => &mut mode.creating,
            'r' => &mut mode.reading,
            'w' => &mut mode.writing,
            'a' => &mut mode.appending,
            '+' => &mut mode.updating,
            't' => &mut mode.text,
            'b' => &mut mode.binary,
            _ => return Err(vm.value_error(format!("invalid mode: '{text}'"))),
        };
        if std::mem::replace(flag, true) {
            return Err(vm.value_error(format!("invalid mode: '{text}'")));
        }
    }
    Ok(mode)
}

impl Mode {
    fn raw(&self) -> String {
        let letters = [
            (self.creating, 'x'),
            (self.reading, 'r'),
            (self.writing, 'w'),
            (self.appending, 'a'),
            (self.updating, '+'),
        ];
        letters.into_iter().filter(|(set, _)| *set).map(|(_, letter)| letter).collect()
    }

    /// Refuse what does not go together.
    fn check(&self, vm: &mut Vm, encoding: bool, errors: bool, newline: bool, buffering: i64) -> R<()> {
        if self.text && self.binary {
            return Err(vm.value_error("can't have text and binary mode at once"));
        }
        let kinds = [self.creating, self.reading, self.writing, self.appending];
        if kinds.into_iter().filter(|kind| *kind).count() > 1 {
            return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
        }
        for (given, what) in [(encoding, "an encoding"), (errors, "an errors"), (newline, "a newline")] {
            if self.binary && given {
                return Err(vm.value_error(format!("binary mode doesn't take {what} argument")));
            }
        }
        if self.binary && buffering == 1 {
            let category = vm.exceptions.RuntimeWarning;
            let message = "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be \
                           used";
            vm.warn(category, message)?;
        }
        Ok(())
    }
}

/// Everything above the raw file. What was made so far is left in `made`, to be closed when the rest fails.
fn finish(
    vm: &mut Vm,
    made: &mut Owned,
    mode: &Mode,
    mode_text: &str,
    mut buffering: i64,
    options: [Option<Value>; 3],
) -> R<()> {
    let raw = made.clone();
    let Some(object) = vm.cast::<file::FileIo>(raw.value()) else { return Ok(()) };
    let mut by_line = false;
    if buffering == 1 && !mode.binary {
        (buffering, by_line) = (-1, true);
    } else if buffering < 0 && object.may_be_terminal(vm) {
        let terminal = vm.call_method(raw.value(), "isatty", &[])?;
        by_line = vm.truth(terminal.value())?;
    } else if buffering == 1 {
        buffering = -1;
    }
    if buffering < 0 {
        buffering = object.block_size(vm).min(LARGEST).max(BUFFER_SIZE as i64);
    }
    if buffering == 0 {
        if mode.binary {
            return Ok(());
        }
        return Err(vm.value_error("can't have unbuffered text I/O"));
    }
    let (readable, writable) = if mode.updating {
        (true, true)
    } else if mode.creating || mode.writing || mode.appending {
        (false, true)
    } else {
        (true, false)
    };
    if readable && writable {
        let seekable = object.is_seekable(vm)?;
        if !seekable {
            return Err(super::unsupported(vm, "File or stream is not seekable."));
        }
    }
    *made = buffered::make(vm, raw.value(), buffering as isize, readable, writable)?;
    if mode.binary {
        return Ok(());
    }
    let [encoding, errors, newline] = options;
    if encoding.is_none() {
        warn_of_default_encoding(vm, 1)?;
    }
    let encoding = text_argument(vm, encoding, "encoding")?.filter(|encoding| encoding != "locale");
    let options = Options {
        encoding: encoding.unwrap_or_else(|| default_encoding(vm).to_string()),
        errors: text_argument(vm, errors, "errors")?.unwrap_or_else(|| "strict".to_string()),
        newline: NewlineMode::from_argument(vm, newline, false)?,
        line_buffering: by_line,
        write_through: false,
    };
    let stream = text::make(vm, made.value(), options)?;
    *made = stream;
    let (key, mode_text) = (vm.intern("mode")?, vm.new_str(mode_text)?);
    vm.set_attr(made.value(), key, Some(mode_text.value()))
}

fn text_argument(vm: &mut Vm, value: Option<Value>, name: &str) -> R<Option<String>> {
    let Some(value) = value else { return Ok(None) };
    match vm.cast::<Str>(value) {
        Some(text) if text.units(vm).iter().any(|unit| unit == 0) => Err(vm.value_error("embedded null character")),
        Some(text) => Ok(Some(text.to_string_lossy(vm))),
        None => {
            let found = vm.class_of(value).name(vm);
            Err(vm.type_error(format!("open() argument '{name}' must be str or None, not {found}")))
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// Open a file: a stream of text, or of bytes when the mode has a `b`.
    #[function("(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)")]
    fn open(
        vm: &mut Vm,
        file: Value,
        mode: Option<String>,
        buffering: Option<i32>,
        encoding: Option<Value>,
        errors: Option<Value>,
        newline: Option<Value>,
        closefd: Option<bool>,
        opener: Option<Value>,
    ) -> R<Owned> {
        let mode_text = mode.unwrap_or_else(|| "r".to_string());
        let buffering = i64::from(buffering.unwrap_or(-1));
        let given = |value: Option<Value>| value.filter(|value| !value.is_none());
        let (encoding, errors, newline) = (given(encoding), given(errors), given(newline));
        for (name, value) in [("encoding", encoding), ("errors", errors), ("newline", newline)] {
            if let Some(value) = value
                && vm.cast::<Str>(value).is_none()
            {
                let found = vm.class_of(value).name(vm);
                return Err(vm.type_error(format!("open() argument '{name}' must be str or None, not {found}")));
            }
        }
        let number = {
            let slots = vm.class_of(file).slots(vm);
            slots.index.is_some() || slots.int.is_some() || slots.float.is_some()
        };
        let path = if number { file.own() } else { crate::posix::path_object(vm, file)? };
        let mode = parse(vm, &mode_text)?;
        mode.check(vm, encoding.is_some(), errors.is_some(), newline.is_some(), buffering)?;
        let raw_mode = vm.new_str(&mode.raw())?;
        let class = vm.native_class::<super::super::file::FileIo>();
        let closefd = Value::bool(closefd.unwrap_or(true));
        let opener = opener.unwrap_or(Value::NONE);
        let mut made = vm.call(class.value(), &[path.value(), raw_mode.value(), closefd, opener])?;
        match finish(vm, &mut made, &mode, &mode_text, buffering, [encoding, errors, newline]) {
            Ok(()) => Ok(made),
            Err(raised) => {
                super::super::base::then(vm, Err(raised), |vm| vm.call_method(made.value(), "close", &[]).map(drop))?;
                Ok(made)
            }
        }
    }

    /// Open a file that holds code.
    #[function("(path)")]
    fn open_code(vm: &mut Vm, path: Obj<Str>) -> R<Owned> {
        super::py::open(vm, path.value(), Some("rb".to_string()), None, None, None, None, None, None)
    }

    /// The encoding itself, or what stands for none given.
    #[function("(encoding, stacklevel=2, /)")]
    fn text_encoding(vm: &mut Vm, encoding: Value, stacklevel: Option<i32>) -> R<Owned> {
        if !encoding.is_none() {
            return Ok(encoding.own());
        }
        warn_of_default_encoding(vm, i64::from(stacklevel.unwrap_or(2)))?;
        vm.new_str(if vm.options.settings.flags.utf8_mode { "utf-8" } else { "locale" })
    }
}
