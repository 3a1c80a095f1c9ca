//! How text streams see line ends: the `newline` argument, and where a line ends.

use taipan_runtime::native::*;
use taipan_text::{TextBuf, Units};

/// What `newline` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NewlineMode {
    /// None: all three ends are read as `\n`, and `\n` is written as the system's own.
    Translate,
    /// `''`: lines end at any of the three, which are left as they are.
    Universal,
    Lf,
    Cr,
    CrLf,
}

impl NewlineMode {
    /// The mode of an argument; ValueError for other texts, which `StringIO` shows as a repr.
    pub(super) fn from_argument(vm: &mut Vm, value: Option<Value>, as_repr: bool) -> R<NewlineMode> {
        let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(NewlineMode::Translate) };
        let Some(text) = vm.cast::<Str>(value) else {
            let found = vm.class_of(value).name(vm);
            return Err(vm.type_error(format!("newline must be str or None, not {found}")));
        };
        Ok(match text.to_string_lossy(vm).as_str() {
            "" => NewlineMode::Universal,
            "\n" => NewlineMode::Lf,
            "\r" => NewlineMode::Cr,
            "\r\n" => NewlineMode::CrLf,
            _ => {
                let shown = if as_repr { vm.repr_text(value)? } else { text.to_string_lossy(vm) };
                return Err(vm.value_error(format!("illegal newline value: {shown}")));
            }
        })
    }

    /// Whether reading looks at all three line ends.
    pub(super) fn is_universal(self) -> bool {
        matches!(self, NewlineMode::Translate | NewlineMode::Universal)
    }

    /// What `\n` is written as, when not as itself.
    pub(super) fn written(self) -> Option<&'static str> {
        match self {
            NewlineMode::Cr => Some("\r"),
            NewlineMode::CrLf => Some("\r\n"),
            _ => None,
        }
    }

    /// Where the first line of `text` ends, its end included; or how much of it surely has no line's end.
    pub(super) fn line_end(self, text: Units<'_>) -> Result<usize, usize> {
        if let (Units::Ascii(bytes) | Units::Latin1(bytes), NewlineMode::Translate | NewlineMode::Lf) = (text, self) {
            return memchr::memchr(b'\n', bytes).map(|end| end + 1).ok_or(bytes.len());
        }
        let (cr, lf) = (u32::from(b'\r'), u32::from(b'\n'));
        let length = text.len();
        for (index, unit) in text.iter().enumerate() {
            let follows = |wanted: u32| index + 1 < length && text.get(index + 1) == wanted;
            match self {
                NewlineMode::Translate | NewlineMode::Lf if unit == lf => return Ok(index + 1),
                NewlineMode::Cr if unit == cr => return Ok(index + 1),
                NewlineMode::CrLf if unit == cr && follows(lf) => return Ok(index + 2),
                NewlineMode::Universal if unit == lf => return Ok(index + 1),
                NewlineMode::Universal if unit == cr => return Ok(index + if follows(lf) { 2 } else { 1 }),
                _ => {}
            }
        }
        // A `\r` at the end may be the first half of what ends the line.
        let open = self == NewlineMode::CrLf && length > 0 && text.get(length - 1) == cr;
        Err(length - usize::from(open))
    }
}

/// `text` with something else for each `\n`.
pub(super) fn replace_newlines(text: Units<'_>, newline: &str) -> TextBuf {
    let mut out = TextBuf::with_kind(text.kind(), text.len() + 16);
    for unit in text.iter() {
        if unit == u32::from(b'\n') { out.push_ascii(newline.as_bytes()) } else { out.push(unit) }
    }
    out
}

/// Whether the text has this ASCII character.
pub(super) fn has(text: Units<'_>, wanted: u8) -> bool {
    match text {
        Units::Ascii(bytes) | Units::Latin1(bytes) => memchr::memchr(wanted, bytes).is_some(),
        text => text.iter().any(|unit| unit == u32::from(wanted)),
    }
}
