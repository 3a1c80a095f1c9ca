import warnings
for i in range(3):
    warnings.warn("once")
for i in range(2):
    warnings.warn(f"number {i}")
raise SystemExit(2)
