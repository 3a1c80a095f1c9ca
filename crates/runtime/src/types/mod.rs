//! The builtin types, a file or folder each, and the table that brings them into being.

pub mod birth;

pub mod async_generator;
pub mod bool;
pub mod bound_method;
pub mod bytearray;
pub mod bytes;
pub mod cell;
pub mod classmethod;
pub mod code;
pub mod complex;
pub mod coroutine;
pub mod descriptor;
pub mod dict;
pub mod enumerate;
pub mod exception;
pub mod filter;
pub mod float;
pub mod frame;
pub mod function;
pub mod generator;
pub mod generic_alias;
pub mod int;
pub mod iterator;
pub mod list;
pub mod mapping_proxy;
pub mod memoryview;
pub mod module;
pub mod native_function;
pub mod none;
pub mod object;
pub(crate) mod plain;
pub mod property;
pub mod range;
pub mod reversed;
pub(crate) mod sequence;
pub mod set;
pub mod simple_namespace;
pub mod slice;
pub mod staticmethod;
pub mod str;
pub mod super_;
pub mod template;
pub mod traceback;
pub mod tuple;
pub mod type_;
pub mod typevar;
pub mod union;
pub mod weakref;
pub mod zip;

use taipan_heap::ShapeId;

use crate::object::class::{Class, ClassDef};
use crate::object::obj::Obj;

macro_rules! builtin_types {
    ($($field:ident: $payload:ty = $definition:path, base $base:ident, $builtin:literal;)+) => {
        /// The classes of the builtin types.
        pub struct Types { $(pub $field: Obj<Class>,)+ }

        #[allow(non_camel_case_types, reason = "variants are named after the fields")]
        enum Number { $($field,)+ }

        /// One row a type, in the order of birth: a base comes before what inherits from it.
        pub(crate) struct Row {
            pub(crate) definition: &'static ClassDef,
            /// Place of the base in the table.
            pub(crate) base: usize,
            /// Whether the name is in `builtins`.
            pub(crate) builtin: bool,
        }

        pub(crate) static TABLE: &[Row] = &[$(Row {
            definition: &$definition,
            base: Number::$base as usize,
            builtin: $builtin,
        },)+];

        impl Types {
            pub(crate) fn from_slice(classes: &[Obj<Class>]) -> Types {
                Types { $($field: classes[Number::$field as usize],)+ }
            }
        }

        /// Shapes of exact instances.
        #[allow(non_upper_case_globals, reason = "named after the fields")]
        pub(crate) mod shapes {
            use super::{Number, ShapeId};
            $(#[allow(dead_code, reason = "not every type is tested for by shape")]
            pub(crate) const $field: ShapeId = Number::$field as ShapeId + 1;)+
        }
    };
}

