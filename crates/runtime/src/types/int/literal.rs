//! The text that numbers are made of: what `int`, `float` and `complex` accept as such.

use crate::native::*;

/// The characters of a number's text, digits of other scripts turned into ASCII ones. None when the value is no text.
pub(crate) fn number_text(vm: &mut Vm, value: Value) -> R<Option<Vec<u8>>> {
    if let Some(text) = vm.cast::<Str>(value) {
        let digits = taipan_text::bytes::decimals_to_ascii(text.units(vm));
        return vm.check_built().map(|()| Some(digits));
    }
    let view = match vm.buffer_optional(value) {
        Ok(Some(view)) => view,
        Ok(None) => return Ok(None),
        // Bytes that are not in one piece are no text.
        Err(raised) => {
            vm.catch(vm.exceptions.BufferError, raised)?;
            return Ok(None);
        }
    };
    let text = view.to_vec(vm);
    view.release(vm)?;
    Ok(Some(text))
}

/// How a refused text is shown: its repr, that of a bytes object for every object with bytes.
pub(crate) fn shown(vm: &mut Vm, value: Value, text: &[u8]) -> R<String> {
    if vm.cast::<Str>(value).is_some() {
        return vm.repr_text(value);
    }
    Ok(taipan_text::repr::repr_bytes(text).units().to_string_lossy())
}
