print("one loading", __name__, __package__)
value = 1
_private = 2
