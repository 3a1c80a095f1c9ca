//! Annotations, type parameters and type aliases: expressions that run later, each in a function of its own.
//!
//! Such a function takes a format and refuses formats above 2 (VALUE_WITH_FAKE_GLOBALS), as `annotationlib` expects.

use taipan_bytecode::{Code, CodeFlags, CommonConstant, Const, FunctionAttribute, Intrinsic, Op};
use taipan_syntax::ast::name::Name;
use taipan_syntax::ast::{self, Expr, Ranged, TextRange};

use crate::compiler::{Compiler, Result, string};
use crate::emit::{Instr, Reg};
use crate::scope::{Role, ScopeId};
use crate::source::Span;
use crate::unit::{Unit, UnitKind};
use crate::unparse;

/// The newest format that generated functions compute themselves.
const VALUE_WITH_FAKE_GLOBALS: Reg = 2;

impl<'t> Compiler<'t> {
    fn enter_annotations(&mut self, id: ScopeId, name: &str, range: TextRange) -> Result {
        let span = Span::from(range);
        let scope = self.table.scope(id);
        let mut unit = Unit::new(id, scope, UnitKind::Annotations, name, self.unit.class.clone());
        unit.qualname = self.qualified_name(name, false);
        unit.first_line = self.source.line(range.start());
        unit.positional = 1;
        unit.positional_only = 1;
        self.enter_unit(unit);
        let body = self.label();
        self.emit_jump(Op::JUMP_CMP_GT_IMM, 0, VALUE_WITH_FAKE_GLOBALS, 0, body, span);
        let mark = self.mark();
        let error = self.temp();
        self.emit(Op::LOAD_COMMON, error, CommonConstant::NotImplementedError as Reg, 0, span);
        self.emit(Op::RAISE, error, 0, 1, span);
        self.free_to(mark);
        self.bind(body);
        Ok(())
    }

    fn leave_annotations(&mut self, result: Reg, range: TextRange) -> Result<Code> {
        self.emit(Op::RETURN, result, 0, 0, Span::from(range));
        self.set_flags(CodeFlags::default());
        self.leave_unit()
    }

    /// The value of an annotation, or under the future import its text.
    fn annotation_value(&mut self, annotation: &'t Expr) -> Result<Reg> {
        if self.future_annotations {
            let temp = self.temp();
            let text = unparse::expression(annotation, self.source);
            self.load_str(temp, &text, Span::of(annotation));
            return Ok(temp);
        }
        if let Expr::Starred(starred) = annotation {
            // `*args: *Ts` annotates with the one item of Ts.
            let temp = self.operand_in_temp(&starred.value)?;
            self.emit(Op::UNPACK_SEQUENCE, temp, temp, 1, Span::of(annotation));
            return Ok(temp);
        }
        self.operand(annotation)
    }

    /// The `__annotate__` function of a function, in a new temp, when it has annotations.
    pub(crate) fn function_annotations(
        &mut self,
        function: &'t ast::StmtFunctionDef,
        range: TextRange,
    ) -> Result<Option<Reg>> {
        let parameters = &*function.parameters;
        let Some(id) = self.table.of_node(parameters, Role::Annotations) else { return Ok(None) };
        if !self.table.scope(id).annotations_used {
            return Ok(None);
        }
        let span = Span::from(range);
        let qualname = format!("{}.__annotate__", self.qualified_name(&function.name.id, false));
        self.enter_annotations(id, "__annotate__", range)?;
        self.unit.qualname = qualname;
        let dict = self.temp();
        self.emit(Op::BUILD_MAP, dict, dict, 0, span);
        let plain = |parameter: &'t ast::ParameterWithDefault| &parameter.parameter;
        let in_order = parameters
            .args
            .iter()
            .map(plain)
            .chain(parameters.posonlyargs.iter().map(plain))
            .chain(parameters.vararg.as_deref())
            .chain(parameters.kwonlyargs.iter().map(plain))
            .chain(parameters.kwarg.as_deref());
        for parameter in in_order {
            if let Some(annotation) = &parameter.annotation {
                let name = self.mangled(&parameter.name.id);
                self.annotation_item(dict, &name, annotation, span)?;
            }
        }
        if let Some(returns) = &function.returns {
            self.annotation_item(dict, &Name::new_static("return"), returns, span)?;
        }
        self.unit.rename_first_parameter("format");
        let code = self.leave_annotations(dict, range)?;
        let annotate = self.temp();
        self.make_closure(code, annotate, span)?;
        Ok(Some(annotate))
    }

