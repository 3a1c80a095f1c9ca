import sys
import warnings


async def work():
    pass


sys.unraisablehook = lambda unraisable: print(unraisable.exc_type.__name__)
warnings._warn_unawaited_coroutine = lambda coroutine: 1 / 0
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    work()
print(caught[0].message)
# output:
# ZeroDivisionError
# coroutine 'work' was never awaited
