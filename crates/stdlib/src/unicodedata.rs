//! `unicodedata`: the database is `taipan_text::unicode`'s.

use taipan_runtime::native::*;
use taipan_text::unicode::normalize::Form;
use taipan_text::unicode::{self as database, names, version_3_2};

use crate::support::payload;

/// The database of Unicode 3.2, which IDNA uses.
#[derive(Trace)]
pub(crate) struct Old;

payload!(Old, plain);

static CLASS: ClassDef = ClassDef {
    module: "unicodedata",
    methods: &old::METHODS,
    getsets: &old::GETSETS,
    ..ClassDef::sealed::<Old>("UCD")
};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("unicodedata", "The Unicode character database.", &METHODS)?;
    module.add_str(vm, "unidata_version", "16.0.0")?;
    let class = vm.define_class::<Old>(&CLASS, None)?;
    module.add_class(vm, class)?;
    let old = vm.allocate(Old)?;
    module.add_owned(vm, "ucd_3_2_0", old)?;
    Ok(owned)
}

fn character(vm: &mut Vm, value: Value, name: &str, place: &str) -> R<u32> {
    let Some(text) = vm.cast::<Str>(value) else {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("{name}() argument{place} must be a unicode character, not {found}")));
    };
    if text.len(vm) == 1 {
        return Ok(text.units(vm).get(0));
    }
    let length = text.len(vm);
    Err(vm
        .type_error(format!("{name}(): argument{place} must be a unicode character, not a string of length {length}")))
}

fn or_default(vm: &mut Vm, found: Option<Owned>, default: Option<Value>, message: &str) -> R<Owned> {
    match (found, default) {
        (Some(found), _) => Ok(found),
        (None, Some(default)) => Ok(default.own()),
        (None, None) => Err(vm.value_error(message)),
    }
}

fn form(vm: &mut Vm, name: &str) -> R<Form> {
    match Form::from_name(name) {
        Some(form) => Ok(form),
        None => Err(vm.value_error("invalid normalization form")),
    }
}

macro_rules! numbers {
    ($vm:ident, $value:expr) => {
        match $value {
            Some(value) => Some(value.into_result($vm)?),
            None => None,
        }
    };
}

mod old {
    use super::*;

    #[methods]
    mod old_methods {
        use super::*;

        /// The general category.
        #[method("($self, chr, /)")]
        fn category(vm: &mut Vm, _this: Obj<Old>, chr: Value) -> R<&'static str> {
            Ok(version_3_2::category(character(vm, chr, "category", "")?))
        }

