//! Class definitions: the body as a function of its namespace, and the call that makes the class.

use taipan_bytecode::{Code, CodeFlags, Const, Immediate, Intrinsic, Op};
use taipan_syntax::ast::name::Name;
use taipan_syntax::ast::{self, Expr, Stmt, TextRange};

use crate::compiler::{Compiler, Result, string};
use crate::docstring;
use crate::emit::Reg;
use crate::scope::Role;
use crate::source::Span;
use crate::unit::{Unit, UnitKind};

const TYPE_PARAMS: Name = Name::new_static(".type_params");
const GENERIC_BASE: Name = Name::new_static(".generic_base");

impl<'t> Compiler<'t> {
    pub(crate) fn class_def(&mut self, class: &'t ast::StmtClassDef) -> Result {
        let mark = self.mark();
        let (range, first_line) = self.definition(class.range, &class.decorator_list);
        let span = Span::from(range);
        let value = self.load_decorators(&class.decorator_list)?;
        match &class.type_params {
            None => self.class_object(class, value, None, range, first_line)?,
            Some(parameters) => {
                let name = format!("<generic parameters of {}>", class.name);
                self.enter_type_parameters(parameters, &name, first_line, 0)?;
                self.unit.class = Some(class.name.id.clone());
                let tuple = self.temp();
                self.type_parameters(parameters, tuple)?;
                self.store_mangled(&TYPE_PARAMS, tuple, span)?;
                self.free_to(tuple);
                let result = self.temp();
                self.class_object(class, result, Some(&GENERIC_BASE), range, first_line)?;
                self.emit(Op::RETURN, result, 0, 0, span);
                self.set_flags(CodeFlags::default());
                let code = self.leave_unit()?;
                self.make_closure(code, value, span)?;
                self.call_without_arguments(value, value, span);
            }
        }
        let value = self.apply_decorators(&class.decorator_list, value);
        self.store_name(&class.name.id, value, span)?;
        self.free_to(mark);
        Ok(())
    }

    /// `base = __build_class__(body, name, *bases, **keywords)`, base being the topmost temp.
    fn class_object(
        &mut self,
        class: &'t ast::StmtClassDef,
        base: Reg,
        injected: Option<&Name>,
        range: TextRange,
        first_line: u32,
    ) -> Result {
        let span = Span::from(range);
        let mark = self.mark();
        let code = self.class_code(class, first_line)?;
        self.emit(Op::LOAD_BUILD_CLASS, base, 0, 0, span);
        self.call_header();
        let body = self.temp();
        self.make_closure(code, body, span)?;
        let name = self.temp();
        self.load_const(name, string(&class.name.id), span);
        if let Some(injected) = injected {
            let parameters = self.temp();
            self.load_mangled(&TYPE_PARAMS, parameters, span)?;
            self.emit(Op::INTRINSIC, parameters, parameters, Intrinsic::SubscriptGeneric as Reg, span);
            self.store_mangled(injected, parameters, span)?;
            self.free_to(parameters);
        }
        self.class_call(base, class.arguments.as_deref(), injected, range)?;
        self.free_to(mark);
        Ok(())
    }

    fn class_code(&mut self, class: &'t ast::StmtClassDef, first_line: u32) -> Result<Code> {
        let Some(id) = self.table.of_node(class, Role::Body) else {
            return self.error(class.range, "class without a scope");
        };
        let scope = self.table.scope(id);
        let mut unit = Unit::new(id, scope, UnitKind::Class, &class.name.id, Some(class.name.id.clone()));
        unit.qualname = self.qualified_name(&class.name.id, true);
        unit.first_line = first_line;
        unit.in_finally = self.unit.in_finally;
        let qualname = unit.qualname.clone();
        self.enter_unit(unit);
        // What precedes the body stands at the class's first line, without a column.
        let line_start = self.source.line_start(first_line);
        let here = TextRange::empty(line_start);
        let span = Span::from(here);

        let temp = self.temp();
        self.load_name(&Name::new_static("__name__"), temp, span)?;
        self.store_name(&Name::new_static("__module__"), temp, span)?;
        self.load_const(temp, string(&qualname), span);
        self.store_name(&Name::new_static("__qualname__"), temp, span)?;
        self.load_const(temp, Const::Int(i64::from(first_line)), span);
        self.store_name(&Name::new_static("__firstlineno__"), temp, span)?;
        if class.type_params.is_some() {
            self.load_mangled(&TYPE_PARAMS, temp, span)?;
            self.store_name(&Name::new_static("__type_params__"), temp, span)?;
        }
        if let Some(cell) = self.unit.cell("__classdict__") {
            self.emit(Op::LOAD_LOCALS, temp, 0, 0, span);
            self.emit(Op::STORE_CELL, cell, temp, 0, span);
        }
        self.free_to(temp);
        self.begin_conditional_annotations(span)?;
        self.namespace_body(&class.body, false)?;
        if !self.future_annotations {
            self.deferred_annotations(here)?;
        }

        let temp = self.temp();
        let attributes = self.unit.sorted_static_attributes();
        let attributes = attributes.iter().map(|name| string(name)).collect();
        self.load_const(temp, Const::Tuple(attributes), Span::NONE);
        self.store_name(&Name::new_static("__static_attributes__"), temp, Span::NONE)?;
        if let Some(cell) = self.unit.cell("__classdict__") {
            self.copy(temp, cell, Span::NONE);
            self.store_name(&Name::new_static("__classdictcell__"), temp, Span::NONE)?;
        }
        match self.unit.cell("__class__") {
            Some(cell) => {
                self.copy(temp, cell, Span::NONE);
                self.store_name(&Name::new_static("__classcell__"), temp, Span::NONE)?;
                self.copy(temp, cell, Span::NONE);
                self.emit(Op::RETURN, temp, 0, 0, Span::NONE);
            }
            None => self.emit(Op::RETURN_IMMEDIATE, Immediate::None as Reg, 0, 0, Span::NONE),
        }
        self.free_to(temp);
        self.set_flags(CodeFlags::default());
        self.leave_unit()
    }

    /// The statements of a module or class, with its docstring stored as `__doc__`.
    pub(crate) fn namespace_body(&mut self, body: &'t [Stmt], interactive: bool) -> Result {
        let scope = self.scope();
        if self.future_annotations && scope.annotations_used {
            self.emit(Op::SETUP_ANNOTATIONS, 0, 0, 0, Span::NONE);
        }
        let mut body = body;
        if scope.has_docstring
            && !interactive
            && let Some((Stmt::Expr(first), rest)) = body.split_first()
            && let Expr::StringLiteral(text) = &*first.value
        {
            let mark = self.mark();
            let temp = self.temp();
            self.load_const(temp, docstring::clean(text, self.source), Span::of(&*first.value));
            self.store_name(&Name::new_static("__doc__"), temp, Span::NONE)?;
            self.free_to(mark);
            body = rest;
        }
        self.body(body)
    }
}
