"""The roles that protocols name, kinds of agency and ways of verifying, from roles.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

READ = tomllib.loads((Path(__file__).parent / "roles.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a practitioner is for others, and the paragraphs that know this role."""

    code: str
    label: str
    says: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How somebody made sure that a destination is what it says it is."""

    code: str
    label: str
    cites: tuple[str, ...]


ROLES = {
    code: Role(code=code, label=role["label"], says=role["says"], cites=tuple(role["cites"]))
    for code, role in READ["roles"].items()
}
WAYS = {
    code: Way(code=code, label=way["label"], cites=tuple(way["cites"]))
    for code, way in READ["ways"].items()
}
KINDS: dict[str, str] = READ["kinds"]

KEEPS_THE_DIRECTORY = ("lead_information_officer", "mash_manager", "partnership_manager")
"""Who may add a destination and record that it was verified (London CPP 3.2.4, 3.7.4)."""


def labels_of(codes: tuple[str, ...] | list[str]) -> list[str]:
    """Give the roles' names as people say them; a code that nobody knows stays as it is."""
    return [ROLES[code].label if code in ROLES else code for code in codes]
