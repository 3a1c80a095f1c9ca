//! Assignment, augmented assignment and deletion.

use taipan_bytecode::Op;
use taipan_syntax::ast::{self, Expr, ExprContext, Ranged};

use crate::compiler::{Compiler, Result};
use crate::emit::{Reg, is_temp};
use crate::expr::small_int;
use crate::fold;
use crate::source::Span;
use crate::unit::{Place, UnitKind};

/// More targets than this are unpacked through a list.
const MANY: usize = 60;

impl<'t> Compiler<'t> {
    pub(crate) fn assign_statement(&mut self, statement: &'t ast::StmtAssign) -> Result {
        let mark = self.mark();
        match &statement.targets[..] {
            [] => {}
            [target] => self.assign(target, &statement.value)?,
            targets if self.assign_constant(targets, &statement.value)? => {}
            [first @ .., last] => {
                let value = self.operand(&statement.value)?;
                for target in first {
                    self.store_copy(target, value, Span::of(statement))?;
                }
                self.store(last, value)?;
            }
        }
        self.free_to(mark);
        Ok(())
    }

    /// `a = b = 0`, all locals; false when it is not that.
    fn assign_constant(&mut self, targets: &'t [Expr], value: &'t Expr) -> Result<bool> {
        let Some(constant) = fold::constant(value, self.source) else { return Ok(false) };
        let mut registers = Vec::new();
        for target in targets {
            let Expr::Name(name) = target else { return Ok(false) };
            let Place::Fast(register) = self.place(&name.id) else { return Ok(false) };
            registers.push(register);
        }
        for register in registers {
            self.load_const(register, constant.clone(), Span::of(value));
        }
        Ok(true)
    }

    /// `target = value`.
    pub(crate) fn assign(&mut self, target: &'t Expr, value: &'t Expr) -> Result {
        let mark = self.mark();
        match target {
            Expr::Name(name) => match self.place(&name.id) {
                Place::Fast(register) => self.expr_to(value, register)?,
                _ => {
                    let value = self.operand(value)?;
                    self.store_name(&name.id, value, Span::of(name))?;
                }
            },
            Expr::Tuple(ast::ExprTuple { elts: targets, .. }) | Expr::List(ast::ExprList { elts: targets, .. })
                if self.assign_each(targets, value)? => {}
            target => {
                // The value is used after the target's own expressions.
                let value = if self.may_rebind([target]) { self.operand_in_temp(value)? } else { self.operand(value)? };
                self.store(target, value)?;
            }
        }
        self.free_to(mark);
        Ok(())
    }

    /// `a, b = x, y` without making a tuple; false when the shapes do not allow it.
    fn assign_each(&mut self, targets: &'t [Expr], value: &'t Expr) -> Result<bool> {
        let Expr::Tuple(ast::ExprTuple { elts: values, .. }) = value else { return Ok(false) };
        let starred = targets.iter().chain(values).any(Expr::is_starred_expr);
        if starred || targets.len() != values.len() || targets.is_empty() || !self.unit.has_room(targets.len() * 2) {
            return Ok(false);
        }
        // Values that cannot fail and come last need no temp: nothing reads the old variables after them.
        let mut in_place: Vec<Option<Reg>> = vec![None; targets.len()];
        let mut registers = Vec::new();
        for target in targets {
            let Expr::Name(name) = target else {
                registers.clear();
                break;
            };
            let Place::Fast(register) = self.place(&name.id) else {
                registers.clear();
                break;
            };
            if registers.contains(&register) {
                registers.clear();
                break;
            }
            registers.push(register);
        }
        if registers.len() == targets.len() && !self.unit.has_named_expression {
            for at in (0..targets.len()).rev() {
                in_place[at] = Some(registers[at]);
                if fold::constant(&values[at], self.source).is_none() {
                    break;
                }
            }
        }
        let mut sources = Vec::with_capacity(values.len());
        for (value, place) in values.iter().zip(&in_place) {
            match place {
                Some(register) => {
                    self.expr_to(value, *register)?;
                    sources.push(None);
                }
                None => sources.push(Some(self.operand_in_temp(value)?)),
            }
        }
        for (target, source) in targets.iter().zip(sources) {
            if let Some(source) = source {
                self.store(target, source)?;
            }
        }
        Ok(true)
    }

