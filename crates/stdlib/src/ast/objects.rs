//! Plain trees as Python objects, and Python objects as plain trees: one walk for all classes, led by the table.

use taipan_bytecode::Const;
use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_runtime::types::complex::Complex;
use taipan_runtime::types::set::FrozenSet;

use super::classes;
use super::table::{Field, Kind, PLACE, Quantity};
use super::tree::{Item, Node, Place};

/// The object of a node.
pub(super) fn make(vm: &mut Vm, node: &Node) -> R<Owned> {
    if node.fields.is_empty() && node.kind.optional_places().is_none() && node.kind.base() != "AST" {
        return classes::sign(vm, node.kind);
    }
    let object = classes::instance(vm, node.kind)?;
    let names = classes::field_names(vm, node.kind);
    for (name, item) in names.iter().zip(&node.fields) {
        let value = make_item(vm, item)?;
        set(vm, &object, name, &value)?;
    }
    if node.kind.optional_places().is_some() {
        for (name, number) in classes::place_names(vm).iter().zip(node.place.numbers()) {
            set(vm, &object, name, &Owned::from_raw(Value::small(number)))?;
        }
    }
    Ok(object)
}

fn set(vm: &mut Vm, object: &Owned, name: &Owned, value: &Owned) -> R<()> {
    match vm.cast::<Str>(name.value()) {
        Some(name) => vm.set_attr(object.value(), name, Some(value.value())),
        None => Ok(()),
    }
}

fn make_item(vm: &mut Vm, item: &Item) -> R<Owned> {
    Ok(match item {
        Item::None => Owned::NONE,
        Item::Node(node) => make(vm, node)?,
        Item::List(items) => {
            let mut made = Vec::with_capacity(items.len());
            for item in items {
                made.push(make_item(vm, item)?);
            }
            let values: Vec<Value> = made.iter().map(|item| item.value()).collect();
            vm.new_list(&values)?
        }
        Item::Name(text) => vm.intern(text)?.own(),
        Item::Int(number) => vm.new_int(i128::from(*number))?,
        Item::Const(value) => vm.constant(value)?,
    })
}

/// The tree of an object, and how deep it is.
pub(super) fn read(vm: &mut Vm, object: Value) -> R<(Node, usize)> {
    let mut reader = Reader { depth: 0, deepest: 0 };
    match reader.node(vm, object, "mod")? {
        Some(node) => Ok((node, reader.deepest)),
        None => Err(vm.type_error("expected some sort of mod, but got None")),
    }
}

struct Reader {
    depth: usize,
    deepest: usize,
}

impl Reader {
    /// A node of a class of `family`; None for Python's None.
    fn node(&mut self, vm: &mut Vm, object: Value, family: &'static str) -> R<Option<Node>> {
        if object.is_none() {
            return Ok(None);
        }
        if vm.enter_native().is_err() {
            drop(vm.take_error());
            return Err(
                vm.recursion_error(format!("maximum recursion depth exceeded while traversing '{family}' node"))
            );
        }
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        let node = self.node_within(vm, object, family);
        self.depth -= 1;
        node.map(Some)
    }

    fn node_within(&mut self, vm: &mut Vm, object: Value, family: &'static str) -> R<Node> {
        let kind = classes::kind_of(vm, object);
        let root = Kind::ALL.iter().copied().find(|kind| kind.class_name() == family);
        let is_sum = root.is_some_and(Kind::is_sum);
        let place = match root.and_then(Kind::optional_places) {
            Some(optional) if is_sum => self.place(vm, object, family, optional)?,
            _ => Place::NONE,
        };
        let kind = match kind {
            Some(kind) if !kind.is_sum() && (kind.class_name() == family || kind.base_name() == family) => kind,
            _ => {
                let shown = vm.repr_text(object)?;
                return Err(vm.type_error(format!("expected some sort of {family}, but got {shown}")));
            }
        };
        let names = classes::field_names(vm, kind);
        let mut fields = Vec::with_capacity(names.len());
        for (field, name) in kind.fields().zip(&names) {
            fields.push(self.field(vm, object, kind, field, name)?);
        }
        let place = match kind.optional_places() {
            Some(optional) if !is_sum => self.place(vm, object, family, optional)?,
            _ => place,
        };
        for (field, item) in kind.fields().zip(&fields) {
            let needed = field.quantity == Quantity::One && !matches!(field.type_, "int" | "constant");
            if needed && matches!(item, Item::None) {
                let (field, class) = (field.name, kind.class_name());
                return Err(vm.value_error(format!("field '{field}' is required for {class}")));
            }
        }
        Ok(Node { kind, fields, place })
    }

    fn place(&mut self, vm: &mut Vm, object: Value, family: &str, optional: usize) -> R<Place> {
        let mut numbers = [0i32; 4];
        for (index, name) in PLACE.into_iter().enumerate() {
            let key = vm.intern(name)?;
            let value = vm.get_attr_optional(object, key)?;
            numbers[index] = match value {
                Some(value) if !(value.is_none() && index >= 4 - optional) => integer(vm, value.value())? as i32,
                _ if index >= 4 - optional => numbers[index - 2],
                _ => return Err(vm.type_error(format!("required field \"{name}\" missing from {family}"))),
            };
        }
        let [line, column, end_line, end_column] = numbers;
        Ok(Place { line, column, end_line, end_column })
    }

