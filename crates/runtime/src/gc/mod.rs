//! The cycle collector's work with Python objects: when to collect, weak references, finalisers (PEP 442), clearing. Finding the
//! garbage is the heap's part.

use taipan_heap::{Breaker, Flags, Garbage, Generation, Owned, Value};

use crate::error::R;
use crate::object::obj::Obj;
use crate::types::list::List;
use crate::types::module::Module;
use crate::types::weakref;
use crate::vm::Vm;

/// Bits of `gc.set_debug`.
pub const DEBUG_STATS: i64 = 1;
pub const DEBUG_COLLECTABLE: i64 = 2;
pub const DEBUG_UNCOLLECTABLE: i64 = 4;
pub const DEBUG_SAVEALL: i64 = 32;

/// What a generation's collections have done.
#[derive(Clone, Copy, Default)]
pub struct Statistics {
    pub collections: u64,
    pub collected: u64,
    pub uncollectable: u64,
}

/// The collector's state.
pub struct Gc {
    pub enabled: bool,
    pub thresholds: [i64; 3],
    /// Collections of the generation before since the last one of this; the first is unused.
    counts: [i64; 3],
    /// How often the first threshold fits into the number of new containers that is waited for.
    stretch: i64,
    pub debug: i64,
    pub statistics: [Statistics; 3],
    collecting: bool,
    /// Objects that survived the last full collection, and those that have survived younger ones since.
    long_lived: usize,
    waiting: usize,
    /// `gc.garbage` and `gc.callbacks`, once there is a module.
    pub garbage: Option<Owned>,
    pub callbacks: Option<Owned>,
    /// At the program's end: the variables of the main module, whose finalisers run before those of what they refer to. Compared only.
    root: Option<Value>,
    /// Check the counts at every so many safe points; 0 for never.
    pub recount: u32,
    next_recount: u64,
    /// Collect at safe points.
    pub stress: bool,
    next_stress: u64,
    stressed: u32,
    /// Safe points that the debugging modes have seen.
    passed: u64,
}

impl Gc {
    pub(crate) fn is_collecting(&self) -> bool {
        self.collecting
    }
}

impl Default for Gc {
    fn default() -> Gc {
        Gc {
            enabled: true,
            thresholds: [2000, 10, 10],
            counts: [0; 3],
            stretch: 1,
            debug: 0,
            statistics: [Statistics::default(); 3],
            collecting: false,
            long_lived: 0,
            waiting: 0,
            garbage: None,
            callbacks: None,
            root: None,
            recount: 0,
            next_recount: 0,
            stress: false,
            next_stress: 0,
            stressed: 0,
            passed: 0,
        }
    }
}

impl Gc {
    /// Give up the lists: the isolate ends.
    pub(crate) fn forget(&mut self) {
        self.garbage = None;
        self.callbacks = None;
    }
}

impl Vm {
    /// Note the thresholds, or whether to collect by itself, in the heap.
    fn tell_heap(&mut self) {
        let threshold = self.gc.thresholds[0].saturating_mul(self.gc.stretch);
        let on = self.gc.enabled && threshold > 0;
        self.heap.set_young_threshold(if on { threshold as isize } else { isize::MAX });
    }

    pub fn gc_enable(&mut self, enabled: bool) {
        self.gc.enabled = enabled;
        self.tell_heap();
    }

    pub fn gc_set_thresholds(&mut self, thresholds: [i64; 3]) {
        self.gc.thresholds = thresholds;
        self.gc.stretch = 1;
        self.tell_heap();
    }

    /// `gc.get_count()`.
    pub fn gc_counts(&self) -> [i64; 3] {
        [self.heap.young().max(0) as i64, self.gc.counts[1], self.gc.counts[2]]
    }

