if NotImplemented:
    pass
