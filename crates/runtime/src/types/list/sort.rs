//! `list.sort` and `sorted`: a stable merge sort that finds runs already in order, and merges them by powersort's rule.
//!
//! Only `<` is asked. What it answers, and what it does meanwhile, cannot harm: the items are taken out of the list first, the work is
//! done on copies, and only a finished order is written back. A failed sort leaves the list as it was.

use taipan_heap::Buffer;
use taipan_text::Units;
use taipan_text::memory::Grow;

use crate::native::*;

/// Sort the list in place.
pub(crate) fn sort(vm: &mut Vm, list: Obj<List>, key: Option<Value>, reverse: bool) -> R<()> {
    let mut items = list.get_mut(vm).items.take();
    let outer = list.header().aux.replace(super::SORTING);
    let result = sort_items(vm, &mut items, key, reverse);
    if key.is_some() && vm.heap.breaker.has(taipan_heap::Breaker::FINALIZE) {
        // The keys are gone: what their finalisers do to the list is done while it is sorted.
        vm.run_finalizers();
    }
    let modified = {
        let now = &list.get(vm).items;
        !now.is_empty() || now.capacity() > 0
    };
    list.header().aux.set(outer);
    let intruders = std::mem::replace(&mut list.get_mut(vm).items, items);
    drop(intruders);
    result?;
    if modified {
        return Err(vm.value_error("list modified during sort"));
    }
    Ok(())
}

fn sort_items(vm: &mut Vm, items: &mut ValueVec, key: Option<Value>, reverse: bool) -> R<()> {
    let Some(key) = key else {
        if items.len() < 2 {
            return Ok(());
        }
        // The standard library's sort takes as much again.
        vm.check_room(items.len().saturating_mul(size_of::<Value>()))?;
        if sort_plain(vm, items.as_mut_slice(), reverse) {
            return Ok(());
        }
        let copied = Buffer::from_slice(vm.heap, items.as_slice());
        let mut order = vm.check(copied)?;
        merge_sort(vm, order.as_mut_slice(), reverse)?;
        items.as_mut_slice().copy_from_slice(order.as_slice());
        return Ok(());
    };
    let made = ValueVec::with_capacity(vm.heap, items.len());
    let mut keys = vm.check(made)?;
    for &item in items.as_slice() {
        let made = vm.call(key, &[item])?;
        let pushed = keys.push(vm.heap, made);
        vm.check(pushed)?;
    }
    let made = Buffer::with_capacity(vm.heap, items.len());
    let mut order: Buffer<Keyed> = vm.check(made)?;
    for (&key, &item) in keys.as_slice().iter().zip(items.as_slice()) {
        let pushed = order.push(vm.heap, Keyed { key, item });
        vm.check(pushed)?;
    }
    if !sort_plain(vm, order.as_mut_slice(), reverse) {
        merge_sort(vm, order.as_mut_slice(), reverse)?;
    }
    for (place, entry) in items.as_mut_slice().iter_mut().zip(order.as_slice()) {
        *place = entry.item;
    }
    Ok(())
}

/// What is put into order: a value, or one with its key beside it.
trait Entry: Copy {
    fn key(self) -> Value;
}

impl Entry for Value {
    #[inline(always)]
    fn key(self) -> Value {
        self
    }
}

#[derive(Clone, Copy)]
struct Keyed {
    key: Value,
    item: Value,
}

impl Entry for Keyed {
    #[inline(always)]
    fn key(self) -> Value {
        self.key
    }
}

