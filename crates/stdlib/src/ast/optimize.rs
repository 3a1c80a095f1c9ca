//! `optimize=` of `ast.parse`: what CPython computes in the tree itself. Arithmetic on constants is not among it: that is done later.

use taipan_bytecode::Const;

use super::table::Kind;
use super::tree::{Item, Node, Place};

/// Simplify a tree. `level` is that of `compile()`.
pub(super) fn optimize(node: &mut Node, level: u8) {
    if level >= 2 && matches!(node.kind, Kind::Module | Kind::FunctionDef | Kind::AsyncFunctionDef | Kind::ClassDef) {
        drop_docstring(node);
    }
    if matches!(node.kind, Kind::MatchValue | Kind::MatchMapping) {
        // Only here signs and sums of numbers become constants.
        match &mut node.fields[0] {
            Item::List(keys) => keys.iter_mut().for_each(fold_number),
            value => fold_number(value),
        }
    }
    for item in &mut node.fields {
        optimize_item(item, level);
    }
    let replacement = match (node.kind, &node.fields[..]) {
        (Kind::Name, [Item::Name(name), Item::Node(Node { kind: Kind::Load, .. })]) if name == "__debug__" => {
            let value = if level == 0 { Const::True } else { Const::False };
            Some(Node::new(Kind::Constant, vec![Item::Const(value), Item::None], node.place))
        }
        (Kind::BinOp, [left, Item::Node(Node { kind: Kind::Mod, .. }), right]) => format(left, right, node.place),
        _ => None,
    };
    if let Some(replacement) = replacement {
        *node = replacement;
    }
}

fn optimize_item(item: &mut Item, level: u8) {
    match item {
        Item::Node(node) => optimize(node, level),
        Item::List(items) => items.iter_mut().for_each(|item| optimize_item(item, level)),
        Item::None | Item::Name(_) | Item::Int(_) | Item::Const(_) => {}
    }
}

fn drop_docstring(node: &mut Node) {
    let is_class = node.kind == Kind::ClassDef;
    let index = match node.kind {
        Kind::Module => 0,
        _ if is_class => 3,
        _ => 2,
    };
    let is_module = node.kind == Kind::Module;
    let Some(Item::List(body)) = node.fields.get_mut(index) else { return };
    let Some(Item::Node(first)) = body.first() else { return };
    let [Item::Node(value)] = &first.fields[..] else { return };
    let is_docstring = first.kind == Kind::Expr
        && value.kind == Kind::Constant
        && matches!(value.fields.first(), Some(Item::Const(Const::Str(_))));
    if !is_docstring {
        return;
    }
    // As long as the word that stands for it.
    let place = Place { end_line: first.place.line, end_column: first.place.column + 4, ..first.place };
    body.remove(0);
    if body.is_empty() && !is_module {
        body.push(Node::new(Kind::Pass, Vec::new(), place).into());
    }
}

/// `-1`, `1 + 2j` in a pattern.
fn fold_number(item: &mut Item) {
    let Item::Node(node) = item else { return };
    let value = match (node.kind, &mut node.fields[..]) {
        (Kind::UnaryOp, [Item::Node(Node { kind: Kind::USub, .. }), operand]) => negated(operand),
        (Kind::BinOp, [left, Item::Node(op), right]) => {
            let minus = op.kind == Kind::Sub;
            fold_number(left);
            sum(left, minus, right)
        }
        _ => None,
    };
    if let Some(value) = value {
        *node = Node::new(Kind::Constant, vec![Item::Const(value), Item::None], node.place);
    }
}

fn constant(item: &Item) -> Option<&Const> {
    match item {
        Item::Node(Node { kind: Kind::Constant, fields, .. }) => match fields.first() {
            Some(Item::Const(value)) => Some(value),
            _ => None,
        },
        _ => None,
    }
}

fn negated(item: &Item) -> Option<Const> {
    Some(match constant(item)? {
        Const::Int(value) => Const::Int(-value),
        Const::BigInt(digits) => Const::BigInt(format!("-{digits}")),
        Const::Float(value) => Const::Float(-value),
        Const::Complex { real, imag } => Const::Complex { real: -real, imag: -imag },
        _ => return None,
    })
}

fn sum(left: &Item, minus: bool, right: &Item) -> Option<Const> {
    let real = match constant(left)? {
        Const::Int(value) => *value as f64,
        Const::Float(value) => *value,
        _ => return None,
    };
    let Const::Complex { imag, .. } = constant(right)? else { return None };
    // The real part of the right side is 0.
    Some(Const::Complex { real, imag: if minus { -imag } else { *imag } })
}

/// `'...' % (a, b)` with simple directives, as an f-string.
fn format(left: &Item, right: &Item, place: Place) -> Option<Node> {
    let Item::Node(template) = left else { return None };
    let Const::Str(text) = constant(left)? else { return None };
    let text = std::str::from_utf8(text).ok()?;
    let Item::Node(Node { kind: Kind::Tuple, fields, .. }) = right else { return None };
    let Some(Item::List(arguments)) = fields.first() else { return None };
    if arguments.iter().any(|argument| matches!(argument, Item::Node(Node { kind: Kind::Starred, .. }))) {
        return None;
    }
    let mut arguments = arguments.iter();
    let mut values: Vec<Item> = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        literal.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            literal.push('%');
            rest = after;
            continue;
        }
        let (conversion, spec, after) = directive(rest)?;
        rest = after;
        let Some(Item::Node(argument)) = arguments.next() else { return None };
        if !literal.is_empty() {
            values.push(Node::text(std::mem::take(&mut literal).into_bytes(), template.place).into());
        }
        let spec = spec.map(|spec| {
            let text = Node::text(spec.into_bytes(), argument.place);
            Node::new(Kind::JoinedStr, vec![Item::List(vec![text.into()])], argument.place)
        });
        let fields = vec![Item::Node(argument.clone()), Item::Int(conversion), spec.into()];
        values.push(Node::new(Kind::FormattedValue, fields, argument.place).into());
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        values.push(Node::text(literal.into_bytes(), template.place).into());
    }
    if arguments.next().is_some() {
        return None;
    }
    Some(Node::new(Kind::JoinedStr, vec![Item::List(values)], place))
}

/// A directive behind its `%`: the conversion, the format it is in an f-string, and what follows.
fn directive(text: &str) -> Option<(i64, Option<String>, &str)> {
    const LONGEST: usize = 2;
    let flags = text.len() - text.trim_start_matches(['-', '+', ' ', '#', '0']).len();
    let left = text[..flags].contains('-');
    let digits = |text: &str| text.len() - text.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    let rest = &text[flags..];
    let (width, rest) = rest.split_at(digits(rest));
    let (precision, rest) = match rest.strip_prefix('.') {
        Some(rest) => {
            let (precision, rest) = rest.split_at(digits(rest));
            (Some(precision), rest)
        }
        None => (None, rest),
    };
    if width.len() > LONGEST || precision.is_some_and(|digits| digits.len() > LONGEST) {
        return None;
    }
    let conversion = *rest.as_bytes().first()?;
    if !matches!(conversion, b's' | b'r' | b'a') {
        return None;
    }
    let mut spec = String::new();
    let width: u32 = width.parse().unwrap_or(0);
    if width > 0 {
        if !left {
            spec.push('>');
        }
        spec.push_str(&width.to_string());
    }
    if let Some(precision) = precision {
        spec.push('.');
        spec.push_str(if precision.is_empty() { "0" } else { precision });
    }
    Some((i64::from(conversion), (!spec.is_empty()).then_some(spec), &rest[1..]))
}