    /// `target = ` what is in a register, which may be needed again: a temp is kept.
    fn store_copy(&mut self, target: &'t Expr, value: Reg, span: Span) -> Result {
        let mark = self.mark();
        if let Expr::Name(name) = target
            && let Place::Fast(register) = self.place(&name.id)
        {
            if register != value {
                self.copy(register, value, span);
            }
            return Ok(());
        }
        let mut value = value;
        if is_temp(value) {
            let copy = self.temp();
            self.copy(copy, value, span);
            value = copy;
        }
        self.store(target, value)?;
        self.free_to(mark);
        Ok(())
    }

    /// `target = ` what is in a register; a temp is consumed.
    pub(crate) fn store(&mut self, target: &'t Expr, value: Reg) -> Result {
        let mark = self.mark();
        let span = Span::of(target);
        match target {
            Expr::Name(name) => self.store_name(&name.id, value, span)?,
            Expr::Attribute(attribute) => {
                self.note_static_attribute(attribute);
                let object = self.operand(&attribute.value)?;
                let name = self.attribute_name(&attribute.attr.id);
                let span = self.attribute_span(attribute, span);
                self.emit_word(Op::STORE_ATTR, object, value, 0, name, span);
            }
            Expr::Subscript(subscript) => {
                let container = self.operand_before(&subscript.value, &[&subscript.slice])?;
                match self.slice_bounds(&subscript.slice)? {
                    Some(first) => self.emit(Op::STORE_SLICE, container, value, first, span),
                    None => match small_int(&subscript.slice) {
                        Some(index) => self.emit(Op::STORE_SUBSCR_IMM, container, index, value, span),
                        None => {
                            let index = self.operand(&subscript.slice)?;
                            self.emit(Op::STORE_SUBSCR, container, index, value, span);
                        }
                    },
                }
            }
            Expr::Tuple(tuple) => self.unpack(target, &tuple.elts, value)?,
            Expr::List(list) => self.unpack(target, &list.elts, value)?,
            Expr::Starred(starred) => {
                return self.error(starred.range, "starred assignment target must be in a list or tuple");
            }
            other => return self.error(other.range(), "cannot assign to expression"),
        }
        self.free_to(mark);
        Ok(())
    }

    /// `self.x = ...` in a method is recorded in the class's `__static_attributes__`.
    fn note_static_attribute(&mut self, attribute: &ast::ExprAttribute) {
        if attribute.ctx != ExprContext::Store {
            return;
        }
        if let Expr::Name(object) = &*attribute.value
            && object.id.as_str() == "self"
            && self.unit.kind != UnitKind::Class
            && let Some(class) = self.outer.iter_mut().rev().find(|unit| unit.kind == UnitKind::Class)
        {
            class.static_attributes.insert(attribute.attr.id.clone());
        }
    }

    fn unpack(&mut self, target: &Expr, targets: &'t [Expr], value: Reg) -> Result {
        let span = Span::of(target);
        let star = targets.iter().position(Expr::is_starred_expr);
        if let Some(star) = star {
            if star >= 256 {
                return self.error(target.range(), "too many expressions in star-unpacking assignment");
            }
            if targets[star + 1..].iter().any(Expr::is_starred_expr) {
                return self.error(target.range(), "multiple starred expressions in assignment");
            }
        }
        let count = targets.len();
        if count > MANY || !self.unit.has_room(count) {
            return self.unpack_many(targets, star, value, span);
        }
        if star.is_none()
            && let Some(first) = self.consecutive_locals(targets)
        {
            self.emit(Op::UNPACK_SEQUENCE, first, value, count as Reg, span);
            return Ok(());
        }
        let first = self.unit.push_temps(count as Reg);
        self.emit_unpack(first, value, count, star, span);
        self.store_each(targets, first)
    }

