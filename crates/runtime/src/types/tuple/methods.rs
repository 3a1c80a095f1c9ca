//! What Python code can call on a tuple.

use crate::native::*;

#[methods]
mod py {
    use super::*;

    /// How often `value` occurs.
    #[method("($self, value, /)")]
    fn count(vm: &mut Vm, this: Obj<Tuple>, value: Value) -> R<usize> {
        let mut count = 0;
        let mut index = 0;
        while let Some(&item) = this.items(vm).get(index) {
            let item = item.own();
            count += usize::from(vm.equal(item.value(), value)?);
            index += 1;
        }
        Ok(count)
    }
}
