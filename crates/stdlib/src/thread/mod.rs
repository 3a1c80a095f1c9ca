//! `_thread`: threads that take turns under the isolate's lock, and the locks that they wait for each other with.

mod local;
mod lock;

use std::sync::Arc;
use std::time::Duration;

use taipan_runtime::native::*;
use taipan_runtime::threads::Finish;

use crate::support::payload;

/// The longest timeout, in seconds.
const TIMEOUT_MAX: f64 = 9_223_372_036.0;

/// How many bytes of a thread's name the system keeps.
const NAME_BYTES: usize = 15;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_thread", "Threads and locks.", &METHODS)?;
    let lock = vm.define_class::<lock::Lock>(&lock::CLASS, None)?;
    let rlock = vm.define_class::<lock::RLock>(&lock::RLOCK, None)?;
    let local = vm.define_class::<local::Local>(&local::CLASS, None)?;
    let handle = vm.define_class::<Handle>(&HANDLE, None)?;
    let hook_args = vm.define_class::<HookArgs>(&HOOK_ARGS, None)?;
    for class in [lock, rlock, local, handle, hook_args] {
        module.add_class(vm, class)?;
    }
    module.add(vm, "LockType", lock.value())?;
    module.add(vm, "error", vm.exceptions.RuntimeError.value())?;
    module.add_float(vm, "TIMEOUT_MAX", TIMEOUT_MAX)?;
    module.add_int(vm, "_NAME_MAXLEN", NAME_BYTES as i64)?;
    if !vm.threads.at_exit.contains(&(local::forget_thread as fn(&mut Vm, u64))) {
        vm.threads.at_exit.push(local::forget_thread);
    }
    Ok(owned)
}

/// A timeout in seconds as locks take it: -1 waits for ever.
pub(crate) fn timeout(vm: &mut Vm, blocking: bool, timeout: Option<Value>) -> R<Option<Duration>> {
    let seconds = match timeout {
        Some(timeout) => vm.to_f64(timeout)?,
        None => -1.0,
    };
    if !blocking {
        if seconds != -1.0 {
            return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
        }
        return Ok(Some(Duration::ZERO));
    }
    if seconds == -1.0 {
        return Ok(None);
    }
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(vm.value_error("timeout value must be a non-negative number"));
    }
    if seconds > TIMEOUT_MAX {
        return Err(vm.overflow_error("timeout value is too large"));
    }
    Ok(Some(Duration::from_secs_f64(seconds)))
}

/// What is known of a thread that was started.
#[derive(Trace)]
pub(crate) struct Handle {
    /// 0 before it was started.
    ident: u64,
    #[trace(skip)]
    finish: Arc<Finish>,
}

payload!(Handle, plain);

static HANDLE: ClassDef = ClassDef {
    module: "_thread",
    doc: "A thread that can be waited for.",
    slots: Slots { new: Some(new_handle), repr: Some(handle_repr), ..Slots::EMPTY },
    methods: &handle_methods::METHODS,
    getsets: &handle_methods::GETSETS,
    ..ClassDef::sealed::<Handle>("_ThreadHandle")
};

fn new_handle(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, Handle { ident: 0, finish: Arc::default() })
}

fn handle_repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let ident = vm.cast::<Handle>(value).map_or(0, |handle| handle.get(vm).ident);
    vm.new_str(&format!("<_ThreadHandle object: ident={ident}>"))
}

mod handle_methods {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        #[getter]
        fn ident(vm: &mut Vm, this: Obj<Handle>) -> u64 {
            this.get(vm).ident
        }

        /// Wait for the thread's end.
        #[method("($self, timeout=None, /)")]
        fn join(vm: &mut Vm, this: Obj<Handle>, timeout: Option<Value>) -> R<()> {
            let timeout = timeout.filter(|timeout| !timeout.is_none());
            let timeout = match timeout {
                // A negative one waits for ever.
                Some(timeout) => {
                    let seconds = vm.to_f64(timeout)?;
                    (seconds >= 0.0).then(|| Duration::from_secs_f64(seconds.min(TIMEOUT_MAX)))
                }
                None => None,
            };
            let (ident, finish) = (this.get(vm).ident, this.get(vm).finish.clone());
            if ident == 0 {
                return Err(vm.runtime_error("thread not started"));
            }
            if ident == vm.threads.current() && !finish.is_done() {
                return Err(vm.runtime_error("Cannot join current thread"));
            }
            if vm.threads.is_finalizing() && !finish.is_done() {
                let class = vm.exceptions.PythonFinalizationError;
                return Err(vm.raise(class, "cannot join thread at interpreter shutdown"));
            }
            let _keep = this.own();
            vm.wait_until(timeout, |time| finish.wait(time)).map(drop)
        }