        /// The bidirectional class.
        #[method("($self, chr, /)")]
        fn bidirectional(vm: &mut Vm, _this: Obj<Old>, chr: Value) -> R<&'static str> {
            Ok(version_3_2::bidirectional(character(vm, chr, "bidirectional", "")?))
        }

        /// The canonical combining class.
        #[method("($self, chr, /)")]
        fn combining(vm: &mut Vm, _this: Obj<Old>, chr: Value) -> R<u8> {
            Ok(version_3_2::combining(character(vm, chr, "combining", "")?))
        }

        /// The East Asian width.
        #[method("($self, chr, /)")]
        fn east_asian_width(vm: &mut Vm, _this: Obj<Old>, chr: Value) -> R<&'static str> {
            Ok(version_3_2::east_asian_width(character(vm, chr, "east_asian_width", "")?))
        }

        /// 1 when the character is mirrored in text from right to left.
        #[method("($self, chr, /)")]
        fn mirrored(vm: &mut Vm, _this: Obj<Old>, chr: Value) -> R<i64> {
            Ok(version_3_2::is_mirrored(character(vm, chr, "mirrored", "")?).into())
        }

        /// The decomposition mapping.
        #[method("($self, chr, /)")]
        fn decomposition(vm: &mut Vm, _this: Obj<Old>, chr: Value) -> R<String> {
            Ok(version_3_2::decomposition(character(vm, chr, "decomposition", "")?))
        }

        /// The value as a decimal digit.
        #[method("($self, chr, default=<unrepresentable>, /)")]
        fn decimal(vm: &mut Vm, _this: Obj<Old>, chr: Value, default: Option<Value>) -> R<Owned> {
            let found = version_3_2::decimal_value(character(vm, chr, "decimal", " 1")?);
            let found = numbers!(vm, found);
            or_default(vm, found, default, "not a decimal")
        }

        /// The value as a digit.
        #[method("($self, chr, default=<unrepresentable>, /)")]
        fn digit(vm: &mut Vm, _this: Obj<Old>, chr: Value, default: Option<Value>) -> R<Owned> {
            let found = version_3_2::digit_value(character(vm, chr, "digit", " 1")?);
            let found = numbers!(vm, found);
            or_default(vm, found, default, "not a digit")
        }

        /// The value as a number.
        #[method("($self, chr, default=<unrepresentable>, /)")]
        fn numeric(vm: &mut Vm, _this: Obj<Old>, chr: Value, default: Option<Value>) -> R<Owned> {
            let found = version_3_2::numeric_value(character(vm, chr, "numeric", " 1")?);
            let found = numbers!(vm, found);
            or_default(vm, found, default, "not a numeric character")
        }

        /// The name.
        #[method("($self, chr, default=<unrepresentable>, /)")]
        fn name(vm: &mut Vm, _this: Obj<Old>, chr: Value, default: Option<Value>) -> R<Owned> {
            let found = version_3_2::name(character(vm, chr, "name", " 1")?);
            let found = numbers!(vm, found);
            or_default(vm, found, default, "no such name")
        }

        /// The character with a name.
        #[method("($self, name, /)")]
        fn lookup(vm: &mut Vm, _this: Obj<Old>, name: String) -> R<Owned> {
            super::super::find_own_name(vm, &name)
        }

        /// The text in a normal form.
        #[method("($self, form, unistr, /)")]
        fn normalize(vm: &mut Vm, _this: Obj<Old>, form: String, unistr: Obj<Str>) -> R<Owned> {
            let form = super::super::form(vm, &form)?;
            match version_3_2::normalize(unistr.units(vm), form) {
                Some(text) => vm.new_text(&text),
                None => super::super::exact(vm, unistr),
            }
        }

        /// Whether the text is in a normal form.
        #[method("($self, form, unistr, /)")]
        fn is_normalized(vm: &mut Vm, _this: Obj<Old>, form: String, unistr: Obj<Str>) -> R<bool> {
            let form = super::super::form(vm, &form)?;
            Ok(version_3_2::is_normalized(unistr.units(vm), form))
        }

        /// The database's version.
        #[getter]
        fn unidata_version(_vm: &mut Vm, _this: Obj<Old>) -> &'static str {
            "3.2.0"
        }
    }
}

/// The text itself, as an exact str.
fn exact(vm: &mut Vm, text: Obj<Str>) -> R<Owned> {
    if vm.cast_exact::<Str>(text.value()).is_some() {
        return Ok(text.own());
    }
    let mut copy = taipan_text::TextBuf::new();
    copy.push_units(text.units(vm));
    vm.new_text(&copy.finish())
}

/// As `find_name`, without aliases and sequences.
fn find_own_name(vm: &mut Vm, name: &str) -> R<Owned> {
    match names::lookup(name) {
        Some(character) if names::name(character).is_none_or(|own| own.eq_ignore_ascii_case(name)) => {
            vm.new_char(character)
        }
        _ => Err(undefined(vm, name)),
    }
}

fn find_name(vm: &mut Vm, name: &str) -> R<Owned> {
    match names::lookup_with_sequences(name) {
        Some(names::Named::Char(character)) => vm.new_char(character),
        Some(names::Named::Sequence(characters)) => vm.new_str(characters),
        None => Err(undefined(vm, name)),
    }
}

