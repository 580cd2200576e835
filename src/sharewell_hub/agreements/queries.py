"""Reading agreements: everybody of the partnership may, and `may` asks here what is covered."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from sharewell import permitting
from sharewell.permitting import Shows
from sharewell.permitting.table import LINES
from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agreements.models import Agreement, Ending, Party

KEEPS = LINES["keep", "agreement"].roles
FOR_ALL = "partnership_manager"
"""Whoever keeps the agreements of the whole partnership, and not of one agency alone."""


def agreements(viewer: Practitioner) -> QuerySet[Agreement]:
    """List every version there is, by title, the newest first."""
    return Agreement.objects.all()


def agreement_for(viewer: Practitioner, id: UUID) -> Agreement:
    """Find one version of an agreement.

    Raises:  NotFound.
    """
    found = agreements(viewer).select_related("recorded_by__agency", "supersedes")
    agreement = found.filter(pk=id).first()
    if agreement is None:
        raise NotFound(
            what="Nothing was found at this address.",
            why="The partnership has no such agreement.",
            next="Look for it in the list of agreements.",
        )
    return agreement


def successor_of(viewer: Practitioner, agreement: Agreement) -> Agreement | None:
    """Find the version that takes this one's place."""
    return Agreement.objects.filter(supersedes=agreement).first()


def parties(viewer: Practitioner, agreement: Agreement) -> QuerySet[Party]:
    """List who signed a version, by the agency's name."""
    return Party.objects.filter(agreement=agreement).select_related("agency")


def endings(viewer: Practitioner, agreement: Agreement) -> QuerySet[Ending]:
    """List for whom a version ended, by day."""
    found = Ending.objects.filter(agreement=agreement).select_related("agency")
    return found.order_by("from_on")


def agreements_of(viewer: Practitioner, now: datetime) -> tuple[permitting.Agreement, ...]:
    """Give what `may` asks for: the agreements in force to which the viewer's agency is a party.

    Shapes:  parties are the ids of agencies that have signed and not left, as text.
    Units:   now is an aware datetime.
    """
    today = timezone.localdate(now)
    signed = Party.objects.filter(agency=viewer.agency_id, signed_on__lte=today)
    rows = Agreement.objects.filter(
        pk__in=signed.values("agreement"), begins_on__lte=today, ends_on__gte=today
    )
    found = {row.pk: row for row in rows}
    ends = _ends(found)
    signed_by = _parties(found, today)
    told = (_told(row, signed_by[row.pk], ends.get(row.pk)) for row in found.values())
    mine = str(viewer.agency_id)
    return tuple(each for each in told if mine in each.parties and now < each.until)


def agreement_covering(
    viewer: Practitioner, exchange: permitting.Exchange, now: datetime
) -> Agreement | None:
    """Find the agreement in force that covers what the viewer's agency sends to another."""
    found = permitting.covering(agreements_of(viewer, now), exchange, now=now)
    return Agreement.objects.get(pk=found.id) if found else None


def any_recorded(viewer: Practitioner) -> bool:
    """Tell whether the partnership has recorded any agreement here: else nobody was asked yet."""
    return Agreement.objects.exists()


def holds_until(viewer: Practitioner, agreement: Agreement) -> date:
    """Give the first day on which a version no longer holds for anybody."""
    return min(_after(agreement), _ends([agreement.pk]).get(agreement.pk, date.max))


def may_keep(viewer: Practitioner) -> bool:
    """Tell whether the viewer's role keeps agreements: records, signs and ends them."""
    return not KEEPS.isdisjoint(viewer.roles)


def may_keep_for_all(viewer: Practitioner, agreement: Agreement | None = None) -> bool:
    """Tell whether the viewer keeps this agreement for every party, and not for their own alone.

    That is the partnership's manager, and a keeper of the agency that recorded it.
    """
    own = agreement is not None and agreement.recorded_by.agency_id == viewer.agency_id
    return may_keep(viewer) and (own or FOR_ALL in viewer.roles)


def refuse_other_roles(viewer: Practitioner) -> None:
    """Refuse whoever keeps no agreements.

    Raises:  NotAllowed.
    """
    if not may_keep(viewer):
        raise NotAllowed(
            what="Nothing was recorded: your role does not keep the agreements.",
            why="What an agency agrees to binds everybody in it, so the partnership’s manager, the "
            "manager of the front door, a lead information officer or a Caldicott Guardian keeps "
            "them.",
            next="Ask one of them. Everybody can read every agreement.",
            cites=("london_2007 3.2.4", "bromley_2017 12.1"),
        )


def _ends(found: Iterable[UUID]) -> dict[UUID, date]:
    """Give from when each no longer holds for anybody, if it was ended or a new version came."""
    ids = list(found)
    ends: dict[UUID, date] = {}
    for newer in Agreement.objects.filter(supersedes__in=ids).select_related("supersedes"):
        if newer.supersedes:
            ends[newer.supersedes.pk] = newer.begins_on
    for ending in Ending.objects.filter(agreement__in=ids, agency=None):
        id = ending.agreement_id
        ends[id] = min(ending.from_on, ends.get(id, ending.from_on))
    return ends


def _parties(found: Iterable[UUID], today: date) -> dict[UUID, frozenset[str]]:
    """Give who has signed each and has not left it."""
    ids = list(found)
    left = Ending.objects.filter(agreement__in=ids, from_on__lte=today)
    gone = set(left.values_list("agreement", "agency"))
    rows = Party.objects.filter(agreement__in=ids, signed_on__lte=today, agency__left_at=None)
    signed: dict[UUID, set[str]] = {id: set() for id in ids}
    for id, agency in rows.values_list("agreement", "agency"):
        if (id, agency) not in gone:
            signed[id].add(str(agency))
    return {id: frozenset(agencies) for id, agencies in signed.items()}


def _told(row: Agreement, signed: frozenset[str], ended: date | None) -> permitting.Agreement:
    return permitting.Agreement(
        id=str(row.pk),
        version=row.version,
        parties=signed,
        purposes=frozenset(row.purposes),
        classes=frozenset(row.classes),
        covers=Shows[row.covers.upper()],
        since=_midnight(row.begins_on),
        until=_midnight(min(_after(row), ended or date.max)),
        answers_to=frozenset(row.answers_to),
        categories=frozenset(row.categories),
    )


def _after(row: Agreement) -> date:
    return row.ends_on + timedelta(days=1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
