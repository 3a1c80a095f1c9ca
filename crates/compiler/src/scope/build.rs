//! The first pass over a tree: enter each scope and record what happens to each name in it.
//!
//! The order of the walk matters where an error depends on it ("used prior to global declaration"), so it follows
//! CPython's, which is not always the order of evaluation.

use taipan_bytecode::SyntaxError;
use taipan_syntax::ast::name::Name;
use taipan_syntax::ast::{self, Expr, ExprContext, Pattern, Ranged, Stmt, TextRange};

use super::{
    Comprehension, NodeKey, Resolution, Role, Scope, ScopeId, ScopeKind, Symbol, SymbolTable, Symbols, flag,
    maybe_mangle, resolve,
};
use crate::call::only_generator;
use crate::hash::{FastMap, FastSet};
use crate::source::Source;

type Result<T = ()> = std::result::Result<T, SyntaxError>;

/// What the walk needs to know beside the tree.
#[derive(Clone, Copy)]
pub(crate) struct BuildOptions {
    pub(crate) future_annotations: bool,
    pub(crate) top_level_await: bool,
    /// Whether docstrings are kept.
    pub(crate) docstrings: bool,
    /// The body is an interactive statement, where a string is no docstring.
    pub(crate) interactive: bool,
}

/// What is walked.
pub(crate) enum Root<'t> {
    Body(&'t [Stmt]),
    Expression(&'t Expr),
}

/// The resolved symbol table of a tree.
pub(crate) fn build(root: Root<'_>, source: Source<'_>, options: BuildOptions) -> Result<SymbolTable> {
    let table = SymbolTable { scopes: Vec::new(), by_node: FastMap::default() };
    let mut builder = Builder { source, options, table, stack: Vec::new(), class: None };
    builder.enter("top".into(), ScopeKind::Module, None, TextRange::default())?;
    match root {
        Root::Body(body) => {
            builder.cur().has_docstring = !options.interactive && options.docstrings && has_docstring(body);
            builder.body(body)?;
        }
        Root::Expression(expression) => builder.expr(expression)?,
    }
    let mut table = builder.table;
    resolve::resolve(&mut table, source)?;
    Ok(table)
}

/// Whether the first statement is a string.
pub(crate) fn has_docstring(body: &[Stmt]) -> bool {
    matches!(body.first(), Some(Stmt::Expr(statement)) if statement.value.is_string_literal_expr())
}

struct Builder<'a> {
    source: Source<'a>,
    options: BuildOptions,
    table: SymbolTable,
    stack: Vec<ScopeId>,
    /// The class whose name mangles private names.
    class: Option<Name>,
}

