# What is wrong with documents, in expat's words.
import pyexpat

DOCUMENTS = [
    b"", b"text", b"<", b"<a", b"<a>", b"<a></b>", b"<a/><b/>", b"<a/>x", b"<a b='1' b='2'/>", b"<a b=1/>", b"<a b='<'/>",
    b"<a>&x;</a>", b"<a>&#0;</a>", b"<a>&#xD800;</a>", b"<a>&x</a>", b"<a>]]></a>", b"<a>\x01</a>", b"<a>\xff</a>", b"<a>\xc3",
    b" <?xml version='1.0'?><a/>", b"<?xml encoding='utf-8'?><a/>", b"<?xml version='1.0' encoding='utf-16'?><a/>",
    b"<?xml version='1.0' standalone='maybe'?><a/>", b"<a><!-- a -- b --></a>", b"<a><![CDATA[x</a>", b"<a><?xml?></a>", b"<a><?XmL?></a>",
    b"<!DOCTYPE a><!DOCTYPE a><a/>", b"<!DOCTYPE a [<!ENTITY e '&e;'>]><a>&e;</a>", b"<!DOCTYPE a [<!ENTITY e '<b>'>]><a>&e;</b></a>",
    b"<!DOCTYPE a [<!ENTITY e SYSTEM 'x'>]><a b='&e;'/>", b"<!DOCTYPE a [<!NOTATION n SYSTEM 'n'><!ENTITY e SYSTEM 'x' NDATA n>]><a>&e;</a>",
    b"<!DOCTYPE a [<!ENTITY e '%p;'>]><a/>", b"<!DOCTYPE a PUBLIC '{' 'x'><a/>", b"<!DOCTYPE a [<!ELEMENT b (c,d|e)>]><a/>",
    b"<!DOCTYPE a [<!ATTLIST b c WRONG 'x'>]><a/>", b"<!DOCTYPE a [ x ]><a/>", b"<!DOCTYPE a [", b"\xfe\xff\x00<\x00a\x00/\x00", b"<a\xc3\x97/>",
    b"<a>\xef\xbf\xbf</a>", b"<1/>", b"<a b='&#x110000;'/>", b"<a><b></a></b>", b"&a;", b"<a/>&#32;", b"<?xml version='1.0' encoding='EBCDIC-CP-XX'?><a/>",
]
for document in DOCUMENTS:
    parser = pyexpat.ParserCreate()
    try:
        parser.Parse(document, True)
        print("fine", document)
    except pyexpat.ExpatError as error:
        print(error, error.code, error.lineno, error.offset, parser.ErrorCode, parser.ErrorByteIndex)
    except LookupError as error:
        print(type(error).__name__, error)
for document in [b"<p:a/>", b"<a xmlns:p=''/>", b"<a xmlns:xml='u'/>", b"<a xmlns:xmlns='u'/>", b"<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
                 b"<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>", b"<a:b:c/>", b"<a xmlns='u!'/>", b"<:a/>"]:
    parser = pyexpat.ParserCreate(namespace_separator="!")
    try:
        parser.Parse(document, True)
        print("fine", document)
    except pyexpat.ExpatError as error:
        print(error, error.code)
parser = pyexpat.ParserCreate()
parser.Parse(b"<a/>", True)
try:
    parser.Parse(b"<a/>", True)
except pyexpat.error as error:
    print(error)
parser = pyexpat.ParserCreate()


def fails(name, attributes):
    raise ZeroDivisionError(name)


parser.StartElementHandler = fails
try:
    parser.Parse(b"<a><b/>", False)
except ZeroDivisionError as error:
    print(repr(error), parser.StartElementHandler)
try:
    parser.Parse(b"</a>", True)
except pyexpat.error as error:
    print(error)
for call in [lambda: parser.ParseFile(1), lambda: pyexpat.ParserCreate(1), lambda: pyexpat.ParserCreate("utf-8", "ab"),
             lambda: pyexpat.ParserCreate(intern=1), lambda: setattr(parser, "buffer_size", 0), lambda: parser.Parse(1)]:
    try:
        call()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
