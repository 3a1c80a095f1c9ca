//! `sys.monitoring`: tools, the events they want of all code or of single code objects, and their callbacks (PEP 669).

use std::collections::{HashMap, HashSet};

use taipan_heap::Owned;

use crate::error::R;
use crate::native::*;
use crate::tracing::events::Place;
use crate::tracing::want;
use crate::types::code::CodeObject;

/// The numbers of events: an event's bit is `1 << number`.
pub mod event {
    pub const PY_START: u32 = 0;
    pub const PY_RESUME: u32 = 1;
    pub const PY_RETURN: u32 = 2;
    pub const PY_YIELD: u32 = 3;
    pub const CALL: u32 = 4;
    pub const LINE: u32 = 5;
    pub const INSTRUCTION: u32 = 6;
    pub const JUMP: u32 = 7;
    pub const BRANCH_LEFT: u32 = 8;
    pub const BRANCH_RIGHT: u32 = 9;
    pub const STOP_ITERATION: u32 = 10;
    pub const RAISE: u32 = 11;
    pub const EXCEPTION_HANDLED: u32 = 12;
    pub const PY_UNWIND: u32 = 13;
    pub const PY_THROW: u32 = 14;
    pub const RERAISE: u32 = 15;
    pub const C_RETURN: u32 = 16;
    pub const C_RAISE: u32 = 17;
    pub const BRANCH: u32 = 18;

    /// Events that can be wanted of single code objects, and disabled where they happen.
    pub const LOCAL: u32 = (1 << (STOP_ITERATION + 1)) - 1;
    pub const ALL: u32 = (1 << (BRANCH + 1)) - 1;
    pub const NAMES: [&str; 19] = [
        "PY_START",
        "PY_RESUME",
        "PY_RETURN",
        "PY_YIELD",
        "CALL",
        "LINE",
        "INSTRUCTION",
        "JUMP",
        "BRANCH_LEFT",
        "BRANCH_RIGHT",
        "STOP_ITERATION",
        "RAISE",
        "EXCEPTION_HANDLED",
        "PY_UNWIND",
        "PY_THROW",
        "RERAISE",
        "C_RETURN",
        "C_RAISE",
        "BRANCH",
    ];
}

/// How many tools there can be.
pub const TOOLS: usize = 6;

#[derive(Default)]
pub struct Tool {
    pub name: Option<Owned>,
    pub events: u32,
    pub callbacks: [Option<Owned>; event::NAMES.len()],
}

#[derive(Default)]
pub struct Monitoring {
    pub tools: [Tool; TOOLS],
    /// The events that tools want of single code objects.
    local: HashMap<u64, [u32; TOOLS]>,
    /// Keeps those code objects.
    kept: HashMap<u64, Owned>,
    /// Where callbacks have asked not to be called again: code, word, tool, event.
    disabled: HashSet<(u64, u32, u8, u8)>,
    pub disable: Option<Owned>,
    pub missing: Option<Owned>,
}

/// What must be marked for a set of events.
fn wanted_for(events: u32) -> u32 {
    let has = |numbers: &[u32]| numbers.iter().any(|number| events & 1 << number != 0);
    let mut wanted = 0;
    if has(&[event::PY_START, event::PY_RESUME, event::PY_RETURN, event::PY_YIELD, event::STOP_ITERATION]) {
        wanted |= want::FRAMES;
    }
    if has(&[event::LINE]) {
        wanted |= want::LINES | want::FRAMES;
    }
    if has(&[event::CALL, event::C_RETURN, event::C_RAISE]) {
        wanted |= want::CALLS | want::FRAMES | want::EXCEPTIONS;
    }
    if has(&[event::INSTRUCTION]) {
        wanted |= want::ALL | want::FRAMES;
    }
    if has(&[event::JUMP, event::BRANCH, event::BRANCH_LEFT, event::BRANCH_RIGHT]) {
        wanted |= want::JUMPS | want::FRAMES;
    }
    if has(&[event::RAISE, event::RERAISE, event::EXCEPTION_HANDLED, event::PY_UNWIND, event::PY_THROW]) {
        wanted |= want::EXCEPTIONS | want::FRAMES;
    }
    wanted
}

impl Monitoring {
    fn events(&self) -> u32 {
        self.tools.iter().fold(0, |events, tool| events | tool.events)
    }

    pub(crate) fn wanted(&self) -> u32 {
        wanted_for(self.events())
    }

    /// What is wanted of one code object beyond what is wanted of all.
    pub(crate) fn wanted_of(&self, code: Value) -> u32 {
        if self.local.is_empty() {
            return 0;
        }
        self.local.get(&code.bits()).map_or(0, |events| wanted_for(events.iter().fold(0, |all, events| all | events)))
    }

    /// The events that a tool wants of one code object.
    pub fn local_events(&self, tool: usize, code: Value) -> u32 {
        self.local.get(&code.bits()).map_or(0, |events| events[tool])
    }
}

