"""The seed's Cache and Settings, put to work: protocols as seams, dataclasses as values, generics between."""
from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from typing import ClassVar, Generic, Protocol, TypeVar, get_type_hints, runtime_checkable

K = TypeVar("K")
V = TypeVar("V")


@runtime_checkable
class Cache(Protocol):
    def get(self, key: str) -> str | None: ...
    def set(self, key: str, value: str, ttl: int | None = None) -> None: ...


@dataclass(slots=True, frozen=True)
class Settings:
    db_url: str
    debug: bool = False
    ttl: int = 10

    def __post_init__(self):
        if not self.db_url:
            raise ValueError("db_url is empty")


@dataclass
class LRU(Generic[V]):
    size: int
    clock: Callable[[], int] = field(repr=False, compare=False)
    _items: OrderedDict[str, tuple[V, int | None]] = field(default_factory=OrderedDict, init=False, repr=False)
    hits: int = field(default=0, init=False)
    made: ClassVar[int] = 0

    def __post_init__(self):
        type(self).made += 1

    def get(self, key: str) -> V | None:
        value, deadline = self._items.get(key, (None, None))
        if deadline is not None and self.clock() > deadline:
            del self._items[key]
            return None
        if key in self._items:
            self._items.move_to_end(key)
            self.hits += 1
        return value

    def set(self, key: str, value: V, ttl: int | None = None) -> None:
        self._items[key] = value, None if ttl is None else self.clock() + ttl
        self._items.move_to_end(key)
        while len(self._items) > self.size:
            self._items.popitem(last=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self): return len(self._items)


@dataclass(order=True)
class User:
    sort_index: tuple = field(init=False, repr=False)
    name: str
    id: int = 0

    def __post_init__(self):
        self.sort_index = (-self.id, self.name)


class Repository(Generic[K, V]):
    def __init__(self, load: Callable[[K], V], cache: Cache, settings: Settings):
        if not isinstance(cache, Cache):
            raise TypeError(f"{type(cache).__name__} is no cache")
        self.load, self.cache, self.settings, self.loads = load, cache, settings, []

    def __getitem__(self, key: K) -> V:
        if (found := self.cache.get(str(key))) is not None:
            return found
        self.loads.append(key)
        value = self.load(key)
        self.cache.set(str(key), value, ttl=self.settings.ttl)
        return value


now = 0
cache = LRU[User](2, lambda: now)
repo = Repository[int, User](lambda k: User(f"user{k}", k), cache, Settings("db://"))
print([repo[k].name for k in (1, 2, 1, 3, 2)], repo.loads, list(cache), cache)
now = 11
print(repo[2], repo.loads, len(cache), LRU.made)
print(sorted([User("b", 1), User("a", 1), User("z", 9)]), max(User("x", 5), User("y", 2)).name)
print(get_type_hints(Settings), [f.type for f in fields(User)], asdict(replace(repo.settings, debug=True)))
for bad in (lambda: Repository(str, {}, repo.settings), lambda: Settings(""), lambda: replace(repo.settings, db_url=""), lambda: LRU(1), lambda: setattr(repo.settings, "ttl", 1), lambda: LRU[User](1, None, 3), lambda: replace(cache, hits=5)):
    try:
        print(bad())
    except (TypeError, ValueError, AttributeError) as e:
        print(type(e).__name__, e)
print(LRU[int].__origin__ is LRU, LRU.__parameters__, LRU(1, None) == LRU(1, max), isinstance(cache, Cache), issubclass(LRU, Cache))
