import sys, types
fake = types.ModuleType("fake", "fake text")
fake.x = 5
sys.modules["fake"] = fake
import fake as again
print(again is fake, again.x, again.__doc__, repr(fake))  # expect: True 5 fake text <module 'fake'>
sys.modules["blocked"] = None
try:
    import blocked
except ModuleNotFoundError as e:
    print(e)  # expect: import of blocked halted; None in sys.modules
sys.modules["number"] = 5
import number
print(number)  # expect: 5
print(sys.modules["__main__"].__name__, __spec__)  # expect: __main__ None
m = types.ModuleType("m")
print(sorted(vars(m)), m.__name__)  # expect: ['__doc__', '__loader__', '__name__', '__package__', '__spec__'] m
try:
    m.x
except AttributeError as e:
    print(e)  # expect: module 'm' has no attribute 'x'
