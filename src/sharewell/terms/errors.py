"""One family of refusals; each says what did not happen, why, and what to do next.

SharewellError
├── NotAllowed              the rules do not let this person do this
│   └── PlaceHidden         a hidden address stands in words that would leave
├── NotFound                it does not exist for this person
├── PackRefused             a pack cannot be used as it is written
├── FactRefused             a fact or its value is not in the vocabulary
├── TooMuch                 more than the decision covers
├── RecipientNotVerified    nobody has made sure who receives it
├── SealBroken              sealed words do not open: changed, moved, or their key is gone
├── LogFileRefused          a key, note, receipt or bundle of the log is not written as it must be
├── NotProved               a receipt or a checkpoint does not prove what it should
└── StartRefused            the service cannot run safely on this machine
"""

from collections.abc import Callable
from functools import partial
from typing import Any


class SharewellError(Exception):
    """A refusal in three sentences, the same on a page, in an answer and in a terminal.

    It never names a person: it may end in a log.
    """

    def __init__(self, *, what: str, why: str, next: str, cites: tuple[str, ...] = ()) -> None:
        super().__init__(what, why, next)
        self.what = what
        self.why = why
        self.next = next
        self.cites = cites

    def __reduce__(self) -> tuple[Callable[[], "SharewellError"], tuple[()]]:
        """Let it cross from one process to another whole."""
        said: dict[str, Any] = {
            "what": self.what,
            "why": self.why,
            "next": self.next,
            "cites": self.cites,
        }
        return partial(type(self), **said), ()

    def __str__(self) -> str:
        return f"{self.what} {self.why} {self.next}"

    def as_json(self) -> dict[str, object]:
        """Give the refusal as commands and addresses that answer in JSON print it."""
        return {"what": self.what, "why": self.why, "next": self.next, "cites": list(self.cites)}


class NotAllowed(SharewellError):
    """The rules do not let this person do this, and the person may know that it exists."""


class PlaceHidden(NotAllowed):
    """A hidden address would leave with words; it says in which text, and never the address."""


class NotFound(SharewellError):
    """It does not exist, or not for this person: the two are answered alike."""


class PackRefused(SharewellError):
    """A pack cannot be used as it is written; it names file, rule, fault and remedy."""


class FactRefused(SharewellError):
    """A fact, a value or a pair of facts that the vocabulary does not allow."""


class TooMuch(SharewellError):
    """More would leave than the decision covers."""


class RecipientNotVerified(SharewellError):
    """Nobody has made sure that the recipient is who they say they are."""


class SealBroken(SharewellError):
    """Sealed words do not open: they were changed or moved, or their key is gone."""


class LogFileRefused(SharewellError):
    """A key, a note, a receipt or a bundle of the log is not written as the formats say."""


class NotProved(SharewellError):
    """A receipt or a checkpoint can be read, and does not prove what it should."""


class StartRefused(SharewellError):
    """The service cannot run safely here, and stays shut until that is put right."""
