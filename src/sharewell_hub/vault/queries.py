"""Opening what was sealed; who may is for the room that holds the reference to say."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from sharewell.terms.errors import SealBroken
from sharewell_hub.keystore.queries import OpenKey, subject_keys
from sharewell_hub.keystore.wrapping import broken, unwrap
from sharewell_hub.vault.models import Content, ContentFor, IndexRow, MatchingCopy
from sharewell_hub.vault.sealing import belonging, belonging_to_several, opened
from sharewell_hub.walls.seeing import served_by

KEEP_SEALED = "keep_sealed"
"""The identity under which the database shows whatever lies sealed: to erase it, seal it anew or
index it, and never to show it."""


def open_content(id: UUID) -> str:
    """Open one content.

    Raises:  SealBroken when it is gone, was changed, or its key is lost.
    """
    return open_many([id])[id]


def open_many(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Open several contents at once: one question for words, one for keys, each unwrapped once.

    Raises:  SealBroken when any of them is gone, was changed, or its key is lost.
    """
    wanted = set(ids)
    rows = list(Content.objects.filter(pk__in=wanted)) if wanted else []
    _refuse_missing(wanted - {row.pk for row in rows})
    keys = subject_keys({row.key_id for row in rows if row.key_id}) if rows else {}
    several = _keys_of_several([row for row in rows if row.key_id is None])
    return {row.pk: _words(row, keys, several) for row in rows}


def open_row(row: Content, key: OpenKey) -> bytes:
    """Open a row in hand with the key in hand."""
    return opened(bytes(row.sealed), key.opens, belonging(row.place, row.pk, key), id=row.pk)


def digest_of(id: UUID) -> str:
    """Give the SHA-256 of a content as it lies sealed: it says nothing about the words."""
    return digests_of([id])[0]


def digests_of(ids: Iterable[UUID]) -> list[str]:
    """Give the SHA-256 of each content as it lies sealed, in the order of their ids.

    No wall hides it, as it says nothing: whoever sends logs what they sealed for the recipient.
    """
    wanted = set(ids)
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select id, digest from vault_digests(%s)", [list(wanted)])
        digests: dict[UUID, str] = dict(cursor.fetchall())
    _refuse_missing(wanted - set(digests))
    return list(digests.values())


def contents_under(keys: Iterable[UUID]) -> list[UUID]:
    """Name the contents that lie under keys, those about several people left out."""
    with served_by(KEEP_SEALED):
        return list(Content.objects.filter(key_id__in=set(keys)).values_list("pk", flat=True))


def anything_left(*, agency: UUID, subject: UUID, keys: Iterable[UUID]) -> bool:
    """Tell whether words under these keys are left, or an identifier of this subject."""
    under, whose = set(keys), {"agency": agency, "subject": subject}
    with served_by(KEEP_SEALED):
        return (
            Content.objects.filter(key_id__in=under).exists()
            or ContentFor.objects.filter(key_id__in=under).exists()
            or IndexRow.objects.filter(**whose).exists()
            or MatchingCopy.objects.filter(**whose).exists()
        )


def _words(row: Content, keys: dict[UUID, OpenKey], several: dict[UUID, bytes]) -> str:
    if row.key_id is None:
        place = belonging_to_several(row.place, row.pk)
        return opened(bytes(row.sealed), several[row.pk], place, id=row.pk).decode()
    if row.key_id not in keys:
        raise broken(f"The key of the content {row.pk} is gone.")
    return open_row(row, keys[row.key_id]).decode()


def _keys_of_several(rows: list[Content]) -> dict[UUID, bytes]:
    """Unwrap the key of each joint content by that of any of its subjects.

    Raises:  SealBroken when none of them is left.
    """
    if not rows:
        return {}
    ways = list(ContentFor.objects.filter(content_id__in=[row.pk for row in rows]))
    keys = subject_keys({way.key_id for way in ways})
    found = {
        way.content_id: unwrap(keys[way.key_id].opens, bytes(way.wrapped), of=way.content_id)
        for way in ways
        if way.key_id in keys
    }
    for row in rows:
        if row.pk not in found:
            raise broken(f"Every key of the content {row.pk} is gone.")
    return found


def _refuse_missing(ids: set[UUID]) -> None:
    if ids:
        raise SealBroken(
            what="Nothing was shown: sealed words are not where they should be.",
            why=f"The content {min(ids, key=str)} does not exist.",
            next="Change nothing, and tell whoever looks after the service.",
        )
