//! Frame objects: what Python code sees of a frame. Made when asked for; the frame itself is on the VM stack or in a generator.
//!
//! While the frame lives, the object points to its registers. When the frame dies, they move into the object if anybody else holds it.

mod proxy;

pub(crate) use proxy::CLASS as PROXY_CLASS;
pub use proxy::FrameLocalsProxy;

use taipan_bytecode::{CodeFlags, Instruction, LocalKind, MAX_NEAR_LOCALS, Op};
use taipan_heap::{ShapeId, ValueVec};

use crate::interp::frame::Frame;
use crate::interp::stack::Slot;
use crate::native::*;
use crate::types::cell::Cell;
use crate::types::function::Function;
use crate::types::shapes;

#[derive(Trace)]
pub struct FrameObject {
    pub function: Owned,
    /// Register 0 while the frame lives, else null.
    #[trace(skip)]
    live: *mut Slot,
    /// The locals of a dead frame, `Value::ABSENT` for unbound ones.
    locals: ValueVec,
    /// The caller of a dead frame.
    back: Option<Owned>,
    /// Where a dead frame was.
    word: u32,
    /// The instruction with a line that raised last.
    #[trace(skip)]
    raised: Option<u32>,
    /// It was emptied, and does not show the variables of its surroundings either.
    #[trace(skip)]
    cleared: bool,
    /// Variables set through `f_locals` that the code does not know, a dict.
    extra: Option<Owned>,
    /// Values that `f_locals` replaced.
    overwritten: ValueVec,
    /// `f_trace`.
    pub(crate) trace: Option<Owned>,
    pub(crate) trace_lines: bool,
    pub(crate) trace_opcodes: bool,
    pub(crate) watch: Watch,
}

/// What watchers know of a frame.
#[derive(Trace, Default)]
pub(crate) struct Watch {
    #[trace(skip)]
    pub(crate) state: WatchState,
    /// The line and the marked word that were reached last.
    #[trace(skip)]
    pub(crate) line: u32,
    #[trace(skip)]
    pub(crate) word: u32,
    /// The frame's beginning is being told of.
    #[trace(skip)]
    pub(crate) beginning: bool,
    /// A line or an instruction is being told of: `f_lineno` can be set.
    #[trace(skip)]
    pub(crate) at_line: bool,
    /// The word to go on at, once `f_lineno` was set.
    #[trace(skip)]
    pub(crate) jump: Option<u32>,
    /// A call whose end is to be told of, and its first argument.
    pub(crate) pending_call: Option<Owned>,
    pub(crate) pending_argument: Option<Owned>,
    /// A jump: its word, the next one, its target, and whether it depends on nothing.
    #[trace(skip)]
    pub(crate) pending_jump: Option<(u32, u32, u32, bool)>,
}

/// How far watchers know of a frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum WatchState {
    /// Not at all.
    #[default]
    Fresh,
    Running,
    /// A generator's has yielded.
    Suspended,
}

/// The word of a generator's code that has not begun.
pub(crate) const NOT_BEGUN: u32 = u32::MAX;

/// Where a local variable is.
#[derive(Clone, Copy)]
enum Place {
    /// Number of the local, and whether it is in a cell.
    Local(usize, bool),
    /// Number of the free variable.
    Free(usize),
}

impl FrameObject {
    /// The object of the frame whose window is at `live`, or of one that is over.
    fn new(function: Obj<Function>, live: *mut Slot) -> FrameObject {
        FrameObject {
            function: function.own(),
            live,
            locals: ValueVec::new(),
            back: None,
            word: 0,
            raised: None,
            cleared: false,
            extra: None,
            overwritten: ValueVec::new(),
            trace: None,
            trace_lines: true,
            trace_opcodes: false,
            watch: Watch::default(),
        }
    }
}

impl Payload for FrameObject {
    const NAME: &'static str = "FrameObject";
    const SHAPE: ShapeId = shapes::frame;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.frame
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A running, suspended or finished call.",
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::sealed::<FrameObject>("frame")
};

/// The register of local number `index`.
fn register(index: usize) -> usize {
    if index < MAX_NEAR_LOCALS { index } else { 256 + index - MAX_NEAR_LOCALS }
}

