"""Who needs to know: whose record a practitioner is shown, said for queries.

The database says the same again in its own words, behind every query that forgets this.
"""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, F, Func, Q, UUIDField, Value

from sharewell.permitting.table import LINES
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.walls.moment import latest_time
from sharewell_hub.walls.remembering import remembered

CASE, SENT = LINES["know_of", "subject"], LINES["know_of", "disclosure"]

SIGHT = """
    with opened as (
        select subject_id from people_brokenglass
        where practitioner_id = %(viewer)s and until > %(now)s
    )
    select array(
        select subject_id from people_relationship
        where %(reads)s and practitioner_id = %(viewer)s and since <= %(now)s and until > %(now)s
        union all
        select subject_id from opened where %(reads)s
    ), array(
        select subject_id from people_exclusion
        where practitioner_id = %(viewer)s and until is null
        union all
        select subject_id from people_seal
        where lifted_at is null and not %(viewer)s = any(named)
        union all
        select subject_id from people_sensitivity
        where not %(reaches)s and tier = 'restricted' and until is null
          and subject_id not in (select subject_id from opened)
    )
"""


class Sight(NamedTuple):
    """Whom a practitioner has to do with, and whose record they are never shown."""

    related: list[UUID]
    hidden: list[UUID]


class Among(Func):
    """Whether a column's value is one of a list, however long, in one parameter."""

    template = "%(expressions)s)"
    arg_joiner = " = any("
    output_field = BooleanField()

    def __init__(self, column: str, ids: list[UUID]) -> None:
        super().__init__(F(column), Value(ids, ArrayField(UUIDField())))


def shown(
    viewer: Practitioner, subject: str = "subject", *, agency: str = "agency", sent: bool = False
) -> Q:
    """Say which rows of the viewer's own agency they are shown.

    Shapes:  subject and agency name the columns; sent is for what was sent to the agency.
    Source:  Sussex 3.2.20, principle 4; London CPP 3.5.4.
    """
    own, line = Q(**{agency: viewer.agency_id}), SENT if sent else CASE
    if line.desk["ordinary"].isdisjoint(viewer.roles):
        own &= Q(Among(subject, sight(viewer).related))
    return own & not_hidden(viewer, subject)


def not_hidden(viewer: Practitioner, subject: str = "subject") -> Q:
    """Say which rows are not about somebody whose record the viewer is never shown."""
    hidden = sight(viewer).hidden
    return ~Q(Among(subject, hidden)) if hidden else Q()


def sight(viewer: Practitioner) -> Sight:
    """Give whom the viewer has to do with now, and whose record they are never shown."""
    return remembered(_sight, viewer.pk, tuple(viewer.roles))


def _sight(viewer: UUID, roles: tuple[str, ...]) -> Sight:
    told: dict[str, Any] = {
        "viewer": viewer,
        "now": latest_time(),
        "reads": not CASE.roles.isdisjoint(roles),
        "reaches": not CASE.reaching["restricted"].isdisjoint(roles),
    }
    with connection.cursor() as cursor:
        cursor.execute(SIGHT, told)
        return Sight(*cursor.fetchone())
