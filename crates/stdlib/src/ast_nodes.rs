//! `_ast`: the classes of syntax trees. Trees can be made by hand; making one from source is not done yet, and `compile()` says so.

use taipan_runtime::native::*;
use taipan_runtime::types::descriptor::MethodDescriptor;

/// Each node: its name, its base, its fields. A base comes before what inherits from it.
const NODES: &str = "
mod AST|Module mod body type_ignores|Interactive mod body|Expression mod body|FunctionType mod argtypes returns
stmt AST|FunctionDef stmt name args body decorator_list returns type_comment type_params
AsyncFunctionDef stmt name args body decorator_list returns type_comment type_params
ClassDef stmt name bases keywords body decorator_list type_params|Return stmt value|Delete stmt targets
Assign stmt targets value type_comment|TypeAlias stmt name type_params value|AugAssign stmt target op value
AnnAssign stmt target annotation value simple|For stmt target iter body orelse type_comment
AsyncFor stmt target iter body orelse type_comment|While stmt test body orelse|If stmt test body orelse
With stmt items body type_comment|AsyncWith stmt items body type_comment|Match stmt subject cases|Raise stmt exc cause
Try stmt body handlers orelse finalbody|TryStar stmt body handlers orelse finalbody|Assert stmt test msg|Import stmt names
ImportFrom stmt module names level|Global stmt names|Nonlocal stmt names|Expr stmt value|Pass stmt|Break stmt|Continue stmt
expr AST|BoolOp expr op values|NamedExpr expr target value|BinOp expr left op right|UnaryOp expr op operand|Lambda expr args body
IfExp expr test body orelse|Dict expr keys values|Set expr elts|ListComp expr elt generators|SetComp expr elt generators
DictComp expr key value generators|GeneratorExp expr elt generators|Await expr value|Yield expr value|YieldFrom expr value
Compare expr left ops comparators|Call expr func args keywords|FormattedValue expr value conversion format_spec
Interpolation expr value str conversion format_spec|JoinedStr expr values|TemplateStr expr values|Constant expr value kind
Attribute expr value attr ctx|Subscript expr value slice ctx|Starred expr value ctx|Name expr id ctx|List expr elts ctx
Tuple expr elts ctx|Slice expr lower upper step
expr_context AST|Load expr_context|Store expr_context|Del expr_context
boolop AST|And boolop|Or boolop
operator AST|Add operator|Sub operator|Mult operator|MatMult operator|Div operator|Mod operator|Pow operator|LShift operator
RShift operator|BitOr operator|BitXor operator|BitAnd operator|FloorDiv operator
unaryop AST|Invert unaryop|Not unaryop|UAdd unaryop|USub unaryop
cmpop AST|Eq cmpop|NotEq cmpop|Lt cmpop|LtE cmpop|Gt cmpop|GtE cmpop|Is cmpop|IsNot cmpop|In cmpop|NotIn cmpop
comprehension AST target iter ifs is_async
excepthandler AST|ExceptHandler excepthandler type name body
arguments AST posonlyargs args vararg kwonlyargs kw_defaults kwarg defaults|arg AST arg annotation type_comment
keyword AST arg value|alias AST name asname|withitem AST context_expr optional_vars|match_case AST pattern guard body
pattern AST|MatchValue pattern value|MatchSingleton pattern value|MatchSequence pattern patterns
MatchMapping pattern keys patterns rest|MatchClass pattern cls patterns kwd_attrs kwd_patterns|MatchStar pattern name
MatchAs pattern pattern name|MatchOr pattern patterns
type_ignore AST|TypeIgnore type_ignore lineno tag
type_param AST|TypeVar type_param name bound default_value|ParamSpec type_param name default_value
TypeVarTuple type_param name default_value
";

/// Nodes that have a place in the source.
const PLACED: [&str; 9] =
    ["stmt", "expr", "excepthandler", "arg", "keyword", "alias", "pattern", "type_param", "match_case"];

