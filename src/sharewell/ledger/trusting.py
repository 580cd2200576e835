"""Whose signatures are trusted: the logs' own, and of witnesses how many agencies'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sharewell.ledger.checkpoint import Checkpoint
from sharewell.ledger.note import LOG, WITNESS, Key, Note
from sharewell.terms.errors import LogFileRefused, NotProved

QUORUM = 2


@dataclass(frozen=True, slots=True)
class Policy:
    """Which logs are known, which witnesses belong to which agency, how many agencies must sign.

    No public key stands for two of these: one holder could speak with two voices.

    Shapes:  logs are keys named by the origin of their log; witnesses maps a key to its agency.
    Raises:  LogFileRefused for a key of the wrong kind, or one that stands twice, and for a quorum
             of more agencies than there are.
    """

    logs: tuple[Key, ...]
    witnesses: Mapping[Key, str] = field(default_factory=dict)
    quorum: int = 0

    def __post_init__(self) -> None:
        if {key.kind for key in self.logs} - {LOG} or {key.kind for key in self.witnesses} - {
            WITNESS
        }:
            raise _refused("A log's key is of kind 1, a witness's of kind 4.")
        own = {key.public for key in self.logs}
        others = [key.public for key in self.witnesses]
        if len(own.union(others)) != len(own) + len(others):
            raise _refused("One public key stands there for two.")
        if not 0 <= self.quorum <= len(self.agencies):
            raise _refused(f"It asks for {self.quorum} agencies and has {len(self.agencies)}.")

    @property
    def agencies(self) -> frozenset[str]:
        """The agencies that run a witness."""
        return frozenset(self.witnesses.values())


@dataclass(frozen=True, slots=True)
class Cosigned:
    """That a witness saw a checkpoint, when, and that it fits everything seen of this log before.

    Units:   at is in seconds since 1970, UTC.
    """

    agency: str
    witness: str
    at: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A checkpoint signed by its log, with those of its cosignatures that are trusted."""

    checkpoint: Checkpoint
    cosigned: tuple[Cosigned, ...]
    agencies: int

    @property
    def by(self) -> int:
        """How many different agencies cosigned."""
        return len({each.agency for each in self.cosigned})

    def __str__(self) -> str:
        if not self.by:
            return "signed by the log only"
        return f"cosigned by {self.by} of {self.agencies} agencies"


def opened(note: Note, policy: Policy) -> Standing:
    """Verify all signatures of a checkpoint that come from known keys.

    Raises:  LogFileRefused if the text is no checkpoint. NotProved if its log is not known or did
             not sign, if a known key's signature is wrong, and if too few agencies cosigned.
    """
    checkpoint = Checkpoint.parse(note.text)
    own = [key for key in policy.logs if key.name == checkpoint.origin]
    if not [key for key in own if note.by(key)]:
        raise _not_proved(
            "The log it names is not among the keys, or did not sign it.",
            "Ask the partnership for its keys, and take them from nobody else.",
        )
    found = [
        Cosigned(agency, key.name, signature.time() or 0)
        for key, agency in policy.witnesses.items()
        if (signature := note.by(key))
    ]
    standing = Standing(checkpoint, tuple(found), len(policy.agencies))
    if standing.by < policy.quorum:
        raise _not_proved(
            f"It is {standing}; {policy.quorum} different agencies are asked for.",
            "Ask for a receipt made after more witnesses have signed, or ask the witnesses.",
        )
    return standing


def read_keys(text: str) -> Policy:
    """Read a file of keys: `log VKEY`, `witness AGENCY VKEY` and `quorum N`, one a line.

    Returns: a policy that asks for 2 agencies where there are witnesses and no quorum is named.
    Raises:  LogFileRefused for any other line, and no log.
    """
    logs, witnesses, quorum = [], dict[Key, str](), None
    for number, line in enumerate(text.splitlines(), start=1):
        match line.split():
            case []:
                pass
            case [word, *_] if word.startswith("#"):
                pass
            case ["log", vkey]:
                logs.append(Key.parse(vkey))
            case ["witness", agency, vkey]:
                witnesses[Key.parse(vkey)] = agency
            case ["quorum", count] if quorum is None and count.isdecimal() and len(count) < 4:
                quorum = int(count)
            case _:
                raise _refused(f"Line {number} is neither a log, a witness nor the quorum.")
    if not logs:
        raise _refused("It names no log.")
    return Policy(tuple(logs), witnesses, _default(witnesses) if quorum is None else quorum)


def write_keys(policy: Policy) -> str:
    """Write a file of keys, as a partnership gives it to everybody who holds a receipt."""
    return "".join(f"{line}\n" for line in _lines(policy))


def _lines(policy: Policy) -> Iterable[str]:
    yield from (f"log {key}" for key in policy.logs)
    yield from (f"witness {agency} {key}" for key, agency in policy.witnesses.items())
    yield f"quorum {policy.quorum}"


def _default(witnesses: Mapping[Key, str]) -> int:
    return QUORUM if witnesses else 0


def _refused(why: str) -> LogFileRefused:
    return LogFileRefused(
        what="The keys were not taken.",
        why=why,
        next="A line is: log KEY, witness AGENCY KEY, or quorum NUMBER.",
    )


def _not_proved(why: str, next: str) -> NotProved:
    return NotProved(what="The checkpoint proves nothing yet.", why=why, next=next)
