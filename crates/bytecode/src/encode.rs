//! Code templates as bytes: what the standard library is shipped as.
//!
//! Numbers are little-endian base 128, strings have their length before them, instructions are words as they are. The code of an
//! inner function has its length before it and is passed over when the outer code is decoded: it becomes a
//! [`PackedCode`], decoded when the function is made. Nothing that decoding finds makes it panic.

use std::fmt;
use std::sync::Arc;

use crate::code::{Code, CodeFlags, Const, ExceptionEntry, LocalKind, LocalVar};
use crate::positions::PositionTable;

/// Constants inside constants beyond which bytes are taken for damaged.
const DEPTH: u32 = 64;

/// The bytes are not what `encode` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("malformed code")
    }
}

impl std::error::Error for Malformed {}

/// Code that has not been decoded yet: a range of a module's bytes.
#[derive(Clone, Debug)]
pub struct PackedCode {
    module: Arc<Module>,
    start: u32,
    end: u32,
}

/// What all code of a module shares.
#[derive(Debug)]
struct Module {
    bytes: &'static [u8],
    filename: Arc<str>,
}

/// What stands before the parts of code that take memory: enough to make functions of it and to describe them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeHeader<'a> {
    pub name: &'a str,
    pub qualname: &'a str,
    pub first_line: u32,
    pub flags: CodeFlags,
    pub positional: u16,
    pub positional_only: u16,
    pub keyword_only: u16,
    pub registers: u16,
    pub temps_start: u8,
}

impl PartialEq for PackedCode {
    fn eq(&self, other: &PackedCode) -> bool {
        self.bytes() == other.bytes() && self.module.filename == other.module.filename
    }
}

impl PackedCode {
    /// What `encode` wrote. `filename` becomes the code's own. Bytes beyond four gigabytes are no code.
    pub fn new(bytes: &'static [u8], filename: Arc<str>) -> PackedCode {
        let end = u32::try_from(bytes.len()).unwrap_or(0);
        PackedCode { module: Arc::new(Module { bytes, filename }), start: 0, end }
    }

    fn bytes(&self) -> &'static [u8] {
        self.module.bytes.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// The file's name, as it was given.
    pub fn filename(&self) -> &Arc<str> {
        &self.module.filename
    }

    /// The code, with inner functions still packed.
    pub fn decode(&self) -> Result<Code, Malformed> {
        let pack = |bytes: &'static [u8], outer: &PackedCode| {
            // The bytes are a part of the module's, so their place among those is small.
            let start = (bytes.as_ptr().addr() - outer.module.bytes.as_ptr().addr()) as u32;
            let end = start + bytes.len() as u32;
            Ok(Const::Packed(PackedCode { module: outer.module.clone(), start, end }))
        };
        whole(Reader { bytes: self.bytes(), filename: &self.module.filename, context: self, inner: pack })
    }

    /// What can be said of the code without decoding the rest.
    pub fn header(&self) -> Result<CodeHeader<'static>, Malformed> {
        self.passing().header()
    }

    /// The names of the closure's cells.
    pub fn free(&self) -> Result<Vec<String>, Malformed> {
        let mut reader = self.passing();
        reader.header()?;
        reader.pass_locals()?;
        reader.many(Reader::text)
    }

    /// Where each instruction comes from, as in a [`PositionTable`]. Takes no memory.
    pub fn positions(&self) -> Result<&'static [u8], Malformed> {
        let mut reader = self.passing();
        reader.header()?;
        reader.pass_locals()?;
        reader.pass_texts()?;
        let words = reader.length()?;
        reader.take(words.checked_mul(4).ok_or(Malformed)?)?;
        for _ in 0..reader.length()? {
            reader.pass_constant(0)?;
        }
        reader.pass_texts()?;
        for _ in 0..reader.length()? {
            reader.exception()?;
        }
        reader.sized()
    }

    fn passing(&self) -> Reader<'static, '_, ()> {
        let inner = |_: &'static [u8], _: &()| Err(Malformed);
        Reader { bytes: self.bytes(), filename: &self.module.filename, context: &(), inner }
    }
}

/// Code that `encode` wrote, with inner functions decoded too.
pub fn decode(bytes: &[u8], filename: &Arc<str>) -> Result<Code, Malformed> {
    let inner = |bytes: &[u8], filename: &Arc<str>| Ok(Const::Code(Arc::new(decode(bytes, filename)?)));
    whole(Reader { bytes, filename, context: filename, inner })
}

