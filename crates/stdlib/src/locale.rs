//! `_locale`: the C locale with UTF-8 text, the only one there is here.
//!
//! Python's own behaviour never depends on the locale but for `locale`'s functions and the `n` format; a program that asks for another locale
//! than C, POSIX or one of UTF-8 is told that there is none.

use taipan_runtime::native::*;

const CATEGORIES: [(&str, i64); 7] = [
    ("LC_CTYPE", 0),
    ("LC_NUMERIC", 1),
    ("LC_TIME", 2),
    ("LC_COLLATE", 3),
    ("LC_MONETARY", 4),
    ("LC_MESSAGES", 5),
    ("LC_ALL", 6),
];

/// What glibc's C locale says for each item of `langinfo.h`.
const ITEMS: &[(&str, i64, &str)] = &[
    ("ABDAY_1", 131_072, "Sun"),
    ("ABDAY_2", 131_073, "Mon"),
    ("ABDAY_3", 131_074, "Tue"),
    ("ABDAY_4", 131_075, "Wed"),
    ("ABDAY_5", 131_076, "Thu"),
    ("ABDAY_6", 131_077, "Fri"),
    ("ABDAY_7", 131_078, "Sat"),
    ("DAY_1", 131_079, "Sunday"),
    ("DAY_2", 131_080, "Monday"),
    ("DAY_3", 131_081, "Tuesday"),
    ("DAY_4", 131_082, "Wednesday"),
    ("DAY_5", 131_083, "Thursday"),
    ("DAY_6", 131_084, "Friday"),
    ("DAY_7", 131_085, "Saturday"),
    ("ABMON_1", 131_086, "Jan"),
    ("ABMON_2", 131_087, "Feb"),
    ("ABMON_3", 131_088, "Mar"),
    ("ABMON_4", 131_089, "Apr"),
    ("ABMON_5", 131_090, "May"),
    ("ABMON_6", 131_091, "Jun"),
    ("ABMON_7", 131_092, "Jul"),
    ("ABMON_8", 131_093, "Aug"),
    ("ABMON_9", 131_094, "Sep"),
    ("ABMON_10", 131_095, "Oct"),
    ("ABMON_11", 131_096, "Nov"),
    ("ABMON_12", 131_097, "Dec"),
    ("MON_1", 131_098, "January"),
    ("MON_2", 131_099, "February"),
    ("MON_3", 131_100, "March"),
    ("MON_4", 131_101, "April"),
    ("MON_5", 131_102, "May"),
    ("MON_6", 131_103, "June"),
    ("MON_7", 131_104, "July"),
    ("MON_8", 131_105, "August"),
    ("MON_9", 131_106, "September"),
    ("MON_10", 131_107, "October"),
    ("MON_11", 131_108, "November"),
    ("MON_12", 131_109, "December"),
    ("AM_STR", 131_110, "AM"),
    ("PM_STR", 131_111, "PM"),
    ("D_T_FMT", 131_112, "%a %b %e %H:%M:%S %Y"),
    ("D_FMT", 131_113, "%m/%d/%y"),
    ("T_FMT", 131_114, "%H:%M:%S"),
    ("T_FMT_AMPM", 131_115, "%I:%M:%S %p"),
    ("ERA", 131_116, ""),
    ("ERA_D_FMT", 131_118, ""),
    ("ALT_DIGITS", 131_119, ""),
    ("ERA_D_T_FMT", 131_120, ""),
    ("ERA_T_FMT", 131_121, ""),
    ("CODESET", 14, "UTF-8"),
    ("CRNCYSTR", 262_159, "-"),
    ("RADIXCHAR", 65_536, "."),
    ("THOUSEP", 65_537, ""),
    ("YESEXPR", 327_680, "^[yY]"),
    ("NOEXPR", 327_681, "^[nN]"),
];

#[derive(Default)]
struct State {
    error: Option<Obj<Class>>,
    /// The name that LC_CTYPE was set to; the others are always C.
    text: Option<String>,
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_locale", "The native part of the module locale.", &METHODS)?;
    for (name, value) in CATEGORIES {
        module.add_int(vm, name, value)?;
    }
    for &(name, value, _) in ITEMS {
        module.add_int(vm, name, value)?;
    }
    module.add_int(vm, "CHAR_MAX", 127)?;
    let error = crate::support::exception_class(vm, "locale", "Error", vm.exceptions.Exception)?;
    module.add(vm, "Error", error.value())?;
    vm.state::<State>().error = vm.cast::<Class>(error.into_raw());
    Ok(owned)
}

fn unsupported(vm: &mut Vm) -> Raised {
    let class = vm.state::<State>().error.unwrap_or(vm.exceptions.ValueError);
    vm.raise(class, "unsupported locale setting")
}

