//! Patterns read as `re._parser` reads them, for those that give no reason to complain or to warn. Of all others nothing is said here: that is
//! left to the Python code, which finds the words.
//!
//! What is made is what `tree::read` makes of the code that `re._compiler` writes, up to how sets are written down.

use std::collections::{HashMap, HashSet};

use super::tree::{Greed, NO_LIMIT};

pub(super) const IGNORECASE: u32 = 2;
pub(super) const MULTILINE: u32 = 8;
pub(super) const DOTALL: u32 = 16;
pub(super) const UNICODE: u32 = 32;
pub(super) const VERBOSE: u32 = 64;
pub(super) const ASCII: u32 = 256;
const TYPE_FLAGS: u32 = ASCII | UNICODE;
const KNOWN_FLAGS: u32 = IGNORECASE | MULTILINE | DOTALL | VERBOSE | TYPE_FLAGS;

/// Numbers of places.
pub(super) const AT_BEGINNING: u32 = 0;
const AT_BEGINNING_STRING: u32 = 2;
pub(super) const AT_BOUNDARY: u32 = 3;
pub(super) const AT_NON_BOUNDARY: u32 = 4;
pub(super) const AT_END: u32 = 5;
const AT_END_STRING: u32 = 7;

/// How deep groups are nested at most.
const DEEPEST: u32 = 100;
const MOST_GROUPS: u32 = 10_000;
/// The widest that anything is said to be.
const WIDEST: u128 = 1 << 64;

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Member {
    One(u32),
    Range(u32, u32),
    /// As in `charset`, before it is known whether of all of Unicode.
    Category(u32),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Literal(u32),
    NotLiteral(u32),
    In { negate: bool, members: Vec<Member> },
    Any,
    At(u32),
    Fail,
    GroupRef(u32),
    Repeat { least: u32, most: u32, greed: Greed, body: Vec<Part> },
    Sub { group: Option<u32>, add: u32, remove: u32, body: Vec<Part> },
    Atomic(Vec<Part>),
    Assert { behind: bool, negative: bool, body: Vec<Part> },
    Branch(Vec<Vec<Part>>),
    Conditional { group: u32, yes: Vec<Part>, no: Option<Vec<Part>> },
}

impl Part {
    /// Whether parts that are equal can be had in common: those that hold no parts themselves.
    fn is_simple(&self) -> bool {
        matches!(
            self,
            Part::Literal(_)
                | Part::NotLiteral(_)
                | Part::In { .. }
                | Part::Any
                | Part::At(_)
                | Part::Fail
                | Part::GroupRef(_)
        )
    }
}

pub(super) struct Parsed {
    pub(super) parts: Vec<Part>,
    /// The flags given, and those in the pattern.
    pub(super) flags: u32,
    /// How many groups, the whole match among them.
    pub(super) groups: u32,
    /// In the order in which they were met.
    pub(super) names: Vec<(String, u32)>,
    pub(super) widths: Vec<Option<Width>>,
    /// Whether some group ignores case.
    pub(super) has_ignorecase: bool,
}

/// Fewest and most characters.
pub(super) type Width = (u128, u128);

/// The pattern is the Python code's to read.
pub(super) struct Unread;

type P<T> = Result<T, Unread>;

/// A character, perhaps with a backslash before it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Token {
    escaped: bool,
    c: u32,
}

fn plain(c: char) -> Option<Token> {
    Some(Token { escaped: false, c: u32::from(c) })
}

pub(super) fn parse(text: &[u32], is_text: bool, flags: u32) -> P<Parsed> {
    if flags & !KNOWN_FLAGS != 0 {
        return Err(Unread);
    }
    let mut parser = Parser {
        text,
        is_text,
        at: 0,
        next: None,
        flags,
        widths: vec![None],
        names: Vec::new(),
        by_name: HashMap::new(),
        behind: None,
        conditions: 0,
        has_ignorecase: false,
    };
    parser.advance()?;
    let parts = parser.alternatives(flags & VERBOSE != 0, 0)?;
    if parser.next.is_some() {
        return Err(Unread);
    }
    let mut flags = parser.flags;
    if is_text && flags & ASCII == 0 {
        flags |= UNICODE;
    } else if flags & UNICODE != 0 {
        return Err(Unread);
    }
    let groups = parser.widths.len() as u32;
    if parser.conditions >= groups {
        return Err(Unread);
    }
    Ok(Parsed {
        parts,
        flags,
        groups,
        names: parser.names,
        widths: parser.widths,
        has_ignorecase: parser.has_ignorecase,
    })
}

