//! Code as bytes that only this isolate accepts: the interpreter trusts code, so it must know that it wrote the bytes itself.

use std::sync::Arc;

use super::CodeObject;
use crate::native::*;

/// The key of the seals; made when it is first needed.
#[derive(Default)]
struct Key(Option<[u8; 16]>);

fn key(vm: &mut Vm) -> R<[u8; 16]> {
    if let Some(key) = vm.state::<Key>().0 {
        return Ok(key);
    }
    let mut key = [0; 16];
    if vm.host.fill_random(&mut key).is_err() {
        return Err(vm.value_error("unmarshallable object"));
    }
    vm.state::<Key>().0 = Some(key);
    Ok(key)
}

/// A number that tells isolates apart.
pub fn mark_of(vm: &mut Vm) -> u64 {
    match key(vm) {
        Ok(key) => siphasher::sip::SipHasher24::new_with_key(&key).hash(b"mark"),
        Err(raised) => {
            // No code can be sealed then, so any number will do.
            drop(vm.catch(vm.exceptions.ValueError, raised));
            0
        }
    }
}

/// SipHash-1-3 with a key of one word.
pub fn hash_with(key: u64, bytes: &[u8]) -> u64 {
    siphasher::sip::SipHasher13::new_with_keys(key, 0).hash(bytes)
}

impl Obj<CodeObject> {
    /// The code as bytes for `unseal`.
    pub fn seal(self, vm: &mut Vm) -> R<Vec<u8>> {
        let template = self.get(vm).template.clone();
        if self.get(vm).foreign_consts || self.get(vm).shown.is_some() {
            return Err(vm.value_error("unmarshallable object"));
        }
        let mut body = Vec::new();
        body.extend_from_slice(&(template.filename.len() as u32).to_le_bytes());
        body.extend_from_slice(template.filename.as_bytes());
        taipan_bytecode::encode(&template, &mut body);
        let seal = siphasher::sip::SipHasher24::new_with_key(&key(vm)?).hash(&body);
        let mut bytes = seal.to_le_bytes().to_vec();
        bytes.append(&mut body);
        Ok(bytes)
    }
}

/// The code that `seal` made bytes of.
pub fn unseal(vm: &mut Vm, bytes: &[u8]) -> R<Owned> {
    let key = key(vm)?;
    let code = (|| {
        let (seal, body) = bytes.split_first_chunk::<8>()?;
        if siphasher::sip::SipHasher24::new_with_key(&key).hash(body) != u64::from_le_bytes(*seal) {
            return None;
        }
        let (length, rest) = body.split_first_chunk::<4>()?;
        let (name, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        let filename: Arc<str> = std::str::from_utf8(name).ok()?.into();
        taipan_bytecode::decode(rest, &filename).ok()
    })();
    match code {
        Some(code) => vm.new_code(Arc::new(code)),
        None => Err(vm.value_error("bad marshal data (code that this interpreter has not written)")),
    }
}
