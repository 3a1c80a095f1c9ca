//! What happens at text or bytes that a codec cannot deal with: the standard handlers, and those registered from Python.

use taipan_text::Text;
use taipan_text::codecs::handlers::Handler;
use taipan_text::codecs::{DecodeRecovery, EncodeRecovery, Fault, Substitute};
use taipan_text::memory::CopyOut;

use super::registry::CodecRegistry;
use crate::native::*;
use crate::types::bytes::Bytes;

/// Raise `UnicodeDecodeError(encoding, object, start, end, reason)`.
pub fn raise_decode(vm: &mut Vm, object: Value, fault: &Fault) -> Raised {
    match make_error(vm, vm.exceptions.UnicodeDecodeError, object, fault) {
        Ok(error) => vm.raise_object(error),
        Err(raised) => raised,
    }
}

/// Raise `UnicodeEncodeError(encoding, object, start, end, reason)`.
pub fn raise_encode(vm: &mut Vm, text: Value, fault: &Fault) -> Raised {
    match make_error(vm, vm.exceptions.UnicodeEncodeError, text, fault) {
        Ok(error) => vm.raise_object(error),
        Err(raised) => raised,
    }
}

fn make_error(vm: &mut Vm, class: Obj<Class>, object: Value, fault: &Fault) -> R<Owned> {
    let encoding = vm.new_str(fault.encoding)?;
    let reason = vm.new_str(fault.reason)?;
    let (start, end) = (vm.new_int(fault.start as i128)?, vm.new_int(fault.end as i128)?);
    vm.new_exception(class, &[encoding.value(), object, start.value(), end.value(), reason.value()])
}

/// The handler of a name, looked up at the first fault.
enum Chosen {
    Standard(Handler),
    Python(Owned),
}

fn choose(vm: &mut Vm, name: &str) -> R<Chosen> {
    match Handler::from_name(name) {
        Some(handler) => Ok(Chosen::Standard(handler)),
        None => CodecRegistry::error_handler(vm, name).map(Chosen::Python),
    }
}

/// Where a handler wants to go on, counted from the end when negative.
fn checked_position(vm: &mut Vm, position: Value, length: usize) -> R<usize> {
    let given = vm.to_index(position)?;
    let position = if given < 0 { given.saturating_add(length as isize) } else { given };
    match usize::try_from(position).ok().filter(|&position| position <= length) {
        Some(position) => Ok(position),
        None => Err(vm.index_error(format!("position {position} from error handler out of bounds"))),
    }
}

/// The two items of what a handler returned.
fn answer(vm: &mut Vm, result: &Owned, message: &str) -> R<(Owned, Owned)> {
    match vm.cast::<Tuple>(result.value()).map(|tuple| tuple.items(vm)) {
        Some(&[replacement, position]) => Ok((replacement.own(), position.own())),
        _ => Err(vm.type_error(message)),
    }
}

/// Error handling of one decoding.
pub struct DecodeErrors {
    name: String,
    chosen: Option<Chosen>,
    /// The exception object that a handler in Python gets; one for all faults.
    error: Option<Owned>,
}

impl DecodeErrors {
    pub fn new(name: &str) -> DecodeErrors {
        DecodeErrors { name: name.to_string(), chosen: None, error: None }
    }