    fn field(&mut self, vm: &mut Vm, object: Value, kind: Kind, field: Field, name: &Owned) -> R<Item> {
        let Some(key) = vm.cast::<Str>(name.value()) else { return Ok(Item::None) };
        let value = vm.get_attr_optional(object, key)?;
        let Some(value) = value else {
            return match field.quantity {
                Quantity::Optional => Ok(Item::None),
                Quantity::Many | Quantity::ManyOptional => Ok(Item::List(Vec::new())),
                Quantity::One if field.type_ == "expr_context" => Ok(Node::sign(Kind::Load)),
                Quantity::One => {
                    let (field, class) = (field.name, kind.class_name());
                    Err(vm.type_error(format!("required field \"{field}\" missing from {class}")))
                }
            };
        };
        if !field.is_list() {
            // An optional int that is None is 0.
            return self.item(vm, value.value(), field);
        }
        let Some(list) = vm.cast::<List>(value.value()) else {
            let (found, field, class) = (vm.class_of(value.value()).name(vm), field.name, kind.class_name());
            return Err(vm.type_error(format!("{class} field \"{field}\" must be a list, not a {found}")));
        };
        let length = list.len(vm);
        let mut items = Vec::with_capacity(length);
        for index in 0..length {
            let item = list.items(vm)[index].own();
            items.push(self.item(vm, item.value(), field)?);
            if list.len(vm) != length {
                let (field, class) = (field.name, kind.class_name());
                return Err(vm.runtime_error(format!("{class} field \"{field}\" changed size during iteration")));
            }
        }
        Ok(Item::List(items))
    }

    fn item(&mut self, vm: &mut Vm, value: Value, field: Field) -> R<Item> {
        match field.type_ {
            "identifier" | "string" => {
                if value.is_none() {
                    return Ok(Item::None);
                }
                match vm.cast_exact::<Str>(value) {
                    Some(text) => match text.units(vm).to_std_string() {
                        Some(text) => Ok(Item::Name(text)),
                        None => Err(vm.value_error("lone surrogates in a name of a syntax tree")),
                    },
                    None => Err(vm.type_error(format!("AST {} must be of type str", field.type_))),
                }
            }
            "int" if value.is_none() && field.quantity == Quantity::Optional => Ok(Item::None),
            "int" => integer(vm, value).map(Item::Int),
            "constant" => constant(vm, value).map(Item::Const),
            family => Ok(self.node(vm, value, family)?.map_or(Item::None, Item::Node)),
        }
    }
}

fn integer(vm: &mut Vm, value: Value) -> R<i64> {
    let class = vm.class_of(value);
    if !class.is_subclass_of(vm, vm.types.int) {
        let shown = vm.repr_text(value)?;
        return Err(vm.value_error(format!("invalid integer value: {shown}")));
    }
    match vm.int_to_i64(value) {
        Some(number) if i32::try_from(number).is_ok() => Ok(number),
        _ => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

/// A value that a constant can hold.
fn constant(vm: &mut Vm, value: Value) -> R<Const> {
    vm.enter_native()?;
    if value.is_none() {
        return Ok(Const::None);
    }
    for (singleton, constant) in
        [(Value::TRUE, Const::True), (Value::FALSE, Const::False), (Value::ELLIPSIS, Const::Ellipsis)]
    {
        if value.is(singleton) {
            return Ok(constant);
        }
    }
    let class = vm.class_of(value);
    if class == vm.types.int {
        const LIMIT: i64 = 1 << 61;
        return Ok(match vm.int_to_i64(value).filter(|number| (-LIMIT..LIMIT).contains(number)) {
            Some(number) => Const::Int(number),
            None => {
                let spec = vm.intern("x")?;
                let digits = vm.format(value, spec)?;
                Const::BigInt(vm.str_text(digits.value())?)
            }
        });
    }
    if class == vm.types.float {
        return Ok(Const::Float(vm.to_f64(value)?));
    }
    if let Some(number) = vm.cast_exact::<Complex>(value) {
        let number = number.get(vm);
        return Ok(Const::Complex { real: number.real, imag: number.imag });
    }
    if let Some(text) = vm.cast_exact::<Str>(value) {
        return Ok(Const::Str(taipan_text::wtf8::encode_wtf8(text.units(vm)).into()));
    }
    if let Some(bytes) = vm.cast_exact::<Bytes>(value) {
        return Ok(Const::Bytes(bytes.bytes(vm).into()));
    }
    let is_tuple = vm.cast_exact::<Tuple>(value).is_some();
    if is_tuple || vm.cast_exact::<FrozenSet>(value).is_some() {
        let mut items = Vec::new();
        for item in vm.collect(value)? {
            items.push(constant(vm, item.value())?);
        }
        return Ok(if is_tuple { Const::Tuple(items) } else { Const::FrozenSet(items) });
    }
    let found = class.full_name(vm);
    Err(vm.type_error(format!("got an invalid type in Constant: {found}")))
}
