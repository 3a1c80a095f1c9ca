from dataclasses import dataclass
@dataclass
class A:
    x: int = 1
    y: int
