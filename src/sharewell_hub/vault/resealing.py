"""Sealing words anew under the next version of their subject's key."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from sharewell_hub.keystore.actions import add_version, drop_superseded_subject_key
from sharewell_hub.keystore.models import SubjectKey
from sharewell_hub.keystore.queries import OpenKey, versions
from sharewell_hub.keystore.wrapping import broken, unwrap, wrap
from sharewell_hub.vault.models import Content, ContentFor
from sharewell_hub.vault.queries import KEEP_SEALED, open_row
from sharewell_hub.vault.sealing import belonging, sealed
from sharewell_hub.walls.seeing import served_by

LONGEST_ACT = timedelta(hours=1)
"""Nobody who found the version before still writes words under it after this time."""


class Resealed(NamedTuple):
    """One content with its digest before and after, for the log to bind."""

    content: UUID
    before: str
    after: str


def reseal(*, agency: UUID, subject: UUID) -> Iterator[Resealed]:
    """Seal a subject's words anew, under a next version of the key unless one was begun.

    It belongs inside the caller's transaction, which logs each. Cut off, it goes on when called
    again; the old version is dropped by `drop_old_versions` once nothing lies under it.
    """
    found = versions(agency=agency, subject=subject)
    if not found:
        return
    if len(found) == 1:
        add_version(agency=agency, subject=subject, after=found[0].version)
        found = versions(agency=agency, subject=subject)
    newest = found[0]
    old = {key.id: key for key in found[1:]}
    with served_by(KEEP_SEALED):
        rows = list(Content.objects.filter(key_id__in=list(old)).order_by("pk"))
    for row in rows:
        yield _anew(row, newest, old)
    with served_by(KEEP_SEALED):
        for way in ContentFor.objects.filter(key_id__in=list(old)):
            opens = unwrap(old[way.key_id].opens, bytes(way.wrapped), of=way.content_id)
            _ask("vault_rewrap", way.pk, newest.id, wrap(newest.opens, opens))


def _anew(row: Content, newest: OpenKey, old: Mapping[UUID, OpenKey]) -> Resealed:
    where = belonging(row.place, row.pk, newest)
    words = sealed(open_row(row, old[UUID(str(row.key_id))]), newest.opens, where)
    before = sha256(bytes(row.sealed))
    with served_by(KEEP_SEALED):
        done = _ask("vault_reseal", row.pk, before.digest(), newest.id, words)
    if not done:
        raise broken(f"The content {row.pk} was changed while it was sealed anew.")
    return Resealed(row.pk, before.hexdigest(), sha256(words).hexdigest())


def drop_old_versions() -> int:
    """Destroy superseded versions of subjects' keys under which nothing lies any longer."""
    newer = SubjectKey.objects.filter(
        agency=OuterRef("agency"), subject=OuterRef("subject"), version__gt=OuterRef("version"),
        made_at__lt=timezone.now() - LONGEST_ACT,
    )  # fmt: skip
    superseded = set(SubjectKey.objects.filter(Exists(newer)).values_list("pk", flat=True))
    if not superseded:
        return 0
    with served_by(KEEP_SEALED):
        used: set[UUID | None] = {
            *Content.objects.filter(key_id__in=superseded).values_list("key_id", flat=True),
            *ContentFor.objects.filter(key_id__in=superseded).values_list("key_id", flat=True),
        }
    return sum(drop_superseded_subject_key(id) for id in superseded - used)


def _ask(function: str, *values: object) -> bool:
    with connection.cursor() as cursor:
        cursor.callproc(function, list(values))
        (done,) = cursor.fetchone()
    return bool(done)
