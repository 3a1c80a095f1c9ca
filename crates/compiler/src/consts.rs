//! The constant and name tables of a unit, without duplicates.

use taipan_bytecode::Const;
use taipan_syntax::ast::name::Name;

use crate::hash::FastMap;

/// Constants, each once. Equal means the same type and the same bits: `0`, `0.0`, `-0.0` and `False` all differ.
#[derive(Default)]
pub(crate) struct ConstTable {
    pub(crate) list: Vec<Const>,
    index: FastMap<Box<[u8]>, u32>,
}

impl ConstTable {
    pub(crate) fn add(&mut self, value: Const) -> u32 {
        let mut key = Vec::new();
        if !write_key(&value, &mut key) {
            self.list.push(value);
            return self.list.len() as u32 - 1;
        }
        if let Some(&at) = self.index.get(&key[..]) {
            return at;
        }
        let at = self.list.len() as u32;
        self.list.push(value);
        self.index.insert(key.into(), at);
        at
    }
}

/// A text that only equal constants share; false for code, which is never shared.
pub(crate) fn write_key(value: &Const, key: &mut Vec<u8>) -> bool {
    let mut sized = |tag: u8, bytes: &[u8]| {
        key.push(tag);
        key.extend((bytes.len() as u32).to_le_bytes());
        key.extend(bytes);
    };
    match value {
        Const::None => key.push(b'N'),
        Const::True => key.push(b'T'),
        Const::False => key.push(b'F'),
        Const::Ellipsis => key.push(b'E'),
        Const::Int(value) => {
            key.push(b'i');
            key.extend(value.to_le_bytes());
        }
        Const::BigInt(digits) => sized(b'I', digits.as_bytes()),
        Const::Float(value) => {
            key.push(b'f');
            key.extend(value.to_bits().to_le_bytes());
        }
        Const::Complex { real, imag } => {
            key.push(b'c');
            key.extend(real.to_bits().to_le_bytes());
            key.extend(imag.to_bits().to_le_bytes());
        }
        Const::Str(text) => sized(b's', text),
        Const::Bytes(bytes) => sized(b'b', bytes),
        Const::Tuple(items) | Const::FrozenSet(items) => {
            sized(if matches!(value, Const::Tuple(_)) { b't' } else { b'S' }, &[]);
            key.extend((items.len() as u32).to_le_bytes());
            return items.iter().all(|item| write_key(item, key));
        }
        Const::Slice(parts) => {
            key.push(b'l');
            return parts.iter().all(|part| write_key(part, key));
        }
        Const::Code(_) | Const::Packed(_) => return false,
    }
    true
}

/// Names, each once.
#[derive(Default)]
pub(crate) struct NameTable {
    pub(crate) list: Vec<String>,
    index: FastMap<Name, u32>,
}

impl NameTable {
    pub(crate) fn add(&mut self, name: &str) -> u32 {
        if let Some(&at) = self.index.get(name) {
            return at;
        }
        let at = self.list.len() as u32;
        self.list.push(name.to_owned());
        self.index.insert(Name::new(name), at);
        at
    }
}
