//! The depth of a tree, found with stack that grows as the walk goes.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, Pattern, Stmt};

use crate::parse::Tree;

/// Free stack below which the walk moves to a new piece, and the size of a piece.
const RED_ZONE: usize = 64 * 1024;
const PIECE: usize = 2 * 1024 * 1024;

pub(crate) fn of_tree(tree: &Tree) -> usize {
    let mut depth = Depth::default();
    match tree {
        Tree::Module(module) | Tree::Interactive(module) => depth.visit_body(&module.body),
        Tree::Expression(expression) => depth.visit_expr(&expression.body),
        Tree::FunctionType { parameters, returns } => {
            parameters.iter().for_each(|parameter| depth.visit_expr(parameter));
            depth.visit_expr(returns);
        }
    }
    depth.max
}

#[derive(Default)]
struct Depth {
    now: usize,
    max: usize,
}

impl Depth {
    fn enter(&mut self, walk: impl FnOnce(&mut Self)) {
        self.now += 1;
        self.max = self.max.max(self.now);
        if self.now.is_multiple_of(32) {
            stacker::maybe_grow(RED_ZONE, PIECE, || walk(self));
        } else {
            walk(self);
        }
        self.now -= 1;
    }
}

impl<'a> Visitor<'a> for Depth {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        self.enter(|depth| visitor::walk_stmt(depth, stmt));
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        self.enter(|depth| visitor::walk_expr(depth, expr));
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        self.enter(|depth| visitor::walk_pattern(depth, pattern));
    }
}
