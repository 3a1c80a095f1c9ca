from .one import value
from . import one as first
from .sub.leaf import deep
total = value + first.value
