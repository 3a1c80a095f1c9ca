//! Warnings: what `warnings.warn` does, for the runtime's own use and for the module `_warnings`.
//!
//! Once a program has imported `warnings`, its filters and the function that shows warnings are the ones that count.

use taipan_bytecode::SyntaxError;

use crate::error::R;
use crate::native::*;
use crate::types::frame::FrameObject;

/// The state of `_warnings` in an isolate.
struct State {
    /// A list of tuples: action, message, category, module, line.
    filters: Owned,
    once_registry: Owned,
    default_action: Owned,
    /// Changes with the filters: registries from before are stale.
    version: i64,
}

#[derive(Default)]
struct StateSlot(Option<State>);

/// Where a warning is given.
pub struct WarningPlace {
    pub filename: Owned,
    pub line: i64,
    /// None: derived from the file's name.
    pub module: Option<Owned>,
    /// The dict that remembers which warnings were given; None for none.
    pub registry: Option<Owned>,
}

fn state(vm: &mut Vm) -> R<&mut State> {
    if vm.state::<StateSlot>().0.is_none() {
        let made = make_state(vm)?;
        vm.state::<StateSlot>().0 = Some(made);
    }
    match &mut vm.state::<StateSlot>().0 {
        Some(state) => Ok(state),
        None => Err(Raised),
    }
}

fn make_state(vm: &mut Vm) -> R<State> {
    let classes = &vm.exceptions;
    let rows = [
        ("default", classes.DeprecationWarning, true),
        ("ignore", classes.DeprecationWarning, false),
        ("ignore", classes.PendingDeprecationWarning, false),
        ("ignore", classes.ImportWarning, false),
        ("ignore", classes.ResourceWarning, false),
    ];
    let mut filters = Vec::with_capacity(rows.len());
    for (action, category, in_main) in rows {
        let action = vm.intern(action)?.own();
        let module = if in_main { vm.names.__main__.own() } else { Owned::NONE };
        let filter = [action.value(), Value::NONE, category.value(), module.value(), Value::small(0)];
        filters.push(vm.new_tuple(&filter)?);
    }
    let filters: Vec<Value> = filters.iter().map(|filter| filter.value()).collect::<Vec<_>>();
    Ok(State {
        filters: vm.new_list(&filters)?,
        once_registry: vm.new_dict()?,
        default_action: vm.intern("default")?.own(),
        version: 0,
    })
}

/// An attribute of the module `warnings`, when it was imported.
fn module_attribute(vm: &mut Vm, name: &str) -> R<Option<Owned>> {
    let key = vm.names.warnings;
    let modules = vm.modules;
    let Some(module) = modules.lookup(vm, key.value())?.filter(|module| !module.is_none()) else { return Ok(None) };
    let name = vm.intern(name)?;
    vm.get_attr_optional(module.value(), name)
}

impl Vm {
    /// `warnings.warn(message, category)`. The error is the warning itself, when it is to be raised.
    pub fn warn(&mut self, category: Obj<Class>, message: &str) -> R<()> {
        self.warn_at_level(category, message, 1)
    }

    /// As `warn`, about the code `level` calls out.
    pub fn warn_at_level(&mut self, category: Obj<Class>, message: &str, level: i64) -> R<()> {
        let message = self.new_str(message)?;
        self.warn_object(message.value(), category.value(), level, None, &[])
    }

    /// `warnings.warn` with all its arguments.
    pub fn warn_object(
        &mut self,
        message: Value,
        category: Value,
        level: i64,
        source: Option<Value>,
        skip: &[String],
    ) -> R<()> {
        let place = place_of_caller(self, level, skip)?;
        self.warn_explicit(category, message, &place, source)
    }

