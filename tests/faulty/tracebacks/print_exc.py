import traceback
try:
    [][0]
except IndexError:
    traceback.print_exc()
raise SystemExit(4)
