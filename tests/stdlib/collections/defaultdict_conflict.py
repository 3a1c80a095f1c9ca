"""A factory that asks for the same key: the value that came first stays."""
from collections import defaultdict

calls = []


def factory():
    calls.append(None)
    number = len(calls)
    if number == 1:
        d["key"]
    return number


d = defaultdict(factory)
print(d["key"])  # expect: 2
print(dict(d), len(calls))  # expect: {'key': 2} 2
