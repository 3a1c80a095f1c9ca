//! A large native stack for the program: parsers and destructors recurse on it, within counted limits.

/// Run `work` on a stack that has `bytes`, on the same thread. A panic in it goes on in the caller.
///
/// The thread stays the process's first one, which is the one that signals interrupt and whose number is the process's. The
/// stack's pages become real when they are touched.
pub fn run_on_large_stack<T>(bytes: usize, work: impl FnOnce() -> T) -> T {
    stacker::grow(bytes, work)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[inline(never)]
    fn depth(left: usize) -> usize {
        let filler = std::hint::black_box([left; 128]);
        if left == 0 { 0 } else { 1 + depth(left - 1) + filler[0] - left }
    }

    #[test]
    fn deep_recursion() {
        // Some 100 MB of frames: more than any default stack.
        assert_eq!(run_on_large_stack(256 << 20, || depth(80_000)), 80_000);
    }

    #[test]
    fn a_panic_passes_through() {
        let result = std::panic::catch_unwind(|| run_on_large_stack(1 << 20, || panic!("expected")));
        assert!(result.is_err());
    }
}
