//! What `site` does at the start of a program, without running it: the library's `site` is imported only when there is something for it
//! to find (a virtual environment, a directory of installed packages, a module that customises).

mod builtins;

use taipan_host::Target;
use taipan_runtime::native::*;

pub(crate) use builtins::create as create_builtins;

/// Prepare the isolate as an import of `site` would.
pub fn prepare(vm: &mut Vm) -> R<()> {
    builtins::install(vm)?;
    if is_needed(vm)? {
        vm.import_module("site")?;
    }
    Ok(())
}

/// Whether `site` would find anything.
fn is_needed(vm: &mut Vm) -> R<bool> {
    let settings = vm.options.settings.clone();
    let library = vm.import.library_path.clone();
    if library.is_empty() {
        return Ok(false);
    }
    let executable = String::from_utf8_lossy(&settings.executable).into_owned();
    let folder = executable.rsplit_once('/').map_or("", |(folder, _)| folder);
    let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
    let mut places =
        vec![format!("{folder}/pyvenv.cfg"), format!("{parent}/pyvenv.cfg"), format!("{library}/site-packages")];
    let variable = |vm: &Vm, name: &str| {
        let value = vm.host.variable(name.as_bytes()).filter(|value| !value.is_empty())?;
        Some(String::from_utf8_lossy(&value).into_owned())
    };
    if !settings.flags.no_user_site {
        let base = match variable(vm, "PYTHONUSERBASE") {
            Some(base) => Some(base),
            None => variable(vm, "HOME").map(|home| format!("{home}/.local")),
        };
        if let (Some(base), Some((_, name))) = (base, library.rsplit_once('/')) {
            places.push(format!("{base}/lib/{name}/site-packages"));
        }
    }
    // Modules that customise may be anywhere on the path.
    for entry in settings.path_before.iter().chain(&settings.path_after) {
        let entry = String::from_utf8_lossy(entry);
        for name in ["sitecustomize", "usercustomize"] {
            places.push(format!("{entry}/{name}.py"));
            places.push(format!("{entry}/{name}/__init__.py"));
        }
    }
    Ok(places.iter().any(|place| vm.host.status(Target::path(place.as_bytes())).is_ok()))
}