/// The frame object of a live frame, made now if need be.
pub(crate) fn object_of(vm: &mut Vm, frame: Frame) -> R<Owned> {
    // SAFETY: the frame is live, by the callers' promise; the header keeps one reference.
    unsafe {
        if let Some(object) = frame.object() {
            return Ok(object.own());
        }
        let made = vm.allocate(FrameObject::new(frame.function(), frame.0))?;
        frame.set_object(Some(made.clone().into_raw()));
        Ok(made)
    }
}

/// The live frame that is `depth` calls out from the running one.
pub(crate) fn outwards(vm: &Vm, depth: usize) -> Option<Frame> {
    let mut frame = vm.current_frame();
    for _ in 0..depth {
        if frame.is_null() {
            return None;
        }
        frame = caller_of(vm, frame);
    }
    (!frame.is_null()).then_some(frame)
}

/// The frame that called this live one; null for the outermost and for a suspended generator's.
pub(crate) fn caller_of(vm: &Vm, frame: Frame) -> Frame {
    // SAFETY: the frame is live.
    unsafe { if frame.in_generator() { crate::types::generator::caller_of_frame(vm, frame) } else { frame.caller() } }
}

/// The frame object of a call of `function` that Rust carried out in its stead, which is over: the first locals, and the word that it was at.
pub(crate) fn imagined(vm: &mut Vm, function: Obj<Function>, locals: &[Value], word: u32) -> R<Owned> {
    let count = function.code(vm).get(vm).template.locals.len();
    let mut values = ValueVec::new();
    for index in 0..count {
        let value = locals.get(index).copied().unwrap_or(Value::ABSENT);
        let pushed = values.push(vm.heap, value.own());
        vm.check(pushed)?;
    }
    let caller = vm.current_frame();
    let back = if caller.is_null() { None } else { Some(object_of(vm, caller)?) };
    vm.allocate(FrameObject { locals: values, back, word, ..FrameObject::new(function, std::ptr::null_mut()) })
}

/// A frame dies.
pub(crate) fn detach(vm: &mut Vm, frame: Frame) {
    // SAFETY: the frame is live until its registers are dropped by the caller.
    unsafe {
        let Some(object) = frame.object() else { return };
        frame.set_object(None);
        let object = Owned::from_raw(object);
        let this: Obj<FrameObject> = Obj::from_value(object.value());
        let count = frame.code().get(vm).local_count as usize;
        let word = word_of(vm, frame);
        if this.header().references() > 1 {
            // The caller of a generator's frame is only whoever resumed it last.
            let back = if frame.in_generator() { Frame(std::ptr::null_mut()) } else { caller_of(vm, frame) };
            let back = if back.is_null() { None } else { object_of(vm, back).ok() };
            let mut locals = ValueVec::new();
            let heap = vm.heap;
            for index in 0..count {
                let value = frame.0.add(register(index)).replace(None);
                let value = Owned::from_raw(value.unwrap_or(Value::ABSENT));
                if locals.push(heap, value).is_err() {
                    break;
                }
            }
            let details = this.get_mut(vm);
            details.locals = locals;
            details.back = back;
        }
        let details = this.get_mut(vm);
        details.live = std::ptr::null_mut();
        details.word = word;
    }
}

/// The window of a generator goes away without its frame having ended: its frame object, if any, is left without locals.
///
/// # Safety
/// The frame's header is intact.
pub(crate) unsafe fn orphan(frame: Frame) {
    // SAFETY: the caller's promise; the header's frame object is one, with a reference that is the header's.
    unsafe {
        let Some(object) = frame.object() else { return };
        frame.set_object(None);
        let object = Owned::from_raw(object);
        let this: Obj<FrameObject> = Obj::from_value(object.value());
        (*this.raw().as_ptr()).live = std::ptr::null_mut();
    }
}

