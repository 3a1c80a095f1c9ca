//! Dialects: what separates and quotes fields. Checked when they are made, and never changed.

use taipan_runtime::native::*;

use super::{QUOTE_MINIMAL, QUOTE_NONE, QUOTE_NOTNULL, registered};
use crate::support::{payload, signature};

/// The rules, as reader and writer use them.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) delimiter: u32,
    pub(super) quote: Option<u32>,
    pub(super) escape: Option<u32>,
    pub(super) line_end: Vec<u32>,
    /// The ASCII characters that a reader or writer treats unlike others, in some place.
    special: [bool; 128],
    pub(super) quoting: i32,
    pub(super) doublequote: bool,
    pub(super) skip_space: bool,
    pub(super) strict: bool,
}

#[derive(Trace)]
pub(super) struct Dialect {
    #[trace(skip)]
    pub(super) rules: std::sync::Arc<Rules>,
}

payload!(Dialect, plain);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_csv",
    doc: "The rules of a kind of file.",
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::new::<Dialect>("Dialect")
};

const SPACE: u32 = 0x20;

/// The parameters, in the order of the constructor behind `dialect`.
const NAMES: [&str; 8] =
    ["delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"];

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("Dialect", [
        "dialect" PositionalOrKeyword true, "delimiter" PositionalOrKeyword true,
        "doublequote" PositionalOrKeyword true, "escapechar" PositionalOrKeyword true,
        "lineterminator" PositionalOrKeyword true, "quotechar" PositionalOrKeyword true,
        "quoting" PositionalOrKeyword true, "skipinitialspace" PositionalOrKeyword true,
        "strict" PositionalOrKeyword true]);
    let mut slots = [None; 9];
    bind(vm, signature, args, &mut slots)?;
    let dialect = match crate::support::given(slots[0]) {
        Some(name) if vm.cast::<Str>(name).is_some() => Some(registered(vm, name)?),
        Some(dialect) => Some(dialect.own()),
        None => None,
    };
    let own = vm.native_class::<Dialect>();
    if let Some(dialect) = &dialect
        && class == own
        && vm.cast::<Dialect>(dialect.value()).is_some()
        && slots[1..].iter().all(Option::is_none)
    {
        return Ok(dialect.clone());
    }
    // What was not given is asked of the dialect; any attribute may be missing there.
    let mut given: [Option<Owned>; 8] = [const { None }; 8];
    for ((given, slot), name) in given.iter_mut().zip(&slots[1..]).zip(NAMES) {
        *given = match (slot, &dialect) {
            (Some(value), _) => Some(value.own()),
            (None, Some(dialect)) => {
                let name = vm.intern(name)?;
                match vm.get_attr(dialect.value(), name) {
                    Ok(value) => Some(value),
                    Err(_) => {
                        drop(vm.take_error());
                        None
                    }
                }
            }
            (None, None) => None,
        };
    }
    let [delimiter, doublequote, escape, line_end, quote, quoting, skip_space, strict] = given;
    let flag = |vm: &mut Vm, value: &Option<Owned>, default: bool| match value {
        Some(value) => vm.truth(value.value()),
        None => Ok(default),
    };
    let mut rules = Rules {
        delimiter: match &delimiter {
            Some(value) => one_character(vm, "delimiter", value.value(), false)?.unwrap_or(0),
            None => u32::from(b','),
        },
        doublequote: flag(vm, &doublequote, true)?,
        escape: match &escape {
            Some(value) => one_character(vm, "escapechar", value.value(), true)?,
            None => None,
        },
        line_end: match &line_end {
            Some(value) => match vm.cast::<Str>(value.value()) {
                Some(text) => text.units(vm).iter().collect(),
                None => {
                    let found = vm.class_of(value.value()).name(vm);
                    return Err(vm.type_error(format!("\"lineterminator\" must be a string, not {found}")));
                }
            },
            None => vec![13, 10],
        },
        quote: match &quote {
            Some(value) => one_character(vm, "quotechar", value.value(), true)?,
            None => Some(u32::from(b'"')),
        },
        special: [false; 128],
        quoting: match &quoting {
            Some(value) => {
                let class = vm.class_of(value.value());
                if class != vm.types.int && !class.is_subclass_of(vm, vm.types.int) || value.value().is_bool() {
                    let found = class.name(vm);
                    return Err(vm.type_error(format!("\"quoting\" must be an integer, not {found}")));
                }
                vm.to_i64(value.value(), "int")? as i32
            }
            None => QUOTE_MINIMAL,
        },
        skip_space: flag(vm, &skip_space, false)?,
        strict: flag(vm, &strict, false)?,
    };
    if !(QUOTE_MINIMAL..=QUOTE_NOTNULL).contains(&rules.quoting) {
        return Err(vm.type_error("bad \"quoting\" value"));
    }
    if quote.as_ref().is_some_and(|quote| quote.is_none()) && quoting.is_none() {
        rules.quoting = QUOTE_NONE;
    }
    if rules.quoting != QUOTE_NONE && rules.quote.is_none() {
        return Err(vm.type_error("quotechar must be set if quoting enabled"));
    }
    check(vm, &rules)?;
    rules.special = std::array::from_fn(|byte| rules.means_something(byte as u32));
    vm.allocate_instance(class, Dialect { rules: std::sync::Arc::new(rules) })
}

