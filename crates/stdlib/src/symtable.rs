//! `_symtable`: the scopes of a source, as the compiler sees them.

use taipan_compiler::scope::{Scope, ScopeId, SymbolTable, flag};
use taipan_compiler::{Options, symbol_table};
use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_syntax::{Mode, decode_source_with, parse};

const RESOLUTION_SHIFT: u32 = 12;

/// A scope, as an object.
#[derive(Trace)]
struct Entry {
    name: Owned,
    symbols: Owned,
    parameters: Owned,
    children: Owned,
    #[trace(skip)]
    kind: i32,
    #[trace(skip)]
    line: u32,
    #[trace(skip)]
    nested: bool,
}

impl Payload for Entry {
    const NAME: &'static str = "SymtableEntry";

    fn class(vm: &Vm) -> Obj<Class> {
        vm.native_class::<Entry>()
    }
}

static CLASS: ClassDef = ClassDef {
    doc: "A scope and its names.",
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    getsets: &entry::GETSETS,
    ..ClassDef::sealed::<Entry>("symtable entry")
};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_symtable", "The compiler's symbol tables.", &METHODS)?;
    vm.define_class::<Entry>(&CLASS, None)?;
    let flags = [
        ("USE", flag::USE),
        ("DEF_GLOBAL", flag::GLOBAL),
        ("DEF_NONLOCAL", flag::NONLOCAL),
        ("DEF_LOCAL", flag::LOCAL),
        ("DEF_PARAM", flag::PARAM),
        ("DEF_TYPE_PARAM", flag::TYPE_PARAM),
        ("DEF_FREE_CLASS", flag::FREE_CLASS),
        ("DEF_IMPORT", flag::IMPORT),
        ("DEF_BOUND", flag::LOCAL | flag::PARAM | flag::IMPORT),
        ("DEF_ANNOT", flag::ANNOTATED),
        ("DEF_COMP_ITER", flag::COMPREHENSION_TARGET),
        ("DEF_COMP_CELL", flag::COMPREHENSION_CELL),
        ("TYPE_FUNCTION", 0),
        ("TYPE_CLASS", 1),
        ("TYPE_MODULE", 2),
        ("TYPE_ANNOTATION", 3),
        ("TYPE_TYPE_ALIAS", 4),
        ("TYPE_TYPE_PARAMETERS", 5),
        ("TYPE_TYPE_VARIABLE", 6),
        ("LOCAL", 1),
        ("GLOBAL_EXPLICIT", 2),
        ("GLOBAL_IMPLICIT", 3),
        ("FREE", 4),
        ("CELL", 5),
        ("SCOPE_OFF", RESOLUTION_SHIFT),
        ("SCOPE_MASK", 15),
    ];
    for (name, number) in flags {
        module.add_int(vm, name, i64::from(number))?;
    }
    Ok(owned)
}

fn entry(vm: &mut Vm, table: &SymbolTable, id: ScopeId) -> R<Owned> {
    vm.enter_native()?;
    let scope: &Scope = table.scope(id);
    let (symbols, dict) = vm.new_dict_obj()?;
    for symbol in scope.symbols.iter().filter(|symbol| !symbol.from_comprehension || symbol.flags != 0) {
        let key = vm.intern(&symbol.name)?;
        let flags = symbol.flags | (symbol.resolution as u32) << RESOLUTION_SHIFT;
        dict.set(vm, key.value(), Value::small(flags as i32))?;
    }
    let mut parameters = Vec::new();
    for name in &scope.parameters {
        parameters.push(vm.intern(name)?.value());
    }
    let parameters = vm.new_list(&parameters)?;
    let mut children = Vec::new();
    for &child in &scope.children {
        children.push(entry(vm, table, child)?);
    }
    let children: Vec<Value> = children.iter().map(|child| child.value()).collect();
    let children = vm.new_list(&children)?;
    let name = vm.intern(scope.name.trim_start_matches('<').trim_end_matches('>'))?.own();
    let (kind, line, nested) = (scope.kind as i32, scope.line, scope.nested);
    vm.allocate(Entry { name, symbols, parameters, children, kind, line, nested })
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(this) = vm.cast::<Entry>(value) else { return vm.new_str("<symtable entry>") };
    let (name, line) = (this.get(vm).name.clone(), this.get(vm).line);
    let name = vm.str_text(name.value())?;
    vm.new_str(&format!("<symtable entry {name}({}), line {line}>", value.bits()))
}

