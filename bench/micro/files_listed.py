import os
from pathlib import Path

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = Path(FOLDER)


def bench(loops):
    for _ in range(loops):
        for path in ROOT.iterdir():
            path.stat()
        sum(1 for _ in ROOT.glob('call_*.py'))
        [entry.stat().st_size for entry in os.scandir(FOLDER)]
