class E(Exception):
    def __init__(self): raise RuntimeError("in init")
raise E
