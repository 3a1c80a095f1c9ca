# Entities that would expand to gigabytes, parameter entities in themselves, and nesting without end.
import pyexpat

laughs = b"<!DOCTYPE a [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (i + 1, b"&a%d;" % i * 10) for i in range(12)) + b"]>"
for use in b"<a>&a12;</a>", b"<a b='&a12;'/>":
    parser = pyexpat.ParserCreate()
    try:
        parser.Parse(laughs + use, True)
    except pyexpat.ExpatError as error:
        print(error)
parser = pyexpat.ParserCreate()
depth = 100_000
print(parser.Parse(b"<a>" * depth + b"</a>" * depth, True))
chain = b"<!DOCTYPE a [<!ENTITY e0 'x'>" + b"".join(
    b"<!ENTITY e%d '&e%d;'>" % (i + 1, i) for i in range(5000)) + b"]><a b='&e5000;'>&e5000;</a>"
parser = pyexpat.ParserCreate()
text = []
parser.CharacterDataHandler = text.append
print(parser.Parse(chain, True), text)
parser = pyexpat.ParserCreate()
parser.ElementDeclHandler = lambda name, model: None
try:
    parser.Parse(b"<!DOCTYPE a [<!ELEMENT a " + b"(b," * 100_000 + b"c" + b")" * 100_000 + b">]><a/>", True)
except RecursionError as error:
    print(type(error).__name__)
names = b"".join(b" a%d='1'" % i for i in range(20_000))
print(pyexpat.ParserCreate().Parse(b"<a" + names + b"/>", True))
