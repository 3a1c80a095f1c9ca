# Every handler, and the same events wherever the input is cut.
import pyexpat

DOCUMENT = b"""<?xml version="1.0" encoding="iso-8859-1" standalone="no"?>
<?style href="s.css"  ?>
<!-- a comment\r\nof two lines -->
<!DOCTYPE root PUBLIC "-//X//Y  Z" "root.dtd" [
<!ELEMENT root (#PCDATA | item)*>
<!ELEMENT item ((a, b+)?, (c | d)*)>
<!ELEMENT void EMPTY>
<!ATTLIST item kind (x|y) "x"
               ids NMTOKENS #FIXED "  one   two "
               note CDATA #IMPLIED
               ref IDREF #REQUIRED>
<!NOTATION gif SYSTEM "viewer">
<!NOTATION png PUBLIC "png viewer">
<!ENTITY name "&#83;ome &lt;b&gt; text">
<!ENTITY markup "<item ref='r'>&name;</item>">
<!ENTITY chapter SYSTEM "chapter.xml">
<!ENTITY picture SYSTEM "picture.gif" NDATA gif>
<!ENTITY % more "<!ELEMENT extra ANY>">
%more;
]>
<root xmlns="urn:one" xmlns:p="urn:two" p:a="1" b=" &name;&#9;\t|\r\n">text &amp; &#x20AC;
<p:void/><item ref="x" note='"'>]] &gt;</item>&markup;&picture_;&chapter;<![CDATA[<raw> ]] & \r\n]]>
\xe9</root>
<!-- after --><?end?>
"""
NAMES = [name for name in dir(pyexpat.ParserCreate()) if name.endswith("Handler") and "Default" not in name]


def events(size, separator=None, expand=False):
    parser = pyexpat.ParserCreate(namespace_separator=separator)
    parser.buffer_text = True
    found = []
    for name in NAMES:
        def handler(*arguments, name=name):
            if name == "ExternalEntityRefHandler" and arguments[0]:
                # The parts stand in no particular order.
                arguments = sorted(arguments[0].split("\f")), *arguments[1:]
            found.append((name[:-7], *arguments))
            return 1
        setattr(parser, name, handler)
    if expand:
        parser.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_ALWAYS)
    for start in range(0, len(DOCUMENT), size):
        parser.Parse(DOCUMENT[start:start + size], False)
    parser.Parse(b"", True)
    text = ""
    joined = []
    for event in found:
        if event[0] == "CharacterData":
            text += event[1]
            continue
        if text:
            joined.append(("CharacterData", text))
            text = ""
        joined.append(event)
    return joined


whole = events(len(DOCUMENT))
for event in whole:
    print(event)
for event in events(len(DOCUMENT), "!", True):
    if "Element" in event[0] or "Namespace" in event[0] or event[0] in ("SkippedEntity", "ExternalEntityRef"):
        print(event)
print(all(events(size) == whole for size in (1, 2, 3, 7, 100)))

# What no handler takes goes to the default one.
for attribute in "DefaultHandler", "DefaultHandlerExpand":
    parser = pyexpat.ParserCreate()
    seen = []
    setattr(parser, attribute, seen.append)
    parser.StartElementHandler = lambda *a: None
    parser.Parse(b"<!DOCTYPE a [<!ENTITY e 'x<c/>y'>]>\n<a>1<b/>&e;<!--c--></a >\n", True)
    print(seen)

# Positions, ordered and specified attributes.
parser = pyexpat.ParserCreate()
parser.ordered_attributes = True
parser.specified_attributes = True
places = []
parser.StartElementHandler = lambda name, attributes: places.append(
    (name, attributes, parser.CurrentByteIndex, parser.CurrentLineNumber, parser.CurrentColumnNumber))
parser.EndElementHandler = lambda name: places.append((name, parser.CurrentByteIndex, parser.GetInputContext()))
parser.Parse("<!DOCTYPE r [<!ATTLIST b z CDATA 'd'>]><r>\n é <b y='1' x='2'/>\r\n</r>".encode(), True)
for place in places:
    print(place)
