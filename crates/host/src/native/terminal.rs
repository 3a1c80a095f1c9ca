//! Terminals of the machine.

use std::mem::MaybeUninit;

use rustix::fs::{self, OFlags};
use rustix::pty::{self, OpenptFlags};
use rustix::termios;

use super::{Native, borrow, check, release};
use crate::error::{OsError, Result};
use crate::{Fd, Terminal, TerminalModes, TerminalSize, errno};

impl Terminal for Native {
    fn terminal_size(&self, fd: Fd) -> Result<TerminalSize> {
        let size = termios::tcgetwinsize(borrow(fd)?)?;
        Ok(TerminalSize { columns: size.ws_col, rows: size.ws_row })
    }

    fn set_terminal_size(&self, fd: Fd, size: TerminalSize) -> Result<()> {
        let size = termios::Winsize { ws_row: size.rows, ws_col: size.columns, ws_xpixel: 0, ws_ypixel: 0 };
        Ok(termios::tcsetwinsize(borrow(fd)?, size)?)
    }

    fn terminal_modes(&self, fd: Fd) -> Result<TerminalModes> {
        let modes = raw_modes(fd)?;
        // SAFETY: reads one structure, which is ours.
        let input_speed = unsafe { libc::cfgetispeed(&raw const modes) };
        // SAFETY: reads one structure, which is ours.
        let output_speed = unsafe { libc::cfgetospeed(&raw const modes) };
        Ok(TerminalModes {
            input: modes.c_iflag,
            output: modes.c_oflag,
            control: modes.c_cflag,
            local: modes.c_lflag,
            input_speed,
            output_speed,
            control_characters: modes.c_cc.to_vec(),
        })
    }

    fn set_terminal_modes(&self, fd: Fd, when: i32, modes: &TerminalModes) -> Result<()> {
        // What the description leaves out (the line discipline) stays as it is.
        let mut raw = raw_modes(fd)?;
        raw.c_iflag = modes.input;
        raw.c_oflag = modes.output;
        raw.c_cflag = modes.control;
        raw.c_lflag = modes.local;
        if modes.control_characters.len() > raw.c_cc.len() {
            return Err(OsError::new(errno::EINVAL));
        }
        raw.c_cc[..modes.control_characters.len()].copy_from_slice(&modes.control_characters);
        // SAFETY: writes one structure, which is ours.
        check(unsafe { libc::cfsetispeed(&raw mut raw, modes.input_speed) })?;
        // SAFETY: writes one structure, which is ours.
        check(unsafe { libc::cfsetospeed(&raw mut raw, modes.output_speed) })?;
        // SAFETY: reads one structure, which is ours.
        check(unsafe { libc::tcsetattr(fd, when, &raw const raw) }).map(drop)
    }

    fn terminal_drain(&self, fd: Fd) -> Result<()> {
        Ok(termios::tcdrain(borrow(fd)?)?)
    }

    fn terminal_flush(&self, fd: Fd, queue: i32) -> Result<()> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::tcflush(fd, queue) }).map(drop)
    }

    fn terminal_flow(&self, fd: Fd, action: i32) -> Result<()> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::tcflow(fd, action) }).map(drop)
    }

    fn terminal_break(&self, fd: Fd, duration: i32) -> Result<()> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::tcsendbreak(fd, duration) }).map(drop)
    }

    fn terminal_name(&self, fd: Fd) -> Result<Vec<u8>> {
        Ok(termios::ttyname(borrow(fd)?, Vec::new())?.into_bytes())
    }

    fn foreground_group(&self, fd: Fd) -> Result<i32> {
        // SAFETY: takes only a number.
        check(unsafe { libc::tcgetpgrp(fd) })
    }

    fn set_foreground_group(&self, fd: Fd, group: i32) -> Result<()> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::tcsetpgrp(fd, group) }).map(drop)
    }

    fn open_pseudo_terminal(&self) -> Result<(Fd, Fd)> {
        let master = pty::openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        pty::grantpt(&master)?;
        pty::unlockpt(&master)?;
        let name = pty::ptsname(&master, Vec::new())?;
        let slave = fs::open(name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, fs::Mode::empty())?;
        Ok((release(master), release(slave)))
    }

    fn open_pseudo_master(&self, flags: i32) -> Result<Fd> {
        Ok(release(pty::openpt(OpenptFlags::from_bits_retain(flags as u32))?))
    }

    fn grant_pseudo_terminal(&self, fd: Fd) -> Result<()> {
        Ok(pty::grantpt(borrow(fd)?)?)
    }

    fn unlock_pseudo_terminal(&self, fd: Fd) -> Result<()> {
        Ok(pty::unlockpt(borrow(fd)?)?)
    }

    fn pseudo_terminal_name(&self, fd: Fd) -> Result<Vec<u8>> {
        Ok(pty::ptsname(borrow(fd)?, Vec::new())?.into_bytes())
    }

    fn login_terminal(&self, fd: Fd) -> Result<()> {
        borrow(fd)?;
        // SAFETY: takes only a number. The standard streams it replaces are Python's, by number.
        check(unsafe { libc::login_tty(fd) }).map(drop)
    }
}

fn raw_modes(fd: Fd) -> Result<libc::termios> {
    let mut modes = MaybeUninit::<libc::termios>::zeroed();
    // SAFETY: writes one structure, which is ours.
    check(unsafe { libc::tcgetattr(fd, modes.as_mut_ptr()) })?;
    // SAFETY: zeroes are a value of it, and the call has filled it.
    Ok(unsafe { modes.assume_init() })
}
