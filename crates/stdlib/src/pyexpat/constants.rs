//! The constants of `pyexpat` and of its submodules `errors` and `model`.

use taipan_runtime::native::*;

use super::xml::CODES;

pub(super) fn add(vm: &mut Vm, module: Obj<Module>) -> R<()> {
    let (major, minor, micro) = super::VERSION;
    module.add_str(vm, "EXPAT_VERSION", &format!("expat_{major}.{minor}.{micro}"))?;
    let numbers = [major, minor, micro].map(|number| Owned::from_raw(Value::int_unchecked(number)));
    let version = vm.new_tuple(&numbers.each_ref().map(Owned::value))?;
    module.add(vm, "version_info", version.value())?;
    module.add_str(vm, "native_encoding", "UTF-8")?;
    for (name, value) in [
        ("XML_PARAM_ENTITY_PARSING_NEVER", 0),
        ("XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", 1),
        ("XML_PARAM_ENTITY_PARSING_ALWAYS", 2),
    ] {
        module.add_int(vm, name, value)?;
    }
    let features = vm.new_list(&[])?;
    for (name, value) in [
        ("sizeof(XML_Char)", 1),
        ("sizeof(XML_LChar)", 1),
        ("XML_DTD", 0),
        ("XML_CONTEXT_BYTES", 1024),
        ("XML_NS", 0),
        ("XML_BLAP_MAX_AMP", 100),
        ("XML_BLAP_ACT_THRES", 8 << 20),
        ("XML_GE", 0),
        ("XML_AT_MAX_AMP", 100),
        ("XML_AT_ACT_THRES", 64 << 20),
    ] {
        let name = vm.new_str(name)?;
        let pair = vm.new_pair(name.value(), Value::int_unchecked(value))?;
        if let Some(features) = vm.cast::<List>(features.value()) {
            features.push(vm, pair)?;
        }
    }
    module.add(vm, "features", features.value())?;
    let errors = submodule(vm, module, "errors", "Constants used to describe error conditions.")?;
    let (codes, codes_dict) = vm.new_dict_obj()?;
    let (messages, messages_dict) = vm.new_dict_obj()?;
    for (name, number, words) in CODES {
        let words = vm.new_str(words)?;
        let number = Value::int_unchecked(i64::from(*number));
        errors.add(vm, name, words.value())?;
        codes_dict.set(vm, words.value(), number)?;
        messages_dict.set(vm, number, words.value())?;
    }
    errors.add(vm, "codes", codes.value())?;
    errors.add(vm, "messages", messages.value())?;
    let model = submodule(vm, module, "model", "Constants used to interpret content model information.")?;
    for (name, value) in [
        ("XML_CTYPE_EMPTY", 1),
        ("XML_CTYPE_ANY", 2),
        ("XML_CTYPE_MIXED", 3),
        ("XML_CTYPE_NAME", 4),
        ("XML_CTYPE_CHOICE", 5),
        ("XML_CTYPE_SEQ", 6),
        ("XML_CQUANT_NONE", 0),
        ("XML_CQUANT_OPT", 1),
        ("XML_CQUANT_REP", 2),
        ("XML_CQUANT_PLUS", 3),
    ] {
        model.add_int(vm, name, value)?;
    }
    Ok(())
}

fn submodule(vm: &mut Vm, parent: Obj<Module>, name: &str, doc: &str) -> R<Obj<Module>> {
    let full = format!("pyexpat.{name}");
    let (owned, module) = vm.new_module(&full)?;
    module.add_str(vm, "__doc__", doc)?;
    parent.add(vm, name, owned.value())?;
    let key = vm.intern(&full)?;
    vm.modules.set_str(vm, key, owned.value())?;
    Ok(module)
}
