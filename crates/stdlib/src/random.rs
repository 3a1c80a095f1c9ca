//! `_random`: the Mersenne Twister MT19937, seeded and read exactly as CPython does.

use taipan_runtime::native::*;
use taipan_text::memory::{CopyOut, Grow};

use crate::support::{count, payload};

const N: usize = 624;
const M: usize = 397;

#[derive(Trace)]
pub(crate) struct Random {
    #[trace(skip)]
    state: Box<[u32; N]>,
    index: usize,
}

payload!(Random, plain);

static CLASS: ClassDef = ClassDef {
    module: "_random",
    doc: "A generator of pseudo-random numbers.",
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    methods: &METHODS,
    ..ClassDef::new::<Random>("Random")
};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_random", "The Mersenne Twister.", &[])?;
    let class = vm.define_class::<Random>(&CLASS, None)?;
    module.add_class(vm, class)?;
    Ok(owned)
}

impl Random {
    fn init(seed: u32) -> Random {
        let mut state = Box::new([0u32; N]);
        state[0] = seed;
        for i in 1..N {
            let previous = state[i - 1];
            state[i] = 1_812_433_253u32.wrapping_mul(previous ^ (previous >> 30)).wrapping_add(i as u32);
        }
        Random { state, index: N }
    }

    fn init_by_words(key: &[u32]) -> Random {
        let mut random = Random::init(19_650_218);
        let state = &mut random.state;
        let (mut i, mut j) = (1, 0);
        for _ in 0..N.max(key.len()) {
            let previous = state[i - 1];
            state[i] = (state[i] ^ (previous ^ (previous >> 30)).wrapping_mul(1_664_525))
                .wrapping_add(key[j])
                .wrapping_add(j as u32);
            i += 1;
            j += 1;
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
            if j >= key.len() {
                j = 0;
            }
        }
        for _ in 0..N - 1 {
            let previous = state[i - 1];
            state[i] = (state[i] ^ (previous ^ (previous >> 30)).wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            i += 1;
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
        }
        state[0] = 0x8000_0000;
        random
    }

    fn word(&mut self) -> u32 {
        if self.index >= N {
            let state = &mut self.state;
            for k in 0..N {
                let y = (state[k] & 0x8000_0000) | (state[(k + 1) % N] & 0x7fff_ffff);
                let odd = if y & 1 == 1 { 0x9908_b0df } else { 0 };
                state[k] = state[(k + M) % N] ^ (y >> 1) ^ odd;
            }
            self.index = 0;
        }
        let mut y = self.state[self.index];
        self.index += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }
}

fn seeded(vm: &mut Vm, seed: Value) -> R<Random> {
    if seed.is_none() {
        let mut bytes = [0u8; N * 4];
        if vm.host.fill_random(&mut bytes).is_ok() {
            let key: Vec<u32> =
                bytes.chunks_exact(4).map(|word| u32::from_ne_bytes([word[0], word[1], word[2], word[3]])).collect();
            return Ok(Random::init_by_words(&key));
        }
        // Without the host's randomness there is the clock of the address space at most.
        return Ok(Random::init_by_words(&[std::ptr::from_ref(&bytes).addr() as u32]));
    }
    let number = match vm.as_int_ref(seed) {
        Some(number) => number.abs(),
        None => {
            let hash = vm.hash(seed)?;
            taipan_numeric::Int::from(hash as u64)
        }
    };
    let length = number.as_ref().bit_length().div_ceil(32).max(1) as usize;
    let bytes = number.as_ref().to_bytes(length * 4, true, false);
    let bytes = vm.numeric(bytes)?;
    let key: Vec<u32> =
        bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])).collect();
    Ok(Random::init_by_words(&key))
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if class == vm.native_class::<Random>() {
        crate::support::no_keywords(vm, "Random", args)?;
        count(vm, "Random", args, 0, 1)?;
    }
    let random = seeded(vm, args.positional.first().copied().unwrap_or(Value::NONE));
    let random = match random {
        Ok(random) => random,
        // A subclass's arguments need not be seeds.
        Err(_) if class != vm.native_class::<Random>() => {
            drop(vm.take_error());
            Random::init(0)
        }
        Err(raised) => return Err(raised),
    };
    vm.allocate_instance(class, random)
}

