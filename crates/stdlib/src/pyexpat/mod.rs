//! `pyexpat`: parsing XML, below `xml.parsers.expat`, `xml.sax`, `xml.dom.minidom` and `plistlib`; its parser serves `_elementtree` too.
//!
//! The parser itself (`xml/`) is our own. What the module promises is expat's behaviour: input in pieces cut anywhere, an event for each declaration of a
//! document type, parsers of external entities that share it, positions in the bytes of the input, and expat's error codes. The crates there are
//! do less: `quick-xml` and `xml` skip or refuse what a document type declares and expand no entities of it, `rxml` refuses document types altogether,
//! `roxmltree` wants the whole document at once, and `xmlparser` leaves well-formedness to its caller. Expat itself is C code, which no isolate could contain.

mod constants;
mod handlers;
mod parser;
pub(crate) mod xml;

use taipan_runtime::native::*;

/// What the module remembers.
#[derive(Default)]
struct State {
    error: Option<Obj<Class>>,
}

pub(crate) const VERSION: (i64, i64, i64) = (2, 7, 3);

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("pyexpat", "The native part of xml.parsers.expat.", &METHODS)?;
    let parser = vm.define_class::<parser::XmlParser>(&parser::CLASS, None)?;
    module.add(vm, "XMLParserType", parser.value())?;
    let error = error_class(vm)?;
    module.add(vm, "ExpatError", error.value())?;
    module.add(vm, "error", error.value())?;
    constants::add(vm, module)?;
    Ok(owned)
}

/// `ExpatError`.
pub(crate) fn error_class(vm: &mut Vm) -> R<Obj<Class>> {
    if let Some(class) = vm.state::<State>().error {
        return Ok(class);
    }
    let base = vm.exceptions.Exception;
    let made = crate::support::exception_class(vm, "xml.parsers.expat", "ExpatError", base)?;
    let Some(class) = vm.cast::<Class>(made.value()) else {
        return Err(vm.system_error("ExpatError is not a class"));
    };
    // The isolate keeps it.
    made.into_raw();
    vm.state::<State>().error = Some(class);
    Ok(class)
}

/// Raise `ExpatError` for what is wrong at a position.
pub(crate) fn raise(vm: &mut Vm, code: xml::Code, line: u64, column: u64) -> Raised {
    let made = |vm: &mut Vm| -> R<Owned> {
        let class = error_class(vm)?;
        let text = vm.new_str(&format!("{}: line {line}, column {column}", code.words()))?;
        let error = vm.call(class.value(), &[text.value()])?;
        for (name, number) in [("code", code as i128), ("offset", i128::from(column)), ("lineno", i128::from(line))] {
            let name = vm.intern(name)?;
            let number = vm.new_int(number)?;
            vm.set_attr(error.value(), name, Some(number.value()))?;
        }
        Ok(error)
    };
    match made(vm) {
        Ok(error) => vm.raise_object(error),
        Err(raised) => raised,
    }
}

/// The encoding that Python calls `name`, as expat is told of it: a character for each byte that means one.
pub(crate) fn encoding_table(vm: &mut Vm, name: &str) -> R<Vec<Option<char>>> {
    let all: Vec<u8> = (0..=255).collect();
    let text = vm.decode(&all, name, "replace")?;
    let Some(text) = vm.cast::<Str>(text.value()) else {
        return Err(vm.type_error(format!("'{name}' decoder did not return a string")));
    };
    if text.len(vm) != 256 {
        return Err(vm.value_error("multi-byte encodings are not supported"));
    }
    let meant = |code| char::from_u32(code).filter(|&character| character != char::REPLACEMENT_CHARACTER);
    Ok(text.units(vm).iter().map(meant).collect())
}

#[methods]
mod py {
    use super::*;

    /// A new parser.
    #[function("ParserCreate(encoding=None, namespace_separator=None, intern=<unrepresentable>)")]
    fn parser_create(
        vm: &mut Vm,
        encoding: Option<Value>,
        namespace_separator: Option<Value>,
        intern: Option<Value>,
    ) -> R<Owned> {
        parser::create(vm, encoding, namespace_separator, intern)
    }

    /// The words for an error's number.
    #[function("ErrorString(code, /)")]
    fn error_string(vm: &mut Vm, code: i64) -> R<Owned> {
        match xml::CODES.iter().find(|(_, number, _)| i64::from(*number) == code) {
            Some((_, _, words)) => vm.new_str(words),
            None => Ok(Owned::NONE),
        }
    }
}
