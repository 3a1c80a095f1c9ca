//! Environment variables, the command line, and facts about the machine and its users.
//!
//! The variables are the host's own copy: setting one never touches the process's environment, which other threads and C
//! code may be reading. A child process gets this copy.

use crate::error::{Result, denied};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SystemName {
    pub system: Vec<u8>,
    pub node: Vec<u8>,
    pub release: Vec<u8>,
    pub version: Vec<u8>,
    pub machine: Vec<u8>,
}

/// A line of the user database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserEntry {
    pub name: Vec<u8>,
    pub password: Vec<u8>,
    pub user: u32,
    pub group: u32,
    pub full_name: Vec<u8>,
    pub home: Vec<u8>,
    pub shell: Vec<u8>,
}

/// A line of the group database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupEntry {
    pub name: Vec<u8>,
    pub password: Vec<u8>,
    pub group: u32,
    pub members: Vec<Vec<u8>>,
}

/// How to look for a user or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account<'a> {
    Id(u32),
    Name(&'a [u8]),
}

#[expect(unused_variables, reason = "the defaults answer without looking at what is asked")]
pub trait Environment {
    /// All variables, in no particular order.
    fn variables(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        Vec::new()
    }

    fn variable(&self, name: &[u8]) -> Option<Vec<u8>> {
        None
    }

    /// EINVAL if the name is empty or holds `=` or NUL.
    fn set_variable(&self, name: &[u8], value: &[u8]) -> Result<()> {
        denied()
    }

    fn unset_variable(&self, name: &[u8]) -> Result<()> {
        denied()
    }

    /// The command line, the program's name first.
    fn arguments(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }

    /// The path of the running program's file.
    fn executable(&self) -> Option<Vec<u8>> {
        None
    }

    fn system_name(&self) -> Result<SystemName> {
        denied()
    }

    fn set_host_name(&self, name: &[u8]) -> Result<()> {
        denied()
    }

    /// The processors that are online; `None` if not known.
    fn processor_count(&self) -> Option<usize> {
        None
    }

    fn load_average(&self) -> Result<[f64; 3]> {
        denied()
    }

    fn page_size(&self) -> usize {
        4096
    }

    /// `sysconf`: -1 where there is no limit.
    fn system_limit(&self, name: i32) -> Result<i64> {
        denied()
    }

    /// `confstr`: `None` if the name has no value.
    fn system_text(&self, name: i32) -> Result<Option<Vec<u8>>> {
        denied()
    }

    /// The values of `os.sysconf_names`.
    fn system_limit_names(&self) -> &'static [(&'static str, i32)] {
        &[]
    }

    /// The values of `os.confstr_names`.
    fn system_text_names(&self) -> &'static [(&'static str, i32)] {
        &[]
    }

    /// The values of `os.pathconf_names`.
    fn path_limit_names(&self) -> &'static [(&'static str, i32)] {
        &[]
    }

    /// The name that the user logged in with.
    fn login_name(&self) -> Result<Vec<u8>> {
        denied()
    }

    fn user_entry(&self, account: Account<'_>) -> Result<Option<UserEntry>> {
        denied()
    }

    fn user_entries(&self) -> Result<Vec<UserEntry>> {
        denied()
    }

    fn group_entry(&self, account: Account<'_>) -> Result<Option<GroupEntry>> {
        denied()
    }

    fn group_entries(&self) -> Result<Vec<GroupEntry>> {
        denied()
    }

    /// The groups that `user` is in, `group` among them.
    fn group_list(&self, user: &[u8], group: u32) -> Result<Vec<u32>> {
        denied()
    }
}
