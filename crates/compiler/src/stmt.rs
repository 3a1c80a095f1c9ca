//! Statements, and how jumps leave the statements around them.

use taipan_bytecode::{CommonConstant, Const, Immediate, Intrinsic, Op};
use taipan_syntax::ast::{self, Expr, Ranged, Stmt, TextRange};

use crate::compiler::{Compiler, Result, string};
use crate::emit::{Label, Reg};
use crate::fold;
use crate::future;
use crate::source::Span;
use crate::unit::{Block, Place, UnitKind};

/// Nodes in a loop's test that may be written twice.
const SIMPLE_TEST: usize = 12;

impl<'t> Compiler<'t> {
    pub(crate) fn body(&mut self, body: &'t [Stmt]) -> Result {
        body.iter().try_for_each(|statement| self.stmt(statement))
    }

    /// A statement that may not run: annotations in it are conditional.
    fn conditional_statement(&mut self, compile: impl FnOnce(&mut Self) -> Result) -> Result {
        self.unit.conditional_depth += 1;
        // After an error the current unit may be another one.
        compile(self)?;
        self.unit.conditional_depth -= 1;
        Ok(())
    }

    pub(crate) fn stmt(&mut self, statement: &'t Stmt) -> Result {
        match statement {
            Stmt::Expr(statement) => self.expr_statement(statement),
            Stmt::Assign(statement) => self.assign_statement(statement),
            Stmt::AugAssign(statement) => self.augmented_assignment(statement),
            Stmt::AnnAssign(statement) => self.annotated_assignment(statement),
            Stmt::Return(statement) => self.return_statement(statement),
            Stmt::If(statement) => self.conditional_statement(|this| this.if_statement(statement)),
            Stmt::For(statement) if statement.is_async => {
                self.conditional_statement(|this| this.async_for_statement(statement))
            }
            Stmt::For(statement) => self.conditional_statement(|this| this.for_statement(statement)),
            Stmt::While(statement) => self.conditional_statement(|this| this.while_statement(statement)),
            Stmt::Try(statement) => self.conditional_statement(|this| this.try_statement(statement)),
            Stmt::With(statement) => {
                self.conditional_statement(|this| this.with_statement(statement, &statement.items))
            }
            Stmt::Match(statement) => self.conditional_statement(|this| this.match_statement(statement)),
            Stmt::Raise(statement) => self.raise_statement(statement),
            Stmt::Assert(statement) => self.assert_statement(statement),
            Stmt::Delete(statement) => statement.targets.iter().try_for_each(|target| self.delete(target)),
            Stmt::Import(statement) => self.import_statement(statement),
            Stmt::ImportFrom(statement) => self.import_from_statement(statement),
            Stmt::FunctionDef(function) => self.function_def(function),
            Stmt::ClassDef(class) => self.class_def(class),
            Stmt::TypeAlias(alias) => self.type_alias(alias),
            Stmt::Break(statement) => self.break_statement(statement.range),
            Stmt::Continue(statement) => self.continue_statement(statement.range),
            Stmt::Global(_) | Stmt::Nonlocal(_) => Ok(()),
            Stmt::Pass(statement) => {
                self.note_line(Span::of(statement));
                Ok(())
            }
            Stmt::IpyEscapeCommand(command) => self.error(command.range, "invalid syntax"),
        }
    }

    /// Something without instructions of its own, for those who watch lines. Most of these NOPs are dropped again: see `lines`.
    pub(crate) fn note_line(&mut self, span: Span) {
        self.emit(Op::NOP, 0, 0, 0, span);
    }

