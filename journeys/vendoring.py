"""Fetch axe-core, which the browser tests ask about each page; nothing of it is served to anybody.

Run `python -m journeys.vendoring` after changing the version; it needs Node and npm.
Nobody else does: the files it writes are kept in the repository, with their digests in VERSIONS.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "axe-core@4.14.1"
FILES = {"package/axe.min.js": "axe.min.js", "package/LICENSE": "axe-core.LICENSE"}
VENDOR = Path(__file__).parent / "vendor"


def main() -> int:
    """Fetch the package, take the two files, and write their digests beside them."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("Nothing was fetched: npm is not installed. Install Node, then run again.")
    VENDOR.mkdir(exist_ok=True)
    lines = [f"{PACKAGE.replace('@', ' ')} (Mozilla Public License 2.0; for tests only)"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm, "pack", "--silent", PACKAGE], cwd=folder, check=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            for inside, name in FILES.items():
                (VENDOR / name).write_bytes(archive.extractfile(inside).read())
                lines.append(f"{digest(VENDOR / name)}  {name}")
    (VENDOR / "VERSIONS").write_text("\n".join(lines) + "\n")
    return 0


def digest(path: Path) -> str:
    """Give the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
