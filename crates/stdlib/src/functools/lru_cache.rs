//! What `lru_cache` makes of a function: results kept by arguments, those used longest ago dropped first.
//!
//! The dict maps a call's key to the number of an entry; the entries are linked in the order of their last use.

use taipan_runtime::native::*;
use taipan_runtime::object::class::ClassFlags;
use taipan_text::memory::{CopyOut, Grow};

use crate::support::{payload, receiver, signature};

const NONE: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Link {
    previous: u32,
    next: u32,
}

#[derive(Trace)]
pub(super) struct Wrapper {
    function: Owned,
    /// The class of what `cache_info` returns.
    info_type: Owned,
    typed: bool,
    /// None: no bound. 0: nothing is kept.
    limit: Option<usize>,
    /// Key to result, or with a bound to the number of the entry.
    cache: Owned,
    hits: u64,
    misses: u64,
    keys: ValueVec,
    results: ValueVec,
    links: Buffer<Link>,
    /// The entry used last, and the one used longest ago.
    newest: u32,
    oldest: u32,
    /// Stands between positional arguments and keywords in keys.
    mark: Owned,
}

payload!(Wrapper);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "functools",
    doc: "A function whose results are kept.",
    slots: Slots { new: Some(new), call: Some(call), descriptor_get: Some(bind_to_instance), ..Slots::EMPTY },
    methods: &METHODS,
    flags: ClassFlags::METHOD_DESCRIPTOR,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Wrapper>("_lru_cache_wrapper")
};

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("lru_cache", [
        "user_function" PositionalOrKeyword false, "maxsize" PositionalOrKeyword false,
        "typed" PositionalOrKeyword false, "cache_info_type" PositionalOrKeyword false
    ]);
    let mut slots = [None; 4];
    bind(vm, signature, args, &mut slots)?;
    let [Some(function), Some(limit), Some(typed), Some(info_type)] = slots else {
        return Err(vm.type_error("lru_cache() takes 4 arguments"));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let limit = if limit.is_none() {
        None
    } else if vm.class_of(limit).slots(vm).index.is_some() {
        Some(vm.to_index(limit)?.max(0) as usize)
    } else {
        return Err(vm.type_error("maxsize should be integer or None"));
    };
    let typed = vm.truth(typed)?;
    let cache = vm.new_dict()?;
    let mark = vm.call(vm.types.object.value(), &[])?;
    vm.allocate_instance(
        class,
        Wrapper {
            function: function.own(),
            info_type: info_type.own(),
            typed,
            limit,
            cache,
            hits: 0,
            misses: 0,
            keys: ValueVec::new(),
            results: ValueVec::new(),
            links: Buffer::new(),
            newest: NONE,
            oldest: NONE,
            mark,
        },
    )
}

/// Whether a call with these arguments has its only argument as a key.
fn is_key_itself(vm: &Vm, positional: &[Value]) -> bool {
    matches!(*positional, [single] if single.is_int() || vm.cast_exact::<Str>(single).is_some())
}

/// The key of a call: its only argument where that is an exact int or str, else a tuple of everything.
fn call_key(vm: &mut Vm, typed: bool, mark: &Owned, args: Args<'_>) -> R<Owned> {
    if args.names.is_empty() && !typed {
        if is_key_itself(vm, args.positional) {
            return Ok(args.positional[0].own());
        }
        return vm.new_tuple(args.positional);
    }
    let mut parts = args.positional.copy_out();
    if !args.names.is_empty() {
        parts.put(mark.value());
        for (name, value) in args.keywords() {
            parts.put(name);
            parts.put(value);
        }
    }
    if typed {
        let values = args.positional.iter().chain(args.keyword_values);
        let classes: Vec<Value> = values.map(|&value| vm.class_of(value).value()).collect();
        parts.put_iter(classes);
    }
    vm.new_tuple(&parts)
}

impl Wrapper {
    fn unlink(&mut self, index: u32) {
        let links = self.links.as_mut_slice();
        let Link { previous, next } = links[index as usize];
        match previous {
            NONE => self.newest = next,
            previous => links[previous as usize].next = next,
        }
        match next {
            NONE => self.oldest = previous,
            next => links[next as usize].previous = previous,
        }
    }

    fn link_newest(&mut self, index: u32) {
        let links = self.links.as_mut_slice();
        links[index as usize] = Link { previous: NONE, next: self.newest };
        match self.newest {
            NONE => self.oldest = index,
            newest => links[newest as usize].previous = index,
        }
        self.newest = index;
    }
}

fn cache_of(vm: &mut Vm, this: Obj<Wrapper>) -> R<(Owned, Obj<Dict>)> {
    let cache = this.get(vm).cache.clone();
    match vm.cast::<Dict>(cache.value()) {
        Some(dict) => Ok((cache, dict)),
        None => Err(vm.system_error("a cache is a dict")),
    }
}

