"""Sealing words; the room that orders it logs it."""

import uuid
from uuid import UUID

from django.db import transaction

from sharewell_hub.vault.models import AgencyKey, Content, SubjectKey
from sharewell_hub.vault.queries import open_content
from sharewell_hub.vault.root_key import root_key
from sharewell_hub.vault.sealing import new_wrapped_key, sealed, subject_key, unwrap


@transaction.atomic
def seal(text: str, *, agency: UUID, subject: UUID, place: str) -> UUID:
    """Seal words about a subject for an agency, and give the id to keep instead of them."""
    content = Content(id=uuid.uuid4(), key=_key_for(agency=agency, subject=subject), place=place)
    content.sealed = sealed(text, content, subject_key(content.key))
    content.save(force_insert=True)
    return content.pk


@transaction.atomic
def copy_for(id: UUID, *, agency: UUID, subject: UUID, place: str) -> UUID:
    """Seal the same words once more under another agency's key, and give the new id."""
    return seal(open_content(id), agency=agency, subject=subject, place=place)


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
