//! `itertools`: a file for each family of iterators.

mod accumulate;
mod batched;
mod chain;
mod combinatorics;
mod endless;
mod filters;
mod groupby;
mod islice;
mod pairs;
mod product;
mod tee;

use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let doc = "Iterators that make, filter, combine and group items.";
    let (owned, module) = vm.native_module("itertools", doc, &tee::METHODS)?;
    let classes = [
        vm.define_class::<accumulate::Accumulate>(&accumulate::CLASS, None)?,
        vm.define_class::<batched::Batched>(&batched::CLASS, None)?,
        vm.define_class::<chain::Chain>(&chain::CLASS, None)?,
        vm.define_class::<combinatorics::Combinations>(&combinatorics::COMBINATIONS, None)?,
        vm.define_class::<combinatorics::WithReplacement>(&combinatorics::WITH_REPLACEMENT, None)?,
        vm.define_class::<combinatorics::Permutations>(&combinatorics::PERMUTATIONS, None)?,
        vm.define_class::<endless::Count>(&endless::COUNT, None)?,
        vm.define_class::<endless::Cycle>(&endless::CYCLE, None)?,
        vm.define_class::<endless::Repeat>(&endless::REPEAT, None)?,
        vm.define_class::<filters::Compress>(&filters::COMPRESS, None)?,
        vm.define_class::<filters::DropWhile>(&filters::DROP_WHILE, None)?,
        vm.define_class::<filters::FilterFalse>(&filters::FILTER_FALSE, None)?,
        vm.define_class::<filters::StarMap>(&filters::STAR_MAP, None)?,
        vm.define_class::<filters::TakeWhile>(&filters::TAKE_WHILE, None)?,
        vm.define_class::<groupby::GroupBy>(&groupby::CLASS, None)?,
        vm.define_class::<groupby::Group>(&groupby::GROUP, None)?,
        vm.define_class::<islice::Slice>(&islice::CLASS, None)?,
        vm.define_class::<pairs::Pairwise>(&pairs::PAIRWISE, None)?,
        vm.define_class::<pairs::ZipLongest>(&pairs::ZIP_LONGEST, None)?,
        vm.define_class::<product::Product>(&product::CLASS, None)?,
        vm.define_class::<tee::Tee>(&tee::CLASS, None)?,
    ];
    vm.define_class::<tee::Chunk>(&tee::CHUNK, None)?;
    for class in classes {
        module.add_class(vm, class)?;
    }
    Ok(owned)
}
