//! The `taipan` program.

mod options;
mod repl;
mod run;

use std::process::ExitCode;

use taipan::host::{Environment, Files, Native, run_on_large_stack};

use options::Outcome;

/// Bytes of the program's native stack; pages are real only when touched. Less where address space is limited.
const STACK: usize = 256 << 20;

#[global_allocator]
static ALLOCATOR: taipan::Reserving = taipan::Reserving;

fn main() -> ExitCode {
    taipan::keep_reserve();
    let host = Native::new();
    let arguments = host.arguments();
    let status = match options::parse(&arguments, &|name| host.variable(name.as_bytes())) {
        Outcome::Run(options) => {
            run_on_large_stack(STACK, |bytes| run::run(*options, host, bytes - bytes / 16, bytes / 4))
        }
        Outcome::Version { detailed } => {
            let text = if detailed {
                format!("Python {} (taipan {})\n", run::PYTHON_VERSION, env!("CARGO_PKG_VERSION"))
            } else {
                format!("Python {}\n", run::PYTHON_VERSION)
            };
            print(&host, 1, text.as_bytes(), 0)
        }
        Outcome::Help(topic) => {
            let program = arguments.first().cloned().unwrap_or_default();
            print(&host, 1, &options::help(topic, &program), 0)
        }
        Outcome::Fail { message, status } => print(&host, 2, &message, status),
    };
    ExitCode::from(status as u8)
}

fn print(host: &Native, fd: i32, text: &[u8], status: i32) -> i32 {
    match host.write_all(fd, text) {
        Ok(()) => status,
        Err(_) => 1,
    }
}