    /// A warning about source that is being compiled. When it is to be raised it becomes a SyntaxError.
    pub fn warn_of_source(
        &mut self,
        category: &str,
        message: &str,
        filename: &str,
        line: u32,
        error: &SyntaxError,
    ) -> R<()> {
        let category = match category {
            "DeprecationWarning" => self.exceptions.DeprecationWarning,
            _ => self.exceptions.SyntaxWarning,
        };
        let message = self.new_str(message)?;
        let place =
            WarningPlace { filename: self.new_str(filename)?, line: i64::from(line), module: None, registry: None };
        match self.warn_explicit(category.value(), message.value(), &place, None) {
            Err(raised) => {
                self.catch(category, raised)?;
                Err(self.raise_syntax_error_with_text(error, filename))
            }
            Ok(()) => Ok(()),
        }
    }

    /// `warnings.warn_explicit`.
    pub fn warn_explicit(
        &mut self,
        category: Value,
        message: Value,
        place: &WarningPlace,
        source: Option<Value>,
    ) -> R<()> {
        let is_warning = self.class_of(message).is_subclass_of(self, self.exceptions.Warning);
        let (text, message, category) = if is_warning {
            (self.str(message)?, message.own(), self.class_of(message).own())
        } else {
            (message.own(), self.call(category, &[message])?, category.own())
        };
        let module = match &place.module {
            Some(module) => module.clone(),
            None => module_of_file(self, &place.filename)?,
        };
        let line = self.new_int(i128::from(place.line))?;
        let key = self.new_tuple(&[text.value(), category.value(), line.value()])?;
        let registry = place.registry.as_ref().and_then(|registry| self.cast::<Dict>(registry.value()));
        if let Some(registry) = registry
            && already_given(self, registry, key.value(), false)?
        {
            return Ok(());
        }
        let (action, filter) = find_action(self, &category, &text, place.line, &module)?;
        let action_text = self.cast::<Str>(action.value()).map(|text| text.to_string_lossy(self)).unwrap_or_default();
        match action_text.as_str() {
            "error" => return Err(self.raise_object(message)),
            "ignore" => return Ok(()),
            _ => {}
        }
        if !matches!(action_text.as_str(), "always" | "all") {
            if let Some(registry) = registry {
                registry.set(self, key.value(), Value::TRUE)?;
            }
            let given = match action_text.as_str() {
                "once" => {
                    let once = match registry {
                        Some(registry) => registry,
                        None => once_registry(self)?,
                    };
                    let key = self.new_tuple(&[text.value(), category.value()])?;
                    already_given(self, once, key.value(), true)?
                }
                "module" => match registry {
                    Some(registry) => {
                        let key = self.new_tuple(&[text.value(), category.value(), Value::small(0)])?;
                        already_given(self, registry, key.value(), true)?
                    }
                    None => false,
                },
                "default" => false,
                _ => {
                    let action = self.repr_text(action.value())?;
                    let filter = self.repr_text(filter.value())?;
                    return Err(
                        self.runtime_error(format!("Unrecognized action ({action}) in warnings.filters:\n {filter}"))
                    );
                }
            };
            if given {
                return Ok(());
            }
        }
        show(self, &message, &category, &text, place, source)
    }

    /// The filters have changed: what was remembered of warnings given counts no more.
    pub fn warning_filters_changed(&mut self) -> R<()> {
        state(self)?.version += 1;
        Ok(())
    }

    /// `_warnings.filters`, `_onceregistry` and `_defaultaction`.
    pub fn warning_defaults(&mut self) -> R<[Owned; 3]> {
        let state = state(self)?;
        Ok([state.filters.clone(), state.once_registry.clone(), state.default_action.clone()])
    }
}

/// The name of a module whose file's name is all that is known.
fn module_of_file(vm: &mut Vm, filename: &Owned) -> R<Owned> {
    let text = vm.str_text(filename.value())?;
    match text.strip_suffix(".py") {
        _ if text.is_empty() => vm.new_str("<unknown>"),
        Some(stem) => vm.new_str(stem),
        None => Ok(filename.clone()),
    }
}

