//! The syntax tree, which is ruff's. The rest of Taipan names it through here alone.

pub use ruff_python_ast::visitor::{self, Visitor};
pub use ruff_python_ast::*;
pub use ruff_text_size::{Ranged, TextLen, TextRange, TextSize};
