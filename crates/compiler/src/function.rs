//! Functions and lambdas: defaults, annotations, the body, the closure, decorators.

use taipan_bytecode::{
    Code, CodeFlags, Const, FunctionAttribute, Immediate, Intrinsic, Op, SyntaxError, SyntaxErrorKind,
};
use taipan_syntax::ast::name::Name;
use taipan_syntax::ast::{self, Expr, Ranged, Stmt, TextRange};

use crate::compiler::{Compiler, Result};
use crate::docstring;
use crate::emit::{Reg, is_temp};
use crate::scope::{Role, ScopeKind};
use crate::source::Span;
use crate::unit::{Block, Cover, Unit, UnitKind};

/// More decorators than this wait in a list.
const MANY_DECORATORS: usize = 10;

impl<'t> Compiler<'t> {
    /// The flags of the current unit, as its scope tells.
    pub(crate) fn set_flags(&mut self, more: CodeFlags) {
        let scope = self.scope();
        let mut flags = self.inherited_flags.with(more);
        if scope.is_function_like() {
            flags = flags.with(CodeFlags::OPTIMIZED).with(CodeFlags::NEWLOCALS);
            if scope.nested {
                flags = flags.with(CodeFlags::NESTED);
            }
            match (scope.generator, scope.coroutine) {
                (true, false) => flags = flags.with(CodeFlags::GENERATOR),
                (false, true) => flags = flags.with(CodeFlags::COROUTINE),
                (true, true) => flags = flags.with(CodeFlags::ASYNC_GENERATOR),
                (false, false) => {}
            }
            if scope.varargs {
                flags = flags.with(CodeFlags::VARARGS);
            }
            if scope.varkeywords {
                flags = flags.with(CodeFlags::VARKEYWORDS);
            }
            let in_class = scope.parent.is_some_and(|parent| self.table.scope(parent).kind == ScopeKind::Class);
            if in_class && scope.kind == ScopeKind::Function {
                flags = flags.with(CodeFlags::METHOD);
            }
        } else if scope.coroutine {
            // A module with a top-level `await`.
            flags = flags.with(CodeFlags::COROUTINE);
        }
        self.unit.flags = flags;
    }

    /// `destination` (a temp) `= ` a function of `code` with its closure.
    pub(crate) fn make_closure(&mut self, code: Code, destination: Reg, span: Span) -> Result {
        let free: Vec<Name> = code.free.iter().map(Name::new).collect();
        let at = self.unit.consts.add(Const::Code(std::sync::Arc::new(code)));
        let at = u16::try_from(at)
            .map_err(|_| SyntaxError::without_position(SyntaxErrorKind::Syntax, "too many constants in one scope"))?;
        self.emit_wide(Op::MAKE_FUNCTION, destination, at, span);
        if !free.is_empty() {
            let mark = self.mark();
            let first = self.temp();
            if self.unit.has_room(free.len()) {
                self.unit.push_temps(free.len() as Reg - 1);
                for (register, name) in (first..).zip(&free) {
                    self.load_closure_cell(name, register, span);
                }
                self.emit(Op::BUILD_TUPLE, first, first, free.len() as Reg, span);
            } else {
                self.emit(Op::BUILD_LIST, first, first, 0, span);
                let cell = self.temp();
                for name in &free {
                    self.load_closure_cell(name, cell, span);
                    self.emit(Op::LIST_APPEND, first, cell, 0, span);
                }
                self.emit(Op::LIST_TO_TUPLE, first, first, 0, span);
            }
            self.function_attribute(destination, first, FunctionAttribute::Closure, span);
            self.free_to(mark);
        }
        Ok(())
    }

    pub(crate) fn function_attribute(&mut self, function: Reg, value: Reg, which: FunctionAttribute, span: Span) {
        self.emit(Op::SET_FUNCTION_ATTR, function, value, which as Reg, span);
    }

    // ---- generators -----------------------------------------------------------------------------------------------

    /// The whole body of a generator is covered: a StopIteration that leaves it becomes a RuntimeError.
    pub(crate) fn begin_generator(&mut self) -> Cover {
        let handler = self.label();
        let register = self.mark();
        let cover = self.open_cover(handler, register);
        self.unit.blocks.push(Block::StopIteration);
        cover
    }

