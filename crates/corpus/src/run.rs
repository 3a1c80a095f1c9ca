//! Running one program under one interpreter and judging what it did.
//!
//! A program runs in its own folder, so that it can import the material beside it, and that folder's path is taken out
//! of what it printed, so that tracebacks read the same on every machine. What it complained of is made alike further: `same_everywhere`.

use crate::diff::unified;
use crate::expectation::{Expectation, Raised};
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// More output than this is a program gone wrong; the rest is read and dropped.
const OUTPUT_LIMIT: usize = 16 << 20;
/// Kilobytes of data a program may allocate: a runaway one must not take the machine with it.
const DATA_LIMIT_KB: u32 = 4 << 20;

/// What stands for the exit status of a program that a signal ended, in a `.code` file.
pub const BY_SIGNAL: i32 = -1;

/// The command that runs a program, and how long it may take.
#[derive(Clone, Debug)]
pub struct Interpreter {
    /// Path of the program that takes a `.py` file as its argument.
    pub command: PathBuf,
    /// Extra environment, such as `TAIPAN_GC_STRESS=1`.
    pub environment: Vec<(String, String)>,
    /// The run is killed after this long.
    pub limit: Duration,
}

/// What a run did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Everything printed.
    pub stdout: String,
    /// Everything complained.
    pub stderr: String,
    /// The exit status; `None` when killed, by us or by a signal.
    pub code: Option<i32>,
    /// Whether the time limit ended it.
    pub timed_out: bool,
    /// How long it took.
    pub took: Duration,
}

impl Interpreter {
    /// Run the program at `path` to its end or to the time limit.
    ///
    /// # Errors
    /// When the process cannot be started or waited for.
    pub fn run(&self, path: &Path) -> std::io::Result<Outcome> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let start = Instant::now();
        let mut child = self.command(path, folder).spawn()?;
        let stdout = drain(child.stdout.take());
        let stderr = drain(child.stderr.take());
        let (code, timed_out) = wait(&mut child, start + self.limit)?;
        let took = start.elapsed();
        let tidy = |text: String| text.replace("\r\n", "\n").replace(&format!("{}/", folder.display()), "");
        Ok(Outcome {
            stdout: tidy(stdout.join().unwrap_or_default()),
            stderr: same_everywhere(&tidy(stderr.join().unwrap_or_default())),
            code,
            timed_out,
            took,
        })
    }

    fn command(&self, path: &Path, folder: &Path) -> Command {
        let mut command = if cfg!(unix) {
            let mut shell = Command::new("sh");
            shell
                .arg("-c")
                .arg(format!("ulimit -d {DATA_LIMIT_KB}; ulimit -c 0; exec \"$0\" \"$@\""))
                .arg(&self.command);
            shell
        } else {
            Command::new(&self.command)
        };
        command
            .arg(path)
            .current_dir(folder)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONUTF8", "1")
            .env("NO_COLOR", "1")
            .env_remove("PYTHONPATH")
            .env_remove("PYTHONSTARTUP")
            .envs(self.environment.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut kept = Vec::new();
        let mut chunk = [0; 8192];
        if let Some(mut pipe) = pipe {
            while let Ok(count @ 1..) = pipe.read(&mut chunk) {
                if kept.len() < OUTPUT_LIMIT {
                    kept.extend_from_slice(&chunk[..count]);
                }
            }
        }
        String::from_utf8_lossy(&kept).into_owned()
    })
}

