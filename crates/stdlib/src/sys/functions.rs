//! The functions of `sys`.

use taipan_runtime::native::*;

use crate::struct_sequence;

/// What the functions here remember.
#[derive(Default)]
struct State {
    switch_interval: Option<f64>,
    audit_hooks: Vec<Owned>,
    origin_tracking_depth: i32,
    asyncgen_first: Option<Owned>,
    asyncgen_finalizer: Option<Owned>,
    asyncgen_class: Option<Owned>,
    dlopen_flags: Option<i32>,
}

#[cold]
fn missing(vm: &mut Vm, what: &str) -> Raised {
    vm.not_implemented_error(format!("{what} is not supported"))
}

/// What `breakpoint()` calls, by PYTHONBREAKPOINT: None for nothing.
fn breakpoint_target(vm: &mut Vm) -> Option<String> {
    let ignored = vm.options.settings.flags.ignore_environment;
    let variable = if ignored { None } else { vm.host.variable(b"PYTHONBREAKPOINT") };
    match variable.map(|variable| String::from_utf8_lossy(&variable).into_owned()) {
        Some(name) if name == "0" => None,
        Some(name) if !name.is_empty() => Some(name),
        _ => Some("pdb.set_trace".to_string()),
    }
}

#[methods]
mod py {
    use super::*;

    /// Take the descriptors of `__dict__` and `__weakref__` out of a class, for one that is made again with slots.
    #[function("(type, /)")]
    fn _clear_type_descriptors(vm: &mut Vm, class: Obj<Class>) -> R<()> {
        for name in ["__dict__", "__weakref__"] {
            let name = vm.intern(name)?;
            class.set_attribute(vm, name, None)?;
        }
        Ok(())
    }

    /// End the program by raising SystemExit.
    #[function("(status=None, /)")]
    fn exit(vm: &mut Vm, status: Option<Value>) -> R<()> {
        let class = vm.exceptions.SystemExit;
        let status = status.filter(|status| !status.is_none());
        // A tuple is the arguments, not one of them.
        match status.map(|status| (status, vm.cast_exact::<Tuple>(status))) {
            Some((_, Some(tuple))) => {
                let arguments: Vec<Owned> = tuple.items(vm).iter().map(|item| item.own()).collect();
                let arguments: Vec<Value> = arguments.iter().map(|item| item.value()).collect();
                Err(vm.raise_with(class, &arguments))
            }
            Some((status, None)) => Err(vm.raise_with(class, &[status])),
            None => Err(vm.raise_with(class, &[])),
        }
    }

    /// Show a value as the prompt does, and keep it as `builtins._`.
    #[function("(object, /)")]
    fn displayhook(vm: &mut Vm, object: Value) -> R<()> {
        if object.is_none() {
            return Ok(());
        }
        let (builtins, key) = (vm.builtins, vm.intern("_")?);
        builtins.set_str(vm, key, Value::NONE)?;
        let (sys, stdout) = (vm.sys, vm.names.stdout);
        let Some(stream) = sys.get_str(vm, stdout).map(Value::own).filter(|stream| !stream.is_none()) else {
            return Err(vm.runtime_error("lost sys.stdout"));
        };
        let text = vm.repr(object)?;
        vm.write_to(stream.value(), text.value())?;
        let end = vm.new_str("\n")?;
        vm.write_to(stream.value(), end.value())?;
        builtins.set_str(vm, key, object)
    }

