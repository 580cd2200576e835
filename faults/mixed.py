"""Many people's looks through few connections, in any order: nobody is shown another's row."""

from pathlib import Path

from faults.finding import SEED, Finding
from sharewell_hub.walls.tests.test_the_second_wall import mixed

TIMES, FEW = 80_000, 1_000


def tried(_folder: Path, *, few: bool) -> list[Finding]:
    """Look so many times through four connections, and count rows that were another's."""
    times = FEW if few else TIMES
    finding = Finding("mixed looks through four connections", times, "0 foreign rows")
    foreign = mixed(times, SEED)
    finding.broken = [f"{foreign} foreign rows"] if foreign else []
    return [finding]
