from typing import TypedDict
class T(TypedDict):
    a: int
isinstance({}, T)