    /// What to put in the place of the faulty bytes, and where to go on.
    pub fn recover(&mut self, vm: &mut Vm, fault: &Fault, input: &[u8]) -> R<DecodeRecovery> {
        if self.chosen.is_none() {
            self.chosen = Some(choose(vm, &self.name)?);
        }
        let handler = match &self.chosen {
            Some(Chosen::Standard(handler)) => {
                return match handler.decode(fault, input) {
                    Some(recovery) => Ok(recovery),
                    None if matches!(handler, Handler::XmlCharRefReplace | Handler::NameReplace) => {
                        Err(vm.type_error("don't know how to handle UnicodeDecodeError in error callback"))
                    }
                    None => {
                        let object = vm.new_bytes(input)?;
                        Err(raise_decode(vm, object.value(), fault))
                    }
                };
            }
            Some(Chosen::Python(handler)) => handler.clone(),
            None => return Err(vm.system_error("no error handler was chosen")),
        };
        let error = match &self.error {
            Some(error) => {
                update_error(vm, error, fault)?;
                error.clone()
            }
            None => {
                let object = vm.new_bytes(input)?;
                let error = make_error(vm, vm.exceptions.UnicodeDecodeError, object.value(), fault)?;
                self.error = Some(error.clone());
                error
            }
        };
        let result = vm.call(handler.value(), &[error.value()])?;
        let message = "decoding error handler must return (str, int) tuple";
        let (replacement, position) = answer(vm, &result, message)?;
        let Some(text) = vm.cast::<Str>(replacement.value()) else { return Err(vm.type_error(message)) };
        let text: Text = text.units(vm).to_text();
        // The handler may have put other bytes in place.
        let object = vm.get_attr_str(error.value(), "object")?;
        let Some(bytes) = vm.cast::<Bytes>(object.value()) else {
            return Err(vm.type_error("exception attribute object must be bytes"));
        };
        let replaced = (bytes.bytes(vm) != input).then(|| bytes.bytes(vm).copy_out());
        let length = bytes.len(vm);
        let position = checked_position(vm, position.value(), length)?;
        Ok(DecodeRecovery { text, position, input: replaced })
    }
}

/// Give an exception object the range and reason of the next fault.
fn update_error(vm: &mut Vm, error: &Owned, fault: &Fault) -> R<()> {
    let reason = vm.new_str(fault.reason)?;
    let (start, end) = (vm.new_int(fault.start as i128)?, vm.new_int(fault.end as i128)?);
    for (name, value) in [("start", start), ("end", end), ("reason", reason)] {
        let name = vm.intern(name)?;
        vm.set_attr(error.value(), name, Some(value.value()))?;
    }
    Ok(())
}

/// Error handling of one encoding.
pub struct EncodeErrors {
    text: Owned,
    name: String,
    chosen: Option<Chosen>,
    error: Option<Owned>,
}

impl EncodeErrors {
    pub fn new(text: Obj<Str>, name: &str) -> EncodeErrors {
        EncodeErrors { text: text.own(), name: name.to_string(), chosen: None, error: None }
    }

    /// The text that is being encoded.
    pub fn text(&self) -> Value {
        self.text.value()
    }

    /// What to put in the place of the faulty characters, and where to go on.
    pub fn recover(&mut self, vm: &mut Vm, fault: &Fault) -> R<EncodeRecovery> {
        if self.chosen.is_none() {
            self.chosen = Some(choose(vm, &self.name)?);
        }
        let Some(text) = vm.cast::<Str>(self.text.value()) else { return Err(vm.type_error("a str is required")) };
        let handler = match &self.chosen {
            Some(Chosen::Standard(handler)) => {
                return match handler.encode(fault, text.units(vm)) {
                    Some(recovery) => Ok(recovery),
                    None => Err(raise_encode(vm, text.value(), fault)),
                };
            }
            Some(Chosen::Python(handler)) => handler.clone(),
            None => return Err(vm.system_error("no error handler was chosen")),
        };
        let error = match &self.error {
            Some(error) => {
                update_error(vm, error, fault)?;
                error.clone()
            }
            None => {
                let error = make_error(vm, vm.exceptions.UnicodeEncodeError, text.value(), fault)?;
                self.error = Some(error.clone());
                error
            }
        };
        let result = vm.call(handler.value(), &[error.value()])?;
        let message = "encoding error handler must return (str/bytes, int) tuple";
        let (replacement, position) = answer(vm, &result, message)?;
        let substitute = if let Some(text) = vm.cast::<Str>(replacement.value()) {
            Substitute::Text(text.units(vm).to_text())
        } else if let Some(bytes) = vm.cast::<Bytes>(replacement.value()) {
            Substitute::Bytes(bytes.bytes(vm).copy_out())
        } else {
            return Err(vm.type_error(message));
        };
        let length = text.len(vm);
        let position = checked_position(vm, position.value(), length)?;
        Ok(EncodeRecovery { substitute, position })
    }
}
