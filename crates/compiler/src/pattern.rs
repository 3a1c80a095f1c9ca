//! `match`: a subject is tested against patterns; names are bound only when a whole pattern has matched.
//!
//! Captured values wait in temps: a pattern reserves one for each name it can bind before it is matched, so all ways
//! to fail leave by one label, which empties them.

use taipan_bytecode::{Const, Op};
use taipan_syntax::ast::name::Name;
use taipan_syntax::ast::{self, CmpOp, Expr, Pattern, Ranged, Singleton, TextRange};

use crate::compiler::{Compiler, Result, string};
use crate::consts;
use crate::emit::{Label, Reg, is_temp};
use crate::expr::{compare_op, small_int};
use crate::fold;
use crate::hash::FastSet;
use crate::source::Span;

/// The names a case binds and the temps their values wait in.
#[derive(Default)]
struct Captures {
    names: Vec<(Name, Reg)>,
    /// Names bound so far in the current alternative.
    bound: Vec<Name>,
}

impl Captures {
    fn register(&self, name: &Name) -> Reg {
        self.names.iter().find(|(each, _)| each == name).map_or(0, |entry| entry.1)
    }
}

impl<'t> Compiler<'t> {
    pub(crate) fn match_statement(&mut self, statement: &'t ast::StmtMatch) -> Result {
        let mark = self.mark();
        let end = self.label();
        let subject = self.subject(statement)?;
        let count = statement.cases.len();
        let last_is_default =
            count > 1 && statement.cases.last().is_some_and(|case| is_wildcard(&case.pattern) && case.guard.is_none());
        for (at, case) in statement.cases.iter().enumerate() {
            let next = self.label();
            let inner = self.mark();
            let last = at + 1 == count;
            if last && last_is_default {
                self.drop_temp(subject, Span::of(&case.pattern));
                self.note_line(Span::of(&case.pattern));
                self.body(&case.body)?;
                self.bind(next);
                continue;
            }
            let mut captures = Captures::default();
            self.reserve(&case.pattern, &mut captures);
            let fail = self.label();
            let irrefutable_allowed = case.guard.is_some() || last;
            self.pattern(&case.pattern, subject, &mut captures, fail, irrefutable_allowed)?;
            let span = Span::of(&case.pattern);
            for name in captures.bound.clone() {
                let register = captures.register(&name);
                self.store_name(&name, register, span)?;
            }
            if let Some(guard) = &case.guard {
                // The captures are stored already: failing leaves nothing to empty.
                self.jump_if(guard, next, false)?;
            }
            self.drop_temp(subject, span);
            // The body may use the subject's temp: it is needed again only on the way that skips the body.
            self.free_to(mark);
            self.body(&case.body)?;
            self.free_to(mark);
            self.unit.push_temps(inner - mark);
            self.jump(end, Span::NONE);
            self.bind(fail);
            for (_, register) in &captures.names {
                self.drop_register(*register, Span::NONE);
            }
            self.bind(next);
            if last {
                self.drop_temp(subject, Span::NONE);
            }
        }
        self.bind(end);
        self.free_to(mark);
        Ok(())
    }

    /// The register of the subject: a local in place when nothing in the statement's patterns and guards assigns it.
    fn subject(&mut self, statement: &'t ast::StmtMatch) -> Result<Reg> {
        if let Expr::Name(name) = &*statement.subject {
            let mut captures = Captures::default();
            let mark = self.mark();
            for case in &statement.cases {
                self.reserve(&case.pattern, &mut captures);
            }
            self.free_to(mark);
            let guards = statement.cases.iter().filter_map(|case| case.guard.as_deref());
            let assigned = captures.names.iter().any(|(captured, _)| *captured == name.id) || self.may_rebind(guards);
            if !assigned {
                self.note_line(Span::of(&*statement.subject));
                return self.operand(&statement.subject);
            }
        }
        self.operand_in_temp(&statement.subject)
    }

    fn drop_temp(&mut self, register: Reg, span: Span) {
        if is_temp(register) {
            self.drop_register(register, span);
        }
    }

    /// The subject as an operand that is consumed: a local in place, else a copy in a new temp.
    fn subject_operand(&mut self, subject: Reg, span: Span) -> Reg {
        if !is_temp(subject) {
            return subject;
        }
        let copy = self.temp();
        self.copy(copy, subject, span);
        copy
    }

