s = "hello"
print(s[0], s[-1], s[1:4], len(s))  # expect: h o ell 5
print(s + " " + "world", s * 2)  # expect: hello world hellohello
print(s.upper(), s.replace("l", "L"), s.find("l"))  # expect: HELLO heLLo 2
print("ell" in s, "z" in s)  # expect: True False
print("a,b,c".split(","), "-".join(["x", "y"]))  # expect: ['a', 'b', 'c'] x-y
print(repr("it's"), repr('say "hi"'), repr("new\nline"))  # expect: "it's" 'say "hi"' 'new\nline'
