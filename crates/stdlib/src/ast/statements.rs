//! From the parser's statements to plain trees.

use taipan_compiler::Literals;
use taipan_syntax::ast::{self, Ranged, Stmt, TextRange, TextSize};
use taipan_syntax::{Parsed, Tree};

use super::table::Kind;
use super::tree::{Item, Node, Place, list};

/// What a conversion needs of the source.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) parsed: &'a Parsed,
    pub(super) literals: Literals<'a>,
}

/// The tree of a whole source.
pub(super) fn read(parsed: &Parsed) -> Node {
    let reader = Reader { parsed, literals: Literals::new(parsed.source(), parsed.lines()) };
    match parsed.tree() {
        Tree::Module(module) => {
            Node::new(Kind::Module, vec![reader.body(&module.body), Item::List(Vec::new())], Place::NONE)
        }
        Tree::Interactive(module) => Node::new(Kind::Interactive, vec![reader.body(&module.body)], Place::NONE),
        Tree::Expression(expression) => {
            Node::new(Kind::Expression, vec![reader.expr(&expression.body).into()], Place::NONE)
        }
        Tree::FunctionType { parameters, returns } => Node::new(
            Kind::FunctionType,
            vec![list(parameters.iter().map(|parameter| reader.expr(parameter))), reader.expr(returns).into()],
            Place::NONE,
        ),
    }
}

pub(super) fn name(identifier: &ast::Identifier) -> Item {
    Item::Name(identifier.id.to_string())
}

fn optional_name(identifier: Option<&ast::Identifier>) -> Item {
    identifier.map_or(Item::None, name)
}

fn flag(value: bool) -> Item {
    Item::Int(i64::from(value))
}

