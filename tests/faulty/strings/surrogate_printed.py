import sys
print("a\udc80b", file=open(sys.stdout.fileno(), "w", encoding="utf-8", errors="strict", closefd=False))
