class A(*):
    pass
