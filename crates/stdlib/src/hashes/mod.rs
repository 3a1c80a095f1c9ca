//! `_md5`, `_sha1`, `_sha2`, `_sha3` and `_blake2`: one object for all, a class for each algorithm.

mod blake2;

use sha3::digest::{DynDigest, ExtendableOutput, Update, XofReader};
use taipan_runtime::native::*;

use crate::support::{given, payload, receiver, signature};
use blake2::Blake;

#[derive(Clone)]
enum State {
    Fixed(Box<dyn DynDigest>),
    Shake128(sha3::Shake128),
    Shake256(sha3::Shake256),
    Blake(Blake),
}

#[derive(Trace)]
pub(crate) struct Hash {
    name: &'static str,
    block_size: usize,
    #[trace(skip)]
    state: State,
}

payload!(Hash, plain);

impl Hash {
    fn update(&mut self, data: &[u8]) {
        match &mut self.state {
            State::Fixed(state) => state.update(data),
            State::Shake128(state) => state.update(data),
            State::Shake256(state) => state.update(data),
            State::Blake(state) => state.update(data),
        }
    }

    fn digest(&self, length: usize) -> Vec<u8> {
        let mut out = vec![0; length];
        match self.state.clone() {
            State::Fixed(state) => return state.finalize().into_vec(),
            State::Shake128(state) => state.finalize_xof().read(&mut out),
            State::Shake256(state) => state.finalize_xof().read(&mut out),
            State::Blake(state) => return state.finish(),
        }
        out
    }

    fn digest_size(&self) -> usize {
        match &self.state {
            State::Fixed(state) => state.output_size(),
            State::Blake(state) => state.digest_size(),
            _ => 0,
        }
    }
}

/// One algorithm: its class's name, its own name, bytes of a block, how to begin.
struct Algorithm {
    class: ClassDef,
    name: &'static str,
}

macro_rules! algorithms {
    ($($constant:ident $module:literal $class:literal $name:literal $block:literal $new:ident $state:expr;)+) => { $(
        fn $new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
            let hash = Hash { name: $name, block_size: $block, state: $state };
            make(vm, class, args, hash)
        }

        static $constant: Algorithm = Algorithm {
            class: ClassDef {
                module: $module,
                doc: "A hash of the bytes given to it.",
                slots: Slots { new: Some($new), ..Slots::EMPTY },
                methods: &METHODS,
                getsets: &GETSETS,
                ..ClassDef::sealed::<Hash>($class)
            },
            name: $name,
        };
    )+ };
}

algorithms! {
    MD5 "_md5" "md5" "md5" 64 new_md5 State::Fixed(Box::new(<md5::Md5 as md5::Digest>::new()));
    SHA1 "_sha1" "sha1" "sha1" 64 new_sha1 State::Fixed(Box::new(<sha1::Sha1 as sha1::Digest>::new()));
    SHA224 "_sha2" "SHA224Type" "sha224" 64 new_sha224 State::Fixed(Box::new(<sha2::Sha224 as sha2::Digest>::new()));
    SHA256 "_sha2" "SHA256Type" "sha256" 64 new_sha256 State::Fixed(Box::new(<sha2::Sha256 as sha2::Digest>::new()));
    SHA384 "_sha2" "SHA384Type" "sha384" 128 new_sha384 State::Fixed(Box::new(<sha2::Sha384 as sha2::Digest>::new()));
    SHA512 "_sha2" "SHA512Type" "sha512" 128 new_sha512 State::Fixed(Box::new(<sha2::Sha512 as sha2::Digest>::new()));
    SHA3_224 "_sha3" "sha3_224" "sha3_224" 144 new_sha3_224 State::Fixed(Box::new(<sha3::Sha3_224 as sha3::Digest>::new()));
    SHA3_256 "_sha3" "sha3_256" "sha3_256" 136 new_sha3_256 State::Fixed(Box::new(<sha3::Sha3_256 as sha3::Digest>::new()));
    SHA3_384 "_sha3" "sha3_384" "sha3_384" 104 new_sha3_384 State::Fixed(Box::new(<sha3::Sha3_384 as sha3::Digest>::new()));
    SHA3_512 "_sha3" "sha3_512" "sha3_512" 72 new_sha3_512 State::Fixed(Box::new(<sha3::Sha3_512 as sha3::Digest>::new()));
}

macro_rules! shakes {
    ($($constant:ident $name:literal $block:literal $new:ident $state:expr;)+) => { $(
        fn $new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
            let hash = Hash { name: $name, block_size: $block, state: $state };
            make(vm, class, args, hash)
        }

        static $constant: Algorithm = Algorithm {
            class: ClassDef {
                module: "_sha3",
                doc: "A hash of any length.",
                slots: Slots { new: Some($new), ..Slots::EMPTY },
                methods: &shake::METHODS,
                getsets: &GETSETS,
                ..ClassDef::sealed::<Hash>($name)
            },
            name: $name,
        };
    )+ };
}