    pub(crate) fn end_generator(&mut self, cover: Cover) {
        self.unit.blocks.pop();
        self.close_cover(cover);
        self.bind(cover.handler);
        let (register, intrinsic) = (cover.register, Intrinsic::StopIterationError as Reg);
        self.emit(Op::INTRINSIC, register, register, intrinsic, Span::NONE);
        self.emit(Op::RERAISE, register, 0, 0, Span::NONE);
    }

    // ---- definitions ----------------------------------------------------------------------------------------------

    /// A definition's range begins at `def` or `class`, its first line is the first decorator's.
    pub(crate) fn definition(&self, range: TextRange, decorators: &[ast::Decorator]) -> (TextRange, u32) {
        let start = self.source.definition_start(range, decorators.last().map(Ranged::end)).min(range.end());
        let first = decorators.first().map_or(start, |decorator| decorator.expression.start());
        (TextRange::new(start, range.end()), self.source.line(first))
    }

    /// Load the decorators, each where its call will find it; returns the register for what they decorate.
    pub(crate) fn load_decorators(&mut self, decorators: &'t [ast::Decorator]) -> Result<Reg> {
        if !self.decorators_in_place(decorators) {
            let list = self.temp();
            self.emit(Op::BUILD_LIST, list, list, 0, Span::NONE);
            for decorator in decorators {
                let mark = self.mark();
                let value = self.operand(&decorator.expression)?;
                self.emit(Op::LIST_APPEND, list, value, 0, Span::of(&decorator.expression));
                self.free_to(mark);
            }
            return Ok(self.temp());
        }
        for decorator in decorators {
            let base = self.operand_in_temp(&decorator.expression)?;
            debug_assert!(is_temp(base));
            self.call_header();
        }
        Ok(self.temp())
    }

    /// Call the decorators on what is in `value`, innermost first; returns where the result is.
    pub(crate) fn apply_decorators(&mut self, decorators: &'t [ast::Decorator], value: Reg) -> Reg {
        let mut value = value;
        if !self.decorators_in_place(decorators) {
            let list = value - 1;
            self.free_to(value + 1);
            for (at, decorator) in decorators.iter().enumerate().rev() {
                let span = Span::of(&decorator.expression);
                let base = self.temp();
                self.copy(base, list, span);
                let index = self.temp();
                self.load_const(index, Const::Int(at as i64), span);
                self.emit(Op::LOAD_SUBSCR, base, base, index, span);
                self.unit.push_temps(2);
                let argument = self.temp();
                self.transfer(argument, value, span);
                self.temp();
                self.emit(Op::CALL, value, base, 1, span);
                self.free_to(value + 1);
            }
            self.drop_register(list, Span::NONE);
            return value;
        }
        for decorator in decorators.iter().rev() {
            self.free_to(value + 1);
            self.temp();
            let base = value - 4;
            self.emit(Op::CALL, base, base, 1, Span::of(&decorator.expression));
            self.free_to(base + 1);
            value = base;
        }
        value
    }

    /// Few decorators wait in temps, each with the header of its call; many in a list.
    fn decorators_in_place(&self, decorators: &[ast::Decorator]) -> bool {
        decorators.len() <= MANY_DECORATORS
    }

    pub(crate) fn function_def(&mut self, function: &'t ast::StmtFunctionDef) -> Result {
        let mark = self.mark();
        let (range, first_line) = self.definition(function.range, &function.decorator_list);
        let span = Span::from(range);
        let value = self.load_decorators(&function.decorator_list)?;
        match &function.type_params {
            None => {
                let defaults = self.defaults(&function.parameters, span)?;
                self.function_object(function, value, defaults, range, first_line)?;
            }
            Some(parameters) => self.generic_function(function, parameters, value, range, first_line)?,
        }
        let value = self.apply_decorators(&function.decorator_list, value);
        self.store_name(&function.name.id, value, span)?;
        self.free_to(mark);
        Ok(())
    }