impl Builder<'_> {
    fn error<T>(&self, range: TextRange, message: impl Into<String>) -> Result<T> {
        Err(self.source.error(range, message))
    }

    fn cur_id(&self) -> ScopeId {
        *self.stack.last().expect("the module's scope is entered first and never left")
    }

    fn cur(&mut self) -> &mut Scope {
        let id = self.cur_id();
        self.table.scope_mut(id)
    }

    /// Enter a new scope, a child of the current one.
    fn enter(&mut self, name: Name, kind: ScopeKind, key: Option<NodeKey>, range: TextRange) -> Result<ScopeId> {
        let id = ScopeId(self.table.scopes.len() as u32);
        let parent = self.stack.last().copied();
        let mut scope = Scope {
            kind,
            comprehension: Comprehension::None,
            name,
            line: if parent.is_none() { 0 } else { self.source.line(range.start()) },
            parent,
            children: Vec::new(),
            symbols: Symbols::default(),
            parameters: Vec::new(),
            nested: false,
            generator: false,
            coroutine: false,
            varargs: false,
            varkeywords: false,
            returns_value: false,
            needs_class_closure: false,
            needs_class_dict: false,
            inlined: false,
            can_see_class_scope: false,
            has_docstring: false,
            has_conditional_annotations: false,
            annotations_used: false,
            annotation_scope: None,
            has_named_expression: false,
            mangled_names: None,
            directives: Vec::new(),
            scope_info: None,
            conditional_depth: 0,
            iteration_target: false,
            iteration_expression: 0,
            unevaluated_annotation: false,
            has_free: false,
        };
        if let Some(parent) = parent {
            let outer = self.table.scope_mut(parent);
            scope.nested = outer.nested || outer.is_function_like();
            // Assignment expressions stay forbidden in what a comprehension iterates over, however deep.
            scope.iteration_expression = outer.iteration_expression;
            if kind != ScopeKind::Class {
                scope.mangled_names.clone_from(&outer.mangled_names);
            }
            // Under `from __future__ import annotations` an annotation is text: its names are nobody's.
            if !(self.options.future_annotations && kind == ScopeKind::Annotation) {
                outer.children.push(id);
            }
        }
        self.table.scopes.push(scope);
        if let Some(key) = key {
            self.table.by_node.insert(key, id);
        }
        self.stack.push(id);
        if matches!(kind, ScopeKind::Annotation | ScopeKind::TypeVariable | ScopeKind::TypeAlias) {
            self.define(".format", flag::PARAM | flag::USE, range)?;
        }
        Ok(id)
    }

    fn leave(&mut self) {
        self.stack.pop();
    }

    // ---- names ----------------------------------------------------------------------------------------------------

    fn mangled(&self, name: &Name) -> Name {
        maybe_mangle(self.class.as_deref(), self.table.scope(self.cur_id()), name)
    }

    fn define(&mut self, name: &str, flags: u32, range: TextRange) -> Result {
        self.define_name(&Name::new(name), flags, range)
    }

    fn define_name(&mut self, name: &Name, flags: u32, range: TextRange) -> Result {
        let id = self.cur_id();
        self.define_in(id, name, flags, range)
    }

    /// As a target, a parameter and the like: `__debug__` may not be bound.
    fn bind(&mut self, name: &Name, flags: u32, range: TextRange) -> Result {
        self.check_name(name, ExprContext::Store, range)?;
        self.define_name(name, flags, range)
    }

    fn check_name(&self, name: &str, context: ExprContext, range: TextRange) -> Result {
        if name == "__debug__" {
            match context {
                ExprContext::Store => return self.error(range, "cannot assign to __debug__"),
                ExprContext::Del => return self.error(range, "cannot delete __debug__"),
                ExprContext::Load | ExprContext::Invalid => {}
            }
        }
        Ok(())
    }

    fn define_in(&mut self, id: ScopeId, name: &Name, flags: u32, range: TextRange) -> Result {
        let mangled = self.mangled(name);
        let scope = self.table.scope_mut(id);
        let iteration_target = scope.iteration_target;
        let mut value = flags;
        let mut known = false;
        if let Some(symbol) = scope.symbols.get(&mangled) {
            known = true;
            if flags & symbol.flags & flag::PARAM != 0 {
                return self.error(range, format!("duplicate argument '{name}' in function definition"));
            }
            if flags & symbol.flags & flag::TYPE_PARAM != 0 {
                return self.error(range, format!("duplicate type parameter '{name}'"));
            }
            value |= symbol.flags;
        }
        if iteration_target {
            if value & (flag::GLOBAL | flag::NONLOCAL) != 0 {
                let message = format!("comprehension inner loop cannot rebind assignment expression target '{name}'");
                return self.error(range, message);
            }
            value |= flag::COMPREHENSION_TARGET;
        }
        let scope = self.table.scope_mut(id);
        if known && let Some(symbol) = scope.symbols.get_mut(&mangled) {
            symbol.flags = value;
        } else {
            scope.symbols.insert(new_symbol(mangled.clone(), value));
        }
        if flags & flag::PARAM != 0 {
            scope.parameters.push(mangled);
        } else if flags & flag::GLOBAL != 0 {
            let top = self.table.scope_mut(ScopeId(0));
            match top.symbols.get_mut(&mangled) {
                Some(symbol) => symbol.flags |= flags,
                None => top.symbols.insert(new_symbol(mangled, flags)),
            }
        }
        Ok(())
    }

    // ---- statements -----------------------------------------------------------------------------------------------

    fn body(&mut self, body: &[Stmt]) -> Result {
        body.iter().try_for_each(|statement| self.stmt(statement))
    }

    /// Walk something that may not run.
    fn conditional(&mut self, walk: impl FnOnce(&mut Self) -> Result) -> Result {
        self.cur().conditional_depth += 1;
        // An error leaves the scopes where it happened, and nothing is asked of them any more.
        walk(self)?;
        self.cur().conditional_depth -= 1;
        Ok(())
    }

    fn stmt(&mut self, statement: &Stmt) -> Result {
        match statement {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class_def(class),
            Stmt::TypeAlias(alias) => self.type_alias(alias),
            Stmt::Return(statement) => {
                if let Some(value) = &statement.value {
                    self.expr(value)?;
                    self.cur().returns_value = true;
                }
                Ok(())
            }
            Stmt::Delete(statement) => self.exprs(&statement.targets),
            Stmt::Assign(statement) => {
                self.exprs(&statement.targets)?;
                self.expr(&statement.value)
            }
            Stmt::AugAssign(statement) => {
                self.expr(&statement.target)?;
                self.expr(&statement.value)
            }
            Stmt::AnnAssign(statement) => self.annotated_assignment(statement),
            Stmt::For(statement) => {
                if statement.is_async {
                    self.check_async(statement.range, "async for")?;
                }
                self.expr(&statement.target)?;
                self.expr(&statement.iter)?;
                self.conditional(|this| {
                    this.body(&statement.body)?;
                    this.body(&statement.orelse)
                })
            }
            Stmt::While(statement) => {
                self.expr(&statement.test)?;
                self.conditional(|this| {
                    this.body(&statement.body)?;
                    this.body(&statement.orelse)
                })
            }
            Stmt::If(statement) => {
                self.expr(&statement.test)?;
                self.conditional(|this| {
                    this.body(&statement.body)?;
                    for clause in &statement.elif_else_clauses {
                        if let Some(test) = &clause.test {
                            this.expr(test)?;
                        }
                        this.body(&clause.body)?;
                    }
                    Ok(())
                })
            }
            Stmt::Match(statement) => {
                self.expr(&statement.subject)?;
                self.conditional(|this| {
                    for case in &statement.cases {
                        this.pattern(&case.pattern)?;
                        if let Some(guard) = &case.guard {
                            this.expr(guard)?;
                        }
                        this.body(&case.body)?;
                    }
                    Ok(())
                })
            }
            Stmt::Raise(statement) => {
                self.optional(statement.exc.as_deref())?;
                self.optional(statement.cause.as_deref())
            }
            Stmt::Try(statement) => self.conditional(|this| {
                this.body(&statement.body)?;
                for ast::ExceptHandler::ExceptHandler(handler) in &statement.handlers {
                    this.optional(handler.type_.as_deref())?;
                    if let Some(name) = &handler.name {
                        this.bind(&name.id, flag::LOCAL, handler.range)?;
                    }
                    this.body(&handler.body)?;
                }
                this.body(&statement.orelse)?;
                this.body(&statement.finalbody)
            }),
            Stmt::Assert(statement) => {
                self.expr(&statement.test)?;
                self.optional(statement.msg.as_deref())
            }
            Stmt::Import(statement) => statement.names.iter().try_for_each(|alias| self.alias(alias)),
            Stmt::ImportFrom(statement) => statement.names.iter().try_for_each(|alias| self.alias(alias)),
            Stmt::Global(statement) => self.declaration(&statement.names, statement.range, flag::GLOBAL, "global"),
            Stmt::Nonlocal(statement) => {
                self.declaration(&statement.names, statement.range, flag::NONLOCAL, "nonlocal")
            }
            Stmt::Expr(statement) => self.expr(&statement.value),
            Stmt::With(statement) => {
                if statement.is_async {
                    self.check_async(statement.range, "async with")?;
                }
                self.conditional(|this| {
                    for item in &statement.items {
                        this.expr(&item.context_expr)?;
                        this.optional(item.optional_vars.as_deref())?;
                    }
                    this.body(&statement.body)
                })
            }
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::IpyEscapeCommand(_) => Ok(()),
        }
    }

    fn declaration(&mut self, names: &[ast::Identifier], range: TextRange, what: u32, word: &str) -> Result {
        for name in names {
            let mangled = self.mangled(&name.id);
            let flags = self.cur().symbols.flags(&mangled);
            if flags & (flag::PARAM | flag::LOCAL | flag::USE | flag::ANNOTATED) != 0 {
                let message = if flags & flag::PARAM != 0 {
                    format!("name '{name}' is parameter and {word}")
                } else if flags & flag::USE != 0 {
                    format!("name '{name}' is used prior to {word} declaration")
                } else if flags & flag::ANNOTATED != 0 {
                    format!("annotated name '{name}' can't be {word}")
                } else {
                    format!("name '{name}' is assigned to before {word} declaration")
                };
                return self.error(range, message);
            }
            self.define_name(&name.id, what, range)?;
            self.cur().directives.push((mangled, range));
        }
        Ok(())
    }

    fn alias(&mut self, alias: &ast::Alias) -> Result {
        if let Some(name) = &alias.asname {
            return self.bind(&name.id, flag::IMPORT, alias.range);
        }
        if alias.name.as_str() == "*" {
            if self.cur().kind != ScopeKind::Module {
                return self.error(alias.range, "import * only allowed at module level");
            }
            return Ok(());
        }
        match alias.name.split_once('.') {
            Some((first, _)) => self.bind(&Name::new(first), flag::IMPORT, alias.range),
            None => self.bind(&alias.name.id, flag::IMPORT, alias.range),
        }
    }

    fn annotated_assignment(&mut self, statement: &ast::StmtAnnAssign) -> Result {
        self.cur().annotations_used = true;
        match &*statement.target {
            Expr::Name(target) => {
                let mangled = self.mangled(&target.id);
                let at_top = self.stack.len() == 1;
                let flags = self.cur().symbols.flags(&mangled);
                if statement.simple && !at_top && flags & (flag::GLOBAL | flag::NONLOCAL) != 0 {
                    let word = if flags & flag::GLOBAL != 0 { "global" } else { "nonlocal" };
                    return self.error(statement.range, format!("annotated name '{}' can't be {word}", target.id));
                }
                if statement.simple {
                    self.bind(&target.id, flag::ANNOTATED | flag::LOCAL, target.range)?;
                } else if statement.value.is_some() {
                    self.bind(&target.id, flag::LOCAL, target.range)?;
                }
            }
            target => self.expr(target)?,
        }
        self.annotation(&statement.annotation)?;
        self.optional(statement.value.as_deref())
    }

    /// An annotation of a variable: part of the annotation scope that its scope has one of.
    fn annotation(&mut self, annotation: &Expr) -> Result {
        let parent = self.cur_id();
        let scope = self.cur();
        let kind = scope.kind;
        // A module can be stopped in the middle, so each of its annotations counts as conditional.
        let conditional = match kind {
            ScopeKind::Module => true,
            ScopeKind::Class => scope.conditional_depth > 0,
            _ => false,
        };
        if conditional && !scope.has_conditional_annotations {
            scope.has_conditional_annotations = true;
            if kind == ScopeKind::Module {
                self.define("__conditional_annotations__", flag::USE, annotation.range())?;
            }
        }
        match self.table.scope(parent).annotation_scope {
            Some(id) => {
                self.table.scope_mut(id).iteration_expression = self.table.scope(parent).iteration_expression;
                self.stack.push(id);
            }
            None => {
                let id = self.enter("__annotate__".into(), ScopeKind::Annotation, None, annotation.range())?;
                self.table.scope_mut(parent).annotation_scope = Some(id);
                if kind == ScopeKind::Class {
                    self.see_class_scope(annotation.range())?;
                }
            }
        }
        if conditional && kind == ScopeKind::Class {
            self.define("__conditional_annotations__", flag::USE, annotation.range())?;
        }
        // Annotations of a function's variables are never evaluated.
        let unevaluated = kind == ScopeKind::Function;
        self.cur().unevaluated_annotation = unevaluated;
        let result = self.expr(annotation);
        self.cur().unevaluated_annotation = false;
        self.leave();
        result
    }

    fn see_class_scope(&mut self, range: TextRange) -> Result {
        self.cur().can_see_class_scope = true;
        self.define("__classdict__", flag::USE, range)
    }

    fn function(&mut self, function: &ast::StmtFunctionDef) -> Result {
        let range = self.definition_range(function.range, &function.decorator_list);
        self.bind(&function.name.id, flag::LOCAL, range)?;
        self.defaults(&function.parameters)?;
        self.decorators(&function.decorator_list)?;
        if let Some(parameters) = &function.type_params {
            let defaults = has_defaults(&function.parameters);
            self.enter_type_parameters(&function.name.id, parameters, defaults, None, range)?;
        }
        self.function_annotations(function)?;
        self.enter(
            function.name.id.clone(),
            ScopeKind::Function,
            Some(NodeKey::new(function, Role::Body)),
            self.first_line_range(range, &function.decorator_list),
        )?;
        self.cur().coroutine = function.is_async;
        self.parameters(&function.parameters)?;
        self.cur().has_docstring = self.options.docstrings && has_docstring(&function.body);
        self.body(&function.body)?;
        self.leave();
        if function.type_params.is_some() {
            self.leave();
        }
        Ok(())
    }

    fn definition_range(&self, range: TextRange, decorators: &[ast::Decorator]) -> TextRange {
        let start = self.source.definition_start(range, decorators.last().map(Ranged::end));
        TextRange::new(start.min(range.end()), range.end())
    }

    /// The scope's line is the first decorator's, as `co_firstlineno` is.
    fn first_line_range(&self, range: TextRange, decorators: &[ast::Decorator]) -> TextRange {
        decorators.first().map_or(range, |decorator| decorator.expression.range())
    }

    fn decorators(&mut self, decorators: &[ast::Decorator]) -> Result {
        decorators.iter().try_for_each(|decorator| self.expr(&decorator.expression))
    }

    fn defaults(&mut self, parameters: &ast::Parameters) -> Result {
        parameters.iter_non_variadic_params().try_for_each(|parameter| self.optional(parameter.default.as_deref()))
    }

    fn function_annotations(&mut self, function: &ast::StmtFunctionDef) -> Result {
        let parameters = &*function.parameters;
        let outer = self.cur();
        let in_class = outer.can_see_class_scope || outer.kind == ScopeKind::Class;
        let key = NodeKey::new(parameters, Role::Annotations);
        let range = self.definition_range(function.range, &function.decorator_list);
        let id = self.enter("__annotate__".into(), ScopeKind::Annotation, Some(key), range)?;
        if in_class {
            self.see_class_scope(range)?;
        }
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let keyword = parameters.kwonlyargs.iter();
        let mut annotations: Vec<&Expr> = positional.filter_map(|parameter| parameter.annotation()).collect();
        annotations.extend(parameters.vararg.as_deref().and_then(|parameter| parameter.annotation()));
        annotations.extend(parameters.kwarg.as_deref().and_then(|parameter| parameter.annotation()));
        annotations.extend(keyword.filter_map(|parameter| parameter.annotation()));
        annotations.extend(function.returns.as_deref());
        self.table.scope_mut(id).annotations_used = !annotations.is_empty();
        for annotation in annotations {
            // `*args: *Ts` unpacks.
            match annotation {
                Expr::Starred(starred) => self.expr(&starred.value)?,
                annotation => self.expr(annotation)?,
            }
        }
        self.leave();
        Ok(())
    }

    fn parameters(&mut self, parameters: &ast::Parameters) -> Result {
        for parameter in parameters.iter_non_variadic_params() {
            self.bind(&parameter.parameter.name.id, flag::PARAM, parameter.parameter.range)?;
        }
        if let Some(parameter) = &parameters.vararg {
            self.bind(&parameter.name.id, flag::PARAM, without_stars(parameter))?;
            self.cur().varargs = true;
        }
        if let Some(parameter) = &parameters.kwarg {
            self.bind(&parameter.name.id, flag::PARAM, without_stars(parameter))?;
            self.cur().varkeywords = true;
        }
        Ok(())
    }

    fn class_def(&mut self, class: &ast::StmtClassDef) -> Result {
        let range = self.definition_range(class.range, &class.decorator_list);
        self.bind(&class.name.id, flag::LOCAL, range)?;
        self.decorators(&class.decorator_list)?;
        let outer_class = self.class.clone();
        if let Some(parameters) = &class.type_params {
            self.enter_type_parameters(&class.name.id, parameters, (false, false), Some(&class.name.id), range)?;
        }
        if let Some(arguments) = &class.arguments {
            self.exprs(&arguments.args)?;
            self.keywords(&arguments.keywords)?;
        }
        self.enter(
            class.name.id.clone(),
            ScopeKind::Class,
            Some(NodeKey::new(class, Role::Body)),
            self.first_line_range(range, &class.decorator_list),
        )?;
        self.class = Some(class.name.id.clone());
        if class.type_params.is_some() {
            self.define("__type_params__", flag::LOCAL, range)?;
            self.define(".type_params", flag::USE, range)?;
        }
        self.cur().has_docstring = self.options.docstrings && has_docstring(&class.body);
        self.body(&class.body)?;
        self.leave();
        if class.type_params.is_some() {
            self.leave();
        }
        self.class = outer_class;
        Ok(())
    }

    fn enter_type_parameters(
        &mut self,
        name: &Name,
        parameters: &ast::TypeParams,
        (defaults, keyword_defaults): (bool, bool),
        class: Option<&Name>,
        range: TextRange,
    ) -> Result {
        let in_class = self.cur().kind == ScopeKind::Class;
        let key = NodeKey::new(parameters, Role::TypeParameters);
        self.enter(name.clone(), ScopeKind::TypeParameters, Some(key), range)?;
        if in_class {
            self.see_class_scope(range)?;
        }
        if let Some(class) = class {
            self.define(".type_params", flag::LOCAL | flag::USE, range)?;
            self.class = Some(class.clone());
            // The parameters themselves are private to the class; other names here belong to what is around it.
            self.cur().mangled_names = Some(FastSet::default());
            self.define(".generic_base", flag::LOCAL | flag::USE, range)?;
        }
        if defaults {
            self.define(".defaults", flag::PARAM, range)?;
        }
        if keyword_defaults {
            self.define(".kwdefaults", flag::PARAM, range)?;
        }
        parameters.iter().try_for_each(|parameter| self.type_parameter(parameter))
    }

    fn type_parameter(&mut self, parameter: &ast::TypeParam) -> Result {
        let name = parameter.name();
        if name.as_str() == "__classdict__" {
            let message = format!("reserved name '{name}' cannot be used for type parameter");
            return self.error(parameter.range(), message);
        }
        if let Some(names) = &mut self.cur().mangled_names {
            names.insert(name.id.clone());
        }
        self.bind(&name.id, flag::TYPE_PARAM | flag::LOCAL, parameter.range())?;
        match parameter {
            ast::TypeParam::TypeVar(variable) => {
                if let Some(bound) = &variable.bound {
                    let info = if bound.is_tuple_expr() { "a TypeVar constraint" } else { "a TypeVar bound" };
                    self.type_variable(bound, NodeKey::new(variable, Role::Bound), &name.id, info)?;
                }
                if let Some(default) = &variable.default {
                    let key = NodeKey::new(variable, Role::Default);
                    self.type_variable(default, key, &name.id, "a TypeVar default")?;
                }
            }
            ast::TypeParam::TypeVarTuple(variable) => {
                if let Some(default) = &variable.default {
                    let key = NodeKey::new(variable, Role::Default);
                    let default = match &**default {
                        Expr::Starred(starred) => &starred.value,
                        default => default,
                    };
                    self.type_variable(default, key, &name.id, "a TypeVarTuple default")?;
                }
            }
            ast::TypeParam::ParamSpec(variable) => {
                if let Some(default) = &variable.default {
                    let key = NodeKey::new(variable, Role::Default);
                    self.type_variable(default, key, &name.id, "a ParamSpec default")?;
                }
            }
        }
        Ok(())
    }

    fn type_variable(&mut self, value: &Expr, key: NodeKey, name: &Name, info: &'static str) -> Result {
        let in_class = self.cur().can_see_class_scope;
        self.enter(name.clone(), ScopeKind::TypeVariable, Some(key), value.range())?;
        if in_class {
            self.see_class_scope(value.range())?;
        }
        self.cur().scope_info = Some(info);
        self.expr(value)?;
        self.leave();
        Ok(())
    }

    fn type_alias(&mut self, alias: &ast::StmtTypeAlias) -> Result {
        self.expr(&alias.name)?;
        let Expr::Name(name) = &*alias.name else { return self.error(alias.range, "invalid type alias target") };
        if let Some(parameters) = &alias.type_params {
            self.enter_type_parameters(&name.id, parameters, (false, false), None, alias.range)?;
        }
        let outer = self.cur();
        // The parameters' scope has the class around it already in sight.
        let in_class = outer.kind == ScopeKind::Class || outer.can_see_class_scope;
        let key = NodeKey::new(alias, Role::Body);
        self.enter(name.id.clone(), ScopeKind::TypeAlias, Some(key), alias.range)?;
        if in_class {
            self.see_class_scope(alias.range)?;
        }
        self.expr(&alias.value)?;
        self.leave();
        if alias.type_params.is_some() {
            self.leave();
        }
        Ok(())
    }

    // ---- expressions ----------------------------------------------------------------------------------------------

    fn exprs(&mut self, expressions: &[Expr]) -> Result {
        expressions.iter().try_for_each(|expression| self.expr(expression))
    }

    fn optional(&mut self, expression: Option<&Expr>) -> Result {
        expression.map_or(Ok(()), |expression| self.expr(expression))
    }

    fn keywords(&mut self, keywords: &[ast::Keyword]) -> Result {
        for keyword in keywords {
            if let Some(name) = &keyword.arg {
                self.check_name(name, ExprContext::Store, keyword.range)?;
            }
        }
        keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))
    }

    fn expr(&mut self, expression: &Expr) -> Result {
        match expression {
            Expr::Named(named) => self.named(named),
            Expr::BoolOp(operation) => self.exprs(&operation.values),
            Expr::BinOp(_) => {
                // A long sum is a tree that leans left: walk down its spine without recursion.
                let mut rights = Vec::new();
                let mut left = expression;
                while let Expr::BinOp(operation) = left {
                    rights.push(&*operation.right);
                    left = &operation.left;
                }
                self.expr(left)?;
                rights.into_iter().rev().try_for_each(|right| self.expr(right))
            }
            Expr::UnaryOp(operation) => self.expr(&operation.operand),
            Expr::Lambda(lambda) => self.lambda(lambda),
            Expr::If(conditional) => {
                self.expr(&conditional.test)?;
                self.expr(&conditional.body)?;
                self.expr(&conditional.orelse)
            }
            Expr::Dict(dict) => {
                dict.items.iter().try_for_each(|item| self.optional(item.key.as_ref()))?;
                dict.items.iter().try_for_each(|item| self.expr(&item.value))
            }
            Expr::Set(set) => self.exprs(&set.elts),
            Expr::List(list) => self.exprs(&list.elts),
            Expr::Tuple(tuple) => self.exprs(&tuple.elts),
            Expr::Generator(generator) => self.generator(generator, generator.range),
            Expr::ListComp(list) => {
                let key = NodeKey::new(list, Role::Body);
                self.comprehension(key, list.range, Comprehension::List, &list.generators, (&list.elt, None))
            }
            Expr::SetComp(set) => {
                let key = NodeKey::new(set, Role::Body);
                self.comprehension(key, set.range, Comprehension::Set, &set.generators, (&set.elt, None))
            }
            Expr::DictComp(dict) => {
                let key = NodeKey::new(dict, Role::Body);
                let parts = match &dict.key {
                    Some(element) => (&**element, Some(&*dict.value)),
                    None => (&*dict.value, None),
                };
                self.comprehension(key, dict.range, Comprehension::Dict, &dict.generators, parts)
            }
            Expr::Await(awaited) => {
                self.forbid_in_annotation("await expression", awaited.range)?;
                let top_level_await = self.options.top_level_await;
                let scope = self.cur();
                if !(top_level_await && scope.kind == ScopeKind::Module) {
                    if !scope.is_function_like() {
                        return self.error(awaited.range, "'await' outside function");
                    }
                    if !is_async_function(scope) && scope.comprehension == Comprehension::None {
                        return self.error(awaited.range, "'await' outside async function");
                    }
                }
                self.expr(&awaited.value)?;
                self.cur().coroutine = true;
                Ok(())
            }
            Expr::Yield(value) => {
                self.forbid_in_annotation("yield expression", value.range)?;
                self.optional(value.value.as_deref())?;
                self.yields(value.range)
            }
            Expr::YieldFrom(value) => {
                self.forbid_in_annotation("yield expression", value.range)?;
                self.expr(&value.value)?;
                self.yields(value.range)
            }
            Expr::Compare(compare) => {
                self.expr(&compare.left)?;
                self.exprs(&compare.comparators)
            }
            Expr::Call(call) => {
                self.expr(&call.func)?;
                if let (Some(range), [Expr::Generator(generator)]) =
                    (only_generator(&call.arguments), &*call.arguments.args)
                {
                    return self.generator(generator, range);
                }
                self.exprs(&call.arguments.args)?;
                self.keywords(&call.arguments.keywords)
            }
            Expr::FString(string) => string.value.iter().try_for_each(|part| match part {
                ast::FStringPart::FString(string) => self.interpolated(&string.elements),
                ast::FStringPart::Literal(_) => Ok(()),
            }),
            Expr::TString(string) => string.value.iter().try_for_each(|string| self.interpolated(&string.elements)),
            Expr::Attribute(attribute) => {
                self.check_name(&attribute.attr, attribute.ctx, attribute.range)?;
                self.expr(&attribute.value)
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value)?;
                self.expr(&subscript.slice)
            }
            Expr::Starred(starred) => self.expr(&starred.value),
            Expr::Name(name) => self.name(name),
            Expr::Slice(slice) => {
                self.optional(slice.lower.as_deref())?;
                self.optional(slice.upper.as_deref())?;
                self.optional(slice.step.as_deref())
            }
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => Ok(()),
        }
    }

    fn name(&mut self, name: &ast::ExprName) -> Result {
        if self.cur().unevaluated_annotation {
            return Ok(());
        }
        if name.ctx == ExprContext::Load {
            self.define_name(&name.id, flag::USE, name.range)?;
            if name.id.as_str() == "super" && self.cur().is_function_like() {
                self.define("__class__", flag::USE, name.range)?;
            }
            return Ok(());
        }
        self.check_name(&name.id, name.ctx, name.range)?;
        self.define_name(&name.id, flag::LOCAL, name.range)
    }

    fn interpolated(&mut self, elements: &ast::InterpolatedStringElements) -> Result {
        for element in elements {
            if let ast::InterpolatedStringElement::Interpolation(interpolation) = element {
                self.expr(&interpolation.expression)?;
                if let Some(spec) = &interpolation.format_spec {
                    self.interpolated(&spec.elements)?;
                }
            }
        }
        Ok(())
    }

    fn lambda(&mut self, lambda: &ast::ExprLambda) -> Result {
        if let Some(parameters) = &lambda.parameters {
            self.defaults(parameters)?;
        }
        let key = NodeKey::new(lambda, Role::Body);
        self.enter("<lambda>".into(), ScopeKind::Function, Some(key), lambda.range)?;
        if let Some(parameters) = &lambda.parameters {
            self.parameters(parameters)?;
        }
        self.expr(&lambda.body)?;
        self.leave();
        Ok(())
    }

    fn yields(&mut self, range: TextRange) -> Result {
        let scope = self.cur();
        scope.generator = true;
        let place = match scope.comprehension {
            Comprehension::None => return Ok(()),
            Comprehension::List => "list comprehension",
            Comprehension::Set => "set comprehension",
            Comprehension::Dict => "dict comprehension",
            Comprehension::Generator => "generator expression",
        };
        self.error(range, format!("'yield' inside {place}"))
    }

    fn check_async(&mut self, range: TextRange, what: &str) -> Result {
        if self.options.top_level_await && self.stack.len() == 1 {
            self.cur().coroutine = true;
            return Ok(());
        }
        if !is_async_function(self.cur()) {
            return self.error(range, format!("'{what}' outside async function"));
        }
        Ok(())
    }

    fn forbid_in_annotation(&mut self, what: &str, range: TextRange) -> Result {
        let scope = self.cur();
        let place = match scope.kind {
            ScopeKind::Annotation => "an annotation",
            ScopeKind::TypeVariable => scope.scope_info.unwrap_or("a TypeVar bound"),
            ScopeKind::TypeAlias => "a type alias",
            ScopeKind::TypeParameters => "the definition of a generic",
            ScopeKind::Function | ScopeKind::Class | ScopeKind::Module => return Ok(()),
        };
        self.error(range, format!("{what} cannot be used within {place}"))
    }

    fn named(&mut self, named: &ast::ExprNamed) -> Result {
        self.forbid_in_annotation("named expression", named.range)?;
        let scope = self.cur();
        scope.has_named_expression = true;
        if scope.iteration_expression > 0 {
            let message = "assignment expression cannot be used in a comprehension iterable expression";
            return self.error(named.range, message);
        }
        if scope.comprehension != Comprehension::None {
            self.extend_named_scope(&named.target)?;
        }
        self.expr(&named.value)?;
        self.expr(&named.target)
    }

    /// The target of an assignment expression in a comprehension belongs to the function or module around it.
    fn extend_named_scope(&mut self, target: &Expr) -> Result {
        let Expr::Name(target) = target else { return Ok(()) };
        let (name, range) = (&target.id, target.range);
        let mangled = self.mangled(name);
        for id in self.stack.clone().into_iter().rev() {
            let scope = self.table.scope_mut(id);
            scope.has_named_expression = true;
            if scope.comprehension != Comprehension::None {
                let flags = scope.symbols.flags(&mangled);
                if flags & flag::COMPREHENSION_TARGET != 0 && flags & (flag::LOCAL | flag::GLOBAL) != 0 {
                    let message =
                        format!("assignment expression cannot rebind comprehension iteration variable '{name}'");
                    return self.error(range, message);
                }
                continue;
            }
            let place = match scope.kind {
                ScopeKind::Function => {
                    let global = scope.symbols.flags(&mangled) & flag::GLOBAL != 0;
                    self.bind(name, if global { flag::GLOBAL } else { flag::NONLOCAL }, range)?;
                    self.cur().directives.push((mangled, range));
                    return self.define_in(id, name, flag::LOCAL, range);
                }
                ScopeKind::Module => {
                    self.bind(name, flag::GLOBAL, range)?;
                    self.cur().directives.push((mangled, range));
                    return self.define_in(id, name, flag::GLOBAL, range);
                }
                ScopeKind::Class => "in a class body",
                ScopeKind::TypeParameters => "within the definition of a generic",
                ScopeKind::TypeAlias => "in a type alias",
                ScopeKind::TypeVariable => "in a TypeVar bound",
                ScopeKind::Annotation => "within an annotation",
            };
            return self.error(range, format!("assignment expression within a comprehension cannot be used {place}"));
        }
        Ok(())
    }

    fn generator(&mut self, generator: &ast::ExprGenerator, range: TextRange) -> Result {
        let key = NodeKey::new(generator, Role::Body);
        self.comprehension(key, range, Comprehension::Generator, &generator.generators, (&*generator.elt, None))
    }

    fn comprehension(
        &mut self,
        key: NodeKey,
        range: TextRange,
        kind: Comprehension,
        generators: &[ast::Comprehension],
        (element, value): (&Expr, Option<&Expr>),
    ) -> Result {
        let Some((outermost, rest)) = generators.split_first() else { return Ok(()) };
        // What the first `for` iterates over is evaluated in the scope around the comprehension.
        self.cur().iteration_expression += 1;
        let result = self.expr(&outermost.iter);
        self.cur().iteration_expression -= 1;
        result?;
        let name = match kind {
            Comprehension::List => "<listcomp>",
            Comprehension::Set => "<setcomp>",
            Comprehension::Dict => "<dictcomp>",
            Comprehension::Generator | Comprehension::None => "<genexpr>",
        };
        self.enter(name.into(), ScopeKind::Function, Some(key), range)?;
        self.cur().comprehension = kind;
        self.cur().coroutine = outermost.is_async;
        self.define(".0", flag::PARAM, range)?;
        self.iteration_target(&outermost.target)?;
        self.exprs(&outermost.ifs)?;
        for generator in rest {
            self.iteration_target(&generator.target)?;
            self.cur().iteration_expression += 1;
            let result = self.expr(&generator.iter);
            self.cur().iteration_expression -= 1;
            result?;
            self.exprs(&generator.ifs)?;
            if generator.is_async {
                self.cur().coroutine = true;
            }
        }
        self.optional(value)?;
        self.expr(element)?;
        let is_generator = kind == Comprehension::Generator;
        self.cur().generator = is_generator;
        let is_async = self.cur().coroutine && !is_generator;
        let named = self.cur().has_named_expression;
        self.leave();
        let top_level_await = self.options.top_level_await;
        let scope = self.cur();
        scope.has_named_expression |= named && !is_generator;
        if is_async {
            let at_top_level = top_level_await && scope.kind == ScopeKind::Module;
            if !is_async_function(scope) && scope.comprehension == Comprehension::None && !at_top_level {
                return self.error(range, "asynchronous comprehension outside of an asynchronous function");
            }
            self.cur().coroutine = true;
        }
        Ok(())
    }

    fn iteration_target(&mut self, target: &Expr) -> Result {
        self.cur().iteration_target = true;
        let result = self.expr(target);
        self.cur().iteration_target = false;
        result
    }

    // ---- patterns -------------------------------------------------------------------------------------------------

    fn pattern(&mut self, pattern: &Pattern) -> Result {
        match pattern {
            Pattern::MatchValue(pattern) => self.expr(&pattern.value),
            Pattern::MatchSingleton(_) => Ok(()),
            Pattern::MatchSequence(pattern) => pattern.patterns.iter().try_for_each(|each| self.pattern(each)),
            Pattern::MatchMapping(pattern) => {
                self.exprs(&pattern.keys)?;
                pattern.patterns.iter().try_for_each(|each| self.pattern(each))?;
                self.capture(pattern.rest.as_ref(), pattern.range)
            }
            Pattern::MatchClass(pattern) => {
                self.expr(&pattern.cls)?;
                pattern.arguments.patterns.iter().try_for_each(|each| self.pattern(each))?;
                for keyword in &pattern.arguments.keywords {
                    self.check_name(&keyword.attr, ExprContext::Store, pattern.range)?;
                }
                pattern.arguments.keywords.iter().try_for_each(|keyword| self.pattern(&keyword.pattern))
            }
            Pattern::MatchStar(pattern) => self.capture(pattern.name.as_ref(), pattern.range),
            Pattern::MatchAs(pattern) => {
                if let Some(inner) = &pattern.pattern {
                    self.pattern(inner)?;
                }
                self.capture(pattern.name.as_ref(), pattern.range)
            }
            Pattern::MatchOr(pattern) => pattern.patterns.iter().try_for_each(|each| self.pattern(each)),
        }
    }

    fn capture(&mut self, name: Option<&ast::Identifier>, range: TextRange) -> Result {
        name.map_or(Ok(()), |name| self.bind(&name.id, flag::LOCAL, range))
    }
}

/// The range of `*args` or `**kwargs` as CPython counts it.
fn without_stars(parameter: &ast::Parameter) -> TextRange {
    TextRange::new(parameter.name.range.start(), parameter.range.end())
}

fn new_symbol(name: Name, flags: u32) -> Symbol {
    Symbol { name, flags, resolution: Resolution::Unknown, from_comprehension: false }
}

fn is_async_function(scope: &Scope) -> bool {
    scope.kind == ScopeKind::Function && scope.coroutine
}

fn has_defaults(parameters: &ast::Parameters) -> (bool, bool) {
    let positional = parameters.posonlyargs.iter().chain(&parameters.args).any(|each| each.default.is_some());
    (positional, parameters.kwonlyargs.iter().any(|each| each.default.is_some()))
}
