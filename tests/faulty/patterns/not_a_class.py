kind = 5
match 5:
    case kind():
        pass
