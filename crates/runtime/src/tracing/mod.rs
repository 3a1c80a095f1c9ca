//! Watching code run: `sys.settrace`, `sys.setprofile` and `sys.monitoring` (PEP 669).
//!
//! Nothing looks for watchers while there are none. When somebody wants events, the instructions where they happen are overwritten with TRACE,
//! in every code object there is and in those that are made meanwhile (`instrument.rs`). TRACE tells the watchers and then carries out the
//! instruction that it stands for (`hit.rs`). Exceptions are reported by the unwinder. `events.rs` calls the watchers, `monitoring.rs` is
//! `sys.monitoring`'s own state.

pub(crate) mod events;
pub(crate) mod hit;
mod instrument;
pub mod monitoring;

pub(crate) use instrument::{Instrumentation, is_call};

use taipan_heap::Owned;

use crate::error::R;
use crate::interp::frame::Frame;
use crate::native::*;
use crate::types::code::CodeObject;
use crate::types::frame;

/// What somebody wants to know, as bits.
pub(crate) mod want {
    /// Frames that begin, end, are suspended and resumed.
    pub(crate) const FRAMES: u32 = 1;
    pub(crate) const LINES: u32 = 2;
    pub(crate) const CALLS: u32 = 4;
    pub(crate) const JUMPS: u32 = 8;
    /// Every instruction.
    pub(crate) const ALL: u32 = 16;
    /// Exceptions; they need no instruction.
    pub(crate) const EXCEPTIONS: u32 = 32;
}

/// So many code objects are remembered to be without marks; with more, all code is marked anew.
const UNMARKED: usize = 1000;

/// The watchers of a thread.
#[derive(Default)]
pub struct Tracer {
    /// `sys.settrace`.
    pub(crate) trace: Option<Owned>,
    /// `sys.setprofile`.
    pub(crate) profile: Option<Owned>,
    /// A watcher is running: it is not watched itself.
    pub(crate) inside: u32,
}

/// What an isolate's threads want together.
#[derive(Default)]
pub struct Watched {
    pub(crate) wanted: u32,
    /// What code is marked for; it stays marked when less is wanted, since marking takes long.
    pub(crate) marked: u32,
    /// Code that was found marked when nothing was wanted, and unmarked.
    unmarked: Vec<Owned>,
    /// Some frame wants to know of every instruction.
    pub(crate) opcodes: bool,
    pub(crate) monitoring: monitoring::Monitoring,
    /// Some code may be watched.
    pub(crate) any: bool,
    /// Threads with a trace function, and with a profile function.
    traced: usize,
    profiled: usize,
}

impl Vm {
    /// `sys.settrace(function)` for the running thread; None ends it.
    pub fn set_trace(&mut self, function: Option<Owned>) -> R<()> {
        let (before, now) = (self.tracer.trace.is_some(), function.is_some());
        let old = std::mem::replace(&mut self.tracer.trace, function);
        drop(old);
        self.watched.traced = self.watched.traced + usize::from(now) - usize::from(before);
        self.begin_watching()
    }

    /// `sys.setprofile(function)` for the running thread; None ends it.
    pub fn set_profile(&mut self, function: Option<Owned>) -> R<()> {
        let (before, now) = (self.tracer.profile.is_some(), function.is_some());
        let old = std::mem::replace(&mut self.tracer.profile, function);
        drop(old);
        self.watched.profiled = self.watched.profiled + usize::from(now) - usize::from(before);
        self.begin_watching()
    }

    /// `sys.gettrace()`.
    pub fn trace_function(&self) -> Option<Owned> {
        self.tracer.trace.clone()
    }

    /// `sys.getprofile()`.
    pub fn profile_function(&self) -> Option<Owned> {
        self.tracer.profile.clone()
    }

    /// Call with watching on although a watcher is running (`sys.call_tracing`).
    pub fn call_traced(&mut self, function: Value, arguments: &[Value]) -> R<Owned> {
        let inside = std::mem::take(&mut self.tracer.inside);
        let result = self.call(function, arguments);
        self.tracer.inside = inside;
        result
    }

