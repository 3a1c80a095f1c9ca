//! Variables, the command line, and facts about the machine and its users.

use std::ffi::CStr;
use std::os::unix::ffi::OsStringExt;
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::limits::{PATH_LIMITS, SYSTEM_LIMITS, SYSTEM_TEXTS};
use super::{Native, c_string};
use crate::error::{OsError, Result};
use crate::{Account, Entropy, Environment, GroupEntry, SystemName, UserEntry, errno};

/// Guards what C keeps for the process: the place in the user and the group database, and the login name.
static ACCOUNTS: Mutex<()> = Mutex::new(());

/// The process's variables, as it was given them.
pub(super) fn process_variables() -> Vec<(Vec<u8>, Vec<u8>)> {
    std::env::vars_os().map(|(name, value)| (name.into_vec(), value.into_vec())).collect()
}

impl Native {
    fn variables_lock(&self) -> MutexGuard<'_, Vec<(Vec<u8>, Vec<u8>)>> {
        self.variables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Environment for Native {
    fn variables(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        self.variables_lock().clone()
    }

    fn variable(&self, name: &[u8]) -> Option<Vec<u8>> {
        self.variables_lock().iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    fn set_variable(&self, name: &[u8], value: &[u8]) -> Result<()> {
        check_name(name)?;
        if value.contains(&0) {
            return Err(OsError::new(errno::EINVAL));
        }
        let mut variables = self.variables_lock();
        match variables.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => *old = value.to_vec(),
            None => variables.push((name.to_vec(), value.to_vec())),
        }
        Ok(())
    }

    fn unset_variable(&self, name: &[u8]) -> Result<()> {
        check_name(name)?;
        self.variables_lock().retain(|(key, _)| key != name);
        Ok(())
    }

    fn arguments(&self) -> Vec<Vec<u8>> {
        std::env::args_os().map(OsStringExt::into_vec).collect()
    }

    fn executable(&self) -> Option<Vec<u8>> {
        std::env::current_exe().ok().map(|path| path.into_os_string().into_vec())
    }

    fn system_name(&self) -> Result<SystemName> {
        let name = rustix::system::uname();
        Ok(SystemName {
            system: name.sysname().to_bytes().to_vec(),
            node: name.nodename().to_bytes().to_vec(),
            release: name.release().to_bytes().to_vec(),
            version: name.version().to_bytes().to_vec(),
            machine: name.machine().to_bytes().to_vec(),
        })
    }

    fn set_host_name(&self, name: &[u8]) -> Result<()> {
        Ok(rustix::system::sethostname(name)?)
    }

    fn processor_count(&self) -> Option<usize> {
        // SAFETY: takes only a number.
        usize::try_from(unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) }).ok().filter(|&count| count > 0)
    }

    fn load_average(&self) -> Result<[f64; 3]> {
        let mut averages = [0.0; 3];
        // SAFETY: writes at most three numbers, for which there is room.
        if unsafe { libc::getloadavg(averages.as_mut_ptr(), 3) } == 3 {
            Ok(averages)
        } else {
            Err(OsError::new(errno::EIO))
        }
    }

    fn page_size(&self) -> usize {
        rustix::param::page_size()
    }

    fn system_limit(&self, name: i32) -> Result<i64> {
        super::files::errno_clear();
        // SAFETY: takes only a number.
        let limit = unsafe { libc::sysconf(name) };
        Ok(super::files::limit_or_error(limit)?.unwrap_or(-1))
    }

    fn system_text(&self, name: i32) -> Result<Option<Vec<u8>>> {
        super::files::errno_clear();
        // SAFETY: with no room, only the length is answered.
        let length = unsafe { libc::confstr(name, ptr::null_mut(), 0) };
        if length == 0 {
            return match super::last_error() {
                OsError { errno: 0 } => Ok(None),
                error => Err(error),
            };
        }
        let mut text = vec![0u8; length];
        // SAFETY: writes at most `length` bytes, with a NUL at the end.
        unsafe { libc::confstr(name, text.as_mut_ptr().cast(), length) };
        text.pop();
        Ok(Some(text))
    }

    fn system_limit_names(&self) -> &'static [(&'static str, i32)] {
        SYSTEM_LIMITS
    }

    fn system_text_names(&self) -> &'static [(&'static str, i32)] {
        SYSTEM_TEXTS
    }

    fn path_limit_names(&self) -> &'static [(&'static str, i32)] {
        PATH_LIMITS
    }

    fn login_name(&self) -> Result<Vec<u8>> {
        let _walk = ACCOUNTS.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: the answer is in a buffer of the process, which the lock guards.
        let name = unsafe { libc::getlogin() };
        if name.is_null() {
            return Err(super::last_error());
        }
        // SAFETY: not null, so a string.
        Ok(unsafe { text(name) })
    }

    fn user_entry(&self, account: Account<'_>) -> Result<Option<UserEntry>> {
        let name = account_name(account)?;
        look_up(|buffer, size| {
            // SAFETY: the structure holds numbers and pointers, for which zero is a value.
            let mut entry: libc::passwd = unsafe { std::mem::zeroed() };
            let mut found = ptr::null_mut();
            let error = match (account, &name) {
                // SAFETY: the name ends with NUL; strings are written into the buffer, of which the size is right.
                (_, Some(name)) => unsafe {
                    libc::getpwnam_r(name.as_ptr(), &raw mut entry, buffer, size, &raw mut found)
                },
                // SAFETY: strings are written into the buffer, of which the size is right.
                (Account::Id(id), _) => unsafe { libc::getpwuid_r(id, &raw mut entry, buffer, size, &raw mut found) },
                (Account::Name(_), None) => errno::EINVAL,
            };
            // SAFETY: found, so the strings are in the buffer.
            (error, (!found.is_null()).then(|| unsafe { user_entry(&entry) }))
        })
    }

    fn user_entries(&self) -> Result<Vec<UserEntry>> {
        let _walk = ACCOUNTS.lock().unwrap_or_else(PoisonError::into_inner);
        let mut entries = Vec::new();
        // SAFETY: the walk's place in the database is guarded by the lock.
        unsafe { libc::setpwent() };
        loop {
            // SAFETY: the same.
            let entry = unsafe { libc::getpwent() };
            if entry.is_null() {
                break;
            }
            // SAFETY: not null, so an entry, which stands until the next call.
            entries.push(unsafe { user_entry(&*entry) });
        }
        // SAFETY: as for `setpwent`.
        unsafe { libc::endpwent() };
        Ok(entries)
    }

    fn group_entry(&self, account: Account<'_>) -> Result<Option<GroupEntry>> {
        let name = account_name(account)?;
        look_up(|buffer, size| {
            // SAFETY: the structure holds numbers and pointers, for which zero is a value.
            let mut entry: libc::group = unsafe { std::mem::zeroed() };
            let mut found = ptr::null_mut();
            let error = match (account, &name) {
                // SAFETY: the name ends with NUL; strings are written into the buffer, of which the size is right.
                (_, Some(name)) => unsafe {
                    libc::getgrnam_r(name.as_ptr(), &raw mut entry, buffer, size, &raw mut found)
                },
                // SAFETY: strings are written into the buffer, of which the size is right.
                (Account::Id(id), _) => unsafe { libc::getgrgid_r(id, &raw mut entry, buffer, size, &raw mut found) },
                (Account::Name(_), None) => errno::EINVAL,
            };
            // SAFETY: found, so the strings are in the buffer.
            (error, (!found.is_null()).then(|| unsafe { group_entry(&entry) }))
        })
    }

    fn group_entries(&self) -> Result<Vec<GroupEntry>> {
        let _walk = ACCOUNTS.lock().unwrap_or_else(PoisonError::into_inner);
        let mut entries = Vec::new();
        // SAFETY: the walk's place in the database is guarded by the lock.
        unsafe { libc::setgrent() };
        loop {
            // SAFETY: the same.
            let entry = unsafe { libc::getgrent() };
            if entry.is_null() {
                break;
            }
            // SAFETY: not null, so an entry, which stands until the next call.
            entries.push(unsafe { group_entry(&*entry) });
        }
        // SAFETY: as for `setgrent`.
        unsafe { libc::endgrent() };
        Ok(entries)
    }

    fn group_list(&self, user: &[u8], group: u32) -> Result<Vec<u32>> {
        let user = c_string(user)?;
        let mut groups = vec![0u32; 64];
        loop {
            let mut count = groups.len() as libc::c_int;
            // SAFETY: the name ends with NUL; at most `count` numbers are written.
            let found = unsafe { libc::getgrouplist(user.as_ptr(), group, groups.as_mut_ptr(), &raw mut count) };
            if found >= 0 {
                groups.truncate(count.max(0) as usize);
                return Ok(groups);
            }
            if groups.len() > 1 << 20 {
                return Err(OsError::new(errno::ENOMEM));
            }
            let larger = (count.max(0) as usize).max(groups.len() * 2);
            groups.resize(larger, 0);
        }
    }
}