/// Sort at once when every key is an inline int, an inline float but NaN, or an exact str: comparing those runs no Python code. False when
/// they are not.
fn sort_plain<T: Entry>(vm: &Vm, entries: &mut [T], reverse: bool) -> bool {
    let Some(first) = entries.first() else { return true };
    if first.key().is_int() {
        if entries.iter().all(|entry| entry.key().is_int()) {
            if reverse {
                entries.sort_by_key(|entry| std::cmp::Reverse(entry.key().int_payload()));
            } else {
                entries.sort_by_key(|entry| entry.key().int_payload());
            }
            return true;
        }
    } else if first.key().is_float() {
        if entries.iter().all(|entry| entry.key().as_float().is_some_and(|float| !float.is_nan())) {
            let compare = |a: &T, b: &T| {
                let (a, b) = (a.key().float_payload(), b.key().float_payload());
                a.partial_cmp(&b).unwrap_or(std::cmp::Ordering::Equal)
            };
            if reverse {
                entries.sort_by(|a, b| compare(b, a));
            } else {
                entries.sort_by(compare);
            }
            return true;
        }
    } else if vm.cast_exact::<Str>(first.key()).is_some()
        && entries.iter().all(|entry| vm.cast_exact::<Str>(entry.key()).is_some())
    {
        let compare = |a: &T, b: &T| match (vm.cast_exact::<Str>(a.key()), vm.cast_exact::<Str>(b.key())) {
            (Some(a), Some(b)) => order(vm, a, b),
            _ => std::cmp::Ordering::Equal,
        };
        if reverse {
            entries.sort_by(|a, b| compare(b, a));
        } else {
            entries.sort_by(compare);
        }
        return true;
    } else if let Some(columns) = plain_columns(vm, entries) {
        let compare = |a: &T, b: &T| tuple_order(vm, a.key(), b.key(), columns);
        if reverse {
            entries.sort_by(|a, b| compare(b, a));
        } else {
            entries.sort_by(compare);
        }
        return true;
    }
    false
}

/// Items of a tuple that are looked at.
const COLUMNS: usize = 8;

/// What all tuples have at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    /// Inline ints and bools.
    Int,
    /// Inline floats but NaN.
    Float,
    Str,
}

fn column_of(vm: &Vm, value: Value) -> Option<Column> {
    if value.is_int() || value.is_bool() {
        return Some(Column::Int);
    }
    if value.is_float() {
        return (!value.float_payload().is_nan()).then_some(Column::Float);
    }
    vm.cast_exact::<Str>(value).map(|_| Column::Str)
}

/// The kinds of the items when all keys are exact tuples of one length whose items can be compared without Python code.
fn plain_columns<T: Entry>(vm: &Vm, entries: &[T]) -> Option<[Column; COLUMNS]> {
    let first = vm.cast_exact::<Tuple>(entries.first()?.key())?.items(vm);
    if first.len() > COLUMNS {
        return None;
    }
    let mut columns = [Column::Int; COLUMNS];
    for (column, &item) in columns.iter_mut().zip(first) {
        *column = column_of(vm, item)?;
    }
    let fits = |entry: &T| {
        let Some(items) = vm.cast_exact::<Tuple>(entry.key()).map(|tuple| tuple.items(vm)) else { return false };
        items.len() == first.len()
            && items.iter().zip(columns).all(|(&item, column)| column_of(vm, item) == Some(column))
    };
    entries.iter().all(fits).then_some(columns)
}

/// The order of two tuples of such items.
fn tuple_order(vm: &Vm, a: Value, b: Value, columns: [Column; COLUMNS]) -> std::cmp::Ordering {
    let items = |tuple: Value| vm.cast_exact::<Tuple>(tuple).map(|tuple| tuple.items(vm)).unwrap_or_default();
    let number = |value: Value| value.as_int().unwrap_or(i64::from(value.is(Value::TRUE)));
    for ((&a, &b), column) in items(a).iter().zip(items(b)).zip(columns) {
        if a.is(b) {
            continue;
        }
        let order = match column {
            Column::Int => number(a).cmp(&number(b)),
            Column::Float => a.float_payload().partial_cmp(&b.float_payload()).unwrap_or(std::cmp::Ordering::Equal),
            Column::Str => match (vm.cast_exact::<Str>(a), vm.cast_exact::<Str>(b)) {
                (Some(a), Some(b)) => order(vm, a, b),
                _ => std::cmp::Ordering::Equal,
            },
        };
        if order.is_ne() {
            return order;
        }
    }
    std::cmp::Ordering::Equal
}

