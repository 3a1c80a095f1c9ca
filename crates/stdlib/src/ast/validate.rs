//! What a tree made by hand must obey to be compiled, with CPython's words for what does not.

use taipan_bytecode::Const;
use taipan_runtime::native::*;

use super::table::Kind;
use super::tree::{Item, Node};

/// What is wrong; `TypeError` for the few that are of that kind.
struct Invalid {
    message: String,
    is_type_error: bool,
}

type Valid = Result<(), Invalid>;

pub(super) fn validate(vm: &mut Vm, node: &Node) -> R<()> {
    match whole(node) {
        Ok(()) => Ok(()),
        Err(Invalid { message, is_type_error: true }) => Err(vm.type_error(message)),
        Err(Invalid { message, .. }) => Err(vm.value_error(message)),
    }
}

fn invalid(message: impl Into<String>) -> Valid {
    Err(Invalid { message: message.into(), is_type_error: false })
}

fn invalid_type(message: &str) -> Valid {
    Err(Invalid { message: message.to_owned(), is_type_error: true })
}

/// The context that an expression must have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    Load,
    Store,
    Del,
}

impl Context {
    fn name(self) -> &'static str {
        match self {
            Context::Load => "Load",
            Context::Store => "Store",
            Context::Del => "Del",
        }
    }
}

fn items(item: &Item) -> &[Item] {
    match item {
        Item::List(items) => items,
        _ => &[],
    }
}

fn whole(node: &Node) -> Valid {
    match (node.kind, &node.fields[..]) {
        (Kind::Module, [body, _]) | (Kind::Interactive, [body]) => stmts(body),
        (Kind::Expression, [body]) => expr(body, Context::Load),
        (Kind::FunctionType, [argtypes, returns]) => {
            exprs(argtypes, Context::Load, false)?;
            expr(returns, Context::Load)
        }
        _ => Ok(()),
    }
}

fn positions(node: &Node) -> Valid {
    let [line, column, end_line, end_column] = node.place.numbers();
    if line > end_line {
        return invalid(format!("AST node line range ({line}, {end_line}) is not valid"));
    }
    if line < 0 && end_line != line || column < 0 && column != end_column {
        return invalid(format!(
            "AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid"
        ));
    }
    if line == end_line && column > end_column {
        return invalid(format!("line {line}, column {column}-{end_column} is not a valid range"));
    }
    Ok(())
}

fn not_empty(list: &Item, what: &str, owner: Kind) -> Valid {
    if items(list).is_empty() { invalid(format!("empty {what} on {}", owner.class_name())) } else { Ok(()) }
}

fn body(list: &Item, owner: Kind) -> Valid {
    not_empty(list, "body", owner)?;
    stmts(list)
}

fn stmts(list: &Item) -> Valid {
    for item in items(list) {
        match item {
            Item::Node(node) => stmt(node)?,
            _ => return invalid("None disallowed in statement list"),
        }
    }
    Ok(())
}

fn exprs(list: &Item, context: Context, none_allowed: bool) -> Valid {
    for item in items(list) {
        match item {
            Item::Node(_) => expr(item, context)?,
            _ if none_allowed => {}
            _ => return invalid("None disallowed in expression list"),
        }
    }
    Ok(())
}

/// A name that is no constant.
fn name(item: &Item) -> Valid {
    match item {
        Item::Name(name) if matches!(&name[..], "None" | "True" | "False") => {
            invalid(format!("identifier field can't represent '{name}' constant"))
        }
        _ => Ok(()),
    }
}

fn optional(item: &Item) -> Valid {
    match item {
        Item::None => Ok(()),
        item => expr(item, Context::Load),
    }
}

fn keywords(list: &Item) -> Valid {
    for item in items(list) {
        if let Item::Node(node) = item
            && let [_, value] = &node.fields[..]
        {
            expr(value, Context::Load)?;
        }
    }
    Ok(())
}

fn arguments(item: &Item) -> Valid {
    let Item::Node(node) = item else { return Ok(()) };
    let [posonly, args, vararg, kwonly, kw_defaults, kwarg, defaults] = &node.fields[..] else { return Ok(()) };
    let one = |item: &Item| match item {
        Item::Node(node) => {
            positions(node)?;
            node.fields.first().map_or(Ok(()), name)?;
            node.fields.get(1).map_or(Ok(()), optional)
        }
        _ => Ok(()),
    };
    for item in items(posonly).iter().chain(items(args)) {
        one(item)?;
    }
    one(vararg)?;
    items(kwonly).iter().try_for_each(one)?;
    one(kwarg)?;
    if items(defaults).len() > items(posonly).len() + items(args).len() {
        return invalid("more positional defaults than args on arguments");
    }
    if items(kw_defaults).len() != items(kwonly).len() {
        return invalid("length of kwonlyargs is not the same as kw_defaults on arguments");
    }
    exprs(defaults, Context::Load, false)?;
    exprs(kw_defaults, Context::Load, true)
}

