//! Reports what is wrong with many sources at once, to compare with another Python.
//!
//! Standard input holds records: the mode on a line (`exec`, `eval`, `single`, `func_type`), the length in bytes on a line, and
//! the source. For each, one line of fields separated by tabs goes out: `OK` and the
//! line and words of each warning, or class, message, line, offset, end
//! line, end offset and text, with backslash escapes.

use std::io::{BufRead, Read, Write};

use taipan_syntax::{Mode, ParseOptions, parse};

fn main() -> std::io::Result<()> {
    let mut input = std::io::stdin().lock();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    loop {
        let (mut mode, mut length) = (String::new(), String::new());
        if input.read_line(&mut mode)? == 0 {
            return Ok(());
        }
        input.read_line(&mut length)?;
        let mut bytes = vec![0; length.trim().parse().map_err(std::io::Error::other)?];
        input.read_exact(&mut bytes)?;
        let source = String::from_utf8_lossy(&bytes);
        let incomplete = mode.trim().ends_with('?');
        let mode = match mode.trim().trim_end_matches('?') {
            "eval" => Mode::Expression,
            "single" => Mode::Interactive,
            "func_type" => Mode::FunctionType,
            _ => Mode::Module,
        };
        let options = ParseOptions {
            allow_incomplete_input: incomplete,
            dont_imply_dedent: incomplete,
            ..ParseOptions::default()
        };
        match parse(&source, mode, options) {
            Ok(parsed) => {
                write!(output, "OK")?;
                for warning in parsed.warnings() {
                    write!(output, "\t{}\t{}", warning.line, warning.message.escape_debug())?;
                }
                writeln!(output)?;
            }
            Err(error) => {
                let number = |value: Option<i32>| value.map_or("None".to_owned(), |value| value.to_string());
                writeln!(
                    output,
                    "{}\t{}\t{}\t{}\t{}\t{}\t{}",
                    error.kind.class_name(),
                    error.message.escape_debug(),
                    number(error.line),
                    number(error.offset),
                    number(error.end_line),
                    number(error.end_offset),
                    error.text.as_deref().unwrap_or("None").escape_debug(),
                )?;
            }
        }
    }
}
