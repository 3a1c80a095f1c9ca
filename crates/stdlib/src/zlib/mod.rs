//! `zlib`: compression, by `zlib-rs`.
//!
//! That library cannot copy a stream in the middle, so the objects keep what they were given, up to a limit, and a copy is given it again.

mod compress;
mod decompress;

use taipan_runtime::native::*;
use zlib_rs::{InflateConfig, InflateError};

pub(super) use decompress::inflate_all;

#[derive(Default)]
struct State {
    error: Option<Obj<Class>>,
}

const CONSTANTS: &[(&str, i64)] = &[
    ("DEFLATED", 8),
    ("DEF_BUF_SIZE", 16384),
    ("DEF_MEM_LEVEL", 8),
    ("MAX_WBITS", 15),
    ("Z_BEST_COMPRESSION", 9),
    ("Z_BEST_SPEED", 1),
    ("Z_BLOCK", 5),
    ("Z_DEFAULT_COMPRESSION", -1),
    ("Z_DEFAULT_STRATEGY", 0),
    ("Z_FILTERED", 1),
    ("Z_FINISH", 4),
    ("Z_FIXED", 4),
    ("Z_FULL_FLUSH", 3),
    ("Z_HUFFMAN_ONLY", 2),
    ("Z_NO_COMPRESSION", 0),
    ("Z_NO_FLUSH", 0),
    ("Z_PARTIAL_FLUSH", 1),
    ("Z_RLE", 3),
    ("Z_SYNC_FLUSH", 2),
    ("Z_TREES", 6),
];

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("zlib", "Compression as in zip and gzip files.", &METHODS)?;
    for &(name, value) in CONSTANTS {
        module.add_int(vm, name, value)?;
    }
    module.add_str(vm, "ZLIB_VERSION", "1.3.1")?;
    module.add_str(vm, "ZLIB_RUNTIME_VERSION", "1.3.1")?;
    let error = crate::support::exception_class(vm, "zlib", "error", vm.exceptions.Exception)?;
    module.add(vm, "error", error.value())?;
    vm.state::<State>().error = vm.cast::<Class>(error.into_raw());
    vm.define_class::<compress::Compress>(&compress::CLASS, None)?;
    vm.define_class::<decompress::Decompress>(&decompress::CLASS, None)?;
    let class = vm.define_class::<decompress::ZlibDecompressor>(&decompress::BUFFERED, None)?;
    module.add_class(vm, class)?;
    Ok(owned)
}

/// `zlib.error` with these words.
fn error(vm: &mut Vm, message: &str) -> Raised {
    let class = vm.state::<State>().error.unwrap_or(vm.exceptions.ValueError);
    vm.raise(class, message)
}

/// `zlib.error` in the library's style: a code, what was being done, and why it failed.
fn failure(vm: &mut Vm, code: i32, doing: &str, why: Option<&str>) -> Raised {
    let why = why.or(match code {
        -5 => Some("incomplete or truncated stream"),
        -2 => Some("inconsistent stream state"),
        -3 => Some("invalid input data"),
        _ => None,
    });
    let message = match why {
        Some(why) => format!("Error {code} {doing}: {why}"),
        None => format!("Error {code} {doing}"),
    };
    error(vm, &message)
}

fn inflate_failure(vm: &mut Vm, failed: InflateError, doing: &str, why: Option<&str>) -> Raised {
    let code = match failed {
        InflateError::NeedDict { .. } => return failure(vm, 2, doing, None),
        InflateError::StreamError => -2,
        InflateError::DataError => -3,
        InflateError::MemError => return vm.memory_error(),
    };
    failure(vm, code, doing, why)
}

/// The window argument of decompression, when it is one.
fn inflate_config(wbits: i32) -> Option<InflateConfig> {
    let valid = matches!(wbits, -15..=-8 | 0 | 8..=15 | 24..=31 | 32 | 40..=47);
    valid.then_some(InflateConfig { window_bits: wbits })
}

fn bytes(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    let view = vm.buffer(value)?;
    let bytes = view.to_vec(vm);
    view.release(vm)?;
    Ok(bytes)
}

