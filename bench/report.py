"""What every benchmark gives: a title, rows of figures, and what was outside its limits."""

import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


@dataclass
class Report:
    """The figures of one benchmark, and each limit they did not keep.

    Shapes:  rows are mappings with the same keys in the same order.
    """

    title: str
    rows: list[dict[str, Any]]
    outside: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """Give everything measured, with when and on what kind of machine."""
        return {
            "title": self.title,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
            "rows": self.rows,
            "outside": self.outside,
            "notes": self.notes,
        }

    def table(self) -> str:
        """Draw the rows as people read them, with what was outside its limits underneath."""
        head = list(self.rows[0]) if self.rows else []
        cells = [head, *([_cell(row[key]) for key in head] for row in self.rows)]
        widths = [max(len(row[at]) for row in cells) for at in range(len(head))]
        lines = [
            "  ".join(
                _aligned(text, width, at)
                for at, (text, width) in enumerate(zip(row, widths, strict=True))
            )
            for row in cells
        ]
        told = [f"OUTSIDE ITS LIMIT: {text}" for text in self.outside] or [
            "All within their limits."
        ]
        return "\n".join([self.title, *lines, *self.notes, *told, ""])


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _aligned(text: str, width: int, at: int) -> str:
    return text.ljust(width) if at == 0 else text.rjust(width)
