//! `termios`: how terminals behave.

use taipan_host::{OsError, TerminalModes, TerminalSize, constants};
use taipan_runtime::native::*;

use crate::support::descriptor;

#[derive(Default)]
struct State {
    error: Option<Obj<Class>>,
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("termios", "How terminals behave.", &METHODS)?;
    for &(name, value) in constants::TERMIOS {
        module.add_int(vm, name, value)?;
    }
    let error = crate::support::exception_class(vm, "termios", "error", vm.exceptions.Exception)?;
    module.add(vm, "error", error.value())?;
    vm.state::<State>().error = vm.cast::<Class>(error.into_raw());
    Ok(owned)
}

/// `termios.error(errno, text)`.
fn refused(vm: &mut Vm, error: OsError) -> Raised {
    let class = vm.state::<State>().error.unwrap_or(vm.exceptions.OSError);
    let made = vm.new_int(error.errno.into()).and_then(|errno| {
        let text = vm.new_str(&taipan_host::strerror(error.errno))?;
        Ok((errno, text))
    });
    match made {
        Ok((errno, text)) => vm.raise_with(class, &[errno.value(), text.value()]),
        Err(raised) => raised,
    }
}

fn constant(name: &str) -> i64 {
    constants::TERMIOS.iter().find(|(known, _)| *known == name).map_or(0, |&(_, value)| value)
}

/// A blocking call whose failure is a `termios.error`.
fn terminal(vm: &mut Vm, call: impl FnOnce(&dyn taipan_host::Host) -> Result<(), OsError>) -> R<()> {
    let host = vm.host.clone();
    match vm.without_lock(|| call(&*host)) {
        Ok(()) => Ok(()),
        Err(error) => Err(refused(vm, error)),
    }
}

#[methods]
mod py {
    use super::*;

    /// The modes of a terminal: a list of seven.
    #[function("(fd, /)")]
    fn tcgetattr(vm: &mut Vm, fd: Value) -> R<Owned> {
        let fd = descriptor(vm, fd)?;
        let modes = match vm.host.terminal_modes(fd) {
            Ok(modes) => modes,
            Err(error) => return Err(refused(vm, error)),
        };
        let characters = vm.new_list(&[])?;
        let canonical = modes.local & constant("ICANON") as u32 != 0;
        let numeric = [constant("VMIN") as usize, constant("VTIME") as usize];
        if let Some(list) = vm.cast::<List>(characters.value()) {
            for (place, &character) in modes.control_characters.iter().enumerate() {
                let item = if !canonical && numeric.contains(&place) {
                    vm.new_int(character.into())?
                } else {
                    vm.new_bytes(&[character])?
                };
                list.push(vm, item)?;
            }
        }
        let list = vm.new_list(&[])?;
        if let Some(list) = vm.cast::<List>(list.value()) {
            for number in [modes.input, modes.output, modes.control, modes.local, modes.input_speed, modes.output_speed]
            {
                let number = vm.new_int(number.into())?;
                list.push(vm, number)?;
            }
            list.push(vm, characters)?;
        }
        Ok(list)
    }

    /// Set the modes of a terminal.
    #[function("(fd, when, attributes, /)")]
    fn tcsetattr(vm: &mut Vm, fd: Value, when: i32, attributes: Value) -> R<()> {
        let fd = descriptor(vm, fd)?;
        let words = "tcsetattr, arg 3: must be 7 element list";
        let Some(list) = vm.cast::<List>(attributes) else { return Err(vm.type_error(words)) };
        if list.len(vm) != 7 {
            return Err(vm.type_error(words));
        }
        let items = vm.collect(attributes)?;
        let count = constant("NCCS") as usize;
        let list = vm.cast::<List>(items[6].value()).filter(|list| list.len(vm) == count);
        if list.is_none() {
            let message = format!("tcsetattr: attributes[6] must be {count} element list");
            return Err(vm.type_error(message));
        }
        let mut numbers = [0u32; 6];
        for (number, item) in numbers.iter_mut().zip(&items) {
            *number = vm.to_i64(item.value(), "long")? as u32;
        }
        let mut modes = TerminalModes {
            input: numbers[0],
            output: numbers[1],
            control: numbers[2],
            local: numbers[3],
            input_speed: numbers[4],
            output_speed: numbers[5],
            control_characters: Vec::with_capacity(count),
        };
        for character in vm.collect(items[6].value())? {
            let byte = match crate::support::bytes_like(vm, character.value())? {
                Some(bytes) if bytes.len() == 1 => bytes[0],
                _ if vm.as_int_ref(character.value()).is_some() => vm.to_i64(character.value(), "long")? as u8,
                _ => {
                    let message = "tcsetattr: elements of attributes must be characters or integers";
                    return Err(vm.type_error(message));
                }
            };
            modes.control_characters.push(byte);
        }
        terminal(vm, |host| host.set_terminal_modes(fd, when, &modes))
    }

    /// Send a break.
    #[function("(fd, duration, /)")]
    fn tcsendbreak(vm: &mut Vm, fd: Value, duration: i32) -> R<()> {
        let fd = descriptor(vm, fd)?;
        terminal(vm, |host| host.terminal_break(fd, duration))
    }

    /// Wait until everything is written.
    #[function("(fd, /)")]
    fn tcdrain(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = descriptor(vm, fd)?;
        terminal(vm, |host| host.terminal_drain(fd))
    }

    /// Throw away what waits to be read or written.
    #[function("(fd, queue, /)")]
    fn tcflush(vm: &mut Vm, fd: Value, queue: i32) -> R<()> {
        let fd = descriptor(vm, fd)?;
        terminal(vm, |host| host.terminal_flush(fd, queue))
    }

    /// Stop or go on reading or writing.
    #[function("(fd, action, /)")]
    fn tcflow(vm: &mut Vm, fd: Value, action: i32) -> R<()> {
        let fd = descriptor(vm, fd)?;
        terminal(vm, |host| host.terminal_flow(fd, action))
    }

    /// Lines and columns.
    #[function("(fd, /)")]
    fn tcgetwinsize(vm: &mut Vm, fd: Value) -> R<Owned> {
        let fd = descriptor(vm, fd)?;
        match vm.host.terminal_size(fd) {
            Ok(size) => vm.new_tuple(&[Value::small(size.rows.into()), Value::small(size.columns.into())]),
            Err(error) => Err(refused(vm, error)),
        }
    }

    /// Set lines and columns.
    #[function("(fd, winsize, /)")]
    fn tcsetwinsize(vm: &mut Vm, fd: Value, winsize: Value) -> R<()> {
        let fd = descriptor(vm, fd)?;
        if !vm.is_sequence(winsize) {
            return Err(vm.type_error("tcsetwinsize, arg 2: must be a two-item sequence"));
        }
        let items = vm.collect(winsize)?;
        let [rows, columns] = items.as_slice() else {
            return Err(vm.type_error("tcsetwinsize, arg 2: must be a two-item sequence"));
        };
        let (rows, columns) = (vm.to_i64(rows.value(), "long")?, vm.to_i64(columns.value(), "long")?);
        let (Ok(rows), Ok(columns)) = (u16::try_from(rows), u16::try_from(columns)) else {
            return Err(vm.overflow_error("winsize value(s) out of range."));
        };
        terminal(vm, |host| host.set_terminal_size(fd, TerminalSize { columns, rows }))
    }
}
