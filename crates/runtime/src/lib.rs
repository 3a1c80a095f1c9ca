//! Object protocol, builtin types, interpreter, imports.
