//! Tuples, lists, sets and dicts written out.

use taipan_bytecode::{Const, Op};
use taipan_syntax::ast::{self, Expr};

use crate::compiler::{Compiler, Result};
use crate::emit::{Reg, is_temp};
use crate::fold;
use crate::source::Span;

/// More items than this are added one by one to a container that exists already.
const MANY: usize = 30;
/// This many constant items are worth a constant tuple.
const CONSTANT: usize = 3;

impl<'t> Compiler<'t> {
    pub(crate) fn tuple(&mut self, expression: &'t Expr, items: &'t [Expr], destination: Reg) -> Result {
        let span = Span::of(expression);
        if let Some(value) = fold::constant(expression, self.source) {
            self.load_const(destination, value, span);
            return Ok(());
        }
        if self.is_small(items) {
            return self.build(Op::BUILD_TUPLE, items, destination, span);
        }
        let list = self.work_register(destination);
        self.emit(Op::BUILD_LIST, list, list, 0, span);
        self.extend_list(list, items, false, span)?;
        self.emit(Op::LIST_TO_TUPLE, destination, list, 0, span);
        Ok(())
    }

    pub(crate) fn list(&mut self, items: &'t [Expr], destination: Reg, span: Span) -> Result {
        if items.len() >= CONSTANT
            && let Some(value) = self.constant_items(items)
        {
            let list = self.work_register(destination);
            let mark = self.mark();
            let tuple = self.temp();
            self.emit(Op::BUILD_LIST, list, list, 0, span);
            self.load_const(tuple, Const::Tuple(value), span);
            self.emit(Op::LIST_EXTEND, list, tuple, 0, span);
            self.free_to(mark);
            self.transfer(destination, list, span);
            return Ok(());
        }
        if self.is_small(items) {
            return self.build(Op::BUILD_LIST, items, destination, span);
        }
        let list = self.work_register(destination);
        self.emit(Op::BUILD_LIST, list, list, 0, span);
        self.extend_list(list, items, false, span)?;
        self.transfer(destination, list, span);
        Ok(())
    }

    pub(crate) fn set(&mut self, items: &'t [Expr], destination: Reg, span: Span) -> Result {
        if items.len() >= CONSTANT
            && let Some(value) = self.constant_items(items)
        {
            let set = self.work_register(destination);
            let mark = self.mark();
            let frozen = self.temp();
            self.emit(Op::BUILD_SET, set, set, 0, span);
            self.load_const(frozen, Const::FrozenSet(value), span);
            self.emit(Op::SET_UPDATE, set, frozen, 0, span);
            self.free_to(mark);
            self.transfer(destination, set, span);
            return Ok(());
        }
        if self.is_small(items) {
            return self.build(Op::BUILD_SET, items, destination, span);
        }
        let set = self.work_register(destination);
        self.emit(Op::BUILD_SET, set, set, 0, span);
        for item in items {
            let mark = self.mark();
            let (op, value) = match item {
                Expr::Starred(starred) => (Op::SET_UPDATE, &*starred.value),
                item => (Op::SET_ADD, item),
            };
            let value = self.operand(value)?;
            self.emit(op, set, value, 0, span);
            self.free_to(mark);
        }
        self.transfer(destination, set, span);
        Ok(())
    }

    fn constant_items(&self, items: &[Expr]) -> Option<Vec<Const>> {
        items.iter().map(|item| fold::constant(item, self.source)).collect()
    }

    /// Few items and no unpacking: they can all wait in temps.
    fn is_small(&self, items: &[Expr]) -> bool {
        items.len() <= MANY && self.unit.has_room(items.len()) && !items.iter().any(Expr::is_starred_expr)
    }

    /// `destination = OP` of the items, which wait in temps.
    fn build(&mut self, op: Op, items: &'t [Expr], destination: Reg, span: Span) -> Result {
        // The result can take the first item's place.
        let reuse = is_temp(destination) && destination + 1 == self.mark() && !items.is_empty();
        let mut first = destination;
        for (at, item) in items.iter().enumerate() {
            let temp = if at == 0 && reuse { destination } else { self.temp() };
            if at == 0 {
                first = temp;
            }
            self.expr_to(item, temp)?;
        }
        self.emit(op, destination, first, items.len() as Reg, span);
        Ok(())
    }

    pub(crate) fn dict(&mut self, dict: &'t ast::ExprDict, destination: Reg) -> Result {
        let span = Span::of(dict);
        let plain = dict.items.iter().all(|item| item.key.is_some());
        if plain && dict.items.len() * 2 <= MANY && self.unit.has_room(dict.items.len() * 2) {
            let mut first = destination;
            for (at, item) in dict.items.iter().enumerate() {
                let temp = self.temp();
                if at == 0 {
                    first = temp;
                }
                if let Some(key) = &item.key {
                    self.expr_to(key, temp)?;
                }
                self.operand_in_temp(&item.value)?;
            }
            self.emit(Op::BUILD_MAP, destination, first, dict.items.len() as Reg, span);
            return Ok(());
        }
        let work = self.work_register(destination);
        self.emit(Op::BUILD_MAP, work, work, 0, span);
        for item in &dict.items {
            let mark = self.mark();
            match &item.key {
                Some(key) => {
                    let key = self.operand_before(key, &[&item.value])?;
                    let value = self.operand(&item.value)?;
                    self.emit(Op::MAP_ADD, work, key, value, span);
                }
                None => {
                    let value = self.operand(&item.value)?;
                    self.emit(Op::DICT_UPDATE, work, value, 0, span);
                }
            }
            self.free_to(mark);
        }
        self.transfer(destination, work, span);
        Ok(())
    }
}
