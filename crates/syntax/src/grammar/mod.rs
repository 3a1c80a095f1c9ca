//! A recognizer of Python's grammar in the order Python's own parser tries things.
//!
//! Which of several complaints about a wrong source is made, and where, depends on the order of alternatives and on
//! how far ahead the parser has read. So this is a parsing expression grammar with the same order and the same
//! remembered results, run twice: once to find that the source is wrong and the last token looked at, and once with
//! the rules in `errors` switched on. It builds just enough of a tree to name what is wrong.
//!
//! Reading order: this file (how rules are written), `statements`, `expressions`, the rest; then `errors`.

pub(crate) mod compound;
pub(crate) mod comprehensions;
pub(crate) mod expressions;
pub(crate) mod literals;
pub(crate) mod parameters;
pub(crate) mod patterns;
pub(crate) mod primaries;
pub(crate) mod run;
pub(crate) mod statements;
pub(crate) mod targets;
pub(crate) mod tree;

use taipan_bytecode::{SyntaxError, SyntaxErrorKind};

use crate::tokenizer::{Done, Span, T, Token, Tokenizer};
use crate::{Mode, ParseOptions, SyntaxWarning};
pub(crate) use tree::{Kind, Node, NodeData};

/// Why a rule gave no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fail {
    /// It does not match here; another alternative may.
    No,
    /// It does not match, and no other alternative of the rule is tried.
    Cut,
    /// An error was found: everything stops. `Parser::error` has it.
    Raised,
}

pub(crate) type Parse<V = Node> = Result<V, Fail>;

/// The first alternative that matches. It is the whole body of a rule.
macro_rules! choice {
    ($p:ident: $($alternative:expr),+ $(,)?) => {{
        let mark = $p.mark;
        $(
            #[allow(clippy::redundant_closure_call, reason = "the closure gives `?` an end")]
            match (|$p: &mut Parser<'_>| -> Parse { $alternative })($p) {
                Err($crate::grammar::Fail::No) => $p.mark = mark,
                Err($crate::grammar::Fail::Cut) => {
                    $p.mark = mark;
                    return Err($crate::grammar::Fail::No);
                }
                done => return done,
            }
        )+
        Err($crate::grammar::Fail::No)
    }};
}
pub(crate) use choice;

/// Rules whose results are kept. The set matters: results are shared between passes with and without error rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Memo {
    Arguments,
    AwaitPrimary,
    BitwiseAnd,
    BitwiseOr,
    BitwiseXor,
    Block,
    ClosedPattern,
    Conjunction,
    DelTarget,
    Disjunction,
    Expression,
    Factor,
    ImportStmt,
    InvalidNamedExpression,
    Inversion,
    Primary,
    Shift,
    SimpleStmt,
    StarExpression,
    StarPattern,
    StarTarget,
    Strings,
    Sum,
    TargetWithStarAtom,
    Template,
    Term,
    TPrimary,
    TypeParam,
}

struct Remembered {
    rule: Memo,
    result: Option<Node>,
    mark: u32,
    /// The next one for the same token, or `END`.
    next: u32,
}

const END: u32 = u32::MAX;

/// Stack left below which a rule continues on a new piece of stack, and the size of a piece.
const RED_ZONE: usize = 256 * 1024;
const PIECE: usize = 4 * 1024 * 1024;
/// Rules between two looks at the stack.
const RULES_PER_LOOK: usize = 4;
/// Rules entered before the search for the exact error is given up. Wrong nests of brackets can take exponential time.
const MAX_STEPS: usize = 30_000_000;
/// Rules inside one another. A prefix operator takes one and a bracket, of which there are 200 at most, about 20.
const MAX_DEPTH: usize = 10_000;
/// Links of one chain of attributes, calls, subscripts or binary operators. The tree is that deep.
const MAX_CHAIN: usize = 30_000;

