import re
re.sub("a", lambda m: 1 / 0, "banana")