    fn expr_statement(&mut self, statement: &'t ast::StmtExpr) -> Result {
        if self.interactive && self.unit.kind == UnitKind::Module {
            let mark = self.mark();
            let value = self.operand_in_temp(&statement.value)?;
            self.emit(Op::INTRINSIC, value, value, Intrinsic::Print as Reg, Span::of(statement));
            self.drop_register(value, Span::NONE);
            self.free_to(mark);
            return Ok(());
        }
        if statement.value.is_literal_expr() {
            self.note_line(Span::of(statement));
            return Ok(());
        }
        // A local is only looked at.
        if let Expr::Name(name) = &*statement.value
            && self.local_operand(&name.id, Span::of(name)).is_some()
        {
            self.note_line(Span::of(statement));
            return Ok(());
        }
        self.discard(&statement.value)
    }

    // ---- conditions and loops -------------------------------------------------------------------------------------

    fn if_statement(&mut self, statement: &'t ast::StmtIf) -> Result {
        let end = self.label();
        let mut next = self.label();
        self.jump_if(&statement.test, next, false)?;
        self.body(&statement.body)?;
        for clause in &statement.elif_else_clauses {
            self.jump(end, Span::NONE);
            self.bind(next);
            next = self.label();
            if let Some(test) = &clause.test {
                self.jump_if(test, next, false)?;
            }
            self.body(&clause.body)?;
        }
        self.bind(next);
        self.bind(end);
        Ok(())
    }

    fn while_statement(&mut self, statement: &'t ast::StmtWhile) -> Result {
        let top = self.label();
        let next = self.label();
        let otherwise = self.label();
        let end = self.label();
        let endless = fold::truth(&statement.test, self.source, self.optimize) == Some(true);
        // A simple test is written again at the bottom: one jump a round.
        let inverted = !endless && is_simple_test(&statement.test);
        if !inverted {
            self.bind(top);
            self.bind(next);
        }
        self.jump_if(&statement.test, otherwise, false)?;
        if inverted {
            self.bind(top);
        }
        self.push_block(Block::While { next, end }, statement.range)?;
        self.loop_body(&statement.body)?;
        self.pop_block();
        if inverted {
            self.bind(next);
            self.muted += 1;
            let result = self.jump_if(&statement.test, top, true);
            self.muted -= 1;
            result?;
        } else {
            self.jump(top, Span::NONE);
        }
        self.bind(otherwise);
        self.body(&statement.orelse)?;
        self.bind(end);
        Ok(())
    }

    fn loop_body(&mut self, body: &'t [Stmt]) -> Result {
        let finally = std::mem::take(&mut self.unit.in_finally);
        self.body(body)?;
        self.unit.in_finally = finally;
        Ok(())
    }

    fn for_statement(&mut self, statement: &'t ast::StmtFor) -> Result {
        let mark = self.mark();
        let iter_span = Span::of(&*statement.iter);
        let state = self.unit.push_temps(3);
        let start = self.label();
        let exhausted = self.label();
        let end = self.label();
        if let Some(value) = fold::container(&statement.iter, self.source) {
            self.load_const(state, value, iter_span);
            self.emit(Op::FOR_PREPARE, state, state, 0, iter_span);
        } else {
            let iterable = self.operand_or(&statement.iter, state, &[])?;
            self.emit(Op::FOR_PREPARE, state, iterable, 0, iter_span);
        }
        self.push_block(Block::For { next: start, end, state }, statement.range)?;
        self.bind(start);
        self.for_iter(&statement.target, state, exhausted, iter_span)?;
        self.loop_body(&statement.body)?;
        self.jump(start, Span::NONE);
        self.pop_block();
        self.bind(exhausted);
        self.free_to(mark);
        self.body(&statement.orelse)?;
        self.bind(end);
        Ok(())
    }

    /// The next item to `target`, or out of the loop.
    pub(crate) fn for_iter(&mut self, target: &'t Expr, state: Reg, exhausted: Label, span: Span) -> Result {
        if let Expr::Name(name) = target
            && let Place::Fast(register) = self.place(&name.id)
        {
            self.emit_jump(Op::FOR_ITER, register, state, 0, exhausted, span);
            return Ok(());
        }
        let mark = self.mark();
        let item = self.temp();
        self.emit_jump(Op::FOR_ITER, item, state, 0, exhausted, span);
        self.store(target, item)?;
        self.free_to(mark);
        Ok(())
    }

