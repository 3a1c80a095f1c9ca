"""Fields of plain and other characters, in quotes and out of them, over lines; the limit of a field's length."""

import csv
import io

TEXTS = [
    "plain,fields\r\n",
    '"quoted, with comma",é,"naïve ""quote"""\n',
    '"over\ntwo lines",x\n',
    "日本,abc日本,def\n",
    "a\\,b,c\n",
    'ab"cd,"ef"gh\n',
    "",
    "\n",
    ",,\n",
    "last,without end",
]
for text in TEXTS:
    for options in ({}, {"escapechar": "\\"}, {"quoting": csv.QUOTE_NONE}, {"delimiter": "b"}, {"skipinitialspace": True}):
        print(options, list(csv.reader(io.StringIO(text, newline=""), **options)))

for row in (["plain", "with,comma", 'with"quote', "with\nline", "ü,日本", "", None, 3, 2.5], [""], ["a;b"]):
    for options in ({}, {"quoting": csv.QUOTE_ALL}, {"delimiter": ";"}, {"lineterminator": "w"}, {"quotechar": "'"}):
        out = io.StringIO(newline="")
        csv.writer(out, **options).writerow(row)
        print(options, repr(out.getvalue()))

old = csv.field_size_limit(5)
for text in ("12345,ok\n", "123456,no\n", '"12345",ok\n', '"123456",no\n', "1234é,12345é\n"):
    try:
        print(list(csv.reader([text])))
    except csv.Error as error:
        print(error)
csv.field_size_limit(old)
print("añb,c".translate({ord("ñ"): None, ord("b"): "xyz", 99: 100}), "abc".translate({97: 0x10FFFF, 98: ""}).encode())
