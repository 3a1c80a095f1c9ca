//! Symbol tables: which names each scope binds and uses, and where each name lives.
//!
//! `build` walks the tree and records what happens to each name; `resolve` then decides, from the outermost scope
//! inwards, which names are local, shared through cells, or global. The numbers of flags, scopes and kinds are those
//! that Python's `symtable` module shows.

mod build;
mod resolve;

use taipan_syntax::ast::TextRange;
use taipan_syntax::ast::name::Name;

use crate::hash::{FastMap, FastSet};

pub(crate) use build::{BuildOptions, Root, build};

/// Which scope of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScopeId(pub(crate) u32);

/// What kind of code a scope is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ScopeKind {
    Function = 0,
    Class = 1,
    Module = 2,
    /// The annotations of a function, a class or a module.
    Annotation = 3,
    TypeAlias = 4,
    TypeParameters = 5,
    /// The bound, constraints or default of a type parameter.
    TypeVariable = 6,
}

/// Which comprehension a function scope is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Comprehension {
    None = 0,
    List = 1,
    Dict = 2,
    Set = 3,
    Generator = 4,
}

/// Where a name of a scope lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Resolution {
    /// Not a name of the scope.
    Unknown = 0,
    Local = 1,
    GlobalExplicit = 2,
    GlobalImplicit = 3,
    Free = 4,
    Cell = 5,
}

/// What happens to a name in a scope.
pub mod flag {
    pub const GLOBAL: u32 = 1;
    pub const LOCAL: u32 = 2;
    pub const PARAM: u32 = 4;
    pub const NONLOCAL: u32 = 8;
    pub const USE: u32 = 16;
    /// Free in a method of a class that also binds it.
    pub const FREE_CLASS: u32 = 64;
    pub const IMPORT: u32 = 128;
    pub const ANNOTATED: u32 = 256;
    /// The target of a comprehension's `for`.
    pub const COMPREHENSION_TARGET: u32 = 512;
    pub const TYPE_PARAM: u32 = 1024;
    /// A cell only inside an inlined comprehension.
    pub const COMPREHENSION_CELL: u32 = 2048;
    /// Any kind of binding.
    pub const BOUND: u32 = LOCAL | PARAM | IMPORT | TYPE_PARAM;
}

/// A name of a scope.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub name: Name,
    pub flags: u32,
    pub resolution: Resolution,
    /// Copied from a comprehension that was inlined here; the scope's own code never names it.
    pub from_comprehension: bool,
}

/// The names of a scope in the order of their first appearance.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    list: Vec<Symbol>,
    index: FastMap<Name, u32>,
}

impl Symbols {
    pub fn get(&self, name: &str) -> Option<&Symbol> {
        // Scopes with few names are searched faster than hashed.
        if self.list.len() <= 8 {
            return self.list.iter().find(|symbol| symbol.name.as_str() == name);
        }
        self.index.get(name).map(|&at| &self.list[at as usize])
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Symbol> {
        self.list.iter()
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Symbol> {
        self.index.get(name).map(|&at| &mut self.list[at as usize])
    }

    pub(crate) fn flags(&self, name: &str) -> u32 {
        self.get(name).map_or(0, |symbol| symbol.flags)
    }

    pub(crate) fn insert(&mut self, symbol: Symbol) {
        self.index.insert(symbol.name.clone(), self.list.len() as u32);
        self.list.push(symbol);
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Symbol> {
        self.list.iter_mut()
    }
}

/// One scope.
#[derive(Debug)]
pub struct Scope {
    pub kind: ScopeKind,
    pub comprehension: Comprehension,
    pub name: Name,
    pub line: u32,
    pub parent: Option<ScopeId>,
    pub children: Vec<ScopeId>,
    pub symbols: Symbols,
    /// Parameters in the order of their registers.
    pub parameters: Vec<Name>,
    /// Inside a function, at any depth.
    pub nested: bool,
    pub generator: bool,
    pub coroutine: bool,
    pub varargs: bool,
    pub varkeywords: bool,
    pub returns_value: bool,
    /// A method names `__class__` or `super`.
    pub needs_class_closure: bool,
    /// An annotation scope looks names up in the class.
    pub needs_class_dict: bool,
    /// A comprehension whose code is part of its parent's.
    pub inlined: bool,
    /// Names are first looked up in the class around the scope.
    pub can_see_class_scope: bool,
    pub has_docstring: bool,
    /// Holds annotations that only run under a condition.
    pub has_conditional_annotations: bool,
    /// Holds annotations at all.
    pub annotations_used: bool,
    /// The scope of its annotations (modules and classes).
    pub annotation_scope: Option<ScopeId>,
    /// Holds an assignment expression, perhaps in an inlined comprehension.
    pub has_named_expression: bool,
    /// Set where only these names are mangled with the class's name: the type parameters of a class.
    pub(crate) mangled_names: Option<FastSet<Name>>,
    /// Where names were declared `global` or `nonlocal`, for errors.
    pub(crate) directives: Vec<(Name, TextRange)>,
    pub(crate) scope_info: Option<&'static str>,
    /// Depth of `if`, `for`, `try` ... around the statement being walked.
    pub(crate) conditional_depth: u32,
    pub(crate) iteration_target: bool,
    pub(crate) iteration_expression: u32,
    pub(crate) unevaluated_annotation: bool,
    pub(crate) has_free: bool,
}

impl Scope {
    /// Whether names live in registers.
    pub fn is_function_like(&self) -> bool {
        !matches!(self.kind, ScopeKind::Module | ScopeKind::Class)
    }

    /// Where `name` (mangled) lives; `Unknown` when the scope does not name it.
    pub fn resolution(&self, name: &str) -> Resolution {
        self.symbols.get(name).map_or(Resolution::Unknown, |symbol| symbol.resolution)
    }
}

/// What a node's scope is for: some nodes have more than one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Body,
    TypeParameters,
    Annotations,
    Bound,
    Default,
}

/// A node by its address: the tree does not move while it is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NodeKey(usize, Role);

impl NodeKey {
    pub(crate) fn new<T>(node: &T, role: Role) -> NodeKey {
        NodeKey(std::ptr::from_ref(node).addr(), role)
    }
}

/// All scopes of a tree.
#[derive(Debug)]
pub struct SymbolTable {
    pub(crate) scopes: Vec<Scope>,
    pub(crate) by_node: FastMap<NodeKey, ScopeId>,
}

impl SymbolTable {
    /// The module's scope.
    pub fn top(&self) -> ScopeId {
        ScopeId(0)
    }

    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    pub fn len(&self) -> usize {
        self.scopes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.scopes.is_empty()
    }

    pub(crate) fn scope_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0 as usize]
    }

    pub(crate) fn of_node<T>(&self, node: &T, role: Role) -> Option<ScopeId> {
        self.by_node.get(&NodeKey::new(node, role)).copied()
    }
}

/// `name` as the class `class` mangles it: `__x` becomes `_Class__x`.
pub fn mangle(class: Option<&str>, name: &str) -> Option<Name> {
    let class = class?;
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return None;
    }
    let class = class.trim_start_matches('_');
    if class.is_empty() {
        return None;
    }
    Some(Name::new(format!("_{class}{name}")))
}

/// As `mangle`, in a scope that may mangle only some names.
pub(crate) fn maybe_mangle(class: Option<&str>, scope: &Scope, name: &Name) -> Name {
    if let Some(only) = &scope.mangled_names
        && !only.contains(name)
    {
        return name.clone();
    }
    mangle(class, name).unwrap_or_else(|| name.clone())
}
