import warnings, sys
warnings.showwarning = lambda m, c, f, l, *r: sys.stderr.write(f"shown {m}\n")
warnings.warn("this")
raise SystemExit(3)
