//! Programs: statements with the names in scope, functions, generators, classes, coroutines.

mod definitions;

use super::expressions::{Names, expression, fill};
use super::random::Random;
use super::tables::Kind;

const DEPTH: usize = 3;

pub(super) struct Generator<'r> {
    random: &'r mut Random,
    names: Names,
    lines: Vec<String>,
    indent: usize,
    /// In a loop, in a function, in a generator: what may be said there.
    in_loop: bool,
    in_function: bool,
    in_coroutine: bool,
    /// Functions by name, with the number of arguments they want at least.
    functions: Vec<(String, usize)>,
    classes: Vec<String>,
    generators: Vec<String>,
    coroutines: Vec<String>,
}

/// A program of some statements.
pub(super) fn program(random: &mut Random) -> String {
    let mut generator = Generator {
        random,
        names: Names::default(),
        lines: Vec::new(),
        indent: 0,
        in_loop: false,
        in_function: false,
        in_coroutine: false,
        functions: Vec::new(),
        classes: Vec::new(),
        generators: Vec::new(),
        coroutines: Vec::new(),
    };
    let count = 4 + generator.random.below(14);
    for _ in 0..count {
        generator.statement(3);
    }
    let mut text = generator.lines.join("\n");
    text.push('\n');
    text
}

impl Generator<'_> {
    fn line(&mut self, text: impl AsRef<str>) {
        self.lines.push(format!("{}{}", "    ".repeat(self.indent), text.as_ref()));
    }

    fn expression(&mut self, kind: Kind) -> String {
        let depth = 1 + self.random.below(DEPTH);
        expression(self.random, &self.names, kind, depth)
    }

    fn filled(&mut self, template: &str) -> String {
        fill(self.random, &self.names, template, 2)
    }

    fn kind(&mut self) -> Kind {
        *self.random.pick(&Kind::VALUES)
    }

    /// The lines that `body` writes, one level in; `pass` when there are none.
    fn block(&mut self, body: impl FnOnce(&mut Self)) {
        self.indent += 1;
        let before = self.lines.len();
        body(self);
        if self.lines.len() == before {
            self.line("pass");
        }
        self.indent -= 1;
    }

    fn body(&mut self, budget: usize) {
        self.block(|this| {
            let names = this.names.len();
            for _ in 0..1 + this.random.below(3) {
                this.statement(budget.saturating_sub(1));
            }
            // What a block assigned may not have been assigned.
            if this.random.chance(90) {
                this.names.truncate(names);
            }
        });
    }

    fn statement(&mut self, budget: usize) {
        let simple = budget == 0 || self.indent > 4;
        match self.random.below(if simple { 50 } else { 100 }) {
            0..14 => {
                let kind = if self.random.chance(20) { Kind::Any } else { self.kind() };
                let text = self.expression(kind);
                if text.contains("yield") || text.contains(":=") {
                    self.guarded(|this| this.line(format!("show({text})")));
                } else {
                    self.line(format!("attempt(lambda: {text})"));
                }
            }
            14..28 => self.assign(),
            28..33 => self.augmented(),
            33..36 => self.unpack(),
            36..39 => self.change(),
            39..43 => self.call(),
            43..45 => {
                let text = self.expression(Kind::Any);
                self.guarded(|this| this.line(format!("show({text})")));
            }
            45..47 if self.in_loop => {
                let condition = self.expression(Kind::Bool);
                let word = if self.random.chance(50) { "break" } else { "continue" };
                self.line(format!("if {condition}: {word}"));
            }
            47..49 if self.in_function => {
                let value = self.expression(Kind::Any);
                let condition = self.expression(Kind::Bool);
                self.line(format!("if {condition}: return {value}"));
            }
            49 => {
                let (test, message) = (self.expression(Kind::Bool), self.expression(Kind::Str));
                self.guarded(|this| this.line(format!("assert {test}, {message}")));
            }
            45..50 => self.assign(),
            50..56 => self.conditional(budget),
            56..63 => self.loops(budget),
            63..71 => self.attempts(budget),
            71..74 => self.with(budget),
            74..79 => self.matching(budget),
            79..86 => self.function(budget),
            86..91 => self.generator(budget),
            91..97 => self.class(),
            _ => self.coroutine(budget),
        }
    }

    fn guarded(&mut self, body: impl FnOnce(&mut Self)) {
        self.line("try:");
        self.block(body);
        self.line("except Exception as error:");
        self.block(|this| this.line("print(type(error).__name__, error)"));
    }

    fn assign(&mut self) {
        let kind = self.kind();
        let text = self.expression(kind);
        let name = match self.names.any(self.random) {
            Some((name, _)) if self.random.chance(25) => name,
            _ => self.names.fresh("v"),
        };
        // The leaf is what the name is when the expression fails.
        let leaf = *self.random.pick(kind.leaves());
        self.line(format!("{name} = {leaf}"));
        self.names.add(&name, kind);
        self.guarded(|this| {
            this.line(format!("{name} = {text}"));
        });
        if self.random.chance(40) {
            self.line(format!("show({name})"));
        }
    }

    fn augmented(&mut self) {
        let Some((name, kind)) = self.names.any(self.random) else { return };
        let operator = *self.random.pick(&["+=", "-=", "*=", "//=", "%=", "|=", "&=", "^=", "/=", ">>=", "@="]);
        let operand = if operator == "*=" { Kind::Small } else { kind };
        let value = self.expression(operand);
        self.guarded(|this| {
            this.line(format!("{name} {operator} {value}"));
            this.line(format!("show({name})"));
        });
    }

    fn unpack(&mut self) {
        let patterns = ["{}, {}", "{}, *{}", "*{}, {}", "{}, ({}, {})", "[{}, *{}, {}]", "*{},", "({}), [{}]"];
        let pattern = *self.random.pick(&patterns);
        let mut target = String::new();
        let mut made = Vec::new();
        let mut pieces = pattern.split("{}").peekable();
        while let Some(piece) = pieces.next() {
            target.push_str(piece);
            if pieces.peek().is_some() {
                let name = self.names.fresh("u");
                target.push_str(&name);
                made.push(name);
            }
        }
        let kind = if self.random.chance(85) { Kind::Iterable } else { Kind::Any };
        let value = self.expression(kind);
        self.guarded(|this| {
            this.line(format!("{target} = {value}"));
            this.line(format!("show({})", made.join(", ")));
        });
    }

    /// Items and slices set and deleted.
    fn change(&mut self) {
        let forms = [
            (Kind::List, "{}[{I}] = {a}"),
            (Kind::List, "{}[{I}:{I}] = {q}"),
            (Kind::List, "{}[::{I}] = {q}"),
            (Kind::List, "del {}[{I}]"),
            (Kind::List, "del {}[{I}:{I}:{I}]"),
            (Kind::Dict, "{}[{k}] = {a}"),
            (Kind::Dict, "del {}[{k}]"),
            (Kind::Dict, "{}[{k}] += {a}"),
            (Kind::List, "{}[{I}] *= {I}"),
            (Kind::List, "{}[0], {}[-1] = {}[-1], {}[0]"),
            (Kind::Set, "{}.add({k})"),
            (Kind::Set, "{}.discard({a})"),
            (Kind::Set, "{} |= {S}"),
            (Kind::Bytes, "{}[{I}:{I}] = {b}"),
            (Kind::Str, "{}[{I}] = {s}"),
            (Kind::Tuple, "{}[{I}] += {l}"),
            (Kind::Dict, "for key in {}: {}[key] = {a}"),
            (Kind::List, "for x in {}[:5]: {}.remove(x)"),
            (Kind::Any, "{}.x = {a}"),
            (Kind::Any, "del {}.y"),
        ];
        let (kind, form) = *self.random.pick(&forms);
        let Some(name) = self.names.of_kind(self.random, kind).map(str::to_owned) else { return };
        let text = self.filled(&form.replace("{}", &name));
        self.guarded(|this| {
            this.line(text);
            this.line(format!("show({name})"));
        });
    }

    fn call(&mut self) {
        let choice = self.random.below(4);
        let list = match choice {
            0 => self.functions.iter().map(|(name, _)| name.clone()).collect(),
            1 => self.generators.clone(),
            2 => self.classes.clone(),
            _ => self.coroutines.clone(),
        };
        if list.is_empty() {
            return self.assign();
        }
        let name = self.random.pick(&list).clone();
        let arguments = self.arguments();
        let text = match choice {
            0 => format!("{name}({arguments})"),
            1 => match self.random.below(5) {
                0 => format!("list({name}({arguments}))"),
                1 => format!("next({name}({arguments}))"),
                2 => format!("[*zip({name}({arguments}), range(3))]"),
                3 => format!("{name}({arguments}).throw(KeyError('thrown'))"),
                _ => format!("{name}({arguments}).close()"),
            },
            2 => {
                let form = *self.random.pick(&[
                    "{}",
                    "{}.value",
                    "{} == {}",
                    "{} + {a}",
                    "{a} + {}",
                    "len({})",
                    "list({})",
                    "{}[{k}]",
                    "bool({})",
                    "{}.method({a})",
                    "str({})",
                    "{} < {}",
                    "{}()",
                    "{a} in {}",
                    "hash({})",
                    "{}.missing",
                    "-{}",
                    "int({})",
                    "format({}, {s})",
                    "{}.prop",
                    "sorted([{}, {}])",
                    "{{}: 1}",
                    "vars({})",
                    "{} | {a}",
                    "{}.shared",
                    "type({}).__mro__[1:]",
                    "f'{({})!r:>20}'",
                    "{}.cm({a})",
                    "{}.sm({a})",
                    "abs({})",
                    "iter({})",
                    "{} * 2",
                    "divmod({}, 2)",
                    "[*{}]",
                ]);
                let made = format!("{name}({arguments})");
                self.filled(&form.replace("{}", &made))
            }
            _ => format!("drive({name}({arguments}))"),
        };
        self.line(format!("attempt(lambda: {text})"));
    }

    fn arguments(&mut self) -> String {
        let forms = ["{a}", "{a}", "{i}", "{s}", "*{q}", "a={a}", "b={a}", "**{d}", "key={a}"];
        let mut parts: Vec<String> = Vec::new();
        for _ in 0..self.random.below(4) {
            let form = *self.random.pick(&forms);
            parts.push(self.filled(form));
        }
        // Positional ones come first, mostly.
        if self.random.chance(97) {
            parts.sort_by_key(|part| {
                let keyword = part.starts_with("a=") || part.starts_with("b=") || part.starts_with("key=");
                (part.starts_with("**"), keyword)
            });
            parts.dedup_by_key(|part| {
                part.split('=')
                    .next()
                    .filter(|name| matches!(*name, "a" | "b" | "key"))
                    .map_or_else(|| part.clone(), str::to_owned)
            });
        }
        parts.join(", ")
    }

    fn conditional(&mut self, budget: usize) {
        let condition = self.expression(Kind::Bool);
        let walrus = self.random.chance(10);
        self.line("try:");
        self.block(|this| {
            this.line(if walrus { format!("if (w := {condition}):") } else { format!("if {condition}:") });
            this.body(budget);
            if this.random.chance(40) {
                let condition = this.expression(Kind::Any);
                this.line(format!("elif {condition}:"));
                this.body(budget);
            }
            if this.random.chance(50) {
                this.line("else:");
                this.body(budget);
            }
        });
        self.line("except Exception as error:");
        self.block(|this| this.line("print(type(error).__name__, error)"));
    }

    fn loops(&mut self, budget: usize) {
        let was = std::mem::replace(&mut self.in_loop, true);
        let mark = self.names.len();
        self.line("try:");
        self.block(|this| {
            if this.random.chance(70) {
                let iterable = this.expression(Kind::Iterable);
                let target = if this.random.chance(75) {
                    this.names.fresh("x")
                } else {
                    let (one, two) = (this.names.fresh("x"), this.names.fresh("x"));
                    format!("{one}, {two}")
                };
                this.line(format!("for {target} in list({iterable})[:6]:"));
                for name in target.split(", ") {
                    this.names.add(name, Kind::Any);
                }
                this.body(budget);
            } else {
                let counter = this.names.fresh("n");
                // Without its first line it ends, too.
                this.line(format!("{counter} = 5"));
                this.line(format!("while ({counter} := {counter} - 1) > 0:"));
                this.names.add(&counter, Kind::Any);
                this.body(budget);
            }
            if this.random.chance(25) {
                this.line("else:");
                this.in_loop = was;
                this.body(budget);
            }
        });
        self.in_loop = was;
        self.line("except Exception as error:");
        self.block(|this| this.line("print('loop', type(error).__name__, error)"));
        self.names.truncate(mark);
    }

    fn raising(&mut self) -> String {
        let forms = [
            "raise ValueError({a})",
            "raise KeyError({k}) from None",
            "raise TypeError({s}, {a})",
            "raise {a}",
            "raise IndexError from ValueError({s})",
            "1 / 0",
            "raise StopIteration({a})",
            "raise ExceptionGroup('g', [ValueError({a}), KeyError({k})])",
            "show({a})",
            "raise",
            "[][{I}]",
            "undefined_name",
            "None.attribute",
        ];
        let form = *self.random.pick(&forms);
        self.filled(form)
    }

    fn attempts(&mut self, budget: usize) {
        let star = self.random.chance(15);
        self.line("try:");
        self.block(|this| {
            this.line("try:");
            this.body(budget);
            if this.random.chance(75) {
                let raising = this.raising();
                this.block(|this| this.line(raising));
            }
            let handlers = this.random.below(3) + usize::from(star);
            for number in 0..handlers {
                let class = *this.random.pick(&[
                    "ValueError",
                    "(KeyError, TypeError)",
                    "Exception",
                    "LookupError",
                    "ArithmeticError",
                    "NameError",
                ]);
                let word = if star { "except*" } else { "except" };
                let name = if this.random.chance(70) { " as caught" } else { "" };
                this.line(format!("{word} {class}{name}:"));
                let was = (this.in_loop, this.in_function);
                if star {
                    (this.in_loop, this.in_function) = (false, false);
                }
                this.block(|this| {
                    this.line(format!("print('handler {number}', repr(__import__('sys').exception()))"));
                });
                this.body(budget);
                if this.random.chance(15) {
                    let raising = this.raising();
                    this.block(|this| this.line(raising));
                }
                (this.in_loop, this.in_function) = was;
            }
            if handlers > 0 && this.random.chance(30) {
                this.line("else:");
                this.body(budget);
            }
            if handlers == 0 || this.random.chance(35) {
                this.line("finally:");
                this.block(|this| this.line("print('finally')"));
                this.body(budget);
            }
        });
        self.line("except BaseException as error:");
        self.block(|this| {
            this.line("print(type(error).__name__, error, repr(error.__context__), repr(error.__cause__))")
        });
    }

    fn with(&mut self, budget: usize) {
        let name = self.names.fresh("C");
        let (entered, swallowed) = (self.expression(Kind::Any), self.expression(Kind::Bool));
        self.line(format!("class {name}:"));
        self.block(|this| {
            this.line("def __enter__(self):");
            this.block(|this| this.line(format!("return {entered}")));
            this.line("def __exit__(self, kind, value, tb):");
            this.block(|this| {
                this.line("print('exit', kind and kind.__name__, value)");
                if this.random.chance(10) {
                    let raising = this.raising();
                    this.line(raising);
                }
                this.line(format!("return {swallowed}"));
            });
        });
        self.guarded(|this| {
            let items = match this.random.below(4) {
                0 => format!("{name}() as w1, {name}()"),
                1 => format!("({name}() as w1, {name}() as w2)"),
                2 => format!("{name}() as (w1, *w2)"),
                _ => format!("{name}()"),
            };
            this.line(format!("with {items}:"));
            this.body(budget);
            if this.random.chance(50) {
                let raising = this.raising();
                this.block(|this| this.line(raising));
            }
        });
    }

    fn pattern(&mut self, depth: usize) -> String {
        if depth == 0 || self.random.chance(30) {
            let name = self.names.fresh("p");
            let leaf = self.random.below(8);
            return match leaf {
                0 => "_".to_owned(),
                1 | 2 => name,
                3 => "None".to_owned(),
                4 => (*self.random.pick(&["0", "1", "-1", "1.5", "'a'", "b'a'", "True", "1+2j", "'abc'"])).to_owned(),
                5 => (*self
                    .random
                    .pick(&["int()", "str()", "list()", "int(n0)", "str(s0)", "float()", "dict()", "tuple()"]))
                .to_owned(),
                6 => format!("{name} as q{name}"),
                _ => format!("int() as {name}"),
            };
        }
        let (one, two) = (self.pattern(depth - 1), self.pattern(depth - 1));
        match self.random.below(9) {
            0 => format!("[{one}, {two}]"),
            1 => format!("({one}, *_)"),
            2 => format!("[*_, {one}, {two}]"),
            3 => format!("{{'a': {one}}}"),
            4 => format!("{{1: {one}, **{}}}", self.names.fresh("r")),
            5 => "1 | 2 | 'a' | None".to_owned(),
            6 => format!("[{one}]"),
            7 => format!("({one})"),
            _ => "complex(real=0) | slice(start=1)".to_owned(),
        }
    }

    fn matching(&mut self, budget: usize) {
        let subject = self.expression(Kind::Any);
        self.guarded(|this| {
            this.line(format!("match {subject}:"));
            this.block(|this| {
                for number in 0..1 + this.random.below(4) {
                    let pattern = this.pattern(2);
                    let guard = if this.random.chance(25) { format!(" if {}", this.expression(Kind::Bool)) } else { String::new() };
                    this.line(format!("case {pattern}{guard}:"));
                    this.block(|this| this.line(format!("print('case {number}', plain(sorted((k, plain(v)) for k, v in locals().items() if k[0] in 'pqr' and k[1:].isdigit())))")));
                    if this.random.chance(30) {
                        this.body(budget);
                    }
                }
            });
        });
    }
}
