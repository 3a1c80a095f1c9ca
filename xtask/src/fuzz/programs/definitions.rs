//! Definitions: functions, generators, classes with special methods, coroutines.

use super::Generator;
use crate::fuzz::tables::Kind;

impl Generator<'_> {
    fn parameters(&mut self) -> (String, Vec<String>, usize) {
        let mut text = Vec::new();
        let mut made = Vec::new();
        let mut required = 0;
        let mut defaults = false;
        let positional = self.random.below(3);
        for index in 0..positional {
            let name = if index == 0 { "a" } else { "b" };
            if defaults || self.random.chance(30) {
                defaults = true;
                let value = *self.random.pick(Kind::Any.leaves());
                text.push(format!("{name}={value}"));
            } else {
                required += 1;
                text.push(name.to_owned());
            }
            made.push(name.to_owned());
            if index + 1 == positional && self.random.chance(15) {
                text.push("/".to_owned());
            }
        }
        if self.random.chance(35) {
            text.push("*args".to_owned());
            made.push("args".to_owned());
        } else if self.random.chance(15) {
            text.push("*".to_owned());
            text.push("key".to_owned());
            made.push("key".to_owned());
        }
        if self.random.chance(25) {
            text.push("**kwargs".to_owned());
            made.push("kwargs".to_owned());
        }
        (text.join(", "), made, required)
    }

    /// The body of a function; its own names are gone behind it.
    fn function_body(&mut self, parameters: &[String], budget: usize, end: impl FnOnce(&mut Self)) {
        let outer = self.names.clone();
        let was = (self.in_loop, self.in_function, std::mem::take(&mut self.functions));
        (self.in_loop, self.in_function) = (false, true);
        // Names of enclosing functions are read, not assigned: assigning makes them local.
        let mark = self.names.len();
        for name in parameters {
            let kind = match name.as_str() {
                "args" => Kind::Tuple,
                "kwargs" => Kind::Dict,
                _ => Kind::Any,
            };
            self.names.add(name, kind);
        }
        if mark > 0 && self.random.chance(30) {
            let name = self.names.any(self.random).map(|(name, _)| name).filter(|name| name.starts_with('v'));
            if let Some(name) = name
                && self.indent == 0
            {
                self.block(|this| this.line(format!("global {name}")));
            }
        }
        self.body(budget);
        self.block(end);
        self.names.back_to(outer);
        (self.in_loop, self.in_function) = (was.0, was.1);
        self.functions = was.2;
    }

    pub(super) fn function(&mut self, budget: usize) {
        let name = self.names.fresh("f");
        let (parameters, made, required) = self.parameters();
        if self.random.chance(10) {
            self.line("@(lambda f: lambda *a, **k: ('decorated', f(*a, **k)))");
        }
        self.line(format!("def {name}({parameters}):"));
        let closure = self.random.chance(30);
        self.function_body(&made, budget, |this| {
            if closure {
                let counter = this.names.fresh("c");
                this.line(format!("{counter} = 0"));
                this.line("def inner(step=1):");
                this.block(|this| {
                    this.line(format!("nonlocal {counter}"));
                    this.line(format!("{counter} += step"));
                    this.line(format!("return {counter}"));
                });
                this.line("inner(); inner(2)");
                this.line(format!("return {counter}, inner"));
            } else {
                let value = this.expression(Kind::Any);
                this.line(format!("return {value}"));
            }
        });
        self.functions.push((name.clone(), required));
        for _ in 0..1 + self.random.below(2) {
            let arguments = self.arguments();
            self.line(format!("attempt(lambda: {name}({arguments}))"));
        }
    }

    pub(super) fn generator(&mut self, budget: usize) {
        let name = self.names.fresh("g");
        let (parameters, made, _) = self.parameters();
        self.line(format!("def {name}({parameters}):"));
        self.function_body(&made, budget.min(1), |this| {
            let value = this.expression(Kind::Any);
            match this.random.below(4) {
                0 => this.line(format!("yield from {value}")),
                1 => {
                    this.line("try:");
                    this.block(|this| {
                        this.line(format!("got = yield {value}"));
                        this.line("print('got', got)");
                        this.line("yield got");
                    });
                    this.line("except (KeyError, GeneratorExit) as error:");
                    this.block(|this| {
                        this.line("print('inside', type(error).__name__)");
                        if this.random.chance(50) {
                            this.line("raise");
                        }
                    });
                    this.line("finally:");
                    this.block(|this| this.line("print('closing')"));
                }
                2 => {
                    this.line("for each in range(3):");
                    this.block(|this| this.line(format!("yield each, {value}")));
                }
                _ => {
                    this.line(format!("result = yield {value}"));
                    this.line("return result");
                }
            }
        });
        self.generators.push(name.clone());
        let arguments = self.arguments();
        let form = *self.random.pick(&[
            "list({})",
            "[next({}), 1]",
            "({}).send(None)",
            "(lambda g: [next(g), g.send(5)])({})",
            "(lambda g: [next(g), g.throw(KeyError('k'))])({})",
            "(lambda g: [next(g), g.close()])({})",
        ]);
        self.line(format!("attempt(lambda: {})", form.replace("{}", &format!("{name}({arguments})"))));
    }

    pub(super) fn class(&mut self) {
        let name = self.names.fresh("K");
        let base = match self.random.below(8) {
            0 => "(int)".to_owned(),
            1 => "(list)".to_owned(),
            2 => "(str)".to_owned(),
            3 => "(dict)".to_owned(),
            4 if !self.classes.is_empty() => format!("({})", self.random.pick(&self.classes)),
            5 if self.classes.len() > 1 => {
                let (one, two) = (self.random.pick(&self.classes).clone(), self.random.pick(&self.classes).clone());
                format!("({one}, {two})")
            }
            _ => String::new(),
        };
        if self.random.chance(12) {
            self.line("from dataclasses import dataclass, field");
            let options = *self.random.pick(&[
                "",
                "(order=True)",
                "(frozen=True)",
                "(eq=False)",
                "(slots=True)",
                "(kw_only=True)",
            ]);
            self.line(format!("@dataclass{options}"));
            self.line(format!("class {name}:"));
            let default = *self.random.pick(Kind::Key.leaves());
            self.block(|this| {
                this.line("value: int");
                this.line(format!("b: object = {default}"));
                this.line("shared: list = field(default_factory=list)");
            });
            self.classes.push(name);
            return self.call();
        }
        self.guarded(|this| {
            this.line(format!("class {name}{base}:"));
            this.block(|this| {
                let outer = this.names.clone();
                if this.random.chance(50) {
                    let shared = this.expression(Kind::Any);
                    this.line(format!("shared = {shared}"));
                }
                if this.random.chance(10) {
                    this.line("__slots__ = ('value', 'other')");
                }
                for _ in 0..2 + this.random.below(5) {
                    this.method();
                }
                this.names.back_to(outer);
            });
        });
        self.classes.push(name);
        for _ in 0..2 {
            self.call();
        }
    }

    fn method(&mut self) {
        let methods = [
            ("def __init__(self, value=0, *args, **kwargs):", "self.value = value"),
            ("def __repr__(self):", "return {s}"),
            ("def __str__(self):", "return {s}"),
            ("def __eq__(self, other):", "return {o}"),
            ("def __lt__(self, other):", "return {o}"),
            ("def __hash__(self):", "return {i}"),
            ("def __len__(self):", "return {I}"),
            ("def __bool__(self):", "return {o}"),
            ("def __add__(self, other):", "return 'add', {a}"),
            ("def __radd__(self, other):", "return 'radd', {a}"),
            ("def __iadd__(self, other):", "return {a}"),
            ("def __or__(self, other):", "return NotImplemented"),
            ("def __mul__(self, other):", "return {a}"),
            ("def __neg__(self):", "return {a}"),
            ("def __abs__(self):", "return {a}"),
            ("def __int__(self):", "return {i}"),
            ("def __index__(self):", "return {I}"),
            ("def __float__(self):", "return {f}"),
            ("def __getitem__(self, key):", "return {l}[key]"),
            ("def __setitem__(self, key, value):", "print('set', key, value)"),
            ("def __delitem__(self, key):", "print('del', key)"),
            ("def __contains__(self, key):", "return {a}"),
            ("def __iter__(self):", "return iter({q})"),
            ("def __iter__(self):", "yield from {q}"),
            ("def __next__(self):", "raise StopIteration"),
            ("def __call__(self, *args):", "return args, {a}"),
            ("def __getattr__(self, name):", "return name, {a}"),
            ("def __setattr__(self, name, value):", "object.__setattr__(self, name, (value,))"),
            ("def __format__(self, spec):", "return spec + {s}"),
            ("def __reversed__(self):", "return iter({q})"),
            ("def __divmod__(self, other):", "return {t}"),
            ("def __length_hint__(self):", "return {I}"),
            ("def __missing__(self, key):", "return {a}"),
            ("def __new__(cls, *args, **kwargs):", "return super().__new__(cls)"),
            ("def __init_subclass__(cls, **kwargs):", "print('subclass', cls.__name__, kwargs)"),
            ("def __class_getitem__(cls, item):", "return item"),
            ("def method(self, a=1):", "return super().__repr__, {a}"),
            ("def method(self, a):", "self.value, x = a, {a}; return x"),
            ("@property\n    def prop(self):", "return {a}"),
            ("@classmethod\n    def cm(cls, a):", "return cls.__name__, {a}"),
            ("@staticmethod\n    def sm(a):", "return {a}"),
            ("def __set_name__(self, owner, name):", "print('name', name)"),
            ("def __get__(self, instance, owner):", "return {a}"),
        ];
        let (header, body) = *self.random.pick(&methods);
        let pad = "    ".repeat(self.indent);
        for part in header.split('\n') {
            self.lines.push(format!("{pad}{}", part.trim_start()));
        }
        let text = self.filled(body);
        self.block(|this| this.line(text));
    }

    pub(super) fn coroutine(&mut self, budget: usize) {
        if self.in_coroutine {
            return self.assign();
        }
        let name = self.names.fresh("co");
        let (parameters, made, _) = self.parameters();
        self.line(format!("async def {name}({parameters}):"));
        self.in_coroutine = true;
        self.function_body(&made, budget.min(1), |this| {
            let value = this.expression(Kind::Any);
            match this.random.below(5) {
                0 => this.line(format!("return await Pause({value})")),
                1 => {
                    this.line("async def ticks():");
                    this.block(|this| {
                        this.line("for n in range(3):");
                        this.block(|this| {
                            this.line("await Pause(n)");
                            this.line(format!("yield n, {value}"));
                        });
                    });
                    this.line("return [x async for x in ticks()]");
                }
                2 => {
                    this.line("class Manager:");
                    this.block(|this| {
                        this.line("async def __aenter__(self): return await Pause('enter')");
                        this.line("async def __aexit__(self, *info): print('aexit', info[0]); await Pause('exit')");
                    });
                    this.line("async with Manager() as m:");
                    this.block(|this| this.line(format!("return m, {value}")));
                }
                3 => this.line(format!("return await ({value})")),
                _ => {
                    let other = this.coroutines.first().cloned().unwrap_or_else(|| "Pause".to_owned());
                    this.line(format!("return await {other}({value})"));
                }
            }
        });
        self.in_coroutine = false;
        self.coroutines.push(name.clone());
        let arguments = self.arguments();
        self.line(format!("attempt(lambda: drive({name}({arguments})))"));
    }
}
