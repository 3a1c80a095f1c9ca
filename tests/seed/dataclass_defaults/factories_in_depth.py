"""When factories run, with what arguments, and how they meet copy, replace and asdict."""
import copy
from collections import Counter, defaultdict
from dataclasses import asdict, astuple, dataclass, field, fields, make_dataclass, replace
from itertools import count

ids = count(1)
order = []


def step(name):
    def make():
        order.append(name)
        return name
    return make


@dataclass
class Steps:
    a: str = field(default_factory=step("a"))
    b: str = field(default_factory=step("b"))
    c: str = field(default_factory=step("c"), init=False)


print(Steps(), order)
order.clear()
print(Steps(b="given"), order)


@dataclass
class Job:
    name: str
    id: int = field(default_factory=lambda: next(ids))
    opts: dict = field(default_factory=lambda: {"verbose": False})
    counts: Counter = field(default_factory=Counter)
    groups: defaultdict = field(default_factory=lambda: defaultdict(list))


j, k = Job("j"), Job("k")
j.opts["verbose"] = True
j.counts["x"] += 1
j.groups["g"].append(1)
print(j, k, sep="\n")
r = replace(j, name="r")
print(r.id == j.id, r.opts is j.opts, copy.copy(j).opts is j.opts, copy.deepcopy(j).opts is j.opts)
d = asdict(j)
print(d, type(d["counts"]).__name__, type(d["groups"]).__name__, d["opts"] is j.opts)
print(astuple(k), asdict(j, dict_factory=lambda items: sorted(k for k, _ in items)))


@dataclass
class Tree:
    v: int
    kids: list["Tree"] = field(default_factory=list)
    by_name: dict[str, "Tree"] = field(default_factory=dict)
    pair: tuple = ()


t = Tree(1, [Tree(2), Tree(3, [Tree(4)])], {"x": Tree(5)}, (Tree(6), "s"))
print(asdict(t))
print(astuple(t))


class FailingFactory(Exception):
    pass


def fails():
    raise FailingFactory("no value today")


@dataclass
class F:
    x: int
    y: int = field(default_factory=fails)


print(F(1, 2))
try:
    F(1)
except FailingFactory as e:
    print(type(e).__name__, e)
P = make_dataclass("P", ["x", ("y", int), ("z", list, field(default_factory=list))], namespace={"sum": lambda self: self.x + self.y}, frozen=True)
print(P(1, 2), P(1, 2).sum(), [f.type for f in fields(P)], P.__module__)
for bad in (lambda: make_dataclass("Q", ["a", "a"]), lambda: make_dataclass("Q", ["1a"]), lambda: make_dataclass("Q", ["def"]), lambda: make_dataclass("Q", [5]), lambda: replace(5), lambda: asdict(Job), lambda: fields(5), lambda: replace(j, nope=1), lambda: astuple({})):
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


@dataclass
class NoReplace:
    x: int = field(init=False, default=1)


try:
    replace(NoReplace(), x=2)
except (TypeError, ValueError) as e:
    print(type(e).__name__, e)
print(copy.replace(j, id=0).id)
