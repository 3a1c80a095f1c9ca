//! Struct sequences (`os.stat_result`, `time.struct_time` ...): tuples whose items have names too.
//!
//! A class made by calling `type`, with a property for each field, so that Python sees an ordinary subclass of tuple.

use taipan_runtime::native::*;
use taipan_runtime::types::descriptor::MethodDescriptor;

static REPR_SIGNATURE: Signature =
    Signature { name: "__repr__", text: "($self, /)", parameters: &[], rest: true, keywords: false };

static REPR: Method = Method {
    signature: &REPR_SIGNATURE,
    doc: "Return repr(self).",
    kind: MethodKind::Instance,
    call: repr,
    fast: Fast::None,
};

/// Make the class. `fields` are the items that are in the tuple; `more` are attributes that follow the visible items.
pub(crate) fn class(vm: &mut Vm, module: &str, name: &str, fields: &[&str], more: &[&str]) -> R<Owned> {
    let (namespace, dict) = vm.new_dict_obj()?;
    let collections = vm.import_module("_collections")?;
    let getter = vm.get_attr_str(collections.value(), "_tuplegetter")?;
    for (index, field) in fields.iter().enumerate() {
        // A name with a leading `-` is an item only: instances have an attribute of their own by that name.
        if field.starts_with('-') {
            continue;
        }
        let index = vm.new_int(index as i128)?;
        let doc = vm.new_str("")?;
        let property = vm.call(getter.value(), &[index.value(), doc.value()])?;
        let key = vm.intern(field)?;
        dict.set(vm, key.value(), property.value())?;
    }
    let mut names = Vec::with_capacity(fields.len());
    for field in fields {
        names.push(vm.new_str(field.trim_start_matches('-'))?);
    }
    let names = vm.new_tuple_from(names)?;
    for (key, value) in [
        ("n_sequence_fields", vm.new_int(fields.len() as i128)?),
        ("n_fields", vm.new_int((fields.len() + more.len()) as i128)?),
        ("n_unnamed_fields", vm.new_int(0)?),
        ("__match_args__", names),
        ("__module__", vm.new_str(module)?),
    ] {
        let key = vm.intern(key)?;
        dict.set(vm, key.value(), value.value())?;
    }
    let tuple = vm.types.tuple.own();
    let bases = vm.new_tuple(&[tuple.value()])?;
    let name = vm.new_str(name)?;
    let type_ = vm.types.type_.own();
    let class = vm.call(type_.value(), &[name.value(), bases.value(), namespace.value()])?;
    let method = vm.allocate(MethodDescriptor { owner: class.clone(), method: &REPR })?;
    let key = vm.intern("__repr__")?;
    vm.set_attr(class.value(), key, Some(method.value()))?;
    Ok(class)
}

/// An instance, with further attributes beside the visible items.
pub(crate) fn instance(vm: &mut Vm, class: Value, items: &[Value], more: &[(&str, Owned)]) -> R<Owned> {
    let tuple = vm.new_tuple(items)?;
    let made = vm.call(class, &[tuple.value()])?;
    for (name, value) in more {
        let name = vm.intern(name)?;
        vm.set_attr(made.value(), name, Some(value.value()))?;
    }
    Ok(made)
}

fn repr(vm: &mut Vm, args: Args<'_>) -> R<Owned> {
    let Some((&this, [])) = args.positional.split_first() else {
        return Err(vm.type_error("__repr__() takes no arguments"));
    };
    let class = vm.class_of(this);
    let name = class.full_name(vm);
    let names = vm.get_attr_str(this, "__match_args__")?;
    let names = vm.collect(names.value())?;
    let items = vm.collect(this)?;
    let mut parts = Vec::with_capacity(items.len());
    for (name, item) in names.iter().zip(&items) {
        let shown = vm.repr_text(item.value())?;
        parts.push(format!("{}={shown}", vm.str_text(name.value())?));
    }
    vm.new_str(&format!("{name}({})", parts.join(", ")))
}
