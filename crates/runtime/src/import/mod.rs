//! Imports: `sys.modules`, finders and loaders.

pub mod registry;

use crate::error::R;
use crate::vm::Vm;

pub(crate) fn install(_vm: &mut Vm) -> R<()> {
    Ok(())
}
