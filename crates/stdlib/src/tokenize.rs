//! `_tokenize`: the tokenizer that `tokenize` drives. Not done yet: asking for tokens says so.

use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, _) = vm.native_module("_tokenize", "The tokenizer behind tokenize.", &METHODS)?;
    Ok(owned)
}

#[methods]
mod py {
    use super::*;

    /// The tokens of source text.
    #[function("(readline, /, *, encoding=None, extra_tokens=False)")]
    #[allow(non_snake_case, reason = "the name is CPython's")]
    fn TokenizerIter(
        vm: &mut Vm,
        _readline: Value,
        _encoding: Option<Value>,
        _extra_tokens: Option<Value>,
    ) -> R<Owned> {
        Err(vm.not_implemented_error("taipan cannot tokenize source yet"))
    }
}
