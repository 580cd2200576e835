"""Finding keys and unwrapping them from the root down; below agencies’ none outlives a page."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from sharewell_hub.keystore.models import AgencyKey, DestroyedKey, IndexKey, SubjectKey
from sharewell_hub.keystore.roots import root_key
from sharewell_hub.keystore.wrapping import unwrap
from sharewell_hub.walls.remembering import remembered


class OpenKey(NamedTuple):
    """A subject's key, unwrapped, with what words are bound to."""

    id: UUID
    agency: UUID
    subject: UUID
    version: int
    opens: bytes


def subject_keys(ids: Iterable[UUID]) -> dict[UUID, OpenKey]:
    """Find subjects' keys by their ids, in one question; one that is gone is left out.

    Raises:  SealBroken when one does not open.
    """
    wanted, at_hand = set(ids), remembered(_at_hand)
    if missing := wanted - at_hand.keys():
        rows = SubjectKey.objects.filter(pk__in=missing).select_related("agency_key")
        at_hand |= {row.pk: opened(row) for row in rows}
    return {id: at_hand[id] for id in wanted & at_hand.keys()}


def _at_hand() -> dict[UUID, OpenKey]:
    """Begin with no key: what is unwrapped while a page is answered is kept no longer."""
    return {}


def versions(*, agency: UUID, subject: UUID) -> list[OpenKey]:
    """Give every version of one subject's key, the newest first."""
    rows = SubjectKey.objects.filter(agency=agency, subject=subject).order_by("-version")
    return [opened(row) for row in rows.select_related("agency_key")]


def index_keys(agency: UUID) -> dict[int, bytes]:
    """Give every version of an agency's index key, the newest first."""
    rows = IndexKey.objects.filter(agency=agency).select_related("agency_key").order_by("-version")
    return {row.version: unwrap(agency_opens(row.agency_key), bytes(row.wrapped), of=row.pk)
            for row in rows}  # fmt: skip


def apart(subject: UUID) -> UUID:
    """Give the id under which what tells where a subject lives has a key of its own.

    Whoever opens a name unwraps no address; whoever erases the subject erases both.
    """
    return UUID(hashlib.md5(f"places {subject}".encode(), usedforsecurity=False).hexdigest())


def live_keys(*, agency: UUID, subject: UUID) -> list[UUID]:
    """Name the keys under which words about a subject lie, where they live among them."""
    both = [subject, apart(subject)]
    rows = SubjectKey.objects.filter(agency=agency, subject__in=both)
    return list(rows.values_list("pk", flat=True))


def destroyed_keys(*, agency: UUID, subject: UUID) -> list[UUID]:
    """Name the keys of a subject that were destroyed, earliest first; that apart among them."""
    both = [subject, apart(subject)]
    rows = DestroyedKey.objects.filter(agency=agency, subject__in=both).order_by("destroyed_at")
    return list(rows.values_list("pk", flat=True))


def opened(key: SubjectKey) -> OpenKey:
    """Unwrap a subject's key by its agency's, which must be at hand."""
    opens = unwrap(agency_opens(key.agency_key), bytes(key.wrapped), of=key.pk)
    return OpenKey(key.pk, key.agency, key.subject, key.version, opens)


def agency_opens(key: AgencyKey) -> bytes:
    """Unwrap an agency's key by the root key."""
    return _agency_opens(str(settings.SHAREWELL_ROOT_KEY), key.root, bytes(key.wrapped))


@lru_cache(maxsize=256)
def _agency_opens(_said: str, root: str, wrapped: bytes) -> bytes:
    """Unwrap once a process: a module takes half a millisecond, and every page needs it.

    Erasing destroys a subject's key, which is asked for each time.
    """
    return root_key().unwrap(wrapped, root)