pub(crate) struct Parser<'s> {
    pub(crate) tokenizer: Tokenizer<'s>,
    pub(crate) tokens: Vec<Token>,
    remembered: Vec<Remembered>,
    /// For each token, the first in `remembered`.
    heads: Vec<u32>,
    second: bool,
    /// The next token.
    pub(crate) mark: usize,
    pub(crate) nodes: Vec<NodeData>,
    /// The rules in `errors` are on.
    pub(crate) invalid_rules: bool,
    pub(crate) error: Option<SyntaxError>,
    pub(crate) mode: Mode,
    pub(crate) options: ParseOptions,
    started: bool,
    /// The last compound statement read whole, which the traceback module may look at for misspelt keywords.
    pub(crate) last_statement: (i32, i32),
    /// Found in the first pass, in the order Python reports them.
    pub(crate) warnings: Vec<SyntaxWarning>,
    /// A key of the mapping pattern being read is an f-string or t-string.
    pub(crate) interpolated_key: bool,
    pub(crate) mapping_with_interpolated_key: Option<Span>,
    depth: usize,
    deepest: usize,
    /// Links of chains in the statement being read.
    links: usize,
    most_links: usize,
    steps: usize,
    pub(crate) gave_up: bool,
}

impl<'s> Parser<'s> {
    pub(crate) fn new(source: &'s str, mode: Mode, options: ParseOptions) -> Self {
        Self {
            tokenizer: Tokenizer::new(source),
            tokens: Vec::new(),
            remembered: Vec::new(),
            heads: Vec::new(),
            second: false,
            mark: 0,
            // Node 0 stands for results nobody looks at.
            nodes: vec![NodeData::default()],
            invalid_rules: false,
            error: None,
            mode,
            options,
            started: false,
            last_statement: (0, 0),
            warnings: Vec::new(),
            interpolated_key: false,
            mapping_with_interpolated_key: None,
            depth: 0,
            deepest: 0,
            links: 0,
            most_links: 0,
            steps: 0,
            gave_up: false,
        }
    }

    /// Back to the first token, with the rules in `errors` on.
    fn second_pass(&mut self) {
        self.last_statement = (0, 0);
        self.remembered.clear();
        self.heads.fill(END);
        self.second = true;
        self.mark = 0;
        self.invalid_rules = true;
    }

    /// Forget what was learnt of the tokens so far. Between the statements of a module nothing is read again.
    pub(crate) fn forget(&mut self) {
        self.remembered.clear();
        self.nodes.truncate(1);
        // The tokens looked at beyond the statement.
        let mark = self.mark.min(self.heads.len());
        self.heads[mark..].fill(END);
    }

    /// Read one more token.
    fn fill(&mut self) -> Parse<()> {
        let mut token = self.tokenizer.next_token();
        self.warnings.append(&mut self.tokenizer.warnings);
        if self.mode == Mode::Interactive && token.ty == T::EndMarker && self.started {
            token.ty = T::Newline;
            self.started = false;
            if self.tokenizer.indents > 0 && !self.options.dont_imply_dedent {
                self.tokenizer.close_blocks();
            }
        } else {
            self.started = true;
        }
        self.tokens.push(token);
        self.heads.push(END);
        if token.ty == T::Error { Err(self.tokenizer_error()) } else { Ok(()) }
    }

    fn tokenizer_error(&mut self) -> Fail {
        if let Some(error) = self.tokenizer.error.take() {
            self.error = Some(error);
            return Fail::Raised;
        }
        let (kind, message) = match self.tokenizer.done {
            Done::EndOfFile => {
                if self.tokenizer.brackets.is_empty() {
                    return self.raise("unexpected EOF while parsing");
                }
                return self.raise_unclosed();
            }
            Done::Dedent => {
                return self.raise_indentation("unindent does not match any outer indentation level");
            }
            Done::TabSpace => (SyntaxErrorKind::Tab, "inconsistent use of tabs and spaces in indentation"),
            Done::TooDeep => (SyntaxErrorKind::Indentation, "too many levels of indentation"),
            Done::LineContinuation => {
                (SyntaxErrorKind::Syntax, "unexpected character after line continuation character")
            }
            _ => (SyntaxErrorKind::Syntax, "unknown parsing error"),
        };
        let column = match self.tokenizer.done {
            Done::LineContinuation => (self.tokenizer.cursor - self.tokenizer.buffer_start) as i32 - 1,
            _ => 0,
        };
        let line = self.tokenizer.line;
        self.raise_span(kind, Span { line, column, end_line: line, end_column: -1 }, message)
    }

