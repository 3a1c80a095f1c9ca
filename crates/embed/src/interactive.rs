//! The interactive loop: read a statement, run it, show what it gives.
//!
//! Where the lines come from is the [`Console`]'s business: an editor on a terminal, or the program's standard input.

use taipan_bytecode::CodeFlags;
use taipan_host::Target;
use taipan_runtime::native::*;
use taipan_runtime::types::code::CodeObject;
use taipan_runtime::vm::{CompileMode, CompileRequest, Source};

use crate::compile::{ALLOW_INCOMPLETE_INPUT, DONT_IMPLY_DEDENT, FUTURES};
use crate::isolate::Isolate;
use crate::main_program::{flush_streams, report};

/// What somebody at a console did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A line or several, without the last line's end.
    Text(String),
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-D, or the end of the input.
    End,
    /// The console has no editor: read the program's standard input.
    Plain,
}

/// Reads lines from a person.
pub trait Console {
    /// Read the next line. `indent` is white space that the line might begin with; `names` are words that could be completed.
    fn read(&mut self, prompt: &str, indent: &str, names: &[String]) -> Input;

    /// A whole statement was read: something to remember.
    fn remember(&mut self, statement: &str) {
        let _ = statement;
    }

    /// Whether statements are numbered in tracebacks, `<python-input-0>` and so on, and `exit` alone is a command.
    fn is_editor(&self) -> bool {
        false
    }
}

/// A console without an editor.
pub struct PlainConsole;

impl Console for PlainConsole {
    fn read(&mut self, _prompt: &str, _indent: &str, _names: &[String]) -> Input {
        Input::Plain
    }
}

/// What became of a line.
enum Outcome {
    Done,
    /// The statement goes on.
    More,
    Exit(i32),
}

/// A statement that is being typed.
struct Session {
    statement: String,
    /// Statements so far.
    number: usize,
    /// Features of `__future__` that were asked for.
    flags: u32,
}

impl Isolate {
    /// Read and run statements until the input ends; the exit status.
    pub(crate) fn interact(&mut self, console: &mut dyn Console) -> i32 {
        // From now on `exit()` ends the program, whatever -i says.
        self.vm.options.settings.flags.inspect = false;
        self.interrupted = false;
        if let Err(raised) = set_prompts(&mut self.vm) {
            report(&mut self.vm, raised);
        }
        let mut session = Session { statement: String::new(), number: 0, flags: 0 };
        loop {
            match self.read_line(console, &session) {
                Ok(Input::Text(line)) => {
                    session.statement.push_str(&line);
                    session.statement.push('\n');
                    match self.run_line(console, &mut session) {
                        Outcome::Done => session.statement.clear(),
                        Outcome::More => {}
                        Outcome::Exit(status) => return status,
                    }
                }
                Ok(Input::Interrupt) => {
                    session.statement.clear();
                    let _ = self.vm.host.write_all(2, b"\nKeyboardInterrupt\n");
                }
                Ok(Input::End | Input::Plain) => {
                    // What was not finished is still tried.
                    if !session.statement.trim().is_empty() {
                        session.statement.push('\n');
                        if let Outcome::Exit(status) = self.run_line(console, &mut session) {
                            return status;
                        }
                    }
                    let _ = self.vm.host.write_all(2, b"\n");
                    return 0;
                }
                Err(raised) => {
                    session.statement.clear();
                    if let Some(status) = self.show_failure(raised) {
                        return status;
                    }
                }
            }
        }
    }

    /// Show the exception in flight; the status when it ends the program.
    fn show_failure(&mut self, raised: Raised) -> Option<i32> {
        let exits = self.vm.error_is(self.vm.exceptions.SystemExit);
        let status = report(&mut self.vm, raised);
        exits.then_some(status)
    }

