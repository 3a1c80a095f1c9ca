//! Expressions, each compiled into a register its user chose.
//!
//! `expr_to(e, r)` leaves the value in r. When r is a temp it may hold intermediate results on the way; when r is a
//! local only the last instruction writes it, so that a failure leaves the variable as it was. `operand(e)` gives a
//! register to read: a local in place, else a new temp.

use taipan_bytecode::{BinaryKind, Const, Intrinsic, NO_REGISTER, Op};
use taipan_syntax::ast::{self, CmpOp, Expr, Operator, UnaryOp};

use crate::compiler::{Compiler, Result};
use crate::emit::{Extra, Label, Reg, is_temp};
use crate::fold;
use crate::source::Span;
use crate::unit::{Place, UnitKind};

/// An int constant that fits an op's signed 8-bit operand.
pub(crate) fn small_int(expression: &Expr) -> Option<Reg> {
    let value = match expression {
        Expr::NumberLiteral(ast::ExprNumberLiteral { value: ast::Number::Int(value), .. }) => value.as_i64()?,
        Expr::UnaryOp(ast::ExprUnaryOp { op: UnaryOp::USub, operand, .. }) => match &**operand {
            Expr::NumberLiteral(ast::ExprNumberLiteral { value: ast::Number::Int(value), .. }) => -value.as_i64()?,
            _ => return None,
        },
        _ => return None,
    };
    i8::try_from(value).ok().map(|value| Reg::from(value as u8))
}

impl<'t> Compiler<'t> {
    /// A register that holds the value: a local in place or a new temp.
    pub(crate) fn operand(&mut self, expression: &'t Expr) -> Result<Reg> {
        match self.in_place(expression)? {
            Some(register) => Ok(register),
            None => self.operand_in_temp(expression),
        }
    }

    /// The local that holds the value, when there is one.
    fn in_place(&mut self, expression: &'t Expr) -> Result<Option<Reg>> {
        match expression {
            Expr::Name(name) => Ok(self.local_operand(&name.id, Span::of(name))),
            Expr::Named(named) => self.in_place_named(named),
            _ => Ok(None),
        }
    }

    /// Assign to a local, which then holds the value; nothing is done when the target is not one.
    fn in_place_named(&mut self, named: &'t ast::ExprNamed) -> Result<Option<Reg>> {
        let Expr::Name(target) = &*named.target else { return Ok(None) };
        let Place::Fast(register) = self.place(&target.id) else { return Ok(None) };
        self.expr_to(&named.value, register)?;
        Ok(Some(register))
    }

