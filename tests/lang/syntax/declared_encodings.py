# Source in an encoding that only Python's codecs know.
import ast

source = "# -*- coding: koi8-r -*-\ntext = 'привет'\n".encode("koi8-r")
names = {}
exec(source, names)
print(ascii(names["text"]))  # expect: '\u043f\u0440\u0438\u0432\u0435\u0442'
print(ascii(ast.parse(source).body[0].value.value))  # expect: '\u043f\u0440\u0438\u0432\u0435\u0442'
compile(b"# coding: no-such-codec\n", "f", "exec")  # raises: SyntaxError: unknown encoding: no-such-codec
