"""On what footing something leaves: lawful basis, condition and power, each with its rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One part of the footing: its code, what the code means, and the rule that names it."""

    code: str
    words: str
    rule: str
    because: str
    cites: tuple[str, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class Basis:
    """Article 6 and Article 9 of the UK GDPR and the power to share; None where none is named.

    It goes with what to do now and never changes it. `article_8` says in one sentence why the
    interference with private life is lawful; empty where nothing leaves or no power is named.
    """

    article_6: Ground | None = None
    article_9: Ground | None = None
    gateway: Ground | None = None
    article_8: str = ""

    def as_json(self) -> dict[str, str | None]:
        """Give the three codes in the shape of the contract."""
        return {
            "article_6": self.article_6.code if self.article_6 else None,
            "article_9": self.article_9.code if self.article_9 else None,
            "gateway": self.gateway.code if self.gateway else None,
        }
