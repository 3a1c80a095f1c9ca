def sign(n):
    if n > 0:
        return "positive"
    elif n < 0:
        return "negative"
    else:
        return "zero"

print(sign(5))  # expect: positive
print(sign(-5))  # expect: negative
print(sign(0))  # expect: zero
