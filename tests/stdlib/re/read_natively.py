"""Patterns of all kinds: what they match, their groups and flags, and what is said of those that are wrong."""
import re
import warnings

subjects = ['', 'a', 'ab', 'aab', 'abc\nxyz', 'Ik ıſK', '12-3', ' a b ', 'é\u0301É', 'aa\naa', 'x{1}', 'SSsſ', '\U00010400\U00010428', '[]-^']
patterns = [
    'a|b|[cd]', 'ab|ac|a', '(?:)*a', '(a)(?:b|(c))?', '(?P<n>a)(?P=n)?', '(a)?(?(1)b|c)', '(?P<q>a)?(?(q)b)', '(?<=a)b', '(?<!a)b',
    '(?>a+)b', 'a++b', 'a*?b', 'a{2}', 'a{,2}', 'a{1,}', 'x{1}', 'x{1', 'x{', '{', 'x{,}', '[]a]', '[^]a]', '[a-]', r'[\]-]', r'[\w-]',
    r'[\s\S]', r'[^\s\S]', r'\bk\b', r'\Aa', r'a\Z', r'a\z', '^a$', '(?m)^a+$', '(?s).+', '(?x) a # c\n b', '(?i)[h-l]k', '(?i)s+', '(?i)[^s]',
    '(?i:I)k', '(?i)(?-i:I)k', '(?a:\\w)', '(?u:\\w)+', '(?ai)\\w', r'\x61', r'\u0131', r'\141', r'\0', r'(a)\1', '[\U00010400-\U00010427]',
    '(?i)[\U00010400-\U00010427]', '(?i)\U00010428', '(?#c)a', 'a(?=b)', 'a(?!b)', '(?!)', '(|a)+', '(a|b|)*?c', '((a)|b)*', '[\\d-]+', r'\-\.',
    '(?i)ı', '(?i)[ı]', '(?i)[i]', '(?i)K', '(?im-s:^a.)', '(?:a|b)??b', '(?i)\u1e9e|ß', '[é-ü]', '(?i)[É]',
]
for pattern in patterns:
    compiled = re.compile(pattern)
    found = [(i, m.start(), m.groups()) for i, s in enumerate(subjects) for m in compiled.finditer(s)]
    print(pattern.encode('ascii', 'backslashreplace'), compiled.flags, compiled.groups, dict(compiled.groupindex), len(found), found[:4], found[-1:])
for pattern in [b'a|b', b'(?i)\xe9', b'[\\w]+', b'(?P<n>.)\\1', b'\\xe9', b'\\u0041']:
    try:
        print(re.compile(pattern, re.I).findall(b'aAb\xe9\xc9__'), re.compile(pattern).flags)
    except re.error as error:
        print(error)
wrong = ['(', ')', '[', 'a**', '*', '(?P<1>a)', '(?P<a>x)(?P<a>y)', r'\1', '(\\1)', '(?<=a+)b', '(?z)', 'a(?i)', '(?i-i:a)', '[b-a]', r'\8',
         r'\q', '\\', 'a{2,1}', '(?(1)a|b|c)', '(?(2)a)', '(?P=x)', r'\x1', r'[\d-z]', '(?L)a', '(?au)a', '^*', '(?P<é>a)', '\\N{DIGIT ONE}', '(?#', 'x{99999999999}']
for pattern in wrong:
    try:
        print(ascii(re.compile(pattern).pattern), 'is right')
    except (re.error, OverflowError, ValueError) as error:
        print(type(error).__name__, ascii(str(error)))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    for pattern in ['[[a]', '[a&&b]', '[a||b]', '[a~~b]']:
        re.compile(pattern)
print([str(w.message) for w in caught])
a, b = re.compile('(?P<x>a)b', re.I), re.compile('(?P<x>a)b', re.IGNORECASE)
re.purge()
c = re.compile('(?P<x>a)b', re.I)
print(a == c, hash(a) == hash(c), a == re.compile('(?P<x>a)b'), repr(c), a is not c)
print(re.compile('a' * 20 + '|' + 'b' * 20).fullmatch('b' * 20) is not None)
print(re.compile('(' * 90 + 'x' + ')' * 90).match('x').lastindex, re.compile('(?:' * 300 + 'x' + ')' * 300).match('x').span())
print(len(re.compile('|'.join(f'(w{i})' for i in range(200))).match('w150').groups()))
