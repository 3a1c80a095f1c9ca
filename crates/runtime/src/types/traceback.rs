//! Tracebacks: a frame and a place in it, and the next one inwards.

use taipan_bytecode::{Code, Const, Op};
use taipan_heap::ShapeId;

use crate::interp::frame::Frame;
use crate::native::*;
use crate::types::frame::{FrameObject, NOT_BEGUN};
use crate::types::function::Function;
use crate::types::shapes;

#[derive(Trace)]
pub struct Traceback {
    pub next: Option<Owned>,
    /// A frame object.
    pub frame: Owned,
    /// The word of the frame's code that was being executed; the offset that Python code gave, where it gave a line.
    word: u32,
    /// The line, or LINE_OF_WORD.
    line: u32,
}

/// Nobody has given another line than the word's.
const LINE_OF_WORD: u32 = u32::MAX;

impl Obj<Traceback> {
    pub(crate) fn line(self, vm: &Vm) -> u32 {
        let this = self.get(vm);
        if this.line != LINE_OF_WORD {
            return this.line;
        }
        let frame = vm.cast::<FrameObject>(this.frame.value());
        frame.map_or(0, |frame| crate::types::frame::line_at(vm, frame.function(vm).code(vm), this.word))
    }

    /// The word of the frame's code.
    pub(crate) fn word(self, vm: &Vm) -> u32 {
        let this = self.get(vm);
        if this.line == LINE_OF_WORD {
            return this.word;
        }
        crate::types::code::word_at_offset(i64::from(this.word as i32)).unwrap_or(NOT_BEGUN)
    }
}

impl Payload for Traceback {
    const NAME: &'static str = "Traceback";
    const SHAPE: ShapeId = shapes::traceback;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.traceback
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A place that an exception passed through.",
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::sealed::<Traceback>("traceback")
};

static SIGNATURE: Signature = Signature {
    name: "traceback",
    text: "(tb_next, tb_frame, tb_lasti, tb_lineno)",
    parameters: &[
        Parameter { name: "tb_next", kind: ParameterKind::PositionalOrKeyword, optional: false },
        Parameter { name: "tb_frame", kind: ParameterKind::PositionalOrKeyword, optional: false },
        Parameter { name: "tb_lasti", kind: ParameterKind::PositionalOrKeyword, optional: false },
        Parameter { name: "tb_lineno", kind: ParameterKind::PositionalOrKeyword, optional: false },
    ],
    rest: false,
    keywords: false,
};

fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let mut slots = [None; 4];
    bind(vm, &SIGNATURE, args, &mut slots)?;
    let [next, frame, offset, line] = slots.map(|slot| slot.unwrap_or(Value::NONE));
    if vm.cast::<FrameObject>(frame).is_none() {
        let found = vm.class_of(frame).name(vm);
        return Err(vm.type_error(format!("traceback() argument 'tb_frame' must be frame, not {found}")));
    }
    let offset = vm.to_i64(offset, "int")?;
    let line = vm.to_i64(line, "int")?;
    let next = checked_next(vm, next)?;
    let word = i32::try_from(offset).unwrap_or(-1) as u32;
    vm.allocate(Traceback { next, frame: frame.own(), word, line: u32::try_from(line).unwrap_or(0) })
}

/// A traceback or None.
fn checked_next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    if value.is_none() {
        return Ok(None);
    }
    if vm.cast::<Traceback>(value).is_some() {
        return Ok(Some(value.own()));
    }
    let found = vm.class_of(value).name(vm);
    Err(vm.type_error(format!("expected traceback object or None, got '{found}'")))
}

/// The exception in flight passes through `frame`, at the instruction that contains `word`.
pub(crate) fn extend(vm: &mut Vm, frame: Frame, word: usize) {
    let Some(error) = vm.error.clone() else { return };
    let Some(exception) = vm.exception(error.value()) else { return };
    let Ok(object) = crate::types::frame::object_of(vm, frame) else {
        // No memory for a frame object: the traceback is shorter.
        vm.error = Some(error);
        return;
    };
    let line = LINE_OF_WORD;
    let next = exception.get_mut(vm).traceback.take();
    if let Ok(traceback) = vm.allocate(Traceback { next, frame: object, word: word as u32, line }) {
        exception.get_mut(vm).traceback = Some(traceback)
    }
    vm.error = Some(error);
}

