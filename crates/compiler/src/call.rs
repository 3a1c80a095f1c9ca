//! Calls: the callee and its arguments go straight to where the callee's frame will find them.
//!
//! A call's base register holds the callee, three more are the new frame's header, and the arguments follow. A method
//! call keeps a fourth for `self`.

use taipan_bytecode::{CALL_EX_MAPPING, Const, Op};
use taipan_syntax::ast::name::Name;
use taipan_syntax::ast::{self, Expr, Keyword, TextRange};

use crate::compiler::{Compiler, Result, string};
use crate::emit::{Reg, is_temp};
use crate::scope::{Resolution, flag};
use crate::source::Span;

/// More arguments than this go through a list.
const MANY: usize = 30;

impl<'t> Compiler<'t> {
    /// A base register for a call: `destination` itself when it is the topmost temp.
    pub(crate) fn call_base(&mut self, destination: Reg) -> Reg {
        if is_temp(destination) && destination + 1 == self.mark() { destination } else { self.temp() }
    }

    /// Make room for the header above `base`, which is the topmost temp.
    pub(crate) fn call_header(&mut self) {
        self.unit.push_temps(3);
    }

    /// Keep one register above the last argument free.
    fn call_spare(&mut self) {
        self.temp();
    }

    pub(crate) fn call(&mut self, call: &'t ast::ExprCall, destination: Reg) -> Result {
        let arguments = &call.arguments;
        self.check_keywords(&arguments.keywords)?;
        if self.unit.is_crowded() && spillable(arguments) {
            return self.spilled_call(call, destination);
        }
        let only_generator = only_generator(arguments);
        if let Expr::Attribute(method) = &*call.func
            && self.is_method_call(method, arguments)
        {
            return self.method_call(call, method, only_generator, destination);
        }
        self.check_caller(&call.func);
        let base = self.call_base(destination);
        self.expr_to(&call.func, base)?;
        self.call_header();
        self.generator_range = only_generator;
        self.arguments(base, destination, &arguments.args, &arguments.keywords, Span::of(call))
    }

    fn check_keywords(&self, keywords: &[Keyword]) -> Result {
        for (at, keyword) in keywords.iter().enumerate() {
            let Some(name) = &keyword.arg else { continue };
            let repeated =
                keywords[at + 1..].iter().find(|other| other.arg.as_ref().is_some_and(|other| other.id == name.id));
            if let Some(other) = repeated {
                return self.error(other.range, format!("keyword argument repeated: {name}"));
            }
        }
        Ok(())
    }

    /// The arguments after the callee in `base` and its header, and the call.
    fn arguments(
        &mut self,
        base: Reg,
        destination: Reg,
        positional: &'t [Expr],
        keywords: &'t [Keyword],
        span: Span,
    ) -> Result {
        if !self.are_plain(positional, keywords) {
            return self.call_ex(base, destination, 0, positional, None, keywords, span);
        }
        self.plain_arguments(positional, keywords)?;
        let count = (positional.len() + keywords.len()) as Reg;
        self.call_spare();
        if keywords.is_empty() {
            self.emit(Op::CALL, destination, base, count, span);
        } else {
            let names = self.keyword_names(keywords);
            self.emit_word(Op::CALL_KW, destination, base, count, names, span);
        }
        Ok(())
    }

    /// Few arguments and no unpacking.
    fn are_plain(&self, positional: &[Expr], keywords: &[Keyword]) -> bool {
        positional.len() + 2 * keywords.len() <= MANY
            && self.unit.has_room(positional.len() + keywords.len())
            && !positional.iter().any(Expr::is_starred_expr)
            && keywords.iter().all(|keyword| keyword.arg.is_some())
    }

    fn plain_arguments(&mut self, positional: &'t [Expr], keywords: &'t [Keyword]) -> Result {
        for argument in positional.iter().chain(keywords.iter().map(|keyword| &keyword.value)) {
            self.operand_in_temp(argument)?;
        }
        Ok(())
    }

    fn keyword_names(&mut self, keywords: &[Keyword]) -> u32 {
        let names = keywords.iter().filter_map(|keyword| keyword.arg.as_ref());
        let names = names.map(|name| string(&name.id)).collect();
        self.unit.consts.add(Const::Tuple(names))
    }

