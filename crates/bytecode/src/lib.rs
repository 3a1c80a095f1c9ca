//! The op table, code templates, and their encoding.
