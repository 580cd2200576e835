"""The published situations that are typed through the pages."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOUND_IN = Path(__file__).parent / "situations.toml"
PUT = {True: "true", False: "false"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What somebody saw, what they would answer when asked, and what the source says to do."""

    id: str
    source: str
    published: list[str]
    inform: list[str]
    sender: str
    signed_in: bool
    danger: str
    seen: str
    thought: str
    child: dict[str, str]
    decided: str
    agreement: str
    telling: str
    answer: str
    facts: dict[str, Any]

    def put(self, fact: str) -> str:
        """Give the answer to a question as a page takes it; what is not stated is not known."""
        value = self.facts.get(fact, "unknown")
        return PUT[value] if isinstance(value, bool) else str(value)


def situations() -> list[Situation]:
    """Read the five."""
    return [Situation(**each) for each in tomllib.loads(FOUND_IN.read_text())["situations"]]
