//! What an isolate costs: the time and the memory of a fresh one, and how two on two threads get on beside one.
//!
//! `cargo run --release -p taipan --example isolates`

use std::fs;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use taipan::host::Memory;
use taipan::{Error, Isolate, Options};

/// Isolates that are made one after the other and kept.
const FRESH: usize = 200;

const WORK: &str = "
def work(n):
    total, seen = 0, {}
    for i in range(n):
        total += i * i % 7
        seen[i % 1000] = total
    return total

work(4_000_000)
";

fn main() -> Result<(), Error> {
    drop(fresh()?);
    let before = resident();
    let mut times = Vec::new();
    let mut kept = Vec::new();
    for _ in 0..FRESH {
        let start = Instant::now();
        kept.push(fresh()?);
        times.push(start.elapsed());
    }
    times.sort();
    let each = (resident() - before) / FRESH as u64;
    println!("a fresh isolate: {:?} (median of {FRESH}), {} KiB", times[FRESH / 2], each >> 10);
    drop(kept);

    let alone = busy(1);
    let both = busy(2);
    let gain = 2.0 * alone.as_secs_f64() / both.as_secs_f64();
    println!("work on one thread: {alone:.2?}; the same on each of two: {both:.2?}; {gain:.2} times the throughput");
    Ok(())
}

fn fresh() -> Result<Isolate, Error> {
    Isolate::new(Options { host: Arc::new(Memory::default()), ..Options::default() })
}

/// How long so many threads take for the same work, each in an isolate of its own.
fn busy(threads: usize) -> Duration {
    let work = || fresh().and_then(|mut isolate| isolate.run(WORK, "work.py"));
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(move || work().expect("the program does not raise"));
        }
    });
    start.elapsed()
}

/// Bytes of memory that the process has.
fn resident() -> u64 {
    let pages = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4096
}