fn whole<C>(mut reader: Reader<'_, '_, C>) -> Result<Code, Malformed> {
    let code = reader.code()?;
    if reader.bytes.is_empty() { Ok(code) } else { Err(Malformed) }
}

mod tag {
    pub(super) const NONE: u8 = 0;
    pub(super) const TRUE: u8 = 1;
    pub(super) const FALSE: u8 = 2;
    pub(super) const ELLIPSIS: u8 = 3;
    pub(super) const INT: u8 = 4;
    pub(super) const BIG_INT: u8 = 5;
    pub(super) const FLOAT: u8 = 6;
    pub(super) const COMPLEX: u8 = 7;
    pub(super) const STR: u8 = 8;
    pub(super) const BYTES: u8 = 9;
    pub(super) const TUPLE: u8 = 10;
    pub(super) const FROZEN_SET: u8 = 11;
    pub(super) const SLICE: u8 = 12;
    pub(super) const CODE: u8 = 13;
}

/// Append the bytes of `code`, all but its file's name.
pub fn encode(code: &Code, out: &mut Vec<u8>) {
    text(out, &code.name);
    text(out, &code.qualname);
    number(out, u64::from(code.first_line));
    number(out, u64::from(code.flags.0));
    for count in [code.positional, code.positional_only, code.keyword_only, code.registers] {
        number(out, u64::from(count));
    }
    out.push(code.temps_start);
    number(out, code.locals.len() as u64);
    for local in &code.locals {
        text(out, &local.name);
        out.push(local.kind as u8);
    }
    number(out, code.free.len() as u64);
    code.free.iter().for_each(|name| text(out, name));
    number(out, code.words.len() as u64);
    code.words.iter().for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
    number(out, code.consts.len() as u64);
    code.consts.iter().for_each(|constant| encode_const(constant, out));
    number(out, code.names.len() as u64);
    code.names.iter().for_each(|name| text(out, name));
    number(out, code.exceptions.len() as u64);
    for entry in &code.exceptions {
        for place in [entry.start, entry.end, entry.target] {
            number(out, u64::from(place));
        }
        out.push(entry.register);
    }
    bytes(out, &code.positions.0);
}

fn encode_const(constant: &Const, out: &mut Vec<u8>) {
    let items = |out: &mut Vec<u8>, tag: u8, items: &[Const]| {
        out.push(tag);
        number(out, items.len() as u64);
        items.iter().for_each(|item| encode_const(item, out));
    };
    match constant {
        Const::None => out.push(tag::NONE),
        Const::True => out.push(tag::TRUE),
        Const::False => out.push(tag::FALSE),
        Const::Ellipsis => out.push(tag::ELLIPSIS),
        Const::Int(value) => {
            out.push(tag::INT);
            number(out, ((value << 1) ^ (value >> 63)) as u64);
        }
        Const::BigInt(digits) => {
            out.push(tag::BIG_INT);
            text(out, digits);
        }
        Const::Float(value) => {
            out.push(tag::FLOAT);
            out.extend_from_slice(&value.to_bits().to_le_bytes());
        }
        Const::Complex { real, imag } => {
            out.push(tag::COMPLEX);
            out.extend_from_slice(&real.to_bits().to_le_bytes());
            out.extend_from_slice(&imag.to_bits().to_le_bytes());
        }
        Const::Str(value) => {
            out.push(tag::STR);
            bytes(out, value);
        }
        Const::Bytes(value) => {
            out.push(tag::BYTES);
            bytes(out, value);
        }
        Const::Tuple(values) => items(out, tag::TUPLE, values),
        Const::FrozenSet(values) => items(out, tag::FROZEN_SET, values),
        Const::Slice(parts) => {
            out.push(tag::SLICE);
            parts.iter().for_each(|part| encode_const(part, out));
        }
        Const::Code(code) => {
            out.push(tag::CODE);
            let mut inner = Vec::new();
            encode(code, &mut inner);
            bytes(out, &inner);
        }
        Const::Packed(packed) => {
            out.push(tag::CODE);
            bytes(out, packed.bytes());
        }
    }
}

fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn bytes(out: &mut Vec<u8>, value: &[u8]) {
    number(out, value.len() as u64);
    out.extend_from_slice(value);
}

fn text(out: &mut Vec<u8>, value: &str) {
    bytes(out, value.as_bytes());
}

