//! The classes of syntax trees: one row for each, from which everything else here is derived.
//!
//! A row is the class, its base, and its fields as `name:type`; `*` after a type means a list, `?` that the field may be None. A base comes
//! before what inherits from it.

macro_rules! nodes {
    ($($name:ident $base:ident $fields:literal,)+) => {
        /// A class of syntax trees.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[allow(non_camel_case_types, reason = "the names are Python's")]
        pub(super) enum Kind {
            $($name,)+
        }

        impl Kind {
            pub(super) const ALL: &'static [Kind] = &[$(Kind::$name,)+];

            pub(super) fn name(self) -> &'static str {
                match self { $(Kind::$name => stringify!($name),)+ }
            }

            /// The class it inherits from.
            pub(super) fn base(self) -> &'static str {
                match self { $(Kind::$name => stringify!($base),)+ }
            }

            fn row(self) -> &'static str {
                match self { $(Kind::$name => $fields,)+ }
            }
        }
    };
}

nodes! {
    module AST "",
    Module module "body:stmt* type_ignores:type_ignore*",
    Interactive module "body:stmt*",
    Expression module "body:expr",
    FunctionType module "argtypes:expr* returns:expr",
    stmt AST "",
    FunctionDef stmt "name:identifier args:arguments body:stmt* decorator_list:expr* returns:expr? type_comment:string? type_params:type_param*",
    AsyncFunctionDef stmt "name:identifier args:arguments body:stmt* decorator_list:expr* returns:expr? type_comment:string? type_params:type_param*",
    ClassDef stmt "name:identifier bases:expr* keywords:keyword* body:stmt* decorator_list:expr* type_params:type_param*",
    Return stmt "value:expr?",
    Delete stmt "targets:expr*",
    Assign stmt "targets:expr* value:expr type_comment:string?",
    TypeAlias stmt "name:expr type_params:type_param* value:expr",
    AugAssign stmt "target:expr op:operator value:expr",
    AnnAssign stmt "target:expr annotation:expr value:expr? simple:int",
    For stmt "target:expr iter:expr body:stmt* orelse:stmt* type_comment:string?",
    AsyncFor stmt "target:expr iter:expr body:stmt* orelse:stmt* type_comment:string?",
    While stmt "test:expr body:stmt* orelse:stmt*",
    If stmt "test:expr body:stmt* orelse:stmt*",
    With stmt "items:withitem* body:stmt* type_comment:string?",
    AsyncWith stmt "items:withitem* body:stmt* type_comment:string?",
    Match stmt "subject:expr cases:match_case*",
    Raise stmt "exc:expr? cause:expr?",
    Try stmt "body:stmt* handlers:excepthandler* orelse:stmt* finalbody:stmt*",
    TryStar stmt "body:stmt* handlers:excepthandler* orelse:stmt* finalbody:stmt*",
    Assert stmt "test:expr msg:expr?",
    Import stmt "names:alias*",
    ImportFrom stmt "module:identifier? names:alias* level:int?",
    Global stmt "names:identifier*",
    Nonlocal stmt "names:identifier*",
    Expr stmt "value:expr",
    Pass stmt "",
    Break stmt "",
    Continue stmt "",
    expr AST "",
    BoolOp expr "op:boolop values:expr*",
    NamedExpr expr "target:expr value:expr",
    BinOp expr "left:expr op:operator right:expr",
    UnaryOp expr "op:unaryop operand:expr",
    Lambda expr "args:arguments body:expr",
    IfExp expr "test:expr body:expr orelse:expr",
    Dict expr "keys:expr?* values:expr*",
    Set expr "elts:expr*",
    ListComp expr "elt:expr generators:comprehension*",
    SetComp expr "elt:expr generators:comprehension*",
    DictComp expr "key:expr value:expr generators:comprehension*",
    GeneratorExp expr "elt:expr generators:comprehension*",
    Await expr "value:expr",
    Yield expr "value:expr?",
    YieldFrom expr "value:expr",
    Compare expr "left:expr ops:cmpop* comparators:expr*",
    Call expr "func:expr args:expr* keywords:keyword*",
    FormattedValue expr "value:expr conversion:int format_spec:expr?",
    Interpolation expr "value:expr str:constant conversion:int format_spec:expr?",
    JoinedStr expr "values:expr*",
    TemplateStr expr "values:expr*",
    Constant expr "value:constant kind:string?",
    Attribute expr "value:expr attr:identifier ctx:expr_context",
    Subscript expr "value:expr slice:expr ctx:expr_context",
    Starred expr "value:expr ctx:expr_context",
    Name expr "id:identifier ctx:expr_context",
    List expr "elts:expr* ctx:expr_context",
    Tuple expr "elts:expr* ctx:expr_context",
    Slice expr "lower:expr? upper:expr? step:expr?",
    expr_context AST "",
    Load expr_context "",
    Store expr_context "",
    Del expr_context "",
    boolop AST "",
    And boolop "",
    Or boolop "",
    operator AST "",
    Add operator "",
    Sub operator "",
    Mult operator "",
    MatMult operator "",
    Div operator "",
    Mod operator "",
    Pow operator "",
    LShift operator "",
    RShift operator "",
    BitOr operator "",
    BitXor operator "",
    BitAnd operator "",
    FloorDiv operator "",
    unaryop AST "",
    Invert unaryop "",
    Not unaryop "",
    UAdd unaryop "",
    USub unaryop "",
    cmpop AST "",
    Eq cmpop "",
    NotEq cmpop "",
    Lt cmpop "",
    LtE cmpop "",
    Gt cmpop "",
    GtE cmpop "",
    Is cmpop "",
    IsNot cmpop "",
    In cmpop "",
    NotIn cmpop "",
    comprehension AST "target:expr iter:expr ifs:expr* is_async:int",
    excepthandler AST "",
    ExceptHandler excepthandler "type:expr? name:identifier? body:stmt*",
    arguments AST "posonlyargs:arg* args:arg* vararg:arg? kwonlyargs:arg* kw_defaults:expr?* kwarg:arg? defaults:expr*",
    arg AST "arg:identifier annotation:expr? type_comment:string?",
    keyword AST "arg:identifier? value:expr",
    alias AST "name:identifier asname:identifier?",
    withitem AST "context_expr:expr optional_vars:expr?",
    match_case AST "pattern:pattern guard:expr? body:stmt*",
    pattern AST "",
    MatchValue pattern "value:expr",
    MatchSingleton pattern "value:constant",
    MatchSequence pattern "patterns:pattern*",
    MatchMapping pattern "keys:expr* patterns:pattern* rest:identifier?",
    MatchClass pattern "cls:expr patterns:pattern* kwd_attrs:identifier* kwd_patterns:pattern*",
    MatchStar pattern "name:identifier?",
    MatchAs pattern "pattern:pattern? name:identifier?",
    MatchOr pattern "patterns:pattern*",
    type_ignore AST "",
    TypeIgnore type_ignore "lineno:int tag:string",
    type_param AST "",
    TypeVar type_param "name:identifier bound:expr? default_value:expr?",
    ParamSpec type_param "name:identifier default_value:expr?",
    TypeVarTuple type_param "name:identifier default_value:expr?",
}

