"""The cast of the tests: invented people of an invented borough, each with a reason to exist."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sharewell_hub.agencies import actions
from sharewell_hub.agencies.models import Agency, Destination, Practitioner
from sharewell_hub.look.inspecting import LookingClient
from sharewell_hub.people.actions import record_subject

PASSWORD = "seven ducks on the Marling"

AGENCIES = {
    "oak-school": ("Oak School", "school"),
    "front-door": ("Marlingford Children’s Social Care", "childrens_social_care"),
    "community-health": ("Marlingford Community Health", "health_visitor"),
    "mill-lane-surgery": ("Mill Lane Surgery", "gp"),
    "police": ("Marling Valley Police", "police"),
}


def agency(slug: str) -> Agency:
    """Give an agency of the cast, taking it in when it is first needed."""
    name, kind = AGENCIES[slug]
    found = Agency.objects.filter(slug=slug).first()
    return found or actions.add_agency(
        slug=slug, name=name, kind=kind, address_pattern=f"{slug}.marlingford.example"
    )


def person(first: str, last: str, slug: str, *roles: str) -> Practitioner:
    """Give a member of the cast, with an account that `PASSWORD` opens."""
    email = f"{first}.{last}@{slug}.marlingford.example".lower()
    found = Practitioner.objects.filter(email=email).first()
    return found or actions.add_practitioner(
        agency(slug), email=email, name=f"{first} {last}", roles=roles, password=PASSWORD
    )


def place(
    slug: str, service: str, recipient_role: str, *, checked_days_ago: int | None
) -> Destination:
    """Give a destination in the directory: known, overdue, or never verified."""
    keeper = person("Ruth", "Okafor", "front-door", "lead_information_officer")
    added = actions.add_destination(
        keeper,
        agency(slug),
        service=service,
        recipient_role=recipient_role,
        mailbox=f"desk@{slug}.marlingford.example",
        phone_in_hours="01632 960001",
        hours="Monday to Friday, 9am to 5pm",
        phone_out_of_hours="01632 960999",
    )
    if checked_days_ago is not None:
        Destination.objects.filter(pk=added.pk).update(
            verified_on=timezone.localdate() - timedelta(days=checked_days_ago),
            verified_by=keeper,
            verified_how="called_switchboard",
            verified_source="The council’s website",
        )
        added.refresh_from_db()
    return added


@pytest.fixture
def browser_of():
    """Give a browser in which somebody has signed in; it looks at every page it is shown."""

    def open_browser(practitioner: Practitioner) -> LookingClient:
        browser = LookingClient()
        browser.force_login(practitioner, backend="sharewell_hub.agencies.accounts.Accounts")
        return browser

    return open_browser


def say_why(browser: LookingClient, *subjects: object) -> None:
    """Say what one needs somebody's record for, as the page asks whoever opens it by their role."""
    for subject in subjects:
        browser.post(f"/why/{subject}", {"purpose": "protect_child"})


@pytest.fixture
def teacher(db):
    """Sees a child every day and hears the first words; has no time and no jargon."""
    return person("Tess", "Adeyemi", "oak-school", "teacher")


@pytest.fixture
def safeguarding_lead(db):
    """Advises the teacher at the same school, and shares for it."""
    return person("Dana", "Price", "oak-school", "designated_safeguarding_lead")


@pytest.fixture
def social_worker(db):
    """Receives at the front door: the other agency in most stories."""
    return person("Sam", "Lindqvist", "front-door", "social_worker")


@pytest.fixture
def lead_information_officer(db):
    """Determines controversial issues and keeps the directory (London CPP 3.2.4)."""
    return person("Ruth", "Okafor", "front-door", "lead_information_officer")


@pytest.fixture
def health_visitor(db):
    """Knows the family at home; a health sender, bound by a duty of confidence."""
    return person("Hana", "Marsh", "community-health", "health_visitor")


@pytest.fixture
def caldicott_guardian(db):
    """Guards patients' confidentiality and enables sharing (Sussex 3.2.19)."""
    return person("Colm", "Byrne", "community-health", "caldicott_guardian")


@pytest.fixture
def gp(db):
    """Holds the whole family's records and is asked for all of them at once."""
    return person("Gita", "Rao", "mill-lane-surgery", "gp")


@pytest.fixture
def police_officer(db):
    """Shares within categories, and forbids passing on (London CPP 3.6.9 to 3.6.12)."""
    return person("Piotr", "Nowak", "police", "police_officer")


@pytest.fixture
def guardian(db):
    """Answers for the school's records: keeps people out, reviews, says how long (London 3.2.4)."""
    return person("Piers", "Lowe", "oak-school", "lead_information_officer")


@pytest.fixture
def child(teacher):
    """A child of the school, whose record the teacher began."""
    return record_subject(teacher, name="Zebulon Quillfeather")


@pytest.fixture
def neighbour():
    """Never signs in, and must still reach an answer; must never reach a record."""
    return LookingClient()


@pytest.fixture
def front_door(db):
    """The destination of most stories: known, checked last week."""
    return place(
        "front-door", "Front door (referrals)", "statutory_child_protection", checked_days_ago=7
    )


@pytest.fixture
def police_desk(db):
    """A destination whose check is overdue: it needs a call back."""
    return place("police", "Police desk at the front door", "police", checked_days_ago=400)


@pytest.fixture
def school_office(db):
    """A destination that nobody has ever verified."""
    return place("oak-school", "Safeguarding at Oak School", "school", checked_days_ago=None)
