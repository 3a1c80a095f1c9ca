from json import dumps

RECORD = {'id': 17, 'name': 'a "quoted" name', 'tags': ['x', 'y\u20ac', None, True], 'ratio': 0.125,
          'inner': {'a': [1, 2, [3, {}]], 'b': ''}}
RECORDS = [RECORD] * 40


def bench(loops):
    for _ in range(loops):
        dumps(RECORD); dumps(RECORD, sort_keys=True, indent=2); dumps(RECORD, ensure_ascii=False); dumps(RECORDS)
