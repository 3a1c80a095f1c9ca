//! Iteration: `iter`, `next`, and going through any iterable from Rust (data model 3.3.7).

use taipan_heap::{Owned, Value};
use taipan_text::memory::Grow;

use crate::error::{R, Raised};
use crate::interp::consumer::consuming;
use crate::object::class::ClassFlags;
use crate::object::obj::Obj;
use crate::types::generator::Generator;
use crate::types::list::List;
use crate::types::list::iter::ListIterator;
use crate::types::tuple::Tuple;
use crate::vm::Vm;

/// Goes through an iterator in Rust. What a builtin class's iterators do for their next item is looked up once.
pub(crate) struct Stepper {
    iterator: Owned,
    next: Option<crate::object::slots::Next>,
}

impl Stepper {
    /// Of an iterable, as `iter` does.
    pub(crate) fn over(vm: &mut Vm, iterable: Value) -> R<Stepper> {
        vm.iter(iterable).map(|iterator| Stepper::new(vm, iterator))
    }

    /// Of an iterator.
    pub(crate) fn new(vm: &Vm, iterator: Owned) -> Stepper {
        let class = vm.class_of(iterator.value());
        // Another class may change, and generators are better gone on with directly.
        let fixed =
            class.flags(vm).has(ClassFlags::IMMUTABLE) && vm.cast_exact::<Generator>(iterator.value()).is_none();
        let next = if fixed { class.slots(vm).next } else { None };
        Stepper { iterator, next }
    }

    /// As `Vm::next_item`.
    #[inline(always)]
    pub(crate) fn step(&self, vm: &mut Vm) -> R<Option<Owned>> {
        match self.next {
            Some(next) => match next(vm, self.iterator.value()) {
                Err(raised) if vm.error_is(vm.exceptions.StopIteration) => vm.stop_was_raised(raised),
                result => result,
            },
            None => vm.next_item(self.iterator.value()),
        }
    }

    /// As `step`, leaving out what `take` has taken: it is asked about what a generator yields, runs no Python code and raises nothing. Other
    /// iterators' items are not shown to it.
    #[inline(always)]
    pub(crate) fn step_leaving(&self, vm: &mut Vm, take: impl FnMut(&mut Vm, Value) -> bool) -> R<Option<Owned>> {
        match vm.cast_exact::<Generator>(self.iterator.value()) {
            Some(generator) => consuming(vm, generator, take, |vm| self.step(vm)),
            None => self.step(vm),
        }
    }
}

impl Vm {
    /// `iter(value)`.
    pub fn iter(&mut self, value: Value) -> R<Owned> {
        let class = self.class_of(value);
        let slots = class.slots(self);
        if let Some(iter) = slots.iter {
            if let Some(generator) = crate::types::generator::from_iter_method(self, value) {
                return generator;
            }
            let iterator = iter(self, value)?;
            if self.class_of(iterator.value()).slots(self).next.is_some() {
                return Ok(iterator);
            }
            let found = self.class_of(iterator.value()).name(self);
            return Err(self.type_error(format!("iter() returned non-iterator of type '{found}'")));
        }
        if slots.get_item.is_some() && self.is_sequence(value) {
            return crate::types::iterator::sequence_iterator(self, value);
        }
        let name = class.name(self);
        Err(self.type_error(format!("'{name}' object is not iterable")))
    }

    /// The next item; None when the iterator is exhausted.
    #[inline(always)]
    pub fn next(&mut self, iterator: Value) -> R<Option<Owned>> {
        match self.next_or_stop(iterator) {
            Err(raised) if self.error_is(self.exceptions.StopIteration) => self.stop_was_raised(raised),
            result => result,
        }
    }

    /// As `next`, for whoever goes through an iterable in Rust: quicker for what is met most.
    pub fn next_item(&mut self, iterator: Value) -> R<Option<Owned>> {
        if let Some(iterator) = self.cast_exact::<ListIterator>(iterator) {
            return Ok(ListIterator::advance(self, iterator));
        }
        if let Some(generator) = self.cast_exact::<Generator>(iterator)
            && !crate::types::generator::is_finished(self, generator)
        {
            return match crate::interp::next_of_generator(self, generator) {
                Err(raised) if self.error_is(self.exceptions.StopIteration) => self.stop_was_raised(raised),
                result => result,
            };
        }
        self.next(iterator)
    }

    /// The StopIteration in flight ends an iteration.
    #[cold]
    pub(crate) fn stop_was_raised(&mut self, raised: Raised) -> R<Option<Owned>> {
        if self.watches_exceptions() {
            crate::tracing::hit::stopped(self);
            if !self.error_is(self.exceptions.StopIteration) {
                return Err(raised);
            }
        }
        drop(self.take_error());
        Ok(None)
    }