    fn annotation_item(&mut self, dict: Reg, name: &Name, annotation: &'t Expr, span: Span) -> Result {
        let mark = self.mark();
        let key = self.temp();
        self.load_str(key, name, span);
        let value = self.annotation_value(annotation)?;
        self.emit(Op::MAP_ADD, dict, key, value, span);
        self.free_to(mark);
        Ok(())
    }

    // ---- annotations of variables ---------------------------------------------------------------------------------

    pub(crate) fn annotated_assignment(&mut self, statement: &'t ast::StmtAnnAssign) -> Result {
        let span = Span::of(statement);
        if let Some(value) = &statement.value {
            self.assign(&statement.target, value)?;
        }
        let in_namespace = matches!(self.unit.kind, UnitKind::Module | UnitKind::Class);
        match &*statement.target {
            Expr::Name(target) if statement.simple && in_namespace => {
                if self.future_annotations {
                    let mark = self.mark();
                    let value = self.annotation_value(&statement.annotation)?;
                    let annotations = self.temp();
                    self.load_name(&Name::new_static("__annotations__"), annotations, span)?;
                    let key = self.temp();
                    let name = self.mangled(&target.id);
                    self.load_str(key, &name, span);
                    self.emit(Op::STORE_SUBSCR, annotations, key, value, span);
                    self.free_to(mark);
                } else {
                    self.defer_annotation(statement, span)?;
                }
            }
            Expr::Attribute(target) if statement.value.is_none() => self.discard(&target.value)?,
            Expr::Subscript(target) if statement.value.is_none() => {
                self.discard(&target.value)?;
                self.discard_index(&target.slice)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Evaluate an index for its errors only.
    fn discard_index(&mut self, index: &'t Expr) -> Result {
        match index {
            Expr::Slice(slice) => {
                for part in [&slice.lower, &slice.upper, &slice.step].into_iter().flatten() {
                    self.discard(part)?;
                }
                Ok(())
            }
            Expr::Tuple(tuple) => tuple.elts.iter().try_for_each(|item| self.discard_index(item)),
            index => self.discard(index),
        }
    }

    /// Remember an annotation for the scope's `__annotate__`. A conditional one is noted when its statement runs.
    fn defer_annotation(&mut self, statement: &'t ast::StmtAnnAssign, span: Span) -> Result {
        let conditional = self.unit.kind == UnitKind::Module || self.unit.conditional_depth > 0;
        let index = conditional.then_some(self.unit.next_conditional);
        self.unit.deferred.push((statement, index));
        let Some(index) = index else { return Ok(()) };
        self.unit.next_conditional += 1;
        let mark = self.mark();
        let set = self.temp();
        self.load_conditional_set(set, span)?;
        let value = self.temp();
        self.load_const(value, Const::Int(index), span);
        self.emit(Op::SET_ADD, set, value, 0, span);
        self.drop_register(set, span);
        self.free_to(mark);
        Ok(())
    }

    /// The set of conditional annotations that have run.
    fn load_conditional_set(&mut self, destination: Reg, span: Span) -> Result {
        match self.unit.cell("__conditional_annotations__") {
            Some(cell) => {
                self.emit(Op::LOAD_CELL, destination, cell, 0, span);
                Ok(())
            }
            None => self.load_name(&Name::new_static("__conditional_annotations__"), destination, span),
        }
    }

    /// Make the empty set of conditional annotations, at the start of a module or class.
    pub(crate) fn begin_conditional_annotations(&mut self, span: Span) -> Result {
        if !self.scope().has_conditional_annotations || self.future_annotations {
            return Ok(());
        }
        let mark = self.mark();
        let set = self.temp();
        self.emit(Op::BUILD_SET, set, set, 0, span);
        match self.unit.cell("__conditional_annotations__") {
            Some(cell) => self.emit(Op::STORE_CELL, cell, set, 0, span),
            None => self.store_name(&Name::new_static("__conditional_annotations__"), set, span)?,
        }
        self.free_to(mark);
        Ok(())
    }

    /// The `__annotate__` function of a class or module, stored under its name there.
    pub(crate) fn deferred_annotations(&mut self, range: TextRange) -> Result {
        let deferred = std::mem::take(&mut self.unit.deferred);
        let Some(id) = self.scope().annotation_scope.filter(|_| !deferred.is_empty()) else { return Ok(()) };
        let span = Span::from(range);
        let in_class = self.unit.kind == UnitKind::Class;
        self.enter_annotations(id, "__annotate__", range)?;
        let dict = self.temp();
        self.emit(Op::BUILD_MAP, dict, dict, 0, span);
        for (statement, index) in deferred {
            let Expr::Name(target) = &*statement.target else { continue };
            let statement_span = Span::of(statement);
            let mark = self.mark();
            let not_set = self.label();
            if let Some(index) = index {
                let value = self.temp();
                self.load_const(value, Const::Int(index), statement_span);
                let set = self.temp();
                self.load_mangled(&Name::new_static("__conditional_annotations__"), set, statement_span)?;
                self.emit_jump(Op::JUMP_IF_CONTAINS, value, set, 0, not_set, statement_span);
                self.free_to(mark);
            }
            let value = self.operand(&statement.annotation)?;
            let key = self.temp();
            let name = self.mangled(&target.id);
            self.load_str(key, &name, statement_span);
            self.emit(Op::MAP_ADD, dict, key, value, span);
            self.bind(not_set);
            self.free_to(mark);
        }
        self.unit.rename_first_parameter("format");
        let code = self.leave_annotations(dict, range)?;
        if in_class {
            let mark = self.mark();
            let function = self.temp();
            self.make_closure(code, function, span)?;
            self.store_name(&Name::new_static("__annotate_func__"), function, span)?;
            self.free_to(mark);
        } else {
            self.fill_annotate_place(code);
        }
        Ok(())
    }

    /// A module's `__annotate__` exists from the beginning, though what is in it is only known at the end: two
    /// instructions are reserved for it at the start.
    pub(crate) fn reserve_annotate_place(&mut self, span: Span) -> Result {
        if self.scope().annotation_scope.is_none() || self.future_annotations {
            return Ok(());
        }
        let mark = self.mark();
        let function = self.temp();
        self.emit(Op::MAKE_FUNCTION, function, 0, 0, span);
        self.unit.code.instrs[0].dead = true;
        self.store_name(&Name::new_static("__annotate__"), function, span)?;
        self.unit.code.instrs[1].dead = true;
        self.free_to(mark);
        Ok(())
    }

    fn fill_annotate_place(&mut self, code: Code) {
        let at = self.unit.consts.add(Const::Code(std::sync::Arc::new(code)));
        if let [make, store, ..] = &mut self.unit.code.instrs[..]
            && make.op == Op::MAKE_FUNCTION
        {
            *make = Instr { b: (at & 0xff) as Reg, c: (at >> 8) as Reg, dead: false, ..*make };
            store.dead = false;
        }
    }

    // ---- type parameters ------------------------------------------------------------------------------------------

    /// Enter the function that makes the type parameters of something generic.
    pub(crate) fn enter_type_parameters(
        &mut self,
        parameters: &'t ast::TypeParams,
        name: &str,
        first_line: u32,
        arguments: Reg,
    ) -> Result {
        let Some(id) = self.table.of_node(parameters, Role::TypeParameters) else {
            return self.error(parameters.range, "type parameters without a scope");
        };
        let scope = self.table.scope(id);
        let mut unit = Unit::new(id, scope, UnitKind::Annotations, name, self.unit.class.clone());
        unit.qualname = self.qualified_name(name, false);
        unit.first_line = first_line;
        unit.positional = arguments;
        self.enter_unit(unit);
        Ok(())
    }

    /// `destination = ` the tuple of type parameters, each also stored under its name.
    pub(crate) fn type_parameters(&mut self, parameters: &'t ast::TypeParams, destination: Reg) -> Result {
        let mark = self.mark();
        let mut seen_default = false;
        let list = self.temp();
        self.emit(Op::BUILD_LIST, list, list, 0, Span::of(parameters));
        let count = parameters.type_params.len();
        let together = count <= 30;
        let first = self.mark();
        for parameter in &parameters.type_params {
            let span = Span::of(parameter);
            let name = parameter.name();
            let variable = self.temp();
            let inner = self.mark();
            self.load_str(variable, &name.id, span);
            let plain = match parameter {
                ast::TypeParam::TypeVar(typed) => match &typed.bound {
                    Some(bound) => {
                        let id = self.table.of_node(typed, Role::Bound);
                        self.lazy_value(id, &name.id, bound)?;
                        let constraints = bound.is_tuple_expr();
                        if constraints { Intrinsic::TypeVarWithConstraints } else { Intrinsic::TypeVarWithBound }
                    }
                    None => Intrinsic::TypeVar,
                },
                ast::TypeParam::TypeVarTuple(_) => Intrinsic::TypeVarTuple,
                ast::TypeParam::ParamSpec(_) => Intrinsic::ParamSpec,
            };
            self.emit(Op::INTRINSIC, variable, variable, plain as Reg, span);
            self.free_to(inner);
            if let Some(default) = parameter.default() {
                seen_default = true;
                let id = match parameter {
                    ast::TypeParam::TypeVar(typed) => self.table.of_node(typed, Role::Default),
                    ast::TypeParam::TypeVarTuple(typed) => self.table.of_node(typed, Role::Default),
                    ast::TypeParam::ParamSpec(typed) => self.table.of_node(typed, Role::Default),
                };
                self.lazy_value(id, &name.id, default)?;
                self.emit(Op::INTRINSIC, variable, variable, Intrinsic::SetTypeParamDefault as Reg, span);
                self.free_to(inner);
            } else if seen_default {
                let message = format!("non-default type parameter '{}' follows default type parameter", name.id);
                return self.error(parameter.range(), message);
            }
            let stored = self.temp();
            self.copy(stored, variable, span);
            self.store_name(&name.id, stored, span)?;
            self.free_to(inner);
            if !together {
                self.emit(Op::LIST_APPEND, list, variable, 0, span);
                self.free_to(first);
            }
        }
        let span = parameters.type_params.first().map_or(Span::NONE, Span::of);
        if together {
            self.emit(Op::BUILD_TUPLE, destination, first, count as Reg, span);
            self.drop_register(list, span);
        } else {
            self.emit(Op::LIST_TO_TUPLE, destination, list, 0, span);
        }
        self.free_to(mark);
        Ok(())
    }

    /// A function that computes `value` when asked, in a new temp.
    fn lazy_value(&mut self, id: Option<ScopeId>, name: &str, value: &'t Expr) -> Result {
        let span = Span::of(value);
        let Some(id) = id else { return self.error(value.range(), "type parameter without a scope") };
        let function = self.temp();
        self.enter_annotations(id, name, value.range())?;
        let result = match value {
            Expr::Starred(starred) => {
                let temp = self.operand_in_temp(&starred.value)?;
                self.emit(Op::UNPACK_SEQUENCE, temp, temp, 1, span);
                temp
            }
            value => self.operand(value)?,
        };
        let code = self.leave_annotations(result, value.range())?;
        self.make_lazy(code, function, span)
    }

    /// The function of a lazy value: its format is VALUE when it is called without one.
    fn make_lazy(&mut self, code: Code, function: Reg, span: Span) -> Result {
        self.make_closure(code, function, span)?;
        let mark = self.mark();
        let defaults = self.temp();
        self.load_const(defaults, Const::Tuple(vec![Const::Int(1)]), span);
        self.function_attribute(function, defaults, FunctionAttribute::Defaults, span);
        self.free_to(mark);
        Ok(())
    }

    // ---- type aliases ---------------------------------------------------------------------------------------------

    pub(crate) fn type_alias(&mut self, alias: &'t ast::StmtTypeAlias) -> Result {
        let mark = self.mark();
        let span = Span::of(alias);
        let Expr::Name(name) = &*alias.name else { return self.error(alias.range, "invalid type alias target") };
        let result = self.temp();
        match &alias.type_params {
            None => self.type_alias_object(alias, &name.id, None, result)?,
            Some(parameters) => {
                let first_line = self.source.line(alias.range.start());
                let scope_name = format!("<generic parameters of {}>", name.id);
                self.enter_type_parameters(parameters, &scope_name, first_line, 0)?;
                let value = self.temp();
                self.type_alias_object(alias, &name.id, Some(parameters), value)?;
                self.emit(Op::RETURN, value, 0, 0, span);
                self.set_flags(CodeFlags::default());
                let code = self.leave_unit()?;
                self.make_closure(code, result, span)?;
                self.call_without_arguments(result, result, span);
            }
        }
        self.store_name(&name.id, result, span)?;
        self.free_to(mark);
        Ok(())
    }

    fn type_alias_object(
        &mut self,
        alias: &'t ast::StmtTypeAlias,
        name: &Name,
        parameters: Option<&'t ast::TypeParams>,
        destination: Reg,
    ) -> Result {
        let span = Span::of(alias);
        let Some(id) = self.table.of_node(alias, Role::Body) else {
            return self.error(alias.range, "type alias without a scope");
        };
        let mark = self.mark();
        let first = self.unit.push_temps(3);
        self.load_const(first, string(name), span);
        match parameters {
            Some(parameters) => self.type_parameters(parameters, first + 1)?,
            None => self.load_none(first + 1, span),
        }
        self.enter_annotations(id, name, alias.range)?;
        let value = self.operand(&alias.value)?;
        let code = self.leave_annotations(value, alias.range)?;
        self.make_lazy(code, first + 2, span)?;
        self.emit(Op::BUILD_TUPLE, first, first, 3, span);
        self.emit(Op::INTRINSIC, destination, first, Intrinsic::TypeAlias as Reg, span);
        self.free_to(mark);
        Ok(())
    }
}
