//! From a plain tree to the parser's, so that it can be compiled.
//!
//! The ranges of the new tree are numbers of places: a node's range begins before those of its children and ends after them, whatever the
//! places say, as the compiler expects of ranges.

use taipan_bytecode::Const;
use taipan_compiler::Made;
use taipan_syntax::Tree;
use taipan_syntax::ast::{self, AtomicNodeIndex, Expr, Pattern, Stmt, TextRange, TextSize};

use super::table::Kind;
use super::tree::{Item, Node, Place};

#[allow(clippy::declare_interior_mutable_const, reason = "each use is a node's own")]
const INDEX: AtomicNodeIndex = AtomicNodeIndex::NONE;

type Built<T> = Result<T, String>;

/// The parser's tree, what else belongs to it, and the places.
pub(super) fn build(node: &Node) -> Built<(Tree, Made, Vec<(u32, u32)>)> {
    let mut builder = Builder { places: vec![(1, 0)], made: Made::default() };
    let tree = match (node.kind, &node.fields[..]) {
        (Kind::Module, [body, _]) => Tree::Module(builder.module(body)?),
        (Kind::Interactive, [body]) => Tree::Interactive(builder.module(body)?),
        (Kind::Expression, [body]) => {
            let body = builder.boxed(body)?;
            Tree::Expression(ast::ModExpression { node_index: INDEX, range: builder.since(0), body })
        }
        _ => return Err("this mode does not produce code".to_owned()),
    };
    Ok((tree, builder.made, builder.places))
}

struct Builder {
    /// By offset: line and column.
    places: Vec<(u32, u32)>,
    made: Made,
}

fn items(item: &Item) -> &[Item] {
    match item {
        Item::List(items) => items,
        _ => &[],
    }
}

fn malformed<T>(what: &str) -> Built<T> {
    Err(format!("malformed syntax tree: {what}"))
}

fn context(item: &Item) -> ast::ExprContext {
    match item {
        Item::Node(Node { kind: Kind::Store, .. }) => ast::ExprContext::Store,
        Item::Node(Node { kind: Kind::Del, .. }) => ast::ExprContext::Del,
        _ => ast::ExprContext::Load,
    }
}

fn kind(item: &Item) -> Option<Kind> {
    match item {
        Item::Node(node) => Some(node.kind),
        _ => None,
    }
}

fn operator(item: &Item) -> Built<ast::Operator> {
    use ast::Operator as O;
    Ok(match kind(item) {
        Some(Kind::Add) => O::Add,
        Some(Kind::Sub) => O::Sub,
        Some(Kind::Mult) => O::Mult,
        Some(Kind::MatMult) => O::MatMult,
        Some(Kind::Div) => O::Div,
        Some(Kind::Mod) => O::Mod,
        Some(Kind::Pow) => O::Pow,
        Some(Kind::LShift) => O::LShift,
        Some(Kind::RShift) => O::RShift,
        Some(Kind::BitOr) => O::BitOr,
        Some(Kind::BitXor) => O::BitXor,
        Some(Kind::BitAnd) => O::BitAnd,
        Some(Kind::FloorDiv) => O::FloorDiv,
        _ => return malformed("an operator is missing"),
    })
}

fn comparison(item: &Item) -> Built<ast::CmpOp> {
    use ast::CmpOp as O;
    Ok(match kind(item) {
        Some(Kind::Eq) => O::Eq,
        Some(Kind::NotEq) => O::NotEq,
        Some(Kind::Lt) => O::Lt,
        Some(Kind::LtE) => O::LtE,
        Some(Kind::Gt) => O::Gt,
        Some(Kind::GtE) => O::GtE,
        Some(Kind::Is) => O::Is,
        Some(Kind::IsNot) => O::IsNot,
        Some(Kind::In) => O::In,
        Some(Kind::NotIn) => O::NotIn,
        _ => return malformed("an operator is missing"),
    })
}

fn number(item: &Item) -> i64 {
    match item {
        Item::Int(number) => *number,
        _ => 0,
    }
}

impl Builder {
    fn push(&mut self, line: i32, column: i32) -> u32 {
        self.places.push((line.max(0) as u32, column.max(0) as u32));
        self.places.len() as u32 - 1
    }

    fn begin(&mut self, place: Place) -> u32 {
        self.push(place.line, place.column)
    }

    fn end(&mut self, start: u32, place: Place) -> TextRange {
        let end = self.push(place.end_line, place.end_column);
        TextRange::new(TextSize::new(start), TextSize::new(end))
    }

    /// Where the next node begins.
    fn here(&self) -> u32 {
        self.places.len() as u32
    }

    /// From `start` to the end of what was last.
    fn since(&self, start: u32) -> TextRange {
        let end = (self.places.len() as u32 - 1).max(start);
        TextRange::new(TextSize::new(start), TextSize::new(end))
    }

    fn module(&mut self, body: &Item) -> Built<ast::ModModule> {
        let body = self.body(body)?.into_iter().collect();
        Ok(ast::ModModule { node_index: INDEX, range: self.since(0), body })
    }

