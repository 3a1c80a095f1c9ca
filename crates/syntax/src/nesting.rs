//! Room on the stack for trees that are deep.
//!
//! How deep a tree may be is decided by the grammar's recognizer, before anything that recurses without a limit runs.

/// Stack for walking or dropping one level of the tree, measured on an unoptimised build and doubled.
const STACK_PER_LEVEL: usize = 2 * 1024;
/// Trees shallower than this are walked on the stack there is.
const SHALLOW: usize = 64;
const MARGIN: usize = 256 * 1024;

/// Run `walk`, which recurses once for each of `depth` levels of a tree, with enough stack.
pub fn with_stack_for<T>(depth: usize, walk: impl FnOnce() -> T) -> T {
    if depth <= SHALLOW {
        return walk();
    }
    let needed = depth * STACK_PER_LEVEL + MARGIN;
    stacker::maybe_grow(needed, needed, walk)
}
