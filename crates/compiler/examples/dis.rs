//! Print the listings of Python files: `cargo run -p taipan-compiler --example dis -- FILE...`. After `--check` only what
//! does not compile is shown, and the time.

use taipan_compiler::{Options, compile};
use taipan_syntax::{Mode, decode_source};

fn main() {
    let mut check = false;
    let mut files = 0;
    let start = std::time::Instant::now();
    for path in std::env::args().skip(1) {
        if path == "--check" {
            check = true;
            continue;
        }
        files += 1;
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{path}: {error}");
                continue;
            }
        };
        let result = decode_source(&bytes).and_then(|source| compile(&source, &path, Options::new(Mode::Module)));
        match result {
            Ok(compiled) if check => {
                if let Err(error) = taipan_bytecode::verify(&compiled.code) {
                    println!("{path}: {error}");
                }
            }
            Ok(compiled) => {
                for warning in &compiled.warnings {
                    println!("{}: SyntaxWarning: {}", warning.line, warning.message);
                }
                print!("{}", taipan_bytecode::disassemble(&compiled.code));
            }
            Err(error) => {
                println!("{path}: {error} {:?}", (error.line, error.offset, error.end_line, error.end_offset))
            }
        }
    }
    if check {
        println!("{files} files in {:.2} s", start.elapsed().as_secs_f64());
    }
}