static INIT_SIGNATURE: Signature =
    Signature { name: "__init__", text: "($self, /, *args, **kwargs)", parameters: &[], rest: true, keywords: true };

static INIT: Method = Method {
    signature: &INIT_SIGNATURE,
    doc: "Initialize self: positional arguments are fields, in order.",
    kind: MethodKind::Instance,
    call: init,
    fast: Fast::None,
};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_ast", "The classes of syntax trees.", &[])?;
    for (name, flag) in [
        ("PyCF_ONLY_AST", 0x400),
        ("PyCF_TYPE_COMMENTS", 0x1000),
        ("PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000),
        ("PyCF_OPTIMIZED_AST", 0x8400),
    ] {
        module.add_int(vm, name, flag)?;
    }
    let object = vm.types.object.own();
    let root = node(vm, "AST", object.value(), &[], false)?;
    let method = vm.allocate(MethodDescriptor { owner: root.clone(), method: &INIT })?;
    let key = vm.intern("__init__")?;
    vm.set_attr(root.value(), key, Some(method.value()))?;
    module.add_owned(vm, "AST", root)?;
    for row in NODES.split(['|', '\n']).filter(|row| !row.trim().is_empty()) {
        let mut words = row.split_whitespace();
        let (Some(name), Some(base)) = (words.next(), words.next()) else { continue };
        let fields: Vec<&str> = words.collect();
        let base = vm.get_attr_str(owned.value(), base)?;
        let class = node(vm, name, base.value(), &fields, PLACED.contains(&name))?;
        module.add_owned(vm, name, class)?;
    }
    Ok(owned)
}

/// A tuple of names.
fn names(vm: &mut Vm, items: &[&str]) -> R<Owned> {
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        texts.push(vm.intern(item)?.own());
    }
    vm.new_tuple_from(texts)
}

fn node(vm: &mut Vm, name: &str, base: Value, fields: &[&str], placed: bool) -> R<Owned> {
    let (namespace, dict) = vm.new_dict_obj()?;
    let module = vm.new_str("ast")?;
    let fields = names(vm, fields)?;
    let mut entries = vec![("_fields", fields.clone()), ("__match_args__", fields), ("__module__", module)];
    if placed {
        entries.push(("_attributes", names(vm, &["lineno", "col_offset", "end_lineno", "end_col_offset"])?));
        entries.push(("end_lineno", Owned::NONE));
        entries.push(("end_col_offset", Owned::NONE));
    } else if name == "AST" {
        entries.push(("_attributes", vm.new_tuple(&[])?));
    }
    for (key, value) in entries {
        let key = vm.intern(key)?;
        dict.set(vm, key.value(), value.value())?;
    }
    let (text, bases) = (vm.new_str(name)?, vm.new_tuple(&[base])?);
    let type_ = vm.types.type_.own();
    vm.call(type_.value(), &[text.value(), bases.value(), namespace.value()])
}

fn init(vm: &mut Vm, args: Args<'_>) -> R<Owned> {
    let Some((&this, values)) = args.positional.split_first() else {
        return Err(vm.type_error("__init__() needs a node"));
    };
    let fields = vm.get_attr_str(this, "_fields")?;
    let fields = vm.collect(fields.value())?;
    if values.len() > fields.len() {
        let (class, most) = (vm.class_of(this).name(vm), fields.len());
        let plural = if most == 1 { "" } else { "s" };
        return Err(vm.type_error(format!("{class} constructor takes at most {most} positional argument{plural}")));
    }
    for (field, &value) in fields.iter().zip(values) {
        if let Some(name) = vm.cast::<Str>(field.value()) {
            vm.set_attr(this, name, Some(value))?;
        }
    }
    for (name, value) in args.keywords() {
        if let Some(name) = vm.cast::<Str>(name) {
            let name = vm.intern_obj(name)?;
            vm.set_attr(this, name, Some(value))?;
        }
    }
    Ok(Owned::NONE)
}
