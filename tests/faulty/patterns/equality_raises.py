class A:
    def __eq__(self, other): raise ValueError("eq")
match A():
    case 1:
        pass
