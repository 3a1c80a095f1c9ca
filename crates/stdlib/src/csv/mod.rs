//! `_csv`: rows of text, read and written.

mod dialect;
mod reader;
mod writer;

use taipan_runtime::native::*;

/// What the module remembers.
struct State {
    error: Option<Obj<Class>>,
    /// The dialects that were registered, by name.
    dialects: Option<Owned>,
    field_limit: i64,
}

impl Default for State {
    fn default() -> State {
        State { error: None, dialects: None, field_limit: 128 * 1024 }
    }
}

pub(super) const QUOTE_MINIMAL: i32 = 0;
pub(super) const QUOTE_ALL: i32 = 1;
pub(super) const QUOTE_NONNUMERIC: i32 = 2;
pub(super) const QUOTE_NONE: i32 = 3;
pub(super) const QUOTE_STRINGS: i32 = 4;
pub(super) const QUOTE_NOTNULL: i32 = 5;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_csv", "The native part of the module csv.", &METHODS)?;
    for (name, value) in [
        ("QUOTE_MINIMAL", QUOTE_MINIMAL),
        ("QUOTE_ALL", QUOTE_ALL),
        ("QUOTE_NONNUMERIC", QUOTE_NONNUMERIC),
        ("QUOTE_NONE", QUOTE_NONE),
        ("QUOTE_STRINGS", QUOTE_STRINGS),
        ("QUOTE_NOTNULL", QUOTE_NOTNULL),
    ] {
        module.add_int(vm, name, value.into())?;
    }
    module.add_str(vm, "__version__", "1.0")?;
    let dialect = vm.define_class::<dialect::Dialect>(&dialect::CLASS, None)?;
    module.add_class(vm, dialect)?;
    let reader = vm.define_class::<reader::Reader>(&reader::CLASS, None)?;
    module.add(vm, "Reader", reader.value())?;
    let writer = vm.define_class::<writer::Writer>(&writer::CLASS, None)?;
    module.add(vm, "Writer", writer.value())?;
    let error = crate::support::exception_class(vm, "_csv", "Error", vm.exceptions.Exception)?;
    module.add(vm, "Error", error.value())?;
    let dialects = vm.new_dict()?;
    module.add(vm, "_dialects", dialects.value())?;
    let error = vm.cast::<Class>(error.into_raw());
    let state = vm.state::<State>();
    (state.error, state.dialects) = (error, Some(dialects));
    Ok(owned)
}

/// `_csv.Error` with these words.
fn error(vm: &mut Vm, message: impl AsRef<str>) -> Raised {
    let class = vm.state::<State>().error.unwrap_or(vm.exceptions.ValueError);
    vm.raise(class, message.as_ref())
}

fn registry(vm: &mut Vm) -> R<Obj<Dict>> {
    let dialects = vm.state::<State>().dialects.clone();
    match dialects.as_ref().and_then(|dialects| vm.cast::<Dict>(dialects.value())) {
        Some(dialects) => Ok(dialects),
        None => Err(vm.runtime_error("the _csv module is not complete")),
    }
}

/// The dialect that was registered by that name.
fn registered(vm: &mut Vm, name: Value) -> R<Owned> {
    let registry = registry(vm)?;
    match registry.lookup(vm, name)? {
        Some(dialect) => Ok(dialect),
        None => Err(error(vm, "unknown dialect")),
    }
}

/// `Dialect(dialect, **parameters)`.
fn make_dialect(vm: &mut Vm, dialect: Option<Value>, parameters: &Keywords) -> R<Owned> {
    let names: Vec<Value> = parameters.iter().map(|(name, _)| *name).collect();
    let values: Vec<Value> = parameters.iter().map(|(_, value)| *value).collect();
    let positional: Vec<Value> = dialect.into_iter().collect();
    let args = Args { positional: &positional, names: &names, keyword_values: &values };
    let class = vm.native_class::<dialect::Dialect>();
    vm.call_args(class.value(), args)
}

#[methods]
mod py {
    use super::*;

    /// An iterator over the rows that some lines of text have.
    #[function("(iterable, /, dialect='excel', **fmtparams)")]
    fn reader(vm: &mut Vm, iterable: Value, dialect: Option<Value>, fmtparams: Keywords) -> R<Owned> {
        let input = vm.iter(iterable)?;
        let dialect = make_dialect(vm, dialect, &fmtparams)?;
        super::reader::Reader::create(vm, input, dialect)
    }

    /// An object that writes rows to a file.
    #[function("(fileobj, /, dialect='excel', **fmtparams)")]
    fn writer(vm: &mut Vm, fileobj: Value, dialect: Option<Value>, fmtparams: Keywords) -> R<Owned> {
        let dialect = make_dialect(vm, dialect, &fmtparams)?;
        super::writer::Writer::create(vm, fileobj, dialect)
    }

    /// Give a dialect a name.
    #[function("(name, dialect='excel', /, **fmtparams)")]
    fn register_dialect(vm: &mut Vm, name: Value, dialect: Option<Value>, fmtparams: Keywords) -> R<()> {
        if vm.cast::<Str>(name).is_none() {
            return Err(vm.type_error("dialect name must be a string"));
        }
        let dialect = make_dialect(vm, dialect, &fmtparams)?;
        registry(vm)?.set(vm, name, dialect.value())
    }

    /// Forget a dialect.
    #[function("(name)")]
    fn unregister_dialect(vm: &mut Vm, name: Value) -> R<()> {
        match registry(vm)?.remove(vm, name)? {
            Some(_) => Ok(()),
            None => Err(error(vm, "unknown dialect")),
        }
    }

    /// The dialect of a name.
    #[function("(name)")]
    fn get_dialect(vm: &mut Vm, name: Value) -> R<Owned> {
        registered(vm, name)
    }

    /// The names of all dialects.
    #[function("()")]
    fn list_dialects(vm: &mut Vm) -> R<Owned> {
        let names = registry(vm)?.snapshot(vm);
        let names: Vec<Value> = names.iter().map(|(name, _)| name.value()).collect();
        vm.new_list(&names)
    }

    /// The limit of a field's length; sets it too.
    #[function("(new_limit=None)")]
    fn field_size_limit(vm: &mut Vm, new_limit: Option<Value>) -> R<i64> {
        let old = vm.state::<State>().field_limit;
        if let Some(limit) = new_limit {
            if vm.as_int_ref(limit).is_none() {
                return Err(vm.type_error("limit must be an integer"));
            }
            let limit = vm.to_i64(limit, "ssize_t")?;
            vm.state::<State>().field_limit = limit;
        }
        Ok(old)
    }
}
