//! Template strings (PEP 750): `string.templatelib.Template` and `Interpolation`, which `t"..."` makes.

use crate::native::*;
use crate::types::shapes;

/// The static parts of a template string and what is between them.
#[derive(Trace)]
pub struct Template {
    /// A tuple of strings, one more than there are interpolations.
    strings: Owned,
    /// A tuple.
    interpolations: Owned,
}

/// A value in a template string, and how it was written.
#[derive(Trace)]
pub struct Interpolation {
    value: Owned,
    expression: Owned,
    /// `"s"`, `"r"`, `"a"` or None.
    conversion: Owned,
    format_spec: Owned,
}

/// Goes through the parts of a template, without empty strings.
#[derive(Trace)]
pub struct TemplateIterator {
    template: Owned,
    /// The place among strings and interpolations in turn.
    #[trace(skip)]
    position: usize,
}

macro_rules! payload {
    ($($name:ident $field:ident;)+) => { $(
        impl Payload for $name {
            const NAME: &'static str = stringify!($name);
            const SHAPE: taipan_heap::ShapeId = shapes::$field;

            fn class(vm: &Vm) -> Obj<Class> {
                vm.types.$field
            }
        }
    )+ };
}

payload! {
    Template template;
    Interpolation interpolation;
    TemplateIterator template_iterator;
}

pub(crate) static TEMPLATE_CLASS: ClassDef = ClassDef {
    module: "string.templatelib",
    doc: "What a template string gives.",
    slots: Slots { new: Some(new), repr: Some(repr), iter: Some(iter), concat: Some(concat), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::sealed::<Template>("Template")
};

pub(crate) static INTERPOLATION_CLASS: ClassDef = ClassDef {
    module: "string.templatelib",
    doc: "A value in a template string.",
    slots: Slots { new: Some(interpolation_new), repr: Some(interpolation_repr), ..Slots::EMPTY },
    methods: &interpolation::METHODS,
    getsets: &interpolation::GETSETS,
    match_args: &["value", "expression", "conversion", "format_spec"],
    ..ClassDef::sealed::<Interpolation>("Interpolation")
};

pub(crate) static ITERATOR_CLASS: ClassDef = ClassDef {
    module: "string.templatelib",
    slots: Slots { iter: Some(crate::types::iterator::same), next: Some(iterator_next), ..Slots::EMPTY },
    ..ClassDef::sealed::<TemplateIterator>("TemplateIter")
};

/// `Interpolation(value, expression, conversion, spec)`.
pub(crate) fn new_interpolation(vm: &mut Vm, value: Owned, expression: Owned, conversion: u8, spec: Owned) -> R<Owned> {
    let conversion = match conversion {
        1 => vm.intern("s")?.own(),
        2 => vm.intern("r")?.own(),
        3 => vm.intern("a")?.own(),
        _ => Owned::NONE,
    };
    let format_spec = if spec.is_none() { vm.new_str("")? } else { spec };
    vm.allocate(Interpolation { value, expression, conversion, format_spec })
}

/// `Template(strings, interpolations)`.
pub(crate) fn new_template(vm: &mut Vm, strings: Owned, interpolations: Owned) -> R<Owned> {
    vm.allocate(Template { strings, interpolations })
}

fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if !args.names.is_empty() {
        return Err(vm.type_error("Template.__new__ only accepts *args arguments"));
    }
    let mut strings: Vec<Owned> = Vec::new();
    let mut interpolations: Vec<Value> = Vec::new();
    for &part in args.positional {
        if vm.cast::<Interpolation>(part).is_some() {
            if strings.len() == interpolations.len() {
                strings.push(vm.new_str("")?);
            }
            interpolations.push(part);
        } else if let Some(text) = vm.cast::<Str>(part) {
            if strings.len() > interpolations.len()
                && let Some(before) = strings.pop()
                && let Some(before) = vm.cast::<Str>(before.value())
            {
                strings.push(vm.concat_str(before, text)?);
            } else {
                strings.push(part.own());
            }
        } else {
            let found = vm.class_of(part).name(vm);
            return Err(vm.type_error(format!(
                "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {found}"
            )));
        }
    }
    if strings.len() == interpolations.len() {
        strings.push(vm.new_str("")?);
    }
    let strings = vm.new_tuple_from(strings)?;
    let interpolations = vm.new_tuple(&interpolations)?;
    new_template(vm, strings, interpolations)
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(this) = vm.cast::<Template>(value) else { return vm.new_str("") };
    let (strings, interpolations) = (this.get(vm).strings.clone(), this.get(vm).interpolations.clone());
    let strings = vm.repr_text(strings.value())?;
    let interpolations = vm.repr_text(interpolations.value())?;
    vm.new_str(&format!("Template(strings={strings}, interpolations={interpolations})"))
}

fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    vm.allocate(TemplateIterator { template: value.own(), position: 0 })
}

fn iterator_next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<TemplateIterator>(value) else { return Ok(None) };
    let template = this.get(vm).template.clone();
    let Some(template) = vm.cast::<Template>(template.value()) else { return Ok(None) };
    loop {
        let position = this.get(vm).position;
        let is_string = position % 2 == 0;
        let parts = if is_string { &template.get(vm).strings } else { &template.get(vm).interpolations };
        let Some(parts) = vm.cast::<Tuple>(parts.value()) else { return Ok(None) };
        let Some(part) = parts.items(vm).get(position / 2).map(|part| part.own()) else { return Ok(None) };
        this.get_mut(vm).position += 1;
        let empty = is_string && vm.cast::<Str>(part.value()).is_some_and(|text| text.len(vm) == 0);
        if !empty {
            return Ok(Some(part));
        }
    }
}

/// `template + template`: the last string of the one and the first of the other become one.
fn concat(vm: &mut Vm, left: Value, right: Value) -> R<Owned> {
    let (Some(first), Some(second)) = (vm.cast::<Template>(left), vm.cast::<Template>(right)) else {
        let found = vm.class_of(right).name(vm);
        return Err(vm.type_error(format!(
            "can only concatenate string.templatelib.Template (not \"{found}\") to string.templatelib.Template"
        )));
    };
    let (strings, more) = (first.get(vm).strings.clone(), second.get(vm).strings.clone());
    let mut strings = vm.collect(strings.value())?;
    let more = vm.collect(more.value())?;
    if let (Some(end), Some(start)) = (strings.pop(), more.first())
        && let (Some(end), Some(start)) = (vm.cast::<Str>(end.value()), vm.cast::<Str>(start.value()))
    {
        strings.push(vm.concat_str(end, start)?);
    }
    strings.extend(more.into_iter().skip(1));
    let (interpolations, more) = (first.get(vm).interpolations.clone(), second.get(vm).interpolations.clone());
    let mut interpolations = vm.collect(interpolations.value())?;
    interpolations.extend(vm.collect(more.value())?);
    let strings = vm.new_tuple_from(strings)?;
    let interpolations = vm.new_tuple_from(interpolations)?;
    new_template(vm, strings, interpolations)
}

fn readonly(vm: &mut Vm) -> R<()> {
    Err(vm.attribute_error_text("readonly attribute"))
}

#[methods]
mod py {
    use super::*;

    /// The static parts.
    #[getter]
    fn strings(vm: &mut Vm, this: Obj<Template>) -> Owned {
        this.get(vm).strings.clone()
    }

    #[setter]
    fn set_strings(vm: &mut Vm, _this: Obj<Template>, _value: Option<Value>) -> R<()> {
        readonly(vm)
    }

    /// What is between the static parts.
    #[getter]
    fn interpolations(vm: &mut Vm, this: Obj<Template>) -> Owned {
        this.get(vm).interpolations.clone()
    }

    #[setter]
    fn set_interpolations(vm: &mut Vm, _this: Obj<Template>, _value: Option<Value>) -> R<()> {
        readonly(vm)
    }

    /// The values of the interpolations.
    #[getter]
    fn values(vm: &mut Vm, this: Obj<Template>) -> R<Owned> {
        let interpolations = this.get(vm).interpolations.clone();
        let interpolations = vm.collect(interpolations.value())?;
        let values = interpolations
            .iter()
            .filter_map(|item| vm.cast::<Interpolation>(item.value()))
            .map(|item| item.get(vm).value.clone())
            .collect();
        vm.new_tuple_from(values)
    }

    /// For pickling.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Template>) -> R<Owned> {
        let function = vm.import_attr("string.templatelib", "_template_unpickle")?;
        let (strings, interpolations) = (this.get(vm).strings.clone(), this.get(vm).interpolations.clone());
        let args = vm.new_tuple(&[strings.value(), interpolations.value()])?;
        vm.new_tuple(&[function.value(), args.value()])
    }

    /// `Template[T]`.
    #[classmethod("($type, item, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, item)
    }
}

