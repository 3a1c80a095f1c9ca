//! Binding and converting the arguments of native functions, with CPython's words for each mistake.

use taipan_heap::{Owned, Value};

use crate::error::{R, Raised};
use crate::object::class::Class;
use crate::object::obj::{Obj, Payload};
use crate::types::str::Str;
use crate::vm::Vm;

/// The arguments of a call: positional ones, then the values of the keywords named in `names`. All borrowed.
#[derive(Clone, Copy, Default)]
pub struct Args<'a> {
    pub positional: &'a [Value],
    /// Strings, one for each keyword value.
    pub names: &'a [Value],
    pub keyword_values: &'a [Value],
}

impl<'a> Args<'a> {
    /// Positional arguments alone.
    #[inline(always)]
    pub fn positional(positional: &'a [Value]) -> Args<'a> {
        Args { positional, names: &[], keyword_values: &[] }
    }

    /// The keywords, each a name and a value.
    pub fn keywords(self) -> impl Iterator<Item = (Value, Value)> + 'a {
        self.names.iter().copied().zip(self.keyword_values.iter().copied())
    }

    /// Without the first positional argument.
    pub fn skip_first(self) -> Args<'a> {
        Args { positional: self.positional.get(1..).unwrap_or(&[]), ..self }
    }
}

/// How a native parameter takes its argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParameterKind {
    PositionalOnly,
    PositionalOrKeyword,
    KeywordOnly,
}

/// A native function's parameter.
#[derive(Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub kind: ParameterKind,
    pub optional: bool,
}

/// A native function's signature.
#[derive(Debug)]
pub struct Signature {
    pub name: &'static str,
    /// As `__text_signature__` shows it.
    pub text: &'static str,
    /// All but `*rest` and `**keywords`; a method's receiver is the first.
    pub parameters: &'static [Parameter],
    pub rest: bool,
    pub keywords: bool,
}

impl Signature {
    /// Whether the first parameter is the receiver (`$self`, `$type`, `$module`).
    pub fn has_receiver(&self) -> bool {
        self.text.starts_with("($")
    }
}

/// A `*args` parameter: what no other positional parameter took.
pub type Rest<'a> = &'a [Value];
/// A `**kwargs` parameter: names and values.
pub type Keywords = Vec<(Value, Value)>;

/// What `bind` leaves over for `*rest` and `**keywords`.
pub struct Bound<'a> {
    pub rest: Rest<'a>,
    pub keywords: Keywords,
}

/// Distribute `args` over `slots`, one for each parameter.
#[inline]
pub fn bind<'a>(
    vm: &mut Vm,
    signature: &'static Signature,
    args: Args<'a>,
    slots: &mut [Option<Value>],
) -> R<Bound<'a>> {
    let given = args.positional.len();
    if args.names.is_empty()
        && let Some((ahead, left)) = signature.parameters.split_at_checked(given)
        && left.iter().all(|parameter| parameter.optional)
        && ahead.last().is_none_or(|last| last.kind != ParameterKind::KeywordOnly)
    {
        // Nothing has to be looked for.
        for (slot, &value) in slots.iter_mut().zip(args.positional) {
            *slot = Some(value);
        }
        return Ok(Bound { rest: &[], keywords: Vec::new() });
    }
    if !signature.rest && !signature.keywords && bind_plain(vm, signature, args, slots) {
        return Ok(Bound { rest: &[], keywords: Vec::new() });
    }
    let takes =
        signature.parameters.iter().take_while(|parameter| parameter.kind != ParameterKind::KeywordOnly).count();
    let used = given.min(takes);
    for (slot, &value) in slots.iter_mut().zip(&args.positional[..used]) {
        *slot = Some(value);
    }
    if !args.names.is_empty() && !signature.keywords && all_positional_only(signature) {
        return Err(unexpected_keyword(vm, signature, args, ""));
    }
    if !signature.rest && (given > takes || !args.names.is_empty()) {
        check_count(vm, signature, args, takes)?;
    }
    let mut keywords = Vec::new();
    let mut unknown = None;
    for (name, value) in args.keywords() {
        let text = vm.cast::<Str>(name);
        let is_named = |parameter: &Parameter| {
            parameter.kind != ParameterKind::PositionalOnly && text.is_some_and(|text| text.is_str(vm, parameter.name))
        };
        let found = signature.parameters.iter().position(is_named);
        match found {
            Some(index) if slots[index].is_none() => slots[index] = Some(value),
            None if signature.keywords => keywords.push((name, value)),
            // What is missing is told of first.
            _ => {
                unknown.get_or_insert((found, name));
            }
        }
    }
    for (index, parameter) in signature.parameters.iter().enumerate() {
        if slots[index].is_none() && !parameter.optional {
            return Err(missing(vm, signature, args, index));
        }
    }
    if let Some((found, name)) = unknown {
        let text = vm.cast::<Str>(name).map(|name| name.to_string_lossy(vm)).unwrap_or_default();
        return Err(match found {
            Some(index) => {
                let position = index + 1 - receiver_count(signature);
                let name = signature.name;
                vm.type_error(format!("argument for {name}() given by name ('{text}') and position ({position})"))
            }
            None => unexpected_keyword(vm, signature, args, &text),
        });
    }
    Ok(Bound { rest: &args.positional[used..], keywords })
}

