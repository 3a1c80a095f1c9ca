//! Attribute macros for method tables.
