raise SystemExit(256 + 9)
