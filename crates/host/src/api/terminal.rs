//! Terminals: size, modes, the foreground group, pseudo-terminals.

use crate::Fd;
use crate::error::{Result, denied};

/// What `tcgetattr` answers; the speeds are in bits each second, as the B* constants are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TerminalModes {
    pub input: u32,
    pub output: u32,
    pub control: u32,
    pub local: u32,
    pub input_speed: u32,
    pub output_speed: u32,
    pub control_characters: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TerminalSize {
    pub columns: u16,
    pub rows: u16,
}

#[expect(unused_variables, reason = "the defaults deny without looking at what is asked")]
pub trait Terminal {
    fn terminal_size(&self, fd: Fd) -> Result<TerminalSize> {
        denied()
    }

    fn set_terminal_size(&self, fd: Fd, size: TerminalSize) -> Result<()> {
        denied()
    }

    fn terminal_modes(&self, fd: Fd) -> Result<TerminalModes> {
        denied()
    }

    /// `when` is TCSANOW, TCSADRAIN or TCSAFLUSH.
    fn set_terminal_modes(&self, fd: Fd, when: i32, modes: &TerminalModes) -> Result<()> {
        denied()
    }

    fn terminal_drain(&self, fd: Fd) -> Result<()> {
        denied()
    }

    fn terminal_flush(&self, fd: Fd, queue: i32) -> Result<()> {
        denied()
    }

    fn terminal_flow(&self, fd: Fd, action: i32) -> Result<()> {
        denied()
    }

    fn terminal_break(&self, fd: Fd, duration: i32) -> Result<()> {
        denied()
    }

    fn terminal_name(&self, fd: Fd) -> Result<Vec<u8>> {
        denied()
    }

    fn foreground_group(&self, fd: Fd) -> Result<i32> {
        denied()
    }

    fn set_foreground_group(&self, fd: Fd, group: i32) -> Result<()> {
        denied()
    }

    /// The controlling side of a new pseudo-terminal and the side of the program in it, neither inheritable.
    fn open_pseudo_terminal(&self) -> Result<(Fd, Fd)> {
        denied()
    }

    /// `posix_openpt`.
    fn open_pseudo_master(&self, flags: i32) -> Result<Fd> {
        denied()
    }

    fn grant_pseudo_terminal(&self, fd: Fd) -> Result<()> {
        denied()
    }

    fn unlock_pseudo_terminal(&self, fd: Fd) -> Result<()> {
        denied()
    }

    /// The path of the other side of a pseudo-terminal.
    fn pseudo_terminal_name(&self, fd: Fd) -> Result<Vec<u8>> {
        denied()
    }

    /// Make `fd` the controlling terminal of this process and its standard streams.
    fn login_terminal(&self, fd: Fd) -> Result<()> {
        denied()
    }
}
