//! Programs under a limit of address space, from their start: what no program can show of itself.

use std::process::{Command, Output};

/// Run the program with so many KiB of address space.
fn run(kib: usize, program: &str) -> Output {
    let command = format!("ulimit -v {kib}; exec \"$0\" \"$@\"");
    Command::new("sh").args(["-c", &command, env!("CARGO_BIN_EXE_taipan"), "-c", program]).output().expect("a shell")
}

#[test]
fn starts_with_little_address_space() {
    // An unoptimised program is some 40 MB large itself.
    for kib in [120_000, 160_000, 250_000, 500_000] {
        let output = run(kib, "print(sum(range(10)))");
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            "45\n",
            "{kib}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn what_grows_without_end_ends_in_an_error() {
    let programs = [
        "x = []\nwhile True: x.append(1)",
        "x = {}\nwhile True: x[len(x)] = 1",
        "x = set()\nwhile True: x.add(len(x))",
        "x = 'x'\nwhile True: x += x",
        "x = '\\u20ac'\nwhile True: x = repr(x) + repr(x)",
        "x = b'x'\nwhile True: x = x.replace(b'x', b'xxx')",
        "x = bytearray(b'x')\nwhile True: x += x",
        "x = []\nwhile True: x.append(object())",
        "x = []\nwhile True: x.append(lambda: x)",
        "x = []\nwhile True: x = [x, x]\n",
        "x = 3\nwhile True: x *= x",
        "class A:\n  pass\nx = None\nwhile True:\n  a = A(); a.next = x; x = a",
        "x = []\nwhile True: x.append(type('X', (), {}))",
        "x = []\nwhile True: x.append((i for i in x))",
        "import io\nx = io.BytesIO()\nwhile True: x.write(b'x' * 100000)",
        "import io\nx = io.StringIO()\nwhile True: x.write('x' * 100000)",
        "import collections\nx = collections.deque()\nwhile True: x.append(1)",
        "import sys\nn = 0\nx = []\nwhile True: n += 1; x.append(sys.intern(str(n)))",
        "def f(n): return lambda: f(n)\nx = []\nwhile True: x.append(f(1)())",
        "import itertools\nlist(itertools.count())",
        "' '.join(iter(lambda: 'x', 0))",
        "sorted(iter(int, 1))",
        "tuple(iter(int, 1))",
        "open('/dev/zero').read()",
        "open('/dev/zero', 'rb').read()",
        "open('/dev/zero', 'rb').readline()",
    ];
    for program in programs {
        let output = run(
            160_000,
            &format!(
                "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (60, 60))\ntry:\n  exec({program:?})\nexcept MemoryError: x = None\nprint('went on')"
            ),
        );
        let error = String::from_utf8_lossy(&output.stderr);
        // Where nothing can be let go of, the error may come again.
        assert!(output.status.code().is_some(), "{program}: {:?} {error}", output.status);
        assert_eq!(String::from_utf8_lossy(&output.stdout), "went on\n", "{program}: {error}");
    }
}
