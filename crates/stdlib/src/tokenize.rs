//! `_tokenize`: the tokenizer that `tokenize` drives.
//!
//! The source is read and taken apart when the first token is asked for; an error in it is raised where its token would be.

use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_syntax::{SourceToken, TokenEnd, tokens};
use taipan_text::memory::Grow;

use crate::support::signature;

/// Tokens, once they were asked for.
struct Stream {
    /// The source with its own line ends, and where its lines begin.
    lines: Vec<String>,
    source: String,
    tokens: std::vec::IntoIter<SourceToken>,
    end: Option<TokenEnd>,
    /// The text of the lines that the last token was on.
    shown: Option<(std::ops::Range<usize>, Owned)>,
}

#[derive(Trace)]
struct TokenizerIter {
    readline: Owned,
    encoding: Option<Owned>,
    extra_tokens: bool,
    #[trace(skip)]
    stream: Option<Box<Stream>>,
}

impl Payload for TokenizerIter {
    const NAME: &'static str = "TokenizerIter";

    fn class(vm: &Vm) -> Obj<Class> {
        vm.native_class::<TokenizerIter>()
    }
}

static CLASS: ClassDef = ClassDef {
    doc: "The tokens of source that a function gives line by line.",
    module: "_tokenize",
    slots: Slots { new: Some(new), iter: Some(iter), next: Some(next), ..Slots::EMPTY },
    ..ClassDef::new::<TokenizerIter>("TokenizerIter")
};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_tokenize", "The tokenizer behind tokenize.", &[])?;
    let class = vm.define_class::<TokenizerIter>(&CLASS, None)?;
    module.add_class(vm, class)?;
    Ok(owned)
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("tokenizeriter", [
        "readline" PositionalOrKeyword false,
        "extra_tokens" KeywordOnly false,
        "encoding" KeywordOnly true
    ]);
    let mut values = [None; 3];
    bind(vm, signature, args, &mut values)?;
    let [readline, extra_tokens, encoding] = values;
    let readline = readline.map_or(Owned::NONE, Value::own);
    let extra_tokens = vm.truth(extra_tokens.unwrap_or(Value::FALSE))?;
    let encoding = match encoding {
        Some(encoding) if vm.cast::<Str>(encoding).is_none() => {
            let found = vm.class_of(encoding).name(vm);
            return Err(vm.type_error(format!("tokenizeriter() argument 'encoding' must be str, not {found}")));
        }
        encoding => encoding.map(Value::own),
    };
    vm.allocate_instance(class, TokenizerIter { readline, encoding, extra_tokens, stream: None })
}

fn iter(_vm: &mut Vm, this: Value) -> R<Owned> {
    Ok(this.own())
}

/// All lines, as text.
fn read_lines(vm: &mut Vm, this: Obj<TokenizerIter>) -> R<Vec<String>> {
    let (readline, encoding) = (this.get(vm).readline.clone(), this.get(vm).encoding.clone());
    let mut lines = Vec::new();
    loop {
        let line = match vm.call(readline.value(), &[]) {
            Ok(line) => line,
            Err(raised) => {
                vm.catch(vm.exceptions.StopIteration, raised)?;
                return Ok(lines);
            }
        };
        let text = match &encoding {
            None => match vm.cast::<Str>(line.value()) {
                Some(text) => text.to_string_lossy(vm),
                None => {
                    let found = vm.class_of(line.value()).name(vm);
                    return Err(vm.type_error(format!("readline() returned a non-string object ({found})")));
                }
            },
            Some(encoding) => {
                if vm.cast::<Bytes>(line.value()).is_none() {
                    return Err(vm.type_error("readline() returned a non-bytes object"));
                }
                let errors = vm.new_str("replace")?;
                let text = vm.call_method(line.value(), "decode", &[encoding.value(), errors.value()])?;
                vm.str_text(text.value())?
            }
        };
        if text.is_empty() {
            return Ok(lines);
        }
        lines.put(text);
    }
}

fn open(vm: &mut Vm, this: Obj<TokenizerIter>) -> R<()> {
    if this.get(vm).stream.is_some() {
        return Ok(());
    }
    let given = read_lines(vm, this)?;
    let source = given.concat();
    if source.contains('\0') {
        let class = vm.exceptions.SyntaxError;
        return Err(vm.raise(class, "source code cannot contain null bytes"));
    }
    vm.check_room_for_source(source.len())?;
    // What readline calls a line need not be one.
    let lines: Vec<String> = source.split_inclusive('\n').map(str::to_owned).collect();
    let source = source.replace("\r\n", "\n");
    let (found, end) = tokens(&source, this.get(vm).extra_tokens);
    let stream = Stream { lines, source, tokens: found.into_iter(), end: Some(end), shown: None };
    this.get_mut(vm).stream = Some(Box::new(stream));
    Ok(())
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<TokenizerIter>(value) else { return Ok(None) };
    open(vm, this)?;
    let extra = this.get(vm).extra_tokens;
    let Some(stream) = this.get_mut(vm).stream.as_mut() else { return Ok(None) };
    let Some(token) = stream.tokens.next() else {
        return match stream.end.take() {
            Some(TokenEnd::Failed(error)) => Err(fail(vm, &error)),
            Some(TokenEnd::Complete) | None => Ok(None),
        };
    };
    const NEWLINE: u8 = 4;
    const NL: u8 = 66;
    let mut text = stream.source[token.text.clone()].to_owned();
    let mut end = token.end;
    if matches!(token.kind, NEWLINE | NL)
        && extra
        && stream.lines.get(token.start.0 as usize - 1).is_some_and(|line| line.ends_with("\r\n"))
    {
        text = "\r\n".to_owned();
        end.1 += 1;
    }
    let shown = stream.shown.as_ref().filter(|(lines, _)| *lines == token.lines).map(|(_, line)| line.clone());
    let line_text = if token.lines.is_empty() {
        String::new()
    } else {
        let (first, last) = (token.start.0 as usize - 1, token.end.0 as usize);
        let last = last.max(first + 1).min(stream.lines.len());
        // A token that ends where a line begins, like the text of a string, is shown with that line.
        stream.lines.get(first..last).map(<[String]>::concat).unwrap_or_default()
    };
    let line = match shown {
        Some(line) => line,
        None => {
            let line = vm.new_str(&line_text)?;
            if let Some(stream) = this.get_mut(vm).stream.as_mut() {
                stream.shown = Some((token.lines.clone(), line.clone()));
            }
            line
        }
    };
    let pair =
        |vm: &mut Vm, (line, column): (u32, i32)| vm.new_tuple(&[Value::small(line as i32), Value::small(column)]);
    let (start, end) = (pair(vm, token.start)?, pair(vm, end)?);
    let text = vm.new_str(&text)?;
    let items = [Value::small(i32::from(token.kind)), text.value(), start.value(), end.value(), line.value()];
    vm.new_tuple(&items).map(Some)
}

#[cold]
fn fail(vm: &mut Vm, error: &taipan_syntax::SyntaxError) -> Raised {
    if error.text.is_some() {
        return vm.raise_syntax_error_with_text(error, "<string>");
    }
    // Only the message is an argument here, but the place is known.
    let class = vm.exceptions.SyntaxError;
    let raised = vm.raise(class, &error.message);
    let number = |number: Option<i32>| number.map_or(Value::NONE, Value::small);
    vm.annotate_error(&[("lineno", number(error.line)), ("offset", number(error.offset))]);
    raised
}