/// A running checksum's start: the low 32 bits of an int.
fn start(vm: &mut Vm, value: Option<Value>, default: u32) -> R<u32> {
    let Some(value) = value else { return Ok(default) };
    let index = vm.index(value)?;
    if let Some(number) = vm.int_to_i64(index.value()) {
        return Ok(number as u32);
    }
    let mask = vm.new_int(0xffff_ffff)?;
    let low = vm.binary_op(taipan_runtime::object::protocol::number::BinaryOp::And, index.value(), mask.value())?;
    Ok(vm.int_to_i64(low.value()).unwrap_or(0) as u32)
}

#[methods]
mod py {
    use super::*;

    /// The Adler-32 checksum, of data behind what gave `value`.
    #[function("(data, value=1, /)")]
    fn adler32(vm: &mut Vm, data: Value, value: Option<Value>) -> R<u32> {
        let bytes = bytes(vm, data)?;
        let start = start(vm, value, 1)?;
        Ok(zlib_rs::adler32::adler32(start, &bytes))
    }

    /// The CRC-32 checksum, of data behind what gave `value`.
    #[function("(data, value=0, /)")]
    fn crc32(vm: &mut Vm, data: Value, value: Option<Value>) -> R<u32> {
        let bytes = bytes(vm, data)?;
        let start = start(vm, value, 0)?;
        Ok(zlib_rs::crc32::crc32(start, &bytes))
    }

    /// Compress all at once.
    #[function("(data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)")]
    fn compress(vm: &mut Vm, data: Value, level: Option<i32>, wbits: Option<i32>) -> R<Owned> {
        let data = bytes(vm, data)?;
        let Some(mut stream) = compress::stream(level.unwrap_or(-1), wbits.unwrap_or(15), 8, 0) else {
            return Err(error(vm, "Bad compression level"));
        };
        let compressed =
            compress::run(vm, &mut stream, &data, zlib_rs::DeflateFlush::Finish, "while compressing data")?;
        vm.new_bytes(&compressed)
    }

    /// Decompress all at once.
    #[function("(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)")]
    fn decompress(vm: &mut Vm, data: Value, wbits: Option<i32>, bufsize: Option<isize>) -> R<Owned> {
        let data = bytes(vm, data)?;
        if bufsize.unwrap_or(1) < 0 {
            return Err(vm.value_error("bufsize must be non-negative"));
        }
        let Some(config) = inflate_config(wbits.unwrap_or(15)) else {
            return Err(failure(vm, -2, "while preparing to decompress data", None));
        };
        let decompressed = inflate_all(vm, config, &data)?;
        vm.new_bytes(&decompressed)
    }

    /// An object that compresses piece by piece.
    #[function(
        "(level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=None)"
    )]
    fn compressobj(
        vm: &mut Vm,
        level: Option<i32>,
        method: Option<i32>,
        wbits: Option<i32>,
        memory_level: Option<i32>,
        strategy: Option<i32>,
        zdict: Option<Value>,
    ) -> R<Owned> {
        let settings = compress::Settings {
            level: level.unwrap_or(-1),
            wbits: wbits.unwrap_or(15),
            memory_level: memory_level.unwrap_or(8),
            strategy: strategy.unwrap_or(0),
        };
        let dictionary = match crate::support::given(zdict) {
            Some(zdict) => Some(bytes(vm, zdict)?),
            None => None,
        };
        if method.unwrap_or(8) != 8 {
            return Err(vm.value_error("Invalid initialization option"));
        }
        compress::Compress::create(vm, settings, dictionary)
    }

    /// An object that decompresses piece by piece.
    #[function("(wbits=MAX_WBITS, zdict=b'')")]
    fn decompressobj(vm: &mut Vm, wbits: Option<i32>, zdict: Option<Value>) -> R<Owned> {
        let dictionary = match zdict {
            None => None,
            Some(zdict) if vm.has_buffer(zdict) => Some(bytes(vm, zdict)?),
            Some(_) => return Err(vm.type_error("zdict argument must support the buffer protocol")),
        };
        decompress::Decompress::create(vm, wbits.unwrap_or(15), dictionary)
    }
}
