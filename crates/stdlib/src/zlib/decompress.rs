//! Decompression: `zlib.Decompress`, and `_ZlibDecompressor` that `gzip` uses.

use taipan_runtime::native::*;
use taipan_text::memory::{CopyOut, Grow};
use zlib_rs::{Inflate, InflateConfig, InflateError, InflateFlush, Status};

use super::{bytes, failure, inflate_config, inflate_failure};
use crate::support::{payload, signature};

/// What a copy can be given again, in bytes.
const HISTORY: usize = 4 << 20;
const DOING: &str = "while decompressing data";

fn new_stream(config: InflateConfig) -> Box<Inflate> {
    let bits = config.window_bits;
    Box::new(Inflate::new(bits >= 0, bits.unsigned_abs() as u8))
}

/// What a run of a stream came to.
struct Outcome {
    out: Vec<u8>,
    /// How much of the input was taken.
    taken: usize,
    ended: bool,
    /// It stopped for want of input, with room left.
    hungry: bool,
}

/// Decompress as far as the input goes, or until `most` bytes have come out.
fn run(
    vm: &mut Vm,
    stream: &mut Inflate,
    dictionary: Option<&[u8]>,
    data: &[u8],
    most: Option<usize>,
    flush: InflateFlush,
) -> R<Outcome> {
    let (mut out, mut place) = (Vec::new(), 0);
    loop {
        let filled = out.len();
        let mut step = (data.len() * 2).clamp(1024, 1 << 20);
        if let Some(most) = most {
            step = step.min(most - filled);
        }
        if vm.heap.room_for(filled + step).is_err() || out.try_reserve(step).is_err() {
            return Err(vm.memory_error());
        }
        out.resize(filled + step, 0);
        let (taken, given) = (stream.total_in(), stream.total_out());
        let status = stream.decompress(&data[place..], &mut out[filled..], flush);
        let (taken, given) = ((stream.total_in() - taken) as usize, (stream.total_out() - given) as usize);
        out.truncate(filled + given);
        place += taken;
        let full = most.is_some_and(|most| out.len() >= most);
        match status {
            Ok(Status::StreamEnd) => return Ok(Outcome { out, taken: place, ended: true, hungry: false }),
            Ok(Status::Ok | Status::BufError) if full => {
                return Ok(Outcome { out, taken: place, ended: false, hungry: false });
            }
            Ok(Status::Ok | Status::BufError) if given < step => {
                return Ok(Outcome { out, taken: place, ended: false, hungry: true });
            }
            Ok(_) => {}
            Err(InflateError::NeedDict { .. }) if dictionary.is_some() => {
                if let Err(error) = stream.set_dictionary(dictionary.unwrap_or_default()) {
                    let why = stream.error_message();
                    return Err(inflate_failure(vm, error, "while setting zdict", why));
                }
            }
            Err(error) => {
                let why = stream.error_message();
                return Err(inflate_failure(vm, error, DOING, why));
            }
        }
    }
}

/// Decompress one whole stream; what follows it is ignored.
pub(in super::super) fn inflate_all(vm: &mut Vm, config: InflateConfig, data: &[u8]) -> R<Vec<u8>> {
    let mut stream = new_stream(config);
    let outcome = run(vm, &mut stream, None, data, None, InflateFlush::SyncFlush)?;
    if !outcome.ended {
        return Err(failure(vm, -5, DOING, None));
    }
    Ok(outcome.out)
}

/// A stream object.
#[derive(Trace)]
pub(super) struct Decompress {
    #[trace(skip)]
    stream: Option<Box<Inflate>>,
    wbits: i32,
    #[trace(skip)]
    dictionary: Option<Vec<u8>>,
    /// What it has taken, for copies; None when it became too much.
    #[trace(skip)]
    history: Option<Vec<u8>>,
    #[trace(skip)]
    unused: Vec<u8>,
    #[trace(skip)]
    tail: Vec<u8>,
    ended: bool,
}

payload!(Decompress, plain);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "zlib",
    doc: "Decompresses piece by piece.",
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::sealed::<Decompress>("Decompress")
};

/// A stream for a window argument, with the dictionary if it needs it from the beginning.
fn open(vm: &mut Vm, wbits: i32, dictionary: Option<&[u8]>) -> R<Box<Inflate>> {
    let Some(config) = inflate_config(wbits) else {
        return Err(vm.value_error("Invalid initialization option"));
    };
    let mut stream = new_stream(config);
    if wbits < 0
        && let Some(dictionary) = dictionary
        && let Err(error) = stream.set_dictionary(dictionary)
    {
        let why = stream.error_message();
        return Err(inflate_failure(vm, error, "while setting zdict", why));
    }
    Ok(stream)
}

