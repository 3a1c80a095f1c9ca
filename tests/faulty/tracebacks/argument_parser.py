import argparse
p = argparse.ArgumentParser(prog="prog")
p.add_argument("--n", type=int)
p.parse_args(["--n", "x"])
