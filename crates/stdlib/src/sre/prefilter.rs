//! Finding the places where a match can begin at all.
//!
//! In texts of one byte a character, literals that all matches begin with are searched for with vector instructions; other patterns
//! and other texts go by the first character.

use std::cell::OnceCell;
use std::fmt;

use aho_corasick::packed;
use memchr::memmem;
use taipan_text::Unit;

use super::analysis::{Analysis, First, inner_literal, prefixes};
use super::charset::{Set, Single};
use super::tree::Node;

#[derive(Default)]
pub(super) struct Prefilter {
    /// What all matches begin with.
    prefixes: Vec<Vec<u8>>,
    /// What looks for them, made by the first search.
    literals: OnceCell<Literals>,
    /// What is in all matches. In a box, as what holds vectors must be: objects of the heap are aligned for words.
    inner: Option<Box<(memmem::Finder<'static>, Option<usize>)>>,
    first: FirstCharacter,
}

#[derive(Default)]
enum Literals {
    #[default]
    None,
    One(Box<memmem::Finder<'static>>),
    Several(Box<packed::Searcher>),
}

#[derive(Default, Debug)]
enum FirstCharacter {
    /// Nothing is known.
    #[default]
    Unknown,
    /// A character by itself, which may be above the first 256.
    Single(Single),
    Bytes {
        table: Box<[bool; 256]>,
        /// Whether characters above the table are candidates.
        high: bool,
        /// The bytes, if they are two or three.
        few: Vec<u8>,
    },
}

impl fmt::Debug for Prefilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}, {:?}", self.prefixes, self.first)
    }
}

impl Prefilter {
    pub(super) fn new(root: &Node, analysis: &mut Analysis<'_>) -> Prefilter {
        let first = analysis.first(root);
        let single = only_single(root);
        let prefixes = prefixes(root, analysis).filter(|found| found.iter().all(|prefix| prefix.len() > 1));
        let inner = match prefixes {
            Some(_) => None,
            None => inner_literal(root)
                .filter(|inner| inner.furthest != Some(0) || inner.bytes.len() > 1)
                .map(|inner| Box::new((memmem::Finder::new(&inner.bytes).into_owned(), inner.furthest))),
        };
        let first = match single {
            Some(single @ (Single::Is(_) | Single::IsNot(_) | Single::Any | Single::In(_))) => {
                match (few_bytes(&first), single) {
                    (few, Single::In(_)) if few.len() > 1 => bytes(&first),
                    _ => FirstCharacter::Single(single),
                }
            }
            _ if first.is_telling() && first.count() < 250 => match first.only() {
                Some(only) => FirstCharacter::Single(Single::Is(u32::from(only))),
                None => bytes(&first),
            },
            _ => FirstCharacter::Unknown,
        };
        Prefilter { prefixes: prefixes.unwrap_or_default(), literals: OnceCell::new(), inner, first }
    }

    /// From `start` on, the first place that is near enough to what is in all matches; and up to where that answer holds.
    #[inline]
    pub(super) fn near_inner<T: Character>(&self, text: &[T], start: usize) -> Option<(usize, usize)> {
        let (Some(bytes), Some(inner)) = (T::bytes(text), &self.inner) else { return Some((start, usize::MAX)) };
        let (finder, furthest) = &**inner;
        let found = start + finder.find(&bytes[start..])?;
        Some((furthest.map_or(start, |furthest| start.max(found.saturating_sub(furthest))), found))
    }

    /// The first place from `start` on where a match can begin; None when there is none.
    #[inline]
    pub(super) fn candidate<T: Character>(&self, sets: &[Set], text: &[T], start: usize) -> Option<usize> {
        if let Some(bytes) = T::bytes(text) {
            match self.literals.get_or_init(|| literals(&self.prefixes)) {
                Literals::None => {}
                Literals::One(finder) => return finder.find(&bytes[start..]).map(|found| start + found),
                Literals::Several(searcher) => {
                    let span = aho_corasick::Span { start, end: bytes.len() };
                    return searcher.find_in(bytes, span).map(|found| found.start());
                }
            }
        }
        match &self.first {
            FirstCharacter::Unknown => Some(start),
            FirstCharacter::Single(single) => single.search(sets, &text[start..]).map(|found| start + found),
            FirstCharacter::Bytes { table, high, few } => {
                let rest = &text[start..];
                let fits = |c: T| table.get(c.code_point() as usize).copied().unwrap_or(*high);
                let near = rest.len().min(8);
                if let Some(found) = rest[..near].iter().position(|&c| fits(c)) {
                    return Some(start + found);
                }
                let far = &rest[near..];
                let found = match (T::bytes(far), few.as_slice()) {
                    (Some(far), &[a, b]) => memchr::memchr2(a, b, far),
                    (Some(far), &[a, b, c]) => memchr::memchr3(a, b, c, far),
                    _ => far.iter().position(|&c| fits(c)),
                };
                found.map(|found| start + near + found)
            }
        }
    }
}

/// The test that every match begins with, if it is one test.
fn only_single(node: &Node) -> Option<Single> {
    match node {
        Node::One(single) => Some(*single),
        Node::Repeat { single, least: 1.., .. } => Some(*single),
        Node::Sequence(nodes) => {
            only_single(nodes.iter().find(|node| !matches!(node, Node::Mark(_) | Node::At(_) | Node::Ahead { .. }))?)
        }
        Node::Loop { body, least: 1.., .. } | Node::Atomic(body) => only_single(body),
        _ => None,
    }
}

fn few_bytes(first: &First) -> Vec<u8> {
    if first.count() <= 3 { first.bytes().collect() } else { Vec::new() }
}

fn bytes(first: &First) -> FirstCharacter {
    let mut table = Box::new([false; 256]);
    for c in first.bytes() {
        table[usize::from(c)] = true;
    }
    FirstCharacter::Bytes { table, high: first.high, few: few_bytes(first) }
}

fn literals(found: &[Vec<u8>]) -> Literals {
    match found {
        [] => return Literals::None,
        [only] => return Literals::One(Box::new(memmem::Finder::new(only).into_owned())),
        _ => {}
    }
    let searcher = packed::Config::new().match_kind(packed::MatchKind::LeftmostFirst).builder().extend(found).build();
    searcher.map_or(Literals::None, |searcher| Literals::Several(Box::new(searcher)))
}

/// A unit of text, and what is special to bytes.
pub(super) trait Character: Unit {
    fn bytes(text: &[Self]) -> Option<&[u8]>;
}

impl Character for u8 {
    #[inline(always)]
    fn bytes(text: &[u8]) -> Option<&[u8]> {
        Some(text)
    }
}

impl Character for u16 {
    #[inline(always)]
    fn bytes(_text: &[u16]) -> Option<&[u8]> {
        None
    }
}

impl Character for u32 {
    #[inline(always)]
    fn bytes(_text: &[u32]) -> Option<&[u8]> {
        None
    }
}
