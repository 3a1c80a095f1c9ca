import importlib
importlib.import_module("nothing_here")
