//! Going through a string match by match: subjects, scanners and the iterators of `finditer`.

use taipan_runtime::native::*;
use taipan_runtime::object::buffer::View;
use taipan_text::memory::{CopyOut, Grow, gathered_small};
use taipan_text::{TextBuf, Units};

use super::found::Match;
use super::matcher::{Matcher, Request, Scratch, Stop, UNSET};
use super::pattern::Pattern;
use super::prefilter::Character;
use crate::support::{payload, receiver, same};

/// A string or the bytes of an object, with the part of it that is searched.
pub(super) struct Subject {
    pub(super) value: Owned,
    view: Option<View>,
    pub(super) length: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Trace for Subject {
    fn trace(&self, visit: &mut Visitor<'_>) {
        self.value.trace(visit);
    }
}

pub(super) enum Characters<'a> {
    Text(Units<'a>),
    Bytes(&'a [u8]),
}

impl Subject {
    /// The subject of a search, cut at `start` and `end`. A pattern of one kind refuses subjects of the other.
    pub(super) fn new(
        vm: &mut Vm,
        pattern: Obj<Pattern>,
        value: Value,
        start: Option<isize>,
        end: Option<isize>,
    ) -> R<Subject> {
        let (view, length) = match vm.cast::<Str>(value) {
            Some(text) => (None, text.len(vm)),
            None => match vm.buffer_optional(value)? {
                Some(view) => {
                    let length = view.len();
                    (Some(view), length)
                }
                None => {
                    let found = vm.class_of(value).name(vm);
                    return Err(vm.type_error(format!("expected string or bytes-like object, got '{found}'")));
                }
            },
        };
        match (pattern.get(vm).of_bytes, view.is_some()) {
            (Some(true), false) => return Err(vm.type_error("cannot use a bytes pattern on a string-like object")),
            (Some(false), true) => return Err(vm.type_error("cannot use a string pattern on a bytes-like object")),
            _ => {}
        }
        let clamp = |index: Option<isize>, default: usize| {
            index.map_or(default, |index| usize::try_from(index).unwrap_or(0).min(length))
        };
        let (start, end) = (clamp(start, 0), clamp(end, length));
        Ok(Subject { value: value.own(), view, length, start, end })
    }

    pub(super) fn characters<'a>(&self, vm: &'a Vm) -> Characters<'a> {
        match (&self.view, vm.cast::<Str>(self.value.value())) {
            (Some(view), _) => Characters::Bytes(view.bytes(vm)),
            (None, Some(text)) => Characters::Text(text.units(vm)),
            (None, None) => Characters::Bytes(&[]),
        }
    }

    pub(super) fn is_bytes(&self) -> bool {
        self.view.is_some()
    }

    /// A part of the subject, as str or bytes.
    pub(super) fn slice(&self, vm: &mut Vm, start: usize, end: usize) -> R<Owned> {
        slice(vm, self.value.value(), start, end)
    }
}

/// A part of a string, or of an object's bytes.
pub(super) fn slice(vm: &mut Vm, value: Value, start: usize, end: usize) -> R<Owned> {
    if let Some(text) = vm.cast::<Str>(value) {
        let length = text.len(vm);
        let (start, end) = (start.min(length), end.min(length));
        return vm.substring(text, start..end.max(start));
    }
    if let Some(whole) = vm.cast_exact::<taipan_runtime::types::bytes::Bytes>(value) {
        let bytes = whole.bytes(vm);
        let (start, end) = (start.min(bytes.len()), end.min(bytes.len()));
        if start == 0 && end == bytes.len() {
            return Ok(value.own());
        }
        let part = gathered_small::<u8, 64>(bytes[start..end.max(start)].iter().copied());
        return vm.new_bytes(&part);
    }
    let view = vm.buffer(value)?;
    let bytes = view.bytes(vm);
    let (start, end) = (start.min(bytes.len()), end.min(bytes.len()));
    let part = bytes[start..end.max(start)].copy_out();
    view.release(vm)?;
    vm.new_bytes(&part)
}