/// The order of two strings: by code points.
fn order(vm: &Vm, a: Obj<Str>, b: Obj<Str>) -> std::cmp::Ordering {
    match (a.units(vm), b.units(vm)) {
        (Units::Ascii(a) | Units::Latin1(a), Units::Ascii(b) | Units::Latin1(b)) => a.cmp(b),
        (Units::Ucs2(a), Units::Ucs2(b)) => a.cmp(b),
        (a, b) => a.iter().cmp(b.iter()),
    }
}

fn merge_sort<T: Entry>(vm: &mut Vm, entries: &mut [T], reverse: bool) -> R<()> {
    // Equal items keep their order in a reversed sort too.
    if reverse {
        entries.reverse();
    }
    let mut sorter = Sorter { vm, data: entries, scratch: Buffer::new(), pending: Vec::new(), gallop: GALLOP };
    sorter.run()?;
    if reverse {
        entries.reverse();
    }
    Ok(())
}

/// Wins in a row of one side that make searching ahead worth while.
const GALLOP: usize = 7;
/// Runs shorter than this are lengthened by insertion.
const SHORT: usize = 32;

struct Run {
    start: usize,
    length: usize,
    /// Depth, in the tree of merges, of the border between this run and the next.
    power: u32,
}

struct Sorter<'a, T: Entry> {
    vm: &'a mut Vm,
    data: &'a mut [T],
    scratch: Buffer<T>,
    pending: Vec<Run>,
    gallop: usize,
}

