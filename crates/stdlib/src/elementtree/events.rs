//! Who is told of what a builder does: the queue of an `XMLPullParser`.

use taipan_runtime::native::*;

use crate::collections::deque::{self, Deque};

/// What there is to tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Start,
    End,
    StartNamespace,
    EndNamespace,
    Comment,
    Instruction,
}

const NAMES: [(&str, Kind); 6] = [
    ("start", Kind::Start),
    ("end", Kind::End),
    ("start-ns", Kind::StartNamespace),
    ("end-ns", Kind::EndNamespace),
    ("comment", Kind::Comment),
    ("pi", Kind::Instruction),
];

#[derive(Trace)]
pub(super) struct Events {
    queue: Owned,
    append: Owned,
    /// By `Kind`, how it is called in the queue; None for what is not asked for.
    names: Vec<Option<Owned>>,
}

impl Events {
    /// Events for `queue`; without `wanted`, those of ends.
    pub(super) fn create(vm: &mut Vm, queue: Value, wanted: Option<Value>) -> R<Events> {
        let append = vm.get_attr_str(queue, "append")?;
        let mut events = Events { queue: queue.own(), append, names: vec![None; NAMES.len()] };
        let Some(wanted) = wanted else {
            events.names[Kind::End as usize] = Some(vm.new_str("end")?);
            return Ok(events);
        };
        let iterator = match vm.iter(wanted) {
            Ok(iterator) => iterator,
            Err(raised) => {
                let class = vm.exceptions.TypeError;
                vm.catch(class, raised)?;
                return Err(vm.type_error("events must be a sequence"));
            }
        };
        for name in vm.collect(iterator.value())? {
            let text = match vm.cast::<Str>(name.value()) {
                Some(text) => text.to_string_lossy(vm),
                None => match vm.cast::<taipan_runtime::types::bytes::Bytes>(name.value()) {
                    Some(bytes) => String::from_utf8_lossy(bytes.bytes(vm)).into_owned(),
                    None => return Err(vm.value_error("invalid events sequence")),
                },
            };
            match NAMES.iter().find(|(known, _)| *known == text) {
                Some((_, kind)) => events.names[*kind as usize] = Some(name),
                None => return Err(vm.value_error(format!("unknown event '{text}'"))),
            }
        }
        Ok(events)
    }

    pub(super) fn wants(&self, kind: Kind) -> bool {
        self.names.get(kind as usize).is_some_and(Option::is_some)
    }

    /// What is needed to tell of `kind`: queue, its `append`, and the name.
    pub(super) fn target(&self, kind: Kind) -> Option<(Owned, Owned, Owned)> {
        let name = self.names.get(kind as usize)?.as_ref()?;
        Some((self.queue.clone(), self.append.clone(), name.clone()))
    }
}

/// Put `(name, value)` into the queue.
pub(super) fn tell(vm: &mut Vm, (queue, append, name): (Owned, Owned, Owned), value: Value) -> R<()> {
    let pair = vm.new_pair(name.value(), value)?;
    if let Some(queue) = vm.cast_exact::<Deque>(queue.value()) {
        return deque::push(vm, queue, pair);
    }
    if let Some(list) = vm.cast_exact::<List>(queue.value()) {
        return list.push(vm, pair);
    }
    vm.call(append.value(), &[pair.value()]).map(drop)
}
