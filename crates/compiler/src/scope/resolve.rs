//! The second pass: decide where each name lives.
//!
//! A name that a scope binds is local to it; one it only uses belongs to the nearest function around it that binds
//! it, else it is global. Going down, a scope learns what is bound around it; coming back up, it learns which of its
//! names inner scopes share, and those become cells. Comprehensions are merged into their parents on the way up.

use taipan_bytecode::SyntaxError;
use taipan_syntax::ast::name::Name;

use super::{Comprehension, Resolution, Scope, ScopeId, ScopeKind, Symbol, SymbolTable, flag};
use crate::hash::{FastMap, FastSet};
use crate::source::Source;

type Result<T = ()> = std::result::Result<T, SyntaxError>;
type Names = FastSet<Name>;

pub(crate) fn resolve(table: &mut SymbolTable, source: Source<'_>) -> Result {
    let mut resolver = Resolver { table, source };
    resolver.scope(ScopeId(0), None, &Names::default(), &Names::default(), None)?;
    Ok(())
}

struct Resolver<'a> {
    table: &'a mut SymbolTable,
    source: Source<'a>,
}

/// What a scope's names are decided with.
struct Context<'a> {
    bound: Option<&'a mut Names>,
    global: &'a mut Names,
    type_params: &'a mut Names,
    local: Names,
    free: Names,
    resolutions: FastMap<Name, Resolution>,
}

const CLASS_CELLS: [&str; 3] = ["__class__", "__classdict__", "__conditional_annotations__"];

