"""Acts on the partnership's agencies and its directory; each ends in the log."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sharewell_hub.agencies.models import Agency, Destination, Practitioner
from sharewell_hub.agencies.queries import destination_for, refuse_other_roles
from sharewell_hub.logbook.actions import log


@transaction.atomic
def add_agency(*, slug: str, name: str, kind: str, address_pattern: str = "") -> Agency:
    """Take an agency into the partnership; whoever runs the service does this."""
    agency = Agency.objects.create(slug=slug, name=name, kind=kind, address_pattern=address_pattern)
    log("agency_added", object_id=agency.pk, actor=None, agency=agency.pk)
    return agency


@transaction.atomic
def add_practitioner(
    agency: Agency, *, email: str, name: str, roles: tuple[str, ...], password: str | None = None
) -> Practitioner:
    """Open an account for somebody of an agency; without a password nobody can use it."""
    person = Practitioner(agency=agency, email=email.lower(), name=name, roles=list(roles))
    person.set_password(password)
    person.save(force_insert=True)
    log("practitioner_added", object_id=person.pk, actor=None, agency=agency.pk)
    return person


@transaction.atomic
def set_password(person: Practitioner, password: str) -> None:
    """Give somebody a new password; whoever is signed in with the old one is signed out."""
    person.set_password(password)
    person.save(update_fields=["password"])
    log("password_set", object_id=person.pk, actor=None, agency=person.agency_id)


@transaction.atomic
def close_account(person: Practitioner) -> None:
    """Close the account of somebody who left; what they recorded stays."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    log("account_closed", object_id=person.pk, actor=None, agency=person.agency_id)


@transaction.atomic
def add_destination(viewer: Practitioner, agency: Agency, **service: str) -> Destination:
    """Put a service into the directory; it stays unknown until somebody verifies it.

    Raises:  NotAllowed when the viewer's role does not answer for the directory.
    """
    refuse_other_roles(viewer)
    added = Destination.objects.create(agency=agency, **service)
    log("destination_added", object_id=added.pk, actor=viewer.pk, agency=viewer.agency_id)
    return added


@transaction.atomic
def verify_destination(viewer: Practitioner, id: UUID, *, way: str, source: str) -> Destination:
    """Record that a destination is what it says it is; said twice on a day, it is recorded once.

    Raises:  NotFound. NotAllowed when the viewer's role does not answer for the directory.
    """
    destination = destination_for(viewer, id)
    refuse_other_roles(viewer)
    said = {
        "verified_on": timezone.localdate(),
        "verified_by_id": viewer.pk,
        "verified_how": way,
        "verified_source": source,
    }
    locked = Destination.objects.select_for_update().get(pk=destination.pk)
    if all(getattr(locked, key) == value for key, value in said.items()):
        return destination
    Destination.objects.filter(pk=id).update(**said)
    log(
        "destination_verified",
        object_id=destination.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        purpose=way,
    )
    return destination_for(viewer, id)
