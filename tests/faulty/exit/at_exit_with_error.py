import atexit
atexit.register(print, "told")
1 / 0
