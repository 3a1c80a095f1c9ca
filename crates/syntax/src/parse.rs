//! From text to a syntax tree, or the error Python would report.

use ruff_python_ast::{Expr, ModExpression, ModModule, Stmt};
use ruff_python_parser::{Mode as RuffMode, ParseError, ParseOptions as RuffOptions};
use ruff_text_size::Ranged;
use taipan_bytecode::{SyntaxError, SyntaxErrorKind};

use crate::decode::{normalize_newlines, null_in_string};
use crate::grammar::run::Accepted;
use crate::line_index::LineIndex;
use crate::{depth, dialect, errors, grammar, nesting};

/// What `compile()` calls its mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `exec`: a file.
    Module,
    /// `eval`: one expression.
    Expression,
    /// `single`: one statement typed at the prompt.
    Interactive,
    /// `func_type`: the signature in a type comment.
    FunctionType,
}

#[derive(Clone, Copy, Debug)]
pub struct ParseOptions {
    /// Tell input that more lines could complete from input that is wrong.
    pub allow_incomplete_input: bool,
    /// A block at the end of the input must be ended by an empty line.
    pub dont_imply_dedent: bool,
    /// `sys.get_int_max_str_digits()`: the most digits of a decimal integer, or 0.
    pub max_integer_digits: usize,
    /// The source is the file that is run: read line by line, so that at its end there is no line left to point into.
    pub by_lines: bool,
}

impl Default for ParseOptions {
    fn default() -> Self {
        Self { allow_incomplete_input: false, dont_imply_dedent: false, max_integer_digits: 4300, by_lines: false }
    }
}

/// The tree, in the shape its mode asks for.
#[derive(Debug)]
pub enum Tree {
    Module(ModModule),
    Interactive(ModModule),
    Expression(ModExpression),
    FunctionType { parameters: Vec<Expr>, returns: Box<Expr> },
}

/// A `SyntaxWarning`: a doubtful construct in a source that is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxWarning {
    pub message: String,
    pub line: u32,
    /// 1-based, in characters.
    pub offset: u32,
    pub end_line: u32,
    pub end_offset: u32,
    pub noticed: Noticed,
}

/// Who noticed what a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noticed {
    Tokenizer,
    Parser,
    Compiler,
}

impl SyntaxWarning {
    /// What to raise if a filter turns the warning into an error. `source` is that of the parse, `is_file` whether it can be read again.
    pub fn to_error(&self, source: &str, is_file: bool) -> SyntaxError {
        let mut text = source.split_inclusive('\n').nth((self.line as usize).saturating_sub(1));
        match self.noticed {
            Noticed::Tokenizer => text = text.map(|text| text.trim_end_matches('\n')),
            Noticed::Parser => {}
            // The compiler has no source: it looks for the file.
            Noticed::Compiler if !is_file => text = None,
            Noticed::Compiler => {}
        }
        SyntaxError {
            kind: SyntaxErrorKind::Syntax,
            // As an error it is not about the future.
            message: self.message.replace(" Such sequences will not work in the future.", ""),
            line: Some(self.line as i32),
            offset: Some(self.offset as i32),
            end_line: Some(self.end_line as i32),
            end_offset: Some(self.end_offset as i32),
            text: text.map(str::to_owned),
            metadata: None,
        }
    }
}

/// A parsed source.
#[derive(Debug)]
pub struct Parsed {
    /// `None` only while being dropped.
    tree: Option<Tree>,
    source: Box<str>,
    lines: LineIndex,
    depth: usize,
    warnings: Vec<SyntaxWarning>,
}

impl Parsed {
    pub fn tree(&self) -> &Tree {
        self.tree.as_ref().expect("taken only by drop")
    }

    /// The statements of a module or of interactive input; none for an expression.
    pub fn body(&self) -> &[Stmt] {
        match self.tree() {
            Tree::Module(module) | Tree::Interactive(module) => &module.body,
            Tree::Expression(_) | Tree::FunctionType { .. } => &[],
        }
    }

