//! The interactive loop, as somebody at a terminal sees it: the program runs on a pseudo-terminal.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

const PATIENCE: Duration = Duration::from_secs(30);

/// A program on a terminal.
struct Talk {
    keyboard: File,
    screen: Arc<Mutex<String>>,
    /// How much of the screen was looked at.
    seen: usize,
    child: Child,
}

impl Talk {
    fn start(arguments: &[&str], history: &std::path::Path) -> Talk {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
        grantpt(&master).expect("granted");
        unlockpt(&master).expect("unlocked");
        let name = ptsname(&master, Vec::new()).expect("a name");
        let name = name.to_str().expect("ASCII").to_string();
        let open = || Stdio::from(OpenOptions::new().read(true).write(true).open(&name).expect("the other end"));
        let child = Command::new(env!("CARGO_BIN_EXE_taipan"))
            .args(arguments)
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .env("PYTHON_HISTORY", history)
            .env_remove("PYTHONSTARTUP")
            .stdin(open())
            .stdout(open())
            .stderr(open())
            .spawn()
            .expect("the program starts");
        let keyboard = File::from(master);
        let mut output = keyboard.try_clone().expect("a second handle");
        let screen = Arc::new(Mutex::new(String::new()));
        let shared = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(count) = output.read(&mut chunk) {
                if count == 0 {
                    break;
                }
                shared.lock().expect("no panic").push_str(&String::from_utf8_lossy(&chunk[..count]));
            }
        });
        Talk { keyboard, screen, seen: 0, child }
    }

    fn write(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).expect("written");
    }

    /// Wait until this appears behind what was seen.
    fn expect(&mut self, text: &str) {
        let start = Instant::now();
        loop {
            let screen = self.screen.lock().expect("no panic").clone();
            if let Some(at) = screen[self.seen..].find(text) {
                self.seen += at + text.len();
                return;
            }
            assert!(start.elapsed() < PATIENCE, "no {text:?} in {:?}", &screen[self.seen..]);
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn end(mut self) -> Option<i32> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.code();
            }
            if start.elapsed() > PATIENCE {
                let _ = self.child.kill();
                panic!("it does not end; it says {:?}", self.screen.lock().expect("no panic"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn history(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
fn statements_and_errors() {
    let mut talk = Talk::start(&[], &history("statements"));
    talk.expect("for more information.");
    talk.expect(">>> ");
    talk.write("6 * 7\r");
    talk.expect("42");
    talk.expect(">>> ");
    talk.write("_ + 1\r");
    talk.expect("43");
    talk.expect(">>> ");
    talk.write("1/0\r");
    talk.expect("File \"<python-input-2>\", line 1");
    talk.expect("ZeroDivisionError: division by zero");
    talk.expect(">>> ");
    talk.write("exit\r");
    assert_eq!(talk.end(), Some(0));
}

#[test]
fn blocks_are_indented_and_remembered() {
    let file = history("blocks");
    let _ = std::fs::remove_file(&file);
    let mut talk = Talk::start(&["-q"], &file);
    talk.expect(">>> ");
    talk.write("def twice(x):\r");
    talk.expect("... ");
    // The indent is there already.
    talk.write("return 2 * x\r");
    talk.expect("... ");
    talk.write("\r");
    talk.expect(">>> ");
    talk.write("twice(21)\r");
    talk.expect("42");
    talk.expect(">>> ");
    talk.write("raise SystemExit(3)\r");
    assert_eq!(talk.end(), Some(3));
    let remembered = std::fs::read_to_string(&file).expect("a history");
    assert!(remembered.starts_with("def twice(x):\r\n    return 2 * x\n"), "{remembered:?}");
}

#[test]
fn control_keys() {
    let mut talk = Talk::start(&["-q"], &history("keys"));
    talk.expect(">>> ");
    talk.write("never(\x03");
    talk.expect("KeyboardInterrupt");
    talk.expect(">>> ");
    talk.write("\x04");
    assert_eq!(talk.end(), Some(0));
}

#[test]
fn inspect_after_a_command() {
    let mut talk = Talk::start(&["-i", "-c", "answer = 42; raise SystemExit(5)"], &history("inspect"));
    talk.expect("SystemExit: 5");
    talk.expect(">>> ");
    talk.write("answer\r");
    talk.expect("42");
    talk.expect(">>> ");
    talk.write("\x04");
    assert_eq!(talk.end(), Some(0));
}
