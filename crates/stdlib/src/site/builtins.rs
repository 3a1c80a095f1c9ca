//! `_sitebuiltins`: what `site` puts into `builtins` for people at a prompt. In Rust because every program starts with these names.

use taipan_runtime::native::*;

use crate::support::{given, payload, receiver, signature};

/// Lines that `license()` and its like show at a time.
const PAGE: usize = 23;

#[derive(Trace)]
pub(super) struct Quitter;

payload!(Quitter, plain);

static QUITTER: ClassDef = ClassDef {
    module: "_sitebuiltins",
    doc: "Ends the program when it is called.",
    slots: Slots { new: Some(new_quitter), repr: Some(repr_quitter), call: Some(quit), ..Slots::EMPTY },
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Quitter>("Quitter")
};

#[derive(Trace)]
pub(super) struct Printer {
    name: String,
    #[trace(skip)]
    text: String,
    /// Where the text may be found instead.
    #[trace(skip)]
    files: Vec<String>,
}

payload!(Printer, plain);

static PRINTER: ClassDef = ClassDef {
    module: "_sitebuiltins",
    doc: "Shows a text page by page when it is called.",
    slots: Slots { new: Some(new_printer), repr: Some(repr_printer), call: Some(print_pages), ..Slots::EMPTY },
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Printer>("_Printer")
};

#[derive(Trace)]
pub(super) struct Helper;

payload!(Helper, plain);

static HELPER: ClassDef = ClassDef {
    module: "_sitebuiltins",
    doc: "Calls pydoc.help.",
    slots: Slots { new: Some(new_helper), repr: Some(repr_helper), call: Some(help), ..Slots::EMPTY },
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Helper>("_Helper")
};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_sitebuiltins", "What site puts into builtins.", &[])?;
    for class in define(vm)? {
        module.add_class(vm, class)?;
    }
    Ok(owned)
}

fn define(vm: &mut Vm) -> R<[Obj<Class>; 3]> {
    Ok([
        vm.define_class::<Quitter>(&QUITTER, None)?,
        vm.define_class::<Printer>(&PRINTER, None)?,
        vm.define_class::<Helper>(&HELPER, None)?,
    ])
}

/// Put `exit`, `quit`, `copyright`, `credits`, `license` and `help` into `builtins`.
pub(super) fn install(vm: &mut Vm) -> R<()> {
    define(vm)?;
    let builtins = vm.builtins;
    for name in ["quit", "exit"] {
        let class = vm.native_class::<Quitter>();
        let (name_value, eof) = (vm.new_str(name)?, vm.new_str("Ctrl-D (i.e. EOF)")?);
        let quitter = vm.call(class.value(), &[name_value.value(), eof.value()])?;
        let key = vm.intern(name)?;
        builtins.set_str(vm, key, quitter.value())?;
    }
    let copyright = vm.sys_attribute("copyright")?;
    let copyright = match copyright {
        Some(text) => vm.str_text(text.value())?,
        None => String::new(),
    };
    let texts = [
        ("copyright", copyright),
        (
            "credits",
            "    Taipan runs Python in Rust. Its library is that of CPython, by the Python Software Foundation\n    and a \
             cast of thousands. See www.python.org for more information about Python."
                .to_string(),
        ),
        ("license", "See https://www.python.org/psf/license/".to_string()),
    ];
    for (name, text) in texts {
        let printer = vm.allocate(Printer { name: name.to_string(), text, files: Vec::new() })?;
        let key = vm.intern(name)?;
        builtins.set_str(vm, key, printer.value())?;
    }
    let helper = vm.allocate(Helper)?;
    let key = vm.intern("help")?;
    builtins.set_str(vm, key, helper.value())
}