    /// The source the ranges in the tree point into: newlines are normalised.
    pub fn source(&self) -> &str {
        &self.source
    }

    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// The most nodes on a path from the root: what a recursive walk needs stack for. See [`crate::with_stack_for`].
    pub fn depth(&self) -> usize {
        self.depth
    }

    pub fn warnings(&self) -> &[SyntaxWarning] {
        &self.warnings
    }
}

impl Drop for Parsed {
    fn drop(&mut self) {
        let tree = self.tree.take();
        nesting::with_stack_for(self.depth, move || drop(tree));
    }
}

/// Parse source text.
pub fn parse(source: &str, mode: Mode, options: ParseOptions) -> Result<Parsed, SyntaxError> {
    if source.contains('\0') {
        return Err(null_in_string());
    }
    if u32::try_from(source.len()).is_err() {
        return Err(SyntaxError::without_position(SyntaxErrorKind::Memory, "source too large"));
    }
    let source = normalize_newlines(source.to_owned()).into_boxed_str();
    let lines = LineIndex::new(&source);
    let accepted = grammar::run::check(&source, mode, options)?;
    // The parser grows its stack by itself; dropping what it built before an error does not.
    let tree = nesting::with_stack_for(accepted.depth, || parse_tree(&source, mode, &accepted))?;
    let depth = depth::of_tree(&tree);
    Ok(Parsed { tree: Some(tree), source, lines, depth, warnings: accepted.warnings })
}

fn parse_tree(source: &str, mode: Mode, accepted: &Accepted) -> Result<Tree, SyntaxError> {
    let ruff_mode = match mode {
        Mode::Module | Mode::Interactive => RuffMode::Module,
        Mode::Expression => RuffMode::Expression,
        Mode::FunctionType => return function_type(source),
    };
    let patched = dialect::patch(source, accepted);
    let parsed = ruff_python_parser::parse(patched.as_deref().unwrap_or(source), RuffOptions::from(ruff_mode))
        .map_err(|error| accepted.compiler_error.clone().unwrap_or_else(|| from_ruff(&error, source)))?;
    match parsed.into_syntax() {
        ruff_python_ast::Mod::Module(mut module) => {
            dialect::restore(&mut module, accepted);
            Ok(if mode == Mode::Interactive { Tree::Interactive(module) } else { Tree::Module(module) })
        }
        ruff_python_ast::Mod::Expression(expression) => Ok(Tree::Expression(expression)),
    }
}

/// What ruff refuses although Python accepts it.
fn from_ruff(error: &ParseError, source: &str) -> SyntaxError {
    let lines = LineIndex::new(source);
    errors::at_range(SyntaxErrorKind::Syntax, "invalid syntax", error.range(), source, &lines)
}

/// `(int, str) -> bool`: ruff has no such mode, so both halves are parsed as expressions. The ranges of the
/// parameters are one off, since they are read as the arguments of a call to give `*` and `**` their place.
fn function_type(source: &str) -> Result<Tree, SyntaxError> {
    let invalid = || SyntaxError::without_position(SyntaxErrorKind::Syntax, "invalid syntax");
    let from_ruff = |error| from_ruff(&error, source);
    let at = source.rfind("->").ok_or_else(invalid)?;
    let parameters = source[..at].trim();
    if !parameters.starts_with('(') || !parameters.ends_with(')') {
        return Err(invalid());
    }
    let call = ruff_python_parser::parse_expression(&format!("f{parameters}")).map_err(from_ruff)?;
    let Expr::Call(call) = call.into_expr() else { return Err(invalid()) };
    let after = ruff_text_size::TextRange::new((at as u32 + 2).into(), (source.len() as u32).into());
    let returns = ruff_python_parser::parse_parenthesized_expression_range(source, after).map_err(from_ruff)?;
    if call.arguments.keywords.iter().any(|keyword| keyword.arg.is_some()) {
        return Err(invalid());
    }
    let positional = call.arguments.args.into_iter().map(|argument| match argument {
        Expr::Starred(starred) => *starred.value,
        other => other,
    });
    let parameters = positional.chain(call.arguments.keywords.into_iter().map(|keyword| keyword.value)).collect();
    Ok(Tree::FunctionType { parameters, returns: Box::new(returns.into_expr()) })
}
