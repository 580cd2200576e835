"""Where Sharewell keeps its data on this machine: the database, the keys, nothing else."""

import hashlib
import os
import shutil
import stat
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TextIO

from sharewell.terms.errors import StartRefused

PROJECT = Path(__file__).resolve().parents[3]
FOR_ROOT = Path("/var/lib/sharewell")
LEAST_FREE_BYTES = 200_000_000


@cache
def home() -> Path:
    """Say which folder holds the data: SHAREWELL_HOME, or one chosen for this project.

    Returns: as root, a folder every parent of which is open: PostgreSQL will not run as root,
             so another system user must be able to walk there.
    """
    if chosen := os.environ.get("SHAREWELL_HOME"):
        return Path(chosen).absolute()
    beside = PROJECT / ".sharewell"
    if os.geteuid() == 0 and closed_parent(beside / "postgres"):
        mark = hashlib.sha256(bytes(PROJECT)).hexdigest()[:8]
        return FOR_ROOT / f"{PROJECT.name[:24]}-{mark}"
    return beside


def closed_parent(path: Path) -> Path | None:
    """Find the first folder above the path that other users of this machine cannot walk through."""
    for parent in reversed(path.parents):
        if parent.exists() and not parent.stat().st_mode & stat.S_IXOTH:
            return parent
    return None


def refuse_closed_parents() -> None:
    """Refuse, as root, a data folder that the database's user could not reach.

    Raises:  StartRefused, naming the closed folder. No folder's mode is changed.
    """
    if os.geteuid() != 0 or not (closed := closed_parent(home() / "postgres")):
        return
    raise StartRefused(
        what=f"The database was not started: its data folder lies below {closed}, which is closed.",
        why="Run as root, PostgreSQL works as a user of its own, who cannot walk through a closed "
        "folder; Sharewell never opens one for it.",
        next="Set SHAREWELL_HOME to a folder whose parents are open, such as "
        f"{FOR_ROOT / 'data'}, or run as an ordinary user.",
    )


def refuse_full_disk() -> None:
    """Refuse a disk on which the next record might not fit."""
    folder = next(path for path in (home(), *home().parents) if path.exists())
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise StartRefused(
            what=f"The service was not started: the disk below {folder} is full.",
            why=f"{free // 1_000_000} MB are free, and records would be lost in mid-writing; "
            f"at least {LEAST_FREE_BYTES // 1_000_000} MB are needed.",
            next="Free some space, or set SHAREWELL_HOME to a folder on another disk.",
        )


def make_home() -> Path:
    """Make the data folder if it is not there yet, walkable but not readable by others.

    Raises:  StartRefused where this user may not write.
    """
    try:
        folder = make_private(home(), mode=0o711 if os.geteuid() == 0 else 0o700)
        private_file("start.lock").close()
    except OSError as error:
        raise StartRefused(
            what=f"Nothing was started: {home()} cannot be used.",
            why=f"This user cannot write there ({error.strerror}).",
            next="Set SHAREWELL_HOME to a folder of this user.",
        ) from error
    return folder


def make_private(folder: Path, *, mode: int = 0o700) -> Path:
    """Make a folder with this mode unless it exists; what already stands keeps its mode."""
    for parent in reversed(folder.parents):
        _make(parent, mode=0o711)
    _make(folder, mode=mode)
    return folder


def _make(folder: Path, *, mode: int) -> None:
    """Make one folder with its mode at once; whoever else makes it meanwhile is welcome."""
    mask = os.umask(0)
    try:
        with suppress(FileExistsError):
            folder.mkdir(mode=mode)
    finally:
        os.umask(mask)


def private_file(name: str) -> TextIO:
    """Open a file of the home for writing, which nobody else can open."""
    return open(home() / name, "w", opener=lambda path, how: os.open(path, how, 0o600))