    fn body(&mut self, body: &Item) -> Built<Vec<Stmt>> {
        items(body)
            .iter()
            .map(|item| match item {
                Item::Node(node) => self.stmt(node),
                _ => malformed("a statement is missing"),
            })
            .collect()
    }

    fn identifier(&mut self, item: &Item, place: Place) -> Built<ast::Identifier> {
        let Item::Name(name) = item else { return malformed("a name is missing") };
        let start = self.begin(place);
        Ok(ast::Identifier { id: ast::name::Name::new(name), range: self.end(start, place), node_index: INDEX })
    }

    /// The name behind the dot: the end of the whole, as far as can be told.
    fn attribute_name(&mut self, item: &Item, place: Place) -> Built<ast::Identifier> {
        let length = match item {
            Item::Name(name) => name.len() as i32,
            _ => 0,
        };
        let column = place.end_column - length;
        let inside = column >= 0 && (place.end_line > place.line || column >= place.column);
        let start = if inside { Place { line: place.end_line, column, ..place } } else { place };
        self.identifier(item, start)
    }

    fn optional_identifier(&mut self, item: &Item, place: Place) -> Built<Option<ast::Identifier>> {
        match item {
            Item::None => Ok(None),
            item => self.identifier(item, place).map(Some),
        }
    }

    fn boxed(&mut self, item: &Item) -> Built<Box<Expr>> {
        Ok(Box::new(self.expr(item)?))
    }

    fn optional(&mut self, item: &Item) -> Built<Option<Box<Expr>>> {
        match item {
            Item::None => Ok(None),
            item => self.boxed(item).map(Some),
        }
    }

    fn exprs(&mut self, list: &Item) -> Built<Vec<Expr>> {
        items(list).iter().map(|item| self.expr(item)).collect()
    }

    fn decorators(&mut self, list: &Item) -> Built<Vec<ast::Decorator>> {
        let decorate =
            |expression: Expr| ast::Decorator { range: ast::Ranged::range(&expression), node_index: INDEX, expression };
        Ok(self.exprs(list)?.into_iter().map(decorate).collect())
    }

    fn keywords(&mut self, list: &Item) -> Built<Vec<ast::Keyword>> {
        let mut keywords = Vec::new();
        for item in items(list) {
            let Item::Node(node) = item else { return malformed("a keyword is missing") };
            let [arg, value] = &node.fields[..] else { return malformed("a keyword") };
            let start = self.begin(node.place);
            let arg = self.optional_identifier(arg, node.place)?;
            let value = self.expr(value)?;
            keywords.push(ast::Keyword { range: self.end(start, node.place), node_index: INDEX, arg, value });
        }
        Ok(keywords)
    }

    fn arguments(&mut self, args: &Item, keywords: &Item) -> Built<ast::Arguments> {
        let start = self.here();
        let args = self.exprs(args)?.into();
        let keywords = self.keywords(keywords)?.into_iter().collect();
        Ok(ast::Arguments { range: self.since(start), node_index: INDEX, args, keywords })
    }

    fn aliases(&mut self, list: &Item) -> Built<Vec<ast::Alias>> {
        let mut aliases = Vec::new();
        for item in items(list) {
            let Item::Node(node) = item else { return malformed("an alias is missing") };
            let [name, asname] = &node.fields[..] else { return malformed("an alias") };
            let start = self.begin(node.place);
            let name = self.identifier(name, node.place)?;
            let asname = self.optional_identifier(asname, node.place)?;
            aliases.push(ast::Alias { range: self.end(start, node.place), node_index: INDEX, name, asname });
        }
        Ok(aliases)
    }

    fn type_params(&mut self, list: &Item) -> Built<Option<Box<ast::TypeParams>>> {
        let start = self.here();
        let mut type_params = Vec::new();
        for item in items(list) {
            let Item::Node(node) = item else { return malformed("a type parameter is missing") };
            let begin = self.begin(node.place);
            type_params.push(match (node.kind, &node.fields[..]) {
                (Kind::TypeVar, [name, bound, default]) => {
                    let name = self.identifier(name, node.place)?;
                    let (bound, default) = (self.optional(bound)?, self.optional(default)?);
                    let range = self.end(begin, node.place);
                    ast::TypeParam::TypeVar(ast::TypeParamTypeVar { node_index: INDEX, range, name, bound, default })
                }
                (Kind::ParamSpec, [name, default]) => {
                    let (name, default) = (self.identifier(name, node.place)?, self.optional(default)?);
                    let range = self.end(begin, node.place);
                    ast::TypeParam::ParamSpec(ast::TypeParamParamSpec { node_index: INDEX, range, name, default })
                }
                (Kind::TypeVarTuple, [name, default]) => {
                    let (name, default) = (self.identifier(name, node.place)?, self.optional(default)?);
                    let range = self.end(begin, node.place);
                    ast::TypeParam::TypeVarTuple(ast::TypeParamTypeVarTuple { node_index: INDEX, range, name, default })
                }
                _ => return malformed("a type parameter"),
            });
        }
        if type_params.is_empty() {
            return Ok(None);
        }
        Ok(Some(Box::new(ast::TypeParams { range: self.since(start), node_index: INDEX, type_params })))
    }

