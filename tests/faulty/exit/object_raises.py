class A:
    def __str__(self): raise ValueError("no words")
raise SystemExit(A())
