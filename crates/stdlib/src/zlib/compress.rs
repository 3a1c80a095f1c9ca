//! Compression: `zlib.Compress`.

use taipan_runtime::native::*;
use taipan_text::memory::{CopyOut, Grow};
use zlib_rs::{Deflate, DeflateConfig, DeflateError, DeflateFlush, Method as Algorithm, Status, Strategy};

use super::{bytes, failure};
use crate::support::payload;

/// What a copy can be given again, in bytes.
const HISTORY: usize = 4 << 20;

#[derive(Clone, Copy)]
pub(super) struct Settings {
    pub(super) level: i32,
    pub(super) wbits: i32,
    pub(super) memory_level: i32,
    pub(super) strategy: i32,
}

/// A stream object.
#[derive(Trace)]
pub(super) struct Compress {
    #[trace(skip)]
    stream: Box<Deflate>,
    #[trace(skip)]
    settings: Settings,
    #[trace(skip)]
    dictionary: Option<Vec<u8>>,
    /// What it was given, for copies; None when it became too much.
    #[trace(skip)]
    history: Option<Vec<(Vec<u8>, DeflateFlush)>>,
    remembered: usize,
    finished: bool,
}

payload!(Compress, plain);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "zlib",
    doc: "Compresses piece by piece.",
    methods: &METHODS,
    ..ClassDef::sealed::<Compress>("Compress")
};

/// A stream with such settings; None when they are not possible.
pub(super) fn stream(level: i32, wbits: i32, memory_level: i32, strategy: i32) -> Option<Box<Deflate>> {
    if !(-1..=9).contains(&level) || !matches!(wbits, -15..=-9 | 8..=15 | 25..=31) || !(1..=9).contains(&memory_level) {
        return None;
    }
    let strategy = match strategy {
        0 => Strategy::Default,
        1 => Strategy::Filtered,
        2 => Strategy::HuffmanOnly,
        3 => Strategy::Rle,
        4 => Strategy::Fixed,
        _ => return None,
    };
    let window_bits = if wbits == 8 { 9 } else { wbits };
    let config = DeflateConfig { level, method: Algorithm::Deflated, window_bits, mem_level: memory_level, strategy };
    Some(Box::new(Deflate::new_with_config(config)))
}

/// Give a stream all of `data`: what comes out.
pub(super) fn run(vm: &mut Vm, stream: &mut Deflate, mut data: &[u8], flush: DeflateFlush, doing: &str) -> R<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let filled = out.len();
        let step = (data.len() / 2).clamp(256, 1 << 20);
        if out.try_reserve(step).is_err() {
            return Err(vm.memory_error());
        }
        out.resize(filled + step, 0);
        let (taken, given) = (stream.total_in(), stream.total_out());
        let status = stream.compress(data, &mut out[filled..], flush);
        let (taken, given) = ((stream.total_in() - taken) as usize, (stream.total_out() - given) as usize);
        out.truncate(filled + given);
        data = &data[taken..];
        match status {
            Ok(Status::StreamEnd) => return Ok(out),
            // Room was left: there is nothing more to come.
            Ok(Status::Ok | Status::BufError) if given < step && data.is_empty() => return Ok(out),
            Ok(Status::BufError) if given == 0 && taken == 0 => return Ok(out),
            Ok(_) => {}
            Err(DeflateError::MemError) => return Err(vm.memory_error()),
            Err(DeflateError::StreamError) => return Err(failure(vm, -2, doing, None)),
            Err(DeflateError::DataError) => return Err(failure(vm, -3, doing, None)),
        }
    }
}

