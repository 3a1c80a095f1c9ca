//! Which line each instruction belongs to, as line events tell it: code that leaves a function without a line of its own is
//! written once for each place that leads there, NOPs stay only where a line would be lost without them, and what still has no line
//! takes that of what ran before it.

use taipan_bytecode::Op;

use crate::analysis::ends_flow;
use crate::emit::{Emitter, Extra, Instr};
use crate::source::{Source, Span};

/// How many instructions may be written again for each way out: those of a class body.
const EXIT: usize = 6;

/// The last pass over the instructions of a unit; their order is final, apart from copies that are put at the end.
///
/// `definition`: where the scope begins, for what has no line before anything that has one; NONE for a module.
pub(crate) fn settle(code: &mut Emitter, definition: Span, source: Source<'_>) {
    copy_exits(code);
    let leaders = Leaders::of(code);
    drop_nops(code, &leaders, source);
    let leaders = Leaders::of(code);
    let first = code.instrs.iter_mut().find(|instr| !instr.dead && !is_entry(instr.op));
    if let Some(first) = first.filter(|first| first.span == Span::NONE) {
        first.span = definition;
    }
    propagate(code, &leaders);
}

/// What is before the beginning as line events see it.
fn is_entry(op: Op) -> bool {
    matches!(op, Op::MAKE_CELL | Op::MAKE_FAR_CELL | Op::FAR_ENTRY)
}

fn jump_label(instr: &Instr) -> Option<crate::emit::Label> {
    match instr.extra {
        Extra::Jump(label) | Extra::JumpWord(label, _) => Some(label),
        Extra::None | Extra::Word(_) => None,
    }
}

/// The beginnings of basic blocks.
struct Leaders {
    /// How many ways lead to a live instruction that begins a block, by its place; 0: it begins none.
    ways: Vec<u32>,
}

impl Leaders {
    fn of(code: &Emitter) -> Leaders {
        let count = code.instrs.len();
        let mut ways = vec![0u32; count + 1];
        let mut begins = vec![false; count + 1];
        for instr in code.instrs.iter().filter(|instr| !instr.dead) {
            if let Some(label) = jump_label(instr)
                && let Some(target) = code.first_live(code.target(label))
            {
                begins[target as usize] = true;
                ways[target as usize] += 1;
            }
        }
        for coverage in &code.coverages {
            if let Some(target) = code.first_live(code.target(coverage.handler)) {
                begins[target as usize] = true;
                // More than one: nothing may be concluded from any of them.
                ways[target as usize] += 2;
            }
        }
        let mut before: Option<&Instr> = None;
        for (at, instr) in code.instrs.iter().enumerate().filter(|(_, instr)| !instr.dead) {
            if let Some(before) = before {
                let falls = !ends_flow(before.op);
                if !falls || jump_label(before).is_some() {
                    begins[at] = true;
                }
                if falls && begins[at] {
                    ways[at] += 1;
                }
            } else {
                begins[at] = true;
                ways[at] += 1;
            }
            before = Some(instr);
        }
        for (ways, begins) in ways.iter_mut().zip(begins) {
            *ways = if begins { (*ways).max(1) } else { 0 };
        }
        Leaders { ways }
    }

    fn begins(&self, at: usize) -> bool {
        self.ways[at] > 0
    }
}

/// What ends a scope without a line of its own, the implicit `return None`, belongs to the line that led to it: each jump to it gets
/// its own.
fn copy_exits(code: &mut Emitter) {
    let leaders = Leaders::of(code);
    for at in 0..code.instrs.len() {
        let instr = code.instrs[at];
        if instr.dead {
            continue;
        }
        let Some(label) = jump_label(&instr) else { continue };
        let Some(target) = code.first_live(code.target(label)) else { continue };
        let Some(mut exit) = exit_at(code, target) else { continue };
        exit[0].span = instr.span;
        if instr.op == Op::JUMP && exit.len() == 1 {
            code.instrs[at] = exit[0];
        } else if leaders.ways[target as usize] > 1 {
            let copy = code.new_label();
            code.bind(copy);
            code.instrs.extend(exit);
            match &mut code.instrs[at].extra {
                Extra::Jump(label) | Extra::JumpWord(label, _) => *label = copy,
                Extra::None | Extra::Word(_) => {}
            }
        }
    }
}

/// The instructions from `target` on, when they are few, none of them has a line, and they leave the scope.
fn exit_at(code: &Emitter, target: u32) -> Option<Vec<Instr>> {
    if code.coverages.iter().any(|coverage| (coverage.start..coverage.end).contains(&target)) {
        return None;
    }
    let live = code.instrs[target as usize..].iter().filter(|instr| !instr.dead);
    let mut exit = Vec::new();
    for instr in live.take(EXIT) {
        if instr.span != Span::NONE || jump_label(instr).is_some() {
            return None;
        }
        exit.push(*instr);
        match instr.op {
            Op::RETURN | Op::RETURN_IMMEDIATE => return Some(exit),
            op if ends_flow(op) => return None,
            _ => {}
        }
    }
    None
}

/// A NOP is not needed where what runs before it or after it has its line.
fn drop_nops(code: &mut Emitter, leaders: &Leaders, source: Source<'_>) {
    let line = |span: Span| if span == Span::NONE { 0 } else { source.line(span.start()) };
    let mut before = 0;
    for at in 0..code.instrs.len() {
        if code.instrs[at].dead {
            continue;
        }
        if leaders.begins(at) {
            before = 0;
        }
        let own = line(code.instrs[at].span);
        if code.instrs[at].op == Op::NOP {
            let mut needed = own != 0 && own != before;
            if needed && let Some(next) = code.first_live(at as u32 + 1).map(|next| next as usize) {
                let following = line(code.instrs[next].span);
                if following == own {
                    needed = false;
                } else if following == 0 && !leaders.begins(next) {
                    code.instrs[next].span = code.instrs[at].span;
                    needed = false;
                }
            }
            if !needed {
                code.instrs[at].dead = true;
                continue;
            }
        }
        before = own;
    }
}

/// What has no line gets that of what ran before it, where that is certain.
fn propagate(code: &mut Emitter, leaders: &Leaders) {
    let mut last = Span::NONE;
    let mut falls = true;
    for at in 0..code.instrs.len() {
        if code.instrs[at].dead {
            continue;
        }
        if leaders.begins(at) {
            let instr = &code.instrs[at];
            let certain = falls && (leaders.ways[at] == 1 || matches!(instr.op, Op::RETURN_IMMEDIATE | Op::JUMP));
            if !certain {
                last = Span::NONE;
            }
        }
        if code.instrs[at].span == Span::NONE {
            code.instrs[at].span = last;
        } else {
            last = code.instrs[at].span;
        }
        falls = !ends_flow(code.instrs[at].op);
        if let Some(label) = jump_label(&code.instrs[at])
            && let Some(target) = code.first_live(code.target(label)).map(|target| target as usize)
            && leaders.ways[target] == 1
            && code.instrs[target].span == Span::NONE
        {
            code.instrs[target].span = last;
        }
    }
}
