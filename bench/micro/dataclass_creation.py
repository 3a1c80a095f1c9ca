from dataclasses import dataclass, field


def bench(loops):
    for _ in range(loops):
        @dataclass
        class Point:
            x: int
            y: int = 0
            tags: list = field(default_factory=list)
