//! Warnings about code that is surely a mistake: comparing identity with a literal, calling or indexing one.

use taipan_syntax::ast::{self, CmpOp, Expr, Number, Ranged};

use crate::compiler::Compiler;

/// The name of the type a display or literal makes.
fn type_name(expression: &Expr) -> Option<&'static str> {
    Some(match expression {
        Expr::Tuple(_) => "tuple",
        Expr::List(_) | Expr::ListComp(_) => "list",
        Expr::Dict(_) | Expr::DictComp(_) => "dict",
        Expr::Set(_) | Expr::SetComp(_) => "set",
        Expr::Generator(_) => "generator",
        Expr::Lambda(_) => "function",
        Expr::TString(_) => "string.templatelib.Template",
        Expr::FString(_) | Expr::StringLiteral(_) => "str",
        Expr::BytesLiteral(_) => "bytes",
        Expr::NumberLiteral(literal) => match literal.value {
            Number::Int(_) => "int",
            Number::Float(_) => "float",
            Number::Complex { .. } => "complex",
        },
        Expr::BooleanLiteral(_) => "bool",
        Expr::NoneLiteral(_) => "NoneType",
        Expr::EllipsisLiteral(_) => "ellipsis",
        _ => return None,
    })
}

/// A literal other than the singletons, which may be compared by identity.
fn is_plain_literal(expression: &Expr) -> bool {
    match expression {
        Expr::Tuple(tuple) => tuple.elts.iter().all(Expr::is_literal_expr),
        Expr::BooleanLiteral(_) | Expr::NoneLiteral(_) | Expr::EllipsisLiteral(_) => false,
        expression => expression.is_literal_expr(),
    }
}

impl Compiler<'_> {
    pub(crate) fn check_identity(&mut self, compare: &ast::ExprCompare) {
        let mut left = &*compare.left;
        for (op, right) in compare.ops.iter().zip(&compare.comparators) {
            if matches!(op, CmpOp::Is | CmpOp::IsNot) {
                let literal = [left, right].into_iter().find(|side| is_plain_literal(side));
                if let Some(name) = literal.and_then(type_name) {
                    let (word, better) = if *op == CmpOp::Is { ("is", "==") } else { ("is not", "!=") };
                    let message = format!("\"{word}\" with '{name}' literal. Did you mean \"{better}\"?");
                    self.warn(compare.range, message);
                    return;
                }
            }
            left = right;
        }
    }

    pub(crate) fn check_caller(&mut self, function: &Expr) {
        if function.is_lambda_expr() {
            return;
        }
        if let Some(name) = type_name(function) {
            let message = format!("'{name}' object is not callable; perhaps you missed a comma?");
            self.warn(function.range(), message);
        }
    }

    pub(crate) fn check_subscript(&mut self, subscript: &ast::ExprSubscript) {
        let value = &*subscript.value;
        let refuses = matches!(
            value,
            Expr::NumberLiteral(_)
                | Expr::NoneLiteral(_)
                | Expr::EllipsisLiteral(_)
                | Expr::BooleanLiteral(_)
                | Expr::Set(_)
                | Expr::SetComp(_)
                | Expr::Generator(_)
                | Expr::Lambda(_)
                | Expr::TString(_)
        );
        if refuses {
            if let Some(name) = type_name(value) {
                let message = format!("'{name}' object is not subscriptable; perhaps you missed a comma?");
                self.warn(value.range(), message);
            }
            return;
        }
        let wants_int = matches!(
            value,
            Expr::StringLiteral(_)
                | Expr::BytesLiteral(_)
                | Expr::Tuple(_)
                | Expr::List(_)
                | Expr::ListComp(_)
                | Expr::FString(_)
        );
        let Some(index) = type_name(&subscript.slice).filter(|name| wants_int && !matches!(*name, "int" | "bool"))
        else {
            return;
        };
        if let Some(name) = type_name(value) {
            let message =
                format!("{name} indices must be integers or slices, not {index}; perhaps you missed a comma?");
            self.warn(value.range(), message);
        }
    }
}