/// The fewest and the most characters of a sequence.
pub(super) fn width(parts: &[Part], groups: &[Option<Width>]) -> Width {
    let (mut low, mut high) = (0u128, 0u128);
    for part in parts {
        let (least, most) = match part {
            Part::Literal(_) | Part::NotLiteral(_) | Part::In { .. } | Part::Any => (1, 1),
            Part::At(_) | Part::Fail | Part::Assert { .. } => (0, 0),
            Part::GroupRef(group) => groups.get(*group as usize).copied().flatten().unwrap_or((0, 0)),
            Part::Repeat { least, most, body, .. } => {
                let (i, j) = width(body, groups);
                let most = if *most == NO_LIMIT && j > 0 { WIDEST } else { j.saturating_mul(u128::from(*most)) };
                (i.saturating_mul(u128::from(*least)), most)
            }
            Part::Sub { body, .. } | Part::Atomic(body) => width(body, groups),
            Part::Branch(ways) => ways.iter().fold((WIDEST, 0), |(i, j), way| {
                let (least, most) = width(way, groups);
                (i.min(least), j.max(most))
            }),
            Part::Conditional { yes, no, .. } => {
                let (i, j) = width(yes, groups);
                match no {
                    Some(no) => {
                        let (least, most) = width(no, groups);
                        (i.min(least), j.max(most))
                    }
                    None => (0, j),
                }
            }
        };
        low = low.saturating_add(least);
        high = if matches!(part, Part::Repeat { most: NO_LIMIT, .. }) && most == WIDEST {
            WIDEST
        } else {
            high.saturating_add(most)
        };
    }
    (low.min(WIDEST), high.min(WIDEST))
}

fn is_space(token: Token) -> bool {
    !token.escaped && (matches!(token.c, 9..=13) || token.c == 32)
}

fn digit(c: u32, radix: u32) -> Option<u32> {
    char::from_u32(c).filter(char::is_ascii)?.to_digit(radix)
}

/// What a letter behind a backslash stands for by itself.
fn simple_escape(c: u32) -> Option<u32> {
    Some(match char::from_u32(c)? {
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        '\\' => 92,
        _ => return None,
    })
}

fn category(c: u32) -> Option<u32> {
    Some(match char::from_u32(c)? {
        'd' => 0,
        'D' => 1,
        's' => 2,
        'S' => 3,
        'w' => 4,
        'W' => 5,
        _ => return None,
    })
}

fn flag(c: u32) -> P<u32> {
    match char::from_u32(c) {
        Some('i') => Ok(IGNORECASE),
        Some('m') => Ok(MULTILINE),
        Some('s') => Ok(DOTALL),
        Some('x') => Ok(VERBOSE),
        Some('a') => Ok(ASCII),
        Some('u') => Ok(UNICODE),
        _ => Err(Unread),
    }
}

fn once(members: &mut Vec<Member>) {
    let mut seen = HashSet::with_capacity(members.len());
    members.retain(|member| seen.insert(member.clone()));
}

struct Parser<'a> {
    text: &'a [u32],
    is_text: bool,
    /// The place behind `next`.
    at: usize,
    next: Option<Token>,
    flags: u32,
    /// By group; None while it is open.
    widths: Vec<Option<Width>>,
    names: Vec<(String, u32)>,
    by_name: HashMap<String, u32>,
    /// How many groups there were when the outermost look behind began.
    behind: Option<u32>,
    /// The greatest group that a condition asks for.
    conditions: u32,
    has_ignorecase: bool,
}

