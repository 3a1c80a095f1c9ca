//! What a program promises to print and raise, read from its comments or from the files beside it.
//!
//! A program uses either comments or a `.out` file, never both: a promise written twice is a promise that drifts.

use std::fs;
use std::path::Path;

/// How a program promises to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Raised {
    /// The last line of stderr is this.
    LastLine(String),
    /// The whole of stderr is this.
    Whole(String),
    /// Nothing is on stderr's last line that anyone cares about.
    Nothing,
}

/// A program's promises.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// The whole of stdout.
    pub stdout: String,
    /// The last line of stderr.
    pub raised: Raised,
    /// The exit status.
    pub code: i32,
    /// Why the oracle must not judge this program, from `# oracle: no, REASON`.
    pub not_for_oracle: Option<String>,
    /// Whether stdout comes from a `.out` file, which `bless` may rewrite.
    pub out_file: bool,
}

impl Expectation {
    /// Read the promises of the program at `path`.
    ///
    /// # Errors
    /// A sentence saying what is wrong with the file's promises.
    pub fn read(path: &Path) -> Result<Self, String> {
        let source = fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        // Some programs are deliberately not UTF-8; their comments are.
        let source = String::from_utf8_lossy(&source);
        let comments = Comments::parse(&source)?;
        let out = read_beside(path, "out")?;
        let out_file = out.is_some();
        let stdout = match (out, comments.stdout) {
            (Some(_), Some(_)) => return Err("has both a .out file and expect comments: keep one".to_owned()),
            (Some(out), None) => out,
            (None, Some(text)) => text,
            (None, None) => String::new(),
        };
        let raised = match (read_beside(path, "err")?, read_beside(path, "stderr")?, comments.raises) {
            (Some(line), None, None) | (None, None, Some(line)) => Raised::LastLine(line.trim_end().to_owned()),
            (None, Some(text), None) => Raised::Whole(text),
            (None, None, None) => Raised::Nothing,
            _ => return Err("says twice what is on stderr: keep one of raises comment, .err and .stderr".to_owned()),
        };
        let code = match read_beside(path, "code")? {
            Some(text) => text.trim().parse().map_err(|_| "the .code file does not hold a number".to_owned())?,
            None => i32::from(raised != Raised::Nothing),
        };
        Ok(Self { stdout, raised, code, not_for_oracle: comments.not_for_oracle, out_file })
    }
}

fn read_beside(path: &Path, extension: &str) -> Result<Option<String>, String> {
    let path = path.with_extension(extension);
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}

#[derive(Default)]
struct Comments {
    stdout: Option<String>,
    raises: Option<String>,
    not_for_oracle: Option<String>,
}

impl Comments {
    fn parse(source: &str) -> Result<Self, String> {
        let mut found = Self::default();
        let mut expected = String::new();
        let mut any_expected = false;
        let mut lines = source.lines();
        while let Some(line) = lines.next() {
            if line.trim_end() == "# output:" {
                if any_expected {
                    return Err("mixes `# expect:` with an `# output:` block: keep one".to_owned());
                }
                let block: String = lines.by_ref().map_while(block_line).map(|text| format!("{text}\n")).collect();
                found.stdout = Some(block);
            } else if let Some(text) = after(line, "# expect:") {
                any_expected = true;
                expected.push_str(text);
                expected.push('\n');
            } else if let Some(text) = after(line, "# raises:") {
                if found.raises.replace(text.to_owned()).is_some() {
                    return Err("has two `# raises:` comments: a program can end only once".to_owned());
                }
            } else if let Some(text) = after(line, "# oracle: no,") {
                found.not_for_oracle = Some(text.to_owned());
            }
        }
        if any_expected {
            if found.stdout.is_some() {
                return Err("mixes `# expect:` with an `# output:` block: keep one".to_owned());
            }
            found.stdout = Some(expected);
        }
        Ok(found)
    }
}

/// The rest of `line` after `marker`, less the one space that separates them.
fn after<'a>(line: &'a str, marker: &str) -> Option<&'a str> {
    let start = line.find(marker)? + marker.len();
    Some(line[start..].strip_prefix(' ').unwrap_or(&line[start..]))
}

fn block_line(line: &str) -> Option<&str> {
    line.strip_prefix("# ").or_else(|| line.strip_prefix('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expect_comments_become_lines() {
        let found = Comments::parse("print(1)  # expect: 1\nprint()  # expect:\nprint(' a')  # expect:  a\n").unwrap();
        assert_eq!(found.stdout.as_deref(), Some("1\n\n a\n"));
    }

    #[test]
    fn block_runs_to_the_first_line_that_is_no_comment() {
        let found = Comments::parse("x\n# output:\n# a\n#\n#  b\n\n# c\n").unwrap();
        assert_eq!(found.stdout.as_deref(), Some("a\n\n b\n"));
    }

    #[test]
    fn both_forms_are_refused() {
        assert!(Comments::parse("print(1)  # expect: 1\n# output:\n# 1\n").is_err());
        assert!(Comments::parse("# raises: A\n# raises: B\n").is_err());
    }
}
