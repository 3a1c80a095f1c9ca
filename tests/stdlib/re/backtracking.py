import re
print(re.match(r"(a+)+b", "a" * 20), re.match(r"(x+x+)+y", "x" * 18))
print(re.match(r"(?:a|ab)(?:c|bcd)(d*)", "abcd").group(0), re.match("(a|ab)(c|bcd)(d*)", "abcd").groups(), re.match("(a*)*", "aaa").groups(), re.match("(a|b)*", "abba").groups(), re.match("(?:(a)|b)*", "ab").groups())
print(len(re.findall("a.*?b", "axxb" * 1000)), re.search("(?s).*x", "a" * 5000 + "x" + "b" * 100).end(), re.match(r"(\w+\s?)+$", "word " * 200) is not None)
print(re.sub(r"(.)\1+", r"\1", "aaabbbccd"), re.findall(r"(?=(\w{2}))", "abcd"), re.split(r"(?<=,)", "a,b,c"))
deep = "(" * 90 + "a" + ")" * 90
print(re.match(deep, "a").lastindex, re.match("a" * 1000, "a" * 1000) is not None, re.match("(?:" * 50 + "a" + ")?" * 50, "a") is not None)
print(re.match("|".join(f"w{i}" for i in range(1000)), "w999").group(), re.findall(r"[\u4e00-\u9fff]+", "abc漢字def"), re.findall("😀+", "x😀😀y"))

# output:
# None None
# abcd ('a', 'bcd', '') ('',) ('a',) ('a',)
# 1000 5001 True
# abcd ['ab', 'bc', 'cd'] ['a,', 'b,', 'c']
# 1 True True
# w9 ['漢字'] ['😀😀']