        /// Whether the thread has ended.
        #[method("($self, /)")]
        fn is_done(vm: &mut Vm, this: Obj<Handle>) -> bool {
            this.get(vm).finish.is_done()
        }

        #[method("($self, /)")]
        fn _set_done(vm: &mut Vm, this: Obj<Handle>) -> R<()> {
            if this.get(vm).ident == 0 {
                return Err(vm.runtime_error("thread not started"));
            }
            this.get(vm).finish.set();
            Ok(())
        }
    }
}

/// The argument of `threading.excepthook`.
#[derive(Trace)]
pub(crate) struct HookArgs {
    fields: Vec<Owned>,
}

payload!(HookArgs);

static HOOK_ARGS: ClassDef = ClassDef {
    module: "_thread",
    doc: "What threading.excepthook is told.",
    slots: Slots { new: Some(new_hook_args), length: Some(hook_length), get_item: Some(hook_item), ..Slots::EMPTY },
    getsets: &hook_methods::GETSETS,
    ..ClassDef::sealed::<HookArgs>("_ExceptHookArgs")
};

fn new_hook_args(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let Some(&sequence) = args.positional.first() else {
        return Err(vm.type_error("_thread._ExceptHookArgs() missing required argument 'sequence' (pos 1)"));
    };
    let fields = vm.collect(sequence)?;
    if fields.len() != 4 {
        let given = fields.len();
        let message = format!("_thread._ExceptHookArgs() takes a 4-sequence ({given}-sequence given)");
        return Err(vm.type_error(message));
    }
    vm.allocate_instance(class, HookArgs { fields })
}

fn hook_length(_vm: &mut Vm, _value: Value) -> R<usize> {
    Ok(4)
}

