//! From which places on nothing was found: what keeps patterns like `(a*)*b` from taking exponential time.
//!
//! It is asked only once a search has gone back to choices many times. A bit stands for an instruction, a place in the text,
//! and the values of the loops' counters.

use super::matcher::Stop;

#[derive(Default)]
pub(super) struct Memo {
    bits: Vec<u64>,
    state: State,
    /// Places in the text, its end included.
    places: usize,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    New,
    Ready,
    /// It would take too much memory.
    Refused,
}

/// 32 MiB.
const MOST_BITS: usize = 1 << 28;

impl Memo {
    /// Make room, the first time. Whether there is.
    pub(super) fn prepare(
        &mut self,
        instructions: usize,
        length: usize,
        counts: &[u32],
        allow: &dyn Fn(usize) -> Result<(), Stop>,
    ) -> Result<bool, Stop> {
        if self.state == State::New {
            let values = counts.iter().map(|&values| values as usize);
            let numbers = values.chain([instructions, length + 1]).try_fold(1usize, usize::checked_mul);
            self.state = State::Refused;
            self.places = length + 1;
            if let Some(numbers) = numbers.filter(|&numbers| numbers <= MOST_BITS) {
                let words = numbers / 64 + 1;
                allow(words * 8)?;
                self.bits.try_reserve_exact(words).map_err(|_| Stop::Memory)?;
                self.bits.resize(words, 0);
                self.state = State::Ready;
            }
        }
        Ok(self.state == State::Ready)
    }

    /// The number of an instruction at a place, with the rounds of each loop beside how many of them differ.
    pub(super) fn number<'c>(&self, pc: u32, at: usize, rounds: impl Iterator<Item = (u32, &'c u32)>) -> usize {
        let mut number = pc as usize;
        for (round, &values) in rounds {
            number = number * values as usize + round.min(values.saturating_sub(1)) as usize;
        }
        number * self.places + at
    }

    pub(super) fn is_noted(&self, number: usize) -> bool {
        self.bits.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub(super) fn note(&mut self, number: usize) {
        if let Some(word) = self.bits.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    pub(super) fn clear(&mut self) {
        self.bits.fill(0);
    }
}
