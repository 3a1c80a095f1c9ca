import argparse
p = argparse.ArgumentParser(prog="prog", description="Does things.", epilog="The end.")
p.add_argument("files", nargs="+", help="input files")
p.add_argument("-v", "--verbose", action="count", default=0)
p.add_argument("-n", type=int, default=5, help="how many (default: %(default)s)")
p.add_argument("--mode", choices=["r", "w"], required=False)
p.add_argument("--flag", action=argparse.BooleanOptionalAction)
p.add_argument("-x", action="append")
g = p.add_mutually_exclusive_group(); g.add_argument("--on", action="store_true"); g.add_argument("--off", action="store_true")
print(p.parse_args(["a", "b", "-vv", "-n3", "--mode=w", "-x", "1", "-x2", "--no-flag"]))
print(p.parse_known_args(["a", "--unknown"])[1], p.parse_args(["--", "-a"]).files)
print(p.format_usage(), p.format_help())
import io, contextlib
for argv in ([], ["a", "-n", "x"], ["a", "--mode", "q"], ["a", "--on", "--off"], ["a", "--zz"], ["-h"]):
    err, out = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stderr(err), contextlib.redirect_stdout(out): p.parse_args(argv)
    except SystemExit as e:
        print(e.code, err.getvalue().strip().splitlines()[-1:], len(out.getvalue()) > 0)
s = argparse.ArgumentParser(prog="s"); sub = s.add_subparsers(dest="cmd"); a = sub.add_parser("add"); a.add_argument("k", type=float); a.set_defaults(fn=lambda ns: ns.k * 2)
ns = s.parse_args(["add", "2.5"]); print(ns.cmd, ns.fn(ns), s.parse_args([]).cmd)

# output:
# Namespace(files=['a', 'b'], verbose=2, n=3, mode='w', flag=False, x=['1', '2'], on=False, off=False)
# ['--unknown'] ['-a']
# usage: prog [-h] [-v] [-n N] [--mode {r,w}] [--flag | --no-flag] [-x X]
#             [--on | --off]
#             files [files ...]
#  usage: prog [-h] [-v] [-n N] [--mode {r,w}] [--flag | --no-flag] [-x X]
#             [--on | --off]
#             files [files ...]
#
# Does things.
#
# positional arguments:
#   files              input files
#
# options:
#   -h, --help         show this help message and exit
#   -v, --verbose
#   -n N               how many (default: 5)
#   --mode {r,w}
#   --flag, --no-flag
#   -x X
#   --on
#   --off
#
# The end.
#
# 2 ['prog: error: the following arguments are required: files'] False
# 2 ["prog: error: argument -n: invalid int value: 'x'"] False
# 2 ["prog: error: argument --mode: invalid choice: 'q' (choose from 'r', 'w')"] False
# 2 ['prog: error: argument --off: not allowed with argument --on'] False
# 2 ['prog: error: unrecognized arguments: --zz'] False
# 0 [] True
# add 5.0 None
