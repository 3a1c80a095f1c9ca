//! The part of the standard library that is written in Python.

use taipan_runtime::import::registry::{FrozenModule, FrozenModules};

pub(crate) struct Library;

impl FrozenModules for Library {
    fn find(&self, _name: &str) -> Option<bool> {
        None
    }

    fn load(&self, _name: &str) -> Option<Result<FrozenModule, String>> {
        None
    }

    fn names(&self) -> Vec<&'static str> {
        Vec::new()
    }
}
