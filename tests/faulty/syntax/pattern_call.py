match x:
    case f():
        pass
    case 1 as 2:
        pass
