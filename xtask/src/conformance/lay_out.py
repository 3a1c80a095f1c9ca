"""Writes the library's sources to the folder that their `__file__` names, as an installation may have them, and makes CPython's `test`
package importable in isolated mode. Run by Taipan; does nothing to a folder that it has not made.

usage: lay_out.py TESTS
"""

import os
import sys


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def walk(importer, package):
    for name, is_package in importer.iter_modules():
        name = package + name
        path = importer.get_filename(name)
        source = importer.get_source(name)
        if source is not None:
            write(path, source)
        if is_package:
            walk(type(importer)(os.path.dirname(path)), name + ".")


root = sys._stdlib_dir
mark = os.path.join(root, "laid-out-by-conformance")
if not os.path.exists(root) or os.path.exists(mark):
    write(mark, "")
    write(os.path.join(root, "site-packages", "conformance.pth"), sys.argv[1] + "\n")
    walk(os.__loader__, "")
