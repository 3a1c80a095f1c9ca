//! The compiler as the runtime calls it.

use taipan_bytecode::{Code, CodeFlags, SyntaxError};
use taipan_compiler::Options;
use taipan_runtime::vm::{CompileMode, CompileRequest, CompileWarning, Source};
use taipan_syntax::{DecodeOptions, Mode, ParseOptions, decode_source_with};

/// Bits of `compile()`'s flags that are no features of `__future__`.
pub(crate) const DONT_IMPLY_DEDENT: u32 = 0x200;
const TOP_LEVEL_AWAIT: u32 = 0x2000;
pub(crate) const ALLOW_INCOMPLETE_INPUT: u32 = 0x4000;
pub(crate) const FUTURES: u32 = CodeFlags::FUTURE_ANNOTATIONS.0 | CodeFlags::FUTURE_BARRY_AS_BDFL.0;

/// `CompileHook`; a decimal integer may have so many digits, 0 for any number.
pub(crate) fn compile(
    request: &CompileRequest<'_>,
    max_integer_digits: usize,
) -> Result<(Code, Vec<CompileWarning>), Box<SyntaxError>> {
    let decoded;
    let source = match request.source {
        Source::Text(text) => text,
        Source::Bytes(bytes) => {
            decoded = decode_source_with(bytes, DecodeOptions::default())?;
            &decoded
        }
        Source::File(bytes) => {
            let options = DecodeOptions { filename: Some(request.filename), codec: None };
            decoded = decode_source_with(bytes, options)?;
            &decoded
        }
    };
    let mode = match request.mode {
        CompileMode::Exec => Mode::Module,
        CompileMode::Eval => Mode::Expression,
        CompileMode::Single => Mode::Interactive,
    };
    let options = Options {
        optimize: request.optimize,
        future: CodeFlags(request.flags & FUTURES),
        top_level_await: request.flags & TOP_LEVEL_AWAIT != 0,
        parse: ParseOptions {
            allow_incomplete_input: request.flags & ALLOW_INCOMPLETE_INPUT != 0,
            dont_imply_dedent: request.flags & DONT_IMPLY_DEDENT != 0,
            by_lines: matches!(request.source, Source::File(_)),
            max_integer_digits,
        },
        ..Options::new(mode)
    };
    let compiled = taipan_compiler::compile(source, request.filename, options)?;
    let warnings = compiled.warnings.into_iter().map(|warning| CompileWarning {
        error: warning.to_error(source, !request.filename.starts_with('<')),
        message: warning.message,
        line: warning.line,
        category: "SyntaxWarning",
    });
    Ok((compiled.code, warnings.collect()))
}
