"""The identifiers that matching compares, standing once more under their agency's index key."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from sharewell_hub.keystore.actions import (
    add_index_key,
    drop_superseded_index_keys,
    newest_index_key,
)
from sharewell_hub.keystore.models import IndexKey
from sharewell_hub.keystore.queries import index_keys
from sharewell_hub.keystore.wrapping import broken
from sharewell_hub.vault.indexing import index_rows
from sharewell_hub.vault.models import IndexRow, MatchingCopy
from sharewell_hub.vault.queries import KEEP_SEALED
from sharewell_hub.vault.sealing import opened, sealed
from sharewell_hub.walls.seeing import served_by

AT_ONCE = 200
Known = Mapping[str, str]


@transaction.atomic
def keep_for_matching(*, agency: UUID, subject: UUID, known: Known) -> None:
    """Keep what matching compares of a subject, in place of what was kept before.

    Shapes:  known names each identifier, such as surname, born_on or nhs_number; those of
             `indexing.KINDS` can be looked up exactly as well.
    Raises:  FactRefused for one of those that cannot be what it should.
    """
    version, opens = newest_index_key(agency)
    said = json.dumps(dict(known), sort_keys=True, ensure_ascii=False).encode()
    words = sealed(said, opens, _belonging(agency, subject, version))
    rows = index_rows(agency, subject, known)
    with served_by(KEEP_SEALED):
        IndexRow.objects.filter(agency=agency, subject=subject).delete()
        MatchingCopy.objects.update_or_create(
            agency=agency, subject=subject, defaults={"version": version, "sealed": words}
        )
        IndexRow.objects.bulk_create(rows)


def to_compare(agency: UUID, subjects: Iterable[UUID] | None = None) -> dict[UUID, dict[str, str]]:
    """Open what matching compares of an agency's subjects: one question, and one key.

    Raises:  SealBroken when a copy was changed, or its key is gone.
    """
    rows = MatchingCopy.objects.filter(agency=agency)
    if subjects is not None:
        rows = rows.filter(subject__in=subjects)
    keys = index_keys(agency)
    return {row.subject: _opened(row, keys) for row in rows}


def readable_copies() -> QuerySet[MatchingCopy]:
    """Give the copies whose index key is there; others came back from a backup older than it."""
    keys = defaultdict(list)
    for agency, version in IndexKey.objects.values_list("agency", "version"):
        keys[agency].append(version)
    under = (Q(agency=agency, version__in=held) for agency, held in keys.items())
    return MatchingCopy.objects.filter(reduce(or_, under, Q(pk__in=())))


def rotate_index(agency: UUID) -> Iterator[int]:
    """Index an agency's subjects under a next key, or go on with one begun; say how many.

    The key before is destroyed: what an old backup holds can be neither looked up nor opened.
    """
    keys = index_keys(agency)
    if len(keys) == 1:
        add_index_key(agency, after=max(keys))
    newest = newest_index_key(agency).version
    while many := _index_some(agency, before=newest):
        yield many
    transaction.on_commit(lambda: _drop(agency))


def _index_some(agency: UUID, *, before: int) -> int:
    """Index some of the subjects that stand under an older key anew, and say how many."""
    with served_by(KEEP_SEALED):
        old = readable_copies().filter(agency=agency, version__lt=before)
        subjects = list(old.values_list("subject", flat=True)[:AT_ONCE])
        for subject, known in to_compare(agency, subjects).items():
            keep_for_matching(agency=agency, subject=subject, known=known)
    return len(subjects)


def _drop(agency: UUID) -> None:
    """Destroy the index keys before the newest, unless a copy was written under one meanwhile."""
    newest = newest_index_key(agency).version
    with served_by(KEEP_SEALED):
        left = readable_copies().filter(agency=agency, version__lt=newest).exists()
    if not left:
        drop_superseded_index_keys(agency)


def _opened(row: MatchingCopy, keys: Mapping[int, bytes]) -> dict[str, str]:
    if row.version not in keys:
        raise broken(f"The key of the matching copy {row.pk} is gone.")
    where = _belonging(row.agency, row.subject, row.version)
    held: dict[str, str] = json.loads(
        opened(bytes(row.sealed), keys[row.version], where, id=row.pk)
    )
    return held


def _belonging(agency: UUID, subject: UUID, version: int) -> bytes:
    return f"vault_matchingcopy|{agency}|{subject}|{version}".encode()