fn type_params(list: &Item) -> Valid {
    for item in items(list) {
        let Item::Node(node) = item else { continue };
        positions(node)?;
        let Some((first, rest)) = node.fields.split_first() else { continue };
        name(first)?;
        rest.iter().try_for_each(optional)?;
    }
    Ok(())
}

fn stmt(node: &Node) -> Valid {
    positions(node)?;
    let kind = node.kind;
    match (kind, &node.fields[..]) {
        (Kind::FunctionDef | Kind::AsyncFunctionDef, [own_name, args, statements, decorators, returns, _, params]) => {
            name(own_name)?;
            body(statements, kind)?;
            type_params(params)?;
            arguments(args)?;
            exprs(decorators, Context::Load, false)?;
            optional(returns)
        }
        (Kind::ClassDef, [own_name, bases, keys, statements, decorators, params]) => {
            name(own_name)?;
            body(statements, kind)?;
            type_params(params)?;
            exprs(bases, Context::Load, false)?;
            keywords(keys)?;
            exprs(decorators, Context::Load, false)
        }
        (Kind::Delete, [targets]) => {
            not_empty(targets, "targets", kind)?;
            exprs(targets, Context::Del, false)
        }
        (Kind::Assign, [targets, value, _]) => {
            not_empty(targets, "targets", kind)?;
            exprs(targets, Context::Store, false)?;
            expr(value, Context::Load)
        }
        (Kind::AugAssign, [target, _, value]) => {
            expr(target, Context::Store)?;
            expr(value, Context::Load)
        }
        (Kind::AnnAssign, [target, annotation, value, simple]) => {
            let is_name = matches!(target, Item::Node(Node { kind: Kind::Name, .. }));
            if !is_name && !matches!(simple, Item::Int(0)) {
                return invalid_type("AnnAssign with simple non-Name target");
            }
            expr(target, Context::Store)?;
            optional(value)?;
            expr(annotation, Context::Load)
        }
        (Kind::TypeAlias, [name, params, value]) => {
            if !matches!(name, Item::Node(Node { kind: Kind::Name, .. })) {
                return invalid_type("TypeAlias with non-Name name");
            }
            expr(name, Context::Store)?;
            type_params(params)?;
            expr(value, Context::Load)
        }
        (Kind::For | Kind::AsyncFor, [target, iter, statements, orelse, _]) => {
            expr(target, Context::Store)?;
            expr(iter, Context::Load)?;
            body(statements, kind)?;
            stmts(orelse)
        }
        (Kind::While | Kind::If, [test, statements, orelse]) => {
            expr(test, Context::Load)?;
            body(statements, kind)?;
            stmts(orelse)
        }
        (Kind::With | Kind::AsyncWith, [managers, statements, _]) => {
            not_empty(managers, "items", kind)?;
            for item in items(managers) {
                let Item::Node(Node { fields, .. }) = item else { continue };
                let [manager, target] = &fields[..] else { continue };
                expr(manager, Context::Load)?;
                if !matches!(target, Item::None) {
                    expr(target, Context::Store)?;
                }
            }
            body(statements, kind)
        }
        (Kind::Match, [subject, cases]) => {
            expr(subject, Context::Load)?;
            not_empty(cases, "cases", kind)?;
            for case in items(cases) {
                let Item::Node(case) = case else { continue };
                let [matched, guard, statements] = &case.fields[..] else { continue };
                pattern(matched, false)?;
                optional(guard)?;
                body(statements, case.kind)?;
            }
            Ok(())
        }
        (Kind::Raise, [exc, cause]) => {
            if matches!(exc, Item::None) {
                return match cause {
                    Item::None => Ok(()),
                    _ => invalid("Raise with cause but no exception"),
                };
            }
            expr(exc, Context::Load)?;
            optional(cause)
        }
        (Kind::Try | Kind::TryStar, [statements, handlers, orelse, finalbody]) => {
            body(statements, kind)?;
            let class = kind.class_name();
            if items(handlers).is_empty() && items(finalbody).is_empty() {
                return invalid(format!("{class} has neither except handlers nor finalbody"));
            }
            if items(handlers).is_empty() && !items(orelse).is_empty() {
                return invalid(format!("{class} has orelse but no except handlers"));
            }
            for handler in items(handlers) {
                let Item::Node(handler) = handler else { continue };
                positions(handler)?;
                let [type_, target, statements] = &handler.fields[..] else { continue };
                optional(type_)?;
                name(target)?;
                body(statements, handler.kind)?;
            }
            stmts(orelse)?;
            stmts(finalbody)
        }
        (Kind::Assert, [test, message]) => {
            expr(test, Context::Load)?;
            optional(message)
        }
        (Kind::Import, [names]) => {
            not_empty(names, "names", kind)?;
            aliases(names)
        }
        (Kind::Global | Kind::Nonlocal, [names]) => {
            not_empty(names, "names", kind)?;
            items(names).iter().try_for_each(name)
        }
        (Kind::ImportFrom, [_, names, level]) => {
            if matches!(level, Item::Int(level) if *level < 0) {
                return invalid("Negative ImportFrom level");
            }
            not_empty(names, "names", kind)?;
            aliases(names)
        }
        (Kind::Return, [value]) => optional(value),
        (Kind::Expr, [value]) => expr(value, Context::Load),
        _ => Ok(()),
    }
}

