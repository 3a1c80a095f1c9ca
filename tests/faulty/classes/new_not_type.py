object.__new__(1)
