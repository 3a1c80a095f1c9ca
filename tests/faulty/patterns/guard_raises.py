match 5:
    case x if x.foo:
        pass
