//! A host that lives in memory: files that a test or an embedder puts there, captured output, a clock that stands still.
//!
//! The same program gives the same result every time: the clock moves only when the program sleeps, and random bytes come
//! from a generator with a known seed, so they must never become keys. Nobody else is on this machine, so permission bits
//! are kept but not enforced. Processes, signals and sockets are denied.

mod files;
mod open;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::Result;
use crate::{
    Clock, ClockKind, Entropy, Environment, Mappings, OsError, Processes, Readiness, Signals, Sockets, SystemName,
    Terminal, Timestamp, errno,
};
use open::{Descriptor, OpenFile};
use tree::Tree;

/// A machine of its own, in memory.
#[derive(Debug)]
pub struct Memory {
    state: Mutex<State>,
    arguments: Vec<Vec<u8>>,
}

#[derive(Debug)]
struct State {
    tree: Tree,
    descriptors: BTreeMap<i32, Descriptor>,
    open: BTreeMap<u64, OpenFile>,
    next_open: u64,
    pipes: BTreeMap<u64, open::Pipe>,
    input: Vec<u8>,
    input_position: usize,
    /// What was written to the standard output and to the standard error stream.
    captured: [Vec<u8>; 2],
    umask: u32,
    /// Nanoseconds since 1970, and since the start.
    now: i64,
    slept: i64,
    random: u64,
    variables: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Memory {
    /// An empty file system, no input, no variables, and midnight of 1 January 2000 UTC.
    pub fn new() -> Memory {
        let now = 946_684_800_000_000_000;
        let mut state = State {
            tree: Tree::new(Timestamp::from_nanoseconds(now.into())),
            descriptors: BTreeMap::new(),
            open: BTreeMap::new(),
            next_open: 0,
            pipes: BTreeMap::new(),
            input: Vec::new(),
            input_position: 0,
            captured: [Vec::new(), Vec::new()],
            umask: 0o022,
            now,
            slept: 0,
            random: 0,
            variables: Vec::new(),
        };
        state.open_streams();
        Memory { state: Mutex::new(state), arguments: Vec::new() }
    }

    /// Put a file there, with the directories above it. Nothing happens if a file stands where a directory is needed.
    #[must_use]
    pub fn with_file(self, path: &str, bytes: impl Into<Vec<u8>>) -> Memory {
        self.state().tree.put(path.as_bytes(), bytes.into());
        self
    }

    #[must_use]
    pub fn with_variable(self, name: &str, value: &str) -> Memory {
        self.state().variables.push((name.into(), value.into()));
        self
    }

    #[must_use]
    pub fn with_arguments(mut self, arguments: &[&str]) -> Memory {
        self.arguments = arguments.iter().map(|&argument| argument.into()).collect();
        self
    }

    /// What the program reads from its standard input.
    #[must_use]
    pub fn with_input(self, bytes: impl Into<Vec<u8>>) -> Memory {
        self.state().input = bytes.into();
        self
    }

    /// Nanoseconds since 1970.
    #[must_use]
    pub fn with_time(self, now: i64) -> Memory {
        self.state().now = now;
        self
    }

    /// The seed of the random bytes.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Memory {
        self.state().random = seed;
        self
    }

    /// The most bytes that all files together may have (a gigabyte if not said); more answers ENOSPC.
    #[must_use]
    pub fn with_space(self, bytes: u64) -> Memory {
        self.state().tree.space = bytes;
        self
    }

    /// What was written to the standard output so far.
    pub fn output(&self) -> Vec<u8> {
        self.state().captured[0].clone()
    }

    /// What was written to the standard error stream so far.
    pub fn errors(&self) -> Vec<u8> {
        self.state().captured[1].clone()
    }

    /// The bytes of a file.
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        let state = self.state();
        let node = state.tree.find(state.tree.current, path.as_bytes(), true).ok()?;
        state.tree.bytes(node).ok().map(<[u8]>::to_vec)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Memory {
    fn default() -> Self {
        Memory::new()
    }
}

impl State {
    fn timestamp(&self) -> Timestamp {
        Timestamp::from_nanoseconds(self.now.into())
    }
}

impl Clock for Memory {
    fn now(&self, clock: ClockKind) -> Result<i64> {
        let state = self.state();
        Ok(match clock {
            ClockKind::Wall => state.now,
            ClockKind::Monotonic => state.slept,
            // Sleeping takes no processor time.
            ClockKind::Process | ClockKind::Thread => 0,
        })
    }

    /// Time goes by at once.
    fn sleep_until(&self, deadline: i64) -> Result<()> {
        let mut state = self.state();
        let duration = deadline.saturating_sub(state.slept).max(0);
        state.slept = state.slept.saturating_add(duration);
        state.now = state.now.saturating_add(duration);
        Ok(())
    }
}

impl Entropy for Memory {
    fn fill_random(&self, buffer: &mut [u8]) -> Result<()> {
        let mut state = self.state();
        for chunk in buffer.chunks_mut(8) {
            // SplitMix64.
            state.random = state.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut bits = state.random;
            bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            bits ^= bits >> 31;
            chunk.copy_from_slice(&bits.to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }

    fn get_random(&self, buffer: &mut [u8], _flags: u32) -> Result<usize> {
        self.fill_random(buffer)?;
        Ok(buffer.len())
    }
}

impl Environment for Memory {
    fn variables(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        self.state().variables.clone()
    }

    fn variable(&self, name: &[u8]) -> Option<Vec<u8>> {
        self.state().variables.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    fn set_variable(&self, name: &[u8], value: &[u8]) -> Result<()> {
        if name.is_empty() || name.contains(&b'=') || name.contains(&0) || value.contains(&0) {
            return Err(OsError::new(errno::EINVAL));
        }
        let variables = &mut self.state().variables;
        match variables.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => *old = value.to_vec(),
            None => variables.push((name.to_vec(), value.to_vec())),
        }
        Ok(())
    }

    fn unset_variable(&self, name: &[u8]) -> Result<()> {
        if name.is_empty() || name.contains(&b'=') {
            return Err(OsError::new(errno::EINVAL));
        }
        self.state().variables.retain(|(key, _)| key != name);
        Ok(())
    }

    fn arguments(&self) -> Vec<Vec<u8>> {
        self.arguments.clone()
    }

    fn system_name(&self) -> Result<SystemName> {
        Ok(SystemName {
            system: b"Memory".to_vec(),
            node: b"localhost".to_vec(),
            release: b"0".to_vec(),
            version: b"0".to_vec(),
            machine: b"virtual".to_vec(),
        })
    }

    fn processor_count(&self) -> Option<usize> {
        Some(1)
    }
}

impl Processes for Memory {
    fn process_id(&self) -> i32 {
        1
    }

    fn native_thread_id(&self) -> i32 {
        1
    }
}

impl Mappings for Memory {}
impl Signals for Memory {}
impl Terminal for Memory {}
impl Readiness for Memory {}
impl Sockets for Memory {}