/// Strings or bytes put together.
pub(super) enum Joined {
    Text(TextBuf),
    Bytes(Vec<u8>),
}

impl Joined {
    pub(super) fn new(subject: &Subject) -> Joined {
        if subject.is_bytes() { Joined::Bytes(Vec::new()) } else { Joined::Text(TextBuf::new()) }
    }

    pub(super) fn push_part(&mut self, vm: &Vm, subject: &Subject, start: usize, end: usize) {
        match (self, subject.characters(vm)) {
            (Joined::Text(text), Characters::Text(units)) => text.push_units(units.slice(start..end)),
            (Joined::Bytes(out), Characters::Bytes(bytes)) => {
                out.put_slice(bytes.get(start..end).unwrap_or(&[]));
            }
            _ => {}
        }
    }

    /// Append a string or the bytes of an object.
    pub(super) fn push_value(&mut self, vm: &mut Vm, value: Value, index: usize) -> R<()> {
        match self {
            Joined::Text(text) => match vm.cast::<Str>(value) {
                Some(part) => text.push_units(part.units(vm)),
                None => {
                    let found = vm.class_of(value).name(vm);
                    let message = format!("sequence item {index}: expected str instance, {found} found");
                    return Err(vm.type_error(message));
                }
            },
            Joined::Bytes(out) => match crate::support::bytes_like(vm, value)? {
                Some(bytes) => out.put_slice(&bytes),
                None => {
                    let found = vm.class_of(value).name(vm);
                    let message = format!("sequence item {index}: expected a bytes-like object, {found} found");
                    return Err(vm.type_error(message));
                }
            },
        }
        Ok(())
    }

    pub(super) fn finish(self, vm: &mut Vm) -> R<Owned> {
        match self {
            Joined::Text(text) => vm.new_text(&text.finish()),
            Joined::Bytes(bytes) => vm.new_bytes(&bytes),
        }
    }
}

/// How a pattern is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Search,
    Match,
    FullMatch,
}

/// Where a match was found. Its groups are in the pattern's scratch until the next search.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Try the pattern from `start` on.
pub(super) fn find(
    vm: &mut Vm,
    pattern: Obj<Pattern>,
    subject: &Subject,
    mode: Mode,
    start: usize,
    must_advance: bool,
) -> R<Option<Span>> {
    if start > subject.end {
        return Ok(None);
    }
    let request = Request { start, end: subject.end, whole: mode == Mode::FullMatch, must_advance };
    with_matcher(vm, pattern, subject, Once { mode, request })
        .map(|found| found.map(|(start, end)| Span { start, end }))
}

/// Something done with a matcher and the subject's characters, whatever their width.
trait Work {
    type Found;

    fn run<T: Character>(self, matcher: &mut Matcher<'_>, text: &[T]) -> Result<Self::Found, Stop>;
}

fn with_matcher<W: Work>(vm: &mut Vm, pattern: Obj<Pattern>, subject: &Subject, work: W) -> R<W::Found> {
    let kept = pattern.get_mut(vm).scratch.take();
    let mut scratch = kept.unwrap_or_else(|| Box::new(Scratch::new(&pattern.get(vm).program)));
    let result = {
        let vm: &Vm = vm;
        let heap = vm.heap;
        let allow = move |bytes: usize| {
            if heap.breaker.has(taipan_heap::Breaker::SIGNAL | taipan_heap::Breaker::INTERRUPT) {
                return Err(Stop::Interrupted);
            }
            heap.room_for(bytes).map_err(|_| Stop::Memory)
        };
        let program = &pattern.get(vm).program;
        let mut matcher = Matcher::new(program, &mut scratch, &allow);
        match subject.characters(vm) {
            Characters::Bytes(bytes) => work.run(&mut matcher, bytes),
            Characters::Text(Units::Ascii(units) | Units::Latin1(units)) => work.run(&mut matcher, units),
            Characters::Text(Units::Ucs2(units)) => work.run(&mut matcher, units),
            Characters::Text(Units::Ucs4(units)) => work.run(&mut matcher, units),
        }
    };
    scratch.shrink();
    pattern.get_mut(vm).scratch = Some(scratch);
    match result {
        Ok(found) => Ok(found),
        Err(Stop::Memory) => Err(vm.memory_error()),
        Err(Stop::Interrupted) => Err(interrupted(vm)),
    }
}

struct Once {
    mode: Mode,
    request: Request,
}

impl Work for Once {
    type Found = Option<(usize, usize)>;