/// As `bind`, where each keyword names a parameter that is not given yet and nothing is missing. False when it is not like that: nothing is done
/// then.
fn bind_plain(vm: &Vm, signature: &'static Signature, args: Args<'_>, slots: &mut [Option<Value>]) -> bool {
    let given = args.positional.len();
    let Some((ahead, left)) = signature.parameters.split_at_checked(given) else { return false };
    let Some((first, rest)) = slots.split_at_mut_checked(given) else { return false };
    if ahead.last().is_some_and(|last| last.kind == ParameterKind::KeywordOnly) {
        return false;
    }
    for (name, value) in args.keywords() {
        let Some(text) = vm.cast::<Str>(name).and_then(|text| text.as_ascii(vm)) else { return undone(rest) };
        let mut index = 0;
        loop {
            let Some(parameter) = left.get(index) else { return undone(rest) };
            if parameter.name == text {
                break;
            }
            index += 1;
        }
        match rest.get_mut(index) {
            Some(place @ None) if left[index].kind != ParameterKind::PositionalOnly => *place = Some(value),
            _ => return undone(rest),
        }
    }
    if left.iter().zip(rest.iter()).any(|(parameter, place)| place.is_none() && !parameter.optional) {
        return undone(rest);
    }
    for (place, &value) in first.iter_mut().zip(args.positional) {
        *place = Some(value);
    }
    true
}

#[cold]
fn undone(slots: &mut [Option<Value>]) -> bool {
    slots.fill(None);
    false
}

/// Too many arguments in all, or too many positional ones.
#[cold]
fn check_count(vm: &mut Vm, signature: &'static Signature, args: Args<'_>, takes: usize) -> R<()> {
    let skip = receiver_count(signature);
    let total = signature.parameters.len() - skip;
    let positional = args.positional.len().saturating_sub(skip);
    let given = positional + args.names.len();
    if given > total && total > 0 && !signature.keywords && !all_positional_only(signature) {
        let kind = if positional == 0 { "keyword " } else { "" };
        let (name, plural) = (signature.name, if total == 1 { "" } else { "s" });
        return Err(vm.type_error(format!("{name}() takes at most {total} {kind}argument{plural} ({given} given)")));
    }
    if args.positional.len() > takes {
        return Err(wrong_count(vm, signature, args));
    }
    Ok(())
}

fn receiver_count(signature: &Signature) -> usize {
    usize::from(signature.has_receiver())
}

fn all_positional_only(signature: &Signature) -> bool {
    signature.parameters.iter().all(|parameter| parameter.kind == ParameterKind::PositionalOnly)
}

/// `type.name` for methods where CPython shows it, else the name.
fn shown_name(vm: &mut Vm, signature: &Signature, args: Args<'_>) -> String {
    match args.positional.first() {
        Some(&this) if signature.has_receiver() && signature.text.starts_with("($self") => {
            let class = vm.class_of(this);
            let Ok(name) = vm.intern(signature.name) else { return signature.name.to_string() };
            // The builtin class that it is a method of.
            let owner = class
                .mro(vm)
                .iter()
                .filter_map(|&class| vm.cast::<Class>(class))
                .find(|class| !class.is_heap(vm) && class.dict(vm).get_str(vm, name).is_some());
            format!("{}.{}", owner.unwrap_or(class).short_name(vm), signature.name)
        }
        Some(&this) if signature.has_receiver() => match vm.cast::<Class>(this) {
            Some(class) => format!("{}.{}", class.short_name(vm), signature.name),
            None => signature.name.to_string(),
        },
        _ => signature.name.to_string(),
    }
}