    fn parameter(&mut self, item: &Item) -> Built<ast::Parameter> {
        let Item::Node(node) = item else { return malformed("a parameter is missing") };
        let [name, annotation, _] = &node.fields[..] else { return malformed("a parameter") };
        let start = self.begin(node.place);
        let name = self.identifier(name, node.place)?;
        let annotation = self.optional(annotation)?;
        Ok(ast::Parameter { range: self.end(start, node.place), node_index: INDEX, name, annotation })
    }

    fn with_default(&mut self, parameter: &Item, default: Option<&Item>) -> Built<ast::ParameterWithDefault> {
        let start = self.here();
        let parameter = self.parameter(parameter)?;
        let default = match default {
            Some(default) => self.optional(default)?,
            None => None,
        };
        Ok(ast::ParameterWithDefault { range: self.since(start), node_index: INDEX, parameter, default })
    }

    fn parameters(&mut self, item: &Item) -> Built<Box<ast::Parameters>> {
        let Item::Node(node) = item else { return malformed("parameters are missing") };
        let [posonly, args, vararg, kwonly, kw_defaults, kwarg, defaults] = &node.fields[..] else {
            return malformed("parameters");
        };
        let start = self.here();
        let (posonly, args, defaults) = (items(posonly), items(args), items(defaults));
        // Defaults belong to the last of the positional parameters.
        let without = (posonly.len() + args.len()).saturating_sub(defaults.len());
        let mut positional = Vec::new();
        for (index, parameter) in posonly.iter().chain(args).enumerate() {
            let default = index.checked_sub(without).and_then(|index| defaults.get(index));
            positional.push(self.with_default(parameter, default)?);
        }
        let rest = positional.split_off(posonly.len());
        let vararg = match vararg {
            Item::None => None,
            parameter => Some(Box::new(self.parameter(parameter)?)),
        };
        let mut keyword_only = Vec::new();
        for (parameter, default) in items(kwonly).iter().zip(items(kw_defaults)) {
            keyword_only.push(self.with_default(parameter, Some(default))?);
        }
        let kwarg = match kwarg {
            Item::None => None,
            parameter => Some(Box::new(self.parameter(parameter)?)),
        };
        Ok(Box::new(ast::Parameters {
            range: self.since(start),
            node_index: INDEX,
            posonlyargs: positional.into_iter().collect(),
            args: rest.into_iter().collect(),
            vararg,
            kwonlyargs: keyword_only.into_iter().collect(),
            kwarg,
        }))
    }

    fn else_clauses(&mut self, orelse: &Item) -> Built<Vec<ast::ElifElseClause>> {
        if items(orelse).is_empty() {
            return Ok(Vec::new());
        }
        let start = self.here();
        let body = self.body(orelse)?.into_iter().collect();
        Ok(vec![ast::ElifElseClause { range: self.since(start), node_index: INDEX, test: None, body }])
    }