impl Decompress {
    pub(super) fn create(vm: &mut Vm, wbits: i32, dictionary: Option<Vec<u8>>) -> R<Owned> {
        let dictionary = dictionary.filter(|dictionary| !dictionary.is_empty());
        let stream = Some(open(vm, wbits, dictionary.as_deref())?);
        let history = Some(Vec::new());
        vm.allocate(Decompress {
            stream,
            wbits,
            dictionary,
            history,
            unused: Vec::new(),
            tail: Vec::new(),
            ended: false,
        })
    }
}

/// Run the object's stream on some data.
fn feed(vm: &mut Vm, this: Obj<Decompress>, data: &[u8], most: Option<usize>, flush: InflateFlush) -> R<Outcome> {
    let state = this.get_mut(vm);
    let dictionary = state.dictionary.clone();
    let Some(mut stream) = state.stream.take() else {
        return Err(vm.runtime_error("the object is in use by another thread"));
    };
    let outcome = run(vm, &mut stream, dictionary.as_deref(), data, most, flush);
    let state = this.get_mut(vm);
    state.stream = Some(stream);
    let outcome = outcome?;
    let taken = &data[..outcome.taken];
    match &mut state.history {
        Some(history) if history.len() + taken.len() <= HISTORY => history.put_slice(taken),
        history => *history = None,
    }
    Ok(outcome)
}

/// Sort out what was not taken.
fn keep_rest(vm: &mut Vm, this: Obj<Decompress>, data: &[u8], outcome: &Outcome) {
    let rest = &data[outcome.taken..];
    let state = this.get_mut(vm);
    if outcome.ended {
        state.unused.put_slice(rest);
        state.tail.clear();
        state.ended = true;
    } else {
        state.tail = rest.copy_out();
    }
}

fn copy(vm: &mut Vm, this: Obj<Decompress>) -> R<Owned> {
    let state = this.get(vm);
    let (wbits, dictionary, history) = (state.wbits, state.dictionary.clone(), state.history.clone());
    let (unused, tail, ended) = (state.unused.clone(), state.tail.clone(), state.ended);
    if ended {
        return Err(vm.value_error("Inconsistent stream state"));
    }
    let Some(history) = history else {
        return Err(vm.not_implemented_error("cannot copy a decompressor that has been given more than 4 MiB"));
    };
    let given = this.get(vm).stream.as_ref().map_or(0, |stream| stream.total_out()) as usize;
    let made = Decompress::create(vm, wbits, dictionary)?;
    if let Some(other) = vm.cast::<Decompress>(made.value()) {
        feed(vm, other, &history, Some(given), InflateFlush::SyncFlush)?;
        let state = other.get_mut(vm);
        (state.unused, state.tail, state.ended) = (unused, tail, ended);
    }
    Ok(made)
}

#[methods]
mod py {
    use super::*;

    /// What comes out for this data, at most so many bytes; 0 for all.
    #[method("($self, data, /, max_length=0)")]
    fn decompress(vm: &mut Vm, this: Obj<Decompress>, data: Value, max_length: Option<isize>) -> R<Owned> {
        let data = bytes(vm, data)?;
        let most = match usize::try_from(max_length.unwrap_or(0)) {
            Ok(0) => None,
            Ok(most) => Some(most),
            Err(_) => return Err(vm.value_error("max_length must be non-negative")),
        };
        if this.get(vm).ended {
            this.get_mut(vm).unused.put_slice(&data);
            return vm.new_bytes(&[]);
        }
        let outcome = feed(vm, this, &data, most, InflateFlush::SyncFlush)?;
        keep_rest(vm, this, &data, &outcome);
        vm.new_bytes(&outcome.out)
    }

    /// What is still inside.
    #[method("($self, length=zlib.DEF_BUF_SIZE, /)")]
    fn flush(vm: &mut Vm, this: Obj<Decompress>, length: Option<isize>) -> R<Owned> {
        if length.unwrap_or(1) <= 0 {
            return Err(vm.value_error("length must be greater than zero"));
        }
        let data = this.get(vm).tail.clone();
        if this.get(vm).ended {
            return vm.new_bytes(&[]);
        }
        let outcome = feed(vm, this, &data, None, InflateFlush::Finish)?;
        keep_rest(vm, this, &data, &outcome);
        vm.new_bytes(&outcome.out)
    }

