class A:
    def __getattr__(self, name):
        return self.table[name]
    def __init__(self):
        self.__dict__["table"] = {}
A().x