    fn stmt(&mut self, node: &Node) -> Built<Stmt> {
        let place = node.place;
        if matches!(node.kind, Kind::FunctionDef | Kind::AsyncFunctionDef) {
            // A function's code begins where its line does.
            self.push(place.line, 0);
        }
        let start = self.begin(place);
        Ok(match (node.kind, &node.fields[..]) {
            (Kind::FunctionDef | Kind::AsyncFunctionDef, [name, args, body, decorators, returns, _, type_params]) => {
                let decorator_list = self.decorators(decorators)?.into_iter().collect();
                let name = self.identifier(name, place)?;
                let type_params = self.type_params(type_params)?;
                let parameters = self.parameters(args)?;
                let returns = self.optional(returns)?;
                let body = self.body(body)?.into_iter().collect();
                Stmt::FunctionDef(ast::StmtFunctionDef {
                    node_index: INDEX,
                    range: self.end(start, place),
                    is_async: node.kind == Kind::AsyncFunctionDef,
                    decorator_list,
                    name,
                    type_params,
                    parameters,
                    returns,
                    body,
                })
            }
            (Kind::ClassDef, [name, bases, keywords, body, decorators, type_params]) => {
                // The body's own code begins at the start of the line.
                let first = match items(decorators).first() {
                    Some(Item::Node(decorator)) => decorator.place.line,
                    _ => place.line,
                };
                self.push(first, 0);
                let decorator_list = self.decorators(decorators)?.into_iter().collect();
                let name = self.identifier(name, place)?;
                let type_params = self.type_params(type_params)?;
                let none = items(bases).is_empty() && items(keywords).is_empty();
                let arguments = if none { None } else { Some(Box::new(self.arguments(bases, keywords)?)) };
                let body = self.body(body)?.into_iter().collect();
                Stmt::ClassDef(ast::StmtClassDef {
                    node_index: INDEX,
                    range: self.end(start, place),
                    decorator_list,
                    name,
                    type_params,
                    arguments,
                    body,
                })
            }
            (Kind::Return, [value]) => {
                let value = self.optional(value)?;
                Stmt::Return(ast::StmtReturn { node_index: INDEX, range: self.end(start, place), value })
            }
            (Kind::Delete, [targets]) => {
                let targets = self.exprs(targets)?;
                Stmt::Delete(ast::StmtDelete { node_index: INDEX, range: self.end(start, place), targets })
            }
            (Kind::Assign, [targets, value, _]) => {
                let (targets, value) = (self.exprs(targets)?, self.boxed(value)?);
                Stmt::Assign(ast::StmtAssign { node_index: INDEX, range: self.end(start, place), targets, value })
            }
            (Kind::TypeAlias, [name, type_params, value]) => {
                let name = self.boxed(name)?;
                let type_params = self.type_params(type_params)?;
                let value = self.boxed(value)?;
                let range = self.end(start, place);
                Stmt::TypeAlias(ast::StmtTypeAlias { node_index: INDEX, range, name, type_params, value })
            }
            (Kind::AugAssign, [target, op, value]) => {
                let (target, op, value) = (self.boxed(target)?, operator(op)?, self.boxed(value)?);
                Stmt::AugAssign(ast::StmtAugAssign {
                    node_index: INDEX,
                    range: self.end(start, place),
                    target,
                    op,
                    value,
                })
            }
            (Kind::AnnAssign, [target, annotation, value, simple]) => {
                let (target, annotation) = (self.boxed(target)?, self.boxed(annotation)?);
                let value = self.optional(value)?;
                let simple = number(simple) != 0;
                let range = self.end(start, place);
                Stmt::AnnAssign(ast::StmtAnnAssign { node_index: INDEX, range, target, annotation, value, simple })
            }
            (Kind::For | Kind::AsyncFor, [target, iter, body, orelse, _]) => {
                let (target, iter) = (self.boxed(target)?, self.boxed(iter)?);
                let body = self.body(body)?.into_iter().collect();
                let orelse = self.body(orelse)?.into_iter().collect();
                let is_async = node.kind == Kind::AsyncFor;
                let range = self.end(start, place);
                Stmt::For(ast::StmtFor { node_index: INDEX, range, is_async, target, iter, body, orelse })
            }
            (Kind::While, [test, body, orelse]) => {
                let test = self.boxed(test)?;
                let body = self.body(body)?.into_iter().collect();
                let orelse = self.body(orelse)?.into_iter().collect();
                Stmt::While(ast::StmtWhile { node_index: INDEX, range: self.end(start, place), test, body, orelse })
            }
            (Kind::If, [test, body, orelse]) => {
                let test = self.boxed(test)?;
                let body = self.body(body)?.into_iter().collect();
                let elif_else_clauses = self.else_clauses(orelse)?;
                Stmt::If(ast::StmtIf {
                    node_index: INDEX,
                    range: self.end(start, place),
                    test,
                    body,
                    elif_else_clauses,
                })
            }
            (Kind::With | Kind::AsyncWith, [list, body, _]) => {
                let mut with_items = Vec::new();
                for item in items(list) {
                    let Item::Node(item) = item else { return malformed("a context manager is missing") };
                    let [context_expr, target] = &item.fields[..] else { return malformed("a context manager") };
                    let begin = self.here();
                    let context_expr = self.expr(context_expr)?;
                    let optional_vars = self.optional(target)?;
                    with_items.push(ast::WithItem {
                        range: self.since(begin),
                        node_index: INDEX,
                        context_expr,
                        optional_vars,
                    });
                }
                let body = self.body(body)?.into_iter().collect();
                Stmt::With(ast::StmtWith {
                    node_index: INDEX,
                    range: self.end(start, place),
                    is_async: node.kind == Kind::AsyncWith,
                    items: with_items,
                    body,
                })
            }
            (Kind::Match, [subject, list]) => {
                let subject = self.boxed(subject)?;
                let mut cases = Vec::new();
                for case in items(list) {
                    let Item::Node(case) = case else { return malformed("a case is missing") };
                    let [pattern, guard, body] = &case.fields[..] else { return malformed("a case") };
                    let begin = self.here();
                    let pattern = self.pattern(pattern)?;
                    let guard = self.optional(guard)?;
                    let body = self.body(body)?.into_iter().collect();
                    cases.push(ast::MatchCase { range: self.since(begin), node_index: INDEX, pattern, guard, body });
                }
                Stmt::Match(ast::StmtMatch { node_index: INDEX, range: self.end(start, place), subject, cases })
            }
            (Kind::Raise, [exc, cause]) => {
                let (exc, cause) = (self.optional(exc)?, self.optional(cause)?);
                Stmt::Raise(ast::StmtRaise { node_index: INDEX, range: self.end(start, place), exc, cause })
            }
            (Kind::Try | Kind::TryStar, [body, list, orelse, finalbody]) => {
                let body = self.body(body)?.into_iter().collect();
                let mut handlers = Vec::new();
                for handler in items(list) {
                    let Item::Node(handler) = handler else { return malformed("a handler is missing") };
                    let [type_, name, body] = &handler.fields[..] else { return malformed("a handler") };
                    let begin = self.begin(handler.place);
                    let type_ = self.optional(type_)?;
                    let name = self.optional_identifier(name, handler.place)?;
                    let body = self.body(body)?.into_iter().collect();
                    let range = self.end(begin, handler.place);
                    handlers.push(ast::ExceptHandler::ExceptHandler(ast::ExceptHandlerExceptHandler {
                        range,
                        node_index: INDEX,
                        type_,
                        name,
                        body,
                    }));
                }
                let orelse = self.body(orelse)?.into_iter().collect();
                let finalbody = self.body(finalbody)?.into_iter().collect();
                Stmt::Try(ast::StmtTry {
                    node_index: INDEX,
                    range: self.end(start, place),
                    body,
                    handlers,
                    orelse,
                    finalbody,
                    is_star: node.kind == Kind::TryStar,
                })
            }
            (Kind::Assert, [test, msg]) => {
                let (test, msg) = (self.boxed(test)?, self.optional(msg)?);
                Stmt::Assert(ast::StmtAssert { node_index: INDEX, range: self.end(start, place), test, msg })
            }
            (Kind::Import, [names]) => {
                let names = self.aliases(names)?;
                Stmt::Import(ast::StmtImport {
                    node_index: INDEX,
                    range: self.end(start, place),
                    names,
                    is_lazy: false,
                })
            }
            (Kind::ImportFrom, [module, names, level]) => {
                let module = self.optional_identifier(module, place)?;
                let names = self.aliases(names)?;
                let level = number(level).max(0) as u32;
                let range = self.end(start, place);
                Stmt::ImportFrom(ast::StmtImportFrom { node_index: INDEX, range, module, names, level, is_lazy: false })
            }
            (Kind::Global | Kind::Nonlocal, [list]) => {
                let mut names = Vec::new();
                for name in items(list) {
                    names.push(self.identifier(name, place)?);
                }
                let range = self.end(start, place);
                if node.kind == Kind::Global {
                    Stmt::Global(ast::StmtGlobal { node_index: INDEX, range, names })
                } else {
                    Stmt::Nonlocal(ast::StmtNonlocal { node_index: INDEX, range, names })
                }
            }
            (Kind::Expr, [value]) => {
                let value = self.boxed(value)?;
                Stmt::Expr(ast::StmtExpr { node_index: INDEX, range: self.end(start, place), value })
            }
            (Kind::Pass, _) => Stmt::Pass(ast::StmtPass { node_index: INDEX, range: self.end(start, place) }),
            (Kind::Break, _) => Stmt::Break(ast::StmtBreak { node_index: INDEX, range: self.end(start, place) }),
            (Kind::Continue, _) => {
                Stmt::Continue(ast::StmtContinue { node_index: INDEX, range: self.end(start, place) })
            }
            _ => return malformed("a statement"),
        })
    }

