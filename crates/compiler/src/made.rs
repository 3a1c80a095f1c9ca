//! Trees that were not parsed, and what is read from parsed ones beside compiling: `ast` in both directions.
//!
//! A made tree has ranges too, but they are not of a text: an offset is the number of a place that is written down beside the tree. Two things
//! have no form in a parsed tree: constants that no literal stands for (a tuple, text with lone surrogates), and the source of a template
//! string's fields. Both are kept beside the tree as well.

use std::collections::HashMap;

use taipan_bytecode::{Const, SyntaxError};
use taipan_syntax::ast::{self, Expr, TextRange, TextSize};
use taipan_syntax::{LineIndex, Tree, with_stack_for};

use crate::source::Source;
use crate::{Compiled, Options, STACK_FACTOR, compile_tree_from, fstring, literals};

/// What a made tree refers to.
#[derive(Debug, Default)]
pub struct Made {
    /// What `IpyEscapeCommand`s stand for: their text is a number here.
    pub constants: Vec<Const>,
    /// The source of a template string's fields, by the offset where the field begins.
    pub interpolations: HashMap<u32, String>,
}

impl Made {
    /// The expression for a constant that no literal stands for.
    pub fn constant(&mut self, value: Const, range: TextRange) -> Expr {
        self.constants.push(value);
        Expr::IpyEscapeCommand(ast::ExprIpyEscapeCommand {
            node_index: ast::AtomicNodeIndex::NONE,
            range,
            kind: ast::IpyEscapeKind::Shell,
            value: (self.constants.len() - 1).to_string().into(),
        })
    }

    pub(crate) fn value(&self, expression: &ast::ExprIpyEscapeCommand) -> Option<Const> {
        self.constants.get(expression.value.parse::<usize>().ok()?).cloned()
    }
}

/// Compile a tree that was made. `places` are the lines and columns that its offsets stand for, `depth` its depth.
pub fn compile_made(
    tree: &Tree,
    made: &Made,
    places: Vec<(u32, u32)>,
    depth: usize,
    filename: &str,
    options: Options,
) -> Result<Compiled, SyntaxError> {
    let lines = LineIndex::from_places(places);
    let source = Source { text: "", lines: &lines, made: Some(made) };
    with_stack_for(depth * STACK_FACTOR, || compile_tree_from(tree, source, filename, options))
}

/// What a parsed tree leaves in its source.
#[derive(Clone, Copy)]
pub struct Literals<'a>(Source<'a>);

impl<'a> Literals<'a> {
    pub fn new(text: &'a str, lines: &'a LineIndex) -> Literals<'a> {
        Literals(Source { text, lines, made: None })
    }

    /// The text of one part of a string literal, in WTF-8.
    pub fn string_part(self, part: &ast::StringLiteral) -> Vec<u8> {
        literals::string_part_bytes(part, self.0)
    }

    /// The text between the fields of an f-string or t-string, in WTF-8.
    pub fn interpolated(self, element: &ast::InterpolatedStringLiteralElement, raw: bool) -> Vec<u8> {
        literals::interpolated_bytes(element, raw, self.0)
    }

    /// The source of a field's expression.
    pub fn interpolation(self, field: &ast::InterpolatedElement) -> String {
        fstring::interpolation_text(self.0, field)
    }

    /// The text that `{x=}` shows before the value.
    pub fn debug_text(self, text: &ast::DebugText) -> String {
        fstring::without_comments(text.as_str()).into_owned()
    }

    /// Where the keyword of a decorated definition stands.
    pub fn definition_start(self, range: TextRange, decorators_end: Option<TextSize>) -> TextSize {
        self.0.definition_start(range, decorators_end)
    }
}

/// An int literal's value.
pub fn int_literal(value: &ast::Int) -> Const {
    literals::int_literal(value)
}
