//! Reads a signature written as Python writes it: `($self, a, b=None, /, c, *, d=0, **rest)`.

/// How a parameter takes its argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    PositionalOnly,
    PositionalOrKeyword,
    KeywordOnly,
    VarPositional,
    VarKeyword,
}

#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) optional: bool,
}

pub(crate) fn parse(text: &str) -> Result<Vec<Parameter>, String> {
    let inside = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .ok_or_else(|| format!("a signature is written in parentheses: {text}"))?;
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut keyword_only = false;
    for part in split(inside) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        if part == "/" {
            for parameter in &mut parameters {
                parameter.kind = Kind::PositionalOnly;
            }
        } else if part == "*" {
            keyword_only = true;
        } else if let Some(name) = part.strip_prefix("**") {
            parameters.push(Parameter { name: name.into(), kind: Kind::VarKeyword, optional: true });
        } else if let Some(name) = part.strip_prefix('*') {
            keyword_only = true;
            parameters.push(Parameter { name: name.into(), kind: Kind::VarPositional, optional: true });
        } else {
            let (name, optional) = match part.split_once('=') {
                Some((name, _)) => (name, true),
                None => (part, false),
            };
            let receiver = name.starts_with('$');
            let kind = if receiver {
                Kind::PositionalOnly
            } else if keyword_only {
                Kind::KeywordOnly
            } else {
                Kind::PositionalOrKeyword
            };
            parameters.push(Parameter { name: name.trim_start_matches('$').trim().into(), kind, optional });
        }
    }
    Ok(parameters)
}

/// Split at commas that are not inside brackets or quotes.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut quote, mut start) = (0, None, 0);
    for (index, character) in text.char_indices() {
        match (character, quote) {
            (c, Some(q)) if c == q => quote = None,
            (_, Some(_)) => {}
            ('\'' | '"', None) => quote = Some(character),
            ('(' | '[' | '{', None) => depth += 1,
            (')' | ']' | '}', None) => depth -= 1,
            (',', None) if depth == 0 => {
                parts.push(&text[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