    fn async_for_statement(&mut self, statement: &'t ast::StmtFor) -> Result {
        let mark = self.mark();
        let span = Span::of(statement);
        let iterator = self.temp();
        let iterable = self.operand_or(&statement.iter, iterator, &[])?;
        self.emit(Op::GET_AITER, iterator, iterable, 0, Span::of(&*statement.iter));
        let start = self.label();
        let end = self.label();
        self.bind(start);
        self.push_block(Block::AsyncFor { next: start, end, iterator }, statement.range)?;
        let exhausted = self.async_next(iterator, &statement.target, span)?;
        self.loop_body(&statement.body)?;
        self.jump(start, Span::NONE);
        self.pop_block();
        self.async_end(exhausted, iterator, Span::of(&*statement.iter));
        self.free_to(mark);
        self.body(&statement.orelse)?;
        self.bind(end);
        Ok(())
    }

    /// Await the next item of `iterator`, the topmost temp, and store it; returns the handler that ends the loop.
    pub(crate) fn async_next(&mut self, iterator: Reg, target: &'t Expr, span: Span) -> Result<Label> {
        let exhausted = self.label();
        let mark = self.mark();
        let cover = self.open_cover(exhausted, iterator + 1);
        let value = self.temp();
        let awaitable = self.temp();
        self.emit(Op::GET_ANEXT, awaitable, iterator, 0, span);
        self.delegate(awaitable, value, span);
        self.close_cover(cover);
        self.free_to(value + 1);
        self.store(target, value)?;
        self.free_to(mark);
        Ok(exhausted)
    }

    pub(crate) fn async_end(&mut self, exhausted: Label, iterator: Reg, span: Span) {
        self.bind(exhausted);
        self.free_to(iterator + 1);
        let register = self.unit.push_temps(2);
        let cleanup = self.label();
        let end = self.label();
        let cover = self.open_cover(cleanup, register + 2);
        self.emit(Op::PUSH_EXC_INFO, register, 0, 0, Span::NONE);
        self.emit(Op::END_ASYNC_FOR, register, 0, 0, span);
        self.close_cover(cover);
        self.drop_register(iterator, span);
        self.jump(end, Span::NONE);
        let cold = self.unit.code.here();
        self.bind(cleanup);
        self.pop_except_and_reraise(register);
        self.unit.code.mark_cold(cold);
        self.bind(end);
        self.free_to(iterator + 1);
    }

    // ---- leaving --------------------------------------------------------------------------------------------------

    fn break_statement(&mut self, range: TextRange) -> Result {
        self.leave_loop(range, "'break' outside loop", "break")
    }

    fn continue_statement(&mut self, range: TextRange) -> Result {
        self.leave_loop(range, "'continue' not properly in loop", "continue")
    }

    fn leave_loop(&mut self, range: TextRange, outside: &str, word: &str) -> Result {
        if self.unit.in_finally {
            self.warn(range, format!("'{word}' in a 'finally' block"));
        }
        let span = Span::from(range);
        let keep = self.unit.blocks.iter().rposition(|block| {
            matches!(block, Block::While { .. } | Block::For { .. } | Block::AsyncFor { .. } | Block::StarHandlers)
        });
        let Some(keep) = keep else { return self.error(range, outside) };
        let (next, end) = match &self.unit.blocks[keep] {
            Block::While { next, end } | Block::For { next, end, .. } | Block::AsyncFor { next, end, .. } => {
                (*next, *end)
            }
            _ => return self.star_error(range),
        };
        let state = match self.unit.blocks[keep] {
            Block::For { state, .. } => Some((Op::FOR_DROP, state)),
            Block::AsyncFor { iterator, .. } => Some((Op::DROP, iterator)),
            _ => None,
        };
        let is_break = word == "break";
        self.note_line(span);
        self.unwind(keep + 1, None, span, |this, span| {
            if is_break {
                if let Some((op, register)) = state {
                    this.emit(op, register, 0, 0, span);
                }
                this.jump(end, span);
            } else {
                this.jump(next, span);
            }
            Ok(())
        })
    }

