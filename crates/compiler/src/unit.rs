//! A unit: the code of one scope while it is written, with its registers, names and open blocks.

use taipan_bytecode::{Code, CodeFlags, Const, Immediate, Instruction, LocalKind, LocalVar, MAX_NEAR_LOCALS, Op};
use taipan_syntax::ast::name::Name;
use taipan_syntax::ast::{Stmt, StmtAnnAssign};

use crate::analysis;
use crate::consts::{ConstTable, NameTable};
use crate::emit::{Emitter, Extra, Label, Reg, TEMP, is_temp};
use crate::hash::{FastMap, FastSet};
use crate::scope::{Resolution, Scope, ScopeId, flag};
use crate::source::{Source, Span};

/// What kind of code a unit is, as far as names and `return` care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitKind {
    Module,
    Class,
    Function,
    AsyncFunction,
    Lambda,
    /// A generator expression, or a comprehension that could not be inlined.
    Comprehension,
    /// Annotations, type parameters, their bounds, and type aliases.
    Annotations,
}

/// Where a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Fast(Reg),
    /// A local beyond the reach of 8-bit operands.
    Far(u16),
    Cell(Reg),
    Free(u16),
    Global,
    /// Looked up in the namespace.
    Name,
    /// Looked up in the class body's namespace first, then in the closure (class code itself).
    ClassFree(u16),
    /// Looked up in the class around first (`__classdict__`), then as said.
    ClassThenGlobal,
    ClassThenFree(u16),
    ClassThenCell(Reg),
}

/// A statement that encloses the current place and must be undone by a jump out of it.
#[derive(Clone)]
pub(crate) enum Block<'t> {
    While {
        next: Label,
        end: Label,
    },
    For {
        next: Label,
        end: Label,
        state: Reg,
    },
    AsyncFor {
        next: Label,
        end: Label,
        iterator: Reg,
    },
    /// The body of a `try` with handlers, or any region whose coverage stops when it is left.
    Try(Cover),
    /// The body of a `try` with `finally`.
    FinallyTry {
        cover: Cover,
        body: &'t [Stmt],
    },
    /// A `finally` body that runs because of an exception.
    FinallyEnd {
        cover: Cover,
        register: Reg,
    },
    With {
        cover: Cover,
        exit: Reg,
        span: Span,
        is_async: bool,
    },
    /// The body of an `except`.
    Handler {
        cover: Cover,
        inner: Option<Cover>,
        register: Reg,
        name: Option<Name>,
    },
    /// Between the clauses of `except*`: nothing may jump out.
    StarHandlers,
    /// The body of an `except*` clause.
    StarHandler,
    /// A return value waits in this temp while a `finally` body runs.
    Value(Reg),
    /// The whole body of a generator.
    StopIteration,
}

/// A region being covered by a handler. It is closed while code that leaves it is written, and opened again after.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cover {
    pub(crate) start: u32,
    pub(crate) handler: Label,
    pub(crate) register: Reg,
    pub(crate) depth: u32,
}

/// An inlined comprehension being written.
pub(crate) struct InlinedScope {
    pub(crate) scope: ScopeId,
    /// Its own variables: name, register, whether the register holds a cell.
    pub(crate) bindings: Vec<(Name, Reg, bool)>,
}

/// A register for variables of inlined comprehensions that the unit's own code does not name.
struct Pooled {
    name: Name,
    cell: bool,
    register: Reg,
    in_use: bool,
}