fn undefined(vm: &mut Vm, name: &str) -> Raised {
    match vm.new_str(&format!("undefined character name '{name}'")) {
        Ok(text) => vm.key_error(text.value()),
        Err(raised) => raised,
    }
}

#[methods]
mod py {
    use super::*;

    /// The general category.
    #[function("(chr, /)")]
    fn category(vm: &mut Vm, chr: Value) -> R<&'static str> {
        Ok(database::category(character(vm, chr, "category", "")?))
    }

    /// The bidirectional class.
    #[function("(chr, /)")]
    fn bidirectional(vm: &mut Vm, chr: Value) -> R<&'static str> {
        Ok(database::bidirectional(character(vm, chr, "bidirectional", "")?))
    }

    /// The canonical combining class.
    #[function("(chr, /)")]
    fn combining(vm: &mut Vm, chr: Value) -> R<u8> {
        Ok(database::combining(character(vm, chr, "combining", "")?))
    }

    /// The East Asian width.
    #[function("(chr, /)")]
    fn east_asian_width(vm: &mut Vm, chr: Value) -> R<&'static str> {
        Ok(database::east_asian_width(character(vm, chr, "east_asian_width", "")?))
    }

    /// 1 when the character is mirrored in text from right to left.
    #[function("(chr, /)")]
    fn mirrored(vm: &mut Vm, chr: Value) -> R<i64> {
        Ok(database::is_mirrored(character(vm, chr, "mirrored", "")?).into())
    }

    /// The decomposition mapping.
    #[function("(chr, /)")]
    fn decomposition(vm: &mut Vm, chr: Value) -> R<String> {
        Ok(database::decomposition(character(vm, chr, "decomposition", "")?))
    }

    /// The value as a decimal digit.
    #[function("(chr, default=<unrepresentable>, /)")]
    fn decimal(vm: &mut Vm, chr: Value, default: Option<Value>) -> R<Owned> {
        let found = database::decimal_value(character(vm, chr, "decimal", " 1")?);
        let found = numbers!(vm, found);
        or_default(vm, found, default, "not a decimal")
    }

    /// The value as a digit.
    #[function("(chr, default=<unrepresentable>, /)")]
    fn digit(vm: &mut Vm, chr: Value, default: Option<Value>) -> R<Owned> {
        let found = database::digit_value(character(vm, chr, "digit", " 1")?);
        let found = numbers!(vm, found);
        or_default(vm, found, default, "not a digit")
    }

    /// The value as a number.
    #[function("(chr, default=<unrepresentable>, /)")]
    fn numeric(vm: &mut Vm, chr: Value, default: Option<Value>) -> R<Owned> {
        let found = database::numeric_value(character(vm, chr, "numeric", " 1")?);
        let found = numbers!(vm, found);
        or_default(vm, found, default, "not a numeric character")
    }

    /// The name.
    #[function("(chr, default=<unrepresentable>, /)")]
    fn name(vm: &mut Vm, chr: Value, default: Option<Value>) -> R<Owned> {
        let found = names::name(character(vm, chr, "name", " 1")?);
        let found = numbers!(vm, found);
        or_default(vm, found, default, "no such name")
    }

    /// The character with a name.
    #[function("(name, /)")]
    fn lookup(vm: &mut Vm, name: String) -> R<Owned> {
        find_name(vm, &name)
    }

    /// The text in a normal form.
    #[function("(form, unistr, /)")]
    fn normalize(vm: &mut Vm, form: String, unistr: Obj<Str>) -> R<Owned> {
        let form = super::form(vm, &form)?;
        match database::normalize::normalize(unistr.units(vm), form) {
            Some(text) => vm.new_text(&text),
            None => exact(vm, unistr),
        }
    }

    /// Whether the text is in a normal form.
    #[function("(form, unistr, /)")]
    fn is_normalized(vm: &mut Vm, form: String, unistr: Obj<Str>) -> R<bool> {
        let form = super::form(vm, &form)?;
        Ok(database::normalize::is_normalized(unistr.units(vm), form))
    }
}
