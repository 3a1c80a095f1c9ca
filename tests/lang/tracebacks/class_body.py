class Outer:
    x = 1

    class Inner:
        y = undefined_in_class
