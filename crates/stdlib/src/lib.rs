//! The native modules of the standard library.
//!
//! A module is a file or folder here, and two lines in this file: its `mod` and its row in the table, each in
//! alphabetical order. A row says `name => path of create`, where `create` is a `fn(&mut Vm) -> R<Owned>`.
#![deny(unsafe_code)]

mod abc;
mod accounts;
mod array;
pub mod ast;
mod asyncio;
mod atexit;
mod binascii;
mod bisect;
mod cmath;
mod codecs;
mod collections;
mod contextvars;
mod csv;
mod datetime;
mod decimal;
mod elementtree;
mod errno;
mod faulthandler;
mod fcntl;
mod functools;
mod gc;
mod hashes;
mod heapq;
mod imp;
mod io;
mod itertools;
mod json;
mod library;
mod locale;
mod marshal;
mod math;
mod opcode;
mod operator;
mod pickle;
mod posix;
mod posixsubprocess;
mod pyexpat;
mod queue;
mod random;
mod resource;
mod select;
mod signal;
pub mod site;
mod socket;
mod sre;
mod string;
mod struct_sequence;
mod structs;
mod support;
mod symtable;
mod sys;
mod sysconfigdata;
mod termios;
mod thread;
mod time;
mod tokenize;
mod tracemalloc;
mod types;
mod typing;
mod unicodedata;
mod warnings;
mod weakref;
mod zlib;

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
    _asyncio => asyncio::create,
    _bisect => bisect::create,
    _blake2 => hashes::create_blake2,
    _ast => ast::create,
    _blake2 => hashes::create_blake2,
    _codecs => codecs::create,
    _collections => collections::create,
    _contextvars => contextvars::create,
    _csv => csv::create,
    _datetime => datetime::create,
    _decimal => decimal::create,
    _elementtree => elementtree::create,
    _functools => functools::create,
    _heapq => heapq::create,
    _imp => imp::create,
    _io => io::create,
    _json => json::create,
    _library => library::create,
    _locale => locale::create,
    _md5 => hashes::create_md5,
    _opcode => opcode::create,
    _operator => operator::create,
    _pickle => pickle::create,
    _posixsubprocess => posixsubprocess::create,
    _queue => queue::create,
    _random => random::create,
    _sha1 => hashes::create_sha1,
    _sha2 => hashes::create_sha2,
    _sha3 => hashes::create_sha3,
    _signal => signal::create,
    _sitebuiltins => site::create_builtins,
    _socket => socket::create,
    _sre => sre::create,
    _string => string::create,
    _struct => structs::create,
    _symtable => symtable::create,
    _thread => thread::create,
    _tokenize => tokenize::create,
    _tracemalloc => tracemalloc::create,
    _types => types::create,
    _typing => typing::create,
    _warnings => warnings::create,
    _weakref => weakref::create,
    array => array::create,
    atexit => atexit::create,
    binascii => binascii::create,
    cmath => cmath::create,
    errno => errno::create,
    faulthandler => faulthandler::create,
    fcntl => fcntl::create,
    gc => gc::create,
    grp => accounts::create_grp,
    itertools => itertools::create,
    marshal => marshal::create,
    math => math::create,
    posix => posix::create,
    pwd => accounts::create_pwd,
    pyexpat => pyexpat::create,
    resource => resource::create,
    select => select::create,
    sys => sys::create,
    termios => termios::create,
    time => time::create,
    unicodedata => unicodedata::create,
    zlib => zlib::create,
}

/// The modules written in Rust, for `VmOptions::native_modules`.
pub fn modules() -> &'static [NativeModule] {
    MODULES
}