    fn emit_unpack(&mut self, first: Reg, value: Reg, count: usize, star: Option<usize>, span: Span) {
        match star {
            None => self.emit(Op::UNPACK_SEQUENCE, first, value, count as Reg, span),
            Some(star) => {
                let counts = star as u32 | ((count - star - 1) as u32) << 16;
                self.emit_word(Op::UNPACK_EX, first, value, 0, counts, span);
            }
        }
    }

    fn store_each(&mut self, targets: &'t [Expr], first: Reg) -> Result {
        for (target, register) in targets.iter().zip(first..) {
            let target = match target {
                Expr::Starred(starred) => &*starred.value,
                target => target,
            };
            self.store(target, register)?;
        }
        Ok(())
    }

    /// More targets than there are temps: some at a time, the others wait in a list.
    fn unpack_many(&mut self, targets: &'t [Expr], star: Option<usize>, value: Reg, span: Span) -> Result {
        let room = if self.unit.has_room(MANY) { MANY } else { 4 };
        let before = star.unwrap_or(targets.len()).min(room);
        let (now, rest) = targets.split_at(before);
        if rest.is_empty() || now.is_empty() {
            if let Some((last, first)) = targets.split_last().filter(|(last, _)| !last.is_starred_expr()) {
                // The starred target comes early: take from the end, one by one.
                let register = self.unit.push_temps(2);
                self.emit_word(Op::UNPACK_EX, register, value, 0, 1 << 16, span);
                self.unpack_again(first, star, register, span)?;
                return self.store(last, register + 1);
            }
            let first = self.unit.push_temps(targets.len() as Reg);
            self.emit_unpack(first, value, targets.len(), star, span);
            return self.store_each(targets, first);
        }
        let first = self.unit.push_temps(before as Reg + 1);
        self.emit_word(Op::UNPACK_EX, first, value, 0, before as u32, span);
        self.store_each(now, first)?;
        self.emit(Op::MOVE, first, first + before as Reg, 0, span);
        self.free_to(first + 1);
        self.unpack_again(rest, star.map(|star| star - before), first, span)
    }

    fn unpack_again(&mut self, targets: &'t [Expr], star: Option<usize>, value: Reg, span: Span) -> Result {
        let mark = self.mark();
        if targets.len() > MANY || !self.unit.has_room(targets.len()) && targets.len() > 4 {
            self.unpack_many(targets, star, value, span)?;
        } else {
            let first = self.unit.push_temps(targets.len() as Reg);
            self.emit_unpack(first, value, targets.len(), star, span);
            self.store_each(targets, first)?;
        }
        self.free_to(mark);
        Ok(())
    }

    /// The first register, when the targets are locals in a row.
    fn consecutive_locals(&mut self, targets: &[Expr]) -> Option<Reg> {
        // Looking at a name gives it a register, so look only where all are names.
        if !targets.iter().all(Expr::is_name_expr) || targets.is_empty() {
            return None;
        }
        let mut first = None;
        for (at, target) in targets.iter().enumerate() {
            let Expr::Name(name) = target else { return None };
            let Place::Fast(register) = self.place(&name.id) else { return None };
            match first {
                None => first = Some(register),
                Some(first) if register == first + at as Reg => {}
                Some(_) => return None,
            }
        }
        first
    }

    // ---- augmented assignment -------------------------------------------------------------------------------------