    pub(crate) fn peek(&mut self) -> Parse<T> {
        if self.mark == self.tokens.len() {
            self.fill()?;
        }
        Ok(self.tokens[self.mark].ty)
    }

    /// The next token, if it is of this type: its index.
    pub(crate) fn expect(&mut self, ty: T) -> Parse<usize> {
        if self.peek()? != ty {
            return Err(Fail::No);
        }
        self.mark += 1;
        Ok(self.mark - 1)
    }

    /// As `expect`, as a node.
    pub(crate) fn token(&mut self, ty: T) -> Parse {
        let at = self.expect(ty)?;
        Ok(self.leaf(Kind::Other, self.tokens[at].span))
    }

    pub(crate) fn expect_any(&mut self, types: &[T]) -> Parse<usize> {
        if !types.contains(&self.peek()?) {
            return Err(Fail::No);
        }
        self.mark += 1;
        Ok(self.mark - 1)
    }

    pub(crate) fn at(&mut self, types: &[T]) -> Parse<()> {
        if types.contains(&self.peek()?) { Ok(()) } else { Err(Fail::No) }
    }

    pub(crate) fn not_at(&mut self, types: &[T]) -> Parse<()> {
        if types.contains(&self.peek()?) { Err(Fail::No) } else { Ok(()) }
    }

    /// A name with this spelling.
    pub(crate) fn soft_keyword(&mut self, word: &str) -> Parse<usize> {
        if self.peek()? != T::Name || self.text(self.mark) != word {
            return Err(Fail::No);
        }
        self.mark += 1;
        Ok(self.mark - 1)
    }

    /// A token without which nothing else can be meant.
    pub(crate) fn forced(&mut self, ty: T, text: &str) -> Parse<usize> {
        if self.peek()? != ty {
            let span = self.tokens[self.mark].span;
            return Err(self.raise_at(span, format!("expected '{text}'")));
        }
        self.mark += 1;
        Ok(self.mark - 1)
    }

