"""Loading the borough: everything in one transaction, once."""

from datetime import datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.actions import (
    add_agency,
    add_destination,
    add_practitioner,
    verify_destination,
)
from sharewell_hub.agencies.models import Agency, Destination, Practitioner
from sharewell_hub.demo import borough
from sharewell_hub.demo.agreeing import agree
from sharewell_hub.demo.clock import it_is
from sharewell_hub.demo.story import day_of
from sharewell_hub.demo.telling import tell
from sharewell_hub.retention.actions import HowLong, set_period
from sharewell_hub.retention.gathering import about_people
from sharewell_hub.retention.queries import KEEPS_THE_PERIODS
from sharewell_hub.walls.seeing import seen_by

BEFORE_THE_STORY = 170
KEEPER = "partnership_manager"
NOON = time(12)
UNDER = "Records schedule (invented), 4.2"


@transaction.atomic
def load() -> bool:
    """Invent the borough and tell its story; where it stands already, change nothing.

    Returns: whether anything was loaded.
    Raises:  NotAllowed where there are agencies that nobody invented.
    """
    invented = {agency.slug for agency in borough.agencies()}
    there = set(Agency.objects.values_list("slug", flat=True))
    if there - invented:
        raise NotAllowed(
            what="Nothing was loaded: this service has agencies of its own.",
            why="The demo’s accounts all open with the same words, which are published.",
            next="Load the demo into a home of its own: set SHAREWELL_HOME to an empty folder.",
        )
    if there:
        return False
    people, places = _borough()
    _keep_no_longer(people)
    tell(people, places)
    return True


def _borough() -> tuple[dict[str, Practitioner], dict[str, Destination]]:
    """Take in agencies and people, then their services, and make sure of those that were."""
    people: dict[str, Practitioner] = {}
    agencies: dict[str, Agency] = {}
    with it_is(_noon(BEFORE_THE_STORY)):
        for told in borough.agencies():
            agencies[told.slug] = add_agency(
                slug=told.slug,
                name=told.name,
                kind=told.kind,
                address_pattern=borough.domain(told.slug),
            )
            people |= {one.key: _person(agencies[told.slug], one) for one in told.people}
        _let_in(people)
        agree(people, people[KEEPER])
        places = {
            service.entry["service"]: add_destination(
                people[KEEPER], agencies[told.slug], **service.entry
            )
            for told in borough.agencies()
            for service in told.services
        }
    return people, _made_sure_of(places, people[KEEPER])


def _person(agency: Agency, told: borough.Person) -> Practitioner:
    return add_practitioner(agency, email=told.email, name=told.name, roles=told.roles)


def _let_in(people: dict[str, Practitioner]) -> None:
    """Give everybody the same words to sign in with, hashed once: fifty times takes seconds."""
    hashed = make_password(borough.OPENS_EVERY_ACCOUNT)
    Practitioner.objects.filter(pk__in=[one.pk for one in people.values()]).update(password=hashed)


def _made_sure_of(places: dict[str, Destination], keeper: Practitioner) -> dict[str, Destination]:
    """Record when somebody made sure of each service, where somebody has."""
    checks = {
        service.entry["service"]: service
        for told in borough.agencies()
        for service in told.services
        if service.checked is not None
    }
    for name, service in checks.items():
        day = timezone.now() - timedelta(days=service.checked or 0)
        with it_is(day):
            places[name] = verify_destination(
                keeper, places[name].pk, way="called_switchboard", source=service.source
            )
    return places


def _keep_no_longer(people: dict[str, Practitioner]) -> None:
    """Have each agency’s keeper of periods say how long; the numbers are invented, and no law."""
    keepers = {
        one.agency_id: one
        for one in people.values()
        if any(role in KEEPS_THE_PERIODS for role in one.roles)
    }
    with it_is(_noon(BEFORE_THE_STORY)):
        for keeper in keepers.values():
            with seen_by(keeper.pk):
                for kind in about_people():
                    set_period(keeper, HowLong(kind=kind, under=UNDER, months=84, until_age=25))


def _noon(days_ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(day_of(days_ago, timezone.now()), NOON))
