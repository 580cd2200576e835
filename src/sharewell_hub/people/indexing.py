"""Bringing records that the index lacks into it, so that the glass finds their child.

They were made before there was one, or came back from a backup older than the index key.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from sharewell.terms.errors import SealBroken
from sharewell_hub.logbook.actions import log
from sharewell_hub.people.identifying import identifiers
from sharewell_hub.people.models import Subject
from sharewell_hub.vault.matching import keep_for_matching, readable_copies
from sharewell_hub.vault.queries import KEEP_SEALED, open_many
from sharewell_hub.walls.seeing import served_by

SERVICE, PURPOSE = "index_people", "find_in_an_emergency"
"""The identity under which the database shows which records are not in the index, and what for."""

AT_ONCE = 200
NOBODY = UUID(int=0)


def waiting() -> int:
    """Count the records that are not in the index, those with nothing left to index among them."""
    with served_by(SERVICE):
        return _missing(after=NOBODY).count()


def index_people() -> Iterator[int]:
    """Index every record that is not yet, and log it once; give how many each step looked at.

    Each step stands by itself: cut off, the next time goes on where this one stopped. A record
    whose words are gone or do not open is passed over.
    """
    last, logged = NOBODY, False
    while True:
        with transaction.atomic():
            some = _some(after=last)
            indexed = sum(map(_index, some))
            if indexed and not logged:
                log("people_indexed", object_id=uuid4(), actor=None, agency=None, purpose=PURPOSE)
                logged = True
        if not some:
            return
        yield len(some)
        last = some[-1].pk


def _some(*, after: UUID) -> list[Subject]:
    with served_by(SERVICE):
        return list(_missing(after=after).order_by("pk")[:AT_ONCE])


def _missing(*, after: UUID) -> QuerySet[Subject]:
    indexed = readable_copies().values("subject")
    return Subject.objects.filter(pk__gt=after).exclude(pk__in=indexed)


def _index(subject: Subject) -> bool:
    """Index one record by its name and birthday; say whether there was anything to index."""
    held = [each for each in (subject.name_content, subject.born_on_content) if each]
    try:
        with served_by(KEEP_SEALED):
            words = open_many(held)
    except SealBroken:
        return False
    day = words.get(subject.born_on_content) if subject.born_on_content else None
    known = identifiers(words[subject.name_content], date.fromisoformat(day) if day else None)
    keep_for_matching(agency=subject.agency_id, subject=subject.pk, known=known)
    return True
