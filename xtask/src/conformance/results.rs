//! What a run of one test module did, and how it is written: `runner.py`'s lines, and the committed snapshots.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::excluded::Excluded;

/// What a snapshot's line of a test that does not count begins with.
const EXCLUDED: &str = "excluded ";

/// The outcomes of one module's tests under one interpreter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Results {
    /// Test id to outcome: `ok`, `FAIL`, `ERROR`, `skipped`, `detail`, or `lost` for the test that ended the process.
    pub(super) tests: BTreeMap<String, String>,
    /// Whether the module ran to its end.
    pub(super) ended: bool,
}

impl Results {
    /// Reads the lines that `runner.py` wrote.
    pub(super) fn parse(text: &str) -> Self {
        let mut results = Self::default();
        for line in text.lines() {
            let Some((outcome, test)) = line.split_once('\t') else { continue };
            match outcome {
                "end" => results.ended = true,
                "start" => drop(results.tests.insert(test.to_owned(), "lost".to_owned())),
                _ => drop(results.tests.insert(test.to_owned(), outcome.to_owned())),
            }
        }
        results
    }

    /// The tests that count: those that pass here and are not implementation details.
    pub(super) fn passing(&self) -> impl Iterator<Item = &str> {
        self.tests.iter().filter(|(_, outcome)| *outcome == "ok").map(|(test, _)| test.as_str())
    }
}

/// One module under Taipan, measured against CPython.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Score {
    /// Tests that CPython passes and Taipan does too.
    pub(super) passed: usize,
    /// Tests that CPython passes.
    pub(super) total: usize,
    /// Those that Taipan does not pass, with their outcomes; `lost` when the process did not get to it.
    pub(super) failing: BTreeMap<String, String>,
    /// Those that it does not pass and that do not count.
    pub(super) excluded: BTreeSet<String>,
    /// How the process ended, when not by itself.
    pub(super) cut: Option<String>,
}

impl Score {
    pub(super) fn of(taipan: &Results, cpython: &Results, cut: Option<String>, excluded: &Excluded) -> Self {
        let mut score = Self { cut, ..Self::default() };
        for test in cpython.passing() {
            score.total += 1;
            match taipan.tests.get(test).map(String::as_str) {
                Some("ok") => score.passed += 1,
                Some("detail") => score.total -= 1,
                _ if excluded.has(test) => {
                    score.total -= 1;
                    score.excluded.insert(test.to_owned());
                }
                Some(outcome) => drop(score.failing.insert(test.to_owned(), outcome.to_owned())),
                None => drop(score.failing.insert(test.to_owned(), "lost".to_owned())),
            }
        }
        score
    }

    pub(super) fn percent(&self) -> f64 {
        if self.total == 0 { 100.0 } else { self.passed as f64 * 100.0 / self.total as f64 }
    }

    /// The snapshot's text.
    pub(super) fn to_text(&self) -> String {
        let mut text = format!("passed {} of {}\n", self.passed, self.total);
        if let Some(cut) = &self.cut {
            let _ = writeln!(text, "cut {cut}");
        }
        for (test, outcome) in &self.failing {
            let _ = writeln!(text, "{outcome} {test}");
        }
        for test in &self.excluded {
            let _ = writeln!(text, "{EXCLUDED}{test}");
        }
        text
    }

    /// What changed since the snapshot: a line for each test that got better or worse.
    pub(super) fn differences(&self, snapshot: &str) -> Vec<String> {
        let old: BTreeMap<&str, &str> = snapshot
            .lines()
            .filter(|line| !line.starts_with("passed ") && !line.starts_with(EXCLUDED))
            .filter_map(|line| line.split_once(' '))
            .map(|(outcome, test)| (test, outcome))
            .collect();
        let mut lines = Vec::new();
        for (test, outcome) in &self.failing {
            match old.get(test.as_str()) {
                None => lines.push(format!("worse  {outcome} {test}")),
                Some(before) if before != outcome => lines.push(format!("other  {outcome} (was {before}) {test}")),
                Some(_) => {}
            }
        }
        for (test, outcome) in old {
            if outcome == "cut" {
                if self.cut.as_deref() != Some(test) {
                    lines.push(format!("better no longer cut by {test}"));
                }
            } else if !self.failing.contains_key(test) {
                lines.push(format!("better {test} (was {outcome})"));
            }
        }
        let others = |line: &&str| line.starts_with(EXCLUDED);
        if !self
            .excluded
            .iter()
            .map(String::as_str)
            .eq(snapshot.lines().filter(others).filter_map(|line| line.strip_prefix(EXCLUDED)))
        {
            lines.push("other  the tests that do not count".to_owned());
        }
        if let Some(cut) = &self.cut
            && !snapshot.lines().any(|line| line == format!("cut {cut}"))
        {
            lines.push(format!("worse  cut by {cut}"));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_against_cpython() {
        let cpython = Results::parse("start\ta\nok\ta\nok\tb\nok\tc\nskipped\td\ndetail\te\nend\tm\n");
        let taipan = Results::parse("ok\ta\nskipped\tb\nstart\tc\n");
        assert!(cpython.ended && !taipan.ended);
        let score = Score::of(&taipan, &cpython, Some("signal 6".to_owned()), &Excluded::default());
        assert_eq!((score.passed, score.total), (1, 3));
        assert_eq!(score.to_text(), "passed 1 of 3\ncut signal 6\nskipped b\nlost c\n");
        assert!(score.differences(&score.to_text()).is_empty());
        let later = Score::of(&cpython, &cpython, None, &Excluded::default());
        assert_eq!(later.differences(&score.to_text()).len(), 3);
        assert_eq!(score.differences(&later.to_text()).len(), 3);
    }
}