    /// A call so deep inside others that temps run out: the callee and the arguments wait in a list until all are there.
    fn spilled_call(&mut self, call: &'t ast::ExprCall, destination: Reg) -> Result {
        let span = Span::of(call);
        let arguments = &call.arguments;
        let work = self.work_register(destination);
        let (list, own) = match self.unit.spill {
            Some(list) => (list, false),
            None => {
                let list = self.temp();
                self.emit(Op::BUILD_LIST, list, list, 0, span);
                self.unit.spill = Some(list);
                (list, true)
            }
        };
        let keywords = arguments.keywords.iter().map(|keyword| &keyword.value);
        let mut count = 0;
        for value in std::iter::once(&*call.func).chain(&arguments.args).chain(keywords) {
            let value = self.operand_or(value, work, &[])?;
            self.emit(Op::LIST_APPEND, list, value, 0, span);
            count += 1;
        }
        let base = self.temp();
        self.call_header();
        for at in 0..count {
            let target = if at == 0 { base } else { self.temp() };
            self.copy(target, list, span);
            let index = (at - count) as i8;
            self.emit(Op::LOAD_SUBSCR_IMM, target, target, Reg::from(index as u8), span);
        }
        self.call_spare();
        let used = self.unit.push_temps(2);
        self.copy(used, list, span);
        let tail = Const::Slice(Box::new([Const::Int(i64::from(-count)), Const::None, Const::None]));
        self.load_const(used + 1, tail, span);
        self.emit(Op::DELETE_SUBSCR, used, used + 1, 0, span);
        self.free_to(used);
        let count = (count - 1) as Reg;
        if arguments.keywords.is_empty() {
            self.emit(Op::CALL, base, base, count, span);
        } else {
            let names = self.keyword_names(&arguments.keywords);
            self.emit_word(Op::CALL_KW, base, base, count, names, span);
        }
        if own {
            self.unit.spill = None;
            self.drop_register(list, span);
        }
        self.transfer(destination, base, span);
        Ok(())
    }

    // ---- methods --------------------------------------------------------------------------------------------------

    fn is_method_call(&self, method: &ast::ExprAttribute, arguments: &ast::Arguments) -> bool {
        // A module's attribute is no method: there the plain form is the faster one.
        if let Expr::Name(name) = &*method.value
            && self.table.scope(self.table.top()).symbols.flags(&name.id) & flag::IMPORT != 0
        {
            return false;
        }
        let keywords = arguments.keywords.len();
        arguments.args.len() + keywords + usize::from(keywords > 0) < MANY
            && self.are_plain(&arguments.args, &arguments.keywords)
    }

    fn method_call(
        &mut self,
        call: &'t ast::ExprCall,
        method: &'t ast::ExprAttribute,
        only_generator: Option<TextRange>,
        destination: Reg,
    ) -> Result {
        let base = self.call_base(destination);
        let span = Span::of(method);
        let name = self.attribute_name(&method.attr.id);
        if let Some(super_call) = self.super_call(method) {
            // The class, self and the global `super` itself stand where the header will be.
            self.unit.push_temps(2);
            self.super_operands(super_call, base)?;
            self.temp();
            let implicit = Reg::from(super_call.arguments.args.is_empty());
            self.emit_word(Op::LOAD_SUPER_METHOD, base, base, implicit, name, span);
        } else {
            let object = self.operand_or(&method.value, base, &[])?;
            self.call_header();
            let span = self.attribute_span(method, span);
            self.emit_word(Op::LOAD_METHOD, base, object, 0, name, span);
        }
        // Self.
        self.temp();
        let arguments = &call.arguments;
        self.generator_range = only_generator;
        self.plain_arguments(&arguments.args, &arguments.keywords)?;
        let count = (arguments.args.len() + arguments.keywords.len()) as Reg;
        self.call_spare();
        let span = self.attribute_span(method, Span::of(call));
        if arguments.keywords.is_empty() {
            self.emit(Op::CALL_METHOD, destination, base, count, span);
        } else {
            let names = self.keyword_names(&arguments.keywords);
            self.emit_word(Op::CALL_METHOD_KW, destination, base, count, names, span);
        }
        Ok(())
    }

    // ---- super ----------------------------------------------------------------------------------------------------