fn new_quitter(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("Quitter", ["name" PositionalOrKeyword false, "eof" PositionalOrKeyword false]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let quitter = vm.allocate_instance(class, Quitter)?;
    for (name, value) in ["name", "eof"].into_iter().zip(slots) {
        let name = vm.intern(name)?;
        vm.set_attr(quitter.value(), name, value)?;
    }
    Ok(quitter)
}

fn repr_quitter(vm: &mut Vm, this: Value) -> R<Owned> {
    let (name, eof) = (vm.get_attr_str(this, "name")?, vm.get_attr_str(this, "eof")?);
    let text = format!("Use {}() or {} to exit", vm.str_text(name.value())?, vm.str_text(eof.value())?);
    vm.new_str(&text)
}

fn quit(vm: &mut Vm, _this: Value, args: Args<'_>) -> R<Owned> {
    let signature = signature!("Quitter.__call__", ["code" PositionalOrKeyword true]);
    let mut slots = [None; 1];
    bind(vm, signature, args, &mut slots)?;
    // Shells that catch SystemExit notice that their input is closed.
    if let Some(stdin) = vm.sys_attribute("stdin")?
        && vm.call_method(stdin.value(), "close", &[]).is_err()
    {
        drop(vm.take_error());
    }
    let class = vm.exceptions.SystemExit;
    Err(vm.raise_with(class, &[slots[0].unwrap_or(Value::NONE)]))
}

fn texts(vm: &mut Vm, value: Option<Value>) -> R<Vec<String>> {
    let Some(value) = given(value) else { return Ok(Vec::new()) };
    let items = vm.collect(value)?;
    items.iter().map(|item| vm.str_text(item.value())).collect()
}

fn new_printer(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("_Printer", [
        "name" PositionalOrKeyword false,
        "data" PositionalOrKeyword false,
        "files" PositionalOrKeyword true,
        "dirs" PositionalOrKeyword true
    ]);
    let mut slots = [None; 4];
    bind(vm, signature, args, &mut slots)?;
    let name = vm.str_text(slots[0].unwrap_or(Value::NONE))?;
    let text = vm.str_text(slots[1].unwrap_or(Value::NONE))?;
    let (names, folders) = (texts(vm, slots[2])?, texts(vm, slots[3])?);
    let files = folders.iter().flat_map(|folder| names.iter().map(move |name| format!("{folder}/{name}"))).collect();
    vm.allocate_instance(class, Printer { name, text, files })
}

/// The text's lines, and the name that it is called by.
fn lines(vm: &mut Vm, this: Value) -> R<(String, Vec<String>)> {
    let this = receiver::<Printer>(vm, this)?;
    for file in this.get(vm).files.clone() {
        if let Ok(bytes) = vm.host.read_file(file.as_bytes())
            && !bytes.is_empty()
        {
            this.get_mut(vm).text = String::from_utf8_lossy(&bytes).into_owned();
            break;
        }
    }
    this.get_mut(vm).files.clear();
    let printer = this.get(vm);
    Ok((printer.name.clone(), printer.text.split('\n').map(str::to_string).collect()))
}

fn repr_printer(vm: &mut Vm, this: Value) -> R<Owned> {
    let (name, lines) = lines(vm, this)?;
    if lines.len() <= PAGE {
        vm.new_str(&lines.join("\n"))
    } else {
        vm.new_str(&format!("Type {name}() to see the full {name} text"))
    }
}

fn print_pages(vm: &mut Vm, this: Value, args: Args<'_>) -> R<Owned> {
    crate::support::no_keywords(vm, "_Printer.__call__", args)?;
    let (_, lines) = lines(vm, this)?;
    for (number, page) in lines.chunks(PAGE).enumerate() {
        if number > 0 {
            loop {
                let prompt = vm.new_str("Hit Return for more, or q (and Return) to quit: ")?;
                let answer = call_builtin(vm, "input", &[prompt.value()])?;
                match vm.str_text(answer.value())?.as_str() {
                    "" => break,
                    "q" => return Ok(Owned::NONE),
                    _ => {}
                }
            }
        }
        for line in page {
            let line = vm.new_str(line)?;
            call_builtin(vm, "print", &[line.value()])?;
        }
    }
    Ok(Owned::NONE)
}

fn call_builtin(vm: &mut Vm, name: &str, arguments: &[Value]) -> R<Owned> {
    let name = vm.intern(name)?;
    let builtins = vm.builtins;
    match builtins.get_str(vm, name).map(Value::own) {
        Some(function) => vm.call(function.value(), arguments),
        None => Err(vm.name_error(vm.exceptions.NameError, name, "a builtin function is gone")),
    }
}

fn new_helper(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, Helper)
}

fn repr_helper(vm: &mut Vm, _this: Value) -> R<Owned> {
    vm.new_str("Type help() for interactive help, or help(object) for help about object.")
}

fn help(vm: &mut Vm, _this: Value, args: Args<'_>) -> R<Owned> {
    let help = vm.import_attr("pydoc", "help")?;
    vm.call_args(help.value(), args)
}
