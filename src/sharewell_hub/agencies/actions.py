"""Acts on the partnership's agencies and its directory; each ends in the log."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from sharewell.terms.errors import NotFound
from sharewell_hub.agencies.models import (
    SENSITIVE_SERVICES,
    Agency,
    Destination,
    Practitioner,
    Recovery,
    SignIn,
    Training,
)
from sharewell_hub.agencies.queries import (
    account_for,
    destination_for,
    refuse_oneself,
    refuse_other_roles,
    sign_ins,
)
from sharewell_hub.agencies.recovering import digest_of, fits, open_recoveries
from sharewell_hub.agencies.training import trained_colleague
from sharewell_hub.logbook.actions import log
from sharewell_hub.outbox.actions import write_letter
from sharewell_hub.outbox.words import new_reference


@transaction.atomic
def add_agency(*, slug: str, name: str, kind: str, address_pattern: str = "") -> Agency:
    """Take an agency into the partnership; whoever runs the service does this.

    One whose kind is a sensitive service is one until the directory's keeper says otherwise.
    """
    agency = Agency.objects.create(
        slug=slug, name=name, kind=kind, address_pattern=address_pattern,
        sensitive_service=kind if kind in SENSITIVE_SERVICES else "",
    )  # fmt: skip
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
def close_account(person: Practitioner, by: Practitioner | None = None) -> None:
    """Close the account of somebody who left; what they recorded stays."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    _end(SignIn.objects.filter(practitioner=person))
    log("account_closed", object_id=person.pk, actor=_id(by), agency=person.agency_id)


