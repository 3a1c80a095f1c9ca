//! `_types`: the builtin types that are no builtin names, which `types` would else have to find by making an instance of each.

use taipan_runtime::native::*;

use crate::support::payload;

/// What CPython wraps pointers of its C interface in. There are none here, so the class has no instances.
#[derive(Trace)]
pub(crate) struct Capsule;

payload!(Capsule);

static CAPSULE: ClassDef =
    ClassDef { doc: "A pointer of a C interface: there are none here.", ..ClassDef::sealed::<Capsule>("PyCapsule") };

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_types", "Define names for built-in types.", &[])?;
    let capsule = vm.define_class::<Capsule>(&CAPSULE, None)?;
    let types = &vm.types;
    let named = [
        ("AsyncGeneratorType", types.async_generator),
        ("BuiltinFunctionType", types.native_function),
        ("BuiltinMethodType", types.native_function),
        ("CapsuleType", capsule),
        ("CellType", types.cell),
        ("ClassMethodDescriptorType", types.classmethod_descriptor),
        ("CodeType", types.code),
        ("CoroutineType", types.coroutine),
        ("EllipsisType", types.ellipsis),
        ("FrameType", types.frame),
        ("FunctionType", types.function),
        ("GeneratorType", types.generator),
        ("GenericAlias", types.generic_alias),
        ("GetSetDescriptorType", types.getset_descriptor),
        ("LambdaType", types.function),
        ("MappingProxyType", types.mappingproxy),
        ("MemberDescriptorType", types.member_descriptor),
        ("MethodDescriptorType", types.method_descriptor),
        ("MethodType", types.method),
        ("MethodWrapperType", types.method_wrapper),
        ("ModuleType", types.module),
        ("NoneType", types.none),
        ("NotImplementedType", types.not_implemented),
        ("SimpleNamespace", types.simple_namespace),
        ("TracebackType", types.traceback),
        ("UnionType", types.union),
        ("WrapperDescriptorType", types.wrapper_descriptor),
    ];
    for (name, class) in named {
        module.add(vm, name, class.value())?;
    }
    Ok(owned)
}
