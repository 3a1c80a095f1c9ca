from pathlib import Path
Path("no_such_file.txt").read_text()