builtin_types! {
    object: object::Object = object::CLASS, base object, true;
    type_: Class = type_::CLASS, base object, true;
    int: int::Int = int::CLASS, base object, true;
    bool: int::Int = bool::CLASS, base int, true;
    float: float::Float = float::CLASS, base object, true;
    none: object::Object = none::NONE_CLASS, base object, false;
    ellipsis: object::Object = none::ELLIPSIS_CLASS, base object, false;
    not_implemented: object::Object = none::NOT_IMPLEMENTED_CLASS, base object, false;
    str: str::Str = str::CLASS, base object, true;
    tuple: tuple::Tuple = tuple::CLASS, base object, true;
    list: list::List = list::CLASS, base object, true;
    dict: dict::Dict = dict::CLASS, base object, true;
    module: module::Module = module::CLASS, base object, false;
    function: function::Function = function::CLASS, base object, false;
    method: bound_method::BoundMethod = bound_method::CLASS, base object, false;
    code: code::CodeObject = code::CLASS, base object, false;
    cell: cell::Cell = cell::CLASS, base object, false;
    native_function: native_function::NativeFunction = native_function::CLASS, base object, false;
    method_descriptor: descriptor::MethodDescriptor = descriptor::METHOD_CLASS, base object, false;
    classmethod_descriptor: descriptor::ClassMethodDescriptor = descriptor::CLASSMETHOD_CLASS, base object, false;
    getset_descriptor: descriptor::GetSetDescriptor = descriptor::GETSET_CLASS, base object, false;
    member_descriptor: descriptor::MemberDescriptor = descriptor::MEMBER_CLASS, base object, false;
    wrapper_descriptor: descriptor::WrapperDescriptor = descriptor::WRAPPER_CLASS, base object, false;
    method_wrapper: descriptor::MethodWrapper = descriptor::METHOD_WRAPPER_CLASS, base object, false;
    generic_alias: generic_alias::GenericAlias = generic_alias::CLASS, base object, false;
    iterator: iterator::SequenceIterator = iterator::SEQUENCE_CLASS, base object, false;
    list_iterator: list::iter::ListIterator = list::iter::CLASS, base object, false;
    tuple_iterator: tuple::iter::TupleIterator = tuple::iter::CLASS, base object, false;
    bytes: bytes::Bytes = bytes::CLASS, base object, true;
    complex: complex::Complex = complex::CLASS, base object, true;
    slice: slice::Slice = slice::CLASS, base object, true;
    range: range::Range = range::CLASS, base object, true;
    set: set::Set = set::SET_CLASS, base object, true;
    frozenset: set::FrozenSet = set::FROZENSET_CLASS, base object, true;
    classmethod: classmethod::ClassMethod = classmethod::CLASS, base object, true;
    staticmethod: staticmethod::StaticMethod = staticmethod::CLASS, base object, true;
    super_: super_::Super = super_::CLASS, base object, true;
    list_reverseiterator: list::iter::ListReverseIterator = list::iter::REVERSE_CLASS, base object, false;
    enumerate: enumerate::Enumerate = enumerate::CLASS, base object, true;
    reversed: reversed::Reversed = reversed::CLASS, base object, true;
    zip: zip::Zip = zip::ZIP_CLASS, base object, true;
    map: zip::Map = zip::MAP_CLASS, base object, true;
    filter: filter::Filter = filter::CLASS, base object, true;
    set_iterator: set::iter::SetIterator = set::iter::CLASS, base object, false;
    callable_iterator: iterator::CallableIterator = iterator::CALLABLE_CLASS, base object, false;
    range_iterator: range::RangeIterator = range::ITERATOR_CLASS, base object, false;
    longrange_iterator: range::LongRangeIterator = range::LONG_ITERATOR_CLASS, base object, false;
    mappingproxy: mapping_proxy::MappingProxy = mapping_proxy::CLASS, base object, false;
    dict_keys: dict::views::KeysView = dict::views::KEYS, base object, false;
    dict_values: dict::views::ValuesView = dict::views::VALUES, base object, false;
    dict_items: dict::views::ItemsView = dict::views::ITEMS, base object, false;
    dict_keyiterator: dict::iter::KeyIterator = dict::iter::KEYS, base object, false;
    dict_valueiterator: dict::iter::ValueIterator = dict::iter::VALUES, base object, false;
    dict_itemiterator: dict::iter::ItemIterator = dict::iter::ITEMS, base object, false;
    dict_reversekeyiterator: dict::iter::ReverseKeyIterator = dict::iter::REVERSE_KEYS, base object, false;
    dict_reversevalueiterator: dict::iter::ReverseValueIterator = dict::iter::REVERSE_VALUES, base object, false;
    dict_reverseitemiterator: dict::iter::ReverseItemIterator = dict::iter::REVERSE_ITEMS, base object, false;
    frame: frame::FrameObject = frame::CLASS, base object, false;
    traceback: traceback::Traceback = traceback::CLASS, base object, false;
    generator: generator::Generator = generator::CLASS, base object, false;
    coroutine: generator::Generator = generator::COROUTINE_CLASS, base object, false;
    async_generator: generator::Generator = generator::ASYNC_GENERATOR_CLASS, base object, false;
    coroutine_wrapper: coroutine::CoroutineWrapper = coroutine::WRAPPER_CLASS, base object, false;
    union: union::Union = union::CLASS, base object, false;
    property: property::Property = property::CLASS, base object, true;
    simple_namespace: simple_namespace::SimpleNamespace = simple_namespace::CLASS, base object, false;
    str_iterator: str::iter::StrIterator = str::iter::CLASS, base object, false;
    str_ascii_iterator: str::iter::AsciiIterator = str::iter::ASCII_CLASS, base object, false;
    bytearray: bytearray::ByteArray = bytearray::CLASS, base object, true;
    memoryview: memoryview::MemoryView = memoryview::CLASS, base object, true;
    memory_iterator: memoryview::MemoryIterator = memoryview::ITERATOR_CLASS, base object, false;
    bytes_iterator: bytes::iter::BytesIterator = bytes::iter::CLASS, base object, false;
    bytearray_iterator: bytes::iter::ByteArrayIterator = bytes::iter::BYTEARRAY_CLASS, base object, false;
    weakref: weakref::WeakRef = weakref::CLASS, base object, false;
    weakproxy: weakref::proxy::WeakRefProxy = weakref::proxy::CLASS, base object, false;
    weakcallableproxy: weakref::proxy::WeakRefProxy = weakref::proxy::CALLABLE_CLASS, base object, false;
    async_generator_wrapped_value: async_generator::WrappedValue = async_generator::WRAPPED_CLASS, base object, false;
    async_generator_asend: async_generator::AsyncSend = async_generator::SEND_CLASS, base object, false;
    async_generator_athrow: async_generator::AsyncThrow = async_generator::THROW_CLASS, base object, false;
    anext_awaitable: async_generator::AnextDefault = async_generator::ANEXT_CLASS, base object, false;
    no_default_type: typevar::NoDefault = typevar::NO_DEFAULT_CLASS, base object, false;
    const_evaluator: typevar::ConstEvaluator = typevar::CONST_EVALUATOR_CLASS, base object, false;
    type_var: typevar::TypeVar = typevar::TYPE_VAR_CLASS, base object, false;
    param_spec: typevar::ParamSpec = typevar::PARAM_SPEC_CLASS, base object, false;
    param_spec_args: typevar::ParamSpecArgs = typevar::ARGS_CLASS, base object, false;
    param_spec_kwargs: typevar::ParamSpecKwargs = typevar::KWARGS_CLASS, base object, false;
    type_var_tuple: typevar::TypeVarTuple = typevar::TYPE_VAR_TUPLE_CLASS, base object, false;
    type_alias: typevar::TypeAlias = typevar::ALIAS_CLASS, base object, false;
    generic: object::Object = typevar::GENERIC_CLASS, base object, false;
    template: template::Template = template::TEMPLATE_CLASS, base object, false;
    interpolation: template::Interpolation = template::INTERPOLATION_CLASS, base object, false;
    template_iterator: template::TemplateIterator = template::ITERATOR_CLASS, base object, false;
    frame_locals_proxy: frame::FrameLocalsProxy = frame::PROXY_CLASS, base object, false;
    generic_alias_iterator: generic_alias::iter::AliasIterator = generic_alias::iter::CLASS, base object, false;
}
