"""Ten thousand tamperings with a log, a third by an insider who has its key: each is located."""

from itertools import cycle, islice
from pathlib import Path

from faults.finding import SEED, Finding
from sharewell.ledger.tests import tampering

TIMES, FEW = 10_000, 300
INSIDE = (tampering.a_history_signed_again, tampering.a_fork)
OUTSIDE = tuple(kind for kind in tampering.KINDS if kind not in INSIDE)


def tried(_folder: Path, *, few: bool) -> list[Finding]:
    """Tamper, two in three times from outside, and see each found where it is."""
    times = FEW if few else TIMES
    outside, inside = cycle(OUTSIDE), cycle(INSIDE)
    kinds = [next(inside if number % 3 == 2 else outside) for number in range(times)]
    tally = tampering.tamper(times, SEED, kinds)
    inner = sum(tally.tried[kind.__name__] for kind in INSIDE)
    finding = Finding("the log was tampered with", times, "every one detected and located")
    finding.broken = [f"{len(tally.missed)} missed, such as {each}" for each in
                      islice(tally.missed, 3)]  # fmt: skip
    finding.noted = [
        f"{inner:,} by an insider with the log's key, whom the witnesses' checkpoints betray",
        f"{len(tally.tried)} kinds",
    ]
    return [finding]