    /// The call in `super().x` or `super(a, b).x`, when `super` is not visibly something else.
    fn super_call(&self, attribute: &'t ast::ExprAttribute) -> Option<&'t ast::ExprCall> {
        let Expr::Call(call) = &*attribute.value else { return None };
        let Expr::Name(function) = &*call.func else { return None };
        if function.id.as_str() != "super"
            || attribute.attr.as_str() == "__class__"
            || !call.arguments.keywords.is_empty()
        {
            return None;
        }
        let scope = self.scope();
        if scope.resolution("super") != Resolution::GlobalImplicit
            || self.table.scope(self.table.top()).resolution("super") != Resolution::Unknown
        {
            return None;
        }
        match &*call.arguments.args {
            [first, second] if !first.is_starred_expr() && !second.is_starred_expr() => Some(call),
            [] if self.unit.first_parameter(scope).is_some() && scope.resolution("__class__") == Resolution::Free => {
                Some(call)
            }
            _ => None,
        }
    }

    /// The class to `first`, self to the next and the global `super` to the one after; the first two temps are there.
    fn super_operands(&mut self, call: &'t ast::ExprCall, first: Reg) -> Result {
        let span = Span::of(call);
        if let Expr::Name(function) = &*call.func {
            self.load_name(&function.id, first + 2, Span::of(function))?;
        }
        match &*call.arguments.args {
            [class, object] => {
                self.expr_to(class, first)?;
                self.expr_to(object, first + 1)?;
            }
            _ => {
                self.load_mangled(&Name::new_static("__class__"), first, span)?;
                if let Some(parameter) = self.unit.first_parameter(self.scope()) {
                    self.load_mangled(parameter, first + 1, span)?;
                }
            }
        }
        Ok(())
    }

    /// `super().x` as a value; false when it is an ordinary attribute.
    pub(crate) fn super_attribute(&mut self, attribute: &'t ast::ExprAttribute, destination: Reg) -> Result<bool> {
        let Some(call) = self.super_call(attribute) else { return Ok(false) };
        let first = self.unit.push_temps(3);
        self.super_operands(call, first)?;
        let name = self.attribute_name(&attribute.attr.id);
        let implicit = Reg::from(call.arguments.args.is_empty());
        self.emit_word(Op::LOAD_SUPER_ATTR, destination, first, implicit, name, Span::of(attribute));
        Ok(true)
    }

    // ---- unpacking ------------------------------------------------------------------------------------------------

    /// A call through a tuple and a dict. `pushed` arguments are in place already; `injected` is one more at the end.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn call_ex(
        &mut self,
        base: Reg,
        destination: Reg,
        pushed: Reg,
        positional: &'t [Expr],
        injected: Option<&Name>,
        keywords: &'t [Keyword],
        span: Span,
    ) -> Result {
        let arguments = base + 4;
        if pushed == 0 {
            let temp = self.temp();
            debug_assert_eq!(temp, arguments);
        }
        match positional {
            [Expr::Starred(only)] if pushed == 0 && injected.is_none() => self.expr_to(&only.value, arguments)?,
            _ => {
                if pushed > 0 {
                    self.free_to(arguments + 1);
                }
                self.emit(Op::BUILD_LIST, arguments, arguments, pushed, span);
                self.extend_list(arguments, positional, true, span)?;
                if let Some(name) = injected {
                    let mark = self.mark();
                    let temp = self.temp();
                    self.load_mangled(name, temp, span)?;
                    self.emit(Op::LIST_APPEND, arguments, temp, 0, span);
                    self.free_to(mark);
                }
                self.emit(Op::LIST_TO_TUPLE, arguments, arguments, 0, span);
            }
        }
        let dict = self.temp();
        let mut form = 0;
        match keywords {
            [] => self.load_none(dict, span),
            [only] if only.arg.is_none() => {
                self.expr_to(&only.value, dict)?;
                form = Reg::from(CALL_EX_MAPPING);
            }
            _ => self.keyword_dict(base, dict, keywords, span)?,
        }
        self.call_spare();
        self.emit(Op::CALL_EX, destination, base, form, span);
        Ok(())
    }

    /// Append each of `items` to the list. A call is named in the complaint about its only argument.
    pub(crate) fn extend_list(&mut self, list: Reg, items: &'t [Expr], for_call: bool, span: Span) -> Result {
        for item in items {
            let mark = self.mark();
            match item {
                Expr::Starred(starred) => {
                    let value = self.operand(&starred.value)?;
                    self.emit(Op::LIST_EXTEND, list, value, Reg::from(for_call && items.len() == 1), span);
                }
                item => {
                    let value = self.operand(item)?;
                    self.emit(Op::LIST_APPEND, list, value, 0, span);
                }
            }
            self.free_to(mark);
        }
        Ok(())
    }

