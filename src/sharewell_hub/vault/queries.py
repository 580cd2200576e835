"""Opening what was sealed; who may is for the room that holds the reference to say."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from sharewell.terms.errors import SealBroken
from sharewell_hub.vault.models import Content
from sharewell_hub.vault.sealing import opened, subject_key


def open_content(id: UUID) -> str:
    """Open one content.

    Raises:  SealBroken when it is gone, was changed, or its key is lost.
    """
    return open_many([id])[id]


def open_many(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Open several contents at once, unwrapping each key only once.

    Raises:  SealBroken when any of them is gone, was changed, or its key is lost.
    """
    wanted = set(ids)
    words: dict[UUID, str] = {}
    keys: dict[UUID, bytes] = {}
    for row in _rows(wanted):
        if row.key_id not in keys:
            keys[row.key_id] = subject_key(row.key)
        words[row.pk] = opened(row, keys[row.key_id])
    _refuse_missing(wanted - set(words))
    return words


def digest_of(id: UUID) -> str:
    """Give the SHA-256 of a content as it lies sealed: it says nothing about the words."""
    return digests_of([id])[0]


def digests_of(ids: Iterable[UUID]) -> list[str]:
    """Give the SHA-256 of each content as it lies sealed, in the order of their ids."""
    wanted = set(ids)
    rows = Content.objects.filter(pk__in=wanted).order_by("pk") if wanted else ()
    digests = {row.pk: hashlib.sha256(bytes(row.sealed)).hexdigest() for row in rows}
    _refuse_missing(wanted - set(digests))
    return list(digests.values())


def _rows(ids: set[UUID]) -> Iterable[Content]:
    if not ids:
        return []
    return Content.objects.filter(pk__in=ids).select_related("key__agency_key")


def _refuse_missing(ids: set[UUID]) -> None:
    if ids:
        raise SealBroken(
            what="Nothing was shown: sealed words are not where they should be.",
            why=f"The content {min(ids, key=str)} does not exist.",
            next="Change nothing, and tell whoever looks after the service.",
        )
