//! `SyntaxError`: where in the source the mistake is, from a second argument that is a sequence of details.

use super::{base, fields};
use crate::native::*;

pub(super) const SLOTS: Slots = Slots { init: Some(init), str: Some(str), ..Slots::EMPTY };
pub(super) const METHODS: [Method; 0] = [];
pub(super) const GETSETS: [GetSet; 0] = [];

pub(crate) const MSG: usize = 0;
pub(crate) const FILENAME: usize = 1;
pub(crate) const LINENO: usize = 2;
pub(crate) const METADATA: usize = 8;

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    base::init(vm, this, args)?;
    if let Some(&message) = args.positional.first() {
        fields::set(vm, this, MSG, Some(message));
    }
    let &[_, details] = args.positional else { return Ok(()) };
    let details = vm.tuple_from(details)?;
    let details: Vec<Owned> = match vm.cast::<Tuple>(details.value()) {
        Some(details) => details.items(vm).iter().map(|item| item.own()).collect(),
        None => Vec::new(),
    };
    let count = details.len();
    if count < 4 {
        return Err(vm.type_error(format!("function takes at least 4 arguments ({count} given)")));
    }
    if count > 7 {
        return Err(vm.type_error(format!("function takes at most 7 arguments ({count} given)")));
    }
    // File, line, offset, text, end line, end offset follow the message; the last detail is for the keyword suggestions.
    for index in 0..6 {
        fields::set(vm, this, FILENAME + index, details.get(index).map(|item| item.value()));
    }
    fields::set(vm, this, METADATA, details.get(6).map(|item| item.value()));
    if count == 5 {
        return Err(vm.type_error("end_offset must be provided when end_lineno is provided"));
    }
    Ok(())
}

fn str(vm: &mut Vm, this: Value) -> R<Owned> {
    let message = fields::get_or_none(vm, this, MSG);
    let filename = fields::get(vm, this, FILENAME).and_then(|name| {
        let name = vm.cast::<Str>(name.value())?.to_string_lossy(vm);
        Some(name.rsplit('/').next().unwrap_or("").to_string())
    });
    let line = fields::get(vm, this, LINENO).filter(|line| vm.class_of(line.value()) == vm.types.int);
    let line = match line {
        Some(line) => Some(vm.str_text(line.value())?),
        None => None,
    };
    if filename.is_none() && line.is_none() {
        return vm.str(message.value());
    }
    let message = vm.str_text(message.value())?;
    let text = match (filename, line) {
        (Some(filename), Some(line)) => format!("{message} ({filename}, line {line})"),
        (Some(filename), None) => format!("{message} ({filename})"),
        (None, line) => format!("{message} (line {})", line.unwrap_or_default()),
    };
    vm.new_str(&text)
}