    fn generators(&mut self, list: &Item) -> Built<Vec<ast::Comprehension>> {
        let mut generators = Vec::new();
        for item in items(list) {
            let Item::Node(node) = item else { return malformed("a generator is missing") };
            let [target, iter, ifs, is_async] = &node.fields[..] else { return malformed("a generator") };
            let start = self.here();
            let (target, iter) = (self.expr(target)?, self.expr(iter)?);
            let ifs = self.exprs(ifs)?;
            generators.push(ast::Comprehension {
                range: self.since(start),
                node_index: INDEX,
                target,
                iter,
                ifs,
                is_async: number(is_async) != 0,
            });
        }
        Ok(generators)
    }

    fn expr(&mut self, item: &Item) -> Built<Expr> {
        let Item::Node(node) = item else { return malformed("an expression is missing") };
        let place = node.place;
        let start = self.begin(place);
        Ok(match (node.kind, &node.fields[..]) {
            (Kind::BoolOp, [op, values]) => {
                let op = if kind(op) == Some(Kind::And) { ast::BoolOp::And } else { ast::BoolOp::Or };
                let values = self.exprs(values)?;
                Expr::BoolOp(ast::ExprBoolOp { node_index: INDEX, range: self.end(start, place), op, values })
            }
            (Kind::NamedExpr, [target, value]) => {
                let (target, value) = (self.boxed(target)?, self.boxed(value)?);
                Expr::Named(ast::ExprNamed { node_index: INDEX, range: self.end(start, place), target, value })
            }
            (Kind::BinOp, [left, op, right]) => {
                let (left, op, right) = (self.boxed(left)?, operator(op)?, self.boxed(right)?);
                Expr::BinOp(ast::ExprBinOp { node_index: INDEX, range: self.end(start, place), left, op, right })
            }
            (Kind::UnaryOp, [op, operand]) => {
                let op = match kind(op) {
                    Some(Kind::Invert) => ast::UnaryOp::Invert,
                    Some(Kind::Not) => ast::UnaryOp::Not,
                    Some(Kind::UAdd) => ast::UnaryOp::UAdd,
                    Some(Kind::USub) => ast::UnaryOp::USub,
                    _ => return malformed("an operator is missing"),
                };
                let operand = self.boxed(operand)?;
                Expr::UnaryOp(ast::ExprUnaryOp { node_index: INDEX, range: self.end(start, place), op, operand })
            }
            (Kind::Lambda, [args, body]) => {
                let parameters = Some(self.parameters(args)?);
                let body = self.boxed(body)?;
                Expr::Lambda(ast::ExprLambda { node_index: INDEX, range: self.end(start, place), parameters, body })
            }
            (Kind::IfExp, [test, body, orelse]) => {
                let body = self.boxed(body)?;
                let (test, orelse) = (self.boxed(test)?, self.boxed(orelse)?);
                Expr::If(ast::ExprIf { node_index: INDEX, range: self.end(start, place), test, body, orelse })
            }
            (Kind::Dict, [keys, values]) => {
                let mut pairs = Vec::new();
                for (key, value) in items(keys).iter().zip(items(values)) {
                    let key = self.optional(key)?.map(|key| *key);
                    pairs.push(ast::DictItem { key, value: self.expr(value)? });
                }
                Expr::Dict(ast::ExprDict { node_index: INDEX, range: self.end(start, place), items: pairs })
            }
            (Kind::Set, [elts]) => {
                let elts = self.exprs(elts)?;
                Expr::Set(ast::ExprSet { node_index: INDEX, range: self.end(start, place), elts })
            }
            (Kind::ListComp, [elt, generators]) => {
                let (elt, generators) = (self.boxed(elt)?, self.generators(generators)?);
                Expr::ListComp(ast::ExprListComp { node_index: INDEX, range: self.end(start, place), elt, generators })
            }
            (Kind::SetComp, [elt, generators]) => {
                let (elt, generators) = (self.boxed(elt)?, self.generators(generators)?);
                Expr::SetComp(ast::ExprSetComp { node_index: INDEX, range: self.end(start, place), elt, generators })
            }
            (Kind::GeneratorExp, [elt, generators]) => {
                let (elt, generators) = (self.boxed(elt)?, self.generators(generators)?);
                let range = self.end(start, place);
                Expr::Generator(ast::ExprGenerator { node_index: INDEX, range, elt, generators, parenthesized: true })
            }
            (Kind::DictComp, [key, value, generators]) => {
                let (key, value) = (self.optional(key)?, self.boxed(value)?);
                let generators = self.generators(generators)?;
                Expr::DictComp(ast::ExprDictComp {
                    node_index: INDEX,
                    range: self.end(start, place),
                    key,
                    value,
                    generators,
                })
            }
            (Kind::Await, [value]) => {
                let value = self.boxed(value)?;
                Expr::Await(ast::ExprAwait { node_index: INDEX, range: self.end(start, place), value })
            }
            (Kind::Yield, [value]) => {
                let value = self.optional(value)?;
                Expr::Yield(ast::ExprYield { node_index: INDEX, range: self.end(start, place), value })
            }
            (Kind::YieldFrom, [value]) => {
                let value = self.boxed(value)?;
                Expr::YieldFrom(ast::ExprYieldFrom { node_index: INDEX, range: self.end(start, place), value })
            }
            (Kind::Compare, [left, ops, comparators]) => {
                let left = self.boxed(left)?;
                let ops = items(ops).iter().map(comparison).collect::<Built<Vec<_>>>()?.into();
                let comparators = self.exprs(comparators)?.into();
                Expr::Compare(ast::ExprCompare {
                    node_index: INDEX,
                    range: self.end(start, place),
                    left,
                    ops,
                    comparators,
                })
            }
            (Kind::Call, [func, args, keywords]) => {
                let opening = match func {
                    Item::Node(func) => (func.place.end_line, func.place.end_column),
                    _ => (place.line, place.column),
                };
                let func = self.boxed(func)?;
                let opening = self.push(opening.0, opening.1);
                let mut arguments = self.arguments(args, keywords)?;
                // The call ends where its brackets do.
                let end = self.end(start, place).end();
                arguments.range = TextRange::new(TextSize::new(opening), end);
                Expr::Call(ast::ExprCall { node_index: INDEX, range_start: TextSize::new(start), func, arguments })
            }
            (Kind::FormattedValue, _) => {
                let element = self.element(item)?;
                self.f_string(start, place, vec![element])
            }
            (Kind::JoinedStr, [values]) => {
                let elements = self.elements(values)?;
                self.f_string(start, place, elements)
            }
            (Kind::TemplateStr, [values]) => {
                let elements = self.elements(values)?;
                self.t_string(start, place, elements)
            }
            (Kind::Interpolation, _) => return malformed("an interpolation outside a template string"),
            (Kind::Constant, [Item::Const(value), kind]) => self.constant(value, kind, start, place),
            (Kind::Attribute, [value, attr, ctx]) => {
                let value = self.boxed(value)?;
                let attr = self.attribute_name(attr, place)?;
                let range = self.end(start, place);
                Expr::Attribute(ast::ExprAttribute { node_index: INDEX, range, value, attr, ctx: context(ctx) })
            }
            (Kind::Subscript, [value, slice, ctx]) => {
                let (value, slice) = (self.boxed(value)?, self.boxed(slice)?);
                let range = self.end(start, place);
                Expr::Subscript(ast::ExprSubscript { node_index: INDEX, range, value, slice, ctx: context(ctx) })
            }
            (Kind::Starred, [value, ctx]) => {
                let value = self.boxed(value)?;
                Expr::Starred(ast::ExprStarred {
                    node_index: INDEX,
                    range: self.end(start, place),
                    value,
                    ctx: context(ctx),
                })
            }
            (Kind::Name, [Item::Name(name), ctx]) => Expr::Name(ast::ExprName {
                node_index: INDEX,
                range: self.end(start, place),
                id: ast::name::Name::new(name),
                ctx: context(ctx),
            }),
            (Kind::List, [elts, ctx]) => {
                let elts = self.exprs(elts)?;
                Expr::List(ast::ExprList { node_index: INDEX, range: self.end(start, place), elts, ctx: context(ctx) })
            }
            (Kind::Tuple, [elts, ctx]) => {
                let elts = self.exprs(elts)?;
                let range = self.end(start, place);
                Expr::Tuple(ast::ExprTuple { node_index: INDEX, range, elts, ctx: context(ctx), parenthesized: true })
            }
            (Kind::Slice, [lower, upper, step]) => {
                let (lower, upper, step) = (self.optional(lower)?, self.optional(upper)?, self.optional(step)?);
                Expr::Slice(ast::ExprSlice { node_index: INDEX, range: self.end(start, place), lower, upper, step })
            }
            _ => return malformed("an expression"),
        })
    }

