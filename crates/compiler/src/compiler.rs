//! The state of a compilation, and the small steps that everything else is written in: emitting, constants, names.

use std::sync::Arc;

use taipan_bytecode::{Code, CodeFlags, Const, Immediate, Op, SyntaxError, SyntaxErrorKind};
use taipan_syntax::SyntaxWarning;
use taipan_syntax::ast::name::Name;
use taipan_syntax::ast::{Expr, TextRange, TextSize};

use crate::emit::{Extra, Label, Reg, is_temp};
use crate::scope::{Resolution, Scope, SymbolTable, maybe_mangle};
use crate::source::{Source, Span};
use crate::unit::{Block, Cover, Place, Unit, UnitKind};

pub(crate) type Result<T = ()> = std::result::Result<T, SyntaxError>;

/// Statements nest at most this deep in code that jumps must unwind.
const MAX_BLOCKS: usize = 21;

pub(crate) struct Compiler<'t> {
    pub(crate) source: Source<'t>,
    pub(crate) table: &'t SymbolTable,
    pub(crate) filename: Arc<str>,
    pub(crate) optimize: u8,
    pub(crate) interactive: bool,
    pub(crate) future_annotations: bool,
    /// Where the imports from `__future__` at the beginning end.
    pub(crate) future_end: TextSize,
    /// Flags every code object of the module gets.
    pub(crate) inherited_flags: CodeFlags,
    pub(crate) unit: Unit<'t>,
    /// The units around the current one, outermost first.
    pub(crate) outer: Vec<Unit<'t>>,
    pub(crate) warnings: Vec<SyntaxWarning>,
    /// The parentheses of the call whose only argument is the generator expression compiled next: they count as its own.
    pub(crate) generator_range: Option<TextRange>,
    /// Warnings are not repeated for a `finally` body that is written twice.
    pub(crate) muted: u32,
}