fn one_character(vm: &mut Vm, name: &str, value: Value, optional: bool) -> R<Option<u32>> {
    let or_none = if optional { " or None" } else { "" };
    if optional && value.is_none() {
        return Ok(None);
    }
    let Some(text) = vm.cast::<Str>(value) else {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("\"{name}\" must be a unicode character{or_none}, not {found}")));
    };
    let length = text.len(vm);
    if length != 1 {
        let message = format!("\"{name}\" must be a unicode character{or_none}, not a string of length {length}");
        return Err(vm.type_error(message));
    }
    Ok(Some(text.units(vm).get(0)))
}

impl Rules {
    /// Where the first character is that a reader or writer treats unlike others; the bytes are ASCII.
    #[inline]
    pub(super) fn find_special(&self, ascii: &[u8]) -> Option<usize> {
        ascii.iter().position(|&byte| self.special[usize::from(byte & 0x7f)])
    }

    /// Whether a reader or writer treats the character unlike others, in some place.
    #[inline]
    pub(super) fn is_special(&self, character: u32) -> bool {
        match self.special.get(character as usize) {
            Some(&special) => special,
            None => self.means_something(character),
        }
    }

    fn means_something(&self, character: u32) -> bool {
        character == self.delimiter
            || Some(character) == self.escape
            || Some(character) == self.quote
            || character == 10
            || character == 13
            || self.line_end.contains(&character)
    }
}

fn check(vm: &mut Vm, rules: &Rules) -> R<()> {
    let characters = [
        ("delimiter", Some(rules.delimiter), true),
        ("escapechar", rules.escape, !rules.skip_space),
        ("quotechar", rules.quote, !rules.skip_space),
    ];
    for (name, character, may_be_space) in characters {
        let Some(character) = character else { continue };
        if character == 10 || character == 13 || character == SPACE && !may_be_space {
            return Err(vm.value_error(format!("bad {name} value")));
        }
        if rules.line_end.contains(&character) {
            return Err(vm.value_error(format!("bad {name} or lineterminator value")));
        }
    }
    let [(_, delimiter, _), (_, escape, _), (_, quote, _)] = characters;
    for (first, second, same) in [
        ("delimiter", "escapechar", delimiter == escape),
        ("delimiter", "quotechar", delimiter == quote),
        ("escapechar", "quotechar", escape == quote && escape.is_some()),
    ] {
        if same {
            return Err(vm.value_error(format!("bad {first} or {second} value")));
        }
    }
    Ok(())
}

fn character(vm: &mut Vm, character: Option<u32>) -> R<Option<Owned>> {
    character.map(|character| vm.new_char(character)).transpose()
}

#[methods]
mod py {
    use super::*;

    /// What separates fields.
    #[getter]
    fn delimiter(vm: &mut Vm, this: Obj<Dialect>) -> R<Option<Owned>> {
        let delimiter = this.get(vm).rules.delimiter;
        character(vm, Some(delimiter))
    }

    /// What makes the next character an ordinary one.
    #[getter]
    fn escapechar(vm: &mut Vm, this: Obj<Dialect>) -> R<Option<Owned>> {
        let escape = this.get(vm).rules.escape;
        character(vm, escape)
    }

    /// What quotes fields.
    #[getter]
    fn quotechar(vm: &mut Vm, this: Obj<Dialect>) -> R<Option<Owned>> {
        let quote = this.get(vm).rules.quote;
        character(vm, quote)
    }

    /// What ends rows.
    #[getter]
    fn lineterminator(vm: &mut Vm, this: Obj<Dialect>) -> R<Owned> {
        let mut text = taipan_text::TextBuf::with_capacity(2);
        for &point in &this.get(vm).rules.line_end {
            text.push(point);
        }
        let text = text.finish();
        vm.new_text(&text)
    }

    /// When fields are quoted.
    #[getter]
    fn quoting(vm: &mut Vm, this: Obj<Dialect>) -> i32 {
        this.get(vm).rules.quoting
    }

    /// Whether space behind a delimiter is dropped.
    #[member]
    fn skipinitialspace(vm: &mut Vm, this: Obj<Dialect>) -> bool {
        this.get(vm).rules.skip_space
    }

    /// Whether two quotes in a quoted field are one.
    #[member]
    fn doublequote(vm: &mut Vm, this: Obj<Dialect>) -> bool {
        this.get(vm).rules.doublequote
    }

    /// Whether bad input is an error.
    #[member]
    fn strict(vm: &mut Vm, this: Obj<Dialect>) -> bool {
        this.get(vm).rules.strict
    }

    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Dialect>) -> R<Owned> {
        let class = vm.class_of(this.value()).short_name(vm);
        Err(vm.type_error(format!("cannot pickle '{class}' instances")))
    }

    #[method("($self, protocol, /)")]
    fn __reduce_ex__(vm: &mut Vm, this: Obj<Dialect>, _protocol: Value) -> R<Owned> {
        let class = vm.class_of(this.value()).short_name(vm);
        Err(vm.type_error(format!("cannot pickle '{class}' instances")))
    }
}