pub(crate) struct Unit<'t> {
    pub(crate) scope: ScopeId,
    pub(crate) kind: UnitKind,
    pub(crate) name: String,
    pub(crate) qualname: String,
    pub(crate) first_line: u32,
    /// The class that mangles private names.
    pub(crate) class: Option<Name>,
    pub(crate) positional: u16,
    pub(crate) positional_only: u16,
    pub(crate) keyword_only: u16,
    pub(crate) flags: CodeFlags,
    pub(crate) code: Emitter,
    pub(crate) consts: ConstTable,
    pub(crate) names: NameTable,
    locals: Vec<LocalVar>,
    fast: FastMap<Name, Reg>,
    cells: FastMap<Name, Reg>,
    pub(crate) free: Vec<Name>,
    pool: Vec<Pooled>,
    pub(crate) inlined: Vec<InlinedScope>,
    pub(crate) blocks: Vec<Block<'t>>,
    /// Registers of the handlers around the current place, outermost first.
    pub(crate) handlers: Vec<Reg>,
    /// Coverages open at the current place.
    pub(crate) cover_depth: u32,
    pub(crate) next_temp: Reg,
    pub(crate) max_temp: Reg,
    /// The list that holds what there are no temps for.
    pub(crate) spill: Option<Reg>,
    /// Temps a unit may use at most.
    pub(crate) temp_limit: Reg,
    pub(crate) overflow: bool,
    parameters: usize,
    /// A class's: the attributes its methods set on their first parameter.
    pub(crate) static_attributes: FastSet<Name>,
    /// Annotations to evaluate later, with their index when they are conditional.
    pub(crate) deferred: Vec<(&'t StmtAnnAssign, Option<i64>)>,
    pub(crate) next_conditional: i64,
    pub(crate) conditional_depth: u32,
    pub(crate) has_named_expression: bool,
    /// In a `finally` body, outside loops and functions in it.
    pub(crate) in_finally: bool,
    /// Function-like: names are registers.
    pub(crate) optimized: bool,
}

