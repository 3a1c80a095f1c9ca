"""What can be measured: the set of pyperformance's pure-Python programs, and the micro programs of this repository."""

import sys
from pathlib import Path

from . import fetch

BENCH = Path(__file__).resolve().parent.parent
SHIM = BENCH / "shim"
MICRO = BENCH / "micro"

# The set: pyperformance's programs that are pure Python and need no service, each with its arguments. Where one has variants (async_tree,
# argparse, pickle) these are the ones that stand for it.
SET = {
    "argparse": ("bm_argparse", ["many_optionals"]),
    "argparse_subparsers": ("bm_argparse", ["subparsers"]),
    "async_generators": ("bm_async_generators", []),
    "async_tree_none": ("bm_async_tree", ["none"]),
    "async_tree_io": ("bm_async_tree", ["io"]),
    "async_tree_memoization": ("bm_async_tree", ["memoization"]),
    "pickle_pure_python": ("bm_pickle", ["--pure-python", "pickle"]),
    "unpickle_pure_python": ("bm_pickle", ["--pure-python", "unpickle"]),
    **{name: (f"bm_{name}", []) for name in """
        barnes_hut base64 bpe_tokeniser chaos comprehensions coroutines crypto_pyaes decimal_factorial decimal_pi deepcopy deltablue fannkuch
        float gc_collect gc_traversal generators go hexiom json_dumps json_loads logging mdp meteor_contest nbody nqueens pathlib pidigits
        pprint pyflate raytrace regex_compile regex_dna regex_effbot regex_v8 richards richards_super scimark spectral_norm telco tomli_loads
        typing_runtime_protocols unpack_sequence xml_etree
    """.split()},
}
# Names that stand for several programs.
GROUPS = {
    "async_tree": ["async_tree_none", "async_tree_io", "async_tree_memoization"],
    "argparse": ["argparse", "argparse_subparsers"],
    "pickle": ["pickle_pure_python", "unpickle_pure_python"],
}
# The five that are measured again and again during development.
STANDARD = ["richards", "nbody", "generators", "pickle_pure_python", "unpickle_pure_python"]


def chosen(suite, names, folder=None):
    """The chosen programs: the name of each, and the arguments for the interpreter."""
    if suite == "micro":
        files = {path.stem: path for path in sorted(MICRO.glob("*.py"))}
        unknown = set(names) - set(files)
        if unknown:
            sys.exit(f"no such micro program: {', '.join(sorted(unknown))}")
        return {name: [str(SHIM / "run_micro.py"), str(files[name])] for name in names or files}
    folder = Path(folder) if folder else fetch.benchmarks()
    found = {}
    for asked in names or (STANDARD if suite == "standard" else sorted(SET)):
        for name in GROUPS.get(asked, [asked]):
            # Any program of pyperformance can be asked for, whether it is of the set or not.
            program, arguments = SET.get(name, (f"bm_{name}", []))
            path = folder / program / "run_benchmark.py"
            if not path.is_file():
                sys.exit(f"no such program: {path}")
            found[name] = [str(path), *arguments]
    return found


def search_path(suite):
    """What measured programs import from, beside the standard library."""
    return [SHIM] if suite in ("micro", "scale") else [SHIM, fetch.packages()]
