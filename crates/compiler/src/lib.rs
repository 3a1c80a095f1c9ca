//! Syntax tree to scopes to register bytecode.
//!
//! `scope` finds what each name means; `compiler` and the files beside it write the code of each scope, an
//! instruction at a time, into a `unit`; `analysis` drops what is not needed; `emit` gives everything its place.
//! Nothing here runs code or opens files, and no input makes it panic.
#![forbid(unsafe_code)]

mod analysis;
mod annotation;
mod assign;
mod call;
mod checks;
mod class;
mod compiler;
mod comprehension;
mod consts;
mod display;
mod docstring;
mod emit;
mod expr;
mod fold;
mod fstring;
mod function;
mod future;
mod hash;
mod lines;
mod literals;
mod made;
mod pattern;
pub mod scope;
mod source;
mod stmt;
mod try_;
mod unit;
mod unparse;
mod with;

use std::sync::Arc;

use taipan_bytecode::{Code, CodeFlags, Immediate, Op, SyntaxError};
use taipan_syntax::ast::{Stmt, TextRange, TextSize};
use taipan_syntax::{LineIndex, Mode, ParseOptions, Parsed, Tree, parse, with_stack_for};

pub use made::{Literals, Made, compile_made, int_literal};
pub use taipan_syntax::SyntaxWarning;

use crate::compiler::Compiler;
use crate::emit::Reg;
use crate::scope::{Root, SymbolTable};
use crate::source::{Source, Span};
use crate::unit::{Unit, UnitKind};

/// Levels of the native stack that one level of the tree may take here.
const STACK_FACTOR: usize = 8;

/// How to compile.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub mode: Mode,
    /// 0; 1 without assertions and `__debug__`; 2 without docstrings too.
    pub optimize: u8,
    /// Features of `__future__` that the code calling `compile()` has on.
    pub future: CodeFlags,
    /// `await` outside functions makes the module a coroutine.
    pub top_level_await: bool,
    pub parse: ParseOptions,
}

impl Options {
    pub fn new(mode: Mode) -> Options {
        Options {
            mode,
            optimize: 0,
            future: CodeFlags::default(),
            top_level_await: false,
            parse: ParseOptions::default(),
        }
    }
}

/// What compiling gives.
#[derive(Debug)]
pub struct Compiled {
    pub code: Code,
    pub warnings: Vec<SyntaxWarning>,
}

/// Compile source text.
pub fn compile(source: &str, filename: &str, options: Options) -> Result<Compiled, SyntaxError> {
    let parsed = parse(source, options.mode, options.parse)?;
    let mut compiled = compile_parsed(&parsed, filename, options)?;
    compiled.warnings.splice(0..0, parsed.warnings().iter().cloned());
    Ok(compiled)
}

/// Compile what has been parsed. The mode is the tree's own.
pub fn compile_parsed(parsed: &Parsed, filename: &str, options: Options) -> Result<Compiled, SyntaxError> {
    with_stack_for(parsed.depth() * STACK_FACTOR, || {
        compile_tree(parsed.tree(), parsed.source(), parsed.lines(), filename, options)
    })
}

/// The symbol table of what has been parsed.
pub fn symbol_table(parsed: &Parsed, options: Options) -> Result<SymbolTable, SyntaxError> {
    with_stack_for(parsed.depth() * STACK_FACTOR, || {
        let source = Source { text: parsed.source(), lines: parsed.lines(), made: None };
        let (flags, _) = future_flags(parsed.tree(), source, options)?;
        build_scopes(parsed.tree(), source, flags, options)
    })
}

fn future_flags(tree: &Tree, source: Source<'_>, options: Options) -> Result<(CodeFlags, TextSize), SyntaxError> {
    let future = match tree {
        Tree::Module(module) => future::scan(module, false, source)?,
        Tree::Interactive(module) => future::scan(module, true, source)?,
        Tree::Expression(_) | Tree::FunctionType { .. } => future::Future::default(),
    };
    Ok((options.future.with(future.flags), future.end))
}