mod entry {
    use taipan_runtime::native::*;

    use super::Entry;

    #[methods]
    mod py {
        use super::*;

        #[member]
        fn id(vm: &mut Vm, this: Obj<Entry>) -> R<Owned> {
            vm.new_int(i128::from(this.value().bits()))
        }

        #[member]
        fn name(vm: &mut Vm, this: Obj<Entry>) -> Owned {
            this.get(vm).name.clone()
        }

        #[member]
        fn symbols(vm: &mut Vm, this: Obj<Entry>) -> Owned {
            this.get(vm).symbols.clone()
        }

        #[member]
        fn varnames(vm: &mut Vm, this: Obj<Entry>) -> Owned {
            this.get(vm).parameters.clone()
        }

        #[member]
        fn children(vm: &mut Vm, this: Obj<Entry>) -> Owned {
            this.get(vm).children.clone()
        }

        #[member]
        fn nested(vm: &mut Vm, this: Obj<Entry>) -> i32 {
            i32::from(this.get(vm).nested)
        }

        #[member("type")]
        fn kind(vm: &mut Vm, this: Obj<Entry>) -> i32 {
            this.get(vm).kind
        }

        #[member]
        fn lineno(vm: &mut Vm, this: Obj<Entry>) -> u32 {
            this.get(vm).line
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// The symbol table of source.
    #[function("(source, filename, startstr, /)")]
    fn symtable(vm: &mut Vm, source: Value, filename: Value, start: Value) -> R<Owned> {
        let text = if let Some(text) = vm.cast::<Str>(source) {
            text.to_string_lossy(vm)
        } else if let Some(bytes) = vm.cast::<Bytes>(source) {
            let bytes = bytes.bytes(vm).to_vec();
            match decode_source_with(&bytes, Default::default()) {
                Ok(text) => text,
                Err(error) => match vm.decode_declared(&bytes, &error)? {
                    Some(text) => text,
                    None => return Err(vm.raise_syntax_error(&error, "<string>")),
                },
            }
        } else {
            return Err(vm.type_error("symtable() arg 1 must be a string or bytes object"));
        };
        if text.contains('\0') {
            let class = vm.exceptions.SyntaxError;
            return Err(vm.raise(class, "source code string cannot contain null bytes"));
        }
        let filename = match vm.cast::<Str>(filename) {
            Some(filename) => filename.to_string_lossy(vm),
            None => {
                let filename = vm.call_method(filename, "__fspath__", &[]).or_else(|raised| {
                    vm.catch(vm.exceptions.AttributeError, raised)?;
                    Ok(filename.own())
                })?;
                match vm.cast::<Bytes>(filename.value()) {
                    Some(bytes) => String::from_utf8_lossy(bytes.bytes(vm)).into_owned(),
                    None if vm.cast::<Str>(filename.value()).is_some() => vm.str_text(filename.value())?,
                    None => {
                        let found = vm.class_of(filename.value()).name(vm);
                        return Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {found}")));
                    }
                }
            }
        };
        let mode = match vm.cast::<Str>(start).map(|start| start.to_string_lossy(vm)) {
            Some(start) if start == "exec" => Mode::Module,
            Some(start) if start == "eval" => Mode::Expression,
            Some(start) if start == "single" => Mode::Interactive,
            Some(_) => {
                return Err(vm.value_error("symtable() arg 3 must be 'exec' or 'eval' or 'single'"));
            }
            None => {
                let found = vm.class_of(start).name(vm);
                return Err(vm.type_error(format!("symtable() argument 3 must be str, not {found}")));
            }
        };
        let options = Options::new(mode);
        let table = parse(&text, mode, options.parse).and_then(|parsed| symbol_table(&parsed, options));
        match table {
            Ok(table) => entry(vm, &table, table.top()),
            Err(error) => Err(vm.raise_syntax_error(&error, &filename)),
        }
    }
}
