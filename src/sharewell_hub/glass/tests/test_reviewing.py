"""Reviewing: a second person within a working day, or the partnership's guardians are told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from journeys.cast import person
from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.actions import close_account, open_account
from sharewell_hub.demo.clock import it_is
from sharewell_hub.glass.actions import Wanted, escalate_late, review, try_to_break
from sharewell_hub.glass.models import Attempt, Found, Review, Told
from sharewell_hub.glass.tests.conftest import BORN, NAME, REASON, said, sees
from sharewell_hub.logbook.models import Entry
from sharewell_hub.outbox.models import Letter
from sharewell_hub.people.actions import keep_out, seal_record
from sharewell_hub.walls.seeing import seen_by

WORDS = "He rang me first; there was nobody else."
FRIDAY = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


def broken(viewer, name=NAME):
    with seen_by(viewer.pk):
        wanted = Wanted(name=name, born_on=BORN, reason=REASON)
        try_to_break(viewer, wanted, stepped_up_at=timezone.now())
    return Attempt.objects.latest("at")


@pytest.fixture
def attempt(child, teacher, guardian, council):
    return broken(teacher)


def page(browser, address):
    return browser.get(address).content.decode()


def reviewing(browser, attempt, in_order="yes", words=WORDS):
    address = f"/reviews/{attempt.reference}"
    return browser.post(address, {"in_order": in_order, "words": words})


def test_the_guardian_reads_who_whom_and_why_and_records_an_outcome(
    browser_of, attempt, guardian, teacher
):
    browser = browser_of(guardian)
    assert attempt.reference in page(browser, "/reviews")
    shown = page(browser, f"/reviews/{attempt.reference}")
    for words in (teacher.name, NAME, REASON, "Opened for an hour"):
        assert words in shown

    assert reviewing(browser, attempt, in_order="no").headers["Location"] == "/reviews"
    done = page(browser, f"/reviews/{attempt.reference}")
    assert "Not in order" in done and WORDS in done
    assert "Nothing waits for you" in page(browser, "/reviews")
    assert Entry.objects.filter(kind="glass_reviewed").count() == 1


def test_the_reviewer_sees_what_was_looked_at_through_the_glass(
    browser_of, child, teacher, guardian
):
    looking = browser_of(teacher)
    looking.post("/break-glass/try", said())
    assert looking.get(f"/people/{child.pk}/walls").status_code == 200
    attempt = Attempt.objects.get()
    browser = browser_of(guardian)

    shown = page(browser, f"/reviews/{attempt.reference}")
    assert "read (subject)" in shown
    assert "Nothing yet" not in shown
    assert f"/people/{child.pk}/looked" in shown, "and the way to all who looked"


def test_a_reviewer_reads_their_own_words_again_where_the_child_is_hidden_from_them(
    browser_of, child, teacher, guardian, officer, council
):
    seal_record(officer, child, [])
    attempt, browser = broken(teacher), browser_of(guardian)
    assert reviewing(browser, attempt).headers["Location"] == "/reviews"
    shown = page(browser, f"/reviews/{attempt.reference}")
    assert WORDS in shown
    assert NAME not in shown


def test_said_twice_the_first_review_stands(browser_of, attempt, guardian, safeguarding_lead):
    reviewing(browser_of(guardian), attempt, in_order="no")
    reviewing(browser_of(safeguarding_lead), attempt, in_order="yes")

    assert [each.in_order for each in Review.objects.all()] == [False]
    assert Entry.objects.filter(kind="glass_reviewed").count() == 1


def test_a_review_without_words_keeps_what_was_chosen(browser_of, attempt, guardian):
    answer = reviewing(browser_of(guardian), attempt, words="")

    assert answer.status_code == 422
    assert "Why you think so" in answer.content.decode()
    assert not Review.objects.exists()


def test_whoever_broke_it_never_reviews_it(browser_of, child, guardian, council):
    own = broken(guardian)
    browser = browser_of(guardian)

    assert own.reference not in page(browser, "/reviews")
    assert reviewing(browser, own).status_code == 404
    with pytest.raises(NotAllowed):
        review(guardian, own, in_order=True, words=WORDS)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            attempt=own, broken_by=guardian, reviewed_by=guardian, at=own.at, in_order=True,
            words_content=own.reason_content,
        )  # fmt: skip
    assert not Told.objects.filter(practitioner=guardian).exists()


@pytest.mark.parametrize("who", ["teacher", "social_worker", "colleague"])
def test_others_find_no_review(browser_of, attempt, request, who):
    other = (
        person("Una", "Sprake", "oak-school", "teacher")
        if who == "colleague"
        else request.getfixturevalue(who)
    )
    browser = browser_of(other)

    assert browser.get(f"/reviews/{attempt.reference}").status_code == 404
    assert reviewing(browser, attempt).status_code == 404
    assert attempt.reference not in page(browser, "/reviews")


def test_a_reviewer_who_is_kept_out_reads_as_if_nothing_was_found(
    browser_of, attempt, teacher, guardian, child, officer
):
    nobody = broken(teacher, name="Somebody Else")
    keep_out(officer, child, guardian, reason="relative")
    browser = browser_of(guardian)

    pages = [page(browser, f"/reviews/{each.reference}") for each in (attempt, nobody)]
    for shown in pages:
        assert NAME not in shown and REASON not in shown
        assert "No record that you are shown was opened" in shown
    assert sees(guardian, Found) == set()


def test_what_a_seal_refused_is_read_by_those_named_alone(
    browser_of, child, teacher, guardian, officer
):
    seal_record(officer, child, [])
    attempt = broken(teacher)

    address = f"/reviews/{attempt.reference}"
    named, other = (page(browser_of(one), address) for one in (officer, guardian))
    assert NAME in named and REASON in named and "Nothing was shown to them" in named
    assert NAME not in other and REASON not in other


@pytest.mark.parametrize(
    ("days", "late"), [(0, False), (3, False), (4, True)], ids=["friday", "monday", "tuesday"]
)
def test_what_nobody_reviewed_by_the_next_working_day_is_passed_on(
    child, teacher, guardian, council, days, late
):
    with it_is(FRIDAY):
        broken(teacher)
    with it_is(FRIDAY + timedelta(days=days)):
        assert escalate_late() == late
        assert escalate_late() == 0, "it is passed on once"

    told = Told.objects.filter(told_as="late").values_list("practitioner", flat=True)
    assert list(told) == [council.pk] * late
    assert Letter.objects.filter(kind="review_late").count() == late
    assert Entry.objects.filter(kind="review_late").count() == late


def test_the_partnerships_guardian_learns_that_it_is_late_and_nothing_else(
    browser_of, child, teacher, guardian, council
):
    with it_is(FRIDAY):
        attempt = broken(teacher)
    assert attempt.reference not in page(browser_of(council), "/reviews")
    with it_is(FRIDAY + timedelta(days=5)):
        escalate_late()
        shown = page(browser_of(council), "/reviews")
        assert attempt.reference in shown and "Oak School" in shown
        shown = page(browser_of(council), f"/reviews/{attempt.reference}")
        assert "has not reviewed this in time" in shown
        for words in (NAME, REASON, teacher.name):
            assert words not in shown
        assert reviewing(browser_of(council), attempt).status_code == 422
    assert not Review.objects.exists()


def test_every_attempt_is_reviewed_or_passed_on(
    browser_of, child, teacher, guardian, safeguarding_lead, council
):
    """Some are reviewed, some not; some found something, some nothing; one had nobody to tell."""
    with it_is(FRIDAY):
        for name in (NAME, "Somebody Else", NAME):
            broken(teacher, name=name)
        broken(guardian)
        for each in (guardian, safeguarding_lead):
            close_account(each)
        broken(teacher, name="Somebody Else")
        broken(council)
    manager = person("Imani", "Thorne", "police", "partnership_manager")
    open_account(safeguarding_lead)
    with seen_by(safeguarding_lead.pk):
        review(safeguarding_lead, Attempt.objects.first(), in_order=True, words=WORDS)
    with it_is(FRIDAY + timedelta(days=5)):
        escalate_late()

    reviewed = set(Review.objects.values_list("attempt", flat=True))
    passed_on = set(Told.objects.filter(told_as="late").values_list("attempt", flat=True))
    everything = set(Attempt.objects.values_list("pk", flat=True))
    assert len(everything) == 6
    assert reviewed | passed_on == everything and not reviewed & passed_on
    to = Told.objects.filter(attempt__practitioner=council, told_as="late")
    assert [each.practitioner for each in to] == [manager], "never to their own agency alone"


def test_where_nobody_can_be_told_it_is_not_said_that_somebody_was(child, teacher, guardian):
    with it_is(FRIDAY):
        broken(teacher)
    with it_is(FRIDAY + timedelta(days=5)):
        assert escalate_late() == 0
    assert not Entry.objects.filter(kind="review_late").exists()


def test_where_an_agency_has_nobody_else_the_partnerships_guardian_is_told_at_once(gp, council):
    assert broken(gp)
    told = Told.objects.values_list("practitioner", flat=True)
    assert set(told) == {council.pk}


@pytest.mark.parametrize("model", [Attempt, Found, Told, Review])
def test_nobody_rewrites_what_was_attempted_and_said(attempt, guardian, model):
    with seen_by(guardian.pk):
        review(guardian, attempt, in_order=True, words=WORDS)
    column = model._meta.local_fields[-1].attname
    with pytest.raises(DatabaseError, match=r"append-only|denied"), transaction.atomic():
        model.objects.update(**{column: models.F(column)})


def test_who_was_told_is_known_to_them_alone(attempt, guardian, teacher, safeguarding_lead):
    for one in (guardian, safeguarding_lead):
        with seen_by(one.pk):
            assert [each.practitioner_id for each in Told.objects.all()] == [one.pk]
    assert sees(teacher, Told) == set()


def test_who_is_kept_out_of_the_child_is_neither_told_nor_reads_of_it(
    browser_of, child, teacher, guardian, officer, safeguarding_lead
):
    keep_out(officer, child, guardian, reason="relative")
    about_her, about_nobody = broken(teacher), broken(teacher, name="Somebody Else")
    told = Told.objects.filter(attempt=about_her).values_list("practitioner", flat=True)
    assert guardian.pk not in told and len(set(told)) == 2
    listed = page(browser_of(guardian), "/reviews")
    assert about_nobody.reference in listed and about_her.reference not in listed
    assert browser_of(guardian).get(f"/reviews/{about_her.reference}").status_code == 404
    for other in (officer, safeguarding_lead):
        assert about_her.reference in page(browser_of(other), "/reviews")
