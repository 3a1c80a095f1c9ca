//! A large native stack for the program: parsers and destructors recurse on it, within counted limits.

/// Run `work` on a stack that has `bytes`, on the same thread. A panic in it goes on in the caller.
///
/// The thread stays the process's first one, which is the one that signals interrupt and whose number is the process's. The
/// stack's pages become real when they are touched.
///
/// Where the system does not have twice the bytes to give, the stack has a quarter of them, or a quarter of that; `work` is told how many.
pub fn run_on_large_stack<T>(bytes: usize, work: impl FnOnce(usize) -> T) -> T {
    const LEAST: usize = 1 << 20;
    let mut bytes = bytes;
    while bytes > LEAST && Vec::<u8>::new().try_reserve_exact(bytes * 2).is_err() {
        bytes = (bytes / 4).max(LEAST);
    }
    stacker::grow(bytes, || work(bytes))
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
        assert_eq!(run_on_large_stack(256 << 20, |_| depth(80_000)), 80_000);
    }

    #[test]
    fn a_panic_passes_through() {
        let result = std::panic::catch_unwind(|| run_on_large_stack(1 << 20, |_| panic!("expected")));
        assert!(result.is_err());
    }
}
