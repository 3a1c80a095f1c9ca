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
        let mut control_characters = modes.c_cc.to_vec();
        control_characters.resize(libc::NCCS, 0);
        Ok(TerminalModes {
            input: modes.c_iflag,
            output: modes.c_oflag,
            control: modes.c_cflag,
            local: modes.c_lflag,
            input_speed: modes.c_ispeed,
            output_speed: modes.c_ospeed,
            control_characters,
        })
    }

    fn set_terminal_modes(&self, fd: Fd, when: i32, modes: &TerminalModes) -> Result<()> {
        let request = match when {
            libc::TCSANOW => libc::TCSETS2,
            libc::TCSADRAIN => libc::TCSETSW2,
            libc::TCSAFLUSH => libc::TCSETSF2,
            _ => return Err(OsError::new(errno::EINVAL)),
        };
        // What the description leaves out (the line discipline) stays as it is.
        let mut raw = raw_modes(fd)?;
        raw.c_iflag = modes.input;
        raw.c_oflag = modes.output;
        raw.c_lflag = modes.local;
        raw.c_cflag = modes.control & !(libc::CBAUD | libc::CIBAUD) | speed_code(modes.output_speed);
        // Without a code of its own, the input is as fast as the output.
        if modes.input_speed != 0 && modes.input_speed != modes.output_speed {
            raw.c_cflag |= speed_code(modes.input_speed) << 16;
        }
        raw.c_ispeed = modes.input_speed;
        raw.c_ospeed = modes.output_speed;
        for (to, from) in raw.c_cc.iter_mut().zip(&modes.control_characters) {
            *to = *from;
        }
        // SAFETY: reads one structure, which is ours.
        check(unsafe { libc::ioctl(fd, request, &raw const raw) }).map(drop)
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

/// The modes as the kernel keeps them. C's own functions would do, but what they call a speed depends on the C library's
/// version: a code in older ones, a number of bits each second in newer ones and here.
fn raw_modes(fd: Fd) -> Result<libc::termios2> {
    let mut modes = MaybeUninit::<libc::termios2>::zeroed();
    // SAFETY: writes one structure, which is ours.
    check(unsafe { libc::ioctl(fd, libc::TCGETS2, modes.as_mut_ptr()) })?;
    // SAFETY: zeroes are a value of it, and the call has filled it.
    Ok(unsafe { modes.assume_init() })
}

/// The kernel's code for a speed; any other speed is told by its number.
fn speed_code(speed: u32) -> u32 {
    const CODES: [(u32, u32); 31] = [
        (0, libc::B0),
        (50, libc::B50),
        (75, libc::B75),
        (110, libc::B110),
        (134, libc::B134),
        (150, libc::B150),
        (200, libc::B200),
        (300, libc::B300),
        (600, libc::B600),
        (1200, libc::B1200),
        (1800, libc::B1800),
        (2400, libc::B2400),
        (4800, libc::B4800),
        (9600, libc::B9600),
        (19_200, libc::B19200),
        (38_400, libc::B38400),
        (57_600, libc::B57600),
        (115_200, libc::B115200),
        (230_400, libc::B230400),
        (460_800, libc::B460800),
        (500_000, libc::B500000),
        (576_000, libc::B576000),
        (921_600, libc::B921600),
        (1_000_000, libc::B1000000),
        (1_152_000, libc::B1152000),
        (1_500_000, libc::B1500000),
        (2_000_000, libc::B2000000),
        (2_500_000, libc::B2500000),
        (3_000_000, libc::B3000000),
        (3_500_000, libc::B3500000),
        (4_000_000, libc::B4000000),
    ];
    CODES.iter().find(|(number, _)| *number == speed).map_or(libc::BOTHER, |(_, code)| *code)
}