    /// A temp for each name the pattern can bind.
    fn reserve(&mut self, pattern: &Pattern, captures: &mut Captures) {
        let mut add = |this: &mut Self, name: &Option<ast::Identifier>| {
            if let Some(name) = name
                && !captures.names.iter().any(|(each, _)| *each == name.id)
            {
                let register = this.temp();
                captures.names.push((name.id.clone(), register));
            }
        };
        match pattern {
            Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
            Pattern::MatchStar(star) => add(self, &star.name),
            Pattern::MatchAs(inner) => {
                add(self, &inner.name);
                if let Some(pattern) = &inner.pattern {
                    self.reserve(pattern, captures);
                }
            }
            Pattern::MatchMapping(mapping) => {
                add(self, &mapping.rest);
                for pattern in &mapping.patterns {
                    self.reserve(pattern, captures);
                }
            }
            Pattern::MatchSequence(sequence) => {
                for pattern in &sequence.patterns {
                    self.reserve(pattern, captures);
                }
            }
            Pattern::MatchClass(class) => {
                for pattern in &class.arguments.patterns {
                    self.reserve(pattern, captures);
                }
                for keyword in &class.arguments.keywords {
                    self.reserve(&keyword.pattern, captures);
                }
            }
            Pattern::MatchOr(or) => {
                for pattern in &or.patterns {
                    self.reserve(pattern, captures);
                }
            }
        }
    }

    /// Match what is in `subject`, which is kept; go to `fail` when it does not match. At `fail` the temps above the
    /// captures are empty.
    fn pattern(
        &mut self,
        pattern: &'t Pattern,
        subject: Reg,
        captures: &mut Captures,
        fail: Label,
        irrefutable_allowed: bool,
    ) -> Result {
        let span = Span::of(pattern);
        match pattern {
            Pattern::MatchValue(value) if value.value.is_f_string_expr() || value.value.is_t_string_expr() => {
                self.error(value.range, "patterns may only match literals and attribute lookups")
            }
            Pattern::MatchValue(value) => {
                let mark = self.mark();
                let left = self.subject_operand(subject, span);
                match small_int(&value.value) {
                    Some(value) => self.emit_jump(Op::JUMP_CMP_EQ_IMM, left, value, 0, fail, span),
                    None => {
                        let right = self.operand(&value.value)?;
                        self.emit_jump(Op::JUMP_CMP_EQ, left, right, 0, fail, span);
                    }
                }
                self.free_to(mark);
                Ok(())
            }
            Pattern::MatchSingleton(singleton) => {
                if singleton.value == Singleton::None {
                    self.emit_jump(Op::JUMP_IF_NOT_NONE, subject, 0, 0, fail, span);
                    return Ok(());
                }
                let mark = self.mark();
                let left = self.subject_operand(subject, span);
                let right = self.temp();
                let value = if singleton.value == Singleton::True { Const::True } else { Const::False };
                self.load_const(right, value, span);
                self.emit_jump(Op::JUMP_IF_IS, left, right, 0, fail, span);
                self.free_to(mark);
                Ok(())
            }
            Pattern::MatchAs(inner) => self.pattern_as(inner, subject, captures, fail, irrefutable_allowed),
            Pattern::MatchStar(star) => self.capture(star.name.as_ref(), subject, captures, star.range),
            Pattern::MatchOr(or) => self.pattern_or(or, subject, captures, fail, irrefutable_allowed),
            Pattern::MatchSequence(sequence) => self.pattern_sequence(sequence, subject, captures, fail),
            Pattern::MatchMapping(mapping) => self.pattern_mapping(mapping, subject, captures, fail),
            Pattern::MatchClass(class) => self.pattern_class(class, subject, captures, fail),
        }
    }

    /// Keep the subject for `name`.
    fn capture(
        &mut self,
        name: Option<&ast::Identifier>,
        subject: Reg,
        captures: &mut Captures,
        range: TextRange,
    ) -> Result {
        let Some(name) = name else { return Ok(()) };
        self.check_capture(name, captures, range)?;
        let register = captures.register(&name.id);
        self.copy(register, subject, Span::from(range));
        Ok(())
    }

    /// A pattern binds a name only once.
    fn check_capture(&self, name: &ast::Identifier, captures: &mut Captures, range: TextRange) -> Result {
        if captures.bound.contains(&name.id) {
            return self.error(range, format!("multiple assignments to name '{}' in pattern", name.id));
        }
        captures.bound.push(name.id.clone());
        Ok(())
    }

