def nothing():
    pass

def also_nothing(): ...

class Empty: pass

print(nothing(), also_nothing(), Empty.__name__)  # expect: None None Empty
