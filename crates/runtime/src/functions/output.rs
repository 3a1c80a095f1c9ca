//! `print` and `input`.

use crate::native::*;
use taipan_text::memory::Grow;

impl Vm {
    /// `sys.name`, one of the standard streams; None when it is missing.
    pub fn sys_attribute(&mut self, name: &str) -> R<Option<Owned>> {
        let name = self.intern(name)?;
        let sys = self.sys;
        Ok(sys.get_str(self, name).map(Value::own))
    }

    /// `file.write(text)`.
    pub fn write_to(&mut self, file: Value, text: Value) -> R<()> {
        if let (Some(stream), Some(text)) = (self.text_stream, self.cast::<Str>(text))
            && (stream.is_plain)(self, file)
        {
            return (stream.write)(self, file, text);
        }
        let write = self.names.write;
        self.call_method_named(file, write, Args::positional(&[text])).map(drop)
    }

    /// `file.flush()`.
    pub fn flush(&mut self, file: Value) -> R<()> {
        if let Some(stream) = self.text_stream
            && (stream.is_plain)(self, file)
        {
            return (stream.flush)(self, file);
        }
        let flush = self.names.flush;
        self.call_method_named(file, flush, Args::default()).map(drop)
    }
}

/// `sep` or `end`: a string, or None for what it is by default.
fn separator(vm: &mut Vm, name: &str, value: Option<Value>) -> R<Option<Owned>> {
    match value {
        Some(value) if !value.is_none() => {
            if vm.cast::<Str>(value).is_none() {
                let found = vm.class_of(value).name(vm);
                return Err(vm.type_error(format!("{name} must be None or a string, not {found}")));
            }
            Ok(Some(value.own()))
        }
        _ => Ok(None),
    }
}

fn lost(vm: &mut Vm, name: &str) -> Raised {
    vm.runtime_error(format!("lost sys.{name}"))
}

#[methods]
mod py {
    use super::*;

    /// Write the texts of `args` to a stream, `sep` between them and `end` behind the last.
    #[function("(*args, sep=' ', end='\\n', file=None, flush=False)")]
    fn print(
        vm: &mut Vm,
        args: Rest<'_>,
        sep: Option<Value>,
        end: Option<Value>,
        file: Option<Value>,
        flush: Option<Value>,
    ) -> R<()> {
        let file = match file {
            Some(file) if !file.is_none() => file.own(),
            _ => match vm.sys_attribute("stdout")? {
                Some(file) if file.is_none() => return Ok(()),
                Some(file) => file,
                None => return Err(lost(vm, "stdout")),
            },
        };
        let sep = separator(vm, "sep", sep)?;
        let end = separator(vm, "end", end)?;
        for (index, &argument) in args.iter().enumerate() {
            if index > 0 {
                match &sep {
                    Some(sep) => vm.write_to(file.value(), sep.value())?,
                    None => write_char(vm, &file, b' ')?,
                }
            }
            let text = vm.str(argument)?;
            vm.write_to(file.value(), text.value())?;
        }
        match &end {
            Some(end) => vm.write_to(file.value(), end.value())?,
            None => write_char(vm, &file, b'\n')?,
        }
        match flush {
            Some(flush) if vm.truth(flush)? => vm.flush(file.value()),
            _ => Ok(()),
        }
    }

    /// Read a line from standard input, without its end.
    #[function("(prompt='', /)")]
    fn input(vm: &mut Vm, prompt: Option<Value>) -> R<Owned> {
        let mut streams = taipan_text::memory::with_room(3);
        for name in ["stdin", "stdout", "stderr"] {
            match vm.sys_attribute(name)? {
                Some(stream) if !stream.is_none() => streams.put(stream),
                _ => return Err(vm.runtime_error(format!("input(): lost sys.{name}"))),
            }
        }
        flush_quietly(vm, streams[2].value())?;
        if let Some(prompt) = prompt {
            let text = vm.str(prompt)?;
            vm.write_to(streams[1].value(), text.value())?;
        }
        flush_quietly(vm, streams[1].value())?;
        let readline = vm.names.readline;
        let line = vm.call_method_named(streams[0].value(), readline, Args::default())?;
        let Some(text) = vm.cast::<Str>(line.value()) else {
            return Err(vm.type_error("object.readline() returned non-string"));
        };
        let units = text.units(vm);
        if units.is_empty() {
            // At a terminal nothing needs to be said.
            if vm.host.is_terminal(0) && vm.host.is_terminal(1) {
                return Err(vm.raise_with(vm.exceptions.EOFError, &[]));
            }
            return Err(vm.eof_error("EOF when reading a line"));
        }
        let last = units.len() - 1;
        if units.get(last) != u32::from(b'\n') {
            return Ok(line);
        }
        let stripped = units.slice(0..last).to_text();
        vm.new_text(&stripped)
    }
}

/// What goes wrong with flushing does not keep `input` from reading.
fn flush_quietly(vm: &mut Vm, stream: Value) -> R<()> {
    match vm.flush(stream) {
        Ok(()) => Ok(()),
        Err(raised) => vm.catch(vm.exceptions.Exception, raised).map(drop),
    }
}

fn write_char(vm: &mut Vm, file: &Owned, byte: u8) -> R<()> {
    let text = vm.new_char(u32::from(byte))?;
    vm.write_to(file.value(), text.value())
}