fn aliases(names: &Item) -> Valid {
    for alias in items(names) {
        if let Item::Node(alias) = alias {
            alias.fields.iter().try_for_each(name)?;
        }
    }
    Ok(())
}

fn comprehension(generators: &Item) -> Valid {
    if items(generators).is_empty() {
        return invalid("comprehension with no generators");
    }
    for generator in items(generators) {
        let Item::Node(generator) = generator else { continue };
        let [target, iter, ifs, _] = &generator.fields[..] else { continue };
        expr(target, Context::Store)?;
        expr(iter, Context::Load)?;
        exprs(ifs, Context::Load, false)?;
    }
    Ok(())
}

fn check_context(node: &Node, context: Context) -> Valid {
    let own = match (node.kind, node.fields.last()) {
        (
            Kind::Attribute | Kind::Subscript | Kind::Starred | Kind::Name | Kind::List | Kind::Tuple,
            Some(Item::Node(own)),
        ) => own.kind,
        _ if context == Context::Load => return Ok(()),
        _ => return invalid(format!("expression which can't be assigned to in {} context", context.name())),
    };
    if own.name() == context.name() {
        return Ok(());
    }
    invalid(format!("expression must have {} context but has {} instead", context.name(), own.name()))
}

fn expr(item: &Item, context: Context) -> Valid {
    let Item::Node(node) = item else { return invalid("None disallowed in expression list") };
    positions(node)?;
    if let (Kind::Name, Some(first)) = (node.kind, node.fields.first()) {
        name(first)?;
    }
    check_context(node, context)?;
    match (node.kind, &node.fields[..]) {
        (Kind::BoolOp, [_, values]) => {
            if items(values).len() < 2 {
                return invalid("BoolOp with less than 2 values");
            }
            exprs(values, Context::Load, false)
        }
        (Kind::NamedExpr, [target, value]) => {
            if !matches!(target, Item::Node(node) if node.kind == Kind::Name) {
                return invalid_type("NamedExpr target must be a Name");
            }
            expr(value, Context::Load)
        }
        (Kind::Lambda, [args, value]) => {
            arguments(args)?;
            expr(value, Context::Load)
        }
        (Kind::Dict, [keys, values]) => {
            if items(keys).len() != items(values).len() {
                return invalid("Dict doesn't have the same number of keys as values");
            }
            exprs(keys, Context::Load, true)?;
            exprs(values, Context::Load, false)
        }
        (Kind::ListComp | Kind::SetComp | Kind::GeneratorExp, [value, generators]) => {
            comprehension(generators)?;
            expr(value, Context::Load)
        }
        (Kind::DictComp, [key, value, generators]) => {
            comprehension(generators)?;
            expr(key, Context::Load)?;
            expr(value, Context::Load)
        }
        (Kind::Compare, [left, ops, comparators]) => {
            if items(comparators).is_empty() {
                return invalid("Compare with no comparators");
            }
            if items(comparators).len() != items(ops).len() {
                return invalid("Compare has a different number of comparators and operands");
            }
            exprs(comparators, Context::Load, false)?;
            expr(left, Context::Load)
        }
        (Kind::Call, [function, args, keys]) => {
            expr(function, Context::Load)?;
            exprs(args, Context::Load, false)?;
            keywords(keys)
        }
        (Kind::List | Kind::Tuple, [elements, _]) => exprs(elements, context, false),
        (Kind::Starred, [value, _]) => expr(value, context),
        (Kind::Constant | Kind::Name, _) => Ok(()),
        // Whatever else there is holds nothing but expressions that are read.
        (_, fields) => fields.iter().try_for_each(|field| match field {
            Item::Node(node) if node.kind.base() == "expr" => expr(field, Context::Load),
            Item::List(_) => exprs(field, Context::Load, false),
            _ => Ok(()),
        }),
    }
}

