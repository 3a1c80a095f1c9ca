//! Syntax tree to scopes to register bytecode.