fn call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let this = receiver::<Wrapper>(vm, value)?;
    let state = this.get_mut(vm);
    let (function, limit) = (state.function.clone(), state.limit);
    if limit == Some(0) {
        state.misses += 1;
        return vm.call_args(function.value(), args);
    }
    let (typed, mark) = (state.typed, state.mark.clone());
    let (key, hash, found);
    if args.names.is_empty() && !typed && !is_key_itself(vm, args.positional) {
        let hashed = vm.hash_items(args.positional)?;
        hash = hashed as u64;
        let (_keep, cache) = cache_of(vm, this)?;
        // Most calls that were made before make no key.
        if let Some(known) = cache.lookup_items(vm, args.positional, hash) {
            (key, found) = (Owned::NONE, Some(known));
        } else {
            key = vm.new_hashed_tuple(args.positional, hashed)?;
            found = cache.lookup_hashed(vm, key.value(), hash)?;
        }
    } else {
        key = call_key(vm, typed, &mark, args)?;
        hash = vm.hash(key.value())? as u64;
        let (_keep, cache) = cache_of(vm, this)?;
        found = cache.lookup_hashed(vm, key.value(), hash)?;
    }
    if let Some(found) = found {
        let state = this.get_mut(vm);
        state.hits += 1;
        if limit.is_none() {
            return Ok(found);
        }
        if let Some(index) = entry_number(state, &found) {
            if state.newest != index {
                state.unlink(index);
                state.link_newest(index);
            }
            return Ok(state.results.as_slice()[index as usize].own());
        }
    }
    let key = if key.is_none() { vm.new_hashed_tuple(args.positional, hash as i64)? } else { key };
    this.get_mut(vm).misses += 1;
    let result = vm.call_args(function.value(), args)?;
    let (_keep, cache) = cache_of(vm, this)?;
    let Some(limit) = limit else {
        cache.set_hashed(vm, key.value(), hash, result.value())?;
        return Ok(result);
    };
    // The call may have put the key in by itself.
    if cache.lookup_hashed(vm, key.value(), hash)?.is_some() {
        return Ok(result);
    }
    let state = this.get_mut(vm);
    if state.keys.len() < limit {
        let index = state.keys.len() as u32;
        let heap = vm.heap;
        let state = this.get_mut(vm);
        let pushed = state
            .keys
            .push(heap, key.clone())
            .and_then(|()| state.results.push(heap, result.clone()))
            .and_then(|()| state.links.push(heap, Link { previous: NONE, next: NONE }));
        vm.check(pushed)?;
        this.get_mut(vm).link_newest(index);
        cache.set_hashed(vm, key.value(), hash, Value::small(index as i32))?;
        return Ok(result);
    }
    let index = state.oldest;
    if index == NONE {
        return Ok(result);
    }
    state.unlink(index);
    let old_key = state.keys.replace(index as usize, key.clone());
    let old_result = state.results.replace(index as usize, result.clone());
    state.link_newest(index);
    cache.remove(vm, old_key.value())?;
    cache.set_hashed(vm, key.value(), hash, Value::small(index as i32))?;
    drop(old_result);
    Ok(result)
}

fn entry_number(state: &Wrapper, found: &Owned) -> Option<u32> {
    let index = u32::try_from(found.as_int()?).ok()?;
    ((index as usize) < state.links.len()).then_some(index)
}

fn bind_to_instance(vm: &mut Vm, this: Value, instance: Option<Value>, _class: Option<Value>) -> R<Owned> {
    match instance {
        Some(instance) => vm.new_bound_method(this, instance),
        None => Ok(this.own()),
    }
}

#[methods]
mod py {
    use super::*;

    /// How often the cache helped, its bound and its size.
    #[method("($self, /)")]
    fn cache_info(vm: &mut Vm, this: Obj<Wrapper>) -> R<Owned> {
        let (_keep, cache) = cache_of(vm, this)?;
        let size = cache.len(vm);
        let state = this.get(vm);
        let (hits, misses, limit, info_type) = (state.hits, state.misses, state.limit, state.info_type.clone());
        let hits = vm.new_int(hits.into())?;
        let misses = vm.new_int(misses.into())?;
        let limit = match limit {
            Some(limit) => vm.new_int(limit as i128)?,
            None => Owned::NONE,
        };
        let size = vm.new_int(size as i128)?;
        vm.call(info_type.value(), &[hits.value(), misses.value(), limit.value(), size.value()])
    }

    /// Forget everything.
    #[method("($self, /)")]
    fn cache_clear(vm: &mut Vm, this: Obj<Wrapper>) -> R<()> {
        let cache = vm.new_dict()?;
        let state = this.get_mut(vm);
        state.hits = 0;
        state.misses = 0;
        state.newest = NONE;
        state.oldest = NONE;
        state.links.truncate(0);
        let old = (state.keys.take(), state.results.take(), std::mem::replace(&mut state.cache, cache));
        drop(old);
        Ok(())
    }

    /// The name by which the function is found.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Owned> {
        let name = vm.names.__qualname__;
        vm.get_attr(this, name)
    }

    /// The wrapper itself.
    #[method("($self, /)")]
    fn __copy__(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    /// The wrapper itself.
    #[method("($self, memo, /)")]
    fn __deepcopy__(_vm: &mut Vm, this: Value, _memo: Value) -> Value {
        this
    }
}
