import sys


def bench(loops):
    for _ in range(loops):
        for name in ("colorsys", "bisect", "textwrap", "shlex"):
            sys.modules.pop(name, None)
        import bisect
        import colorsys
        import shlex
        import textwrap
