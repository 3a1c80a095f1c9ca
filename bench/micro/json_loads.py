from json import dumps, loads

RECORD = {'id': 17, 'name': 'a "quoted" name', 'tags': ['x', 'y\u20ac', None, True], 'ratio': 0.125,
          'inner': {'a': [1, 2, [3, {}]], 'b': ''}}
ONE = dumps(RECORD)
MANY = dumps([RECORD] * 40, indent=1)
WIDE = dumps([RECORD] * 4, ensure_ascii=False)


def bench(loops):
    for _ in range(loops):
        loads(ONE); loads(MANY); loads(WIDE); loads('[1, 2.5e3, "text"]')
