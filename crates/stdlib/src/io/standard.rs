//! `sys.stdin`, `sys.stdout` and `sys.stderr`.

use taipan_host::{Fd, Target, errno};
use taipan_runtime::codecs::CodecRegistry;
use taipan_runtime::native::*;
use taipan_text::codecs::Standard;

use super::lines::NewlineMode;
use super::text::{self, Options};
use super::{BUFFER_SIZE, buffered, define, file};

/// The stream for standard descriptor 0, 1 or 2; None when it is closed.
pub(crate) fn standard_stream(vm: &mut Vm, fd: Fd) -> R<Owned> {
    define(vm)?;
    if vm.host.status(Target::Fd(fd)).is_err_and(|error| error.errno == errno::EBADF) {
        return Ok(Owned::NONE);
    }
    let writing = fd != 0;
    let name = match fd {
        0 => "<stdin>",
        1 => "<stdout>",
        _ => "<stderr>",
    };
    let unbuffered = vm.options.settings.unbuffered && writing;
    let raw = file::for_descriptor(vm, fd, writing, name)?;
    let stream =
        if unbuffered { raw } else { buffered::make(vm, raw.value(), BUFFER_SIZE as isize, !writing, writing)? };
    let text = |bytes: &Option<Vec<u8>>| {
        bytes.as_ref().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).filter(|text| !text.is_empty())
    };
    let settings = vm.options.settings.clone();
    let encoding = match text(&settings.stdio_encoding) {
        Some(encoding) => Some(codec_name(vm, &encoding)?),
        None => None,
    };
    let errors = match (fd, text(&settings.stdio_errors)) {
        (2, _) => "backslashreplace".to_string(),
        (_, Some(errors)) => errors,
        (_, None) if encoding.is_some() => "strict".to_string(),
        (_, None) if settings.flags.utf8_mode || is_plain_locale(vm) => "surrogateescape".to_string(),
        (_, None) => "strict".to_string(),
    };
    let options = Options {
        encoding: encoding.unwrap_or_else(|| "utf-8".to_string()),
        errors,
        newline: NewlineMode::Lf,
        line_buffering: !unbuffered && writing && (fd == 2 || vm.host.is_terminal(fd)),
        write_through: unbuffered,
    };
    let stream = text::make(vm, stream.value(), options)?;
    let (key, mode) = (vm.intern("mode")?, vm.new_str(if writing { "w" } else { "r" })?);
    vm.set_attr(stream.value(), key, Some(mode.value()))?;
    Ok(stream)
}

/// An encoding's name as its codec has it.
fn codec_name(vm: &mut Vm, encoding: &str) -> R<String> {
    let name = match Standard::from_name(encoding) {
        Some(Standard::Utf8) => "utf-8",
        Some(Standard::Latin1) => "iso8859-1",
        Some(Standard::Ascii) => "ascii",
        _ => {
            let codec = CodecRegistry::lookup(vm, encoding)?;
            let name = vm.get_attr_str(codec.value(), "name")?;
            return vm.str_text(name.value());
        }
    };
    Ok(name.to_string())
}

/// Whether the locale says nothing of encodings, so that bytes had better pass unharmed.
fn is_plain_locale(vm: &Vm) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| vm.host.variable(name.as_bytes()).filter(|value| !value.is_empty()));
    match locale {
        None => true,
        Some(locale) => matches!(locale.as_slice(), b"C" | b"POSIX" | b"C.UTF-8" | b"C.utf8" | b"UTF-8"),
    }
}
