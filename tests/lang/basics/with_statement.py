class Box:
    def __enter__(self):
        print("enter")
        return "inside"

    def __exit__(self, *exc):
        print("exit", exc[0])
        return True

with Box() as b:
    print(b)
with Box():
    raise KeyError("swallowed")
print("after")

# output:
# enter
# inside
# exit None
# enter
# exit <class 'KeyError'>
# after