#[cold]
fn wrong_count(vm: &mut Vm, signature: &'static Signature, args: Args<'_>) -> Raised {
    let skip = receiver_count(signature);
    let given = args.positional.len().saturating_sub(skip);
    let parameters = &signature.parameters[skip.min(signature.parameters.len())..];
    let most = parameters.iter().filter(|parameter| parameter.kind != ParameterKind::KeywordOnly).count();
    let least = parameters.iter().filter(|parameter| !parameter.optional).count();
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let message = if all_positional_only(signature) {
        if most == 0 {
            format!("{}() takes no arguments ({given} given)", shown_name(vm, signature, args))
        } else if most == 1 && least == 1 {
            format!("{}() takes exactly one argument ({given} given)", shown_name(vm, signature, args))
        } else if most == least {
            format!("{} expected {most} argument{}, got {given}", signature.name, plural(most))
        } else if given > most {
            format!("{} expected at most {most} argument{}, got {given}", signature.name, plural(most))
        } else {
            format!("{} expected at least {least} argument{}, got {given}", signature.name, plural(least))
        }
    } else {
        let total = parameters.len();
        let positional_limit = most < total;
        let given = given + if positional_limit { 0 } else { args.names.len() };
        let how = if least == most { "exactly" } else { "at most" };
        if most == 0 {
            format!("{}() takes no positional arguments", signature.name)
        } else {
            let positional = if positional_limit { " positional" } else { "" };
            format!("{}() takes {how} {most}{positional} argument{} ({given} given)", signature.name, plural(most))
        }
    };
    vm.type_error(message)
}

#[cold]
fn missing(vm: &mut Vm, signature: &'static Signature, args: Args<'_>, index: usize) -> Raised {
    let skip = receiver_count(signature);
    if index < skip {
        let message = format!("unbound method {}() needs an argument", signature.name);
        return vm.type_error(message);
    }
    if all_positional_only(signature) {
        return wrong_count(vm, signature, args);
    }
    let name = signature.name;
    let parameter = &signature.parameters[index];
    if parameter.kind == ParameterKind::PositionalOnly {
        let parameters = &signature.parameters[skip..];
        let required = |parameter: &&Parameter| parameter.kind == ParameterKind::PositionalOnly && !parameter.optional;
        let least = parameters.iter().filter(required).count();
        let most = parameters.iter().filter(|parameter| parameter.kind != ParameterKind::KeywordOnly).count();
        let given = args.positional.len().saturating_sub(skip);
        let how = if least < most { "at least" } else { "exactly" };
        let plural = if least == 1 { "" } else { "s" };
        return vm.type_error(format!("{name}() takes {how} {least} positional argument{plural} ({given} given)"));
    }
    let message = format!("{name}() missing required argument '{}' (pos {})", parameter.name, index + 1 - skip);
    vm.type_error(message)
}

#[cold]
fn unexpected_keyword(vm: &mut Vm, signature: &'static Signature, args: Args<'_>, text: &str) -> Raised {
    let message = if all_positional_only(signature) {
        format!("{}() takes no keyword arguments", shown_name(vm, signature, args))
    } else {
        let named = signature.parameters.iter().filter(|parameter| parameter.kind != ParameterKind::PositionalOnly);
        let names: Vec<&str> = named.map(|parameter| parameter.name).collect();
        unexpected_keyword_text(signature.name, text, &names)
    };
    vm.type_error(message)
}

/// What is said of a keyword that `function` does not have, while it has `names`.
pub(crate) fn unexpected_keyword_text(function: &str, text: &str, names: &[&str]) -> String {
    let candidates = names.iter().map(|name| (*name).to_owned());
    let hint = crate::errors::suggest::best_match(candidates, text);
    let hint = hint.map_or_else(String::new, |hint| format!(". Did you mean '{hint}'?"));
    format!("{function}() got an unexpected keyword argument '{text}'{hint}")
}