impl Resolver<'_> {
    /// Resolve a scope and all inside it; returns the names it needs from around it.
    fn scope(
        &mut self,
        id: ScopeId,
        bound: Option<&Names>,
        type_params: &Names,
        global: &Names,
        class: Option<ScopeId>,
    ) -> Result<Names> {
        let kind = self.table.scope(id).kind;
        let mut own_bound = bound.cloned();
        let mut own_global = global.clone();
        let mut own_type_params = type_params.clone();
        let mut context = Context {
            bound: own_bound.as_mut(),
            global: &mut own_global,
            type_params: &mut own_type_params,
            local: Names::default(),
            free: Names::default(),
            resolutions: FastMap::default(),
        };
        let names: Vec<(Name, u32)> =
            self.table.scope(id).symbols.iter().map(|symbol| (symbol.name.clone(), symbol.flags)).collect();
        for (name, flags) in &names {
            self.name(id, name, *flags, class, &mut context)?;
        }
        let Context { local, mut free, mut resolutions, .. } = context;

        // What scopes inside see. A class's own names are not visible in them, nor do its `global` statements count.
        let (inner_global, mut inner_bound) = if kind == ScopeKind::Class {
            (global.clone(), bound.cloned().unwrap_or_default())
        } else {
            (own_global, own_bound.clone().unwrap_or_default())
        };
        let inner_type_params = own_type_params;
        if kind == ScopeKind::Class {
            inner_bound.extend(CLASS_CELLS.map(Name::new_static));
        } else if self.table.scope(id).is_function_like() {
            inner_bound.extend(local);
        }

        let mut new_free = Names::default();
        let mut inlined_cells = Names::default();
        let children = self.table.scope(id).children.clone();
        for &child in &children {
            let inner = self.table.scope(child);
            let child_class = if !inner.can_see_class_scope {
                None
            } else if kind == ScopeKind::Class {
                Some(id)
            } else {
                class
            };
            let inline = !matches!(inner.comprehension, Comprehension::None | Comprehension::Generator)
                && !self.table.scope(id).can_see_class_scope;
            let inner_bound = Some(&inner_bound);
            let mut child_free = self.scope(child, inner_bound, &inner_type_params, &inner_global, child_class)?;
            if inline {
                self.inline(id, child, &mut resolutions, &mut child_free, &mut inlined_cells);
                self.table.scope_mut(child).inlined = true;
            }
            new_free.extend(child_free);
        }
        if children.iter().any(|&child| self.table.scope(child).inlined) {
            let mut spliced = Vec::new();
            for child in children {
                if self.table.scope(child).inlined {
                    spliced.extend_from_slice(&self.table.scope(child).children);
                } else {
                    spliced.push(child);
                }
            }
            self.table.scope_mut(id).children = spliced;
        }

        let scope = self.table.scope_mut(id);
        if scope.is_function_like() {
            for (name, resolution) in &mut resolutions {
                let shared =
                    *resolution == Resolution::Local && (new_free.contains(name) || inlined_cells.contains(name));
                if shared {
                    new_free.remove(name);
                    *resolution = Resolution::Cell;
                }
            }
        } else if kind == ScopeKind::Class {
            scope.needs_class_closure |= new_free.remove("__class__");
            scope.needs_class_dict |= new_free.remove("__classdict__");
            scope.has_conditional_annotations |= new_free.remove("__conditional_annotations__");
        }
        update(scope, &resolutions, bound, &new_free, &inlined_cells);
        free.extend(new_free);
        Ok(free)
    }

    fn name(
        &mut self,
        id: ScopeId,
        name: &Name,
        flags: u32,
        class: Option<ScopeId>,
        context: &mut Context<'_>,
    ) -> Result {
        let resolution = if flags & flag::GLOBAL != 0 {
            if flags & flag::NONLOCAL != 0 {
                return self.directive_error(id, name, format!("name '{name}' is nonlocal and global"));
            }
            context.global.insert(name.clone());
            if let Some(bound) = &mut context.bound {
                bound.remove(name);
            }
            Resolution::GlobalExplicit
        } else if flags & flag::NONLOCAL != 0 {
            let Some(bound) = &context.bound else {
                let message = "nonlocal declaration not allowed at module level";
                return self.directive_error(id, name, message.to_owned());
            };
            if !bound.contains(name) {
                return self.directive_error(id, name, format!("no binding for nonlocal '{name}' found"));
            }
            if context.type_params.contains(name) {
                let message = format!("nonlocal binding not allowed for type parameter '{name}'");
                return self.directive_error(id, name, message);
            }
            self.table.scope_mut(id).has_free = true;
            context.free.insert(name.clone());
            Resolution::Free
        } else if flags & flag::BOUND != 0 {
            context.local.insert(name.clone());
            context.global.remove(name);
            if flags & flag::TYPE_PARAM != 0 {
                context.type_params.insert(name.clone());
            } else {
                context.type_params.remove(name);
            }
            Resolution::Local
        } else {
            self.used_name(id, name, class, context)
        };
        context.resolutions.insert(name.clone(), resolution);
        Ok(())
    }

    /// A name that is used but not bound here.
    fn used_name(&mut self, id: ScopeId, name: &Name, class: Option<ScopeId>, context: &mut Context<'_>) -> Resolution {
        // Bound by the class that is looked into first: then functions further out do not count.
        if let Some(class) = class {
            let flags = self.table.scope(class).symbols.flags(name);
            if flags & flag::GLOBAL != 0 {
                return Resolution::GlobalExplicit;
            }
            if flags & flag::BOUND != 0 && flags & flag::NONLOCAL == 0 {
                return Resolution::GlobalImplicit;
            }
        }
        if context.bound.as_ref().is_some_and(|bound| bound.contains(name)) {
            self.table.scope_mut(id).has_free = true;
            context.free.insert(name.clone());
            return Resolution::Free;
        }
        if !context.global.contains(name) && self.table.scope(id).nested {
            self.table.scope_mut(id).has_free = true;
        }
        Resolution::GlobalImplicit
    }

    fn directive_error(&self, id: ScopeId, name: &Name, message: String) -> Result {
        let directives = &self.table.scope(id).directives;
        let range = directives.iter().find(|(each, _)| each == name).map(|directive| directive.1);
        Err(self.source.error(range.unwrap_or_default(), message))
    }

    /// Merge the names of comprehension `inner` into `outer`, whose code will contain it.
    fn inline(
        &mut self,
        outer: ScopeId,
        inner: ScopeId,
        resolutions: &mut FastMap<Name, Resolution>,
        inner_free: &mut Names,
        inlined_cells: &mut Names,
    ) {
        let symbols: Vec<Symbol> = self.table.scope(inner).symbols.iter().cloned().collect();
        let outer_kind = self.table.scope(outer).kind;
        for symbol in symbols {
            if symbol.flags & flag::PARAM != 0 {
                continue;
            }
            let name = &symbol.name;
            if symbol.resolution == Resolution::Cell || symbol.flags & flag::COMPREHENSION_CELL != 0 {
                inlined_cells.insert(name.clone());
            }
            match self.table.scope(outer).symbols.get(name).map(|existing| existing.flags) {
                None => {
                    let mut resolution = symbol.resolution;
                    if resolution == Resolution::Free
                        && outer_kind == ScopeKind::Class
                        && CLASS_CELLS.contains(&name.as_str())
                    {
                        resolution = Resolution::GlobalImplicit;
                        // A function inside the comprehension gets the cell of the class.
                        if !self.free_in_a_child(inner, name) {
                            inner_free.remove(name);
                        }
                        if let Some(symbol) = self.table.scope_mut(inner).symbols.get_mut(name) {
                            symbol.resolution = Resolution::GlobalImplicit;
                        }
                    }
                    let mut copy = symbol.clone();
                    copy.from_comprehension = true;
                    self.table.scope_mut(outer).symbols.insert(copy);
                    resolutions.insert(name.clone(), resolution);
                }
                Some(flags) => {
                    // Free in the comprehension but local around it: now simply local, unless an inner function shares
                    // it. A class's names are not visible in comprehensions.
                    if flags & flag::BOUND != 0 && outer_kind != ScopeKind::Class && !self.free_in_a_child(inner, name)
                    {
                        inner_free.remove(name);
                    }
                    // What the comprehension reads is read here now.
                    let reads = symbol.flags & flag::USE != 0 && symbol.flags & flag::BOUND == 0;
                    if reads
                        && outer_kind != ScopeKind::Class
                        && let Some(existing) = self.table.scope_mut(outer).symbols.get_mut(name)
                    {
                        existing.flags |= flag::USE;
                    }
                }
            }
        }
    }

    fn free_in_a_child(&self, id: ScopeId, name: &Name) -> bool {
        let children = &self.table.scope(id).children;
        children.iter().any(|&child| self.table.scope(child).resolution(name) == Resolution::Free)
    }
}

/// Write the decisions into the scope, and pass on what inner scopes need from further out.
fn update(
    scope: &mut Scope,
    resolutions: &FastMap<Name, Resolution>,
    bound: Option<&Names>,
    free: &Names,
    inlined_cells: &Names,
) {
    for symbol in scope.symbols.iter_mut() {
        if let Some(&resolution) = resolutions.get(&symbol.name) {
            symbol.resolution = resolution;
        }
        if inlined_cells.contains(&symbol.name) {
            symbol.flags |= flag::COMPREHENSION_CELL;
        }
    }
    let looks_in_class = scope.kind == ScopeKind::Class || scope.can_see_class_scope;
    let mut unresolved: Vec<&Name> = free.iter().collect();
    unresolved.sort_unstable();
    for name in unresolved {
        if let Some(symbol) = scope.symbols.get_mut(name) {
            if looks_in_class {
                symbol.flags |= flag::FREE_CLASS;
            }
            continue;
        }
        if bound.is_some_and(|bound| !bound.contains(name)) {
            continue;
        }
        scope.symbols.insert(Symbol {
            name: name.clone(),
            flags: 0,
            resolution: Resolution::Free,
            from_comprehension: false,
        });
    }
}
