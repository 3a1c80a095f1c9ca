import re
for p,s in [(r'(a)b(?=(?(2)x|c))','abc'),(r'(a)b(?=(?(1)c|x))','abc'),(r'(a)(?(1)b|c)','ab'),(r'(?P<a1>x)(?P=a1)(?(a1)y)','xxy'),(r'^(\()?([^()]+)(?(1)\))$','(a)'),(r'^(?:(a)|c)((?(1)b|d))$','ab'),(r'(?P<g1>a)(?P<g2>b)?((?(g2)c|d))','abc'),(r'(?i)[\u1c80-\u1c88]','\u0412'),(r'\u212a','K')]:
    for fl in (0,re.I):
        try: print(p, fl, re.match(p,s,fl))
        except Exception as e: print(p, fl, type(e).__name__, e)
