//! What Python code can call on a str.

use crate::native::*;

#[methods]
mod py {
    use super::*;

    /// Whether the string is not empty and only holds digits.
    #[method("($self, /)")]
    fn isdigit(vm: &mut Vm, this: Obj<Str>) -> bool {
        let units = this.units(vm);
        taipan_text::unicode::is_digit(units)
    }
}
