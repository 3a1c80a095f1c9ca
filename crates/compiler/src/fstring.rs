//! f-strings and t-strings.

use std::borrow::Cow;

use taipan_bytecode::{Const, FORMAT_HAS_SPEC, Op};
use taipan_syntax::ast::{self, ConversionFlag, InterpolatedStringElement as Element};

use crate::compiler::{Compiler, Result, string};
use crate::emit::Reg;
use crate::literals;
use crate::source::{Source, Span};

/// More pieces than this are joined from a list.
const MANY: usize = 30;

/// A piece of an f-string: adjacent texts are one.
pub(crate) enum Piece<'t> {
    Text(Vec<u8>, Span),
    Field(&'t ast::InterpolatedElement),
    /// A value of `'...' % (...)`: its conversion and format.
    Value(&'t ast::Expr, Reg, Option<String>),
}

struct Pieces<'t>(Vec<Piece<'t>>);

impl<'t> Pieces<'t> {
    fn text(&mut self, bytes: Vec<u8>, span: Span) {
        if bytes.is_empty() {
            return;
        }
        if let Some(Piece::Text(text, whole)) = self.0.last_mut() {
            text.extend(bytes);
            *whole = Span::new(whole.start(), span.end());
        } else {
            self.0.push(Piece::Text(bytes, span));
        }
    }
}

fn conversion_code(conversion: ConversionFlag) -> Reg {
    match conversion {
        ConversionFlag::None => 0,
        ConversionFlag::Str => 1,
        ConversionFlag::Repr => 2,
        ConversionFlag::Ascii => 3,
    }
}

/// `{x=}` without a conversion or format shows the repr.
fn effective_conversion(field: &ast::InterpolatedElement) -> ConversionFlag {
    if field.debug_text.is_some() && field.conversion == ConversionFlag::None && field.format_spec.is_none() {
        ConversionFlag::Repr
    } else {
        field.conversion
    }
}

impl<'t> Compiler<'t> {
    fn pieces_of(&self, elements: &'t ast::InterpolatedStringElements, raw: bool, pieces: &mut Pieces<'t>) {
        for element in elements {
            match element {
                Element::Literal(text) => {
                    pieces.text(literals::interpolated_bytes(text, raw, self.source), Span::of(text));
                }
                Element::Interpolation(field) => {
                    if let Some(text) = &field.debug_text {
                        pieces.text(without_comments(text.as_str()).as_bytes().to_vec(), Span::of(field));
                    }
                    pieces.0.push(Piece::Field(field));
                }
            }
        }
    }

    pub(crate) fn f_string(&mut self, expression: &'t ast::ExprFString, destination: Reg) -> Result {
        let mut pieces = Pieces(Vec::new());
        for part in &expression.value {
            match part {
                ast::FStringPart::Literal(text) => {
                    pieces.text(literals::string_part_bytes(text, self.source), Span::of(text));
                }
                ast::FStringPart::FString(text) => {
                    self.pieces_of(&text.elements, text.flags.prefix().is_raw(), &mut pieces);
                }
            }
        }
        self.join(pieces.0, destination, Span::of(expression))
    }

    fn join(&mut self, pieces: Vec<Piece<'t>>, destination: Reg, span: Span) -> Result {
        let count = pieces.len();
        if count == 0 {
            self.load_const(destination, string(""), span);
            return Ok(());
        }
        if count > MANY || !self.unit.has_room(count) {
            return self.join_list(pieces, destination, span);
        }
        let mut first = destination;
        for (at, piece) in pieces.into_iter().enumerate() {
            let temp = if count == 1 { destination } else { self.temp() };
            if at == 0 {
                first = temp;
            }
            self.piece(piece, temp)?;
        }
        if count > 1 {
            self.emit(Op::BUILD_STRING, destination, first, count as Reg, span);
        }
        Ok(())
    }

    /// `''.join([...])`.
    fn join_list(&mut self, pieces: Vec<Piece<'t>>, destination: Reg, span: Span) -> Result {
        let base = self.call_base(destination);
        self.load_const(base, string(""), span);
        let name = self.unit.names.add("join");
        self.call_header();
        self.emit_word(Op::LOAD_METHOD, base, base, 0, name, span);
        self.temp();
        let list = self.temp();
        self.emit(Op::BUILD_LIST, list, list, 0, span);
        for piece in pieces {
            let mark = self.mark();
            let temp = self.temp();
            self.piece(piece, temp)?;
            self.emit(Op::LIST_APPEND, list, temp, 0, span);
            self.free_to(mark);
        }
        self.temp();
        self.emit(Op::CALL_METHOD, destination, base, 1, span);
        Ok(())
    }