/// The names of where a node is in the source, in the order of `Place::numbers`.
pub(super) const PLACE: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];

/// How often a field's type occurs in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Quantity {
    One,
    Optional,
    Many,
    /// A list whose items may be None.
    ManyOptional,
}

/// Whether no alternative has fields.
fn own_is_plain(forms: &[String]) -> bool {
    forms.iter().all(|form| !form.contains('('))
}

/// A field of a class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    /// The type's name: a base class, or `identifier`, `string`, `int`, `constant`.
    pub(super) type_: &'static str,
    pub(super) quantity: Quantity,
}

impl Field {
    pub(super) fn is_list(self) -> bool {
        matches!(self.quantity, Quantity::Many | Quantity::ManyOptional)
    }
}

impl Kind {
    /// What Python calls the class.
    pub(super) fn class_name(self) -> &'static str {
        if self == Kind::module { "mod" } else { self.name() }
    }

    /// As `base`, as Python calls it.
    pub(super) fn base_name(self) -> &'static str {
        if self.base() == "module" { "mod" } else { self.base() }
    }

    /// Whether the class is one of alternatives, or the name for all of them.
    pub(super) fn is_sum(self) -> bool {
        self.base() == "AST" && Kind::ALL.iter().any(|kind| kind.base() == self.name())
    }

    pub(super) fn fields(self) -> impl Iterator<Item = Field> {
        self.row().split(' ').filter_map(|field| {
            let (name, type_) = field.split_once(':')?;
            let (type_, quantity) = if let Some(type_) = type_.strip_suffix("?*") {
                (type_, Quantity::ManyOptional)
            } else if let Some(type_) = type_.strip_suffix('*') {
                (type_, Quantity::Many)
            } else if let Some(type_) = type_.strip_suffix('?') {
                (type_, Quantity::Optional)
            } else {
                (type_, Quantity::One)
            };
            Some(Field { name, type_, quantity })
        })
    }

    /// How many of the four numbers of `PLACE` may be missing; None when nodes of the class have no place.
    pub(super) fn optional_places(self) -> Option<usize> {
        let family = if self.base() == "AST" { self.name() } else { self.base() };
        match family {
            "stmt" | "expr" | "excepthandler" | "arg" | "keyword" | "alias" => Some(2),
            "pattern" | "type_param" => Some(0),
            _ => None,
        }
    }

    /// The class as a signature: `__doc__`.
    pub(super) fn doc(self) -> String {
        if self.is_sum() {
            let own = Kind::ALL.iter().filter(|kind| kind.base() == self.name());
            let forms: Vec<String> = own.map(|kind| kind.form()).collect();
            if own_is_plain(&forms) {
                return format!("{} = {}", self.class_name(), forms.join(" | "));
            }
            let indent = " ".repeat(self.class_name().len());
            return format!("{} = {}", self.class_name(), forms.join(&format!("\n{indent} | ")));
        }
        self.form()
    }

    fn form(self) -> String {
        let fields: Vec<String> = self
            .fields()
            .map(|field| {
                let mark = match field.quantity {
                    Quantity::One => "",
                    Quantity::Optional => "?",
                    Quantity::Many => "*",
                    Quantity::ManyOptional => "?*",
                };
                format!("{}{mark} {}", field.type_, field.name)
            })
            .collect();
        if fields.is_empty() {
            self.class_name().to_owned()
        } else {
            format!("{}({})", self.class_name(), fields.join(", "))
        }
    }
}