/// The word that a live frame is at: of the running frame by the isolate's pc, of others by what the frame they called has saved.
pub(crate) fn word_of(vm: &Vm, frame: Frame) -> u32 {
    // SAFETY: the frame is live, and so are those from the running one outwards, and those of threads that wait.
    unsafe {
        let code = frame.code().get(vm);
        let start = code.words.as_ptr();
        let mut found = pc_on_chain(vm.current_frame(), vm.stack.pc, frame);
        if found.is_none() && vm.threads.is_shared() {
            let mut places = vm.threads.roster.rows().map(|row| row.place());
            found = places.find_map(|(innermost, pc)| pc_on_chain(Frame(innermost), pc, frame));
        }
        let Some(pc) = found else {
            // A suspended generator.
            return if frame.in_generator() { crate::types::generator::suspended_word(vm, frame, start) } else { 0 };
        };
        let offset = pc.offset_from(start);
        if (1..=code.words.len() as isize).contains(&offset) { offset as u32 - 1 } else { 0 }
    }
}

/// Where `frame` is, if it is one of those from `current` outwards, which is at `pc`.
///
/// # Safety
/// Those frames are live.
unsafe fn pc_on_chain(mut current: Frame, mut pc: *const u32, frame: Frame) -> Option<*const u32> {
    while !current.is_null() {
        if current == frame {
            return Some(pc);
        }
        // SAFETY: the caller's promise.
        unsafe {
            pc = current.caller_pc();
            current = current.caller();
        }
    }
    None
}

/// An exception was raised at `word` of a live frame, or raised again there by an instruction. The word where the frame is said to be.
pub(crate) fn note_raised(vm: &mut Vm, frame: Frame, word: usize, again: Option<u32>) -> usize {
    // SAFETY: the frame is live, by the callers' promise.
    let Some(object) = (unsafe { frame.object() }) else { return word };
    let Some(object) = vm.cast::<FrameObject>(object) else { return word };
    let keeps_place = |instruction: u32| {
        Instruction::decode(instruction).is_some_and(|decoded| decoded.op == Op::RERAISE && decoded.b != 0)
            || object.function(vm).code(vm).line_of(vm, word) == 0
    };
    if let Some(raised) = object.get(vm).raised
        && again.is_some_and(keeps_place)
    {
        return raised as usize;
    }
    object.get_mut(vm).raised = Some(word as u32);
    word
}

/// `locals()` of a live frame: the namespace of module and class code, else a new dict of what is bound.
pub(crate) fn locals_of(vm: &mut Vm, frame: Frame) -> R<Owned> {
    // SAFETY: the frame is live, by the callers' promise.
    let (function, optimized) = unsafe {
        let code = frame.code().get(vm);
        (frame.function(), code.flags.contains(taipan_bytecode::CodeFlags::OPTIMIZED))
    };
    if !optimized && !has_inlined(vm, frame) {
        // SAFETY: register 0 holds the namespace.
        return Ok(unsafe { frame.0.read() }.map_or(Owned::NONE, Value::own));
    }
    let count = function.code(vm).get(vm).local_count as usize;
    // SAFETY: locals are registers of the live frame.
    let values: Vec<Option<Owned>> =
        (0..count).map(|index| unsafe { frame.0.add(register(index)).read() }.map(Value::own)).collect();
    let owned = locals_dict(vm, function, &values, false)?;
    // SAFETY: the frame is live.
    if let Some(object) = unsafe { frame.object() }.and_then(|object| vm.cast::<FrameObject>(object)) {
        object.add_extra(vm, &owned)?;
    }
    Ok(owned)
}

/// Whether the local variable is one of a comprehension that was compiled into the code around it. Module and class code have cells of their own
/// beside those, for what is inside of them.
fn is_inlined(local: &taipan_bytecode::LocalVar, optimized: bool) -> bool {
    let of_the_code = matches!(&*local.name, "__class__" | "__classdict__" | "__conditional_annotations__");
    !local.name.starts_with('.') && (local.kind == LocalKind::Hidden || !optimized && !of_the_code)
}

/// Whether a comprehension is running inside module or class code: then its variables are what is local.
fn has_inlined(vm: &Vm, frame: Frame) -> bool {
    // SAFETY: the frame is live, by the callers' promise, and has these locals.
    unsafe {
        let locals = &frame.code().get(vm).template.locals;
        let is_bound = |index: usize| frame.0.add(register(index)).read().is_some();
        locals.iter().enumerate().any(|(index, local)| is_inlined(local, false) && is_bound(index))
    }
}

