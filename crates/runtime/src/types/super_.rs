//! `super`: attributes found along an object's MRO behind a given class.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;

#[derive(Trace)]
pub struct Super {
    /// `__thisclass__`.
    pub class: Option<Owned>,
    /// `__self__`.
    pub this: Option<Owned>,
    /// `__self_class__`: whose MRO is searched.
    pub start: Option<Owned>,
}

impl Payload for Super {
    const NAME: &'static str = "Super";
    const SHAPE: ShapeId = shapes::super_;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.super_
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "Attributes as the classes behind a given one define them.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        get_attr: Some(get_attr),
        descriptor_get: Some(descriptor_get),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::new::<Super>("super")
};

/// The class whose MRO is searched: that of the object, or the object itself when it is a class derived from `class`.
fn check(vm: &mut Vm, class: Obj<Class>, this: Value) -> R<Obj<Class>> {
    if let Some(start) = vm.cast::<Class>(this)
        && start.is_subclass_of(vm, class)
    {
        return Ok(start);
    }
    let own = vm.class_of(this);
    if own.is_subclass_of(vm, class) {
        return Ok(own);
    }
    // Proxies answer with another class.
    let name = vm.names.__class__;
    if let Some(claimed) = vm.get_attr_optional(this, name)?
        && let Some(claimed) = vm.cast::<Class>(claimed.value())
        && claimed != own
        && claimed.is_subclass_of(vm, class)
    {
        return Ok(claimed);
    }
    let (is_class, of) = match vm.cast::<Class>(this) {
        Some(class) => ("type", class.short_name(vm)),
        None => ("instance of", own.name(vm)),
    };
    let class = class.name(vm);
    Err(vm.type_error(format!(
        "super(type, obj): obj ({is_class} {of}) is not an instance or subtype of type ({class})."
    )))
}

/// What comes after `class` in the MRO of `start`.
fn search(vm: &Vm, class: Obj<Class>, start: Obj<Class>, name: Obj<Str>) -> Option<Owned> {
    let mro = start.mro(vm);
    let position = mro.iter().position(|entry| entry.is(class.value()))?;
    mro[position + 1..].iter().find_map(|&entry| {
        // SAFETY: the MRO holds classes only.
        let entry: Obj<Class> = unsafe { Obj::from_value(entry) };
        entry.dict(vm).get_str(vm, name).map(Value::own)
    })
}

fn is_class_name(vm: &Vm, name: Obj<Str>) -> bool {
    name == vm.names.__class__ || name.is_str(vm, "__class__")
}

/// `super(class, this).name`.
pub(crate) fn super_lookup(vm: &mut Vm, class: Obj<Class>, this: Value, name: Obj<Str>) -> R<Owned> {
    let start = check(vm, class, this)?;
    if !is_class_name(vm, name)
        && let Some(found) = search(vm, class, start, name)
    {
        return bind(vm, found, this, start);
    }
    let proxy = vm.allocate(Super { class: Some(class.own()), this: Some(this.own()), start: Some(start.own()) })?;
    vm.generic_get_attr(proxy.value(), name)
}

/// The first half of `super(class, this).name(...)`: the attribute, and whether it takes `this` first.
pub(crate) fn super_method(vm: &mut Vm, class: Obj<Class>, this: Value, name: Obj<Str>) -> R<(Owned, bool)> {
    let start = check(vm, class, this)?;
    if start.value().is(this) {
        return Ok((super_lookup(vm, class, this, name)?, false));
    }
    if !is_class_name(vm, name)
        && let Some(found) = search(vm, class, start, name)
    {
        let kind = vm.class_of(found.value());
        if kind.flags(vm).has(crate::object::class::ClassFlags::METHOD_DESCRIPTOR) {
            return Ok((found, true));
        }
        return Ok((bind(vm, found, this, start)?, false));
    }
    Ok((super_lookup(vm, class, this, name)?, false))
}

/// Bind what was found: to nothing when `this` is the class itself.
fn bind(vm: &mut Vm, found: Owned, this: Value, start: Obj<Class>) -> R<Owned> {
    let instance = if start.value().is(this) { None } else { Some(this) };
    vm.bind_descriptor(found.value(), instance, start)
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, Super { class: None, this: None, start: None })
}

fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    if !args.names.is_empty() {
        return Err(vm.type_error("super() takes no keyword arguments"));
    }
    if args.positional.len() > 2 {
        let given = args.positional.len();
        return Err(vm.type_error(format!("super() expected at most 2 arguments, got {given}")));
    }
    let (class, this) = match *args.positional {
        [] => {
            let (class, this) = crate::interp::super_arguments(vm)?;
            (class, Some(this))
        }
        [class] => (class.own(), None),
        [class, this, ..] => (class.own(), if this.is_none() { None } else { Some(this.own()) }),
    };
    let Some(class) = vm.cast::<Class>(class.value()) else {
        let found = vm.class_of(class.value()).name(vm);
        return Err(vm.type_error(format!("super() argument 1 must be a type, not {found}")));
    };
    let start = match &this {
        Some(this) => Some(check(vm, class, this.value())?.own()),
        None => None,
    };
    let Some(proxy) = vm.cast::<Super>(value) else { return Ok(()) };
    let old = std::mem::replace(proxy.get_mut(vm), Super { class: Some(class.own()), this, start });
    drop(old);
    Ok(())
}

fn parts(vm: &mut Vm, value: Value) -> R<(Option<Owned>, Option<Owned>, Option<Owned>)> {
    match vm.cast::<Super>(value) {
        Some(proxy) => {
            let proxy = proxy.get(vm);
            Ok((proxy.class.clone(), proxy.this.clone(), proxy.start.clone()))
        }
        None => Err(vm.type_error("a super object is required")),
    }
}

fn get_attr(vm: &mut Vm, value: Value, name: Obj<Str>) -> R<Owned> {
    if let (Some(class), Some(this), Some(start)) = parts(vm, value)?
        && !is_class_name(vm, name)
        && let (Some(class), Some(start)) = (vm.cast::<Class>(class.value()), vm.cast::<Class>(start.value()))
        && let Some(found) = search(vm, class, start, name)
    {
        return bind(vm, found, this.value(), start);
    }
    vm.generic_get_attr(value, name)
}

fn descriptor_get(vm: &mut Vm, value: Value, instance: Option<Value>, _owner: Option<Value>) -> R<Owned> {
    let (class, this, _) = parts(vm, value)?;
    let (Some(instance), None) = (instance, this) else { return Ok(value.own()) };
    let Some(class) = class.as_ref().and_then(|class| vm.cast::<Class>(class.value())) else { return Ok(value.own()) };
    let kind = vm.class_of(value);
    if kind != vm.types.super_ {
        return vm.call(kind.value(), &[class.value(), instance]);
    }
    let start = check(vm, class, instance)?;
    vm.allocate(Super { class: Some(class.own()), this: Some(instance.own()), start: Some(start.own()) })
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let (class, _, start) = parts(vm, value)?;
    let name = |vm: &Vm, class: &Option<Owned>| {
        class.as_ref().and_then(|class| vm.cast::<Class>(class.value())).map(|class| class.short_name(vm))
    };
    let class = name(vm, &class).unwrap_or_else(|| "NULL".into());
    let text = match name(vm, &start) {
        Some(start) => format!("<super: <class '{class}'>, <{start} object>>"),
        None => format!("<super: <class '{class}'>, NULL>"),
    };
    vm.new_str(&text)
}

#[methods]
mod py {
    use super::*;

    /// The class behind which the search begins.
    #[getter]
    fn __thisclass__(vm: &mut Vm, this: Obj<Super>) -> Option<Owned> {
        this.get(vm).class.clone()
    }

    /// The object that what is found is bound to.
    #[getter]
    fn __self__(vm: &mut Vm, this: Obj<Super>) -> Option<Owned> {
        this.get(vm).this.clone()
    }

    /// The class whose MRO is searched.
    #[getter]
    fn __self_class__(vm: &mut Vm, this: Obj<Super>) -> Option<Owned> {
        this.get(vm).start.clone()
    }
}
