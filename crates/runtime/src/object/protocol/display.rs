//! `repr`, `str`, `ascii`, `format`, and the guard against endless recursion in them (data model 3.3.1).

use taipan_heap::{Owned, Value};
use taipan_numeric::format::Kind;

use crate::error::R;
use crate::object::obj::Obj;
use crate::types::str::Str;
use crate::vm::Vm;

/// How deep `repr` may nest: each level copies the text of the level below, so a stack that allows more would not end in bearable time.
const MAX_NESTED_REPR: u32 = 20_000;

impl Vm {
    /// `repr(value)`.
    pub fn repr(&mut self, value: Value) -> R<Owned> {
        let result = match self.class_of(value).slots(self).repr {
            Some(repr) => {
                self.enter_native()?;
                if self.repr_depth >= MAX_NESTED_REPR {
                    return Err(
                        self.recursion_error("maximum recursion depth exceeded while getting the repr of an object")
                    );
                }
                self.repr_depth += 1;
                let result = repr(self, value);
                self.repr_depth -= 1;
                self.leave_native();
                result?
            }
            None => crate::types::object::repr(self, value)?,
        };
        self.expect_str(result, "__repr__")
    }

    /// `str(value)`.
    pub fn str(&mut self, value: Value) -> R<Owned> {
        if self.cast_exact::<Str>(value).is_some() {
            return Ok(value.own());
        }
        if let Some(int) = value.as_int() {
            return self.new_decimal(int);
        }
        let Some(str) = self.class_of(value).slots(self).str else { return self.repr(value) };
        self.enter_native()?;
        let result = str(self, value);
        self.leave_native();
        let result = result?;
        self.expect_str(result, "__str__")
    }

    fn expect_str(&mut self, result: Owned, method: &str) -> R<Owned> {
        if self.cast::<Str>(result.value()).is_some() {
            return Ok(result);
        }
        let found = self.class_of(result.value()).name(self);
        Err(self.type_error(format!("{method} returned non-string (type {found})")))
    }

    /// `repr(value)` as Rust text, for messages.
    pub fn repr_text(&mut self, value: Value) -> R<String> {
        let text = self.repr(value)?;
        Ok(self.cast::<Str>(text.value()).map(|text| text.to_string_lossy(self)).unwrap_or_default())
    }

    /// `str(value)` as Rust text, for messages.
    pub fn str_text(&mut self, value: Value) -> R<String> {
        let text = self.str(value)?;
        Ok(self.cast::<Str>(text.value()).map(|text| text.to_string_lossy(self)).unwrap_or_default())
    }

    /// `format(value, spec)`.
    pub fn format(&mut self, value: Value, spec: Obj<Str>) -> R<Owned> {
        if spec.len(self) == 0 && (self.cast_exact::<Str>(value).is_some() || value.is_int()) {
            return self.str(value);
        }
        // Exact builtin types: nobody can have changed what they do.
        if value.is_int() {
            return crate::types::float::format::format(self, value, spec.value(), Kind::Int);
        }
        if value.is_float() {
            return crate::types::float::format::format(self, value, spec.value(), Kind::Float);
        }
        if let Some(text) = self.cast_exact::<Str>(value) {
            return crate::types::str::format::format_str(self, text, spec);
        }
        let name = self.names.__format__;
        let Some(result) = self.call_special(value, name, &[spec.value()])? else {
            let class = self.class_of(value).name(self);
            return Err(self.type_error(format!("Type {class} doesn't define __format__")));
        };
        if self.cast::<Str>(result.value()).is_some() {
            return Ok(result);
        }
        let found = self.class_of(result.value()).name(self);
        Err(self.type_error(format!("__format__ must return a str, not {found}")))
    }

    /// Begin the repr of a container: false when it is being shown already (then write `...`). Pair with `leave_repr`.
    pub fn enter_repr(&mut self, value: Value) -> bool {
        if self.reprs.iter().any(|other| other.is(value)) {
            return false;
        }
        self.reprs.push(value);
        true
    }

    pub fn leave_repr(&mut self, value: Value) {
        if let Some(position) = self.reprs.iter().rposition(|other| other.is(value)) {
            self.reprs.remove(position);
        }
    }
}