fn locals_dict(vm: &mut Vm, function: Obj<Function>, values: &[Option<Owned>], cleared: bool) -> R<Owned> {
    let template = function.code(vm).get(vm).template.clone();
    let (owned, dict) = vm.new_dict_obj()?;
    let bind = |vm: &mut Vm, name: &str, value: Option<Owned>| -> R<()> {
        match value {
            Some(value) => {
                let name = vm.intern(name)?;
                dict.set_str(vm, name, value.value())
            }
            None => Ok(()),
        }
    };
    let optimized = template.flags.contains(CodeFlags::OPTIMIZED);
    for (local, value) in template.locals.iter().zip(values) {
        let value = match local.kind {
            LocalKind::Hidden => continue,
            LocalKind::Fast => value.clone(),
            LocalKind::Cell => value.as_ref().and_then(|cell| content(vm, cell.value())),
        };
        bind(vm, &local.name, value)?;
    }
    for (local, value) in template.locals.iter().zip(values) {
        if is_inlined(local, optimized) && local.kind == LocalKind::Hidden {
            let value = value.as_ref().and_then(|value| content(vm, value.value()));
            bind(vm, &local.name, value)?;
        }
    }
    let closure = function.get(vm).closure.clone().filter(|_| !cleared && optimized);
    if let Some(closure) = closure.as_ref().and_then(|closure| vm.cast::<Tuple>(closure.value())) {
        for (index, name) in template.free.iter().enumerate() {
            let value = closure.items(vm).get(index).copied().and_then(|cell| content(vm, cell));
            bind(vm, name, value)?;
        }
    }
    Ok(owned)
}

fn content(vm: &Vm, cell: Value) -> Option<Owned> {
    match vm.cast_exact::<Cell>(cell) {
        Some(cell) => cell.get(vm).content.clone(),
        // Before MAKE_CELL has run the register still holds the argument.
        None => Some(cell.own()),
    }
}

impl Obj<FrameObject> {
    pub(crate) fn function(self, vm: &Vm) -> Obj<Function> {
        // SAFETY: a frame's function is a function.
        unsafe { Obj::from_value(self.get(vm).function.value()) }
    }

    /// The live frame.
    pub(crate) fn live(self, vm: &Vm) -> Option<Frame> {
        let live = self.get(vm).live;
        (!live.is_null()).then_some(Frame(live))
    }

    /// The word of the code that the frame is, or was last, at.
    pub(crate) fn word(self, vm: &Vm) -> u32 {
        match self.live(vm) {
            Some(frame) => word_of(vm, frame),
            None => self.get(vm).word,
        }
    }
}

/// The offset in bytes of a word; -1 before the code has begun.
pub(crate) fn offset_of(word: u32) -> i64 {
    if word == NOT_BEGUN { -1 } else { crate::types::code::offset_of_word(word) }
}

/// The line of a word.
pub(crate) fn line_at(vm: &Vm, code: Obj<crate::types::code::CodeObject>, word: u32) -> u32 {
    let template = &code.get(vm).template;
    // Instructions that the compiler made up have no line: what was executed before them has. Before the beginning that is nothing.
    if word == NOT_BEGUN { template.header().map_or(0, |header| header.first_line) } else { template.line_at(word) }
}

/// A jump may pass over assignments that the compiler has relied on: locals without a value get None.
fn bind_unbound(vm: &mut Vm, this: Obj<FrameObject>) -> R<()> {
    let template = this.function(vm).code(vm).get(vm).template.clone();
    if !template.flags.contains(CodeFlags::OPTIMIZED) {
        return Ok(());
    }
    let unbound: Vec<usize> = (0..template.locals.len()).filter(|&index| this.stored(vm, index).is_none()).collect();
    if unbound.is_empty() {
        return Ok(());
    }
    let plural = if unbound.len() == 1 { "" } else { "s" };
    let category = vm.exceptions.RuntimeWarning;
    vm.warn(category, &format!("assigning None to {} unbound local{plural}", unbound.len()))?;
    for index in unbound {
        if template.locals[index].kind != LocalKind::Cell {
            this.set_local(vm, Place::Local(index, false), Owned::NONE)?;
        }
    }
    Ok(())
}

/// The frame's own beginning is being told of.
fn watch_is_call(state: WatchState, watch: &Watch) -> bool {
    watch.beginning && state == WatchState::Running
}

