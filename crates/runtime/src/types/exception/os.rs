//! `OSError`: the subclass that an errno selects, file names, and how many characters were written before the call would block.
//!
//! Arguments are taken by `__new__`, unless a subclass has an `__init__` of its own and leaves `__new__` alone: then `__init__` takes them,
//! which may have changed them.

use super::{base, fields};
use crate::native::*;
use taipan_host::{ErrorKind, OsError};

pub(super) const SLOTS: Slots = Slots { new: Some(new), init: Some(init), str: Some(str), ..Slots::EMPTY };

const ERRNO: usize = 0;
const STRERROR: usize = 1;
const FILENAME: usize = 2;
const FILENAME2: usize = 3;
const WRITTEN: usize = 4;

/// Whether instances of the class take their arguments in `__init__`.
fn uses_init(vm: &Vm, class: Obj<Class>) -> bool {
    let slots = class.slots(vm);
    let own_new = slots.new.is_some_and(|slot| slot as usize == new as *const () as usize);
    let own_init = slots.init.is_some_and(|slot| slot as usize == init as *const () as usize);
    own_new && !own_init
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if uses_init(vm, class) {
        return base::new(vm, class, Args::default());
    }
    base::no_keywords(vm, class, args)?;
    let mut class = class;
    if class == vm.exceptions.OSError
        && (2..=5).contains(&args.positional.len())
        && let Some(errno) = args.positional[0].as_int().and_then(|errno| i32::try_from(errno).ok())
    {
        class = class_for(vm, OsError::new(errno).kind());
    }
    let made = base::new(vm, class, args)?;
    take(vm, made.value(), args.positional)?;
    Ok(made)
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let class = vm.class_of(this);
    if !uses_init(vm, class) {
        return Ok(());
    }
    base::no_keywords(vm, class, args)?;
    base::set_args(vm, this, args.positional)?;
    take(vm, this, args.positional)
}

/// Spread the arguments over the fields.
fn take(vm: &mut Vm, this: Value, args: &[Value]) -> R<()> {
    if !(2..=5).contains(&args.len()) {
        return Ok(());
    }
    fields::set(vm, this, ERRNO, Some(args[0]));
    fields::set(vm, this, STRERROR, Some(args[1]));
    let Some(&filename) = args.get(2).filter(|filename| !filename.is_none()) else { return Ok(()) };
    let is_number = vm.class_of(filename).slots(vm).index.is_some();
    if is_number && vm.class_of(this) == vm.exceptions.BlockingIOError {
        let written = vm.to_index(filename)?;
        let written = vm.new_int(written as i128)?;
        fields::set(vm, this, WRITTEN, Some(written.value()));
        return Ok(());
    }
    fields::set(vm, this, FILENAME, Some(filename));
    // The fourth argument is Windows' own error number.
    if let Some(&filename2) = args.get(4).filter(|filename| !filename.is_none()) {
        fields::set(vm, this, FILENAME2, Some(filename2));
    }
    base::set_args(vm, this, &args[..2])
}

fn class_for(vm: &Vm, kind: ErrorKind) -> Obj<Class> {
    let classes = &vm.exceptions;
    match kind {
        ErrorKind::BlockingIo => classes.BlockingIOError,
        ErrorKind::BrokenPipe => classes.BrokenPipeError,
        ErrorKind::ChildProcess => classes.ChildProcessError,
        ErrorKind::ConnectionAborted => classes.ConnectionAbortedError,
        ErrorKind::ConnectionRefused => classes.ConnectionRefusedError,
        ErrorKind::ConnectionReset => classes.ConnectionResetError,
        ErrorKind::FileExists => classes.FileExistsError,
        ErrorKind::FileNotFound => classes.FileNotFoundError,
        ErrorKind::Interrupted => classes.InterruptedError,
        ErrorKind::IsADirectory => classes.IsADirectoryError,
        ErrorKind::NotADirectory => classes.NotADirectoryError,
        ErrorKind::Permission => classes.PermissionError,
        ErrorKind::ProcessLookup => classes.ProcessLookupError,
        ErrorKind::Timeout => classes.TimeoutError,
        ErrorKind::Other => classes.OSError,
    }
}

fn str(vm: &mut Vm, this: Value) -> R<Owned> {
    let errno = fields::get(vm, this, ERRNO);
    let strerror = fields::get(vm, this, STRERROR);
    let Some(filename) = fields::get(vm, this, FILENAME) else {
        let (Some(errno), Some(strerror)) = (errno, strerror) else { return base::str(vm, this) };
        let (errno, strerror) = (vm.str_text(errno.value())?, vm.str_text(strerror.value())?);
        return vm.new_str(&format!("[Errno {errno}] {strerror}"));
    };
    let errno = vm.str_text(errno.unwrap_or(Owned::NONE).value())?;
    let strerror = vm.str_text(strerror.unwrap_or(Owned::NONE).value())?;
    let filename = vm.repr_text(filename.value())?;
    let second = match fields::get(vm, this, FILENAME2) {
        Some(filename2) => format!(" -> {}", vm.repr_text(filename2.value())?),
        None => String::new(),
    };
    vm.new_str(&format!("[Errno {errno}] {strerror}: {filename}{second}"))
}

#[methods]
mod py {
    use super::*;

    /// How many characters were written before the call would have blocked.
    #[getter]
    fn characters_written(vm: &mut Vm, this: Value) -> R<Owned> {
        match fields::get(vm, this, WRITTEN) {
            Some(written) => Ok(written),
            None => Err(vm.attribute_error_text("characters_written")),
        }
    }

    #[setter]
    fn set_characters_written(vm: &mut Vm, this: Value, value: Option<Value>) -> R<()> {
        match value {
            Some(value) => {
                let written = vm.to_index(value)?;
                let written = vm.new_int(written as i128)?;
                fields::set(vm, this, WRITTEN, Some(written.value()));
                Ok(())
            }
            None if fields::get(vm, this, WRITTEN).is_none() => Err(vm.attribute_error_text("characters_written")),
            None => {
                fields::set(vm, this, WRITTEN, None);
                Ok(())
            }
        }
    }

    /// For pickling: with the file names, which are not among the arguments.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Owned> {
        let mut args = base::arguments(vm, this);
        if let (2, Some(filename)) = (args.len(), fields::get(vm, this, FILENAME)) {
            args.push(filename);
            if let Some(filename2) = fields::get(vm, this, FILENAME2) {
                args.push(Owned::NONE);
                args.push(filename2);
            }
        }
        let args = vm.new_tuple_from(args)?;
        let state = base::attributes(vm, this)?;
        base::reduce_with(vm, this, args.value(), state)
    }
}