fn build_scopes(
    tree: &Tree,
    source: Source<'_>,
    flags: CodeFlags,
    options: Options,
) -> Result<SymbolTable, SyntaxError> {
    let build_options = scope::BuildOptions {
        future_annotations: flags.contains(CodeFlags::FUTURE_ANNOTATIONS),
        top_level_await: options.top_level_await,
        docstrings: options.optimize < 2,
        interactive: matches!(tree, Tree::Interactive(_)),
    };
    let root = match tree {
        Tree::Module(module) | Tree::Interactive(module) => Root::Body(&module.body),
        Tree::Expression(expression) => Root::Expression(&expression.body),
        Tree::FunctionType { .. } => Root::Body(&[]),
    };
    scope::build(root, source, build_options)
}

/// Compile a tree; `text` and `lines` are what its ranges refer to.
pub fn compile_tree(
    tree: &Tree,
    text: &str,
    lines: &LineIndex,
    filename: &str,
    options: Options,
) -> Result<Compiled, SyntaxError> {
    compile_tree_from(tree, Source { text, lines, made: None }, filename, options)
}

fn compile_tree_from(
    tree: &Tree,
    source: Source<'_>,
    filename: &str,
    options: Options,
) -> Result<Compiled, SyntaxError> {
    let result = compile_with_source(tree, source, filename, options);
    result.map_err(|mut error| {
        // Code that is not a file's has no line to show.
        if filename.starts_with('<') && filename.ends_with('>') {
            error.text = None;
        }
        error
    })
}

fn compile_with_source(
    tree: &Tree,
    source: Source<'_>,
    filename: &str,
    options: Options,
) -> Result<Compiled, SyntaxError> {
    let (flags, future_end) = future_flags(tree, source, options)?;
    let table = build_scopes(tree, source, flags, options)?;
    let top = table.top();
    let unit = Unit::new(top, table.scope(top), UnitKind::Module, "<module>", None);
    let mut compiler = Compiler {
        source,
        table: &table,
        filename: Arc::from(filename),
        optimize: options.optimize,
        interactive: matches!(tree, Tree::Interactive(_)),
        future_annotations: flags.contains(CodeFlags::FUTURE_ANNOTATIONS),
        future_end,
        inherited_flags: flags,
        unit,
        outer: Vec::new(),
        warnings: Vec::new(),
        generator_range: None,
        muted: 0,
    };
    match tree {
        Tree::Module(module) => compiler.module(&module.body)?,
        Tree::Interactive(module) => compiler.module(&module.body)?,
        Tree::Expression(expression) => {
            compiler.return_expr(&expression.body, Span::of(&*expression.body))?;
            compiler.set_flags(CodeFlags::default());
        }
        Tree::FunctionType { .. } => {
            return Err(source.error(TextRange::default(), "this mode does not produce code"));
        }
    }
    let Compiler { unit, filename, source, warnings, .. } = compiler;
    let code = compiler::finish(unit, filename, source)?;
    Ok(Compiled { code, warnings })
}

impl<'t> Compiler<'t> {
    fn module(&mut self, body: &'t [Stmt]) -> Result<(), SyntaxError> {
        let first = Span::from(TextRange::empty(TextSize::default()));
        // Annotations are collected while the body is compiled; the code that makes them comes first.
        self.reserve_annotate_place(first)?;
        self.begin_conditional_annotations(first)?;
        self.namespace_body(body, self.interactive)?;
        if !self.future_annotations {
            let range = stmt::body_range(body);
            self.deferred_annotations(range)?;
        }
        self.emit(Op::RETURN_IMMEDIATE, Immediate::None as Reg, 0, 0, Span::NONE);
        self.set_flags(CodeFlags::default());
        Ok(())
    }
}
