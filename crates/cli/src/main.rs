//! The `taipan` program.

#[allow(dead_code, unused_imports, reason = "the program does not run anything yet")]
mod options;

fn main() {}