fn capture(item: &Item) -> Valid {
    match item {
        Item::Name(text) if text == "_" => invalid("can't capture name '_' in patterns"),
        item => name(item),
    }
}

fn patterns(list: &Item, star_allowed: bool) -> Valid {
    items(list).iter().try_for_each(|item| pattern(item, star_allowed))
}

fn is_number(node: &Node, imaginary: Option<bool>) -> bool {
    let Some(Item::Const(value)) = node.fields.first() else { return false };
    match value {
        Const::Int(_) | Const::BigInt(_) | Const::Float(_) => imaginary != Some(true),
        Const::Complex { .. } => imaginary != Some(false),
        _ => false,
    }
}

/// `1`, `-1`: a number, of the kind asked for.
fn is_signed_number(item: &Item, imaginary: Option<bool>, sign_allowed: bool) -> bool {
    let Item::Node(node) = item else { return false };
    match (node.kind, &node.fields[..]) {
        (Kind::Constant, _) => is_number(node, imaginary),
        (Kind::UnaryOp, [Item::Node(Node { kind: Kind::USub, .. }), operand]) if sign_allowed => {
            is_signed_number(operand, imaginary, false)
        }
        _ => false,
    }
}

/// What a value pattern or a key may be.
fn pattern_value(item: &Item) -> Valid {
    expr(item, Context::Load)?;
    let Item::Node(node) = item else { return Ok(()) };
    let literal = match (node.kind, &node.fields[..]) {
        (Kind::Constant, [Item::Const(value), _]) => {
            return match value {
                Const::Str(_)
                | Const::Bytes(_)
                | Const::Int(_)
                | Const::BigInt(_)
                | Const::Float(_)
                | Const::Complex { .. } => Ok(()),
                _ => invalid("unexpected constant inside of a literal pattern"),
            };
        }
        (Kind::Attribute | Kind::JoinedStr | Kind::TemplateStr, _) => true,
        (Kind::UnaryOp, _) => is_signed_number(item, None, true),
        (Kind::BinOp, [left, Item::Node(op), right]) => {
            matches!(op.kind, Kind::Add | Kind::Sub)
                && is_signed_number(left, Some(false), true)
                && is_signed_number(right, Some(true), false)
        }
        _ => false,
    };
    if literal { Ok(()) } else { invalid("patterns may only match literals and attribute lookups") }
}

fn pattern(item: &Item, star_allowed: bool) -> Valid {
    let Item::Node(node) = item else { return invalid("None disallowed in pattern list") };
    positions(node)?;
    match (node.kind, &node.fields[..]) {
        (Kind::MatchValue, [value]) => pattern_value(value),
        (Kind::MatchSingleton, [Item::Const(value)]) => match value {
            Const::None | Const::True | Const::False => Ok(()),
            _ => invalid("MatchSingleton can only contain True, False and None"),
        },
        (Kind::MatchSequence, [list]) => patterns(list, true),
        (Kind::MatchMapping, [keys, values, rest]) => {
            if items(keys).len() != items(values).len() {
                return invalid("MatchMapping doesn't have the same number of keys as patterns");
            }
            capture(rest)?;
            for key in items(keys) {
                let Item::Node(node) = key else { return invalid("None disallowed in expression list") };
                let singleton = node.kind == Kind::Constant
                    && matches!(node.fields.first(), Some(Item::Const(Const::None | Const::True | Const::False)));
                if !singleton {
                    pattern_value(key)?;
                }
            }
            patterns(values, false)
        }
        (Kind::MatchClass, [class, positional, names, values]) => {
            if items(names).len() != items(values).len() {
                return invalid("MatchClass doesn't have the same number of keyword attributes as patterns");
            }
            expr(class, Context::Load)?;
            let mut inner = class;
            while let Item::Node(Node { kind: Kind::Attribute, fields, .. }) = inner {
                inner = &fields[0];
            }
            if !matches!(inner, Item::Node(Node { kind: Kind::Name, .. })) {
                return invalid("MatchClass cls field can only contain Name or Attribute nodes.");
            }
            items(names).iter().try_for_each(name)?;
            patterns(positional, false)?;
            patterns(values, false)
        }
        (Kind::MatchStar, [target]) => {
            if !star_allowed {
                return invalid("can't use MatchStar here");
            }
            capture(target)
        }
        (Kind::MatchAs, [inner, target]) => {
            capture(target)?;
            match (inner, target) {
                (Item::None, _) => Ok(()),
                (_, Item::None) => invalid("MatchAs must specify a target name if a pattern is given"),
                (inner, _) => pattern(inner, false),
            }
        }
        (Kind::MatchOr, [list]) => {
            if items(list).len() < 2 {
                return invalid("MatchOr requires at least 2 patterns");
            }
            patterns(list, false)
        }
        _ => Ok(()),
    }
}
