s = "Hello World"
print(s.upper(), s.lower(), s.swapcase(), s.title(), "hELLO wORLD".capitalize(), s.casefold())
print("ß".upper(), "İ".lower().encode(), "ﬁ".upper(), "ß".casefold(), "ΑΣ".lower(), "ǆ".title(), "they're bill's".title(), "éÀ".swapcase())
print("ABC".isupper(), "abc".islower(), "Abc Def".istitle(), "aBC".isupper(), "123".isupper(), "A1".isupper(), "".islower())

# output:
# HELLO WORLD hello world hELLO wORLD Hello World Hello world hello world
# SS b'i\xcc\x87' FI ss ας ǅ They'Re Bill'S Éà
# True True True False False True False
