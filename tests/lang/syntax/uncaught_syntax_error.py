print("never printed")
x = (1,

# raises: SyntaxError: '(' was never closed
