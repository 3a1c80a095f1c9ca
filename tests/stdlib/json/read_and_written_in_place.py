# Runs of plain characters are looked at eight at a time: what matters may be at any place among them, in text of any width.
import json
import json.encoder

specials = ['"', '\\', '\n', '\t', '\x00', '\x1f', '\x7f', '\x80', '\xe9', '\u20ac', '\U0001f600', '\ud800', '/']
for special in specials:
    for before in range(0, 18, 3):
        for wide in ('', '\xff', '\u0101', '\U00010000'):
            text = 'x' * before + special + 'yz' * (before % 4) + wide
            for only_ascii in (True, False):
                written = json.dumps({text: [text]}, ensure_ascii=only_ascii)
                assert json.loads(written) == {text: [text]}, (text, only_ascii)
                assert written == json.dumps({text: [text]}, ensure_ascii=only_ascii, indent=None, cls=type('E', (json.JSONEncoder,), {}))
    print(json.dumps(special), ascii(json.dumps(special, ensure_ascii=False)))

keys = json.loads('[{"a_key": 1, "b_\xe9": 2}, {"a_key": 3, "b_\\u00e9": 4}, {"\\u0061_key": 5}]')
print(all(keys[0].keys() >= other.keys() for other in keys), [key is other for key, other in zip(keys[0], keys[1])])
print([k is list(keys[0])[0] for k in keys[2]])
print(json.loads('{"a": 1, "a": 2, "b": {"a": 3}}'), json.loads('{"a": 1, "a": 2}', object_pairs_hook=list))
many = json.dumps([{f'key{i}': i, 'common': -i} for i in range(3000)])
assert json.loads(many) == [{f'key{i}': i, 'common': -i} for i in range(3000)]

for text in ['0', '-0', '-1', '123456789012345678', '-123456789012345678', '1234567890123456789', '9' * 40, '-0.0', '1e5', '1E-2', '1.5e+3',
             '12.', '1e', '01', '-', '-a', '.5', '\xe9', '1.25\xe9', 'nul', 'null ', 'tru', '[1,]', '{"a":1,}', '[1 2]', '{"a" 1}', '{a}', '"abc',
             '"a\nb"', '"\\x"', '"\\u12"', '"\\ud800\\u0041"', '"\\ud83d\\ude00"', '[', '{', '{"a"', '{"a":', '[1', '[1,', 'NaN', '-Infinity', 'Infinit']:
    try:
        value = json.loads(text)
        print(repr(text), type(value).__name__, ascii(value))
    except ValueError as error:
        print(ascii(text), error)
print(json.loads('"a\nb\x00"', strict=False) == 'a\nb\x00')
print(json.loads('[1, 2.5, -3e1]', parse_int=lambda text: 'i' + text, parse_float=lambda text: 'f' + text))


class Text(str):
    pass


class Many(dict):
    def items(self):
        return [('z', 1), ('a', [2])]


class Number(int):
    def __repr__(self):
        return 'no'


print(json.dumps({Text('k'): Text('v')}), json.dumps(Many(x=1)), json.dumps(Many(x=1), sort_keys=True), json.dumps([Number(5), True, 1.5, 10**30]))
print(json.dumps({1: 2, None: 3, True: 4, 1.5: 5, 'x': 6}), json.dumps({(1, 2): 3, 'y': 4}, skipkeys=True), json.dumps({(1, 2): 3}, skipkeys=True))
print(json.dumps({'b': [], 'a': {}, 'c': [1, {'d': ()}]}, indent='--', sort_keys=True))
print(json.dumps([1, {'a': 2}], separators=('\u2028', '\xe9'), indent=1), json.dumps({'k': 'é'}, ensure_ascii=False, separators=(',', ':')))
print(json.dumps([1, 2], default=1), json.dumps({'x': 3j, 'y': [4j]}, default=lambda value: [value.imag]))


class Odd:
    pass


own = []
own.append([own])
inner = {'a': {}}
inner['a']['b'] = inner
shared = [[1]]
odd = Odd()
print(json.dumps([shared, shared, {'x': shared}]))
for bad in (own, inner, [Odd()], {'a': [1, Odd()]}, [float('nan')], odd):
    try:
        json.dumps(bad, allow_nan=False, default=(lambda value: [value]) if bad is odd else None)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error, getattr(error, '__notes__', None))

changing = {'a': Odd(), 'b': 1}
print(json.dumps(changing, default=lambda value: changing.update(a=5) or 'made'))
growing = [Odd(), 1]
print(json.dumps(growing, default=lambda value: growing.append(2) or 'made'))
