import sys
def a(): b()
def b(): c()
def c(): 1 / 0
sys.tracebacklimit = 2
a()
