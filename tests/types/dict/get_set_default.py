d = {"a": 1}
print(d.get("a"), d.get("b"), d.get("b", 5), d.setdefault("a", 9), d.setdefault("c", 3), d.setdefault("n"), d)
print(d.pop("a"), d.pop("zz", "default"), d)
d["x"] = 1; d["x"] = 2
print(d, "x" in d, "q" not in d, len(d), d.popitem(), d.popitem())
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: d["nope"])
attempt(lambda: d.pop("nope"))
attempt(lambda: {}.popitem())
attempt(lambda: d[[]])
attempt(lambda: d.get([]))
attempt(lambda: d.setdefault({}))
attempt(lambda: d.__delitem__("nope"))
attempt(lambda: [] in d)
attempt(lambda: d.get())
attempt(lambda: d["a", "b"])

# output:
# 1 None 5 1 3 None {'a': 1, 'c': 3, 'n': None}
# 1 default {'c': 3, 'n': None}
# {'c': 3} True True 3 ('x', 2) ('n', None)
# KeyError: 'nope'
# KeyError: 'nope'
# KeyError: 'popitem(): dictionary is empty'
# TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
# TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
# TypeError: cannot use 'dict' as a dict key (unhashable type: 'dict')
# KeyError: 'nope'
# TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
# TypeError: get expected at least 1 argument, got 0
# KeyError: ('a', 'b')