/// Whether the registry says that the warning was given. With `set` it says so from now on.
fn already_given(vm: &mut Vm, registry: Obj<Dict>, key: Value, set: bool) -> R<bool> {
    let version = state(vm)?.version;
    let version_key = vm.intern("version")?;
    let found = registry.get_str(vm, version_key).and_then(|version| vm.int_to_i64(version));
    if found == Some(version) {
        if let Some(given) = registry.lookup(vm, key)?
            && vm.truth(given.value())?
        {
            return Ok(true);
        }
    } else {
        registry.clear(vm);
        let version = vm.new_int(i128::from(version))?;
        registry.set_str(vm, version_key, version.value())?;
    }
    if set {
        registry.set(vm, key, Value::TRUE)?;
    }
    Ok(false)
}

fn once_registry(vm: &mut Vm) -> R<Obj<Dict>> {
    let registry = match module_attribute(vm, "onceregistry")? {
        Some(registry) => registry,
        None => state(vm)?.once_registry.clone(),
    };
    match vm.cast::<Dict>(registry.value()) {
        Some(registry) => Ok(registry),
        None => {
            let found = vm.class_of(registry.value()).name(vm);
            Err(vm.type_error(format!("_warnings.onceregistry must be a dict, not '{found}'")))
        }
    }
}

/// What a filter says of the warning, and the filter.
fn find_action(vm: &mut Vm, category: &Owned, text: &Owned, line: i64, module: &Owned) -> R<(Owned, Owned)> {
    let filters = match module_attribute(vm, "filters")? {
        Some(filters) => {
            // They count from now on, even if the module loses them.
            state(vm)?.filters = filters.clone();
            filters
        }
        None => state(vm)?.filters.clone(),
    };
    let Some(list) = vm.cast::<List>(filters.value()) else {
        return Err(vm.value_error("_warnings.filters must be a list"));
    };
    let mut index = 0;
    while let Some(filter) = list.items(vm).get(index).map(|filter| filter.own()) {
        let parts = vm.cast::<Tuple>(filter.value()).map(|filter| filter.items(vm).to_vec()).unwrap_or_default();
        let &[action, wanted_text, wanted_category, wanted_module, wanted_line] = &parts[..] else {
            return Err(vm.value_error(format!("_warnings.filters item {index} isn't a 5-tuple")));
        };
        if vm.cast::<Str>(action).is_none() {
            let found = vm.class_of(action).name(vm);
            return Err(vm.type_error(format!("action must be a string, not '{found}'")));
        }
        let wanted_line = vm.to_index(wanted_line)? as i64;
        if fits(vm, wanted_text, text)?
            && vm.is_subclass(category.value(), wanted_category)?
            && fits(vm, wanted_module, module)?
            && (wanted_line == 0 || wanted_line == line)
        {
            return Ok((action.own(), filter));
        }
        index += 1;
    }
    let action = match module_attribute(vm, "defaultaction")? {
        Some(action) => action,
        None => state(vm)?.default_action.clone(),
    };
    if vm.cast::<Str>(action.value()).is_none() {
        let found = vm.class_of(action.value()).name(vm);
        return Err(vm.type_error(format!("_warnings.defaultaction must be a string, not '{found}'")));
    }
    Ok((action, Owned::NONE))
}

/// Whether a filter's text (None: any; a string: the very same; else a compiled pattern) fits.
fn fits(vm: &mut Vm, wanted: Value, text: &Owned) -> R<bool> {
    if wanted.is_none() {
        return Ok(true);
    }
    if vm.cast_exact::<Str>(wanted).is_some() {
        return vm.equal(wanted, text.value());
    }
    let found = vm.call_method(wanted, "match", &[text.value()])?;
    vm.truth(found.value())
}

/// Show the warning, as the module `warnings` would have it, or plainly.
fn show(
    vm: &mut Vm,
    message: &Owned,
    category: &Owned,
    text: &Owned,
    place: &WarningPlace,
    source: Option<Value>,
) -> R<()> {
    if source.is_some() {
        // It adds to the text what is known of the source.
        vm.import_module("warnings")?;
    }
    let Some(function) = module_attribute(vm, "_showwarnmsg")? else {
        return show_plainly(vm, category, text, place);
    };
    if !vm.is_callable(function.value()) {
        return Err(vm.type_error("warnings._showwarnmsg() must be set to a callable"));
    }
    let Some(class) = module_attribute(vm, "WarningMessage")? else {
        return Err(vm.runtime_error("unable to get warnings.WarningMessage"));
    };
    let line = vm.new_int(i128::from(place.line))?;
    let warning = vm.call(
        class.value(),
        &[
            message.value(),
            category.value(),
            place.filename.value(),
            line.value(),
            Value::NONE,
            Value::NONE,
            source.unwrap_or(Value::NONE),
        ],
    )?;
    vm.call(function.value(), &[warning.value()]).map(drop)
}

