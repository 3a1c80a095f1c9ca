//! From the bytes of a source file to text: byte order mark, coding cookie (PEP 263), newlines.
//!
//! UTF-8, Latin-1 and ASCII are built in; any other codec is asked of the caller. A file and a `bytes` given to
//! `compile()` report the same fault in different words.

use taipan_bytecode::{SyntaxError, SyntaxErrorKind};

/// Decodes a whole buffer with a named codec: `None` if there is no such codec, `Err` with the codec's own message.
pub type CodecHook<'a> = &'a dyn Fn(&str, &[u8]) -> Option<Result<String, String>>;

/// How the bytes came here.
#[derive(Clone, Copy, Default)]
pub struct DecodeOptions<'a> {
    /// The path when the bytes are those of a file being run; `None` for `compile(bytes)` and for imports.
    pub filename: Option<&'a str>,
    pub codec: Option<CodecHook<'a>>,
}

/// Decode source bytes given to `compile()`.
pub fn decode_source(bytes: &[u8]) -> Result<String, SyntaxError> {
    decode_source_with(bytes, DecodeOptions::default())
}

/// Decode source bytes. Newlines come back as `\n`, without a byte order mark.
pub fn decode_source_with(bytes: &[u8], options: DecodeOptions<'_>) -> Result<String, SyntaxError> {
    let (bytes, has_mark) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    check_null_bytes(bytes, options)?;
    let cookie = find_cookie(bytes);
    let encoding = cookie.as_ref().map_or("utf-8", |cookie| cookie.name.as_str());
    if has_mark && encoding != "utf-8" {
        let cookie = cookie.as_ref().expect("only a cookie names another encoding");
        let text = String::from_utf8_lossy(line_at(bytes, cookie.line)).into_owned();
        return Err(SyntaxError {
            offset: Some(0),
            end_offset: Some(text.chars().count() as i32),
            ..at_line(format!("encoding problem: {encoding} with BOM"), cookie.line as i32 + 1, text)
        });
    }
    let declared = has_mark || cookie.is_some();
    let text = match encoding {
        "utf-8" => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(error) => return Err(invalid_utf8(bytes, error, declared, options)),
        },
        "iso-8859-1" => bytes.iter().map(|&byte| char::from(byte)).collect(),
        other => decode_other(other, bytes, options)?,
    };
    Ok(normalize_newlines(text))
}

/// `\r\n` and lone `\r` become `\n`.
pub(crate) fn normalize_newlines(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('\r') {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

struct Cookie {
    /// Normalised: `utf-8` and `iso-8859-1` stand for their families.
    name: String,
    /// 0 or 1.
    line: usize,
}

/// The coding cookie of the first or second line. The second counts only if the first has no code.
fn find_cookie(bytes: &[u8]) -> Option<Cookie> {
    for line in 0..2 {
        let content = line_at(bytes, line);
        let start = content.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\x0c'));
        match start.map(|start| content[start]) {
            Some(b'#') => {}
            None => continue,
            Some(_) => return None,
        }
        if let Some(name) = cookie_in_comment(content) {
            return Some(Cookie { name: normalize_name(&name), line });
        }
    }
    None
}

fn cookie_in_comment(line: &[u8]) -> Option<String> {
    let mut from = 0;
    while let Some(at) = line[from..].windows(6).position(|window| window == b"coding") {
        let rest = &line[from + at + 6..];
        if let Some((b':' | b'=', rest)) = rest.split_first() {
            let skip = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let name: String = rest[skip..]
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
                .map(|&byte| char::from(byte))
                .collect();
            if !name.is_empty() {
                return Some(name);
            }
        }
        from += at + 6;
    }
    None
}

/// Only these spellings are recognised without asking a codec; `utf8` is not among them.
fn normalize_name(name: &str) -> String {
    let key: String = name.chars().take(12).map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    let family = |stem: &str| key == stem || key.strip_prefix(stem).is_some_and(|rest| rest.starts_with('-'));
    if family("utf-8") {
        "utf-8".into()
    } else if family("latin-1") || family("iso-8859-1") || family("iso-latin-1") {
        "iso-8859-1".into()
    } else {
        name.into()
    }
}

fn decode_other(name: &str, bytes: &[u8], options: DecodeOptions<'_>) -> Result<String, SyntaxError> {
    let lower = name.to_ascii_lowercase().replace('_', "-");
    // A file is decoded line by line past the cookie, so its positions count from there.
    let base = if options.filename.is_some() { cookie_lines_len(bytes) } else { 0 };
    let failure = |message: String| SyntaxError {
        line: Some(0),
        offset: Some(-1),
        ..SyntaxError::without_position(SyntaxErrorKind::Syntax, message)
    };
    match lower.as_str() {
        "ascii" | "us-ascii" => match bytes.iter().position(|byte| !byte.is_ascii()) {
            None => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
            Some(at) => Err(failure(format!(
                "'ascii' codec can't decode byte 0x{:02x} in position {}: ordinal not in range(128)",
                bytes[at],
                at.saturating_sub(base)
            ))),
        },
        "utf8" | "u8" | "utf" => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(failure(utf8_codec_message(bytes, error.valid_up_to(), base))),
        },
        "latin1" | "l1" | "iso8859-1" | "8859" | "cp819" | "latin" => {
            Ok(bytes.iter().map(|&byte| char::from(byte)).collect())
        }
        _ => match options.codec.and_then(|codec| codec(name, bytes)) {
            Some(Ok(text)) => Ok(text),
            Some(Err(message)) => Err(failure(message)),
            None => Err(failure(format!("unknown encoding: {name}"))),
        },
    }
}

fn cookie_lines_len(bytes: &[u8]) -> usize {
    let line = find_cookie(bytes).map_or(0, |cookie| cookie.line);
    let mut seen = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte == b'\n' {
            if seen == line {
                return at + 1;
            }
            seen += 1;
        }
    }
    0
}