/// Conversion of one argument to the Rust type of the parameter.
pub trait FromArgument: Sized {
    /// Convert a value that was given.
    fn convert(vm: &mut Vm, value: Value, signature: &'static Signature, index: usize) -> R<Self>;

    /// Convert what `bind` put into the slot.
    #[inline(always)]
    fn from_argument(vm: &mut Vm, slot: Option<Value>, signature: &'static Signature, index: usize) -> R<Self> {
        match slot {
            Some(value) => Self::convert(vm, value, signature, index),
            None => Err(missing(vm, signature, Args::default(), index)),
        }
    }

    /// Convert the receiver of a getter or setter.
    fn from_receiver(vm: &mut Vm, value: Value) -> R<Self> {
        static RECEIVER: Signature =
            Signature { name: "getter", text: "($self)", parameters: &[], rest: false, keywords: false };
        Self::convert(vm, value, &RECEIVER, 0)
    }
}

impl FromArgument for Value {
    #[inline(always)]
    fn convert(_vm: &mut Vm, value: Value, _signature: &'static Signature, _index: usize) -> R<Value> {
        Ok(value)
    }
}

/// An argument that may be left out. A given None is `Some(None)`.
impl<T: FromArgument> FromArgument for Option<T> {
    fn convert(vm: &mut Vm, value: Value, signature: &'static Signature, index: usize) -> R<Option<T>> {
        T::convert(vm, value, signature, index).map(Some)
    }