    /// Start the debugger, or what PYTHONBREAKPOINT names.
    #[function("(*args, **kws)")]
    fn breakpointhook(vm: &mut Vm, args: Rest<'_>, kws: Keywords) -> R<Owned> {
        let Some(target) = breakpoint_target(vm) else { return Ok(Owned::NONE) };
        let (module, function) = target.rsplit_once('.').unwrap_or(("builtins", &target));
        let found = vm.import_attr(module, function);
        let function = match found {
            Ok(function) => function,
            Err(raised) => {
                let unusable = vm.error_is(vm.exceptions.ImportError) || vm.error_is(vm.exceptions.AttributeError);
                if !unusable {
                    return Err(raised);
                }
                drop(vm.take_error());
                let category = vm.exceptions.RuntimeWarning;
                vm.warn(category, &format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{target}\""))?;
                return Ok(Owned::NONE);
            }
        };
        let names: Vec<Value> = kws.iter().map(|(name, _)| *name).collect();
        let values: Vec<Value> = kws.iter().map(|(_, value)| *value).collect();
        vm.call_args(function.value(), Args { positional: args, names: &names, keyword_values: &values })
    }

    /// References to an object, the argument's own included.
    #[function("(object, /)")]
    fn getrefcount(vm: &mut Vm, object: Value) -> u64 {
        vm.reference_count(object)
    }

    /// Bytes that an object takes.
    #[function("(object, default=None)")]
    fn getsizeof(vm: &mut Vm, object: Value, default: Option<Value>) -> R<Owned> {
        let name = vm.names.__sizeof__;
        let size = match vm.call_special(object, name, &[]) {
            Ok(Some(size)) => size,
            Ok(None) => {
                let class = vm.class_of(object).name(vm);
                return Err(vm.type_error(format!("Type {class} doesn't define __sizeof__")));
            }
            Err(raised) => match default {
                Some(default) if vm.error_is(vm.exceptions.TypeError) => {
                    drop(vm.take_error());
                    return Ok(default.own());
                }
                _ => return Err(raised),
            },
        };
        if !vm.class_of(size.value()).is_subclass_of(vm, vm.types.int) {
            return Err(vm.type_error("an integer is required"));
        }
        if vm.int_to_i64(size.value()).is_none() {
            return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
        }
        if vm.int_is_negative(size.value()) {
            return Err(vm.value_error("__sizeof__() should return >= 0"));
        }
        Ok(size)
    }

    /// The one string that stands for all equal ones.
    #[function("(string, /)")]
    fn intern(vm: &mut Vm, string: Obj<Str>) -> R<Owned> {
        if vm.cast_exact::<Str>(string.value()).is_none() {
            let class = vm.class_of(string.value()).name(vm);
            return Err(vm.type_error(format!("can't intern {class}")));
        }
        Ok(vm.intern_obj(string)?.own())
    }

    /// Whether a string is an interned one.
    #[function("(string, /)")]
    fn _is_interned(vm: &mut Vm, string: Obj<Str>) -> R<bool> {
        Ok(vm.is_interned(string))
    }

    /// Whether an object is never destroyed.
    #[function("(op, /)")]
    fn _is_immortal(vm: &mut Vm, op: Value) -> bool {
        vm.reference_count(op) >= 1 << 30
    }

    /// How deep calls may nest.
    #[function("()")]
    fn getrecursionlimit(vm: &mut Vm) -> u32 {
        vm.recursion_limit()
    }

    /// Set how deep calls may nest.
    #[function("(limit, /)")]
    fn setrecursionlimit(vm: &mut Vm, limit: i32) -> R<()> {
        if limit < 1 {
            return Err(vm.value_error("recursion limit must be greater or equal than 1"));
        }
        let depth = vm.recursion_depth();
        if i64::from(depth) >= i64::from(limit) {
            return Err(vm.recursion_error(format!(
                "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
            )));
        }
        vm.set_recursion_limit(limit as u32);
        Ok(())
    }

    /// Seconds after which another thread gets its turn.
    #[function("()")]
    fn getswitchinterval(vm: &mut Vm) -> f64 {
        vm.state::<State>().switch_interval.unwrap_or(0.005)
    }

    /// Set the seconds after which another thread gets its turn.
    #[function("(interval, /)")]
    fn setswitchinterval(vm: &mut Vm, interval: f64) -> R<()> {
        if interval <= 0.0 {
            return Err(vm.value_error("switch interval must be strictly positive"));
        }
        vm.state::<State>().switch_interval = Some(interval);
        Ok(())
    }

    /// The encoding of text that names none.
    #[function("()")]
    fn getdefaultencoding(_vm: &mut Vm) -> &'static str {
        "utf-8"
    }

    /// The encoding of file names.
    #[function("()")]
    fn getfilesystemencoding(_vm: &mut Vm) -> &'static str {
        "utf-8"
    }

    /// What happens with bytes of file names that are not text.
    #[function("()")]
    fn getfilesystemencodeerrors(_vm: &mut Vm) -> &'static str {
        "surrogateescape"
    }

    /// Tell the audit hooks about an event.
    #[function("(event, /, *args)")]
    fn audit(vm: &mut Vm, event: Value, args: Rest<'_>) -> R<()> {
        if vm.cast::<Str>(event).is_none() {
            let found = vm.class_of(event).name(vm);
            return Err(vm.type_error(format!("expected str for argument 'event', not {found}")));
        }
        let hooks = vm.state::<State>().audit_hooks.clone();
        if hooks.is_empty() {
            return Ok(());
        }
        let arguments = vm.new_tuple(args)?;
        for hook in hooks {
            vm.call(hook.value(), &[event, arguments.value()])?;
        }
        Ok(())
    }

    /// Add a function that is told about events; it stays.
    #[function("(hook)")]
    fn addaudithook(vm: &mut Vm, hook: Value) -> R<()> {
        let event = vm.new_str("sys.addaudithook")?;
        if let Err(raised) = audit(vm, event.value(), &[]) {
            // An Exception from a hook keeps the new one out.
            vm.catch(vm.exceptions.Exception, raised)?;
            return Ok(());
        }
        vm.state::<State>().audit_hooks.push(hook.own());
        Ok(())
    }

    /// The most digits of an int that is converted from or to text; 0: no limit.
    #[function("()")]
    fn get_int_max_str_digits(vm: &mut Vm) -> usize {
        vm.max_str_digits
    }

    /// Set the most digits of an int that is converted from or to text.
    #[function("(maxdigits)")]
    fn set_int_max_str_digits(vm: &mut Vm, maxdigits: i32) -> R<()> {
        match usize::try_from(maxdigits) {
            Ok(digits) if digits == 0 || digits >= 640 => {
                vm.max_str_digits = digits;
                Ok(())
            }
            _ => Err(vm.value_error("maxdigits must be >= 640 or 0 for unlimited")),
        }
    }

    /// `func(*args)`, with tracing on.
    #[function("(func, args, /)")]
    fn call_tracing(vm: &mut Vm, func: Value, args: Obj<Tuple>) -> R<Owned> {
        let arguments: Vec<Value> = args.items(vm).to_vec();
        vm.call_traced(func, &arguments)
    }

    /// The trace function of this thread, or None.
    #[function("()")]
    fn gettrace(vm: &mut Vm) -> Option<Owned> {
        vm.trace_function()
    }

    /// Set the function that is told of calls, lines, returns and exceptions in this thread.
    #[function("(function, /)")]
    fn settrace(vm: &mut Vm, function: Value) -> R<()> {
        vm.set_trace((!function.is_none()).then(|| function.own()))
    }

    /// As settrace, for all threads.
    #[function("(func, /)")]
    fn _settraceallthreads(vm: &mut Vm, func: Value) -> R<()> {
        vm.watch_all_threads((!func.is_none()).then(|| func.own()), false)
    }

    /// The profile function of this thread, or None.
    #[function("()")]
    fn getprofile(vm: &mut Vm) -> Option<Owned> {
        vm.profile_function()
    }

    /// Set the function that is told of calls and returns in this thread.
    #[function("(function, /)")]
    fn setprofile(vm: &mut Vm, function: Value) -> R<()> {
        vm.set_profile((!function.is_none()).then(|| function.own()))
    }

    /// As setprofile, for all threads.
    #[function("(func, /)")]
    fn _setprofileallthreads(vm: &mut Vm, func: Value) -> R<()> {
        vm.watch_all_threads((!func.is_none()).then(|| func.own()), true)
    }

    /// Whether the interpreter is ending.
    #[function("()")]
    fn is_finalizing(vm: &mut Vm) -> bool {
        vm.threads.is_finalizing()
    }

    /// Blocks of memory that are in use.
    #[function("()")]
    fn getallocatedblocks(vm: &mut Vm) -> usize {
        vm.heap.containers()
    }

    /// How many strings are interned.
    #[function("(*, _only_immortal=False)")]
    fn getunicodeinternedsize(vm: &mut Vm, _only_immortal: Option<bool>) -> usize {
        vm.interned_count()
    }

    /// Profiling by the system's profiler is not supported.
    #[function("(backend, /)")]
    fn activate_stack_trampoline(vm: &mut Vm, backend: Value) -> R<()> {
        let _ = backend;
        Err(vm.value_error("perf trampoline not available"))
    }

    /// Nothing: it is never active.
    #[function("()")]
    fn deactivate_stack_trampoline(_vm: &mut Vm) {}

    /// Never.
    #[function("()")]
    fn is_stack_trampoline_active(_vm: &mut Vm) -> bool {
        false
    }

    /// Whether another process could run code in this one: never.
    #[function("()")]
    fn is_remote_debug_enabled(_vm: &mut Vm) -> bool {
        false
    }

    /// Running code in another process is not supported.
    #[function("(pid, script)")]
    fn remote_exec(vm: &mut Vm, pid: Value, script: Value) -> R<()> {
        let _ = (pid, script);
        Err(missing(vm, "sys.remote_exec"))
    }

    /// The hooks of asynchronous generators.
    #[function("()")]
    fn get_asyncgen_hooks(vm: &mut Vm) -> R<Owned> {
        let class = match vm.state::<State>().asyncgen_class.clone() {
            Some(class) => class,
            None => {
                let class = struct_sequence::class(vm, "sys", "asyncgen_hooks", &["firstiter", "finalizer"], &[])?;
                vm.state::<State>().asyncgen_class = Some(class.clone());
                class
            }
        };
        let state = vm.state::<State>();
        let first = state.asyncgen_first.clone().unwrap_or(Owned::NONE);
        let finalizer = state.asyncgen_finalizer.clone().unwrap_or(Owned::NONE);
        struct_sequence::instance(vm, class.value(), &[first.value(), finalizer.value()], &[])
    }

    /// Set the hooks of asynchronous generators.
    #[function("(firstiter=None, finalizer=None)")]
    fn set_asyncgen_hooks(vm: &mut Vm, firstiter: Option<Value>, finalizer: Option<Value>) -> R<()> {
        for (name, hook) in [("firstiter", firstiter), ("finalizer", finalizer)] {
            if let Some(hook) = hook.filter(|hook| !hook.is_none())
                && !vm.is_callable(hook)
            {
                let found = vm.class_of(hook).name(vm);
                return Err(vm.type_error(format!("callable {name} expected, got {found}")));
            }
        }
        let kept = |hook: Value| (!hook.is_none()).then(|| hook.own());
        if let Some(hook) = firstiter {
            let old = std::mem::replace(&mut vm.state::<State>().asyncgen_first, kept(hook));
            drop(old);
        }
        if let Some(hook) = finalizer {
            let old = std::mem::replace(&mut vm.state::<State>().asyncgen_finalizer, kept(hook));
            drop(old);
        }
        Ok(())
    }

    /// Frames that a coroutine remembers of its making.
    #[function("()")]
    fn get_coroutine_origin_tracking_depth(vm: &mut Vm) -> i32 {
        vm.state::<State>().origin_tracking_depth
    }

    /// Set how many frames a coroutine remembers of its making.
    #[function("(depth)")]
    fn set_coroutine_origin_tracking_depth(vm: &mut Vm, depth: i32) -> R<()> {
        if depth < 0 {
            return Err(vm.value_error("depth must be >= 0"));
        }
        vm.state::<State>().origin_tracking_depth = depth;
        Ok(())
    }

    /// The flags that shared libraries would be opened with.
    #[function("()")]
    fn getdlopenflags(vm: &mut Vm) -> i32 {
        vm.state::<State>().dlopen_flags.unwrap_or(2)
    }

    /// Set the flags that shared libraries would be opened with.
    #[function("(flags, /)")]
    fn setdlopenflags(vm: &mut Vm, flags: i32) {
        vm.state::<State>().dlopen_flags = Some(flags);
    }

    /// What `-X cpu_count` says, or -1.
    #[function("()")]
    fn _get_cpu_count_config(vm: &mut Vm) -> i64 {
        vm.options.settings.cpu_count.map_or(-1, i64::from)
    }

    /// Threads of an isolate take turns.
    #[function("()")]
    fn _is_gil_enabled(_vm: &mut Vm) -> bool {
        true
    }

    /// Nothing is kept that need be cleared.
    #[function("()")]
    fn _clear_internal_caches(_vm: &mut Vm) {}

    /// Nothing is kept that need be cleared.
    #[function("()")]
    fn _clear_type_cache(_vm: &mut Vm) {}
}
