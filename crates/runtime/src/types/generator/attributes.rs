//! What Python code sees of generators, coroutines and asynchronous generators, and the warning about a coroutine that nobody awaited.

use super::window::{Rare, State, is_running, is_suspended};
use super::{AsyncState, Generator};
use crate::native::*;
use crate::types::code::CodeObject;
use crate::types::function::Function;

impl Obj<Generator> {
    /// The function, while its frame exists.
    fn function(self, vm: &Vm) -> Option<Obj<Function>> {
        let details = self.get(vm);
        // SAFETY: until it has ended, the header of its window names its function.
        (details.state != State::Finished).then(|| unsafe { details.window().function() })
    }

    fn rare(self, vm: &mut Vm) -> &mut Rare {
        self.get_mut(vm).rare_mut()
    }
}

/// `gi_code`.
pub(super) fn code(vm: &Vm, generator: Obj<Generator>) -> Option<Owned> {
    match generator.function(vm) {
        Some(function) => Some(function.get(vm).code.clone()),
        None => generator.get(vm).code_left().map(Value::own),
    }
}

fn name(vm: &mut Vm, generator: Obj<Generator>) -> R<Owned> {
    if let Some(name) = generator.get(vm).rare().and_then(|rare| rare.name.clone()) {
        return Ok(name);
    }
    let given = generator.function(vm).and_then(|function| function.get(vm).rare.as_ref()?.name.clone());
    match (given, template(vm, generator)) {
        (Some(name), _) => Ok(name),
        (None, Some(template)) => Ok(vm.intern(&template.name)?.own()),
        (None, None) => vm.new_str(""),
    }
}

fn qualname(vm: &mut Vm, generator: Obj<Generator>) -> R<Owned> {
    if let Some(name) = generator.get(vm).rare().and_then(|rare| rare.qualname.clone()) {
        return Ok(name);
    }
    let given = generator.function(vm).and_then(|function| function.get(vm).rare.as_ref()?.qualname.clone());
    match (given, template(vm, generator)) {
        (Some(name), _) => Ok(name),
        (None, Some(template)) => Ok(vm.intern(&template.qualname)?.own()),
        (None, None) => vm.new_str(""),
    }
}

/// What the generator's code was made from.
fn template(vm: &Vm, generator: Obj<Generator>) -> Option<std::sync::Arc<taipan_bytecode::Code>> {
    let code = code(vm, generator)?;
    let template = vm.cast::<CodeObject>(code.value())?.get(vm).template.clone();
    Some(template)
}

/// Before the frame goes: the code, which is kept in its stead, and names that somebody gave the function. Without memory for them they are lost.
#[inline]
pub(super) fn keep(vm: &mut Vm, generator: Obj<Generator>) -> Option<Owned> {
    // Nobody but whoever runs it can still ask when there is one reference.
    if generator.header().references() == 1 {
        return None;
    }
    let function = generator.function(vm)?;
    if let Some(given) = function.get(vm).rare.as_ref() {
        let (name, qualname) = (given.name.clone(), given.qualname.clone());
        let known = generator.get(vm).rare();
        let keeps_name = name.is_some() && known.is_none_or(|rare| rare.name.is_none());
        let keeps_qualname = qualname.is_some() && known.is_none_or(|rare| rare.qualname.is_none());
        if keeps_name {
            generator.rare(vm).name = name;
        }
        if keeps_qualname {
            generator.rare(vm).qualname = qualname;
        }
    }
    Some(function.get(vm).code.clone())
}

pub(super) fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let generator = super::this(vm, value)?;
    let class = vm.class_of(value).short_name(vm);
    let qualname = qualname(vm, generator)?;
    let qualname = vm.str_text(qualname.value())?;
    vm.new_str(&format!("<{class} object {qualname} at {:#x}>", value.bits()))
}

/// Remember where a coroutine was made, when `sys.set_coroutine_origin_tracking_depth` asks for it.
pub(super) fn note_origin(vm: &mut Vm, coroutine: Value) -> R<()> {
    let depth = vm.coroutine_origin_depth as usize;
    let mut places = Vec::new();
    for level in 0..depth {
        let Some(frame) = crate::types::frame::outwards(vm, level) else { break };
        let frame = crate::types::frame::object_of(vm, frame)?;
        let line = vm.get_attr_str(frame.value(), "f_lineno")?;
        let code = vm.get_attr_str(frame.value(), "f_code")?;
        let (file, name) = (vm.get_attr_str(code.value(), "co_filename")?, vm.get_attr_str(code.value(), "co_name")?);
        places.push(vm.new_tuple(&[file.value(), line.value(), name.value()])?);
    }
    let origin = vm.new_tuple_from(places)?;
    let generator = super::this(vm, coroutine)?;
    generator.rare(vm).origin = Some(origin);
    Ok(())
}

/// "coroutine ... was never awaited".
pub(super) fn warn_unawaited(vm: &mut Vm, coroutine: Value) {
    if let Ok(warn) = vm.import_attr("warnings", "_warn_unawaited_coroutine") {
        match vm.call(warn.value(), &[coroutine]) {
            Ok(_) => return,
            Err(_) => {
                // A warning that is an error has been told that way; after any other one the warning is still due.
                let warned = vm.error_is(vm.exceptions.RuntimeWarning);
                report(vm, coroutine);
                if warned {
                    return;
                }
            }
        }
    } else {
        drop(vm.take_error());
    }
    if warn_of(vm, coroutine).is_err() {
        report(vm, coroutine);
    }
}

