"""Runs one module of CPython's test suite and writes one line for each test: outcome, tab, test id.

usage: runner.py MODULE RESULTS

RESULTS is written line by line, so that a crash or a kill loses only what had not ended. `start` lines come before a test's
outcome and name the test that was running when the process went away; `end` is the last line of a run that was not cut short.
Runs under CPython as well as under Taipan, so it must not depend on either.
"""

import importlib
import importlib.machinery
import os
import sys
import types
import unittest

# Extension modules that CPython builds to test its C interface. Test modules import them at their top, for a few of their tests.
TEST_EXTENSIONS = [
    "_testbuffer", "_testcapi", "_testclinic", "_testclinic_limited", "_testinternalcapi", "_testlimitedcapi",
    "_testmultiphase", "_testsinglephase",
]
# Accelerators that a test module imports for a few tests about them, although it is about something else.
ACCELERATORS = {"test_inspect": ["_pickle"], "test_types": ["_datetime"]}


def main():
    name, path = sys.argv[1:]
    with open(path, "w", encoding="utf-8", errors="backslashreplace") as results:
        recorder = Recorder(results)
        prepare()
        stand_in(name)
        try:
            module = importlib.import_module("test." + name)
            suite = unittest.defaultTestLoader.loadTestsFromModule(module)
        except unittest.SkipTest as reason:
            recorder.line("skipped", "import of " + name)
            print("skipped:", reason, file=sys.stderr)
        except BaseException:
            recorder.line("ERROR", "import of " + name)
            import traceback

            traceback.print_exc()
        else:
            Detail.loading = False
            place_library()
            suite.run(recorder)
        recorder.line("end", name)


def prepare():
    """What the suite's own driver sets up; and tests of implementation details are skipped under every interpreter."""
    from test import support

    support.use_resources = {}
    support.verbose = 0

    def impl_detail(msg=None, **guards):
        if guards and not guards.get("cpython"):
            return unskipped_impl_detail(msg, **guards)
        return unittest.skip("implementation detail")

    unskipped_impl_detail = support.impl_detail
    support.impl_detail = impl_detail
    support.cpython_only = impl_detail(cpython=True)


def place_library():
    """The tests are not in the library's folder, as those that look for it through `test.support` expect."""
    from test import support

    for module in list(sys.modules.values()):
        if module is not support and vars(module).get("STDLIB_DIR") == support.STDLIB_DIR:
            module.STDLIB_DIR = os.path.dirname(os.__file__)


def stand_in(name):
    """Where CPython's C test extensions do not exist, whoever uses something of them is about an implementation detail."""
    for module in TEST_EXTENSIONS + ACCELERATORS.get(name, []):
        try:
            importlib.import_module(module)
        except ImportError:
            if module == "_pickle":
                import pickle
            elif module == "_datetime":
                import datetime
            sys.modules[module] = made = StandIn(module, "Stands for an extension module of CPython.")
            made.__spec__ = importlib.machinery.ModuleSpec(module, None)


class Detail(type):
    """The class of what stands for the contents of an extension module. At the top of a test module it can be named, called and
    inherited from; a test that uses it is skipped."""

    loading = True

    def __new__(meta, *args):
        return super().__new__(meta, args[0] if args else "detail", args[1] if len(args) > 1 else (), {})

    def __init__(cls, *args):
        pass

    def __call__(cls, *args, **kwargs):
        return Detail.use(cls.__name__)

    def __getattr__(cls, name):
        return Detail.use(name)

    def never(cls, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = never

    def same(cls, *others):
        return cls

    __or__ = __ror__ = __and__ = __add__ = __sub__ = __mul__ = __neg__ = same

    @staticmethod
    def use(name):
        if name.startswith("__"):
            raise AttributeError(name)
        if not Detail.loading:
            raise unittest.SkipTest("implementation detail")
        return Detail(name)


class StandIn(types.ModuleType):
    def __getattr__(self, name):
        if name in ("get_recursion_depth", "get_c_recursion_remaining"):
            # `test.support` has another way to find out.
            raise ImportError(name)
        return Detail.use(name)


class Recorder(unittest.TestResult):
    """Keeps the worst outcome of a test and its subtests until it ends."""

    ORDER = ["ok", "detail", "skipped", "FAIL", "ERROR"]

    def __init__(self, results):
        super().__init__()
        self.results = results
        self.seen = {}
        self.outcome = "ok"
        self.running = False

    def line(self, outcome, test):
        self.results.write(outcome + "\t" + " ".join(test.split()) + "\n")
        self.results.flush()

    def identify(self, test):
        name = test.id()
        self.seen[name] = count = self.seen.get(name, 0) + 1
        return name if count == 1 else f"{name} #{count}"

    def startTest(self, test):
        super().startTest(test)
        self.running = True
        self.outcome = "ok"
        self.name = self.identify(test)
        self.line("start", self.name)

    def stopTest(self, test):
        super().stopTest(test)
        self.running = False
        self.line(self.outcome, self.name)
        if self.outcome == "detail" and hasattr(sys, "monitoring"):
            # A test that stand-ins have stopped in its setUp does not clean up.
            for tool in range(6):
                sys.monitoring.free_tool_id(tool)

    def note(self, test, outcome, report=None):
        if report and outcome != "detail":
            print("=" * 70, f"{outcome}: {test}", report, sep="\n", file=sys.__stderr__, flush=True)
        if not self.running:
            # setUpClass or setUpModule: the tests themselves never start.
            self.line(outcome, test.id())
        elif self.ORDER.index(outcome) > self.ORDER.index(self.outcome):
            self.outcome = outcome

    def failed(self, test, outcome, error):
        try:
            report = self._exc_info_to_string(error, test)
        except BaseException as problem:
            report = f"{error[0]}: {error[1]}\n(the traceback could not be made: {problem!r})"
        if any(f"No module named '{module}'" in report for module in TEST_EXTENSIONS):
            # In a process that the test has started.
            outcome = "detail"
        self.note(test, outcome, report)

    def addSuccess(self, test):
        pass

    def addFailure(self, test, error):
        self.failed(test, "FAIL", error)

    def addError(self, test, error):
        self.failed(test, "ERROR", error)

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.failed(subtest, "FAIL" if issubclass(error[0], test.failureException) else "ERROR", error)

    def addSkip(self, test, reason):
        self.note(test, "detail" if reason == "implementation detail" else "skipped")

    def addExpectedFailure(self, test, error):
        pass

    def addUnexpectedSuccess(self, test):
        self.note(test, "FAIL", "unexpected success")


if __name__ == "__main__":
    main()
