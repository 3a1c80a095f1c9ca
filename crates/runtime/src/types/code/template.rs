//! What a code object was made from. Code of the library is decoded when it is first run, and what then lives on is the code object's; the
//! rest, names of locals and positions for the most part, is decoded again when somebody asks, and is kept from then on.

use std::cell::OnceCell;
use std::ops::Deref;
use std::sync::Arc;

use taipan_bytecode::{Code, CodeHeader, Malformed, PackedCode, PositionTable};

/// The template of a code object. Fields are read through `Deref`, which decodes and keeps it: what is asked of much code has a function here
/// that does not.
pub struct Template {
    decoded: OnceCell<Arc<Code>>,
    packed: Option<PackedCode>,
}

impl From<Arc<Code>> for Template {
    fn from(code: Arc<Code>) -> Template {
        Template { decoded: OnceCell::from(code), packed: None }
    }
}

impl From<PackedCode> for Template {
    fn from(packed: PackedCode) -> Template {
        Template { decoded: OnceCell::new(), packed: Some(packed) }
    }
}

impl Deref for Template {
    type Target = Arc<Code>;

    fn deref(&self) -> &Arc<Code> {
        // Bytes that are no code are found when it is made or woken.
        self.decoded.get_or_init(|| self.decode().unwrap_or_default())
    }
}

impl Template {
    /// The code, which is not kept if it has to be decoded.
    pub(super) fn decode(&self) -> Result<Arc<Code>, Malformed> {
        match (self.decoded.get(), &self.packed) {
            (Some(code), _) => Ok(code.clone()),
            (None, Some(packed)) => packed.decode().map(Arc::new),
            (None, None) => Err(Malformed),
        }
    }

    /// Whether it comes from the library and was not kept.
    pub(super) fn is_packed(&self) -> bool {
        self.known().is_err()
    }

    fn known(&self) -> Result<&Arc<Code>, &PackedCode> {
        match (self.decoded.get(), &self.packed) {
            (None, Some(packed)) => Err(packed),
            _ => Ok(self),
        }
    }

    pub(crate) fn header(&self) -> Result<CodeHeader<'_>, Malformed> {
        match self.known() {
            Ok(code) => Ok(CodeHeader {
                name: &code.name,
                qualname: &code.qualname,
                first_line: code.first_line,
                flags: code.flags,
                positional: code.positional,
                positional_only: code.positional_only,
                keyword_only: code.keyword_only,
                registers: code.registers,
                temps_start: code.temps_start,
            }),
            Err(packed) => packed.header(),
        }
    }

    pub(crate) fn name(&self) -> &str {
        self.header().map_or("", |header| header.name)
    }

    pub(crate) fn qualname(&self) -> &str {
        self.header().map_or("", |header| header.qualname)
    }

    pub(crate) fn filename(&self) -> &Arc<str> {
        match self.known() {
            Ok(code) => &code.filename,
            Err(packed) => packed.filename(),
        }
    }

    /// The names of the closure's cells.
    pub(crate) fn free(&self) -> Vec<String> {
        match self.known() {
            Ok(code) => code.free.clone(),
            Err(packed) => packed.free().unwrap_or_default(),
        }
    }

    /// The line that a frame at `word` shows: its own, or that of what was executed before it. Takes no memory.
    pub(crate) fn line_at(&self, word: u32) -> u32 {
        let (first_line, table) = match self.known() {
            Ok(code) => (code.first_line, &code.positions.0[..]),
            Err(packed) => {
                (packed.header().map_or(0, |header| header.first_line), packed.positions().unwrap_or_default())
            }
        };
        let before = PositionTable::runs_of(table).take_while(|run| run.0 <= word).filter(|run| run.2.line != 0);
        before.last().map_or(first_line, |run| run.2.line)
    }
}
