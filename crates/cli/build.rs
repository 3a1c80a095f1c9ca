//! How the program is linked. What a start of the program runs lies together in the file: the kernel maps a program in
//! pieces of 64 KiB around each page that is touched, so functions strewn over the whole of it cost the memory of nearly all
//! of it. And the program has an address of its own, so that a start writes no pointers into pages of the file. Linux and
//! optimised builds only; elsewhere the linker's own ways stand.
//!
//! `startup-functions.txt` names the functions (`cargo xtask startup` writes it). A name in it that no longer exists costs
//! nothing, a new function that is missing costs one piece at most.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const FUNCTIONS: &str = "startup-functions.txt";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={FUNCTIONS}");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if !is("CARGO_CFG_TARGET_OS", "linux") || is("OPT_LEVEL", "0") {
        return;
    }
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder"));
    let script = folder.join("startup.ld");
    let functions = fs::read_to_string(FUNCTIONS).expect("the list of functions is beside this file");
    write_script(&script, &functions);
    println!("cargo:rustc-link-arg-bins=-Wl,-T,{}", script.display());
    if is("CARGO_CFG_TARGET_ENV", "gnu") {
        // Else 700 KiB of constants with pointers are relocated, which makes them memory of the process. CPython is linked so too.
        println!("cargo:rustc-link-arg-bins=-no-pie");
        link_unwinder();
    }
}

/// Panics unwind by GCC's library, which the program takes into itself where there is one to take: a library less to be found, mapped
/// and bound at every start.
fn link_unwinder() {
    let compiler = env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let Ok(answer) = Command::new(compiler).arg("-print-file-name=libgcc_eh.a").output() else { return };
    let path = PathBuf::from(String::from_utf8_lossy(&answer.stdout).trim());
    if let Some(folder) = path.parent().filter(|_| path.is_absolute() && path.is_file()) {
        println!("cargo:rustc-link-search=native={}", folder.display());
        println!("cargo:rustc-link-lib=static:-bundle=gcc_eh");
    }
}

/// A linker script that adds to the linker's own: the functions named, in the order of the list, before all others. One
/// `.text` has both, since debuggers and profilers look for functions nowhere else.
fn write_script(path: &Path, functions: &str) {
    let mut script = String::from("SECTIONS\n{\n  .text :\n  {\n");
    for name in functions.lines().filter(|line| !line.starts_with('#')) {
        writeln!(script, "    *(.text.{name} .text.unlikely.{name})").expect("a string takes what is written to it");
    }
    script.push_str("  }\n}\nINSERT AFTER .init;\n");
    fs::write(path, script).expect("the build's folder can be written");
}
