list[int](1)