impl<'t> Compiler<'t> {
    pub(crate) fn scope(&self) -> &'t Scope {
        self.table.scope(self.unit.scope)
    }

    pub(crate) fn error<T>(&self, range: TextRange, message: impl Into<String>) -> Result<T> {
        Err(self.source.error(range, message))
    }

    pub(crate) fn warn(&mut self, range: TextRange, message: impl Into<String>) {
        if self.muted == 0 {
            let warning = self.source.warning(range, message);
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
    }

    // ---- units ----------------------------------------------------------------------------------------------------

    /// Begin the code of an inner scope.
    pub(crate) fn enter_unit(&mut self, unit: Unit<'t>) {
        self.outer.push(std::mem::replace(&mut self.unit, unit));
    }

    /// Finish the current unit and go back to the one around it.
    pub(crate) fn leave_unit(&mut self) -> Result<Code> {
        let outer = self.outer.pop().expect("each leave follows an enter");
        let unit = std::mem::replace(&mut self.unit, outer);
        finish(unit, self.filename.clone(), self.source)
    }

    /// The qualified name of a scope called `name` that is about to be entered.
    pub(crate) fn qualified_name(&self, name: &str, defines: bool) -> String {
        let mut parent = Some(&self.unit);
        // A type-parameter scope is not part of the name.
        if self.unit.kind == UnitKind::Annotations {
            parent = self.outer.last();
        }
        let Some(parent) = parent else { return name.to_owned() };
        if parent.kind == UnitKind::Module {
            return name.to_owned();
        }
        if defines {
            let scope = self.table.scope(parent.scope);
            let mangled = maybe_mangle(parent.class.as_deref(), scope, &Name::new(name));
            if scope.resolution(&mangled) == Resolution::GlobalExplicit {
                return name.to_owned();
            }
        }
        match parent.kind {
            UnitKind::Function | UnitKind::AsyncFunction | UnitKind::Lambda => {
                format!("{}.<locals>.{name}", parent.qualname)
            }
            _ => format!("{}.{name}", parent.qualname),
        }
    }

    // ---- instructions ---------------------------------------------------------------------------------------------

    pub(crate) fn emit(&mut self, op: Op, a: Reg, b: Reg, c: Reg, span: Span) {
        self.unit.emit(op, a, b, c, Extra::None, span);
    }

    pub(crate) fn emit_word(&mut self, op: Op, a: Reg, b: Reg, c: Reg, word: u32, span: Span) {
        self.unit.emit(op, a, b, c, Extra::Word(word), span);
    }

    pub(crate) fn emit_jump(&mut self, op: Op, a: Reg, b: Reg, c: Reg, label: Label, span: Span) {
        self.unit.emit(op, a, b, c, Extra::Jump(label), span);
    }

    /// An op whose operand is 16 bits in b and c.
    pub(crate) fn emit_wide(&mut self, op: Op, a: Reg, wide: u16, span: Span) {
        self.unit.emit(op, a, wide & 0xff, wide >> 8, Extra::None, span);
    }

    pub(crate) fn jump(&mut self, label: Label, span: Span) {
        self.emit_jump(Op::JUMP, 0, 0, 0, label, span);
    }

    pub(crate) fn label(&mut self) -> Label {
        self.unit.code.new_label()
    }

    pub(crate) fn bind(&mut self, label: Label) {
        self.unit.code.bind(label);
    }

    pub(crate) fn temp(&mut self) -> Reg {
        self.unit.push_temp()
    }

    pub(crate) fn mark(&self) -> Reg {
        self.unit.next_temp
    }

    pub(crate) fn free_to(&mut self, mark: Reg) {
        self.unit.free_to(mark);
    }

    /// `destination = source`: consumes a temp, borrows a local.
    pub(crate) fn transfer(&mut self, destination: Reg, source: Reg, span: Span) {
        if destination != source {
            let op = if is_temp(source) { Op::MOVE } else { Op::COPY };
            self.emit(op, destination, source, 0, span);
        }
    }

    pub(crate) fn copy(&mut self, destination: Reg, source: Reg, span: Span) {
        self.emit(Op::COPY, destination, source, 0, span);
    }

    pub(crate) fn drop_register(&mut self, register: Reg, span: Span) {
        self.emit(Op::DROP, register, 0, 0, span);
    }

    // ---- constants ------------------------------------------------------------------------------------------------

    pub(crate) fn load_immediate(&mut self, destination: Reg, value: Immediate, span: Span) {
        self.emit(Op::LOAD_IMMEDIATE, destination, value as Reg, 0, span);
    }

    pub(crate) fn load_none(&mut self, destination: Reg, span: Span) {
        self.load_immediate(destination, Immediate::None, span);
    }

    pub(crate) fn load_const(&mut self, destination: Reg, value: Const, span: Span) {
        match value {
            Const::None => self.load_immediate(destination, Immediate::None, span),
            Const::True => self.load_immediate(destination, Immediate::True, span),
            Const::False => self.load_immediate(destination, Immediate::False, span),
            Const::Ellipsis => self.load_immediate(destination, Immediate::Ellipsis, span),
            Const::Int(value) if i16::try_from(value).is_ok() => {
                self.emit_wide(Op::LOAD_INT, destination, value as i16 as u16, span);
            }
            value => {
                let at = self.unit.consts.add(value);
                match u16::try_from(at) {
                    Ok(at) => self.emit_wide(Op::LOAD_CONST, destination, at, span),
                    Err(_) => self.emit_word(Op::LOAD_CONST_WIDE, destination, 0, 0, at, span),
                }
            }
        }
    }

    pub(crate) fn load_str(&mut self, destination: Reg, text: &str, span: Span) {
        self.load_const(destination, string(text), span);
    }

    /// The index of `name` in the name table, for ops that hold it in 16 bits.
    fn name16(&mut self, name: &str) -> Result<u16> {
        u16::try_from(self.unit.names.add(name)).map_err(|_| {
            SyntaxError::without_position(SyntaxErrorKind::Syntax, "too many different names in one scope")
        })
    }

    pub(crate) fn attribute_name(&mut self, name: &Name) -> u32 {
        let mangled = self.mangled(name);
        self.unit.names.add(&mangled)
    }

    // ---- names ----------------------------------------------------------------------------------------------------

    pub(crate) fn mangled(&self, name: &Name) -> Name {
        maybe_mangle(self.unit.class.as_deref(), self.scope(), name)
    }

    /// Where the variable `name` is.
    pub(crate) fn place(&mut self, name: &Name) -> Place {
        let name = self.mangled(name);
        self.place_of(&name)
    }

    /// Where the variable of mangled name `name` is.
    pub(crate) fn place_of(&mut self, name: &Name) -> Place {
        let in_inlined = !self.unit.inlined.is_empty();
        for level in self.unit.inlined.iter().rev() {
            if let Some((_, register, cell)) = level.bindings.iter().find(|binding| binding.0 == *name) {
                return match (cell, self.unit.far_index(*register)) {
                    (true, _) => Place::Cell(*register),
                    (false, Some(far)) => Place::Far(far),
                    (false, None) => Place::Fast(*register),
                };
            }
            match self.table.scope(level.scope).resolution(name) {
                Resolution::GlobalImplicit if self.unit.kind == UnitKind::Module => return Place::Name,
                Resolution::GlobalImplicit | Resolution::GlobalExplicit => return Place::Global,
                Resolution::Unknown | Resolution::Local | Resolution::Free | Resolution::Cell => {}
            }
        }
        let scope = self.scope();
        let optimized = self.unit.optimized;
        match scope.resolution(name) {
            Resolution::Free => match self.unit.free_index(name) {
                Some(index) if self.unit.kind == UnitKind::Class && !in_inlined => Place::ClassFree(index),
                Some(index)
                    if scope.can_see_class_scope
                        && !matches!(name.as_str(), "__classdict__" | "__conditional_annotations__") =>
                {
                    Place::ClassThenFree(index)
                }
                Some(index) => Place::Free(index),
                None => Place::Global,
            },
            Resolution::Cell => match self.unit.cell(name) {
                Some(register) if scope.can_see_class_scope => Place::ClassThenCell(register),
                Some(register) => Place::Cell(register),
                None => self.unit.local(name),
            },
            Resolution::Local if optimized => self.unit.local(name),
            Resolution::Local if in_inlined && self.unit.kind == UnitKind::Class => match self.unit.free_index(name) {
                Some(index) => Place::Free(index),
                None => Place::Global,
            },
            Resolution::Local => Place::Name,
            Resolution::GlobalExplicit => Place::Global,
            Resolution::GlobalImplicit if optimized && scope.can_see_class_scope => Place::ClassThenGlobal,
            Resolution::GlobalImplicit | Resolution::Unknown if optimized => Place::Global,
            Resolution::GlobalImplicit if in_inlined && self.unit.kind == UnitKind::Class => Place::Global,
            Resolution::GlobalImplicit | Resolution::Unknown => Place::Name,
        }
    }

    /// The register of `name`, checked to be bound, when it is a local in reach.
    pub(crate) fn local_operand(&mut self, name: &Name, span: Span) -> Option<Reg> {
        if name.as_str() == "__debug__" {
            return None;
        }
        match self.place(name) {
            Place::Fast(register) => {
                self.emit(Op::CHECK_LOCAL, register, 0, 0, span);
                Some(register)
            }
            _ => None,
        }
    }

    pub(crate) fn load_name(&mut self, name: &Name, destination: Reg, span: Span) -> Result {
        if name.as_str() == "__debug__" {
            let value = if self.optimize == 0 { Const::True } else { Const::False };
            self.load_const(destination, value, span);
            return Ok(());
        }
        let mangled = self.mangled(name);
        self.load_mangled(&mangled, destination, span)
    }

    pub(crate) fn load_mangled(&mut self, name: &Name, destination: Reg, span: Span) -> Result {
        match self.place_of(name) {
            Place::Fast(register) => {
                self.emit(Op::CHECK_LOCAL, register, 0, 0, span);
                if register != destination {
                    let begins = is_temp(destination) && !is_temp(register);
                    let op = if begins { Op::LOAD_LOCAL } else { Op::COPY };
                    self.emit(op, destination, register, 0, span);
                }
            }
            Place::Far(far) => self.emit_wide(Op::LOAD_FAR, destination, far, span),
            Place::Cell(register) => match self.unit.far_index(register) {
                None => self.emit(Op::LOAD_CELL, destination, register, 0, span),
                Some(far) => {
                    let mark = self.mark();
                    let cell = self.temp();
                    self.emit_wide(Op::LOAD_FAR, cell, far, span);
                    self.emit(Op::LOAD_CELL, destination, cell, 0, span);
                    self.drop_register(cell, span);
                    self.free_to(mark);
                }
            },
            Place::Free(index) => self.emit_wide(Op::LOAD_FREE, destination, index, span),
            Place::Global => {
                let name = self.name16(name)?;
                self.emit_wide(Op::LOAD_GLOBAL, destination, name, span);
            }
            Place::Name => {
                let name = self.name16(name)?;
                self.emit_wide(Op::LOAD_NAME, destination, name, span);
            }
            Place::ClassFree(index) => self.load_through_mapping(destination, span, |this, mapping| {
                this.emit(Op::LOAD_LOCALS, mapping, 0, 0, span);
                this.emit_wide(Op::LOAD_FROM_DICT_OR_CELL, mapping, index, span);
                Ok(())
            })?,
            Place::ClassThenFree(index) => self.load_through_mapping(destination, span, |this, mapping| {
                this.load_class_dict(mapping, span);
                this.emit_wide(Op::LOAD_FROM_DICT_OR_CELL, mapping, index, span);
                Ok(())
            })?,
            Place::ClassThenCell(register) => self.load_through_mapping(destination, span, |this, mapping| {
                this.load_class_dict(mapping, span);
                this.emit_wide(Op::LOAD_FROM_DICT_OR_CELL, mapping, 0x8000 | register, span);
                Ok(())
            })?,
            Place::ClassThenGlobal => {
                let name = self.name16(name)?;
                self.load_through_mapping(destination, span, |this, mapping| {
                    this.load_class_dict(mapping, span);
                    this.emit_wide(Op::LOAD_FROM_DICT_OR_GLOBALS, mapping, name, span);
                    Ok(())
                })?;
            }
        }
        Ok(())
    }

    /// Ops that look into a mapping read and write the same register, which must not be a local.
    fn load_through_mapping(
        &mut self,
        destination: Reg,
        span: Span,
        load: impl FnOnce(&mut Self, Reg) -> Result,
    ) -> Result {
        if is_temp(destination) {
            return load(self, destination);
        }
        let mark = self.mark();
        let temp = self.temp();
        load(self, temp)?;
        self.transfer(destination, temp, span);
        self.free_to(mark);
        Ok(())
    }

    fn load_class_dict(&mut self, destination: Reg, span: Span) {
        match self.unit.free_index("__classdict__") {
            Some(index) => self.emit_wide(Op::LOAD_FREE, destination, index, span),
            None => self.emit(Op::LOAD_LOCALS, destination, 0, 0, span),
        }
    }

    /// `name = value`; a temp is consumed.
    pub(crate) fn store_name(&mut self, name: &Name, value: Reg, span: Span) -> Result {
        let mangled = self.mangled(name);
        self.store_mangled(&mangled, value, span)
    }

    pub(crate) fn store_mangled(&mut self, name: &Name, value: Reg, span: Span) -> Result {
        match self.place_of(name) {
            Place::Fast(register) => self.transfer(register, value, span),
            Place::Far(far) => {
                let mark = self.mark();
                let value = self.in_temp(value, span);
                self.emit_wide(Op::STORE_FAR, value, far, span);
                self.free_to(mark);
            }
            Place::Cell(register) | Place::ClassThenCell(register) => match self.unit.far_index(register) {
                None => self.emit(Op::STORE_CELL, register, value, 0, span),
                Some(far) => {
                    let mark = self.mark();
                    let cell = self.temp();
                    self.emit_wide(Op::LOAD_FAR, cell, far, span);
                    self.emit(Op::STORE_CELL, cell, value, 0, span);
                    self.drop_register(cell, span);
                    self.free_to(mark);
                }
            },
            Place::Free(index) | Place::ClassFree(index) | Place::ClassThenFree(index) => {
                self.emit_wide(Op::STORE_FREE, value, index, span);
            }
            Place::Global | Place::ClassThenGlobal => {
                let name = self.name16(name)?;
                self.emit_wide(Op::STORE_GLOBAL, value, name, span);
            }
            Place::Name => {
                let name = self.name16(name)?;
                self.emit_wide(Op::STORE_NAME, value, name, span);
            }
        }
        Ok(())
    }

    pub(crate) fn delete_name(&mut self, name: &Name, span: Span) -> Result {
        let mangled = self.mangled(name);
        match self.place_of(&mangled) {
            Place::Fast(register) => self.emit(Op::DELETE_LOCAL, register, 0, 0, span),
            Place::Far(far) => self.emit_wide(Op::DELETE_FAR, 0, far, span),
            Place::Cell(register) | Place::ClassThenCell(register) => match self.unit.far_index(register) {
                None => self.emit(Op::DELETE_CELL, register, 0, 0, span),
                Some(far) => {
                    let mark = self.mark();
                    let cell = self.temp();
                    self.emit_wide(Op::LOAD_FAR, cell, far, span);
                    self.emit(Op::DELETE_CELL, cell, 0, 0, span);
                    self.drop_register(cell, span);
                    self.free_to(mark);
                }
            },
            Place::Free(index) | Place::ClassFree(index) | Place::ClassThenFree(index) => {
                self.emit_wide(Op::DELETE_FREE, 0, index, span);
            }
            Place::Global | Place::ClassThenGlobal => {
                let name = self.name16(&mangled)?;
                self.emit_wide(Op::DELETE_GLOBAL, 0, name, span);
            }
            Place::Name => {
                let name = self.name16(&mangled)?;
                self.emit_wide(Op::DELETE_NAME, 0, name, span);
            }
        }
        Ok(())
    }

    /// `name = ` what is in a temp, which is kept.
    pub(crate) fn store_copy_of(&mut self, name: &Name, value: Reg, span: Span) -> Result {
        let mark = self.mark();
        match self.place(name) {
            Place::Fast(register) => self.copy(register, value, span),
            _ => {
                let copy = self.temp();
                self.copy(copy, value, span);
                self.store_name(name, copy, span)?;
            }
        }
        self.free_to(mark);
        Ok(())
    }

    /// `name = None; del name`: what ends an `except ... as name`.
    pub(crate) fn clear_name(&mut self, name: &Name) -> Result {
        match self.place(name) {
            Place::Fast(register) => self.drop_register(register, Span::NONE),
            Place::Far(far) => self.emit_wide(Op::DELETE_FAR, 1, far, Span::NONE),
            _ => {
                let mark = self.mark();
                let none = self.temp();
                self.load_none(none, Span::NONE);
                self.store_name(name, none, Span::NONE)?;
                self.free_to(mark);
                self.delete_name(name, Span::NONE)?;
            }
        }
        Ok(())
    }

    /// `destination = ` the cell of variable `name` itself, to be shared with an inner function.
    pub(crate) fn load_closure_cell(&mut self, name: &Name, destination: Reg, span: Span) {
        for level in self.unit.inlined.iter().rev() {
            if let Some((_, register, true)) = level.bindings.iter().find(|binding| binding.0 == *name) {
                let register = *register;
                self.copy(destination, register, span);
                return;
            }
        }
        if let Some(register) = self.unit.cell(name) {
            match self.unit.far_index(register) {
                None => self.copy(destination, register, span),
                Some(far) => self.emit_wide(Op::LOAD_FAR, destination, far, span),
            }
        } else {
            let index = self.unit.free_index(name).unwrap_or_default();
            self.emit_wide(Op::LOAD_FREE_CELL, destination, index, span);
        }
    }

    /// The value in a temp of its own.
    pub(crate) fn in_temp(&mut self, value: Reg, span: Span) -> Reg {
        if is_temp(value) {
            return value;
        }
        let temp = self.temp();
        self.copy(temp, value, span);
        temp
    }

    // ---- blocks ---------------------------------------------------------------------------------------------------

    pub(crate) fn push_block(&mut self, block: Block<'t>, range: TextRange) -> Result {
        if self.unit.blocks.len() >= MAX_BLOCKS {
            return self.error(range, "too many statically nested blocks");
        }
        self.unit.blocks.push(block);
        Ok(())
    }

    pub(crate) fn pop_block(&mut self) {
        self.unit.blocks.pop();
    }

    /// From here on, exceptions go to `handler`, which finds them in `register`.
    pub(crate) fn open_cover(&mut self, handler: Label, register: Reg) -> Cover {
        let cover = Cover { start: self.unit.code.here(), handler, register, depth: self.unit.cover_depth };
        self.unit.cover_depth += 1;
        // The handler writes its register whatever the code before it used.
        let top = register + 1;
        self.unit.max_temp = self.unit.max_temp.max(top);
        cover
    }

    /// The cover ends here.
    pub(crate) fn close_cover(&mut self, cover: Cover) {
        self.unit.code.cover(cover.start, cover.handler, cover.register, cover.depth);
        self.unit.cover_depth = cover.depth;
    }

    /// As `close_cover`, for a cover whose block is still on the block stack: its newest start counts.
    pub(crate) fn close_block_cover(&mut self) {
        if let Some(
            Block::Try(cover)
            | Block::FinallyTry { cover, .. }
            | Block::FinallyEnd { cover, .. }
            | Block::With { cover, .. }
            | Block::Handler { cover, .. },
        ) = self.unit.blocks.last()
        {
            let cover = *cover;
            self.close_cover(cover);
        }
    }

    // ---- questions about expressions ------------------------------------------------------------------------------

    /// Whether evaluating one of `later` could rebind a local that an earlier operand uses in place.
    pub(crate) fn may_rebind<'e>(&self, later: impl IntoIterator<Item = &'e Expr>) -> bool {
        self.unit.has_named_expression && later.into_iter().any(contains_named)
    }
}

/// Whether an assignment expression is anywhere in `expression`.
fn contains_named(expression: &Expr) -> bool {
    use taipan_syntax::ast::visitor::{self, Visitor};
    struct Find(bool);
    impl<'a> Visitor<'a> for Find {
        fn visit_expr(&mut self, expression: &'a Expr) {
            self.0 |= expression.is_named_expr();
            if !self.0 {
                visitor::walk_expr(self, expression);
            }
        }
    }
    if matches!(expression, Expr::Name(_) | Expr::NumberLiteral(_) | Expr::StringLiteral(_)) {
        return false;
    }
    let mut find = Find(false);
    find.visit_expr(expression);
    find.0
}

/// The finished code of a unit.
pub(crate) fn finish(unit: Unit<'_>, filename: Arc<str>, source: Source<'_>) -> Result<Code> {
    let first_line = unit.first_line;
    unit.finish(filename, source).ok_or_else(|| {
        let message = "expression needs too many registers: it nests too deep";
        let mut error = SyntaxError::without_position(SyntaxErrorKind::Syntax, message);
        error.line = Some(first_line as i32);
        error
    })
}

/// A string constant.
pub(crate) fn string(text: &str) -> Const {
    Const::Str(text.as_bytes().into())
}
