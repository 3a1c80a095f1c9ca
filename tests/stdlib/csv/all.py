import csv, io, configparser
print(list(csv.reader(["a,b,c", '"x, y","q""q",', "1;2", ""])), list(csv.reader(["a\tb"], delimiter="\t")), list(csv.DictReader(["h1,h2", "1,2", "3"])), list(csv.reader(["1.5,'a'"], quoting=csv.QUOTE_NONNUMERIC, quotechar="'")), list(csv.reader(['"multi', 'line",x'])))
out = io.StringIO(); w = csv.writer(out); w.writerow([1, "a,b", None, 'q"q', 1.5, "l\nn"]); w.writerows([["x"], []]); print(repr(out.getvalue()))
out = io.StringIO(); w = csv.DictWriter(out, ["b", "a"], extrasaction="ignore", quoting=csv.QUOTE_ALL, lineterminator="\n"); w.writeheader(); w.writerow({"a": 1, "b": 2, "c": 3}); print(out.getvalue())
for f in (lambda: csv.writer(io.StringIO(), quoting=csv.QUOTE_NONE).writerow(["a,b"]), lambda: list(csv.reader([5])), lambda: csv.reader([], delimiter="ab"), lambda: csv.DictWriter(io.StringIO(), ["a"]).writerow({"z": 1}), lambda: csv.writer(5), lambda: list(csv.reader(['"a"b'], strict=True))):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(csv.Sniffer().sniff("a;b\n1;2").delimiter, sorted(csv.list_dialects()))
c = configparser.ConfigParser(); c.read_string("[DEFAULT]\nx = 1\n[s]\ny: 2\nz = %(x)s!\nmulti =\n  l1\n  l2\nflag = yes\n")
print(c.sections(), c["s"]["z"], c.getint("s", "y"), c.getboolean("s", "flag"), dict(c["s"]), c.get("s", "nope", fallback="fb"))
for f in (lambda: c["nope"], lambda: c.get("s", "nope"), lambda: c.read_string("bad line"), lambda: c.getint("s", "flag")):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, str(e).replace("\n", " | "))

# output:
# [['a', 'b', 'c'], ['x, y', 'q"q', ''], ['1;2'], []] [['a', 'b']] [{'h1': '1', 'h2': '2'}, {'h1': '3', 'h2': None}] [[1.5, 'a']] [['multiline', 'x']]
# '1,"a,b",,"q""q",1.5,"l\nn"\r\nx\r\n\r\n'
# "b","a"
# "2","1"
#
# Error need to escape, but no escapechar set
# Error iterator should return strings, not int (the file should be opened in text mode)
# TypeError "delimiter" must be a unicode character, not a string of length 2
# ValueError dict contains fields not in fieldnames: 'z'
# TypeError argument 1 must have a "write" method
# Error ',' expected after '"'
# ; ['excel', 'excel-tab', 'unix']
# ['s'] 1! 2 True {'y': '2', 'z': '1!', 'multi': '\nl1\nl2', 'flag': 'yes', 'x': '1'} fb
# KeyError 'nope'
# NoOptionError No option 'nope' in section: 's'
# MissingSectionHeaderError File contains no section headers. | file: '<string>', line: 1 | 'bad line'
# ValueError invalid literal for int() with base 10: 'yes'
