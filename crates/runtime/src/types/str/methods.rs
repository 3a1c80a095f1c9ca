//! What Python code can call on a str.

use std::ops::Range;

use smallvec::SmallVec;
use taipan_text::memory::{Grow, gathered_small};
use taipan_text::split::Side;
use taipan_text::{Text, Units, layout, search, split, unicode};

use crate::native::*;

/// A new string, unless the text is what `this` holds.
fn changed(vm: &mut Vm, this: Obj<Str>, text: Option<Text>) -> R<Owned> {
    match text {
        Some(text) => vm.new_text(&text),
        None => vm.exact_str(this),
    }
}

/// Where `needle` is in the part of the text that `start` and `end` leave.
fn locate(
    vm: &mut Vm,
    this: Obj<Str>,
    needle: Obj<Str>,
    (start, end): (Option<Value>, Option<Value>),
    find: fn(Units<'_>, Units<'_>) -> Option<usize>,
) -> R<Option<usize>> {
    let range = vm.search_range(start, end, this.len(vm))?;
    Ok(range.and_then(|range| {
        let offset = range.start;
        find(this.units(vm).slice(range), needle.units(vm)).map(|position| offset + position)
    }))
}

fn located(position: Option<usize>) -> isize {
    position.map_or(-1, |position| position as isize)
}

fn required(vm: &mut Vm, position: Option<usize>) -> R<usize> {
    position.ok_or_else(|| vm.value_error("substring not found"))
}

