"""The directory: read by the whole partnership, verified by those who answer for it, once each."""

import pytest

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies import actions, queries
from sharewell_hub.agencies.knowing import is_known, known_until
from sharewell_hub.agencies.models import Destination
from sharewell_hub.logbook.models import Entry

SAID = {"way": "called_switchboard", "source": "The council’s website"}


def verified_entries():
    return Entry.objects.filter(kind="destination_verified")


def test_the_directory_shows_numbers_by_day_and_night_and_who_must_be_rung_back(
    browser_of, teacher, front_door, police_desk, school_office
):
    page = browser_of(teacher).get("/directory").content.decode()

    assert page.count("01632 960999") >= 3
    assert "Known" in page
    assert "Check overdue" in page
    assert "Not verified yet" in page


def test_a_search_finds_by_service_and_by_agency(browser_of, teacher, front_door, police_desk):
    browser = browser_of(teacher)

    for words in ("referrals", "social care", "FRONT referrals"):
        page = browser.get("/directory", {"service": words}).content.decode()
        assert "Front door (referrals)" in page
        assert "Police desk" not in page
    assert "No services found" in browser.get("/directory", {"service": "zebra"}).content.decode()


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "%", "\x00", "\u202eabc", "x" * 5000],
    ids=["markup", "wildcard", "control_character", "turned_text", "far_too_long"],
)
def test_a_hostile_search_finds_nothing_and_runs_nothing(browser_of, teacher, front_door, words):
    page = browser_of(teacher).get("/directory", {"service": words}).content.decode()

    assert "<script>alert" not in page


def test_nobody_reads_the_directory_without_signing_in(neighbour, front_door):
    answer = neighbour.get("/directory")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=%2Fdirectory"


def test_a_destination_that_is_not_there_is_not_found(browser_of, teacher):
    page = browser_of(teacher).get("/directory/00000000-0000-4000-8000-000000000000")

    assert page.status_code == 404


def test_the_lead_information_officer_records_a_check_which_is_logged_once(
    browser_of, lead_information_officer, school_office
):
    browser = browser_of(lead_information_officer)

    for _ in range(2):
        answer = browser.post(f"/directory/{school_office.pk}", SAID)
        assert answer.status_code == 302

    school_office.refresh_from_db()
    assert is_known(school_office)
    assert school_office.verified_by == lead_information_officer
    assert school_office.verified_source == "The council’s website"
    assert verified_entries().count() == 1
    page = browser.get(f"/directory/{school_office.pk}").content.decode()
    assert "I rang the agency’s own switchboard" in page


def test_a_teacher_is_refused_with_a_reason_and_the_text_is_kept(
    browser_of, teacher, school_office
):
    answer = browser_of(teacher).post(f"/directory/{school_office.pk}", SAID)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "your role does not keep the directory" in page
    assert "lead information officer" in page
    assert "The council’s website" in page
    assert not verified_entries().exists()
    school_office.refresh_from_db()
    assert school_office.verified_on is None


def test_a_check_without_a_source_is_refused_and_stores_nothing(
    browser_of, lead_information_officer, school_office
):
    page = browser_of(lead_information_officer).post(f"/directory/{school_office.pk}", {})

    assert "Choose one of the answers." in page.content.decode()
    assert "Fill in “Where did the number or address come from?”." in page.content.decode()
    assert not verified_entries().exists()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("www\u202e.example", "hidden characters"),
        ("x" * 201, "200 is the most that fits"),
    ],
    ids=["turned_text", "far_too_long"],
)
def test_a_hostile_source_comes_back_with_a_plain_message(
    browser_of, lead_information_officer, school_office, source, told
):
    answer = browser_of(lead_information_officer).post(
        f"/directory/{school_office.pk}", {**SAID, "source": source}
    )

    assert told in answer.content.decode()
    assert not verified_entries().exists()


def test_signed_out_a_check_is_not_recorded_and_what_was_typed_is_kept(neighbour, school_office):
    answer = neighbour.post(f"/directory/{school_office.pk}", SAID)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Your sign-in has ended" in page
    assert "The council’s website" in page
    assert not verified_entries().exists()


def test_only_a_keeper_of_the_directory_adds_to_it(teacher, lead_information_officer):
    said = {
        "service": "Night desk",
        "recipient_role": "police",
        "mailbox": "night@police.marlingford.example",
        "phone_in_hours": "01632 960002",
        "hours": "Day and night",
    }
    with pytest.raises(NotAllowed, match="Nothing was recorded"):
        actions.add_destination(teacher, teacher.agency, **said)

    added = actions.add_destination(lead_information_officer, teacher.agency, **said)

    assert not is_known(added)
    assert known_until(added) is None
    assert Destination.objects.count() == 1
    assert Entry.objects.filter(kind="destination_added").count() == 1


def test_a_role_finds_its_destinations(teacher, front_door, police_desk):
    found = queries.destinations(teacher, "police")

    assert [one.service for one in found] == ["Police desk at the front door"]


def test_colleagues_are_those_of_ones_own_agency(teacher, safeguarding_lead, social_worker):
    assert list(queries.colleagues(teacher, "designated_safeguarding_lead")) == [safeguarding_lead]
    assert social_worker not in queries.colleagues(teacher)
    assert {one.slug for one in queries.agencies(teacher)} == {"oak-school", "front-door"}