#[methods]
mod py {
    use super::*;

    /// Begin anew from a seed: an int, anything that hashes, or None for the system's randomness.
    #[method("($self, n=None, /)")]
    fn seed(vm: &mut Vm, this: Obj<Random>, n: Option<Value>) -> R<()> {
        let random = seeded(vm, n.unwrap_or(Value::NONE))?;
        *this.get_mut(vm) = random;
        Ok(())
    }

    /// A float in [0, 1).
    #[method("($self, /)")]
    fn random(vm: &mut Vm, this: Obj<Random>) -> f64 {
        let state = this.get_mut(vm);
        let (a, b) = (state.word() >> 5, state.word() >> 6);
        (f64::from(a) * 67_108_864.0 + f64::from(b)) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// An int of k random bits.
    #[method("($self, k, /)")]
    fn getrandbits(vm: &mut Vm, this: Obj<Random>, k: Value) -> R<Owned> {
        let bits = vm.to_number(k)?;
        if bits.as_ref().is_negative() {
            return Err(vm.value_error("Cannot convert negative int"));
        }
        let Some(bits) = bits.as_ref().to_u64() else {
            return Err(vm.overflow_error("Python int too large to convert to C uint64_t"));
        };
        if bits == 0 {
            return vm.new_int(0);
        }
        if bits <= 32 {
            let word = this.get_mut(vm).word() >> (32 - bits);
            return vm.new_int(word.into());
        }
        vm.room_for_work(bits)?;
        let words = bits.div_ceil(32) as usize;
        let mut bytes = Vec::new();
        if bytes.try_reserve_exact(words * 4).is_err() {
            return Err(vm.memory_error());
        }
        let state = this.get_mut(vm);
        let mut left = bits;
        for _ in 0..words {
            let mut word = state.word();
            if left < 32 {
                word >>= 32 - left;
            }
            left = left.saturating_sub(32);
            bytes.put_slice(&word.to_le_bytes());
        }
        vm.new_big(taipan_numeric::int::from_bytes(&bytes, true, false))
    }

    /// The state, as a tuple.
    #[method("($self, /)")]
    fn getstate(vm: &mut Vm, this: Obj<Random>) -> R<Owned> {
        let state = this.get(vm);
        let mut items: Vec<Value> = state.state.iter().map(|&word| Value::int_unchecked(word.into())).collect();
        items.put(Value::int_unchecked(state.index as i64));
        vm.new_tuple(&items)
    }

    /// Restore a state.
    #[method("($self, state, /)")]
    fn setstate(vm: &mut Vm, this: Obj<Random>, state: Value) -> R<()> {
        let Some(tuple) = vm.cast::<Tuple>(state) else {
            return Err(vm.type_error("state vector must be a tuple"));
        };
        let items = tuple.items(vm).copy_out();
        if items.len() != N + 1 {
            return Err(vm.value_error("state vector is the wrong size"));
        }
        let mut words = Box::new([0u32; N]);
        for (slot, &item) in words.iter_mut().zip(&items) {
            let number = vm.to_number(item)?;
            match number.as_ref().to_u64() {
                Some(word) => *slot = word as u32,
                None => return Err(vm.type_error("state vector must be made of unsigned ints")),
            }
        }
        let index = vm.to_index(items[N])?;
        match usize::try_from(index) {
            Ok(index) if index <= N => *this.get_mut(vm) = Random { state: words, index },
            _ => return Err(vm.value_error("invalid state")),
        }
        Ok(())
    }
}
