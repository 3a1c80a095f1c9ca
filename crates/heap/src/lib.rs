//! Values, object headers, allocation and reference counts; knows no Python type.
