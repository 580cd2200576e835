"""What one kind of fault came to: how often it was done, and everything that did not hold."""

from dataclasses import dataclass, field

SEED = 20261122
"""What is drawn is drawn again from it."""


@dataclass
class Finding:
    """A fault done many times, and what must hold after each.

    Shapes:  counted are the figures that must be nothing, by name; broken says what broke, in
             words without anybody's; noted are figures for information.
    """

    what: str
    times: int
    must: str
    broken: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Write it as a row of the result file."""
        held = "held" if not self.broken else "**broken: " + "; ".join(self.broken[:5]) + "**"
        return f"| {self.what} | {self.times:,} | {self.must} | {held} | {', '.join(self.noted)} |"