    /// As `operand`, safe against assignments in `later`, which is evaluated before the operand is used.
    pub(crate) fn operand_before(&mut self, expression: &'t Expr, later: &[&'t Expr]) -> Result<Reg> {
        if self.may_rebind(later.iter().copied()) { self.operand_in_temp(expression) } else { self.operand(expression) }
    }

    /// The value in a new temp.
    pub(crate) fn operand_in_temp(&mut self, expression: &'t Expr) -> Result<Reg> {
        let temp = self.temp();
        self.expr_to(expression, temp)?;
        Ok(temp)
    }

    /// A local in place, else the value in `scratch`, a temp that is free.
    pub(crate) fn operand_or(&mut self, expression: &'t Expr, scratch: Reg, later: &[&'t Expr]) -> Result<Reg> {
        if !self.may_rebind(later.iter().copied())
            && let Some(register) = self.in_place(expression)?
        {
            return Ok(register);
        }
        self.expr_to(expression, scratch)?;
        Ok(scratch)
    }

    /// The register to work in for a result that goes to `destination`.
    pub(crate) fn work_register(&mut self, destination: Reg) -> Reg {
        if is_temp(destination) { destination } else { self.temp() }
    }

    /// Evaluate for the effects only.
    pub(crate) fn discard(&mut self, expression: &'t Expr) -> Result {
        let mark = self.mark();
        let temp = self.temp();
        self.expr_to(expression, temp)?;
        self.drop_register(temp, Span::NONE);
        self.free_to(mark);
        Ok(())
    }

    pub(crate) fn expr_to(&mut self, expression: &'t Expr, destination: Reg) -> Result {
        let mark = self.mark();
        self.expr_inner(expression, destination)?;
        self.free_to(mark);
        Ok(())
    }

    fn expr_inner(&mut self, expression: &'t Expr, destination: Reg) -> Result {
        let span = Span::of(expression);
        match expression {
            Expr::Name(name) => self.load_name(&name.id, destination, span),
            Expr::NumberLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => {
                let value = fold::constant(expression, self.source).unwrap_or(Const::None);
                self.load_const(destination, value, span);
                Ok(())
            }
            Expr::BinOp(_) => self.binary(expression, destination),
            Expr::UnaryOp(operation) => self.unary(expression, operation, destination),
            Expr::Compare(compare) => self.compare(compare, destination),
            Expr::BoolOp(operation) => self.bool_op(operation, destination),
            Expr::Named(named) => self.named(named, destination),
            Expr::If(conditional) => self.conditional(conditional, destination),
            Expr::Call(call) => self.call(call, destination),
            Expr::Attribute(attribute) => self.attribute(attribute, destination),
            Expr::Subscript(subscript) => self.subscript(subscript, destination),
            Expr::Tuple(tuple) => self.tuple(expression, &tuple.elts, destination),
            Expr::List(list) => self.list(&list.elts, destination, span),
            Expr::Set(set) => self.set(&set.elts, destination, span),
            Expr::Dict(dict) => self.dict(dict, destination),
            Expr::Lambda(lambda) => self.lambda(lambda, destination),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(expression, destination)
            }
            Expr::FString(string) => self.f_string(string, destination),
            Expr::TString(string) => self.t_string(string, destination),
            Expr::Await(awaited) => self.await_expr(awaited, destination),
            Expr::Yield(value) => self.yield_expr(value, destination),
            Expr::YieldFrom(value) => self.yield_from(value, destination),
            Expr::Slice(slice) => self.slice(slice, destination),
            Expr::Starred(starred) => self.error(starred.range, "can't use starred expression here"),
            Expr::IpyEscapeCommand(command) => match self.source.made.and_then(|made| made.value(command)) {
                Some(value) => {
                    self.load_const(destination, value, Span::of(command));
                    Ok(())
                }
                None => self.error(command.range, "invalid syntax"),
            },
        }
    }

    // ---- operators ------------------------------------------------------------------------------------------------

    /// A chain of binary operators leans left; it is walked without recursion.
    fn binary(&mut self, expression: &'t Expr, destination: Reg) -> Result {
        let mut chain = Vec::new();
        let mut leftmost = expression;
        while let Expr::BinOp(operation) = leftmost {
            chain.push(operation);
            leftmost = &operation.left;
        }
        chain.reverse();
        // Fold the longest constant start of the chain.
        let mut folded = None;
        let mut start = 0;
        if let Some(mut value) = fold::constant(leftmost, self.source) {
            while let Some(operation) = chain.get(start)
                && let Some(right) = fold::constant(&operation.right, self.source)
                && let Some(result) = fold::binary(&value, operation.op, &right)
            {
                value = result;
                start += 1;
                folded = Some((value.clone(), Span::of(*operation)));
            }
        }
        let chain = &chain[start..];
        if chain.is_empty()
            && let Some((value, span)) = folded
        {
            self.load_const(destination, value, span);
            return Ok(());
        }
        if folded.is_none()
            && let Some(pieces) = self.old_format(leftmost, chain[0])
        {
            let work = if chain.len() == 1 { destination } else { self.work_register(destination) };
            self.join_values(pieces, work, Span::of(chain[0]))?;
            return self.binary_rest(&chain[1..], work, destination);
        }
        let work = self.work_register(destination);
        let rights: Vec<&Expr> = chain.iter().map(|operation| &*operation.right).collect();
        let left = match folded {
            Some((value, span)) => {
                self.load_const(work, value, span);
                work
            }
            None => self.operand_or(leftmost, work, &rights[..rights.len().min(1)])?,
        };
        let mark = self.mark();
        let (first, rest) = (chain[0], &chain[1..]);
        let result = if rest.is_empty() { destination } else { work };
        self.binary_step(first.op, false, left, &first.right, work, result, Span::of(first))?;
        self.free_to(mark);
        self.binary_rest(rest, work, destination)
    }

    /// The rest of a chain whose left operand is in `work`.
    fn binary_rest(&mut self, chain: &[&'t ast::ExprBinOp], work: Reg, destination: Reg) -> Result {
        let mark = self.mark();
        let count = chain.len();
        for (at, operation) in chain.iter().enumerate() {
            let result = if at + 1 == count { destination } else { work };
            self.binary_step(operation.op, false, work, &operation.right, work, result, Span::of(*operation))?;
            self.free_to(mark);
        }
        Ok(())
    }

    /// `result = left OP right`; `scratch` is a temp that is free unless it is `left`.
    #[expect(clippy::too_many_arguments, reason = "the parts of one instruction")]
    pub(crate) fn binary_step(
        &mut self,
        operator: Operator,
        in_place: bool,
        left: Reg,
        right: &'t Expr,
        scratch: Reg,
        result: Reg,
        span: Span,
    ) -> Result {
        if let (Some(value), Some(op)) = (small_int(right), immediate_op(operator, in_place)) {
            self.emit(op, result, left, value, span);
            return Ok(());
        }
        let right = if left == scratch { self.operand(right)? } else { self.operand_or(right, scratch, &[])? };
        self.binary_op(operator, in_place, result, left, right, span);
        Ok(())
    }

    pub(crate) fn binary_op(
        &mut self,
        operator: Operator,
        in_place: bool,
        result: Reg,
        left: Reg,
        right: Reg,
        span: Span,
    ) {
        match plain_op(operator, in_place) {
            Ok(op) => self.emit(op, result, left, right, span),
            Err(kind) => self.emit_word(Op::BINARY, result, left, right, kind as u32, span),
        }
    }

    fn unary(&mut self, expression: &'t Expr, operation: &'t ast::ExprUnaryOp, destination: Reg) -> Result {
        let span = Span::of(operation);
        if let Some(value) = fold::constant(expression, self.source) {
            self.load_const(destination, value, span);
            return Ok(());
        }
        // `not a == b` and the like are the opposite comparison only for identity and containment.
        if operation.op == UnaryOp::Not
            && let Expr::Compare(compare) = &*operation.operand
            && let [op] = &*compare.ops
            && let Some(opposite) = match op {
                CmpOp::Is => Some(CmpOp::IsNot),
                CmpOp::IsNot => Some(CmpOp::Is),
                CmpOp::In => Some(CmpOp::NotIn),
                CmpOp::NotIn => Some(CmpOp::In),
                _ => None,
            }
        {
            self.check_identity(compare);
            let (left, right) = self.comparison_operands(compare, destination)?;
            self.emit(compare_op(opposite), destination, left, right, Span::of(compare));
            return Ok(());
        }
        // The comparison under a `not` stands where the `not` does.
        if operation.op == UnaryOp::Not
            && let Expr::Compare(compare) = &*operation.operand
            && let [op] = &*compare.ops
        {
            self.check_identity(compare);
            let work = self.work_register(destination);
            let (left, right) = self.comparison_operands(compare, work)?;
            self.emit(compare_op(*op), work, left, right, span);
            self.emit(Op::NOT, destination, work, 0, span);
            return Ok(());
        }
        let work = self.work_register(destination);
        let operand = self.operand_or(&operation.operand, work, &[])?;
        let op = match operation.op {
            UnaryOp::Not => Op::NOT,
            UnaryOp::USub => Op::NEGATIVE,
            UnaryOp::UAdd => Op::POSITIVE,
            UnaryOp::Invert => Op::INVERT,
        };
        self.emit(op, destination, operand, 0, span);
        Ok(())
    }

    fn named(&mut self, named: &'t ast::ExprNamed, destination: Reg) -> Result {
        let span = Span::of(named);
        let Expr::Name(target) = &*named.target else {
            return self.error(named.range, "cannot use assignment expressions with this target");
        };
        if let Some(register) = self.in_place_named(named)? {
            self.transfer(destination, register, span);
            return Ok(());
        }
        let work = self.work_register(destination);
        let value = self.operand_or(&named.value, work, &[])?;
        let stored = self.temp();
        self.copy(stored, value, span);
        self.store_name(&target.id, stored, Span::of(target))?;
        self.transfer(destination, value, span);
        Ok(())
    }

    // ---- comparison -----------------------------------------------------------------------------------------------

    fn comparison_operands(&mut self, compare: &'t ast::ExprCompare, destination: Reg) -> Result<(Reg, Reg)> {
        let work = self.work_register(destination);
        let right = &compare.comparators[0];
        let left = self.operand_or(&compare.left, work, &[right])?;
        let right = self.comparator(compare.ops[0], right, (left != work).then_some(work))?;
        Ok((left, right))
    }

    /// The right side of a comparison: a literal list or set after `in` becomes a constant.
    fn comparator(&mut self, op: CmpOp, expression: &'t Expr, scratch: Option<Reg>) -> Result<Reg> {
        if matches!(op, CmpOp::In | CmpOp::NotIn)
            && let Some(value) = fold::container(expression, self.source)
        {
            let temp = scratch.unwrap_or_else(|| self.temp());
            self.load_const(temp, value, Span::of(expression));
            return Ok(temp);
        }
        match scratch {
            Some(scratch) => self.operand_or(expression, scratch, &[]),
            None => self.operand(expression),
        }
    }

    fn compare(&mut self, compare: &'t ast::ExprCompare, destination: Reg) -> Result {
        self.check_identity(compare);
        let span = Span::of(compare);
        if let [op] = &*compare.ops {
            let (left, right) = self.comparison_operands(compare, destination)?;
            self.emit(compare_op(*op), destination, left, right, span);
            return Ok(());
        }
        // `a < b < c`: b is kept for the second comparison.
        let result = self.work_register(destination);
        let cleanup = self.label();
        let end = self.label();
        let slot = self.temp();
        let count = compare.ops.len();
        let later: Vec<&Expr> = compare.comparators.iter().collect();
        let mut left = self.operand_or(&compare.left, slot, &later)?;
        let mut any_temp = false;
        for (at, (&op, right)) in compare.ops.iter().zip(&compare.comparators).enumerate() {
            let mark = self.mark();
            if at + 1 == count {
                let right = self.comparator(op, right, None)?;
                self.emit(compare_op(op), result, left, right, span);
                self.free_to(mark);
                break;
            }
            let mut middle = self.comparator_before(right, &later[at + 1..])?;
            let mut used = middle;
            if is_temp(middle) {
                used = self.temp();
                self.copy(used, middle, span);
                any_temp = true;
            }
            self.emit(compare_op(op), result, left, used, span);
            if is_temp(middle) {
                // The kept operand moves to the one slot the cleanup knows.
                self.transfer(slot, middle, span);
                middle = slot;
            }
            self.free_to(mark);
            self.emit_jump(Op::JUMP_IF_FALSE, result, 2, 0, cleanup, span);
            left = middle;
        }
        if any_temp {
            self.jump(end, Span::NONE);
            self.bind(cleanup);
            self.drop_register(slot, span);
            self.bind(end);
        } else {
            self.bind(cleanup);
        }
        self.transfer(destination, result, span);
        Ok(())
    }

    /// The middle of a chain, which is compared twice: a list must stay a list.
    fn comparator_before(&mut self, expression: &'t Expr, later: &[&'t Expr]) -> Result<Reg> {
        self.operand_before(expression, later)
    }

    // ---- conditions -----------------------------------------------------------------------------------------------

    fn bool_op(&mut self, operation: &'t ast::ExprBoolOp, destination: Reg) -> Result {
        let span = Span::of(operation);
        let work = self.work_register(destination);
        let short = operation.op == ast::BoolOp::Or;
        let end = self.label();
        for (at, value) in operation.values.iter().enumerate() {
            let last = at + 1 == operation.values.len();
            match fold::truth(value, self.source, self.optimize).filter(|_| !last) {
                // A constant that decides is the value; one that does not is nothing.
                Some(truth) if truth == short => {
                    // What is behind it is compiled for its errors and warnings.
                    self.expr_to(value, work)?;
                    self.jump(end, span);
                }
                Some(_) => self.note_line(Span::of(value)),
                None if last => self.expr_to(value, work)?,
                None => self.value_or_jump(value, work, (end, true), short, span)?,
            }
        }
        self.bind(end);
        self.transfer(destination, work, span);
        Ok(())
    }

    /// Compute `value` in `work`; jump to `target` when its truth is `when`, with the value in `work` if that is asked for, else with `work`
    /// empty, as it is where no jump is taken. Where an operation in an operation is decided by one of its operands, so is the outer
    /// one: nobody asks for the truth of the same object twice.
    fn value_or_jump(&mut self, value: &'t Expr, work: Reg, target: (Label, bool), when: bool, span: Span) -> Result {
        let Expr::BoolOp(operation) = value else {
            self.expr_to(value, work)?;
            let op = if when { Op::JUMP_IF_TRUE } else { Op::JUMP_IF_FALSE };
            let (label, keep) = target;
            self.emit_jump(op, work, if keep { 2 } else { 1 }, 0, label, span);
            return Ok(());
        };
        let short = operation.op == ast::BoolOp::Or;
        let skip = if short == when { None } else { Some(self.label()) };
        let (last, first) = operation.values.split_last().expect("a boolean operation has operands");
        let span = Span::of(operation);
        for value in first {
            self.value_or_jump(value, work, skip.map_or(target, |skip| (skip, false)), short, span)?;
        }
        self.value_or_jump(last, work, target, when, span)?;
        if let Some(skip) = skip {
            self.bind(skip);
        }
        Ok(())
    }

    fn conditional(&mut self, conditional: &'t ast::ExprIf, destination: Reg) -> Result {
        let otherwise = self.label();
        let end = self.label();
        self.jump_if(&conditional.test, otherwise, false)?;
        self.expr_to(&conditional.body, destination)?;
        self.jump(end, Span::NONE);
        self.bind(otherwise);
        self.expr_to(&conditional.orelse, destination)?;
        self.bind(end);
        Ok(())
    }

    /// Jump to `target` when the truth of `test` is `when`, else go on.
    pub(crate) fn jump_if(&mut self, test: &'t Expr, target: Label, when: bool) -> Result {
        let mark = self.mark();
        self.jump_if_inner(test, target, when)?;
        self.free_to(mark);
        Ok(())
    }

    fn jump_if_inner(&mut self, test: &'t Expr, target: Label, when: bool) -> Result {
        if let Some(truth) = fold::truth(test, self.source, self.optimize) {
            if truth == when {
                self.jump(target, Span::of(test));
            } else {
                self.note_line(Span::of(test));
            }
            return Ok(());
        }
        match test {
            Expr::UnaryOp(operation) if operation.op == UnaryOp::Not => self.jump_if(&operation.operand, target, !when),
            Expr::BoolOp(operation) => {
                let short = operation.op == ast::BoolOp::Or;
                let skip = if short == when { None } else { Some(self.label()) };
                let (last, first) = operation.values.split_last().expect("a boolean operation has operands");
                for value in first {
                    self.jump_if(value, skip.unwrap_or(target), short)?;
                }
                self.jump_if(last, target, when)?;
                if let Some(skip) = skip {
                    self.bind(skip);
                }
                Ok(())
            }
            Expr::If(conditional) => {
                let otherwise = self.label();
                let end = self.label();
                self.jump_if(&conditional.test, otherwise, false)?;
                self.jump_if(&conditional.body, target, when)?;
                self.jump(end, Span::NONE);
                self.bind(otherwise);
                self.jump_if(&conditional.orelse, target, when)?;
                self.bind(end);
                Ok(())
            }
            Expr::Compare(compare) => self.jump_if_compare(compare, target, when),
            test => {
                let register = self.operand(test)?;
                self.jump_on_truth(register, target, when, Span::of(test));
                Ok(())
            }
        }
    }

    pub(crate) fn jump_on_truth(&mut self, register: Reg, target: Label, when: bool, span: Span) {
        let op = if when { Op::JUMP_IF_TRUE } else { Op::JUMP_IF_FALSE };
        self.emit_jump(op, register, Reg::from(is_temp(register)), 0, target, span);
    }

    fn jump_if_compare(&mut self, compare: &'t ast::ExprCompare, target: Label, when: bool) -> Result {
        self.check_identity(compare);
        let span = Span::of(compare);
        if let ([op], [right]) = (&*compare.ops, &*compare.comparators) {
            let left = self.operand_before(&compare.left, &[right])?;
            return self.jump_if_comparison(*op, left, right, target, when, span);
        }
        let fail = self.label();
        let slot = self.temp();
        let count = compare.ops.len();
        let later: Vec<&Expr> = compare.comparators.iter().collect();
        let mut left = self.operand_or(&compare.left, slot, &later)?;
        let mut any_temp = false;
        for (at, (&op, right)) in compare.ops.iter().zip(&compare.comparators).enumerate() {
            let mark = self.mark();
            if at + 1 == count {
                self.jump_if_comparison(op, left, right, target, when, span)?;
                self.free_to(mark);
                break;
            }
            let mut middle = self.comparator_before(right, &later[at + 1..])?;
            let mut used = middle;
            if is_temp(middle) {
                used = self.temp();
                self.copy(used, middle, span);
                any_temp = true;
                // `left` may be in the slot: compare first, move after, on both ways.
                let result = self.temp();
                self.emit(compare_op(op), result, left, used, span);
                self.transfer(slot, middle, span);
                self.emit_jump(Op::JUMP_IF_FALSE, result, 1, 0, fail, span);
                middle = slot;
            } else {
                if left == slot {
                    any_temp = true;
                }
                self.jump_if_registers(op, left, used, fail, false, span);
            }
            self.free_to(mark);
            left = middle;
        }
        let end = self.label();
        if any_temp {
            self.jump(end, Span::NONE);
            self.bind(fail);
            self.drop_register(slot, span);
            if !when {
                self.jump(target, Span::NONE);
            }
        } else if when {
            self.bind(fail);
        } else {
            self.jump(end, Span::NONE);
            self.bind(fail);
            self.jump(target, Span::NONE);
        }
        self.bind(end);
        Ok(())
    }

    /// Jump when (`left OP right`) is `when`.
    fn jump_if_comparison(
        &mut self,
        op: CmpOp,
        left: Reg,
        right: &'t Expr,
        target: Label,
        when: bool,
        span: Span,
    ) -> Result {
        if matches!(op, CmpOp::Is | CmpOp::IsNot) && right.is_none_literal_expr() {
            let none = (op == CmpOp::Is) == when;
            let op = if none { Op::JUMP_IF_NONE } else { Op::JUMP_IF_NOT_NONE };
            self.emit_jump(op, left, Reg::from(is_temp(left)), 0, target, span);
            return Ok(());
        }
        if let (Some(value), Some(op)) = (small_int(right), jump_immediate_op(op)) {
            self.emit_jump(op, left, value, Reg::from(when), target, span);
            return Ok(());
        }
        let right = self.comparator(op, right, None)?;
        self.jump_if_registers(op, left, right, target, when, span);
        Ok(())
    }

    fn jump_if_registers(&mut self, op: CmpOp, left: Reg, right: Reg, target: Label, when: bool, span: Span) {
        let (op, when) = match op {
            CmpOp::Lt => (Op::JUMP_CMP_LT, when),
            CmpOp::LtE => (Op::JUMP_CMP_LE, when),
            CmpOp::Eq => (Op::JUMP_CMP_EQ, when),
            CmpOp::NotEq => (Op::JUMP_CMP_NE, when),
            CmpOp::Gt => (Op::JUMP_CMP_GT, when),
            CmpOp::GtE => (Op::JUMP_CMP_GE, when),
            CmpOp::Is => (Op::JUMP_IF_IS, when),
            CmpOp::IsNot => (Op::JUMP_IF_IS, !when),
            CmpOp::In => (Op::JUMP_IF_CONTAINS, when),
            CmpOp::NotIn => (Op::JUMP_IF_CONTAINS, !when),
        };
        self.emit_jump(op, left, right, Reg::from(when), target, span);
    }

    // ---- attributes and subscripts --------------------------------------------------------------------------------

    fn attribute(&mut self, attribute: &'t ast::ExprAttribute, destination: Reg) -> Result {
        if self.super_attribute(attribute, destination)? {
            return Ok(());
        }
        let work = self.work_register(destination);
        let object = self.operand_or(&attribute.value, work, &[])?;
        let name = self.attribute_name(&attribute.attr.id);
        let span = self.attribute_span(attribute, Span::of(attribute));
        self.emit_word(Op::LOAD_ATTR, destination, object, 0, name, span);
        Ok(())
    }

    /// What an attribute's instruction points at: when the expression spans lines, only the name and what follows.
    pub(crate) fn attribute_span(&self, attribute: &ast::ExprAttribute, span: Span) -> Span {
        let start = span.start();
        if self.source.line(start) == self.source.line(attribute.range.end()) {
            return span;
        }
        let name_start = attribute.attr.range.start();
        Span::new(name_start, span.end().max(name_start))
    }

    fn subscript(&mut self, subscript: &'t ast::ExprSubscript, destination: Reg) -> Result {
        let span = Span::of(subscript);
        self.check_subscript(subscript);
        if let Some(value) = fold::subscript(subscript, self.source) {
            self.load_const(destination, value, span);
            return Ok(());
        }
        let work = self.work_register(destination);
        let container = self.operand_or(&subscript.value, work, &[&subscript.slice])?;
        if let Some(index) = small_int(&subscript.slice) {
            self.emit(Op::LOAD_SUBSCR_IMM, destination, container, index, span);
            return Ok(());
        }
        if let Some(first) = self.slice_bounds(&subscript.slice)? {
            self.emit(Op::LOAD_SLICE, destination, container, first, span);
            return Ok(());
        }
        let index = if container == work {
            self.operand(&subscript.slice)?
        } else {
            self.operand_or(&subscript.slice, work, &[])?
        };
        self.emit(Op::LOAD_SUBSCR, destination, container, index, span);
        Ok(())
    }

    /// For `lower:upper` with something not constant: the bounds in two new temps.
    pub(crate) fn slice_bounds(&mut self, slice: &'t Expr) -> Result<Option<Reg>> {
        let Expr::Slice(slice) = slice else { return Ok(None) };
        if slice.step.is_some() || fold::slice(slice, self.source).is_some() {
            return Ok(None);
        }
        let span = Span::of(slice);
        let first = self.unit.push_temps(2);
        self.optional_to(slice.lower.as_deref(), first, span)?;
        self.optional_to(slice.upper.as_deref(), first + 1, span)?;
        Ok(Some(first))
    }

    fn optional_to(&mut self, expression: Option<&'t Expr>, destination: Reg, span: Span) -> Result {
        match expression {
            Some(expression) => self.expr_to(expression, destination),
            None => {
                self.load_none(destination, span);
                Ok(())
            }
        }
    }

    fn slice(&mut self, slice: &'t ast::ExprSlice, destination: Reg) -> Result {
        let span = Span::of(slice);
        if let Some(value) = fold::slice(slice, self.source) {
            self.load_const(destination, value, span);
            return Ok(());
        }
        let first = self.unit.push_temps(3);
        self.optional_to(slice.lower.as_deref(), first, span)?;
        self.optional_to(slice.upper.as_deref(), first + 1, span)?;
        self.optional_to(slice.step.as_deref(), first + 2, span)?;
        self.emit(Op::BUILD_SLICE, destination, first, 0, span);
        Ok(())
    }

    // ---- yield and await ------------------------------------------------------------------------------------------

    fn yield_expr(&mut self, value: &'t ast::ExprYield, destination: Reg) -> Result {
        let span = Span::of(value);
        if !self.unit.optimized {
            return self.error(value.range, "'yield' outside function");
        }
        let register = match &value.value {
            Some(value) => self.operand(value)?,
            None => {
                let none = self.temp();
                self.load_none(none, span);
                none
            }
        };
        self.yield_value(register, destination, span);
        Ok(())
    }

    /// Yield `register`; what is sent goes to `destination`.
    pub(crate) fn yield_value(&mut self, register: Reg, destination: Reg, span: Span) {
        let mut register = register;
        let scope = self.scope();
        if scope.generator && scope.coroutine {
            let wrapped = if is_temp(register) { register } else { self.temp() };
            self.emit(Op::INTRINSIC, wrapped, register, Intrinsic::AsyncGeneratorWrap as Reg, span);
            register = wrapped;
        }
        let handler = self.outermost_handler();
        self.emit(Op::YIELD, destination, register, handler, span);
    }

    fn outermost_handler(&self) -> Reg {
        self.unit.handlers.first().copied().unwrap_or(Reg::from(NO_REGISTER))
    }

    fn yield_from(&mut self, value: &'t ast::ExprYieldFrom, destination: Reg) -> Result {
        let span = Span::of(value);
        if !self.unit.optimized {
            return self.error(value.range, "'yield from' outside function");
        }
        if self.unit.kind == UnitKind::AsyncFunction {
            return self.error(value.range, "'yield from' inside async function");
        }
        let iterator = self.operand_in_temp(&value.value)?;
        self.emit(Op::GET_YIELD_FROM_ITER, iterator, iterator, 0, span);
        self.delegate(iterator, destination, span);
        Ok(())
    }

    fn await_expr(&mut self, awaited: &'t ast::ExprAwait, destination: Reg) -> Result {
        let span = Span::of(awaited);
        let iterator = self.operand_in_temp(&awaited.value)?;
        self.emit(Op::GET_AWAITABLE, iterator, iterator, 0, span);
        self.delegate(iterator, destination, span);
        Ok(())
    }

    /// Yield what `iterator` (the topmost temp) yields until it ends; its value goes to `destination`.
    pub(crate) fn delegate(&mut self, iterator: Reg, destination: Reg, span: Span) {
        let value = self.temp();
        let send = self.label();
        let end = self.label();
        let handler = self.outermost_handler();
        self.load_none(value, span);
        self.bind(send);
        self.unit.emit(Op::SEND, value, iterator, value, Extra::Jump(end), span);
        self.unit.emit(Op::YIELD_DELEGATE, value, value, iterator, Extra::JumpWord(end, handler), span);
        self.jump(send, span);
        self.bind(end);
        self.drop_register(iterator, span);
        self.transfer(destination, value, span);
    }
}

