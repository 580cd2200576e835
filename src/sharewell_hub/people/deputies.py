"""Whom the service tells of a child: never somebody who is kept out of that child's record."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sharewell.permitting import Asking, Thing, deputy_for
from sharewell.permitting.table import LINES
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.training import NOT_KEPT, trained_until
from sharewell_hub.people.models import Exclusion, Seal
from sharewell_hub.walls.moment import latest_time
from sharewell_hub.walls.seeing import WEIGHS, served_by


def kept_out_of(subjects: Iterable[UUID], people: Iterable[Practitioner]) -> set[UUID]:
    """Name who of these is kept out of one of some records, whoever looks at them now."""
    ids = [one.pk for one in people]
    with served_by(WEIGHS):
        rows = Exclusion.objects.filter(subject__in=[*subjects], practitioner__in=ids, until=None)
        return set(rows.values_list("practitioner", flat=True))


def kept_from(viewer: Practitioner) -> set[UUID]:
    """Name the records that somebody is kept out of, for the service's own use."""
    with served_by(WEIGHS):
        rows = Exclusion.objects.filter(practitioner=viewer.pk, until=None)
        return set(rows.values_list("subject", flat=True))


def told_of(agency: UUID, subject: UUID, first: Practitioner) -> Practitioner | None:
    """Choose who of an agency is told what became of its record: the first named, or a deputy.

    Whoever left, is kept out or is not named on a sealed record is passed over.

    Returns: nothing where nobody of its desk may be told: then the agency is rung.
    """
    if first.is_active and first.pk not in hidden_from(subject, [first]):
        return first
    desk = LINES["read", "decision"].desk["restricted"]
    found = Practitioner.objects.filter(
        agency=agency, is_active=True, roles__overlap=sorted(desk)
    ).order_by("name")
    out = hidden_from(subject, found)
    return deputy_among(
        [one for one in found if one.pk not in out], subject, verb="read", kind="decision"
    )


def hidden_from(subject: UUID, people: Iterable[Practitioner]) -> set[UUID]:
    """Name who of these is never shown a record: kept out of it, or not named on its seal."""
    ids = {one.pk for one in people}
    with served_by(WEIGHS):
        seals = list(Seal.objects.filter(subject=subject, lifted_at=None))
    unnamed = [ids - {*seal.named} for seal in seals]
    return kept_out_of([subject], people).union(*unnamed)


def deputy_among(
    colleagues: Sequence[Practitioner], subject: UUID, *, verb: str, kind: str
) -> Practitioner | None:
    """Choose who of an agency's officers is told of something about a child: the first who may.

    Shapes:  colleagues are of one agency, in the order in which they stand in for each other.
    Returns: nothing where nobody may: then the agency is rung.
    Source:  Bromley 8.5.4; London CPP 3.4.2.
    """
    out = kept_out_of([subject], colleagues)
    asking = [_asking(one, subject, one.pk in out) for one in colleagues]
    agency = str(colleagues[0].agency_id) if colleagues else ""
    thing = Thing(
        kind=kind, holder=agency, child=str(subject), people=frozenset({str(subject)}),
        limits=frozenset({"protect_child"}),
    )  # fmt: skip
    found = deputy_for(verb, thing, colleagues=asking, purpose="protect_child", now=latest_time())
    return next((one for one in colleagues if str(one.pk) == found), None)


def _asking(person: Practitioner, subject: UUID, is_out: bool) -> Asking:
    return Asking(
        practitioner=str(person.pk),
        agency=str(person.agency_id),
        roles=frozenset(person.roles),
        trained_until=trained_until(person) or NOT_KEPT,
        excluded_from={str(subject): "kept_out"} if is_out else {},
    )
