//! The native modules of the standard library.
//!
//! A module is a file or folder here, and two lines in this file: its `mod` and its row in the table, each in
//! alphabetical order. A row says `name => path of create`, where `create` is a `fn(&mut Vm) -> R<Owned>`.
#![deny(unsafe_code)]

mod abc;
pub mod ast;
mod atexit;
mod binascii;
mod cmath;
mod codecs;
mod collections;
mod contextvars;
mod errno;
mod functools;
mod gc;
mod hashes;
mod imp;
mod io;
mod itertools;
mod marshal;
mod math;
mod opcode;
mod operator;
mod posix;
mod random;
mod signal;
pub mod site;
mod sre;
mod string;
mod struct_sequence;
mod structs;
mod support;
mod sys;
mod sysconfigdata;
mod thread;
mod time;
mod tokenize;
mod typing;
mod unicodedata;
mod warnings;
mod weakref;

use taipan_runtime::native::NativeModule;

macro_rules! native_modules {
    ($($name:ident => $create:path,)*) => {
        static MODULES: &[NativeModule] = &[
            $(NativeModule { name: stringify!($name), create: $create },)*
            NativeModule { name: sysconfigdata::NAME, create: sysconfigdata::create },
        ];
    };
}

native_modules! {
    _abc => abc::create,
    _blake2 => hashes::create_blake2,
    _ast => ast::create,
    _codecs => codecs::create,
    _collections => collections::create,
    _contextvars => contextvars::create,
    _functools => functools::create,
    _imp => imp::create,
    _io => io::create,
    _md5 => hashes::create_md5,
    _opcode => opcode::create,
    _operator => operator::create,
    _random => random::create,
    _sha1 => hashes::create_sha1,
    _sha2 => hashes::create_sha2,
    _sha3 => hashes::create_sha3,
    _sre => sre::create,
    _signal => signal::create,
    _sitebuiltins => site::create_builtins,
    _string => string::create,
    _struct => structs::create,
    _thread => thread::create,
    _typing => typing::create,
    _warnings => warnings::create,
    _tokenize => tokenize::create,
    _weakref => weakref::create,
    atexit => atexit::create,
    binascii => binascii::create,
    cmath => cmath::create,
    errno => errno::create,
    gc => gc::create,
    itertools => itertools::create,
    marshal => marshal::create,
    math => math::create,
    posix => posix::create,
    sys => sys::create,
    time => time::create,
    unicodedata => unicodedata::create,
}

/// The modules written in Rust, for `VmOptions::native_modules`.
pub fn modules() -> &'static [NativeModule] {
    MODULES
}
