//! Waiting for descriptors of the machine.

use std::mem::MaybeUninit;
use std::ptr;

use rustix::event::epoll;

use super::clock::{nanoseconds, timespec};
use super::{Native, borrow, check, release};
use crate::error::{OsError, Result};
use crate::{Fd, PollEntry, Readiness, errno};

impl Readiness for Native {
    fn poll(&self, entries: &mut [PollEntry], timeout: Option<i64>) -> Result<usize> {
        let mut raw: Vec<libc::pollfd> =
            entries.iter().map(|entry| libc::pollfd { fd: entry.fd, events: entry.events, revents: 0 }).collect();
        let timeout = timeout.map(|timeout| timespec(timeout.max(0)));
        let time = timeout.as_ref().map_or(ptr::null(), ptr::from_ref);
        // SAFETY: writes as many entries as there are, and reads the time unless null.
        let count = check(unsafe { libc::ppoll(raw.as_mut_ptr(), raw.len() as libc::nfds_t, time, ptr::null()) })?;
        for (entry, raw) in entries.iter_mut().zip(&raw) {
            entry.ready = raw.revents;
        }
        Ok(count as usize)
    }

    fn select(
        &self,
        read: &mut Vec<Fd>,
        write: &mut Vec<Fd>,
        except: &mut Vec<Fd>,
        timeout: Option<i64>,
    ) -> Result<()> {
        let mut sets = [DescriptorSet::new(read)?, DescriptorSet::new(write)?, DescriptorSet::new(except)?];
        let highest = [&*read, &*write, &*except].into_iter().flatten().max().map_or(0, |fd| fd + 1);
        let timeout = timeout.map(|timeout| timespec(timeout.max(0)));
        let time = timeout.as_ref().map_or(ptr::null(), ptr::from_ref);
        let [first, second, third] = &mut sets;
        let (first, second, third) = (&raw mut first.0, &raw mut second.0, &raw mut third.0);
        // SAFETY: reads and writes three sets and reads the time unless null, all ours.
        check(unsafe { libc::pselect(highest, first, second, third, time, ptr::null()) })?;
        for (list, set) in [read, write, except].into_iter().zip(&sets) {
            list.retain(|&fd| set.contains(fd));
        }
        Ok(())
    }

    fn epoll_create(&self, flags: i32) -> Result<Fd> {
        Ok(release(epoll::create(epoll::CreateFlags::from_bits_retain(flags as u32) | epoll::CreateFlags::CLOEXEC)?))
    }

    fn epoll_control(&self, epoll: Fd, operation: i32, fd: Fd, events: u32) -> Result<()> {
        let mut event = libc::epoll_event { events, u64: fd as u64 };
        // SAFETY: reads one event, which is ours.
        check(unsafe { libc::epoll_ctl(epoll, operation, fd, &raw mut event) }).map(drop)
    }

    fn epoll_wait(&self, epoll: Fd, most: usize, timeout: Option<i64>) -> Result<Vec<(Fd, u32)>> {
        let timeout = match timeout {
            None => None,
            Some(timeout) => {
                let time = timespec(timeout.max(0));
                Some(rustix::event::Timespec { tv_sec: time.tv_sec, tv_nsec: time.tv_nsec })
            }
        };
        let mut events = Vec::with_capacity(most.clamp(1, 1 << 16));
        epoll::wait(borrow(epoll)?, rustix::buffer::spare_capacity(&mut events), timeout.as_ref())?;
        Ok(events.iter().map(|event| ({ event.data }.u64() as Fd, { event.flags }.bits())).collect())
    }

    fn timer_create(&self, clock: i32, flags: i32) -> Result<Fd> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::timerfd_create(clock, flags | libc::TFD_CLOEXEC) })
    }

    fn timer_set(&self, fd: Fd, flags: i32, first: i64, interval: i64) -> Result<(i64, i64)> {
        let new = libc::itimerspec { it_interval: timespec(interval), it_value: timespec(first) };
        let mut old = libc::itimerspec { it_interval: timespec(0), it_value: timespec(0) };
        // SAFETY: reads one timer and writes one, both ours.
        check(unsafe { libc::timerfd_settime(fd, flags, &raw const new, &raw mut old) })?;
        Ok((nanoseconds(old.it_value)?, nanoseconds(old.it_interval)?))
    }

    fn timer_get(&self, fd: Fd) -> Result<(i64, i64)> {
        let mut timer = libc::itimerspec { it_interval: timespec(0), it_value: timespec(0) };
        // SAFETY: writes one timer, which is ours.
        check(unsafe { libc::timerfd_gettime(fd, &raw mut timer) })?;
        Ok((nanoseconds(timer.it_value)?, nanoseconds(timer.it_interval)?))
    }
}

/// Descriptors below FD_SETSIZE.
struct DescriptorSet(libc::fd_set);

impl DescriptorSet {
    fn new(list: &[Fd]) -> Result<DescriptorSet> {
        let mut set = MaybeUninit::<libc::fd_set>::zeroed();
        // SAFETY: writes one set, which is ours.
        unsafe { libc::FD_ZERO(set.as_mut_ptr()) };
        // SAFETY: just filled.
        let mut set = unsafe { set.assume_init() };
        for &fd in list {
            if !(0..libc::FD_SETSIZE as Fd).contains(&fd) {
                return Err(OsError::new(errno::EINVAL));
            }
            // SAFETY: the descriptor is in the set's range.
            unsafe { libc::FD_SET(fd, &raw mut set) };
        }
        Ok(DescriptorSet(set))
    }

    fn contains(&self, fd: Fd) -> bool {
        // SAFETY: the set was made from a list with this descriptor, so it is in range.
        unsafe { libc::FD_ISSET(fd, &raw const self.0) }
    }
}
