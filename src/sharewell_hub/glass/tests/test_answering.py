"""Answering: nothing held, sealed and kept out are one answer, in bytes, rows, letters and time."""

import re

import pytest
from django.utils import timezone

from sharewell_hub.glass import pages
from sharewell_hub.glass.models import Attempt, Told
from sharewell_hub.glass.tests.conftest import WAYS, broke, tries
from sharewell_hub.logbook.models import Entry
from sharewell_hub.outbox.models import Letter
from sharewell_hub.people.actions import lift, seal_record


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
