//! Running many snippets in one process, and what each of them did.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const DRIVER: &str = include_str!("driver.py");
/// Kilobytes of data a process may allocate.
const DATA_LIMIT_KB: u32 = 2 << 20;

/// Seconds of processor time for a process: loops inside of native functions cannot be interrupted.
const SECONDS: u32 = 3;
const SIGKILL: i32 = 9;

/// What to do with a snippet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Run,
    Compile,
}

#[derive(Clone, Debug)]
pub(super) struct Snippet {
    pub(super) mode: Mode,
    pub(super) source: String,
}

/// What a snippet printed and how it ended, addresses and the like made alike; or what became of the process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Said(String),
    /// The process ended: by that signal or status.
    Crashed(String),
    /// Not even an interrupt ended it.
    Hung,
}

pub(super) struct Interpreter {
    pub(super) command: PathBuf,
    folder: PathBuf,
}

impl Interpreter {
    pub(super) fn new(command: PathBuf, name: &'static str, folder: &Path) -> Result<Self, String> {
        let folder = folder.join(name);
        let told = |error: std::io::Error| format!("{}: {error}", folder.display());
        fs::create_dir_all(&folder).map_err(told)?;
        fs::write(folder.join("driver.py"), DRIVER).map_err(told)?;
        Ok(Self { command, folder: folder.clone() })
    }

    /// The answers to all snippets. A process that dies is begun again behind the snippet that it died of.
    pub(super) fn run(&self, snippets: &[Snippet]) -> Result<Vec<Answer>, String> {
        let mut answers = Vec::new();
        while answers.len() < snippets.len() {
            let (mut some, end) = self.process(&snippets[answers.len()..])?;
            answers.append(&mut some);
            if answers.len() < snippets.len() {
                answers.push(end.unwrap_or_else(|| Answer::Crashed("ended early".to_owned())));
            }
        }
        Ok(answers)
    }

    fn process(&self, snippets: &[Snippet]) -> Result<(Vec<Answer>, Option<Answer>), String> {
        let told = |error: std::io::Error| format!("{}: {error}", self.command.display());
        let (given, results) = (self.folder.join("given"), self.folder.join("results"));
        let mut text = Vec::new();
        for snippet in snippets {
            let mode = if snippet.mode == Mode::Run { "run" } else { "compile" };
            text.extend_from_slice(format!("{mode} {}\n", snippet.source.len()).as_bytes());
            text.extend_from_slice(snippet.source.as_bytes());
        }
        fs::write(&given, text).map_err(told)?;
        let _ = fs::remove_file(&results);
        let mut child = Command::new("sh")
            .arg("-c")
            .arg(format!("ulimit -d {DATA_LIMIT_KB}; ulimit -c 0; ulimit -t {SECONDS}; exec nice -n 19 \"$0\" \"$@\""))
            .arg(&self.command)
            .args(["driver.py", "given", "results"])
            .current_dir(&self.folder)
            .env("PYTHONHASHSEED", "0")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONUTF8", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(told)?;
        // A process that makes no progress for this long hangs.
        let patience = Duration::from_secs(60);
        let mut seen = (0, Instant::now());
        let mut pause = Duration::from_millis(2);
        let end = loop {
            if let Some(status) = child.try_wait().map_err(told)? {
                break match status.signal() {
                    _ if status.success() => None,
                    Some(SIGKILL) => Some(Answer::Hung),
                    _ => Some(Answer::Crashed(status.to_string())),
                };
            }
            let length = fs::metadata(&results).map_or(0, |status| status.len());
            if length != seen.0 {
                seen = (length, Instant::now());
            }
            if seen.1.elapsed() > patience {
                child.kill().map_err(told)?;
                child.wait().map_err(told)?;
                break Some(Answer::Hung);
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(30));
        };
        let written = fs::read(&results).unwrap_or_default();
        Ok((answers(&written), end))
    }
}

fn answers(written: &[u8]) -> Vec<Answer> {
    let mut found = Vec::new();
    let mut rest = written;
    while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
        let Some(length) = std::str::from_utf8(&rest[..end]).ok().and_then(|text| text.parse::<usize>().ok()) else {
            break;
        };
        let Some(text) = rest.get(end + 1..end + 1 + length) else { break };
        found.push(Answer::Said(alike(&String::from_utf8_lossy(text))));
        rest = &rest[end + 1 + length..];
    }
    found
}

/// The text without what may differ: addresses, and where the library is.
fn alike(text: &str) -> String {
    let mut text = text.to_owned();
    for folder in ["/python3.14/", "/taipan3.14/"] {
        while let Some(end) = text.find(folder) {
            let start = text[..end].rfind(['"', '\'', ' ', '(', '\n']).map_or(0, |at| at + 1);
            text.replace_range(start..end + folder.len(), "<library>/");
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(" at 0x") {
        let (before, number) = rest.split_at(at + 6);
        let digits = number.bytes().take_while(u8::is_ascii_hexdigit).count();
        out.push_str(before);
        rest = &number[digits..];
    }
    out.push_str(rest);
    out
}
