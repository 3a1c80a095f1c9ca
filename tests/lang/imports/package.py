import _pkg
print(_pkg.exported, _pkg.one.value)
import _pkg.two as two
print(two.total, two.deep)
from _pkg.sub import leaf
print(leaf.__name__, leaf.__package__, _pkg.sub.__name__)
print(_pkg.late, dir(_pkg))
try:
    _pkg.nope
except AttributeError as e:
    print(e)
try:
    from _pkg import missing
except ImportError as e:
    print(e.name, str(e).split(" (")[0])
from _pkg import *
print(exported, late)

# output:
# pkg loading _pkg _pkg
# one loading _pkg.one _pkg
# from pkg 1
# 2 ('leaf', 1, 1, '_pkg.sub.leaf')
# _pkg.sub.leaf _pkg.sub _pkg.sub
# made by module getattr ['listed']
# no nope in _pkg
# _pkg cannot import name 'missing' from '_pkg'
# from pkg made by module getattr
