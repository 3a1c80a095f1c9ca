//! Comprehensions, most of which become part of the code around them, and generator expressions, which are functions.
//!
//! An inlined comprehension's variables have registers of their own, so the variables of the same name around it need
//! no saving; they are emptied when the comprehension ends, by whatever way.

use taipan_bytecode::{CodeFlags, Immediate, Op};
use taipan_syntax::ast::{self, Expr, Ranged, TextRange};

use crate::compiler::{Compiler, Result};
use crate::emit::{Reg, is_temp};
use crate::scope::{Resolution, Role, ScopeId, flag};
use crate::source::Span;
use crate::unit::{InlinedScope, Unit, UnitKind};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    List,
    Set,
    Dict,
    Generator,
}

/// The parts of a comprehension of any kind.
#[derive(Clone, Copy)]
struct Parts<'t> {
    kind: Kind,
    range: TextRange,
    generators: &'t [ast::Comprehension],
    element: &'t Expr,
    /// A dict's value, the element being its key.
    value: Option<&'t Expr>,
    scope: ScopeId,
}

impl Parts<'_> {
    /// Where the element is.
    fn element_span(&self) -> Span {
        match self.value {
            Some(value) => Span::new(self.element.start(), value.end()),
            None => Span::of(self.element),
        }
    }
}

