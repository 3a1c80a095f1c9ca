"""A tour of the language: a small shop, run once, that leans on every part of Python's data model.

Each section prints a few lines of a report. Nothing depends on the clock, so the report is always the same.
"""

import gc
import weakref
from abc import ABC, abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Annotated, Final, Literal, NewType, Protocol, TypedDict, get_type_hints

Sku = NewType("Sku", str)
Status = Literal["new", "paid", "shipped"]
TAX: Final = 0.2


def section(title):
    print(f"\n{title}\n{'-' * len(title)}")


# Dunder methods: money that adds, compares, formats and hashes.
class Money:
    __slots__ = ("cents",)

    def __init__(self, amount=0):
        self.cents = amount.cents if isinstance(amount, Money) else round(amount * 100)

    def __add__(self, other):
        return Money((self.cents + Money(other).cents) / 100)

    __radd__ = __add__

    def __mul__(self, factor):
        return Money(self.cents * factor / 100)

    def __eq__(self, other):
        return isinstance(other, Money) and self.cents == other.cents

    def __lt__(self, other):
        return self.cents < Money(other).cents

    def __hash__(self):
        return hash(self.cents)

    def __format__(self, spec):
        return format(f"{self.cents / 100:,.2f} EUR", spec)

    def __repr__(self):
        return f"Money({self.cents / 100})"


# Descriptors: an attribute that checks itself.
class Positive:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner=None):
        return self if obj is None else obj.__dict__[self.name]

    def __set__(self, obj, value):
        if value < 0:
            raise ValueError(f"{self.name} must be >= 0, not {value}")
        obj.__dict__[self.name] = value


# Metaclasses: every kind of product registers itself.
class Registry(type):
    kinds = {}

    def __new__(mcls, name, bases, namespace, kind=None):
        cls = super().__new__(mcls, name, bases, namespace)
        if kind:
            mcls.kinds[kind] = cls
        return cls


class Product(metaclass=Registry):
    stock = Positive()

    def __init__(self, sku: Sku, price: Money, stock: Annotated[int, "pieces"] = 0):
        self.sku, self.price, self.stock = sku, price, stock

    def __repr__(self):
        return f"<{type(self).__name__} {self.sku}: {self.stock} at {self.price}>"


class Book(Product, kind="book"):
    pass


class Game(Product, kind="game"):
    pass


# Dataclasses: a value with defaults, one of them made by a factory.
@dataclass(frozen=True, slots=True)
class Line:
    sku: Sku
    quantity: int = 1


@dataclass
class Order:
    number: int
    lines: list[Line] = field(default_factory=list)
    status: Status = "new"


class Payload(TypedDict):
    type: str
    order: int


class Notifier(Protocol):
    def send(self, text: str) -> None: ...


class Shipping(ABC):
    @abstractmethod
    def cost(self, order: Order) -> Money: ...


class FlatRate(Shipping):
    def cost(self, order):
        return Money(4.5) if order.lines else Money()


# Decorators and closures: retrying, and a counter that remembers.
def retry(times):
    def outer(fn):
        @wraps(fn)
        def inner(*args, **kwargs):
            for attempt in range(1, times + 1):
                try:
                    return fn(*args, attempt=attempt, **kwargs)
                except ConnectionError as error:
                    print(f"  attempt {attempt}: {error}")
            raise TimeoutError(f"{fn.__name__} failed {times} times")
        return inner
    return outer


def numberer(start=1):
    number = start - 1

    def next_number():
        nonlocal number
        number += 1
        return number
    return next_number


@retry(3)
def charge(order: Order, amount: Money, *, attempt):
    """Ask the bank, which sleeps through the first call."""
    if attempt == 1:
        raise ConnectionError("the bank sleeps")
    order.status = "paid"
    return f"charged {amount} for order {order.number}"


# Context managers: all or nothing.
@contextmanager
def reservation(shelf, lines):
    taken = []
    try:
        for line in lines:
            shelf[line.sku].stock -= line.quantity
            taken.append(line)
        yield sum(shelf[line.sku].price * line.quantity for line in lines)
    except Exception:
        for line in taken:
            shelf[line.sku].stock += line.quantity
        raise


# Iterators and generators: pages of results, made as they are asked for.
def pages(items, size):
    page = []
    for item in items:
        page.append(item)
        if len(page) == size:
            yield page
            page = []
    if page:
        yield page


# Pattern matching: what an event means.
def describe(event):
    match event:
        case {"type": "paid", "order": int(number)}:
            return f"order {number} is paid"
        case {"type": "note", **rest} if rest:
            return f"note about {', '.join(sorted(rest))}"
        case Order(number=n, lines=[Line(sku=only)]):
            return f"order {n} of one {only}"
        case Order(number=n, lines=[first, *others]):
            return f"order {n} of {first.sku} and {len(others)} more"
        case [*several]:
            return " + ".join(describe(e) for e in several)
        case _:
            return "nothing to say"


class Printer:
    def send(self, text):
        print(f"  >> {text}")


def main():
    section("Shelf")
    catalogue = [("book", "b1", 12.5, 3), ("game", "g1", 59.99, 1), ("book", "b2", 7, 10)]
    shelf = {sku: Registry.kinds[kind](Sku(sku), Money(price), stock) for kind, sku, price, stock in catalogue}
    for number, page in enumerate(pages(shelf.values(), 2), start=1):
        print(f"page {number}: {page}")
    print("dearest:", max(shelf.values(), key=lambda p: p.price).sku, "| worth:", sum(p.price * p.stock for p in shelf.values()))

    section("Orders")
    next_number = numberer(100)
    first = Order(next_number(), [Line(Sku("b1"), 2), Line(Sku("g1"))])
    second = Order(next_number(), [Line(Sku("b2"), 1), Line(Sku("g1"), 5)])
    third = replace(second, number=next_number(), lines=[Line(Sku("b2"))])
    notifier: Notifier = Printer()
    for order in (first, second, third):
        try:
            with reservation(shelf, order.lines) as price:
                total = price * (1 + TAX) + FlatRate().cost(order)
                notifier.send(charge(order, total))
        except ValueError as error:
            print(f"  order {order.number} refused: {error}")
    print([f"{o.number}:{o.status}" for o in (first, second, third)], [p.stock for p in shelf.values()])

    section("Events")
    for event in (Payload(type="paid", order=100), {"type": "note", "size": 1, "colour": 2}, third, [first, third], 7):
        print(" ", describe(event))
    print("  hints:", {name: str(hint) for name, hint in get_type_hints(Payload).items()})

    section("Rules")
    for rule in (lambda: setattr(first.lines[0], "quantity", 9), lambda: setattr(Money(1), "currency", "USD"),
                 lambda: setattr(shelf["b1"], "stock", -1), Shipping, lambda: Order()):
        try:
            rule()
        except Exception as error:
            print(f"  {type(error).__name__}: {error}")

    section("Memory")
    gone = []
    product = Game(Sku("tmp"), Money(1))
    weakref.finalize(product, gone.append, "freed at once")
    del product
    print(" ", gone)
    product = Game(Sku("loop"), Money(1))
    product.twin = product
    weakref.finalize(product, gone.append, "freed by the collector")
    del product
    gc.collect()
    print(" ", gone)


main()
