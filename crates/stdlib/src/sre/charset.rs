//! Tests of one character: sets, categories, and comparison without regard to case.
//!
//! What a test says of the first 256 characters is in a table; the others go through the set's items.

use taipan_text::Unit;

/// How characters are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fold {
    Exact,
    Ascii,
    Locale,
    Unicode,
}

/// A set of characters.
#[derive(Debug)]
pub(super) struct Set {
    pub(super) low: [bool; 256],
    items: Vec<Item>,
    fold: Fold,
    /// Whether a character above the table may be in the set.
    pub(super) high: bool,
}

#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "sets have few items")]
pub(super) enum Item {
    Negate,
    One(u32),
    Range(u32, u32),
    /// A range that the upper-case form may be in instead.
    RangeUpper(u32, u32),
    Category(u32),
    Bits([u32; 8]),
    Blocks {
        index: [u8; 256],
        blocks: Vec<[u32; 8]>,
    },
}

/// A test of one character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Single {
    Any,
    AnyAll,
    Is(u32),
    IsNot(u32),
    In(u32),
}

fn is_ascii_word(c: u32) -> bool {
    c == u32::from('_') || u8::try_from(c).is_ok_and(|c| c.is_ascii_alphanumeric())
}

pub(super) fn is_word(c: u32, unicode: bool) -> bool {
    if c < 128 || !unicode { is_ascii_word(c) } else { taipan_text::unicode::is_alnum_char(c) }
}

fn category(kind: u32, c: u32) -> bool {
    let holds = match kind / 2 {
        0 => (u32::from('0')..=u32::from('9')).contains(&c),
        1 => c == 32 || (9..=13).contains(&c),
        2 | 4 => is_ascii_word(c),
        3 => c == 10,
        5 => taipan_text::unicode::is_decimal_char(c),
        6 => taipan_text::unicode::is_space_char(c),
        7 => is_word(c, true),
        _ => taipan_text::unicode::is_line_break(c),
    };
    holds == kind.is_multiple_of(2)
}

pub(super) fn lower_ascii(c: u32) -> u32 {
    if (65..=90).contains(&c) { c + 32 } else { c }
}

fn upper_ascii(c: u32) -> u32 {
    if (97..=122).contains(&c) { c - 32 } else { c }
}

pub(super) fn lower(c: u32, fold: Fold) -> u32 {
    match fold {
        Fold::Exact => c,
        Fold::Ascii | Fold::Locale => lower_ascii(c),
        Fold::Unicode if c < 128 => lower_ascii(c),
        Fold::Unicode => taipan_text::unicode::casing::first_lower(c),
    }
}

fn bit(bits: &[u32; 8], c: u8) -> bool {
    bits[usize::from(c) / 32] >> (c % 32) & 1 == 1
}

impl Item {
    fn may_be_high(&self) -> bool {
        match *self {
            Item::One(c) => c > 255,
            Item::Range(_, last) | Item::RangeUpper(_, last) => last > 255,
            Item::Category(kind) => kind > 9 || kind % 2 == 1,
            Item::Bits(_) => false,
            Item::Negate | Item::Blocks { .. } => true,
        }
    }
}

impl Set {
    pub(super) fn new(items: Vec<Item>, fold: Fold) -> Set {
        // Characters far up have small letters far down: the sign for kelvin is one.
        let high = fold == Fold::Unicode || items.iter().any(Item::may_be_high);
        let mut set = Set { low: [false; 256], items, fold, high };
        if fold == Fold::Locale {
            for c in 0..256u32 {
                set.low[c as usize] = set.folded(c);
            }
            return set;
        }
        let exact = set.low_items();
        for c in 0..256u32 {
            let lower = lower(c, fold);
            set.low[c as usize] = match exact.get(lower as usize) {
                Some(&found) => found,
                None => set.by_items(lower),
            };
        }
        set
    }

    /// `by_items` of the first 256 characters.
    fn low_items(&self) -> [bool; 256] {
        let mut found = [None; 256];
        let mut ok = true;
        let mut put = |c: u32, ok: bool| {
            if let Some(place) = found.get_mut(c as usize) {
                place.get_or_insert(ok);
            }
        };
        for item in &self.items {
            match item {
                Item::Negate => ok = !ok,
                Item::One(x) => put(*x, ok),
                Item::Range(first, last) => (*first..=(*last).min(255)).for_each(|c| put(c, ok)),
                Item::Category(kind) => (0..256).filter(|&c| category(*kind, c)).for_each(|c| put(c, ok)),
                Item::Bits(bits) => (0..=255u8).filter(|&c| bit(bits, c)).for_each(|c| put(u32::from(c), ok)),
                Item::Blocks { index, blocks } => {
                    if let Some(bits) = blocks.get(usize::from(index[0])) {
                        (0..=255u8).filter(|&c| bit(bits, c)).for_each(|c| put(u32::from(c), ok));
                    }
                }
                Item::RangeUpper(first, last) => {
                    let within = |c: u32| (*first..=*last).contains(&c);
                    let either = |&c: &u32| within(c) || within(taipan_text::unicode::casing::first_upper(c));
                    (0..256).filter(either).for_each(|c| put(c, ok));
                }
            }
        }
        found.map(|found| found.unwrap_or(!ok))
    }

