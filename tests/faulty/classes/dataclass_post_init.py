from dataclasses import dataclass
@dataclass
class A:
    x: int
    def __post_init__(self): self.x / 0
A(1)