    /// As `next`, but a StopIteration that the iterator raised itself, with its value, is left as it is.
    #[inline(always)]
    pub fn next_or_stop(&mut self, iterator: Value) -> R<Option<Owned>> {
        match self.class_of(iterator).slots(self).next {
            Some(next) => next(self, iterator),
            None => Err(self.no_iterator(iterator)),
        }
    }

    #[cold]
    #[inline(never)]
    fn no_iterator(&mut self, value: Value) -> Raised {
        let class = self.class_of(value).name(self);
        self.type_error(format!("'{class}' object is not an iterator"))
    }

    /// Go through an iterable; `each` may stop by an error.
    pub fn for_each(&mut self, iterable: Value, mut each: impl FnMut(&mut Vm, Owned) -> R<()>) -> R<()> {
        self.for_each_left(iterable, &mut (), |(), _, _| false, |(), vm, item| each(vm, item))
    }

    /// As `for_each`, of what `take` does not take of what a generator yields: see `Stepper::step_leaving`. Both get the state.
    pub(crate) fn for_each_left<S>(
        &mut self,
        iterable: Value,
        state: &mut S,
        take: impl Fn(&mut S, &mut Vm, Value) -> bool,
        mut each: impl FnMut(&mut S, &mut Vm, Owned) -> R<()>,
    ) -> R<()> {
        // Exact lists and tuples by index, as their iterators would: a list may change meanwhile.
        if let Some(list) = self.cast_exact::<List>(iterable) {
            let keep = iterable.own();
            let mut index = 0;
            while let Some(&item) = list.items(self).get(index) {
                each(state, self, item.own())?;
                index += 1;
            }
            drop(keep);
            return Ok(());
        }
        if let Some(tuple) = self.cast_exact::<Tuple>(iterable) {
            let keep = iterable.own();
            for index in 0..tuple.len(self) {
                let item = tuple.items(self)[index].own();
                each(state, self, item)?;
            }
            drop(keep);
            return Ok(());
        }
        let items = Stepper::over(self, iterable)?;
        while let Some(item) = items.step_leaving(self, |vm, item| take(state, vm, item))? {
            each(state, self, item)?;
        }
        Ok(())
    }

    /// `list(iterable)`.
    pub fn list_from(&mut self, iterable: Value) -> R<Obj<List>> {
        let list = self.new_list(&[])?;
        // SAFETY: new_list makes a list.
        let object: Obj<List> = unsafe { Obj::from_value(list.value()) };
        object.extend(self, iterable)?;
        list.into_raw();
        Ok(object)
    }

    /// The items of an iterable, each with a reference.
    pub fn collect(&mut self, iterable: Value) -> R<Vec<Owned>> {
        let items = match (self.cast_exact::<List>(iterable), self.cast_exact::<Tuple>(iterable)) {
            (Some(list), _) => Some(list.items(self)),
            (_, Some(tuple)) => Some(tuple.items(self)),
            _ => None,
        };
        if let Some(items) = items {
            let items = taipan_text::memory::gathered(items.iter().map(|item| item.own()));
            self.check_built()?;
            return Ok(items);
        }
        let mut items = Vec::new();
        let take = |items: &mut Vec<Owned>, _: &mut Vm, item: Value| {
            let fits = items.len() < items.capacity();
            if fits {
                items.push(item.own());
            }
            fits
        };
        self.for_each_left(iterable, &mut items, take, |items, vm, item| {
            items.put(item);
            vm.check_built()
        })?;
        Ok(items)
    }

    /// `operator.length_hint(value, default)`.
    pub fn length_hint(&mut self, value: Value, default: usize) -> R<usize> {
        if self.class_of(value).slots(self).length.is_some() {
            match self.length(value) {
                Ok(length) => return Ok(length),
                Err(raised) => drop(self.catch(self.exceptions.TypeError, raised)?),
            }
        }
        let name = self.names.__length_hint__;
        let hint = match self.call_special(value, name, &[]) {
            Ok(None) => return Ok(default),
            Ok(Some(hint)) => hint,
            Err(raised) => {
                self.catch(self.exceptions.TypeError, raised)?;
                return Ok(default);
            }
        };
        if hint.is(Value::NOT_IMPLEMENTED) {
            return Ok(default);
        }
        if !self.class_of(hint.value()).is_subclass_of(self, self.types.int) {
            let found = self.class_of(hint.value()).name(self);
            return Err(self.type_error(format!("__length_hint__ must be an integer, not {found}")));
        }
        let hint = self.to_index(hint.value())?;
        usize::try_from(hint).map_err(|_| self.value_error("__length_hint__() should return >= 0"))
    }
}
