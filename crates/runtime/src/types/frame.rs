//! Frame objects: what Python code sees of a frame. Made when asked for; the frame itself is on the VM stack or in a generator.
//!
//! While the frame lives, the object points to its registers. When the frame dies, they move into the object if anybody else holds it.

use taipan_bytecode::{LocalKind, MAX_NEAR_LOCALS};
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
}

impl Payload for FrameObject {
    const NAME: &'static str = "FrameObject";
    const SHAPE: ShapeId = shapes::frame;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.frame
    }
}

pub(crate) static CLASS: ClassDef = ClassDef { getsets: &GETSETS, ..ClassDef::sealed::<FrameObject>("frame") };

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
        let function = frame.function().own();
        let made =
            vm.allocate(FrameObject { function, live: frame.0, locals: ValueVec::new(), back: None, word: 0 })?;
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
        // SAFETY: frames from the running one outwards are live.
        frame = unsafe { frame.caller() };
    }
    (!frame.is_null()).then_some(frame)
}

/// The frame that called this live one; null for the outermost and for a suspended generator's.
fn caller_of(vm: &Vm, frame: Frame) -> Frame {
    // SAFETY: the frame is live.
    unsafe {
        if frame.in_generator() && !crate::types::generator::is_running_frame(vm, frame) {
            return Frame(std::ptr::null_mut());
        }
        frame.caller()
    }
}

/// A frame dies.
pub(crate) fn detach(vm: &mut Vm, frame: Frame) {
    // SAFETY: the frame is live until its registers are dropped by the caller.
    unsafe {
        let Some(object) = frame.object() else { return };
        frame.set_object(None);
        let object = Owned::from_raw(object);
        let this: Obj<FrameObject> = Obj::from_value(object.value());
        let count = frame.code().get(vm).template.locals.len();
        let word = word_of(vm, frame);
        if this.header().references() > 1 {
            let back = caller_of(vm, frame);
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
fn word_of(vm: &Vm, frame: Frame) -> u32 {
    let mut pc = vm.stack.pc;
    let mut current = vm.current_frame();
    // SAFETY: the frames from the running one outwards are live.
    unsafe {
        while !current.is_null() && current != frame {
            pc = current.caller_pc();
            current = current.caller();
        }
        let code = frame.code().get(vm);
        let start = code.words.as_ptr();
        if current.is_null() {
            // A suspended generator.
            return crate::types::generator::suspended_word(vm, frame, start);
        }
        let offset = pc.offset_from(start);
        if (1..=code.words.len() as isize).contains(&offset) { offset as u32 - 1 } else { 0 }
    }
}

/// `locals()` of a live frame: the namespace of module and class code, else a new dict of what is bound.
pub(crate) fn locals_of(vm: &mut Vm, frame: Frame) -> R<Owned> {
    // SAFETY: the frame is live, by the callers' promise.
    let (function, optimized) = unsafe {
        let code = frame.code().get(vm);
        (frame.function(), code.template.flags.contains(taipan_bytecode::CodeFlags::OPTIMIZED))
    };
    if !optimized {
        // SAFETY: register 0 holds the namespace.
        return Ok(unsafe { frame.0.read() }.map_or(Owned::NONE, Value::own));
    }
    let count = function.code(vm).get(vm).template.locals.len();
    // SAFETY: locals are registers of the live frame.
    let values: Vec<Option<Owned>> =
        (0..count).map(|index| unsafe { frame.0.add(register(index)).read() }.map(Value::own)).collect();
    locals_dict(vm, function, &values)
}

fn locals_dict(vm: &mut Vm, function: Obj<Function>, values: &[Option<Owned>]) -> R<Owned> {
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
    for (local, value) in template.locals.iter().zip(values) {
        let value = match local.kind {
            LocalKind::Hidden => continue,
            LocalKind::Fast => value.clone(),
            LocalKind::Cell => value.as_ref().and_then(|cell| content(vm, cell.value())),
        };
        bind(vm, &local.name, value)?;
    }
    let closure = function.get(vm).closure.clone();
    if let Some(closure) = closure.and_then(|closure| vm.cast::<Tuple>(closure.value())) {
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
        this.function(vm).get(vm).builtins.clone()
    }

    /// The line being executed.
    #[getter]
    fn f_lineno(vm: &mut Vm, this: Obj<FrameObject>) -> u32 {
        let word = this.word(vm);
        this.function(vm).code(vm).line_of(vm, word as usize)
    }

    /// The offset of the instruction being executed, in bytes of the code.
    #[getter]
    fn f_lasti(vm: &mut Vm, this: Obj<FrameObject>) -> u32 {
        this.word(vm) * 4
    }

    /// The local variables.
    #[getter]
    fn f_locals(vm: &mut Vm, this: Obj<FrameObject>) -> R<Owned> {
        if let Some(frame) = this.live(vm) {
            return locals_of(vm, frame);
        }
        let function = this.function(vm);
        let values: Vec<Option<Owned>> = this
            .get(vm)
            .locals
            .as_slice()
            .iter()
            .map(|value| (!value.is(Value::ABSENT)).then(|| value.own()))
            .collect();
        let optimized = function.code(vm).get(vm).template.flags.contains(taipan_bytecode::CodeFlags::OPTIMIZED);
        if !optimized {
            return Ok(values.into_iter().next().flatten().unwrap_or(Owned::NONE));
        }
        locals_dict(vm, function, &values)
    }
}
