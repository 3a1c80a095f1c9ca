//! From the parser's expressions to plain trees.

use taipan_bytecode::Const;
use taipan_syntax::ast::{self, Expr, InterpolatedStringElement as Element, Ranged, TextRange, TextSize};

use super::statements::{Reader, name};
use super::table::Kind;
use super::tree::{Item, Node, Place, list};

fn context(context: ast::ExprContext) -> Item {
    Node::sign(match context {
        ast::ExprContext::Store => Kind::Store,
        ast::ExprContext::Del => Kind::Del,
        ast::ExprContext::Load | ast::ExprContext::Invalid => Kind::Load,
    })
}

/// A conversion as Python numbers it.
fn conversion(field: &ast::InterpolatedElement) -> i64 {
    // `{x=}` alone shows the repr.
    if field.debug_text.is_some() && field.conversion == ast::ConversionFlag::None && field.format_spec.is_none() {
        return i64::from(b'r');
    }
    field.conversion as i64
}

/// The values of an f-string or template string: pieces of text that meet become one.
#[derive(Default)]
struct Pieces(Vec<Node>);

impl Pieces {
    fn text(&mut self, bytes: Vec<u8>, place: Place) {
        if bytes.is_empty() {
            return;
        }
        if let Some(last) = self.0.last_mut()
            && let (Kind::Constant, Some(Item::Const(Const::Str(before)))) = (last.kind, last.fields.first_mut())
        {
            *before = [&before[..], &bytes[..]].concat().into();
            last.place = last.place.to(place);
            return;
        }
        self.0.push(Node::text(bytes, place));
    }
}

