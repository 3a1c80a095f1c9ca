//! A line diff short enough to read in a test report.

const CONTEXT: usize = 3;
/// Beyond this many lines the quadratic table is not worth its memory; only the first difference is shown.
const TABLE_LIMIT: usize = 2000;

/// The lines that differ, `-` for expected and `+` for printed, with a little context; empty when equal.
#[must_use]
pub fn unified(expected: &str, printed: &str) -> String {
    if expected == printed {
        return String::new();
    }
    let old: Vec<&str> = expected.split('\n').collect();
    let new: Vec<&str> = printed.split('\n').collect();
    let edits = if old.len() > TABLE_LIMIT || new.len() > TABLE_LIMIT {
        first_difference(&old, &new)
    } else {
        longest_common(&old, &new)
    };
    render(&edits)
}

#[derive(Clone, Copy)]
enum Edit<'a> {
    Same(&'a str),
    Missing(&'a str),
    Extra(&'a str),
}

fn first_difference<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Edit<'a>> {
    let same = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let mut edits: Vec<Edit<'a>> =
        old[same.saturating_sub(CONTEXT)..same].iter().map(|line| Edit::Same(line)).collect();
    edits.extend(old[same..].iter().take(10).map(|line| Edit::Missing(line)));
    edits.extend(new[same..].iter().take(10).map(|line| Edit::Extra(line)));
    edits
}

fn longest_common<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Edit<'a>> {
    let width = new.len() + 1;
    let mut table = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            table[i * width + j] = if old[i] == new[j] {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut edits = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            edits.push(Edit::Same(old[i]));
            i += 1;
            j += 1;
        } else if j == new.len() || (i < old.len() && table[(i + 1) * width + j] >= table[i * width + j + 1]) {
            edits.push(Edit::Missing(old[i]));
            i += 1;
        } else {
            edits.push(Edit::Extra(new[j]));
            j += 1;
        }
    }
    edits
}

fn render(edits: &[Edit<'_>]) -> String {
    let changed: Vec<usize> = edits
        .iter()
        .enumerate()
        .filter_map(|(index, edit)| (!matches!(edit, Edit::Same(_))).then_some(index))
        .collect();
    let mut text = String::new();
    let mut last_shown = None;
    for (index, edit) in edits.iter().enumerate() {
        let near = changed.partition_point(|&at| at + CONTEXT < index);
        if changed.get(near).is_none_or(|&at| at > index + CONTEXT) {
            continue;
        }
        if last_shown.is_some_and(|last| last + 1 != index) {
            text.push_str("  ...\n");
        }
        last_shown = Some(index);
        let (mark, line) = match edit {
            Edit::Same(line) => (' ', line),
            Edit::Missing(line) => ('-', line),
            Edit::Extra(line) => ('+', line),
        };
        text.push(mark);
        text.push(' ');
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn shows_only_what_differs() {
        assert_eq!(unified("a\nb\n", "a\nb\n"), "");
        assert_eq!(unified("a\nb\nc", "a\nx\nc"), "  a\n- b\n+ x\n  c\n");
    }

    #[test]
    fn long_texts_show_the_first_difference() {
        let long = "x\n".repeat(5000);
        let shown = unified(&long, &format!("{long}y\n"));
        assert!(shown.contains("+ y"), "{shown}");
    }
}