    fn constant(&mut self, value: &Const, kind: &Item, start: u32, place: Place) -> Expr {
        // A literal's range has room for its quotes.
        self.push(place.line, place.column);
        let range = self.end(start, place);
        match value {
            Const::None => Expr::NoneLiteral(ast::ExprNoneLiteral { node_index: INDEX, range }),
            Const::Ellipsis => Expr::EllipsisLiteral(ast::ExprEllipsisLiteral { node_index: INDEX, range }),
            Const::True | Const::False => {
                let value = *value == Const::True;
                Expr::BooleanLiteral(ast::ExprBooleanLiteral { node_index: INDEX, range, value })
            }
            Const::Int(number) if *number >= 0 => Expr::NumberLiteral(ast::ExprNumberLiteral {
                node_index: INDEX,
                range,
                value: ast::Number::Int((*number as u64).into()),
            }),
            Const::Float(number) => {
                let value = ast::Number::Float(*number);
                Expr::NumberLiteral(ast::ExprNumberLiteral { node_index: INDEX, range, value })
            }
            &Const::Complex { real, imag } => {
                let value = ast::Number::Complex { real, imag };
                Expr::NumberLiteral(ast::ExprNumberLiteral { node_index: INDEX, range, value })
            }
            Const::Str(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => {
                    let unicode = matches!(kind, Item::Name(kind) if kind == "u");
                    let flags = ast::StringLiteralFlags::empty();
                    let flags =
                        if unicode { flags.with_prefix(ast::str_prefix::StringLiteralPrefix::Unicode) } else { flags };
                    // The prefix needs room as well.
                    self.push(place.end_line, place.end_column);
                    let range = self.end(start, place);
                    Expr::from(ast::StringLiteral { range, node_index: INDEX, value: text.into(), flags })
                }
                Err(_) => self.made.constant(value.clone(), range),
            },
            Const::Bytes(bytes) => Expr::BytesLiteral(ast::ExprBytesLiteral {
                node_index: INDEX,
                range,
                value: ast::BytesLiteralValue::single(ast::BytesLiteral {
                    range,
                    node_index: INDEX,
                    value: bytes.clone(),
                    flags: ast::BytesLiteralFlags::empty(),
                }),
            }),
            other => self.made.constant(other.clone(), range),
        }
    }

