# What site puts into builtins.
import builtins
import sys

for name in ("exit", "quit", "copyright", "credits", "license", "help"):
    value = getattr(builtins, name)
    print(name, type(value).__module__, type(value).__qualname__)
print(exit, quit, help, sep="\n")
print(exit.name, exit.eof)
import _sitebuiltins

print(type(exit) is _sitebuiltins.Quitter, _sitebuiltins.Quitter("bye", "that"))
page = _sitebuiltins._Printer("page", "\n".join("line" for _ in range(30)))
print(repr(page))
print(sys.flags.no_site, sys.flags.no_user_site)
try:
    exit("words")
except SystemExit as error:
    print(repr(error), sys.stdin.closed)
import inspect
import json

print(inspect.getsource(json.loads).splitlines()[0])
import importlib.util

spec = importlib.util.find_spec("json.decoder")
print(spec.name, spec.parent, spec.has_location, spec.loader.is_package("json.decoder"))
print(sys.__spec__.origin, type(sys.__loader__).__name__, sys.__loader__.__name__)
