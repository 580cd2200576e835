"""Sealing words; the room that orders it logs it."""

import uuid
from functools import cached_property
from uuid import UUID

from sharewell_hub.vault.models import AgencyKey, Content, SubjectKey
from sharewell_hub.vault.root_key import root_key
from sharewell_hub.vault.sealing import new_wrapped_key, sealed, subject_key, unwrap


class Sealer:
    """Seals words about one subject for one agency; nothing is stored until they are kept."""

    def __init__(self, *, agency: UUID, subject: UUID) -> None:
        self.agency, self.subject = agency, subject
        self._sealed: list[Content] = []

    @cached_property
    def _key(self) -> SubjectKey:
        return _key_for(agency=self.agency, subject=self.subject)

    @cached_property
    def _opens(self) -> bytes:
        return subject_key(self._key)

    def seal(self, text: str, place: str) -> UUID:
        """Seal words for their place, and give the id to keep instead of them."""
        content = Content(id=uuid.uuid4(), key=self._key, place=place)
        content.sealed = sealed(text, content, self._opens)
        self._sealed.append(content)
        return content.pk

    def keep(self) -> None:
        """Store what was sealed since, all of it at once."""
        Content.objects.bulk_create(self._sealed)
        self._sealed = []


def seal(text: str, *, agency: UUID, subject: UUID, place: str) -> UUID:
    """Seal words about a subject for an agency, and give the id to keep instead of them."""
    sealer = Sealer(agency=agency, subject=subject)
    id = sealer.seal(text, place)
    sealer.keep()
    return id


def _key_for(*, agency: UUID, subject: UUID) -> SubjectKey:
    """Find the newest key for this agency and subject, making it the first time."""
    kept = SubjectKey.objects.select_related("agency_key").order_by("-version")
    found = kept.filter(agency=agency, subject=subject).first()
    if found is not None:
        return found
    above = _agency_key(agency)
    wrapping = unwrap(root_key(), bytes(above.wrapped), of=above.pk)
    SubjectKey.objects.bulk_create(
        [
            SubjectKey(
                agency=agency,
                subject=subject,
                agency_key=above,
                wrapped=new_wrapped_key(wrapping),
            )
        ],
        ignore_conflicts=True,
    )
    return kept.get(agency=agency, subject=subject)


def _agency_key(agency: UUID) -> AgencyKey:
    """Find an agency's newest key, making it the first time."""
    kept = AgencyKey.objects.filter(agency=agency).order_by("-version")
    if found := kept.first():
        return found
    AgencyKey.objects.bulk_create(
        [AgencyKey(agency=agency, wrapped=new_wrapped_key(root_key()))], ignore_conflicts=True
    )
    return kept.get()