    fn pattern_as(
        &mut self,
        pattern: &'t ast::PatternMatchAs,
        subject: Reg,
        captures: &mut Captures,
        fail: Label,
        irrefutable_allowed: bool,
    ) -> Result {
        match &pattern.pattern {
            Some(inner) => self.pattern(inner, subject, captures, fail, irrefutable_allowed)?,
            None if !irrefutable_allowed => {
                let message = match &pattern.name {
                    Some(name) => format!("name capture '{name}' makes remaining patterns unreachable"),
                    None => "wildcard makes remaining patterns unreachable".to_owned(),
                };
                return self.error(pattern.range, message);
            }
            None => {}
        }
        self.capture(pattern.name.as_ref(), subject, captures, pattern.range)
    }

    fn pattern_or(
        &mut self,
        pattern: &'t ast::PatternMatchOr,
        subject: Reg,
        captures: &mut Captures,
        fail: Label,
        irrefutable_allowed: bool,
    ) -> Result {
        let matched = self.label();
        let before = captures.bound.clone();
        let mut control: Option<Vec<Name>> = None;
        let count = pattern.patterns.len();
        for (at, alternative) in pattern.patterns.iter().enumerate() {
            let last = at + 1 == count;
            let next = if last { fail } else { self.label() };
            // Each alternative binds the same names, none of them bound before.
            captures.bound = Vec::new();
            self.pattern(alternative, subject, captures, next, last && irrefutable_allowed)?;
            match &control {
                None => control = Some(captures.bound.clone()),
                Some(control) => {
                    let same = control.len() == captures.bound.len()
                        && control.iter().all(|name| captures.bound.contains(name));
                    if !same {
                        return self.error(pattern.range, "alternative patterns bind different names");
                    }
                }
            }
            if !last {
                self.jump(matched, Span::of(alternative));
                self.bind(next);
            }
        }
        self.bind(matched);
        captures.bound = before;
        for name in control.unwrap_or_default() {
            if captures.bound.contains(&name) {
                return self.error(pattern.range, format!("multiple assignments to name '{name}' in pattern"));
            }
            captures.bound.push(name);
        }
        Ok(())
    }