impl Compress {
    pub(super) fn create(vm: &mut Vm, settings: Settings, dictionary: Option<Vec<u8>>) -> R<Owned> {
        let Settings { level, wbits, memory_level, strategy } = settings;
        // What the stream allocates for its window and tables, some 270 KB, it does not expect to be refused.
        vm.check_room(1 << 19)?;
        let Some(mut stream) = stream(level, wbits, memory_level, strategy) else {
            return Err(vm.value_error("Invalid initialization option"));
        };
        if let Some(dictionary) = &dictionary
            && stream.set_dictionary(dictionary).is_err()
        {
            return Err(vm.value_error("Invalid dictionary"));
        }
        let history = Some(Vec::new());
        vm.allocate(Compress { stream, settings, dictionary, history, remembered: 0, finished: false })
    }

    fn remember(&mut self, data: &[u8], flush: DeflateFlush) {
        self.remembered += data.len() + 32;
        if self.remembered > HISTORY {
            self.history = None;
        }
        if let Some(history) = &mut self.history {
            history.put((data.copy_out(), flush));
        }
    }
}

/// Give the object data, and note it.
fn feed(vm: &mut Vm, this: Obj<Compress>, data: &[u8], flush: DeflateFlush, doing: &str) -> R<Vec<u8>> {
    if this.get(vm).finished {
        return Err(failure(vm, -2, doing, None));
    }
    // The stream is taken out meanwhile: an error has to reach the isolate.
    let idle = match stream(1, 9, 1, 0) {
        Some(idle) => idle,
        None => return Err(vm.memory_error()),
    };
    let mut stream = std::mem::replace(&mut this.get_mut(vm).stream, idle);
    let out = run(vm, &mut stream, data, flush, doing);
    let state = this.get_mut(vm);
    state.stream = stream;
    state.remember(data, flush);
    out
}

fn copy(vm: &mut Vm, this: Obj<Compress>) -> R<Owned> {
    let state = this.get(vm);
    if state.finished {
        return Err(vm.value_error("Inconsistent stream state"));
    }
    let (settings, dictionary, history) = (state.settings, state.dictionary.clone(), state.history.clone());
    let Some(history) = history else {
        return Err(vm.not_implemented_error("cannot copy a compressor that has been given more than 4 MiB"));
    };
    let made = Compress::create(vm, settings, dictionary)?;
    if let Some(other) = vm.cast::<Compress>(made.value()) {
        for (data, flush) in history {
            feed(vm, other, &data, flush, "while copying")?;
        }
    }
    Ok(made)
}

#[methods]
mod py {
    use super::*;

    /// What comes out for this data.
    #[method("($self, data, /)")]
    fn compress(vm: &mut Vm, this: Obj<Compress>, data: Value) -> R<Owned> {
        let data = bytes(vm, data)?;
        let out = feed(vm, this, &data, DeflateFlush::NoFlush, "while compressing data")?;
        vm.new_bytes(&out)
    }

    /// What is still inside.
    #[method("($self, mode=zlib.Z_FINISH, /)")]
    fn flush(vm: &mut Vm, this: Obj<Compress>, mode: Option<i32>) -> R<Owned> {
        let flush = match mode.unwrap_or(4) {
            0 => return vm.new_bytes(&[]),
            1 => DeflateFlush::PartialFlush,
            2 => DeflateFlush::SyncFlush,
            3 => DeflateFlush::FullFlush,
            4 => DeflateFlush::Finish,
            5 => DeflateFlush::Block,
            _ => return Err(failure(vm, -2, "while flushing", None)),
        };
        let out = feed(vm, this, &[], flush, "while flushing")?;
        if flush == DeflateFlush::Finish {
            this.get_mut(vm).finished = true;
        }
        vm.new_bytes(&out)
    }

    /// A copy with the same state.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Obj<Compress>) -> R<Owned> {
        super::copy(vm, this)
    }

    #[method("($self, /)")]
    fn __copy__(vm: &mut Vm, this: Obj<Compress>) -> R<Owned> {
        super::copy(vm, this)
    }

    #[method("($self, memo, /)")]
    fn __deepcopy__(vm: &mut Vm, this: Obj<Compress>, _memo: Value) -> R<Owned> {
        super::copy(vm, this)
    }
}
