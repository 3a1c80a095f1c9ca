"""JSON in and out: order, floats, duplicates, bad input and custom types."""
import json
from collections import OrderedDict
from dataclasses import asdict, dataclass, is_dataclass

doc = '{"b": 1, "a": [true, false, null, 1.5, -0.0, 1e3, "\\u00e9\\n\\ud83d\\ude00"], "nested": {"x": {}}, "b": 2}'
value = json.loads(doc)
print(value, list(value))
print(json.dumps(value), json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
print(json.dumps({"k": [1, {"z": None}], "e": [], "f": {}}, indent=2))
print(json.dumps([1, 2], indent="--"), json.dumps((1, "two", 3.0)), json.dumps({1: "int", None: 1, True: 2, 1.5: 3}), json.dumps("\x00\x1f\u2028\"\\/"))
print(json.dumps(float("nan")), json.dumps([float("inf"), -float("inf")]), json.loads("[NaN, Infinity, -Infinity]"), json.dumps(10**30), json.loads("1" * 30), json.loads("1.0"), json.loads(b'"bytes"'), json.loads(" [ ] "))
for bad in ("", "{", '{"a" 1}', "[1,]", "{'a': 1}", "nul", '"unterminated', "[1] x", '{"a": 1,}', '"\\x"', '"\t"', "01", "1.", "-", '{1: 2}', "[1 2]", "\ufeff1"):
    try:
        print(json.loads(bad))
    except json.JSONDecodeError as e:
        print(f"{bad!r:18} {e} | {e.msg} {e.pos} {e.lineno} {e.colno}")


@dataclass
class Point:
    x: int
    y: int


class Encoder(json.JSONEncoder):
    def default(self, o):
        if is_dataclass(o):
            return {"__type__": type(o).__name__, **asdict(o)}
        if isinstance(o, set):
            return sorted(o)
        return super().default(o)


text = json.dumps({"p": Point(1, 2), "s": {3, 1}}, cls=Encoder)
print(text)


def hook(d):
    return Point(d["x"], d["y"]) if d.get("__type__") == "Point" else d


print(json.loads(text, object_hook=hook), json.loads('{"a": 1, "a": 2}', object_pairs_hook=list), json.loads('{"b": 1}', object_pairs_hook=OrderedDict))
print(json.loads("[1.1, 2]", parse_float=str, parse_int=lambda s: s + "!"), json.loads("NaN", parse_constant=lambda s: f"<{s}>"))
loop = []
loop.append(loop)
for f in (lambda: json.dumps(object()), lambda: json.dumps({(1, 2): 3}), lambda: json.dumps(loop), lambda: json.dumps({1, 2}), lambda: json.dumps(float("nan"), allow_nan=False), lambda: json.loads(5), lambda: json.dumps(b"x"), lambda: json.dumps([1, {"k": object()}])):
    try:
        print(f())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, str(e).split(" at 0x")[0], getattr(e, "__notes__", None))
print(json.dumps({(1, 2): 3, "ok": 1}, skipkeys=True), json.dumps("é", ensure_ascii=True), json.dumps(True), json.dumps(1e100), json.dumps(0.1 + 0.2))


class IntSub(int):
    def __repr__(self): return "sub!"


class StrSub(str):
    pass


print(json.dumps([IntSub(5), StrSub("s"), {StrSub("k"): IntSub(1)}]))
import io
buf = io.StringIO()
json.dump({"a": [1]}, buf)
buf.seek(0)
print(json.load(buf), json.JSONDecoder().raw_decode('{"a": 1} tail'), list(json.JSONEncoder().iterencode([1, "a"])))