    fn read_line(&mut self, console: &mut dyn Console, session: &Session) -> R<Input> {
        let vm = &mut self.vm;
        let _ = flush_streams(vm);
        drop(vm.error.take());
        let continued = !session.statement.is_empty();
        let prompt = prompt(vm, if continued { "ps2" } else { "ps1" });
        let names = if console.is_editor() { known_names(vm, &self.main) } else { Vec::new() };
        let indent = if continued { next_indent(&session.statement) } else { String::new() };
        match console.read(&prompt, &indent, &names) {
            Input::Plain => {}
            input => return Ok(input),
        }
        vm.host.write_all(2, prompt.as_bytes()).map_err(|error| vm.os_error(error, None))?;
        let Some(stdin) = vm.sys_attribute("stdin")?.filter(|stdin| !stdin.is_none()) else { return Ok(Input::End) };
        let line = vm.call_method(stdin.value(), "readline", &[])?;
        let line = vm.str_text(line.value())?;
        Ok(match line.strip_suffix('\n') {
            Some(line) => Input::Text(line.to_string()),
            None if line.is_empty() => Input::End,
            None => Input::Text(line),
        })
    }

    fn run_line(&mut self, console: &mut dyn Console, session: &mut Session) -> Outcome {
        let typed = session.statement.clone();
        let trimmed = typed.trim();
        if trimmed.is_empty() {
            return Outcome::Done;
        }
        if console.is_editor() && matches!(trimmed, "exit" | "quit" | "help" | "copyright" | "license") {
            let call = format!("{trimmed}()");
            // A name that the program has given another meaning is an expression like any other.
            if !self.defines(trimmed) {
                session.statement = call + "\n";
            }
        }
        let source = session.statement.strip_suffix('\n').unwrap_or(&session.statement).to_string();
        let filename =
            if console.is_editor() { format!("<python-input-{}>", session.number) } else { "<stdin>".to_string() };
        let compiled = self.compile_statement(&source, &filename, session.flags);
        if matches!(compiled, Ok(None)) {
            return Outcome::More;
        }
        console.remember(typed.trim_end());
        session.number += 1;
        let ran = match compiled {
            Ok(Some(code)) => self.run_statement(&code, &source, session),
            Ok(None) => Ok(()),
            Err(raised) => Err(raised),
        };
        match ran {
            Ok(()) => Outcome::Done,
            Err(raised) => self.show_failure(raised).map_or(Outcome::Done, Outcome::Exit),
        }
    }

    /// Whether `__main__` has this name.
    fn defines(&mut self, name: &str) -> bool {
        let vm = &mut self.vm;
        let Ok(name) = vm.intern(name) else { return true };
        vm.cast::<Dict>(self.main.value()).is_some_and(|main| main.get_str(vm, name).is_some())
    }

    /// The code of a complete statement; None when it goes on. Without the last line's end a block that could go on is not complete.
    fn compile_statement(&mut self, source: &str, filename: &str, flags: u32) -> R<Option<Owned>> {
        let optimize = self.vm.options.settings.flags.optimize;
        let open = flags | ALLOW_INCOMPLETE_INPUT | DONT_IMPLY_DEDENT;
        let mut compile = |source: &str, mode: CompileMode, flags: u32| {
            let source = Source::Text(source);
            self.vm.compile(&CompileRequest { source, filename, mode, flags, optimize })
        };
        if let Ok(code) = compile(source, CompileMode::Single, open) {
            return Ok(Some(code));
        }
        let further = compile(&format!("{source}\n"), CompileMode::Single, open);
        if further.is_ok() || self.vm.error_is(self.vm.exceptions._IncompleteInputError) {
            drop(self.vm.error.take());
            return Ok(None);
        }
        let first = self.vm.take_error();
        if source.contains('\n') {
            // Several statements at once, as they are pasted.
            let source = Source::Text(source);
            let request = CompileRequest { source, filename, mode: CompileMode::Exec, flags, optimize };
            match self.vm.compile(&request) {
                Ok(code) => return Ok(Some(code)),
                Err(_) => drop(self.vm.take_error()),
            }
        }
        Err(self.vm.reraise(first))
    }

    fn run_statement(&mut self, code: &Owned, source: &str, session: &mut Session) -> R<()> {
        let Some(main) = self.vm.cast::<Dict>(self.main.value()) else { return Ok(()) };
        if let Some(object) = self.vm.cast::<CodeObject>(code.value()) {
            let template = object.get(&self.vm).template.clone();
            session.flags |= CodeFlags(template.flags.0 & FUTURES).0;
            self.vm.register_source(&template, source);
        }
        self.vm.run_code(code.value(), main, main.value()).map(drop)
    }

