//! Running one test module under one interpreter, in a process and a folder of its own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::results::Results;

const RUNNER: &str = include_str!("runner.py");
const LAY_OUT: &str = include_str!("lay_out.py");
/// Kilobytes of data a test may allocate: a runaway one must not take the machine with it.
const DATA_LIMIT_KB: u32 = 4 << 20;

/// Where the runs of one interpreter leave their files.
pub(super) struct Place {
    /// `target/conformance`.
    pub(super) folder: PathBuf,
    /// The folder that holds CPython's `test` package.
    pub(super) tests: PathBuf,
    /// A run is killed after this long.
    pub(super) limit: Duration,
}

/// What a run left behind.
pub(super) struct Ran {
    pub(super) results: Results,
    /// How the process ended, when `runner.py` did not end it.
    pub(super) cut: Option<String>,
}

impl Place {
    /// Puts what the tests expect of an installation beside `taipan`.
    pub(super) fn lay_out(&self, taipan: &Path) -> Result<(), String> {
        let told = |error: std::io::Error| format!("cannot lay out the library: {error}");
        let script = self.folder.join("lay_out.py");
        fs::create_dir_all(&self.folder).map_err(told)?;
        fs::write(&script, LAY_OUT).map_err(told)?;
        let status = Command::new(taipan).arg("-I").arg(&script).arg(&self.tests).status().map_err(told)?;
        if status.success() { Ok(()) } else { Err(format!("cannot lay out the library: {status}")) }
    }

    /// Runs `module` under `interpreter`; its output is kept in `NAME/module.log`, its results in `NAME/module.txt`.
    pub(super) fn run(&self, name: &str, interpreter: &Path, module: &str) -> Result<Ran, String> {
        let told = |path: &Path| {
            let path = path.display().to_string();
            move |error: std::io::Error| format!("{path}: {error}")
        };
        let folder = self.folder.join(name);
        fs::create_dir_all(&folder).map_err(told(&folder))?;
        let runner = self.folder.join(format!("runner-{name}-{module}.py"));
        fs::write(&runner, RUNNER).map_err(told(&runner))?;
        let work = self.folder.join(format!("work-{name}-{module}"));
        let _ = fs::remove_dir_all(&work);
        fs::create_dir_all(&work).map_err(told(&work))?;
        let results = folder.join(format!("{module}.txt"));
        let _ = fs::remove_file(&results);
        let log_path = folder.join(format!("{module}.log"));
        let log = File::create(&log_path).map_err(told(&log_path))?;
        let errors = log.try_clone().map_err(told(&log_path))?;
        let mut command = limited(interpreter);
        command
            .arg(&runner)
            .arg(module)
            .arg(&results)
            .current_dir(&work)
            .env("PYTHONPATH", &self.tests)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONHASHSEED", "0")
            .env("PYTHONUTF8", "1")
            .env_remove("PYTHONSTARTUP")
            .stdin(Stdio::null())
            .stdout(Stdio::from(log))
            .stderr(Stdio::from(errors));
        own_group(&mut command);
        let cut = self.wait(command, interpreter)?;
        let text = fs::read(&results).unwrap_or_default();
        let _ = fs::remove_file(&runner);
        let _ = fs::remove_dir_all(&work);
        let results = Results::parse(&String::from_utf8_lossy(&text));
        let cut = if results.ended { None } else { cut.or_else(|| Some("exit before the end".to_owned())) };
        Ok(Ran { results, cut })
    }

    fn wait(&self, mut command: Command, interpreter: &Path) -> Result<Option<String>, String> {
        let wrong = |error: std::io::Error| format!("cannot run {}: {error}", interpreter.display());
        let mut child = command.spawn().map_err(wrong)?;
        let deadline = Instant::now() + self.limit;
        loop {
            if let Some(status) = child.try_wait().map_err(wrong)? {
                return Ok(how(status));
            }
            if Instant::now() >= deadline {
                end_group(child.id());
                child.kill().map_err(wrong)?;
                child.wait().map_err(wrong)?;
                return Ok(Some("time limit".to_owned()));
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

fn limited(interpreter: &Path) -> Command {
    if cfg!(unix) {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("ulimit -d {DATA_LIMIT_KB}; ulimit -c 0; exec \"$0\" \"$@\"")).arg(interpreter);
        shell
    } else {
        Command::new(interpreter)
    }
}

/// Tests start processes of their own, which must not outlive a kill.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}

fn end_group(leader: u32) {
    if cfg!(unix) {
        let _ = Command::new("kill").args(["-KILL", "--", &format!("-{leader}")]).stderr(Stdio::null()).status();
    }
}

fn how(status: ExitStatus) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        if let Some(signal) = status.signal() {
            return Some(format!("signal {signal}"));
        }
    }
    match status.code() {
        Some(0) | None => None,
        Some(code) => Some(format!("exit {code}")),
    }
}
