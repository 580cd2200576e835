"""What every room has declared that it keeps."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from sharewell.keeping.declaring import Keeps


@cache
def declared() -> tuple[Keeps, ...]:
    """Gather what each room keeps, in the order of the rooms."""
    return tuple(each for room in settings.ROOMS for each in _of(room))


def about_people() -> dict[str, Keeps]:
    """Give the kinds of record that are about people, by their code."""
    return {each.kind: each for each in declared() if each.counted}


def _of(room: str) -> Iterator[Keeps]:
    name = f"sharewell_hub.{room}.retention"
    if find_spec(name):
        yield from import_module(name).KEEPS
