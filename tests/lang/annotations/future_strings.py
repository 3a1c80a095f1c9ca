from __future__ import annotations
def f(a: undefined | None, *b: list[int], c: "q" = 1) -> dict[str, x]: pass
print(f.__annotations__)  # expect: {'a': 'undefined | None', 'b': 'list[int]', 'c': "'q'", 'return': 'dict[str, x]'}
class C:
    z: some.thing[0]
print(C.__annotations__)  # expect: {'z': 'some.thing[0]'}
