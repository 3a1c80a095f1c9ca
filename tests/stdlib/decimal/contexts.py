# Contexts: the current one, copies, managers, threads, context variables, pickles.
import contextvars
import copy
import pickle
import threading
import decimal
from decimal import *

print(getcontext() is getcontext(), getcontext())
getcontext().prec = 6
print(Decimal(1) / 7)
with localcontext(prec=3, rounding=ROUND_UP) as inner:
    print(inner is getcontext(), Decimal(1) / 7)
    with localcontext() as deeper:
        deeper.prec = 2
        print(Decimal(1) / 7)
    print(Decimal(1) / 7)
print(Decimal(1) / 7, getcontext().prec)

try:
    with localcontext(Context(prec=4)):
        print(Decimal(2).sqrt())
        raise KeyError
except KeyError:
    print(Decimal(2).sqrt())

setcontext(ExtendedContext)
print(getcontext() is ExtendedContext, getcontext().prec, Decimal(1) / 0)
setcontext(DefaultContext)
print(getcontext())


def elsewhere():
    print("thread", getcontext().prec, Decimal(1) / 3)
    getcontext().prec = 2
    print("thread", Decimal(1) / 3)


getcontext().prec = 5
thread = threading.Thread(target=elsewhere)
thread.start()
thread.join()
print("main", Decimal(1) / 3)


def inside():
    getcontext().prec = 12
    setcontext(Context(prec=3))
    return Decimal(1) / 3


print(contextvars.copy_context().run(inside), Decimal(1) / 3)


def produce():
    with localcontext(prec=2):
        yield Decimal(1) / 3
        yield Decimal(2) / 3


for value in produce():
    print(value, Decimal(1) / 3)

context = Context(prec=7, rounding=ROUND_05UP, Emin=-10, Emax=20, capitals=0, clamp=1, flags=[Rounded], traps=[Inexact])
for again in (context.copy(), copy.copy(context), copy.deepcopy(context), pickle.loads(pickle.dumps(context))):
    print(again, again.Etiny(), again.Etop())
context.flags[Clamped] = True
context.traps = dict.fromkeys(context.traps, False)
context.clear_flags()
print(context, context.flags[Clamped])


class Mine(Context):
    def __init__(self, *arguments, name, **keywords):
        super().__init__(*arguments, **keywords)
        self.name = name


mine = Mine(3, ROUND_DOWN, name="mine")
print(mine.name, mine.divide(2, 3), mine.prec, isinstance(mine.copy(), Mine))
for bits in (32, 64, 128, 512):
    print(decimal.IEEEContext(bits))
print(MAX_PREC, MAX_EMAX, MIN_EMIN, decimal.MIN_ETINY, HAVE_THREADS, HAVE_CONTEXTVAR, decimal.IEEE_CONTEXT_MAX_BITS)
