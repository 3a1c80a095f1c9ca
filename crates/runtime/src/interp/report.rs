//! Where the threads are, in words, for whoever may neither wait nor ask for memory nor rely on anything: what `faulthandler` writes.
//!
//! A thread that waits for the isolate's lock has noted where it is. The one that runs has done so if it is in native code, while in the loop pc and
//! register 0 are in machine registers and what the isolate holds may be old: so every word is looked at before it is believed.

use std::fmt::Write as _;

use taipan_bytecode::HEADER_WORDS;
use taipan_heap::Value;

use crate::interp::frame::Frame;
use crate::interp::stack::Slot;
use crate::object::obj::{Obj, Payload};
use crate::threads::Row;
use crate::types::code::CodeObject;
use crate::types::function::Function;
use crate::vm::Vm;

/// Frames of a thread, and threads, that are told of.
const MOST_FRAMES: usize = 100;
const MOST_THREADS: usize = 100;
/// Characters of a name that are told.
const MOST_CHARACTERS: usize = 500;

/// Whom to tell of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Threads {
    /// The one with this number of the system's, or the one that runs.
    One(i32),
    /// All, and this one, by the system's number, is the one that asks; 0 for none of them.
    All(i32),
}

/// Text into a function, in pieces that fit.
struct Sink<'a>(&'a mut dyn FnMut(&[u8]));

impl std::fmt::Write for Sink<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        (self.0)(text.as_bytes());
        Ok(())
    }
}

impl Sink<'_> {
    /// Text with what is not printable ASCII as escapes, cut off when it is long.
    fn put_name(&mut self, text: &str) {
        for (index, character) in text.chars().enumerate() {
            if index == MOST_CHARACTERS {
                let _ = self.write_str("...");
                return;
            }
            let code = u32::from(character);
            let _ = match code {
                0x20..0x7f => self.write_char(character),
                0..0x100 => write!(self, "\\x{code:02x}"),
                0x100..0x1_0000 => write!(self, "\\u{code:04x}"),
                _ => write!(self, "\\U{code:08x}"),
            };
        }
    }
}

/// What is known of the stack that a frame is on.
#[derive(Clone, Copy)]
struct Bounds {
    start: *mut Slot,
    end: *mut Slot,
}

/// A value that is believed to be an object of this type.
unsafe fn checked<T: Payload>(vm: *const Vm, value: Option<Value>) -> Option<Obj<T>> {
    let value = value?;
    // SAFETY: the isolate lives; the heap says whether the value is an object, and the shape's row what it is.
    unsafe {
        let heap = (*vm).heap;
        if !heap.is_live(value) {
            return None;
        }
        let shape = value.header()?.as_ref().shape();
        (heap.shape(shape).layout.payload == std::any::TypeId::of::<T>()).then(|| Obj::from_value(value))
    }
}

/// The function of what is believed to be a frame.
unsafe fn function_of(vm: *const Vm, frame: Frame, bounds: Bounds) -> Option<Obj<Function>> {
    let address = frame.0.addr();
    if address == 0 || !address.is_multiple_of(align_of::<Slot>()) {
        return None;
    }
    let header = address.checked_sub(HEADER_WORDS * size_of::<Slot>())?;
    let on_stack = header >= bounds.start.addr() && address <= bounds.end.addr();
    // SAFETY: the header's words can be read: they are on the thread's stack, or in the heap, which the isolate has.
    unsafe {
        if !on_stack && !(*vm).heap.has_room_at(header, HEADER_WORDS * size_of::<Slot>()) {
            return None;
        }
        checked::<Function>(vm, frame.0.sub(HEADER_WORDS).read())
    }
}