    /// A copy with the same state.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Obj<Decompress>) -> R<Owned> {
        super::copy(vm, this)
    }

    #[method("($self, /)")]
    fn __copy__(vm: &mut Vm, this: Obj<Decompress>) -> R<Owned> {
        super::copy(vm, this)
    }

    #[method("($self, memo, /)")]
    fn __deepcopy__(vm: &mut Vm, this: Obj<Decompress>, _memo: Value) -> R<Owned> {
        super::copy(vm, this)
    }

    /// What came behind the end of the stream.
    #[member]
    fn unused_data(vm: &mut Vm, this: Obj<Decompress>) -> R<Owned> {
        let unused = this.get(vm).unused.clone();
        vm.new_bytes(&unused)
    }

    /// What was not looked at because of max_length.
    #[member]
    fn unconsumed_tail(vm: &mut Vm, this: Obj<Decompress>) -> R<Owned> {
        let tail = this.get(vm).tail.clone();
        vm.new_bytes(&tail)
    }

    /// Whether the end of the stream was reached.
    #[member]
    fn eof(vm: &mut Vm, this: Obj<Decompress>) -> bool {
        this.get(vm).ended
    }
}

/// As `Decompress`, but it keeps the input that it has not looked at.
#[derive(Trace)]
pub(super) struct ZlibDecompressor {
    #[trace(skip)]
    stream: Option<Box<Inflate>>,
    #[trace(skip)]
    dictionary: Option<Vec<u8>>,
    #[trace(skip)]
    waiting: Vec<u8>,
    #[trace(skip)]
    unused: Vec<u8>,
    ended: bool,
    needs_input: bool,
}

payload!(ZlibDecompressor, plain);

pub(super) static BUFFERED: ClassDef = ClassDef {
    module: "zlib",
    doc: "Decompresses piece by piece, and keeps the input that it has not looked at.",
    slots: Slots { new: Some(new_buffered), ..Slots::EMPTY },
    methods: &buffered::METHODS,
    getsets: &buffered::GETSETS,
    ..ClassDef::sealed::<ZlibDecompressor>("_ZlibDecompressor")
};

fn new_buffered(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature =
        signature!("_ZlibDecompressor", ["wbits" PositionalOrKeyword true, "zdict" PositionalOrKeyword true]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let wbits = slots[0].map_or(Ok(15), |wbits| vm.to_i64(wbits, "int"))?;
    let dictionary = match slots[1] {
        None => None,
        Some(zdict) if vm.has_buffer(zdict) => Some(bytes(vm, zdict)?),
        Some(_) => return Err(vm.type_error("zdict argument must support the buffer protocol")),
    };
    let dictionary = dictionary.filter(|dictionary| !dictionary.is_empty());
    let stream = Some(open(vm, i32::try_from(wbits).unwrap_or(-100), dictionary.as_deref())?);
    let (waiting, unused) = (Vec::new(), Vec::new());
    vm.allocate_instance(
        class,
        ZlibDecompressor { stream, dictionary, waiting, unused, ended: false, needs_input: true },
    )
}

mod buffered {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        /// What comes out for this data, at most so many bytes; -1 for all.
        #[method("($self, /, data, max_length=-1)")]
        fn decompress(vm: &mut Vm, this: Obj<ZlibDecompressor>, data: Value, max_length: Option<isize>) -> R<Owned> {
            let data = bytes(vm, data)?;
            if this.get(vm).ended {
                return Err(vm.eof_error("End of stream already reached"));
            }
            let most = usize::try_from(max_length.unwrap_or(-1)).ok();
            let state = this.get_mut(vm);
            let mut input = std::mem::take(&mut state.waiting);
            input.put_slice(&data);
            if most == Some(0) {
                state.waiting = input;
                state.needs_input = state.waiting.is_empty();
                return vm.new_bytes(&[]);
            }
            let dictionary = state.dictionary.clone();
            let Some(mut stream) = state.stream.take() else {
                return Err(vm.runtime_error("the object is in use by another thread"));
            };
            let outcome = run(vm, &mut stream, dictionary.as_deref(), &input, most, InflateFlush::SyncFlush);
            let state = this.get_mut(vm);
            state.stream = Some(stream);
            let outcome = outcome?;
            let rest = input.split_off(outcome.taken);
            if outcome.ended {
                state.ended = true;
                state.unused = rest;
                state.needs_input = false;
            } else {
                state.waiting = rest;
                state.needs_input = outcome.hungry;
            }
            vm.new_bytes(&outcome.out)
        }

        /// What came behind the end of the stream.
        #[getter]
        fn unused_data(vm: &mut Vm, this: Obj<ZlibDecompressor>) -> R<Owned> {
            let unused = this.get(vm).unused.clone();
            vm.new_bytes(&unused)
        }

        /// Whether more input is needed before more can come out.
        #[member]
        fn needs_input(vm: &mut Vm, this: Obj<ZlibDecompressor>) -> bool {
            this.get(vm).needs_input
        }

        /// Whether the end of the stream was reached.
        #[member]
        fn eof(vm: &mut Vm, this: Obj<ZlibDecompressor>) -> bool {
            this.get(vm).ended
        }
    }
}
