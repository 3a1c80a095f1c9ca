"""An AttributeError that Python code raises for a missing attribute learns what was looked for."""


class Lazy:
    known = None

    def __getattr__(self, name):
        raise AttributeError()

    @property
    def broken(self):
        raise AttributeError("own words")


lazy = Lazy()
for name in ("knwon", "broken"):
    try:
        getattr(lazy, name)
    except AttributeError as error:
        print(repr(str(error)), error.name, error.obj is lazy)
try:
    raise AttributeError("nothing to do with an object")
except AttributeError as error:
    print(error.name, error.obj)
