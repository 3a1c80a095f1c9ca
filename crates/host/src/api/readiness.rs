//! Waiting for descriptors: poll, select and epoll.

use crate::Fd;
use crate::error::{Result, denied};

/// One descriptor to wait for: `events` are the POLL* bits asked for, `ready` those that are true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PollEntry {
    pub fd: Fd,
    pub events: i16,
    pub ready: i16,
}

#[expect(unused_variables, reason = "the defaults deny without looking at what is asked")]
pub trait Readiness {
    /// Wait until a descriptor is ready, at most `timeout` nanoseconds (`None`: for ever). How many are.
    fn poll(&self, entries: &mut [PollEntry], timeout: Option<i64>) -> Result<usize> {
        denied()
    }

    /// `select`: each list is cut down to the descriptors that are ready. A descriptor of FD_SETSIZE or more is EINVAL.
    fn select(
        &self,
        read: &mut Vec<Fd>,
        write: &mut Vec<Fd>,
        except: &mut Vec<Fd>,
        timeout: Option<i64>,
    ) -> Result<()> {
        denied()
    }

    fn epoll_create(&self, flags: i32) -> Result<Fd> {
        denied()
    }

    /// `epoll_ctl`; the descriptor itself is the data that comes back.
    fn epoll_control(&self, epoll: Fd, operation: i32, fd: Fd, events: u32) -> Result<()> {
        denied()
    }

    /// The descriptors that are ready, with their EPOLL* bits.
    fn epoll_wait(&self, epoll: Fd, most: usize, timeout: Option<i64>) -> Result<Vec<(Fd, u32)>> {
        denied()
    }

    fn timer_create(&self, clock: i32, flags: i32) -> Result<Fd> {
        denied()
    }

    /// `timerfd_settime`: first expiry and interval in nanoseconds; those before.
    fn timer_set(&self, fd: Fd, flags: i32, first: i64, interval: i64) -> Result<(i64, i64)> {
        denied()
    }

    fn timer_get(&self, fd: Fd) -> Result<(i64, i64)> {
        denied()
    }
}
