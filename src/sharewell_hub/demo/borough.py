"""The borough as borough.toml invents it: agencies, people, services."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

OPENS_EVERY_ACCOUNT = "seven ducks on the Marling"
DOMAIN = "marlingford.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works in the borough."""

    key: str
    name: str
    title: str
    roles: tuple[str, ...]
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A place of the directory, and how long ago somebody made sure of it."""

    entry: dict[str, str]
    checked: int | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One member of the partnership with its people and its services."""

    slug: str
    name: str
    kind: str
    people: tuple[Person, ...]
    services: tuple[Service, ...]


@cache
def agencies() -> tuple[Agency, ...]:
    """Read the borough."""
    text = (Path(__file__).parent / "borough.toml").read_text(encoding="utf-8")
    return tuple(_agency(read) for read in tomllib.loads(text)["agencies"])


def people() -> dict[str, Person]:
    """Give everybody by key."""
    return {person.key: person for agency in agencies() for person in agency.people}


def domain(slug: str) -> str:
    """Give the part of an agency's addresses after the @."""
    return f"{slug}.{DOMAIN}"


def _agency(read: dict[str, Any]) -> Agency:
    slug = read["slug"]
    return Agency(
        slug=slug,
        name=read["name"],
        kind=read["kind"],
        people=tuple(_person(slug, *each) for each in read["people"]),
        services=tuple(_service(slug, dict(each)) for each in read.get("services", ())),
    )


def _person(slug: str, key: str, name: str, title: str, roles: list[str]) -> Person:
    email = f"{name.lower().replace(' ', '.')}@{domain(slug)}"
    return Person(key=key, name=name, title=title, roles=tuple(roles), email=email)


def _service(slug: str, read: dict[str, Any]) -> Service:
    checked, source = read.pop("checked", None), read.pop("source", "")
    read["mailbox"] = f"{read['mailbox']}@{domain(slug)}"
    return Service(entry=read, checked=int(checked) if checked else None, source=source)
