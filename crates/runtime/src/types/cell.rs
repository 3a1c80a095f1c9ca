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
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.cell
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A variable that several functions share.",
    slots: Slots { new: Some(new), repr: Some(repr), compare: Some(compare), ..Slots::EMPTY },
    getsets: &GETSETS,
    unhashable: true,
    ..ClassDef::sealed::<Cell>("cell")
};

fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if !args.names.is_empty() {
        return Err(vm.type_error("cell() takes no keyword arguments"));
    }
    if args.positional.len() > 1 {
        let given = args.positional.len();
        return Err(vm.type_error(format!("cell expected at most 1 argument, got {given}")));
    }
    vm.allocate(Cell { content: args.positional.first().map(|value| value.own()) })
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let content = vm.cast::<Cell>(value).and_then(|cell| cell.get(vm).content.clone());
    let shown = match content {
        Some(content) => {
            let class = vm.class_of(content.value()).name(vm);
            format!("{class} object at {:#x}", content.value().bits())
        }
        None => "empty".into(),
    };
    vm.new_str(&format!("<cell at {:#x}: {shown}>", value.bits()))
}

/// By what the cells hold; an empty one comes before all others.
fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(left), Some(right)) = (vm.cast::<Cell>(a), vm.cast::<Cell>(b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    match (left.get(vm).content.clone(), right.get(vm).content.clone()) {
        (Some(left), Some(right)) => vm.rich_compare(left.value(), right.value(), op),
        (left, right) => Ok(Owned::bool(op.test(left.is_some().cmp(&right.is_some())))),
    }
}

#[methods]
mod py {
    use super::*;

    #[getter]
    fn cell_contents(vm: &mut Vm, this: Obj<Cell>) -> R<Owned> {
        match this.get(vm).content.clone() {
            Some(content) => Ok(content),
            None => Err(vm.value_error("Cell is empty")),
        }
    }

    #[setter("cell_contents")]
    fn set_cell_contents(vm: &mut Vm, this: Obj<Cell>, value: Option<Value>) -> R<()> {
        let old = std::mem::replace(&mut this.get_mut(vm).content, value.map(Value::own));
        drop(old);
        Ok(())
    }
}
