//! `_json`: the scanner and the encoder behind `json`.

mod encoder;
mod keys;
mod scanner;
mod strings;

use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_json", "The native part of the module json.", &strings::METHODS)?;
    let scanner = vm.define_class::<scanner::Scanner>(&scanner::CLASS, None)?;
    let encoder = vm.define_class::<encoder::Encoder>(&encoder::CLASS, None)?;
    module.add(vm, "make_scanner", scanner.value())?;
    module.add(vm, "make_encoder", encoder.value())?;
    Ok(owned)
}

/// Raise `json.JSONDecodeError`.
fn decode_error(vm: &mut Vm, message: &str, document: Value, place: isize) -> Raised {
    let made = vm.import_attr("json.decoder", "JSONDecodeError").and_then(|class| {
        let message = vm.new_str(message)?;
        let place = vm.new_int(place as i128)?;
        vm.call(class.value(), &[message.value(), document, place.value()])
    });
    match made {
        Ok(error) => vm.raise_object(error),
        Err(raised) => raised,
    }
}
