"""Measure how often functions are called and how long they take."""

__all__ = ["run", "runctx", "Profile"]

import _lsprof
import importlib.machinery
import importlib.util
import io
import profile as _profile


def run(statement, filename=None, sort=-1):
    """Execute a statement and print what it took, or write it to a file."""
    return _profile._Utils(Profile).run(statement, filename, sort)


def runctx(statement, globals, locals, filename=None, sort=-1):
    """As run, in namespaces of the caller's."""
    return _profile._Utils(Profile).runctx(statement, globals, locals, filename, sort)


class Profile(_lsprof.Profiler):
    """Profile(timer=None, timeunit=0.0, subcalls=True, builtins=True): measures between enable() and disable()."""

    def print_stats(self, sort=-1):
        """Print what was measured."""
        import pstats

        order = sort if isinstance(sort, tuple) else (sort,)
        pstats.Stats(self).strip_dirs().sort_stats(*order).print_stats()

    def dump_stats(self, file):
        """Write what was measured to a file, for pstats."""
        import marshal

        with open(file, 'wb') as output:
            self.create_stats()
            marshal.dump(self.stats, output)

    def create_stats(self):
        """Stop, and make the table that pstats reads."""
        self.disable()
        self.snapshot_stats()

    def snapshot_stats(self):
        """Make the table that pstats reads: by function its calls, times and callers."""
        self.stats = table = {}
        callers = {}
        entries = self.getstats()
        for entry in entries:
            known = callers.setdefault(label(entry.code), {})
            count = entry.callcount
            row = (count - entry.reccallcount, count, entry.inlinetime, entry.totaltime)
            if label(entry.code) in table:
                row = tuple(map(sum, zip(row, table[label(entry.code)])))
            table[label(entry.code)] = (*row, known)
        for entry in entries:
            for called in entry.calls or ():
                known = callers.get(label(called.code))
                if known is None:
                    continue
                count = called.callcount
                row = (count, count - called.reccallcount, called.inlinetime, called.totaltime)
                before = known.get(label(entry.code))
                known[label(entry.code)] = tuple(map(sum, zip(row, before))) if before else row

    def run(self, cmd):
        """Execute a statement in the main module's namespace."""
        import __main__

        return self.runctx(cmd, __main__.__dict__, __main__.__dict__)

    def runctx(self, cmd, globals, locals):
        """Execute a statement."""
        self.enable()
        try:
            exec(cmd, globals, locals)
        finally:
            self.disable()
        return self

    def runcall(self, func, /, *args, **kw):
        """Call a function; its result."""
        self.enable()
        try:
            return func(*args, **kw)
        finally:
            self.disable()

    def __enter__(self):
        self.enable()
        return self

    def __exit__(self, *exc_info):
        self.disable()


def label(code):
    """How a function is named in tables: file, line, name."""
    return ('~', 0, code) if isinstance(code, str) else (code.co_filename, code.co_firstlineno, code.co_name)


def main():
    """`python -m cProfile`."""
    import optparse
    import os
    import pstats
    import runpy
    import sys

    parser = optparse.OptionParser(
        usage="cProfile.py [-o output_file_path] [-s sort] [-m module | scriptfile] [arg] ...")
    parser.allow_interspersed_args = False
    parser.add_option('-o', '--outfile', dest="outfile", default=None, help="Save stats to <outfile>")
    parser.add_option('-s', '--sort', dest="sort", default=2, choices=sorted(pstats.Stats.sort_arg_dict_default),
                      help="Sort order when printing to stdout, based on pstats.Stats class")
    parser.add_option('-m', dest="module", action="store_true", default=False, help="Profile a library module")
    if not sys.argv[1:]:
        parser.print_usage()
        sys.exit(2)
    options, arguments = parser.parse_args()
    sys.argv[:] = arguments
    if not arguments:
        parser.print_usage()
        return parser
    # The program may go to another directory.
    outfile = None if options.outfile is None else os.path.abspath(options.outfile)
    if options.module:
        code = "run_module(modname, run_name='__main__')"
        namespace = {'run_module': runpy.run_module, 'modname': arguments[0]}
    else:
        program = arguments[0]
        sys.path.insert(0, os.path.dirname(program))
        with io.open_code(program) as file:
            code = compile(file.read(), program, 'exec')
        spec = importlib.machinery.ModuleSpec(name='__main__', loader=None, origin=program)
        # The program's own namespace is what `import __main__` gives.
        module = sys.modules['__main__'] = importlib.util.module_from_spec(spec)
        namespace = module.__dict__
        namespace.update(__spec__=None, __file__=program, __name__='__main__', __package__=None, __cached__=None)
    try:
        runctx(code, namespace, None, outfile, options.sort)
    except BrokenPipeError as error:
        # Nothing can be said at the end of the program either.
        sys.stdout = None
        sys.exit(error.errno)
    return parser


if __name__ == '__main__':
    main()
