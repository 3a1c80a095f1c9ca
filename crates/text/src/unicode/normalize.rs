//! Normalisation forms C, D, KC and KD.
//!
//! A quick scan answers most calls: text whose characters neither change, nor reorder, nor compose with what is
//! before them is already in the form. Runs of combining marks are sorted as a whole, so a hostile run costs
//! n log n.

use super::tables::version_3_2::CORRECTIONS;
use super::tables::{database, decomposition as mapping, record};
use super::version_3_2;
use crate::buffer::{Text, TextBuf};
use crate::memory::{Grow, with_room};
use crate::units::{Unit, Units};
use crate::with_units;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
}

impl Form {
    /// The form by the name Python uses; the case counts.
    pub fn from_name(name: &str) -> Option<Form> {
        Some(match name {
            "NFC" => Form::Nfc,
            "NFD" => Form::Nfd,
            "NFKC" => Form::Nfkc,
            "NFKD" => Form::Nfkd,
            _ => return None,
        })
    }

    fn composes(self) -> bool {
        matches!(self, Form::Nfc | Form::Nfkc)
    }

    fn compatibility(self) -> bool {
        matches!(self, Form::Nfkc | Form::Nfkd)
    }

    fn changes_flag(self) -> u8 {
        match self {
            Form::Nfc => database::CHANGES_NFC,
            Form::Nfd => database::CHANGES_NFD,
            Form::Nfkc => database::CHANGES_NFKC,
            Form::Nfkd => database::CHANGES_NFKD,
        }
    }
}

const S_BASE: u32 = 0xac00;
const L_BASE: u32 = 0x1100;
const V_BASE: u32 = 0x1161;
const T_BASE: u32 = 0x11a7;
const L_COUNT: u32 = 19;
const V_COUNT: u32 = 21;
const T_COUNT: u32 = 28;
const S_COUNT: u32 = L_COUNT * V_COUNT * T_COUNT;

/// The jamo of a Hangul syllable, two or three of them.
pub(super) fn hangul_decomposition(code_point: u32) -> Option<([u32; 3], usize)> {
    let index = code_point.checked_sub(S_BASE).filter(|&index| index < S_COUNT)?;
    let leading = L_BASE + index / (V_COUNT * T_COUNT);
    let vowel = V_BASE + index % (V_COUNT * T_COUNT) / T_COUNT;
    let trailing = T_BASE + index % T_COUNT;
    Some(([leading, vowel, trailing], if trailing == T_BASE { 2 } else { 3 }))
}

/// Whether the scan alone shows that `text` is in `form`; false when composition has to be tried.
fn is_surely_normalized(text: Units<'_>, form: Form) -> bool {
    if let Units::Ascii(_) = text {
        return true;
    }
    let mut stop = form.changes_flag();
    if form.composes() {
        stop |= database::COMPOSES_BACKWARD;
    }
    with_units!(text, |slice| has_no_stop(slice, stop))
}

/// Whether no character has a flag of `stop`, and marks are in the order of their classes.
fn has_no_stop<T: Unit>(slice: &[T], stop: u8) -> bool {
    let mut previous_class = 0;
    for &unit in slice {
        let c = unit.code_point();
        if c < 0x80 {
            previous_class = 0;
            continue;
        }
        let row = record(c);
        if row.flags & stop != 0 || (row.combining != 0 && row.combining < previous_class) {
            return false;
        }
        previous_class = row.combining;
    }
    true
}

pub fn is_normalized(text: Units<'_>, form: Form) -> bool {
    is_surely_normalized(text, form) || normalize_always(text, form, decompose_into).units() == text
}

/// `text` in `form`; `None` when it is in it already.
pub fn normalize(text: Units<'_>, form: Form) -> Option<Text> {
    if is_surely_normalized(text, form) {
        return None;
    }
    Some(normalize_always(text, form, decompose_into))
}

/// Normalise as with the data of Unicode 3.2. Only decomposition asks the old data; composition and the order of
/// marks do not, in Python either.
pub(super) fn normalize_3_2(text: Units<'_>, form: Form) -> Option<Text> {
    if let Units::Ascii(_) = text {
        return None;
    }
    Some(normalize_always(text, form, |code_point, compatibility, out| {
        if let Some(&(_, corrected)) = CORRECTIONS.iter().find(|&&(c, _)| c == code_point) {
            out.put((corrected, 0));
        } else if version_3_2::is_assigned(code_point) {
            decompose_into(code_point, compatibility, out);
        } else {
            out.put((code_point, record(code_point).combining));
        }
    }))
}

