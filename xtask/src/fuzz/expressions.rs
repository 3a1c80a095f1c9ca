//! Expressions: a template of `tables`, its holes filled with variables, leaves and further expressions.

use super::random::Random;
use super::tables::Kind;

/// What names mean at a place of the program.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    variables: Vec<(String, Kind)>,
    /// How many names were ever made.
    count: usize,
}

impl Names {
    /// A name nobody has.
    pub(super) fn fresh(&mut self, prefix: &str) -> String {
        self.count += 1;
        format!("{prefix}{}", self.count)
    }

    pub(super) fn add(&mut self, name: &str, kind: Kind) {
        self.variables.retain(|(other, _)| other != name);
        self.variables.push((name.to_owned(), kind));
    }

    pub(super) fn len(&self) -> usize {
        self.variables.len()
    }

    /// The names of an outer scope again; numbers go on.
    pub(super) fn back_to(&mut self, outer: Names) {
        let count = self.count;
        *self = outer;
        self.count = count;
    }

    /// Names of later scopes go; their numbers are not used again.
    pub(super) fn truncate(&mut self, len: usize) {
        self.variables.truncate(len);
    }

    pub(super) fn of_kind(&self, random: &mut Random, kind: Kind) -> Option<&str> {
        let fits = |other: Kind| match kind {
            Kind::Any => true,
            Kind::Iterable => {
                matches!(other, Kind::List | Kind::Tuple | Kind::Str | Kind::Dict | Kind::Set | Kind::Iterable)
            }
            Kind::Key => matches!(other, Kind::Int | Kind::Str | Kind::Tuple | Kind::Float | Kind::Small),
            Kind::Int => matches!(other, Kind::Int | Kind::Small),
            _ => kind == other,
        };
        let found: Vec<&str> =
            self.variables.iter().filter(|(_, other)| fits(*other)).map(|(name, _)| name.as_str()).collect();
        if found.is_empty() { None } else { Some(*random.pick(&found)) }
    }

    pub(super) fn any(&self, random: &mut Random) -> Option<(String, Kind)> {
        if self.variables.is_empty() { None } else { Some(random.pick(&self.variables).clone()) }
    }
}

/// One that must stand in parentheses inside another one.
fn is_loose(text: &str) -> bool {
    text.contains(' ') || text.starts_with(['-', '~', '+', '*'])
}

/// An expression of that kind; sometimes, to see what is said then, of another one.
pub(super) fn expression(random: &mut Random, names: &Names, kind: Kind, depth: usize) -> String {
    let kind = if random.chance(3) { *random.pick(&Kind::VALUES) } else { kind };
    if random.chance(35)
        && let Some(name) = names.of_kind(random, kind)
    {
        return name.to_owned();
    }
    if depth == 0 || random.chance(20) {
        return (*random.pick(kind.leaves())).to_owned();
    }
    let template = *random.pick(kind.templates());
    fill(random, names, template, depth - 1)
}

/// The template with its holes filled.
pub(super) fn fill(random: &mut Random, names: &Names, template: &str, depth: usize) -> String {
    let bytes = template.as_bytes();
    let mut out = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let hole = match bytes.get(at..at + 3) {
            Some(&[b'{', letter, b'}']) => Kind::of_letter(letter),
            _ => None,
        };
        if let Some(kind) = hole {
            let inner = expression(random, names, kind, depth);
            // Between brackets or commas it stands as it is, so that generated text has few parentheses.
            let enclosed = out.ends_with('(') && bytes.get(at + 3) == Some(&b')');
            if is_loose(&inner) && !enclosed {
                out.push_str(&format!("({inner})"));
            } else {
                out.push_str(&inner);
            }
            at += 3;
        } else {
            let end = (at + 1..=bytes.len()).find(|&end| template.is_char_boundary(end)).unwrap_or(bytes.len());
            out.push_str(&template[at..end]);
            at = end;
        }
    }
    out
}
