"""The profiler below cProfile: counts calls and measures their times, told by sys.setprofile."""

import collections
import sys
import time
import types

profiler_entry = collections.namedtuple(
    'profiler_entry', 'code callcount reccallcount totaltime inlinetime calls')
profiler_subentry = collections.namedtuple(
    'profiler_subentry', 'code callcount reccallcount totaltime inlinetime')


class _Sums:
    """What is known of a function, or of a function as called by another one."""

    __slots__ = ('code', 'count', 'recursive', 'total', 'inline', 'depth', 'calls')

    def __init__(self, code):
        self.code = code
        self.count = self.recursive = self.depth = 0
        self.total = self.inline = 0
        self.calls = {}

    def begin(self):
        self.depth += 1

    def end(self, total, inline):
        self.depth -= 1
        self.count += 1
        self.inline += inline
        # The time of a call inside another one of the same function is in that one's already.
        if self.depth:
            self.recursive += 1
        else:
            self.total += total


def _name(function):
    """What a native function is called in tables."""
    owner = getattr(function, '__self__', None)
    name = getattr(function, '__name__', None)
    if name is None or isinstance(function, types.MethodDescriptorType):
        return repr(function)
    if owner is None or isinstance(owner, types.ModuleType):
        module = function.__module__
        return f"<built-in method {module}.{name}>" if module else f"<built-in method {name}>"
    for base in type(owner).__mro__:
        if name in base.__dict__:
            return repr(base.__dict__[name])
    return f"<built-in method {name}>"


class Profiler:
    """Counts calls and measures their times between enable() and disable()."""

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        self._timer = timer
        self._unit = timeunit or 1
        self._subcalls = subcalls
        self._builtins = builtins
        self._entries = {}
        self._stack = []
        self._enabled = False

    def enable(self, subcalls=True, builtins=True):
        """Begin."""
        if self._enabled:
            return
        sys.monitoring.use_tool_id(sys.monitoring.PROFILER_ID, "cProfile")
        self._subcalls = subcalls
        self._builtins = builtins
        self._enabled = True
        sys.setprofile(self._watcher())

    def disable(self):
        """Stop; calls that have not returned end now."""
        if not self._enabled:
            return
        sys.setprofile(None)
        sys.monitoring.free_tool_id(sys.monitoring.PROFILER_ID)
        self._enabled = False
        now = self._now()
        while self._stack:
            self._end(now)

    def clear(self):
        """Forget what was measured."""
        self._entries.clear()
        self._stack.clear()

    def getstats(self):
        """What was measured: a list of profiler_entry."""
        unit = self._unit if self._timer else 1
        rows = []
        for sums in self._entries.values():
            if not sums.count:
                continue
            calls = [profiler_subentry(sub.code, sub.count, sub.recursive, sub.total * unit, sub.inline * unit)
                     for sub in sums.calls.values() if sub.count]
            rows.append(profiler_entry(sums.code, sums.count, sums.recursive, sums.total * unit, sums.inline * unit,
                                       calls or None))
        return rows

    def _now(self):
        return self._timer() if self._timer else time.perf_counter()

    def _begin(self, key, code, now):
        sums = self._entries.get(key)
        if sums is None:
            sums = self._entries[key] = _Sums(code)
        sums.begin()
        below = None
        if self._subcalls and self._stack:
            calls = self._stack[-1][0].calls
            below = calls.get(key)
            if below is None:
                below = calls[key] = _Sums(code)
            below.begin()
        # The time that calls from here take is added up in the last item.
        self._stack.append([sums, below, now, 0, key])

    def _end(self, now):
        sums, below, start, inside, _ = self._stack.pop()
        total = now - start
        sums.end(total, total - inside)
        if below is not None:
            below.end(total, total - inside)
        if self._stack:
            self._stack[-1][3] += total

    def _watcher(self):
        stack, begin, end, now, names = self._stack, self._begin, self._end, self._now, {}
        own = {Profiler.enable.__code__, Profiler.disable.__code__}
        stop = Profiler.disable.__code__

        def watch(frame, event, argument):
            if event == 'call':
                code = frame.f_code
                if code in own:
                    if code is stop and self._builtins:
                        begin(stop, "<method 'disable' of '_lsprof.Profiler' objects>", now())
                    return
                begin(code, code, now())
            elif event == 'return':
                # Of calls that began before the profiler nothing is known.
                if stack and stack[-1][4] is frame.f_code:
                    end(now())
            elif self._builtins and frame.f_code not in own:
                if event == 'c_call':
                    key = names.get(argument) if isinstance(argument, types.MethodDescriptorType) else None
                    key = key or _name(argument)
                    begin(key, key, now())
                elif stack and isinstance(stack[-1][4], str):
                    end(now())

        return watch