    fn star_error(&self, range: TextRange) -> Result {
        self.error(range, "'break', 'continue' and 'return' cannot appear in an except* block")
    }

    /// Undo all blocks from number `keep` on, innermost first, then `leave`; the blocks are as before afterwards, for
    /// the code that follows. `value`: a temp that must survive.
    ///
    /// What a `finally` or a `with` does on the way comes after the statement's own line: the rest has none.
    fn unwind(
        &mut self,
        keep: usize,
        value: Option<Reg>,
        span: Span,
        leave: impl FnOnce(&mut Self, Span) -> Result,
    ) -> Result {
        let saved = self.unit.blocks[keep..].to_vec();
        let (depth, handlers) = (self.unit.cover_depth, self.unit.handlers.clone());
        let mut span = span;
        while self.unit.blocks.len() > keep {
            if let Some(block) = self.unit.blocks.pop() {
                let runs = matches!(block, Block::FinallyTry { .. } | Block::With { .. });
                self.unwind_block(block, value, span)?;
                if runs {
                    span = Span::NONE;
                }
            }
        }
        leave(self, span)?;
        // What follows is covered again.
        let here = self.unit.code.here();
        let reopened = saved.into_iter().map(|block| block.covered_from(here));
        self.unit.blocks.extend(reopened);
        self.unit.cover_depth = depth;
        self.unit.handlers = handlers;
        Ok(())
    }

    fn unwind_block(&mut self, block: Block<'t>, value: Option<Reg>, span: Span) -> Result {
        match block {
            Block::While { .. } | Block::StopIteration | Block::StarHandler | Block::StarHandlers => Ok(()),
            Block::For { state, .. } => {
                self.emit(Op::FOR_DROP, state, 0, 0, span);
                Ok(())
            }
            Block::AsyncFor { iterator, .. } => {
                self.drop_register(iterator, span);
                Ok(())
            }
            Block::Value(register) => {
                self.drop_register(register, span);
                Ok(())
            }
            Block::Try(cover) => {
                self.close_cover(cover);
                Ok(())
            }
            Block::FinallyTry { cover, body } => {
                self.close_cover(cover);
                if let Some(value) = value {
                    self.unit.blocks.push(Block::Value(value));
                }
                self.finally_body(body, true)?;
                if value.is_some() {
                    self.unit.blocks.pop();
                }
                Ok(())
            }
            Block::FinallyEnd { cover, register } => {
                self.close_cover(cover);
                self.unit.handlers.pop();
                self.emit(Op::POP_EXCEPT, register, 0, 0, span);
                Ok(())
            }
            Block::With { cover, exit, span, is_async } => {
                self.close_cover(cover);
                self.with_exit(exit, is_async, span);
                Ok(())
            }
            Block::Handler { cover, inner, register, name } => {
                if let Some(inner) = inner {
                    self.close_cover(inner);
                }
                self.close_cover(cover);
                self.unit.handlers.pop();
                self.emit(Op::POP_EXCEPT, register, 0, 0, span);
                match name {
                    Some(name) => self.clear_name(&name),
                    None => Ok(()),
                }
            }
        }
    }

