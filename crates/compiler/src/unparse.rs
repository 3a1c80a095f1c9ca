//! Expressions as text again: what `from __future__ import annotations` stores.
//!
//! The text is normal, not what was written: one space around operators, parentheses only where they are needed.

use taipan_syntax::ast::{
    self, BoolOp, CmpOp, Expr, InterpolatedStringElement as Element, InterpolatedStringElements, Number, UnaryOp,
};
use taipan_text::wtf8::decode_wtf8;

use crate::literals;
use crate::source::Source;

/// How tightly an operator binds. What binds looser than its place allows is put in parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Named,
    Tuple,
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    fn next(self) -> Level {
        match self {
            Level::Named => Level::Tuple,
            Level::Tuple => Level::Test,
            Level::Test => Level::Or,
            Level::Or => Level::And,
            Level::And => Level::Not,
            Level::Not => Level::Compare,
            Level::Compare => Level::BitOr,
            Level::BitOr => Level::BitXor,
            Level::BitXor => Level::BitAnd,
            Level::BitAnd => Level::Shift,
            Level::Shift => Level::Sum,
            Level::Sum => Level::Term,
            Level::Term => Level::Factor,
            Level::Factor => Level::Power,
            Level::Power => Level::Await,
            Level::Await | Level::Atom => Level::Atom,
        }
    }
}

/// The text of an expression.
pub(crate) fn expression(expression: &Expr, source: Source<'_>) -> String {
    let mut writer = Writer { out: String::new(), source };
    writer.expr(expression, Level::Tuple);
    writer.out
}

struct Writer<'a> {
    out: String,
    source: Source<'a>,
}