    /// Default values, in temps: a tuple for positional parameters and a dict for keyword-only ones.
    fn defaults(&mut self, parameters: &'t ast::Parameters, span: Span) -> Result<(Option<Reg>, Option<Reg>)> {
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let values: Vec<&'t Expr> = positional.filter_map(|parameter| parameter.default.as_deref()).collect();
        let mut tuple = None;
        if !values.is_empty() {
            let register = self.temp();
            tuple = Some(register);
            let constants: Option<Vec<Const>> =
                values.iter().map(|value| crate::fold::constant(value, self.source)).collect();
            if let Some(constants) = constants {
                self.load_const(register, Const::Tuple(constants), span);
            } else if self.unit.has_room(values.len()) {
                let first = self.mark();
                for value in &values {
                    self.operand_in_temp(value)?;
                }
                self.emit(Op::BUILD_TUPLE, register, first, values.len() as Reg, span);
                self.free_to(first);
            } else {
                self.emit(Op::BUILD_LIST, register, register, 0, span);
                for value in &values {
                    let mark = self.mark();
                    let value = self.operand(value)?;
                    self.emit(Op::LIST_APPEND, register, value, 0, span);
                    self.free_to(mark);
                }
                self.emit(Op::LIST_TO_TUPLE, register, register, 0, span);
            }
        }
        let mut dict = None;
        for parameter in &parameters.kwonlyargs {
            let Some(default) = &parameter.default else { continue };
            let register = match dict {
                Some(register) => register,
                None => {
                    let register = self.temp();
                    self.emit(Op::BUILD_MAP, register, register, 0, span);
                    dict = Some(register);
                    register
                }
            };
            let mark = self.mark();
            let key = self.temp();
            let name = self.mangled(&parameter.parameter.name.id);
            self.load_str(key, &name, span);
            let value = self.operand(default)?;
            self.emit(Op::MAP_ADD, register, key, value, span);
            self.free_to(mark);
        }
        Ok((tuple, dict))
    }

    /// `destination = ` the function, with its annotations and defaults.
    fn function_object(
        &mut self,
        function: &'t ast::StmtFunctionDef,
        destination: Reg,
        (defaults, keyword_defaults): (Option<Reg>, Option<Reg>),
        range: TextRange,
        first_line: u32,
    ) -> Result {
        let span = Span::from(range);
        let annotate = self.function_annotations(function, range)?;
        let code = self.function_code(function, first_line)?;
        self.make_closure(code, destination, span)?;
        if let Some(annotate) = annotate {
            self.function_attribute(destination, annotate, FunctionAttribute::Annotate, span);
        }
        if let Some(dict) = keyword_defaults {
            self.function_attribute(destination, dict, FunctionAttribute::KeywordDefaults, span);
        }
        if let Some(tuple) = defaults {
            self.function_attribute(destination, tuple, FunctionAttribute::Defaults, span);
        }
        Ok(())
    }

    fn function_code(&mut self, function: &'t ast::StmtFunctionDef, first_line: u32) -> Result<Code> {
        let Some(id) = self.table.of_node(function, Role::Body) else {
            return self.error(function.range, "function without a scope");
        };
        let scope = self.table.scope(id);
        let kind = if function.is_async { UnitKind::AsyncFunction } else { UnitKind::Function };
        let mut unit = Unit::new(id, scope, kind, &function.name.id, self.unit.class.clone());
        unit.qualname = self.qualified_name(&function.name.id, true);
        unit.first_line = first_line;
        count_parameters(&mut unit, &function.parameters);
        self.enter_unit(unit);
        let mut body = &function.body[..];
        let mut more = CodeFlags::default();
        if scope.has_docstring
            && let Some((Stmt::Expr(first), rest)) = body.split_first()
            && let Expr::StringLiteral(text) = &*first.value
        {
            self.unit.consts.add(docstring::clean(text, self.source));
            more = CodeFlags::HAS_DOCSTRING;
            body = rest;
        }
        let cover = (scope.generator || scope.coroutine).then(|| self.begin_generator());
        self.body(body)?;
        self.emit(Op::RETURN_IMMEDIATE, Immediate::None as Reg, 0, 0, Span::NONE);
        if let Some(cover) = cover {
            self.end_generator(cover);
        }
        self.set_flags(more);
        self.leave_unit()
    }

