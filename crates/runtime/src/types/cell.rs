//! Cells: variables that a function shares with the functions inside it.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;

#[derive(Trace)]
pub struct Cell {
    /// None: the variable is unbound.
    pub content: Option<Owned>,
}

impl Payload for Cell {
    const NAME: &'static str = "Cell";
    const SHAPE: ShapeId = shapes::cell;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.cell
    }
}

pub(crate) static CLASS: ClassDef = ClassDef::sealed::<Cell>("cell");
