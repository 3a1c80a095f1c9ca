from typing import Protocol
class P(Protocol):
    def f(self): ...
P()
