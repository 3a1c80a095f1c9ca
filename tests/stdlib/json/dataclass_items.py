import contextlib, dataclasses, json
@dataclasses.dataclass
class Item:
    name: str
    price: float
    tags: list = dataclasses.field(default_factory=list)
items = [Item("a", 1.5), Item("b", 2, ["x"])]
text = json.dumps([dataclasses.asdict(i) for i in items], indent=1)
print(text, [Item(**d) for d in json.loads(text)] == items)
@contextlib.contextmanager
def cm(log):
    log.append("in")
    try: yield log
    finally: log.append("out")
log = []
with cm(log) as l, contextlib.suppress(ValueError): l.append("body"); raise ValueError
print(log)

# output:
# [
#  {
#   "name": "a",
#   "price": 1.5,
#   "tags": []
#  },
#  {
#   "name": "b",
#   "price": 2,
#   "tags": [
#    "x"
#   ]
#  }
# ] True
# ['in', 'body', 'out']
