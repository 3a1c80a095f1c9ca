//! What the constructors share: their arguments in CPython's words, numbers that fit a C int, pickled states, and text to be read.

use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;

/// The parameters of a constructor, the last of which may be keywords only.
pub(super) struct Fields {
    pub(super) names: &'static [&'static str],
    pub(super) required: usize,
    pub(super) positional: usize,
}

impl Fields {
    /// Distribute the arguments.
    pub(super) fn bind(&self, vm: &mut Vm, args: Args<'_>, slots: &mut [Option<Value>]) -> R<()> {
        let given = args.positional.len();
        let total = given + args.names.len();
        if total > self.names.len() {
            let (most, kind) = (self.names.len(), if given == 0 { "keyword " } else { "" });
            return Err(vm.type_error(format!("function takes at most {most} {kind}arguments ({total} given)")));
        }
        if given > self.positional {
            let most = self.positional;
            return Err(vm.type_error(format!("function takes at most {most} positional arguments ({given} given)")));
        }
        for (slot, &value) in slots.iter_mut().zip(args.positional) {
            *slot = Some(value);
        }
        if args.names.is_empty() && given >= self.required {
            return Ok(());
        }
        let (mut unknown, mut twice) = (None, None);
        for (name, value) in args.keywords() {
            let text = vm.cast::<Str>(name);
            let found = self.names.iter().position(|known| text.is_some_and(|text| text.is_str(vm, known)));
            match found {
                Some(index) if index < given => twice = twice.or(Some(index)),
                Some(index) => slots[index] = Some(value),
                None => {
                    unknown.get_or_insert(name);
                }
            }
        }
        if let Some(missing) = slots.iter().take(self.required).position(Option::is_none) {
            // What is given is looked at in order.
            for &slot in slots.iter().take(missing).flatten() {
                int_field(vm, slot)?;
            }
            let (name, position) = (self.names[missing], missing + 1);
            return Err(vm.type_error(format!("function missing required argument '{name}' (pos {position})")));
        }
        if let Some(index) = twice {
            let (name, position) = (self.names[index], index + 1);
            return Err(
                vm.type_error(format!("argument for function given by name ('{name}') and position ({position})"))
            );
        }
        match unknown {
            Some(name) => {
                let name = vm.str_text(name)?;
                Err(vm.type_error(format!("this function got an unexpected keyword argument '{name}'")))
            }
            None => Ok(()),
        }
    }
}

/// A number that fits a C int.
#[inline]
pub(super) fn int_field(vm: &mut Vm, value: Value) -> R<i32> {
    let number = match value.as_int() {
        Some(number) => number,
        None => vm.to_i64(value, "long")?,
    };
    match i32::try_from(number) {
        Ok(number) => Ok(number),
        Err(_) if number > 0 => Err(vm.overflow_error("signed integer is greater than maximum")),
        Err(_) => Err(vm.overflow_error("signed integer is less than minimum")),
    }
}

pub(super) fn month_is_sane(month: u8) -> bool {
    (1..=12).contains(&month)
}

/// A pickled state: bytes of a length, or a string that Python 2 has pickled.
pub(super) fn latin1_state(
    vm: &mut Vm,
    value: Value,
    length: usize,
    sane: impl Fn(&[u8]) -> bool,
    what: &str,
) -> R<Option<Vec<u8>>> {
    if let Some(bytes) = vm.cast::<Bytes>(value) {
        let bytes = vm.with_bytes(bytes, |_, bytes| Ok((bytes.len() == length).then(|| bytes.to_vec())))?;
        return Ok(bytes.filter(|bytes| sane(bytes)));
    }
    let Some(text) = vm.cast::<Str>(value).filter(|text| text.len(vm) == length) else { return Ok(None) };
    let points: Vec<u32> = (0..length).map(|index| text.units(vm).get(index)).collect();
    let bytes: Vec<u8> = points.iter().map(|&point| u8::try_from(point).unwrap_or(0)).collect();
    let marks: Vec<u8> = points.iter().map(|&point| u8::try_from(point).unwrap_or(0xff)).collect();
    if !sane(&marks) {
        return Ok(None);
    }
    if points.iter().any(|&point| point > 0xff) {
        return Err(vm.value_error(format!(
            "Failed to encode latin1 string when unpickling a {what} object. pickle.load(data, encoding='latin1') is assumed."
        )));
    }
    Ok(Some(bytes))
}

/// Text to be read: ASCII, but for one character that may separate date and time.
pub(super) struct IsoText {
    /// With a space in place of the other character.
    pub(super) bytes: Vec<u8>,
    /// Where the other character is.
    pub(super) separator: Option<usize>,
}

/// The text; None when it has more than one character that is not ASCII.
pub(super) fn iso_text(vm: &mut Vm, value: Value) -> R<Option<IsoText>> {
    let Some(text) = vm.cast::<Str>(value) else {
        return Err(vm.type_error("fromisoformat: argument must be str"));
    };
    if let Some(text) = text.as_ascii(vm) {
        return Ok(Some(IsoText { bytes: text.as_bytes().to_vec(), separator: None }));
    }
    let (mut bytes, mut separator) = (Vec::new(), None);
    for index in 0..text.len(vm).min(100) {
        let point = text.units(vm).get(index);
        match u8::try_from(point).ok().filter(u8::is_ascii) {
            Some(byte) => bytes.push(byte),
            None if separator.is_none() => {
                separator = Some(index);
                bytes.push(b' ');
            }
            None => return Ok(None),
        }
    }
    Ok(Some(IsoText { bytes, separator }))
}

/// The text is no date or time.
pub(super) fn malformed(vm: &mut Vm, text: Value) -> Raised {
    match vm.repr_text(text) {
        Ok(shown) => vm.value_error(format!("Invalid isoformat string: {shown}")),
        Err(raised) => raised,
    }
}

/// The format that `strftime` or `__format__` was given.
pub(super) fn format_text(vm: &mut Vm, name: &str, format: Value) -> R<Obj<Str>> {
    match vm.cast::<Str>(format) {
        Some(format) => Ok(format),
        None => {
            let found = vm.found_argument(format);
            Err(vm.type_error(format!("{name}() argument 1 must be str, not {found}")))
        }
    }
}

/// `this.replace(**given)`
pub(super) fn changes(vm: &mut Vm, this: Value, given: Keywords) -> R<Owned> {
    let (names, values): (Vec<Value>, Vec<Value>) = given.into_iter().unzip();
    let name = vm.names.replace;
    vm.call_method_named(this, name, Args { positional: &[], names: &names, keyword_values: &values })
}