    /// Match each item in the temps from `first` on, then empty them. On failure they are emptied too.
    fn match_items(&mut self, patterns: &[&'t Pattern], first: Reg, captures: &mut Captures, fail: Label) -> Result {
        let inner_fail = self.label();
        let done = self.label();
        let mut refutable = false;
        let mut kept = Vec::new();
        for (pattern, register) in patterns.iter().zip(first..) {
            match pattern {
                Pattern::MatchAs(ast::PatternMatchAs { pattern: None, name: Some(name), range, .. })
                | Pattern::MatchStar(ast::PatternMatchStar { name: Some(name), range, .. }) => {
                    self.check_capture(name, captures, *range)?;
                    let capture = captures.register(&name.id);
                    self.emit(Op::MOVE, capture, register, 0, Span::from(*range));
                }
                pattern => {
                    refutable |= !is_wildcard(pattern) && !pattern.is_match_star();
                    kept.push(register);
                    self.pattern(pattern, register, captures, inner_fail, true)?;
                }
            }
        }
        for register in kept {
            self.drop_register(register, Span::NONE);
        }
        if !refutable {
            // Never failed: nothing jumps to the label.
            self.bind(inner_fail);
            return Ok(());
        }
        self.jump(done, Span::NONE);
        self.bind(inner_fail);
        for register in first..first + patterns.len() as Reg {
            self.drop_register(register, Span::NONE);
        }
        self.jump(fail, Span::NONE);
        self.bind(done);
        Ok(())
    }

    fn pattern_sequence(
        &mut self,
        pattern: &'t ast::PatternMatchSequence,
        subject: Reg,
        captures: &mut Captures,
        fail: Label,
    ) -> Result {
        let span = Span::of(pattern);
        let patterns = &pattern.patterns;
        let size = patterns.len();
        let mut star = None;
        for (at, each) in patterns.iter().enumerate() {
            if each.is_match_star() {
                if star.is_some() {
                    return self.error(pattern.range, "multiple starred names in sequence pattern");
                }
                star = Some(at);
            }
        }
        let star_wildcard =
            star.is_some_and(|at| matches!(&patterns[at], Pattern::MatchStar(star) if star.name.is_none()));
        let only_wildcards = patterns
            .iter()
            .enumerate()
            .all(|(at, each)| if Some(at) == star { star_wildcard } else { is_wildcard(each) });
        let mark = self.mark();
        let answer = self.temp();
        self.emit(Op::MATCH_SEQUENCE, answer, subject, 0, span);
        self.jump_on_truth(answer, fail, false, span);
        let least = size - usize::from(star.is_some());
        if star.is_none() || least > 0 {
            self.emit(Op::GET_LEN, answer, subject, 0, span);
            let op = if star.is_some() { CmpOp::GtE } else { CmpOp::Eq };
            self.jump_unless_length(op, answer, least, fail, span);
        }
        self.free_to(mark);
        if only_wildcards {
            return Ok(());
        }
        if star_wildcard || size > 100 {
            // Only some items are looked at: take them one by one.
            for (at, each) in patterns.iter().enumerate() {
                if is_wildcard(each) || Some(at) == star && star_wildcard {
                    continue;
                }
                let item = self.temp();
                self.sequence_item(pattern, at, star, subject, item);
                self.match_items(&[each], item, captures, fail)?;
                self.free_to(mark);
            }
            return Ok(());
        }
        let first = self.unit.push_temps(size.max(1) as Reg);
        // Unpacking consumes a temp, and the subject must stay.
        let source = if is_temp(subject) { first } else { subject };
        if is_temp(subject) {
            self.copy(first, subject, span);
        }
        match star {
            None => self.emit(Op::UNPACK_SEQUENCE, first, source, size as Reg, span),
            Some(star) => {
                let counts = star as u32 | ((size - star - 1) as u32) << 16;
                self.emit_word(Op::UNPACK_EX, first, source, 0, counts, span);
            }
        }
        let patterns: Vec<&Pattern> = patterns.iter().collect();
        self.match_items(&patterns, first, captures, fail)?;
        self.free_to(mark);
        Ok(())
    }

    fn sequence_item(
        &mut self,
        pattern: &ast::PatternMatchSequence,
        at: usize,
        star: Option<usize>,
        subject: Reg,
        item: Reg,
    ) {
        let span = Span::of(pattern);
        let mark = self.mark();
        let index = self.temp();
        if star.is_none_or(|star| at < star) {
            self.load_const(index, Const::Int(at as i64), span);
        } else {
            // Negative indices may not be supported: count from the length.
            self.emit(Op::GET_LEN, index, subject, 0, span);
            let back = self.temp();
            self.load_const(back, Const::Int((pattern.patterns.len() - at) as i64), span);
            self.emit(Op::SUB, index, index, back, span);
        }
        self.copy(item, subject, span);
        self.emit(Op::LOAD_SUBSCR, item, item, index, span);
        self.free_to(mark);
    }

    fn jump_unless_length(&mut self, op: CmpOp, length: Reg, wanted: usize, fail: Label, span: Span) {
        match i8::try_from(wanted) {
            Ok(wanted) => {
                let op = if op == CmpOp::Eq { Op::JUMP_CMP_EQ_IMM } else { Op::JUMP_CMP_GE_IMM };
                self.emit_jump(op, length, Reg::from(wanted as u8), 0, fail, span);
            }
            Err(_) => {
                let mark = self.mark();
                let right = self.temp();
                self.load_const(right, Const::Int(wanted as i64), span);
                self.emit(compare_op(op), length, length, right, span);
                self.jump_on_truth(length, fail, false, span);
                self.free_to(mark);
            }
        }
    }

    fn pattern_mapping(
        &mut self,
        pattern: &'t ast::PatternMatchMapping,
        subject: Reg,
        captures: &mut Captures,
        fail: Label,
    ) -> Result {
        let span = Span::of(pattern);
        let size = pattern.keys.len();
        let mark = self.mark();
        let answer = self.temp();
        self.emit(Op::MATCH_MAPPING, answer, subject, 0, span);
        self.jump_on_truth(answer, fail, false, span);
        if size == 0 && pattern.rest.is_none() {
            self.free_to(mark);
            return Ok(());
        }
        if size > 0 {
            self.emit(Op::GET_LEN, answer, subject, 0, span);
            self.jump_unless_length(CmpOp::GtE, answer, size, fail, span);
        }
        self.free_to(mark);
        self.check_mapping_keys(pattern)?;
        let keys = self.temp();
        self.key_tuple(&pattern.keys, keys, span)?;
        let values = self.temp();
        self.emit(Op::MATCH_KEYS, values, subject, keys, span);
        let inner_fail = self.label();
        let done = self.label();
        self.emit_jump(Op::JUMP_IF_NONE, values, 0, 0, inner_fail, span);
        let first = self.unit.push_temps(size as Reg);
        self.emit(Op::UNPACK_SEQUENCE, first, values, size as Reg, span);
        let patterns: Vec<&Pattern> = pattern.patterns.iter().collect();
        self.match_items(&patterns, first, captures, inner_fail)?;
        if let Some(rest) = &pattern.rest {
            self.check_capture(rest, captures, pattern.range)?;
            let register = captures.register(&rest.id);
            self.emit(Op::MATCH_REST, register, subject, keys, span);
        } else {
            self.drop_register(keys, span);
        }
        self.jump(done, Span::NONE);
        self.bind(inner_fail);
        self.drop_register(values, span);
        self.drop_register(keys, span);
        self.jump(fail, Span::NONE);
        self.bind(done);
        self.free_to(mark);
        Ok(())
    }

    fn key_tuple(&mut self, keys: &'t [Expr], destination: Reg, span: Span) -> Result {
        let constants: Option<Vec<Const>> = keys.iter().map(|key| fold::constant(key, self.source)).collect();
        if let Some(constants) = constants {
            self.load_const(destination, Const::Tuple(constants), span);
            return Ok(());
        }
        let mark = self.mark();
        self.emit(Op::BUILD_LIST, destination, destination, 0, span);
        self.extend_list(destination, keys, false, span)?;
        self.emit(Op::LIST_TO_TUPLE, destination, destination, 0, span);
        self.free_to(mark);
        Ok(())
    }

    fn check_mapping_keys(&self, pattern: &ast::PatternMatchMapping) -> Result {
        let mut seen = FastSet::default();
        for key in &pattern.keys {
            if let Some(value) = fold::constant(key, self.source) {
                let mut text = Vec::new();
                consts::write_key(&equal_key(&value), &mut text);
                if !seen.insert(text) {
                    let shown = self.shown_constant(key);
                    return self.error(pattern.range, format!("mapping pattern checks duplicate key ({shown})"));
                }
            } else if !key.is_attribute_expr() {
                let message = "mapping pattern keys may only match literals and attribute lookups";
                return self.error(pattern.range, message);
            }
        }
        Ok(())
    }

    fn shown_constant(&self, key: &Expr) -> String {
        crate::unparse::expression(key, self.source)
    }

    fn pattern_class(
        &mut self,
        pattern: &'t ast::PatternMatchClass,
        subject: Reg,
        captures: &mut Captures,
        fail: Label,
    ) -> Result {
        let span = Span::of(pattern);
        let keywords = &pattern.arguments.keywords;
        for (at, keyword) in keywords.iter().enumerate() {
            if let Some(other) = keywords[at + 1..].iter().find(|other| other.attr.id == keyword.attr.id) {
                let message = format!("attribute name repeated in class pattern: {}", keyword.attr);
                return self.error(other.pattern.range(), message);
            }
        }
        let mark = self.mark();
        let class = self.unit.push_temps(2);
        self.expr_to(&pattern.cls, class)?;
        let names = keywords.iter().map(|keyword| string(&keyword.attr.id)).collect();
        self.load_const(class + 1, Const::Tuple(names), span);
        let positional = pattern.arguments.patterns.len();
        self.emit_word(Op::MATCH_CLASS, class, subject, class, positional as u32, span);
        self.free_to(class + 1);
        let inner_fail = self.label();
        let done = self.label();
        self.emit_jump(Op::JUMP_IF_NONE, class, 0, 0, inner_fail, span);
        let patterns: Vec<&Pattern> =
            pattern.arguments.patterns.iter().chain(keywords.iter().map(|keyword| &keyword.pattern)).collect();
        let count = patterns.len();
        let first = self.unit.push_temps(count as Reg);
        self.emit(Op::UNPACK_SEQUENCE, first, class, count as Reg, span);
        self.match_items(&patterns, first, captures, fail)?;
        self.jump(done, Span::NONE);
        self.bind(inner_fail);
        self.drop_register(class, span);
        self.jump(fail, Span::NONE);
        self.bind(done);
        self.free_to(mark);
        Ok(())
    }
}

/// `_`, which matches anything and keeps nothing.
fn is_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::MatchAs(pattern) if pattern.pattern.is_none() && pattern.name.is_none())
}

/// Equal numbers of different types are the same key.
fn equal_key(value: &Const) -> Const {
    match value {
        Const::Complex { real, imag } if *imag == 0.0 => equal_key(&Const::Float(*real)),
        Const::True => Const::Int(1),
        Const::False => Const::Int(0),
        Const::Float(value) if value.fract() == 0.0 && value.abs() < 9e15 => Const::Int(*value as i64),
        value => value.clone(),
    }
}
