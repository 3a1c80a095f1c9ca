//! `try`: coverage of the body, handlers, `except*`, and `finally`, whose body is written for each way into it.
//!
//! A handler has two temps, r with the exception and r+1 with the one handled before. While it runs, a cleanup
//! covers it: what it raises arrives above them, the old state is restored, and the exception goes on.

use taipan_bytecode::Op;
use taipan_syntax::ast::{self, ExceptHandler, Expr, Stmt};

use crate::compiler::{Compiler, Result};
use crate::emit::{Label, Reg};
use crate::source::Span;
use crate::unit::{Block, Cover};

impl<'t> Block<'t> {
    /// The same block with its coverage beginning at instruction `here`.
    pub(crate) fn covered_from(mut self, here: u32) -> Block<'t> {
        match &mut self {
            Block::Try(cover)
            | Block::FinallyTry { cover, .. }
            | Block::FinallyEnd { cover, .. }
            | Block::With { cover, .. } => cover.start = here,
            Block::Handler { cover, inner, .. } => {
                cover.start = here;
                if let Some(inner) = inner {
                    inner.start = here;
                }
            }
            Block::While { .. }
            | Block::For { .. }
            | Block::AsyncFor { .. }
            | Block::StarHandlers
            | Block::StarHandler
            | Block::Value(_)
            | Block::StopIteration => {}
        }
        self
    }
}

impl<'t> Compiler<'t> {
    pub(crate) fn try_statement(&mut self, statement: &'t ast::StmtTry) -> Result {
        if statement.finalbody.is_empty() { self.try_except(statement) } else { self.try_finally(statement) }
    }

    fn try_except(&mut self, statement: &'t ast::StmtTry) -> Result {
        if statement.handlers.is_empty() {
            return self.body(&statement.body);
        }
        if statement.is_star { self.try_star(statement) } else { self.try_plain(statement) }
    }

    /// What a `finally` body is compiled with: jumps in it warn, and its other warnings come only once.
    pub(crate) fn finally_body(&mut self, body: &'t [Stmt], again: bool) -> Result {
        let before = std::mem::replace(&mut self.unit.in_finally, true);
        self.muted += u32::from(again);
        let result = self.body(body);
        self.muted -= u32::from(again);
        self.unit.in_finally = before;
        result
    }

    fn try_finally(&mut self, statement: &'t ast::StmtTry) -> Result {
        let mark = self.mark();
        self.note_line(Span::of(statement));
        let handler = self.label();
        let end = self.label();
        let register = mark;
        let cover = self.open_cover(handler, register);
        self.push_block(Block::FinallyTry { cover, body: &statement.finalbody }, statement.range)?;
        self.try_except(statement)?;
        self.close_block_cover();
        self.pop_block();
        self.finally_body(&statement.finalbody, false)?;
        self.jump(end, Span::NONE);

        let cold = self.unit.code.here();
        self.bind(handler);
        let register = self.unit.push_temps(2);
        let cleanup = self.label();
        let cover = self.open_cover(cleanup, register + 2);
        self.emit(Op::PUSH_EXC_INFO, register, 0, 0, Span::NONE);
        self.unit.handlers.push(register);
        self.push_block(Block::FinallyEnd { cover, register }, statement.range)?;
        self.finally_body(&statement.finalbody, true)?;
        self.emit(Op::RERAISE, register, 0, 0, Span::NONE);
        self.close_block_cover();
        self.pop_block();
        self.unit.handlers.pop();
        self.bind(cleanup);
        self.pop_except_and_reraise(register);
        self.unit.code.mark_cold(cold);
        self.bind(end);
        self.free_to(mark);
        Ok(())
    }

    /// The cleanup of the handler whose temps begin at `register`.
    pub(crate) fn pop_except_and_reraise(&mut self, register: Reg) {
        self.emit(Op::POP_EXCEPT, register, 0, 0, Span::NONE);
        self.emit(Op::RERAISE, register + 2, 0, 0, Span::NONE);
        self.unit.max_temp = self.unit.max_temp.max(register + 3);
    }

