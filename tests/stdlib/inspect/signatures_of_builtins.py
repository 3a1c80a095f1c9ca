# Which builtin functions say what they take, and how.
import inspect


def shown(function):
    try:
        print(inspect.signature(function))
    except ValueError as error:
        print(error)


shown(sorted)  # expect: (iterable, /, *, key=None, reverse=False)
shown(abs)  # expect: (x, /)
shown(len)  # expect: (obj, /)
shown(print)  # expect: (*args, sep=' ', end='\n', file=None, flush=False)
shown(sum)  # expect: (iterable, /, start=0)
shown(min)  # expect: no signature found for builtin <built-in function min>
shown(getattr)  # expect: no signature found for builtin <built-in function getattr>
shown(iter)  # expect: no signature found for builtin <built-in function iter>
shown(next)  # expect: no signature found for builtin <built-in function next>
shown(vars)  # expect: no signature found for builtin <built-in function vars>
shown(dir)  # expect: no signature found for builtin <built-in function dir>
shown(anext)  # expect: <built-in function anext> builtin has invalid signature
print(anext.__text_signature__)  # expect: ($module, aiterator, default=<unrepresentable>, /)
shown(__import__("collections").deque)  # expect: <class 'collections.deque'> builtin has invalid signature
print(max.__text_signature__, sorted.__text_signature__)  # expect: None ($module, iterable, /, *, key=None, reverse=False)