/// Decompositions nest a few levels deep at most, in well-formed data.
fn decompose_into(code_point: u32, compatibility: bool, out: &mut Vec<(u32, u8)>) {
    if let Some((jamo, count)) = hangul_decomposition(code_point) {
        out.put_iter(jamo[..count].iter().map(|&c| (c, 0)));
        return;
    }
    match mapping(code_point) {
        Some((tag, text)) if compatibility || tag.is_empty() => {
            for c in text.chars() {
                decompose_into(u32::from(c), compatibility, out);
            }
        }
        _ => out.put((code_point, record(code_point).combining)),
    }
}

fn normalize_always(text: Units<'_>, form: Form, decompose: impl Fn(u32, bool, &mut Vec<(u32, u8)>)) -> Text {
    let mut points = with_room(text.len() + text.len() / 4);
    for c in text {
        if c < 0x80 { points.put((c, 0)) } else { decompose(c, form.compatibility(), &mut points) }
    }
    // Each run of marks into the order of their classes, stably.
    let mut start = 0;
    while start < points.len() {
        if points[start].1 == 0 {
            start += 1;
            continue;
        }
        let end = points[start..].iter().position(|&(_, class)| class == 0).map_or(points.len(), |len| start + len);
        points[start..end].sort_by_key(|&(_, class)| class);
        start = end;
    }
    if form.composes() {
        compose(&mut points);
    }
    let mut buf = TextBuf::with_capacity(points.len());
    buf.extend(points.into_iter().map(|(c, _)| c));
    buf.finish()
}

/// The primary composite of a pair.
fn composite(first: u32, second: u32) -> Option<u32> {
    if (L_BASE..L_BASE + L_COUNT).contains(&first) {
        if (V_BASE..V_BASE + V_COUNT).contains(&second) {
            return Some(S_BASE + ((first - L_BASE) * V_COUNT + (second - V_BASE)) * T_COUNT);
        }
        return None;
    }
    if (S_BASE..S_BASE + S_COUNT).contains(&first) {
        let open = (first - S_BASE).is_multiple_of(T_COUNT);
        return (open && (T_BASE + 1..T_BASE + T_COUNT).contains(&second)).then(|| first + (second - T_BASE));
    }
    if record(second).flags & database::COMPOSES_BACKWARD == 0 {
        return None;
    }
    let pairs = &database::COMPOSITIONS;
    let found = pairs.binary_search_by_key(&(first, second), |&(a, b, _)| (a, b)).ok()?;
    Some(pairs[found].2)
}

/// Compose in place: each mark or vowel joins the last starter unless something between them blocks it.
fn compose(points: &mut Vec<(u32, u8)>) {
    let mut starter: Option<usize> = None;
    let mut kept = 0;
    for read in 0..points.len() {
        let (c, class) = points[read];
        if let Some(at) = starter {
            // Blocked: something kept since the starter has the same class or a higher one, or is a starter.
            let blocked = kept > at + 1 && (points[kept - 1].1 >= class);
            if !blocked && let Some(composed) = composite(points[at].0, c) {
                points[at] = (composed, record(composed).combining);
                continue;
            }
        }
        points[kept] = (c, class);
        if class == 0 {
            starter = Some(kept);
        }
        kept += 1;
    }
    points.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str, form: Form) -> String {
        let text = Text::from(text);
        let changed = normalize(text.units(), form);
        assert_eq!(is_normalized(text.units(), form), changed.as_ref().is_none_or(|new| *new == text));
        changed.unwrap_or(text).to_string()
    }

    #[test]
    fn forms() {
        assert_eq!(form("e\u{301}", Form::Nfc), "é");
        assert_eq!(form("é", Form::Nfd), "e\u{301}");
        assert_eq!(form("ﬁ½", Form::Nfkc), "fi1\u{2044}2");
        assert_eq!(form("\u{1e9b}\u{323}", Form::Nfkd), "s\u{323}\u{307}");
        assert_eq!(form("\u{1e9b}\u{323}", Form::Nfc), "\u{1e9b}\u{323}");
        assert_eq!(form("한", Form::Nfd), "\u{1112}\u{1161}\u{11ab}");
        assert_eq!(form("\u{1112}\u{1161}\u{11ab}", Form::Nfc), "한");
        assert_eq!(form("\u{2126}", Form::Nfc), "\u{3a9}");
        // A singleton excluded from composition stays apart.
        assert_eq!(form("\u{958}", Form::Nfc), "\u{915}\u{93c}");
    }

    #[test]
    fn blocked_marks_stay() {
        assert_eq!(form("a\u{305}\u{301}", Form::Nfc), "a\u{305}\u{301}");
        assert_eq!(form("a\u{301}\u{305}", Form::Nfc), "á\u{305}");
        assert_eq!(form("a\u{334}\u{301}", Form::Nfc), "á\u{334}");
    }
}