    /// The text of a token.
    pub(crate) fn text(&self, at: usize) -> &'s str {
        let token = &self.tokens[at];
        &self.tokenizer.source()[token.text()]
    }

    pub(crate) fn optional<V>(&mut self, rule: impl FnOnce(&mut Self) -> Parse<V>) -> Parse<Option<V>> {
        let mark = self.mark;
        match rule(self) {
            Ok(value) => Ok(Some(value)),
            Err(Fail::Raised) => Err(Fail::Raised),
            Err(_) => {
                self.mark = mark;
                Ok(None)
            }
        }
    }

    pub(crate) fn repeat<V>(&mut self, mut rule: impl FnMut(&mut Self) -> Parse<V>) -> Parse<Vec<V>> {
        let mut all = Vec::new();
        while let Some(one) = self.optional(&mut rule)? {
            all.push(one);
        }
        Ok(all)
    }

    pub(crate) fn repeat_once<V>(&mut self, rule: impl FnMut(&mut Self) -> Parse<V>) -> Parse<Vec<V>> {
        let all = self.repeat(rule)?;
        if all.is_empty() { Err(Fail::No) } else { Ok(all) }
    }

    /// One or more with commas between them.
    pub(crate) fn commas<V>(&mut self, mut rule: impl FnMut(&mut Self) -> Parse<V>) -> Parse<Vec<V>> {
        self.separated(T::Comma, &mut rule)
    }

    pub(crate) fn separated<V>(&mut self, by: T, mut rule: impl FnMut(&mut Self) -> Parse<V>) -> Parse<Vec<V>> {
        let mut all = vec![rule(self)?];
        while let Some(one) = self.optional(|p| {
            p.expect(by)?;
            rule(p)
        })? {
            all.push(one);
        }
        Ok(all)
    }

    /// Whether a rule matches here, without moving.
    pub(crate) fn ahead<V>(&mut self, rule: impl FnOnce(&mut Self) -> Parse<V>) -> Parse<bool> {
        let mark = self.mark;
        let found = self.optional(rule)?.is_some();
        self.mark = mark;
        Ok(found)
    }

    pub(crate) fn not_ahead<V>(&mut self, rule: impl FnOnce(&mut Self) -> Parse<V>) -> Parse<()> {
        if self.ahead(rule)? { Err(Fail::No) } else { Ok(()) }
    }

    /// A rule of `errors`, tried in the second pass alone.
    pub(crate) fn invalid(&mut self, rule: impl FnOnce(&mut Self) -> Parse) -> Parse {
        if !self.invalid_rules {
            return Err(Fail::No);
        }
        // What cuts such a rule short does not cut the rule it belongs to.
        rule(self).map_err(|fail| if fail == Fail::Cut { Fail::No } else { fail })
    }

    /// A rule whose result is kept for its place.
    pub(crate) fn memo(&mut self, rule: Memo, body: fn(&mut Self) -> Parse) -> Parse {
        self.peek()?;
        let mark = self.mark;
        let mut at = self.heads[mark];
        while at != END {
            let found = &self.remembered[at as usize];
            if found.rule == rule {
                self.mark = found.mark as usize;
                return found.result.ok_or(Fail::No);
            }
            at = found.next;
        }
        let result = match self.deeper(body) {
            Err(Fail::Raised) => return Err(Fail::Raised),
            other => other.ok(),
        };
        let next = std::mem::replace(&mut self.heads[mark], self.remembered.len() as u32);
        self.remembered.push(Remembered { rule, result, mark: self.mark as u32, next });
        result.ok_or(Fail::No)
    }

    /// A name or number on its own, which in the first pass needs none of the rules for operators. The token after it
    /// would be looked at in any case.
    pub(crate) fn lone_operand(&mut self) -> Parse<Option<Node>> {
        let ty = self.peek()?;
        if self.second || !matches!(ty, T::Name | T::Number) {
            return Ok(None);
        }
        let start = self.mark;
        let node = if ty == T::Name { literals::name(self)? } else { literals::number(self)? };
        let after = self.peek()?;
        let ends = matches!(
            after,
            T::Comma | T::RPar | T::RSqb | T::RBrace | T::Colon | T::Equal | T::Newline | T::Semi | T::For
        );
        if ends {
            return Ok(Some(node));
        }
        self.mark = start;
        Ok(None)
    }

    /// Every loop through the grammar passes here, so this is where the stack is watched.
    pub(crate) fn deeper(&mut self, body: fn(&mut Self) -> Parse) -> Parse {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            self.gave_up = true;
            return Err(Fail::Raised);
        }
        if self.depth > MAX_DEPTH {
            let message = "Parser stack overflowed - Python source too complex to parse";
            self.error = Some(SyntaxError::without_position(SyntaxErrorKind::Memory, message));
            return Err(Fail::Raised);
        }
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        let result = if self.depth.is_multiple_of(RULES_PER_LOOK) {
            stacker::maybe_grow(RED_ZONE, PIECE, || body(self))
        } else {
            body(self)
        };
        self.depth -= 1;
        result
    }

    /// One more link of a chain that has `links`.
    pub(crate) fn link(&mut self, links: &mut usize) -> Parse<()> {
        *links += 1;
        self.links += 1;
        self.most_links = self.most_links.max(self.links);
        if *links > MAX_CHAIN {
            let message = "Stack overflow during compilation";
            self.error = Some(SyntaxError::without_position(SyntaxErrorKind::Recursion, message));
            return Err(Fail::Raised);
        }
        Ok(())
    }

    /// A statement begins, and with it the count of links.
    pub(crate) fn reset_links(&mut self) {
        self.links = 0;
    }

    /// A bound on the depth of the tree.
    pub(crate) fn depth_bound(&self) -> usize {
        self.deepest + self.most_links
    }

    /// Something that came to nothing although it matched: the rule fails as a whole.
    pub(crate) fn nothing(&self) -> Fail {
        Fail::Cut
    }
}