impl crate::tracing::Watched {
    pub(crate) fn wanted_anything(&self) -> bool {
        self.wanted != 0 || !self.monitoring.local.is_empty()
    }
}

impl Vm {
    pub fn monitoring(&mut self) -> &mut Monitoring {
        &mut self.watched.monitoring
    }

    /// `sys.monitoring.DISABLE` or `MISSING`.
    pub(crate) fn monitoring_marker(&mut self, name: &str) -> R<Owned> {
        let monitoring = &self.watched.monitoring;
        let marker = if name == "MISSING" { &monitoring.missing } else { &monitoring.disable };
        Ok(marker.clone().unwrap_or(Owned::NONE))
    }

    /// The events of a tool have changed.
    pub fn monitoring_changed(&mut self) -> R<()> {
        self.begin_watching()
    }

    /// Set the events that a tool wants of one code object.
    pub fn set_local_events(&mut self, tool: usize, code: Obj<CodeObject>, events: u32) -> R<()> {
        code.wake(self)?;
        let key = code.value().bits();
        let monitoring = &mut self.watched.monitoring;
        let local = monitoring.local.entry(key).or_default();
        local[tool] = events;
        if local.iter().all(|&events| events == 0) {
            monitoring.local.remove(&key);
            let kept = monitoring.kept.remove(&key);
            self.begin_watching()?;
            self.mark_code(code);
            drop(kept);
            return Ok(());
        }
        monitoring.kept.insert(key, code.own());
        self.begin_watching()?;
        self.mark_code(code);
        Ok(())
    }

    /// Forget what a tool wanted.
    pub fn clear_tool(&mut self, tool: usize) -> R<()> {
        let monitoring = &mut self.watched.monitoring;
        monitoring.tools[tool].events = 0;
        let old = std::mem::take(&mut monitoring.tools[tool].callbacks);
        drop(old);
        monitoring.disabled.retain(|entry| usize::from(entry.2) != tool);
        let codes: Vec<Owned> = monitoring.kept.values().cloned().collect();
        for code in codes {
            if let Some(code) = self.cast_exact::<CodeObject>(code.value())
                && self.watched.monitoring.local_events(tool, code.value()) != 0
            {
                self.set_local_events(tool, code, 0)?;
            }
        }
        self.begin_watching()
    }

    /// Callbacks that asked not to be called are called again.
    pub fn restart_events(&mut self) {
        self.watched.monitoring.disabled.clear();
    }

    /// Whether some tool wants an event here.
    pub(crate) fn is_monitored(&self, place: Place, number: u32) -> bool {
        let monitoring = &self.watched.monitoring;
        let number = controlling(number);
        let local = monitoring.local.get(&place.code.value().bits());
        (0..TOOLS).any(|tool| (monitoring.tools[tool].events | local.map_or(0, |local| local[tool])) & 1 << number != 0)
    }

    /// Tell the tools that want this event.
    pub(crate) fn monitor(&mut self, place: Place, number: u32, arguments: &[Value]) -> R<()> {
        if !self.is_monitored(place, number) {
            return Ok(());
        }
        let key = place.code.value().bits();
        for tool in 0..TOOLS {
            let monitoring = &self.watched.monitoring;
            let local = monitoring.local.get(&key).map_or(0, |local| local[tool]);
            let wanted = (monitoring.tools[tool].events | local) & 1 << controlling(number) != 0;
            let entry = (key, place.word, tool as u8, number as u8);
            if !wanted || monitoring.disabled.contains(&entry) {
                continue;
            }
            let Some(callback) = monitoring.tools[tool].callbacks[number as usize].clone() else { continue };
            let mut values = vec![place.code.value()];
            values.extend_from_slice(arguments);
            self.tracer.inside += 1;
            let result = self.call(callback.value(), &values);
            self.tracer.inside -= 1;
            let result = result?;
            let disable = self.watched.monitoring.disable.clone().unwrap_or(Owned::NONE);
            if result.is_none() || !result.is(disable.value()) {
                continue;
            }
            if 1 << number & (event::LOCAL | 1 << event::BRANCH) != 0 {
                self.watched.monitoring.kept.entry(key).or_insert_with(|| place.code.own());
                self.watched.monitoring.disabled.insert(entry);
                if number == event::BRANCH {
                    continue;
                }
            } else if matches!(number, event::C_RETURN | event::C_RAISE) {
                continue;
            } else {
                self.watched.monitoring.tools[tool].callbacks[number as usize] = None;
                let name = event::NAMES[number as usize];
                return Err(self.value_error(format!("Cannot disable {name} events. Callback removed.")));
            }
        }
        Ok(())
    }
}

/// The event whose choice decides: calls decide for what they end with.
fn controlling(number: u32) -> u32 {
    if matches!(number, event::C_RETURN | event::C_RAISE) { event::CALL } else { number }
}