    pub(crate) fn lambda(&mut self, lambda: &'t ast::ExprLambda, destination: Reg) -> Result {
        let span = Span::of(lambda);
        let Some(id) = self.table.of_node(lambda, Role::Body) else {
            return self.error(lambda.range, "lambda without a scope");
        };
        // Attributes are set on the function, which must not be a variable yet.
        let function = if is_temp(destination) && destination + 1 == self.mark() { destination } else { self.temp() };
        let (defaults, keyword_defaults) = match &lambda.parameters {
            Some(parameters) => self.defaults(parameters, span)?,
            None => (None, None),
        };
        let scope = self.table.scope(id);
        let mut unit = Unit::new(id, scope, UnitKind::Lambda, "<lambda>", self.unit.class.clone());
        unit.qualname = self.qualified_name("<lambda>", false);
        unit.first_line = self.source.line(lambda.range.start());
        if let Some(parameters) = &lambda.parameters {
            count_parameters(&mut unit, parameters);
        }
        self.enter_unit(unit);
        let cover = (scope.generator || scope.coroutine).then(|| self.begin_generator());
        self.return_expr(&lambda.body, Span::of(&*lambda.body))?;
        if let Some(cover) = cover {
            self.end_generator(cover);
        }
        self.set_flags(CodeFlags::default());
        let code = self.leave_unit()?;
        self.make_closure(code, function, span)?;
        if let Some(dict) = keyword_defaults {
            self.function_attribute(function, dict, FunctionAttribute::KeywordDefaults, span);
        }
        if let Some(tuple) = defaults {
            self.function_attribute(function, tuple, FunctionAttribute::Defaults, span);
        }
        self.transfer(destination, function, span);
        Ok(())
    }

    /// Evaluate and return, where no statement around needs to be undone.
    pub(crate) fn return_expr(&mut self, value: &'t Expr, span: Span) -> Result {
        if let Expr::If(conditional) = value {
            let otherwise = self.label();
            self.jump_if(&conditional.test, otherwise, false)?;
            self.return_expr(&conditional.body, span)?;
            self.bind(otherwise);
            return self.return_expr(&conditional.orelse, span);
        }
        let mark = self.mark();
        let register = self.operand(value)?;
        self.emit(Op::RETURN, register, 0, 0, span);
        self.free_to(mark);
        Ok(())
    }

    // ---- generic functions ----------------------------------------------------------------------------------------

    /// A function with type parameters is made by another function, whose scope they are in.
    fn generic_function(
        &mut self,
        function: &'t ast::StmtFunctionDef,
        parameters: &'t ast::TypeParams,
        destination: Reg,
        range: TextRange,
        first_line: u32,
    ) -> Result {
        let span = Span::from(range);
        let base = destination;
        self.call_header();
        // The defaults are the arguments of that function.
        let (defaults, keyword_defaults) = self.defaults(&function.parameters, span)?;
        let count = Reg::from(defaults.is_some()) + Reg::from(keyword_defaults.is_some());
        let name = format!("<generic parameters of {}>", function.name);
        self.enter_type_parameters(parameters, &name, first_line, count)?;
        let tuple = self.temp();
        self.type_parameters(parameters, tuple)?;
        let value = self.temp();
        let mut next = 0;
        let mut argument = |present: Option<Reg>| {
            present.map(|_| {
                next += 1;
                next - 1
            })
        };
        // The unit's first locals, in this order.
        let arguments = (argument(defaults), argument(keyword_defaults));
        self.function_object(function, value, arguments, range, first_line)?;
        self.function_attribute(value, tuple, FunctionAttribute::TypeParams, span);
        self.emit(Op::RETURN, value, 0, 0, span);
        self.set_flags(CodeFlags::default());
        let code = self.leave_unit()?;
        let mark = self.mark();
        self.make_closure(code, base, span)?;
        self.temp();
        self.emit(Op::CALL, base, base, count, span);
        self.free_to(mark);
        Ok(())
    }
}

/// Set a unit's counts of parameters.
fn count_parameters(unit: &mut Unit<'_>, parameters: &ast::Parameters) {
    unit.positional_only = parameters.posonlyargs.len() as u16;
    unit.positional = unit.positional_only + parameters.args.len() as u16;
    unit.keyword_only = parameters.kwonlyargs.len() as u16;
}
