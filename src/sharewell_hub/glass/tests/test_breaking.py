"""Breaking the glass: one child for an hour, no wall passed, and one answer where nothing shows."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from journeys.cast import person
from sharewell.terms.errors import NotAllowed
from sharewell_hub.demo.clock import it_is
from sharewell_hub.glass import pages
from sharewell_hub.glass.actions import Wanted, try_to_break
from sharewell_hub.glass.models import Attempt, Found, Told
from sharewell_hub.glass.queries import TRIES_AN_HOUR
from sharewell_hub.glass.tests.conftest import BORN, NAME, REASON, said, sees
from sharewell_hub.logbook.models import Entry
from sharewell_hub.outbox.models import Letter
from sharewell_hub.people.actions import keep_out, lift, record_subject, seal_record
from sharewell_hub.people.models import BrokenGlass, Subject
from sharewell_hub.vault.queries import open_content
from sharewell_hub.walls.seeing import seen_by

NOTHING, OPEN = "/break-glass/nothing", "/break-glass/open"


def broke(browser, **changes):
    return browser.post("/break-glass/try", said(**changes))


def tries(viewer, name=NAME, born=BORN):
    with seen_by(viewer.pk):
        wanted = Wanted(name=name, born_on=born, reason=REASON)
        return try_to_break(viewer, wanted, stepped_up_at=timezone.now())


@pytest.fixture
def hidden(child, teacher, officer, guardian):
    """Give each way in which there is nothing to show to the teacher."""
    return {
        "nothing": lambda: {"name": "Somebody Else"},
        "sealed": lambda: seal_record(officer, child, []) or {},
        "excluded": lambda: keep_out(officer, child, teacher, reason="relative") or {},
    }


WAYS = ("nothing", "sealed", "excluded")


def test_it_opens_one_child_for_an_hour_and_not_a_minute_longer(
    browser_of, teacher, child, guardian, safeguarding_lead
):
    other = record_subject(safeguarding_lead, name="Somebody Else", born_on=BORN)
    assert sees(teacher, Subject) == set()

    browser = browser_of(teacher)
    answer = broke(browser)
    assert answer.headers["Location"] == OPEN
    assert NAME in browser.get(OPEN).content.decode()
    assert sees(teacher, Subject) == {child.pk}
    assert open_content(BrokenGlass.objects.get().reason_content) == REASON
    with it_is(timezone.now() + timedelta(minutes=59)):
        assert sees(teacher, Subject) == {child.pk}
    with it_is(timezone.now() + timedelta(minutes=61)):
        assert sees(teacher, Subject) == set()
    assert other.pk not in sees(teacher, Subject)


@pytest.mark.parametrize(
    "written",
    ["zebulon  quillfeather", "Zebulon Quill-Feather", "ZEBULON QUILLFEATHER"],
)
def test_the_name_is_the_same_however_it_is_written(teacher, child, guardian, written):
    assert tries(teacher, name=written)


@pytest.mark.parametrize("changes", [{"name": "Zebulon"}, {"born": BORN + timedelta(days=1)}])
def test_one_identifier_alone_finds_nobody(teacher, child, guardian, changes):
    assert not tries(teacher, **changes)
    assert sees(teacher, Subject) == set()


def test_another_agencys_record_is_not_looked_for(social_worker, child, council):
    assert not tries(social_worker)
    assert not BrokenGlass.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_no_wall_is_passed_in_the_page_or_in_the_database(browser_of, teacher, child, hidden, way):
    changes = hidden[way]()
    browser = browser_of(teacher)

    assert broke(browser, **changes).headers["Location"] == NOTHING
    assert sees(teacher, Subject) == set()
    assert sees(teacher, BrokenGlass) == sees(teacher, Found) == set()
    assert NAME not in browser.get(OPEN).content.decode()
    assert browser.get(f"/people/{child.pk}/walls").status_code == 404


def test_a_seal_put_on_afterwards_closes_what_the_glass_had_opened(
    teacher, child, guardian, officer
):
    assert tries(teacher)
    seal_record(officer, child, [])
    assert sees(teacher, Subject) == set()
    lift(officer, child)
    assert sees(teacher, Subject) == {child.pk}
    keep_out(officer, child, teacher, reason="relative")
    assert sees(teacher, Subject) == set()


def answered(browser, changes):
    """Give every byte that comes back, and what the browser is led to; a safety token differs."""
    answer = broke(browser, **changes)
    page = browser.get(answer.headers["Location"])
    return [
        (
            each.status_code,
            sorted(h for h in each.headers.items() if h[0] not in {"Date"}),
            re.sub(rb'(csrfmiddlewaretoken" value=)"\w+"|nonce="[^"]+"', rb"\1", each.content),
            sorted(each.cookies.keys()),
        )
        for each in (answer, page)
    ]


def test_nothing_held_sealed_and_kept_out_are_one_answer_byte_for_byte(
    browser_of, teacher, child, hidden, officer, monkeypatch
):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    said_each = []
    for way in WAYS:
        changes = hidden[way]()
        said_each.append(answered(browser_of(teacher), changes))
        lift(officer, child)
    assert said_each[0] == said_each[1] == said_each[2]


def written():
    return {
        "attempts": Attempt.objects.count(),
        "told": Told.objects.count(),
        "letters": Letter.objects.count(),
        "kinds": sorted(Letter.objects.values_list("kind", flat=True)),
        "log": sorted(Entry.objects.filter(kind__in=["glass_broken", "letter_written"])
                      .values_list("kind", flat=True)),
    }  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_the_same_is_written_whatever_there_was_to_find(teacher, child, hidden, way):
    changes = hidden[way]()

    assert not tries(teacher, **changes)
    assert written() == {
        "attempts": 1,
        "told": 2,
        "letters": 2,
        "kinds": ["review", "review"],
        "log": ["glass_broken", "letter_written", "letter_written"],
    }


def test_whoever_is_on_call_for_a_sealed_record_is_told_each_time(
    teacher, child, guardian, officer
):
    seal_record(officer, child, [])
    for times in (1, 2):
        tries(teacher)
        told = Told.objects.filter(told_as="on_call")
        assert [each.practitioner_id for each in told] == [officer.pk] * times
        assert Letter.objects.filter(destination_address=officer.email).count() == times


def test_a_letter_says_nothing_of_the_child(teacher, child, guardian):
    tries(teacher)
    letter = Letter.objects.filter(destination_address=guardian.email).get()
    attempt = Attempt.objects.get()
    assert (letter.reference, letter.link_path) == (
        attempt.reference, f"/reviews/{attempt.reference}",
    )  # fmt: skip


@pytest.mark.parametrize("role", ["supervisor", "designated_nurse", "policy_officer", "lay_member"])
def test_other_roles_break_nothing(browser_of, child, guardian, role):
    other = person("Una", "Sprake", "oak-school", role)
    browser = browser_of(other)
    for answer in (browser.get("/break-glass"), broke(browser)):
        assert answer.status_code == 403
        assert "your role does not break the glass" in answer.content.decode()
    assert not Attempt.objects.exists()


def test_whoever_runs_the_accounts_breaks_nothing_in_any_other_role(child, guardian):
    keeper = person("Nell", "Harbury", "oak-school", "teacher", "account_administrator")
    with pytest.raises(NotAllowed):
        tries(keeper)


def test_it_can_be_tried_a_few_times_an_hour_whatever_was_found(
    browser_of, teacher, child, guardian
):
    for number in range(TRIES_AN_HOUR):
        tries(teacher, name=f"Nobody {number}")

    answer = broke(browser_of(teacher))
    assert answer.status_code == 422
    assert "as often as is possible" in answer.content.decode()
    assert REASON in answer.content.decode()
    assert not BrokenGlass.objects.exists()
    with it_is(timezone.now() + timedelta(minutes=61)):
        assert tries(teacher)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": "Because I must."}, "at least 20 characters"),
        ({"name": "…"}, "Enter the child’s name."),
        ({"born_on-day": ""}, "must include a day"),
    ],
    ids=["no_reason", "no_name", "no_birthday"],
)
def test_a_refusal_keeps_the_text_and_looks_for_nobody(
    browser_of, teacher, child, guardian, changes, told
):
    answer = broke(browser_of(teacher), **changes)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Attempt.objects.exists()


def test_it_asks_once_more_who_is_there_and_keeps_the_text(browser_of, teacher, child, guardian):
    browser = browser_of(teacher)
    browser.get("/break-glass")
    with it_is(timezone.now() + timedelta(minutes=12)):
        answer = broke(browser)
    assert answer.status_code == 403
    assert REASON in answer.content.decode()
    assert not Attempt.objects.exists()


def test_every_answer_waits_for_the_same_moment(browser_of, teacher, child, guardian, monkeypatch):
    waited = []
    ticking = iter([10.0, 10.1, 20.0, 20.3])
    monkeypatch.setattr(pages, "EVEN", 0.5)
    monkeypatch.setattr(pages, "sleep", waited.append)
    monkeypatch.setattr(pages, "monotonic", lambda: next(ticking))
    browser = browser_of(teacher)
    broke(browser)
    broke(browser, name="Somebody Else")
    assert waited == pytest.approx([0.4, 0.2])


def test_nobody_comes_here_without_signing_in(neighbour):
    assert neighbour.get("/break-glass").status_code == 302
    assert neighbour.post("/break-glass/try", said()).status_code == 403