@transaction.atomic
def open_account(person: Practitioner, by: Practitioner | None = None) -> None:
    """Open an account again that was closed."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    log("account_opened", object_id=person.pk, actor=_id(by), agency=person.agency_id)


@transaction.atomic
def change_roles(person: Practitioner, roles: Iterable[str]) -> None:
    """Give somebody other roles; they sign in again, and are then what they are now."""
    person.roles = sorted(roles)
    person.save(update_fields=["roles"])
    _end(SignIn.objects.filter(practitioner=person))
    log("roles_changed", object_id=person.pk, actor=None, agency=person.agency_id)


@transaction.atomic
def leave(agency: Agency) -> None:
    """Take an agency out of the partnership; nobody of it can sign in from now on."""
    agency.left_at = timezone.now()
    agency.save(update_fields=["left_at"])
    _end(SignIn.objects.filter(practitioner__agency=agency))
    log("agency_left", object_id=agency.pk, actor=None, agency=agency.pk)


@transaction.atomic
def come_back(agency: Agency) -> None:
    """Take an agency that had left into the partnership again."""
    agency.left_at = None
    agency.save(update_fields=["left_at"])
    log("agency_came_back", object_id=agency.pk, actor=None, agency=agency.pk)


@transaction.atomic
def sign_out_everywhere(person: Practitioner, by: Practitioner | None = None) -> None:
    """End every sign-in of somebody, and know none of their devices again."""
    Practitioner.objects.filter(pk=person.pk).update(sign_outs=F("sign_outs") + 1)
    _end(SignIn.objects.filter(practitioner=person))
    log("signed_out_everywhere", object_id=person.pk, actor=_id(by), agency=person.agency_id)


@transaction.atomic
def end_sign_in(viewer: Practitioner, id: UUID) -> SignIn:
    """End one sign-in of one's own, on whatever device it is.

    Raises:  NotFound.
    """
    found = sign_ins(viewer).filter(pk=id).first()
    if found is None:
        raise NotFound(
            what="Nothing was ended.",
            why="This sign-in has ended already, or it is not yours.",
            next="Look at the list of where you are signed in.",
        )
    _end(SignIn.objects.filter(pk=found.pk))
    log("sign_in_ended", object_id=found.pk, actor=viewer.pk, agency=viewer.agency_id)
    return found


@transaction.atomic
def open_recovery(viewer: Practitioner, id: UUID, *, drops_second_step: bool) -> str:
    """Begin to help a colleague back in; the other half goes to their mailbox.

    Returns: the half that is read to them; it is kept nowhere.
    Raises:  NotFound. NotAllowed for whoever keeps no accounts, and for one's own account.
    """
    person = account_for(viewer, id)
    refuse_oneself(viewer, person)
    told, sent = new_reference(), new_reference()
    Recovery.objects.filter(practitioner=person, closed_at=None).update(closed_at=timezone.now())
    made = Recovery.objects.create(
        practitioner=person,
        code=digest_of(told, sent),
        drops_second_step=drops_second_step,
        opened_at=timezone.now(),
    )
    write_letter(
        destination_address=person.email,
        kind="recovery",
        reference=sent,
        link_path="/sign-in/recover",
        agency=person.agency_id,
        object_id=made.pk,
    )
    log("recovery_opened", object_id=person.pk, actor=viewer.pk, agency=person.agency_id)
    return told


@transaction.atomic
def recover(*, email: str, told: str, sent: str, password: str) -> Practitioner | None:
    """Give somebody a new password for both halves; a wrong try is counted.

    Returns: the account that is open again, or none where something was wrong.
    """
    person = Practitioner.objects.filter(email=email.strip().lower()).first()
    for recovery in open_recoveries(person):
        if person is None or not fits(recovery, told, sent):
            Recovery.objects.filter(pk=recovery.pk).update(misses=F("misses") + 1)
            continue
        Recovery.objects.filter(pk=recovery.pk).update(closed_at=timezone.now())
        if recovery.drops_second_step:
            Authenticator.objects.filter(user_id=person.pk).delete()
        person.set_password(password)
        person.sign_outs += 1
        person.save(update_fields=["password", "sign_outs"])
        _end(SignIn.objects.filter(practitioner=person))
        log("recovered", object_id=person.pk, actor=person.pk, agency=person.agency_id)
        return person
    return None


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
def set_sensitive_service(viewer: Practitioner, id: UUID, kind: str) -> None:
    """Say of the agency of a destination whether, and in what, it is a sensitive service; log it.

    Raises:  NotFound. NotAllowed when the viewer's role does not answer for the directory.
    Source:  London CPP 3.3.6; Bromley 7.4.
    """
    refuse_other_roles(viewer)
    agency = destination_for(viewer, id).agency
    if (
        Agency.objects.filter(pk=agency.pk)
        .exclude(sensitive_service=kind)
        .update(sensitive_service=kind)
    ):
        log(
            "sensitive_service_set", object_id=agency.pk, actor=viewer.pk,
            agency=viewer.agency_id, purpose=kind,
        )  # fmt: skip


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


@transaction.atomic
def record_training(
    viewer: Practitioner, colleague: Practitioner, *, what: str, done_on: date, until: date
) -> Training:
    """Record that somebody of the viewer's agency was trained, and log it; said twice, once.

    Raises:  NotAllowed for other roles. NotFound for other agencies' people.
    Source:  Bromley, Caldicott principle 5; London CPP 3.2.1.
    """
    before = trained_colleague(viewer, colleague.pk).rows.get(what)
    if before and (before.done_on, before.until) == (done_on, until):
        return before
    made = Training.objects.create(
        practitioner=colleague,
        what=what,
        done_on=done_on,
        until=until,
        recorded_by=viewer,
        at=timezone.now(),
    )
    log("trained", object_id=made.pk, actor=viewer.pk, agency=viewer.agency_id, purpose=what)
    return made


def _end(found: QuerySet[SignIn]) -> None:
    """End sign-ins at once: their sessions are gone before their next request comes."""
    keys = found.filter(ended_at=None).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    found.filter(ended_at=None).update(ended_at=timezone.now())


def _id(person: Practitioner | None) -> UUID | None:
    return person.pk if person else None
