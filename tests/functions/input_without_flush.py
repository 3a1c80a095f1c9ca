import io
import sys


class Hole:
    def write(self, text):
        pass


out = sys.stdout
sys.stdin, sys.stdout = io.StringIO("line\n"), Hole()
line = input()
sys.stdout = out
print(line)  # expect: line