    fn f_string(&mut self, start: u32, place: Place, elements: Vec<ast::InterpolatedStringElement>) -> Expr {
        let range = self.end(start, place);
        let flags = ast::FStringFlags::empty();
        let string = ast::FString { range, node_index: INDEX, elements: elements.into(), flags };
        Expr::FString(ast::ExprFString { node_index: INDEX, range, value: ast::FStringValue::single(string) })
    }

    fn t_string(&mut self, start: u32, place: Place, elements: Vec<ast::InterpolatedStringElement>) -> Expr {
        let range = self.end(start, place);
        let flags = ast::TStringFlags::empty();
        let string = ast::TString { range, node_index: INDEX, elements: elements.into(), flags };
        Expr::TString(ast::ExprTString { node_index: INDEX, range, value: ast::TStringValue::single(string) })
    }

    fn elements(&mut self, values: &Item) -> Built<Vec<ast::InterpolatedStringElement>> {
        items(values).iter().map(|value| self.element(value)).collect()
    }

    /// A piece of an f-string or template string.
    fn element(&mut self, item: &Item) -> Built<ast::InterpolatedStringElement> {
        let Item::Node(node) = item else { return malformed("a piece of a string is missing") };
        let place = node.place;
        let start = self.begin(place);
        let (value, conversion, spec) = match (node.kind, &node.fields[..]) {
            (Kind::Constant, [Item::Const(Const::Str(bytes)), _]) => match std::str::from_utf8(bytes) {
                Ok(text) => {
                    return Ok(ast::InterpolatedStringElement::Literal(ast::InterpolatedStringLiteralElement {
                        range: self.end(start, place),
                        node_index: INDEX,
                        value: text.into(),
                    }));
                }
                Err(_) => (self.boxed(item)?, -1, None),
            },
            (Kind::FormattedValue, [value, conversion, spec]) => (self.boxed(value)?, number(conversion), Some(spec)),
            (Kind::Interpolation, [value, text, conversion, spec]) => {
                if let Item::Const(Const::Str(bytes)) = text {
                    self.made.interpolations.insert(start, String::from_utf8_lossy(bytes).into_owned());
                }
                (self.boxed(value)?, number(conversion), Some(spec))
            }
            // Anything else stands for its text.
            _ => (self.boxed(item)?, -1, None),
        };
        let conversion = match u8::try_from(conversion).unwrap_or(0) {
            b's' => ast::ConversionFlag::Str,
            b'r' => ast::ConversionFlag::Repr,
            b'a' => ast::ConversionFlag::Ascii,
            _ => ast::ConversionFlag::None,
        };
        let format_spec = match spec {
            None | Some(Item::None) => None,
            Some(Item::Node(spec)) => {
                let begin = self.begin(spec.place);
                let elements = match (spec.kind, &spec.fields[..]) {
                    (Kind::JoinedStr, [values]) => self.elements(values)?,
                    _ => vec![self.element(&Item::Node(spec.clone()))?],
                };
                let range = self.end(begin, spec.place);
                let elements = elements.into();
                Some(Box::new(ast::InterpolatedStringFormatSpec { range, node_index: INDEX, elements }))
            }
            Some(_) => return malformed("a format specification"),
        };
        Ok(ast::InterpolatedStringElement::Interpolation(ast::InterpolatedElement {
            range: self.end(start, place),
            node_index: INDEX,
            expression: value,
            debug_text: None,
            conversion,
            format_spec,
        }))
    }

