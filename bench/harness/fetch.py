"""Downloads what is measured but is not ours: pyperformance's programs and the packages that some of them import.

All versions are pinned; everything lands in target/bench and is never committed.
"""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STORE = ROOT / "target" / "bench"
PACKAGE = "pyperformance==1.14.0"
# Pure Python, for crypto_pyaes and tomli_loads.
IMPORTED = ["pyaes==1.6.1", "tomli==2.0.1"]


def pip(*arguments):
    """Runs pip of the first Python that has it: the one that runs this script often comes without."""
    pythons = [sys.executable, *filter(None, map(shutil.which, ("python3", "python")))]
    for python in pythons:
        if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0:
            return subprocess.run([python, "-m", "pip", *arguments], check=True, stdout=sys.stderr)
    sys.exit(f"no pip to download {' '.join(map(str, arguments))}: install it for one of {', '.join(pythons)}")


def benchmarks():
    """The folder of pyperformance's programs, downloaded on first use."""
    folder = STORE / "pyperformance" / "data-files" / "benchmarks"
    if not folder.is_dir():
        STORE.mkdir(parents=True, exist_ok=True)
        print(f"downloading {PACKAGE} into {STORE}", file=sys.stderr)
        pip("download", "--quiet", "--no-deps", "--dest", STORE, PACKAGE)
        wheel = next(STORE.glob("pyperformance-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(STORE, [name for name in archive.namelist() if "/data-files/benchmarks/" in name])
    return folder


def packages():
    """The folder that measured programs import packages from, filled on first use."""
    folder = STORE / "packages"
    if not (folder / "pyaes").is_dir() or not (folder / "tomli").is_dir():
        STORE.mkdir(parents=True, exist_ok=True)
        print(f"downloading {' '.join(IMPORTED)} into {folder}", file=sys.stderr)
        pip("install", "--quiet", "--no-deps", "--no-compile", "--upgrade", "--target", folder, *IMPORTED)
    return folder