impl Reader<'_> {
    pub(super) fn optional(&self, expr: Option<&Expr>) -> Item {
        expr.map(|expr| self.expr(expr)).into()
    }

    pub(super) fn operator(&self, operator: ast::Operator) -> Item {
        use ast::Operator as O;
        Node::sign(match operator {
            O::Add => Kind::Add,
            O::Sub => Kind::Sub,
            O::Mult => Kind::Mult,
            O::MatMult => Kind::MatMult,
            O::Div => Kind::Div,
            O::Mod => Kind::Mod,
            O::Pow => Kind::Pow,
            O::LShift => Kind::LShift,
            O::RShift => Kind::RShift,
            O::BitOr => Kind::BitOr,
            O::BitXor => Kind::BitXor,
            O::BitAnd => Kind::BitAnd,
            O::FloorDiv => Kind::FloorDiv,
        })
    }

    fn constant(&self, value: Const, kind: Item) -> (Kind, Vec<Item>) {
        (Kind::Constant, vec![Item::Const(value), kind])
    }

    fn generators(&self, generators: &[ast::Comprehension]) -> Item {
        list(generators.iter().map(|generator| {
            let fields = vec![
                self.expr(&generator.target).into(),
                self.expr(&generator.iter).into(),
                list(generator.ifs.iter().map(|test| self.expr(test))),
                Item::Int(i64::from(generator.is_async)),
            ];
            Node::new(Kind::comprehension, fields, Place::NONE)
        }))
    }

    pub(super) fn expr(&self, expr: &Expr) -> Node {
        let exprs = |exprs: &[Expr]| list(exprs.iter().map(|expr| self.expr(expr)));
        let (kind, fields) = match expr {
            Expr::BoolOp(expr) => {
                let op = Node::sign(if expr.op == ast::BoolOp::And { Kind::And } else { Kind::Or });
                (Kind::BoolOp, vec![op, exprs(&expr.values)])
            }
            Expr::Named(expr) => (Kind::NamedExpr, vec![self.expr(&expr.target).into(), self.expr(&expr.value).into()]),
            Expr::BinOp(expr) => {
                (Kind::BinOp, vec![self.expr(&expr.left).into(), self.operator(expr.op), self.expr(&expr.right).into()])
            }
            Expr::UnaryOp(expr) => {
                let op = match expr.op {
                    ast::UnaryOp::Invert => Kind::Invert,
                    ast::UnaryOp::Not => Kind::Not,
                    ast::UnaryOp::UAdd => Kind::UAdd,
                    ast::UnaryOp::USub => Kind::USub,
                };
                (Kind::UnaryOp, vec![Node::sign(op), self.expr(&expr.operand).into()])
            }
            Expr::Lambda(expr) => {
                let parameters = self.parameters(expr.parameters.as_deref());
                (Kind::Lambda, vec![parameters.into(), self.expr(&expr.body).into()])
            }
            Expr::If(expr) => (
                Kind::IfExp,
                vec![self.expr(&expr.test).into(), self.expr(&expr.body).into(), self.expr(&expr.orelse).into()],
            ),
            Expr::Dict(expr) => {
                let keys = expr.items.iter().map(|item| self.optional(item.key.as_ref())).collect();
                (Kind::Dict, vec![Item::List(keys), list(expr.items.iter().map(|item| self.expr(&item.value)))])
            }
            Expr::Set(expr) => (Kind::Set, vec![exprs(&expr.elts)]),
            Expr::ListComp(expr) => {
                (Kind::ListComp, vec![self.expr(&expr.elt).into(), self.generators(&expr.generators)])
            }
            Expr::SetComp(expr) => {
                (Kind::SetComp, vec![self.expr(&expr.elt).into(), self.generators(&expr.generators)])
            }
            Expr::DictComp(expr) => (
                Kind::DictComp,
                vec![
                    self.optional(expr.key.as_deref()),
                    self.expr(&expr.value).into(),
                    self.generators(&expr.generators),
                ],
            ),
            Expr::Generator(expr) => {
                (Kind::GeneratorExp, vec![self.expr(&expr.elt).into(), self.generators(&expr.generators)])
            }
            Expr::Await(expr) => (Kind::Await, vec![self.expr(&expr.value).into()]),
            Expr::Yield(expr) => (Kind::Yield, vec![self.optional(expr.value.as_deref())]),
            Expr::YieldFrom(expr) => (Kind::YieldFrom, vec![self.expr(&expr.value).into()]),
            Expr::Compare(expr) => {
                let ops = expr.ops.iter().map(|op| {
                    Node::sign(match op {
                        ast::CmpOp::Eq => Kind::Eq,
                        ast::CmpOp::NotEq => Kind::NotEq,
                        ast::CmpOp::Lt => Kind::Lt,
                        ast::CmpOp::LtE => Kind::LtE,
                        ast::CmpOp::Gt => Kind::Gt,
                        ast::CmpOp::GtE => Kind::GtE,
                        ast::CmpOp::Is => Kind::Is,
                        ast::CmpOp::IsNot => Kind::IsNot,
                        ast::CmpOp::In => Kind::In,
                        ast::CmpOp::NotIn => Kind::NotIn,
                    })
                });
                let fields = vec![self.expr(&expr.left).into(), Item::List(ops.collect()), exprs(&expr.comparators)];
                (Kind::Compare, fields)
            }
            Expr::Call(expr) => {
                let mut arguments = exprs(&expr.arguments.args);
                // A generator that is the only argument has the call's brackets for its own.
                if let ([Expr::Generator(only)], Item::List(items)) = (&*expr.arguments.args, &mut arguments)
                    && !only.parenthesized
                    && let Some(Item::Node(node)) = items.first_mut()
                {
                    node.place = self.place(expr.arguments.range);
                }
                (Kind::Call, vec![self.expr(&expr.func).into(), arguments, self.keywords(&expr.arguments.keywords)])
            }
            Expr::FString(string) => return self.f_string(string),
            Expr::TString(string) => {
                let mut pieces = Pieces::default();
                for part in &string.value {
                    self.elements(&part.elements, is_raw(part.flags.prefix()), true, &mut pieces);
                }
                (Kind::TemplateStr, vec![list(pieces.0)])
            }
            Expr::StringLiteral(string) => {
                let bytes: Vec<u8> = string.value.iter().flat_map(|part| self.literals.string_part(part)).collect();
                let kind = if string.value.is_unicode() { Item::Name("u".to_owned()) } else { Item::None };
                self.constant(Const::Str(bytes.into()), kind)
            }
            Expr::BytesLiteral(bytes) => {
                let bytes: Vec<u8> = bytes.value.iter().flat_map(|part| part.value.iter().copied()).collect();
                self.constant(Const::Bytes(bytes.into()), Item::None)
            }
            Expr::NumberLiteral(number) => {
                let value = match &number.value {
                    ast::Number::Int(value) => taipan_compiler::int_literal(value),
                    ast::Number::Float(value) => Const::Float(*value),
                    ast::Number::Complex { real, imag } => Const::Complex { real: *real, imag: *imag },
                };
                self.constant(value, Item::None)
            }
            Expr::BooleanLiteral(literal) => {
                self.constant(if literal.value { Const::True } else { Const::False }, Item::None)
            }
            Expr::NoneLiteral(_) => self.constant(Const::None, Item::None),
            Expr::EllipsisLiteral(_) | Expr::IpyEscapeCommand(_) => self.constant(Const::Ellipsis, Item::None),
            Expr::Attribute(expr) => {
                (Kind::Attribute, vec![self.expr(&expr.value).into(), name(&expr.attr), context(expr.ctx)])
            }
            Expr::Subscript(expr) => {
                (Kind::Subscript, vec![self.expr(&expr.value).into(), self.expr(&expr.slice).into(), context(expr.ctx)])
            }
            Expr::Starred(expr) => (Kind::Starred, vec![self.expr(&expr.value).into(), context(expr.ctx)]),
            Expr::Name(expr) => (Kind::Name, vec![Item::Name(expr.id.to_string()), context(expr.ctx)]),
            Expr::List(expr) => (Kind::List, vec![exprs(&expr.elts), context(expr.ctx)]),
            Expr::Tuple(expr) => (Kind::Tuple, vec![exprs(&expr.elts), context(expr.ctx)]),
            Expr::Slice(expr) => (
                Kind::Slice,
                vec![
                    self.optional(expr.lower.as_deref()),
                    self.optional(expr.upper.as_deref()),
                    self.optional(expr.step.as_deref()),
                ],
            ),
        };
        Node::new(kind, fields, self.place(expr.range()))
    }

    fn f_string(&self, string: &ast::ExprFString) -> Node {
        let mut pieces = Pieces::default();
        for part in &string.value {
            match part {
                ast::FStringPart::Literal(literal) => {
                    pieces.text(self.literals.string_part(literal), self.place(literal.range));
                }
                ast::FStringPart::FString(part) => {
                    let raw = matches!(part.flags.prefix(), ast::str_prefix::FStringPrefix::Raw { .. });
                    self.elements(&part.elements, raw, false, &mut pieces);
                }
            }
        }
        Node::new(Kind::JoinedStr, vec![list(pieces.0)], self.place(string.range))
    }

    fn elements(&self, elements: &ast::InterpolatedStringElements, raw: bool, template: bool, pieces: &mut Pieces) {
        for element in elements {
            match element {
                Element::Literal(text) => {
                    pieces.text(self.literals.interpolated(text, raw), self.place(text.range));
                }
                Element::Interpolation(field) => {
                    if let Some(text) = &field.debug_text {
                        let start = field.range.start() + TextSize::new(1);
                        let range = TextRange::at(start, TextSize::new(text.as_str().len() as u32));
                        pieces.text(self.literals.debug_text(text).into_bytes(), self.place(range));
                    }
                    pieces.0.push(self.field(field, raw, template));
                }
            }
        }
    }

    fn field(&self, field: &ast::InterpolatedElement, raw: bool, template: bool) -> Node {
        let spec = field.format_spec.as_deref().map(|spec| {
            let mut pieces = Pieces::default();
            self.elements(&spec.elements, raw, false, &mut pieces);
            // The colon belongs to it.
            let range = TextRange::new(spec.range.start() - TextSize::new(1), spec.range.end());
            Node::new(Kind::JoinedStr, vec![list(pieces.0)], self.place(range))
        });
        let value = self.expr(&field.expression).into();
        let place = self.place(field.range);
        if template {
            let text = self.literals.interpolation(field);
            let text = Item::Const(Const::Str(text.into_bytes().into()));
            let fields = vec![value, text, Item::Int(conversion(field)), spec.into()];
            return Node::new(Kind::Interpolation, fields, place);
        }
        Node::new(Kind::FormattedValue, vec![value, Item::Int(conversion(field)), spec.into()], place)
    }
}

fn is_raw(prefix: ast::str_prefix::TStringPrefix) -> bool {
    matches!(prefix, ast::str_prefix::TStringPrefix::Raw { .. })
}