    /// The body of a `try` with handlers.
    fn covered_body(&mut self, statement: &'t ast::StmtTry, handler: Label) -> Result {
        let register = self.mark();
        self.note_line(Span::of(statement));
        let cover = self.open_cover(handler, register);
        self.push_block(Block::Try(cover), statement.range)?;
        self.body(&statement.body)?;
        self.close_block_cover();
        self.pop_block();
        Ok(())
    }

    fn try_plain(&mut self, statement: &'t ast::StmtTry) -> Result {
        let mark = self.mark();
        let handler_label = self.label();
        let cleanup = self.label();
        let end = self.label();
        self.covered_body(statement, handler_label)?;
        self.body(&statement.orelse)?;
        self.jump(end, Span::NONE);

        let cold = self.unit.code.here();
        self.bind(handler_label);
        let register = self.unit.push_temps(2);
        let mut cover = self.open_cover(cleanup, register + 2);
        self.emit(Op::PUSH_EXC_INFO, register, 0, 0, Span::NONE);
        self.unit.handlers.push(register);
        let count = statement.handlers.len();
        for (at, ExceptHandler::ExceptHandler(handler)) in statement.handlers.iter().enumerate() {
            if handler.type_.is_none() && at + 1 < count {
                return self.error(handler.range, "default 'except:' must be last");
            }
            cover = self.except_clause(handler, register, cover, end)?;
        }
        // Nobody caught it: the frame is at the last clause then.
        let last = statement.handlers.last().map_or(Span::NONE, Span::of);
        self.emit(Op::RERAISE, register, 0, 0, last);
        self.close_cover(cover);
        self.unit.handlers.pop();
        self.bind(cleanup);
        self.pop_except_and_reraise(register);
        self.unit.code.mark_cold(cold);
        self.bind(end);
        self.free_to(mark);
        Ok(())
    }

    /// One `except` clause; the exception is in `register`. Returns the cleanup's cover as it goes on.
    fn except_clause(
        &mut self,
        handler: &'t ast::ExceptHandlerExceptHandler,
        register: Reg,
        cover: Cover,
        end: Label,
    ) -> Result<Cover> {
        let span = Span::of(handler);
        let next = self.label();
        if let Some(class) = &handler.type_ {
            let mark = self.mark();
            let class = self.operand(class)?;
            self.emit_jump(Op::JUMP_IF_NOT_MATCH, register, class, 0, next, span);
            self.free_to(mark);
        } else {
            self.note_line(span);
        }
        let name = handler.name.as_ref().map(|name| name.id.clone());
        let mut inner = None;
        if let Some(name) = &name {
            self.store_copy_of(name, register, span)?;
            let clear = self.label();
            inner = Some(self.open_cover(clear, register + 2));
        }
        self.push_block(Block::Handler { cover, inner, register, name: name.clone() }, handler.range)?;
        self.body(&handler.body)?;
        // The covers as a jump out of the body may have left them.
        let (cover, inner) = match self.unit.blocks.pop() {
            Some(Block::Handler { cover, inner, .. }) => (cover, inner),
            _ => (cover, inner),
        };
        if let Some(inner) = inner {
            self.close_cover(inner);
        }
        self.close_cover(cover);
        self.emit(Op::POP_EXCEPT, register, 0, 0, Span::NONE);
        if let Some(name) = &name {
            self.clear_name(name)?;
        }
        self.jump(end, Span::NONE);
        let cover = self.open_cover(cover.handler, cover.register);
        if let (Some(name), Some(inner)) = (&name, inner) {
            self.bind(inner.handler);
            let mark = self.mark();
            let raised = self.temp();
            debug_assert_eq!(raised, register + 2);
            self.clear_name(name)?;
            self.emit(Op::RERAISE, raised, 0, 0, Span::NONE);
            self.free_to(mark);
        }
        self.bind(next);
        Ok(cover)
    }

