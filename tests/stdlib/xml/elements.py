# Elements, builders and parsers of xml.etree.ElementTree, and the words of their mistakes.
import copy, io, pickle, warnings
import xml.etree.ElementTree as ET

warnings.simplefilter("ignore")


def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


root = ET.Element("root", {"a": "1"}, b="2")
for number in range(4):
    child = ET.SubElement(root, "child" if number % 2 else "other", n=str(number))
    child.text = "text%d" % number
    child.tail = "tail%d" % number
ET.SubElement(root[1], "deep").text = "inside"
root.append(ET.Comment("note"))
root.append(ET.ProcessingInstruction("do", "it"))
print(ET.tostring(root))
print(len(root), bool(root), [e.tag for e in root.iter() if isinstance(e.tag, str)], list(root.itertext()))
print(root.find("child").attrib, root.findtext("child/deep"), [e.get("n") for e in root.findall("other")], root.find("none"))
print(list(root.iterfind(".//deep"))[0].text, root.findtext("other"), root.findtext("none", "default"), root.find("{*}deep"))
print(root.keys(), root.items(), root.get("z"), root.get("z", 0))
print([e.tag for e in root[1:3]], root[-3].get("n"))
root[0:2] = [ET.Element("x"), ET.Element("y"), ET.Element("z")]
print([e.tag for e in root if isinstance(e.tag, str)])
del root[::2]
print([str(e.tag)[:5] for e in root])
shallow, deep = copy.copy(root), copy.deepcopy(root)
print(shallow[0] is root[0], deep[0] is root[0], deep[0].tag, deep.attrib == root.attrib, deep.attrib is root.attrib)
back = pickle.loads(pickle.dumps(ET.fromstring("<a b='c'>t<d/>u</a>")))
print(ET.tostring(back), back.__getstate__().keys())
root.clear()
print(ET.tostring(root), root.attrib, root.text)

element = ET.Element("e")
for call in [
    lambda: ET.Element(), lambda: ET.Element("a", 1), lambda: ET.Element("a", attrib=1), lambda: ET.SubElement(1, "a"),
    lambda: element.append(1), lambda: element.extend([1]), lambda: element.insert(0, 1), lambda: element.remove(ET.Element("q")),
    lambda: element[0], lambda: element["a"], lambda: element.__setitem__(0, element), lambda: element.__setitem__(slice(0, 1), [1]),
    lambda: setattr(element, "attrib", 1), lambda: delattr(element, "tag"), lambda: element.__setstate__(1), lambda: element.makeelement("a", 1),
    lambda: ET.XMLParser(1), lambda: ET.XMLParser().feed(1), lambda: ET.XMLParser(target=[])._setevents([], []), lambda: ET.XMLParser.__new__(ET.XMLParser).close(),
    lambda: ET.TreeBuilder().end("a"), lambda: ET.TreeBuilder().close(), lambda: ET.TreeBuilder().start("a", 1),
    lambda: ET.fromstring("<a><b></a>"), lambda: ET.fromstring(""), lambda: ET.fromstring("<a>&x;</a>"),
    lambda: ET.fromstring("<!DOCTYPE a SYSTEM 'x'><a>&x;</a>"), lambda: type(element.iter())(),
]:
    attempt(call)


class Target:
    def __init__(self):
        self.seen = []

    def start(self, tag, attributes):
        self.seen.append(("start", tag, attributes))

    def end(self, tag):
        self.seen.append(("end", tag))

    def data(self, data):
        self.seen.append(("data", data))

    def comment(self, text):
        self.seen.append(("comment", text))

    def pi(self, target, data):
        self.seen.append(("pi", target, data))

    def doctype(self, name, public, system):
        self.seen.append(("doctype", name, public, system))

    def start_ns(self, prefix, uri):
        self.seen.append(("start-ns", prefix, uri))

    def end_ns(self, prefix):
        self.seen.append(("end-ns", prefix))

    def close(self):
        return self.seen


DOCUMENT = """<!DOCTYPE r PUBLIC "p" "s"><r xmlns="urn:d" xmlns:p="urn:p" p:a="1">one
two<!-- c --><p:b>&lt;</p:b><?pi data?>&known;</r>"""
parser = ET.XMLParser(target=Target())
parser.entity["known"] = "entity"
parser.feed(DOCUMENT)
for event in parser.close():
    print(event)

parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True, insert_pis=True))
parser.entity["known"] = "entity"
parser.feed(DOCUMENT.encode())
print(ET.tostring(parser.close()))

pull = ET.XMLPullParser(["start", "end", "start-ns", "end-ns", "comment", "pi"])
for part in "<a xmlns='u'><b", " c='d'/>te", "xt<!--x--><?y z?></a", ">":
    pull.feed(part)
    pull.flush()
    print([(event, getattr(value, "tag", value) if event in ("start", "end") else getattr(value, "text", value)) for event, value in pull.read_events()])
pull.close()
print([(event, e.tag, e.text) for event, e in ET.iterparse(io.BytesIO(b"<a>1<b>2</b>3</a>"))])


class Counted(ET.Element):
    pass


parser = ET.XMLParser(target=ET.TreeBuilder(Counted))
parser.feed("<a>x<b/>y</a>")
made = parser.close()
print(type(made).__name__, made.text, made[0].tail, type(made[0]) is Counted)
