import sys, types
m = types.ModuleType("m")
m.__all__ = [1]
sys.modules["m"] = m
from m import *