    /// `except*`: above the handler's two temps are the original exception, the list of what was raised, and the rest
    /// that no clause has taken yet.
    fn try_star(&mut self, statement: &'t ast::StmtTry) -> Result {
        let mark = self.mark();
        let handler_label = self.label();
        let cleanup = self.label();
        let otherwise = self.label();
        let end = self.label();
        self.covered_body(statement, handler_label)?;
        self.jump(otherwise, Span::NONE);

        let cold = self.unit.code.here();
        self.bind(handler_label);
        let register = self.unit.push_temps(2);
        let cover = self.open_cover(cleanup, register + 2);
        self.emit(Op::PUSH_EXC_INFO, register, 0, 0, Span::NONE);
        self.unit.handlers.push(register);
        self.push_block(Block::StarHandlers, statement.range)?;
        let original = self.unit.push_temps(3);
        let (raised, rest) = (original + 1, original + 2);
        let first_span = match statement.handlers.first() {
            Some(ExceptHandler::ExceptHandler(handler)) => Span::of(handler),
            None => Span::NONE,
        };
        self.copy(original, register, first_span);
        self.emit(Op::BUILD_LIST, raised, raised, 0, first_span);
        self.copy(rest, register, first_span);
        for ExceptHandler::ExceptHandler(handler) in &statement.handlers {
            self.star_clause(handler, raised, rest)?;
        }
        self.emit(Op::LIST_APPEND, raised, rest, 0, Span::NONE);
        let reraise = self.label();
        self.emit(Op::PREPARE_RERAISE_STAR, original, original, raised, Span::NONE);
        self.emit_jump(Op::JUMP_IF_NOT_NONE, original, 0, 0, reraise, Span::NONE);
        self.pop_block();
        self.unit.handlers.pop();
        self.drop_register(original, Span::NONE);
        self.close_cover(cover);
        self.emit(Op::POP_EXCEPT, register, 0, 0, Span::NONE);
        self.jump(end, Span::NONE);
        self.bind(reraise);
        self.emit(Op::POP_EXCEPT, register, 0, 0, Span::NONE);
        self.emit(Op::RERAISE, original, 0, 0, Span::NONE);
        self.bind(cleanup);
        self.pop_except_and_reraise(register);
        self.unit.code.mark_cold(cold);
        self.free_to(mark);
        self.bind(otherwise);
        self.body(&statement.orelse)?;
        self.bind(end);
        Ok(())
    }

    fn star_clause(&mut self, handler: &'t ast::ExceptHandlerExceptHandler, raised: Reg, rest: Reg) -> Result {
        let span = Span::of(handler);
        let mark = self.mark();
        let matched = self.temp();
        let no_match = self.label();
        let next = self.label();
        if let Some(class) = &handler.type_ {
            let inner = self.mark();
            let class: &Expr = class;
            let class = self.operand(class)?;
            self.emit(Op::CHECK_EG_MATCH, rest, class, matched, span);
            self.free_to(inner);
            self.emit_jump(Op::JUMP_IF_NONE, matched, 0, 0, no_match, span);
        }
        let name = handler.name.as_ref().map(|name| &name.id);
        if let Some(name) = name {
            self.store_name(name, matched, span)?;
        } else {
            self.drop_register(matched, span);
        }
        let failed = self.label();
        let cover = self.open_cover(failed, matched);
        self.push_block(Block::StarHandler, handler.range)?;
        self.body(&handler.body)?;
        self.pop_block();
        self.close_cover(cover);
        if let Some(name) = name {
            self.clear_name(name)?;
        }
        self.jump(next, Span::NONE);

        self.bind(failed);
        if let Some(name) = name {
            // The exception stays in its temp while the name is cleared.
            self.free_to(matched + 1);
            self.clear_name(name)?;
        }
        self.emit(Op::LIST_APPEND, raised, matched, 0, Span::NONE);
        self.jump(next, Span::NONE);

        self.bind(no_match);
        self.drop_register(matched, span);
        self.bind(next);
        self.free_to(mark);
        Ok(())
    }
}
