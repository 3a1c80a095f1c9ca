//! `binascii`: bytes as hexadecimal, base 64, uuencoded and quoted-printable text, and checksums.

mod base64;

use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_text::hexadecimal;
use taipan_text::memory::{CopyOut, Grow};

use crate::support::with_bytes;

#[derive(Default)]
struct State {
    error: Option<Obj<Class>>,
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("binascii", "Bytes as text, and checksums.", &METHODS)?;
    let error = crate::support::exception_class(vm, "binascii", "Error", vm.exceptions.ValueError)?;
    module.add(vm, "Error", error.value())?;
    vm.state::<State>().error = vm.cast::<Class>(error.into_raw());
    let incomplete = crate::support::exception_class(vm, "binascii", "Incomplete", vm.exceptions.Exception)?;
    module.add(vm, "Incomplete", incomplete.value())?;
    Ok(owned)
}

fn error(vm: &mut Vm, message: &str) -> Raised {
    let class = vm.state::<State>().error.unwrap_or(vm.exceptions.ValueError);
    vm.raise(class, message)
}

/// Bytes, or the characters of an ASCII string.
fn ascii(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    if let Some(text) = vm.cast::<Str>(value) {
        return match text.as_ascii(vm) {
            Some(text) => Ok(text.as_bytes().copy_out()),
            None => Err(vm.value_error("string argument should contain only ASCII characters")),
        };
    }
    match crate::support::bytes_like(vm, value)? {
        Some(bytes) => Ok(bytes),
        None => {
            let found = vm.class_of(value).name(vm);
            Err(vm.type_error(format!("argument should be bytes, buffer or ASCII string, not '{found}'")))
        }
    }
}

/// Run `run` with what `ascii` gives; what cannot change meanwhile is not copied.
fn with_ascii<T>(vm: &mut Vm, value: Value, run: impl FnOnce(&mut Vm, &[u8]) -> R<T>) -> R<T> {
    if let Some(text) = vm.cast::<Str>(value) {
        return vm.with_units(text, |vm, units| match units.as_ascii_bytes() {
            Some(text) => run(vm, text),
            None => Err(vm.value_error("string argument should contain only ASCII characters")),
        });
    }
    if let Some(bytes) = vm.cast_exact::<Bytes>(value) {
        return vm.with_bytes(bytes, run);
    }
    let bytes = ascii(vm, value)?;
    run(vm, &bytes)
}

fn bytes(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    let view = vm.buffer(value)?;
    let bytes = view.to_vec(vm);
    view.release(vm)?;
    Ok(bytes)
}

/// The CRC-32 of zip files, of `data` behind what gave `crc`.
pub(crate) fn crc32(crc: u32, data: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0u32; 256];
        let mut index = 0;
        while index < 256 {
            let mut value = index as u32;
            let mut bit = 0;
            while bit < 8 {
                value = if value & 1 == 1 { value >> 1 ^ 0xedb8_8320 } else { value >> 1 };
                bit += 1;
            }
            table[index] = value;
            index += 1;
        }
        table
    };
    !data.iter().fold(!crc, |crc, &byte| TABLE[usize::from(crc as u8 ^ byte)] ^ (crc >> 8))
}

fn hexlify(vm: &mut Vm, data: Value, sep: Option<Value>, group: Option<Value>) -> R<Owned> {
    if sep.is_none() && group.is_none() {
        return with_bytes(vm, data, |vm, data| {
            vm.new_bytes_with(data.len().saturating_mul(2), |out| hexadecimal::encode(data, out))
        });
    }
    let data = bytes(vm, data)?;
    let group = match group {
        Some(group) => vm.to_index(group)?,
        None => 1,
    };
    let separator = match sep {
        None => None,
        Some(sep) => Some(hex_separator(vm, sep)?),
    };
    let text = taipan_text::bytes::hex(&data, separator, group);
    vm.new_bytes(&text)
}

/// The one ASCII character that goes between groups.
fn hex_separator(vm: &mut Vm, sep: Value) -> R<u8> {
    let unit = if let Some(text) = vm.cast::<Str>(sep) {
        (text.len(vm) == 1).then(|| text.units(vm).get(0))
    } else {
        crate::support::bytes_like(vm, sep)?.and_then(|bytes| match bytes[..] {
            [byte] => Some(u32::from(byte)),
            _ => None,
        })
    };
    match unit.map(u8::try_from) {
        Some(Ok(byte)) => Ok(byte),
        Some(Err(_)) => Err(vm.value_error("sep must be ASCII.")),
        None => Err(vm.value_error("sep must be length 1.")),
    }
}

fn unhexlify(vm: &mut Vm, text: Value) -> R<Owned> {
    with_ascii(vm, text, |vm, text| {
        if text.len() % 2 == 1 {
            return Err(error(vm, "Odd-length string"));
        }
        let mut valid = true;
        let decoded = vm.new_bytes_with(text.len() / 2, |out| valid = hexadecimal::decode(text, out))?;
        if valid { Ok(decoded) } else { Err(error(vm, "Non-hexadecimal digit found")) }
    })
}

