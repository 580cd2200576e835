"""Recording what agencies agreed, who signed it, and that it ended; nothing is ever edited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from sharewell.permitting.table import READ
from sharewell.terms.errors import FactRefused, NotAllowed
from sharewell_hub.agencies.models import Agency, Practitioner
from sharewell_hub.agencies.roles import ROLES
from sharewell_hub.agreements.models import COVERS, TIERS, Agreement, Ending, Party
from sharewell_hub.agreements.queries import may_keep_for_all, refuse_other_roles, successor_of
from sharewell_hub.agreements.saying import CATEGORIES, CLASSES, FIND_PATTERNS, ONWARD
from sharewell_hub.logbook.actions import log


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What agencies agree: what for, which information, how much of it, and until when.

    Shapes:  purposes and classes are codes of permitting.toml, categories of words.toml; covers is
             existence, content or location; answers_to is the roles to which questions over the
             whole partnership answer.
    Units:   ends_on is the last day on which it holds.
    Raises:  FactRefused for another code, or days out of order.
    """

    title: str
    tier: int
    says: str
    begins_on: date
    ends_on: date
    purposes: Iterable[str]
    classes: Iterable[str]
    categories: Iterable[str] = ()
    covers: str = "content"
    onward: str = "ask_first"
    answers_to: Iterable[str] = ()

    def __post_init__(self) -> None:
        known = {
            "purposes": {*READ["purposes"], FIND_PATTERNS},
            "classes": CLASSES.keys(),
            "categories": CATEGORIES.keys(),
            "answers_to": ROLES.keys(),
        }
        ok = [set(getattr(self, name)) <= set(codes) for name, codes in known.items()]
        whole = self.covers in COVERS and self.onward in ONWARD and self.tier in TIERS
        some = all(set(each) for each in (self.purposes, self.classes))
        if not (all(ok) and whole and some and self.begins_on <= self.ends_on):
            raise FactRefused(
                what="Nothing was recorded: this is not an agreement that can be kept.",
                why="It needs a purpose, a class of records, a first and a last day in order, and "
                "codes that are known.",
                next="Put right what it covers, and send it again.",
            )


@transaction.atomic
def record_agreement(
    viewer: Practitioner, agreed: Agreed, *, supersedes: Agreement | None = None
) -> Agreement:
    """Record an agreement, or a new version that takes an older one's place, and log it.

    Nobody is bound by it until they sign; the older one holds until the new one's first day.

    Raises:  NotAllowed for other roles, and for a version that has a newer one already.
    """
    refuse_other_roles(viewer)
    _refuse_a_second(viewer, agreed, supersedes)
    made = Agreement.objects.create(
        title=agreed.title,
        tier=agreed.tier,
        version=supersedes.version + 1 if supersedes else 1,
        supersedes=supersedes,
        says=agreed.says,
        begins_on=agreed.begins_on,
        ends_on=agreed.ends_on,
        purposes=sorted(set(agreed.purposes)),
        classes=sorted(set(agreed.classes)),
        categories=sorted(set(agreed.categories)),
        covers=agreed.covers,
        onward=agreed.onward,
        answers_to=sorted(set(agreed.answers_to)),
        recorded_by=viewer,
        recorded_at=timezone.now(),
    )
    log(
        "agreement_recorded",
        object_id=made.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        previous=supersedes.pk if supersedes else "",
    )
    return made


@transaction.atomic
def sign_agreement(
    viewer: Practitioner, agreement: Agreement, agency: Agency, *, signed_on: date, signed_as: str
) -> Party:
    """Record that an agency signed a version, by somebody in a role, and log it; said twice, once.

    Raises:  NotAllowed for other roles, for another agency, and for a role or a day that cannot be.
    Source:  Bromley 12.1.
    """
    refuse_other_roles(viewer)
    _refuse_anothers(viewer, agency)
    if signed_as not in ROLES or signed_on > timezone.localdate():
        raise NotAllowed(
            what="Nothing was recorded: nobody signs in this role, or on this day.",
            why="An agency is bound from the day on which somebody who answers for it has signed.",
            next="Enter the role of whoever signed, and the day on which they did.",
        )
    party, is_new = Party.objects.get_or_create(
        agreement=agreement,
        agency=agency,
        defaults={
            "signed_on": signed_on,
            "signed_as": signed_as,
            "recorded_by": viewer,
            "recorded_at": timezone.now(),
        },
    )
    if is_new:
        log("agreement_signed", object_id=party.pk, actor=viewer.pk, agency=agency.pk)
    return party


@transaction.atomic
def end_agreement(
    viewer: Practitioner, agreement: Agreement, *, from_on: date, agency: Agency | None = None
) -> Ending:
    """Record that an agreement no longer holds from a day on, for one agency or for all.

    Raises:  NotAllowed for other roles, for another agency, and for a day gone by.
    """
    refuse_other_roles(viewer)
    if agency is None:
        _refuse_for_all(viewer, agreement)
    else:
        _refuse_anothers(viewer, agency)
    if from_on < timezone.localdate():
        raise NotAllowed(
            what="Nothing was ended: this day has gone by.",
            why="What was shared until now was shared under the agreement.",
            next="Enter today, to end it at once, or a day to come.",
        )
    ending, is_new = Ending.objects.get_or_create(
        agreement=agreement,
        agency=agency,
        defaults={"from_on": from_on, "recorded_by": viewer, "recorded_at": timezone.now()},
    )
    if is_new:
        log("agreement_ended", object_id=ending.pk, actor=viewer.pk, agency=viewer.agency_id)
    return ending


def _refuse_a_second(viewer: Practitioner, agreed: Agreed, supersedes: Agreement | None) -> None:
    """Refuse a second agreement of one title, and a second version in one place."""
    if supersedes:
        _refuse_for_all(viewer, supersedes)
    taken = (
        successor_of(viewer, supersedes)
        if supersedes
        else Agreement.objects.filter(title=agreed.title).first()
    )
    if taken:
        raise NotAllowed(
            what="Nothing was recorded: somebody recorded this one already.",
            why="An agreement has one title and one newest version, so that nobody signs two.",
            next="Open the newest version from the list. What you typed is kept on this page.",
        )


def _refuse_for_all(viewer: Practitioner, agreement: Agreement) -> None:
    if not may_keep_for_all(viewer, agreement):
        raise NotAllowed(
            what="Nothing was changed: this agreement is not your agency’s to change for all.",
            why="The partnership’s manager, or whoever keeps agreements at the agency that "
            "recorded it, changes or ends it for everybody.",
            next="End it for your own agency alone, or ask one of them.",
            cites=("bromley_2017 10.1",),
        )


def _refuse_anothers(viewer: Practitioner, agency: Agency) -> None:
    if agency.pk != viewer.agency_id and not may_keep_for_all(viewer):
        raise NotAllowed(
            what="Nothing was recorded: this is another agency’s signature.",
            why="Each agency’s own keeper records that it signed or left; the partnership’s "
            "manager may for all.",
            next="Ask them, or the partnership’s manager.",
            cites=("bromley_2017 12.1",),
        )