/// `startswith` and `endswith`: of one string, or of any in a tuple.
fn has_affix(
    vm: &mut Vm,
    this: Obj<Str>,
    affix: Value,
    (start, end): (Option<Value>, Option<Value>),
    (name, matches): (&str, fn(Units<'_>, Units<'_>) -> bool),
) -> R<bool> {
    let range = vm.search_range(start, end, this.len(vm))?;
    let test = |vm: &Vm, affix: Obj<Str>| {
        range.clone().is_some_and(|range| matches(this.units(vm).slice(range), affix.units(vm)))
    };
    if let Some(tuple) = vm.cast::<Tuple>(affix) {
        for &item in tuple.items(vm) {
            let Some(item) = vm.cast::<Str>(item) else {
                let found = vm.class_of(item).name(vm);
                return Err(vm.type_error(format!("tuple for {name} must only contain str, not {found}")));
            };
            if test(vm, item) {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match vm.cast::<Str>(affix) {
        Some(affix) => Ok(test(vm, affix)),
        None => {
            let found = vm.class_of(affix).name(vm);
            Err(vm.type_error(format!("{name} first arg must be str or a tuple of str, not {found}")))
        }
    }
}

fn stripped(vm: &mut Vm, this: Obj<Str>, chars: Option<Value>, side: Side, name: &str) -> R<Owned> {
    let range = match chars.filter(|chars| !chars.is_none()) {
        None => split::strip_space(this.units(vm), side),
        Some(chars) => match vm.cast::<Str>(chars) {
            Some(chars) => split::strip_chars(this.units(vm), chars.units(vm), side),
            None => return Err(vm.type_error(format!("{name} arg must be None or str"))),
        },
    };
    vm.substring(this, range)
}

/// The fill character of `center`, `ljust` and `rjust`.
fn fill_of(vm: &mut Vm, fill: Option<Value>) -> R<u32> {
    let Some(fill) = fill else { return Ok(0x20) };
    let Some(text) = vm.cast::<Str>(fill) else {
        let found = vm.class_of(fill).name(vm);
        return Err(vm.type_error(format!("The fill character must be a unicode character, not {found}")));
    };
    if text.len(vm) == 1 {
        return Ok(text.units(vm).get(0));
    }
    Err(vm.type_error("The fill character must be exactly one character long"))
}

/// How much is missing from the width.
fn missing(vm: &Vm, this: Obj<Str>, width: isize) -> usize {
    usize::try_from(width).unwrap_or(0).saturating_sub(this.len(vm))
}

type Ranges = SmallVec<[Range<usize>; 16]>;

fn collect_ranges(
    run: impl FnOnce(
        &mut dyn FnMut(Range<usize>) -> Result<(), std::convert::Infallible>,
    ) -> Result<(), std::convert::Infallible>,
) -> Ranges {
    let mut ranges = Ranges::new();
    let Ok(()) = run(&mut |range| {
        ranges.put(range);
        Ok(())
    });
    ranges
}

/// A list of the parts.
fn list_of_parts(vm: &mut Vm, this: Obj<Str>, ranges: Ranges) -> R<Owned> {
    vm.check_built()?;
    let made = ValueVec::with_capacity(vm.heap, ranges.len());
    let mut items = vm.check(made)?;
    vm.with_units(this, |vm, units| {
        for range in ranges {
            let part = if range.len() == units.len() {
                vm.exact_str(this)?
            } else {
                vm.new_units_narrowed(units.slice(range))?
            };
            let heap = vm.heap;
            let pushed = items.push(heap, part);
            vm.check(pushed)?;
        }
        Ok(())
    })?;
    vm.new_list_from(items)
}

/// The separator of `split`: None for whitespace.
fn separator_of(vm: &mut Vm, separator: Option<Value>) -> R<Option<Obj<Str>>> {
    let Some(separator) = separator.filter(|separator| !separator.is_none()) else { return Ok(None) };
    let Some(text) = vm.cast::<Str>(separator) else {
        let found = vm.class_of(separator).name(vm);
        return Err(vm.type_error(format!("must be str or None, not {found}")));
    };
    if text.len(vm) == 0 {
        return Err(vm.value_error("empty separator"));
    }
    Ok(Some(text))
}

fn string_argument(vm: &mut Vm, value: Value) -> R<Obj<Str>> {
    match vm.cast::<Str>(value) {
        Some(text) => Ok(text),
        None => {
            let found = vm.class_of(value).name(vm);
            Err(vm.type_error(format!("must be str, not {found}")))
        }
    }
}

/// The three parts around a separator found at `range`.
fn partitioned(vm: &mut Vm, this: Obj<Str>, separator: Obj<Str>, range: Range<usize>) -> R<Owned> {
    let length = this.len(vm);
    let before = vm.substring(this, 0..range.start)?;
    let after = vm.substring(this, range.end..length)?;
    vm.new_tuple(&[before.value(), separator.value(), after.value()])
}

/// A count that None or a negative number leaves unlimited.
fn limit(count: Option<isize>) -> Option<usize> {
    count.and_then(|count| usize::try_from(count).ok())
}

#[methods]
mod py {
    use super::*;

    /// The first character in title case, the rest in lower case.
    #[method("($self, /)")]
    fn capitalize(vm: &mut Vm, this: Obj<Str>) -> R<Owned> {
        let text = unicode::casing::capitalize(this.units(vm));
        vm.new_text(&text)
    }

    /// For comparing without regard to case.
    #[method("($self, /)")]
    fn casefold(vm: &mut Vm, this: Obj<Str>) -> R<Owned> {
        let text = unicode::casing::casefold(this.units(vm));
        vm.new_text(&text)
    }

    /// In the middle of `width` characters.
    #[method("($self, width, fillchar=' ', /)")]
    fn center(vm: &mut Vm, this: Obj<Str>, width: isize, fillchar: Option<Value>) -> R<Owned> {
        let fill = fill_of(vm, fillchar)?;
        let length = this.len(vm);
        let (left, right) = layout::center_padding(length, usize::try_from(width).unwrap_or(0));
        vm.pad_str(this, 0..length, left, right, fill)
    }

    /// How often `sub` occurs, without overlap.
    #[method("($self, sub, start=None, end=None, /)")]
    fn count(vm: &mut Vm, this: Obj<Str>, sub: Obj<Str>, start: Option<Value>, end: Option<Value>) -> R<usize> {
        let range = vm.search_range(start, end, this.len(vm))?;
        Ok(range.map_or(0, |range| search::count(this.units(vm).slice(range), sub.units(vm))))
    }

    /// The text in an encoding.
    #[method("($self, /, encoding='utf-8', errors='strict')")]
    fn encode(vm: &mut Vm, this: Obj<Str>, encoding: Option<Obj<Str>>, errors: Option<Obj<Str>>) -> R<Owned> {
        vm.encode_argument(this, encoding, errors)
    }

    /// Whether the text ends with a suffix, or any in a tuple.
    #[method("($self, suffix, start=None, end=None, /)")]
    fn endswith(vm: &mut Vm, this: Obj<Str>, suffix: Value, start: Option<Value>, end: Option<Value>) -> R<bool> {
        has_affix(vm, this, suffix, (start, end), ("endswith", |text, suffix| text.ends_with(suffix)))
    }

    /// Tabs as spaces.
    #[method("($self, /, tabsize=8)")]
    fn expandtabs(vm: &mut Vm, this: Obj<Str>, tabsize: Option<i32>) -> R<Owned> {
        let size = usize::try_from(tabsize.unwrap_or(8)).unwrap_or(0);
        if search::find(this.units(vm), Units::Ascii(b"\t")).is_none() {
            return vm.exact_str(this);
        }
        match layout::expand_tabs(this.units(vm), size) {
            Some(text) => vm.new_text(&text),
            None => Err(vm.overflow_error("new string is too long")),
        }
    }

    /// The first position of `sub`, or -1.
    #[method("($self, sub, start=None, end=None, /)")]
    fn find(vm: &mut Vm, this: Obj<Str>, sub: Obj<Str>, start: Option<Value>, end: Option<Value>) -> R<isize> {
        Ok(located(locate(vm, this, sub, (start, end), search::find)?))
    }

    /// The text with its replacement fields filled from the arguments.
    #[method("($self, /, *args, **kwargs)")]
    fn format(vm: &mut Vm, this: Obj<Str>, args: Rest<'_>, kwargs: Keywords) -> R<Owned> {
        super::super::format::format(vm, this, super::super::format::Fields::Arguments(args, &kwargs))
    }

    /// The text with its replacement fields filled from a mapping.
    #[method("($self, mapping, /)")]
    fn format_map(vm: &mut Vm, this: Obj<Str>, mapping: Value) -> R<Owned> {
        super::super::format::format(vm, this, super::super::format::Fields::Mapping(mapping))
    }

    /// The first position of `sub`; ValueError when there is none.
    #[method("($self, sub, start=None, end=None, /)")]
    fn index(vm: &mut Vm, this: Obj<Str>, sub: Obj<Str>, start: Option<Value>, end: Option<Value>) -> R<usize> {
        let position = locate(vm, this, sub, (start, end), search::find)?;
        required(vm, position)
    }

    /// Whether there are characters and all are letters or digits.
    #[method("($self, /)")]
    fn isalnum(vm: &mut Vm, this: Obj<Str>) -> bool {
        unicode::is_alnum(this.units(vm))
    }

    /// Whether there are characters and all are letters.
    #[method("($self, /)")]
    fn isalpha(vm: &mut Vm, this: Obj<Str>) -> bool {
        unicode::is_alpha(this.units(vm))
    }

    /// Whether all characters are ASCII.
    #[method("($self, /)")]
    fn isascii(vm: &mut Vm, this: Obj<Str>) -> bool {
        matches!(this.units(vm), Units::Ascii(_))
    }

    /// Whether there are characters and all are decimal digits.
    #[method("($self, /)")]
    fn isdecimal(vm: &mut Vm, this: Obj<Str>) -> bool {
        unicode::is_decimal(this.units(vm))
    }

    /// Whether there are characters and all are digits.
    #[method("($self, /)")]
    fn isdigit(vm: &mut Vm, this: Obj<Str>) -> bool {
        unicode::is_digit(this.units(vm))
    }

    /// Whether the text could be a name.
    #[method("($self, /)")]
    fn isidentifier(vm: &mut Vm, this: Obj<Str>) -> bool {
        unicode::is_identifier(this.units(vm))
    }

    /// Whether there are cased characters and all are in lower case.
    #[method("($self, /)")]
    fn islower(vm: &mut Vm, this: Obj<Str>) -> bool {
        unicode::is_lower(this.units(vm))
    }

    /// Whether there are characters and all are numeric.
    #[method("($self, /)")]
    fn isnumeric(vm: &mut Vm, this: Obj<Str>) -> bool {
        unicode::is_numeric(this.units(vm))
    }

    /// Whether repr would show all characters as they are.
    #[method("($self, /)")]
    fn isprintable(vm: &mut Vm, this: Obj<Str>) -> bool {
        unicode::is_printable(this.units(vm))
    }

    /// Whether there are characters and all are whitespace.
    #[method("($self, /)")]
    fn isspace(vm: &mut Vm, this: Obj<Str>) -> bool {
        unicode::is_space(this.units(vm))
    }

    /// Whether each word begins in title case and goes on in lower case.
    #[method("($self, /)")]
    fn istitle(vm: &mut Vm, this: Obj<Str>) -> bool {
        unicode::is_title(this.units(vm))
    }

    /// Whether there are cased characters and all are in upper case.
    #[method("($self, /)")]
    fn isupper(vm: &mut Vm, this: Obj<Str>) -> bool {
        unicode::is_upper(this.units(vm))
    }

    /// The strings of an iterable, this text between them.
    #[method("($self, iterable, /)")]
    fn join(vm: &mut Vm, this: Obj<Str>, iterable: Value) -> R<Owned> {
        if let Some(tuple) = vm.cast_exact::<Tuple>(iterable) {
            let items = gathered_small::<Value, 16>(tuple.items(vm).iter().copied());
            vm.check_built()?;
            return vm.join_with(this, &items);
        }
        if let Some(list) = vm.cast_exact::<List>(iterable) {
            // Nothing of the list is dropped meanwhile: no Python code runs.
            let items = gathered_small::<Value, 16>(list.items(vm).iter().copied());
            vm.check_built()?;
            return vm.join_with(this, &items);
        }
        let class = vm.class_of(iterable);
        if class.slots(vm).iter.is_none() && !vm.is_sequence(iterable) {
            return Err(vm.type_error("can only join an iterable"));
        }
        let items = vm.collect(iterable)?;
        let values = taipan_text::memory::gathered(items.iter().map(|item| item.value()));
        vm.check_built()?;
        vm.join_with(this, &values)
    }

    /// At the left of `width` characters.
    #[method("($self, width, fillchar=' ', /)")]
    fn ljust(vm: &mut Vm, this: Obj<Str>, width: isize, fillchar: Option<Value>) -> R<Owned> {
        let fill = fill_of(vm, fillchar)?;
        let (length, missing) = (this.len(vm), missing(vm, this, width));
        vm.pad_str(this, 0..length, 0, missing, fill)
    }

    /// In lower case.
    #[method("($self, /)")]
    fn lower(vm: &mut Vm, this: Obj<Str>) -> R<Owned> {
        let text = unicode::casing::lower(this.units(vm));
        vm.new_text(&text)
    }

    /// Without leading whitespace, or leading characters of `chars`.
    #[method("($self, chars=None, /)")]
    fn lstrip(vm: &mut Vm, this: Obj<Str>, chars: Option<Value>) -> R<Owned> {
        stripped(vm, this, chars, Side::Left, "lstrip")
    }

    /// A table for `translate`.
    #[staticmethod("(x, y=None, z=None, /)")]
    fn maketrans(vm: &mut Vm, x: Value, y: Option<Obj<Str>>, z: Option<Obj<Str>>) -> R<Owned> {
        super::super::translate::make_table(vm, x, y, z)
    }

    /// What is before the first separator, the separator, and what is behind it.
    #[method("($self, sep, /)")]
    fn partition(vm: &mut Vm, this: Obj<Str>, sep: Value) -> R<Owned> {
        let separator = string_argument(vm, sep)?;
        if separator.len(vm) == 0 {
            return Err(vm.value_error("empty separator"));
        }
        match split::partition(this.units(vm), separator.units(vm)) {
            Some(range) => partitioned(vm, this, separator, range),
            None => {
                let (whole, empty) = (vm.exact_str(this)?, vm.empty_str.clone());
                vm.new_tuple(&[whole.value(), empty.value(), empty.value()])
            }
        }
    }

    /// Without the prefix, if the text has it.
    #[method("($self, prefix, /)")]
    fn removeprefix(vm: &mut Vm, this: Obj<Str>, prefix: Obj<Str>) -> R<Owned> {
        let length = this.len(vm);
        let start = if this.units(vm).starts_with(prefix.units(vm)) { prefix.len(vm) } else { 0 };
        vm.substring(this, start..length)
    }

    /// Without the suffix, if the text has it.
    #[method("($self, suffix, /)")]
    fn removesuffix(vm: &mut Vm, this: Obj<Str>, suffix: Obj<Str>) -> R<Owned> {
        let length = this.len(vm);
        let end = if this.units(vm).ends_with(suffix.units(vm)) { length - suffix.len(vm) } else { length };
        vm.substring(this, 0..end)
    }

    /// With each `old`, or the first `count` of them, as `new`.
    #[method("($self, old, new, /, count=-1)")]
    fn replace(vm: &mut Vm, this: Obj<Str>, old: Obj<Str>, new: Obj<Str>, count: Option<isize>) -> R<Owned> {
        let max = limit(count);
        if new.len(vm) > old.len(vm).max(1) && this.len(vm) > 0 {
            // The result may be out of all proportion: ask for the memory before it is used.
            let found = search::count(this.units(vm), old.units(vm)).min(max.unwrap_or(usize::MAX));
            if found == 0 {
                return vm.exact_str(this);
            }
            let more = (new.len(vm) - old.len(vm)).checked_mul(found);
            let Some(length) = more.and_then(|more| more.checked_add(this.len(vm))) else {
                return Err(vm.overflow_error("replace string is too long"));
            };
            vm.check_room(length)?;
        }
        let text = search::replace(this.units(vm), old.units(vm), new.units(vm), max);
        changed(vm, this, text)
    }

    /// The last position of `sub`, or -1.
    #[method("($self, sub, start=None, end=None, /)")]
    fn rfind(vm: &mut Vm, this: Obj<Str>, sub: Obj<Str>, start: Option<Value>, end: Option<Value>) -> R<isize> {
        Ok(located(locate(vm, this, sub, (start, end), search::rfind)?))
    }

    /// The last position of `sub`; ValueError when there is none.
    #[method("($self, sub, start=None, end=None, /)")]
    fn rindex(vm: &mut Vm, this: Obj<Str>, sub: Obj<Str>, start: Option<Value>, end: Option<Value>) -> R<usize> {
        let position = locate(vm, this, sub, (start, end), search::rfind)?;
        required(vm, position)
    }

    /// At the right of `width` characters.
    #[method("($self, width, fillchar=' ', /)")]
    fn rjust(vm: &mut Vm, this: Obj<Str>, width: isize, fillchar: Option<Value>) -> R<Owned> {
        let fill = fill_of(vm, fillchar)?;
        let (length, missing) = (this.len(vm), missing(vm, this, width));
        vm.pad_str(this, 0..length, missing, 0, fill)
    }

    /// What is before the last separator, the separator, and what is behind it.
    #[method("($self, sep, /)")]
    fn rpartition(vm: &mut Vm, this: Obj<Str>, sep: Value) -> R<Owned> {
        let separator = string_argument(vm, sep)?;
        if separator.len(vm) == 0 {
            return Err(vm.value_error("empty separator"));
        }
        match split::rpartition(this.units(vm), separator.units(vm)) {
            Some(range) => partitioned(vm, this, separator, range),
            None => {
                let (whole, empty) = (vm.exact_str(this)?, vm.empty_str.clone());
                vm.new_tuple(&[empty.value(), empty.value(), whole.value()])
            }
        }
    }

    /// The parts between separators, counted from the right.
    #[method("($self, /, sep=None, maxsplit=-1)")]
    fn rsplit(vm: &mut Vm, this: Obj<Str>, sep: Option<Value>, maxsplit: Option<isize>) -> R<Owned> {
        let (separator, max) = (separator_of(vm, sep)?, limit(maxsplit));
        let units = this.units(vm);
        let mut ranges = match separator {
            Some(separator) => collect_ranges(|piece| split::rsplit(units, separator.units(vm), max, piece)),
            None => collect_ranges(|piece| split::rsplit_space(units, max, piece)),
        };
        ranges.reverse();
        list_of_parts(vm, this, ranges)
    }

    /// Without trailing whitespace, or trailing characters of `chars`.
    #[method("($self, chars=None, /)")]
    fn rstrip(vm: &mut Vm, this: Obj<Str>, chars: Option<Value>) -> R<Owned> {
        stripped(vm, this, chars, Side::Right, "rstrip")
    }

    /// The parts between separators.
    #[method("($self, /, sep=None, maxsplit=-1)")]
    fn split(vm: &mut Vm, this: Obj<Str>, sep: Option<Value>, maxsplit: Option<isize>) -> R<Owned> {
        let (separator, max) = (separator_of(vm, sep)?, limit(maxsplit));
        let units = this.units(vm);
        let ranges = match separator {
            Some(separator) => collect_ranges(|piece| split::split(units, separator.units(vm), max, piece)),
            None => collect_ranges(|piece| split::split_space(units, max, piece)),
        };
        list_of_parts(vm, this, ranges)
    }

    /// The lines.
    #[method("($self, /, keepends=False)")]
    fn splitlines(vm: &mut Vm, this: Obj<Str>, keepends: Option<bool>) -> R<Owned> {
        let keep = keepends.unwrap_or(false);
        let ranges = collect_ranges(|piece| split::split_lines(this.units(vm), keep, piece));
        list_of_parts(vm, this, ranges)
    }

    /// Whether the text starts with a prefix, or any in a tuple.
    #[method("($self, prefix, start=None, end=None, /)")]
    fn startswith(vm: &mut Vm, this: Obj<Str>, prefix: Value, start: Option<Value>, end: Option<Value>) -> R<bool> {
        has_affix(vm, this, prefix, (start, end), ("startswith", |text, prefix| text.starts_with(prefix)))
    }

    /// Without whitespace, or characters of `chars`, at either end.
    #[method("($self, chars=None, /)")]
    fn strip(vm: &mut Vm, this: Obj<Str>, chars: Option<Value>) -> R<Owned> {
        stripped(vm, this, chars, Side::Both, "strip")
    }

    /// Upper case as lower case and the other way round.
    #[method("($self, /)")]
    fn swapcase(vm: &mut Vm, this: Obj<Str>) -> R<Owned> {
        let text = unicode::casing::swapcase(this.units(vm));
        vm.new_text(&text)
    }

    /// Each word in title case.
    #[method("($self, /)")]
    fn title(vm: &mut Vm, this: Obj<Str>) -> R<Owned> {
        let text = unicode::casing::title(this.units(vm));
        vm.new_text(&text)
    }

    /// Each character as the table says.
    #[method("($self, table, /)")]
    fn translate(vm: &mut Vm, this: Obj<Str>, table: Value) -> R<Owned> {
        super::super::translate::translate(vm, this, table)
    }

    /// In upper case.
    #[method("($self, /)")]
    fn upper(vm: &mut Vm, this: Obj<Str>) -> R<Owned> {
        let text = unicode::casing::upper(this.units(vm));
        vm.new_text(&text)
    }

    /// Filled with zeros at the left, behind a sign.
    #[method("($self, width, /)")]
    fn zfill(vm: &mut Vm, this: Obj<Str>, width: isize) -> R<Owned> {
        let missing = missing(vm, this, width);
        if missing == 0 {
            return vm.exact_str(this);
        }
        let length = this.len(vm);
        let sign = this.units(vm).iter().next().filter(|&first| first == 0x2b || first == 0x2d);
        match sign {
            None => vm.pad_str(this, 0..length, missing, 0, 0x30),
            Some(sign) => {
                let digits = vm.pad_str(this, 1..length, missing, 0, 0x30)?;
                let sign = vm.new_char(sign)?;
                vm.join_strings(&[sign.value(), digits.value()])
            }
        }
    }

    /// The text as `format()` and f-strings lay it out.
    #[method("($self, format_spec, /)")]
    fn __format__(vm: &mut Vm, this: Obj<Str>, format_spec: Obj<Str>) -> R<Owned> {
        super::super::format::format_str(vm, this, format_spec)
    }

    #[method("($self, /)")]
    fn __getnewargs__(vm: &mut Vm, this: Obj<Str>) -> R<Owned> {
        // A copy, never the object itself: what pickles a subclass must not see it again.
        let text = this.units(vm).to_text();
        let text = vm.new_text(&text)?;
        vm.new_tuple(&[text.value()])
    }

    /// Bytes that the object takes.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Obj<Str>) -> usize {
        let units = this.units(vm);
        size_of::<Str>() + taipan_heap::HEADER_SIZE + units.len() * units.kind().width()
    }
}