    /// Of what is, or is not, one character in some case.
    pub(super) fn of_folded(x: u32, fold: Fold, negative: bool) -> Set {
        let items = if negative { vec![Item::Negate, Item::One(x)] } else { vec![Item::One(x)] };
        Set::new(items, fold)
    }

    fn by_items(&self, c: u32) -> bool {
        let mut ok = true;
        for item in &self.items {
            let found = match item {
                Item::Negate => {
                    ok = !ok;
                    continue;
                }
                Item::One(x) => c == *x,
                Item::Range(first, last) => (*first..=*last).contains(&c),
                Item::RangeUpper(first, last) => {
                    let upper = taipan_text::unicode::casing::first_upper(c);
                    (*first..=*last).contains(&c) || (*first..=*last).contains(&upper)
                }
                Item::Category(kind) => category(*kind, c),
                Item::Bits(bits) => u8::try_from(c).is_ok_and(|c| bit(bits, c)),
                Item::Blocks { index, blocks } => {
                    let block = index.get((c >> 8) as usize).copied().map_or(usize::MAX, usize::from);
                    blocks.get(block).is_some_and(|bits| bit(bits, c as u8))
                }
            };
            if found {
                return ok;
            }
        }
        !ok
    }

    fn folded(&self, c: u32) -> bool {
        match self.fold {
            // With a locale, either case may be what is in the set, or what is kept out of it.
            Fold::Locale => {
                let (lower, upper) = (self.by_items(lower_ascii(c)), self.by_items(upper_ascii(c)));
                if let Some(Item::Negate) = self.items.first() { lower && upper } else { lower || upper }
            }
            fold => self.by_items(lower(c, fold)),
        }
    }

    #[inline(always)]
    pub(super) fn contains<T: Unit>(&self, c: T) -> bool {
        match self.low.get(c.code_point() as usize) {
            Some(&found) => found,
            None => self.high && self.folded(c.code_point()),
        }
    }

    /// The place of the first character that is in the set, or is not.
    #[inline(always)]
    fn find<T: Unit>(&self, text: &[T], wanted: bool) -> Option<usize> {
        let mut chunks = text.chunks_exact(4);
        let mut at = 0;
        for chunk in &mut chunks {
            if self.contains(chunk[0]) == wanted {
                return Some(at);
            }
            if self.contains(chunk[1]) == wanted {
                return Some(at + 1);
            }
            if self.contains(chunk[2]) == wanted {
                return Some(at + 2);
            }
            if self.contains(chunk[3]) == wanted {
                return Some(at + 3);
            }
            at += 4;
        }
        let found = chunks.remainder().iter().position(|&c| self.contains(c) == wanted);
        found.map(|found| at + found)
    }
}

impl Single {
    /// Whether a character passes the test.
    #[inline(always)]
    pub(super) fn passes<T: Unit>(self, sets: &[Set], c: T) -> bool {
        match self {
            Single::Any => c.code_point() != 10,
            Single::AnyAll => true,
            Single::Is(x) => c.code_point() == x,
            Single::IsNot(x) => c.code_point() != x,
            Single::In(set) => sets[set as usize].contains(c),
        }
    }

    /// How many characters at the beginning pass the test.
    #[inline]
    pub(super) fn run<T: Unit>(self, sets: &[Set], text: &[T]) -> usize {
        let end = match self {
            Single::AnyAll => None,
            Single::Any => first_of(text, 10),
            Single::IsNot(x) => first_of(text, x),
            Single::Is(x) => text.iter().position(|c| c.code_point() != x),
            Single::In(set) => sets[set as usize].find(text, false),
        };
        end.unwrap_or(text.len())
    }

    /// The first place where the test is passed.
    #[inline]
    pub(super) fn search<T: Unit>(self, sets: &[Set], text: &[T]) -> Option<usize> {
        match self {
            Single::AnyAll => (!text.is_empty()).then_some(0),
            Single::Any => text.iter().position(|c| c.code_point() != 10),
            Single::IsNot(x) => text.iter().position(|c| c.code_point() != x),
            Single::Is(x) => first_of(text, x),
            Single::In(set) => sets[set as usize].find(text, true),
        }
    }
}

/// The place of a character. What is near is found before the machinery for what is far is set going.
#[inline]
pub(super) fn first_of<T: Unit>(text: &[T], c: u32) -> Option<usize> {
    let unit = T::from_code_point(c)?;
    let near = text.len().min(8);
    if let Some(found) = text[..near].iter().position(|&here| here == unit) {
        return Some(found);
    }
    T::position(&text[near..], unit).map(|found| near + found)
}
