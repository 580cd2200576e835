"""Run the faults that are named, or all of them; exit 1 where anything did not hold."""

import os
import platform
import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from faults.finding import SEED, Finding
from faults.house import house

ORDER = (
    "killed", "restored", "restoring", "twice", "sequencing", "clock",
    "disk", "corrupted", "tampered", "mixed", "matrix",
)  # fmt: skip
NAMES = tuple(name for name in ORDER if find_spec(f"faults.{name}"))
RESULTS = Path(__file__).parents[1] / "docs" / "results"
FEW = "--few"
HEAD = ("| what was done | times | what must hold | did it | besides |", "|--|--|--|--|--|")


def main(words: list[str]) -> int:
    """Do what goes wrong, tell what held, and keep the figures of a full run."""
    few, names = FEW in words, [word for word in words if word != FEW]
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(
            f"Nothing was broken: there is no fault called {', '.join(unknown)}.\n"
            "Each kind of fault is a module of faults/.\n"
            f"Choose from {', '.join(NAMES)}.",
            file=sys.stderr,
        )
        return 2
    found: dict[str, list[Finding]] = {}
    seconds: dict[str, float] = {}
    with house() as folder:
        for name in names or NAMES:
            began = time.monotonic()
            found[name] = import_module(f"faults.{name}").tried(folder, few=few)
            seconds[name] = time.monotonic() - began
            print(*(each.line() for each in found[name]), sep="\n")
            print(f"{name}: {seconds[name]:.0f} s", flush=True)
    if not few:
        _keep(found, seconds)
    return int(any(each.broken for findings in found.values() for each in findings))


def _keep(found: dict[str, list[Finding]], seconds: dict[str, float]) -> None:
    """Write the result file of the day; what was not done again keeps its lines."""
    now = datetime.now(UTC)
    path = RESULTS / f"faults-{now:%Y-%m-%d}.md"
    told = path.read_text().split("\n## ")[1:] if path.exists() else []
    parts = {each.partition(" ")[0].lower(): each.strip() for each in told}
    for name, findings in found.items():
        lines = [f"{name.capitalize()} ({seconds[name]:.0f} s)", "", *HEAD]
        parts[name] = "\n".join([*lines, *(each.line() for each in findings)])
    first = "\n".join(
        [
            f"# Faults on {now.day} {now:%B %Y}",
            "",
            "What was broken on purpose by `./run faults`, how often, and what had to hold each",
            f"time. A machine of {os.cpu_count()} cores that others used meanwhile; Python",
            f"{platform.python_version()}, the database that comes with Sharewell, everything on",
            f"one disk. Drawn from seed {SEED}.",
        ]
    )
    RESULTS.mkdir(exist_ok=True)
    kept = [f"## {parts[name]}" for name in ORDER if name in parts]
    path.write_text("\n\n".join([first, *kept]) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
