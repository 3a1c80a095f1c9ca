"""A tour of the standard library: the records of a small lending library, through the modules that programs lean on.

Nothing depends on the clock, the machine or chance, so what is printed is always the same.
"""

import argparse
import asyncio
import base64
import bisect
import collections
import contextlib
import copy
import csv
import datetime
import decimal
import enum
import fractions
import functools
import hashlib
import heapq
import io
import itertools
import json
import logging
import math
import operator
import pathlib
import pickle
import pprint
import queue
import random
import re
import statistics
import string
import struct
import sys
import tempfile
import textwrap
import threading
import time
import typing
import xml.etree.ElementTree as ElementTree
import zlib
from dataclasses import asdict, dataclass, field

RECORDS = """\
title,author,year,copies,price
The Trial,Franz Kafka,1925,3,8.50
Emma,Jane Austen,1815,2,7.25
Persuasion,Jane Austen,1817,1,6.00
The Castle,Franz Kafka,1926,4,9.75
"""


class Shelf(enum.Enum):
    NOVELS = "N"
    RARE = "R"


class Colour(enum.IntFlag):
    RED = 1
    BLUE = 2


@dataclass(order=True)
class Book:
    title: str
    author: str
    year: int
    copies: int
    price: decimal.Decimal
    shelf: Shelf = Shelf.NOVELS
    readers: list = field(default_factory=list)


@typing.runtime_checkable
class Named(typing.Protocol):
    title: str


class Registry(collections.UserDict):
    def __missing__(self, key):
        raise LookupError(f"no book called {key!r}")


def read_books(text):
    rows = csv.DictReader(io.StringIO(text))
    return [Book(row["title"], row["author"], int(row["year"]), int(row["copies"]), decimal.Decimal(row["price"])) for row in rows]


def options(words):
    parser = argparse.ArgumentParser(prog="library", description="Keeps books.")
    parser.add_argument("--verbose", "-v", action="store_true", help="say more")
    parser.add_argument("--limit", type=int, default=10, metavar="N")
    commands = parser.add_subparsers(dest="command")
    lend = commands.add_parser("lend", help="lend a book")
    lend.add_argument("title")
    lend.add_argument("--to", choices=["ann", "bob"], required=True)
    return parser, parser.parse_args(words)


def formats(books):
    whole = [asdict(book) | {"price": str(book.price), "shelf": book.shelf.value} for book in books]
    text = json.dumps(whole, indent=1, sort_keys=True)
    assert json.loads(text) == whole
    print(len(text), json.dumps({"ok": True, "none": None, "pi": 3.14, "list": [1, [2]]}, separators=(",", ":")))
    with contextlib.suppress(json.JSONDecodeError):
        json.loads("{oops")
    assert pickle.loads(pickle.dumps(books)) == books == copy.deepcopy(books)
    root = ElementTree.Element("books", {"count": str(len(books))})
    for book in books:
        ElementTree.SubElement(root, "book", year=str(book.year)).text = book.title
    text = ElementTree.tostring(root, encoding="unicode")
    print(text[:60], [item.text for item in ElementTree.fromstring(text).iterfind("book[@year='1925']")])
    packed = zlib.compress(text.encode())
    print(base64.b64encode(packed[:2]).decode(), zlib.crc32(text.encode()), hashlib.sha256(text.encode()).hexdigest()[:12])
    print(struct.unpack("<HI", struct.pack("<HI", 1925, 3)), bytes.fromhex("c0ff").hex(":"))
    pprint.pprint({book.title: [book.author, book.year, str(book.price)] for book in books})


def words(books):
    names = re.compile(r"(?P<first>\w+)\s+(?P<last>\w+)")
    print(sorted({names.match(book.author)["last"] for book in books}), re.sub(r"[aeiou]+", "*", books[0].title, flags=re.I))
    print(re.split(r"[,;]\s*", "a, b;c"), re.findall(r"\b[A-Z]\w*", "One two Three"), bool(re.fullmatch(r"(ab|c)+?d", "abcd")))
    print(textwrap.fill("A register of every book that anybody has ever taken home.", 30))
    print(string.Template("$who has $what").substitute(who="Ann", what="Emma"), f"{1234.5:>12,.2f}|{'mid':^9}|{255:#x}|{0.25:.1%}")
    print("%-10s|%5.1f|%03d" % ("left", 2.25, 7), "{:>6}".format("x"), "ß".upper(), "a-b".partition("-"), " x ".strip())


