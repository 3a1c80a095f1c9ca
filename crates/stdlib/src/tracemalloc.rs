//! `_tracemalloc`: where memory was asked for. Blocks of the heap are traced; digits of large ints and other memory beside it are not.

use taipan_runtime::memory_sites::{MOST_FRAMES, Site};
use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, _) = vm.native_module("_tracemalloc", "Where memory was asked for.", &METHODS)?;
    Ok(owned)
}

/// The frames of a traceback as Python sees them: a tuple of files and lines.
fn frames(vm: &mut Vm, site: &Site, names: &mut Vec<(usize, Owned)>) -> R<Owned> {
    let mut items = Vec::with_capacity(site.frames.len());
    for (file, line) in &site.frames {
        let address = file.as_ptr().addr();
        let name = match names.iter().find(|(known, _)| *known == address) {
            Some((_, name)) => name.clone(),
            None => {
                let name = vm.new_str(file)?;
                names.push((address, name.clone()));
                name
            }
        };
        let line = vm.new_int((*line).into())?;
        items.push(vm.new_tuple(&[name.value(), line.value()])?);
    }
    let items: Vec<Value> = items.iter().map(Owned::value).collect();
    vm.new_tuple(&items)
}

/// Do something whose own memory is not traced.
fn untraced<T>(vm: &mut Vm, act: impl FnOnce(&mut Vm) -> R<T>) -> R<T> {
    vm.heap.with_tracing(|tracing| tracing.pause(true));
    let result = act(vm);
    vm.heap.with_tracing(|tracing| tracing.pause(false));
    result
}

fn traces(vm: &mut Vm) -> R<Owned> {
    let (blocks, sites) = vm.memory_traces();
    let mut names = Vec::new();
    let mut known: Vec<Option<Owned>> = vec![None; sites.len()];
    let owned = vm.new_list(&[])?;
    let Some(list) = vm.cast_exact::<List>(owned.value()) else { return Ok(owned) };
    for (bytes, number) in blocks {
        let Some(site) = sites.get(number as usize) else { continue };
        let frames = match &known[number as usize] {
            Some(frames) => frames.clone(),
            None => {
                let made = frames(vm, site, &mut names)?;
                known[number as usize] = Some(made.clone());
                made
            }
        };
        let (size, total) = (vm.new_int(bytes as i128)?, vm.new_int(site.total as i128)?);
        let trace = vm.new_tuple(&[Value::small(0), size.value(), frames.value(), total.value()])?;
        list.push(vm, trace)?;
    }
    Ok(owned)
}

#[methods]
mod py {
    use super::*;

    /// Note where memory is asked for from now on, with so many frames each time.
    #[function("(nframe=1, /)")]
    fn start(vm: &mut Vm, nframe: Option<i32>) -> R<()> {
        match usize::try_from(nframe.unwrap_or(1)) {
            Ok(frames @ 1..=MOST_FRAMES) => vm.start_tracing_memory(frames),
            _ => return Err(vm.value_error("the number of frames must be in range [1; 65535]")),
        }
        Ok(())
    }

    /// Stop noting, and forget what was noted.
    #[function("()")]
    fn stop(vm: &mut Vm) {
        vm.stop_tracing_memory();
    }

    /// Whether memory is traced.
    #[function("()")]
    fn is_tracing(vm: &mut Vm) -> bool {
        vm.heap.is_tracing()
    }

    /// Forget what was noted.
    #[function("()")]
    fn clear_traces(vm: &mut Vm) {
        vm.clear_memory_traces();
    }

    /// Let the peak be what is used now.
    #[function("()")]
    fn reset_peak(vm: &mut Vm) {
        vm.heap.with_tracing(|tracing| tracing.reset_peak());
    }

    /// How many frames are kept of each traceback.
    #[function("()")]
    fn get_traceback_limit(vm: &mut Vm) -> usize {
        vm.memory_traceback_limit()
    }

    /// Bytes that are traced now, and the most that were.
    #[function("()")]
    fn get_traced_memory(vm: &mut Vm) -> R<Owned> {
        let (current, peak) = vm.heap.with_tracing(|tracing| tracing.bytes()).unwrap_or_default();
        let (current, peak) = (vm.new_int(current as i128)?, vm.new_int(peak as i128)?);
        vm.new_tuple(&[current.value(), peak.value()])
    }

    /// Bytes that the notes take, about.
    #[function("()")]
    fn get_tracemalloc_memory(vm: &mut Vm) -> usize {
        vm.memory_trace_bytes()
    }

    /// Where an object was made, None when that was not noted.
    #[function("(obj, /)")]
    fn _get_object_traceback(vm: &mut Vm, obj: Value) -> R<Option<Owned>> {
        match vm.memory_site_of(obj) {
            Some(site) => untraced(vm, |vm| frames(vm, &site, &mut Vec::new())).map(Some),
            None => Ok(None),
        }
    }

    /// Each traced block: its domain, size, frames and the number of frames there were.
    #[function("()")]
    fn _get_traces(vm: &mut Vm) -> R<Owned> {
        untraced(vm, traces)
    }
}
