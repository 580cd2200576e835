"""Sealing words and erasing them; the room that orders it logs it."""

import uuid
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from sharewell.terms.errors import NotAllowed
from sharewell_hub.keystore.actions import destroy_subject_keys, key_for
from sharewell_hub.keystore.queries import OpenKey, destroyed_keys
from sharewell_hub.keystore.wrapping import new_key, wrap
from sharewell_hub.vault.models import Content, ContentFor, IndexRow, MatchingCopy
from sharewell_hub.vault.queries import KEEP_SEALED
from sharewell_hub.vault.sealing import belonging, belonging_to_several, sealed
from sharewell_hub.walls.seeing import served_by


class Erased(NamedTuple):
    """What an erasure destroyed: ids and digests for the log, and how many copies for matching."""

    keys: list[UUID]
    contents: dict[UUID, str]
    copies: int


class Sealer:
    """Seals words about one subject for one agency; nothing is stored until they are kept.

    The database shows them to whoever needs to know about the subject, or about `about` where the
    words have a key apart from their subject's.
    """

    def __init__(self, *, agency: UUID, subject: UUID, about: UUID | None = None) -> None:
        self.agency, self.subject, self.about = agency, subject, about or subject
        self._sealed: list[Content] = []

    @cached_property
    def _key(self) -> OpenKey:
        return key_for(agency=self.agency, subject=self.subject)

    def seal(self, text: str, place: str) -> UUID:
        """Seal words for their place, and give the id to keep instead of them."""
        content = Content(
            id=uuid.uuid4(), key_id=self._key.id, agency=self.agency, subjects=[self.about],
            place=place,
        )  # fmt: skip
        where = belonging(place, content.pk, self._key)
        content.sealed = sealed(text.encode(), self._key.opens, where)
        self._sealed.append(content)
        return content.pk

    def keep(self) -> None:
        """Store what was sealed since, all of it at once."""
        Content.objects.bulk_create(self._sealed)
        self._sealed = []


def seal(text: str, *, agency: UUID, subject: UUID, place: str, about: UUID | None = None) -> UUID:
    """Seal words about a subject for an agency, and give the id to keep instead of them.

    Shapes:  about is whom the words are about, where their key is one apart from that subject's.
    """
    sealer = Sealer(agency=agency, subject=subject, about=about)
    id = sealer.seal(text, place)
    sealer.keep()
    return id


@transaction.atomic
def seal_for_several(text: str, *, agency: UUID, subjects: Iterable[UUID], place: str) -> UUID:
    """Seal words about several subjects: they open as long as one of them is not erased."""
    keys = [key_for(agency=agency, subject=subject) for subject in sorted(set(subjects))]
    id, opens = uuid.uuid4(), new_key()
    words = sealed(text.encode(), opens, belonging_to_several(place, id))
    about = [key.subject for key in keys]
    Content.objects.bulk_create(
        [Content(id=id, key_id=None, agency=agency, subjects=about, place=place, sealed=words)]
    )
    ContentFor.objects.bulk_create(
        ContentFor(
            content_id=id, key_id=key.id, agency=agency, subject=key.subject,
            wrapped=wrap(key.opens, opens),
        )
        for key in keys
    )  # fmt: skip
    return id


def destroy(*, agency: UUID, subject: UUID, holds: Iterable[object] = ()) -> Erased:
    """Erase what an agency holds about a subject: the keys at once, then what lay under them.

    Killed or rolled back in between, the words are unreadable already; called again, it goes on and
    names every key and what was left of the words.

    Raises:  NotAllowed where the caller knows of anything that holds the record.
    """
    if any(True for _ in holds):
        raise NotAllowed(
            what="Nothing was erased: this record is held.",
            why="Something else needs it to be kept for the time being.",
            next="See what holds it; when nothing does any longer, erase it then.",
        )
    destroy_subject_keys(agency=agency, subject=subject)
    keys = destroyed_keys(agency=agency, subject=subject)
    with served_by(KEEP_SEALED), connection.cursor() as cursor:
        cursor.execute("select id, digest from vault_erase(%s)", [keys])
        contents: dict[UUID, str] = dict(cursor.fetchall())
        IndexRow.objects.filter(agency=agency, subject=subject).delete()
        copies, _ = MatchingCopy.objects.filter(agency=agency, subject=subject).delete()
    return Erased(keys, contents, copies)