/// Go through the frames from this one outwards: the code of each, and the word it is at. Ends where something is not as it should be, or when the
/// visitor says so.
///
/// # Safety
/// The isolate lives, and its heap changes no more than other threads' native code may change it.
pub(crate) unsafe fn walk(
    vm: *const Vm,
    frame: *mut Slot,
    mut pc: *const u32,
    bounds: (*mut Slot, *mut Slot),
    visit: &mut dyn FnMut(&CodeObject, u32) -> bool,
) {
    let bounds = Bounds { start: bounds.0, end: bounds.1 };
    let mut frame = Frame(frame);
    // SAFETY: `function_of` has seen to it that the header can be read, and what it says is checked like the rest.
    unsafe {
        while let Some(function) = function_of(vm, frame, bounds) {
            let Some(code) = checked::<CodeObject>(vm, Some(function.raw().as_ref().code.value())) else { return };
            let code = code.raw().as_ref();
            let bytes = pc.addr().wrapping_sub(code.words.as_ptr().addr());
            let offset = bytes / size_of::<u32>();
            let word = if bytes != 0 && offset <= code.words.len() { offset as u32 - 1 } else { 0 };
            if !visit(code, word) {
                return;
            }
            pc = frame.caller_pc();
            let caller = frame.caller();
            if caller == frame {
                return;
            }
            frame = caller;
        }
    }
}

unsafe fn report_stack(
    vm: *const Vm,
    sink: &mut Sink<'_>,
    place: (*mut Slot, *const u32),
    bounds: (*mut Slot, *mut Slot),
) {
    let mut count = 0;
    // SAFETY: the caller's promise.
    unsafe {
        walk(vm, place.0, place.1, bounds, &mut |code, word| {
            if count == MOST_FRAMES {
                return false;
            }
            count += 1;
            let template = &code.template;
            let _ = sink.write_str("  File \"");
            sink.put_name(template.filename());
            let _ = write!(sink, "\", line {} in ", template.line_at(word));
            sink.put_name(template.name());
            let _ = sink.write_str("\n");
            true
        });
    }
    if count == 0 {
        let _ = sink.write_str("  <no Python frame>\n");
    }
}

/// Write where the threads are.
///
/// # Safety
/// The isolate lives. Its threads may run meanwhile: then what is written may be a little old.
pub(crate) unsafe fn report(vm: *const Vm, threads: Threads, write: &mut dyn FnMut(&[u8])) {
    let mut sink = Sink(write);
    // SAFETY: the isolate lives; its fields are read, not kept.
    unsafe {
        let stack = &raw const (*vm).stack;
        let running = ((*stack).frame, (*stack).pc);
        let bounds = ((*stack).base(), (*stack).limit);
        let roster = &(*vm).threads.roster;
        let current = (*vm).threads.current();
        let (Threads::One(asking) | Threads::All(asking)) = threads;
        // Before a second thread is started there is but one to ask.
        let is_asking = |row: &Row| {
            asking != 0 && if (*vm).threads.is_shared() { row.native() == asking } else { row.number() == current }
        };
        let place = |row: &Row| if row.number() == current { (running, bounds) } else { (row.place(), row.bounds()) };
        if let Threads::One(_) = threads {
            let _ = sink.write_str("Stack (most recent call first):\n");
            report_collection(vm, &mut sink);
            let (place, bounds) = roster.rows().find(|row| is_asking(row)).map_or((running, bounds), place);
            report_stack(vm, &mut sink, place, bounds);
            return;
        }
        let mut below = u64::MAX;
        let mut count = 0;
        while let Some(row) = roster.older_than(below) {
            if count == MOST_THREADS {
                let _ = sink.write_str("...\n");
                break;
            }
            if count > 0 {
                let _ = sink.write_str("\n");
            }
            count += 1;
            below = row.number();
            let who = if is_asking(row) { "Current thread" } else { "Thread" };
            let _ = write!(sink, "{who} {below:#018x}");
            let native = match row.native() {
                0 if is_asking(row) => asking,
                0 if row.number() == (*vm).threads.main() => (*vm).host.process_id(),
                native => native,
            };
            let mut buffer = [0; 64];
            if let Some(name) =
                (*vm).host.name_of_thread(native, &mut buffer).and_then(|name| str::from_utf8(name).ok())
            {
                let _ = sink.write_str(" [");
                sink.put_name(name);
                let _ = sink.write_str("]");
            }
            let _ = sink.write_str(" (most recent call first):\n");
            if row.number() == current {
                report_collection(vm, &mut sink);
            }
            let (place, bounds) = place(row);
            report_stack(vm, &mut sink, place, bounds);
        }
    }
}

unsafe fn report_collection(vm: *const Vm, sink: &mut Sink<'_>) {
    // SAFETY: the isolate lives.
    if unsafe { (*vm).gc.is_collecting() } {
        let _ = sink.write_str("  Garbage-collecting\n");
    }
}