pub(crate) fn compare_op(op: CmpOp) -> Op {
    match op {
        CmpOp::Lt => Op::LT,
        CmpOp::LtE => Op::LE,
        CmpOp::Eq => Op::EQ,
        CmpOp::NotEq => Op::NE,
        CmpOp::Gt => Op::GT,
        CmpOp::GtE => Op::GE,
        CmpOp::Is => Op::IS,
        CmpOp::IsNot => Op::IS_NOT,
        CmpOp::In => Op::CONTAINS,
        CmpOp::NotIn => Op::NOT_CONTAINS,
    }
}

fn jump_immediate_op(op: CmpOp) -> Option<Op> {
    Some(match op {
        CmpOp::Lt => Op::JUMP_CMP_LT_IMM,
        CmpOp::LtE => Op::JUMP_CMP_LE_IMM,
        CmpOp::Eq => Op::JUMP_CMP_EQ_IMM,
        CmpOp::NotEq => Op::JUMP_CMP_NE_IMM,
        CmpOp::Gt => Op::JUMP_CMP_GT_IMM,
        CmpOp::GtE => Op::JUMP_CMP_GE_IMM,
        CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn => return None,
    })
}

/// The op that takes its right operand as 8 bits.
fn immediate_op(operator: Operator, in_place: bool) -> Option<Op> {
    Some(match (operator, in_place) {
        (Operator::Add, false) => Op::ADD_IMM,
        (Operator::Sub, false) => Op::SUB_IMM,
        (Operator::Mult, false) => Op::MUL_IMM,
        (Operator::FloorDiv, false) => Op::FLOORDIV_IMM,
        (Operator::Mod, false) => Op::MOD_IMM,
        (Operator::BitAnd, false) => Op::AND_IMM,
        (Operator::LShift, false) => Op::LSHIFT_IMM,
        (Operator::RShift, false) => Op::RSHIFT_IMM,
        (Operator::Add, true) => Op::INPLACE_ADD_IMM,
        (Operator::Sub, true) => Op::INPLACE_SUB_IMM,
        _ => return None,
    })
}