/// A variable that names a locale.
fn variable(vm: &Vm, category: &str) -> String {
    for name in ["LC_ALL", category, "LANG"] {
        if let Some(value) = vm.host.variable(name.as_bytes()).filter(|value| !value.is_empty()) {
            return String::from_utf8_lossy(&value).into_owned();
        }
    }
    "C".to_string()
}

/// Whether it is a name of what this module has.
fn known(name: &str) -> bool {
    matches!(name, "C" | "POSIX" | "C.UTF-8" | "C.utf8")
}

fn text_name(vm: &mut Vm) -> String {
    vm.state::<State>().text.clone().unwrap_or_else(|| "C.UTF-8".to_string())
}

/// Every category's name, as `setlocale(LC_ALL)` shows it.
fn all_names(vm: &mut Vm) -> String {
    let text = text_name(vm);
    if text == "C" {
        return text;
    }
    format!(
        "LC_CTYPE={text};LC_NUMERIC=C;LC_TIME=C;LC_COLLATE=C;LC_MONETARY=C;LC_MESSAGES=C;LC_PAPER=C;LC_NAME=C;\
         LC_ADDRESS=C;LC_TELEPHONE=C;LC_MEASUREMENT=C;LC_IDENTIFICATION=C"
    )
}

fn shown(vm: &mut Vm, category: i64) -> String {
    match category {
        0 => text_name(vm),
        6 => all_names(vm),
        _ => "C".to_string(),
    }
}

#[methods]
mod py {
    use super::*;

    /// Set or ask for the locale of a category.
    #[function("(category, locale=None, /)")]
    fn setlocale(vm: &mut Vm, category: i32, locale: Option<Value>) -> R<String> {
        let category = i64::from(category);
        let Some(&(category_name, _)) = CATEGORIES.iter().find(|(_, number)| *number == category) else {
            return Err(unsupported(vm));
        };
        let Some(name) = crate::support::given(locale) else {
            return Ok(shown(vm, category));
        };
        let Some(text) = vm.cast::<Str>(name) else {
            let found = vm.class_of(name).name(vm);
            return Err(vm.type_error(format!("setlocale() argument 2 must be str or None, not {found}")));
        };
        let mut name = text.to_string_lossy(vm);
        if name == all_names(vm) {
            return Ok(name);
        }
        if name.is_empty() {
            name = variable(vm, category_name);
        }
        if !known(&name) {
            return Err(unsupported(vm));
        }
        if name == "POSIX" {
            name = "C".to_string();
        }
        if category == 0 || category == 6 {
            vm.state::<State>().text = Some(name.clone());
        }
        Ok(name)
    }

    /// What is customary for numbers and money.
    #[function("()")]
    fn localeconv(vm: &mut Vm) -> R<Owned> {
        let (owned, dict) = vm.new_dict_obj()?;
        for (name, text) in [
            ("decimal_point", "."),
            ("thousands_sep", ""),
            ("int_curr_symbol", ""),
            ("currency_symbol", ""),
            ("mon_decimal_point", ""),
            ("mon_thousands_sep", ""),
            ("positive_sign", ""),
            ("negative_sign", ""),
        ] {
            let (name, text) = (vm.new_str(name)?, vm.new_str(text)?);
            dict.set(vm, name.value(), text.value())?;
        }
        for name in ["grouping", "mon_grouping"] {
            let (name, list) = (vm.new_str(name)?, vm.new_list(&[])?);
            dict.set(vm, name.value(), list.value())?;
        }
        for name in [
            "int_frac_digits",
            "frac_digits",
            "p_cs_precedes",
            "p_sep_by_space",
            "n_cs_precedes",
            "n_sep_by_space",
            "p_sign_posn",
            "n_sign_posn",
        ] {
            let name = vm.new_str(name)?;
            dict.set(vm, name.value(), Value::small(127))?;
        }
        Ok(owned)
    }

    /// What the locale says of an item.
    #[function("(key, /)")]
    fn nl_langinfo(vm: &mut Vm, key: i32) -> R<String> {
        match ITEMS.iter().find(|(_, number, _)| *number == i64::from(key)) {
            Some((_, _, text)) => Ok((*text).to_string()),
            None => Err(vm.value_error("unsupported langinfo constant")),
        }
    }

    /// The order of two strings: below 0, 0 or above 0.
    #[function("(os1, os2, /)")]
    fn strcoll(vm: &mut Vm, os1: Obj<Str>, os2: Obj<Str>) -> i32 {
        let (first, second) = (os1.units(vm), os2.units(vm));
        match first.iter().cmp(second.iter()) {
            std::cmp::Ordering::Less => -1,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Greater => 1,
        }
    }

    /// A string that compares as `strcoll` does.
    #[function("(string, /)")]
    fn strxfrm(_vm: &mut Vm, string: Obj<Str>) -> Obj<Str> {
        string
    }

    /// The encoding of text.
    #[function("()")]
    fn getencoding(vm: &mut Vm) -> &'static str {
        crate::io::default_encoding(vm)
    }
}