fn show_plainly(vm: &mut Vm, category: &Owned, text: &Owned, place: &WarningPlace) -> R<()> {
    let filename = vm.str_text(place.filename.value())?;
    let name = vm.names.__name__;
    let category = vm.get_attr(category.value(), name)?;
    let (category, text) = (vm.str_text(category.value())?, vm.str_text(text.value())?);
    let mut shown = format!("{filename}:{}: {category}: {text}\n", place.line);
    if let Some(line) = crate::errors::source_line(vm, &filename, place.line) {
        shown.push_str(&format!("  {}\n", line.trim()));
    }
    crate::errors::write_to_stderr(vm, &shown);
    Ok(())
}

/// Whether the frame is part of the import system, which warnings are never about.
fn is_internal(filename: &str) -> bool {
    filename.contains("importlib") && filename.contains("_bootstrap")
}

fn filename_of(vm: &Vm, frame: Obj<FrameObject>) -> String {
    frame.function(vm).code(vm).get(vm).template.filename().to_string()
}

/// The code that a warning is about: `level` calls out from the running one, and its registry.
fn place_of_caller(vm: &mut Vm, level: i64, skip: &[String]) -> R<WarningPlace> {
    let level = if skip.is_empty() { level } else { level.max(2) };
    let mut depth = 0;
    let mut frame = frame_at(vm, depth)?;
    let internal = match frame.as_ref().and_then(|frame| vm.cast::<FrameObject>(frame.value())) {
        Some(frame) => is_internal(&filename_of(vm, frame)),
        None => false,
    };
    let plain = level <= 0 || internal;
    let mut left = level - 1;
    while left > 0 && frame.is_some() {
        loop {
            depth += 1;
            frame = frame_at(vm, depth)?;
            let Some(object) = frame.as_ref().and_then(|frame| vm.cast::<FrameObject>(frame.value())) else { break };
            let filename = filename_of(vm, object);
            if plain || !(is_internal(&filename) || skip.iter().any(|prefix| filename.starts_with(prefix.as_str()))) {
                break;
            }
        }
        left -= 1;
    }
    let (globals, filename, line) = match frame.as_ref().and_then(|frame| vm.cast::<FrameObject>(frame.value())) {
        Some(object) => {
            let filename = filename_of(vm, object);
            let line = vm.get_attr_str(object.value(), "f_lineno")?;
            let line = vm.int_to_i64(line.value()).unwrap_or(0);
            (object.function(vm).globals(vm), vm.new_str(&filename)?, line)
        }
        None => (vm.sys, vm.new_str("<sys>")?, 0),
    };
    let key = vm.intern("__warningregistry__")?;
    let registry = match globals.get_str(vm, key).map(Value::own) {
        Some(registry) => registry,
        None => {
            let registry = vm.new_dict()?;
            globals.set_str(vm, key, registry.value())?;
            registry
        }
    };
    let name = vm.names.__name__;
    let module = match globals.get_str(vm, name).filter(|name| vm.cast::<Str>(*name).is_some()) {
        Some(module) => module.own(),
        None => vm.new_str("<string>")?,
    };
    Ok(WarningPlace { filename, line, module: Some(module), registry: Some(registry) })
}

fn frame_at(vm: &mut Vm, depth: usize) -> R<Option<Owned>> {
    match crate::types::frame::outwards(vm, depth) {
        Some(frame) => crate::types::frame::object_of(vm, frame).map(Some),
        None => Ok(None),
    }
}
