"""Who may do what, at every address and through the database alone: cells drawn by lot."""

import os
import subprocess
import sys
from pathlib import Path

from faults.finding import SEED, Finding

TIMES, FEW = 20_000, 100
MUST = "0 cells that differ from the rules told apart, by the page or by the wall alone"
TEST = "journeys/test_the_matrix.py"


def tried(_folder: Path, *, few: bool) -> list[Finding]:
    """Draw so many cells, in a process and a database of their own."""
    times = FEW if few else TIMES
    finding = Finding("cells of the matrix", times, MUST, noted=[f"seed {SEED + 1}"])
    around = {name: value for name, value in os.environ.items() if "SHAREWELL" not in name}
    asked = [sys.executable, "-m", "pytest", "-q", "-k", "many_more", TEST]
    done = subprocess.run(
        asked, env=around | {"CELLS": str(times)}, check=False, capture_output=True, text=True
    )
    if done.returncode:
        finding.broken = [line for line in done.stdout.splitlines() if ", not (" in line] or ["?"]
    return [finding]