    fn return_statement(&mut self, statement: &'t ast::StmtReturn) -> Result {
        let scope = self.scope();
        if !scope.is_function_like() {
            return self.error(statement.range, "'return' outside function");
        }
        if statement.value.is_some() && scope.generator && scope.coroutine {
            return self.error(statement.range, "'return' with value in async generator");
        }
        if self.unit.in_finally {
            self.warn(statement.range, "'return' in a 'finally' block");
        }
        if self.unit.blocks.iter().any(|block| matches!(block, Block::StarHandlers)) {
            let line = |range: TextRange| self.source.position(Span::of(&range)).line;
            let range = match &statement.value {
                Some(value)
                    if fold::constant(value, self.source).is_some() && line(value.range()) == line(statement.range) =>
                {
                    value.range()
                }
                _ => statement.range,
            };
            return self.star_error(range);
        }
        let span = Span::of(statement);
        let constant = match &statement.value {
            None => Some(Const::None),
            Some(value) => fold::constant(value, self.source),
        };
        if let Some(constant) = constant {
            if let Some(value) = &statement.value {
                self.note_line(Span::of(&**value));
            }
            self.note_line(span);
            return self.unwind(0, None, span, |this, span| {
                this.return_const(constant, span);
                Ok(())
            });
        }
        let Some(value) = &statement.value else { return Ok(()) };
        if self
            .unit
            .blocks
            .iter()
            .all(|block| matches!(block, Block::While { .. } | Block::Try(_) | Block::StopIteration))
        {
            return self.return_expr(value, span);
        }
        let mark = self.mark();
        let register = self.operand_in_temp(value)?;
        self.unwind(0, Some(register), span, |this, span| {
            this.emit(Op::RETURN, register, 0, 0, span);
            Ok(())
        })?;
        self.free_to(mark);
        Ok(())
    }

    fn return_const(&mut self, constant: Const, span: Span) {
        let immediate = match constant {
            Const::None => Some(Immediate::None),
            Const::True => Some(Immediate::True),
            Const::False => Some(Immediate::False),
            Const::Ellipsis => Some(Immediate::Ellipsis),
            _ => None,
        };
        match immediate {
            Some(immediate) => self.emit(Op::RETURN_IMMEDIATE, immediate as Reg, 0, 0, span),
            None => {
                let mark = self.mark();
                let register = self.temp();
                self.load_const(register, constant, span);
                self.emit(Op::RETURN, register, 0, 0, span);
                self.free_to(mark);
            }
        }
    }

    // ---- raise and assert -----------------------------------------------------------------------------------------

    fn raise_statement(&mut self, statement: &'t ast::StmtRaise) -> Result {
        let mark = self.mark();
        let span = Span::of(statement);
        match (&statement.exc, &statement.cause) {
            (Some(error), Some(cause)) => {
                let error = self.operand_before(error, &[cause])?;
                let cause = self.operand(cause)?;
                self.emit(Op::RAISE, error, cause, 2, span);
            }
            (Some(error), None) => {
                let error = self.operand(error)?;
                self.emit(Op::RAISE, error, 0, 1, span);
            }
            (None, _) => self.emit(Op::RAISE, 0, 0, 0, span),
        }
        self.free_to(mark);
        Ok(())
    }

    fn assert_statement(&mut self, statement: &'t ast::StmtAssert) -> Result {
        if let Expr::Tuple(tuple) = &*statement.test
            && !tuple.elts.is_empty()
        {
            self.warn(statement.range, "assertion is always true, perhaps remove parentheses?");
        }
        if self.optimize > 0 {
            return Ok(());
        }
        let span = Span::of(statement);
        let end = self.label();
        self.jump_if(&statement.test, end, true)?;
        let mark = self.mark();
        let base = self.temp();
        self.emit(Op::LOAD_COMMON, base, CommonConstant::AssertionError as Reg, 0, span);
        if let Some(message) = &statement.msg {
            self.call_header();
            self.operand_in_temp(message)?;
            self.temp();
            self.emit(Op::CALL, base, base, 1, span);
        }
        self.emit(Op::RAISE, base, 0, 1, Span::of(&*statement.test));
        self.free_to(mark);
        self.bind(end);
        Ok(())
    }

    // ---- import ---------------------------------------------------------------------------------------------------