impl Parser<'_> {
    fn advance(&mut self) -> P<()> {
        self.next = match self.text.get(self.at) {
            None => None,
            Some(&92) => {
                let Some(&c) = self.text.get(self.at + 1) else { return Err(Unread) };
                self.at += 2;
                Some(Token { escaped: true, c })
            }
            Some(&c) => {
                self.at += 1;
                Some(Token { escaped: false, c })
            }
        };
        Ok(())
    }

    fn get(&mut self) -> P<Option<Token>> {
        let this = self.next;
        self.advance()?;
        Ok(this)
    }

    fn take(&mut self) -> P<Token> {
        self.get()?.ok_or(Unread)
    }

    fn matches(&mut self, c: char) -> P<bool> {
        if self.next != plain(c) {
            return Ok(false);
        }
        self.advance()?;
        Ok(true)
    }

    fn expect(&mut self, c: char) -> P<()> {
        if self.matches(c)? { Ok(()) } else { Err(Unread) }
    }

    /// The next character as a digit.
    fn digit(&self, radix: u32) -> Option<u32> {
        digit(self.next.filter(|token| !token.escaped)?.c, radix)
    }

    fn alternatives(&mut self, mut verbose: bool, depth: u32) -> P<Vec<Part>> {
        if depth > DEEPEST {
            return Err(Unread);
        }
        let mut ways = Vec::new();
        loop {
            ways.push(self.sequence(verbose, depth, depth == 0 && ways.is_empty())?);
            if !self.matches('|')? {
                break;
            }
            if depth == 0 {
                verbose = self.flags & VERBOSE != 0;
            }
        }
        if ways.len() == 1 {
            return ways.pop().ok_or(Unread);
        }
        let mut parts = Vec::new();
        // What all begin with stands before them.
        let mut shared = 0;
        while let Some(first) = ways[0].get(shared).filter(|first| first.is_simple())
            && ways.iter().all(|way| way.get(shared) == Some(first))
        {
            shared += 1;
        }
        parts.extend_from_slice(&ways[0][..shared]);
        for way in &mut ways {
            way.drain(..shared);
        }
        let mut members = Vec::new();
        let only_characters = ways.iter().all(|way| match way.as_slice() {
            [Part::Literal(c)] => {
                members.push(Member::One(*c));
                true
            }
            [Part::In { negate: false, members: more }] => {
                members.extend_from_slice(more);
                true
            }
            _ => false,
        });
        if only_characters {
            once(&mut members);
            parts.push(Part::In { negate: false, members });
        } else {
            parts.push(Part::Branch(ways));
        }
        Ok(parts)
    }

    fn sequence(&mut self, mut verbose: bool, depth: u32, first: bool) -> P<Vec<Part>> {
        let mut parts = Vec::new();
        while let Some(this) = self.next {
            if !this.escaped && matches!(char::from_u32(this.c), Some('|' | ')')) {
                break;
            }
            self.advance()?;
            if verbose {
                if is_space(this) {
                    continue;
                }
                if Some(this) == plain('#') {
                    while self.get()?.is_some_and(|token| Some(token) != plain('\n')) {}
                    continue;
                }
            }
            if this.escaped {
                let part = self.escape(this.c)?;
                parts.push(part);
                continue;
            }
            match char::from_u32(this.c) {
                Some('[') => {
                    let set = self.set()?;
                    parts.push(set);
                }
                Some('*' | '+' | '?' | '{') => self.repeat(this.c, &mut parts)?,
                Some('.') => parts.push(Part::Any),
                Some('^') => parts.push(Part::At(AT_BEGINNING)),
                Some('$') => parts.push(Part::At(AT_END)),
                Some('(') => {
                    let flags_may_be = first && parts.is_empty();
                    if let Some(part) = self.group(&mut verbose, depth, flags_may_be)? {
                        parts.push(part);
                    }
                }
                _ => parts.push(Part::Literal(this.c)),
            }
        }
        // Groups that do nothing are not there.
        if parts.iter().any(|part| matches!(part, Part::Sub { group: None, add: 0, remove: 0, .. })) {
            let mut flat = Vec::with_capacity(parts.len());
            for part in parts {
                match part {
                    Part::Sub { group: None, add: 0, remove: 0, body } => flat.extend(body),
                    part => flat.push(part),
                }
            }
            parts = flat;
        }
        Ok(parts)
    }

    /// So many hexadecimal digits.
    fn hexadecimal(&mut self, count: u32) -> P<u32> {
        let mut value = 0u32;
        for _ in 0..count {
            let digit = self.digit(16).ok_or(Unread)?;
            value = value.checked_mul(16).ok_or(Unread)? + digit;
            self.advance()?;
        }
        if value > 0x0010_ffff { Err(Unread) } else { Ok(value) }
    }

    /// Up to so many octal digits behind those that make `value`.
    fn octal(&mut self, mut value: u32, count: u32) -> P<u32> {
        for _ in 0..count {
            let Some(digit) = self.digit(8) else { break };
            value = value * 8 + digit;
            self.advance()?;
        }
        Ok(value)
    }

    /// The character that a backslash and `c` stand for, in a set or outside.
    fn character(&mut self, c: u32) -> P<u32> {
        match char::from_u32(c) {
            Some('x') => self.hexadecimal(2),
            Some('u') if self.is_text => self.hexadecimal(4),
            Some('U') if self.is_text => self.hexadecimal(8),
            Some(letter) if letter.is_ascii_alphanumeric() => Err(Unread),
            _ => Ok(c),
        }
    }

    fn escape(&mut self, c: u32) -> P<Part> {
        if let Some(kind) = category(c) {
            return Ok(Part::In { negate: false, members: vec![Member::Category(kind)] });
        }
        match char::from_u32(c) {
            Some('A') => return Ok(Part::At(AT_BEGINNING_STRING)),
            Some('b') => return Ok(Part::At(AT_BOUNDARY)),
            Some('B') => return Ok(Part::At(AT_NON_BOUNDARY)),
            Some('z' | 'Z') => return Ok(Part::At(AT_END_STRING)),
            Some('0') => return Ok(Part::Literal(self.octal(0, 2)?)),
            _ => {}
        }
        if let Some(c) = simple_escape(c) {
            return Ok(Part::Literal(c));
        }
        let Some(mut group) = digit(c, 10) else { return Ok(Part::Literal(self.character(c)?)) };
        if let Some(second) = self.digit(10) {
            self.advance()?;
            if group < 8
                && second < 8
                && let Some(third) = self.digit(8)
            {
                self.advance()?;
                let c = (group * 8 + second) * 8 + third;
                return if c > 0o377 { Err(Unread) } else { Ok(Part::Literal(c)) };
            }
            group = group * 10 + second;
        }
        self.reference(group)
    }

    fn reference(&mut self, group: u32) -> P<Part> {
        if self.widths.get(group as usize).copied().flatten().is_none() {
            return Err(Unread);
        }
        self.check_behind(group)?;
        Ok(Part::GroupRef(group))
    }

    fn check_behind(&self, group: u32) -> P<()> {
        let Some(before) = self.behind else { return Ok(()) };
        let closed = self.widths.get(group as usize).copied().flatten().is_some();
        if closed && group < before { Ok(()) } else { Err(Unread) }
    }

    fn set_member(&mut self, token: Token) -> P<Member> {
        if !token.escaped {
            return Ok(Member::One(token.c));
        }
        if let Some(c) = simple_escape(token.c) {
            return Ok(Member::One(c));
        }
        if let Some(kind) = category(token.c) {
            return Ok(Member::Category(kind));
        }
        if let Some(digit) = digit(token.c, 8) {
            let c = self.octal(digit, 2)?;
            return if c > 0o377 { Err(Unread) } else { Ok(Member::One(c)) };
        }
        Ok(Member::One(self.character(token.c)?))
    }

    fn set(&mut self) -> P<Part> {
        // A set that seems to be inside another one is warned of.
        if self.next == plain('[') {
            return Err(Unread);
        }
        let negate = self.matches('^')?;
        let mut members = Vec::new();
        loop {
            let this = self.take()?;
            if Some(this) == plain(']') && !members.is_empty() {
                break;
            }
            let doubled = !this.escaped && matches!(char::from_u32(this.c), Some('-' | '&' | '~' | '|'));
            if doubled && !members.is_empty() && self.next == Some(this) {
                return Err(Unread);
            }
            let low = self.set_member(this)?;
            if !self.matches('-')? {
                members.push(low);
                continue;
            }
            let that = self.take()?;
            if Some(that) == plain(']') {
                members.push(low);
                members.push(Member::One(u32::from('-')));
                break;
            }
            if Some(that) == plain('-') {
                return Err(Unread);
            }
            match (low, self.set_member(that)?) {
                (Member::One(low), Member::One(high)) if low <= high => members.push(Member::Range(low, high)),
                _ => return Err(Unread),
            }
        }
        once(&mut members);
        Ok(match members.as_slice() {
            [Member::One(c)] if negate => Part::NotLiteral(*c),
            [Member::One(c)] => Part::Literal(*c),
            _ => Part::In { negate, members },
        })
    }

    /// A number in digits; None without any.
    fn number(&mut self) -> P<Option<u32>> {
        let mut value = None;
        while let Some(digit) = self.digit(10) {
            let more = value.unwrap_or(0u32).checked_mul(10).and_then(|value| value.checked_add(digit));
            value = Some(more.filter(|&value| value != NO_LIMIT).ok_or(Unread)?);
            self.advance()?;
        }
        Ok(value)
    }

    fn repeat(&mut self, this: u32, parts: &mut Vec<Part>) -> P<()> {
        let (mut least, mut most) = match char::from_u32(this) {
            Some('?') => (0, 1),
            Some('+') => (1, NO_LIMIT),
            _ => (0, NO_LIMIT),
        };
        if this == u32::from('{') {
            if self.next == plain('}') {
                parts.push(Part::Literal(this));
                return Ok(());
            }
            let before = (self.at, self.next);
            let low = self.number()?;
            let high = if self.matches(',')? { self.number()? } else { low };
            if !self.matches('}')? {
                parts.push(Part::Literal(this));
                (self.at, self.next) = before;
                return Ok(());
            }
            least = low.unwrap_or(least);
            most = high.unwrap_or(most);
            if most < least {
                return Err(Unread);
            }
        }
        let body = match parts.pop() {
            None | Some(Part::At(_) | Part::Repeat { .. }) => return Err(Unread),
            Some(Part::Sub { group: None, add: 0, remove: 0, body }) => body,
            Some(part) => vec![part],
        };
        let greed = if self.matches('?')? {
            Greed::Lazy
        } else if self.matches('+')? {
            Greed::Possessive
        } else {
            Greed::Greedy
        };
        parts.push(Part::Repeat { least, most, greed, body });
        Ok(())
    }

    /// A name up to `end`, which is ASCII.
    fn name(&mut self, end: char) -> P<String> {
        let mut name = String::new();
        loop {
            let token = self.take()?;
            if Some(token) == plain(end) {
                break;
            }
            let c = char::from_u32(token.c).filter(|c| !token.escaped && (c.is_ascii_alphanumeric() || *c == '_'));
            name.push(c.ok_or(Unread)?);
        }
        if name.is_empty() { Err(Unread) } else { Ok(name) }
    }

    fn identifier(&mut self, end: char) -> P<String> {
        let name = self.name(end)?;
        if name.starts_with(|c: char| c.is_ascii_digit()) { Err(Unread) } else { Ok(name) }
    }

    /// A group whose parenthesis was read, or what looks like one.
    fn group(&mut self, verbose: &mut bool, depth: u32, flags_may_be: bool) -> P<Option<Part>> {
        let (mut capture, mut atomic, mut name) = (true, false, None);
        let (mut add, mut remove) = (0, 0);
        if self.matches('?')? {
            let token = self.take()?;
            match char::from_u32(token.c).filter(|_| !token.escaped) {
                Some('P') => {
                    if self.matches('<')? {
                        name = Some(self.identifier('>')?);
                    } else if self.matches('=')? {
                        let name = self.identifier(')')?;
                        let group = *self.by_name.get(&name).ok_or(Unread)?;
                        return self.reference(group).map(Some);
                    } else {
                        return Err(Unread);
                    }
                }
                Some(':') => capture = false,
                Some('#') => {
                    while Some(self.take()?) != plain(')') {}
                    return Ok(None);
                }
                Some('=') => return self.look(false, false, *verbose, depth).map(Some),
                Some('!') => return self.look(false, true, *verbose, depth).map(Some),
                Some('<') => {
                    let token = self.take()?;
                    let negative = Some(token) == plain('!');
                    if !negative && Some(token) != plain('=') {
                        return Err(Unread);
                    }
                    return self.look(true, negative, *verbose, depth).map(Some);
                }
                Some('(') => return self.conditional(*verbose, depth).map(Some),
                Some('>') => (capture, atomic) = (false, true),
                Some(_) => {
                    capture = false;
                    match self.flags_given(token)? {
                        Some(flags) => (add, remove) = flags,
                        None if flags_may_be => {
                            *verbose = self.flags & VERBOSE != 0;
                            return Ok(None);
                        }
                        None => return Err(Unread),
                    }
                }
                None => return Err(Unread),
            }
        }
        let group = if capture {
            let group = self.widths.len() as u32;
            if group >= MOST_GROUPS {
                return Err(Unread);
            }
            self.widths.push(None);
            if let Some(name) = name {
                if self.by_name.insert(name.clone(), group).is_some() {
                    return Err(Unread);
                }
                self.names.push((name, group));
            }
            Some(group)
        } else {
            None
        };
        let inside = (*verbose || add & VERBOSE != 0) && remove & VERBOSE == 0;
        let body = self.alternatives(inside, depth + 1)?;
        self.expect(')')?;
        if let Some(group) = group {
            self.widths[group as usize] = Some(width(&body, &self.widths));
        }
        Ok(Some(if atomic { Part::Atomic(body) } else { Part::Sub { group, add, remove, body } }))
    }

    fn look(&mut self, behind: bool, negative: bool, verbose: bool, depth: u32) -> P<Part> {
        let outermost = behind && self.behind.is_none();
        if outermost {
            self.behind = Some(self.widths.len() as u32);
        }
        let body = self.alternatives(verbose, depth + 1)?;
        if outermost {
            self.behind = None;
        }
        self.expect(')')?;
        if negative && body.is_empty() {
            return Ok(Part::Fail);
        }
        Ok(Part::Assert { behind, negative, body })
    }

    fn conditional(&mut self, verbose: bool, depth: u32) -> P<Part> {
        let name = self.name(')')?;
        let group = if name.bytes().all(|c| c.is_ascii_digit()) {
            let group = name.parse::<u32>().map_err(|_| Unread)?;
            if group == 0 {
                return Err(Unread);
            }
            self.conditions = self.conditions.max(group);
            group
        } else {
            *self.by_name.get(&name).ok_or(Unread)?
        };
        self.check_behind(group)?;
        if depth >= DEEPEST {
            return Err(Unread);
        }
        let yes = self.sequence(verbose, depth + 1, false)?;
        let no = if self.matches('|')? { Some(self.sequence(verbose, depth + 1, false)?) } else { None };
        self.expect(')')?;
        Ok(Part::Conditional { group, yes, no })
    }

    /// Flags to add and to remove for a group; None when they are for the whole pattern.
    fn flags_given(&mut self, first: Token) -> P<Option<(u32, u32)>> {
        let (mut add, mut remove) = (0, 0);
        let mut token = first;
        if Some(token) != plain('-') {
            loop {
                let flag = flag(token.c).map_err(|_| Unread)?;
                if token.escaped || !self.is_text && flag == UNICODE {
                    return Err(Unread);
                }
                add |= flag;
                if flag & TYPE_FLAGS != 0 && add & TYPE_FLAGS != flag {
                    return Err(Unread);
                }
                token = self.take()?;
                if token.escaped {
                    return Err(Unread);
                }
                if matches!(char::from_u32(token.c), Some(')' | '-' | ':')) {
                    break;
                }
            }
        }
        if Some(token) == plain(')') {
            self.flags |= add;
            return Ok(None);
        }
        if Some(token) == plain('-') {
            token = self.take()?;
            loop {
                let flag = flag(token.c)?;
                if token.escaped || flag & TYPE_FLAGS != 0 {
                    return Err(Unread);
                }
                remove |= flag;
                token = self.take()?;
                if Some(token) == plain(':') {
                    break;
                }
            }
        }
        self.has_ignorecase |= add & IGNORECASE != 0;
        if add & remove != 0 { Err(Unread) } else { Ok(Some((add, remove))) }
    }
}