/// What the `utf-8` codec says of the bytes at `at`.
fn utf8_codec_message(bytes: &[u8], at: usize, base: usize) -> String {
    let lead = bytes[at];
    let needed = match lead {
        0xc2..=0xdf => 1,
        0xe0..=0xef => 2,
        0xf0..=0xf4 => 3,
        _ => 0,
    };
    let mut good = 0;
    while good < needed {
        let Some(&next) = bytes.get(at + 1 + good) else { break };
        let range = match (good, lead) {
            (0, 0xe0) => 0xa0..=0xbf,
            (0, 0xed) => 0x80..=0x9f,
            (0, 0xf0) => 0x90..=0xbf,
            (0, 0xf4) => 0x80..=0x8f,
            _ => 0x80..=0xbf,
        };
        if !range.contains(&next) {
            break;
        }
        good += 1;
    }
    let start = at.saturating_sub(base);
    if needed == 0 {
        return format!("'utf-8' codec can't decode byte 0x{lead:02x} in position {start}: invalid start byte");
    }
    let reason = if at + 1 + good >= bytes.len() { "unexpected end of data" } else { "invalid continuation byte" };
    if good == 0 {
        format!("'utf-8' codec can't decode byte 0x{lead:02x} in position {start}: {reason}")
    } else {
        format!("'utf-8' codec can't decode bytes in position {start}-{}: {reason}", start + good)
    }
}

fn invalid_utf8(bytes: &[u8], error: std::str::Utf8Error, declared: bool, options: DecodeOptions<'_>) -> SyntaxError {
    let at = error.valid_up_to();
    let line_start = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    let number = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() as i32 + 1;
    let line_bytes = bytes[line_start..].split(|&byte| byte == b'\n').next().unwrap_or_default();
    let text = String::from_utf8_lossy(line_bytes).into_owned();
    if declared && options.filename.is_some() {
        // The reader of files decodes one line with the codec before the tokenizer looks at it.
        let line_end = (line_start + line_bytes.len() + 1).min(bytes.len());
        let message = utf8_codec_message(&bytes[..line_end], at, line_start);
        return SyntaxError {
            offset: Some(0),
            end_offset: Some(0),
            ..at_line(format!("(unicode error) {message}"), number, text)
        };
    }
    let place = match options.filename {
        Some(path) => format!(" in file {path}"),
        None => String::new(),
    };
    let message = format!(
        "Non-UTF-8 code starting with '\\x{:02x}'{place} on line {number}, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details",
        bytes[at]
    );
    let offset = String::from_utf8_lossy(&bytes[line_start..at]).chars().count() as i32 + 1;
    SyntaxError { offset: Some(offset), end_offset: Some(offset), ..at_line(message, number, text) }
}

fn check_null_bytes(bytes: &[u8], options: DecodeOptions<'_>) -> Result<(), SyntaxError> {
    let Some(at) = bytes.iter().position(|&byte| byte == 0) else { return Ok(()) };
    if options.filename.is_none() {
        return Err(null_in_string());
    }
    let line_start = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    let number = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() as i32 + 1;
    let text = String::from_utf8_lossy(&bytes[line_start..at]).into_owned();
    Err(SyntaxError {
        offset: Some(0),
        end_offset: Some(0),
        ..at_line("source code cannot contain null bytes".into(), number, text)
    })
}

/// What `compile()` says of a null in a `str` or `bytes`.
pub(crate) fn null_in_string() -> SyntaxError {
    SyntaxError::without_position(SyntaxErrorKind::Syntax, "source code string cannot contain null bytes")
}

fn at_line(message: String, line: i32, text: String) -> SyntaxError {
    SyntaxError {
        line: Some(line),
        end_line: Some(line),
        text: Some(text),
        ..SyntaxError::without_position(SyntaxErrorKind::Syntax, message)
    }
}

fn line_at(bytes: &[u8], number: usize) -> &[u8] {
    let line = bytes.split(|&byte| byte == b'\n').nth(number).unwrap_or_default();
    line.strip_suffix(b"\r").unwrap_or(line)
}
