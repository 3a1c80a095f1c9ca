//! `_sre`: the engine behind `re`. Patterns come compiled by Python's `re._compiler`; matching is `matcher.rs`.

mod analysis;
mod charset;
mod found;
mod matcher;
mod memo;
mod parse;
mod pattern;
mod plant;
mod prefilter;
mod program;
mod scan;
mod template;
mod tree;

use taipan_runtime::native::*;
use taipan_text::unicode::casing;

const MAGIC: i64 = 20_230_612;
const CODE_SIZE: i64 = 4;
const MAX_REPEAT: i64 = u32::MAX as i64;
const MAX_GROUPS: i64 = i32::MAX as i64 / 2;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_sre", "The engine behind re.", &METHODS)?;
    module.add_int(vm, "MAGIC", MAGIC)?;
    module.add_int(vm, "CODESIZE", CODE_SIZE)?;
    module.add_int(vm, "MAXREPEAT", MAX_REPEAT)?;
    module.add_int(vm, "MAXGROUPS", MAX_GROUPS)?;
    vm.define_class::<pattern::Pattern>(&pattern::CLASS, None)?;
    vm.define_class::<found::Match>(&found::CLASS, None)?;
    vm.define_class::<scan::Scanner>(&scan::CLASS, None)?;
    vm.define_class::<scan::FindIterator>(&scan::ITERATOR, None)?;
    vm.define_class::<template::Template>(&template::CLASS, None)?;
    Ok(owned)
}

#[methods]
mod py {
    use super::*;

    /// A pattern of the code that re's compiler made.
    #[function("(pattern, flags, code, groups, groupindex, indexgroup)")]
    fn compile(
        vm: &mut Vm,
        pattern: Value,
        flags: i64,
        code: Obj<List>,
        groups: u32,
        groupindex: Obj<Dict>,
        indexgroup: Obj<Tuple>,
    ) -> R<Owned> {
        pattern::compile(vm, pattern, flags, code, groups, groupindex, indexgroup)
    }

    /// A pattern of its text, as re's compiler would make it; None when there is something to say of it, which is left to re.
    #[function("(pattern, flags, extra_cases, /)")]
    fn _compile_text(vm: &mut Vm, pattern: Value, flags: Value, extra_cases: Obj<Dict>) -> R<Owned> {
        pattern::compile_text(vm, pattern, flags, extra_cases)
    }

    /// A replacement: texts and group numbers in turn.
    #[function("(pattern, template, /)")]
    fn template(vm: &mut Vm, pattern: Value, template: Obj<List>) -> R<Owned> {
        template::new(vm, pattern, template)
    }

    /// Bytes of a word of code.
    #[function("()")]
    fn getcodesize(_vm: &mut Vm) -> i64 {
        CODE_SIZE
    }

    /// Whether an ASCII character has another case.
    #[function("(character, /)")]
    fn ascii_iscased(_vm: &mut Vm, character: i32) -> bool {
        u8::try_from(character).is_ok_and(|c| c.is_ascii_alphabetic())
    }

    /// The lower-case form of an ASCII character.
    #[function("(character, /)")]
    fn ascii_tolower(_vm: &mut Vm, character: i32) -> i32 {
        u8::try_from(character).map_or(character, |c| i32::from(c.to_ascii_lowercase()))
    }

    /// Whether a character has another case.
    #[function("(character, /)")]
    fn unicode_iscased(_vm: &mut Vm, character: i32) -> bool {
        u32::try_from(character).is_ok_and(|c| casing::first_lower(c) != c || casing::first_upper(c) != c)
    }

    /// The lower-case form of a character.
    #[function("(character, /)")]
    fn unicode_tolower(_vm: &mut Vm, character: i32) -> i32 {
        u32::try_from(character).map_or(character, |c| casing::first_lower(c) as i32)
    }
}