shakes! {
    SHAKE_128 "shake_128" 168 new_shake_128 State::Shake128(sha3::Shake128::default());
    SHAKE_256 "shake_256" 136 new_shake_256 State::Shake256(sha3::Shake256::default());
}

/// A hash object that has seen the first argument.
fn make(vm: &mut Vm, class: Obj<Class>, args: Args<'_>, mut hash: Hash) -> R<Owned> {
    let signature = signature!("hash", [
        "data" PositionalOrKeyword true, "usedforsecurity" KeywordOnly true, "string" KeywordOnly true
    ]);
    let mut slots = [None; 3];
    bind(vm, signature, args, &mut slots)?;
    if let Some(data) = slots[0].or(given(slots[2])) {
        feed(vm, data, &mut hash)?;
    }
    vm.allocate_instance(class, hash)
}

fn feed(vm: &mut Vm, data: Value, hash: &mut Hash) -> R<()> {
    if vm.cast::<Str>(data).is_some() {
        return Err(vm.type_error("Strings must be encoded before hashing"));
    }
    let Some(view) = vm.buffer_optional(data)? else {
        return Err(vm.type_error("object supporting the buffer API required"));
    };
    hash.update(view.bytes(vm));
    view.release(vm)
}

fn module(vm: &mut Vm, name: &str, algorithms: &[&'static Algorithm]) -> R<Owned> {
    let (owned, module) = vm.native_module(name, "Hashes.", &[])?;
    for algorithm in algorithms {
        let class = vm.define_subclass(&algorithm.class, None)?;
        module.add(vm, algorithm.name, class.value())?;
    }
    Ok(owned)
}

pub(crate) fn create_md5(vm: &mut Vm) -> R<Owned> {
    module(vm, "_md5", &[&MD5])
}

pub(crate) fn create_sha1(vm: &mut Vm) -> R<Owned> {
    module(vm, "_sha1", &[&SHA1])
}

pub(crate) fn create_sha2(vm: &mut Vm) -> R<Owned> {
    module(vm, "_sha2", &[&SHA224, &SHA256, &SHA384, &SHA512])
}

pub(crate) fn create_sha3(vm: &mut Vm) -> R<Owned> {
    let all = [&SHA3_224, &SHA3_256, &SHA3_384, &SHA3_512, &SHAKE_128, &SHAKE_256];
    let owned = module(vm, "_sha3", &all)?;
    if let Some(module) = vm.cast::<Module>(owned.value()) {
        module.add_str(vm, "implementation", "generic")?;
    }
    Ok(owned)
}

pub(crate) fn create_blake2(vm: &mut Vm) -> R<Owned> {
    let owned = module(vm, "_blake2", &[&BLAKE2B, &BLAKE2S])?;
    for (class, sizes) in [("blake2b", [64, 64, 16, 16]), ("blake2s", [32, 32, 8, 8])] {
        let class = vm.get_attr_str(owned.value(), class)?;
        let Some(class) = vm.cast::<Class>(class.value()) else { continue };
        for (name, size) in ["MAX_DIGEST_SIZE", "MAX_KEY_SIZE", "SALT_SIZE", "PERSON_SIZE"].into_iter().zip(sizes) {
            let name = vm.intern(name)?;
            class.set_attribute(vm, name, Some(Value::small(size)))?;
        }
    }
    Ok(owned)
}

macro_rules! blakes {
    ($($constant:ident $name:literal $long:literal $new:ident;)+) => { $(
        fn $new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
            let mut slots = [None; 14];
            let signature = signature!($name, [
                "data" PositionalOrKeyword true, "digest_size" KeywordOnly true, "key" KeywordOnly true,
                "salt" KeywordOnly true, "person" KeywordOnly true, "fanout" KeywordOnly true,
                "depth" KeywordOnly true, "leaf_size" KeywordOnly true, "node_offset" KeywordOnly true,
                "node_depth" KeywordOnly true, "inner_size" KeywordOnly true, "last_node" KeywordOnly true,
                "usedforsecurity" KeywordOnly true, "string" KeywordOnly true
            ]);
            bind(vm, signature, args, &mut slots)?;
            let state = blake2::begin(vm, $long, &slots)?;
            let mut hash =
                Hash { name: $name, block_size: if $long { 128 } else { 64 }, state: State::Blake(state) };
            if let Some(data) = slots[0].or(given(slots[13])) {
                feed(vm, data, &mut hash)?;
            }
            vm.allocate_instance(class, hash)
        }

        static $constant: Algorithm = Algorithm {
            class: ClassDef {
                module: "_blake2",
                doc: "A hash of the bytes given to it.",
                slots: Slots { new: Some($new), ..Slots::EMPTY },
                methods: &METHODS,
                getsets: &GETSETS,
                ..ClassDef::sealed::<Hash>($name)
            },
            name: $name,
        };
    )+ };
}