fn report(vm: &mut Vm, coroutine: Value) {
    let error = vm.take_error();
    let shown = crate::errors::text::safe_repr(vm, coroutine, "object");
    vm.report_unraisable(error, &format!("Exception ignored while finalizing coroutine {shown}"), None);
}

fn warn_of(vm: &mut Vm, coroutine: Value) -> R<()> {
    let generator = super::this(vm, coroutine)?;
    let qualname = qualname(vm, generator)?;
    let qualname = vm.str_text(qualname.value())?;
    let class = vm.exceptions.RuntimeWarning;
    vm.warn(class, &format!("coroutine '{qualname}' was never awaited"))
}

/// "coroutine method ... was never awaited", of an awaitable of an asynchronous generator.
pub(crate) fn warn_unawaited_method(vm: &mut Vm, generator: Value, method: &str) -> R<()> {
    let generator = super::this(vm, generator)?;
    let qualname = qualname(vm, generator)?;
    let qualname = vm.str_text(qualname.value())?;
    let class = vm.exceptions.RuntimeWarning;
    vm.warn(class, &format!("coroutine method '{method}' of '{qualname}' was never awaited"))
}

fn frame(vm: &mut Vm, this: Obj<Generator>) -> R<Option<Owned>> {
    if this.get(vm).state == State::Finished {
        return Ok(None);
    }
    let frame = this.get(vm).window();
    crate::types::frame::object_of(vm, frame).map(Some)
}

fn set_text(vm: &mut Vm, value: Option<Value>, name: &str) -> R<Owned> {
    match value {
        Some(value) if vm.cast::<Str>(value).is_some() => Ok(value.own()),
        _ => Err(vm.type_error(format!("{name} must be set to a string object"))),
    }
}

macro_rules! attributes {
    ($module:ident $name_doc:tt $qualname_doc:tt $frame:ident $running:ident $code:ident $delegate:ident $suspended:ident $is_running:ident $($origin:ident)?) => {
        pub(super) mod $module {
            use super::*;

            #[methods]
            mod py {
                use super::*;

                #[doc = $name_doc]
                #[getter]
                fn __name__(vm: &mut Vm, this: Obj<Generator>) -> R<Owned> {
                    name(vm, this)
                }

                #[setter("__name__")]
                fn set_name(vm: &mut Vm, this: Obj<Generator>, value: Option<Value>) -> R<()> {
                    let name = set_text(vm, value, "__name__")?;
                    drop(this.rare(vm).name.replace(name));
                    Ok(())
                }

                #[doc = $qualname_doc]
                #[getter]
                fn __qualname__(vm: &mut Vm, this: Obj<Generator>) -> R<Owned> {
                    qualname(vm, this)
                }

                #[setter("__qualname__")]
                fn set_qualname(vm: &mut Vm, this: Obj<Generator>, value: Option<Value>) -> R<()> {
                    let name = set_text(vm, value, "__qualname__")?;
                    drop(this.rare(vm).qualname.replace(name));
                    Ok(())
                }

                /// The frame, None when it has ended.
                #[getter]
                fn $frame(vm: &mut Vm, this: Obj<Generator>) -> R<Option<Owned>> {
                    frame(vm, this)
                }

                /// Whether it is being run.
                #[getter]
                fn $running(vm: &mut Vm, this: Obj<Generator>) -> bool {
                    $is_running(vm, this)
                }

                /// The code.
                #[getter]
                fn $code(vm: &mut Vm, this: Obj<Generator>) -> Option<Owned> {
                    code(vm, this)
                }

                /// What it waits for.
                #[getter]
                fn $delegate(vm: &mut Vm, this: Obj<Generator>) -> Option<Owned> {
                    crate::types::generator::delegate(vm, this)
                }

                /// Whether it has begun and is not being run.
                #[getter]
                fn $suspended(vm: &mut Vm, this: Obj<Generator>) -> bool {
                    is_suspended(vm, this)
                }

                $(
                    /// Where it was made, if that was to be remembered.
                    #[getter]
                    fn $origin(vm: &mut Vm, this: Obj<Generator>) -> Option<Owned> {
                        this.get(vm).rare().and_then(|rare| rare.origin.clone())
                    }
                )?
            }
        }
    };
}

fn is_running_async(vm: &Vm, this: Obj<Generator>) -> bool {
    this.get(vm).asynchronous.has(AsyncState::RUNNING)
}

attributes!(generator "The name of the generator's function." "The qualified name of the generator's function." gi_frame gi_running gi_code gi_yieldfrom gi_suspended is_running);
attributes!(coroutine "The name of the coroutine's function." "The qualified name of the coroutine's function." cr_frame cr_running cr_code cr_await cr_suspended is_running cr_origin);
attributes!(async_generator "The name of the function." "The qualified name of the function." ag_frame ag_running ag_code ag_await ag_suspended is_running_async);
