"""How letters leave: one module a channel, found by its name, each with `send(envelope)`.

A driver returns only when the other side has taken the letter over. Otherwise it raises:

NotSent    not taken over, and trying later may help
Refused    not taken over, and trying again as it is will not help
Unsure     the connection broke at the moment of taking over: it may have arrived or not
"""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A letter as it leaves: to whom, which words, and an id by which receivers drop a second."""

    id: str
    to: str
    subject: str
    body: str


class NotSent(Exception):
    """The letter was not taken over; `fault` is a code for the record."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class Refused(NotSent):
    """The letter was refused for good, by the other side or by our own settings."""


class Unsure(NotSent):
    """Nobody can tell whether the letter was taken over."""


def driver() -> ModuleType:
    """Find the driver that the settings name."""
    return import_module(f"{__name__}.{settings.SHAREWELL_LETTERS_BY}")