    #[inline]
    fn run<T: Character>(self, matcher: &mut Matcher<'_>, text: &[T]) -> Result<Self::Found, Stop> {
        match self.mode {
            Mode::Search => matcher.search(text, self.request),
            _ => Ok(matcher.match_at(text, self.request)?.map(|end| (self.request.start, end))),
        }
    }
}

const MOST_IN_BATCH: usize = 64;

/// Several matches in a row, with their groups.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) spans: Vec<Span>,
    marks: Vec<usize>,
    /// Groups of each.
    groups: usize,
}

impl Batch {
    /// Where a group of one of the matches begins and ends, the first group being 0. None when it took no part.
    pub(super) fn group(&self, index: usize, group: usize) -> Option<(usize, usize)> {
        let first = (index * self.groups + group) * 2;
        match *self.marks.get(first..first + 2)? {
            [start, end] if start != UNSET && end != UNSET && start <= end => Some((start, end)),
            _ => None,
        }
    }
}

struct Many<'b> {
    request: Request,
    batch: &'b mut Batch,
    most: usize,
}

impl Work for Many<'_> {
    type Found = ();

    fn run<T: Character>(self, matcher: &mut Matcher<'_>, text: &[T]) -> Result<(), Stop> {
        let Many { mut request, batch, most } = self;
        while batch.spans.len() < most {
            let Some((start, end)) = matcher.search(text, request)? else { break };
            batch.spans.put(Span { start, end });
            batch.marks.put_slice(&matcher.scratch.marks);
            request.start = end;
            request.must_advance = start == end;
            matcher.renew();
        }
        Ok(())
    }
}

fn interrupted(vm: &mut Vm) -> Raised {
    vm.raise(vm.exceptions.KeyboardInterrupt, "")
}

/// A search that goes on behind each match.
#[derive(Trace)]
pub(super) struct Cursor {
    pub(super) pattern: Owned,
    pub(super) subject: Subject,
    /// Where the next search begins; None when there is nothing left.
    next: Option<usize>,
    must_advance: bool,
}

impl Cursor {
    pub(super) fn new(pattern: Obj<Pattern>, subject: Subject) -> Cursor {
        let next = Some(subject.start);
        Cursor { pattern: pattern.own(), subject, next, must_advance: false }
    }

    pub(super) fn advance(&mut self, vm: &mut Vm, mode: Mode) -> R<Option<Span>> {
        let (Some(start), Some(pattern)) = (self.next, vm.cast::<Pattern>(self.pattern.value())) else {
            return Ok(None);
        };
        let found = find(vm, pattern, &self.subject, mode, start, self.must_advance)?;
        self.went(found);
        Ok(found)
    }

    /// The next matches: at least one if there is one, and no more than are wanted.
    pub(super) fn advance_many(&mut self, vm: &mut Vm, batch: &mut Batch, wanted: usize) -> R<()> {
        batch.spans.clear();
        batch.marks.clear();
        let (Some(start), Some(pattern)) = (self.next, vm.cast::<Pattern>(self.pattern.value())) else {
            return Ok(());
        };
        if start > self.subject.end {
            self.next = None;
            return Ok(());
        }
        batch.groups = pattern.get(vm).groups as usize;
        // What other objects hold may change between two matches.
        let value = self.subject.value.value();
        let lasting = !self.subject.is_bytes() || vm.cast_exact::<taipan_runtime::types::bytes::Bytes>(value).is_some();
        let most = if lasting { MOST_IN_BATCH.min(wanted) } else { 1 };
        let request = Request { start, end: self.subject.end, whole: false, must_advance: self.must_advance };
        with_matcher(vm, pattern, &self.subject, Many { request, batch, most })?;
        let last = if batch.spans.len() < most { None } else { batch.spans.last().copied() };
        self.went(last);
        Ok(())
    }

