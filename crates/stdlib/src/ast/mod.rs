//! `_ast`: syntax trees as Python objects, made from source and compiled back.
//!
//! `table.rs` describes the classes; `classes.rs` makes them and holds what all nodes inherit. Between the parser's tree and the objects
//! stands a plain tree (`tree.rs`): `statements.rs` and `expressions.rs` make it from the parser's, `parser_tree.rs` goes back,
//! `objects.rs` turns it into objects and back, `validate.rs` checks what was made by hand, `optimize.rs` is the optimizing mode.

mod classes;
mod expressions;
mod features;
mod objects;
mod optimize;
mod parser_tree;
mod show;
mod statements;
mod table;
mod tree;
mod validate;

use taipan_bytecode::CodeFlags;
use taipan_runtime::native::*;
use taipan_runtime::vm::{CompileMode, CompileWarning, SyntaxTrees, TreeRequest};
use taipan_syntax::{Mode, ParseOptions, decode_source_with, parse, with_stack_for};

pub(crate) use classes::create;
use table::Kind;

/// What the runtime's `compile()` does with trees.
pub struct Trees;

/// Stack that making an object of a node may take, in levels of the tree.
const STACK_FACTOR: usize = 8;

const ONLY_AST: u32 = 0x400;
const OPTIMIZED: u32 = 0x8000;
const TYPE_COMMENTS: u32 = 0x1000;
const TOP_LEVEL_AWAIT: u32 = 0x2000;
const ALLOW_INCOMPLETE_INPUT: u32 = 0x4000;
const DONT_IMPLY_DEDENT: u32 = 0x200;
const FUTURES: u32 = CodeFlags::FUTURE_ANNOTATIONS.0 | CodeFlags::FUTURE_BARRY_AS_BDFL.0;

impl SyntaxTrees for Trees {
    fn is_tree(&self, vm: &mut Vm, value: Value) -> R<bool> {
        // Whoever holds a node has imported the module.
        match classes::class(vm, Kind::stmt).and_then(|class| vm.cast::<Class>(class.value())?.base(vm)) {
            Some(root) => Ok(vm.class_of(value).is_subclass_of(vm, root)),
            None => Ok(false),
        }
    }

    fn parse(&self, vm: &mut Vm, request: &TreeRequest<'_>) -> R<Owned> {
        vm.import_module("_ast")?;
        let Some(source) = &request.source else { return Err(vm.type_error("no source")) };
        let length = match source {
            taipan_runtime::vm::Source::Text(text) => text.len(),
            taipan_runtime::vm::Source::Bytes(bytes) | taipan_runtime::vm::Source::File(bytes) => bytes.len(),
        };
        vm.check_room_for_source(length)?;
        let mode = match request.mode {
            None => Mode::FunctionType,
            Some(CompileMode::Exec) => Mode::Module,
            Some(CompileMode::Eval) => Mode::Expression,
            Some(CompileMode::Single) => Mode::Interactive,
        };
        let options = ParseOptions {
            allow_incomplete_input: request.flags & ALLOW_INCOMPLETE_INPUT != 0,
            dont_imply_dedent: request.flags & DONT_IMPLY_DEDENT != 0,
            max_integer_digits: vm.max_str_digits,
            by_lines: false,
        };
        let decoded;
        let text = match source {
            taipan_runtime::vm::Source::Text(text) => Ok(*text),
            taipan_runtime::vm::Source::Bytes(bytes) | taipan_runtime::vm::Source::File(bytes) => {
                match decode_source_with(bytes, Default::default()) {
                    Ok(text) => {
                        decoded = text;
                        Ok(&*decoded)
                    }
                    Err(error) => match vm.decode_declared(bytes, &error)? {
                        Some(text) => {
                            decoded = text;
                            Ok(&*decoded)
                        }
                        None => Err(error),
                    },
                }
            }
        };
        let parsed = match text.and_then(|text| parse(text, mode, options)) {
            Ok(parsed) => parsed,
            Err(error) => return Err(vm.raise_syntax_error(&error, request.filename)),
        };
        // Only a source that has some is refused.
        let has_type_comment =
            |line: &str| line.split_once('#').is_some_and(|(_, comment)| comment.trim_start().starts_with("type:"));
        if request.flags & TYPE_COMMENTS != 0 && parsed.source().lines().any(has_type_comment) {
            return Err(vm.not_implemented_error("type comments in syntax trees"));
        }
        for warning in parsed.warnings() {
            let warning = CompileWarning {
                error: warning.to_error(parsed.source(), !request.filename.starts_with('<')),
                message: warning.message.clone(),
                line: warning.line,
                category: "SyntaxWarning",
            };
            vm.warn_of_source(warning.category, &warning.message, request.filename, warning.line, &warning.error)?;
        }
        with_stack_for(parsed.depth() * STACK_FACTOR, || {
            let mut tree = statements::read(&parsed);
            if let Some(version) = request.feature_version
                && let Some(message) = features::newer(&tree, version, parsed.source())
            {
                let class = vm.exceptions.SyntaxError;
                return Err(vm.raise(class, &message));
            }
            if !parsed.source().is_ascii() {
                // A name that is None or the like only once it is normalised.
                validate::validate(vm, &tree)?;
            }
            if request.flags & OPTIMIZED != 0 {
                optimize::optimize(&mut tree, request.optimize);
            }
            objects::make(vm, &tree)
        })
    }

    fn compile(&self, vm: &mut Vm, tree: Value, request: &TreeRequest<'_>) -> R<Owned> {
        let expected = match request.mode {
            None => Kind::FunctionType,
            Some(CompileMode::Exec) => Kind::Module,
            Some(CompileMode::Eval) => Kind::Expression,
            Some(CompileMode::Single) => Kind::Interactive,
        };
        let expected_class = classes::class(vm, expected).unwrap_or(Owned::NONE);
        if !vm.is_instance(tree, expected_class.value())? {
            let found = vm.class_of(tree).name(vm);
            return Err(vm.type_error(format!("expected {} node, got {found}", expected.name())));
        }
        let (mut node, depth) = objects::read(vm, tree)?;
        validate::validate(vm, &node)?;
        if request.flags & ONLY_AST != 0 {
            if request.flags & OPTIMIZED != 0 {
                optimize::optimize(&mut node, request.optimize);
                return objects::make(vm, &node);
            }
            return Ok(tree.own());
        }
        let (tree, made, places) = match parser_tree::build(&node) {
            Ok(built) => built,
            Err(message) => return Err(vm.value_error(message)),
        };
        drop(node);
        let mode = match request.mode {
            Some(CompileMode::Eval) => Mode::Expression,
            Some(CompileMode::Single) => Mode::Interactive,
            _ => Mode::Module,
        };
        let options = taipan_compiler::Options {
            optimize: request.optimize,
            future: CodeFlags(request.flags & FUTURES),
            top_level_await: request.flags & TOP_LEVEL_AWAIT != 0,
            ..taipan_compiler::Options::new(mode)
        };
        let compiled = taipan_compiler::compile_made(&tree, &made, places, depth, request.filename, options);
        with_stack_for(depth * STACK_FACTOR, || drop(tree));
        match compiled {
            Ok(compiled) => {
                for warning in compiled.warnings {
                    let error = warning.to_error("", false);
                    vm.warn_of_source("SyntaxWarning", &warning.message, request.filename, warning.line, &error)?;
                }
                vm.new_code(std::sync::Arc::new(compiled.code))
            }
            Err(error) => Err(vm.raise_syntax_error(&error, request.filename)),
        }
    }
}
