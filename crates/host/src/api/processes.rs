//! Processes: identities, limits, scheduling, waiting for children and starting them.

use crate::Fd;
use crate::error::{Result, denied};

/// Which of a process's identities a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    User,
    EffectiveUser,
    Group,
    EffectiveGroup,
}

/// What a child that changed state used, in Python's units: seconds, and the system's own for the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ResourceUsage {
    pub user_time: f64,
    pub system_time: f64,
    pub max_resident: i64,
    pub shared_memory: i64,
    pub unshared_data: i64,
    pub unshared_stack: i64,
    pub minor_faults: i64,
    pub major_faults: i64,
    pub swaps: i64,
    pub block_input: i64,
    pub block_output: i64,
    pub messages_sent: i64,
    pub messages_received: i64,
    pub signals: i64,
    pub voluntary_switches: i64,
    pub involuntary_switches: i64,
}

/// A child that `wait` collected. `status` is the raw word that `os.WEXITSTATUS` and its relatives take apart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Waited {
    pub process: i32,
    pub status: i32,
    pub usage: ResourceUsage,
}

/// What `waitid` answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WaitIdInfo {
    pub process: i32,
    pub user: u32,
    pub signal: i32,
    pub status: i32,
    pub code: i32,
}

/// What `os.times` answers, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProcessTimes {
    pub user: f64,
    pub system: f64,
    pub children_user: f64,
    pub children_system: f64,
    pub elapsed: f64,
}

/// A soft and a hard limit; `u64::MAX` is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourceLimit {
    pub soft: u64,
    pub hard: u64,
}

/// What `_posixsubprocess.fork_exec` is told. A descriptor of -1 is none.
#[derive(Clone, Debug)]
pub struct ForkExec<'a> {
    pub arguments: &'a [Vec<u8>],
    /// Paths to try in turn, until one can be run.
    pub executables: &'a [Vec<u8>],
    pub close_fds: bool,
    /// The descriptors above 2 that stay open, in rising order, the error pipe among them.
    pub pass_fds: &'a [Fd],
    pub directory: Option<&'a [u8]>,
    /// `NAME=value` strings; `None` for this host's variables.
    pub environment: Option<&'a [Vec<u8>]>,
    /// The parent's and the child's end of each stream's pipe.
    pub stdin_read: Fd,
    pub stdin_write: Fd,
    pub stdout_read: Fd,
    pub stdout_write: Fd,
    pub stderr_read: Fd,
    pub stderr_write: Fd,
    /// Where the child reports what stopped it: `OSError:<errno in hex>:<"", "noexec" or "noexec:chdir">`.
    pub error_read: Fd,
    pub error_write: Fd,
    pub restore_signals: bool,
    pub start_new_session: bool,
    pub process_group: Option<i32>,
    pub group: Option<u32>,
    pub extra_groups: Option<&'a [u32]>,
    pub user: Option<u32>,
    pub umask: Option<u32>,
}

impl Default for ForkExec<'_> {
    fn default() -> Self {
        ForkExec {
            arguments: &[],
            executables: &[],
            close_fds: true,
            pass_fds: &[],
            directory: None,
            environment: None,
            stdin_read: -1,
            stdin_write: -1,
            stdout_read: -1,
            stdout_write: -1,
            stderr_read: -1,
            stderr_write: -1,
            error_read: -1,
            error_write: -1,
            restore_signals: true,
            start_new_session: false,
            process_group: None,
            group: None,
            extra_groups: None,
            user: None,
            umask: None,
        }
    }
}

/// A step that `posix_spawn` takes in the child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpawnAction<'a> {
    Open { fd: Fd, path: &'a [u8], flags: i32, mode: u32 },
    Close(Fd),
    Duplicate { from: Fd, to: Fd },
    CloseFrom(Fd),
}

/// What `posix_spawn` is told.
#[derive(Clone, Debug, Default)]
pub struct SpawnRequest<'a> {
    pub path: &'a [u8],
    /// Whether `path` is looked up in PATH.
    pub search: bool,
    pub arguments: &'a [Vec<u8>],
    pub environment: &'a [Vec<u8>],
    pub actions: &'a [SpawnAction<'a>],
    pub process_group: Option<i32>,
    pub reset_ids: bool,
    pub set_session: bool,
    pub signal_mask: Option<crate::SignalSet>,
    pub default_signals: Option<crate::SignalSet>,
    /// Policy (if given) and priority.
    pub scheduler: Option<(Option<i32>, i32)>,
}

#[expect(unused_variables, reason = "the defaults answer without looking at what is asked")]
pub trait Processes {
    fn process_id(&self) -> i32 {
        0
    }

    fn parent_id(&self) -> i32 {
        0
    }