    fn piece(&mut self, piece: Piece<'t>, destination: Reg) -> Result {
        match piece {
            Piece::Text(text, span) => self.load_const(destination, Const::Str(text.into()), span),
            Piece::Field(field) => {
                let mark = self.mark();
                let span = Span::of(field);
                let mut code = conversion_code(effective_conversion(field));
                let value = match &field.format_spec {
                    None => self.operand_or_new(&field.expression, destination)?,
                    Some(spec) => {
                        let first = self.unit.push_temps(2);
                        self.expr_to(&field.expression, first)?;
                        self.format_spec(spec, first + 1)?;
                        code |= Reg::from(FORMAT_HAS_SPEC);
                        first
                    }
                };
                self.emit(Op::FORMAT, destination, value, code, span);
                self.free_to(mark);
            }
            Piece::Value(expression, mut code, spec) => {
                let mark = self.mark();
                let span = Span::of(expression);
                let value = match spec {
                    None => self.operand_or_new(expression, destination)?,
                    Some(spec) => {
                        let first = self.unit.push_temps(2);
                        self.expr_to(expression, first)?;
                        self.load_str(first + 1, &spec, span);
                        code |= Reg::from(FORMAT_HAS_SPEC);
                        first
                    }
                };
                self.emit(Op::FORMAT, destination, value, code, span);
                self.free_to(mark);
            }
        }
        Ok(())
    }

    /// The pieces of `'...' % (a, b)` when its directives are only `%s`, `%r` and `%a`: it is compiled as an f-string is.
    pub(crate) fn old_format(&self, left: &ast::Expr, operation: &'t ast::ExprBinOp) -> Option<Vec<Piece<'t>>> {
        let (ast::Expr::StringLiteral(format), ast::Operator::Mod, ast::Expr::Tuple(tuple)) =
            (left, operation.op, &*operation.right)
        else {
            return None;
        };
        if tuple.elts.iter().any(ast::Expr::is_starred_expr) {
            return None;
        }
        let bytes = literals::string_bytes(&format.value, self.source);
        let format = std::str::from_utf8(&bytes).ok()?;
        let mut values = tuple.elts.iter();
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut rest = format;
        while let Some((before, after)) = rest.split_once('%') {
            text.push_str(before);
            if let Some(after) = after.strip_prefix('%') {
                text.push('%');
                rest = after;
                continue;
            }
            let (directive, after) = Directive::parse(after)?;
            let value = values.next()?;
            if !text.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut text).into_bytes(), Span::of(value)));
            }
            pieces.push(Piece::Value(value, directive.conversion, directive.spec));
            rest = after;
        }
        text.push_str(rest);
        if !text.is_empty() {
            pieces.push(Piece::Text(text.into_bytes(), Span::of(operation)));
        }
        values.next().is_none().then_some(pieces)
    }

    pub(crate) fn join_values(&mut self, pieces: Vec<Piece<'t>>, destination: Reg, span: Span) -> Result {
        self.join(pieces, destination, span)
    }

    fn operand_or_new(&mut self, expression: &'t ast::Expr, destination: Reg) -> Result<Reg> {
        if crate::emit::is_temp(destination) {
            self.operand_or(expression, destination, &[])
        } else {
            self.operand(expression)
        }
    }

    fn format_spec(&mut self, spec: &'t ast::InterpolatedStringFormatSpec, destination: Reg) -> Result {
        let mut pieces = Pieces(Vec::new());
        self.pieces_of(&spec.elements, false, &mut pieces);
        let mark = self.mark();
        self.join(pieces.0, destination, Span::of(spec))?;
        self.free_to(mark);
        Ok(())
    }

    // ---- t-strings ------------------------------------------------------------------------------------------------

    pub(crate) fn t_string(&mut self, expression: &'t ast::ExprTString, destination: Reg) -> Result {
        let span = Span::of(expression);
        let mut pieces = Pieces(Vec::new());
        for part in &expression.value {
            self.pieces_of(&part.elements, part.flags.prefix().is_raw(), &mut pieces);
        }
        // A text before, between and after the fields, perhaps empty.
        let mut texts = vec![Vec::new()];
        let mut fields = Vec::new();
        for piece in pieces.0 {
            match piece {
                Piece::Text(text, _) => texts.last_mut().expect("never empty").extend(text),
                Piece::Value(..) => {}
                Piece::Field(field) => {
                    fields.push(field);
                    texts.push(Vec::new());
                }
            }
        }
        let first = self.unit.push_temps(2);
        let texts = texts.into_iter().map(|text| Const::Str(text.into())).collect();
        self.load_const(first, Const::Tuple(texts), span);
        let big = fields.len() > MANY || !self.unit.has_room(fields.len() + 3);
        let items = self.mark();
        let count = fields.len() as Reg;
        if big {
            self.emit(Op::BUILD_LIST, first + 1, first + 1, 0, span);
        }
        for field in fields {
            let temp = self.temp();
            self.interpolation(field, temp)?;
            if big {
                self.emit(Op::LIST_APPEND, first + 1, temp, 0, span);
                self.free_to(items);
            }
        }
        if big {
            self.emit(Op::LIST_TO_TUPLE, first + 1, first + 1, 0, span);
        } else {
            self.emit(Op::BUILD_TUPLE, first + 1, items, count, span);
        }
        self.emit(Op::BUILD_TEMPLATE, destination, first, 0, span);
        Ok(())
    }

    fn interpolation(&mut self, field: &'t ast::InterpolatedElement, destination: Reg) -> Result {
        let mark = self.mark();
        let span = Span::of(field);
        let first = self.unit.push_temps(3);
        self.expr_to(&field.expression, first)?;
        let text = interpolation_text(self.source, field);
        self.load_str(first + 1, &text, span);
        let mut code = conversion_code(effective_conversion(field));
        if let Some(spec) = &field.format_spec {
            self.format_spec(spec, first + 2)?;
            code |= Reg::from(FORMAT_HAS_SPEC);
        }
        self.emit(Op::BUILD_INTERPOLATION, destination, first, code, span);
        self.free_to(mark);
        Ok(())
    }
}