def numbers(books):
    prices = [book.price for book in books]
    print(sum(prices), statistics.mean(prices), statistics.median(book.year for book in books), fractions.Fraction(3, 9))
    with decimal.localcontext() as context:
        context.prec = 10
        print(decimal.Decimal(2).sqrt(), prices[0].quantize(decimal.Decimal("1")), math.isclose(math.sin(math.pi), 0, abs_tol=1e-9))
    print(2**100 % 1_000_003, divmod(-7, 3), round(2.675, 2), math.gcd(12, 18), int("ff", 16))
    chance = random.Random(7)
    deck = list(range(10))
    chance.shuffle(deck)
    print(sorted(deck) == list(range(10)), 0 <= chance.random() < 1, chance.choice(deck) in deck)


def collections_of(books):
    by_author = collections.defaultdict(list)
    for book in sorted(books, key=operator.attrgetter("year")):
        by_author[book.author].append(book.title)
    print(dict(by_author), collections.Counter(book.author for book in books).most_common(1))
    print([list(group) for _, group in itertools.groupby([1, 1, 2])], list(itertools.islice(itertools.count(3), 2)))
    print(heapq.nsmallest(2, (book.year for book in books)), bisect.bisect([1, 3, 5], 3), functools.reduce(operator.mul, [1, 2, 3]))
    Point = collections.namedtuple("Point", "x y")
    recent = collections.deque(maxlen=2)
    recent.extend([1, 2, 3])
    print(Point(1, 2)._replace(x=5), recent, collections.OrderedDict(a=1), collections.ChainMap({"a": 1}, {"b": 2})["b"])
    registry = Registry({book.title: book for book in books})
    try:
        registry["Ulysses"]
    except LookupError as error:
        print(type(error).__name__, error)


def days():
    first = datetime.datetime(2024, 2, 27, 9, 30, tzinfo=datetime.timezone.utc)
    due = first + datetime.timedelta(days=3, hours=5)
    print(due.isoformat(), due.strftime("%d.%m.%Y"), (due - first).total_seconds(), datetime.date.fromisoformat("2024-02-29").weekday())
    return time.perf_counter() > 0


def files(books):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "books" / "list.txt"
        path.parent.mkdir()
        path.write_text("\n".join(book.title for book in books), encoding="utf-8")
        with path.open() as lines:
            print([line.strip() for line in lines][:2], path.suffix, sorted(item.name for item in path.parent.iterdir()))


def logs():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("library")
    logger.addHandler(handler)
    logger.propagate = False
    logger.warning("%s is due in %d days", "Emma", 3)
    logger.debug("not shown")
    print(stream.getvalue().strip())


def threads():
    jobs, done = queue.Queue(), []
    lock = threading.Lock()

    def work():
        while (job := jobs.get()) is not None:
            with lock:
                done.append(job * job)

    thread = threading.Thread(target=work)
    thread.start()
    for job in [1, 2, 3, None]:
        jobs.put(job)
    thread.join()
    print(done)


async def lend(title, seconds, shelf):
    await asyncio.sleep(seconds)
    async with shelf:
        return title


async def lending(books):
    shelf = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(lend(book.title, 0, shelf)) for book in books]
    print([task.result() for task in tasks], await asyncio.wait_for(asyncio.gather(lend("x", 0, shelf)), 5))


@functools.lru_cache(maxsize=None)
def ways(stairs):
    return 1 if stairs < 2 else ways(stairs - 1) + ways(stairs - 2)


def main():
    parser, chosen = options(["-v", "lend", "Emma", "--to", "ann"])
    print(chosen, len(parser.format_help()) > 100)
    books = read_books(RECORDS)
    print(books[0], min(books).title, isinstance(books[0], Named), Shelf("R"), Colour.RED | Colour.BLUE)
    formats(books)
    words(books)
    numbers(books)
    collections_of(books)
    print(days())
    files(books)
    logs()
    threads()
    asyncio.run(lending(books))
    print(ways(30), ways.cache_info().hits, sys.getsizeof(books) > 0)


if __name__ == "__main__":
    main()
