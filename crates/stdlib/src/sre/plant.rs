//! The tree of a pattern that `parse` read: characters and sets as the flags have them.

use std::collections::HashMap;

use taipan_text::unicode::casing;

use super::charset::{Fold, Item, Set, Single};
use super::parse::{
    ASCII, AT_BEGINNING, AT_BOUNDARY, AT_END, AT_NON_BOUNDARY, DOTALL, IGNORECASE, MULTILINE, Member, Parsed, Part,
    UNICODE, Unread, Width, width,
};
use super::tree::{Node, Tree};

/// Lower-case characters, each with others whose upper-case form is the same.
pub(super) type ExtraCases = HashMap<u32, Vec<u32>>;

/// The tree of a pattern.
pub(super) fn plant(parsed: &Parsed, extra: &ExtraCases) -> Result<Tree, Unread> {
    let mut planter = Planter { extra, widths: &parsed.widths, sets: Vec::new(), known: HashMap::new() };
    let mut nodes = Vec::new();
    planter.parts(&parsed.parts, parsed.flags, &mut nodes)?;
    let (least, _) = width(&parsed.parts, &parsed.widths);
    let least = u32::try_from(least).unwrap_or(u32::MAX) as usize;
    Ok(Tree { root: Node::Sequence(nodes), sets: planter.sets, least })
}

struct Planter<'a> {
    extra: &'a ExtraCases,
    widths: &'a [Option<Width>],
    sets: Vec<Set>,
    /// Sets by what they are made of.
    known: HashMap<(bool, Vec<Member>, u8), u32>,
}

fn fold_of(flags: u32) -> Fold {
    match (flags & IGNORECASE != 0, flags & UNICODE != 0) {
        (false, _) => Fold::Exact,
        (true, false) => Fold::Ascii,
        (true, true) => Fold::Unicode,
    }
}

fn lower(c: u32, fold: Fold) -> u32 {
    match fold {
        Fold::Unicode => casing::first_lower(c),
        _ => u8::try_from(c).map_or(c, |c| u32::from(c.to_ascii_lowercase())),
    }
}

fn is_cased(c: u32, fold: Fold) -> bool {
    match fold {
        Fold::Unicode => casing::first_lower(c) != c || casing::first_upper(c) != c,
        _ => u8::try_from(c).is_ok_and(|c| c.is_ascii_alphabetic()),
    }
}

/// Characters of the basic plane.
const PLANE: u32 = 0x1_0000;