    /// The next match, out of a batch of which `index` are taken.
    pub(super) fn next_of(
        &mut self,
        vm: &mut Vm,
        batch: &mut Batch,
        index: &mut usize,
        wanted: usize,
    ) -> R<Option<Span>> {
        if *index >= batch.spans.len() {
            self.advance_many(vm, batch, wanted)?;
            *index = 0;
        }
        let span = batch.spans.get(*index).copied();
        *index += 1;
        Ok(span)
    }

    fn went(&mut self, found: Option<Span>) {
        match found {
            Some(span) => {
                self.next = Some(span.end);
                self.must_advance = span.start == span.end;
            }
            None => self.next = None,
        }
    }
}

macro_rules! cursor_object {
    ($type:ident) => {
        #[derive(Trace)]
        pub(super) struct $type {
            /// None while a search runs.
            cursor: Option<Cursor>,
        }

        payload!($type);
    };
}

cursor_object!(Scanner);
cursor_object!(FindIterator);

pub(super) static CLASS: ClassDef =
    ClassDef { module: "_sre", methods: &METHODS, getsets: &GETSETS, ..ClassDef::sealed::<Scanner>("SRE_Scanner") };

pub(super) static ITERATOR: ClassDef = ClassDef {
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    ..ClassDef::sealed::<FindIterator>("callable_iterator")
};

pub(super) fn find_iterator(vm: &mut Vm, pattern: Obj<Pattern>, subject: Subject) -> R<Owned> {
    vm.allocate(FindIterator { cursor: Some(Cursor::new(pattern, subject)) })
}

pub(super) fn scanner(vm: &mut Vm, pattern: Obj<Pattern>, subject: Subject) -> R<Owned> {
    vm.allocate(Scanner { cursor: Some(Cursor::new(pattern, subject)) })
}

fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<FindIterator>(vm, this)?;
    let Some(mut cursor) = this.get_mut(vm).cursor.take() else { return Ok(None) };
    let found = cursor.advance(vm, Mode::Search);
    let made = match found {
        Ok(Some(span)) => Match::make(vm, &cursor.pattern, &cursor.subject, span).map(Some),
        Ok(None) => Ok(None),
        Err(raised) => Err(raised),
    };
    this.get_mut(vm).cursor = Some(cursor);
    made
}

fn scan(vm: &mut Vm, this: Obj<Scanner>, mode: Mode) -> R<Owned> {
    let Some(mut cursor) = this.get_mut(vm).cursor.take() else {
        return Err(vm.value_error("regular expression scanner already executing"));
    };
    let found = cursor.advance(vm, mode);
    let made = match found {
        Ok(Some(span)) => Match::make(vm, &cursor.pattern, &cursor.subject, span),
        Ok(None) => Ok(Owned::NONE),
        Err(raised) => Err(raised),
    };
    this.get_mut(vm).cursor = Some(cursor);
    made
}

#[methods]
mod py {
    use super::*;

    /// The next match, which must begin where the last one ended.
    #[method("match($self, /)")]
    fn match_(vm: &mut Vm, this: Obj<Scanner>) -> R<Owned> {
        scan(vm, this, Mode::Match)
    }

    /// The next match.
    #[method("($self, /)")]
    fn search(vm: &mut Vm, this: Obj<Scanner>) -> R<Owned> {
        scan(vm, this, Mode::Search)
    }

    /// The pattern.
    #[getter]
    fn pattern(vm: &mut Vm, this: Obj<Scanner>) -> Option<Owned> {
        this.get(vm).cursor.as_ref().map(|cursor| cursor.pattern.clone())
    }
}