    /// What comes before the first prompt: the banner, PYTHONSTARTUP's file and `sys.__interactivehook__`.
    pub(crate) fn begin_interaction(&mut self) {
        let flags = self.vm.options.settings.flags.clone();
        if !flags.ignore_environment
            && let Some(path) = self.vm.host.variable(b"PYTHONSTARTUP").filter(|path| !path.is_empty())
            && let Err(raised) = self.run_startup(&path)
        {
            report(&mut self.vm, raised);
        }
        let hook = self.vm.sys_attribute("__interactivehook__");
        if let Ok(Some(hook)) = hook
            && self.vm.call(hook.value(), &[]).is_err()
        {
            let _ = self.vm.host.write_all(2, b"Failed calling sys.__interactivehook__\n");
            report(&mut self.vm, Raised);
        }
    }

    /// The version and where help is.
    pub(crate) fn show_banner(&mut self) {
        let vm = &mut self.vm;
        let text = (|| -> R<String> {
            let mut words = Vec::new();
            for name in ["version", "platform"] {
                let value = vm.sys_attribute(name)?.unwrap_or(Owned::NONE);
                words.push(vm.str_text(value.value())?);
            }
            Ok(format!(
                "Python {} on {}\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n",
                words[0], words[1]
            ))
        })();
        match text {
            Ok(text) => drop(vm.host.write_all(2, text.as_bytes())),
            Err(_) => drop(vm.error.take()),
        }
    }

    fn run_startup(&mut self, path: &[u8]) -> R<()> {
        if let Err(error) = self.vm.host.status(Target::path(path)) {
            let _ = self.vm.host.write_all(2, b"Could not open PYTHONSTARTUP\n");
            let name = self.vm.new_os_str(path)?;
            return Err(self.vm.os_error(error, Some(name.value())));
        }
        let source = match self.vm.host.read_file(path) {
            Ok(source) => source,
            Err(error) => {
                let name = self.vm.new_os_str(path)?;
                return Err(self.vm.os_error(error, Some(name.value())));
            }
        };
        let filename = String::from_utf8_lossy(path).into_owned();
        self.execute_raising(Source::File(&source), &filename, CompileMode::Exec).map(drop)
    }
}

fn set_prompts(vm: &mut Vm) -> R<()> {
    for (name, text) in [("ps1", ">>> "), ("ps2", "... ")] {
        if vm.sys_attribute(name)?.is_none() {
            let (key, text) = (vm.intern(name)?, vm.new_str(text)?);
            let sys = vm.sys;
            sys.set_str(vm, key, text.value())?;
        }
    }
    Ok(())
}

/// `str(sys.ps1)`: it may be an object that says something else each time.
fn prompt(vm: &mut Vm, name: &str) -> String {
    let text = match vm.sys_attribute(name) {
        Ok(Some(prompt)) => vm.str_text(prompt.value()),
        _ => Ok(String::new()),
    };
    text.unwrap_or_else(|_| {
        drop(vm.take_error());
        String::new()
    })
}

/// The white space that the line after these probably begins with.
fn next_indent(statement: &str) -> String {
    let Some(last) = statement.lines().rev().find(|line| !line.trim().is_empty()) else { return String::new() };
    if statement.ends_with("\n\n") {
        return String::new();
    }
    let indent: String = last.chars().take_while(|letter| matches!(letter, ' ' | '\t')).collect();
    let code = last.split('#').next().unwrap_or("").trim_end();
    if code.ends_with(':') { indent + "    " } else { indent }
}

/// Names that a person may want to type: those of `__main__`, of `builtins`, and keywords.
fn known_names(vm: &mut Vm, main: &Owned) -> Vec<String> {
    const KEYWORDS: [&str; 38] = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def",
        "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
        "match", "nonlocal", "not", "or", "pass", "raise", "return", "try", "type", "while", "with", "yield",
    ];
    let mut names: Vec<String> = KEYWORDS.iter().map(|name| (*name).to_string()).collect();
    let dicts = [vm.cast::<Dict>(main.value()), Some(vm.builtins)];
    for dict in dicts.into_iter().flatten() {
        for (key, _) in dict.snapshot(vm) {
            if let Some(key) = vm.cast::<Str>(key.value()) {
                names.push(key.to_string_lossy(vm));
            }
        }
    }
    names.sort();
    names.dedup();
    names
}