impl Planter<'_> {
    fn parts(&mut self, parts: &[Part], flags: u32, nodes: &mut Vec<Node>) -> Result<(), Unread> {
        for part in parts {
            self.part(part, flags, nodes)?;
        }
        Ok(())
    }

    fn body(&mut self, parts: &[Part], flags: u32) -> Result<Box<Node>, Unread> {
        let mut nodes = Vec::new();
        self.parts(parts, flags, &mut nodes)?;
        Ok(Box::new(Node::Sequence(nodes)))
    }

    fn part(&mut self, part: &Part, flags: u32, nodes: &mut Vec<Node>) -> Result<(), Unread> {
        if let Part::Sub { group, add, remove, body } = part {
            let flags = combined(flags, *add, *remove);
            nodes.extend(group.map(|group| Node::Mark((group - 1) * 2)));
            self.parts(body, flags, nodes)?;
            nodes.extend(group.map(|group| Node::Mark((group - 1) * 2 + 1)));
            return Ok(());
        }
        nodes.push(match part {
            Part::Literal(_) | Part::NotLiteral(_) | Part::In { .. } | Part::Any => match self.single(part, flags) {
                Some(single) => Node::One(single),
                None => Node::Fail,
            },
            Part::At(kind) => Node::At(match *kind {
                AT_BEGINNING if flags & MULTILINE != 0 => 1,
                AT_END if flags & MULTILINE != 0 => 6,
                AT_BOUNDARY if flags & UNICODE != 0 => 10,
                AT_NON_BOUNDARY if flags & UNICODE != 0 => 11,
                kind => kind,
            }),
            Part::Fail => Node::Fail,
            Part::GroupRef(group) => Node::Group(group - 1, fold_of(flags)),
            Part::Repeat { least, most, greed, body } => match simple(body, flags) {
                Some((part, flags)) => {
                    let single = self.single(part, flags).ok_or(Unread)?;
                    Node::Repeat { single, least: *least, most: *most, greed: *greed }
                }
                None => Node::Loop { body: self.body(body, flags)?, least: *least, most: *most, greed: *greed },
            },
            // What is inside stands among the rest.
            Part::Sub { .. } => return Ok(()),
            Part::Atomic(body) => Node::Atomic(self.body(body, flags)?),
            Part::Assert { behind, negative, body } => {
                let mut back = 0;
                if *behind {
                    let (least, most) = width(body, self.widths);
                    if least != most {
                        return Err(Unread);
                    }
                    back = u32::try_from(least).map_err(|_| Unread)?;
                }
                Node::Ahead { back, negative: *negative, body: self.body(body, flags)? }
            }
            Part::Branch(ways) => {
                let mut planted = Vec::with_capacity(ways.len());
                for way in ways {
                    planted.push(*self.body(way, flags)?);
                }
                Node::Branch(planted)
            }
            Part::Conditional { group, yes, no } => {
                let yes = self.body(yes, flags)?;
                let no = match no.as_ref().filter(|no| !no.is_empty()) {
                    Some(no) => Some(self.body(no, flags)?),
                    None => None,
                };
                Node::IfGroup { group: group - 1, yes, no }
            }
        });
        Ok(())
    }

    /// The test for a part that is one character; None when none passes.
    fn single(&mut self, part: &Part, flags: u32) -> Option<Single> {
        let fold = fold_of(flags);
        Some(match part {
            Part::Any if flags & DOTALL != 0 => Single::AnyAll,
            Part::Any => Single::Any,
            Part::Literal(c) if fold == Fold::Exact || !is_cased(*c, fold) => Single::Is(*c),
            Part::NotLiteral(c) if fold == Fold::Exact || !is_cased(*c, fold) => Single::IsNot(*c),
            Part::Literal(c) | Part::NotLiteral(c) => {
                let negate = matches!(part, Part::NotLiteral(_));
                let members = vec![Member::One(lower(*c, fold))];
                self.set(negate, members, fold, fold)
            }
            Part::In { negate, members } => {
                let categories = |index: usize| {
                    members[..index].iter().any(|other| match (other, &members[index]) {
                        (Member::Category(other), Member::Category(kind)) => *other == *kind ^ 1,
                        _ => false,
                    })
                };
                if (0..members.len()).any(categories) {
                    return (!negate).then_some(Single::AnyAll);
                }
                let cased = members.iter().any(|member| match *member {
                    Member::One(c) => is_cased(lower(c, fold), fold),
                    Member::Range(_, last) if last >= PLANE => true,
                    Member::Range(first, last) => (first..=last).any(|c| is_cased(c, fold)),
                    Member::Category(_) => false,
                });
                let compared = if fold == Fold::Exact || !cased { Fold::Exact } else { fold };
                let mut members = members.clone();
                if flags & UNICODE != 0 {
                    for member in &mut members {
                        if let Member::Category(kind) = member {
                            *kind += 10;
                        }
                    }
                }
                self.set(*negate, members, fold, compared)
            }
            _ => return None,
        })
    }

    /// The set with these members, which are folded by one way and compared by another.
    fn set(&mut self, negate: bool, members: Vec<Member>, fold: Fold, compared: Fold) -> Single {
        let key = (negate, members, fold as u8 * 4 + compared as u8);
        if let Some(&known) = self.known.get(&key) {
            return Single::In(known);
        }
        let mut items = Vec::with_capacity(key.1.len() + 1);
        if negate {
            items.push(Item::Negate);
        }
        for member in &key.1 {
            match *member {
                Member::Category(kind) => items.push(Item::Category(kind)),
                Member::One(c) if fold == Fold::Exact => items.push(Item::One(c)),
                Member::Range(first, last) if fold == Fold::Exact => items.push(Item::Range(first, last)),
                Member::One(c) => {
                    let c = lower(c, fold);
                    items.push(Item::One(c));
                    self.add_extra(c, fold, &mut items);
                }
                Member::Range(first, last) => self.add_range(first, last, fold, &mut items),
            }
        }
        self.sets.push(Set::new(items, compared));
        let number = self.sets.len() as u32 - 1;
        self.known.insert(key, number);
        Single::In(number)
    }

    fn add_extra(&self, c: u32, fold: Fold, items: &mut Vec<Item>) {
        if fold == Fold::Unicode
            && c < PLANE
            && let Some(others) = self.extra.get(&c)
        {
            items.extend(others.iter().map(|&other| Item::One(other)));
        }
    }

    /// The lower-case forms of a range: runs of them, as far as they follow each other.
    fn add_range(&self, first: u32, last: u32, fold: Fold, items: &mut Vec<Item>) {
        let mut run: Option<(u32, u32)> = None;
        for c in first..=last.min(PLANE - 1) {
            let c = lower(c, fold);
            run = Some(match run {
                Some((start, end)) if c == end + 1 => (start, c),
                Some((start, end)) if (start..=end).contains(&c) => (start, end),
                other => {
                    items.extend(other.map(|(start, end)| Item::Range(start, end)));
                    (c, c)
                }
            });
            self.add_extra(c, fold, items);
        }
        items.extend(run.map(|(start, end)| Item::Range(start, end)));
        if last >= PLANE {
            items.push(if fold == Fold::Unicode { Item::RangeUpper(first, last) } else { Item::Range(first, last) });
        }
    }
}

/// The only part of what is repeated, where it is one character, with the flags that it has.
fn simple(body: &[Part], flags: u32) -> Option<(&Part, u32)> {
    match body {
        [part @ (Part::Literal(_) | Part::NotLiteral(_) | Part::In { .. } | Part::Any)] => Some((part, flags)),
        [Part::Sub { group: None, add, remove, body }] => simple(body, combined(flags, *add, *remove)),
        _ => None,
    }
}

fn combined(flags: u32, add: u32, remove: u32) -> u32 {
    let flags = if add & (ASCII | UNICODE) != 0 { flags & !(ASCII | UNICODE) } else { flags };
    (flags | add) & !remove
}
