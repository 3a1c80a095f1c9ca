//! The part of the standard library that is written in Python, as code that is decoded function by function when it is used.
//!
//! `build.rs` compiles it; this crate is apart from `taipan-stdlib` so that the native modules can be checked without
//! that.
#![forbid(unsafe_code)]

use std::sync::Arc;

use taipan_bytecode::PackedCode;
use taipan_runtime::import::registry::{FrozenModule, FrozenModules};

/// All code, one module behind the other.
static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.bin"));

/// The sources, each compressed by itself: they are read for tracebacks and `inspect` alone.
static SOURCES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sources.bin"));

/// Name, whether it is a package, the range of the code in `BLOB` and of the source in `SOURCES`; sorted.
static INDEX: &[(&str, bool, usize, usize, usize, usize)] = include!(concat!(env!("OUT_DIR"), "/index.rs"));

/// The library, for `VmOptions::frozen_modules`.
pub struct Library;

impl FrozenModules for Library {
    fn find(&self, name: &str) -> Option<bool> {
        let row = INDEX.binary_search_by_key(&name, |row| row.0).ok()?;
        Some(INDEX[row].1)
    }

    fn load(&self, name: &str, file: &str) -> Option<Result<FrozenModule, String>> {
        let row = INDEX.binary_search_by_key(&name, |row| row.0).ok()?;
        let (_, package, start, end, ..) = INDEX[row];
        let code = PackedCode::new(&BLOB[start..end], Arc::from(file));
        Some(match code.header() {
            Ok(_) => Ok(FrozenModule { package, code }),
            Err(error) => Err(error.to_string()),
        })
    }

    fn source(&self, name: &str) -> Option<Vec<u8>> {
        let row = INDEX.binary_search_by_key(&name, |row| row.0).ok()?;
        let (.., start, end) = INDEX[row];
        miniz_oxide::inflate::decompress_to_vec(&SOURCES[start..end]).ok()
    }

    fn names(&self) -> Vec<&'static str> {
        INDEX.iter().map(|row| row.0).collect()
    }

    fn bytes(&self) -> &'static [u8] {
        BLOB
    }
}