impl<'t> Unit<'t> {
    pub(crate) fn new(id: ScopeId, scope: &Scope, kind: UnitKind, name: &str, class: Option<Name>) -> Unit<'t> {
        let optimized = scope.is_function_like();
        let mut unit = Unit {
            scope: id,
            kind,
            name: name.to_owned(),
            qualname: name.to_owned(),
            first_line: 1,
            class,
            positional: 0,
            positional_only: 0,
            keyword_only: 0,
            flags: CodeFlags::default(),
            code: Emitter::default(),
            consts: ConstTable::default(),
            names: NameTable::default(),
            locals: Vec::new(),
            fast: FastMap::default(),
            cells: FastMap::default(),
            free: Vec::new(),
            pool: Vec::new(),
            inlined: Vec::new(),
            blocks: Vec::new(),
            handlers: Vec::new(),
            cover_depth: 0,
            next_temp: TEMP,
            max_temp: TEMP,
            spill: None,
            temp_limit: 0,
            overflow: false,
            parameters: 0,
            static_attributes: FastSet::default(),
            deferred: Vec::new(),
            next_conditional: 0,
            conditional_depth: 0,
            has_named_expression: scope.has_named_expression,
            in_finally: false,
            optimized,
        };
        unit.declare(scope);
        unit
    }

    /// Give parameters, cells and closure variables their numbers; other locals get theirs when first met.
    fn declare(&mut self, scope: &Scope) {
        if !self.optimized {
            self.add_local(Name::new_static(".namespace"), LocalKind::Hidden);
        }
        let mut cells = Vec::new();
        let mut free = Vec::new();
        let mut locals = 0;
        for symbol in scope.symbols.iter() {
            match symbol.resolution {
                Resolution::Cell if self.optimized && !symbol.from_comprehension => cells.push(symbol.name.clone()),
                Resolution::Free => free.push(symbol.name.clone()),
                _ if symbol.flags & flag::FREE_CLASS != 0 => free.push(symbol.name.clone()),
                _ => {}
            }
            locals += usize::from(self.optimized || symbol.from_comprehension);
        }
        if scope.needs_class_closure {
            cells.push(Name::new_static("__class__"));
        }
        if scope.needs_class_dict {
            cells.push(Name::new_static("__classdict__"));
        }
        if scope.has_conditional_annotations && scope.kind == crate::scope::ScopeKind::Class {
            cells.push(Name::new_static("__conditional_annotations__"));
        }
        cells.sort_unstable();
        free.sort_unstable();
        free.dedup();
        self.free = free;
        for name in &scope.parameters {
            let is_cell = cells.contains(name);
            let kind = if is_cell { LocalKind::Cell } else { LocalKind::Fast };
            let register = self.add_local(name.clone(), kind);
            if is_cell {
                self.cells.insert(name.clone(), register);
            } else {
                self.fast.insert(name.clone(), register);
            }
        }
        self.parameters = self.locals.len();
        for name in cells {
            if !self.cells.contains_key(&name) {
                let register = self.add_local(name.clone(), LocalKind::Cell);
                self.cells.insert(name, register);
            }
        }
        // Room that is surely left for temps: each name could need a register.
        let near = (locals + self.locals.len()).min(MAX_NEAR_LOCALS);
        self.temp_limit = (250 - near) as Reg;
        if self.parameters > MAX_NEAR_LOCALS {
            let count = self.parameters as u32;
            self.emit(Op::FAR_ENTRY, 0, 0, 0, Extra::Word(count), Span::NONE);
        }
        let mut cells: Vec<Reg> = self.cells.values().copied().collect();
        cells.sort_unstable();
        for register in cells {
            match self.far_index(register) {
                None => self.emit(Op::MAKE_CELL, register, 0, 0, Extra::None, Span::NONE),
                Some(far) => self.emit(Op::MAKE_FAR_CELL, 0, far & 0xff, far >> 8, Extra::None, Span::NONE),
            }
        }
    }

    fn add_local(&mut self, name: Name, kind: LocalKind) -> Reg {
        if self.locals.len() >= TEMP as usize {
            // More than registers can number: the unit is given up when it is finished.
            self.overflow = true;
            return 0;
        }
        self.locals.push(LocalVar { name: name.to_string(), kind });
        self.locals.len() as Reg - 1
    }

    /// The number of a far local.
    pub(crate) fn far_index(&self, register: Reg) -> Option<u16> {
        (!is_temp(register) && register as usize >= MAX_NEAR_LOCALS).then_some(register)
    }

    fn near_or_far(&self, register: Reg) -> Place {
        match self.far_index(register) {
            Some(far) => Place::Far(far),
            None => Place::Fast(register),
        }
    }

    /// The local `name` of the unit itself.
    pub(crate) fn local(&mut self, name: &Name) -> Place {
        let register = match self.fast.get(name) {
            Some(&register) => register,
            None => {
                let register = self.add_local(name.clone(), LocalKind::Fast);
                self.fast.insert(name.clone(), register);
                register
            }
        };
        self.near_or_far(register)
    }

    pub(crate) fn cell(&self, name: &str) -> Option<Reg> {
        self.cells.get(name).copied()
    }

    pub(crate) fn free_index(&self, name: &str) -> Option<u16> {
        self.free.iter().position(|free| free.as_str() == name).map(|at| at as u16)
    }

    /// A register for variable `name` of an inlined comprehension.
    pub(crate) fn take_inlined(&mut self, name: &Name, cell: bool, visible: bool) -> Reg {
        let found = self.pool.iter_mut().find(|each| !each.in_use && each.cell == cell && each.name == *name);
        if let Some(found) = found {
            found.in_use = true;
            return found.register;
        }
        let kind = if visible && !cell && !self.pool.iter().any(|each| each.name == *name) {
            LocalKind::Fast
        } else {
            LocalKind::Hidden
        };
        let register = self.add_local(name.clone(), kind);
        self.pool.push(Pooled { name: name.clone(), cell, register, in_use: true });
        register
    }

    pub(crate) fn give_back_inlined(&mut self, register: Reg) {
        if let Some(found) = self.pool.iter_mut().find(|each| each.register == register) {
            found.in_use = false;
        }
    }

    pub(crate) fn emit(&mut self, op: Op, a: Reg, b: Reg, c: Reg, extra: Extra, span: Span) {
        self.code.emit(op, a, b, c, extra, span);
    }

    // ---- temps ----------------------------------------------------------------------------------------------------

    /// A new temp above all others.
    pub(crate) fn push_temp(&mut self) -> Reg {
        let register = self.next_temp;
        self.next_temp += 1;
        if self.next_temp > self.max_temp {
            self.max_temp = self.next_temp;
            if self.max_temp - TEMP > 4000 {
                self.overflow = true;
                self.next_temp = register;
            }
        }
        register
    }

    /// `count` new temps in a row; the first one.
    pub(crate) fn push_temps(&mut self, count: Reg) -> Reg {
        let first = self.next_temp;
        for _ in 0..count {
            self.push_temp();
        }
        first
    }

    /// Temps above `mark` are no longer used.
    pub(crate) fn free_to(&mut self, mark: Reg) {
        debug_assert!(mark <= self.next_temp || self.overflow);
        self.next_temp = self.next_temp.min(mark);
    }

    /// Whether `count` more temps leave room for what the expressions in them may need.
    pub(crate) fn has_room(&self, count: usize) -> bool {
        (self.next_temp - TEMP) as usize + count < (self.temp_limit as usize).saturating_sub(40).max(30)
    }

    /// Whether so many temps are in use that values should wait elsewhere.
    pub(crate) fn is_crowded(&self) -> bool {
        self.next_temp - TEMP > self.temp_limit.saturating_sub(50)
    }

    // ---- the end --------------------------------------------------------------------------------------------------

    /// The finished code; `None` when it needs more registers than there are.
    pub(crate) fn finish(mut self, filename: std::sync::Arc<str>, source: Source<'_>) -> Option<Code> {
        let near = self.locals.len().min(MAX_NEAR_LOCALS);
        self.code.thread_jumps(source);
        analysis::simplify(&mut self.code, self.locals.len(), self.parameters);
        self.code.move_cold_to_end();
        self.code.drop_empty_jumps();
        let definition = if self.kind == UnitKind::Module {
            Span::NONE
        } else {
            let start = source.line_start(self.first_line);
            Span::new(start, start)
        };
        crate::lines::settle(&mut self.code, definition, source);
        // One more for what a call keeps free above its arguments.
        let window = near + (self.max_temp - TEMP) as usize + 1;
        if self.overflow || window > 255 {
            return None;
        }
        let far = self.locals.len() - near;
        let registers = if far > 0 { 256 + far } else { window };
        let assembled = self.code.assemble(near as u8, source);
        list_immediates(&assembled.words, &mut self.consts);
        Some(Code {
            name: self.name,
            qualname: self.qualname,
            filename,
            first_line: self.first_line,
            flags: self.flags,
            positional: self.positional,
            positional_only: self.positional_only,
            keyword_only: self.keyword_only,
            locals: self.locals,
            free: self.free.iter().map(|name| name.to_string()).collect(),
            temps_start: near as u8,
            registers: registers as u16,
            words: assembled.words,
            consts: self.consts.list,
            names: self.names.list,
            exceptions: assembled.exceptions,
            positions: assembled.positions,
        })
    }

    pub(crate) fn rename_first_parameter(&mut self, name: &str) {
        if let Some(first) = self.locals.first_mut() {
            first.name = name.to_owned();
        }
    }

    /// Names a class's methods set on their first parameter, in order.
    pub(crate) fn sorted_static_attributes(&self) -> Vec<Name> {
        let mut names: Vec<Name> = self.static_attributes.iter().cloned().collect();
        names.sort_unstable();
        names
    }

    /// The first parameter's name.
    pub(crate) fn first_parameter<'s>(&self, scope: &'s Scope) -> Option<&'s Name> {
        scope.parameters.first().filter(|_| self.positional > 0)
    }
}

/// `co_consts` also lists the constants that instructions hold themselves: None, True and the like, and small ints where there is nothing
/// else, since CPython's always lists one.
fn list_immediates(words: &[u32], consts: &mut ConstTable) {
    let mut first = None;
    let mut at = 0;
    while let Some(instruction) = words.get(at).and_then(|&word| Instruction::decode(word)) {
        let immediate = match instruction.op {
            Op::LOAD_IMMEDIATE => Immediate::from_number(instruction.b),
            Op::RETURN_IMMEDIATE => Immediate::from_number(instruction.a),
            Op::LOAD_INT if first.is_none() => {
                first = Some(i64::from((words[at] >> 16) as u16 as i16));
                None
            }
            _ => None,
        };
        match immediate {
            Some(Immediate::None) => drop(consts.add(Const::None)),
            Some(Immediate::True) => drop(consts.add(Const::True)),
            Some(Immediate::False) => drop(consts.add(Const::False)),
            Some(Immediate::Ellipsis) => drop(consts.add(Const::Ellipsis)),
            _ => {}
        }
        at += instruction.op.words();
    }
    if consts.list.is_empty() {
        consts.add(first.map_or(Const::None, Const::Int));
    }
}