impl<T: Entry> Sorter<'_, T> {
    #[inline]
    fn less(&mut self, a: T, b: T) -> R<bool> {
        self.vm.compare_truth(a.key(), b.key(), CompareOp::Lt)
    }

    fn run(&mut self) -> R<()> {
        let length = self.data.len();
        let least = least_run(length);
        let mut start = 0;
        while start < length {
            let mut found = self.natural_run(start)?;
            if found < least {
                let forced = least.min(length - start);
                self.insertion_sort(start, start + found, start + forced)?;
                found = forced;
            }
            if let Some(last) = self.pending.last() {
                let power = power(last.start, last.length, found, length);
                while self.pending.len() > 1 && self.pending[self.pending.len() - 2].power > power {
                    self.merge_last()?;
                }
                if let Some(last) = self.pending.last_mut() {
                    last.power = power;
                }
            }
            self.pending.put(Run { start, length: found, power: 0 });
            start += found;
        }
        while self.pending.len() > 1 {
            self.merge_last()?;
        }
        Ok(())
    }

    /// The length of the run that begins at `start`; one that descends strictly is turned round.
    fn natural_run(&mut self, start: usize) -> R<usize> {
        let length = self.data.len();
        let mut end = start + 1;
        if end == length {
            return Ok(1);
        }
        let descending = self.less(self.data[end], self.data[start])?;
        end += 1;
        while end < length && self.less(self.data[end], self.data[end - 1])? == descending {
            end += 1;
        }
        if descending {
            self.data[start..end].reverse();
        }
        Ok(end - start)
    }

    /// Sort `start..end`, of which `start..sorted` is in order already.
    fn insertion_sort(&mut self, start: usize, sorted: usize, end: usize) -> R<()> {
        for index in sorted..end {
            let pivot = self.data[index];
            let (mut low, mut high) = (start, index);
            while low < high {
                let middle = low + (high - low) / 2;
                if self.less(pivot, self.data[middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.data.copy_within(low..index, low + 1);
            self.data[low] = pivot;
        }
        Ok(())
    }

    /// Merge the last two pending runs.
    fn merge_last(&mut self) -> R<()> {
        let (Some(right), Some(left)) = (self.pending.pop(), self.pending.pop()) else { return Ok(()) };
        let merged = Run { start: left.start, length: left.length + right.length, power: right.power };
        self.merge(left.start, right.start, right.start + right.length)?;
        self.pending.put(merged);
        Ok(())
    }

    fn merge(&mut self, start: usize, middle: usize, end: usize) -> R<()> {
        // What is in its place already, at either end, takes no part.
        let first = self.data[middle];
        let start = self.search_right(first, start, middle, Side::Low)?;
        if start == middle {
            return Ok(());
        }
        let last = self.data[middle - 1];
        let end = self.search_left(last, middle, end, Side::High)?;
        if end == middle {
            return Ok(());
        }
        if middle - start <= end - middle {
            self.merge_upwards(start, middle, end)
        } else {
            self.merge_downwards(start, middle, end)
        }
    }

    fn fill_scratch(&mut self, range: std::ops::Range<usize>) -> R<()> {
        self.scratch.truncate(0);
        let filled = self.scratch.extend_from_slice(self.vm.heap, &self.data[range]);
        self.vm.check(filled)
    }

    /// Merge with the left run in the scratch, from the front.
    fn merge_upwards(&mut self, start: usize, middle: usize, end: usize) -> R<()> {
        self.fill_scratch(start..middle)?;
        let left = middle - start;
        let (mut i, mut j, mut to) = (0, middle, start);
        while i < left && j < end {
            let (mut left_wins, mut right_wins) = (0, 0);
            while i < left && j < end && left_wins.max(right_wins) < self.gallop {
                let (a, b) = (self.scratch.as_slice()[i], self.data[j]);
                if self.less(b, a)? {
                    self.data[to] = b;
                    j += 1;
                    (left_wins, right_wins) = (0, right_wins + 1);
                } else {
                    self.data[to] = a;
                    i += 1;
                    (left_wins, right_wins) = (left_wins + 1, 0);
                }
                to += 1;
            }
            self.gallop += 1;
            while i < left && j < end {
                self.gallop = self.gallop.saturating_sub(1).max(1);
                let b = self.data[j];
                let taken = self.search_scratch_right(b, i, left)? - i;
                self.data[to..to + taken].copy_from_slice(&self.scratch.as_slice()[i..i + taken]);
                (i, to) = (i + taken, to + taken);
                if i == left {
                    break;
                }
                self.data[to] = b;
                (j, to) = (j + 1, to + 1);
                if j == end {
                    break;
                }
                let a = self.scratch.as_slice()[i];
                let moved = self.search_left(a, j, end, Side::Low)? - j;
                self.data.copy_within(j..j + moved, to);
                (j, to) = (j + moved, to + moved);
                if j == end {
                    break;
                }
                self.data[to] = a;
                (i, to) = (i + 1, to + 1);
                if taken < GALLOP && moved < GALLOP {
                    self.gallop += 1;
                    break;
                }
            }
        }
        let rest = left - i;
        self.data[to..to + rest].copy_from_slice(&self.scratch.as_slice()[i..]);
        Ok(())
    }

    /// Merge with the right run in the scratch, from the back.
    fn merge_downwards(&mut self, start: usize, middle: usize, end: usize) -> R<()> {
        self.fill_scratch(middle..end)?;
        // Each is one more than the place of the next item.
        let (mut i, mut j, mut to) = (middle, end - middle, end);
        while i > start && j > 0 {
            let (mut left_wins, mut right_wins) = (0, 0);
            while i > start && j > 0 && left_wins.max(right_wins) < self.gallop {
                let (a, b) = (self.data[i - 1], self.scratch.as_slice()[j - 1]);
                to -= 1;
                if self.less(b, a)? {
                    self.data[to] = a;
                    i -= 1;
                    (left_wins, right_wins) = (left_wins + 1, 0);
                } else {
                    self.data[to] = b;
                    j -= 1;
                    (left_wins, right_wins) = (0, right_wins + 1);
                }
            }
            self.gallop += 1;
            while i > start && j > 0 {
                self.gallop = self.gallop.saturating_sub(1).max(1);
                let b = self.scratch.as_slice()[j - 1];
                let place = self.search_right(b, start, i, Side::High)?;
                let moved = i - place;
                self.data.copy_within(place..i, to - moved);
                (i, to) = (i - moved, to - moved);
                if i == start {
                    break;
                }
                to -= 1;
                self.data[to] = b;
                j -= 1;
                if j == 0 {
                    break;
                }
                let a = self.data[i - 1];
                let taken = j - self.search_scratch_left(a, j)?;
                self.data[to - taken..to].copy_from_slice(&self.scratch.as_slice()[j - taken..j]);
                (j, to) = (j - taken, to - taken);
                if j == 0 {
                    break;
                }
                to -= 1;
                self.data[to] = a;
                i -= 1;
                if taken < GALLOP && moved < GALLOP {
                    self.gallop += 1;
                    break;
                }
            }
        }
        self.data[to - j..to].copy_from_slice(&self.scratch.as_slice()[..j]);
        Ok(())
    }

    /// The place in `low..high` before which everything is at most `key`, looked for outwards from one side.
    fn search_right(&mut self, key: T, low: usize, high: usize, side: Side) -> R<usize> {
        gallop(low, high, side, |place| self.vm.compare_truth(key.key(), self.data[place].key(), CompareOp::Lt))
    }

    /// The place in `low..high` before which everything is less than `key`.
    fn search_left(&mut self, key: T, low: usize, high: usize, side: Side) -> R<usize> {
        gallop(low, high, side, |place| Ok(!self.vm.compare_truth(self.data[place].key(), key.key(), CompareOp::Lt)?))
    }

    fn search_scratch_right(&mut self, key: T, low: usize, high: usize) -> R<usize> {
        gallop(low, high, Side::Low, |place| {
            self.vm.compare_truth(key.key(), self.scratch.as_slice()[place].key(), CompareOp::Lt)
        })
    }

    fn search_scratch_left(&mut self, key: T, high: usize) -> R<usize> {
        gallop(0, high, Side::High, |place| {
            Ok(!self.vm.compare_truth(self.scratch.as_slice()[place].key(), key.key(), CompareOp::Lt)?)
        })
    }
}

/// Which end of a range a search starts from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Low,
    High,
}

/// The first place in `low..high` that is `behind` the one looked for, or `high`: by doubling steps from one side, then by halving.
fn gallop(low: usize, high: usize, side: Side, mut behind: impl FnMut(usize) -> R<bool>) -> R<usize> {
    let (mut low, mut high) = (low, high);
    let mut step = 1;
    if side == Side::Low {
        while low < high {
            let probe = low.saturating_add(step - 1).min(high - 1);
            if behind(probe)? {
                high = probe;
                break;
            }
            low = probe + 1;
            step = step.saturating_mul(2);
        }
    } else {
        while low < high {
            let probe = high.saturating_sub(step).max(low);
            if !behind(probe)? {
                low = probe + 1;
                break;
            }
            high = probe;
            step = step.saturating_mul(2);
        }
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if behind(middle)? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}

/// The least length of a run, so that their number is a power of two or just below one.
fn least_run(mut length: usize) -> usize {
    let mut odd = 0;
    while length >= SHORT * 2 {
        odd |= length & 1;
        length >>= 1;
    }
    length + odd
}

/// The depth of the border between a run and the next one in the nearly optimal merge tree: the first binary digit in which the runs'
/// middles, as fractions of the whole, differ.
fn power(start: usize, length: usize, next: usize, whole: usize) -> u32 {
    let whole = whole as u128;
    let mut left = 2 * start as u128 + length as u128;
    let mut right = left + length as u128 + next as u128;
    let mut power = 0;
    // Both are twice the middle.
    loop {
        power += 1;
        if left >= whole {
            left -= whole;
            right -= whole;
        } else if right >= whole {
            return power;
        }
        left <<= 1;
        right <<= 1;
    }
}