impl<'t> Compiler<'t> {
    fn parts(&self, expression: &'t Expr) -> Option<Parts<'t>> {
        let (kind, generators, element, value, scope): (_, &'t [ast::Comprehension], &'t Expr, Option<&'t Expr>, _) =
            match expression {
                Expr::ListComp(list) => {
                    (Kind::List, &list.generators, &list.elt, None, self.table.of_node(list, Role::Body))
                }
                Expr::SetComp(set) => (Kind::Set, &set.generators, &set.elt, None, self.table.of_node(set, Role::Body)),
                Expr::DictComp(dict) => (
                    Kind::Dict,
                    &dict.generators,
                    dict.key.as_deref()?,
                    Some(&dict.value),
                    self.table.of_node(dict, Role::Body),
                ),
                Expr::Generator(generator) => (
                    Kind::Generator,
                    &generator.generators,
                    &generator.elt,
                    None,
                    self.table.of_node(generator, Role::Body),
                ),
                _ => return None,
            };
        Some(Parts { kind, range: expression.range(), generators, element, value, scope: scope? })
    }

    pub(crate) fn comprehension(&mut self, expression: &'t Expr, destination: Reg) -> Result {
        let call = self.generator_range.take().filter(|_| expression.is_generator_expr());
        let Some(mut parts) = self.parts(expression) else {
            return self.error(expression.range(), "invalid comprehension");
        };
        if let Some(range) = call {
            parts.range = range;
        }
        if self.table.scope(parts.scope).inlined {
            self.inlined(parts, destination)
        } else {
            self.as_function(parts, destination)
        }
    }

    fn build_empty(&mut self, kind: Kind, destination: Reg, span: Span) {
        let op = match kind {
            Kind::List => Op::BUILD_LIST,
            Kind::Set => Op::BUILD_SET,
            Kind::Dict => Op::BUILD_MAP,
            Kind::Generator => return,
        };
        self.emit(op, destination, destination, 0, span);
    }

    fn inlined(&mut self, parts: Parts<'t>, destination: Reg) -> Result {
        let span = Span::from(parts.range);
        let result = if is_temp(destination) && destination + 1 == self.mark() { destination } else { self.temp() };
        let outermost = &parts.generators[0];
        // The first iterable belongs to the code around: it does not see the comprehension's variables.
        let state = self.unit.push_temps(3);
        let mark = self.mark();
        let iterable = match crate::fold::container(&outermost.iter, self.source) {
            Some(value) if !outermost.is_async => {
                self.load_const(state, value, Span::of(&outermost.iter));
                state
            }
            _ => self.operand_or(&outermost.iter, state, &[])?,
        };
        self.free_to(mark);
        self.build_empty(parts.kind, result, span);

        let bindings = self.bindings(parts.scope);
        for (_, register, cell) in &bindings {
            if *cell {
                self.emit(Op::MAKE_CELL, *register, 0, 0, span);
            }
        }
        let registers: Vec<Reg> = bindings.iter().map(|binding| binding.1).collect();
        let cleanup = self.label();
        let end = self.label();
        self.unit.inlined.push(InlinedScope { scope: parts.scope, bindings });
        let cover = self.open_cover(cleanup, result);
        self.generator(parts, 0, Some(state), iterable, result)?;
        self.close_cover(cover);
        self.unit.inlined.pop();
        for &register in &registers {
            self.drop_inlined(register, span);
        }
        if !registers.is_empty() {
            self.jump(end, Span::NONE);
            let cold = self.unit.code.here();
            self.bind(cleanup);
            for &register in &registers {
                self.drop_inlined(register, span);
            }
            self.emit(Op::RERAISE, result, 0, 0, span);
            self.unit.code.mark_cold(cold);
            self.bind(end);
        } else {
            // Nothing to undo: the cover was for nothing, but its handler must exist.
            self.unit.code.coverages.retain(|coverage| coverage.handler != cleanup);
            self.bind(cleanup);
        }
        for register in registers {
            self.unit.give_back_inlined(register);
        }
        self.transfer(destination, result, span);
        Ok(())
    }

    fn drop_inlined(&mut self, register: Reg, span: Span) {
        match self.unit.far_index(register) {
            None => self.drop_register(register, span),
            Some(far) => self.emit_wide(Op::DELETE_FAR, 1, far, span),
        }
    }

    /// Registers for the variables a comprehension binds.
    fn bindings(&mut self, id: ScopeId) -> Vec<(ast::name::Name, Reg, bool)> {
        let scope = self.table.scope(id);
        let unit_scope = self.scope();
        let mut bindings = Vec::new();
        for symbol in scope.symbols.iter() {
            let own = !symbol.from_comprehension
                && symbol.flags & flag::LOCAL != 0
                && symbol.flags & (flag::NONLOCAL | flag::GLOBAL | flag::PARAM) == 0;
            if !own {
                continue;
            }
            let cell = symbol.resolution == Resolution::Cell;
            let visible = self.unit.optimized
                && unit_scope.symbols.get(&symbol.name).is_none_or(|outer| outer.from_comprehension);
            let register = self.unit.take_inlined(&symbol.name, cell, visible);
            bindings.push((symbol.name.clone(), register, cell));
        }
        bindings
    }

    /// The loop for generator `index`, and inside it the rest. `prepared`: the iterable is in these temps already.
    fn generator(
        &mut self,
        parts: Parts<'t>,
        index: usize,
        prepared: Option<Reg>,
        iterable: Reg,
        result: Reg,
    ) -> Result {
        let generator = &parts.generators[index];
        if generator.is_async {
            return self.async_generator(parts, index, prepared, iterable, result);
        }
        let mark = self.mark();
        let iter_span = Span::of(&generator.iter);
        // `for y in [f(x)]` only names a value.
        if index > 0
            && let Expr::List(ast::ExprList { elts, .. }) | Expr::Tuple(ast::ExprTuple { elts, .. }) = &generator.iter
            && let [only] = &elts[..]
            && !only.is_starred_expr()
        {
            self.assign(&generator.target, only)?;
            let skip = self.label();
            for test in &generator.ifs {
                self.jump_if(test, skip, false)?;
            }
            self.inner(parts, index, result)?;
            self.bind(skip);
            self.free_to(mark);
            return Ok(());
        }
        let state = match prepared {
            Some(state) => state,
            None => self.unit.push_temps(3),
        };
        if index == 0 {
            let in_function = Reg::from(prepared.is_none());
            self.emit(Op::FOR_PREPARE, state, iterable, in_function, iter_span);
        } else if let Some(value) = crate::fold::container(&generator.iter, self.source) {
            self.load_const(state, value, iter_span);
            self.emit(Op::FOR_PREPARE, state, state, 0, iter_span);
        } else {
            let iterable = self.operand_or(&generator.iter, state, &[])?;
            self.emit(Op::FOR_PREPARE, state, iterable, 0, iter_span);
        }
        let start = self.label();
        let anchor = self.label();
        self.bind(start);
        self.for_iter(&generator.target, state, anchor, iter_span)?;
        for test in &generator.ifs {
            self.jump_if(test, start, false)?;
        }
        self.inner(parts, index, result)?;
        self.jump(start, parts.element_span());
        self.bind(anchor);
        self.free_to(mark);
        Ok(())
    }

    /// The next generator, or the element.
    fn inner(&mut self, parts: Parts<'t>, index: usize, result: Reg) -> Result {
        if index + 1 < parts.generators.len() {
            return self.generator(parts, index + 1, None, 0, result);
        }
        let mark = self.mark();
        let span = parts.element_span();
        match parts.kind {
            Kind::List | Kind::Set => {
                let element = self.operand(parts.element)?;
                let op = if parts.kind == Kind::List { Op::LIST_APPEND } else { Op::SET_ADD };
                self.emit(op, result, element, 0, span);
            }
            Kind::Dict => {
                let value = parts.value.unwrap_or(parts.element);
                let key = self.operand_before(parts.element, &[value])?;
                let value = self.operand(value)?;
                self.emit(Op::MAP_ADD, result, key, value, span);
            }
            Kind::Generator => {
                let element = self.operand(parts.element)?;
                let sent = self.temp();
                self.yield_value(element, sent, span);
                self.drop_register(sent, span);
            }
        }
        self.free_to(mark);
        Ok(())
    }

    fn async_generator(
        &mut self,
        parts: Parts<'t>,
        index: usize,
        prepared: Option<Reg>,
        iterable: Reg,
        result: Reg,
    ) -> Result {
        let generator = &parts.generators[index];
        let span = Span::from(parts.range);
        // Of the three temps a plain loop needs, this one uses the first.
        self.free_to(prepared.map_or(self.mark(), |state| state + 1));
        let mark = self.mark();
        let iterator = prepared.unwrap_or_else(|| self.temp());
        if index == 0 {
            if prepared.is_none() {
                self.copy(iterator, iterable, span);
            } else {
                self.emit(Op::GET_AITER, iterator, iterable, 0, Span::of(&generator.iter));
            }
        } else {
            let iterable = self.operand_or(&generator.iter, iterator, &[])?;
            self.emit(Op::GET_AITER, iterator, iterable, 0, Span::of(&generator.iter));
        }
        let start = self.label();
        self.bind(start);
        let end = self.async_next(iterator, &generator.target, span)?;
        for test in &generator.ifs {
            self.jump_if(test, start, false)?;
        }
        self.inner(parts, index, result)?;
        self.jump(start, parts.element_span());
        self.async_end(end, iterator, Span::of(&generator.iter));
        self.free_to(mark);
        Ok(())
    }

    fn as_function(&mut self, parts: Parts<'t>, destination: Reg) -> Result {
        let span = Span::from(parts.range);
        let name = match parts.kind {
            Kind::List => "<listcomp>",
            Kind::Set => "<setcomp>",
            Kind::Dict => "<dictcomp>",
            Kind::Generator => "<genexpr>",
        };
        let scope = self.table.scope(parts.scope);
        let mut unit = Unit::new(parts.scope, scope, UnitKind::Comprehension, name, self.unit.class.clone());
        unit.qualname = self.qualified_name(name, false);
        unit.first_line = self.source.line(parts.range.start());
        unit.positional = 1;
        self.enter_unit(unit);
        if parts.kind == Kind::Generator {
            let cover = self.begin_generator();
            self.generator(parts, 0, None, 0, 0)?;
            self.emit(Op::RETURN_IMMEDIATE, Immediate::None as Reg, 0, 0, Span::NONE);
            self.end_generator(cover);
        } else {
            let result = self.temp();
            self.build_empty(parts.kind, result, span);
            self.generator(parts, 0, None, 0, result)?;
            self.emit(Op::RETURN, result, 0, 0, span);
        }
        self.set_flags(CodeFlags::default());
        let code = self.leave_unit()?;
        let base = self.call_base(destination);
        self.make_closure(code, base, span)?;
        self.call_header();
        let argument = self.temp();
        let outermost = &parts.generators[0];
        let iterable = self.operand_or(&outermost.iter, argument, &[])?;
        let op = if outermost.is_async { Op::GET_AITER } else { Op::GET_ITER };
        self.emit(op, argument, iterable, 0, Span::of(&outermost.iter));
        self.temp();
        if scope.coroutine && parts.kind != Kind::Generator {
            self.emit(Op::CALL, base, base, 1, span);
            self.free_to(base + 1);
            self.emit(Op::GET_AWAITABLE, base, base, 0, span);
            self.delegate(base, destination, span);
        } else {
            self.emit(Op::CALL, destination, base, 1, span);
        }
        Ok(())
    }
}
