try:
    import _syntax_error
except SyntaxError as e:
    print(type(e).__name__, e.lineno, e.text.strip())  # expect: SyntaxError 1 def f(:
import sys
print("_syntax_error" in sys.modules)  # expect: False
