"""A disk that fills up while people work: refused before it is acknowledged, and still read."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from faults.finding import Finding
from journeys.town import PROJECT, somewhere

TIMES, FEW = 5, 1
SIZE = "520m"
MUST = "refused before it is acknowledged, 0 lost, reading and the urgent page stay"


def tried(_folder: Path, *, few: bool) -> list[Finding]:
    """Fill a small disk of its own, with a house on it, to the last byte."""
    finding = Finding("the disk is full", FEW if few else TIMES, MUST)
    for _ in range(finding.times):
        folder = somewhere()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=711", "tmpfs", folder], check=False
        )
        if mounted.returncode:
            finding.noted.append("not done: this user may not mount a small disk")
            finding.times = 0
            break
        try:
            finding.broken += _filled(folder, finding)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=False)
            with suppress(OSError):
                folder.rmdir()
    return [finding]


def _filled(folder: Path, finding: Finding) -> list[str]:
    """Have a process of its own live on that disk, and read what it found."""
    done = subprocess.run(
        [sys.executable, "-m", "faults.filling", str(folder)],
        cwd=PROJECT, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        return [f"it ended with {done.returncode}: {done.stderr.strip().splitlines()[-1:]}"]
    found = json.loads(done.stdout.splitlines()[-1])
    finding.noted = found["noted"]
    return list(found["broken"])
