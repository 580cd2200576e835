"""Who asks: a practitioner or a service identity, with what is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sharewell.permitting.table import Shows
from sharewell.terms.errors import FactRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """What joins a practitioner, or a whole agency, to one child's case for a time.

    It holds from `since` until, and not at, `until`. `practitioner` is empty where it is the
    agency's own; then only the agency's desk stands in it.

    Units:   aware datetimes in UTC.
    Source:  London CPP 3.5.4; Caldicott principle 4.
    """

    child: str
    kind: str
    since: datetime
    until: datetime
    practitioner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement between agencies: for which purposes, on which classes of things, how much.

    `categories` are those of information that it is about, and empty where it names none.
    `answers_to` names the roles to which questions over the whole partnership answer.

    Units:   aware datetimes in UTC; it holds from `since` until, and not at, `until`.
    Source:  Bromley 1.4; Sussex 3.2.7.
    """

    id: str
    version: int
    parties: frozenset[str]
    purposes: frozenset[str]
    classes: frozenset[str]
    covers: Shows
    since: datetime
    until: datetime
    answers_to: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenGlass:
    """That a practitioner broke the glass for one child: it opens sixty minutes, and no wall.

    It counts only with a reason, and after signing in again within the fifteen minutes before.

    Units:   aware datetimes in UTC.
    """

    practitioner: str
    child: str
    at: datetime
    stepped_up_at: datetime | None
    reason_recorded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A practitioner who is signed in and active, or a service identity.

    Shapes:  relationships and broken_glass by child; excluded_from is the people whose records
             this practitioner is never shown, each with the code of its reason; answers_to is
             the role to which a service identity answers, and empty for a person.
    Units:   aware datetimes in UTC; training counts until, and not at, trained_until.
    Raises:  FactRefused without a practitioner or an agency: nobody would then be somebody.
    """

    practitioner: str
    agency: str
    roles: frozenset[str]
    trained_until: datetime | None = None
    stepped_up_at: datetime | None = None
    is_service: bool = False
    answers_to: str = ""
    relationships: Mapping[str, tuple[Relationship, ...]] = field(default_factory=dict)
    agreements: tuple[Agreement, ...] = ()
    excluded_from: Mapping[str, str] = field(default_factory=dict)
    broken_glass: Mapping[str, tuple[BrokenGlass, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (self.practitioner and self.agency):
            raise FactRefused(
                what="Nothing was decided: it is not said who asks.",
                why="Every decision is about one practitioner of one agency.",
                next="Give both.",
            )
