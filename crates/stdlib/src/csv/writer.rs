//! Writing rows.

use taipan_runtime::native::*;
use taipan_text::{TextBuf, Units};

use super::dialect::{Dialect, Rules};
use super::{QUOTE_ALL, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS, error};
use crate::support::payload;

#[derive(Trace)]
pub(super) struct Writer {
    write: Owned,
    dialect: Owned,
}

payload!(Writer);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_csv",
    doc: "Writes rows to a file.",
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::sealed::<Writer>("writer")
};

impl Writer {
    pub(super) fn create(vm: &mut Vm, file: Value, dialect: Owned) -> R<Owned> {
        let name = vm.names.write;
        let write = match vm.get_attr_optional(file, name)? {
            Some(write) if vm.is_callable(write.value()) => write,
            _ => return Err(vm.type_error("argument 1 must have a \"write\" method")),
        };
        vm.allocate(Writer { write, dialect })
    }
}

/// Append a field. None is a field without text that does not come from a str.
fn append(vm: &mut Vm, out: &mut TextBuf, rules: &Rules, first: bool, field: Option<Obj<Str>>, quoted: bool) -> R<()> {
    if !first {
        out.push(rules.delimiter);
    }
    let mut quoted = quoted;
    let length = field.map_or(0, |field| field.len(vm));
    let plain = field.is_none_or(|field| match field.units(vm) {
        Units::Ascii(bytes) => rules.find_special(bytes).is_none(),
        units => !units.iter().any(|character| rules.is_special(character)),
    });
    let mut body = TextBuf::new();
    if let Some(field) = field
        && !plain
    {
        body.reserve(length);
        for index in 0..length {
            let character = field.units(vm).get(index);
            if rules.is_special(character) {
                let mut escaped = false;
                if rules.quoting == QUOTE_NONE {
                    escaped = true;
                } else {
                    if Some(character) == rules.quote {
                        if rules.doublequote {
                            body.push(character);
                        } else {
                            escaped = true;
                        }
                    } else if Some(character) == rules.escape {
                        escaped = true;
                    }
                    if !escaped {
                        quoted = true;
                    }
                }
                if escaped {
                    let Some(escape) = rules.escape else {
                        return Err(error(vm, "need to escape, but no escapechar set"));
                    };
                    body.push(escape);
                }
            }
            body.push(character);
        }
    }
    if length == 0 && rules.delimiter == 0x20 && rules.skip_space {
        let may_not = rules.quoting == QUOTE_NONE
            || field.is_none() && (rules.quoting == QUOTE_STRINGS || rules.quoting == QUOTE_NOTNULL);
        if may_not {
            let words = "empty field must be quoted if delimiter is a space and skipinitialspace is true";
            return Err(error(vm, words));
        }
        quoted = true;
    }
    let quote = rules.quote.filter(|_| quoted);
    if let Some(quote) = quote {
        out.push(quote);
    }
    match field {
        Some(field) if plain => out.push_units(field.units(vm)),
        _ => out.push_units(body.units()),
    }
    if let Some(quote) = quote {
        out.push(quote);
    }
    Ok(())
}

fn is_number(vm: &Vm, value: Value) -> bool {
    let slots = vm.class_of(value).slots(vm);
    slots.int.is_some() || slots.float.is_some() || slots.index.is_some() || vm.as_complex(value).is_some()
}

fn write_row(vm: &mut Vm, this: Obj<Writer>, row: Value) -> R<Owned> {
    let (write, dialect) = (this.get(vm).write.clone(), this.get(vm).dialect.clone());
    let Some(rules) = vm.cast::<Dialect>(dialect.value()).map(|dialect| dialect.get(vm).rules.clone()) else {
        return Err(vm.type_error("a Dialect is required"));
    };
    let iterator = match vm.iter(row) {
        Ok(iterator) => iterator,
        Err(raised) => {
            drop(vm.catch(vm.exceptions.TypeError, raised)?);
            let found = vm.class_of(row).name(vm);
            return Err(error(vm, format!("iterable expected, not {found}")));
        }
    };
    let mut out = TextBuf::with_capacity(64);
    let (mut count, mut last_is_null) = (0, false);
    while let Some(field) = vm.next(iterator.value())? {
        let value = field.value();
        let is_text = vm.cast::<Str>(value).is_some();
        let quoted = match rules.quoting {
            QUOTE_NONNUMERIC => !is_number(vm, value),
            QUOTE_ALL => true,
            QUOTE_STRINGS => is_text,
            QUOTE_NOTNULL => !value.is_none(),
            _ => false,
        };
        last_is_null = value.is_none();
        let text = match (is_text, last_is_null) {
            (true, _) => Some(field.clone()),
            (_, true) => None,
            _ => Some(vm.str(value)?),
        };
        let text = text.as_ref().and_then(|text| vm.cast::<Str>(text.value()));
        append(vm, &mut out, &rules, count == 0, text, quoted)?;
        count += 1;
    }
    if count > 0 && out.is_empty() {
        let may_not = rules.quoting == QUOTE_NONE
            || last_is_null && (rules.quoting == QUOTE_STRINGS || rules.quoting == QUOTE_NOTNULL);
        if may_not {
            return Err(error(vm, "single empty field record must be quoted"));
        }
        append(vm, &mut out, &rules, true, None, true)?;
    }
    for &point in &rules.line_end {
        out.push(point);
    }
    let out = out.finish();
    let line = vm.new_text(&out)?;
    vm.call(write.value(), &[line.value()])
}

#[methods]
mod py {
    use super::*;

    /// Write a row: what the file's `write` says.
    #[method("($self, row, /)")]
    fn writerow(vm: &mut Vm, this: Obj<Writer>, row: Value) -> R<Owned> {
        write_row(vm, this, row)
    }

    /// Write several rows.
    #[method("($self, rows, /)")]
    fn writerows(vm: &mut Vm, this: Obj<Writer>, rows: Value) -> R<()> {
        let _keep = this.own();
        vm.for_each(rows, |vm, row| write_row(vm, this, row.value()).map(drop))
    }

    /// The dialect.
    #[member]
    fn dialect(vm: &mut Vm, this: Obj<Writer>) -> Owned {
        this.get(vm).dialect.clone()
    }
}