fn plain_op(operator: Operator, in_place: bool) -> std::result::Result<Op, BinaryKind> {
    Ok(match (operator, in_place) {
        (Operator::Add, false) => Op::ADD,
        (Operator::Sub, false) => Op::SUB,
        (Operator::Mult, false) => Op::MUL,
        (Operator::Div, false) => Op::TRUEDIV,
        (Operator::FloorDiv, false) => Op::FLOORDIV,
        (Operator::Mod, false) => Op::MOD,
        (Operator::BitAnd, false) => Op::AND,
        (Operator::BitOr, false) => Op::OR,
        (Operator::BitXor, false) => Op::XOR,
        (Operator::LShift, false) => Op::LSHIFT,
        (Operator::RShift, false) => Op::RSHIFT,
        (Operator::MatMult, false) => return Err(BinaryKind::MatMul),
        (Operator::Pow, false) => return Err(BinaryKind::Pow),
        (Operator::Add, true) => Op::INPLACE_ADD,
        (Operator::Sub, true) => Op::INPLACE_SUB,
        (Operator::Mult, true) => Op::INPLACE_MUL,
        (Operator::Div, true) => return Err(BinaryKind::InplaceTrueDiv),
        (Operator::FloorDiv, true) => return Err(BinaryKind::InplaceFloorDiv),
        (Operator::Mod, true) => return Err(BinaryKind::InplaceMod),
        (Operator::Pow, true) => return Err(BinaryKind::InplacePow),
        (Operator::MatMult, true) => return Err(BinaryKind::InplaceMatMul),
        (Operator::BitAnd, true) => return Err(BinaryKind::InplaceAnd),
        (Operator::BitOr, true) => return Err(BinaryKind::InplaceOr),
        (Operator::BitXor, true) => return Err(BinaryKind::InplaceXor),
        (Operator::LShift, true) => return Err(BinaryKind::InplaceLShift),
        (Operator::RShift, true) => return Err(BinaryKind::InplaceRShift),
    })
}
