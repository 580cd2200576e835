"""Who may see what, told as stories."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sharewell.permitting import (
    Agreement,
    Asking,
    BrokenGlass,
    Duty,
    GoesTo,
    Mark,
    Relationship,
    Shows,
    Thing,
    deputy_for,
    may,
)
from sharewell.permitting.permission import SHOWN
from sharewell.terms.errors import FactRefused

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)

KNOWS_KOFI = Relationship(
    child="kofi", kind="works_with", since=NOW - 100 * DAY, until=NOW + DAY, practitioner="teacher"
)
TEACHER = Asking(
    practitioner="teacher",
    agency="oak-school",
    roles=frozenset({"teacher"}),
    trained_until=NOW + 200 * DAY,
    stepped_up_at=NOW - MINUTE,
    relationships={"kofi": (KNOWS_KOFI,)},
)
LEAD = replace(
    TEACHER,
    practitioner="lead",
    roles=frozenset({"designated_safeguarding_lead"}),
    relationships={},
)
OFFICER = replace(
    LEAD, practitioner="officer", agency="social-care", roles=frozenset({"social_worker"})
)
WORRY = Thing(kind="concern", holder="oak-school", child="kofi", people=frozenset({"kofi", "mum"}))
AGREED = Agreement(
    id="front-door",
    version=3,
    parties=frozenset({"oak-school", "social-care"}),
    purposes=frozenset({"protect_child"}),
    classes=frozenset({"case"}),
    covers=Shows.CONTENT,
    since=NOW - 100 * DAY,
    until=NOW + 100 * DAY,
)


def ask(asking, verb, thing, *, purpose="protect_child", now=NOW):
    return may(asking, verb, thing, purpose=purpose, now=now)


def test_the_teacher_who_knows_a_child_reads_the_school_s_worry():
    assert ask(TEACHER, "read", WORRY).rules == ("need_to_know",)


def test_another_teacher_of_the_school_does_not():
    another = replace(TEACHER, practitioner="another")
    assert ask(another, "read", WORRY).rules == ("relationship",)


def test_the_school_s_desk_reads_it_without_a_relationship_of_its_own():
    assert ask(LEAD, "read", WORRY).allowed


def test_the_day_after_the_child_has_left_the_class_nothing_is_read():
    assert ask(TEACHER, "read", WORRY, now=NOW + DAY - MINUTE).allowed
    assert not ask(TEACHER, "read", WORRY, now=NOW + DAY).allowed


def test_another_agency_reads_it_under_an_agreement_and_for_its_purpose_only():
    knows = replace(KNOWS_KOFI, practitioner="officer")
    stranger = replace(OFFICER, agreements=(AGREED,))
    officer = replace(stranger, relationships={"kofi": (knows,)})
    assert ask(officer, "read", WORRY).allowed
    assert ask(stranger, "read", WORRY).rules == ("relationship",)
    assert ask(officer, "read", WORRY, purpose="promote_welfare").rules == ("agreement",)
    assert ask(replace(officer, agreements=()), "read", WORRY).rules == ("agreement",)


def test_a_worry_is_written_down_by_anybody_about_anybody():
    lay = replace(TEACHER, roles=frozenset({"lay_member"}), trained_until=None, relationships={})
    sealed = replace(WORRY, holder="police", sealed=True)
    assert ask(lay, "raise", WORRY, purpose="").allowed
    assert ask(lay, "raise", sealed, purpose="").allowed
    assert ask(lay, "raise", sealed).goes_to is GoesTo.ON_CALL
    assert ask(lay, "raise", sealed).marks == {Mark.TELL_ON_CALL}


@pytest.mark.parametrize("duty", list(Duty))
def test_a_duty_passes_an_old_training_date_and_is_reviewed(duty):
    untrained = replace(TEACHER, trained_until=NOW - DAY, stepped_up_at=None, relationships={})
    found = ask(untrained, "share", replace(WORRY, duty=duty, form_owed=True), purpose="")
    assert found.allowed
    assert found.marks == {Mark.REVIEW}
    assert found.rules == ("relationship", "training", "form", "purpose", "step_up", "duty")


def test_without_a_duty_the_same_is_refused():
    untrained = replace(TEACHER, trained_until=NOW - DAY)
    assert not ask(untrained, "share", WORRY).allowed


def test_a_duty_without_a_fresh_sign_in_is_not_asked_for_one():
    tired = replace(TEACHER, stepped_up_at=None)
    found = ask(tired, "share", replace(WORRY, duty=Duty.SHARE_MUST))
    assert (found.allowed, found.rules, found.asks_for) == (True, ("step_up", "duty"), ())


def test_a_duty_that_needs_nothing_lifted_is_not_reviewed():
    found = ask(TEACHER, "share", replace(WORRY, duty=Duty.PROTECT))
    assert (found.rules, found.marks) == (("need_to_know",), frozenset())


def test_a_duty_does_not_open_another_agency_s_record():
    theirs = replace(WORRY, holder="police", duty=Duty.SHARE_MUST)
    assert not ask(TEACHER, "share", theirs).allowed
    assert not ask(TEACHER, "read", theirs).allowed


def test_a_duty_goes_past_an_excluded_officer_to_a_deputy():
    thing = replace(WORRY, duty=Duty.PROTECT)
    excluded = replace(LEAD, excluded_from={"mum": "relative"})
    found = ask(excluded, "share", thing)
    assert (found.allowed, found.goes_to) == (False, GoesTo.DEPUTY)
    late = replace(LEAD, practitioner="late", trained_until=NOW)
    deputy = replace(LEAD, practitioner="deputy")
    asked = {"purpose": "protect_child", "now": NOW}
    assert deputy_for("share", thing, colleagues=[excluded, late, deputy], **asked) == "deputy"
    assert deputy_for("share", thing, colleagues=[excluded, late], **asked) == "late"
    assert deputy_for("share", thing, colleagues=[excluded], **asked) is None
    lay = replace(LEAD, practitioner="lay", roles=frozenset({"lay_member"}))
    assert deputy_for("share", thing, colleagues=[lay], **asked) is None


def test_what_is_sealed_goes_to_whoever_is_on_call_even_past_an_excluded_officer():
    thing = replace(WORRY, duty=Duty.COURT_ORDER, sealed=True, named=frozenset({"chief"}))
    excluded = replace(LEAD, excluded_from={"kofi": "alleged_abuser"})
    found = ask(excluded, "share", thing)
    assert (found.allowed, found.goes_to) == (False, GoesTo.ON_CALL)
    assert found.rules == ("exclusion", "seal")


def test_breaking_the_glass_opens_one_child_for_an_hour_and_no_wall():
    broken = BrokenGlass(
        practitioner="teacher",
        child="kofi",
        at=NOW,
        stepped_up_at=NOW - MINUTE,
        reason_recorded=True,
    )
    teacher = replace(TEACHER, relationships={}, broken_glass={"kofi": (broken,)})
    found = ask(teacher, "read", replace(WORRY, tier="restricted"))
    assert found.rules == ("relationship", "sensitivity", "glass")
    assert found.marks == {Mark.REVIEW, Mark.TELL_GUARDIAN}
    assert not ask(teacher, "read", WORRY, now=NOW + 60 * MINUTE).allowed
    assert not ask(teacher, "read", replace(WORRY, sealed=True)).allowed
    assert not ask(replace(teacher, excluded_from={"kofi": "relative"}), "read", WORRY).allowed
    assert not ask(teacher, "record", WORRY).allowed


def test_a_sealed_record_refuses_the_very_asking_to_break_the_glass():
    assert ask(TEACHER, "break_glass", replace(WORRY, child="amy")).allowed
    assert not ask(TEACHER, "break_glass", replace(WORRY, sealed=True)).allowed


def test_a_safe_address_is_hidden_while_the_rest_is_read():
    shielded = replace(WORRY, location_shielded=True, may_locate=frozenset({"lead"}))
    assert ask(TEACHER, "read", shielded).allowed
    assert ask(TEACHER, "locate", shielded).rules == ("shield",)
    assert ask(LEAD, "locate", shielded).allowed
    ordered = replace(shielded, duty=Duty.COURT_ORDER)
    assert ask(TEACHER, "unshield", ordered).goes_to is GoesTo.NAMED_OFFICER


def test_that_a_child_uses_a_sexual_health_service_is_not_shown_to_the_school():
    seen = replace(WORRY, holder="clinic", sensitive_service=True)
    agreed = replace(AGREED, parties=frozenset({"oak-school", "clinic"}))
    teacher = replace(TEACHER, agreements=(agreed,))
    assert ask(teacher, "know_of", seen).rules == ("sensitive_service",)
    assert ask(teacher, "know_of", replace(seen, child_agrees=True)).allowed
    assert ask(teacher, "know_of", replace(seen, reasonable_cause=True)).allowed
    assert ask(replace(TEACHER, agency="clinic"), "read", seen).allowed


def test_the_recipient_reads_what_it_was_sent_within_its_limits():
    sent = Thing(
        kind="disclosure",
        holder="oak-school",
        recipient="social-care",
        child="kofi",
        people=frozenset({"kofi"}),
        limits=frozenset({"protect_child"}),
    )
    assert ask(OFFICER, "receive", sent).allowed
    assert ask(OFFICER, "read", sent, purpose="prevent_crime").rules == ("limits",)
    assert ask(OFFICER, "pass_on", sent).rules == ("limits",)
    assert ask(OFFICER, "pass_on", replace(sent, onward_agreed=True)).allowed
    assert ask(OFFICER, "pass_on", replace(sent, duty=Duty.PROTECT)).marks == {Mark.REVIEW}
    assert ask(OFFICER, "see_who_looked", sent).rules == ("side",)


def test_whoever_runs_the_system_reads_no_case_even_as_a_guardian():
    both = frozenset({"system_administrator", "caldicott_guardian"})
    guardian = replace(LEAD, roles=both)
    assert ask(guardian, "read", WORRY).rules == ("operator",)
    assert ask(guardian, "operate", Thing(kind="letter", holder="oak-school")).allowed
    owed = ask(guardian, "share", replace(WORRY, duty=Duty.PROTECT))
    assert (owed.allowed, owed.goes_to) == (False, GoesTo.DESK)


def test_only_what_the_asker_can_put_right_is_asked_for():
    tired = replace(TEACHER, stepped_up_at=NOW - 15 * MINUTE)
    assert ask(tired, "share", WORRY).asks_for == ("step_up",)
    assert ask(tired, "share", WORRY, purpose="").asks_for == ("purpose", "step_up")
    assert ask(tired, "share", replace(WORRY, sealed=True)).asks_for == ()


def test_a_refusal_s_reason_is_in_sentences_for_the_record_alone():
    found = ask(TEACHER, "read", replace(WORRY, sealed=True))
    assert found.reason == "A sealed record is known to its named list only."
    assert found.shown == SHOWN


@pytest.mark.parametrize(
    ("verb", "wrong"), [("reed", {}), ("read", {"kind": "concerns"}), ("read", {"tier": "secret"})]
)
def test_a_misspelt_word_is_refused_aloud(verb, wrong):
    with pytest.raises(FactRefused):
        ask(TEACHER, verb, replace(WORRY, **wrong))


@pytest.mark.parametrize("nobody", [{"practitioner": ""}, {"agency": ""}])
def test_nobody_asks_nothing(nobody):
    with pytest.raises(FactRefused):
        replace(TEACHER, **nobody)
