def bench(loops):
    for _ in range(loops):
        import os
        import os.path
        from collections import OrderedDict, deque
        from sys import path
