//! Warnings that the runtime gives: through the `warnings` module, which decides what becomes of them.

use crate::error::R;
use crate::native::*;

impl Vm {
    /// `warnings.warn(message, category)`. The error is the warning itself, when it is to be raised.
    ///
    /// A program that has not imported `warnings`, nor asked for anything about them, gets none.
    pub fn warn(&mut self, category: Obj<Class>, message: &str) -> R<()> {
        let name = self.intern("warnings")?;
        let modules = self.modules;
        let Some(module) = modules.get_str(self, name).map(Value::own) else { return Ok(()) };
        let warn = self.names.warn;
        let Some(warn) = self.get_attr_optional(module.value(), warn)? else { return Ok(()) };
        let message = self.new_str(message)?;
        self.call(warn.value(), &[message.value(), category.value()])?;
        Ok(())
    }
}
