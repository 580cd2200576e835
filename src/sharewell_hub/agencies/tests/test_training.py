"""Training: who keeps the dates, what is shown of them, and that nobody rewrites one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from journeys.cast import person
from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.agencies.actions import record_training
from sharewell_hub.agencies.models import Training
from sharewell_hub.agencies.training import KEEPS, trained_until
from sharewell_hub.logbook.models import Entry


def days(first, last):
    today = timezone.localdate()
    return {"done_on": today + timedelta(first), "until": today + timedelta(last)}


def boxes(first=-1, last=300, what="confidentiality"):
    said = {"what": what}
    for name, day in days(first, last).items():
        said |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    return said


def page(browser, address):
    return browser.get(address).content.decode()


def test_the_lead_records_a_colleagues_date_and_it_is_logged_once(
    browser_of, teacher, safeguarding_lead
):
    browser = browser_of(safeguarding_lead)
    assert page(browser, "/training").count(": not recorded") == 4
    for _ in range(2):
        assert browser.post(f"/training/{teacher.pk}", boxes()).url == "/training"

    row = Training.objects.get()
    assert (row.practitioner, row.recorded_by) == (teacher, safeguarding_lead)
    assert Entry.objects.filter(kind="trained", object_id=row.pk).count() == 1
    assert page(browser, "/training").count(": not recorded") == 3
    assert f"Recorded by {safeguarding_lead.name}" in page(browser, f"/training/{teacher.pk}")


def test_it_counts_to_the_end_of_its_last_day_and_the_row_recorded_last_counts(
    teacher, safeguarding_lead
):
    assert trained_until(teacher) is None, "what nobody asked is no no"
    record_training(safeguarding_lead, teacher, what="safeguarding", **days(-9, -1))
    assert trained_until(teacher) is None, "another training opens and shuts nothing"
    record_training(safeguarding_lead, teacher, what="confidentiality", **days(-9, 0))
    until = trained_until(teacher)
    assert until == timezone.localtime().replace(
        hour=0, minute=0, second=0, microsecond=0
    ) + timedelta(days=1)
    record_training(safeguarding_lead, teacher, what="confidentiality", **days(-9, -2))
    assert trained_until(teacher) < timezone.now()


def test_whose_training_is_over_reads_who_can_help_and_that_a_worry_does_not_wait(
    browser_of, teacher, safeguarding_lead
):
    browser = browser_of(teacher)
    assert "Nobody has recorded" in page(browser, "/training/mine")
    record_training(safeguarding_lead, teacher, what="confidentiality", **days(-9, 1))
    assert "counts until" in page(browser, "/training/mine")
    record_training(safeguarding_lead, teacher, what="confidentiality", **days(-9, -1))

    shown = page(browser, "/training/mine")
    assert "Your training has run out" in shown and safeguarding_lead.name in shown
    assert "Passing on a worry does not wait for this" in shown
    assert '<a class="govuk-button" href="/"' in shown


@pytest.mark.parametrize("changes", [{"last": -2}, {"what": "cooking"}, {"first": 2}])
def test_a_date_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    browser_of, teacher, safeguarding_lead, changes
):
    answer = browser_of(safeguarding_lead).post(f"/training/{teacher.pk}", boxes(**changes))
    assert answer.status_code == 422
    assert f'value="{boxes(**changes)["until-year"]}"' in answer.content.decode()
    assert not Training.objects.exists()


def test_who_does_not_keep_the_dates_is_told_who_does(browser_of, teacher):
    answer = browser_of(teacher).get("/training")
    assert answer.status_code == 403
    assert "safeguarding lead" in answer.content.decode()
    with pytest.raises(NotAllowed):
        record_training(teacher, teacher, what="confidentiality", **days(-1, 1))


def test_another_agencys_people_are_not_there(browser_of, safeguarding_lead, gp):
    browser = browser_of(safeguarding_lead)
    assert browser.get(f"/training/{gp.pk}").status_code == 404
    assert gp.name not in page(browser, "/training")
    with pytest.raises(NotFound):
        record_training(safeguarding_lead, gp, what="confidentiality", **days(-1, 1))


def test_the_desk_the_front_doors_manager_and_the_guardians_keep_them():
    assert {
        "designated_safeguarding_lead", "named_professional", "headteacher", "mash_manager",
        "lead_information_officer", "caldicott_guardian",
    } == KEEPS  # fmt: skip


def test_somebody_who_also_runs_the_accounts_keeps_none(browser_of):
    both = person("Nell", "Harbury", "oak-school", "headteacher", "account_administrator")
    assert browser_of(both).get("/training").status_code == 403


def test_nobody_rewrites_a_date(teacher, safeguarding_lead):
    record_training(safeguarding_lead, teacher, what="confidentiality", **days(-1, 1))
    with pytest.raises(DatabaseError, match=r"append-only|denied"), transaction.atomic():
        Training.objects.update(until=models.F("until"))
    backwards = {"done_on": timezone.localdate(), "until": timezone.localdate() - timedelta(1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Training.objects.create(
            practitioner=teacher, what="confidentiality", recorded_by=teacher,
            at=timezone.now(), **backwards,
        )  # fmt: skip