fn decode_quoted(data: &[u8], header: bool) -> Vec<u8> {
    let mut out = taipan_text::memory::with_room(data.len());
    let mut at = 0;
    let digit = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
    while at < data.len() {
        if data[at] == b'=' {
            at += 1;
            match data.get(at) {
                None => break,
                // A soft line break.
                Some(b'\n' | b'\r') => {
                    while at < data.len() && data[at] != b'\n' {
                        at += 1;
                    }
                    at += 1;
                }
                Some(b'=') => {
                    out.put(b'=');
                    at += 1;
                }
                _ => match (digit(data.get(at)), digit(data.get(at + 1))) {
                    (Some(high), Some(low)) => {
                        out.put((high << 4 | low) as u8);
                        at += 2;
                    }
                    _ => out.put(b'='),
                },
            }
        } else {
            out.put(if header && data[at] == b'_' { b' ' } else { data[at] });
            at += 1;
        }
    }
    out
}

fn encode_quoted(data: &[u8], quote_tabs: bool, is_text: bool, header: bool) -> Vec<u8> {
    const LINE: usize = 76;
    let crlf = data.iter().position(|&byte| byte == b'\n').is_some_and(|at| at > 0 && data[at - 1] == b'\r');
    let end: &[u8] = if crlf { b"\r\n" } else { b"\n" };
    let mut out = taipan_text::memory::with_room(data.len() * 2);
    let (mut line, mut at) = (0, 0);
    while at < data.len() {
        let byte = data[at];
        let next = data.get(at + 1).copied();
        let line_end = is_text && (byte == b'\n' || (byte == b'\r' && next == Some(b'\n')));
        let quoted = byte > 126
            || byte == b'='
            || (header && byte == b'_')
            || (byte == b'.' && line == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0)))
            || (!is_text && matches!(byte, b'\r' | b'\n'))
            || (matches!(byte, b'\t' | b' ') && next.is_none())
            || (byte < 33 && !matches!(byte, b'\r' | b'\n' | b'\t' | b' '))
            || (byte < 33
                && matches!(byte, b'\t' | b' ')
                && (quote_tabs || (is_text && matches!(next, Some(b'\n'))))
                && !(header && !quote_tabs && byte == b' '));
        if quoted && !line_end {
            if !header && line + 3 >= LINE {
                out.put(b'=');
                out.put_slice(end);
                line = 0;
            }
            out.put_slice(format!("={byte:02X}").as_bytes());
            line += 3;
            at += 1;
        } else if line_end {
            out.put_slice(end);
            at += if byte == b'\r' { 2 } else { 1 };
            line = 0;
        } else {
            if !header && next.is_some_and(|next| next != b'\n') && line + 1 >= LINE {
                out.put(b'=');
                out.put_slice(end);
                line = 0;
            }
            line += 1;
            out.put(if header && byte == b' ' { b'_' } else { byte });
            at += 1;
        }
    }
    out
}

#[methods]
mod py {
    use super::*;

    /// The checksum of zip files.
    #[function("(data, crc=0, /)")]
    fn crc32(vm: &mut Vm, data: Value, crc: Option<Value>) -> R<i64> {
        let crc = match crc {
            Some(crc) => vm.to_number(crc)?.as_ref().wrapping_u64() as u32,
            None => 0,
        };
        let view = vm.buffer(data)?;
        let result = super::crc32(crc, view.bytes(vm));
        view.release(vm)?;
        Ok(result.into())
    }