/// The source of a field's expression, as `Interpolation.expression` shows it.
pub(crate) fn interpolation_text(source: Source<'_>, field: &ast::InterpolatedElement) -> String {
    if let Some(made) = source.made {
        return made.interpolations.get(&field.range.start().to_u32()).cloned().unwrap_or_default();
    }
    if let Some(text) = &field.debug_text {
        let text = without_comments(text.as_str());
        return text.rsplit_once('=').map_or(&*text, |(expression, _)| expression).to_owned();
    }
    // From the brace to what ends the expression.
    let text = source.slice(field.range);
    let Some(inside) = text.strip_prefix('{') else { return source.slice(ranged(field)).to_owned() };
    let start = field.range.start().to_usize() + 1;
    let end = ranged(field).end().to_usize().saturating_sub(start);
    let (expression, rest) = inside.split_at_checked(end).unwrap_or((inside, ""));
    // A closing bracket around the expression is part of its text.
    let tail: String = rest.chars().take_while(|char| matches!(char, ')' | ' ' | '\t' | '\n')).collect();
    without_comments(&format!("{expression}{tail}")).into_owned()
}

/// The source of an expression as it is shown: `#` up to the end of the line is left out, but not in a string.
pub(crate) fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains('#') {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    // The quotes that end the string one is in.
    let mut quotes: Option<&str> = None;
    while let Some(char) = rest.chars().next() {
        let mut length = char.len_utf8();
        match quotes {
            Some(end) if rest.starts_with(end) => {
                length = end.len();
                quotes = None;
            }
            Some(_) if char == '\\' => length += rest[1..].chars().next().map_or(0, char::len_utf8),
            Some(_) => {}
            None if char == '#' => {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                continue;
            }
            None => {
                let opening = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| rest.starts_with(quotes));
                if let Some(opening) = opening {
                    length = opening.len();
                    quotes = Some(opening);
                }
            }
        }
        kept.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    Cow::Owned(kept)
}

fn ranged(field: &ast::InterpolatedElement) -> ast::TextRange {
    ast::Ranged::range(&*field.expression)
}

/// A `%` directive of old formatting.
struct Directive {
    conversion: Reg,
    spec: Option<String>,
}

impl Directive {
    /// The directive at the start of `text`, which follows a `%`, and what is after it.
    fn parse(text: &str) -> Option<(Directive, &str)> {
        let flags = text.len() - text.trim_start_matches(['-', '+', ' ', '#', '0']).len();
        let left = text[..flags].contains('-');
        let digits = |text: &str| text.len() - text.trim_start_matches(|char: char| char.is_ascii_digit()).len();
        let rest = &text[flags..];
        let (width, rest) = rest.split_at(digits(rest));
        let (precision, rest) = match rest.strip_prefix('.') {
            Some(rest) => {
                let (precision, rest) = rest.split_at(digits(rest));
                (Some(precision), rest)
            }
            None => (None, rest),
        };
        // Longer numbers are left to run time, and its errors.
        if width.len() > 2 || precision.is_some_and(|digits| digits.len() > 2) {
            return None;
        }
        let conversion = match rest.as_bytes().first()? {
            b's' => 1,
            b'r' => 2,
            b'a' => 3,
            _ => return None,
        };
        let mut spec = String::new();
        let width: u32 = width.parse().unwrap_or(0);
        if width > 0 {
            if !left {
                spec.push('>');
            }
            spec.push_str(&width.to_string());
        }
        if let Some(precision) = precision {
            spec.push('.');
            spec.push_str(if precision.is_empty() { "0" } else { precision });
        }
        Some((Directive { conversion, spec: (!spec.is_empty()).then_some(spec) }, &rest[1..]))
    }
}