fn hook_item(vm: &mut Vm, value: Value, index: Value) -> R<Owned> {
    let index = vm.to_index(index)?;
    let index = if index < 0 { index + 4 } else { index };
    let fields = vm.cast::<HookArgs>(value).map(|this| &this.get(vm).fields);
    match fields.and_then(|fields| fields.get(index as usize)).cloned() {
        Some(field) => Ok(field),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

mod hook_methods {
    use super::*;

    fn field(vm: &Vm, this: Obj<HookArgs>, index: usize) -> Option<Owned> {
        this.get(vm).fields.get(index).cloned()
    }

    #[methods]
    mod rows {
        use super::*;

        #[getter]
        fn exc_type(vm: &mut Vm, this: Obj<HookArgs>) -> Option<Owned> {
            field(vm, this, 0)
        }

        #[getter]
        fn exc_value(vm: &mut Vm, this: Obj<HookArgs>) -> Option<Owned> {
            field(vm, this, 1)
        }

        #[getter]
        fn exc_traceback(vm: &mut Vm, this: Obj<HookArgs>) -> Option<Owned> {
            field(vm, this, 2)
        }

        #[getter]
        fn thread(vm: &mut Vm, this: Obj<HookArgs>) -> Option<Owned> {
            field(vm, this, 3)
        }
    }
}

/// Start a thread with the arguments in a tuple and a dict.
fn start(vm: &mut Vm, function: Value, args: Value, kwargs: Option<Value>) -> R<u64> {
    if !vm.is_callable(function) {
        return Err(vm.type_error("first arg must be callable"));
    }
    let Some(tuple) = vm.cast::<Tuple>(args) else { return Err(vm.type_error("2nd arg must be a tuple")) };
    let positional = tuple.items(vm).to_vec();
    let (mut names, mut values) = (Vec::new(), Vec::new());
    if let Some(kwargs) = kwargs {
        let Some(kwargs) = vm.cast::<Dict>(kwargs) else {
            return Err(vm.type_error("optional 3rd arg must be a dictionary"));
        };
        for (name, value) in kwargs.snapshot(vm) {
            names.push(name);
            values.push(value);
        }
    }
    let borrow = |values: &[Owned]| values.iter().map(Owned::value).collect::<Vec<_>>();
    let (names, values) = (borrow(&names), borrow(&values));
    let args = Args { positional: &positional, names: &names, keyword_values: &values };
    vm.start_thread(function, args, Arc::default(), false)
}

#[methods]
mod py {
    use super::*;

    /// A new lock.
    #[function("()")]
    fn allocate_lock(vm: &mut Vm) -> R<Owned> {
        vm.allocate(lock::Lock::default())
    }

    #[function("()")]
    fn allocate(vm: &mut Vm) -> R<Owned> {
        vm.allocate(lock::Lock::default())
    }

    /// The number of the running thread.
    #[function("()")]
    fn get_ident(vm: &mut Vm) -> u64 {
        vm.threads.current()
    }

    #[function("()")]
    fn _get_main_thread_ident(vm: &mut Vm) -> u64 {
        vm.threads.main()
    }

    /// The system's number of the running thread.
    #[function("()")]
    fn get_native_id(vm: &mut Vm) -> i32 {
        vm.host.native_thread_id()
    }

    #[function("()")]
    fn _is_main_interpreter(_vm: &mut Vm) -> bool {
        true
    }

    #[function("()")]
    fn daemon_threads_allowed(_vm: &mut Vm) -> bool {
        true
    }

    /// The number of threads that were started here and have not ended.
    #[function("()")]
    fn _count(vm: &mut Vm) -> usize {
        vm.threads.count
    }

    /// Give the running thread a name that the system shows; it keeps so many bytes of it.
    #[function("(name)")]
    fn set_name(vm: &mut Vm, name: Obj<Str>) -> R<()> {
        let arguments = [name.value(), vm.new_str("utf-8")?.into_raw(), vm.new_str("replace")?.into_raw()];
        let encoded = vm.call_method(arguments[0], "encode", &arguments[1..]);
        drop(arguments[1..].iter().map(|&argument| Owned::from_raw(argument)).collect::<Vec<_>>());
        let encoded = crate::support::bytes_like(vm, encoded?.value())?.unwrap_or_default();
        let end = encoded.iter().position(|&byte| byte == 0).unwrap_or(encoded.len()).min(NAME_BYTES);
        vm.host.set_thread_name(&encoded[..end]);
        Ok(())
    }

    /// The name that the system shows of the running thread.
    #[function("()")]
    fn _get_name(vm: &mut Vm) -> R<Owned> {
        let name = vm.host.thread_name();
        let bytes = vm.new_bytes(&name)?;
        let decode = vm.import_attr("os", "fsdecode")?;
        vm.call(decode.value(), &[bytes.value()])
    }

    /// The size of the native stack of threads to come; 0 for the usual one.
    #[function("(size=0, /)")]
    fn stack_size(vm: &mut Vm, size: Option<isize>) -> R<usize> {
        let before = vm.threads.stack_size;
        match size {
            None => {}
            Some(size @ (0 | 32768..)) => vm.threads.stack_size = size as usize,
            Some(size @ ..0) => {
                let _ = size;
                return Err(vm.value_error("size must be 0 or a positive value"));
            }
            Some(size) => return Err(vm.value_error(format!("size not valid: {size} bytes"))),
        }
        Ok(before)
    }

    /// End the running thread.
    #[function("()")]
    fn exit(vm: &mut Vm) -> R<()> {
        Err(vm.raise_with(vm.exceptions.SystemExit, &[]))
    }

    #[function("()")]
    fn exit_thread(vm: &mut Vm) -> R<()> {
        Err(vm.raise_with(vm.exceptions.SystemExit, &[]))
    }

    /// Start a thread; its number.
    #[function("(function, args, kwargs=None, /)")]
    fn start_new_thread(vm: &mut Vm, function: Value, args: Value, kwargs: Option<Value>) -> R<u64> {
        start(vm, function, args, kwargs)
    }

    #[function("(function, args, kwargs=None, /)")]
    fn start_new(vm: &mut Vm, function: Value, args: Value, kwargs: Option<Value>) -> R<u64> {
        start(vm, function, args, kwargs)
    }

    /// Start a thread that calls a function without arguments; a handle to wait for it.
    #[function("(function, handle=None, daemon=True)")]
    fn start_joinable_thread(vm: &mut Vm, function: Value, handle: Option<Value>, daemon: Option<bool>) -> R<Owned> {
        if !vm.is_callable(function) {
            return Err(vm.type_error("thread function must be callable"));
        }
        let handle = match handle.filter(|handle| !handle.is_none()) {
            Some(handle) => handle.own(),
            None => vm.allocate(Handle { ident: 0, finish: Arc::default() })?,
        };
        let Some(this) = vm.cast::<Handle>(handle.value()) else {
            return Err(vm.type_error("'handle' must be a _ThreadHandle"));
        };
        if this.get(vm).ident != 0 {
            return Err(vm.runtime_error("thread already started"));
        }
        let finish = this.get(vm).finish.clone();
        let ident = vm.start_thread(function, Args::default(), finish, !daemon.unwrap_or(true))?;
        this.get_mut(vm).ident = ident;
        Ok(handle)
    }

    /// A handle of a thread that was not started here.
    #[function("(ident, /)")]
    fn _make_thread_handle(vm: &mut Vm, ident: u64) -> R<Owned> {
        let finish = Arc::default();
        vm.threads.tell_end(ident, &finish);
        vm.allocate(Handle { ident, finish })
    }

    /// Wait for the threads that are no daemons.
    #[function("()")]
    fn _shutdown(vm: &mut Vm) -> R<()> {
        vm.join_threads()
    }

    /// Let a signal seem to have arrived in the main thread.
    #[function("(signum=signal.SIGINT, /)")]
    fn interrupt_main(vm: &mut Vm, signum: Option<i32>) -> R<()> {
        let signal = signum.unwrap_or(taipan_runtime::signals::SIGINT);
        if !(1..=64).contains(&signal) {
            return Err(vm.value_error("signal number out of range"));
        }
        // A signal that does nothing does nothing this way either.
        if vm.host.disposition(signal) == Ok(taipan_host::Disposition::Notify) {
            vm.host.note_signal(signal);
            vm.heap.breaker.set(taipan_heap::Breaker::SIGNAL);
        }
        Ok(())
    }

    /// Report the exception that ended a thread.
    #[function("(args, /)")]
    fn _excepthook(vm: &mut Vm, args: Value) -> R<()> {
        let Some(this) = vm.cast::<HookArgs>(args) else {
            return Err(vm.type_error("_thread.excepthook argument type must be ExceptHookArgs"));
        };
        let fields: Vec<Owned> = this.get(vm).fields.clone();
        if fields[0].is(vm.exceptions.SystemExit.value()) {
            return Ok(());
        }
        let name = match fields[3].is_none() {
            true => vm.threads.current().to_string(),
            false => {
                let name = vm.get_attr_str(fields[3].value(), "name")?;
                vm.str_text(name.value())?
            }
        };
        let (sys, key) = (vm.sys, vm.names.stderr);
        let stderr = match sys.get_str(vm, key).map(Value::own).filter(|stream| !stream.is_none()) {
            Some(stream) => stream,
            None if fields[3].is_none() => return Ok(()),
            // What it was when the thread was made.
            None => vm.get_attr_str(fields[3].value(), "_stderr")?,
        };
        if stderr.is_none() {
            return Ok(());
        }
        let text = vm.new_str(&format!("Exception in thread {name}:\n"))?;
        vm.call_method(stderr.value(), "write", &[text.value()])?;
        let report = vm.import_attr("traceback", "print_exception")?;
        let file = vm.intern("file")?;
        let positional = [fields[0].value(), fields[1].value(), fields[2].value()];
        let names = [file.value()];
        let values = [stderr.value()];
        vm.call_args(report.value(), Args { positional: &positional, names: &names, keyword_values: &values })?;
        vm.call_method(stderr.value(), "flush", &[]).map(drop)
    }
}