    /// The checksum of BinHex files.
    #[function("(data, crc, /)")]
    fn crc_hqx(vm: &mut Vm, data: Value, crc: Value) -> R<i64> {
        let data = bytes(vm, data)?;
        let mut crc = vm.to_number(crc)?.as_ref().wrapping_u64() as u16;
        for byte in data {
            crc ^= u16::from(byte) << 8;
            for _ in 0..8 {
                crc = if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 };
            }
        }
        Ok(crc.into())
    }

    /// Bytes as hexadecimal.
    #[function("(data, sep=<unrepresentable>, bytes_per_sep=1)")]
    fn hexlify(vm: &mut Vm, data: Value, sep: Option<Value>, bytes_per_sep: Option<Value>) -> R<Owned> {
        super::hexlify(vm, data, sep, bytes_per_sep)
    }

    /// Bytes as hexadecimal.
    #[function("(data, sep=<unrepresentable>, bytes_per_sep=1)")]
    fn b2a_hex(vm: &mut Vm, data: Value, sep: Option<Value>, bytes_per_sep: Option<Value>) -> R<Owned> {
        super::hexlify(vm, data, sep, bytes_per_sep)
    }

    /// The bytes that hexadecimal digits stand for.
    #[function("(hexstr, /)")]
    fn unhexlify(vm: &mut Vm, hexstr: Value) -> R<Owned> {
        super::unhexlify(vm, hexstr)
    }

    /// The bytes that hexadecimal digits stand for.
    #[function("(hexstr, /)")]
    fn a2b_hex(vm: &mut Vm, hexstr: Value) -> R<Owned> {
        super::unhexlify(vm, hexstr)
    }

    /// The bytes that base-64 text stands for.
    #[function("(data, /, *, strict_mode=False)")]
    fn a2b_base64(vm: &mut Vm, data: Value, strict_mode: Option<bool>) -> R<Owned> {
        let strict = strict_mode.unwrap_or(false);
        with_ascii(vm, data, |vm, text| {
            if let Some(length) = base64::regular_length(text) {
                let mut regular = true;
                let decoded = vm.new_bytes_with(length, |out| regular = base64::decode_regular(text, out))?;
                if regular {
                    return Ok(decoded);
                }
            }
            match base64::decode(text, strict) {
                Ok(bytes) => vm.new_bytes(&bytes),
                Err(words) => Err(error(vm, &words)),
            }
        })
    }

    /// Bytes as a line of base-64 text.
    #[function("(data, /, *, newline=True)")]
    fn b2a_base64(vm: &mut Vm, data: Value, newline: Option<bool>) -> R<Owned> {
        let newline = newline.unwrap_or(true);
        with_bytes(vm, data, |vm, data| {
            let length = data.len().div_ceil(3).saturating_mul(4);
            vm.new_bytes_with(length.saturating_add(newline.into()), |out| {
                let (text, end) = out.split_at_mut(length);
                base64::encode(data, text);
                end.fill(b'\n');
            })
        })
    }

    /// The bytes of a uuencoded line.
    #[function("(data, /)")]
    fn a2b_uu(vm: &mut Vm, data: Value) -> R<Owned> {
        let text = ascii(vm, data)?;
        let Some((&first, rest)) = text.split_first() else { return Err(error(vm, "Missing length byte")) };
        let length = usize::from(first.wrapping_sub(32) & 0x3f);
        let mut out = taipan_text::memory::with_room(length + 2);
        let mut values = taipan_text::memory::with_room(rest.len());
        let mut at = 0;
        while values.len() < length.div_ceil(3) * 4 {
            let value = match rest.get(at) {
                None | Some(b'\n' | b'\r') => 0,
                Some(&byte) if (32..=96).contains(&byte) => {
                    at += 1;
                    (byte - 32) & 0x3f
                }
                Some(_) => return Err(error(vm, "Illegal char")),
            };
            values.put(value);
        }
        for group in values.chunks_exact(4) {
            out.put(group[0] << 2 | group[1] >> 4);
            out.put(group[1] << 4 | group[2] >> 2);
            out.put(group[2] << 6 | group[3]);
        }
        out.truncate(length);
        if rest[at..].iter().any(|byte| !matches!(byte, b' ' | b'`' | b'\n' | b'\r')) {
            return Err(error(vm, "Trailing garbage"));
        }
        vm.new_bytes(&out)
    }

    /// Bytes as a uuencoded line.
    #[function("(data, /, *, backtick=False)")]
    fn b2a_uu(vm: &mut Vm, data: Value, backtick: Option<bool>) -> R<Owned> {
        let data = bytes(vm, data)?;
        if data.len() > 45 {
            return Err(error(vm, "At most 45 bytes at once"));
        }
        let zero = if backtick.unwrap_or(false) { b'`' } else { b' ' };
        let show = |value: u8| if value == 0 { zero } else { value + 32 };
        let mut out = vec![show(data.len() as u8)];
        for chunk in data.chunks(3) {
            let (a, b, c) = (chunk[0], chunk.get(1).copied().unwrap_or(0), chunk.get(2).copied().unwrap_or(0));
            out.put_iter([a >> 2, (a << 4 | b >> 4) & 63, (b << 2 | c >> 6) & 63, c & 63].map(show));
        }
        out.put(b'\n');
        vm.new_bytes(&out)
    }

    /// The bytes that quoted-printable text stands for.
    #[function("(data, header=False)")]
    fn a2b_qp(vm: &mut Vm, data: Value, header: Option<bool>) -> R<Owned> {
        let data = ascii(vm, data)?;
        vm.new_bytes(&decode_quoted(&data, header.unwrap_or(false)))
    }

    /// Bytes as quoted-printable text.
    #[function("(data, quotetabs=False, istext=True, header=False)")]
    fn b2a_qp(
        vm: &mut Vm,
        data: Value,
        quotetabs: Option<bool>,
        istext: Option<bool>,
        header: Option<bool>,
    ) -> R<Owned> {
        let data = bytes(vm, data)?;
        let text = encode_quoted(&data, quotetabs.unwrap_or(false), istext.unwrap_or(true), header.unwrap_or(false));
        vm.new_bytes(&text)
    }
}
