"""The files that the log is published as: written once each, and the checkpoint last of all."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

NAMED = re.compile(
    r"checkpoint|tile/(?:entries|[0-9]{1,2})/(?:x[0-9]{3}/){0,4}[0-9]{3}(?:\.p/[0-9]{1,3})?"
)


class Folder:
    """The folder of one year's log."""

    def __init__(self, origin: str) -> None:
        self.path = Path(settings.SHAREWELL_LOG_FILES) / origin.rsplit("/", 1)[-1]

    def read(self, name: str) -> bytes | None:
        """Read a file of the log; None where there is none, and for any other name."""
        if not NAMED.fullmatch(name):
            return None
        try:
            return (self.path / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files so that each is whole and lasting, or not there."""
        folders = set[Path]()
        for name, held in files.items():
            target = self.path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            half_done = target.with_name(f"{target.name}.{os.getpid()}")
            with half_done.open("wb") as file:
                file.write(held)
                file.flush()
                os.fsync(file.fileno())
            half_done.replace(target)
            folders.add(target.parent)
        for folder in folders:
            _settle(folder)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
