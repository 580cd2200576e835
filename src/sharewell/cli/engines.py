"""The engines a command needs: one for each stack, built once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import click

from sharewell.deciding import Engine
from sharewell.packs import Library, load_library
from sharewell.terms.errors import SharewellError

DEFAULT_STACK = "current"


def today() -> date:
    """The day on the clock of this machine."""
    return date.today()


def local_packs() -> Path | None:
    """The folder of the partnership's own packs, where SHAREWELL_PACKS names one."""
    named = os.environ.get("SHAREWELL_PACKS")
    return Path(named) if named else None


@dataclass(slots=True)
class Engines:
    """Builds the engine of a stack when it is first asked for, and keeps it."""

    as_at: date
    library: Library = field(default_factory=lambda: load_library(local_packs()))
    _built: dict[str, Engine] = field(default_factory=dict)

    def of(self, stack: str) -> Engine:
        """The engine of one stack."""
        if stack not in self._built:
            self._built[stack] = Engine(self.library.stack(stack, self.as_at))
        return self._built[stack]


def say(error: SharewellError) -> None:
    """Print a refusal on standard error, in three lines."""
    for line in (error.what, error.why, error.next):
        click.echo(line, err=True)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a refusal into three lines and exit code 1."""
    try:
        yield
    except SharewellError as error:
        say(error)
        sys.exit(1)