fn need_bool(vm: &mut Vm, value: Option<Value>) -> R<bool> {
    match value {
        None => Err(vm.type_error("can't delete numeric/char attribute")),
        Some(value) if value.is_bool() => Ok(value.is(Value::TRUE)),
        Some(_) => Err(vm.type_error("attribute value type must be bool")),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(this) = vm.cast::<FrameObject>(value) else { return crate::types::object::repr(vm, value) };
    let word = this.word(vm);
    let code = this.function(vm).code(vm);
    let line = line_at(vm, code, word);
    let (name, filename) = (code.get(vm).template.name().to_string(), code.get(vm).template.filename().clone());
    let filename = vm.new_str(&filename)?;
    let filename = vm.repr_text(filename.value())?;
    vm.new_str(&format!("<frame at {:#x}, file {filename}, line {line}, code {name}>", value.bits()))
}

impl Obj<FrameObject> {
    /// The local variable of this name.
    fn place(self, vm: &Vm, name: &str) -> Option<Place> {
        let template = &self.function(vm).code(vm).get(vm).template;
        let optimized = template.flags.contains(CodeFlags::OPTIMIZED);
        let mut inner = template.locals.iter().enumerate().rev().filter(|(_, local)| is_inlined(local, optimized));
        if let Some((index, value)) = inner.find_map(|(index, local)| {
            (local.name == name).then(|| self.stored(vm, index)).flatten().map(|value| (index, value))
        }) {
            return Some(Place::Local(index, vm.cast_exact::<Cell>(value.value()).is_some()));
        }
        if !optimized {
            return None;
        }
        let local = template.locals.iter().position(|local| local.name == name && local.kind != LocalKind::Hidden);
        if let Some(index) = local {
            return Some(Place::Local(index, template.locals[index].kind == LocalKind::Cell));
        }
        template.free.iter().position(|free| free == name).map(Place::Free)
    }

    /// What local number `index` holds: the cell, of one that is in a cell.
    fn stored(self, vm: &Vm, index: usize) -> Option<Owned> {
        match self.live(vm) {
            // SAFETY: the frame is live, and has this local.
            Some(frame) => unsafe { frame.0.add(register(index)).read() }.map(Value::own),
            None => {
                let value = self.get(vm).locals.as_slice().get(index)?;
                (!value.is(Value::ABSENT)).then(|| value.own())
            }
        }
    }

    fn free_cell(self, vm: &Vm, index: usize) -> Option<Value> {
        if self.get(vm).cleared {
            return None;
        }
        let closure = self.function(vm).get(vm).closure.as_ref()?.value();
        vm.cast::<Tuple>(closure)?.items(vm).get(index).copied()
    }

    /// The value of a local variable, None when it has none.
    fn local(self, vm: &Vm, place: Place) -> Option<Owned> {
        match place {
            Place::Local(index, false) => self.stored(vm, index),
            Place::Local(index, true) => self.stored(vm, index).and_then(|cell| content(vm, cell.value())),
            Place::Free(index) => self.free_cell(vm, index).and_then(|cell| content(vm, cell)),
        }
    }

    fn set_local(self, vm: &mut Vm, place: Place, value: Owned) -> R<()> {
        let cell = match place {
            Place::Local(_, false) => None,
            Place::Local(index, true) => self.stored(vm, index),
            Place::Free(index) => self.free_cell(vm, index).map(Value::own),
        };
        if let Some(cell) = cell.as_ref().and_then(|cell| vm.cast_exact::<Cell>(cell.value())) {
            let old = cell.get_mut(vm).content.replace(value);
            drop(old);
            return Ok(());
        }
        let Place::Local(index, _) = place else { return Ok(()) };
        let heap = vm.heap;
        let old = match self.live(vm) {
            // SAFETY: as in stored; the reference moves in, the old one out.
            Some(frame) => unsafe { frame.0.add(register(index)).replace(Some(value.into_raw())) }.map(Owned::from_raw),
            None => {
                // Not all locals may have been kept.
                let locals = &mut self.get_mut(vm).locals;
                if locals.as_slice().len() <= index {
                    let pushed = locals.push(heap, Owned::from_raw(Value::ABSENT));
                    vm.check(pushed)?;
                    return self.set_local(vm, place, value);
                }
                Some(locals.replace(index, value))
            }
        };
        if let Some(old) = old {
            let pushed = self.get_mut(vm).overwritten.push(heap, old);
            vm.check(pushed)?;
        }
        Ok(())
    }

    fn extra(self, vm: &Vm) -> Option<Obj<Dict>> {
        self.get(vm).extra.as_ref().and_then(|extra| vm.cast::<Dict>(extra.value()))
    }

    fn need_extra(self, vm: &mut Vm) -> R<Obj<Dict>> {
        if let Some(extra) = self.extra(vm) {
            return Ok(extra);
        }
        let (owned, dict) = vm.new_dict_obj()?;
        self.get_mut(vm).extra = Some(owned);
        Ok(dict)
    }

    /// All variables that have a value.
    fn locals_dict(self, vm: &mut Vm) -> R<Owned> {
        let function = self.function(vm);
        let count = function.code(vm).get(vm).local_count as usize;
        let values: Vec<Option<Owned>> = (0..count).map(|index| self.stored(vm, index)).collect();
        let owned = locals_dict(vm, function, &values, self.get(vm).cleared)?;
        self.add_extra(vm, &owned)?;
        Ok(owned)
    }

    /// Put the variables that the code does not know into a dict.
    fn add_extra(self, vm: &mut Vm, dict: &Owned) -> R<()> {
        if let (Some(extra), Some(dict)) = (self.extra(vm), vm.cast::<Dict>(dict.value())) {
            for (key, value) in extra.snapshot(vm) {
                dict.set(vm, key.value(), value.value())?;
            }
        }
        Ok(())
    }
}

#[methods]
mod py {
    use super::*;

    /// The code that runs in it.
    #[getter]
    fn f_code(vm: &mut Vm, this: Obj<FrameObject>) -> Owned {
        this.function(vm).get(vm).code.clone()
    }

    /// The frame that called it.
    #[getter]
    fn f_back(vm: &mut Vm, this: Obj<FrameObject>) -> R<Option<Owned>> {
        match this.live(vm) {
            Some(frame) => {
                let back = caller_of(vm, frame);
                if back.is_null() { Ok(None) } else { object_of(vm, back).map(Some) }
            }
            None => Ok(this.get(vm).back.clone()),
        }
    }

    /// The globals.
    #[getter]
    fn f_globals(vm: &mut Vm, this: Obj<FrameObject>) -> Owned {
        this.function(vm).get(vm).globals.clone()
    }

    /// The builtins.
    #[getter]
    fn f_builtins(vm: &mut Vm, this: Obj<FrameObject>) -> Owned {
        this.function(vm).seen_builtins(vm).shown()
    }

    /// The line being executed.
    #[getter]
    fn f_lineno(vm: &mut Vm, this: Obj<FrameObject>) -> Option<u32> {
        let code = this.function(vm).code(vm);
        if this.get(vm).watch.beginning {
            return Some(crate::types::code::beginning(&code.get(vm).template));
        }
        let word = match this.get(vm).watch.jump {
            Some(word) => word,
            None => this.word(vm),
        };
        let watch = &this.get(vm).watch;
        // What has no line of its own belongs to the line that was reached last.
        if let Some(line) = code.line_of_word(vm, word) {
            return Some(line);
        }
        if watch.line != 0 && word != NOT_BEGUN {
            return Some(watch.line);
        }
        if !code.has_lines(vm) {
            return None;
        }
        let line = line_at(vm, code, word);
        (line != 0).then_some(line)
    }

    #[setter]
    fn set_f_lineno(vm: &mut Vm, this: Obj<FrameObject>, value: Option<Value>) -> R<()> {
        let Some(value) = value else { return Err(vm.attribute_error_text("cannot delete attribute")) };
        if vm.class_of(value) != vm.types.int {
            return Err(vm.value_error("lineno must be an integer"));
        }
        let watch = &this.get(vm).watch;
        if !watch.at_line {
            let state = watch.state;
            return Err(vm.value_error(if watch_is_call(state, &this.get(vm).watch) {
                "can't jump from the 'call' trace event of a new frame"
            } else if vm.trace_function().is_some() {
                "can only jump from a 'line' trace event"
            } else {
                "f_lineno can only be set in a trace function"
            }));
        }
        let line = vm.to_i64(value, "int")?;
        match crate::tracing::hit::jump_to(vm, this, u32::try_from(line).unwrap_or(0)) {
            Ok(word) => {
                bind_unbound(vm, this)?;
                this.get_mut(vm).watch.jump = Some(word);
                Ok(())
            }
            Err(message) => Err(vm.value_error(message)),
        }
    }

    /// The offset of the instruction being executed, in bytes of the code.
    #[getter]
    fn f_lasti(vm: &mut Vm, this: Obj<FrameObject>) -> i64 {
        if this.get(vm).watch.beginning { 0 } else { offset_of(this.word(vm)) }
    }

    /// The local variables.
    #[getter]
    fn f_locals(vm: &mut Vm, this: Obj<FrameObject>) -> R<Owned> {
        let optimized = this.function(vm).code(vm).get(vm).flags.contains(CodeFlags::OPTIMIZED);
        if optimized || this.live(vm).is_some_and(|frame| has_inlined(vm, frame)) {
            return proxy::of_frame(vm, this);
        }
        match this.live(vm) {
            Some(frame) => locals_of(vm, frame),
            None => Ok(this.get(vm).locals.as_slice().first().map_or(Owned::NONE, |namespace| namespace.own())),
        }
    }

    /// The generator or coroutine that it is the frame of.
    #[getter]
    fn f_generator(vm: &mut Vm, this: Obj<FrameObject>) -> Option<Owned> {
        let frame = this.live(vm)?;
        // SAFETY: the frame is live.
        unsafe { frame.in_generator().then(|| crate::types::generator::object_of_frame(frame)) }
    }

    /// The trace function of this frame.
    #[getter]
    fn f_trace(vm: &mut Vm, this: Obj<FrameObject>) -> Option<Owned> {
        this.get(vm).trace.clone()
    }

    #[setter]
    fn set_f_trace(vm: &mut Vm, this: Obj<FrameObject>, value: Option<Value>) -> R<()> {
        let trace = value.filter(|value| !value.is_none()).map(Value::own);
        let old = std::mem::replace(&mut this.get_mut(vm).trace, trace);
        drop(old);
        Ok(())
    }

    /// Whether the trace function is told of lines.
    #[getter]
    fn f_trace_lines(vm: &mut Vm, this: Obj<FrameObject>) -> bool {
        this.get(vm).trace_lines
    }

    #[setter]
    fn set_f_trace_lines(vm: &mut Vm, this: Obj<FrameObject>, value: Option<Value>) -> R<()> {
        this.get_mut(vm).trace_lines = need_bool(vm, value)?;
        Ok(())
    }

    /// Whether the trace function is told of instructions.
    #[getter]
    fn f_trace_opcodes(vm: &mut Vm, this: Obj<FrameObject>) -> bool {
        this.get(vm).trace_opcodes
    }

    #[setter]
    fn set_f_trace_opcodes(vm: &mut Vm, this: Obj<FrameObject>, value: Option<Value>) -> R<()> {
        if value.is_none() {
            return Err(vm.attribute_error_text("attribute 'f_trace_opcodes' cannot be deleted"));
        }
        let wanted = need_bool(vm, value)?;
        this.get_mut(vm).trace_opcodes = wanted;
        if wanted && !vm.watched.opcodes {
            vm.watched.opcodes = true;
            vm.watch_anew();
        }
        Ok(())
    }

    /// Let go of the local variables. Not of a frame that is running or suspended.
    #[method("($self, /)")]
    fn clear(vm: &mut Vm, this: Obj<FrameObject>) -> R<()> {
        if let Some(frame) = this.live(vm) {
            // SAFETY: the frame is live.
            let generator = unsafe { frame.in_generator().then(|| crate::types::generator::object_of_frame(frame)) };
            return match generator {
                Some(generator) => crate::types::generator::clear_frame(vm, generator.value()),
                None => Err(vm.runtime_error("cannot clear an executing frame")),
            };
        }
        let details = this.get_mut(vm);
        details.cleared = true;
        let old = (
            std::mem::take(&mut details.locals),
            std::mem::take(&mut details.overwritten),
            details.extra.take(),
            details.trace.take(),
        );
        drop(old);
        Ok(())
    }
}