    /// `sys.settrace` or `sys.setprofile` for all threads.
    pub fn watch_all_threads(&mut self, function: Option<Owned>, profile: bool) -> R<()> {
        self.for_parked(|vm, tracer, frame| {
            let place = if profile { &mut tracer.profile } else { &mut tracer.trace };
            let (before, now) = (place.is_some(), function.is_some());
            let old = std::mem::replace(place, function.clone());
            drop(old);
            let count = if profile { &mut vm.watched.profiled } else { &mut vm.watched.traced };
            *count = *count + usize::from(now) - usize::from(before);
            vm.settle_frames(frame)
        })?;
        if profile { self.set_profile(function) } else { self.set_trace(function) }
    }

    /// Frames that run already are not beginning.
    fn begin_watching(&mut self) -> R<()> {
        self.settle_frames(self.current_frame())?;
        self.watch_anew();
        Ok(())
    }

    fn settle_frames(&mut self, mut live: Frame) -> R<()> {
        // What was begun while somebody watched has ended long ago.
        let stale = !self.watched.wanted_anything();
        while !live.is_null() {
            let object = frame::object_of(self, live)?;
            if let Some(object) = self.cast::<frame::FrameObject>(object.value()) {
                let word = object.word(self);
                let code = object.function(self).code(self);
                let line = crate::types::code::line_of(&code.get(self).template, word);
                let watch = &mut object.get_mut(self).watch;
                if stale {
                    watch.pending_call = None;
                    watch.pending_argument = None;
                    watch.pending_jump = None;
                }
                if watch.state == frame::WatchState::Fresh {
                    watch.state = frame::WatchState::Running;
                    // They are in the middle of a line.
                    watch.line = line.unwrap_or(0);
                    watch.word = word;
                }
            }
            live = frame::caller_of(self, live);
        }
        Ok(())
    }

    /// What is wanted has changed: mark the code accordingly.
    pub(crate) fn watch_anew(&mut self) {
        let watched = &self.watched;
        let mut wanted = watched.monitoring.wanted();
        if watched.traced > 0 {
            wanted |= want::FRAMES | want::LINES | want::EXCEPTIONS;
            if watched.opcodes {
                wanted |= want::ALL;
            }
        }
        if watched.profiled > 0 {
            wanted |= want::FRAMES | want::CALLS | want::EXCEPTIONS;
        }
        if wanted == self.watched.wanted {
            return;
        }
        self.watched.wanted = wanted;
        self.watched.any = self.watched.wanted_anything();
        if wanted & !self.watched.marked == 0 && self.watched.unmarked.len() < UNMARKED {
            if wanted != 0 {
                for code in std::mem::take(&mut self.watched.unmarked) {
                    if let Some(code) = self.cast_exact::<CodeObject>(code.value()) {
                        self.mark_code(code);
                    }
                }
            }
            return;
        }
        self.watched.marked = wanted;
        self.watched.unmarked.clear();
        for code in self.all_code() {
            self.mark_code(code);
        }
    }

    /// Nothing is wanted any more: a code object that runs gets rid of its marks.
    #[cold]
    pub(crate) fn unmark_code(&mut self, code: Obj<CodeObject>) {
        self.watched.unmarked.push(code.own());
        instrument::mark(self, code, 0);
    }

    /// Mark one code object for what is wanted of all code and of it alone.
    pub(crate) fn mark_code(&mut self, code: Obj<CodeObject>) {
        let own = self.watched.monitoring.wanted_of(code.value());
        self.watched.any |= self.watched.wanted | own != 0;
        let wanted = self.watched.marked | own;
        instrument::mark(self, code, wanted & !want::EXCEPTIONS);
    }

    fn all_code(&self) -> Vec<Obj<CodeObject>> {
        let mut found = Vec::new();
        self.heap.for_each_object(&mut |header| found.push(Value::from_header(header)));
        found.into_iter().filter_map(|value| self.cast_exact::<CodeObject>(value)).collect()
    }

    /// Somebody in this thread wants to know of exceptions.
    #[inline]
    pub(crate) fn watches_exceptions(&self) -> bool {
        self.watched.wanted & want::EXCEPTIONS != 0 && self.tracer.inside == 0
    }
}
