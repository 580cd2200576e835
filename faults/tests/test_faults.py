"""What goes wrong leaves nothing broken; the full counts are those of ./run faults."""

import subprocess
import sys

import pytest

from faults.__main__ import NAMES
from journeys.town import PROJECT

SECONDS = 480


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_after_a_fault_everything_holds(name):
    done = subprocess.run(
        [sys.executable, "-m", "faults", name, "--few"],
        cwd=PROJECT, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "broken" not in done.stdout


def test_a_fault_that_nobody_knows_is_not_done():
    done = subprocess.run(
        [sys.executable, "-m", "faults", "earthquake"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 3