impl Reader<'_> {
    pub(super) fn place(&self, range: TextRange) -> Place {
        let (line, column) = self.parsed.lines().line_column(range.start());
        let (end_line, end_column) = self.parsed.lines().line_column(range.end());
        Place { line: line as i32, column: column as i32, end_line: end_line as i32, end_column: end_column as i32 }
    }

    fn body(&self, body: &[Stmt]) -> Item {
        list(body.iter().map(|stmt| self.stmt(stmt)))
    }

    fn exprs(&self, exprs: &[ast::Expr]) -> Item {
        list(exprs.iter().map(|expr| self.expr(expr)))
    }

    /// The place of a definition: its decorators are before it.
    fn definition(&self, range: TextRange, decorators: &[ast::Decorator]) -> Place {
        let start = self.literals.definition_start(range, decorators.last().map(Ranged::end)).min(range.end());
        self.place(TextRange::new(start, range.end()))
    }

    fn decorators(&self, decorators: &[ast::Decorator]) -> Item {
        list(decorators.iter().map(|decorator| self.expr(&decorator.expression)))
    }

    /// The range of what ends with a block: a semicolon behind the block's last statement is in it.
    fn block(&self, range: TextRange) -> TextRange {
        let text = &self.parsed.source()[range.end().to_usize()..];
        let trimmed = text.trim_start_matches([' ', '\t', '\x0c']);
        if !trimmed.starts_with(';') {
            return range;
        }
        let length = text.len() - trimmed.len() + 1;
        TextRange::new(range.start(), range.end() + TextSize::new(length as u32))
    }

    fn stmt(&self, stmt: &Stmt) -> Node {
        let compound = matches!(
            stmt,
            Stmt::FunctionDef(_)
                | Stmt::ClassDef(_)
                | Stmt::For(_)
                | Stmt::While(_)
                | Stmt::If(_)
                | Stmt::With(_)
                | Stmt::Match(_)
                | Stmt::Try(_)
        );
        let range = if compound { self.block(stmt.range()) } else { stmt.range() };
        let place = self.place(range);
        let (kind, fields) = match stmt {
            Stmt::FunctionDef(def) => {
                let kind = if def.is_async { Kind::AsyncFunctionDef } else { Kind::FunctionDef };
                let fields = vec![
                    name(&def.name),
                    self.parameters(Some(&def.parameters)).into(),
                    self.body(&def.body),
                    self.decorators(&def.decorator_list),
                    self.optional(def.returns.as_deref()),
                    Item::None,
                    self.type_params(def.type_params.as_deref()),
                ];
                return Node::new(kind, fields, self.definition(range, &def.decorator_list));
            }
            Stmt::ClassDef(def) => {
                let (bases, keywords) = match &def.arguments {
                    Some(arguments) => (self.exprs(&arguments.args), self.keywords(&arguments.keywords)),
                    None => (Item::List(Vec::new()), Item::List(Vec::new())),
                };
                let fields = vec![
                    name(&def.name),
                    bases,
                    keywords,
                    self.body(&def.body),
                    self.decorators(&def.decorator_list),
                    self.type_params(def.type_params.as_deref()),
                ];
                return Node::new(Kind::ClassDef, fields, self.definition(range, &def.decorator_list));
            }
            Stmt::Return(stmt) => (Kind::Return, vec![self.optional(stmt.value.as_deref())]),
            Stmt::Delete(stmt) => (Kind::Delete, vec![self.exprs(&stmt.targets)]),
            Stmt::TypeAlias(stmt) => (
                Kind::TypeAlias,
                vec![
                    self.expr(&stmt.name).into(),
                    self.type_params(stmt.type_params.as_deref()),
                    self.expr(&stmt.value).into(),
                ],
            ),
            Stmt::Assign(stmt) => {
                (Kind::Assign, vec![self.exprs(&stmt.targets), self.expr(&stmt.value).into(), Item::None])
            }
            Stmt::AugAssign(stmt) => (
                Kind::AugAssign,
                vec![self.expr(&stmt.target).into(), self.operator(stmt.op), self.expr(&stmt.value).into()],
            ),
            Stmt::AnnAssign(stmt) => (
                Kind::AnnAssign,
                vec![
                    self.expr(&stmt.target).into(),
                    self.expr(&stmt.annotation).into(),
                    self.optional(stmt.value.as_deref()),
                    flag(stmt.simple),
                ],
            ),
            Stmt::For(stmt) => (
                if stmt.is_async { Kind::AsyncFor } else { Kind::For },
                vec![
                    self.expr(&stmt.target).into(),
                    self.expr(&stmt.iter).into(),
                    self.body(&stmt.body),
                    self.body(&stmt.orelse),
                    Item::None,
                ],
            ),
            Stmt::While(stmt) => {
                (Kind::While, vec![self.expr(&stmt.test).into(), self.body(&stmt.body), self.body(&stmt.orelse)])
            }
            Stmt::If(stmt) => {
                let orelse = self.else_clauses(&stmt.elif_else_clauses);
                (Kind::If, vec![self.expr(&stmt.test).into(), self.body(&stmt.body), orelse])
            }
            Stmt::With(stmt) => {
                let items = stmt.items.iter().map(|item| {
                    let target = self.optional(item.optional_vars.as_deref());
                    Node::new(Kind::withitem, vec![self.expr(&item.context_expr).into(), target], Place::NONE)
                });
                let kind = if stmt.is_async { Kind::AsyncWith } else { Kind::With };
                (kind, vec![list(items), self.body(&stmt.body), Item::None])
            }
            Stmt::Match(stmt) => {
                let cases = stmt.cases.iter().map(|case| {
                    let guard = self.optional(case.guard.as_deref());
                    let fields = vec![self.pattern(&case.pattern).into(), guard, self.body(&case.body)];
                    Node::new(Kind::match_case, fields, Place::NONE)
                });
                (Kind::Match, vec![self.expr(&stmt.subject).into(), list(cases)])
            }
            Stmt::Raise(stmt) => {
                (Kind::Raise, vec![self.optional(stmt.exc.as_deref()), self.optional(stmt.cause.as_deref())])
            }
            Stmt::Try(stmt) => {
                let handlers = stmt.handlers.iter().map(|handler| {
                    let ast::ExceptHandler::ExceptHandler(handler) = handler;
                    let fields = vec![
                        self.optional(handler.type_.as_deref()),
                        optional_name(handler.name.as_ref()),
                        self.body(&handler.body),
                    ];
                    Node::new(Kind::ExceptHandler, fields, self.place(self.block(handler.range)))
                });
                let kind = if stmt.is_star { Kind::TryStar } else { Kind::Try };
                (kind, vec![self.body(&stmt.body), list(handlers), self.body(&stmt.orelse), self.body(&stmt.finalbody)])
            }
            Stmt::Assert(stmt) => {
                (Kind::Assert, vec![self.expr(&stmt.test).into(), self.optional(stmt.msg.as_deref())])
            }
            Stmt::Import(stmt) => (Kind::Import, vec![self.aliases(&stmt.names)]),
            Stmt::ImportFrom(stmt) => (
                Kind::ImportFrom,
                vec![optional_name(stmt.module.as_ref()), self.aliases(&stmt.names), Item::Int(i64::from(stmt.level))],
            ),
            Stmt::Global(stmt) => (Kind::Global, vec![Item::List(stmt.names.iter().map(name).collect())]),
            Stmt::Nonlocal(stmt) => (Kind::Nonlocal, vec![Item::List(stmt.names.iter().map(name).collect())]),
            Stmt::Expr(stmt) => (Kind::Expr, vec![self.expr(&stmt.value).into()]),
            Stmt::Pass(_) => (Kind::Pass, Vec::new()),
            Stmt::Break(_) => (Kind::Break, Vec::new()),
            Stmt::Continue(_) => (Kind::Continue, Vec::new()),
            Stmt::IpyEscapeCommand(_) => (Kind::Pass, Vec::new()),
        };
        Node::new(kind, fields, place)
    }

    /// What `elif` and `else` make: each `elif` is an `if` inside the `else` of what is before it.
    fn else_clauses(&self, clauses: &[ast::ElifElseClause]) -> Item {
        let end = clauses.last().map(|clause| self.place(self.block(clause.range))).unwrap_or_default();
        let mut orelse = Item::List(Vec::new());
        for clause in clauses.iter().rev() {
            orelse = match &clause.test {
                None => self.body(&clause.body),
                Some(test) => {
                    let fields = vec![self.expr(test).into(), self.body(&clause.body), orelse];
                    Item::List(vec![Node::new(Kind::If, fields, self.place(clause.range).to(end)).into()])
                }
            };
        }
        orelse
    }

    fn aliases(&self, names: &[ast::Alias]) -> Item {
        list(names.iter().map(|alias| {
            let fields = vec![name(&alias.name), optional_name(alias.asname.as_ref())];
            Node::new(Kind::alias, fields, self.place(alias.range))
        }))
    }

    pub(super) fn keywords(&self, keywords: &[ast::Keyword]) -> Item {
        list(keywords.iter().map(|keyword| {
            let fields = vec![optional_name(keyword.arg.as_ref()), self.expr(&keyword.value).into()];
            Node::new(Kind::keyword, fields, self.place(keyword.range))
        }))
    }

    fn type_params(&self, params: Option<&ast::TypeParams>) -> Item {
        let params = params.map(|params| &params.type_params[..]).unwrap_or_default();
        list(params.iter().map(|param| {
            let (kind, fields) = match param {
                ast::TypeParam::TypeVar(param) => (
                    Kind::TypeVar,
                    vec![
                        name(&param.name),
                        self.optional(param.bound.as_deref()),
                        self.optional(param.default.as_deref()),
                    ],
                ),
                ast::TypeParam::ParamSpec(param) => {
                    (Kind::ParamSpec, vec![name(&param.name), self.optional(param.default.as_deref())])
                }
                ast::TypeParam::TypeVarTuple(param) => {
                    (Kind::TypeVarTuple, vec![name(&param.name), self.optional(param.default.as_deref())])
                }
            };
            Node::new(kind, fields, self.place(param.range()))
        }))
    }

    fn parameter(&self, parameter: &ast::Parameter) -> Node {
        let fields = vec![name(&parameter.name), self.optional(parameter.annotation.as_deref()), Item::None];
        // The range of `*args` begins at the star.
        let range = TextRange::new(parameter.name.range.start(), parameter.range.end());
        Node::new(Kind::arg, fields, self.place(range))
    }

    pub(super) fn parameters(&self, parameters: Option<&ast::Parameters>) -> Node {
        let Some(parameters) = parameters else {
            let none = || Item::List(Vec::new());
            let fields = vec![none(), none(), Item::None, none(), none(), Item::None, none()];
            return Node::new(Kind::arguments, fields, Place::NONE);
        };
        let all = |items: &[ast::ParameterWithDefault]| list(items.iter().map(|item| self.parameter(&item.parameter)));
        let defaults = parameters.posonlyargs.iter().chain(&parameters.args).filter_map(|item| item.default.as_deref());
        let keyword_defaults = parameters.kwonlyargs.iter().map(|item| self.optional(item.default.as_deref()));
        let fields = vec![
            all(&parameters.posonlyargs),
            all(&parameters.args),
            parameters.vararg.as_deref().map(|parameter| self.parameter(parameter)).into(),
            all(&parameters.kwonlyargs),
            Item::List(keyword_defaults.collect()),
            parameters.kwarg.as_deref().map(|parameter| self.parameter(parameter)).into(),
            list(defaults.map(|default| self.expr(default))),
        ];
        Node::new(Kind::arguments, fields, Place::NONE)
    }

    fn pattern(&self, pattern: &ast::Pattern) -> Node {
        let patterns = |patterns: &[ast::Pattern]| list(patterns.iter().map(|pattern| self.pattern(pattern)));
        let (kind, fields) = match pattern {
            ast::Pattern::MatchValue(pattern) => (Kind::MatchValue, vec![self.expr(&pattern.value).into()]),
            ast::Pattern::MatchSingleton(pattern) => {
                let value = match pattern.value {
                    ast::Singleton::None => taipan_bytecode::Const::None,
                    ast::Singleton::True => taipan_bytecode::Const::True,
                    ast::Singleton::False => taipan_bytecode::Const::False,
                };
                (Kind::MatchSingleton, vec![Item::Const(value)])
            }
            ast::Pattern::MatchSequence(pattern) => (Kind::MatchSequence, vec![patterns(&pattern.patterns)]),
            ast::Pattern::MatchMapping(pattern) => (
                Kind::MatchMapping,
                vec![self.exprs(&pattern.keys), patterns(&pattern.patterns), optional_name(pattern.rest.as_ref())],
            ),
            ast::Pattern::MatchClass(pattern) => {
                let keywords = &pattern.arguments.keywords;
                (
                    Kind::MatchClass,
                    vec![
                        self.expr(&pattern.cls).into(),
                        patterns(&pattern.arguments.patterns),
                        Item::List(keywords.iter().map(|keyword| name(&keyword.attr)).collect()),
                        list(keywords.iter().map(|keyword| self.pattern(&keyword.pattern))),
                    ],
                )
            }
            ast::Pattern::MatchStar(pattern) => (Kind::MatchStar, vec![optional_name(pattern.name.as_ref())]),
            ast::Pattern::MatchAs(pattern) => {
                let inner = pattern.pattern.as_deref().map(|pattern| self.pattern(pattern));
                (Kind::MatchAs, vec![inner.into(), optional_name(pattern.name.as_ref())])
            }
            ast::Pattern::MatchOr(pattern) => (Kind::MatchOr, vec![patterns(&pattern.patterns)]),
        };
        Node::new(kind, fields, self.place(pattern.range()))
    }
}
