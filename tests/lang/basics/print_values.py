print("hello")  # expect: hello
print(1, 2, 3)  # expect: 1 2 3
print()  # expect:
print("a", None, True, 1.5)  # expect: a None True 1.5