impl Vm {
    /// The exception in flight passes through a call of a function written in Python that Rust carries out in its stead: at the call
    /// number `call` of a line, counted from the function's first, or if there is none at the line's beginning. `inner` is for the first
    /// function inside that one. `locals` are the first of the locals.
    pub fn pass_through(&mut self, function: Value, inner: bool, (line, call): (u32, usize), locals: &[Value]) {
        let Some(error) = self.error.clone() else { return };
        // Without memory for it the traceback is shorter.
        if self.try_pass_through(&error, function, inner, (line, call), locals).is_err() {
            self.error = Some(error);
        }
    }

    fn try_pass_through(
        &mut self,
        error: &Owned,
        function: Value,
        inner: bool,
        (line, call): (u32, usize),
        locals: &[Value],
    ) -> R<()> {
        let (Some(exception), Some(mut function)) = (self.exception(error.value()), self.cast::<Function>(function))
        else {
            return Ok(());
        };
        let line = line + function.code(self).get(self).template.first_line;
        let keep;
        if inner {
            let code = function.code(self);
            let is_code = |value: &Const| matches!(value, Const::Code(_) | Const::Packed(_));
            let Some(index) = code.get(self).template.consts.iter().position(is_code) else { return Ok(()) };
            let code = code.inner_code(self, index)?;
            let globals = function.globals(self);
            keep = self.new_function(code.value(), globals)?;
            let Some(found) = self.cast::<Function>(keep.value()) else { return Ok(()) };
            function = found;
        }
        let template = function.code(self).get(self).template.clone();
        let Some(word) = word_of_call(&template, line, call) else { return Ok(()) };
        let frame = crate::types::frame::imagined(self, function, locals, word)?;
        let next = exception.get_mut(self).traceback.take();
        let made = self.allocate(Traceback { next, frame, word, line: LINE_OF_WORD })?;
        exception.get_mut(self).traceback = Some(made);
        self.error = Some(error.clone());
        Ok(())
    }
}

/// The word of call number `call` on a line, or else the line's first.
fn word_of_call(code: &Code, line: u32, mut call: usize) -> Option<u32> {
    let mut first = None;
    for (start, end, position) in code.positions.runs() {
        if position.line != line {
            continue;
        }
        first = first.or(Some(start));
        let mut at = start;
        while at < end {
            let op = Op::from_number(*code.words.get(at as usize)? as u8)?;
            if crate::tracing::is_call(op) {
                if call == 0 {
                    return Some(at);
                }
                call -= 1;
            }
            at += op.words() as u32;
        }
    }
    first
}

/// The frame is about to die: a frame object that others hold keeps its locals.
pub(crate) fn detach(vm: &mut Vm, frame: Frame) {
    crate::types::frame::detach(vm, frame);
}

#[methods]
mod py {
    use super::*;

    #[method("($self, /)")]
    fn __dir__(vm: &mut Vm, _this: Obj<Traceback>) -> R<Owned> {
        let [frame, next, offset, line] = ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"].map(|name| vm.intern(name));
        vm.new_list(&[frame?.value(), next?.value(), offset?.value(), line?.value()])
    }

    /// The next inner place, or None.
    #[getter]
    fn tb_next(vm: &mut Vm, this: Obj<Traceback>) -> Option<Owned> {
        this.get(vm).next.clone()
    }

    #[setter]
    fn set_tb_next(vm: &mut Vm, this: Obj<Traceback>, value: Option<Value>) -> R<()> {
        let Some(value) = value else { return Err(vm.type_error("can't delete tb_next attribute")) };
        let next = checked_next(vm, value)?;
        let mut link = next.clone();
        while let Some(traceback) = link {
            if traceback.is(this.value()) {
                return Err(vm.value_error("traceback loop detected"));
            }
            link = vm.cast::<Traceback>(traceback.value()).and_then(|traceback| traceback.get(vm).next.clone());
        }
        let old = std::mem::replace(&mut this.get_mut(vm).next, next);
        drop(old);
        Ok(())
    }

    /// The frame.
    #[getter]
    fn tb_frame(vm: &mut Vm, this: Obj<Traceback>) -> Owned {
        this.get(vm).frame.clone()
    }

    /// The line.
    #[getter]
    fn tb_lineno(vm: &mut Vm, this: Obj<Traceback>) -> Option<u32> {
        let frame = vm.cast::<FrameObject>(this.get(vm).frame.value());
        let known =
            this.get(vm).line != LINE_OF_WORD || frame.is_some_and(|frame| frame.function(vm).code(vm).has_lines(vm));
        known.then(|| this.line(vm))
    }

    /// The offset of the instruction, in bytes of the code.
    #[getter]
    fn tb_lasti(vm: &mut Vm, this: Obj<Traceback>) -> i64 {
        let this = this.get(vm);
        if this.line == LINE_OF_WORD { crate::types::frame::offset_of(this.word) } else { i64::from(this.word as i32) }
    }
}
