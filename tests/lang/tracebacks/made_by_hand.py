import sys
import types

traceback = types.TracebackType(None, sys._getframe(), 1, 2)
print(traceback.tb_lasti, traceback.tb_lineno, dir(traceback))  # expect: 1 2 ['tb_frame', 'tb_lasti', 'tb_lineno', 'tb_next']