    fn patterns(&mut self, list: &Item) -> Built<Vec<Pattern>> {
        items(list).iter().map(|item| self.pattern(item)).collect()
    }

    fn pattern(&mut self, item: &Item) -> Built<Pattern> {
        let Item::Node(node) = item else { return malformed("a pattern is missing") };
        let place = node.place;
        let start = self.begin(place);
        Ok(match (node.kind, &node.fields[..]) {
            (Kind::MatchValue, [value]) => {
                let value = self.boxed(value)?;
                Pattern::MatchValue(ast::PatternMatchValue { node_index: INDEX, range: self.end(start, place), value })
            }
            (Kind::MatchSingleton, [Item::Const(value)]) => {
                let value = match value {
                    Const::True => ast::Singleton::True,
                    Const::False => ast::Singleton::False,
                    _ => ast::Singleton::None,
                };
                let range = self.end(start, place);
                Pattern::MatchSingleton(ast::PatternMatchSingleton { node_index: INDEX, range, value })
            }
            (Kind::MatchSequence, [patterns]) => {
                let patterns = self.patterns(patterns)?;
                let range = self.end(start, place);
                Pattern::MatchSequence(ast::PatternMatchSequence { node_index: INDEX, range, patterns })
            }
            (Kind::MatchMapping, [keys, patterns, rest]) => {
                let (keys, patterns) = (self.exprs(keys)?, self.patterns(patterns)?);
                let rest = self.optional_identifier(rest, place)?;
                Pattern::MatchMapping(ast::PatternMatchMapping {
                    node_index: INDEX,
                    range: self.end(start, place),
                    keys: keys.into_iter().collect(),
                    patterns: patterns.into_iter().collect(),
                    rest,
                })
            }
            (Kind::MatchClass, [cls, patterns, names, values]) => {
                let cls = self.boxed(cls)?;
                let begin = self.here();
                let patterns = self.patterns(patterns)?.into_iter().collect();
                let mut keywords = Vec::new();
                for (name, value) in items(names).iter().zip(items(values)) {
                    let first = self.here();
                    let attr = self.identifier(name, place)?;
                    let pattern = self.pattern(value)?;
                    keywords.push(ast::PatternKeyword { range: self.since(first), node_index: INDEX, attr, pattern });
                }
                let arguments =
                    ast::PatternArguments { range: self.since(begin), node_index: INDEX, patterns, keywords };
                let range = self.end(start, place);
                Pattern::MatchClass(ast::PatternMatchClass { node_index: INDEX, range, cls, arguments })
            }
            (Kind::MatchStar, [name]) => {
                let name = self.optional_identifier(name, place)?;
                Pattern::MatchStar(ast::PatternMatchStar { node_index: INDEX, range: self.end(start, place), name })
            }
            (Kind::MatchAs, [pattern, name]) => {
                let pattern = match pattern {
                    Item::None => None,
                    pattern => Some(Box::new(self.pattern(pattern)?)),
                };
                let name = self.optional_identifier(name, place)?;
                Pattern::MatchAs(ast::PatternMatchAs {
                    node_index: INDEX,
                    range: self.end(start, place),
                    pattern,
                    name,
                })
            }
            (Kind::MatchOr, [patterns]) => {
                let patterns = self.patterns(patterns)?;
                Pattern::MatchOr(ast::PatternMatchOr { node_index: INDEX, range: self.end(start, place), patterns })
            }
            _ => return malformed("a pattern"),
        })
    }
}
