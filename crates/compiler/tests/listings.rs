//! Golden listings: each file under `tests/listings` is a program, a line of dashes, and what the compiler makes of it.
//! `BLESS=1 cargo test -p taipan-compiler --test listings` writes the answers anew; read the difference.

use std::fs;
use std::path::Path;

use taipan_compiler::{Options, compile};
use taipan_syntax::Mode;

const SEPARATOR: &str = "----\n";

#[test]
fn listings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/listings");
    let bless = std::env::var_os("BLESS").is_some();
    let mut failures = Vec::new();
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let (source, expected) = text.split_once(SEPARATOR).unwrap_or((&text, ""));
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let code = compile(source, &name, Options::new(Mode::Module)).unwrap().code;
        taipan_bytecode::verify(&code).unwrap();
        let listing = taipan_bytecode::disassemble(&code);
        let listing = format!("{}\n", listing.trim_end());
        if bless {
            fs::write(&path, format!("{source}{SEPARATOR}{listing}")).unwrap();
        } else if listing != expected {
            failures.push(format!("{name}:\n{listing}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
