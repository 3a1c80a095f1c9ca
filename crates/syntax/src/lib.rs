//! Source decoding, parsing, and syntax errors worded as CPython words them.
