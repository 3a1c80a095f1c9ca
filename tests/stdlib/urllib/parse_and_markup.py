from urllib.parse import urlparse, urlunparse, urljoin, quote, unquote, quote_plus, urlencode, parse_qs, parse_qsl, urlsplit
import mimetypes, xml.etree.ElementTree as ET, email.message, email, http
print(urlparse("https://u:p@host:80/a/b;c?q=1&r=a%20b#frag"), urlsplit("//h/p").netloc, urlparse("http://u@h:8080/").port, urljoin("http://a/b/c", "../d?x"), urljoin("http://a/b/", "//h/z"))
print(quote("a b/é?"), quote("a/b", safe=""), unquote("a%20b%C3%A9"), quote_plus("a b&"), urlencode({"a": 1, "b": ["x y", 2]}, doseq=True), parse_qs("a=1&a=2&b="), parse_qsl("a=1&b=%20", keep_blank_values=True))
r = ET.fromstring("<r a='1'><c>text</c><c x='y'/>tail<d><e>&lt;é</e></d></r>")
print(r.tag, r.attrib, [c.text for c in r.findall("c")], r.find("d/e").text, r.findtext("zz", "none"), ET.tostring(r, encoding="unicode"), [e.tag for e in r.iter()], r[1].get("x"), r[1].tail)
b = ET.Element("b"); ET.SubElement(b, "s", k="v").text = "<&>"; ET.indent(b); print(ET.tostring(b))
try:
    ET.fromstring("<a><b></a>")
except ET.ParseError as e:
    print(e)
m = email.message.EmailMessage(); m["Subject"] = "Hé"; m["To"] = "a@b.c"; m.set_content("body\n")
print(m["subject"], m.as_string().splitlines()[0:2], email.message_from_string("A: b\nC: d\n\nbody").get_payload(), http.HTTPStatus(404).phrase, mimetypes.guess_type("x.html")[0])

# output:
# ParseResult(scheme='https', netloc='u:p@host:80', path='/a/b', params='c', query='q=1&r=a%20b', fragment='frag') h 8080 http://a/d?x http://h/z
# a%20b/%C3%A9%3F a%2Fb a bé a+b%26 a=1&b=x+y&b=2 {'a': ['1', '2']} [('a', '1'), ('b', ' ')]
# r {'a': '1'} ['text', None] <é none <r a="1"><c>text</c><c x="y" />tail<d><e>&lt;é</e></d></r> ['r', 'c', 'c', 'd', 'e'] y tail
# b'<b>\n  <s k="v">&lt;&amp;&gt;</s>\n</b>'
# mismatched tag: line 1, column 8
# Hé ['Subject: =?utf-8?q?H=C3=A9?=', 'To: a@b.c'] body Not Found text/html
