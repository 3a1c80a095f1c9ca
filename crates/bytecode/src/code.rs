//! Code templates: what the compiler makes of a module, function, class body, lambda or generator expression.

use crate::positions::PositionTable;

/// The code of one scope, as plain data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Code {
    pub name: String,
    pub qualname: String,
    /// As given to the compiler; the same for all code of a module.
    pub filename: std::sync::Arc<str>,
    pub first_line: u32,
    pub flags: CodeFlags,
    /// Positional parameters, the positional-only ones included (`co_argcount`).
    pub positional: u16,
    pub positional_only: u16,
    pub keyword_only: u16,
    /// One for each local, in the order of CPython's `co_varnames`: parameters first (positional, keyword-only, `*args`,
    /// `**kwargs`), which arrive in registers 0, 1, ... Then other locals. Number i is register i, when i is below
    /// `MAX_NEAR_LOCALS`; a far local i is register `256 + (i - MAX_NEAR_LOCALS)`.
    ///
    /// Code that is not OPTIMIZED (module, class) has one local, named `.namespace`, in register 0: the namespace.
    pub locals: Vec<LocalVar>,
    /// Names of the closure's cells, in the order of LOAD_FREE's index (`co_freevars`).
    pub free: Vec<String>,
    /// The first temp: near locals end here.
    pub temps_start: u8,
    /// Registers the frame's window needs, far locals included.
    pub registers: u16,
    pub words: Vec<u32>,
    pub consts: Vec<Const>,
    pub names: Vec<String>,
    /// Inner handlers before outer ones: the first entry that covers the failing instruction wins.
    pub exceptions: Vec<ExceptionEntry>,
    pub positions: PositionTable,
}

impl Code {
    /// Parameters of all kinds: the registers that are filled when the frame begins.
    pub fn parameters(&self) -> usize {
        self.positional as usize
            + self.keyword_only as usize
            + usize::from(self.flags.contains(CodeFlags::VARARGS))
            + usize::from(self.flags.contains(CodeFlags::VARKEYWORDS))
    }
}

/// A local variable of a code template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalVar {
    pub name: String,
    pub kind: LocalKind,
}

/// Whether an inner scope shares a local.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalKind {
    /// The register holds the value.
    Fast,
    /// The register holds a cell (after MAKE_CELL at the code's start) that inner functions share.
    Cell,
    /// Not visible by name in `locals()`: a comprehension's variable or the namespace register.
    Hidden,
}

/// A region of instructions and where control goes when one of them raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExceptionEntry {
    /// First word covered.
    pub start: u32,
    /// First word no longer covered.
    pub end: u32,
    /// The handler's first word.
    pub target: u32,
    /// The temp that receives the exception; every temp at or above it is dropped first.
    pub register: u8,
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
pub enum Const {
    None,
    True,
    False,
    Ellipsis,
    /// Within 62 bits, signed.
    Int(i64),
    /// Beyond 62 bits: sign and magnitude in hexadecimal digits, most significant first ("-ff..").
    BigInt(String),
    Float(f64),
    Complex {
        real: f64,
        imag: f64,
    },
    /// WTF-8: UTF-8 that may encode lone surrogates. `intern`: looks like an identifier.
    Str(Box<[u8]>),
    Bytes(Box<[u8]>),
    Tuple(Vec<Const>),
    FrozenSet(Vec<Const>),
    Slice(Box<[Const; 3]>),
    /// Shared, so that an isolate can keep an inner function's template without copying it.
    Code(std::sync::Arc<Code>),
    /// Inner code that is decoded when it is needed; never in what the compiler makes.
    Packed(crate::encode::PackedCode),
}

/// `co_flags`, with CPython's numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeFlags(pub u32);

impl CodeFlags {
    /// Locals are registers, not a namespace.
    pub const OPTIMIZED: CodeFlags = CodeFlags(0x1);
    /// A call makes a new namespace.
    pub const NEWLOCALS: CodeFlags = CodeFlags(0x2);
    pub const VARARGS: CodeFlags = CodeFlags(0x4);
    pub const VARKEYWORDS: CodeFlags = CodeFlags(0x8);
    pub const NESTED: CodeFlags = CodeFlags(0x10);
    pub const GENERATOR: CodeFlags = CodeFlags(0x20);
    pub const COROUTINE: CodeFlags = CodeFlags(0x80);
    pub const ITERABLE_COROUTINE: CodeFlags = CodeFlags(0x100);
    pub const ASYNC_GENERATOR: CodeFlags = CodeFlags(0x200);
    pub const FUTURE_BARRY_AS_BDFL: CodeFlags = CodeFlags(0x40_0000);
    pub const FUTURE_ANNOTATIONS: CodeFlags = CodeFlags(0x100_0000);
    /// `consts[0]` is the docstring.
    pub const HAS_DOCSTRING: CodeFlags = CodeFlags(0x400_0000);
    /// A function defined in a class body.
    pub const METHOD: CodeFlags = CodeFlags(0x800_0000);

    /// Whether all of `other`'s bits are set.
    pub const fn contains(self, other: CodeFlags) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other`'s bits is set.
    pub const fn intersects(self, other: CodeFlags) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    pub const fn with(self, other: CodeFlags) -> CodeFlags {
        CodeFlags(self.0 | other.0)
    }
}
