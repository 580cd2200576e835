"""Two records of one name and birthday: each is opened by itself, and they are told apart."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sharewell_hub.demo.clock import it_is
from sharewell_hub.glass.models import Found
from sharewell_hub.glass.queries import MOST_RECORDS
from sharewell_hub.glass.tests.conftest import BORN, NAME, NOTHING, OPEN, broke, sees, tries
from sharewell_hub.logbook.models import Entry
from sharewell_hub.people.actions import keep_out, record_subject, seal_record
from sharewell_hub.people.models import BrokenGlass, Subject


@pytest.fixture
def earlier(safeguarding_lead):
    """Give a record with the same name and birthday, begun two years before."""
    with it_is(timezone.now() - timedelta(days=730)):
        return record_subject(safeguarding_lead, name="zebulon quillfeather", born_on=BORN)


def shown(browser):
    return browser.get(OPEN).content.decode()


def written():
    kinds = ["glass_broken", "letter_written"]
    return sorted(Entry.objects.filter(kind__in=kinds).values_list("kind", flat=True))


def test_each_is_opened_by_itself_and_the_page_tells_them_apart(
    browser_of, teacher, child, earlier, guardian
):
    browser = browser_of(teacher)
    assert broke(browser).headers["Location"] == OPEN
    assert sees(teacher, Subject) == {child.pk, earlier.pk}
    assert BrokenGlass.objects.count() == Found.objects.count() == 2
    page = shown(browser)
    assert "one child’s or two children’s" in page
    first, second = page.index("first record"), page.index("second record")
    assert first < page.index(str(earlier.pk)) < second < page.index(str(child.pk))
    assert f"Begun on {timezone.localtime(earlier.recorded_at):%-d %B %Y}" in page


def test_one_record_alone_is_not_numbered(browser_of, teacher, child, guardian):
    browser = browser_of(teacher)
    broke(browser)
    page = shown(browser)
    assert NAME in page
    assert "first record" not in page
    assert "two children’s" not in page


@pytest.mark.parametrize("how", ["sealed", "kept_out"])
def test_of_two_the_hidden_one_stays_closed_and_is_not_counted(
    browser_of, teacher, child, earlier, guardian, officer, how
):
    if how == "sealed":
        seal_record(officer, earlier, [])
    else:
        keep_out(officer, earlier, teacher, reason="relative")
    browser = browser_of(teacher)
    assert broke(browser).headers["Location"] == OPEN
    assert sees(teacher, Subject) == {child.pk}
    page = shown(browser)
    assert "first record" not in page
    assert str(earlier.pk) not in page
    assert written() == ["glass_broken", "letter_written", "letter_written"]


def test_two_hidden_ones_lead_to_the_same_lines_as_nothing(
    browser_of, teacher, child, earlier, guardian, officer
):
    for each in (child, earlier):
        seal_record(officer, each, [])
    browser = browser_of(teacher)
    assert broke(browser).headers["Location"] == NOTHING
    hidden = written()
    broke(browser, name="Nobody Known")
    assert written() == sorted(hidden * 2)


def test_more_than_a_few_of_one_name_and_birthday_single_out_nobody(
    browser_of, teacher, child, safeguarding_lead, guardian
):
    for _ in range(MOST_RECORDS - 1):
        record_subject(safeguarding_lead, name=NAME, born_on=BORN)
    assert len(tries(teacher)) == MOST_RECORDS
    record_subject(safeguarding_lead, name=NAME, born_on=BORN)
    before = BrokenGlass.objects.count()
    assert broke(browser_of(teacher)).headers["Location"] == NOTHING
    assert BrokenGlass.objects.count() == before
