it = iter([1])
it.send(1)