struct Reader<'d, 'a, C> {
    bytes: &'d [u8],
    filename: &'a Arc<str>,
    /// What becomes of inner code, and what that needs.
    context: &'a C,
    inner: fn(&'d [u8], &C) -> Result<Const, Malformed>,
}

impl<'d, C> Reader<'d, '_, C> {
    fn header(&mut self) -> Result<CodeHeader<'d>, Malformed> {
        Ok(CodeHeader {
            name: self.str()?,
            qualname: self.str()?,
            first_line: self.small()?,
            flags: CodeFlags(self.small()?),
            positional: self.count16()?,
            positional_only: self.count16()?,
            keyword_only: self.count16()?,
            registers: self.count16()?,
            temps_start: self.byte()?,
        })
    }

    fn exception(&mut self) -> Result<ExceptionEntry, Malformed> {
        let (start, end, target) = (self.small()?, self.small()?, self.small()?);
        Ok(ExceptionEntry { start, end, target, register: self.byte()? })
    }

    fn pass_texts(&mut self) -> Result<(), Malformed> {
        for _ in 0..self.length()? {
            self.sized()?;
        }
        Ok(())
    }

    fn pass_locals(&mut self) -> Result<(), Malformed> {
        for _ in 0..self.length()? {
            self.sized()?;
            self.byte()?;
        }
        Ok(())
    }

    fn pass_constant(&mut self, depth: u32) -> Result<(), Malformed> {
        if depth > DEPTH {
            return Err(Malformed);
        }
        match self.byte()? {
            tag::NONE | tag::TRUE | tag::FALSE | tag::ELLIPSIS => {}
            tag::INT => drop(self.number()?),
            tag::FLOAT => drop(self.take(8)?),
            tag::COMPLEX => drop(self.take(16)?),
            tag::BIG_INT | tag::STR | tag::BYTES | tag::CODE => drop(self.sized()?),
            tag::TUPLE | tag::FROZEN_SET => {
                for _ in 0..self.length()? {
                    self.pass_constant(depth + 1)?;
                }
            }
            tag::SLICE => {
                for _ in 0..3 {
                    self.pass_constant(depth + 1)?;
                }
            }
            _ => return Err(Malformed),
        }
        Ok(())
    }

    fn code(&mut self) -> Result<Code, Malformed> {
        let header = self.header()?;
        let locals = self.many(|reader| {
            let name = reader.text()?;
            let kind = match reader.byte()? {
                0 => LocalKind::Fast,
                1 => LocalKind::Cell,
                2 => LocalKind::Hidden,
                _ => return Err(Malformed),
            };
            Ok(LocalVar { name, kind })
        })?;
        let free = self.many(Reader::text)?;
        let count = self.length()?;
        let words = self.take(count.checked_mul(4).ok_or(Malformed)?)?;
        let words = words.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect();
        let consts = self.many(|reader| reader.constant(0))?;
        let names = self.many(Reader::text)?;
        let exceptions = self.many(Reader::exception)?;
        let positions = PositionTable(self.sized()?.into());
        Ok(Code {
            name: header.name.to_string(),
            qualname: header.qualname.to_string(),
            filename: self.filename.clone(),
            first_line: header.first_line,
            flags: header.flags,
            positional: header.positional,
            positional_only: header.positional_only,
            keyword_only: header.keyword_only,
            locals,
            free,
            temps_start: header.temps_start,
            registers: header.registers,
            words,
            consts,
            names,
            exceptions,
            positions,
        })
    }

    fn constant(&mut self, depth: u32) -> Result<Const, Malformed> {
        if depth > DEPTH {
            return Err(Malformed);
        }
        Ok(match self.byte()? {
            tag::NONE => Const::None,
            tag::TRUE => Const::True,
            tag::FALSE => Const::False,
            tag::ELLIPSIS => Const::Ellipsis,
            tag::INT => {
                let value = self.number()?;
                Const::Int((value >> 1) as i64 ^ -((value & 1) as i64))
            }
            tag::BIG_INT => Const::BigInt(self.text()?),
            tag::FLOAT => Const::Float(self.float()?),
            tag::COMPLEX => Const::Complex { real: self.float()?, imag: self.float()? },
            tag::STR => Const::Str(self.sized()?.into()),
            tag::BYTES => Const::Bytes(self.sized()?.into()),
            tag::TUPLE => Const::Tuple(self.many(|reader| reader.constant(depth + 1))?),
            tag::FROZEN_SET => Const::FrozenSet(self.many(|reader| reader.constant(depth + 1))?),
            tag::SLICE => {
                let parts = [self.constant(depth + 1)?, self.constant(depth + 1)?, self.constant(depth + 1)?];
                Const::Slice(Box::new(parts))
            }
            tag::CODE => (self.inner)(self.sized()?, self.context)?,
            _ => return Err(Malformed),
        })
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Result<T, Malformed>) -> Result<Vec<T>, Malformed> {
        let count = self.length()?;
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            items.push(one(self)?);
        }
        Ok(items)
    }

    fn take(&mut self, count: usize) -> Result<&'d [u8], Malformed> {
        let (taken, rest) = self.bytes.split_at_checked(count).ok_or(Malformed)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Malformed> {
        Ok(self.take(1)?[0])
    }

    fn number(&mut self) -> Result<u64, Malformed> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Malformed)
    }

    fn small(&mut self) -> Result<u32, Malformed> {
        u32::try_from(self.number()?).map_err(|_| Malformed)
    }

    fn count16(&mut self) -> Result<u16, Malformed> {
        u16::try_from(self.number()?).map_err(|_| Malformed)
    }

    /// How many items follow: each takes a byte at least, so a length beyond the rest is wrong.
    fn length(&mut self) -> Result<usize, Malformed> {
        let length = usize::try_from(self.number()?).map_err(|_| Malformed)?;
        if length <= self.bytes.len() { Ok(length) } else { Err(Malformed) }
    }

    fn sized(&mut self) -> Result<&'d [u8], Malformed> {
        let length = self.length()?;
        self.take(length)
    }

    fn str(&mut self) -> Result<&'d str, Malformed> {
        std::str::from_utf8(self.sized()?).map_err(|_| Malformed)
    }

    fn text(&mut self) -> Result<String, Malformed> {
        self.str().map(str::to_string)
    }

    fn float(&mut self) -> Result<f64, Malformed> {
        let bits = self.take(8)?.try_into().map_err(|_| Malformed)?;
        Ok(f64::from_bits(u64::from_le_bytes(bits)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Code {
        let inner = Code { name: "f".into(), words: vec![7], ..Code::default() };
        let items = vec![Const::Int(-5), Const::Float(0.5), Const::Str((*b"text").into())];
        Code {
            name: "<module>".into(),
            qualname: "<module>".into(),
            first_line: 300,
            words: vec![1, 0, u32::MAX],
            consts: vec![Const::Tuple(items), Const::Code(Arc::new(inner)), Const::BigInt("-ff".into())],
            names: vec!["a".into()],
            exceptions: vec![ExceptionEntry { start: 0, end: 1, target: 2, register: 3 }],
            ..Code::default()
        }
    }

    fn packed(code: &Code) -> Vec<u8> {
        let mut bytes = Vec::new();
        encode(code, &mut bytes);
        bytes
    }

    #[test]
    fn code_survives() {
        let code = sample();
        let bytes: &'static [u8] = packed(&code).leak();
        let decoded = PackedCode::new(bytes, Arc::from("file.py")).decode().unwrap();
        assert_eq!(&*decoded.filename, "file.py");
        assert_eq!((decoded.words, decoded.first_line), (code.words, 300));
        assert_eq!(decoded.consts[0], code.consts[0]);
        let Const::Packed(inner) = &decoded.consts[1] else { panic!("inner code is packed") };
        assert_eq!(inner.decode().unwrap().name, "f");
        assert_eq!(inner.header().unwrap().name, "f");
        assert_eq!(inner.decode().unwrap().words, [7]);
    }

    #[test]
    fn parts_are_found_without_decoding() {
        let positions = crate::positions::PositionTable(Box::new([1, 2, 3]));
        let code = Code { free: vec!["x".into(), "y".into()], positions, ..sample() };
        let packed = PackedCode::new(packed(&code).leak(), Arc::from("file.py"));
        let header = packed.header().unwrap();
        assert_eq!((header.qualname, header.first_line), ("<module>", 300));
        assert_eq!(packed.free().unwrap(), code.free);
        assert_eq!(packed.positions().unwrap(), [1, 2, 3]);
    }

    #[test]
    fn damage_is_found() {
        let whole = packed(&sample());
        for end in 0..whole.len() {
            let cut: &'static [u8] = whole[..end].to_vec().leak();
            assert!(PackedCode::new(cut, Arc::from("")).decode().is_err());
        }
        for position in 0..whole.len() {
            let mut changed = whole.clone();
            changed[position] ^= 0xff;
            // Any answer will do, as long as there is one.
            let changed = PackedCode::new(changed.leak(), Arc::from(""));
            let _ = (changed.decode(), changed.header(), changed.free(), changed.positions());
        }
    }
}
