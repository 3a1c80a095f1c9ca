def g():
    while True:
        try:
            x = yield "waiting"
            print("got", x)
        except ValueError as e:
            print("handled", e)  # expect: handled v
            yield "recovered"
it = g()
next(it)
print(it.throw(ValueError("v")))  # expect: recovered
print(next(it))  # expect: waiting
try:
    it.throw(KeyError("k"))
except KeyError as e:
    print("escaped", e)  # expect: escaped 'k'
print(next(it, "finished"))  # expect: finished
it = g()
try:
    it.throw(RuntimeError("before start"))
except RuntimeError as e:
    print(e)  # expect: before start
print(list(it))  # expect: []