    /// Debugging modes that the environment asks for: `TAIPAN_GC_STRESS`, `TAIPAN_RECOUNT`.
    pub fn gc_read_environment(&mut self) {
        self.gc.stress = self.host.variable(b"TAIPAN_GC_STRESS").is_some_and(|text| text != b"0");
        let recount = self.host.variable(b"TAIPAN_RECOUNT");
        self.gc.recount = recount.and_then(|text| String::from_utf8(text).ok()?.parse().ok()).unwrap_or(0);
        if self.gc.stress || self.gc.recount > 0 {
            self.heap.breaker.set(Breaker::STRESS);
        }
    }

    /// The breaker says that enough was allocated: collect the oldest generation whose time has come.
    pub(crate) fn collect_if_due(&mut self) {
        self.heap.breaker.clear(Breaker::COLLECT);
        if !self.gc.enabled || self.gc.collecting {
            return;
        }
        let counts = self.gc_counts();
        for number in (0..3).rev() {
            let stretch = if number == 0 { self.gc.stretch } else { 1 };
            if counts[number] <= self.gc.thresholds[number].saturating_mul(stretch) {
                continue;
            }
            // A full collection only pays when enough has grown old since the last.
            if number == 2 && self.gc.waiting < self.gc.long_lived / 4 {
                continue;
            }
            let found = self.collect_garbage(number);
            self.adapt_threshold(found);
            return;
        }
    }

    /// A program that makes no cycles gains nothing from looking for them often: while collections find nothing, the next one waits for more
    /// new containers, up to a quarter of those alive. One that finds garbage ends that at once. Thresholds that a program has chosen are kept to.
    fn adapt_threshold(&mut self, found: usize) {
        let most = (self.heap.containers() as i64 / 4 / self.gc.thresholds[0].max(1)).max(1);
        let chosen = self.gc.thresholds != Gc::default().thresholds;
        let stretch = if chosen || found > 0 { 1 } else { (self.gc.stretch * 2).min(most) };
        if stretch != self.gc.stretch {
            self.gc.stretch = stretch;
            self.tell_heap();
        }
    }

    /// The debugging modes at a safe point. Long programs would not end if each were served: the steps grow with the number of safe
    /// points passed, so that a program is looked at some thousand times, mostly near its beginning.
    pub(crate) fn stress(&mut self) {
        self.gc.passed += 1;
        if self.gc.stress && self.gc.passed >= self.gc.next_stress && !self.gc.collecting {
            self.gc.next_stress = self.gc.passed + 1 + self.gc.passed / 1000;
            // The youngest objects are those that somebody may hold without a count; all of them every so often.
            self.gc.stressed = self.gc.stressed.wrapping_add(1);
            self.collect_garbage(if self.gc.stressed.is_multiple_of(32) { 2 } else { 0 });
        }
        if self.gc.recount > 0 && self.gc.passed >= self.gc.next_recount {
            self.gc.next_recount = self.gc.passed + u64::from(self.gc.recount) + self.gc.passed / 200;
            self.check_counts();
        }
    }

    /// Compare counts with references, and end the process when one is too low: somebody will use freed memory.
    fn check_counts(&mut self) {
        let stack = self.stack_values();
        let problem = self.heap.recount(&mut |note| stack.iter().for_each(|&value| note(value)));
        if let Some(problem) = problem {
            let _ = self.host.write_all(2, format!("recount: {problem}\n").as_bytes());
            std::process::abort();
        }
    }