impl Writer<'_> {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Write in parentheses when `needed`.
    fn wrapped(&mut self, needed: bool, write: impl FnOnce(&mut Self)) {
        if needed {
            self.push("(");
        }
        write(self);
        if needed {
            self.push(")");
        }
    }

    fn separated<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                self.push(", ");
            }
            write(self, item);
        }
    }

    fn expr(&mut self, expression: &Expr, level: Level) {
        match expression {
            Expr::Named(named) => self.wrapped(level > Level::Named, |this| {
                this.expr(&named.target, Level::Atom);
                this.push(" := ");
                this.expr(&named.value, Level::Atom);
            }),
            Expr::BoolOp(operation) => {
                let (own, word) = if operation.op == BoolOp::And { (Level::And, " and ") } else { (Level::Or, " or ") };
                self.wrapped(level > own, |this| {
                    for (at, value) in operation.values.iter().enumerate() {
                        if at > 0 {
                            this.push(word);
                        }
                        this.expr(value, own.next());
                    }
                });
            }
            Expr::BinOp(operation) => {
                let own = operator_level(operation.op);
                let power = own == Level::Power;
                self.wrapped(level > own, |this| {
                    this.expr(&operation.left, if power { own.next() } else { own });
                    this.push(" ");
                    this.push(operation.op.as_str());
                    this.push(" ");
                    this.expr(&operation.right, if power { own } else { own.next() });
                });
            }
            Expr::UnaryOp(operation) => {
                let (own, word) = match operation.op {
                    UnaryOp::Not => (Level::Not, "not "),
                    UnaryOp::Invert => (Level::Factor, "~"),
                    UnaryOp::UAdd => (Level::Factor, "+"),
                    UnaryOp::USub => (Level::Factor, "-"),
                };
                self.wrapped(level > own, |this| {
                    this.push(word);
                    this.expr(&operation.operand, own);
                });
            }
            Expr::Lambda(lambda) => self.wrapped(level > Level::Test, |this| {
                this.push("lambda");
                if let Some(parameters) = lambda.parameters.as_deref().filter(|parameters| !parameters.is_empty()) {
                    this.push(" ");
                    this.parameters(parameters);
                }
                this.push(": ");
                this.expr(&lambda.body, Level::Test);
            }),
            Expr::If(conditional) => self.wrapped(level > Level::Test, |this| {
                this.expr(&conditional.body, Level::Or);
                this.push(" if ");
                this.expr(&conditional.test, Level::Or);
                this.push(" else ");
                this.expr(&conditional.orelse, Level::Test);
            }),
            Expr::Dict(dict) => {
                self.push("{");
                self.separated(&dict.items, |this, item| match &item.key {
                    Some(key) => {
                        this.expr(key, Level::Test);
                        this.push(": ");
                        this.expr(&item.value, Level::Test);
                    }
                    None => {
                        this.push("**");
                        this.expr(&item.value, Level::BitOr);
                    }
                });
                self.push("}");
            }
            Expr::Set(set) => {
                self.push("{");
                self.separated(&set.elts, |this, item| this.expr(item, Level::Test));
                self.push("}");
            }
            Expr::List(list) => {
                self.push("[");
                self.separated(&list.elts, |this, item| this.expr(item, Level::Test));
                self.push("]");
            }
            Expr::Tuple(tuple) => {
                if tuple.elts.is_empty() {
                    self.push("()");
                    return;
                }
                self.wrapped(level > Level::Tuple, |this| {
                    this.separated(&tuple.elts, |this, item| this.expr(item, Level::Test));
                    if tuple.elts.len() == 1 {
                        this.push(",");
                    }
                });
            }
            Expr::ListComp(list) => self.comprehension("[", "]", &list.elt, None, &list.generators),
            Expr::SetComp(set) => self.comprehension("{", "}", &set.elt, None, &set.generators),
            Expr::DictComp(dict) => {
                let (element, value) = match &dict.key {
                    Some(key) => (&**key, Some(&*dict.value)),
                    None => (&*dict.value, None),
                };
                self.comprehension("{", "}", element, value, &dict.generators);
            }
            Expr::Generator(generator) => self.comprehension("(", ")", &generator.elt, None, &generator.generators),
            Expr::Await(awaited) => self.wrapped(level > Level::Await, |this| {
                this.push("await ");
                this.expr(&awaited.value, Level::Atom);
            }),
            Expr::Yield(value) => {
                self.push("(yield");
                if let Some(value) = &value.value {
                    self.push(" ");
                    self.expr(value, Level::Tuple);
                }
                self.push(")");
            }
            Expr::YieldFrom(value) => {
                self.push("(yield from ");
                self.expr(&value.value, Level::Test);
                self.push(")");
            }
            Expr::Compare(compare) => self.wrapped(level > Level::Compare, |this| {
                this.expr(&compare.left, Level::BitOr);
                for (op, right) in compare.ops.iter().zip(&compare.comparators) {
                    this.push(" ");
                    this.push(compare_word(*op));
                    this.push(" ");
                    this.expr(right, Level::BitOr);
                }
            }),
            Expr::Call(call) => self.call(call),
            Expr::FString(string) => self.f_string(string),
            Expr::TString(string) => {
                // The text as written is as close as this needs to be.
                let text = self.source.slice(string.range).to_owned();
                self.push(&text);
            }
            Expr::StringLiteral(literal) => {
                let bytes = literals::string_bytes(&literal.value, self.source);
                if literal.value.is_unicode() {
                    self.push("u");
                }
                self.string_repr(&bytes);
            }
            Expr::BytesLiteral(literal) => {
                let text = taipan_text::repr::repr_bytes(&literals::bytes_literal(&literal.value));
                self.push(&text.units().to_string_lossy());
            }
            Expr::NumberLiteral(literal) => self.number(&literal.value),
            Expr::BooleanLiteral(literal) => self.push(if literal.value { "True" } else { "False" }),
            Expr::NoneLiteral(_) => self.push("None"),
            Expr::EllipsisLiteral(_) => self.push("..."),
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value, Level::Atom);
                // `1.real` would be a float.
                let is_int = matches!(
                    &*attribute.value,
                    Expr::NumberLiteral(ast::ExprNumberLiteral { value: Number::Int(_), .. })
                );
                self.push(if is_int { " ." } else { "." });
                self.push(&attribute.attr);
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value, Level::Atom);
                self.push("[");
                self.expr(&subscript.slice, Level::Tuple);
                self.push("]");
            }
            Expr::Starred(starred) => {
                self.push("*");
                self.expr(&starred.value, Level::BitOr);
            }
            Expr::Name(name) => self.push(&name.id),
            Expr::Slice(slice) => {
                if let Some(lower) = &slice.lower {
                    self.expr(lower, Level::Test);
                }
                self.push(":");
                if let Some(upper) = &slice.upper {
                    self.expr(upper, Level::Test);
                }
                if let Some(step) = &slice.step {
                    self.push(":");
                    self.expr(step, Level::Test);
                }
            }
            Expr::IpyEscapeCommand(_) => {}
        }
    }

    fn call(&mut self, call: &ast::ExprCall) {
        self.expr(&call.func, Level::Atom);
        let arguments = &call.arguments;
        if let ([only @ Expr::Generator(_)], []) = (&*arguments.args, &*arguments.keywords) {
            self.expr(only, Level::Atom);
            return;
        }
        self.push("(");
        self.separated(&arguments.args, |this, argument| this.expr(argument, Level::Test));
        for (at, keyword) in arguments.keywords.iter().enumerate() {
            if at > 0 || !arguments.args.is_empty() {
                self.push(", ");
            }
            match &keyword.arg {
                Some(name) => {
                    self.push(name);
                    self.push("=");
                    self.expr(&keyword.value, Level::Test);
                }
                None => {
                    self.push("**");
                    self.expr(&keyword.value, Level::BitOr);
                }
            }
        }
        self.push(")");
    }

    fn parameters(&mut self, parameters: &ast::Parameters) {
        let mut first = true;
        let mut comma = |this: &mut Self| {
            if !std::mem::take(&mut first) {
                this.push(", ");
            }
        };
        let with_default = |this: &mut Self, parameter: &ast::ParameterWithDefault| {
            this.push(&parameter.parameter.name);
            if let Some(default) = &parameter.default {
                this.push("=");
                this.expr(default, Level::Test);
            }
        };
        for parameter in &parameters.posonlyargs {
            comma(self);
            with_default(self, parameter);
        }
        if !parameters.posonlyargs.is_empty() {
            self.push(", /");
        }
        for parameter in &parameters.args {
            comma(self);
            with_default(self, parameter);
        }
        if parameters.vararg.is_some() || !parameters.kwonlyargs.is_empty() {
            comma(self);
            self.push("*");
            if let Some(parameter) = &parameters.vararg {
                self.push(&parameter.name);
            }
        }
        for parameter in &parameters.kwonlyargs {
            comma(self);
            with_default(self, parameter);
        }
        if let Some(parameter) = &parameters.kwarg {
            comma(self);
            self.push("**");
            self.push(&parameter.name);
        }
    }

    fn comprehension(
        &mut self,
        open: &str,
        close: &str,
        element: &Expr,
        value: Option<&Expr>,
        generators: &[ast::Comprehension],
    ) {
        self.push(open);
        self.expr(element, Level::Test);
        if let Some(value) = value {
            self.push(": ");
            self.expr(value, Level::Test);
        }
        for generator in generators {
            self.push(if generator.is_async { " async for " } else { " for " });
            self.expr(&generator.target, Level::Tuple);
            self.push(" in ");
            self.expr(&generator.iter, Level::Or);
            for test in &generator.ifs {
                self.push(" if ");
                self.expr(test, Level::Or);
            }
        }
        self.push(close);
    }

    fn string_repr(&mut self, bytes: &[u8]) {
        match decode_wtf8(bytes) {
            Some(text) => {
                let repr = taipan_text::repr::repr(text.units());
                self.push(&repr.units().to_string_lossy());
            }
            None => self.push("''"),
        }
    }

    fn number(&mut self, number: &Number) {
        match number {
            Number::Int(value) => match value.as_u64() {
                Some(value) => self.push(&value.to_string()),
                None => self.push(&value.to_string()),
            },
            Number::Float(value) => self.float(*value),
            Number::Complex { imag, .. } => {
                let text = float_repr(*imag);
                self.push(text.strip_suffix(".0").unwrap_or(&text));
                self.push("j");
            }
        }
    }

    fn float(&mut self, value: f64) {
        let text = float_repr(value);
        self.push(&text);
    }

    fn f_string(&mut self, string: &ast::ExprFString) {
        let mut body = String::new();
        for part in &string.value {
            match part {
                ast::FStringPart::Literal(text) => body.push_str(&escape_braces(text)),
                ast::FStringPart::FString(text) => self.interpolated(&text.elements, &mut body),
            }
        }
        self.push("f");
        self.string_repr(body.as_bytes());
    }

    fn interpolated(&mut self, elements: &InterpolatedStringElements, body: &mut String) {
        for element in elements {
            match element {
                Element::Literal(text) => body.push_str(&escape_braces(&text.value)),
                Element::Interpolation(field) => {
                    if let Some(text) = &field.debug_text {
                        body.push_str(&escape_braces(text.as_str()));
                    }
                    let mut inner = Writer { out: String::new(), source: self.source };
                    inner.expr(&field.expression, Level::Or);
                    body.push('{');
                    if inner.out.starts_with('{') {
                        body.push(' ');
                    }
                    body.push_str(&inner.out);
                    let conversion = match field.conversion.to_char() {
                        None if field.debug_text.is_some() && field.format_spec.is_none() => Some('r'),
                        conversion => conversion,
                    };
                    if let Some(conversion) = conversion {
                        body.push('!');
                        body.push(conversion);
                    }
                    if let Some(spec) = &field.format_spec {
                        body.push(':');
                        self.interpolated(&spec.elements, body);
                    }
                    body.push('}');
                }
            }
        }
    }
}

fn escape_braces(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn float_repr(value: f64) -> String {
    if value.is_infinite() { "1e309".to_owned() } else { taipan_numeric::float::repr(value) }
}

fn operator_level(operator: ast::Operator) -> Level {
    use ast::Operator as Op;
    match operator {
        Op::Add | Op::Sub => Level::Sum,
        Op::Mult | Op::MatMult | Op::Div | Op::Mod | Op::FloorDiv => Level::Term,
        Op::LShift | Op::RShift => Level::Shift,
        Op::BitOr => Level::BitOr,
        Op::BitXor => Level::BitXor,
        Op::BitAnd => Level::BitAnd,
        Op::Pow => Level::Power,
    }
}

fn compare_word(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => "==",
        CmpOp::NotEq => "!=",
        CmpOp::Lt => "<",
        CmpOp::LtE => "<=",
        CmpOp::Gt => ">",
        CmpOp::GtE => ">=",
        CmpOp::Is => "is",
        CmpOp::IsNot => "is not",
        CmpOp::In => "in",
        CmpOp::NotIn => "not in",
    }
}
