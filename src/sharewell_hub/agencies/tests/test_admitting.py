"""Accounts: opened, given a new password and closed in a terminal, and logged each time."""

import pytest
from click.testing import CliRunner

from journeys.cast import PASSWORD
from sharewell.terms.errors import NotFound, SharewellError
from sharewell_hub.agencies.commands import group
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.logbook.models import Entry


def run(*words):
    return CliRunner().invoke(group, words, catch_exceptions=False)


def admit(email="New.Head@elm.example"):
    return run(
        *("admit", email, "New Head", "--agency", "elm"),
        *("--role", "teacher", "--role", "designated_safeguarding_lead", "--password", PASSWORD),
    )


def kinds():
    return sorted(Entry.objects.values_list("kind", flat=True))


@pytest.fixture
def elm(db):
    run("add", "elm", "Elm School", "--kind", "school")


def test_an_agency_and_its_first_practitioner_come_in_and_sign_in(client, elm):
    assert admit().output == "The account is open.\n"

    said = {"login": "new.head@elm.example", "password": PASSWORD}
    assert client.post("/sign-in", said).status_code == 302
    assert kinds() == ["agency_added", "practitioner_added"]
    assert Practitioner.objects.get().roles == ["teacher", "designated_safeguarding_lead"]


def test_the_same_agency_or_account_twice_is_refused(elm):
    admit()

    with pytest.raises(SharewellError, match="already has an agency"):
        run("add", "elm", "Elm School", "--kind", "school")
    with pytest.raises(SharewellError, match="There is one for this address"):
        admit("new.head@ELM.example")
    assert kinds() == ["agency_added", "practitioner_added"]


def test_a_kind_or_role_that_nobody_knows_is_refused(elm):
    assert run("add", "x", "X", "--kind", "circus").exit_code == 2
    assert run("admit", "a@b.example", "A", "--agency", "elm", "--role", "clown").exit_code == 2


def test_a_new_password_and_a_closed_account_end_what_was_open(browser_of, teacher):
    browser = browser_of(teacher)
    assert browser.get("/directory").status_code == 200
    run("password", teacher.email, "--password", "a new one of some length")
    assert browser.get("/directory").status_code == 302

    teacher.refresh_from_db()
    browser = browser_of(teacher)
    run("close", teacher.email.upper())
    assert browser.get("/directory").status_code == 302
    assert {"password_set", "account_closed"} <= set(kinds())


@pytest.mark.parametrize("words", [("close", "no@body.example"), ("password", "no@body.example")])
def test_an_account_that_is_not_there_is_not_found(db, words):
    with pytest.raises(NotFound, match="no such account"):
        run(*words, *(("--password", "x") if words[0] == "password" else ()))


def test_an_account_in_no_agency_is_not_opened(db):
    with pytest.raises(NotFound, match="no such agency"):
        admit()