    /// `gc.collect(generation)`: the number of objects found.
    pub fn collect_garbage(&mut self, number: usize) -> usize {
        let Some(generation) = Generation::from_number(number) else { return 0 };
        if self.gc.collecting {
            return 0;
        }
        self.gc.collecting = true;
        let error = self.error.take();
        self.announce("start", number, 0);
        if self.gc.debug & DEBUG_STATS != 0 {
            let [young, middle, old, frozen] = self.heap.generation_sizes();
            self.say(&format!("gc: collecting generation {number}...\n"));
            self.say(&format!("gc: objects in each generation: {young} {middle} {old}\n"));
            self.say(&format!("gc: objects in permanent generation: {frozen}\n"));
        }
        let mut garbage = self.heap.find_garbage(generation);
        match generation {
            Generation::Young => {}
            Generation::Middle => self.gc.waiting += garbage.survivors,
            Generation::Old => {
                self.gc.waiting = 0;
                self.gc.long_lived = garbage.survivors;
            }
        }
        for younger in 0..=number {
            self.gc.counts[younger] = 0;
        }
        if number < 2 {
            self.gc.counts[number + 1] += 1;
        }
        if !garbage.is_empty() {
            self.dispose(&mut garbage);
        }
        // What finalisers have brought back does not count.
        let found = garbage.len();
        drop(garbage);
        if self.gc.debug & DEBUG_STATS != 0 {
            self.say(&format!("gc: done, {found} unreachable, 0 uncollectable, 0.0000s elapsed\n"));
        }
        let statistics = &mut self.gc.statistics[number];
        statistics.collections += 1;
        statistics.collected += found as u64;
        self.announce("stop", number, found);
        self.gc.collecting = false;
        self.error = error;
        found
    }

    /// The garbage goes: weak references are emptied and their callbacks called, finalisers run, and what they have not brought back is
    /// cleared.
    fn dispose(&mut self, garbage: &mut Garbage) {
        if let Some(root) = self.gc.root {
            garbage.order_from(root);
        }
        self.empty_weakrefs(garbage);
        let mut finalized = false;
        for index in 0..garbage.len() {
            let value = garbage.objects()[index].value();
            let Some(header) = value.header() else { continue };
            // SAFETY: the garbage's list holds a reference.
            let done = unsafe { header.as_ref() }.has(Flags::FINALIZED);
            if !done && self.class_of(value).slots(self).finalize.is_some() {
                finalized = true;
                self.finalize(value);
            }
        }
        if finalized {
            garbage.keep_unreachable();
            self.empty_weakrefs(garbage);
        }
        if self.gc.debug & DEBUG_COLLECTABLE != 0 {
            for index in 0..garbage.len() {
                let value = garbage.objects()[index].value();
                let class = self.class_of(value).name(self);
                self.say(&format!("gc: collectable <{class} {:#x}>\n", value.bits()));
            }
        }
        if self.gc.debug & DEBUG_SAVEALL != 0 {
            let list = self.gc.garbage.clone().and_then(|list| self.cast::<List>(list.value()));
            if let Some(list) = list {
                for object in garbage.objects() {
                    if list.push(self, object.clone()).is_err() {
                        drop(self.error.take());
                    }
                }
            }
            return;
        }
        garbage.clear();
    }

    /// Empty the weak references to garbage. Only references that live themselves call back.
    fn empty_weakrefs(&mut self, garbage: &Garbage) {
        let mut callbacks = Vec::new();
        for object in garbage.objects() {
            let called = weakref::empty_references(self, object.value());
            callbacks.extend(called.into_iter().filter(|(reference, _)| !garbage.contains(reference.value())));
            // A reference among the garbage never calls back, though its object may be no part of it and die of this.
            weakref::silence(self, object.value());
        }
        weakref::call_callbacks(self, callbacks);
    }

    /// Call `gc.callbacks`.
    fn announce(&mut self, phase: &str, number: usize, collected: usize) {
        let list: Option<Obj<List>> = self.gc.callbacks.as_ref().and_then(|list| self.cast::<List>(list.value()));
        let Some(list) = list.filter(|list| list.len(self) > 0) else { return };
        let callbacks: Vec<Owned> = list.items(self).iter().map(|callback| callback.own()).collect();
        for callback in callbacks {
            if self.tell_callback(callback.value(), phase, number, collected).is_err() {
                let error = self.take_error();
                self.unraisable(error, "Exception ignored while calling GC callback", callback.value());
            }
        }
    }