    pub(crate) fn augmented_assignment(&mut self, statement: &'t ast::StmtAugAssign) -> Result {
        let mark = self.mark();
        let span = Span::of(statement);
        let target_span = Span::of(&*statement.target);
        let value = &*statement.value;
        match &*statement.target {
            Expr::Name(name) => {
                if let Place::Fast(register) = self.place(&name.id)
                    && !self.may_rebind([value])
                {
                    self.emit(Op::CHECK_LOCAL, register, 0, 0, target_span);
                    let scratch = self.temp();
                    self.binary_step(statement.op, true, register, value, scratch, register, span)?;
                } else {
                    let left = self.temp();
                    self.load_name(&name.id, left, target_span)?;
                    self.binary_step(statement.op, true, left, value, left, left, span)?;
                    self.store_name(&name.id, left, target_span)?;
                }
            }
            Expr::Attribute(attribute) => {
                let object = self.operand_before(&attribute.value, &[value])?;
                let name = self.attribute_name(&attribute.attr.id);
                let target_span = self.attribute_span(attribute, target_span);
                let left = self.temp();
                let object_copy = self.kept_copy(object, target_span);
                self.emit_word(Op::LOAD_ATTR, left, object_copy, 0, name, target_span);
                self.binary_step(statement.op, true, left, value, left, left, span)?;
                self.emit_word(Op::STORE_ATTR, object, left, 0, name, target_span);
            }
            Expr::Subscript(subscript) => {
                let container = self.operand_before(&subscript.value, &[&subscript.slice, value])?;
                if let Some(first) = self.slice_bounds(&subscript.slice)? {
                    let left = self.temp();
                    let bounds = self.unit.push_temps(2);
                    self.copy(bounds, first, target_span);
                    self.copy(bounds + 1, first + 1, target_span);
                    let container_copy = self.kept_copy(container, target_span);
                    self.emit(Op::LOAD_SLICE, left, container_copy, bounds, target_span);
                    self.free_to(left + 1);
                    self.binary_step(statement.op, true, left, value, left, left, span)?;
                    self.emit(Op::STORE_SLICE, container, left, first, target_span);
                } else if let Some(index) = small_int(&subscript.slice) {
                    let left = self.temp();
                    let container_copy = self.kept_copy(container, target_span);
                    self.emit(Op::LOAD_SUBSCR_IMM, left, container_copy, index, target_span);
                    self.free_to(left + 1);
                    self.binary_step(statement.op, true, left, value, left, left, span)?;
                    self.emit(Op::STORE_SUBSCR_IMM, container, index, left, target_span);
                } else {
                    let index = self.operand_before(&subscript.slice, &[value])?;
                    let left = self.temp();
                    let container_copy = self.kept_copy(container, target_span);
                    let index_copy = self.kept_copy(index, target_span);
                    self.emit(Op::LOAD_SUBSCR, left, container_copy, index_copy, target_span);
                    self.free_to(left + 1);
                    self.binary_step(statement.op, true, left, value, left, left, span)?;
                    self.emit(Op::STORE_SUBSCR, container, index, left, target_span);
                }
            }
            other => return self.error(other.range(), "illegal expression for augmented assignment"),
        }
        self.free_to(mark);
        Ok(())
    }

    /// The same value, to be read while the register is needed again: a copy of a temp, a local itself.
    fn kept_copy(&mut self, register: Reg, span: Span) -> Reg {
        if !is_temp(register) {
            return register;
        }
        let copy = self.temp();
        self.copy(copy, register, span);
        copy
    }

    // ---- deletion -------------------------------------------------------------------------------------------------

    pub(crate) fn delete(&mut self, target: &'t Expr) -> Result {
        let mark = self.mark();
        let span = Span::of(target);
        match target {
            Expr::Name(name) => self.delete_name(&name.id, span)?,
            Expr::Attribute(attribute) => {
                let object = self.operand(&attribute.value)?;
                let name = self.attribute_name(&attribute.attr.id);
                let span = self.attribute_span(attribute, span);
                self.emit_word(Op::DELETE_ATTR, object, 0, 0, name, span);
            }
            Expr::Subscript(subscript) => {
                let container = self.operand_before(&subscript.value, &[&subscript.slice])?;
                let index = self.operand(&subscript.slice)?;
                self.emit(Op::DELETE_SUBSCR, container, index, 0, span);
            }
            Expr::Tuple(tuple) => tuple.elts.iter().try_for_each(|item| self.delete(item))?,
            Expr::List(list) => list.elts.iter().try_for_each(|item| self.delete(item))?,
            other => return self.error(other.range(), "cannot delete expression"),
        }
        self.free_to(mark);
        Ok(())
    }
}
