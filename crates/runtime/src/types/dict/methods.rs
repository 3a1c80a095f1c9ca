//! What Python code can call on a dict.

use crate::native::*;

#[methods]
mod py {
    use super::*;

    /// The value of `key`, or `default`.
    #[method("($self, key, default=None, /)")]
    fn get(vm: &mut Vm, this: Obj<Dict>, key: Value, default: Option<Value>) -> R<Owned> {
        match this.lookup(vm, key)? {
            Some(value) => Ok(value),
            None => Ok(default.unwrap_or(Value::NONE).own()),
        }
    }
}