    fn import_module(&mut self, name: &str, level: u32, names: Const, span: Span) -> Reg {
        let first = self.unit.push_temps(3);
        self.load_const(first + 1, Const::Int(i64::from(level)), span);
        self.load_const(first + 2, names, span);
        let name = self.unit.names.add(name);
        self.emit_word(Op::IMPORT_NAME, first, first + 1, first + 2, name, span);
        self.free_to(first + 1);
        first
    }

    fn import_statement(&mut self, statement: &'t ast::StmtImport) -> Result {
        let span = Span::of(statement);
        for alias in &statement.names {
            let mark = self.mark();
            let module = self.import_module(&alias.name, 0, Const::None, span);
            match &alias.asname {
                Some(name) => {
                    // `import a.b.c as d`: walk down from a.
                    for part in alias.name.split('.').skip(1) {
                        let part = self.unit.names.add(part);
                        let inner = self.temp();
                        self.emit_word(Op::IMPORT_FROM, inner, module, 0, part, span);
                        self.transfer(module, inner, span);
                        self.free_to(module + 1);
                    }
                    self.store_name(&name.id, module, span)?;
                }
                None => {
                    let first = alias.name.split('.').next().unwrap_or_default();
                    self.store_name(&first.into(), module, span)?;
                }
            }
            self.free_to(mark);
        }
        Ok(())
    }

    fn import_from_statement(&mut self, statement: &'t ast::StmtImportFrom) -> Result {
        let span = Span::of(statement);
        if future::is_future_import(statement) && statement.range.end() > self.future_end {
            return self.error(statement.range, "from __future__ imports must occur at the beginning of the file");
        }
        let mark = self.mark();
        let names = statement.names.iter().map(|alias| string(&alias.name)).collect();
        let module = statement.module.as_ref().map_or("", |module| module.as_str());
        let module = self.import_module(module, statement.level, Const::Tuple(names), span);
        if let [only] = &statement.names[..]
            && only.name.as_str() == "*"
        {
            self.emit(Op::IMPORT_STAR, module, 0, 0, span);
            self.free_to(mark);
            return Ok(());
        }
        for alias in &statement.names {
            let inner = self.mark();
            let name = self.unit.names.add(&alias.name);
            let stored = alias.asname.as_ref().unwrap_or(&alias.name);
            match self.place(&stored.id) {
                Place::Fast(register) => self.emit_word(Op::IMPORT_FROM, register, module, 0, name, span),
                _ => {
                    let value = self.temp();
                    self.emit_word(Op::IMPORT_FROM, value, module, 0, name, span);
                    self.store_name(&stored.id, value, span)?;
                }
            }
            self.free_to(inner);
        }
        self.drop_register(module, span);
        self.free_to(mark);
        Ok(())
    }
}

/// A test that is small and has no scope of its own.
fn is_simple_test(test: &Expr) -> bool {
    use taipan_syntax::ast::visitor::{self, Visitor};
    struct Count(usize);
    impl<'a> Visitor<'a> for Count {
        fn visit_expr(&mut self, expression: &'a Expr) {
            self.0 += match expression {
                Expr::Lambda(_)
                | Expr::ListComp(_)
                | Expr::SetComp(_)
                | Expr::DictComp(_)
                | Expr::Generator(_)
                | Expr::Yield(_)
                | Expr::YieldFrom(_)
                | Expr::Await(_)
                | Expr::If(_) => SIMPLE_TEST + 1,
                _ => 1,
            };
            if self.0 <= SIMPLE_TEST {
                visitor::walk_expr(self, expression);
            }
        }
    }
    let mut count = Count(0);
    count.visit_expr(test);
    count.0 <= SIMPLE_TEST
}

/// The range of the first statement of a body, for errors.
pub(crate) fn body_range(body: &[Stmt]) -> TextRange {
    body.first().map(Ranged::range).unwrap_or_default()
}
