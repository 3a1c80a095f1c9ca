import difflib, pprint, graphlib, ipaddress, uuid, shlex, html, calendar, locale, keyword, reprlib, numbers, colorsys
print(list(difflib.unified_diff("a\nb\nc".split("\n"), "a\nx\nc".split("\n"), lineterm="")), difflib.get_close_matches("appel", ["ape", "apple", "peach"]), round(difflib.SequenceMatcher(None, "abcd", "bcde").ratio(), 3), list(difflib.ndiff(["a"], ["b"])))
pprint.pprint({"key": list(range(30)), "b": {"nested": ["x" * 20] * 4}, "a": (1,)}, width=60)
print(pprint.pformat([[1, [2, [3]]]], depth=2), list(graphlib.TopologicalSorter({"d": {"b"}, "b": {"a"}}).static_order()))
try:
    list(graphlib.TopologicalSorter({"a": {"b"}, "b": {"a"}}).static_order())
except graphlib.CycleError as e:
    print(e.args[0])
print(ipaddress.ip_address("192.168.0.1") + 1, ipaddress.ip_network("10.0.0.0/30").num_addresses, list(ipaddress.ip_network("10.0.0.0/30").hosts()), ipaddress.ip_address("::1").is_loopback, ipaddress.ip_address("10.1.1.1") in ipaddress.ip_network("10.0.0.0/8"))
print(uuid.UUID(int=5), uuid.uuid5(uuid.NAMESPACE_DNS, "example.org"), uuid.UUID("12345678123456781234567812345678").hex, shlex.split("a 'b c' \"d\\\"e\" f\\ g"), shlex.quote("it's"), shlex.join(["a b", "c"]), html.escape("<a & 'b'>"), html.unescape("&lt;&eacute;&#65;&amp"))
print(calendar.monthrange(2024, 2), calendar.isleap(1900), calendar.month(2024, 2), keyword.iskeyword("match"), keyword.issoftkeyword("match"), reprlib.repr(list(range(100))), isinstance(5, numbers.Integral), colorsys.rgb_to_hsv(1, 0, 0))

# output:
# ['--- ', '+++ ', '@@ -1,3 +1,3 @@', ' a', '-b', '+x', ' c'] ['apple', 'ape'] 0.75 ['- a', '+ b']
# {'a': (1,),
#  'b': {'nested': ['xxxxxxxxxxxxxxxxxxxx',
#                   'xxxxxxxxxxxxxxxxxxxx',
#                   'xxxxxxxxxxxxxxxxxxxx',
#                   'xxxxxxxxxxxxxxxxxxxx']},
#  'key': [0,
#          1,
#          2,
#          3,
#          4,
#          5,
#          6,
#          7,
#          8,
#          9,
#          10,
#          11,
#          12,
#          13,
#          14,
#          15,
#          16,
#          17,
#          18,
#          19,
#          20,
#          21,
#          22,
#          23,
#          24,
#          25,
#          26,
#          27,
#          28,
#          29]}
# [[1, [...]]] ['a', 'b', 'd']
# nodes are in a cycle
# 192.168.0.2 4 [IPv4Address('10.0.0.1'), IPv4Address('10.0.0.2')] True True
# 00000000-0000-0000-0000-000000000005 aad03681-8b63-5304-89e0-8ca8f49461b5 12345678123456781234567812345678 ['a', 'b c', 'd"e', 'f g'] 'it'"'"'s' 'a b' c &lt;a &amp; &#x27;b&#x27;&gt; <éA&
# (calendar.THURSDAY, 29) False    February 2024
# Mo Tu We Th Fr Sa Su
#           1  2  3  4
#  5  6  7  8  9 10 11
# 12 13 14 15 16 17 18
# 19 20 21 22 23 24 25
# 26 27 28 29
#  False True [0, 1, 2, 3, 4, 5, ...] True (0.0, 1.0, 1)
