raise SystemExit("some text")
