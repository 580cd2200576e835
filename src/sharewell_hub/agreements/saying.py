"""The words for what an agreement covers: our own, and those of the table of who may see what."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from sharewell.permitting.table import READ

WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category of information as a source text names it."""

    code: str
    label: str
    cites: tuple[str, ...]


PURPOSES: dict[str, str] = WORDS["purposes"]
COVERS: dict[str, str] = WORDS["covers"]
ONWARD: dict[str, str] = WORDS["onward"]
TIERS: dict[int, str] = {int(tier): said for tier, said in WORDS["tiers"].items()}
CLASSES: dict[str, str] = {
    code: row["label"][:1].upper() + row["label"][1:]
    for code, row in READ["classes"].items()
    if row["about_a_child"]
}
CATEGORIES = {
    code: Category(code=code, label=row["label"], cites=tuple(row["cites"]))
    for code, row in WORDS["categories"].items()
}
FIND_PATTERNS = "find_patterns"
"""The purpose of a service identity, which answers only to the roles an agreement names."""