impl Entropy for Native {
    fn fill_random(&self, buffer: &mut [u8]) -> Result<()> {
        let mut filled = 0;
        while filled < buffer.len() {
            match rustix::rand::getrandom(&mut buffer[filled..], rustix::rand::GetRandomFlags::empty()) {
                Ok(count) => filled += count,
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn get_random(&self, buffer: &mut [u8], flags: u32) -> Result<usize> {
        Ok(rustix::rand::getrandom(buffer, rustix::rand::GetRandomFlags::from_bits_retain(flags))?)
    }
}

fn check_name(name: &[u8]) -> Result<()> {
    if name.is_empty() || name.contains(&b'=') || name.contains(&0) {
        return Err(OsError::new(errno::EINVAL));
    }
    Ok(())
}

fn account_name(account: Account<'_>) -> Result<Option<std::ffi::CString>> {
    match account {
        Account::Id(_) => Ok(None),
        Account::Name(name) => c_string(name).map(Some),
    }
}

/// Look in a database with larger and larger buffers until the entry's strings fit.
fn look_up<T>(mut call: impl FnMut(*mut libc::c_char, usize) -> (i32, Option<T>)) -> Result<Option<T>> {
    let mut size = 1024;
    loop {
        let mut buffer = vec![0u8; size];
        match call(buffer.as_mut_ptr().cast(), size) {
            (errno::ERANGE, _) if size < 1 << 24 => size *= 4,
            (_, Some(entry)) => return Ok(Some(entry)),
            // Some systems say that a name is not there with an errno.
            (0 | errno::ENOENT | errno::ESRCH | errno::EPERM | errno::EBADF, None) => return Ok(None),
            (error, None) => return Err(OsError::new(error)),
        }
    }
}

/// # Safety
/// `text` is null or ends with NUL.
unsafe fn text(text: *const libc::c_char) -> Vec<u8> {
    if text.is_null() {
        return Vec::new();
    }
    // SAFETY: the caller promises a NUL at the end.
    unsafe { CStr::from_ptr(text) }.to_bytes().to_vec()
}

/// # Safety
/// The entry was filled by the system, and its strings still stand.
unsafe fn user_entry(entry: &libc::passwd) -> UserEntry {
    // SAFETY: the strings stand, as the caller promises.
    let read = |field| unsafe { text(field) };
    UserEntry {
        name: read(entry.pw_name),
        password: read(entry.pw_passwd),
        user: entry.pw_uid,
        group: entry.pw_gid,
        full_name: read(entry.pw_gecos),
        home: read(entry.pw_dir),
        shell: read(entry.pw_shell),
    }
}

/// # Safety
/// The entry was filled by the system, and its strings still stand.
unsafe fn group_entry(entry: &libc::group) -> GroupEntry {
    let mut members = Vec::new();
    let mut member = entry.gr_mem;
    // SAFETY: the members are a list that ends with a null pointer.
    while !member.is_null() && !unsafe { *member }.is_null() {
        // SAFETY: not the end, so a string.
        members.push(unsafe { text(*member) });
        // SAFETY: not the end, so there is a next one.
        member = unsafe { member.add(1) };
    }
    GroupEntry {
        // SAFETY: the string stands, as the caller promises.
        name: unsafe { text(entry.gr_name) },
        // SAFETY: the same.
        password: unsafe { text(entry.gr_passwd) },
        group: entry.gr_gid,
        members,
    }
}
