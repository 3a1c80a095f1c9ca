import sys
try:
    sys.exit()
finally:
    print("finally still runs")  # expect: finally still runs
