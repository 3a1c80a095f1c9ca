//! Positions as search methods take them: `__index__` or None, clamped, counted from the end when negative.

use std::ops::Range;

use taipan_heap::Value;

use crate::error::R;
use crate::vm::Vm;

impl Vm {
    /// One bound of a slice.
    fn search_bound(&mut self, value: Option<Value>, default: isize) -> R<isize> {
        let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(default) };
        if let Some(int) = value.as_int() {
            return Ok(int as isize);
        }
        if self.class_of(value).slots(self).index.is_none() {
            return Err(self.type_error("slice indices must be integers or None or have an __index__ method"));
        }
        self.to_index_clamped(value)
    }

    /// The items of a sequence of `length` items that the optional `start` and `end` of a search method leave; None when start is
    /// behind end.
    pub fn search_range(&mut self, start: Option<Value>, end: Option<Value>, length: usize) -> R<Option<Range<usize>>> {
        let start = self.search_bound(start, 0)?;
        let end = self.search_bound(end, isize::MAX)?;
        let length = length as isize;
        let from_end = |index: isize| if index < 0 { index.saturating_add(length).max(0) } else { index };
        let (start, end) = (from_end(start), from_end(end.min(length)));
        Ok((start <= end).then_some(start as usize..end as usize))
    }
}
