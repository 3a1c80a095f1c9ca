import sys, types
m = types.ModuleType("m")
m.__all__ = ["a", "b"]
m.a = 1
sys.modules["m"] = m
from m import *