static SIGNATURE: Signature = Signature {
    name: "Interpolation",
    text: "(value, expression='', conversion=None, format_spec='')",
    parameters: &[
        Parameter { name: "value", kind: ParameterKind::PositionalOrKeyword, optional: false },
        Parameter { name: "expression", kind: ParameterKind::PositionalOrKeyword, optional: true },
        Parameter { name: "conversion", kind: ParameterKind::PositionalOrKeyword, optional: true },
        Parameter { name: "format_spec", kind: ParameterKind::PositionalOrKeyword, optional: true },
    ],
    rest: false,
    keywords: false,
};

fn text_argument(vm: &mut Vm, value: Option<Value>, name: &str) -> R<Owned> {
    match value {
        None => vm.new_str(""),
        Some(value) if vm.cast::<Str>(value).is_some() => Ok(value.own()),
        Some(value) => {
            let found = vm.class_of(value).name(vm);
            Err(vm.type_error(format!("Interpolation() argument '{name}' must be str, not {found}")))
        }
    }
}

fn interpolation_new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let mut slots = [None; 4];
    bind(vm, &SIGNATURE, args, &mut slots)?;
    let [value, expression, conversion, format_spec] = slots;
    let expression = text_argument(vm, expression, "expression")?;
    let conversion = match conversion.filter(|conversion| !conversion.is_none()) {
        None => Owned::NONE,
        Some(conversion) => {
            let conversion = text_argument(vm, Some(conversion), "conversion")?;
            let known = vm.cast::<Str>(conversion.value()).and_then(|text| text.as_ascii(vm));
            if !matches!(known, Some("s" | "r" | "a")) {
                return Err(vm.value_error("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'"));
            }
            conversion
        }
    };
    let format_spec = text_argument(vm, format_spec, "format_spec")?;
    let value = value.unwrap_or(Value::NONE).own();
    vm.allocate(Interpolation { value, expression, conversion, format_spec })
}

fn fields(vm: &Vm, this: Obj<Interpolation>) -> [Owned; 4] {
    let this = this.get(vm);
    [this.value.clone(), this.expression.clone(), this.conversion.clone(), this.format_spec.clone()]
}

fn interpolation_repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(this) = vm.cast::<Interpolation>(value) else { return vm.new_str("") };
    let mut shown = Vec::with_capacity(4);
    for field in fields(vm, this) {
        shown.push(vm.repr_text(field.value())?);
    }
    vm.new_str(&format!("Interpolation({})", shown.join(", ")))
}

mod interpolation {
    use super::*;

    #[methods]
    mod methods {
        use super::*;

        /// The value.
        #[getter]
        fn value(vm: &mut Vm, this: Obj<Interpolation>) -> Owned {
            this.get(vm).value.clone()
        }

        #[setter]
        fn set_value(vm: &mut Vm, _this: Obj<Interpolation>, _value: Option<Value>) -> R<()> {
            readonly(vm)
        }

        /// The text of the expression.
        #[getter]
        fn expression(vm: &mut Vm, this: Obj<Interpolation>) -> Owned {
            this.get(vm).expression.clone()
        }

        #[setter]
        fn set_expression(vm: &mut Vm, _this: Obj<Interpolation>, _value: Option<Value>) -> R<()> {
            readonly(vm)
        }

        /// "s", "r", "a" or None.
        #[getter]
        fn conversion(vm: &mut Vm, this: Obj<Interpolation>) -> Owned {
            this.get(vm).conversion.clone()
        }

        #[setter]
        fn set_conversion(vm: &mut Vm, _this: Obj<Interpolation>, _value: Option<Value>) -> R<()> {
            readonly(vm)
        }

        /// How the value is to be formatted.
        #[getter]
        fn format_spec(vm: &mut Vm, this: Obj<Interpolation>) -> Owned {
            this.get(vm).format_spec.clone()
        }

        #[setter]
        fn set_format_spec(vm: &mut Vm, _this: Obj<Interpolation>, _value: Option<Value>) -> R<()> {
            readonly(vm)
        }

        /// For pickling.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<Interpolation>) -> R<Owned> {
            let fields = fields(vm, this);
            let args = vm.new_tuple_from(fields.into())?;
            let class = vm.types.interpolation.value();
            vm.new_tuple(&[class, args.value()])
        }

        /// `Interpolation[T]`.
        #[classmethod("($type, item, /)")]
        fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
            crate::types::generic_alias::new(vm, class, item)
        }
    }
}
