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
        """Write files so that each is whole and lasting, or not there.

        All are written before the first is waited for: the disk then takes them down together.
        """
        halves = {self.path / name: self._half_done(name, held) for name, held in files.items()}
        for half_done in halves.values():
            _settle(half_done)
        for target, half_done in halves.items():
            half_done.replace(target)
        for folder in {target.parent for target in halves}:
            _settle(folder)

    def _half_done(self, name: str, held: bytes) -> Path:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        half_done = target.with_name(f"{target.name}.{os.getpid()}")
        half_done.write_bytes(held)
        return half_done


def _settle(path: Path) -> None:
    """Wait until the disk has it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