    /// What the system calls a thread of this process. Called in signal handlers too: it writes what fits into the buffer, and asks for no memory.
    fn name_of_thread<'a>(&self, thread: i32, buffer: &'a mut [u8; 64]) -> Option<&'a [u8]> {
        None
    }

    /// The system's number of the calling thread: `threading.get_native_id`.
    fn native_thread_id(&self) -> i32 {
        0
    }

    /// Give the calling thread a name, of which the system may keep a part.
    fn set_thread_name(&self, name: &[u8]) {}

    /// The name of the calling thread.
    fn thread_name(&self) -> Vec<u8> {
        Vec::new()
    }

    fn identity(&self, which: Identity) -> u32 {
        0
    }

    fn set_identity(&self, which: Identity, id: u32) -> Result<()> {
        denied()
    }

    /// `setreuid`, or `setregid` if `group`; `None` keeps an identity.
    fn set_real_effective(&self, group: bool, real: Option<u32>, effective: Option<u32>) -> Result<()> {
        denied()
    }

    /// Real, effective and saved: `getresuid`, or `getresgid` if `group`.
    fn all_identities(&self, group: bool) -> Result<(u32, u32, u32)> {
        denied()
    }

    fn set_all_identities(
        &self,
        group: bool,
        real: Option<u32>,
        effective: Option<u32>,
        saved: Option<u32>,
    ) -> Result<()> {
        denied()
    }

    fn groups(&self) -> Result<Vec<u32>> {
        denied()
    }

    fn set_groups(&self, groups: &[u32]) -> Result<()> {
        denied()
    }

    fn init_groups(&self, user: &[u8], group: u32) -> Result<()> {
        denied()
    }

    fn process_group(&self, process: i32) -> Result<i32> {
        denied()
    }

    fn set_process_group(&self, process: i32, group: i32) -> Result<()> {
        denied()
    }

    fn session(&self, process: i32) -> Result<i32> {
        denied()
    }

    fn new_session(&self) -> Result<i32> {
        denied()
    }

    /// The new niceness.
    fn nice(&self, increment: i32) -> Result<i32> {
        denied()
    }

    fn priority(&self, which: i32, who: i32) -> Result<i32> {
        denied()
    }

    fn set_priority(&self, which: i32, who: i32, priority: i32) -> Result<()> {
        denied()
    }

    fn yield_processor(&self) -> Result<()> {
        Ok(())
    }

    /// The processors that a process may run on, in rising order.
    fn affinity(&self, process: i32) -> Result<Vec<usize>> {
        denied()
    }

    fn set_affinity(&self, process: i32, processors: &[usize]) -> Result<()> {
        denied()
    }

    fn scheduler(&self, process: i32) -> Result<i32> {
        denied()
    }

    fn set_scheduler(&self, process: i32, policy: i32, priority: i32) -> Result<()> {
        denied()
    }

    fn scheduler_priority(&self, process: i32) -> Result<i32> {
        denied()
    }

    fn set_scheduler_priority(&self, process: i32, priority: i32) -> Result<()> {
        denied()
    }

    /// The lowest and the highest priority of a policy.
    fn priority_range(&self, policy: i32) -> Result<(i32, i32)> {
        denied()
    }

    /// The time slice of a round-robin process in nanoseconds.
    fn round_robin_interval(&self, process: i32) -> Result<i64> {
        denied()
    }

    /// `None` for this process.
    fn resource_limit(&self, process: Option<i32>, resource: i32) -> Result<ResourceLimit> {
        denied()
    }

    /// The limit before.
    fn set_resource_limit(&self, process: Option<i32>, resource: i32, limit: ResourceLimit) -> Result<ResourceLimit> {
        denied()
    }

    fn resource_usage(&self, who: i32) -> Result<ResourceUsage> {
        denied()
    }

    fn process_times(&self) -> Result<ProcessTimes> {
        denied()
    }

    /// Wait for a child; `None` if WNOHANG is among the options and none is ready.
    fn wait(&self, process: i32, options: i32) -> Result<Option<Waited>> {
        denied()
    }

    fn wait_id(&self, kind: i32, id: u32, options: i32) -> Result<Option<WaitIdInfo>> {
        denied()
    }

    fn open_process_fd(&self, process: i32, flags: u32) -> Result<Fd> {
        denied()
    }

    /// Split in two: 0 in the child, which has this thread only.
    fn fork(&self) -> Result<i32> {
        denied()
    }

    /// Fork with a new controlling terminal: 0 in the child; the terminal's descriptor in the parent.
    fn fork_terminal(&self) -> Result<(i32, Fd)> {
        denied()
    }

    /// Start a program with everything that `subprocess.Popen` can ask for. `before_exec` runs in the child just before the
    /// program; `false` from it reports an error and ends the child. The number of the child.
    fn fork_exec(&self, request: &ForkExec<'_>, before_exec: Option<&mut dyn FnMut() -> bool>) -> Result<i32> {
        denied()
    }

    fn spawn(&self, request: &SpawnRequest<'_>) -> Result<i32> {
        denied()
    }

    /// Run a command in the shell; its wait status.
    fn run_shell(&self, command: &[u8]) -> Result<i32> {
        denied()
    }

    /// Replace this program. Returns only on failure.
    fn execute(&self, target: crate::Target<'_>, arguments: &[Vec<u8>], environment: Option<&[Vec<u8>]>) -> Result<()> {
        denied()
    }

    /// End the process at once: `os._exit`. A host without a process of its own does nothing, and the caller goes on.
    fn exit_now(&self, status: i32) {}

    /// End the process with SIGABRT.
    fn abort(&self) {}

    fn unshare(&self, flags: i32) -> Result<()> {
        denied()
    }

    fn enter_namespace(&self, fd: Fd, kind: i32) -> Result<()> {
        denied()
    }
}
