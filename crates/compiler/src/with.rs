//! `with`: the exit method and its self wait in two temps while the body runs.

use taipan_bytecode::{Op, SpecialMethod};
use taipan_syntax::ast::{self, WithItem};

use crate::compiler::{Compiler, Result};
use crate::emit::Reg;
use crate::source::Span;
use crate::unit::Block;

/// What GET_AWAITABLE is told, for its error words.
const FROM_AENTER: Reg = 1;
const FROM_AEXIT: Reg = 2;

impl<'t> Compiler<'t> {
    pub(crate) fn with_statement(&mut self, statement: &'t ast::StmtWith, items: &'t [WithItem]) -> Result {
        let Some((item, rest)) = items.split_first() else { return self.body(&statement.body) };
        let is_async = statement.is_async;
        let mark = self.mark();
        let span = Span::of(&item.context_expr);
        // The exit method's self arrives four above it, beyond the manager and the enter method.
        let exit = self.unit.push_temps(2);
        let manager = self.operand_or(&item.context_expr, exit + 1, &[])?;
        let (enter_method, exit_method) = if is_async {
            (SpecialMethod::AsyncEnter, SpecialMethod::AsyncExit)
        } else {
            (SpecialMethod::Enter, SpecialMethod::Exit)
        };
        let enter = self.unit.push_temps(6);
        self.emit(Op::LOAD_SPECIAL, exit, manager, exit_method as Reg, span);
        self.emit(Op::LOAD_SPECIAL, enter, manager, enter_method as Reg, span);
        self.emit(Op::MOVE, exit + 1, exit + 4, 0, span);
        self.emit(Op::CALL_METHOD, enter, enter, 0, span);
        self.free_to(enter + 1);
        if is_async {
            self.emit(Op::GET_AWAITABLE, enter, enter, FROM_AENTER, span);
            self.delegate(enter, enter, span);
            self.free_to(enter + 1);
        }

        let handler = self.label();
        let cover = self.open_cover(handler, enter);
        self.push_block(Block::With { cover, exit, span, is_async }, ast::Ranged::range(&item.context_expr))?;
        match &item.optional_vars {
            Some(target) => self.store(target, enter)?,
            None => self.drop_register(enter, span),
        }
        self.free_to(enter);
        self.with_statement(statement, rest)?;
        self.close_block_cover();
        self.pop_block();
        let end = self.label();
        self.with_exit(exit, is_async, span);
        self.jump(end, span);

        let cold = self.unit.code.here();
        self.bind(handler);
        let register = self.unit.push_temps(2);
        debug_assert_eq!(register, enter);
        let cleanup = self.label();
        let suppress = self.label();
        let cover = self.open_cover(cleanup, register + 2);
        self.emit(Op::PUSH_EXC_INFO, register, 0, 0, span);
        self.unit.handlers.push(register);
        let inner = self.mark();
        let answer = self.temp();
        self.emit(Op::WITH_EXCEPT_START, answer, exit, register, span);
        if is_async {
            self.emit(Op::GET_AWAITABLE, answer, answer, FROM_AEXIT, span);
            self.delegate(answer, answer, span);
        }
        self.unit.handlers.pop();
        self.free_to(inner);
        self.jump_on_truth(answer, suppress, true, Span::NONE);
        self.emit(Op::RERAISE, register, 1, 0, Span::NONE);
        self.close_cover(cover);
        self.bind(cleanup);
        self.pop_except_and_reraise(register);
        self.bind(suppress);
        self.emit(Op::POP_EXCEPT, register, 0, 0, Span::NONE);
        self.drop_register(exit, Span::NONE);
        self.drop_register(exit + 1, Span::NONE);
        self.jump(end, Span::NONE);
        self.unit.code.mark_cold(cold);
        self.bind(end);
        self.free_to(mark);
        Ok(())
    }

    /// Leave normally: `exit(None, None, None)`.
    pub(crate) fn with_exit(&mut self, exit: Reg, is_async: bool, span: Span) {
        let mark = self.mark();
        let result = self.temp();
        self.emit(Op::WITH_EXIT, result, exit, 0, span);
        if is_async {
            self.emit(Op::GET_AWAITABLE, result, result, FROM_AEXIT, span);
            self.delegate(result, result, span);
        }
        self.drop_register(result, span);
        self.free_to(mark);
    }
}