    fn tell_callback(&mut self, callback: Value, phase: &str, number: usize, collected: usize) -> R<()> {
        let (info, dict) = self.new_dict_obj()?;
        for (name, number) in [("generation", number), ("collected", collected), ("uncollectable", 0)] {
            let name = self.intern(name)?;
            dict.set_str(self, name, Value::int_unchecked(number as i64))?;
        }
        let phase = self.new_str(phase)?;
        self.call(callback, &[phase.value(), info.value()]).map(drop)
    }

    fn say(&mut self, text: &str) {
        let _ = self.host.write_all(2, text.as_bytes());
    }

    /// The end of the program: `sys.modules` lets go of the modules, and those that something else keeps alive lose their contents, the
    /// newest first; so finalisers run while `sys` and `builtins` are still there.
    pub fn finalize_modules(&mut self) {
        self.release_from_sys();
        let modules = self.modules;
        let mut references = Vec::new();
        for (name, module) in modules.snapshot(self) {
            let kept = self.str_text(name.value()).is_ok_and(|name| name == "sys" || name == "builtins");
            if self.str_text(name.value()).is_ok_and(|name| name == "__main__")
                && let Some(module) = self.cast::<Module>(module.value())
            {
                self.gc.root = module.dict(self).ok().map(|dict| dict.value());
            }
            if !kept
                && self.cast::<Module>(module.value()).is_some()
                && let Ok(reference) = weakref::new_reference(self, module.value())
            {
                references.push(reference);
            }
        }
        modules.clear(self);
        self.run_finalizers();
        self.collect_garbage(2);
        self.run_finalizers();
        for reference in references.iter().rev() {
            let module = self.cast::<weakref::WeakRef>(reference.value()).and_then(|reference| reference.target(self));
            let module = module.as_ref().and_then(|module| self.cast::<Module>(module.value()));
            if let Some(module) = module
                && let Ok(dict) = module.dict(self)
            {
                let dict = dict.own();
                self.clear_namespace(&dict);
            }
        }
        self.collect_garbage(2);
        self.run_finalizers();
        drop(self.error.take());
    }

    /// What `sys` holds for the program's sake keeps nothing of the program alive, and the standard streams are those of the beginning.
    fn release_from_sys(&mut self) {
        const RELEASED: [&str; 9] = [
            "path",
            "argv",
            "ps1",
            "ps2",
            "last_exc",
            "last_type",
            "last_value",
            "last_traceback",
            "__interactivehook__",
        ];
        const STREAMS: [(&str, &str); 3] = [("stdin", "__stdin__"), ("stdout", "__stdout__"), ("stderr", "__stderr__")];
        let sys = self.sys;
        let changes =
            RELEASED.map(|name| (name, None)).into_iter().chain(STREAMS.map(|(name, from)| (name, Some(from))));
        for (name, from) in changes {
            let Ok(name) = self.intern(name) else { continue };
            let value = match from.map(|from| self.intern(from)) {
                Some(Ok(from)) => sys.get_str(self, from).map_or(Owned::NONE, Value::own),
                _ => Owned::NONE,
            };
            if sys.get_str(self, name).is_some() && sys.set_str(self, name, value.value()).is_err() {
                drop(self.error.take());
            }
            self.run_finalizers();
        }
    }

    /// Set the variables of a module to None: first those with a leading underscore, then the others.
    fn clear_namespace(&mut self, namespace: &Owned) {
        let Some(dict) = self.cast::<crate::types::dict::Dict>(namespace.value()) else { return };
        for private in [true, false] {
            for (key, value) in dict.snapshot(self) {
                let Ok(text) = self.str_text(key.value()) else { continue };
                let is_private = text.starts_with('_') && !text.starts_with("__");
                let due = if private { is_private } else { !is_private && text != "__builtins__" };
                if due && !value.is_none() {
                    drop(value);
                    if dict.set(self, key.value(), Value::NONE).is_err() {
                        drop(self.error.take());
                    }
                    self.run_finalizers();
                }
            }
        }
    }
}
