"""Take newcomers into a town, whose accounts a story may change or have locked."""

import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module

from journeys.town import PROJECT, Town

AGENCY = "oak-school"


@dataclass(frozen=True)
class Account:
    """What somebody signs in with."""

    email: str
    password: str


def taken_in(place: Town, count: int) -> list[Account]:
    """Open accounts for so many newcomers, in the records that the town serves."""
    told = subprocess.run(
        [sys.executable, "-m", "journeys.taking_in", str(count)],
        cwd=PROJECT, env=place.surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-2000:]
    return [Account(*line.split("\t")) for line in told.stdout.splitlines()]


def main(count: int) -> None:
    """Open the accounts, and print what each is opened with."""
    import_module("django").setup()
    cast = import_module("journeys.cast")
    for number in range(count):
        newcomer = cast.person(f"Newcomer{number}", "Smith", AGENCY)
        print(newcomer.email, cast.PASSWORD, sep="\t")


if __name__ == "__main__":
    main(int(sys.argv[1]))
