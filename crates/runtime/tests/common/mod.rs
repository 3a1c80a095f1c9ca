//! What the tests of the runtime share.

use taipan_runtime::{Vm, VmOptions};

/// An isolate without a compiler.
pub(crate) fn vm() -> Box<Vm> {
    let options = VmOptions::new(|_, _| unreachable!("no source here"));
    Vm::create(options).expect("there is memory")
}