    #[inline(always)]
    fn from_argument(vm: &mut Vm, slot: Option<Value>, signature: &'static Signature, index: usize) -> R<Option<T>> {
        match slot {
            Some(value) => Self::convert(vm, value, signature, index),
            None => Ok(None),
        }
    }
}

impl<T: Payload> FromArgument for Obj<T> {
    #[inline(always)]
    fn convert(vm: &mut Vm, value: Value, signature: &'static Signature, index: usize) -> R<Obj<T>> {
        match vm.cast::<T>(value) {
            Some(object) => Ok(object),
            None => Err(wrong_type(vm, value, T::class(vm).name(vm), signature, index)),
        }
    }
}

impl Vm {
    /// What a message about a wrong argument calls it.
    pub fn found_argument(&self, value: Value) -> String {
        if value.is_none() { "None".to_owned() } else { self.class_of(value).name(self) }
    }
}

#[cold]
fn wrong_type(vm: &mut Vm, value: Value, expected: String, signature: &'static Signature, index: usize) -> Raised {
    let found = if index >= receiver_count(signature) { vm.found_argument(value) } else { vm.class_of(value).name(vm) };
    let skip = receiver_count(signature);
    let message = if index < skip {
        format!("descriptor '{}' for '{expected}' objects doesn't apply to a '{found}' object", signature.name)
    } else if signature.parameters.len() == skip + 1 && all_positional_only(signature) {
        format!("{}() argument must be {expected}, not {found}", signature.name)
    } else if signature.parameters[index].kind == ParameterKind::PositionalOnly {
        format!("{}() argument {} must be {expected}, not {found}", signature.name, index + 1 - skip)
    } else {
        format!("{}() argument '{}' must be {expected}, not {found}", signature.name, signature.parameters[index].name)
    };
    vm.type_error(message)
}

impl FromArgument for bool {
    fn convert(vm: &mut Vm, value: Value, _signature: &'static Signature, _index: usize) -> R<bool> {
        vm.truth(value)
    }
}

impl FromArgument for f64 {
    fn convert(vm: &mut Vm, value: Value, _signature: &'static Signature, _index: usize) -> R<f64> {
        match value.as_float() {
            Some(float) => Ok(float),
            None => vm.to_f64(value),
        }
    }
}

impl FromArgument for String {
    fn convert(vm: &mut Vm, value: Value, signature: &'static Signature, index: usize) -> R<String> {
        let text = Obj::<Str>::convert(vm, value, signature, index)?;
        let text = text.to_string_lossy(vm);
        vm.check_built().map(|()| text)
    }
}

/// A position or count: an int, or an object with `__index__`; too large ones are clamped, as slicing does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Index(pub isize);

impl FromArgument for Index {
    fn convert(vm: &mut Vm, value: Value, _signature: &'static Signature, _index: usize) -> R<Index> {
        match value.as_int() {
            Some(int) => Ok(Index(int as isize)),
            None => vm.to_index_clamped(value).map(Index),
        }
    }
}

macro_rules! integer_argument {
    ($($ty:ty, $name:literal;)+) => { $(
        impl FromArgument for $ty {
            fn convert(vm: &mut Vm, value: Value, _signature: &'static Signature, _index: usize) -> R<$ty> {
                let int = match value.as_int() {
                    Some(int) => int,
                    None => vm.to_i64(value, $name)?,
                };
                match <$ty>::try_from(int) {
                    Ok(int) => Ok(int),
                    Err(_) => Err(vm.overflow_error(if int < 0 && <$ty>::MIN == 0 {
                        concat!("can't convert negative value to ", $name).to_string()
                    } else {
                        concat!("Python int too large to convert to C ", $name).to_string()
                    })),
                }
            }
        }
    )+ };
}

integer_argument! {
    i64, "long"; i32, "int"; u8, "unsigned byte"; u32, "unsigned int"; isize, "ssize_t"; usize, "size_t";
}

impl FromArgument for u64 {
    fn convert(vm: &mut Vm, value: Value, _signature: &'static Signature, _index: usize) -> R<u64> {
        let index = vm.index(value)?;
        if vm.int_is_negative(index.value()) {
            return Err(vm.overflow_error("can't convert negative value to unsigned long"));
        }
        match vm.as_int_ref(index.value()).and_then(|int| int.to_u64()) {
            Some(int) => Ok(int),
            None => Err(vm.overflow_error("Python int too large to convert to C unsigned long")),
        }
    }
}

/// What a native function may return.
pub trait IntoResult {
    fn into_result(self, vm: &mut Vm) -> R<Owned>;
}

impl IntoResult for Owned {
    #[inline(always)]
    fn into_result(self, _vm: &mut Vm) -> R<Owned> {
        Ok(self)
    }
}

impl<T> IntoResult for Obj<T> {
    #[inline(always)]
    fn into_result(self, _vm: &mut Vm) -> R<Owned> {
        Ok(self.own())
    }
}

/// A borrowed value: a new reference is taken.
impl IntoResult for Value {
    #[inline(always)]
    fn into_result(self, _vm: &mut Vm) -> R<Owned> {
        Ok(self.own())
    }
}

impl IntoResult for () {
    #[inline(always)]
    fn into_result(self, _vm: &mut Vm) -> R<Owned> {
        Ok(Owned::NONE)
    }
}

impl IntoResult for bool {
    #[inline(always)]
    fn into_result(self, _vm: &mut Vm) -> R<Owned> {
        Ok(Owned::bool(self))
    }
}

impl IntoResult for f64 {
    fn into_result(self, vm: &mut Vm) -> R<Owned> {
        vm.new_float(self)
    }
}

impl IntoResult for &str {
    fn into_result(self, vm: &mut Vm) -> R<Owned> {
        vm.new_str(self)
    }
}

impl IntoResult for String {
    fn into_result(self, vm: &mut Vm) -> R<Owned> {
        vm.new_str(&self)
    }
}

macro_rules! integer_result {
    ($($ty:ty),+) => { $(
        impl IntoResult for $ty {
            #[inline(always)]
            fn into_result(self, vm: &mut Vm) -> R<Owned> {
                vm.new_int(self as i128)
            }
        }
    )+ };
}

integer_result!(i64, i32, u8, u32, usize, isize, u64);

/// None when absent.
impl<T: IntoResult> IntoResult for Option<T> {
    #[inline(always)]
    fn into_result(self, vm: &mut Vm) -> R<Owned> {
        match self {
            Some(value) => value.into_result(vm),
            None => Ok(Owned::NONE),
        }
    }
}

impl<T: IntoResult> IntoResult for R<T> {
    #[inline(always)]
    fn into_result(self, vm: &mut Vm) -> R<Owned> {
        let result = self?;
        // What the native made may be the worse for memory that was refused.
        vm.check_built()?;
        result.into_result(vm)
    }
}