/// Text with addresses as `0x...` and files of the standard library as `<library>/NAME`, line `...`: where it is installed and which release
/// it is of are nobody's promise.
fn same_everywhere(text: &str) -> String {
    const FOLDERS: [&str; 2] = ["/python3.14/", "/taipan3.14/"];
    const NUMBER: &str = "\", line ";
    /// Shorter numbers are no addresses.
    const ADDRESS: usize = 9;
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut line = line.to_owned();
        let ends = FOLDERS.iter().filter_map(|folder| line.find(folder).map(|at| at + folder.len()));
        if let Some(end) = ends.min() {
            let start = line[..end].rfind(['"', '\'', ' ', '(']).map_or(0, |at| at + 1);
            line.replace_range(start..end, "<library>/");
            if let Some(number) = line.find(NUMBER).map(|at| at + NUMBER.len()) {
                let digits = line[number..].bytes().take_while(u8::is_ascii_digit).count();
                line.replace_range(number..number + digits, "...");
            }
        }
        let mut rest = line.as_str();
        while let Some(at) = rest.find("0x") {
            let (before, number) = rest.split_at(at + 2);
            let digits = number.bytes().take_while(u8::is_ascii_hexdigit).count();
            out.push_str(before);
            out.push_str(if digits < ADDRESS { &number[..digits] } else { "..." });
            rest = &number[digits..];
        }
        out.push_str(rest);
    }
    out
}

fn wait(child: &mut Child, deadline: Instant) -> std::io::Result<(Option<i32>, bool)> {
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((status.code(), false));
        }
        if Instant::now() >= deadline {
            child.kill()?;
            child.wait()?;
            return Ok((None, true));
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// Compare what a run did with what the program promised.
///
/// # Errors
/// A report of every difference, for people.
pub fn judge(expected: &Expectation, outcome: &Outcome) -> Result<(), String> {
    let mut report = String::new();
    if outcome.timed_out {
        let _ = writeln!(report, "killed after {:.0?}", outcome.took);
    }
    if expected.stdout != outcome.stdout {
        let _ = writeln!(report, "stdout (- expected, + printed):\n{}", unified(&expected.stdout, &outcome.stdout));
    }
    match &expected.raised {
        Raised::LastLine(line) => {
            let last = outcome.stderr.trim_end().rsplit('\n').next().unwrap_or_default();
            if last != line {
                let _ = writeln!(report, "last line of stderr:\n- {line}\n+ {last}");
            }
        }
        Raised::Whole(text) if *text != outcome.stderr => {
            let _ = writeln!(report, "stderr (- expected, + printed):\n{}", unified(text, &outcome.stderr));
        }
        Raised::Whole(_) | Raised::Nothing => {}
    }
    if outcome.code.unwrap_or(BY_SIGNAL) != expected.code && !outcome.timed_out {
        match outcome.code {
            Some(code) => {
                let _ = writeln!(report, "exit status {code}, expected {}", expected.code);
            }
            None => report.push_str("killed by a signal\n"),
        }
    }
    if report.is_empty() {
        return Ok(());
    }
    if !outcome.stderr.trim().is_empty() {
        let tail: Vec<&str> = outcome.stderr.trim_end().lines().rev().take(12).collect();
        report.push_str("stderr:\n");
        for line in tail.iter().rev() {
            let _ = writeln!(report, "  {line}");
        }
    }
    Err(report)
}

/// Where CPython may be: `TAIPAN_CPYTHON`, then `python3.14` on the path, then `target/anchors`.
#[must_use]
pub fn default_pythons(root: &Path) -> Vec<PathBuf> {
    let mut places = Vec::new();
    if let Some(path) = std::env::var_os("TAIPAN_CPYTHON") {
        places.push(PathBuf::from(path));
    }
    if let Some(path) = std::env::var_os("PATH") {
        places.extend(std::env::split_paths(&path).map(|folder| folder.join("python3.14")));
    }
    places.push(root.join("target/anchors/bin/python3.14"));
    places.retain(|place| place.is_file());
    places
}

#[cfg(test)]
mod tests {
    use super::same_everywhere;

    #[test]
    fn what_differs_between_machines_goes() {
        let text = "  File \"/usr/lib/python3.14/enum.py\", line 709, in f\nin <f at 0x7f12345678ab>: 0xff\n";
        let same = "  File \"<library>/enum.py\", line ..., in f\nin <f at 0x...>: 0xff\n";
        assert_eq!(same_everywhere(text), same);
        assert_eq!(same_everywhere("from 'm' (/a b/taipan3.14/m.py)"), "from 'm' (/a <library>/m.py)");
        assert_eq!(same_everywhere("plain\n"), "plain\n");
    }
}
