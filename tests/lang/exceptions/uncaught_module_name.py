class Outer:
    class Inner(Exception): pass
raise Outer.Inner("qualified name")  # raises: Outer.Inner: qualified name