    fn keyword_dict(&mut self, base: Reg, dict: Reg, keywords: &'t [Keyword], span: Span) -> Result {
        let mut have_dict = false;
        let mut at = 0;
        while at < keywords.len() {
            let mark = self.mark();
            if keywords[at].arg.is_none() {
                if !have_dict {
                    self.emit(Op::BUILD_MAP, dict, dict, 0, span);
                }
                let value = self.operand(&keywords[at].value)?;
                self.emit(Op::DICT_MERGE, dict, value, base, span);
                at += 1;
            } else {
                let rest = &keywords[at..];
                let named = rest.iter().take_while(|keyword| keyword.arg.is_some()).count();
                let target = if have_dict { self.temp() } else { dict };
                self.keyword_pairs(target, &rest[..named], span)?;
                if have_dict {
                    self.emit(Op::DICT_MERGE, dict, target, base, span);
                }
                at += named;
            }
            have_dict = true;
            self.free_to(mark);
        }
        Ok(())
    }

    fn keyword_pairs(&mut self, dict: Reg, keywords: &'t [Keyword], span: Span) -> Result {
        let mark = self.mark();
        let big = keywords.len() * 2 > MANY || !self.unit.has_room(keywords.len() * 2);
        if big {
            self.emit(Op::BUILD_MAP, dict, dict, 0, span);
        }
        let first = self.mark();
        for keyword in keywords {
            let key = self.temp();
            if let Some(name) = &keyword.arg {
                self.load_str(key, &name.id, span);
            }
            let value = self.operand_in_temp(&keyword.value)?;
            if big {
                self.emit(Op::MAP_ADD, dict, key, value, span);
                self.free_to(mark);
            }
        }
        if !big {
            self.emit(Op::BUILD_MAP, dict, first, keywords.len() as Reg, span);
            self.free_to(mark);
        }
        Ok(())
    }

    /// `base(first two arguments already there, *bases, injected, **keywords)`: how a class is built.
    pub(crate) fn class_call(
        &mut self,
        base: Reg,
        arguments: Option<&'t ast::Arguments>,
        injected: Option<&Name>,
        range: TextRange,
    ) -> Result {
        let span = Span::from(range);
        let (positional, keywords): (&[Expr], &[Keyword]) = match arguments {
            Some(arguments) => (&arguments.args, &arguments.keywords),
            None => (&[], &[]),
        };
        self.check_keywords(keywords)?;
        if !self.are_plain(positional, keywords) {
            return self.call_ex(base, base, 2, positional, injected, keywords, span);
        }
        for argument in positional {
            self.operand_in_temp(argument)?;
        }
        let mut count = 2 + positional.len() + keywords.len();
        if let Some(name) = injected {
            let temp = self.temp();
            self.load_mangled(name, temp, span)?;
            count += 1;
        }
        for keyword in keywords {
            self.operand_in_temp(&keyword.value)?;
        }
        self.call_spare();
        if keywords.is_empty() {
            self.emit(Op::CALL, base, base, count as Reg, span);
        } else {
            let names = self.keyword_names(keywords);
            self.emit_word(Op::CALL_KW, base, base, count as Reg, names, span);
        }
        Ok(())
    }

    /// `destination = base()` for a callee in `base`, the topmost temp.
    pub(crate) fn call_without_arguments(&mut self, base: Reg, destination: Reg, span: Span) {
        let mark = self.mark();
        self.call_header();
        self.call_spare();
        self.emit(Op::CALL, destination, base, 0, span);
        self.free_to(mark);
    }
}

/// The parentheses of a call that are also those of its one argument, a generator expression.
pub(crate) fn only_generator(arguments: &ast::Arguments) -> Option<TextRange> {
    match (&*arguments.args, &*arguments.keywords) {
        ([Expr::Generator(generator)], []) if !generator.parenthesized => Some(arguments.range),
        _ => None,
    }
}

/// Whether a call's arguments can wait in a list: plain ones, with an expression among them that needs temps.
fn spillable(arguments: &ast::Arguments) -> bool {
    let values = || arguments.args.iter().chain(arguments.keywords.iter().map(|keyword| &keyword.value));
    arguments.args.len() + arguments.keywords.len() <= MANY
        && !arguments.args.iter().any(Expr::is_starred_expr)
        && arguments.keywords.iter().all(|keyword| keyword.arg.is_some())
        && values().any(|value| !value.is_name_expr() && !value.is_literal_expr())
}
