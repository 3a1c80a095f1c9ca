"""Trees as text: plain ones, comments, namespaces, what needs escaping, what cannot be written, and streams of all kinds."""
import io
import xml.etree.ElementTree as ET

root = ET.XML('<a x="1 &lt; &quot;2&#10;3&#9;&#13;"><b>t &amp; t</b>tail &gt;<c/><d></d><e f="g"> </e></a>')
root.append(ET.Comment(' a < b '))
root.append(ET.ProcessingInstruction('target', 'a < b'))
root[0].append(ET.Comment('c'))
root[1].text = ''
root[2].tail = 'é\u20ac\U00010400'
for how in ({}, {'encoding': 'unicode'}, {'encoding': 'utf-8'}, {'encoding': 'us-ascii', 'xml_declaration': True},
            {'short_empty_elements': False}, {'method': 'html'}, {'method': 'text'}, {'encoding': 'utf-16-le'}, {'encoding': 'latin-1'}):
    print(ascii(ET.tostring(root, **how)))
print(ET.tostringlist(root[0], 'unicode'), len(ET.tostringlist(root)))
ns = ET.XML('<r xmlns="u:1" xmlns:p="u:2"><p:s p:t="v" w="x"/></r>')
print(ET.tostring(ns), ET.tostring(ns, default_namespace='u:1') if False else '')
mixed = ET.Element('m', {'k': 'v'})
ET.SubElement(mixed, '{u:3}inner').text = 'in'
print(ET.tostring(mixed))
q = ET.Element(ET.QName('u:4', 'q'), {ET.QName('attr'): ET.QName('u:4', 'v')})
print(ET.tostring(q))
try:
    print(ET.tostring(mixed, default_namespace='u:3'))
except ValueError as error:
    print(error)


class Text(str):
    def __contains__(self, part):
        print('asked', part)
        return super().__contains__(part)


own = ET.Element('o')
own.text = Text('x')
print(ET.tostring(own))
for wrong in (ET.Element(1), ET.Element('a', {'b': 1}), ET.Element('a', {1: 'b'})):
    try:
        ET.tostring(wrong)
    except TypeError as error:
        print(error)
number = ET.Element('n')
number.text = 5
try:
    ET.tostring(number)
except TypeError as error:
    print(error)
none = ET.Element(None)
none.text = 'no tag'
ET.SubElement(none, 'child')
print(ET.tostring(none))


class Sub(ET.Element):
    def items(self):
        return [('from', 'items')]


sub = ET.Element('s')
sub.append(Sub('t'))
print(ET.tostring(sub))


class Stream:
    def __init__(self):
        self.parts = []

    def write(self, part):
        self.parts.append(part)


for encoding in ('unicode', 'us-ascii'):
    s = Stream()
    ET.ElementTree(root[0]).write(s, encoding=encoding)
    print(s.parts)


class Counted(io.StringIO):
    count = 0

    def write(self, text):
        self.count += 1
        return super().write(text)


c = Counted()
ET.ElementTree(root[0]).write(c, encoding='unicode')
print(c.count, c.getvalue())
b = io.BytesIO(b'before')
b.seek(0, 2)
ET.ElementTree(root[0]).write(b)
print(b.getvalue())
surrogate = ET.Element('s')
surrogate.text = '\ud800'
print(ET.tostring(surrogate), ascii(ET.tostring(surrogate, 'unicode')))
deep = top = ET.Element('d')
for _ in range(300):
    deep = ET.SubElement(deep, 'd')
print(len(ET.tostring(top)))
print(ET.tostring(ET.XML('<a><b/></a>')) == ET.tostring(ET.XML(ET.tostring(ET.XML('<a><b/></a>')))))
ET.register_namespace('reg', 'u:5')
print(ET.tostring(ET.XML('<x xmlns="u:5"/>')))
ET.indent(root)
print(ET.tostring(root, 'unicode'))
