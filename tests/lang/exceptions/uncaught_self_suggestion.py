class A:
    def __init__(self): self.value = 1
    def m(self): return value
A().m()  # raises: NameError: name 'value' is not defined. Did you mean: 'self.value'?
