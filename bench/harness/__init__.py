"""The benchmark harness: what runs (programs), how one process is measured (run), and what is said of it (report, chart).

`bench/compare.py` is its command line, `cargo xtask bench` the front that builds Taipan and finds the other interpreters.
"""