blakes! {
    BLAKE2B "blake2b" true new_blake2b;
    BLAKE2S "blake2s" false new_blake2s;
}

fn duplicate(vm: &mut Vm, this: Value) -> R<Owned> {
    let class = vm.class_of(this);
    let hash = receiver::<Hash>(vm, this)?.get(vm);
    let copy = Hash { name: hash.name, block_size: hash.block_size, state: hash.state.clone() };
    vm.allocate_instance(class, copy)
}

fn hexadecimal(bytes: &[u8]) -> String {
    String::from_utf8(taipan_text::bytes::hex(bytes, None, 1)).unwrap_or_default()
}

fn update(vm: &mut Vm, this: Obj<Hash>, data: Value) -> R<()> {
    if vm.cast::<Str>(data).is_some() {
        return Err(vm.type_error("Strings must be encoded before hashing"));
    }
    let Some(view) = vm.buffer_optional(data)? else {
        return Err(vm.type_error("object supporting the buffer API required"));
    };
    let mut state = this.get(vm).state.clone();
    let mut hash = Hash { name: "", block_size: 0, state };
    hash.update(view.bytes(vm));
    state = hash.state;
    this.get_mut(vm).state = state;
    view.release(vm)
}

#[methods]
mod py {
    use super::*;

    /// Take more bytes in.
    #[method("($self, obj, /)")]
    fn update(vm: &mut Vm, this: Obj<Hash>, obj: Value) -> R<()> {
        super::update(vm, this, obj)
    }

    /// The hash of all bytes so far.
    #[method("($self, /)")]
    fn digest(vm: &mut Vm, this: Obj<Hash>) -> R<Owned> {
        let digest = this.get(vm).digest(0);
        vm.new_bytes(&digest)
    }

    /// The hash of all bytes so far, in hexadecimal.
    #[method("($self, /)")]
    fn hexdigest(vm: &mut Vm, this: Obj<Hash>) -> String {
        hexadecimal(&this.get(vm).digest(0))
    }

    /// A copy that goes on by itself.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Obj<Hash>) -> R<Owned> {
        duplicate(vm, this.value())
    }

    /// The algorithm's name.
    #[getter]
    fn name(vm: &mut Vm, this: Obj<Hash>) -> &'static str {
        this.get(vm).name
    }

    /// Bytes of a block.
    #[getter]
    fn block_size(vm: &mut Vm, this: Obj<Hash>) -> usize {
        this.get(vm).block_size
    }

    /// Bytes of the hash.
    #[getter]
    fn digest_size(vm: &mut Vm, this: Obj<Hash>) -> usize {
        this.get(vm).digest_size()
    }
}

mod shake {
    use super::*;

    fn of_length(vm: &mut Vm, this: Obj<Hash>, length: Value) -> R<Vec<u8>> {
        let length = vm.to_index(length)?;
        let Ok(length) = usize::try_from(length) else { return Err(vm.value_error("value must be positive")) };
        let room = vm.heap.room_for(length);
        vm.check(room)?;
        if length >= 1 << 29 {
            return Err(vm.value_error("length is too large"));
        }
        Ok(this.get(vm).digest(length))
    }

    #[methods]
    mod shake_methods {
        use super::*;

        /// Take more bytes in.
        #[method("($self, obj, /)")]
        fn update(vm: &mut Vm, this: Obj<Hash>, obj: Value) -> R<()> {
            super::super::update(vm, this, obj)
        }

        /// So many bytes of the hash.
        #[method("($self, /, length)")]
        fn digest(vm: &mut Vm, this: Obj<Hash>, length: Value) -> R<Owned> {
            let digest = of_length(vm, this, length)?;
            vm.new_bytes(&digest)
        }

        /// So many bytes of the hash, in hexadecimal.
        #[method("($self, /, length)")]
        fn hexdigest(vm: &mut Vm, this: Obj<Hash>, length: Value) -> R<String> {
            Ok(hexadecimal(&of_length(vm, this, length)?))
        }

        /// A copy that goes on by itself.
        #[method("($self, /)")]
        fn copy(vm: &mut Vm, this: Obj<Hash>) -> R<Owned> {
            duplicate(vm, this.value())
        }
    }
}
