//! A host that allows nothing: every call answers EPERM, the clocks stand at 0 and there are no variables.

use crate::{Clock, Entropy, Environment, Files, Mappings, Processes, Readiness, Signals, Sockets, Terminal};

/// Allows nothing. The traits' defaults are all that it needs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Denied;

impl Files for Denied {}
impl Mappings for Denied {}
impl Clock for Denied {}
impl Entropy for Denied {}
impl Environment for Denied {}
impl Processes for Denied {}
impl Signals for Denied {}
impl Terminal for Denied {}
impl Readiness for Denied {}
impl Sockets for Denied {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ClockKind, ErrorKind, Host};

    #[test]
    fn nothing_is_allowed() {
        let host: Box<dyn Host> = Box::new(Denied);
        assert_eq!(host.open(b"/etc/passwd", 0, 0, None).unwrap_err().kind(), ErrorKind::Permission);
        assert_eq!(host.write(1, b"hello").unwrap_err().kind(), ErrorKind::Permission);
        assert_eq!(host.read_file(b"x").unwrap_err().kind(), ErrorKind::Permission);
        assert_eq!(host.now(ClockKind::Wall), Ok(0));
        assert!(host.variables().is_empty());
    }
}
