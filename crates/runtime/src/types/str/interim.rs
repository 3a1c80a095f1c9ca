//! What the interpreter needs of strings.

use crate::native::*;

/// `left + right` where `left` is the only reference.
pub(crate) fn append_in_place(vm: &mut Vm, left: Owned, right: Obj<Str>) -> R<Owned> {
    // SAFETY: the caller has checked that it is a string.
    let text: Obj<Str> = unsafe { Obj::from_value(left.value()) };
    vm.concat_str(text, right)
}

impl Vm {
    /// The strings one after another.
    pub fn join_strings(&mut self, parts: &[Value]) -> R<Owned> {
        let mut buffer = taipan_text::TextBuf::with_capacity(16);
        for &part in parts {
            if let Some(text) = self.cast::<Str>(part) {
                buffer.push_units(text.units(self));
            }
        }
        let text = buffer.finish();
        self.new_text(&text)
    }

    /// `ascii(value)`.
    pub fn ascii(&mut self, value: Value) -> R<Owned> {
        self.repr(value)
    }
}
