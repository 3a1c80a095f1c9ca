from .. import one
from ..one import value as v
value = one.value
deep = ("leaf", v, value, __name__)
