//! `BufferedRWPair`: a stream to read from and one to write to, as one.

use taipan_runtime::native::*;

use super::make;
use crate::io::{BUFFER_SIZE, base};
use crate::support::{payload, receiver, signature};

#[derive(Trace)]
pub(crate) struct Pair {
    /// None until `__init__` has run.
    reader: Option<Owned>,
    writer: Option<Owned>,
}

payload!(Pair);

static CLASS: ClassDef = ClassDef {
    module: "_io",
    doc: "A readable and a writable raw stream, each with a buffer, as one stream.",
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Pair>("BufferedRWPair")
};

pub(in crate::io) fn define(vm: &mut Vm, base: Obj<Class>) -> R<Obj<Class>> {
    vm.define_class::<Pair>(&CLASS, Some(base))
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, Pair { reader: None, writer: None })
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("BufferedRWPair", [
        "reader" PositionalOnly false,
        "writer" PositionalOnly false,
        "buffer_size" PositionalOnly true
    ]);
    let mut slots = [None; 3];
    bind(vm, signature, args, &mut slots)?;
    let size = match slots[2] {
        Some(size) => vm.to_index(size)?,
        None => BUFFER_SIZE as isize,
    };
    let (reader, writer) = (slots[0].unwrap_or(Value::NONE), slots[1].unwrap_or(Value::NONE));
    base::check_can(vm, reader, "readable", "File or stream is not readable.")?;
    base::check_can(vm, writer, "writable", "File or stream is not writable.")?;
    let pair =
        Pair { reader: Some(make(vm, reader, size, true, false)?), writer: Some(make(vm, writer, size, false, true)?) };
    let this = receiver::<Pair>(vm, this)?;
    drop(std::mem::replace(this.get_mut(vm), pair));
    Ok(())
}

#[extension(PairMethods)]
impl Obj<Pair> {
    fn half(self, vm: &mut Vm, writing: bool) -> R<Owned> {
        let this = self.get(vm);
        match if writing { &this.writer } else { &this.reader } {
            Some(half) => Ok(half.clone()),
            None => Err(vm.value_error("I/O operation on uninitialized object")),
        }
    }

    fn forward(self, vm: &mut Vm, writing: bool, method: &str, arguments: &[Value]) -> R<Owned> {
        let half = self.half(vm, writing)?;
        vm.call_method(half.value(), method, arguments)
    }
}

fn as_slice(value: &Option<Value>) -> &[Value] {
    value.as_slice()
}

#[methods]
mod py {
    use super::*;

    #[method("($self, size=-1, /)")]
    fn read(vm: &mut Vm, this: Obj<Pair>, size: Option<Value>) -> R<Owned> {
        this.forward(vm, false, "read", as_slice(&size))
    }

    #[method("($self, size=0, /)")]
    fn peek(vm: &mut Vm, this: Obj<Pair>, size: Option<Value>) -> R<Owned> {
        this.forward(vm, false, "peek", as_slice(&size))
    }

    #[method("($self, size=-1, /)")]
    fn read1(vm: &mut Vm, this: Obj<Pair>, size: Option<Value>) -> R<Owned> {
        this.forward(vm, false, "read1", as_slice(&size))
    }

    #[method("($self, buffer, /)")]
    fn readinto(vm: &mut Vm, this: Obj<Pair>, buffer: Value) -> R<Owned> {
        this.forward(vm, false, "readinto", &[buffer])
    }

    #[method("($self, buffer, /)")]
    fn readinto1(vm: &mut Vm, this: Obj<Pair>, buffer: Value) -> R<Owned> {
        this.forward(vm, false, "readinto1", &[buffer])
    }

    #[method("($self, buffer, /)")]
    fn write(vm: &mut Vm, this: Obj<Pair>, buffer: Value) -> R<Owned> {
        this.forward(vm, true, "write", &[buffer])
    }

    #[method("($self, /)")]
    fn flush(vm: &mut Vm, this: Obj<Pair>) -> R<Owned> {
        this.forward(vm, true, "flush", &[])
    }

    #[method("($self, /)")]
    fn readable(vm: &mut Vm, this: Obj<Pair>) -> R<Owned> {
        this.forward(vm, false, "readable", &[])
    }

    #[method("($self, /)")]
    fn writable(vm: &mut Vm, this: Obj<Pair>) -> R<Owned> {
        this.forward(vm, true, "writable", &[])
    }

    /// Close the writer, then the reader.
    #[method("($self, /)")]
    fn close(vm: &mut Vm, this: Obj<Pair>) -> R<()> {
        let written = this.forward(vm, true, "close", &[]).map(drop);
        base::then(vm, written, |vm| this.forward(vm, false, "close", &[]).map(drop))
    }

    #[method("($self, /)")]
    fn isatty(vm: &mut Vm, this: Obj<Pair>) -> R<Owned> {
        let writer = this.forward(vm, true, "isatty", &[])?;
        if vm.truth(writer.value())? {
            return Ok(writer);
        }
        this.forward(vm, false, "isatty", &[])
    }

    /// Whether the writer was closed.
    #[getter]
    fn closed(vm: &mut Vm, this: Obj<Pair>) -> R<Owned> {
        if this.get(vm).writer.is_none() {
            return Err(vm.runtime_error("the BufferedRWPair object is being garbage-collected"));
        }
        let writer = this.half(vm, true)?;
        vm.get_attr_str(writer.value(), "closed")
    }
}
